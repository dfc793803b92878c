"""Building the page of a debrief: the picture, and cards of facts and whole lines.

Begin with `build_page`. Wrong claims cost most, so a card is made only from what the program holds: who spoke, in
what order, by which branch the family answered, and what the scenario's author wrote for it. What is unsure is left
out.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from coach.debrief.evidence import Ground, collect_marks, describe_subject, is_read_by_wording, list_harms
from coach.debrief.first_page import (
    CardKind,
    CardPart,
    CardText,
    DebriefCard,
    DebriefPage,
    LearnerAnswers,
    MarkKind,
    PictureSubject,
    SaidLine,
)
from coach.debrief.keep_card import choose_keep
from coach.debrief.moments import choose_back, make_chosen_cards
from coach.debrief.openings import list_left_openings, list_open_matters, resolve_openings
from coach.debrief.owned_card import make_answered_card, make_mended_card, make_owned_card, make_taken_back_card
from coach.debrief.page_facts import RACISM, PageFacts
from coach.debrief.passed_over import find_passed_over, make_passed_over_card
from coach.debrief.picture import build_picture
from coach.debrief.plan_cards import is_said_in_fun, make_plan_cards, make_question_card
from coach.debrief.promise_choice import join_lists
from coach.debrief.promise_keeping import was_kept
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
from coach.debrief.speech import count_speech
from coach.debrief.subject_rows import choose_places, find_row_replies, make_subject_cards
from coach.debrief.waiting_card import make_waiting_card
from coach.debrief.wording import SubjectNamer
from coach.language.catalogue import say
from coach.matching.memory import remember_while
from coach.model.conditions import SCENE
from coach.model.rubric import Level, Polarity, Rubric
from coach.rehearsal.script import Script
from coach.rehearsal.state import Attempt, Exchange, History

# --- The two questions before the page

AGAIN, BACK = "would_say_again", "would_take_back"
"""What the answers are kept under, in `Reflected.on`; those of a later attempt end in its number."""
QUESTIONS = {
    AGAIN: "Before you look back: which of your lines would you say again?",
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
    taken = [(mark.reply, mark.said.text) for mark in picture.marks if mark.kind is not MarkKind.DREW_BACK]
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
    moments = (*theirs, *choose_moments(facts, set(above), find_row_replies(facts, above, promising)))
    # What stands whole on a card below, such as the only reply that could be kept, is only named in the row.
    below = {
        part.reply: "below" for card in moments for part in card.parts if isinstance(part, SaidLine) and part.reply
    }
    # Of two places alike that one is shown which does not stand on a card below.
    places = choose_places(facts, above | below, promising)
    quoted = [part for card in moments for part in card.parts]
    levels = describe_rows(script, rubric, history, chosen)
    rows = show_passed_over(
        facts, tuple(make_subject_cards(facts, places, levels, promises, below | above, quoted)), moments
    )
    not_so = {event.card for event in history.contradicted if event.attempt == chosen.number}
    plan = make_plan_cards(facts, promises, (*rows, *moments), not_so)
    made = (*_make_later_card(script, chosen), *rows, *moments, *plan)
    question = make_question_card(facts, made)
    order = list(CardKind)
    cards = sorted((*made, *([question] if question else [])), key=lambda card: order.index(card.kind))
    cards = shorten_cards(list(quote_twice_at_most(cards, not_so)))
    return DebriefPage(
        title=script.dialogue.title,
        attempt=chosen.number,
        attempts=len(history.attempts),
        stops=history.stops(),
        intention=history.began.intention if history.began else "",
        happened=combine_reflections(event.words for event in history.reflected if event.on == INTENTION).describe(),
        picture=picture,
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


def choose_moments(facts: PageFacts, theirs: set[int], rows: Collection[int] = ()) -> Iterator[DebriefCard]:
    """Choose what was owned, what to keep, what to go back to, and what waits for an answer.

    Args:
        facts: what the program holds of the attempt.
        theirs: the replies that the practitioner chose: the coach does not choose them again.
        rows: the replies that stand in a row: another is kept, if another can be.
    """
    owned = make_owned_card(facts, theirs)
    if owned:
        yield owned
    held_up = theirs.union(owned.replies if owned else ())
    keep = choose_keep(facts, held_up.union(rows)) or choose_keep(facts, held_up)
    used = held_up.union(keep.replies if keep else ())
    answered = make_answered_card(facts, used.union(rows), weighty=owned is not None)
    if answered:
        yield answered
    if keep:
        yield keep
    used = used.union(answered.replies if answered else ())
    mended = make_mended_card(facts, used) or make_taken_back_card(facts, used)
    if mended:
        yield mended
    stand = [part for card in (owned, answered, keep, mended) if card for part in card.parts]
    back = choose_back(facts, used.union(mended.replies if mended else ()), stand)
    yield from back
    last = len(facts.picture.marks)
    waiting = make_waiting_card(facts)
    shown = [*stand, *(part for card in back for part in card.parts)]
    # The card of a hurt ends in their last answer, and a line that stands just above with no words to it is no news.
    is_answer = any(card.id == f"back-{last}" for card in back)
    if waiting and not is_answer and not all(is_shown(part, shown) for part in waiting.parts):
        yield waiting


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
