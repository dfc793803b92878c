"""Which promises a page shows, and in what order: `join_lists`, then `choose_promises`.

Who says at the end what they will do says it sentence after sentence: "Today I write it up. Tomorrow I find the two
reviews. Monday it's nursery." Taken apart, the list would lose what has no verb. So promises that stand beside each
other in a reply are shown together, as they were said.

What falls due first stands first, then what the family asked for, then the rest by its weight; food and seats stand
last. A trifle that stands alone is left out: it would tell a reader that nothing else was undertaken.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from coach.debrief.promise_anchors import NAMES_PERSON, UNKNOWN, WEIGHTY, WHEN, TalkTime, find_due
from coach.debrief.promise_context import feeds, is_comfort
from coach.debrief.promise_offers import UNDERTAKEN
from coach.debrief.promise_reader import read_promises
from coach.debrief.promise_requests import find_plain_request, find_request
from coach.debrief.promises import SpokenPromise
from coach.debrief.typed_sentences import list_typed_sentences
from coach.debrief.wording import (
    HALF,
    WEEKDAYS,
    blank_quotations,
    find_content_words,
    find_stem,
    spell_plain,
    split_sentences,
)

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


def choose_promises(
    promises: Sequence[SpokenPromise], children: Collection[str] = (), talk: TalkTime = UNKNOWN
) -> tuple[SpokenPromise, ...]:
    """Choose the promises that a page shows, and put them in order.

    Where there are too many, those that are shared, and those about the child, a record, a third party or a time, are
    chosen first. Where all are trifles, none is.

    Args:
        promises: what was promised.
        children: what the child or children are called.
        talk: when the conversation is.
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
    ranked = [_rank(one, children, talk) for one in talked]
    ranks = [
        min(rank for other, rank in zip(talked, ranked, strict=True) if other is one or _opposes(one, other))
        for one in talked
    ]
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
    weighed = [one for one in promises if not (is_unsure(one) or is_of_the_call(one.text) or _says_not_what(one))]
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
    if _RACISM.search(promise.text) and not _RACISM.search(other.text):
        return False  # what names racism is no double of what does not
    days, others = _find_days(promise.text), _find_days(other.text)
    words = find_content_words(promise.text)
    own = words - find_content_words(other.text)
    named = [find_content_words(name) for name in _NAME_OR_MATTER.findall(promise.text)]
    if days - others or any(own & name for name in (*named, find_content_words(_list_offices(promise.text)))):
        return False
    acts, theirs = list_acts(promise.text), list_acts(other.text)
    if acts and acts <= theirs and len(own) <= _FEW_OF_ITS_OWN:
        return True
    if words and not (acts - theirs) and len(own) <= len(words) * _MOSTLY_TOLD:
        return True
    return _says_alike(promise.text, other.text) or _changes_same_words(promise.text, other.text)


def _says_alike(text: str, other: str) -> bool:
    """Whether a promise is one act with a sentence of another: most of their words are the same.

    To whom it is done is not enough: who is told of two things is told twice.

    Args:
        text: the promise with fewer words.
        other: the one that may tell it.
    """
    words, verbs = find_content_words(text), _list_verbs(text)
    for sentence in split_sentences(other):
        others = find_content_words(sentence)
        shared = (words & others) - _TIMES
        of_matter = shared - find_content_words(_list_offices(text)) - _find_names(text) - _TELLING
        much = (
            len(of_matter) > 1 and len(shared) >= _ALIKE and len(shared) >= max(len(words), len(others)) * _ALIKE_SHARE
        )
        if much and verbs & _list_verbs(sentence):
            return True
    return False


def _find_names(text: str) -> frozenset[str]:
    """Find the words of the names that a promise has."""
    return find_content_words(" ".join(_NAME_OR_MATTER.findall(re.sub(r"\babout\b", "", text))))


def _find_days(text: str) -> frozenset[str]:
    """Find the days that a promise names; this evening is today, and so is before they part."""
    plain = spell_plain(text)
    days = {_TODAY.get(day, day) for day in _NAMED_DAY.findall(plain)}
    due = find_due(plain)
    return frozenset(days or ({"today"} if due is not None and due < _ONE_DAY else ()))


_TODAY = {"tonight": "today"}
_ONE_DAY = 24 * 60
"""Minutes: what has an hour and no day is for the same day."""


def _list_offices(text: str) -> str:
    """List the offices that a promise names, as one text."""
    return " ".join(_OFFICE.findall(text.casefold()))


def _list_verbs(text: str) -> frozenset[str]:
    """List what is done in a promise, each kind of act by one verb."""
    words = spell_plain(text).split()
    return frozenset(_CONTACTS.get(_FAMILIES[word], _FAMILIES[word]) for word in words if word in _FAMILIES)


