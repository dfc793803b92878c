"""The card of what was put right or taken back, behind what was said first.

Begin with `make_mended_card`. Both replies stand whole, the earlier one first, each with what the family said straight
after. The two belong together only where that is sure: the later one quotes the earlier, has two of its words in what
it owns, or comes straight after a hurt and begins by owning it.
"""

from collections.abc import Collection, Iterator

from coach.debrief.acknowledgements import takes_apology
from coach.debrief.first_page import CardKind, CardPart, CardText, DebriefCard, MarkKind, PictureMark, say_went_back_to
from coach.debrief.mending import (
    NAMING_IT,
    OF_TALK,
    PUT_RIGHT,
    SAID_FIRST,
    clearly_helps,
    denies_unsaid,
    find_mending,
    find_taken_back,
    is_about_race,
    is_sure_pair,
    list_mended_by,
    list_owned,
    list_owned_words,
    mends_in_words,
    owns,
    says_again,
    took_it_back_to,
    was_hurtful,
)
from coach.debrief.owning import (
    apologises,
    begins_anew,
    begins_with_sorry,
    defers,
    find_owning,
    goes_back,
    holds_off,
    judges_own,
    owns_only_unsaid,
    pushes_back,
    rebuffs,
    refuses,
)
from coach.debrief.page_facts import PageFacts, choose_answer, choose_direct_answer, choose_lines, say_what_they_did
from coach.debrief.picture import owns_first
from coach.debrief.slights import is_half_sorry
from coach.debrief.wording import find_content_words, split_sentences, take_beginning
from coach.language.catalogue import say
from coach.rehearsal.state import Exchange

TAKEN_BACK = "You took this back"


def make_mended_card(facts: PageFacts, used: Collection[int], placed: Collection[int] = ()) -> DebriefCard | None:
    """Make the card of what was put right or taken back, behind what it goes back to.

    What they took in words shows most, then what mends a hurt about race, then what says sorry or judges its own
    words, then any hurt, then the later; of what was taken back at once, the first.

    Args:
        facts: what the program holds of the attempt.
        used: the replies that stand on the page already.
        placed: the replies that stand in a row, which are taken from it only for a hurt that was mended.
    """
    at_once = [*list_taken_back_at_once(facts)]
    pairs = [pair for pair in list_mendings(facts) if not any(reply in used for reply in pair)]
    pairs = [pair for pair in pairs if pair[1] not in placed or was_hurtful(facts, pair[0]) or pair not in at_once]
    if not pairs:
        return None

    def rank(pair: tuple[int, int]) -> tuple[bool, bool, bool, bool, bool, int]:
        earlier, later = pair
        hurt, late = was_hurtful(facts, earlier), pair not in at_once
        taken = bool(say_what_they_did(facts, facts.mark(later))) and facts.mark(later).kind is MarkKind.PUT_RIGHT
        said = facts.exchange(later).text
        sorry = apologises(said) or judges_own(said)
        return taken, hurt and is_about_race(facts, earlier), sorry, hurt, late, later if late else -later

    return _make_card(facts, *max(pairs, key=rank))


def list_taken_back_at_once(facts: PageFacts) -> Iterator[tuple[int, int]]:
    """Yield each reply that the very next one begins by owning, with the number of that one.

    It owns the words of the reply before it, or it begins with a sorry that was surely taken. One that was turned down,
    or that they drew back from, is none. A greeting is nothing to come back to.
    """
    for mark in facts.picture.marks[_FIRST_TAKEN_BACK:]:
        exchange, before = facts.exchange(mark.reply), facts.exchange(mark.reply - 1)
        first = [line.text for line in choose_direct_answer(facts, mark)[:1]]
        turned = any(is_turned(line) for line in first for is_turned in (pushes_back, refuses, holds_off, rebuffs))
        hurt = exchange.hurts() or before.hurts()
        drew = MarkKind.DREW_BACK in (mark.kind, facts.mark(before.number).kind)
        # A hurt, or what they drew back from, is one to go back to, with its mending.
        if turned or not first or hurt or drew or denies_unsaid(facts, exchange):
            continue
        begins = take_beginning(exchange.text)
        taken = begins_with_sorry(exchange.text) and takes_apology(first[0])
        if taken or (apologises(begins) and goes_back(before.text, begins, straight_after=True)):
            yield before.number, mark.reply


