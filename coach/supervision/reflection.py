"""Questions for a practitioner's reflection, and a draft record of learning from them.

Social Work England asks what was done, what was learned, and what it changes for the people one works with; other
regulators ask much the same. It is a draft: nothing in it is made up, and what was not written is left open. The models
themselves, with their questions, are in `coach/content/reflection_models.yaml`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from coach.content.validation import ReflectionModel, bind, load_reflection_models
from coach.content.yaml_reader import read_yaml
from coach.debrief.evidence import put_in_quotes
from coach.debrief.first_page import AGAIN, ANSWER_NAMES, BACK
from coach.debrief.moments import find_chosen_reply, find_typed_number
from coach.debrief.page_builder import make_page_key, read_page_key
from coach.debrief.render import STANDINGS, Block, Heading, ListItem, Paragraph
from coach.debrief.report import INTENTION, IntentionOutcome, OpeningOutcome, OpeningStanding
from coach.language.catalogue import say
from coach.model.events import OWN_PICTURE, CameBack, Reflected
from coach.model.submission import OwnWords, Review, Submission
from coach.model.types import Frozen, Id, Prose
from coach.practice.rehearsal import Rehearsal
from coach.rehearsal.state import History
from coach.supervision.agenda import format_day

# --- The practitioner's own practice, for them alone: rehearsals, intentions, openings

MOST_LINES = 4
"""Openings shown of one topic, the latest first."""
NOTHING_YET = "Nothing here yet. What you rehearse shows up here, for you alone, for as long as the rehearsal is kept."


@dataclass(frozen=True, slots=True)
class PastRehearsal:
    """A rehearsal on the practitioner's own practice page."""

    id: str
    day: date
    title: str
    """The title of its scenario."""
    you_are: str
    """The practitioner's role in it."""
    intention: str
    """What the practitioner wanted to practise; empty for nothing."""
    happened: IntentionOutcome
    exercise: str = ""
    """The title of the exercise that it was rehearsed for; empty for none."""
    time: str = ""
    """When on its day it was begun, as 17:55."""
    openings: tuple[OpeningOutcome, ...] = ()
    """What became of each opening; none before its scenario was read."""


def lay_out_own_practice(tried: Iterable[PastRehearsal]) -> Iterator[Block]:
    """Lay out the practitioner's own practice page: past rehearsals, the latest first."""
    newest_first = sorted(tried, key=lambda past: past.day, reverse=True)
    yield Heading(say("My practice"), 1)
    if not newest_first:
        yield Paragraph(say(NOTHING_YET))
        return
    yield Paragraph(say("For you alone. Nothing here is added up, and nobody else sees it."))
    yield Heading(say("What I tried"))
    alike = Counter((past.title, past.day) for past in newest_first)
    for past in newest_first:
        role = _lower_role(past.you_are)
        words = (
            say(
                "{title}, as {role}, for the exercise “{exercise}”", title=past.title, role=role, exercise=past.exercise
            )
            if past.exercise
            else say("{title}, as {role}", title=past.title, role=role)
        )
        # Two of one day would look the same.
        several = past.time and alike[past.title, past.day] > 1
        yield ListItem(words, f"{format_day(past.day)}, {past.time}" if several else format_day(past.day))
    wanted = [past for past in newest_first if past.intention]
    if wanted:
        yield Heading(say("What I wanted to practise, and whether it happened"))
        for past in wanted:
            said = past.happened.describe() or say("You have not said yet whether it happened.")
            yield ListItem(f"{put_in_quotes(past.intention, '.')} {said}", past.title)
    yield from _lay_out_openings(newest_first)


def _lay_out_openings(rehearsals: list[PastRehearsal]) -> Iterator[Block]:
    by_topic: dict[str, list[ListItem]] = {}
    for past in rehearsals:
        for opening in past.openings:
            # What became of it is said only where the coach is sure of that.
            if opening.standing is OpeningStanding.NOT_REACHED or not opening.sure:
                continue
            said = say(" You said: “{quote}”", quote=opening.quote) if opening.quote else ""
            words = say(
                "{speaker} spoke of {about}.{said}",
                speaker=opening.speaker or past.title,
                about=opening.about,
                said=said,
            )
            by_topic.setdefault(opening.topic_name, []).append(ListItem(words, STANDINGS[opening.standing]))
    if by_topic:
        yield Heading(say("Openings, by what they were about"))
    for topic, items in by_topic.items():
        yield Heading(topic, 3)
        yield from items[:MOST_LINES]
        if len(items) > MOST_LINES:
            yield Paragraph(say("Earlier ones stand in their own debriefs."))


