"""The conversation with the coach's notes in the margin."""

from collections.abc import Iterator

from coach.debrief.evidence import quoted, replied
from coach.debrief.levels import Ground
from coach.debrief.parts import Mark, Mended, Standing, TranscriptLine
from coach.model.lines import SCENE, Line
from coach.model.reading import Certainty
from coach.rehearsal.script import Script
from coach.rehearsal.why import unsure_of

YOU = "You"
MENDED = "This mended what was said"
"""How a note on a repair begins; it goes on to say where the hurt was."""


def transcript(script: Script, ground: Ground) -> tuple[TranscriptLine, ...]:
    """Every line in order; a reply carries its notes."""
    lines = [_family(script, line) for line in ground.attempt.arrival]
    for exchange in ground.attempt.exchanges:
        if exchange.number:
            event = replied(exchange)
            notes = _notes(ground, exchange.number)
            lines.append(
                TranscriptLine(
                    speaker=YOU, text=event.text, reply=exchange.number, forms=event.reading.forms, notes=notes
                )
            )
        else:
            lines.append(TranscriptLine(speaker=YOU, text="(a line skipped)", skipped=True))
        lines += [_family(script, line) for line in exchange.lines()]
    return tuple(lines)


def note(mark: Mark) -> str:
    """What the margin says of one verdict."""
    if mark.disputed == "not_meant":
        return f"{mark.name}? You said: not what I meant.{_own_note(mark)}"
    if mark.disputed == "fair":
        return f"{mark.name}: {quoted(mark.words, '.')} You said: that's fair.{_own_note(mark)}"
    if mark.certainty is Certainty.POSSIBLE:
        return f"{unsure_of(mark.name)}: {quoted(mark.words, '.')}"
    may = "May have hurt: " if mark.harmful else ""
    name = mark.name[0].lower() + mark.name[1:] if may else mark.name
    return f"{may}{name}: {quoted(mark.words, '.')}"


def _own_note(mark: Mark) -> str:
    return f" “{mark.note}”" if mark.note else ""


def _notes(ground: Ground, reply: int) -> tuple[str, ...]:
    passed = (o for o in ground.openings if o.standing is Standing.MISSED and o.replies and o.replies[-1] == reply)
    mended = (h for h in ground.hurts if h.mended is Mended.REPAIRED and h.mended_by == reply)
    return (
        *(note(mark) for mark in ground.marks if mark.reply == reply),
        *_heard(ground, reply),
        *(f"An opening passed by: {opening.about}." for opening in passed),
        *(mended_what(hurt.reply) for hurt in mended),
    )


def _heard(ground: Ground, reply: int) -> Iterator[str]:
    """What the family hears in words that meet no criterion."""
    traces = ground.rubric.traces
    for trace in replied(ground.attempt.replies()[reply - 1]).reading.traces:
        if ground.rubric.heard_as(trace.id):
            yield f"{traces[trace.id].name}: {quoted(trace.span.text, '.')}"


def mended_what(reply: int) -> str:
    """The note beside a repair, on the reply that may have hurt."""
    return f"{MENDED} in reply {reply}."


def _family(script: Script, line: Line) -> TranscriptLine:
    return TranscriptLine(speaker=script.speaker(line), text=line.text, how=line.how, scene=line.speaker == SCENE)
