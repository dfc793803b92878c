"""Something typed looks like a real person's detail: it is pointed out, and the practitioner chooses."""

import re
from bisect import bisect_right
from collections.abc import Iterable

from textual.containers import HorizontalGroup
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from coach.practice.safeguarding import Care, Detail, NeedsConfirmation, Question, kinds, without
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import Dialog
from coach.tui.text import sanitize

_ENDS = re.compile(r"[.!?…][”’\"']?\s+|\n+")
"""What ends a sentence."""
MOST_SENTENCES, LONGEST = 3, 160
"""Sentences that are shown, and characters of each: the buttons have to stay in sight."""


class DetailsDialog(Dialog):
    """Gives back `remove`, `keep`, or None to go back and change the words."""

    heading = "Is that somebody real?"
    choices = (("remove", "Leave those words out"), ("keep", "Keep them"), ("close", "Change it"))

    def __init__(
        self, details: tuple[Detail, ...], so_far: str = "It has not been sent.", where: tuple[Content, ...] = ()
    ) -> None:
        """`where`: the words found, each in its sentence; nothing where others look at the screen too."""
        super().__init__()
        self.kinds = kinds(details)
        self.so_far = so_far
        self.where = where

    def words(self) -> Iterable[str | Content]:
        """Which kinds, the words themselves, and that nothing has been done with them."""
        yield f"What you typed may hold {self.kinds}. {self.so_far}"
        yield from self.where
        yield (
            "If they belong to this script, keep them. If they belong to a real family, please leave them out: only "
            "those words go, and “(left out)” stands in their place."
        )


def in_sentences(text: str, details: Iterable[Detail]) -> tuple[Content, ...]:
    """Lay out each sentence once, after the details that stand in it. For whoever typed it, and kept nowhere."""
    ends = [*(found.end() for found in _ENDS.finditer(text)), len(text)]
    by_sentence: dict[int, list[Detail]] = {}
    for detail in details:
        by_sentence.setdefault(bisect_right(ends, detail.start), []).append(detail)
    shown_first = list(by_sentence.items())[:MOST_SENTENCES]
    found = [_sentence(text, ends[at - 1] if at else 0, ends[at], standing) for at, standing in shown_first]
    if more := len(by_sentence) - len(found):
        found.append(Content(f"And in {more} more sentence{'s' if more > 1 else ''}."))
    return tuple(found)


def _sentence(text: str, begins: int, ends: int, details: list[Detail]) -> Content:
    named = ", ".join(f"“{sanitize(text[each.start : each.end])}”" for each in details)
    whole = text[begins:ends].strip()
    return Content.assemble(
        (named, "bold"), f"  in: {sanitize(whole if len(whole) <= LONGEST else whole[:LONGEST] + '…')}"
    )


# --- The pause: the conversation is gone from the screen, and nothing is asked


class PauseDialog(Dialog):
    """Plain words over the whole screen. Gives back `stop`, or None to come back."""

    BINDINGS = make_bindings("pause")
    WHERE = "pause"
    choices: tuple[tuple[str, str], ...] = (("close", "Come back"), ("stop", "Stop"))

    def __init__(self, care: Care, says: str = "") -> None:
        """`says` stands in place of the usual words."""
        super().__init__(classes="covers")
        self.care = care
        self.says = says or care.pause

    def words(self) -> Iterable[Widget | Content]:
        """That it is paused, something to steady oneself by, where to turn."""
        return (Content(sanitize(self.says)), Content(sanitize(self.care.grounding)), *signposts(self.care))

    def action_come_back(self) -> None:
        """On where it was."""
        self.dismiss(None)

    def action_stop(self) -> None:
        """No further."""
        self.dismiss("stop")


def signposts(care: Care) -> Iterable[Widget | Content]:
    """Where to turn, a place a line."""
    yield Content.assemble(("Where to turn", "bold"))
    for place in care.signposts:
        yield HorizontalGroup(Static("-", classes="dash"), Static(Content(sanitize(place))), classes="listed")


# --- What is shown when somebody seems to have typed of their own distress. What they typed is gone from


class DistressDialog(PauseDialog):
    """The pause, with its own words first. Gives back `pause`, `stop`, or None to go on."""

    choices = (("close", "Go on"), ("pause", "Pause"), ("stop", "Stop"))

    def __init__(self, care: Care) -> None:
        super().__init__(care, care.distress_says)


# --- What is asked about words before they are sent: are they for the family, and is somebody in them rea

PAUSE, SAY = "pause", "say"


class ForWhomDialog(Dialog):
    """Ask whether words are for the family. Gives back `pause`, `say`, or None to go back to the words."""

    heading = "For the family, or for you?"
    choices = ((PAUSE, "Pause"), (SAY, "Say it to the family"), ("close", "Change it"))

    def __init__(self, care: Care, *, harm: bool = False) -> None:
        """`harm`: whether places to turn are shown at once."""
        super().__init__()
        self.care = care
        self.harm = harm

    def words(self) -> Iterable[Widget | Content]:
        """That nothing was done with the words; with a hint of harm, also where to turn."""
        yield Content(sanitize(self.care.asks))
        if self.harm:
            yield Content(sanitize(self.care.grounding))
            yield from signposts(self.care)


class OwnDistressDialog(Dialog):
    """Ask whether words of one's own distress are to be kept. Gives back `pause`, `keep`, or None for the words."""

    heading = "For yourself, just now?"
    choices = ((PAUSE, "Pause"), ("keep", "Keep it"), ("close", "Back to my words"))

    def __init__(self, care: Care) -> None:
        super().__init__()
        self.care = care

    def words(self) -> Iterable[Widget | Content]:
        """That nothing was kept yet, and where to turn."""
        yield Content(sanitize(self.care.asks_of_notes))
        yield from signposts(self.care)


def sheet_for(why: NeedsConfirmation, text: str, care: Care) -> Dialog:
    """Make the sheet that asks what has to be asked about a text."""
    if why.question is Question.FOR_WHOM:
        return ForWhomDialog(care, harm=why.harm)
    return DetailsDialog(why.details, where=in_sentences(text, why.details))


def words_after(wanted: str | None, why: NeedsConfirmation, text: str) -> str | None:
    """Find the words to send after an answer; None where nothing is to be sent."""
    match wanted:
        case "remove":
            return without(text, why.details)
        case "keep" | "say":
            return text
        case _:
            return None
