"""Something typed looks like a real person's detail: it is pointed out, and the practitioner chooses."""

import re
from collections.abc import Iterable

from textual.content import Content

from coach.practice.details import Detail, kinds
from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown

_ENDS = re.compile(r"[.!?…][”’\"']?\s+|\n+")
"""What ends a sentence."""


class DetailsSheet(Sheet):
    """Gives back `remove`, `keep`, or None to go back and change the words."""

    heading = "Is that somebody real?"
    choices = (("remove", "Leave those words out"), ("keep", "Keep them"), ("close", "Change my words"))

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
    """Each detail, then the sentence it stands in. For whoever typed it, and kept nowhere."""
    return tuple(
        Content.assemble((f"“{shown(text[each.start : each.end])}”", "bold"), f"  in: {shown(_sentence(text, each))}")
        for each in details
    )


def _sentence(text: str, detail: Detail) -> str:
    """What stands between the ends before and after it."""
    begins = max((end.end() for end in _ENDS.finditer(text, 0, detail.start)), default=0)
    ends = _ENDS.search(text, detail.end)
    return text[begins : ends.end() if ends else len(text)].strip()
