"""Which promises still stand beside what was promised after them.

Begin with `keep_owed`. People say what they will do, and when they part they say it again with its day, or do
something else. The earlier form then tells nothing more. No word gives it away, so that a promise is weighed by what
readers' marks were found to go with (`coach.fitting.standing_weights`): how much of it is said in later promises, how
long before the end it was made, how little it says, and how doubtful it is as a promise; what will not be done counts
for it. A confidence, and what is not the practitioner's alone, are never weighed: they hold however early they were
said.

Of what is left, `drop_said_again` leaves out each sentence of which all that matters stands in another promise. What it
promises is told by its rarer words: whom, of what, and when; verbs of doing, which everybody has, hardly weigh.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from coach.debrief.promise_anchors import HOUR, UNKNOWN, WHEN, TalkTime, names_later_time, tells_them_first
from coach.debrief.promise_clauses import list_typed_sentences
from coach.debrief.promise_offers import UNDERTAKEN
from coach.debrief.promise_reader import read_promises
from coach.debrief.promises import SpokenPromise, find_promises
from coach.debrief.wording import DAYS, HALF, WEEKDAYS, blank_quotations, find_content_words, find_stem, spell_plain

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


# --- What stands in another promise


MOSTLY = 0.5
"""The share of a sentence, by weight, that has to stand in another promise."""
ENOUGH = 1.6
"""The weight that two sentences have to share to be of one thing."""
FEWEST_SAME = 3
"""Words of a sentence all of which stand in another promise, so that it tells nothing besides."""
MOST_OF_ITS_OWN = 1
"""The words of weight that a sentence may have and the other promise has not."""
HARDLY = 0.2
"""How likely a sentence has to promise, by what was learnt, to be more than chat."""
LIGHT, TIMED, HEAVY = 0.3, 0.6, 1.0
"""What a verb of doing weighs, what a time does, and what any other word does."""
_HOURS = frozenset("two three four five six seven eight nine ten eleven twelve noon half quarter".split())
_HOUR_STEMS = frozenset(map(find_stem, _HOURS))
_OFFICES = frozenset(
    """
    school head manager police doctor surgery hospital nursery council agency panel solicitor sergeant officer ward
    maternity advocate interpreter mum dad worker nurse sister clinic audiology desk court college
    duty social service
    """.split()
)
_TIME_STEMS = frozenset(map(find_stem, (*DAYS, *"morning afternoon evening week minute hour".split()))) | _HOURS
_DOING = frozenset(
    map(
        find_stem,
        """
        add address another answer bring bringing calling change changing chase chased chasing comes correct
        correcting cross drop email exactly finish happens hear hearing hold keep leave leaving list meet phone
        phoning plain plainly putting raise read reading ring ringing rung send sending show sit sitting speak
        speaking stand start stays straight strike striking talk talking text typed typing write writing written
        wrote
        """.split(),
    )
)
"""What is done, of whatever it is, and words beside it."""


def keep_owed(promises: Sequence[SpokenPromise], replies: int, talk: TalkTime = UNKNOWN) -> list[SpokenPromise]:
    """Keep of some promises what still stands when a talk ends, and each thing once.

    Args:
        promises: what was promised, in the order of the talk.
        replies: how many replies the practitioner gave.
        talk: when the conversation is.
    """
    return drop_said_again(keep_standing(promises, replies), talk)


def drop_said_again(promises: Sequence[SpokenPromise], talk: TalkTime = UNKNOWN) -> list[SpokenPromise]:
    """Drop what stands in another promise, beginning with what tells least.

    What its author has a word on stays, and so does what answers a line of theirs.

    Args:
        promises: what was promised, in the order of the talk.
        talk: when the conversation is.
    """
    kept = list(promises)
    for promise in sorted(promises, key=_count_told):
        if promise.shared or promise.accepted or promise.answers:
            continue
        others = [other for other in kept if other.reply != promise.reply]
        later = [other.text for other in others if other.reply > promise.reply]
        left = keep_untold(promise.text, [other.text for other in others], later, talk)
        at = kept.index(promise)
        kept[at : at + 1] = [replace(promise, text=left)] if left else []
    return kept


def keep_untold(text: str, others: Sequence[str], later: Sequence[str] = (), talk: TalkTime = UNKNOWN) -> str:
    """Return the sentences of a promise that stand in no other; empty if all do.

    Only what a later reply tells is left out of one that stays: who reads their last list reads it whole. It is left
    out from the beginning or the end, so that what is quoted is in one piece. What goes on with the sentence before it
    stays with it, and what promises nothing goes with what does.

    Args:
        text: the promise.
        others: the other promises.
        later: those of them that were made in a later reply.
        talk: when the conversation is.
    """
    sentences = list_typed_sentences(text)
    told = [
        any(is_told_in(one, other, talk) or is_limit_met(one, other) or is_undone(one, other) for other in later)
        for one in sentences
    ]
    everywhere = [any(is_told_in(one, other, talk) for other in others) for one in sentences]
    if not any((*told, *everywhere)):
        return text
    idle = [is_told or _is_idle(one) for is_told, one in zip(told, sentences, strict=True)]
    if all(one or another for one, another in zip(idle, everywhere, strict=True)):
        return ""
    first, last = _count_first(idle), len(sentences) - _count_first(idle[::-1])
    if not any(told[:first]) or _HANGS_ON.match(sentences[first]):
        first = 0
    return " ".join(sentences[first : last if any(told[last:]) else len(sentences)])


def _is_idle(sentence: str) -> bool:
    """Whether a sentence beside a promise neither promises nor says whom or when."""
    likely = read_promises((sentence,)) or (0.0,)
    return not (find_promises([(1, sentence)]) or _find_named(sentence) or likely[0] > HARDLY)


def _count_first(idle: Sequence[bool]) -> int:
    """Count how many stand at the beginning before one that is not idle."""
    return idle.index(False) if False in idle else len(idle)


def is_limit_met(sentence: str, later: str) -> bool:
    """Whether whom they would have to tell in some case is told by a later promise.

    Args:
        sentence: the sentence.
        later: a promise of a later reply.
    """
    would = _WOULD_TELL.search(sentence) if _IS_CASE.search(sentence) else None
    whom = _find_named(would[0]) - _TIME_STEMS if would else frozenset[str]()
    parts = [one for one in list_typed_sentences(later) if not _IS_CASE.search(one)]
    return bool(whom) and any(whom <= _find_named(one) for one in parts)


_WOULD_TELL = re.compile(
    r"\bI(?:['’]d| would| must|['’]ve got to| have(?: got)? to)(?: have to| need to)? (?:be )?(?:tell|take|knock|ring|"
    r"see|speak|go)(?:ing)?\b.*",
    re.IGNORECASE,
)


def is_undone(sentence: str, later: str) -> bool:
    """Whether a sentence says where a paper goes, and a later promise that it does not.

    So it is with "It goes in the report at five", and "I'm taking the map out of the report".

    Args:
        sentence: the sentence.
        later: a promise of a later reply.
    """
    return _GOES.search(spell_plain(sentence)) is not None and _GOES_NOT.search(spell_plain(later)) is not None


_GOES = re.compile(
    r"\b(?:it|this|that|copy|map|report|drawing) (?:goes|is going) (?:in|out|to)\b(?! when\b).*"
    r"\b(?:report|file|pack|both|parents|everybody)\b"
)
_GOES_NOT = re.compile(
    r"\b(?:it|this|that|copy|map|report|drawing) (?:is not going|does not go|will not go|stays? out|comes? out)\b|"
    r"\b(?:copy|map|drawing) out\b|\bout of the (?:report|copy|file|pack)\b"
)


def is_told_in(sentence: str, other: str, talk: TalkTime = UNKNOWN) -> bool:
    """Whether what a sentence promises stands in one or two sentences of another promise.

    Args:
        sentence: the sentence.
        other: the other promise.
        talk: when the conversation is.
    """
    sentence = _REASON.sub("", sentence)
    words, named = _find_words(sentence), _find_named(sentence, talk)
    vows, racism = _vows(sentence), _RACISM.search(sentence) is not None
    typed = list_typed_sentences(other)
    for part in (*typed, *map(" ".join, pairwise(typed))):
        if not named <= _find_named(part, talk) or vows != _vows(part) or (racism and not _RACISM.search(part)):
            continue
        shared = words & _find_words(part)
        # "I'll ring at half past two tomorrow, then the head" has no word of its own that the other has not.
        rings = _RINGS.search(sentence) and _RINGS.search(part)
        if rings and shared == words and _count_heavy(words) and len(words) >= FEWEST_SAME:
            return not _IS_CASE.search(part) or bool(_IS_CASE.search(sentence))
        weight, whole = sum(map(_weigh, shared)), sum(map(_weigh, words))
        matter = _count_heavy(shared - named) > vows
        if matter and weight >= max(ENOUGH, whole * MOSTLY) and _count_heavy(words - shared) <= MOST_OF_ITS_OWN:
            return not _IS_CASE.search(part) or bool(_IS_CASE.search(sentence))
    return False


_RINGS = re.compile(r"\b(?:ring|ringing|phone|phoning|call|calling)\b", re.IGNORECASE)
_REASON = re.compile(
    r",? (?:because|since|so (?:that )?(?=(?:you|he|she|they|it|nobody|there|no)\b)|when|while|if you)\b[^,;.]*|"
    r"(?<=,) [^,;]*\b(?:is|was|['’]s) (?:a|an|wrong|mine|not)\b[^,;.]*",
    re.IGNORECASE,
)
"""Why something is done, or when: another promise of it may have no reason."""
_HANGS_ON = re.compile(
    r"(?:(?:and|so|then|but),? )*(?:or|both|neither|not|it|that|they|he|she|them|those|these|"
    r"(?:(?:i|we)(?:['’](?:ll|m|re)| will| am| are) )?\w+ (?:it|that|them|him|her)\b)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-z,;:] )(?!I\b)[A-Z]\w+")
_RACISM = re.compile(r"\b(?:racis|islamophob|antisemit)", re.IGNORECASE)
_IS_CASE = re.compile(r"\b(?:if|unless)\b", re.IGNORECASE)
"""What is only for a case tells nothing of what will be done."""
_NEVER = re.compile(
    r"\b(?:(?:will|shall|do|does|is|am|are|can|would|has|have) not|never|nobody|nothing|nowhere|"
    r"neither|nor|no one)\b"
)


def _vows(text: str) -> bool:
    """Whether a text says what will not be done."""
    return _NEVER.search(spell_plain(text)) is not None


def _find_words(text: str) -> frozenset[str]:
    """Find the words of a text that say of what it is, and its hours."""
    words = find_content_words(text) - _HOUR_STEMS | (_HOURS & set(spell_plain(text).split()))
    return frozenset(_SAME_OFFICE.get(word, word) for word in words)


def _find_named(text: str, talk: TalkTime = UNKNOWN) -> frozenset[str]:
    """Find whom a text names, which offices, days and hours: with another one it is another act."""
    plain = spell_plain(text).split()
    times = (_TODAY.get(word, word) for word in plain if word in DAYS or word in _HOURS)
    if talk.day is not None:
        days = {"today": WEEKDAYS[talk.day], "tomorrow": WEEKDAYS[(talk.day + 1) % len(WEEKDAYS)]}
        times = (days.get(word, word) for word in times)
    names = (find_stem(name.casefold()) for name in _NAME.findall(text))
    offices = (find_stem(word) for word in plain if word in _OFFICES or word.removesuffix("s") in _OFFICES)
    offices = (_SAME_OFFICE.get(word, word) for word in offices)
    return frozenset((*times, *names, *offices))


_TODAY = {"tonight": "today"}
_SAME_OFFICE = {find_stem("head"): find_stem("school")}
"""Who rings the head rings the school."""


def _count_heavy(words: Iterable[str]) -> int:
    """Count the words that say of what something is."""
    return sum(_weigh(word) == HEAVY for word in words)


def _weigh(word: str) -> float:
    """Return what a word weighs."""
    return LIGHT if word in _DOING else TIMED if word in _TIME_STEMS else HEAVY


def _count_told(promise: SpokenPromise) -> tuple[bool, float, int]:
    """Count what a promise tells: its time, its words; of two alike the later one has more."""
    has_time = re.search(WHEN, spell_plain(promise.text)) is not None
    return has_time, sum(map(_weigh, _find_words(promise.text))), promise.reply
