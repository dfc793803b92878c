"""Replies of two attempts, paired by their number from where the attempts part."""

from dataclasses import dataclass
from itertools import zip_longest

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from coach.debrief.parts import Debrief, TranscriptLine
from coach.tui.widgets.debrief_lines import others_line
from coach.tui.widgets.debrief_words import Words, heading


@dataclass(frozen=True, slots=True)
class Side:
    """A reply in one attempt, and what the family answered."""

    attempt: int
    yours: TranscriptLine | None
    theirs: tuple[TranscriptLine, ...]


@dataclass(frozen=True, slots=True)
class Both:
    """What was said before, where they part, and then the two."""

    reply: int
    before: TranscriptLine | None
    sides: tuple[Side, Side]


def pairs(one: Debrief, other: Debrief, start: int) -> tuple[Both, ...]:
    """The replies from `start` on, with the line they both answer in front of the first."""
    beside = zip_longest(_sides(one, start), _sides(other, start))
    return tuple(
        Both(
            reply=start + index,
            before=_before(one, start) if index == 0 else None,
            sides=(left or Side(one.attempt, None, ()), right or Side(other.attempt, None, ())),
        )
        for index, (left, right) in enumerate(beside)
    )


class Pair(Vertical):
    """One reply, two ways."""

    def __init__(self, both: Both) -> None:
        super().__init__(classes="pair")
        self._both = both

    def compose(self) -> ComposeResult:
        both = self._both
        if both.before:
            yield Words("Where they part, this was said:", classes="say quiet")
            yield others_line(both.before)
        yield heading(f"Reply {both.reply}")
        with Container(classes="beside"):
            for side in both.sides:
                with Vertical(classes="side"):
                    yield Words("", f"Attempt {side.attempt}", classes="side-name")
                    yield from _side(side)


def _side(side: Side) -> ComposeResult:
    if side.yours is None:
        yield Words("It had ended, or stopped here.", classes="spoken quiet")
        return
    yield Words(side.yours.text, "You:", classes="spoken own")
    yield from (others_line(line) for line in side.theirs)
    if side.yours.notes:
        yield Words("\n".join(side.yours.notes), classes="margin")


def _sides(debrief: Debrief, start: int) -> list[Side]:
    found: list[Side] = []
    for line in debrief.transcript:
        if line.reply >= start:
            found.append(Side(debrief.attempt, line, ()))
        elif found and not line.reply:
            last = found[-1]
            found[-1] = Side(last.attempt, last.yours, (*last.theirs, line))
    return found


def _before(debrief: Debrief, start: int) -> TranscriptLine | None:
    """The last thing said before a reply."""
    said: TranscriptLine | None = None
    for line in debrief.transcript:
        if line.reply == start:
            break
        if not line.reply and not line.scene:
            said = line
    return said
