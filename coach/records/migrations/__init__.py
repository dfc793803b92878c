"""Alembic migrations of a team's store: forwards only, from every released version."""
