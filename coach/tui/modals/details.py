"""Something typed looks like a real person's detail: it is pointed out, and the practitioner chooses."""

import re
from bisect import bisect_right
from collections.abc import Iterable

from textual.content import Content

from coach.practice.details import Detail, kinds
from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown

_ENDS = re.compile(r"[.!?…][”’\"']?\s+|\n+")
"""What ends a sentence."""
MOST_SENTENCES, LONGEST = 3, 160
"""Sentences that are shown, and characters of each: the buttons have to stay in sight."""


class DetailsSheet(Sheet):
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
    named = ", ".join(f"“{shown(text[each.start : each.end])}”" for each in details)
    whole = text[begins:ends].strip()
    return Content.assemble(
        (named, "bold"), f"  in: {shown(whole if len(whole) <= LONGEST else whole[:LONGEST] + '…')}"
    )