def _lower_role(words: str) -> str:
    """Return a role with a small first letter; “Temi's supervisor” keeps its capital."""
    first = words.split(" ", 1)[0]
    return words if first.endswith(("'s", "’s")) else words[:1].lower() + words[1:]


# --- Questions for reflection, and the draft of a record of learning from the answers

OPEN = "(yours to write)"
PEER = "Peer reflection: what I learned from talking it over"


def draft_learning_record(
    brought: Submission,
    kept: tuple[tuple[str, OwnWords], ...],
    *,
    written: date,
    rehearsed: date,
    title: str = "",
    intention: str = "",
    came_back: bool = False,
    came_back_on: date | None = None,
    asked: tuple[OwnWords, ...] = (),
) -> Iterator[Block]:
    """Draft a record of learning from a submission and the practitioner's reflections.

    Args:
        brought: the submission.
        kept: the practitioner's reflections, each with the key of its question.
        written: today.
        rehearsed: the day of the rehearsal.
        title: the scenario's title, where the submission does not say it.
        intention: what the practitioner wanted to practise, where the submission does not say it.
        came_back: whether a review came back.
        came_back_on: the day on which the review was written.
        asked: the questions that came back, each with the practitioner's answer, which may be empty.
    """
    yield Heading(say("Draft for my record of learning"), 1)
    yield Paragraph(format_day(written), say("Written on"))
    yield Paragraph(
        say("Mine to change. The people in a rehearsal are invented. Before I hand it on, I leave out anybody real.")
    )
    yield Heading(_Heading.DID.value)
    name = brought.title or title
    what = f", “{name}”" if name else say(" with a scripted family")
    talked = say(", and had an answer from supervision") if came_back else ""
    yield Paragraph(
        say(
            "Rehearsed a conversation about race, culture and racism{what}, on {day}{talked}.",
            what=what,
            day=format_day(rehearsed),
            talked=talked,
        )
    )
    if wanted := brought.intention or intention:
        yield ListItem(f"“{wanted}”", say("What I wanted to practise"))
    yield from _list_items(words for on, words in kept if _find_heading(on) is _Heading.DID)
    for heading in (_Heading.LEARNED, _Heading.CHANGES):
        yield Heading(heading.value)
        yield from tuple(_list_items(words for on, words in kept if _find_heading(on) is heading)) or (
            Paragraph(say(OPEN)),
        )
    yield from _lay_out_peer_reflection(brought, came_back, came_back_on, asked)


def _lay_out_peer_reflection(
    brought: Submission, came_back: bool, came_back_on: date | None, asked: tuple[OwnWords, ...]
) -> Iterator[Block]:
    """Lay out what was learned from talking it over, which a regulator asks for by itself.

    Args:
        brought: the submission.
        came_back: whether a review came back.
        came_back_on: the day on which it was written.
        asked: the questions that came back, each with the practitioner's answer.
    """
    yield Heading(say("What I talked over, and with whom") if came_back else say("What I would like to talk over"))
    yield Paragraph(brought.question or say(OPEN))
    if came_back:
        yield Paragraph(say("My supervisor"), say("With"))
    yield Heading(say(PEER))
    if came_back_on:
        yield Paragraph(format_day(came_back_on), say("What came back is of"))
    yield from (ListItem(answer.words or say(OPEN), answer.asked) for answer in asked)
    yield Paragraph(say(OPEN))


class _Heading(StrEnum):
    """The headings of a record of learning: what was done, what was learned, what it changes."""

    DID = "What I did"
    LEARNED = "What I learned"
    CHANGES = "What will change for children and families"


def _find_heading(answer_key: str) -> _Heading:
    """Return the heading for an answer by its key; an answer to no known question is learning."""
    model_id, _, question = answer_key.partition(".")
    model = load_reflection_models().get(model_id)
    if answer_key == INTENTION or (model and question in model.did):
        return _Heading.DID
    return _Heading.CHANGES if model and question in model.changes else _Heading.LEARNED


def _list_items(written: Iterable[OwnWords]) -> Iterator[Block]:
    return (ListItem(answer.words, answer.asked) for answer in written if answer.words.strip())


# --- Questions about the own picture of a family

BIAS_FILE = Path(__file__).with_name("bias.yaml")
OWN_PLACE = "Your own place in it"
KEPT_UNDER = OWN_PICTURE
"""What an answer that was asked to be kept is kept under, in `Reflected.on`."""


