"""The rows of the page: where race, culture and racism came up, in whole lines.

Begin with `choose_places` and `make_subject_cards`. A row shows one place where a subject is on the table: the family's
line, the practitioner's, and what the family did straight after. A subject of which no such place is sure has no row:
what is not shown is not there, and the coach cannot know of more.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from coach.debrief.first_page import CardKind, CardPart, CardText, DebriefCard, MarkKind, PictureMark, SaidLine
from coach.debrief.owning import find_owning
from coach.debrief.picture import (
    PageFacts,
    choose_direct_answer,
    find_named,
    may_hurt,
    puts_into_words,
    quote_line,
    say_what_they_did,
)
from coach.debrief.promises import SpokenPromise
from coach.debrief.report import SubjectOutcome
from coach.debrief.slights import has_slight
from coach.debrief.wording import share_words
from coach.model.conditions import SCENE
from coach.model.reading import Form
from coach.model.rubric import Level
from coach.rehearsal.state import TurnOutput

CARRIED_ON = "You carried it into what happens next."
"""What a row says of how openly it went, without the name of a level, where a promise is about it; else it says the
facts alone. That it was asked openly and followed was said too, and readers found that wrong more often than not."""
FEWEST_LINES = 2
"""The lines, each of its own reply, that a level needs for evidence."""


def choose_places(facts: PageFacts, above: Collection[int] = ()) -> dict[str, "SubjectPlace"]:
    """Choose the place that shows each subject of which it is sure where it came up, by its id.

    Args:
        facts: what the program holds of the attempt.
        above: the replies that stand above the rows already, of which another is shown if another can be.
    """
    chosen: dict[str, SubjectPlace] = {}
    for subject in facts.picture.subjects:
        quoted = {place.mark.reply for place in chosen.values()}
        places = [place for place in list_places(facts, subject.id) if place.mark.reply not in quoted]
        if places:
            chosen[subject.id] = min(places, key=lambda place: _rank_place(place, above=place.mark.reply in above))
    return chosen


def make_subject_cards(
    facts: PageFacts,
    places: Mapping[str, "SubjectPlace"],
    outcomes: dict[str, SubjectOutcome],
    promises: tuple[SpokenPromise, ...],
    elsewhere: Mapping[int, str] | None = None,
    quoted: Collection[CardPart] = (),
) -> Iterator[DebriefCard]:
    """Make the row of each subject that has a place.

    Args:
        facts: what the program holds of the attempt.
        places: the place that shows each subject, by its id.
        outcomes: how openly each subject was explored, by its id.
        promises: what the practitioner promised.
        elsewhere: the replies that stand on the page whole, with what came after them: "above" the rows or "below".
        quoted: what stands on the page with those replies: a line of the family's that does not stands in the row.
    """
    elsewhere = elsewhere or {}
    for subject in facts.picture.subjects:
        shown = places.get(subject.id)
        if shown is None:
            continue
        parts: list[CardPart] = []
        where = elsewhere.get(shown.mark.reply, "")
        if where:
            parts += [shown.before] if shown.before and shown.before not in quoted else []
            parts.append(CardText(text=f"In reply {shown.mark.reply}, which stands {where}."))
        else:
            parts += [*([shown.before] if shown.before else []), shown.mark.said, *shown.answer]
        named = [promise for promise in promises if subject.id in facts.names.find(promise.text)]
        promised = [promise.reply for promise in named if _is_about(facts, promise, shown, subject.id)]
        did = "" if where or not shown.answer else say_what_they_did(facts, shown.mark, shown.answer, subject.id)
        about = f"What you promised in reply {promised[0]} is about it." if promised else ""
        level = _find_level(facts, subject.id, outcomes, promised=bool(promised))
        if text := " ".join(filter(None, (did, about, level))):
            parts.append(CardText(text=text))
        yield DebriefCard(
            id=f"subject-{subject.id}",
            kind=CardKind.SUBJECT,
            title=subject.name,
            brief=" ".join(filter(None, (f"Reply {shown.mark.reply}.", did, about, level))),
            parts=tuple(parts),
            replies=(shown.mark.reply,),
        )


def _is_about(facts: PageFacts, promise: SpokenPromise, place: "SubjectPlace", subject: str) -> bool:
    """Whether a promise that names a subject is about what is shown of it.

    Another thing of the same subject, such as an interpreter of the child's people, is not. It is about that if it
    stands in the reply shown, or if it came later and shares a word with one of the lines, besides the subject's own.

    Args:
        facts: what the program holds of the attempt.
        promise: the promise.
        place: the place that shows the subject.
        subject: the id of the subject.
    """
    if promise.reply <= place.mark.reply:
        return promise.reply == place.mark.reply
    rest = " ".join(word for word in promise.text.split() if subject not in facts.names.find(word))
    return any(share_words(rest, line.text) for line in (place.before, place.mark.said, *place.answer) if line)


# --- Where a subject is on the table


@dataclass(frozen=True, slots=True)
class SubjectPlace:
    """A reply beside which a subject was put into words, with the family's lines around it."""

    mark: PictureMark
    before: SaidLine | None
    """The family's line straight before the reply that has a word of the subject, if one does."""
    answer: tuple[SaidLine, ...]
    named: bool
    """Whether the reply itself names the subject."""


