"""The gate below a supervisor's desk, an exercise and a trainer's message, as a front end without dialogs meets it."""

from pathlib import Path

import pytest

from coach.errors import CoachError, NotNow, ReplyTooLong
from coach.model.exercise import Exercise
from coach.model.submission import Comment, Review, SecondView, Submission, SubmissionScope, View, collect_own_words
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import (
    ASKED,
    LONGEST,
    Question,
    WordsHeld,
)
from coach.practice.service import PracticeService
from coach.supervision.exercises import save_exercise, write_exercise_file
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import SubmissionService
from coach.supervision.stores import ReviewDraft
from coach.supervision.submissions import SubmissionChoice

from ..conftest import START

REAL = "As with Mary Okonkwo last year."


@pytest.fixture
def brought(bringing: SubmissionService, rehearsing: Rehearsal, desk: Inbox, tmp_path: Path) -> Submission:
    """Something that lies on the desk."""
    brought = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.WHOLE, question="What did I miss?"))
    desk.import_file(bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json"))
    return brought


def answer(brought: Submission, words: str) -> Review:
    return Review(brought=brought.id, at=START, who="Sue Adams", comments=(Comment(words=words),))


def test_an_answer_goes_nowhere_before_its_details_were_asked_about(
    desk: Inbox, brought: Submission, tmp_path: Path
) -> None:
    said, file = answer(brought, REAL), tmp_path / "back.coach.json"
    for call in (
        lambda: desk.hand_back(said),
        lambda: desk.write_review_file(said, file),
        lambda: desk.hand_back(said),
        lambda: desk.hand_back(said, file),
    ):
        with pytest.raises(WordsHeld) as held:
            call()
        assert held.value.why.question is Question.REAL_PEOPLE  # type: ignore[union-attr]
        assert "Okonkwo" not in str(held.value)
    assert desk.find_item(brought.id).response is None
    assert not file.exists()
    desk.hand_back(said, file, confirmed=ASKED)
    assert "Okonkwo" in file.read_text("utf-8")
    assert desk.find_item(brought.id).response == said


@pytest.mark.parametrize("words", ["As Sam said to Pat.", "I want to die, he said. That was hard to hear.", "Hm."])
def test_the_family_is_known_and_its_distress_may_be_spoken_of(desk: Inbox, brought: Submission, words: str) -> None:
    """And a supervisor's own name is theirs to say."""
    desk.hand_back(answer(brought, words))
    assert desk.find_item(brought.id).response == answer(brought, words)


def test_an_answer_that_is_too_long_is_refused(desk: Inbox, brought: Submission) -> None:
    with pytest.raises(ReplyTooLong):
        desk.hand_back(answer(brought, "a" * (LONGEST + 1)))


def test_what_is_begun_is_kept_without_the_words_that_have_to_be_asked_about(desk: Inbox, brought: Submission) -> None:
    """The rest of it is kept as it is typed, and so is everything that was asked about once."""
    view = SecondView(reply=1, criterion="names", view=View.AGREE, reason=REAL)
    begun = answer(brought, "Thank you.").model_copy(update={"views": (view,), "questions": (REAL, "And now?")})
    why = desk.keep_draft(ReviewDraft(response=begun))
    assert why is not None
    assert why.question is Question.REAL_PEOPLE
    kept = desk.find_item(brought.id).draft
    assert kept
    assert [each for each in collect_own_words(kept.response) if each] == ["Thank you.", "And now?"]
    assert [each.view for each in kept.response.views] == [View.AGREE], "a view stays without its reason"
    assert desk.keep_draft(ReviewDraft(response=begun), ASKED) is None
    more = begun.model_copy(update={"questions": (REAL, "And now?", "For whom?")})
    assert desk.keep_draft(ReviewDraft(response=more)) is None, "what is kept already is not asked about again"
    assert desk.find_item(brought.id).draft == ReviewDraft(response=more)


def test_what_is_taken_back_is_begun_as_it_was(desk: Inbox, brought: Submission) -> None:
    desk.hand_back(answer(brought, REAL), confirmed=ASKED)
    desk.take_back(brought.id)
    draft = desk.find_item(brought.id).draft
    assert draft == ReviewDraft(response=answer(brought, REAL))
    assert draft is not None
    assert desk.keep_draft(draft) is None


@pytest.mark.parametrize("field", ["title", "why", "content_notes"])
def test_an_exercise_is_saved_nowhere_before_its_details_were_asked_about(
    practice: PracticeService, desk: Inbox, tmp_path: Path, field: str
) -> None:
    values = {"title": "On the bus", "why": "Pat and Sam say it twice.", "scenarios": ("bus",)}
    plain = Exercise.model_validate(values)
    real = Exercise.model_validate({**values, field: (REAL,) if field == "content_notes" else REAL})
    library, file = tmp_path / "library", tmp_path / "given.yaml"
    for call in (
        lambda: save_exercise(practice, real, "real", library),
        lambda: write_exercise_file(practice, real, file),
        lambda: desk.give_exercise("real", real),
    ):
        with pytest.raises(WordsHeld):
            call()
    assert not library.exists()
    assert not file.exists()
    save_exercise(practice, plain, "plain", library)
    assert "Okonkwo" in save_exercise(practice, real, "real", library, confirmed=ASKED).read_text("utf-8")
    assert "Okonkwo" in write_exercise_file(practice, real, file, confirmed=ASKED).read_text("utf-8")
    with pytest.raises(NotNow, match="No team's store"):
        desk.give_exercise("real", real, confirmed=ASKED)


def test_a_reply_that_was_kept_with_its_details_is_not_asked_about_again(
    bringing: SubmissionService, practice: PracticeService, tmp_path: Path
) -> None:
    """It was asked about when it was said. A question that goes along with it is new."""
    rehearsing = practice.begin("bus")
    rehearsing.submit(REAL, ASKED)
    file = tmp_path / "one.coach.json"
    whole = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.WHOLE))
    assert "Okonkwo" in bringing.submit_to_file(rehearsing, whole, file).read_text("utf-8")
    with pytest.raises(CoachError) as refused:
        bringing.submit_to_file(
            rehearsing, bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.WHOLE, question=REAL[3:])), file
        )
    assert isinstance(refused.value, WordsHeld)
