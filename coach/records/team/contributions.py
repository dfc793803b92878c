"""Rows of counts in a team's store. No login stands beside a row: whoever knows its key can withdraw it.

Logins that were let in to publish the partnership page read all of them; everybody else reads only the row whose key
they name.
"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, Engine, delete, func, insert, select

from coach.errors import NotNow, RecordsUnwritable
from coach.records.contributions import Contributed, in_order, unknown_row
from coach.records.migrations.versions.v3_rooms import PARTNERSHIP
from coach.records.team.store import patiently
from coach.records.team.tables import contributions

T = TypeVar("T")


class TeamContributions:
    """The table of contributions, in PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, key: str, quarter: str, contributor: str, body: str) -> None:
        """Give a row. Raises NotNow where another row has that key."""
        row = Contributed(key, quarter, contributor, body)

        def write(connection: Connection) -> None:
            _naming(connection, key)
            there = connection.execute(select(contributions).where(contributions.c.key == key)).one_or_none()
            if there is None:
                values = {"key": key, "quarter": quarter, "contributor": contributor, "body": body}
                connection.execute(insert(contributions).values(**values))
            elif Contributed(there.key, there.quarter, there.contributor, there.body) != row:
                raise NotNow("A row with that key was given already.", "Begin again with `coach contribute`.")

        self._do(write)

    def withdraw(self, key: str) -> None:
        """Take a row back. Raises NotKnown."""

        def write(connection: Connection) -> int:
            _naming(connection, key)
            return connection.execute(delete(contributions).where(contributions.c.key == key)).rowcount

        if not self._do(write):
            raise unknown_row()

    def of(self, quarter: str) -> tuple[Contributed, ...]:
        """Every row of a quarter. Raises RecordsUnwritable for a login that may not publish."""

        def read(connection: Connection) -> tuple[Contributed, ...]:
            _may_publish(connection)
            rows = connection.execute(select(contributions).where(contributions.c.quarter == quarter))
            return in_order(Contributed(row.key, row.quarter, row.contributor, row.body) for row in rows)

        return self._do(read)

    def quarters(self) -> tuple[str, ...]:
        """The quarters that have rows. Raises RecordsUnwritable for a login that may not publish."""

        def read(connection: Connection) -> tuple[str, ...]:
            _may_publish(connection)
            query = select(contributions.c.quarter).distinct().order_by(contributions.c.quarter)
            return tuple(connection.execute(query).scalars())

        return self._do(read)

    def close(self) -> None:
        """Let go of the server."""
        self._engine.dispose()

    def _do(self, change: Callable[[Connection], T]) -> T:
        return patiently(self._engine, change)


def _naming(connection: Connection, key: str) -> None:
    """Say, for this transaction, which row is meant: the database shows that one alone."""
    connection.execute(select(func.set_config("coach.contribution", key, True)))


def _may_publish(connection: Connection) -> None:
    """Else the database would answer with no rows, which reads as if nobody had given any."""
    if not connection.execute(select(func.pg_has_role(PARTNERSHIP, "usage"))).scalar_one():
        raise RecordsUnwritable(
            "Your login may not read what was contributed in the team's store.",
            "Whoever looks after it runs `coach team add-partnership LOGIN`.",
        )
