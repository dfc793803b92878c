"""What is kept of the answers whether the intention happened, and when a verdict counts."""

import pytest

from coach.debrief.report import ANSWERS, IntentionOutcome, VerdictMark, combine_reflections
from coach.model.reading import Certainty

MARK = VerdictMark(
    reply=1, criterion="asks", name="Asks", harmful=False, certainty=Certainty.CLEAR, start=0, end=4, words="Well",
    quote="Well.", example="", rule="", openly=True, stretch=0,
)  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_that_was_pressed_is_the_answer_and_no_words(answer: str) -> None:
    assert combine_reflections([answer]) == IntentionOutcome(answer=answer)


def test_words_beside_an_answer_are_the_practitioners_without_it() -> None:
    outcome = combine_reflections(["Partly. I lost my nerve at the door."])
    assert outcome == IntentionOutcome(answer="Partly", words=("I lost my nerve at the door.",))
    assert outcome.describe() == "You said: Partly. You wrote: “I lost my nerve at the door.”"


def test_words_alone_are_kept_whole_and_answer_nothing() -> None:
    assert combine_reflections(["Yesterday I would have."]) == IntentionOutcome(words=("Yesterday I would have.",))
    assert combine_reflections([]).describe() == ""


def test_another_answer_takes_the_words_of_the_first_away() -> None:
    """They were about an answer that does not stand any more."""
    outcome = combine_reflections(["Yes. All of it.", "Not yet. I never said the word."])
    assert outcome == IntentionOutcome(answer="Not yet", words=("I never said the word.",))


def test_the_same_answer_again_and_later_words_add_to_what_was_written() -> None:
    outcome = combine_reflections(["First thoughts.", "Yes. It came late.", "Yes", "And she answered."])
    assert outcome == IntentionOutcome(answer="Yes", words=("First thoughts.", "It came late.", "And she answered."))


@pytest.mark.parametrize(
    ("certainty", "disputed", "counts"),
    [
        (Certainty.CLEAR, "", True),
        (Certainty.CLEAR, "not_meant", False),
        (Certainty.CLEAR, "fair", True),
        (Certainty.POSSIBLE, "", False),
        (Certainty.POSSIBLE, "not_meant", False),
        (Certainty.POSSIBLE, "fair", True),
    ],
)
def test_a_debrief_builds_on_what_is_clear_or_was_called_fair_and_never_on_what_was_not_meant(
    certainty: Certainty, disputed: str, counts: bool
) -> None:
    assert MARK.model_copy(update={"certainty": certainty, "disputed": disputed}).counts() is counts
