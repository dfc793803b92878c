"""The check of a screen for real people's details in typed words that are no reply.

A reply passes the gate in the core; `DetailCheck` asks about all other texts before they are kept or handed on.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from coach.practice.safeguarding import (
    Care,
    Question,
    Safeguard,
    look_for_details,
    look_through,
    without,
)
from coach.tui.dialogs.care import PauseDialog, ask_about_details, ask_about_own_distress, mark_in_sentences
from coach.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from textual.screen import Screen


K = TypeVar("K")
NOT_KEPT = "It has not been kept."
NOT_SENT = "It has not been sent."


class DetailCheck:
    """The check of one screen for real people's details; it asks about no text twice.

    Words that a practitioner writes about themselves may also be clearly of their own distress: then they are asked
    first whether to store them.
    """

    def __init__(self, *, own_words: bool = True) -> None:
        """Make a check that has asked nothing yet.

        Args:
            own_words: Whether the texts are about the person who types, and may be of their own distress.
        """
        self._own_words = own_words
        self._as_it_is: set[str] = set()
        self._meant: set[str] = set()

    async def ask(self, on: "Screen[Any]", typed: Mapping[K, str], known: frozenset[str], so_far: str) -> str:
        """Ask what to do about real people's details in texts.

        Await it in a worker. Texts without a detail are kept without a question.

        Args:
            on: The screen over which the question is shown.
            typed: The texts, by any key.
            known: Words of the script, whose people are invented.
            so_far: The sentence that says what has not been done with the texts yet.

        Returns:
            `remove` to take the details out, `keep` to leave the texts, or empty to let the user change them.
        """
        if self._own_words and not await self._ask_about_distress(on, typed.values()):
            return ""
        new = [text for text in typed.values() if text not in self._as_it_is]
        details = look_through(new, known)
        where = tuple(sentence for text in new for sentence in mark_in_sentences(text, look_for_details(text, known)))
        wanted = await on.app.push_screen_wait(Dialog(ask_about_details(details, so_far, where))) if details else "keep"
        if wanted == "keep":
            self._as_it_is.update(new)
        return wanted or ""

    async def _ask_about_distress(self, on: "Screen[Any]", typed: Iterable[str]) -> bool:
        """Ask about texts that may be of the user's own distress, and return whether to store them."""
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
        """Ask about real people's details in texts; return what to store, or None to change them.

        Await it in a worker.

        Args:
            on: The screen over which the question is shown.
            typed: The texts, by any key.
            known: Words of the script, whose people are invented.
            so_far: The sentence that says what has not been done with the texts yet.
        """
        match await self.ask(on, typed, known, so_far):
            case "remove":
                return {key: self.strip(text, known) for key, text in typed.items()}
            case "keep":
                return dict(typed)
            case _:
                return None

    def strip(self, text: str, known: frozenset[str]) -> str:
        """Return a text without real people's details, unless the user chose to leave it unchanged.

        Args:
            text: The text.
            known: Words of the script, whose people are invented.
        """
        return text if text in self._as_it_is else without(text, look_for_details(text, known))
