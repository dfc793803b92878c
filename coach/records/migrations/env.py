"""Alembic's environment: runs the migrations on the connection that `upgrade` hands over."""

from alembic import context

from coach.records.team.sql_tables import tables

context.configure(connection=context.config.attributes["connection"], target_metadata=tables)
context.run_migrations()
