"""Words of one's own, looked over for real people's details before they are kept or handed on; it blocks nothing."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from coach.practice.safeguarding import Care, Question, Safeguard, look_for_details, look_through, without
from coach.tui.dialogs.care import PauseDialog, ask_about_details, ask_about_own_distress, in_sentences
from coach.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from textual.screen import Screen

K = TypeVar("K")
NOT_KEPT = "It has not been kept."
NOT_SENT = "It has not been sent."


class DetailCheck:
    """What was kept as it is, so that nothing is asked about twice.

    Words that one writes for oneself, or for a supervisor to turn to, may also be plainly of one's own distress: then
    it is asked first whether they shall be kept.
    """

    def __init__(self, *, own_words: bool = True) -> None:
        """`own_words`: whether they are the typist's own thoughts, rather than an exercise or a supervisor's answer."""
        self._own_words = own_words
        self._as_it_is: set[str] = set()
        self._meant: set[str] = set()

    async def ask(self, on: "Screen[Any]", typed: Mapping[K, str], known: frozenset[str], so_far: str) -> str:
        """What to do about these texts: `remove`, `keep`, or nothing where they are to be changed first.

        Await it in a worker. Where nothing looks real, they are kept as they are. `known`: words of the script.
        """
        if self._own_words and not await self._ask_about_distress(on, typed.values()):
            return ""
        new = [text for text in typed.values() if text not in self._as_it_is]
        found = look_through(new, known)
        where = tuple(each for text in new for each in in_sentences(text, look_for_details(text, known)))
        wanted = await on.app.push_screen_wait(Dialog(ask_about_details(found, so_far, where))) if found else "keep"
        if wanted == "keep":
            self._as_it_is.update(new)
        return wanted or ""

    async def _ask_about_distress(self, on: "Screen[Any]", typed: Iterable[str]) -> bool:
        """Whether words that may be hard on the typist just now, if there are any, are to be kept."""
        gate = Safeguard(frozenset)
        texts = {text for text in typed if text and text not in self._meant}
        held = [why for text in texts if (why := gate.of_own_words(text, {Question.REAL_PEOPLE}))]
        if held:
            care: Care = getattr(on.app, "care")  # noqa: B009  # every app that keeps own words has one
            wanted = await on.app.push_screen_wait(Dialog(ask_about_own_distress(care)))
            if wanted == "pause":
                await on.app.push_screen_wait(PauseDialog(care))
            if wanted != "keep":
                return False
            self._meant.update(texts)
        return True

    async def check(
        self, on: "Screen[Any]", typed: Mapping[K, str], known: frozenset[str], so_far: str = NOT_KEPT
    ) -> dict[K, str] | None:
        """The texts as they may be kept, with details left out where that is wished; None to change them first."""
        match await self.ask(on, typed, known, so_far):
            case "remove":
                return {key: self.strip(text, known) for key, text in typed.items()}
            case "keep":
                return dict(typed)
            case _:
                return None

    def strip(self, text: str, known: frozenset[str]) -> str:
        """A text without its details, unless it was kept as it is."""
        return text if text in self._as_it_is else without(text, look_for_details(text, known))