def _changes_same_words(text: str, other: str) -> bool:
    """Whether two promises change the same words on a record, which both quote."""
    quoted, others = ({spell_plain(one) for one in _QUOTED.findall(said)} for said in (text, other))
    own = find_content_words(text) - find_content_words(other)
    return bool(quoted) and quoted <= others and len(own) <= _FEW_OF_ITS_OWN and bool(_CHANGES.search(text))


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


_ALIKE, _ALIKE_SHARE = 3, 0.4
"""The words in common by which two promises of one kind of act are one, and their share of all."""
_TIMES = frozenset(
    map(find_stem, (*WEEKDAYS, *"today tonight tomorrow morning afternoon week half quarter past first now".split()))
)
"""What two promises may share and be two."""
_OFFICE = re.compile(
    r"\b(?:school|head|manager|police|doctor|gp|surgery|hospital|nursery|council|agency|panel|solicitor|social worker|"
    r"sergeant|officer|ward|maternity|advocate|interpreter|mum|dad)\b"
)
_QUOTED = re.compile(r"(?<!\w)[\"“‘']([^\"”’']{3,60})[\"”’'](?!\w)")
_CHANGES = re.compile(r"\b(?:correct|chang|strik|cross|tak(?:e|ing)|put|writ|off)", re.IGNORECASE)
_CONTACTS = dict.fromkeys(("ring", "ask", "tell", "email"), "ring")
"""Acts that are one where all else is the same: who is asked is rung."""
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
_TELLING = frozenset(map(find_stem, (*_FAMILIES, "duty", "social", "worker")))
"""Words of telling, which are the same whatever is told."""
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


def _says_not_what(promise: SpokenPromise) -> bool:
    """Whether a promise stands alone and says not what: "I'll ask."."""
    bare = _BARE.match(spell_plain(promise.text)) is not None
    return bare and not (promise.shared or promise.accepted or promise.again)


_BARE = re.compile(
    r"(?:(?:and|so|yes|ok|okay|right|then) )*(?:i|we) (?:will|shall) (?:ask|do|rewrite|check|sort|say|see to)"
    r"(?: (?:it|that|this|them|him|her|so))?$"
)


def is_unsure(promise: SpokenPromise) -> bool:
    """Whether a promise is one by rules alone, and hardly one by what was learnt."""
    return not _is_bound(promise) and promise.likely is not None and promise.likely < DOUBTFUL


def _rank(promise: SpokenPromise, children: Collection[str], talk: TalkTime) -> tuple[bool, bool, int, int]:
    """Rank a promise: what falls due first, then what has no time by its weight, comforts last."""
    comfort = promise.shared is None and is_comfort(promise.text, children)
    due = find_due(spell_plain(blank_quotations(promise.text)), talk)
    if due is not None:
        return comfort, False, due, 0
    asked = bool(promise.answers or promise.accepted)
    racism = _RACISM.search(promise.text) is not None
    return comfort, True, not asked, -sum((*_weigh(promise, children), racism))


_RACISM = re.compile(r"\b(?:racis|islamophob|antisemit)", re.IGNORECASE)


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


# --- What was promised in one breath


LONGEST_LIST = 75
"""Words of a list that is read at one go; what is longer stands in two."""
LONGEST_BETWEEN = 14
"""Words of a sentence between two promises that may stand with them."""
MOST_BETWEEN = 2
"""Sentences that may stand between two promises of one list."""
_ASKS_OF_THEM = re.compile(
    r"(?:(?:and|so|then|but) )*(?:do not|don['’]t|send|write|ring|ask|say|give|show|bring|read|take|put|come|let|"
    r"keep|call|look) ",
    re.IGNORECASE,
)
"""How a sentence begins that asks something of those who hear it."""
LIKELY_BESIDE, LIKELY_BESIDE_WITH_TIME = 0.7, 0.4
"""How likely a sentence has to promise, by what was learnt, to stand beside one that does; less with its time."""


@dataclass(frozen=True, slots=True)
class PlacedPromise:
    """A promise, and the numbers of the first and the last sentence that it holds of its reply."""

    first: int
    last: int
    promise: SpokenPromise


def join_lists(
    promises: Sequence[SpokenPromise],
    said: Iterable[tuple[int, str]],
    asked: Mapping[int, Sequence[str]] | None = None,
    left_out: Collection[SpokenPromise] = (),
) -> tuple[SpokenPromise, ...]:
    """Join the promises that stand beside each other in a reply.

    One that its author has something to say of stands alone, and so does what is hardly a promise.

    Args:
        promises: what was promised, in the order of the talk.
        said: the replies, each with its number.
        asked: the family's lines straight before each reply, where they are known.
        left_out: what was promised and is not owed any more: it stands in no list.
    """
    joined: list[SpokenPromise] = []
    for number, text in said:
        own = [one for one in promises if one.reply == number]
        if not own:
            continue
        sentences = tuple(list_typed_sentences(text))
        likely = read_promises(sentences, " ".join((asked or {}).get(number, ()))) or (0.0,) * len(sentences)
        placed = [(one, _list_places(sentences, one)) for one in own]
        listed = [PlacedPromise(at[0], at[-1], one) for one, at in placed if at and _goes_in_list(one)]
        alone = [one for one, at in placed if not (at and _goes_in_list(one))]
        closed = {at for one in (*left_out, *alone) if one.reply == number for at in _list_places(sentences, one)}
        lists = _join_placed(sorted(listed, key=lambda one: one.first), sentences, closed)
        elsewhere = [one for one in promises if number in one.again]
        closed.update(at for at, one in enumerate(sentences) if any(_tells(other, one) for other in elsewhere))
        closed.update(at for one in lists for at in range(one.first, one.last + 1))
        whole = []
        for one in lists:
            taken = _take_beside(one, sentences, likely, closed)
            closed.update(range(taken.first, taken.last + 1))
            whole.append(taken.promise)
        joined += sorted((*alone, *whole), key=lambda one: _find_first(one, own))
    return tuple(joined)


