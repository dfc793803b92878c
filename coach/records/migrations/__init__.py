"""Migrations of a team's store: bring its database forward to the tables of this version."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect

HEAD = "v5"
"""The tables that this version uses."""
RELEASED_WITHOUT_A_NUMBER = "v1"
"""What 0.1.0 made, which did not yet write down its version this way."""


def upgrade(engine: Engine, then: Callable[[Connection], object] = lambda _: None) -> None:
    """Bring a database forward to this version's tables, all or nothing; an empty one gets them.

    Args:
        engine: The database.
        then: Run in the same transaction afterwards.
    """
    with engine.begin() as connection:
        settings = Config()
        settings.set_main_option("script_location", str(Path(__file__).parent))
        settings.attributes["connection"] = connection
        if _has_no_number(connection):
            command.stamp(settings, RELEASED_WITHOUT_A_NUMBER)
        command.upgrade(settings, "head")
        then(connection)


def version(connection: Connection) -> str | None:
    """Return the version of a database's tables; None for no tables, or for those of 0.1.0."""
    return MigrationContext.configure(connection).get_current_revision()


def _has_no_number(connection: Connection) -> bool:
    names = inspect(connection).get_table_names()
    return "rehearsals" in names and "alembic_version" not in names
