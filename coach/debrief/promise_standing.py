"""Which promises still stand beside what was promised after them.

Begin with `keep_standing`. People say what they will do, and when they part they say it again with its day, or do
something else. The earlier form then tells nothing more. No word gives it away, so that a promise is weighed by what
readers' marks were found to go with (`coach.fitting.standing_weights`): how much of it is said in later promises, how
long before the end it was made, how little it says, and how doubtful it is as a promise; what will not be done counts
for it. A confidence, and what is not the practitioner's alone, are never weighed: they hold however early they were
said.
"""

import math
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coach.debrief.promise_anchors import HOUR, WHEN, names_later_time, tells_them_first
from coach.debrief.promise_offers import UNDERTAKEN
from coach.debrief.promises import SpokenPromise
from coach.debrief.wording import HALF, WEEKDAYS, blank_quotations, find_content_words, spell_plain

MOST_DOUBTED = 0.25
"""How likely a promise may be to be said again or overtaken, and still be shown."""
LONG_BEFORE, MANY_WORDS = 8, 15
"""From how many replies, and from how many words, more of them make no difference."""
_SURELY, _HARDLY = 0.995, 0.02


class Standing(NamedTuple):
    """What is weighed of a promise, or the weights by which it is."""

    said_later: float
    """The share of its words that stand in later promises, from 0 to 1."""
    before_end: float
    """How many replies came after it."""
    likely: float
    """The log odds that it is a promise, by what was learnt; where nothing was, the rules are sure of it."""
    words: float
    """How many words of it carry a subject."""
    vow: float
    """1 if it says what will not be done, else 0."""


WEIGHTS = Standing(said_later=2.0, before_end=0.15, likely=-0.26, words=-0.09, vow=-0.22)
BIAS = -0.67
"""Fitted by `python -m coach.fitting.standing_weights`, and rounded."""


def keep_standing(
    promises: Sequence[SpokenPromise], replies: int, weights: Standing = WEIGHTS, bias: float = BIAS
) -> list[SpokenPromise]:
    """Keep the promises that probably still stand when a talk of some replies ends.

    They are read from the last to the first, so that what is dropped drops nothing else. Nothing overtakes what the
    last reply promises, if it surely is a promise.

    Args:
        promises: what was promised, in the order of the talk.
        replies: how many replies the practitioner gave; where it is not known, all are kept.
        weights: the weight of each measure.
        bias: what is added.
    """
    if not replies:
        return list(promises)
    if replies > _MEETING:
        promises = [promise for promise in promises if not is_of_meeting(promise)]
    kept: list[SpokenPromise] = []
    for promise in sorted(promises, key=find_last, reverse=True):
        measured = measure_standing(promise, list_later(promise, kept), replies)
        is_last = find_last(promise) >= replies and not is_hardly_one(promise)
        holds = is_last or is_lasting(promise) or stands_alone(promise, measured)
        if holds or weigh_doubt(measured, weights, bias) <= MOST_DOUBTED:
            kept.append(promise)
    if not kept:  # where it is all that was promised, it is better said than silent
        return [promise for promise in promises if not is_hardly_one(promise)]
    return [promise for promise in promises if promise in kept]


def is_of_meeting(promise: SpokenPromise) -> bool:
    """Whether something is only said as they meet: the first reply, come back to by no other.

    What a first reply promises is who will hear of what is said. All else in it that readers marked was a jest, a
    courtesy, or said into a telephone: "I'll ring you back".
    """
    plain = spell_plain(blank_quotations(promise.text))
    bound = promise.shared or promise.accepted or promise.answers or promise.again
    holds = _KEEPS_IN.search(plain) or tells_them_first(plain) or names_later_time(plain)
    return promise.reply == 1 and not (bound or holds)


_MEETING = 3
"""A talk of no more replies than these is all of one piece."""
_KEEPS_IN = re.compile(r"\b(?:stays?|goes|go|leaves?|repeat|between)\b")
"""By what it is said where something that was told will go, or will not."""


def find_last(promise: SpokenPromise) -> int:
    """Return the last reply that made a promise."""
    return max(promise.reply, *promise.again, 0)


def list_later(promise: SpokenPromise, promises: Iterable[SpokenPromise]) -> list[SpokenPromise]:
    """List those of some promises that were made after a promise.

    Args:
        promise: the promise.
        promises: the others, with itself or without.
    """
    return [other for other in promises if find_last(other) > find_last(promise)]


