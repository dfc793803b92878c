"""Promises of one breath, which stand together as they were said. Begin with `join_lists`.

Who says at the end what they will do says it sentence after sentence: "Today I write it up. Tomorrow I find the two
reviews. Monday it's nursery." Taken apart, the list would lose what has no verb. So promises that stand beside each
other in a reply are shown together, and an order that was announced stands whole.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from coach.debrief.promise_anchors import DATE, DOUBTFUL, HOUR, awaits_them, does_at_time, find_due
from coach.debrief.promise_choice import is_of_the_call, is_unsure
from coach.debrief.promise_clauses import list_typed_sentences
from coach.debrief.promise_lookalikes import promises_nothing
from coach.debrief.promise_offers import waits_for_leave
from coach.debrief.promise_reader import read_promises
from coach.debrief.promises import SpokenPromise
from coach.debrief.wording import blank_quotations, find_content_words, spell_plain

LONGEST_LIST = 95
"""Words of a list that is read at one go; what is longer stands in two."""
LONGEST_BETWEEN, LONGEST_TIMED_BETWEEN = 14, 25
"""Words of a sentence between two promises that may stand with them; more with its time."""
MOST_BETWEEN = 2
"""Sentences that may stand between two promises of one list."""
_ASKS_OF_THEM = re.compile(
    r"(?:(?:and|so|then|but) )*(?:do not|don['’]t|send|write|ring|ask|say|tell me|give|show|bring|read|take|put|come|"
    r"let|keep|call|look) ",
    re.IGNORECASE,
)
"""How a sentence begins that asks something of those who hear it."""
_BEGINS_ANEW = re.compile(r"(?:Now|Right|So|Anyway),? (?:then,? )?\w+[.…]")
"""How a sentence begins something else: "Now, tomorrow."."""
_BY_THEN = re.compile(r"\bby then\b")
_FEWEST_OF_PLAN = 2
"""Promises of a reply that tells what will be done."""
LIKELY_BESIDE, LIKELY_BESIDE_WITH_TIME = 0.7, 0.38
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
        sentences = tuple(list_typed_sentences(text))
        if not own:
            bare = _find_bare_list(sentences, (asked or {}).get(number, ()))
            joined += [SpokenPromise(number, " ".join(sentences[at] for at in bare))] if bare else []
            continue
        likely = read_promises(sentences, " ".join((asked or {}).get(number, ()))) or (0.0,) * len(sentences)
        placed = [(one, _list_places(sentences, one)) for one in own]
        listed = [PlacedPromise(at[0], at[-1], one) for one, at in placed if at and _goes_in_list(one)]
        alone = [one for one, at in placed if not (at and _goes_in_list(one))]
        closed = {at for one in (*left_out, *alone) if one.reply == number for at in _list_places(sentences, one)}
        listed = _join_orders(listed, sentences, closed)
        lists = _join_placed(sorted(listed, key=lambda one: one.first), sentences, closed)
        elsewhere = [one for one in promises if number in one.again]
        closed.update(at for at, one in enumerate(sentences) if any(_tells(other, one) for other in elsewhere))
        closed.update(at for at, one in enumerate(sentences) if waits_for_leave(text, one) or promises_nothing(one))
        closed.update(at for one in lists for at in range(one.first, one.last + 1))
        whole = []
        plans = len(own) >= _FEWEST_OF_PLAN
        for one in lists:
            taken = _take_beside(one, sentences, likely, closed, plans=plans)
            closed.update(range(taken.first, taken.last + 1))
            whole.append(taken.promise)
        joined += sorted((*alone, *whole), key=lambda one: _find_first(one, own))
    return tuple(joined)


def _find_bare_list(sentences: Sequence[str], asked: Sequence[str]) -> range:
    """Find the sentences that say who and when without a verb: "Half eight, the lift, me".

    Two of them make a list, and stand with those between. So do the steps with a time behind "Here's what I'm doing";
    and an order that was announced, where the family has just asked for all that will happen.

    Args:
        sentences: the sentences of a reply in which nothing else is promised.
        asked: the family's lines straight before it.
    """
    plain = [spell_plain(one) for one in sentences]
    mine = [at for at, one in enumerate(plain) if "?" not in sentences[at] and _BY_ME.search(one)]
    if len(mine) >= _FEWEST_STEPS and sum(find_due(plain[at]) is not None for at in mine) >= _FEWEST_STEPS:
        return range(mine[0], mine[-1] + 1)
    first = next((at for at, one in enumerate(plain) if _SAYS_WHAT_THEY_DO.match(one)), len(plain))
    due = [at for at in range(first + 1, len(plain)) if "?" not in sentences[at] and find_due(plain[at]) is not None]
    if due:
        return range(first, due[-1] + 1)
    if any(_ASKS_FOR_ALL.search(spell_plain(line)) for line in asked):
        steps = [at for at, one in enumerate(plain) if _STEP.match(one) or _I_GO.match(one) or _is_due(one)]
        orders = list_orders(sentences, steps)
        return orders[0] if orders else range(0)
    return range(0)


_BY_ME = re.compile(r"^(?:and )?me (?!and\b|too\b|neither\b)\w+|\bme$")
"""Who will do it, without a verb: "nine tomorrow, me", "me back Monday"."""
_SAYS_WHAT_THEY_DO = re.compile(
    r"^(?:(?:and|so|then|right|now|okay) )*(?:here is|this is) what i (?:am doing|will do)\b"
)
_ASKS_FOR_ALL = re.compile(
    r"\b(?:the rest of it|what else|in order|with days|who is doing|what happens (?:now|next|then)|the other one|"
    r"all of it|what are you going to do|and who to|who to|whole of it)\b"
)
_I_GO = re.compile(
    r"^(?:(?:and|so|then|first|today|tonight|tomorrow|monday|tuesday|wednesday|thursday|friday) )*(?:i (?:go|ring|tell|"
    r"ask|write|bring|come|take|send|see|read|put|change)\b|then\b)"
)


def _goes_in_list(promise: SpokenPromise) -> bool:
    """Whether a promise may stand in a list with others."""
    doubtful = is_unsure(promise) and (promise.likely or 0.0) < DOUBTFUL
    return not (promise.shared or doubtful or is_of_the_call(promise.text))


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


def _join_orders(
    placed: Sequence[PlacedPromise], sentences: Sequence[str], closed: Collection[int]
) -> list[PlacedPromise]:
    """Join what stands in one order that the reply announces: "First, ... Fourth, ...".

    Args:
        placed: the promises of the reply.
        sentences: the sentences of the reply.
        closed: the numbers of the sentences that stand in no list.
    """
    left = list(placed)
    for order in list_orders(sentences, {at for one in placed for at in range(one.first, one.last + 1)}):
        inside = [one for one in left if one.first <= order.stop - 1 and one.last >= order.start]
        if not inside or not set(order).isdisjoint(closed):
            continue
        first = min(order.start, *(one.first for one in inside))
        last = max(order.stop - 1, *(one.last for one in inside))
        whole = inside[0]
        for one in inside[1:]:
            whole = _join_two(whole, one, sentences)
        text = " ".join(sentences[first : last + 1])
        left = [one for one in left if one not in inside]
        left.append(PlacedPromise(first, last, replace(whole.promise, text=text)))
    return left


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
        at not in closed
        and not _TURNS_TO_CHAT.match(sentences[at])
        and "?" not in sentences[at]
        and len(sentences[at].split()) <= _count_between(sentences[at])
        for at in between
    )


_TURNS_TO_CHAT = re.compile(r"(?:(?:And|So|Then),? )?(?:(?:[Cc]ome|[Gg]o) on\b|[Ll]et['’]s\b)")
"""How somebody turns from their plan to what is at hand: "Come on, let's see these moons"."""


def _count_between(sentence: str) -> int:
    """Count the words that a sentence may have to stand between two promises."""
    plain = spell_plain(blank_quotations(sentence))
    timed = find_due(plain) is not None and _NO_PLAN.search(plain) is None
    return LONGEST_TIMED_BETWEEN if timed else LONGEST_BETWEEN


_NO_PLAN = re.compile(
    r"\b(?:was|were|had|did|said|wrote|told|would|should|wants?|wanted|like|sorry|thank|please|hard)\b|"
    r"\b(?:it|this) is (?:(?:nearly|about|only|just) )?(?:(?:half|quarter|\w+) (?:past|to) )?\w+(?: today| now)?$"
)
"""How a sentence says what the time is, what was, or what would be liked."""
_ASKS_FIRST = re.compile(
    r"(?:(?:and|so|then|but) )*(?:you|if|when|say|do not|send|write|ring|ask|tell|give|bring|come)\b"
)
"""How a sentence begins that is of what they do."""
_PLANNED = re.compile(
    # What becomes of a thing, a record or a person: "Six stops go in", "It comes out", "The two go back to me".
    r"^(?!.*\b(?:if|when|could|should|can|did|was|were)\b)(?:(?:and|so|then|but) )*(?!(?:i|we|you|he|she|who|what)\b)"
    r"(?:\w+ ){1,7}?(?:(?:goes|go|comes|come|is going|are going|is coming) (?:in|out|off|back|down as|to (?:me|mr|mrs|"
    r"ms|dr))\b|stays? (?:in|out|on|here|written)\b)|"
    r"^(?:(?:and|so|then) )*(?!(?:i|we|you|he|she|who|what)\b)(?:\w+ ){1,3}gets? (?:nothing|told|asked|a letter|a copy|"
    r"seen|rung)\b|^(?:(?:and|so|then) )*you(?: both| two)? get (?:a|the|your own) (?:copy|letter)\b|"
    # What will not be done again, or not without them.
    r"^(?:(?:and|so|then|but) )*(?:(?:mr|mrs|ms|dr) )?(?!i\b|we\b|you\b)\w+ (?:will not|(?:is|are) not going to) be "
    r"\w+(?:ed|en|nt)\b"
)
"""How it is said beside a promise what will become of something: there it is promised as well."""
_BY_TIME = re.compile(rf"^(?:(?:and|so|then) )*(?:by|on|before) {DATE}|\bby {DATE}|\w+ by (?:half )?{HOUR}\b")


def _is_planned(sentence: str) -> bool:
    """Whether a sentence says what is done by when, or what becomes of something."""
    plain = spell_plain(blank_quotations(sentence))
    if _PLANNED.search(plain) or awaits_them(plain) or does_at_time(plain):
        return True
    return not (_BY_TIME.search(plain) is None or _NO_PLAN.search(plain) or _ASKS_FIRST.match(plain))


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


def _does_next(sentence: str) -> bool:
    """Whether a sentence says in the present what its speaker does next: "I ask for the call"."""
    plain = _IF_THEY_AGREE.sub("", spell_plain(blank_quotations(sentence)))
    # What is asked may be of what was: "I ask the police whose description it was".
    return _DOES_NEXT.match(_ASKED_OF.sub("", plain)) is not None


_ASKED_OF = re.compile(r"(?<=\w )(?:whose|what|who|why|how) .*")

_IF_THEY_AGREE = re.compile(
    r"^(?:(?:and|but|so) )*(?:if|when) (?:you|he|she|they)(?: and (?:\w+ )?\w+| both| two)? (?:say (?:so|yes)|agree) "
)
"""A condition of what is done next, which is quoted with it: "If you say so, I find a solicitor"."""


_DOES_NEXT = re.compile(
    r"(?!.*\b(?:was|were|had|did|if|yesterday|last|always|usually|every|because)\b)(?:(?:and|then|so|tonight|today|tomorrow|"
    r"friday|monday) )*(?:i|we) (?:ask|ring|tell|write|put|take|bring|send|find|look for|come|go|speak|book|email|"
    r"chase|phone|correct|strike|meet)\b(?! (?:and|or)\b).* "
)


def _take_beside(
    one: PlacedPromise, sentences: Sequence[str], likely: Sequence[float], closed: Collection[int], *, plans: bool
) -> PlacedPromise:
    """Take in the sentences beside a list that likely promise as well.

    Args:
        one: the list.
        sentences: the sentences of the reply.
        likely: how likely each of them promises.
        closed: the numbers of the sentences that stand elsewhere, or in no list.
        plans: whether the reply promises so much that it is a plan.
    """
    first, last = one.first, one.last

    def belongs(at: int) -> bool:
        if not 0 <= at < len(sentences) or at in closed or "?" in sentences[at]:
            return False
        if _ASKS_OF_THEM.match(sentences[at]) or (at > last and _BEGINS_ANEW.match(sentences[at])):
            return False
        if _does_next(sentences[at]) and _does_next(sentences[last if at > last else first]):
            return True
        words = sum(len(sentence.split()) for sentence in sentences[first : last + 1])
        if words + len(sentences[at].split()) > LONGEST_LIST:
            return False
        timed = find_due(spell_plain(sentences[at])) is not None or _BY_THEN.search(sentences[at]) is not None
        return (
            likely[at] >= (LIKELY_BESIDE_WITH_TIME if timed else LIKELY_BESIDE)
            or _is_planned(sentences[at])
            or acts(at)
        )

    def acts(at: int) -> bool:
        """Whether a sentence says what is done next, in a reply that tells what will be."""
        return plans and _does_next(sentences[at])

    def is_next_but_one(at: int) -> bool:
        """Whether a sentence says what is done when, and what stands before it may stand with it."""
        if not belongs(at) or _ASKS_OF_THEM.match(sentences[at - 1]):
            return False
        between = _may_stand_between(range(at - 1, at), sentences, closed)
        return between and does_at_time(spell_plain(blank_quotations(sentences[at])))

    while belongs(last + 1) or is_next_but_one(last + 2):
        last += 1
    while belongs(first - 1):
        first -= 1
    promise = replace(one.promise, text=" ".join(sentences[first : last + 1]))
    return PlacedPromise(first, last, promise)


# --- An order that a reply announces: "In order, then. First, the doctor. Fourth, you read it."


LONGEST_ORDER = 120
"""Words of an order that a page quotes whole."""
_FEWEST_STEPS, _FEWEST_ANNOUNCED = 2, 3
"""The sentences of an order: with their numbers, and with what announces them."""
_STEP = re.compile(r"(?:(?:and|so|then) )?(?:first|firstly|second|secondly|third|thirdly|fourth|fifth|sixth|lastly)\b")
"""How a step begins that has its number."""
_NUMBERED = re.compile(
    r"(?:And |So |Then )?(?:First|Second|Third|Fourth|Fifth|Sixth)(?:ly)?[,:.]|Lastly[,:]|(?:One|Two|Three|Four|Five),"
)
_IN_ORDER = re.compile(r"(?:(?:and|so|then|right) )*in order(?: then)?$")
_ANNOUNCES = re.compile(
    r"^(?:(?:and|so|then|right|now|ok|okay) )*(?:in order(?: then)?$|"
    r"(?:here is|this is) (?:me|the rest|the lot|the order|the plan|the list|the next step|what happens|what i will "
    r"do|what we will do|what i am doing|who hears)\b|(?:i will tell you )?(?:what happens|who hears)(?: it)? "
    r"(?:now|next|today|tonight|tomorrow)\b)"
)
"""How somebody announces what will be done, one thing after the other: "In order, then.", "Here's the rest"."""
_ASKS_THERE = re.compile(
    r"(?:(?:and|so|then|but) )*(?:do not|say|tell|show|give|read|let|listen|look|come|sit|take your)\b(?! me out)"
)
"""How a sentence begins that asks something of those who hear it, there and then."""


def list_orders(sentences: Sequence[str], promised: Collection[int]) -> list[range]:
    """List the places of the sentences of each order that a reply announces or numbers.

    Args:
        sentences: the sentences of the reply, as they were typed.
        promised: the numbers of those that are promised; an order has one of them at least.
    """
    orders: list[range] = []
    at = 0
    while at < len(sentences):
        order = _follow_numbers(sentences, at) or _follow_announced(sentences, at, promised)
        if _is_order(sentences, order, promised):
            orders.append(order)
            at = order.stop
        else:
            at += 1
    return orders


def _is_order(sentences: Sequence[str], order: range, promised: Collection[int]) -> bool:
    """Whether some sentences are an order: under a bare heading two have a promise or a time.

    Args:
        sentences: the sentences of the reply.
        order: the numbers of those that may be one.
        promised: the numbers of those that are promised.
    """
    if set(order).isdisjoint(promised) or sum(len(sentences[at].split()) for at in order) > LONGEST_ORDER:
        return False
    if _NUMBERED.match(sentences[order.start]):
        return len(order) >= _FEWEST_STEPS
    kept = sum(at in promised or find_due(spell_plain(sentences[at])) is not None for at in order)
    in_order = _IN_ORDER.match(spell_plain(sentences[order.start])) is not None
    return len(order) >= _FEWEST_ANNOUNCED and (in_order or kept >= _FEWEST_STEPS)


def _follow_numbers(sentences: Sequence[str], first: int) -> range:
    """Follow the steps that have their numbers, from one; one sentence may stand between two."""
    if not _NUMBERED.match(sentences[first]):
        return range(0)
    last = first
    for at in range(first + 1, len(sentences)):
        if "?" in sentences[at] or at - last > _FEWEST_STEPS:
            break
        if _NUMBERED.match(sentences[at]):
            last = at
    return range(first, last + 1)


def _follow_announced(sentences: Sequence[str], first: int, promised: Collection[int]) -> range:
    """Follow what was announced, up to its last promise or numbered step.

    Args:
        sentences: the sentences of the reply.
        first: the number of the one that may announce it.
        promised: the numbers of those that are promised.
    """
    if "?" in sentences[first] or not _ANNOUNCES.match(spell_plain(blank_quotations(sentences[first]))):
        return range(0)
    last = first
    for at in range(first + 1, len(sentences)):
        plain = spell_plain(sentences[at])
        if "?" in sentences[at] or _ASKS_THERE.match(plain):
            break
        if at in promised or _STEP.match(plain) or _is_due(plain):
            last = at
    return range(first, last + 1)


def _is_due(plain: str) -> bool:
    """Whether a step of an order has its time: "The date from me, Wednesday"."""
    return find_due(plain) is not None and not (_NO_PLAN.search(plain) or _ASKS_FIRST.match(plain))
