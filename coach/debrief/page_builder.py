"""Building the page of a debrief: the picture, and cards of facts and whole lines.

Begin with `build_page`; `build_picture` makes the marks, which come from what the family said straight after each
reply, and never from the rubric. Wrong claims cost most, so a card is made only from what the program holds: who
spoke, in what order, by which branch the family answered, and what the scenario's author wrote for it. What is unsure
is left out.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import zip_longest

from coach.debrief.acknowledgements import says_heard, thanks
from coach.debrief.evidence import Ground, collect_marks, describe_subject, is_read_by_wording, list_harms
from coach.debrief.first_page import (
    AGAIN,
    BACK,
    HURT,
    CardKind,
    CardPart,
    CardText,
    ConversationPicture,
    DebriefCard,
    DebriefPage,
    LearnerAnswers,
    MarkKind,
    PictureMark,
    PictureSubject,
    SaidLine,
)
from coach.debrief.hurt_cards import hurts_twice, make_mended_card
from coach.debrief.keep_card import choose_keep
from coach.debrief.mending import spoke_out_at
from coach.debrief.moments import choose_back, make_chosen_cards
from coach.debrief.openings import list_left_openings, list_open_matters, resolve_openings
from coach.debrief.owned_card import MOST_OWNED, make_answered_cards, make_owned_card
from coach.debrief.owning import contradicts, find_owning, holds_off, rebuffs
from coach.debrief.page_facts import RACISM, PageFacts, mark_as_shown
from coach.debrief.passed_over import find_passed_over, make_passed_over_card
from coach.debrief.picture import (
    LIKELY,
    draws_back,
    find_named,
    hurts,
    is_put_right,
    list_answering,
    list_doing,
    list_moves,
    list_openers,
    list_spoken,
    may_hurt,
    puts_off,
    quote_lines,
    quote_reply,
    speaks_out,
    takes_back,
    tells_more,
    waits_for_good,
    went_past,
)
from coach.debrief.plan_cards import is_said_in_fun, keep_shown, make_plan_cards, make_question_card
from coach.debrief.promise_keeping import was_kept
from coach.debrief.promise_lists import join_lists
from coach.debrief.promises import find_promises
from coach.debrief.report import (
    CLOSE,
    INTENTION,
    LESS_WELL,
    LIMITS,
    SubjectOutcome,
    VerdictMark,
    combine_reflections,
)
from coach.debrief.slights import denies_race
from coach.debrief.speech import count_speech
from coach.debrief.subject_rows import choose_places, find_row_replies, make_subject_cards
from coach.debrief.waiting_card import make_waiting_card
from coach.debrief.wording import SubjectNamer, count_told, drop_speeches, says_again
from coach.language.catalogue import say
from coach.matching.memory import remember_while
from coach.model.conditions import SCENE, Line
from coach.model.events import Replied
from coach.model.rubric import Level, Polarity, Rubric
from coach.rehearsal.line_blocks import find_tags
from coach.rehearsal.script import Script
from coach.rehearsal.state import Attempt, Exchange, History

# --- The two questions before the page

QUESTIONS = {
    AGAIN: "Before you look back: which of your lines would you stand by?",
    BACK: "Which would you take back?",
}
"""The two questions, by what their answers are kept under. Each can be skipped with Enter."""
HOW_TO_ANSWER = "The number of a reply, a few words of it, or Enter to skip."


def make_page_key(question: str, attempt: int) -> str:
    """Return what the answer to one of the two questions is kept under for an attempt."""
    return question if attempt == 1 else f"{question}_{attempt}"


def read_page_key(on: str) -> tuple[str, int] | None:
    """Return the question and the attempt that an answer is kept under; None for other answers."""
    question, _, number = on.rpartition("_") if on not in (AGAIN, BACK) else (on, "", "1")
    return (question, int(number)) if question in (AGAIN, BACK) and number.isdecimal() else None


def read_answers(history: History, attempt: int) -> LearnerAnswers:
    """Read the stored answers to the two questions before the page; the last to each stands."""
    kept = {event.on: event.words for event in history.reflected}
    again, back = (kept.get(make_page_key(question, attempt), "") for question in (AGAIN, BACK))
    return LearnerAnswers(again=again, back=back)


# --- The page


@remember_while()
def build_page(
    script: Script,
    rubric: Rubric,
    history: History,
    attempt: int = 0,
    answers: LearnerAnswers | None = None,
) -> DebriefPage:
    """Build the page of one attempt.

    Args:
        script: the scenario that was played.
        rubric: the rubric that the replies were read by.
        history: the replayed rehearsal.
        attempt: the number of the attempt, from 1; 0 means the last.
        answers: what the practitioner answered before the page; None for what was stored.
    """
    chosen = history.attempt(attempt)
    answers = read_answers(history, chosen.number) if answers is None else answers
    names = SubjectNamer(rubric)
    left = list_left_openings(script, rubric, chosen, names.find)
    picture = build_picture(
        script,
        chosen,
        _list_subjects(script, rubric),
        names.find,
        {opening.after_reply for opening in left if opening.after_reply and opening.reply},
        rubric.of(Polarity.AVOIDANT),
        lambda exchange: _list_read_subjects(rubric, names, exchange),
        _list_noted_subjects(rubric, _drop_takings_up(chosen, collect_marks(script, rubric, chosen, history.disputed))),
        plans=rubric.plans,
    )
    denying = frozenset(exchange.number for exchange in chosen.replies() if names.list_denied(exchange.text))
    facts = PageFacts(
        script, rubric, chosen, names, picture, left, answers, list_open_matters(script, chosen, names.find), denying
    )
    said = [(exchange.number, exchange.text) for exchange in chosen.replies()]
    # What was said so that the family drew back from it is no promise to them, whatever its words.
    met = [mark for mark in picture.marks if mark.kind is not MarkKind.DREW_BACK]
    taken = [(mark.reply, mark.said.text) for mark in met if not spoke_out_at(facts, mark)]
    after = script.dialogue.afterwards
    after_each = {mark.reply: [line.text for line in mark.after[:_FIRST_LINES]] for mark in picture.marks}
    before_each = {e.number: [line.text for line in e.cue if line.speaker != SCENE] for e in chosen.replies()}
    all_promises = find_promises(taken, after.not_yours_alone, after_each, before_each)
    owed = [one for one in all_promises if not is_said_in_fun(facts, one) and not was_kept(facts, one)]
    promises = join_lists(owed, taken, before_each, [one for one in all_promises if one not in owed])
    theirs = tuple(make_chosen_cards(facts))
    above = {reply: "above" for card in theirs for reply in card.replies}
    promising = {promise.reply for promise in promises}
    # A reply that named racism, and was taken up, stands in its row; another one is kept.
    placed = {place.mark.reply for place in choose_places(facts, above, promising).values()}
    moments = (*theirs, *choose_moments(facts, set(above), find_row_replies(facts, above, promising), placed))
    # What stands whole on a card below, such as the only reply that could be kept, is only named in the row.
    below = {
        part.reply: "below" for card in moments for part in card.parts if isinstance(part, SaidLine) and part.reply
    }
    # Of two places alike that one is shown which does not stand on a card below.
    places = choose_places(facts, above | below, promising)
    quoted = [part for card in moments for part in card.parts]
    levels = describe_rows(script, rubric, history, chosen)
    stand = keep_shown(facts, promises)
    rows = show_passed_over(
        facts, tuple(make_subject_cards(facts, places, levels, stand, below | above, quoted)), moments
    )
    not_so = {event.card for event in history.contradicted if event.attempt == chosen.number}
    plan = make_plan_cards(facts, promises, (*rows, *moments), not_so)
    made = (*_make_later_card(script, chosen), *rows, *moments, *plan)
    question = make_question_card(facts, made)
    cards = sorted((*made, *([question] if question else [])), key=lambda card: list(CardKind).index(card.kind))
    cards = shorten_cards(list(quote_twice_at_most(cards, not_so)))
    return DebriefPage(
        title=script.dialogue.title,
        attempt=chosen.number,
        attempts=len(history.attempts),
        stops=history.stops(),
        intention=history.began.intention if history.began else "",
        happened=combine_reflections(event.words for event in history.reflected if event.on == INTENTION).describe(),
        picture=mark_as_shown(facts),
        talk=count_speech(text for _, text in said),
        cards=tuple(card for card in cards if card.id not in not_so),
        taken_off=tuple(card for card in cards if card.id in not_so),
        limits=f"{say(LIMITS)} {say(LESS_WELL)}" if is_read_by_wording(chosen) else say(LIMITS),
        close=say(CLOSE),
    )


_FIRST_LINES = 3
"""The lines of an answer in which an offer is accepted."""
MOST_WORDS = 250
"""Words on all cards that nobody said in the conversation."""


def choose_moments(
    facts: PageFacts, theirs: set[int], rows: Collection[int] = (), placed: Collection[int] = ()
) -> Iterator[DebriefCard]:
    """Choose what was owned, what to keep, what to go back to, and what waits for an answer.

    Args:
        facts: what the program holds of the attempt.
        theirs: the replies that the practitioner chose: the coach does not choose them again.
        rows: the replies that stand in a row: another is kept, if another can be.
        placed: the replies that stand in any row: what they own is shown there.
    """
    owned = make_owned_card(facts, theirs)
    if owned:
        yield owned
    held_up = theirs.union(owned.replies if owned else ())
    keep = choose_keep(facts, held_up.union(rows)) or choose_keep(facts, held_up)
    used = held_up.union(keep.replies if keep else ())
    mended = make_mended_card(facts, used, placed)
    paired = mended.replies if mended else ()
    answered = make_answered_cards(facts, used.union(rows, placed, paired), MOST_OWNED - bool(owned))
    yield from answered
    if keep:
        yield keep
    if mended:
        yield mended
    used = used.union(paired, *(card.replies for card in answered))
    stand = [part for card in (owned, *answered, keep, mended) if card for part in card.parts]
    back = choose_back(facts, used, stand)
    waiting = make_waiting_card(facts)
    shown = [*stand, *(part for card in back for part in card.parts)]
    # The card of a hurt ends in their last answer, and a line that stands just above with no words to it is no news.
    is_answer = any(card.id == f"{HURT}{len(facts.picture.marks)}" for card in back)
    if waiting and not is_answer and not all(is_shown(part, shown) for part in waiting.parts):
        # What waits is one of the two moments that a page goes back to, but for two that hurt and were left.
        back = (*(back if hurts_twice(back) else back[: MOST_BACK - 1]), waiting)
    yield from back


MOST_BACK = 2
"""The moments that a page goes back to, with the line that waits for an answer."""


def is_shown(part: CardPart, shown: Collection[CardPart]) -> bool:
    """Whether a part of a card stands on the page, or is a sentence about lines that do."""
    return isinstance(part, CardText) or part in shown


def show_passed_over(
    facts: PageFacts, rows: tuple[DebriefCard, ...], moments: tuple[DebriefCard, ...]
) -> tuple[DebriefCard, ...]:
    """Return the rows, with one of racism that was passed over if no moment shows it.

    Where a reply names racism there is none. A row that shows another place stays, and this one stands behind it.

    Args:
        facts: what the program holds of the attempt.
        rows: the rows of the subjects.
        moments: the moments of the page.
    """
    passed = find_passed_over(facts)
    title = next((subject.name for subject in facts.picture.subjects if subject.id == RACISM), "")
    if not passed or not title or any(passed.replies[0].number in card.replies for card in moments):
        return rows
    if any(RACISM in facts.names.find(exchange.text) for exchange in facts.attempt.replies()):
        return rows
    row = make_passed_over_card(facts, passed, title)
    others = [card for card in rows if card.title != title or row.parts[0] not in card.parts]
    behind = next((place for place, card in enumerate(others, 1) if card.title == title), len(others))
    return (*others[:behind], row, *others[behind:])


def shorten_cards(cards: list[DebriefCard], most: int = MOST_WORDS) -> list[DebriefCard]:
    """Shorten cards to a number of words of the coach's own: second ways go first, then all.

    Args:
        cards: the cards, in the order of the page.
        most: the number of words.
    """
    for ways in (1, 0):
        for place in reversed(range(len(cards))):
            if count_own_words(cards) <= most:
                return cards
            cards = [card.keep_ways(ways) if at == place else card for at, card in enumerate(cards)]
    return cards


MOST_QUOTED = 2
"""How often a line of the family's stands on a page."""