_FIRST_TAKEN_BACK = 2


def list_mendings(facts: PageFacts) -> Iterator[tuple[int, int]]:
    """Yield each reply that a later one surely put right or took back, with the later one.

    Args:
        facts: what the program holds of the attempt.
    """
    at_once = {later: earlier for earlier, later in list_taken_back_at_once(facts)}
    for mark in facts.picture.marks[1:]:
        if is_half_sorry(mark.said.text) or mark.kind is MarkKind.DREW_BACK:
            continue
        if mark.kind is not MarkKind.PUT_RIGHT and facts.exchange(mark.reply).hurts():
            continue  # what hurts anew beside its sorry puts nothing right
        # A greeting is seldom what is put right.
        right = find_taken_back(facts, mark.reply) if mark.kind is MarkKind.PUT_RIGHT else 0
        back_to = (right if right > 1 else 0) or _find_surely_owned(facts, mark) or at_once.get(mark.reply, 0)
        back_to = back_to or _find_just_said(facts, mark) or _find_judged(facts, mark)
        # What should have been said as well takes nothing back of a reply that hurt nobody.
        only_adds = owns_only_unsaid(mark.said.text) and mark.kind is not MarkKind.PUT_RIGHT
        if back_to and (only_adds or owns(facts.exchange(back_to))) and not was_hurtful(facts, back_to):
            continue
        if back_to and is_sure_pair(facts, back_to, mark.reply):
            yield back_to, mark.reply


def _find_surely_owned(facts: PageFacts, mark: PictureMark) -> int:
    """Find the earlier reply that a later one surely owns; 0 if there is none."""
    exchange = facts.exchange(mark.reply)
    first = [line.text for line in choose_direct_answer(facts, mark)[:1]]
    turned = any(turns(line) for line in first for turns in (pushes_back, refuses, holds_off, rebuffs, defers))
    sorry = owns(exchange) or apologises(exchange.text)
    if turned or not first or not sorry or exchange.hurts() or denies_unsaid(facts, exchange):
        return 0
    earlier = [facts.exchange(number) for number in range(1, mark.reply)]
    earlier = [one for one in earlier if not owns(one)]
    also = list_owned(facts, exchange) if exchange.repaired else ()
    owned, quoted = list_owned_words(facts, exchange.text, also)

    def count_own(one: Exchange) -> int:
        """Count the words of what is owned that a reply has; one that it has alone counts twice."""
        shared = owned & find_content_words(one.text)
        # Of several hurts in the same word any is the one; what hurt nobody has to have its word alone.
        others = [other for other in earlier if other is not one and not was_hurtful(facts, other.number)]
        others = others if was_hurtful(facts, one.number) else [other for other in earlier if other is not one]
        alone = shared - frozenset[str]().union(*(find_content_words(other.text) for other in others))
        return len(shared) + len(alone) + _SURELY * bool(quoted & alone)

    def is_sure(one: Exchange) -> bool:
        if one.number == 1 and not find_owning(exchange.text):
            return False  # a greeting is seldom what is put right
        if not owns(exchange):
            return says_again(facts, one.text, mark.reply)
        mended = find_mending(facts, one.number)
        hurt = was_hurtful(facts, one.number)
        if mended not in (0, mark.reply) or (not mended and not hurt and not quoted):
            return False
        # What names race openly is seldom what is taken back.
        if not hurt and NAMING_IT.intersection(facts.mark(one.number).by_you):
            return False
        straight = one.number == mark.reply - 1
        begins = straight and hurt and (owns_first(exchange) or exchange.repaired)
        return begins or says_again(facts, one.text, mark.reply) or count_own(one) >= (_SURELY if hurt else 2 * _SURELY)

    sure = [one for one in earlier if is_sure(one)]
    # What is quoted was said first by the first who has it.
    best = max(
        sure,
        key=lambda one: (
            was_hurtful(facts, one.number),
            is_about_race(facts, one.number),
            says_again(facts, one.text, mark.reply),
            count_own(one),
        ),
        default=None,
    )
    return best.number if best else 0


