"""Words of one's own, looked over for real people's details before they are kept or handed on; it blocks nothing."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from coach.practice.details import look_for_details, look_through, without
from coach.tui.modals.details import DetailsSheet, in_sentences

if TYPE_CHECKING:
    from textual.screen import Screen

K = TypeVar("K")
NOT_KEPT = "It has not been kept."
NOT_SENT = "It has not been sent."


class RealPeople:
    """What was kept as it is, so that nothing is asked about twice."""

    def __init__(self) -> None:
        self._as_it_is: set[str] = set()

    async def asked(self, on: "Screen[Any]", typed: Mapping[K, str], known: frozenset[str], so_far: str) -> str:
        """What to do about these texts: `remove`, `keep`, or nothing where they are to be changed first.

        Await it in a worker. Where nothing looks real, they are kept as they are. `known`: words of the script.
        """
        new = [text for text in typed.values() if text not in self._as_it_is]
        found = look_through(new, known)
        where = tuple(each for text in new for each in in_sentences(text, look_for_details(text, known)))
        wanted = await on.app.push_screen_wait(DetailsSheet(found, so_far, where)) if found else "keep"
        if wanted == "keep":
            self._as_it_is.update(new)
        return wanted or ""

    async def looked_over(
        self, on: "Screen[Any]", typed: Mapping[K, str], known: frozenset[str], so_far: str = NOT_KEPT
    ) -> dict[K, str] | None:
        """The texts as they may be kept, with details left out where that is wished; None to change them first."""
        match await self.asked(on, typed, known, so_far):
            case "remove":
                return {key: self.bare(text, known) for key, text in typed.items()}
            case "keep":
                return dict(typed)
            case _:
                return None

    def bare(self, text: str, known: frozenset[str]) -> str:
        """A text without its details, unless it was kept as it is."""
        return text if text in self._as_it_is else without(text, look_for_details(text, known))