def quote_twice_at_most(cards: Iterable[DebriefCard], not_so: Collection[str] = ()) -> Iterator[DebriefCard]:
    """Yield the cards; what is left for the child repeats no line a third time.

    A card of which nothing is left is none. A matter that is left keeps the line that tells it: without one it would
    read as a guess.

    Args:
        cards: the cards, in the order of the page.
        not_so: the ids of those that were called not so, whose lines do not count.
    """
    seen: Counter[CardPart] = Counter()
    for card in cards:
        may_go = card.kind is CardKind.CHILD and not card.id.startswith("left-")
        kept = tuple(part for part in card.parts if not (may_go and _is_theirs(part) and seen[part] >= MOST_QUOTED))
        if card.id not in not_so:
            seen.update(kept)
        if kept:
            yield card if kept == card.parts else card.model_copy(update={"parts": kept})


def _is_theirs(part: CardPart) -> bool:
    """Whether a part of a card is a line of the family's."""
    return isinstance(part, SaidLine) and not part.reply


def count_own_words(cards: list[DebriefCard]) -> int:
    """Count the words on some cards that nobody said; a title over several counts once."""
    titles = [card.title for place, card in enumerate(cards) if not place or cards[place - 1].title != card.title]
    return sum(card.count_own_words() - len(card.title.split()) for card in cards) + len(" ".join(titles).split())