def is_lasting(promise: SpokenPromise) -> bool:
    """Whether a promise holds however early: a confidence, what goes on record, a shared one."""
    plain = spell_plain(blank_quotations(promise.text))
    short = len(find_content_words(promise.text)) <= _SHORT
    told = promise.shared or promise.accepted or tells_them_first(plain) or _IN_OR_OUT.search(plain)
    return bool(told or (short and _STAYS_HERE.search(plain)))


def stands_alone(promise: SpokenPromise, measured: Standing) -> bool:
    """Whether something is surely a promise, with its time, and hardly said again.

    Of what is surest more may be said again, and so of what has its day: "on your table Thursday next".
    """
    likely, plain = 1.0 if promise.likely is None else promise.likely, spell_plain(blank_quotations(promise.text))
    if _TIME.search(plain) is None:
        return False
    least = _SUREST if not _DAY.search(plain) else _SURE_WITH_HOUR if _HOUR.search(plain) else _SURE
    if measured.said_later <= HALF and likely >= least and names_later_time(plain):
        return True
    return likely >= _SURE and measured.said_later < _LITTLE


_SURE, _LITTLE, _SURE_WITH_HOUR, _SUREST = 0.9, 0.3, 0.7, 0.98
_DAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)}|tomorrow|next week)\b")
_HOUR = re.compile(rf"(?:{HOUR}|\bmorning\b|\bafternoon\b)")


def is_hardly_one(promise: SpokenPromise) -> bool:
    """Whether something is a promise by rules alone: said once, doubted, and with no time."""
    if promise.again or promise.likely is None or promise.likely >= _LIKELY:
        return False
    return _TIME.search(spell_plain(promise.text)) is None


_LIKELY = 0.4
_TIME = re.compile(WHEN)
_SHORT = 8
"""Words of a confidence that says nothing besides."""
_IN_OR_OUT = re.compile(
    r"\b(?!(?:i|we|you|he|she|who|not) )\w+ (?:(?:goes|go|is going|are going|will go) in\b|"
    r"(?:stays?|comes|is coming|is going|will stay) out\b)(?! (?:her|his|your|my) (?:hand|pocket|bag)\b)"
)
"""What will stand on a record, or will not: "Tuesdays stay out", "None of that goes in the report"."""
_STAYS_HERE = re.compile(
    r"\b(?:stays?|go(?:es)?|leaves?|keep)\b.{0,25}\b(?:with me|between us|in (?:here|this room|my head)|this room|"
    r"nobody|neither|nowhere|no further|to (?:yourself|myself))\b|"
    r"\b(?:nothing|nobody|no one)\b.{0,50}\b(?:goes?|said|told|know|hears?|leaves?|written|sees?)\b|"
    r"\b(?:i|we) (?:will not|shall not|am not going to|will never|do not)\b.{0,30}"
    r"\b(?:repeat|tell|say|write|pass|share|show|send|put)\b"
)


def measure_standing(promise: SpokenPromise, later: Iterable[SpokenPromise], replies: int) -> Standing:
    """Measure what is weighed of a promise.

    Args:
        promise: the promise.
        later: the promises that were made after it.
        replies: how many replies the practitioner gave.
    """
    words = find_content_words(promise.text)
    again = frozenset[str]().union(*(find_content_words(other.text) for other in later))
    likely = min(max(_SURELY if promise.likely is None else promise.likely, _HARDLY), _SURELY)
    return Standing(
        len(words & again) / max(len(words), 1),
        float(min(replies - find_last(promise), LONG_BEFORE)),
        math.log(likely / (1 - likely)),
        float(min(len(words), MANY_WORDS)),
        float(UNDERTAKEN.search(spell_plain(blank_quotations(promise.text))) is not None),
    )


def weigh_doubt(measured: Standing, weights: Standing = WEIGHTS, bias: float = BIAS) -> float:
    """Return how likely a promise was said again or overtaken, from 0 to 1.

    Args:
        measured: what was measured of it.
        weights: the weight of each measure.
        bias: what is added.
    """
    odds = bias + sum(much * weight for much, weight in zip(measured, weights, strict=True))
    return 1 / (1 + math.exp(-odds))
