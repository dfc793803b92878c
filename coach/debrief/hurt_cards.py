"""The cards of replies that hurt: what was put right, and what nothing went back to.

Begin with `make_mended_card`, and with `make_hurt_card` for what was left. Of what was put right both replies stand
whole, the earlier one first, each with what the family said straight after. The two belong together only where that is
sure: the later one quotes the earlier, has two of its words in what it owns, or comes straight after a hurt and begins
by owning it. What was left stands with words to try. After a conversation in which more than two such replies were
about race, `make_other_hurts_card` lists the rest of them.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from coach.debrief.acknowledgements import takes_apology
from coach.debrief.first_page import (
    GO_BACK_TO,
    HURT,
    CardKind,
    CardPart,
    CardSuggestion,
    CardText,
    DebriefCard,
    MarkKind,
    PictureMark,
    say_went_back,
    say_went_back_to,
)
from coach.debrief.mending import (
    NAMING_IT,
    OF_RACE,
    OF_RACE_ITSELF,
    OF_TALK,
    PUT_RIGHT,
    SAID_FIRST,
    clearly_helps,
    denies_unsaid,
    find_mending,
    find_taken_back,
    has_clear,
    is_about_race,
    is_sure_pair,
    list_mended_by,
    list_owned,
    list_owned_words,
    list_pair,
    mends_in_words,
    owns,
    says_again,
    took_it_back_to,
    was_hurtful,
    was_surely_left,
    weigh_hurt,
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
from coach.debrief.suggestions import MOST_WAYS, choose_suggestions, find_own_words, find_words_for
from coach.debrief.wording import (
    find_content_words,
    is_mostly_said,
    says_racism,
    share_words,
    split_sentences,
    take_beginning,
)
from coach.language.catalogue import say
from coach.model.conditions import SCENE
from coach.model.reading import Certainty
from coach.model.rubric import Polarity
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
            # Words that the reply straight before has too are those that were just said.
            one.number == mark.reply - 1,
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


# --- What nothing went back to

WENT_BACK_TO = "You went back to this"
NOT_TAKEN_UP = "No later line of yours comes back to it."
NONE_COMES_BACK = "No later line of yours comes back to these."
MOST_OTHERS = 3
"""The replies that are listed below the two that have a card of their own."""
MANY = 3
MOST_LIKELY = 0.75
"""How likely a hurt is that is listed after a talk in which nothing was owned; of such three in four are right."""


def make_hurt_card(facts: PageFacts, mark: PictureMark) -> DebriefCard:
    """Make the card of a reply that the family drew back from, with its mending if there is one."""
    did = say_what_they_did(facts, mark)
    parts: list[CardPart] = [*list_pair(facts, mark.reply, before=True), *([CardText(text=did)] if did else [])]
    mending = find_mending(facts, mark.reply)
    if mending:
        parts += [CardText(text=say_went_back(mark.reply, mending)), *list_pair(facts, mending)]
    else:
        parts += choose_words_there(facts, mark)
    then = say(" You went back to it in reply {reply}.", reply=mending) if mending else ""
    return DebriefCard(
        id=f"{HURT}{mark.reply}",
        kind=CardKind.BACK,
        title=say(WENT_BACK_TO) if mending else say(GO_BACK_TO),
        brief=f"{say('Reply {reply}.', reply=mark.reply)} {did}{then}".strip(),
        parts=tuple(parts),
        replies=(mark.reply, mending) if mending else (mark.reply,),
    )


def choose_words_there(facts: PageFacts, mark: PictureMark) -> tuple[CardSuggestion, ...]:
    """Choose other words for a reply that hurt, of those that were written.

    They are its branch's, its line's or a matter's; where there are none, the rubric's.

    Where racism was told or made less of, words that name it go first; else those that ask.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
    """
    exchange = facts.exchange(mark.reply)
    own = find_own_words(facts.script, exchange, facts.list_said(), facts.keep_fitting)
    before = tuple(line for line in exchange.cue if line.speaker != SCENE)[-1:]
    line = " ".join(line.text for line in before)
    # What it made less of may be a matter that was told earlier in the same answer.
    gone_past = [left.matter.words for left in facts.matters if left.after_reply + 1 == mark.reply]
    words = [*find_words_for(facts.script, before, None), *(way for way in gone_past if share_words(way, line))]
    about_race = is_about_race(facts, mark.reply)

    def rank(way: str) -> tuple[bool, bool]:
        return about_race and not says_racism(way), "?" not in way

    # The reply that hurt has words of the line, and does not say what the way says.
    others = [text for number, text in enumerate(facts.list_said(), 1) if number != mark.reply]
    there = choose_suggestions(
        others[: mark.reply - 1],
        sorted(
            (way for way in facts.keep_fitting(*words) if not any(is_mostly_said(way, (text,)) for text in others)),
            key=rank,
        ),
        typed=mark.said.text,
        missed=True,
        line=line,
        heard=facts.list_theirs(before=mark.reply),
    )
    ways = (*(CardSuggestion(text=way) for way in own), *there)
    return tuple(sorted(ways, key=lambda way: rank(way.text)))[:MOST_WAYS] or find_taking_back(facts, mark)


def find_taking_back(facts: PageFacts, mark: PictureMark) -> tuple[CardSuggestion, ...]:
    """Find words that take a reply back, which the rubric has for what it clearly was.

    What was about race goes before what was not.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
    """
    criteria = sorted(facts.exchange(mark.reply).hurts(), key=lambda criterion: criterion not in OF_RACE)
    clear = [criterion for criterion in criteria if has_clear(facts, mark.reply, (criterion,))]
    words = (facts.rubric.criteria[criterion].feedback.take_back for criterion in clear)
    said = facts.list_said()
    return tuple(CardSuggestion(text=way) for way in words if way and not is_mostly_said(way, said))[:MOST_WAYS]


def say_ways_once(cards: Iterable[DebriefCard]) -> tuple[DebriefCard, ...]:
    """Return the cards; words to try that stand on one are left out of the next."""
    once: list[DebriefCard] = []
    for card in cards:
        ways = [part for before in once for part in before.parts if isinstance(part, CardSuggestion)]
        once.append(card.model_copy(update={"parts": tuple(part for part in card.parts if part not in ways)}))
    return tuple(once)


def hurts_twice(cards: Sequence[DebriefCard]) -> bool:
    """Whether two cards are of replies that hurt and that no later one went back to."""
    return sum(card.id.startswith(HURT) and card.title == say(GO_BACK_TO) for card in cards) > 1


def owned_nothing(facts: PageFacts) -> bool:
    """Whether many replies hurt, one of them about race, and none owned anything."""
    if any(owns(exchange) or apologises(exchange.text) for exchange in facts.attempt.replies()):
        return False
    sure = [mark for mark in facts.picture.marks if surely_hurts(facts, mark)]
    return len(sure) >= MANY and any(weigh_hurt(facts, mark) >= OF_RACE_ITSELF for mark in sure)


def surely_hurts(facts: PageFacts, mark: PictureMark) -> bool:
    """Whether a reply surely hurts.

    It does in words that need no weighing, or by a reading that is most likely right.

    Args:
        facts: what the program holds of the attempt.
        mark: the mark of the reply.
    """
    read = facts.exchange(mark.reply).reading
    if read is None or mark.kind is MarkKind.TOLD_MORE:
        return False
    harmful = facts.rubric.of(Polarity.HARMFUL)
    hurts = [one for one in read.verdicts if one.criterion in harmful and one.certainty is Certainty.CLEAR]
    return any(one.likely is None or one.likely >= MOST_LIKELY for one in hurts)


def list_other_hurts(
    facts: PageFacts, standing: Sequence[PictureMark], shown: Collection[PictureMark], *, unowned: bool
) -> list[PictureMark]:
    """List further replies that hurt and were left, the gravest first.

    They are about race; where nothing was owned, those that surely hurt come after them.

    Args:
        facts: what the program holds of the attempt.
        standing: the marks of the replies that hurt and that nothing took back.
        shown: the marks that have a card of their own.
        unowned: whether many replies hurt and none owned anything.
    """
    others = [mark for mark in standing if mark not in shown and weigh_hurt(facts, mark) >= OF_RACE_ITSELF]
    if unowned:
        marks = (mark for mark in facts.picture.marks if mark not in shown and mark not in others)
        others += [mark for mark in marks if surely_hurts(facts, mark) and was_surely_left(facts, mark.reply)]
    return others


def make_other_hurts_card(marks: Sequence[PictureMark]) -> Iterator[DebriefCard]:
    """Make the card that lists further replies that hurt and that nothing took back.

    Args:
        marks: the marks of those replies, the gravest first.
    """
    if not marks:
        return
    shown = sorted(marks[:MOST_OTHERS], key=lambda mark: mark.reply)
    none = say(NONE_COMES_BACK if len(shown) > 1 else NOT_TAKEN_UP)
    yield DebriefCard(
        id=f"{HURT}others",
        kind=CardKind.BACK,
        title=say(GO_BACK_TO),
        brief=none,
        parts=(*(mark.said for mark in shown), CardText(text=none)),
        replies=tuple(mark.reply for mark in shown),
    )
