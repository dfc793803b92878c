"""A draft for one's own record of learning: one's own words, each in its place, and nothing claimed."""

from datetime import date

import pytest

from coach.content.validation import load_reflection_models
from coach.debrief.render import render_plain
from coach.debrief.report import INTENTION
from coach.model.submission import OwnWords, Submission, SubmissionScope
from coach.supervision.reflection import SUPERVISION, draft_learning_record

MOMENT = Submission(id="b", what=SubmissionScope.MOMENT, day=date(2026, 3, 11), title="The bus")


def draft(*kept: tuple[str, OwnWords], came_back: bool = False) -> str:
    days = {"written": date(2026, 3, 12), "rehearsed": date(2026, 3, 10)}
    return render_plain(
        draft_learning_record(MOMENT, kept, **days, intention="Say the word first", came_back=came_back)
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
    assert "talked it over in supervision" not in draft()
    assert "talked it over in supervision" in draft(came_back=True)
    assert "No family is named" not in draft()


def test_it_says_when_it_was_written_and_when_it_was_rehearsed() -> None:
    """A record of learning without a date is none."""
    assert "Written on: 12 March 2026" in draft()
    assert "Rehearsed a conversation about race, culture and racism, “The bus”, on 10 March 2026." in draft()