def _list_subjects(script: Script, rubric: Rubric) -> tuple[PictureSubject, ...]:
    """List the subjects of the picture and the rows, by their names in this scenario."""
    calls = script.dialogue.calls
    return tuple(PictureSubject(id=key, name=calls.get(key, row.name)) for key, row in rubric.list_rows().items())


def describe_rows(script: Script, rubric: Rubric, history: History, attempt: Attempt) -> dict[str, SubjectOutcome]:
    """Describe how openly the subject of each row was explored, by its id.

    Args:
        script: the scenario that was played.
        rubric: the rubric that the replies were read by.
        history: the replayed rehearsal, for the practitioner's objections to verdicts.
        attempt: the attempt.
    """
    marks = collect_marks(script, rubric, attempt, history.disputed)
    openings = resolve_openings(script, rubric, attempt, marks)
    ground = Ground(rubric, attempt, script.dialogue.focus, marks, openings, list_harms(script, attempt, marks))
    return {
        key: describe_subject(ground, key, row, rubric.list_criteria(key)) for key, row in rubric.list_rows().items()
    }


def _list_read_subjects(rubric: Rubric, names: SubjectNamer, exchange: Exchange) -> tuple[str, ...]:
    """List the subjects without words of their own that a reply clearly took up, as it was read."""
    if exchange.reading is None or exchange.reading.follows_up:
        return ()
    clear = exchange.reading.clear() & rubric.of(Polarity.HELPFUL)
    rows = rubric.list_rows().items()
    return tuple(key for key, row in rows if not names.knows(key) and clear.intersection(row.criteria))