def _goes_in_list(promise: SpokenPromise) -> bool:
    """Whether a promise may stand in a list with others."""
    return not (promise.shared or is_unsure(promise) or is_of_the_call(promise.text))


def _tells(promise: SpokenPromise, sentence: str) -> bool:
    """Whether a promise of another reply tells all that a sentence does."""
    words = find_content_words(sentence)
    return bool(words) and words <= find_content_words(promise.text)


def _find_first(promise: SpokenPromise, own: Sequence[SpokenPromise]) -> int:
    """Find the number of the first promise of a reply that a list holds."""
    return next((at for at, one in enumerate(own) if one.text in promise.text), len(own))


def _list_places(sentences: Sequence[str], promise: SpokenPromise) -> range:
    """List the numbers of the sentences that a promise holds; none where they are apart."""
    for first in range(len(sentences)):
        for last in range(first, len(sentences)):
            whole = " ".join(sentences[first : last + 1])
            if whole == promise.text:
                return range(first, last + 1)
            if len(whole) > len(promise.text):
                break
    return range(0)


def _join_placed(
    placed: Sequence[PlacedPromise], sentences: Sequence[str], closed: Collection[int]
) -> list[PlacedPromise]:
    """Join promises between which little or nothing stands, up to what is read at one go.

    Args:
        placed: the promises, in the order of their reply.
        sentences: the sentences of the reply.
        closed: the numbers of the sentences that stand in no list.
    """
    lists: list[PlacedPromise] = []
    for one in placed:
        before = lists[-1] if lists else None
        between = range(before.last + 1, one.first) if before else range(0)
        if before and _may_stand_between(between, sentences, closed):
            both = _join_two(before, one, sentences)
            if len(both.promise.text.split()) <= LONGEST_LIST:
                lists[-1] = both
                continue
        lists.append(one)
    return lists


def _may_stand_between(between: range, sentences: Sequence[str], closed: Collection[int]) -> bool:
    """Whether what stands between two promises may stand with them: it is short."""
    return len(between) <= MOST_BETWEEN and all(
        at not in closed and "?" not in sentences[at] and len(sentences[at].split()) <= LONGEST_BETWEEN
        for at in between
    )


def _join_two(one: PlacedPromise, other: PlacedPromise, sentences: Sequence[str]) -> PlacedPromise:
    """Join two promises and what stands between them.

    Args:
        one: the first.
        other: the one behind it.
        sentences: the sentences of the reply.
    """
    last = max(one.last, other.last)
    likely = [much for much in (one.promise.likely, other.promise.likely) if much is not None]
    promise = replace(
        one.promise,
        text=" ".join(sentences[one.first : last + 1]),
        accepted=one.promise.accepted or other.promise.accepted,
        again=tuple(sorted({*one.promise.again, *other.promise.again})),
        likely=max(likely, default=None),
    )
    return PlacedPromise(one.first, last, promise)


def _take_beside(
    one: PlacedPromise, sentences: Sequence[str], likely: Sequence[float], closed: Collection[int]
) -> PlacedPromise:
    """Take in the sentences beside a list that likely promise as well.

    Args:
        one: the list.
        sentences: the sentences of the reply.
        likely: how likely each of them promises.
        closed: the numbers of the sentences that stand elsewhere, or in no list.
    """
    first, last = one.first, one.last

    def belongs(at: int) -> bool:
        if not 0 <= at < len(sentences) or at in closed or "?" in sentences[at]:
            return False
        if _ASKS_OF_THEM.match(sentences[at]):
            return False
        timed = find_due(spell_plain(sentences[at])) is not None
        much = LIKELY_BESIDE_WITH_TIME if timed else LIKELY_BESIDE
        words = sum(len(sentence.split()) for sentence in sentences[first : last + 1])
        return likely[at] >= much and words + len(sentences[at].split()) <= LONGEST_LIST

    while belongs(last + 1):
        last += 1
    while belongs(first - 1):
        first -= 1
    promise = replace(one.promise, text=" ".join(sentences[first : last + 1]))
    return PlacedPromise(first, last, promise)
