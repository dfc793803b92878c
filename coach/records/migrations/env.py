"""How Alembic is run: on the connection that it is handed, never by itself."""

from alembic import context

from coach.records.team.store import tables

context.configure(connection=context.config.attributes["connection"], target_metadata=tables)
context.run_migrations()