def _drop_takings_up(attempt: Attempt, marks: Iterable[VerdictMark]) -> Iterator[VerdictMark]:
    """Yield the marks but those of replies that only take up what the family had said.

    The explanation of such a reply says that it has no subject of its own; the picture names none of it either.

    Args:
        attempt: the attempt.
        marks: the marks of the attempt.
    """
    bare = {exchange.number for exchange in attempt.replies() if exchange.reading and exchange.reading.follows_up}
    return (mark for mark in marks if mark.reply not in bare or mark.disputed == "fair")


def _list_noted_subjects(rubric: Rubric, marks: Iterable[VerdictMark]) -> dict[int, frozenset[str]]:
    """List, by reply, the subjects that a note says surely were named or asked about.

    That is said by the criteria of a subject without which it is not explored. The picture says the same as the notes.

    Args:
        rubric: the rubric that the replies were read by.
        marks: the marks of the attempt.
    """
    naming = {
        key: frozenset(row.criteria).intersection(row.levels[Level.EXPLORING].all)
        for key, row in rubric.list_rows().items()
        if Level.EXPLORING in row.levels
    }
    noted: dict[int, frozenset[str]] = {}
    for mark in marks:
        subjects = frozenset(key for key, criteria in naming.items() if mark.criterion in criteria)
        if mark.counts() and subjects:
            noted[mark.reply] = noted.get(mark.reply, frozenset()) | subjects
    return noted


