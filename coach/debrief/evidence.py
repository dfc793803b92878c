"""The verdicts of an attempt as marks: each with its words, its stretch, and the practitioner's own word on it."""

import re
from difflib import SequenceMatcher

from coach.debrief.report import HarmOutcome, RepairStanding, VerdictMark
from coach.model.conditions import SCENE, Line
from coach.model.events import Disputed, Replied
from coach.model.reading import Certainty, Form, Span, Verdict
from coach.model.rubric import Polarity, Rubric
from coach.rehearsal.history import Attempt, Exchange
from coach.rehearsal.script import Script
from coach.rehearsal.state import TurnOutput

LONGEST_QUOTE = 160
_SENTENCE_ENDS = re.compile(r"[.?!…]+[\"'”’)]*(?=\s|$)|\n+")
_CLAUSE_ENDS = re.compile(r"[,;:–—]+(?=\s)|\s-(?=\s)")
ALL_BUT_THE_SAME = 0.85
"""Likeness of two replies, by words in order, from which they count as one."""


def collect_marks(
    script: Script, rubric: Rubric, attempt: Attempt, disputed: tuple[Disputed, ...]
) -> tuple[VerdictMark, ...]:
    """Collect the verdicts of an attempt in order, once a conversation for identical words."""
    said = {(d.reply, d.criterion): d for d in disputed if d.attempt == attempt.number}
    found: list[VerdictMark] = []
    seen: set[tuple[str, str]] = set()
    stretches = map_stretches(script, attempt)
    harmful = rubric.of(Polarity.HARMFUL)
    for exchange in attempt.replies():
        doubtful = get_reply(exchange).reading.doubtful(harmful, rubric.mends)
        for verdict in _list_standing(attempt, exchange):
            criterion = rubric.criteria.get(verdict.criterion)
            same = (verdict.criterion, " ".join(verdict.span.text.casefold().split()))
            if criterion is None or same in seen:
                continue
            seen.add(same)
            dispute = said.get((exchange.number, verdict.criterion))
            found.append(
                VerdictMark(
                    reply=exchange.number,
                    criterion=verdict.criterion,
                    name=criterion.name,
                    harmful=criterion.polarity is Polarity.HARMFUL,
                    certainty=Certainty.POSSIBLE if verdict.criterion in doubtful else verdict.certainty,
                    start=verdict.span.start,
                    end=verdict.span.end,
                    words=shorten(verdict.span.text),
                    quote=quote_in_full(get_reply(exchange).text, verdict.span),
                    example=verdict.example,
                    rule=verdict.rule,
                    openly=is_open(exchange),
                    stretch=stretches[exchange.number],
                    disputed=dispute.stance.value if dispute else "",
                    note=dispute.note if dispute else "",
                )
            )
    return tuple(found)


def _list_standing(attempt: Attempt, exchange: Exchange) -> tuple[Verdict, ...]:
    """List the verdicts that stand of a reply, its ask-back settled."""
    own = get_reply(exchange).reading.verdicts
    after = next((each for each in attempt.replies() if each.joins == exchange.number), None)
    if after is None:
        return own
    clear = tuple(verdict for verdict in own if verdict.certainty is Certainty.CLEAR)
    known = {verdict.criterion for verdict in clear}
    return clear + tuple(verdict for verdict in get_reply(after).settled if verdict.criterion not in known)


def get_reply(exchange: Exchange) -> Replied:
    """Get the reply of an exchange that has one."""
    if not isinstance(exchange.event, Replied):
        raise TypeError("a skipped line has no reply")
    return exchange.event


def is_open(exchange: Exchange) -> bool:
    """Whether a reply leaves room: an open question, a reflection, or a bare 'go on'."""
    reading = get_reply(exchange).reading
    return reading.follows_up or bool({Form.OPEN_QUESTION, Form.REFLECTION}.intersection(reading.forms))


