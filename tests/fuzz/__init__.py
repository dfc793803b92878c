"""Fuzzers: `python -m tests.fuzz content|brought|store|forms --seconds N`.

Each makes something of a seed, always the same, and looks whether what it promises holds: no crash, no hang, no lost
record. A fuzzer is a context manager that opens what it needs and gives a function of a seed, which says in a few words
what came of it and raises where something is wrong.
"""
