"""What was said in a team's store to something brought: looking for it, apart from whatever else is being done.

A server that is away is waited for. So whoever only looks does it over a connection of their own, and nothing waits.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from coach.errors import HandedOverUnreadable
from coach.model.brought import Response
from coach.supervision.taking_in import read
from coach.supervision.team import Table

if TYPE_CHECKING:
    from coach.records.team.handed import HandedOver


class Lookout:
    """Looks in the team's store, and changes nothing there or here. It may be used from a thread of its own."""

    def __init__(self, table: Table) -> None:
        """`table`: one that nothing else uses."""
        self.table = table

    @property
    def shared(self) -> bool:
        """Whether there is a store to look in."""
        return self.table.shared

    def said(self, brought: tuple[str, ...] | None = None) -> tuple[Response, ...]:
        """What was said to these things, or to everything that this login brought. Raises RecordsError."""
        if not self.shared:
            return ()
        store = self.table.handed
        if brought is None:
            me = store.me()
            brought = tuple(each.id for each in store.handed() if each.owner == me)
        return said_in(store, brought)

    def close(self) -> None:
        """Let go of the connection."""
        self.table.close()


def said_in(store: "HandedOver", brought: Iterable[str]) -> tuple[Response, ...]:
    """What lies there in answer to these things; one answer that is spoilt hides none of the others."""
    return tuple(said for said in _answers(store, brought) if said)


def spoilt_in(store: "HandedOver", brought: Iterable[str]) -> int:
    """How many answers to these things lie there that cannot be read."""
    return sum(said is None for said in _answers(store, brought))


def _answers(store: "HandedOver", brought: Iterable[str]) -> Iterator[Response | None]:
    """Every answer to these things; None for one that cannot be read."""
    for key in brought:
        for body in store.responses(key):
            try:
                said = read(body.encode(), "The answer").found
            except HandedOverUnreadable:
                yield None
            else:
                yield said if isinstance(said, Response) else None
