"""Warming up to observe: short conversations that are marked already, with reasons, so that everybody means one thing.

An opening is a place where a family lets something show. People look at what was said to it, before they look at a
colleague.
"""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from coach.content.binding import bind
from coach.content.nodes import read_yaml
from coach.model.frozen import Frozen, Prose
from coach.model.room import Mark

FILE = Path(__file__).with_name("warm_up.yaml")


class MarkedLine(Frozen):
    """A line of a transcript, with what it is."""

    who: Prose
    text: Prose
    opening: Annotated[int, Field(ge=1)] | None = None
    """The number of the opening that this line of the family's is, if it is one."""
    of: Annotated[int, Field(ge=1)] | None = None
    """The opening that this reply is an answer to."""
    mark: Mark | None = None
    """What became of that opening, or what the reply did."""
    why: str = ""
    """The reason, shown after one's own mark."""

    def asks(self) -> bool:
        """Whether there is a mark to give."""
        return self.mark is not None


class MarkedTranscript(Frozen):
    """A short conversation."""

    title: Prose
    about: Prose
    lines: Annotated[tuple[MarkedLine, ...], Field(min_length=2, max_length=30)]


class WarmUp(Frozen):
    """All of it."""

    format: int = 1
    title: Prose
    about: Prose
    """What an opening is."""
    transcripts: Annotated[tuple[MarkedTranscript, ...], Field(min_length=1, max_length=9)]
    close: Prose
    """Said at the end."""


def warm_up(file: Path = FILE) -> WarmUp:
    """The warm-up that ships, or a trainer's own. Raises Unusable."""
    return bind(read_yaml(file), WarmUp)