def _make_later_card(script: Script, attempt: Attempt) -> Iterator[DebriefCard]:
    """Make the card of what happened later that day, in the words of the ending."""
    if ending := script.dialogue.endings.get(attempt.ending or ""):
        first = f"{ending.after.partition('. ')[0].rstrip('.')}."
        yield DebriefCard(
            id="later", kind=CardKind.LATER, title=say("Later"), brief=first, parts=(CardText(text=ending.after),)
        )


# --- The picture: what the family did straight after each reply


def build_picture(
    script: Script,
    attempt: Attempt,
    subjects: tuple[PictureSubject, ...] = (),
    names: Callable[[str], Collection[str]] = lambda _: (),
    left: Collection[int] = (),
    avoidant: Collection[str] = (),
    reads: Callable[[Exchange], Collection[str]] = lambda _: (),
    noted: Mapping[int, Collection[str]] | None = None,
    plans: str | None = None,
) -> ConversationPicture:
    """Build the picture of an attempt.

    Args:
        script: the scenario that was played.
        attempt: the attempt.
        subjects: the subjects whose naming is shown under the marks.
        names: finds the subjects, by id, that a text names.
        left: the replies straight after which the family began something that no later reply took up.
        avoidant: the criteria that avoid a subject: a branch that waits for one of them is no telling.
        reads: finds the subjects that a reply took up as it was read, where no words are known by which to tell.
        noted: the subjects, by reply, that the coach's own notes say were named; a reply that hurt has none.
        plans: the criterion of a next step that is agreed, which is no telling either.
    """
    noted = noted or {}
    shown = [subject.id for subject in subjects]
    marks = []
    replies = attempt.replies()
    heard = set(attempt.arrival)
    for at, (exchange, following) in enumerate(zip_longest(replies, replies[1:])):
        after = quote_lines(script, exchange.lines())
        yours = set() if may_hurt(script, exchange) else {*names(drop_speeches(exchange.text)), *reads(exchange)}
        by_note = () if hurts(script, exchange) else noted.get(exchange.number, ())
        theirs = set(find_named(script, exchange.lines(), names))
        rights = is_put_right(script, exchange, replies[:at])
        kind = _find_mark_kind(
            script, exchange, left=exchange.number in left, avoidant=avoidant, plans=plans, rights=rights
        )
        # Who says a line again has told nothing by it, and what comes in spite of a reply did not come of it.
        denied = denies_race(exchange.text) and not find_owning(exchange.text)
        turned = denied or any(rebuffs(line.text) or contradicts(line.text) for line in after[:1])
        told = not (turned or went_past(exchange, following)) and tells_new(script, exchange, heard, avoidant, names)
        if kind is MarkKind.TOLD_MORE and not told:
            kind = MarkKind.TALKED_ON
        # A door that closes on a reply which goes back to the one before it closes on that one, and who names the
        # racism straight after has closed none.
        on_another = at and script.dialogue.lines and takes_back(exchange, replies[at - 1])
        if kind is MarkKind.DREW_BACK and (on_another or speaks_out(script, exchange, names)):
            kind = MarkKind.TALKED_ON
        heard.update(exchange.lines())
        marks.append(
            PictureMark(
                reply=exchange.number,
                kind=kind,
                before=next((line for line in reversed(quote_lines(script, exchange.cue))), None),
                said=quote_reply(exchange),
                after=after,
                by_you=tuple(key for key in shown if key in yours),
                by_them=tuple(key for key in shown if key in theirs),
                noted=tuple(key for key in shown if key in by_note and key not in yours),
            )
        )
    return ConversationPicture(marks=tuple(marks), subjects=subjects)


def _find_mark_kind(
    script: Script, exchange: Exchange, *, left: bool, avoidant: Collection[str], plans: str | None, rights: bool
) -> MarkKind:
    """Return the kind of a reply's mark, by what the family did straight after it.

    That it put something right comes first, and last that it left what they began, if it did.
    """
    if rights:
        return MarkKind.PUT_RIGHT
    if draws_back(script, exchange):
        return MarkKind.DREW_BACK
    if tells_more(script, exchange, avoidant, plans):
        return MarkKind.TOLD_MORE
    return MarkKind.NOT_TAKEN_UP if left else MarkKind.TALKED_ON


