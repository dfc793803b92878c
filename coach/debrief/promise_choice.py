"""Which promises a page shows, and in what order. Begin with `choose_promises`.

What the family asked for stands first, then what has its day, then the rest, in the order of the talk; food and seats
stand last. A trifle that stands alone is left out: it would tell a reader that nothing else was undertaken.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from coach.debrief.promise_anchors import NAMES_PERSON, WEIGHTY, WHEN
from coach.debrief.promise_context import feeds, is_comfort
from coach.debrief.promise_offers import UNDERTAKEN
from coach.debrief.promise_requests import find_plain_request, find_request
from coach.debrief.promises import SpokenPromise
from coach.debrief.wording import HALF, find_content_words, spell_plain

MOST_SHOWN = 12
"""Promises of one conversation that its page quotes; of more it names the replies."""
DOUBTFUL = 0.02
"""How likely something has to be a promise, by what was learnt, to be shown."""
_WITH_DAY = re.compile(WHEN)
_RECORDS = re.compile(
    r"\b(?:i|we) (?:will|shall|am|are)(?: \w+){0,2}? (?:writ(?:e|ing)|put(?:ting)? (?:it|that|this|them|both|all)|"
    r"record(?:ing)?|log(?:ging)?|not(?:e|ing)|minut(?:e|ing)|correct(?:ing)?|cross(?:ing)?|strik(?:e|ing)|report(?:ing)?)\b"
)
"""What is put on a record is no trifle, whatever it is of."""


def choose_promises(promises: Sequence[SpokenPromise], children: Collection[str] = ()) -> tuple[SpokenPromise, ...]:
    """Choose the promises that a page shows, and put them in order.

    Where there are too many, those that are shared, and those about the child, a record, a third party or a time, are
    chosen first. Where all are trifles, none is.

    Args:
        promises: what was promised.
        children: what the child or children are called.
    """
    folded = _list_acts_of_weight(promises, children)
    heaviest = sorted(folded, key=lambda one: (one.shared is None, -sum(_weigh(one, children))))
    # What says nearly the same as one that is shown gives its place to something else.
    chosen: list[SpokenPromise] = []
    alike: list[SpokenPromise] = []
    for promise in heaviest:
        (alike if any(_is_alike(promise, other) for other in chosen) else chosen).append(promise)
    shown = (chosen + alike)[:MOST_SHOWN]
    talked = [one for one in folded if one in shown]
    # What was said not to be done and then is, or the other way round, stays in the order of the talk.
    ranks = [min(_rank(other, children) for other in talked if other is one or _opposes(one, other)) for one in talked]
    return tuple(talked[at] for at in sorted(range(len(talked)), key=lambda at: ranks[at]))


def list_more(
    promises: Sequence[SpokenPromise], shown: Collection[SpokenPromise], children: Collection[str] = ()
) -> tuple[int, ...]:
    """List the replies of the promises for which a page has no room.

    Args:
        promises: what was promised.
        shown: the promises that the page shows.
        children: what the child or children are called.
    """
    if len(shown) < MOST_SHOWN:
        return ()
    return tuple(sorted({one.reply for one in _list_acts_of_weight(promises, children) if one not in shown}))


def _list_acts_of_weight(promises: Sequence[SpokenPromise], children: Collection[str]) -> list[SpokenPromise]:
    """List promises without the doubtful ones, each act once; none where all are trifles."""
    weighed = [one for one in promises if not (_is_doubtful(one) or is_of_the_call(one.text))]
    if all(_is_trifle(one, children) for one in weighed):
        return []
    return fold_promises(weighed)


def fold_promises(promises: Sequence[SpokenPromise]) -> list[SpokenPromise]:
    """Fold promises of one act into the fullest of them, which then names the other replies.

    Who reads the list into a diary would else ring one person three times.

    Args:
        promises: what was promised, in the order of the talk.
    """
    kept: dict[int, SpokenPromise] = {}
    for at in sorted(range(len(promises)), key=lambda at: _count_told(promises[at]), reverse=True):
        promise = promises[at]
        fuller = next((place for place, other in kept.items() if _is_told_in(promise, other)), None)
        if fuller is None:
            kept[at] = promise
            continue
        other = kept[fuller]
        again = {*other.again, promise.reply, *promise.again} - {other.reply}
        kept[fuller] = replace(other, again=tuple(sorted(again)))
    return [kept[at] for at in sorted(kept)]


def _count_told(promise: SpokenPromise) -> tuple[bool, bool, int, int]:
    """Count what a promise tells: whether it has its day, then its words.

    Of two as full the later one tells more.
    """
    return _is_bound(promise), _has_day(promise), len(find_content_words(promise.text)), promise.reply


def _is_bound(promise: SpokenPromise) -> bool:
    """Whether a promise is shared, asked for, or one that they said yes to."""
    return bool(promise.shared or promise.accepted or promise.answers)


def _has_day(promise: SpokenPromise) -> bool:
    """Whether a promise says when."""
    return _WITH_DAY.search(spell_plain(promise.text)) is not None


def _is_vow(promise: SpokenPromise) -> bool:
    """Whether a promise is not to do something."""
    return UNDERTAKEN.search(spell_plain(promise.text)) is not None


def _is_told_in(promise: SpokenPromise, other: SpokenPromise) -> bool:
    """Whether a promise is of an act that another one tells as well.

    They say the same verb of doing to the same person or office, and what else the shorter one says is in the other, or
    is little; two days are two acts.

    Args:
        promise: the promise with fewer words.
        other: the one that may tell it.
    """
    if _is_bound(promise) or _is_vow(promise) != _is_vow(other):
        return False
    days, others = (set(_NAMED_DAY.findall(spell_plain(one.text))) for one in (promise, other))
    own = find_content_words(promise.text) - find_content_words(other.text)
    if days - others or any(own & find_content_words(name) for name in _NAME_OR_MATTER.findall(promise.text)):
        return False
    acts, theirs = list_acts(promise.text), list_acts(other.text)
    if acts and acts <= theirs:
        return len(own) <= _FEW_OF_ITS_OWN
    words = find_content_words(promise.text)
    return bool(words) and not (acts - theirs) and len(own) <= len(words) * _MOSTLY_TOLD


_NAMED_DAY = re.compile(r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|tomorrow)\b")
_NAME_OR_MATTER = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+|\babout [^.;,!?]+")
"""A name, or what something is about: where only one of two promises has it they are two."""
_FEW_OF_ITS_OWN = 2
"""The words of its own that a promise of the same act may have beside the fuller one."""
_MOSTLY_TOLD = 0.34
"""The share of its own words that a promise may have which says no act by name."""


def list_acts(text: str) -> frozenset[tuple[str, str]]:
    """List what a promise does to whom: ("ring", "donna"), ("write", "form").

    Args:
        text: the promise, as it was typed.
    """
    acts: set[tuple[str, str]] = set()
    for said in _ACTS.finditer(" ".join(text.replace(",", " ").split())):
        whom = next((word for word in said["rest"].split()[:_NEAR] if word[:1].isupper() or _WHOM.fullmatch(word)), "")
        if whom:
            acts.add((_FAMILIES[said["act"].casefold()], whom.casefold().rstrip(".;:!?'s")))
    return frozenset(acts)


_SAME_ACT = [
    "ring ringing call calling phone phoning".split(),
    "ask asking chase chasing".split(),
    "tell telling speak speaking talk talking".split(),
    "write writing put putting note noting".split(),
    "email emailing text texting send sending".split(),
    "come coming visit visiting see seeing".split(),
    "correct correcting change changing cross crossing strike striking".split(),
]
"""Verbs by which one act is named."""
_FAMILIES = {verb: row[0] for row in _SAME_ACT for verb in row}
_ACTS = re.compile(rf"\b(?P<act>{'|'.join(_FAMILIES)})\b(?P<rest>(?: [^\s.;!?]+){{1,4}})", re.IGNORECASE)
_WHOM = re.compile(
    rf"(?:{NAMES_PERSON.pattern}|mum|dad|gp|audiology|hospital|ward|desk|line|form|record|note|report|file|letter)"
    r"[.;:!?]?",
    re.IGNORECASE,
)
_NEAR = 3
"""The words behind a verb in which its person or paper stands."""


def is_of_the_call(text: str) -> bool:
    """Whether a promise is only of taking down what they say: "I'll type as you read"."""
    return _TAKEN_DOWN.search(spell_plain(text)) is not None


_TAKEN_DOWN = re.compile(
    r"\b(?:type|write|note|take|put)(?: (?:it|that|them|this))?(?: down)? "
    r"(?:slow|slowly|as you (?:read|say|speak|talk|go|tell)|while you (?:read|say|speak|talk|go|tell))\b"
)


def _is_doubtful(promise: SpokenPromise) -> bool:
    """Whether a promise is one by rules alone, and hardly one by what was learnt."""
    return not _is_bound(promise) and promise.likely is not None and promise.likely < DOUBTFUL


def _rank(promise: SpokenPromise, children: Collection[str]) -> tuple[bool, bool, bool]:
    """Rank a promise: comforts last, what was asked for first, then what has its day."""
    comfort = promise.shared is None and is_comfort(promise.text, children)
    asked = bool(promise.answers or promise.accepted)
    return comfort, not asked, not asked and not _has_day(promise)


def _opposes(one: SpokenPromise, other: SpokenPromise) -> bool:
    """Whether one promise is not to do what the other is to do."""
    return _is_vow(one) != _is_vow(other) and _is_alike(one, other)


def _is_needed(promise: SpokenPromise) -> bool:
    """Whether a promise is needed: it is a meal, a record, or what they asked for."""
    plain = spell_plain(promise.text)
    if promise.shared or promise.again or feeds(plain) or _RECORDS.search(plain):
        return True
    asked = [promise.answers]
    return bool(find_request(promise.text, asked) or find_plain_request(promise.text, asked))


def _is_trifle(promise: SpokenPromise, children: Collection[str]) -> bool:
    """Whether a promise is of a comfort that nobody needs, as a meal or what was promised twice."""
    return not _is_needed(promise) and is_comfort(f"{promise.answers} {promise.text}", children)


def _is_alike(one: SpokenPromise, other: SpokenPromise) -> bool:
    """Whether two promises share most of the words that carry a subject."""
    words, others = find_content_words(one.text), find_content_words(other.text)
    return len(words & others) > HALF * min(len(words), len(others))


def _weigh(promise: SpokenPromise, children: Collection[str]) -> Iterator[bool]:
    """Yield what makes a promise weigh: the child, a vow not to act, each matter named."""
    plain = spell_plain(promise.text)
    yield any(re.search(rf"\b{re.escape(child.casefold())}\b", plain) for child in children if child)
    yield _is_vow(promise)
    yield from (pattern.search(plain) is not None for pattern in WEIGHTY)
