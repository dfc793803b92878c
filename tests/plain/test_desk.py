"""The desk in plain lines: a supervisor who hears it reads, answers, hands back and takes back."""

from datetime import date
from pathlib import Path

import pytest

from coach.model.submission import Action, Comment, Review, SubmissionScope, View
from coach.plain.conversation import NOTHING_KEPT, ONLY_WORDS, REAL
from coach.plain.desk import PlainReview, visit_desk
from coach.practice.safeguarding import ASKED
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.supervision.desk_texts import TAKEN_BACK_HERE
from coach.supervision.importing import import_file
from coach.supervision.practitioner import SubmissionService
from coach.supervision.stores import ReviewDraft, SubmissionStores
from coach.supervision.submissions import SubmissionChoice
from tests.plain.talk import Talk
from tests.submitting import submit_reply

RACISM = "How has racism touched him?"


@pytest.fixture
def brought(practice: PracticeService, places: Places, tmp_path: Path) -> Path:
    """A whole conversation that a practitioner brought, in a file."""
    rehearsal = practice.begin("bus")
    for words in (RACISM, "I believe you. That was racism."):
        submit_reply(rehearsal, words)
    rehearsal.finish()
    service = SubmissionService(practice, SubmissionStores(places, "", practice.clock))
    choice = SubmissionChoice(SubmissionScope.WHOLE, who="Pat", question="What did I miss?", may_teach=True)
    file = tmp_path / "from-pat.coach.json"
    return service.submit_to_file(rehearsal, service.preview(rehearsal, choice), file, confirmed=ASKED)


@pytest.fixture
def on_desk(brought: Path, practice: PracticeService, places: Places) -> str:
    """The same on the desk, by its id."""
    return Talk().at(practice, places).inbox.import_file(brought)[0].id


def answer(practice: PracticeService, places: Places, key: str, *typed: str) -> tuple[Talk, PlainReview]:
    """The submission opened by a supervisor who types these lines."""
    talk = Talk(*typed)
    review = PlainReview(talk.at(practice, places), key)
    review.visit()
    return talk, review


def test_an_empty_desk_says_so_and_offers_what_there_is(practice: PracticeService, places: Places) -> None:
    talk = Talk("")
    visit_desk(talk.at(practice, places))
    assert talk.written[0] == "Nothing was brought to you yet."
    assert talk.written[1] == "1: Take in a file that a practitioner gave you"


def test_a_file_is_taken_in_and_read_line_by_line(practice: PracticeService, places: Places, brought: Path) -> None:
    talk = Talk("1", f"'{brought}'", *[""] * 20)
    visit_desk(talk.at(practice, places))
    assert "They would like to talk about: What did I miss?" in talk.written
    assert any(line.startswith("Line 3. Pat, reply 1: How has racism touched him?") for line in talk.written)
    assert "That was the last line." in talk.written
    assert "Your desk: 1 thing brought to you." in talk.written


def test_a_wrong_path_is_a_sentence_and_the_desk_goes_on(practice: PracticeService, places: Places) -> None:
    talk = Talk("1", "/nowhere/at-all.coach.json", "")
    visit_desk(talk.at(practice, places))
    assert talk.written.count("Nothing was brought to you yet.") == 2


def test_a_view_a_comment_and_what_else_one_sees_are_said_by_words(
    practice: PracticeService, places: Places, on_desk: str
) -> None:
    talk, review = answer(
        practice, places, on_desk,
        "3", "agree 1", "It opens the door.", "comment", "This is where I would stay.", "also", "1", "", "whole", "",
    )  # fmt: skip
    response = review.response
    assert [view.view for view in response.views] == [View.AGREE, View.ALSO]
    assert response.views[0].reason == "It opens the door."
    assert response.comments[0].line == 3
    assert review.inbox.find_item(on_desk).draft == review.draft, "kept as it was said"
    assert any(line.startswith("You agree (") for line in talk.written)