def map_stretches(script: Script, attempt: Attempt) -> dict[int, int]:
    """Map each reply to its stretch: a stretch runs from one opening to the next."""
    stretch, found = 0, {}
    for exchange in attempt.exchanges:
        if exchange.number:
            found[exchange.number] = stretch
        for output in exchange.outputs:
            if isinstance(output, TurnOutput) and script.turn(output.turn).opening:
                stretch += 1
    return found


def select_speech(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Select the lines that are said, not seen."""
    return tuple(line for line in lines if line.speaker != SCENE)


def is_nearly_same(one: str, other: str) -> bool:
    """Whether two texts are one in all but a word or two."""
    return SequenceMatcher(None, one.casefold().split(), other.casefold().split()).ratio() >= ALL_BUT_THE_SAME


def put_in_quotes(said: str, stop: str = "") -> str:
    """Put words in quotation marks; `stop` follows unless they end in a mark of their own."""
    return f"“{said}”" if said.endswith((".", "?", "!", "…")) else f"“{said}”{stop}"


def quote_in_full(text: str, span: Span) -> str:
    """Quote the sentence that a verdict's words stand in.

    Cut out of it they can say the opposite ('never' left before them).

    Of a sentence too long for a line, the clauses that hold them, with a mark where more was said.
    """
    first, last = _find_bounds(_SENTENCE_ENDS, text, 0, len(text), span)
    sentence = " ".join(text[first:last].split())
    if len(sentence) <= LONGEST_QUOTE:
        return sentence
    start, end = _find_bounds(_CLAUSE_ENDS, text, first, last, span)
    before, after = ("… " if start > first else ""), (" …" if end < last else "")
    return shorten(before + text[start:end].strip(" ,;:–—-") + after)


def _find_bounds(ends: re.Pattern[str], text: str, first: int, last: int, span: Span) -> tuple[int, int]:
    """Find the end before a span and the end after it, within `first` and `last`."""
    places = [found.end() for found in ends.finditer(text) if first < found.end() < last]
    return max((p for p in places if p <= span.start), default=first), min(
        (p for p in places if p >= span.end), default=last
    )


def shorten(text: str) -> str:
    """Shorten words to a line: whole where they are short, from the start where they are long."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_QUOTE:
        return text
    return text[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


# --- Harm and repair (Owen 2014; Safran & Muran): a list, never a sum


def list_harms(script: Script, attempt: Attempt, found: tuple[VerdictMark, ...]) -> tuple[HarmOutcome, ...]:
    """List the replies that may have hurt, in order, and what became of each."""
    seen = []
    for exchange in attempt.replies():
        hurts = [m for m in found if m.reply == exchange.number and m.harmful and m.counts()]
        if not hurts:
            continue
        mended, by, quote = _find_repair(script, attempt, found, exchange.number)
        seen.append(
            HarmOutcome(
                reply=exchange.number,
                criteria=tuple(m.criterion for m in hurts),
                names=tuple(m.name for m in hurts),
                quote=hurts[0].quote,
                mended=mended,
                mended_by=by,
                mending_quote=quote,
            )
        )
    return tuple(seen)


def _find_repair(
    script: Script, attempt: Attempt, found: tuple[VerdictMark, ...], hurt: int
) -> tuple[RepairStanding, int, str]:
    """Find the first reply after a hurt that mends it in words; failing that, one that eased it."""
    eased = 0
    for exchange in attempt.replies()[hurt:]:
        here = [m for m in found if m.reply == exchange.number and m.counts()]
        mend = next((m for m in here if m.criterion == script.mends), None)
        if mend and not any(m.harmful for m in here):
            return RepairStanding.REPAIRED, exchange.number, shorten(mend.quote)
        if mend or exchange.repair == "eased":
            eased = eased or exchange.number
    return (RepairStanding.PARTLY, eased, "") if eased else (RepairStanding.NOT_YET, 0, "")
