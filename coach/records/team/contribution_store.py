"""Rows of counts in a team's store. No login stands beside a row: whoever knows its key can withdraw it."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, Engine, func, select

from coach.errors import NotNow, RecordsUnwritable
from coach.records.contributions import ContributionRow, sort_rows, unknown_row_error
from coach.records.migrations.versions.v3_rooms import PARTNERSHIP
from coach.records.team.row_security import MOST_GIVEN
from coach.records.team.store import retry_while_away
from coach.records.team.tables import contributions

T = TypeVar("T")


class TeamContributions:
    """The table of contributions, in PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, key: str, quarter: str, contributor: str, body: str) -> None:
        """Give a row. Raises NotNow where another row has that key, or this login gave as much as it can."""
        given = select(func.contribute(key, quarter, contributor, body))
        match self._do(lambda connection: str(connection.execute(given).scalar_one())):
            case "given":
                return
            case "taken":
                raise NotNow("A row with that key was given already.", "Begin again with `coach contribute`.")
            case "closed":
                raise NotNow("The team's store takes counts of the quarter that is going on, and of no other.")
            case "another":
                raise NotNow(
                    "Your login gave counts this quarter already, from another computer or another folder.",
                    "Give from that one: each person counts once. A new quarter begins anew.",
                )
            case _:
                raise NotNow(
                    f"Your login gave {MOST_GIVEN} rows of counts this quarter, and that is the most it can give.",
                    "They count as one person's, however many they are.",
                )

    def withdraw(self, key: str) -> None:
        """Take a row back. Raises NotKnown."""
        if not self._do(lambda c: c.execute(select(func.withdraw_contribution(key))).scalar_one()):
            raise unknown_row_error()

    def of(self, quarter: str) -> tuple[ContributionRow, ...]:
        """Every row of a quarter. Raises RecordsUnwritable for a login that may not publish."""

        def read(connection: Connection) -> tuple[ContributionRow, ...]:
            _may_publish(connection)
            rows = connection.execute(select(contributions).where(contributions.c.quarter == quarter))
            return sort_rows(ContributionRow(row.key, row.quarter, row.contributor, row.body) for row in rows)

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
        return retry_while_away(self._engine, change)


def _may_publish(connection: Connection) -> None:
    """Refuse a login that may not publish; the server would answer it with no rows, as if none were given."""
    if not connection.execute(select(func.pg_has_role(PARTNERSHIP, "usage"))).scalar_one():
        raise RecordsUnwritable(
            "Your login may not read what was contributed in the team's store.",
            "Whoever looks after it runs `coach team add-partnership LOGIN`.",
        )
