"""What a supervisor may do where something is hard: offered from what was brought alone, and accusing nobody."""

from datetime import date

import pytest

from coach.content.library import Library
from coach.debrief.render import render_plain
from coach.model.submission import Note, OwnWords, Submission, SubmissionScope, SubmittedLine
from coach.practice.safeguarding import care
from coach.supervision.care_prompts import choose_care_prompts, lay_out_care_prompts, load_care_prompts

DISTRESS, REMARK = load_care_prompts().values()
HURT = Note(criterion="stereotypes_or_others", name="Stereotypes", quote="They all do", harmful=True)


def brought(*notes: Note, **fields: object) -> Submission:
    lines = (SubmittedLine(speaker="You", text="They all do that.", reply=1, notes=notes),)
    given: dict[str, object] = {"id": "k", "what": SubmissionScope.MOMENT, "day": date(2026, 3, 11), "lines": lines}
    return Submission.model_validate(given | fields)


def test_a_line_that_may_be_heard_as_racist_offers_what_to_do_next() -> None:
    """Only where the coach was sure of it, and only for what it says of the practitioner's own line."""
    assert choose_care_prompts(brought(HURT), care()) == (REMARK,)
    assert choose_care_prompts(brought(HURT.model_copy(update={"sure": False})), care()) == ()
    assert choose_care_prompts(brought(HURT.model_copy(update={"harmful": False})), care()) == ()
    assert choose_care_prompts(brought(), care()) == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"question": "It upset me more than I thought. Can we talk?"},
        {"note": "This happened to me at school."},
        {"reflections": (OwnWords(asked="What now?", words="I can't cope."),)},
    ],
)
def test_words_of_distress_offer_to_speak_with_them_soon(fields: dict[str, object]) -> None:
    """In their question, their note, or what they wrote afterwards."""
    assert choose_care_prompts(brought(**fields), care()) == (DISTRESS,)


@pytest.mark.parametrize("question", ["What else could I have asked?", "Theo said it happened at school.", ""])
def test_an_ordinary_question_offers_nothing(question: str) -> None:
    """So that the offer keeps its worth."""
    assert choose_care_prompts(brought(question=question), care()) == ()


def test_what_brings_an_offer_about_is_in_the_rubric_that_ships() -> None:
    """A criterion that is renamed would be waited for in vain."""
    criteria = Library().rubric("openness").criteria
    assert set(REMARK.criteria) <= {
        name for name, criterion in criteria.items() if criterion.polarity.value != "helpful"
    }


def test_an_offer_names_nobody_and_judges_nobody() -> None:
    """The quiet line speaks of what is here, never of a person; a service's own places to turn to stand below."""
    for prompt in (REMARK, DISTRESS):
        for word in ("racist", "racism", "practitioner", "worker", "must", "should"):
            assert word not in prompt.notice.casefold()
    text = render_plain(lay_out_care_prompts((REMARK,), care()))
    assert text.index(REMARK.when) < text.index(DISTRESS.when)
    for place in care().signposts:
        assert place in text