class BiasQuestions(Frozen):
    """The file of questions on a practitioner's own assumptions, before and after a rehearsal.

    Those under `identity` ask about the practitioner's own identity, and can be left out.
    """

    format: int = 1
    before: dict[Id, Prose]
    after: dict[Id, Prose]
    identity: dict[Id, Prose]


def load_bias_questions(file: Path = BIAS_FILE) -> dict[str, str]:
    """Load all questions on the practitioner's own assumptions, by id. Raises Unusable."""
    questions = bind(read_yaml(file), BiasQuestions)
    return {**questions.before, **questions.after, **questions.identity}


def choose_bias_questions(when: str, *, skip_identity: bool, file: Path = BIAS_FILE) -> dict[str, str]:
    """Return the questions on the practitioner's own assumptions for one occasion, by id.

    Args:
        when: `before` or `after` the rehearsal.
        skip_identity: whether to leave out the questions about the practitioner's own identity.
        file: the file of questions.

    Raises:
        Unusable: the file has problems.
    """
    questions = bind(read_yaml(file), BiasQuestions)
    own = {} if skip_identity else questions.identity
    return {**(questions.before if when == "before" else questions.after), **own}


# --- Answers to a model of reflection

SUPERVISION = "supervision"
"""What a thought is about where no model asked for it, and `INTENTION`."""
ASKED_BACK = "came_back."
"""What begins the key of an answer to a question that came back from supervision."""
ALSO_ASKED = {INTENTION: "Did what you wanted happen?", SUPERVISION: "The question for supervision"}


def make_answer_key(model_id: str, question: str) -> str:
    """Make the key under which an answer to a model's question is stored, in `Reflected.on`.

    Args:
        model_id: The reflection model's id.
        question: The question's id in that model.
    """
    return f"{model_id}.{question}"


def make_question_key(question: str) -> str:
    """Make the key of an answer to a question that came back; it holds the question itself.

    So the answer can be read with its question even where what came back cannot.
    """
    return f"{ASKED_BACK}{question}"


def pair_questions(questions: Iterable[str], reflected: Iterable[Reflected]) -> tuple[OwnWords, ...]:
    """Pair each question that came back with its last answer, or with no words.

    Args:
        questions: the questions.
        reflected: the practitioner's reflections, as events.
    """
    last = {event.on: event.words for event in reflected}
    return tuple(OwnWords(asked=question, words=last.get(make_question_key(question), "")) for question in questions)


def pair_answers(reflected: tuple[Reflected, ...], known: dict[str, ReflectionModel]) -> tuple[OwnWords, ...]:
    """Pair each answer with its question; the last to a question stands, unless it is empty.

    Args:
        reflected: the answers, as events.
        known: the reflection models by id.
    """
    answers: dict[str, OwnWords] = {}
    for event in reflected:
        answers[event.on] = OwnWords(asked=_find_model_question(event.on, known), words=event.words)
    return tuple(answer for answer in answers.values() if answer.words)


def group_by_question(reflected: Iterable[Reflected]) -> dict[str, tuple[str, ...]]:
    """Group what a practitioner wrote by the question that it answers, the latest last."""
    grouped: dict[str, tuple[str, ...]] = {}
    for event in reflected:
        question = event.on.removeprefix(KEPT_UNDER)
        grouped[question] = (*grouped.get(question, ()), event.words)
    return grouped


def find_question(on: str) -> str:
    """Find the question of an answer by its key. Raises UnusableContent."""
    if on.startswith(KEPT_UNDER):
        return load_bias_questions().get(on.removeprefix(KEPT_UNDER), on)
    return _find_model_question(on, load_reflection_models())


def list_own_words_before(story: History) -> tuple[OwnWords, ...]:
    """List what a practitioner wrote of their own place and picture, and kept for themselves.

    Args:
        story: the rehearsal's history.
    """
    position = story.began.position if story.began else ""
    pictures = (event for event in story.reflected if event.on.startswith(KEPT_UNDER) and event.words)
    return (
        *((OwnWords(asked=say(OWN_PLACE), words=position),) if position else ()),
        *(OwnWords(asked=find_question(event.on), words=event.words) for event in pictures),
    )


def _find_model_question(on: str, known: dict[str, ReflectionModel]) -> str:
    if on.startswith(ASKED_BACK):
        return on.removeprefix(ASKED_BACK)
    name, _, question = on.partition(".")
    model = known.get(name)
    if model and question in model.questions:
        return model.questions[question]
    if about := read_page_key(on):
        asked, attempt = say(ANSWER_NAMES[about[0]]), about[1]
        return asked if attempt == 1 else say("{asked}, of attempt {attempt}", asked=asked, attempt=attempt)
    return ALSO_ASKED.get(on, on.replace("_", " ").replace(".", ": ").capitalize())


