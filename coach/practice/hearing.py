"""A reply as it is read at this point of a story: after its cue, and with the reply that the family asked about."""

from datetime import datetime

from coach.errors import NotNow
from coach.matching.matcher import Matcher
from coach.model.events import Replied
from coach.model.reading import Reading, Span, Verdict
from coach.practice.context import context
from coach.practice.safeguarding import bounded
from coach.rehearsal.script import Script
from coach.rehearsal.step import step
from coach.rehearsal.story import Story, place

BETWEEN = "\n"


def can_be_said(text: str) -> None:
    """Raises NotNow for an empty reply, and ReplyTooLong; nothing typed is lost by either."""
    if not text.strip():
        raise NotNow("Nothing was typed yet.", "Say it in your own words, or skip this line.")
    bounded(text)


def replied(matcher: Matcher, script: Script, story: Story, text: str, at: datetime) -> Replied:
    """A reply as an event: how it was read, and which branch answers it."""
    reading, settled = hear(matcher, script, story, text)
    event = Replied(at=at, text=text, reading=reading, settled=settled)
    _, outputs = step(script, story.state, event)
    return event.model_copy(update={"answered": place(story.state, outputs)})


def hear(matcher: Matcher, script: Script, story: Story, text: str) -> tuple[Reading, tuple[Verdict, ...]]:
    """How a reply is read; and, where the family had asked back, what the reply before turned out to do.

    People hear an answer to "How do you mean?" together with what it explains. Each verdict keeps its words in the
    reply that they were said in.
    """
    known = context(script, story)
    before = _asked_about(story)
    if before is None:
        return matcher.read(text, known), ()
    whole = matcher.read(f"{before}{BETWEEN}{text}", known)
    alone = matcher.worded(text, known)
    starts = len(before) + len(BETWEEN)
    mine, settled = [], []
    for verdict in whole.verdicts:
        if verdict.span.end > starts:
            mine.append(_within(verdict, max(verdict.span.start - starts, 0), verdict.span.end - starts, text))
        else:
            settled.append(verdict)
    return alone.model_copy(update={"verdicts": tuple(mine)}), tuple(settled)


def _asked_about(story: Story) -> str | None:
    """The words of the last reply, where the family asked what was meant."""
    if not story.state.position.asked:
        return None
    event = story.attempt().exchanges[-1].event
    return event.text if isinstance(event, Replied) else None


def _within(verdict: Verdict, start: int, end: int, text: str) -> Verdict:
    return verdict.model_copy(update={"span": Span(start=start, end=end, text=text[start:end])})
