"""Which promises a page shows, and in what order. Begin with `choose_promises`.

What the family asked for stands first, then what has its day, then the rest, in the order of the talk; food and seats
stand last. A trifle that stands alone is left out: it would tell a reader that nothing else was undertaken.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from coach.debrief.promise_anchors import WEIGHTY, WHEN
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
    promises = [one for one in promises if not _is_doubtful(one)]
    if all(_is_trifle(one, children) for one in promises):
        return ()
    heaviest = sorted(promises, key=lambda one: (one.shared is None, -sum(_weigh(one, children))))
    # What says nearly the same as one that is shown gives its place to something else.
    chosen: list[SpokenPromise] = []
    alike: list[SpokenPromise] = []
    for promise in heaviest:
        (alike if any(_is_alike(promise, other) for other in chosen) else chosen).append(promise)
    shown = (chosen + alike)[:MOST_SHOWN]
    talked = [one for one in promises if one in shown]
    # What was said not to be done and then is, or the other way round, stays in the order of the talk.
    ranks = [min(_rank(other, children) for other in talked if other is one or _opposes(one, other)) for one in talked]
    return tuple(talked[at] for at in sorted(range(len(talked)), key=lambda at: ranks[at]))


def _is_doubtful(promise: SpokenPromise) -> bool:
    """Whether a promise is one by rules alone, and hardly one by what was learnt."""
    asked = promise.shared or promise.accepted or promise.answers
    return not asked and promise.likely is not None and promise.likely < DOUBTFUL


def _rank(promise: SpokenPromise, children: Collection[str]) -> tuple[bool, bool, bool]:
    """Rank a promise: comforts last, what was asked for first, then what has its day."""
    comfort = promise.shared is None and is_comfort(promise.text, children)
    asked = bool(promise.answers or promise.accepted)
    return comfort, not asked, not asked and _WITH_DAY.search(spell_plain(promise.text)) is None


def _opposes(one: SpokenPromise, other: SpokenPromise) -> bool:
    """Whether one promise is not to do what the other is to do."""
    vows = [UNDERTAKEN.search(spell_plain(promise.text)) is not None for promise in (one, other)]
    return vows[0] != vows[1] and _is_alike(one, other)


def _is_trifle(promise: SpokenPromise, children: Collection[str]) -> bool:
    """Whether a promise is of a comfort that nobody needs, as a meal or what was promised twice."""
    plain = spell_plain(promise.text)
    needed = promise.shared or promise.again or feeds(plain) or _RECORDS.search(plain)
    if needed or find_request(promise.text, [promise.answers]) or find_plain_request(promise.text, [promise.answers]):
        return False
    return is_comfort(f"{promise.answers} {promise.text}", children)


def _is_alike(one: SpokenPromise, other: SpokenPromise) -> bool:
    """Whether two promises share most of the words that carry a subject."""
    words, others = find_content_words(one.text), find_content_words(other.text)
    return len(words & others) > HALF * min(len(words), len(others))


def _weigh(promise: SpokenPromise, children: Collection[str]) -> Iterator[bool]:
    """Yield what makes a promise weigh: the child, a vow not to act, each matter named."""
    plain = spell_plain(promise.text)
    yield any(re.search(rf"\b{re.escape(child.casefold())}\b", plain) for child in children if child)
    yield UNDERTAKEN.search(plain) is not None
    yield from (pattern.search(plain) is not None for pattern in WEIGHTY)
