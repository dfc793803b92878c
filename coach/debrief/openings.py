"""What became of each opening: taken, partly, or passed by, by rule.

After the missed opportunities of multicultural orientation (`docs/domain-rules.md#openings`).
"""

from dataclasses import dataclass

from coach.debrief.evidence import all_but_the_same, asks_openly, replied, shortened, spoken
from coach.debrief.report import Mark, OpeningSeen, Standing
from coach.model.conditions import Line
from coach.model.reading import Form
from coach.model.rubric import Rubric
from coach.model.scenario import Opening
from coach.rehearsal.history import Attempt, Exchange
from coach.rehearsal.script import Script
from coach.rehearsal.state import Arrived

LATER = "a reply later"
"""Why an opening was partly taken whose reply came one too late."""


@dataclass(frozen=True, slots=True)
class _Reached:
    """An opening that came up, and the exchanges after it."""

    turn: str
    opening: Opening
    lines: tuple[Line, ...]
    after: tuple[Exchange, ...]


def openings(script: Script, rubric: Rubric, attempt: Attempt, found: tuple[Mark, ...]) -> tuple[OpeningSeen, ...]:
    """Every opening that came up, in order, and how it stands."""
    return tuple(_seen(script, rubric, reached, found) for reached in _reached(script, attempt))


def _reached(script: Script, attempt: Attempt) -> list[_Reached]:
    reached = []
    begins = script.dialogue.begins
    # A reply that the family asked about, and the next, are one.
    asked = {exchange.joins for exchange in attempt.exchanges if exchange.joins}
    whole = tuple(exchange for exchange in attempt.exchanges if exchange.number not in asked)
    if opening := script.turn(begins).opening:
        reached.append(_Reached(begins, opening, attempt.arrival, whole))
    reached += [
        _Reached(output.turn, opening, exchange.lines(), whole[index + 1 :])
        for index, exchange in enumerate(whole)
        for output in exchange.outputs
        if isinstance(output, Arrived) and (opening := script.turn(output.turn).opening)
    ]
    return reached


def _seen(script: Script, rubric: Rubric, reached: _Reached, found: tuple[Mark, ...]) -> OpeningSeen:
    opening, topic = reached.opening, rubric.topics[reached.opening.topic]
    window = opening.weight.window()
    inside, late = reached.after[:window], reached.after[window : window + 1]
    # A reply that takes the opening the talk has come to by then belongs to that one, and not to this one too.
    inside, late = (
        tuple(e for e in part if e.before.turn == reached.turn or not _takes_its_own(script, rubric, e, found))
        for part in (inside, late)
    )
    window -= len(reached.after[:window]) - len(inside)
    takes = frozenset(topic.taken_by + opening.taken_by)
    line = spoken(reached.lines)[-1] if spoken(reached.lines) else None
    standing, why, exchange, mark = _judged(
        opening,
        frozenset(topic.partly_by),
        inside,
        late,
        window,
        _Takes(takes, frozenset(trace for trace, criterion in script.heard_as.items() if criterion in takes)),
        found,
    )
    return OpeningSeen(
        turn=reached.turn,
        topic=opening.topic,
        topic_name=topic.name,
        about=opening.about,
        line=line.text if line else "",
        speaker=script.speaker(line) if line else "",
        standing=standing,
        why=why,
        replies=tuple(e.number for e in inside if e.number),
        reply=mark.reply if mark else exchange.number if exchange else 0,
        quote=mark.quote if mark else shortened(replied(exchange).text) if exchange else "",
        criterion=mark.criterion if mark else "",
        could_say=opening.could_say,
    )


@dataclass(frozen=True, slots=True)
class _Takes:
    """What takes an opening: criteria, and traces in which the family hears one of them."""

    criteria: frozenset[str]
    traces: frozenset[str]


_Judged = tuple[Standing, str, Exchange | None, Mark | None]


def _judged(
    opening: Opening,
    halves: frozenset[str],
    inside: tuple[Exchange, ...],
    late: tuple[Exchange, ...],
    window: int,
    takes: _Takes,
    found: tuple[Mark, ...],
) -> _Judged:
    partly: _Judged | None = None
    unsure: _Judged | None = None
    for exchange in inside:
        if not exchange.number:
            return Standing.SKIPPED, "", None, None
        judged = _one(opening, halves, exchange, takes, found)
        if judged[0] is Standing.TAKEN:
            return judged
        partly = partly or (judged if judged[0] is Standing.PARTLY else None)
        unsure = unsure or (judged if judged[0] is Standing.UNSURE else None)
    if partly:
        return partly
    for exchange in late:
        if exchange.number and _one(opening, halves, exchange, takes, found, late=True)[0] is Standing.TAKEN:
            mark = _taking(exchange, takes.criteria, found)
            return Standing.PARTLY, LATER, exchange, mark
    if unsure:
        return unsure
    if len(inside) < window or not inside:
        return Standing.NOT_REACHED, "", None, None
    return Standing.MISSED, "", inside[0], None


def _one(
    opening: Opening,
    halves: frozenset[str],
    exchange: Exchange,
    takes: _Takes,
    found: tuple[Mark, ...],
    *,
    late: bool = False,
) -> _Judged:
    """How one reply takes an opening."""
    here = [mark for mark in found if mark.reply in (exchange.number, exchange.joins)]
    mark = _taking(exchange, takes.criteria, found)
    hurt = any(m.harmful and m.counts() for m in here)
    suggested = not late and _as_suggested(opening, replied(exchange).text)
    heard_in = any(trace.id in takes.traces for trace in replied(exchange).reading.traces)
    follows = suggested or heard_in or (not late and replied(exchange).reading.follows_up)
    if (mark or follows) and hurt:
        return Standing.PARTLY, "with something that may have hurt", exchange, mark
    if (
        mark
        and not (suggested or heard_in)
        and set(replied(exchange).reading.forms) == {Form.CLOSED_QUESTION}
        and not asks_openly(exchange)
    ):
        return Standing.PARTLY, "with a closed question", exchange, mark
    if mark or follows:
        return Standing.TAKEN, "", exchange, mark
    stand_in = next((m for m in here if m.criterion in halves and m.counts()), None)
    if stand_in and not hurt:
        return Standing.PARTLY, "with a stand-in word", exchange, stand_in
    if any(m.criterion in takes.criteria and m.disputed != "not_meant" for m in here) and not hurt:
        return Standing.UNSURE, "the coach wasn't sure", exchange, None
    return Standing.MISSED, "", exchange, None


def _takes_its_own(script: Script, rubric: Rubric, exchange: Exchange, found: tuple[Mark, ...]) -> bool:
    """Whether a reply takes the opening of the turn it was said in."""
    opening = script.turn(exchange.before.turn).opening
    if opening is None or not exchange.number:
        return False
    takes = frozenset(rubric.topics[opening.topic].taken_by + opening.taken_by)
    return replied(exchange).reading.follows_up or _taking(exchange, takes, found) is not None


def _as_suggested(opening: Opening, text: str) -> bool:
    """Whether a reply is all but one of the ways the author offers to take this opening: then it takes it."""
    return any(all_but_the_same(words, text) for words in opening.could_say)


def _taking(exchange: Exchange, takes: frozenset[str], found: tuple[Mark, ...]) -> Mark | None:
    return next(
        (m for m in found if m.reply in (exchange.number, exchange.joins) and m.criterion in takes and m.counts()), None
    )