def test_enter_leaves_the_reason_that_was_given_before_and_a_word_takes_it_away(
    practice: PracticeService, places: Places, on_desk: str
) -> None:
    """Changing a view keeps its reason, as the screens do: of one note, of all on a line, and of what one also sees."""
    typed = ("3", "agree 1", "It opens the door.", "partly all", "", "also", "1", "Warm.", "also", "1", "", "")
    talk, review = answer(practice, places, on_desk, *typed, "whole", "")
    said = {view.reason: view for view in review.response.views}
    assert said["It opens the door."].view is View.PARTLY
    assert (review.response.views[-1].view, review.response.views[-1].reason) == (View.ALSO, "Warm.")
    assert "You wrote: It opens the door." in talk.written
    assert any(line.startswith("You partly agree (") and line.endswith("opens the door.") for line in talk.written)
    talk, review = answer(practice, places, on_desk, "3", "otherwise 1", "no", "whole", "")
    assert [view.reason for view in review.response.views if view.view is View.DISAGREE] == [""]


@pytest.mark.parametrize("word", ["back", "take back"])
def test_what_was_said_of_a_note_by_mistake_is_taken_back(
    practice: PracticeService, places: Places, on_desk: str, word: str
) -> None:
    """As on the screen: nothing is said of it any more, not even that it is seen otherwise."""
    talk, review = answer(practice, places, on_desk, "3", word, "agree 1", "Quite.", word, "whole", "")
    assert any(line.startswith("You have said nothing of that line.") for line in talk.written)
    assert any(line.startswith("Taken back: ") for line in talk.written)
    assert not review.response.views
    assert not PlainReview(Talk().at(practice, places), on_desk).response.views


def test_of_several_one_is_chosen_to_be_taken_back_or_all(
    practice: PracticeService, places: Places, on_desk: str
) -> None:
    said = ("3", "agree 1", "", "also", "1", "")
    _, review = answer(practice, places, on_desk, *said, "back", "", "whole", "")
    assert len(review.response.views) == 2, "Enter takes none back"
    _, review = answer(practice, places, on_desk, "3", "back", "1", "whole", "")
    assert [view.view for view in review.response.views] == [View.ALSO]
    _, review = answer(practice, places, on_desk, "3", "agree 1", "", "back all", "whole", "")
    assert not review.response.views


def test_no_is_never_the_reason_of_a_view(practice: PracticeService, places: Places, on_desk: str) -> None:
    _, review = answer(practice, places, on_desk, "3", "agree 1", "no", "whole", "")
    assert [view.reason for view in review.response.views] == [""]


def test_a_line_of_the_familys_takes_a_comment_and_no_view(
    practice: PracticeService, places: Places, on_desk: str
) -> None:
    talk, review = answer(practice, places, on_desk, "agree", "comment", "He said it first.", "whole", "")
    assert any(line.startswith("That is not a line of theirs.") for line in talk.written)
    assert [comment.line for comment in review.response.comments] == [1]


def test_all_notes_are_agreed_with_at_once_after_they_were_read_out(
    practice: PracticeService, places: Places, on_desk: str
) -> None:
    talk, review = answer(practice, places, on_desk, "whole", "agree all", "yes", "")
    notes = sum(len(line.notes) for line in review.brought.lines) if review.brought else 0
    assert notes
    assert len(review.response.views) == notes
    assert sum(line.startswith("Reply ") for line in talk.written) == notes


def test_questions_an_action_with_a_date_and_a_name_go_back_in_a_file_once_confirmed(
    practice: PracticeService, places: Places, on_desk: str, tmp_path: Path
) -> None:
    back = tmp_path / "back.coach.json"
    talk, _ = answer(
        practice, places, on_desk, "whole",
        "questions", "own", "What would he want said?", "",
        "action", "The form at intake", "yesterday", "in a fortnight",
        "name", "Sue",
        "hand back", "no",
        "hand back", "yes", str(back),
    )  # fmt: skip
    found = import_file(back).found
    assert found.questions == ("What would he want said?",)  # type: ignore[union-attr]
    assert found.action is not None  # type: ignore[union-attr]
    assert found.action.what == "The form at intake"  # type: ignore[union-attr]
    assert found.who == "Sue"
    assert "It has not been handed back." in talk.written
    assert any("The supervisor will: The form at intake, by " in line for line in talk.written), "read out as it goes"
    assert any("give Pat that file" in line for line in talk.written)


