"""Supervision: exercises, what is brought, what is said back, and where two readers differ."""