# --- Their own words, as they go along with what is brought


def list_named_replies(rehearsal: Rehearsal, attempt: int = 0) -> tuple[int, ...]:
    """List the replies that the practitioner's own words from afterwards name.

    Their lines go along with those words, in the place of a number or behind words, as the page shows them.

    Args:
        rehearsal: the rehearsal.
        attempt: the attempt that is looked at; 0 for the last.
    """
    looked_at = rehearsal.story.attempt(attempt)
    kept = {event.on: event.words for event in rehearsal.story.reflected}
    answers = (kept.get(make_page_key(question, looked_at.number), "") for question in (AGAIN, BACK))
    chosen = (find_chosen_reply(looked_at, words) for words in answers if words.strip())
    return tuple(sorted({reply for reply in chosen if reply}))


def quote_chosen_lines(rehearsal: Rehearsal, own: Iterable[Reflected]) -> Iterator[Reflected]:
    """Put the line itself where an answer names it by number, or behind its words.

    "The racism one" says nothing to whoever did not see the page, and nothing at all once the rehearsal has gone. A
    number that no reply has says nothing to anybody else, and is left out.
    """
    keys = {
        make_page_key(question, attempt.number): attempt
        for question in (AGAIN, BACK)
        for attempt in rehearsal.story.attempts
    }
    for event in own:
        attempt = keys.get(event.on)
        if attempt is None or not event.words.strip():
            yield event
            continue
        reply = find_chosen_reply(attempt, event.words)
        line = attempt.replies()[reply - 1].text if reply else ""
        if find_typed_number(event.words) is not None:
            yield event.model_copy(update={"words": f"“{line}” (reply {reply})" if line else ""})
        elif line and line.casefold() not in event.words.casefold():
            yield event.model_copy(update={"words": f"{event.words} (reply {reply}: “{line}”)"})
        else:
            yield event


def list_shareable_reflections(rehearsal: Rehearsal) -> tuple[Reflected, ...]:
    """List a rehearsal's reflections that may go into a submission.

    Those on the practitioner's own assumptions and on their intention are left out.
    """
    return tuple(
        event for event in rehearsal.story.reflected if not event.on.startswith(KEPT_UNDER) and event.on != INTENTION
    )


# --- What came back from supervision, and what the practitioner wrote to it for themselves


def list_reviews(came_back: Iterable[CameBack]) -> tuple[Review, ...]:
    """List the reviews that came back, in the order in which they did."""
    return tuple(event.response for event in came_back)


def list_questions(rehearsal: Rehearsal, key: str) -> tuple[OwnWords, ...]:
    """List the questions that came back to a submission, each with its last answer.

    An answer is kept with `Rehearsal.reflect`, under `make_question_key` of the question.

    Args:
        rehearsal: the rehearsal.
        key: the submission's id.
    """
    response = find_last_review(rehearsal, key)
    return pair_questions(response.questions, rehearsal.story.reflected) if response else ()


def list_earlier_answers(rehearsal: Rehearsal, key: str) -> tuple[OwnWords, ...]:
    """List the practitioner's answers to questions that the last review asks no more.

    Args:
        rehearsal: the rehearsal.
        key: the submission's id.
    """
    reviews = [review for review in list_reviews(rehearsal.story.came_back) if review.brought == key]
    now = reviews[-1].questions if reviews else ()
    earlier = dict.fromkeys(question for review in reviews for question in review.questions if question not in now)
    return tuple(answer for answer in pair_questions(earlier, rehearsal.story.reflected) if answer.words)


def lay_out_answers(rehearsal: Rehearsal) -> Iterator[Block]:
    """Lay out what the practitioner wrote, for themselves, to questions that came back.

    An answer stays when its question is no longer asked: what somebody wrote is theirs.
    """
    last = {event.on: event.words for event in rehearsal.story.reflected if event.on.startswith(ASKED_BACK)}
    if any(last.values()):
        yield Heading(say("What you wrote to the questions that came back"))
        yield from (ListItem(words, on.removeprefix(ASKED_BACK)) for on, words in last.items() if words)


def find_last_review(rehearsal: Rehearsal, key: str) -> Review | None:
    """Return the last review of a submission; None if there is none."""
    reviews = [review for review in list_reviews(rehearsal.story.came_back) if review.brought == key]
    return reviews[-1] if reviews else None