def test_nothing_said_is_not_handed_back(practice: PracticeService, places: Places, on_desk: str) -> None:
    talk, _ = answer(practice, places, on_desk, "whole", "hand back", "")
    assert any(line.startswith("Nothing is said of it yet.") for line in talk.written)


def test_an_answer_is_taken_back_and_stays_as_begun(
    practice: PracticeService, places: Places, on_desk: str, tmp_path: Path
) -> None:
    file = str(tmp_path / "back.coach.json")
    answer(practice, places, on_desk, "whole", "whole", "Thank you for this.", "hand back", "yes", file)
    talk, review = answer(practice, places, on_desk, "whole", "take back", "yes", "")
    assert review.item.response is None
    assert review.response.comments[0].words == "Thank you for this."
    assert TAKEN_BACK_HERE in talk.written


def test_a_real_persons_details_are_asked_about_before_they_are_kept(
    practice: PracticeService, places: Places, on_desk: str
) -> None:
    typed = ("whole", "whole", "Ring Mary Okonkwo about it", "Ring the school about it", "")
    talk, review = answer(practice, places, on_desk, *typed)
    assert any("Please leave real people out." in line for line in talk.written)
    assert review.response.comments[0].words == "Ring the school about it"


@pytest.mark.parametrize("task", ["whole", "questions"])
def test_enter_throws_nothing_away_that_was_typed_with_a_name_in_it(
    practice: PracticeService, places: Places, on_desk: str, task: str
) -> None:
    """It is asked again what happens with it; only a word leaves all of it out, and that is said."""
    asked = ("whole", task, *(("own",) if task == "questions" else ()), "Did Karen Whitfield say the same?")
    talk, review = answer(practice, places, on_desk, *asked, "", "", "remove", "", "")
    said = (*(comment.words for comment in review.response.comments), *review.response.questions)
    assert said == ("Did (left out) say the same?",)
    assert talk.asked.count(REAL) == 3
    assert talk.written.count(ONLY_WORDS) == 2
    talk, review = answer(practice, places, on_desk, *asked, "leave out", "", "")
    assert (*(comment.words for comment in review.response.comments), *review.response.questions) == said
    assert NOTHING_KEPT in talk.written


def test_what_was_begun_is_there_when_it_is_opened_again_and_it_can_be_put_away(
    practice: PracticeService, places: Places, on_desk: str
) -> None:
    answer(practice, places, on_desk, "whole", "whole", "To go on with.", "")
    talk = Talk("1", "whole", "put away", "yes", "")
    visit_desk(talk.at(practice, places))
    assert any("begun, not handed back yet" in line for line in talk.written)
    assert "3: A comment on the whole: To go on with." in talk.written
    assert talk.written[-7] == "Nothing was brought to you yet."


def test_a_question_mark_explains_and_every_list_is_left_by_enter(
    practice: PracticeService, places: Places, on_desk: str
) -> None:
    talk, _ = answer(practice, places, on_desk, "?", "dance", "99", "whole", "?", "questions", "", "")
    assert any(line.startswith("Enter goes to the next line") for line in talk.written)
    assert "agree: you agree with a note of the coach's on this line." in talk.written
    assert any(line.startswith("The lines go from 1 to ") for line in talk.written)


