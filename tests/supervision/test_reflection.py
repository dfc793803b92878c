"""A draft for one's own record of learning: one's own words, each in its place, and nothing claimed."""

from datetime import UTC, date, datetime

import pytest

from coach.content.validation import load_reflection_models
from coach.debrief.render import render_plain
from coach.debrief.report import INTENTION
from coach.model.events import Reflected
from coach.model.submission import OwnWords, Submission, SubmissionScope
from coach.supervision.reflection import (
    OPEN,
    PEER,
    SUPERVISION,
    draft_learning_record,
    find_question,
    make_question_key,
    pair_answers,
    pair_questions,
)

MOMENT = Submission(id="b", what=SubmissionScope.MOMENT, day=date(2026, 3, 11), title="The bus")


def draft(*kept: tuple[str, OwnWords], came_back: bool = False, asked: tuple[OwnWords, ...] = ()) -> str:
    return render_plain(
        draft_learning_record(
            MOMENT,
            kept,
            written=date(2026, 3, 12),
            rehearsed=date(2026, 3, 10),
            intention="Say the word first",
            came_back=came_back,
            came_back_on=date(2026, 3, 11) if came_back else None,
            asked=asked,
        )
    )


def parts(text: str) -> tuple[str, str, str]:
    """What I did, what I learned, what will change."""
    did, _, rest = text.partition("What I learned")
    learned, _, rest = rest.partition("What will change for children and families")
    return did, learned, rest.partition("What I would like to talk over")[0]


def test_a_place_in_a_record_is_given_to_questions_that_there_are() -> None:
    for model in load_reflection_models().values():
        assert {*model.did, *model.changes} <= set(model.questions)
        assert not set(model.did) & set(model.changes)


@pytest.mark.parametrize("name", list(load_reflection_models()))
def test_nothing_that_was_written_is_lost(name: str) -> None:
    model = load_reflection_models()[name]
    text = draft(
        *((f"{name}.{key}", OwnWords(asked=asked, words=f"My {key}.")) for key, asked in model.questions.items())
    )
    for key in model.questions:
        assert text.count(f"My {key}.") == 1


def test_what_was_wanted_and_whether_it_happened_stand_under_what_was_done() -> None:
    """And what belongs to no model is something learned."""
    text = draft(
        (INTENTION, OwnWords(asked="Did what you wanted happen?", words="Partly.")),
        (SUPERVISION, OwnWords(asked="The question for supervision", words="I was looking after myself.")),
        ("kolb.next", OwnWords(asked="What next?", words="I will ask him.")),
    )
    did, learned, changes = parts(text)
    assert "“Say the word first”" in did
    assert "Did what you wanted happen? Partly." in did
    assert "I was looking after myself." in learned
    assert "I will ask him." in changes


def test_nothing_is_claimed_that_did_not_happen() -> None:
    """It was talked over only if something came back, and nobody swears that no family is named."""
    assert "an answer from supervision" not in draft()
    assert "an answer from supervision" in draft(came_back=True)
    assert "No family is named" not in draft()


def test_it_says_when_it_was_written_and_when_it_was_rehearsed() -> None:
    """A record of learning without a date is none."""
    assert "Written on: 12 March 2026" in draft()
    assert "Rehearsed a conversation about race, culture and racism, “The bus”, on 10 March 2026." in draft()


def test_what_was_learned_from_talking_it_over_has_a_heading_of_its_own() -> None:
    """With what came back, and one's own answers to it; whoever it was with is named by their role alone."""
    asked = (OwnWords(asked="What would Theo want her to hear?", words="That he told somebody."),)
    unanswered = OwnWords(asked="And the driver?", words="")
    text = draft(came_back=True, asked=(*asked, unanswered))
    assert "With: My supervisor" in text
    peer = text.partition(PEER)[2]
    assert "What came back is of: 11 March 2026" in peer
    assert "What would Theo want her to hear? That he told somebody." in peer
    assert f"And the driver? {OPEN}" in peer
    assert peer.strip().endswith(OPEN)


def test_the_heading_of_peer_reflection_is_there_before_anything_came_back() -> None:
    """Left open, so that whoever talks it over with a colleague has a place for it."""
    assert draft().partition(PEER)[2].removeprefix(":").strip() == OPEN


def test_an_answer_is_read_with_the_question_that_came_back() -> None:
    """The last answer to each stands; a question without one has no words."""
    at = datetime(2026, 3, 12, tzinfo=UTC)
    answers = [Reflected(at=at, on=make_question_key("And then?"), words=words) for words in ("Nothing.", "He rang.")]
    assert pair_questions(("And then?", "And now?"), answers) == (
        OwnWords(asked="And then?", words="He rang."),
        OwnWords(asked="And now?", words=""),
    )
    assert pair_answers(tuple(answers), {}) == (OwnWords(asked="And then?", words="He rang."),)
    assert find_question(answers[0].on) == "And then?"
