"""Two attempts of a rehearsal side by side: where they part, and what can be said again.

Begin with `pair_replies`.
"""

from dataclasses import dataclass
from itertools import zip_longest

from coach.debrief.report import Debrief, TranscriptLine
from coach.language.catalogue import say
from coach.model.events import Replied
from coach.rehearsal.state import Attempt, History


@dataclass(frozen=True, slots=True)
class AttemptSide:
    """A reply in one of two compared attempts, and the family's answer to it."""

    attempt: int
    yours: TranscriptLine | None
    theirs: tuple[TranscriptLine, ...]


@dataclass(frozen=True, slots=True)
class ReplyPair:
    """The replies of one number in two attempts, and the family's line before the first pair."""

    reply: int
    before: TranscriptLine | None
    sides: tuple[AttemptSide, AttemptSide]


def pair_replies(one: Debrief, other: Debrief, start: int) -> tuple[ReplyPair, ...]:
    """Pair the replies of two attempts by their numbers.

    Args:
        one: The debrief of the first attempt.
        other: The debrief of the second.
        start: The number of the reply from which they differ.
    """
    beside = zip_longest(_collect_sides(one, start), _collect_sides(other, start))
    return tuple(
        ReplyPair(
            reply=start + index,
            before=_find_line_before(one, start) if index == 0 else None,
            sides=(left or AttemptSide(one.attempt, None, ()), right or AttemptSide(other.attempt, None, ())),
        )
        for index, (left, right) in enumerate(beside)
    )


def _collect_sides(debrief: Debrief, start: int) -> list[AttemptSide]:
    sides: list[AttemptSide] = []
    for line in debrief.transcript:
        if line.reply >= start:
            sides.append(AttemptSide(debrief.attempt, line, ()))
        elif sides and not line.reply:
            last = sides[-1]
            sides[-1] = AttemptSide(last.attempt, last.yours, (*last.theirs, line))
    return sides


def _find_line_before(debrief: Debrief, start: int) -> TranscriptLine | None:
    """Return the family's last line before a reply.

    Args:
        debrief: The debrief of the attempt.
        start: The number of the reply.
    """
    said: TranscriptLine | None = None
    for line in debrief.transcript:
        if line.reply == start:
            break
        if not line.reply and not line.scene:
            said = line
    return said


def describe_start(attempt: Attempt) -> str:
    """Say from which reply an attempt differs from the one before."""
    return say("another way from reply {parted}", parted=attempt.parted) if attempt.parted else say("from the start")


def find_parting(story: History, first: int, second: int) -> int:
    """Return the number of the first reply in which two attempts differ.

    Args:
        story: the rehearsal's history.
        first: the number of one attempt.
        second: the number of the other.
    """
    one, other = story.attempt(first).replies(), story.attempt(second).replies()
    return next(
        (number for number, pair in enumerate(zip(one, other, strict=False), 1) if pair[0] != pair[1]),
        1 + min(len(one), len(other)),
    )


def can_say_again(story: History, attempt: int, reply: int) -> bool:
    """Return whether a reply can be said again: any can, unless the scenario has changed since.

    Args:
        story: the rehearsal's history.
        attempt: the number of the attempt.
        reply: the number of the reply.
    """
    return not story.diverges_at and 1 <= reply <= len(story.attempt(attempt).replies())


def can_go_to_start(story: History) -> bool:
    """Return whether the last attempt begins with a reply that can be said again."""
    latest = story.attempt()
    return bool(latest.exchanges and latest.exchanges[0].number) and can_say_again(story, latest.number, 1)


def find_reply(story: History, attempt: int, reply: int) -> str:
    """Return the words of a reply; empty where the line was skipped.

    Args:
        story: the rehearsal's history.
        attempt: the number of the attempt.
        reply: the number of the reply.
    """
    event = story.attempt(attempt).replies()[reply - 1].event
    return event.text if isinstance(event, Replied) else ""