def test_a_yes_to_counting_is_never_switched_by_a_word_that_found_it(
    practice: PracticeService, places: Places, on_desk: str
) -> None:
    """A `yes` typed at the list finds that line, which asks first; Enter leaves it as it was."""
    _, review = answer(practice, places, on_desk, "whole", "count", "yes", "")
    assert review.response.may_teach
    talk, review = answer(practice, places, on_desk, "whole", "yes", "", "")
    assert any(question.startswith("You said yes to counting these lines.") for question in talk.asked)
    assert review.response.may_teach
    _, review = answer(practice, places, on_desk, "whole", "count", "yes", "")
    assert not review.response.may_teach


def test_a_comment_of_two_lines_is_read_out_with_a_space_between(
    practice: PracticeService, places: Places, on_desk: str
) -> None:
    inbox = Talk().at(practice, places).inbox
    review = Review(brought=on_desk, at=practice.clock(), comments=(Comment(line=0, words="First.\nSecond."),))
    inbox.keep_draft(ReviewDraft(response=review), ASKED)
    talk, _ = answer(practice, places, on_desk, "whole", "whole", "", "hear", "")
    assert "You wrote: First. Second." in talk.written
    assert "␣" not in talk.shown
    assert talk.shown.count("First. Second.") >= 2


def test_an_answer_that_is_changed_after_it_went_back_is_said_to_be_changed(
    practice: PracticeService, places: Places, on_desk: str, tmp_path: Path
) -> None:
    """Not to be begun: they have the earlier one."""
    file = str(tmp_path / "back.coach.json")
    answer(practice, places, on_desk, "whole", "whole", "Thank you.", "hand back", "yes", file)
    _, review = answer(practice, places, on_desk, "whole", "whole", "Thank you for this.", "")
    assert review.item.describe_state() == "changed since you handed it back"


def test_a_day_typed_on_the_screen_is_the_days_of_what_is_taken_up_in_plain_lines(
    practice: PracticeService, places: Places, on_desk: str
) -> None:
    """There a day may stand without an action yet, or one that cannot be read yet: neither is lost."""
    review = PlainReview(Talk().at(practice, places), on_desk)
    review.inbox.keep_draft(ReviewDraft(response=review.response, by="4 January 2027"), ASKED)
    _, review = answer(practice, places, on_desk, "whole", "action", "The form", "", "")
    assert review.response.action == Action(what="The form", by=date(2027, 1, 4))
    review.inbox.keep_draft(ReviewDraft(response=review.response.model_copy(update={"action": None}), by="soonish"))
    _, review = answer(practice, places, on_desk, "whole", "action", "The form", "", "")
    assert review.response.action == Action(what="The form")
    assert review.draft.by == "soonish"


def test_an_answer_that_is_only_looked_at_is_not_changed(
    practice: PracticeService, places: Places, on_desk: str, tmp_path: Path
) -> None:
    file = str(tmp_path / "back.coach.json")
    answer(practice, places, on_desk, "whole", "action", "The form", "4 January 2027", "hand back", "yes", file)
    _, review = answer(practice, places, on_desk, "whole", "action", "", "", "")
    assert review.item.describe_state() == "answered"
    assert review.response.action == Action(what="The form", by=date(2027, 1, 4))


def test_what_is_not_answered_stands_first(
    practice: PracticeService, places: Places, on_desk: str, tmp_path: Path
) -> None:
    """What was answered comes after it."""
    rehearsal = practice.begin("bus")
    service = SubmissionService(practice, SubmissionStores(places, "", practice.clock))
    later = service.preview(rehearsal, SubmissionChoice(SubmissionScope.QUESTION, question="And later?"))
    inbox = Talk().at(practice, places).inbox
    inbox.import_file(service.submit_to_file(rehearsal, later, tmp_path / "later.coach.json"))
    first, second = (item.id for item in inbox.list_items())
    assert {first, second} == {on_desk, later.id}
    inbox.hand_back(Review(brought=first, at=practice.clock(), comments=(Comment(words="Thank you."),)))
    assert [item.id for item in inbox.list_items()] == [second, first]
