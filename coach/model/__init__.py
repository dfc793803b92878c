"""The data types of the program: immutable values that read no files and write none.

Begin with `scenario.py` (what an author writes), `reading.py` (how a reply is read) and `events.py` (what is
stored).
"""
