"""The tables from version to version, by Alembic: forwards only, from every version that was released."""
