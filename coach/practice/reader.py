"""A reply as it is read at this point of a story: after its cue, and with the reply that the family asked about."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from coach.content.library import Library
from coach.errors import NotNow
from coach.matching.classifier import Matcher
from coach.matching.framing import Context
from coach.model.conditions import SCENE, Lines
from coach.model.events import Replied
from coach.model.reading import Reading, Span, Verdict
from coach.practice.safeguarding import check_length
from coach.rehearsal.engine import Script
from coach.rehearsal.history import History
from coach.rehearsal.state import Exchange


class ScenarioSource(Protocol):
    """What it takes to play and read a scenario: `PracticeService` in the program."""

    @property
    def library(self) -> Library:
        """The library that scenarios and rubrics are loaded from."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """The clock that events are dated by."""

    def script(self, scenario: str) -> Script:
        """Load what a scenario is played from. Raises NotKnown or UnusableContent."""

    def matcher(self, rubric: str) -> Matcher:
        """Load the matcher of a rubric. Raises NotKnown or UnusableContent."""


# --- What a reply is read after, at any point of a story

LINES_HEARD = 3
"""How many of the family's last lines are the cue. More would let an old subject colour a new one."""


def context_of(script: Script, exchange: Exchange) -> Context:
    """Build the context that a reply was read in when it was said."""
    return _context(script, exchange.before.turn, exchange.cue, exchange.topic)


def context(script: Script, story: History) -> Context:
    """The cue, its topic, what is known here, and the scenario's own criteria.

    After "How do you mean?" the cue is still the one that was being answered.
    """
    attempt = story.attempt()
    asked = attempt.exchanges[-1] if story.state.position.asked else None
    cue, topic = (asked.cue, asked.topic) if asked else (attempt.cue(), attempt.topic_now())
    return _context(script, story.state.position.turn, cue, topic)


def _context(script: Script, turn: str, cue: Lines, topic: str) -> Context:
    said = [line.text for line in cue if line.speaker != SCENE]
    dialogue = script.dialogue
    known = f"{dialogue.you_are}. {dialogue.setting}. {script.turn(turn).context or ''}".strip()
    return Context(cue=" ".join(said[-LINES_HEARD:]), topic=topic, context=known, focus=dialogue.focus)


# --- A reply as it is read at this point of a story: after its cue, and with the reply that the family as

BETWEEN = "\n"


def can_be_said(text: str) -> None:
    """Raises NotNow for an empty reply, and ReplyTooLong; nothing typed is lost by either."""
    if not text.strip():
        raise NotNow("Nothing was typed yet.", "Say it in your own words, or skip this line.")
    check_length(text)


def read_reply(matcher: Matcher, script: Script, story: History, text: str, at: datetime) -> Replied:
    """Read a reply at this point of a conversation; which branch answers it is not decided yet."""
    reading, settled = hear(matcher, script, story, text)
    return Replied(at=at, text=text, reading=reading, settled=settled)


def hear(matcher: Matcher, script: Script, story: History, text: str) -> tuple[Reading, tuple[Verdict, ...]]:
    """Read a reply; where the family had asked back, decide what the reply before turned out to do.

    People hear an answer to "How do you mean?" together with what it explains. Each verdict keeps its words in the
    reply that they were said in.
    """
    known = context(script, story)
    before = _asked_about(story)
    if before is None:
        return matcher.read(text, known), ()
    whole = matcher.read(f"{before}{BETWEEN}{text}", known)
    alone = matcher.read_wording(text, known)
    starts = len(before) + len(BETWEEN)
    mine, settled = [], []
    for verdict in whole.verdicts:
        if verdict.span.end > starts:
            mine.append(_within(verdict, max(verdict.span.start - starts, 0), verdict.span.end - starts, text))
        else:
            settled.append(verdict)
    return alone.model_copy(update={"verdicts": tuple(mine)}), tuple(settled)


def _asked_about(story: History) -> str | None:
    """The words of the last reply, where the family asked what was meant."""
    if not story.state.position.asked:
        return None
    event = story.attempt().exchanges[-1].event
    return event.text if isinstance(event, Replied) else None


def _within(verdict: Verdict, start: int, end: int, text: str) -> Verdict:
    return verdict.model_copy(update={"span": Span(start=start, end=end, text=text[start:end])})