def _find_judged(facts: PageFacts, mark: PictureMark) -> int:
    """Find the hurtful reply that the very next one judges or begins anew; or 0."""
    earlier = mark.reply - 1
    first = [line.text for line in choose_direct_answer(facts, mark)[:1]]
    turned = any(turns(line) for line in first for turns in (pushes_back, refuses, holds_off, rebuffs, defers))
    judged = judges_own(mark.said.text) or begins_anew(mark.said.text)
    return earlier if judged and first and not turned and was_hurtful(facts, earlier) else 0


def _find_just_said(facts: PageFacts, mark: PictureMark) -> int:
    """Find the reply straight before a sorry in words that has two of its words beside it; or 0."""
    earlier = mark.reply - 1
    first = [line.text for line in choose_direct_answer(facts, mark)[:1]]
    turned = any(turns(line) for line in first for turns in (pushes_back, refuses, holds_off, rebuffs, defers))
    if earlier < 2 or not first or turned or not mends_in_words(facts, mark.reply):
        return 0
    before = facts.exchange(earlier)
    theirs = " ".join(line.text for line in before.cue)
    people = " ".join(person.called for person in facts.script.people.values())
    own = find_content_words(before.text) - find_content_words(f"{theirs} {people}") - OF_TALK
    sentences = split_sentences(mark.said.text)
    sorry = {at + near for at, one in enumerate(sentences) if apologises(one) for near in (-2, -1, 0, 1, 2)}
    beside = find_content_words(" ".join(one for at, one in enumerate(sentences) if at in sorry))
    # What clearly helped is seldom what is taken back.
    least = _SURELY + clearly_helps(facts, earlier)
    return earlier if len(own & beside) >= least and not owns(before) else 0


_SURELY = 2
"""Words of an earlier reply that hurt, in what is owned, by which it surely is that reply: one alone counts twice."""


def _make_card(facts: PageFacts, earlier: int, later: int) -> DebriefCard:
    """Make the card of an earlier reply and the later one that put it right or took it back."""
    mark, hurts = facts.mark(later), list_mended_by(facts, later, earlier)
    did = say_what_they_did(facts, mark) if mark.kind in _SAYS_SO else ""
    did = did if took_it_back_to(facts, later, earlier) else ""
    answer = choose_answer(facts, mark) if did else choose_direct_answer(facts, mark)
    in_words = any(takes_apology(line.text) for line in answer[:1]) and took_it_back_to(facts, later, earlier)
    return DebriefCard(
        id=f"mended-{later}",
        kind=CardKind.KEEP,
        title=say(PUT_RIGHT) if mark.kind is MarkKind.PUT_RIGHT or in_words else say(TAKEN_BACK),
        brief=f"{say('Reply {reply}.', reply=later)} {did}".strip(),
        parts=(
            CardText(text=say(SAID_FIRST)),
            *(part for hurt in hurts for part in _list_said_first(facts, facts.mark(hurt))),
            CardText(text=say_went_back_to(hurts, later)),
            mark.said,
            *choose_lines(facts, mark, answer),
            *([CardText(text=did)] if did else []),
        ),
        replies=(later, *hurts),
    )


def _list_said_first(facts: PageFacts, hurt: PictureMark) -> Iterator[CardPart]:
    """Yield a reply that was gone back to, with its answer and what they did if they drew back."""
    drew = say_what_they_did(facts, hurt) if hurt.kind in _SAYS_SO else ""
    yield hurt.said
    yield from (choose_answer if drew else choose_direct_answer)(facts, hurt)
    if drew:
        yield CardText(text=drew)


_SAYS_SO = (MarkKind.PUT_RIGHT, MarkKind.DREW_BACK)