def tells_new(
    script: Script,
    exchange: Exchange,
    heard: Collection[Line],
    avoidant: Collection[str] = (),
    names: Callable[[str], Collection[str]] = lambda _: (),
) -> bool:
    """Whether an answer tells something new and of weight that the reply opened.

    Of weight is a silence, what has a matter, a subject or safety in it by the line book or by its words, and what
    takes two lines. Who says in other words what they said before has told nothing by it, and who begins with
    "Don't" or "Can I do it in a bit?" was not helped to tell what follows.

    Args:
        script: the scenario that was played.
        exchange: the reply with its answer.
        heard: all that the family said before.
        avoidant: the criteria that avoid a subject.
        names: finds the subjects, by id, that a text names.
    """
    if not script.dialogue.lines:
        return True
    if puts_off(exchange) or any(holds_off(line.text) for line in list_answering(script, exchange)):
        return False
    if exchange.told_silences:
        return True
    opened = [line for _, lines in list_openers(script, exchange, avoidant) for line in lines]
    trusted = _was_trusted(script, exchange, opened, avoidant, names)
    # Behind a reply that made them trust more, what they go on to tell is told to it.
    opened += exchange.lines() if trusted else ()
    telling = {line: tags for line, tags in list_doing(script, exchange).items() if tags.told and line in opened}
    new = {
        line: tags
        for line, tags in telling.items()
        if line not in heard and not says_again(line.text, (one.text for one in heard))
    }
    weighs = len(telling) > 1 or any(
        tags.tells or tags.names or tags.safety or names(line.text) for line, tags in new.items()
    )
    long = sum(count_told(line.text) for line in telling) >= _FEWEST_TOLD
    heard_so = (trusted and len(telling) > 1) or _was_surely_heard(script, exchange, telling, avoidant, names)
    return bool(new) and weighs and long and heard_so


def _was_trusted(
    script: Script,
    exchange: Exchange,
    opened: Collection[Line],
    avoidant: Collection[str],
    names: Callable[[str], Collection[str]],
) -> bool:
    """Whether the family trusts more by a reply, and shows it by what it says.

    The reply has what its branch waits for. The family tells something by that branch or says that it was heard; or it
    goes on to name what the reply named.

    Args:
        script: the scenario that was played.
        exchange: the reply with its answer.
        opened: the lines that the reply opened.
        avoidant: the criteria that avoid a subject.
        names: finds the subjects, by id, that a text names.
    """
    branch = script.turn(exchange.before.turn).replies.get(exchange.branch())
    waited = branch is not None and bool({*branch.met, *branch.any_met}) and waits_for_good(script, branch, avoidant)
    if not (waited and any(list_moves(exchange, "trust", ""))):
        return False
    spoken, named = list_spoken(exchange), set(names(exchange.text))
    tags = {line: find_tags(script, line) for line in spoken}
    return (
        any(tags[line].told and line in opened for line in spoken)
        or any(says_heard(line.text) or thanks(line.text) for line in spoken[:1])
        or any(tags[line].told and not named.isdisjoint(names(line.text)) for line in spoken)
    )


def _was_surely_heard(
    script: Script,
    exchange: Exchange,
    telling: Collection[Line],
    avoidant: Collection[str],
    names: Callable[[str], Collection[str]],
) -> bool:
    """Whether what was told surely answers the reply, and not something like it.

    It does if an entry was likely enough the one that was asked for, if both name the same subject, or if a branch for
    what was said tells it in two lines or more. A family that was asked how Craig was raised may else have told how it
    was raised itself.

    Args:
        script: the scenario that was played.
        exchange: the reply with its answer.
        telling: the lines that tell something.
        avoidant: the criteria that avoid a subject.
        names: finds the subjects, by id, that a text names.
    """
    pick = exchange.event.pick if isinstance(exchange.event, Replied) else None
    if pick is None or max(pick.likely, pick.also_likely) >= LIKELY:
        return True
    named = set(names(exchange.text))
    if any(not named.isdisjoint(names(line.text)) for line in telling):
        return True
    openers = list_openers(script, exchange, avoidant)
    by_branch = [line for asks, lines in openers if not isinstance(asks, str) for line in lines]
    return sum(line in by_branch for line in telling) > 1


_FEWEST_TOLD = 12
"""The words in which something of weight is told: "Yes. I also. We're three, now" only agrees."""