def list_places(facts: PageFacts, subject: str) -> Iterator[SubjectPlace]:
    """Yield the replies beside which a subject was put into words by either side.

    A reply that may have hurt, that the family drew back from, that denies the subject, or that names one to which it
    gives way, is none. Where the rubric has no words for the subject, a reply that clearly took it up stands for it.

    Args:
        facts: what the program holds of the attempt.
        subject: the id of the subject.
    """
    names = facts.names
    # Where somebody has read the lines, one that has a word of the subject is meant to have it.
    offered = bool(facts.script.dialogue.lines.names) or _is_offered(facts, subject)
    for exchange in facts.attempt.replies():
        mark = facts.mark(exchange.number)
        # A reply that denies it is none, and one that is about what it gives way to is a place for that.
        other = subject in names.list_denied(exchange.text) or names.gives_way(subject, names.find(exchange.text))
        if mark.kind is MarkKind.DREW_BACK or may_hurt(facts.script, exchange) or other or not mark.after:
            continue
        answer = choose_direct_answer(facts, mark)
        named = subject in mark.by_you
        if not names.knows(subject):
            if named:
                yield SubjectPlace(mark, None, answer, named)
            continue
        heard = [line for line in exchange.cue if line.speaker != SCENE]
        # A reply that does not name it answers, at most, the very last line.
        cue = [line for line in (heard if named else heard[-1:]) if puts_into_words(facts, line, subject)]
        said = [line for line in exchange.lines() if puts_into_words(facts, line, subject)]
        if cue and (named or offered):
            yield SubjectPlace(mark, quote_line(facts.script, cue[-1]), answer, named)
        elif named:
            # Where their answer has no word of it, it may answer something else, and the reply stands alone.
            naming = [quote_line(facts.script, line) for line in said]
            shown = answer if any(line in answer for line in naming) else tuple(naming[:1])
            yield SubjectPlace(mark, None, shown, named)


def _rank_place(place: SubjectPlace, *, above: bool) -> tuple[int, bool, bool, int, int]:
    """Return the sort key of a place; the least is shown.

    Args:
        place: the place.
        above: whether it stands on the page above already.
    """
    order = (MarkKind.PUT_RIGHT, MarkKind.TOLD_MORE, MarkKind.TALKED_ON, MarkKind.NOT_TAKEN_UP, MarkKind.DREW_BACK)
    beside = (0 if place.named else 2) if place.before else 1 if place.answer else 3
    return (
        beside,
        above,
        has_slight(place.mark.said.text) and not find_owning(place.mark.said.text),
        order.index(place.mark.kind),
        place.mark.reply,
    )


def _is_offered(facts: PageFacts, subject: str) -> bool:
    """Whether the family put a subject forward: in an opening on it, or more than once.

    A word that falls once, such as the church that somebody walks past, puts nothing forward.
    """
    rows = facts.rubric.list_rows()
    theirs = [exchange for exchange in facts.attempt.replies() if subject in facts.mark(exchange.number).by_them]
    begun = subject in find_named(facts.script, facts.attempt.arrival, facts.names.find)
    turns = {facts.script.dialogue.begins} if begun else set()
    turns |= {output.turn for e in theirs for output in e.outputs if isinstance(output, TurnOutput)}
    openings = [opening for turn in turns if (opening := facts.script.turn(turn).opening)]
    return len(theirs) > 1 or any(opening.topic in rows[subject].topics for opening in openings)


# --- How openly it went


def _find_level(facts: PageFacts, subject: str, outcomes: dict[str, SubjectOutcome], *, promised: bool) -> str:
    """Return the level of a subject in words, where there is evidence for each; else nothing.

    Args:
        facts: what the program holds of the attempt.
        subject: the id of the subject.
        outcomes: how openly each subject was explored, by its id.
        promised: whether a promise is about it.
    """
    outcome = outcomes.get(subject)
    yours = [mark for mark in facts.picture.marks if subject in mark.by_you]
    if outcome is None or len(yours) < FEWEST_LINES:
        return ""
    told = all(mark.kind in (MarkKind.TOLD_MORE, MarkKind.PUT_RIGHT) for mark in yours)
    readings = [facts.exchange(mark.reply).reading for mark in yours]
    asked = any(read is not None and Form.OPEN_QUESTION in read.forms for read in readings)
    if not told or not asked or not _is_followed(facts, subject):
        return ""
    return CARRIED_ON if outcome.level is Level.WOVEN_THROUGH and promised else ""


def _is_followed(facts: PageFacts, subject: str) -> bool:
    """Whether the reply after each line of theirs on a subject names it or shares a word."""
    for mark in facts.picture.marks[:-1]:
        following = facts.picture.marks[mark.reply]
        lines = " ".join(line.text for line in mark.after)
        if subject in mark.by_them and subject not in following.by_you and not share_words(lines, following.said.text):
            return False
    return True
