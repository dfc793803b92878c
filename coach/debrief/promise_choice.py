"""Which promises a page shows, and in what order. Begin with `choose_promises`.

What falls due first stands first, then what the family asked for, then the rest by its weight; food and seats stand
last. A trifle that stands alone is left out: it would tell a reader that nothing else was undertaken.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from coach.debrief.promise_anchors import (
    NAMES_PERSON,
    UNKNOWN,
    WEIGHTY,
    WHEN,
    TalkTime,
    find_due,
    find_hours,
    is_weak,
    tells_them_first,
)
from coach.debrief.promise_context import feeds, is_comfort
from coach.debrief.promise_offers import UNDERTAKEN
from coach.debrief.promise_requests import find_plain_request, find_request
from coach.debrief.promises import SpokenPromise
from coach.debrief.wording import (
    HALF,
    WEEKDAYS,
    blank_quotations,
    find_content_words,
    find_stem,
    spell_plain,
    split_sentences,
)

MOST_SHOWN = 8
"""Promises of one conversation that its page quotes; of more it names the replies."""
SURELY_MORE = 0.6
"""How likely something has to be a promise, by what was learnt, to be named where there is no room for it."""
_WITH_DAY = re.compile(WHEN)
_RECORDS = re.compile(
    r"\b(?:i|we) (?:will|shall|am|are)(?: \w+){0,2}? (?:writ(?:e|ing)|put(?:ting)? (?:it|that|this|them|both|all)|"
    r"record(?:ing)?|log(?:ging)?|not(?:e|ing)|minut(?:e|ing)|correct(?:ing)?|cross(?:ing)?|strik(?:e|ing)|report(?:ing)?)\b"
)
"""What is put on a record is no trifle, whatever it is of."""


def choose_promises(
    promises: Sequence[SpokenPromise],
    children: Collection[str] = (),
    talk: TalkTime = UNKNOWN,
    keep: Callable[[list[SpokenPromise]], list[SpokenPromise]] = list,
) -> tuple[SpokenPromise, ...]:
    """Choose the promises that a page shows, and put them in order.

    Where there are too many, those that are shared, and those about the child, a record, a third party or a time, are
    chosen first. Where all are trifles, none is.

    Args:
        promises: what was promised.
        children: what the child or children are called.
        talk: when the conversation is.
        keep: what keeps those that still stand at the end; without it, all are kept.
    """
    folded = keep(_list_acts_of_weight(promises, children))
    heaviest = sorted(folded, key=lambda one: (one.shared is None, -sum(_weigh(one, children))))
    # What says nearly the same as one that is shown gives its place to something else.
    chosen: list[SpokenPromise] = []
    alike: list[SpokenPromise] = []
    for promise in heaviest:
        (alike if any(_says_nearly_same(promise, other) for other in chosen) else chosen).append(promise)
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
    promises: Sequence[SpokenPromise],
    shown: Collection[SpokenPromise],
    children: Collection[str] = (),
    keep: Callable[[list[SpokenPromise]], list[SpokenPromise]] = list,
) -> tuple[int, ...]:
    """List the replies of the promises for which a page has no room.

    Args:
        promises: what was promised.
        shown: the promises that the page shows.
        children: what the child or children are called.
        keep: what keeps those that still stand at the end; without it, all are kept.
    """
    if len(shown) < MOST_SHOWN:
        return ()
    more = [
        one.reply
        for one in keep(_list_acts_of_weight(promises, children))
        if one not in shown and (one.likely or 0.0) >= SURELY_MORE
    ]
    # Of a reply that is quoted already one promise more is seen with it.
    seen = {one.reply for one in shown}
    return tuple(sorted({reply for reply in more if reply not in seen or more.count(reply) > 1}))


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
    told_in: dict[int, int] = {}  # what is told in one that is itself told in another stands there too
    timed = [any(_is_timed_later(one, other) for other in promises) for one in promises]
    for at in sorted(range(len(promises)), key=lambda at: (not timed[at], _count_told(promises[at])), reverse=True):
        promise = promises[at]
        places = [*((place, place) for place in kept), *told_in.items()]
        fuller = next((stands for place, stands in places if _is_told_in(promise, promises[place])), None)
        if fuller is None:
            kept[at] = promise
            continue
        told_in[at] = fuller
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
    if _is_on_list(promise, other):
        return True
    if _is_bound(promise):
        return False
    if _gets_interpreter(promise, other):
        return True
    if _is_said_again(promise, other) or _is_timed_later(promise, other):
        return True
    if _is_vow(promise) != _is_vow(other):
        return False
    if _RACISM.search(promise.text) and not _RACISM.search(other.text):
        return False  # what names racism is no double of what does not
    if promise.reply != other.reply and _POINTS_BACK.search(spell_plain(promise.text)):
        return False  # what "so" is, the other reply hardly says
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


def _is_on_list(promise: SpokenPromise, other: SpokenPromise) -> bool:
    """Whether a later reply has a promise on its list of who does what when.

    Such a list says things in other words than the promise did, and shorter: "the log, by five". So what both are of
    has to be in it, and the day of the promise; what names racism is on it only where the list does too.

    Args:
        promise: the promise.
        other: the one that may be such a list.
    """
    if other.reply <= promise.reply or _is_vow(promise) or _count_times(other.text) < _TIMES_OF_LIST:
        return False
    if _RACISM.search(promise.text) and not _RACISM.search(other.text):
        return False
    text = _REASON.sub("", promise.text)
    words, others = find_content_words(text), find_content_words(other.text)
    of_matter = (words & others) - _TIMES - _TELLING
    named = find_content_words(" ".join(_NAME_OR_MATTER.findall(text))) - others
    return not named and len(of_matter) >= _ALIKE and len(words & others) >= len(words) * _ON_LIST_SHARE


def _count_times(text: str) -> int:
    """Count the days and hours that a promise names."""
    return len(_HOUR_OR_DAY.findall(spell_plain(text)))


_NAMED_DAY = re.compile(r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|tomorrow)\b")
_HOUR_OR_DAY = re.compile(
    rf"{_NAMED_DAY.pattern}|\b(?:by|at|before|till|past|about) (?:half )?(?:\d+|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|noon|lunch\w*|dinner\w*|tea\w*)\b"
)
_TIMES_OF_LIST = 3
_ON_LIST_SHARE = 0.4


def _gets_interpreter(promise: SpokenPromise, other: SpokenPromise) -> bool:
    """Whether a promise of another interpreter is told later with its day: "a real one, paid"."""
    few = len(find_content_words(promise.text)) <= _FEW_WORDS and promise.reply < other.reply
    both = all(_INTERPRETER.search(one.text) is not None for one in (promise, other))
    return few and both and _has_day(other) and not _has_day(promise)


def _is_said_again(promise: SpokenPromise, other: SpokenPromise) -> bool:
    """Whether one of the next replies says a promise again among more: whom, what and when.

    People sum up without their verbs: "Nine o'clock tomorrow, Mrs Lorimer: the register, Tuesdays, and the word".
    """
    if not 0 < other.reply - promise.reply <= _SOON or _is_vow(promise):
        return False
    if _RACISM.search(promise.text) and not _RACISM.search(other.text):
        return False
    text = _REASON.sub("", promise.text)
    words, others = find_content_words(text), find_content_words(other.text)
    shared = words & others
    of_matter = shared - _TIMES - _TELLING - find_content_words(_list_offices(text))
    persons = {name.casefold() for name in _PERSON.findall(text)}
    named = persons & {name.casefold() for name in _PERSON.findall(other.text)}
    return (
        bool(persons)
        and named == persons
        and _find_days(text) <= _find_days(other.text)
        and any(len(of_matter) >= fewest and len(shared) >= len(words) * share for fewest, share in _AGAIN)
    )


_SOON = 2
"""The replies within which something is said again when people sum up."""
_REASON = re.compile(r",? (?:because|since|or else) .*")
_PERSON = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z]\w+")
_AGAIN = ((2, 0.5), (3, 0.4))
"""What a promise and its summing up have in common: words of the matter, and a share of all its words."""
_FEW_WORDS = 4
"""Content words of a promise that says hardly more than whom it gets."""
_INTERPRETER = re.compile(r"\binterpreter\b", re.IGNORECASE)
_POINTS_BACK = re.compile(r"\b(?:say|saying) (?:so|that|it)(?: to (?:m(?:r|rs|s) )?\w+)?$")
"""What a promise says whose matter stands before it: "I believe you. I'm going to say so to Mr Haigh."."""


def _is_timed_later(promise: SpokenPromise, other: SpokenPromise) -> bool:
    """Whether a later reply says at what hour somebody is rung whom a promise says is told.

    "Donna doesn't get to pick a worker by colour, and I'll tell her that myself" is told by "I'll ring Donna at eleven
    and say no, we don't swap workers".
    """
    if other.reply <= promise.reply or not any(find_hours(spell_plain(other.text))):
        return False
    if not _CONTACTS.keys() & _list_verbs(promise.text):
        return False
    rung = {person for act, person in list_acts(other.text) if act in _CONTACTS}
    named = {name.casefold() for name in _NAME.findall(promise.text)} & rung
    shared = find_content_words(promise.text) & find_content_words(other.text)
    return bool(named and shared - find_content_words(" ".join((*named, *_FAMILIES))) - _TIMES)


_NAME = re.compile(r"\b[A-Z][a-z]+\b")


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
            person = whom.casefold().rstrip(".;:!?'s")
            # Who goes to see their manager goes to tell them.
            acts.add(("tell" if person == "manager" else _FAMILIES[said["act"].casefold()], person))
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
    "come coming visit visiting see seeing go going".split(),
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


def _spell(promise: SpokenPromise) -> str:
    """Spell a promise in plain words, without what it quotes."""
    return spell_plain(blank_quotations(promise.text))


def is_unsure(promise: SpokenPromise) -> bool:
    """Whether a promise is one by rules alone, and hardly one by what was learnt.

    So it is with what is not likely and has nothing outside the room: "I'll talk to the box".
    """
    return not (_is_bound(promise) or feeds(spell_plain(promise.text))) and is_weak(_spell(promise), promise.likely)


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


def _says_nearly_same(one: SpokenPromise, other: SpokenPromise) -> bool:
    """Whether two promises share more words than one, and most of those that carry a subject."""
    return _is_alike(one, other) and len(find_content_words(one.text) & find_content_words(other.text)) > 1


def _weigh(promise: SpokenPromise, children: Collection[str]) -> Iterator[bool]:
    """Yield what makes a promise weigh: the child, a vow not to act, each matter named."""
    plain = spell_plain(promise.text)
    yield any(re.search(rf"\b{re.escape(child.casefold())}\b", plain) for child in children if child)
    yield _is_vow(promise)
    yield from (tells_them_first(_spell(promise)),) * _HEAVY
    yield find_due(plain) is not None
    yield _RACISM.search(plain) is not None
    yield from (_STAYS.search(plain) is not None,) * _HEAVY
    yield from (pattern.search(plain) is not None for pattern in WEIGHTY)


_STAYS = re.compile(
    r"\b(?:stays?|go(?:es)?|leaves?) (?:with me|between us|in (?:here|this room)|(?:out of )?this room|to (?:no|n)"
    r"(?:body|either)|nowhere|no further)\b|\b(?:mum|mam|dad|nan|gran)\b"
)
"""What stays in the room, and who is of the family: a promise of it weighs."""
_HEAVY = 2
"""How much it weighs that they are told first, or that what they said stays in the room."""
