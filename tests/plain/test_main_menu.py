"""The way of a practitioner and of a supervisor who hear the screen, from the first start to forgetting.

Everything is read from lines and done by typing lines, as they would: no test looks at anything else in between.
"""

from pathlib import Path

import pytest

from coach.content.library import Folder, Library
from coach.options import BY_CHOICE
from coach.plain.main_menu import open_menu
from coach.plain.scenario_choice import go_on_or_rehearse
from coach.plain.setting_list import SettingList
from coach.practice.service import OWN_LIBRARY, PracticeService
from coach.practice.settings import read_settings
from coach.records.paths import Places
from coach.supervision.practitioner import SubmissionService
from coach.supervision.stores import SubmissionStores
from tests.plain.talk import Talk
from tests.submitting import submit_reply

RACISM = "How has racism touched him?"
BELIEVED = "I believe you. That was racism."
REHEARSED = ("", "rehearse", "bus", "", "", RACISM, "finish", "yes", "", "")
"""What somebody types who rehearses one reply, ends, and answers neither question about it."""


@pytest.fixture
def in_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the coach was started in, where files are written whose path is not typed."""
    folder = tmp_path / "started in"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def sit_down(practice: PracticeService, places: Places, *typed: str) -> Talk:
    """Somebody who opens the menu and types these lines, and then nothing more."""
    talk = Talk(*typed)
    services = talk.at(practice, places)
    open_menu(services, SettingList(places, lambda: {"coach-dark": "Dark"}))
    return talk


def test_the_first_start_says_what_it_is_offers_once_and_lists_everything(
    practice: PracticeService, places: Places
) -> None:
    talk = sit_down(practice, places, "no", "?", "")
    assert talk.written[0].startswith("Conversation coach, in plain lines.")
    assert talk.asked[0].startswith("Some pages ask, only if you like, about your own place")
    assert read_settings(places.settings)[0].skip_identity
    for words in ("Rehearse", "Exercises", "My rehearsals", "My practice", "Supervision desk", "agenda", "Settings"):
        assert any(line[:1].isdigit() and words in line for line in talk.written)
    assert any(line.startswith("You choose a scenario, hear a short note") for line in talk.written)
    again = sit_down(practice, places, "")
    assert not any(question.startswith("Some pages ask") for question in again.asked)


def test_a_practitioner_rehearses_is_asked_first_and_hears_the_page(practice: PracticeService, places: Places) -> None:
    talk = sit_down(
        practice, places, "",
        "rehearse", "bus", "", "Say the word first", "",
        RACISM, "brief", "read", "?", BELIEVED, "finish", "yes",
        "1", "", "1", "more", "nonsense", "happened", "1", "I said it.", "page", "", "",
    )  # fmt: skip
    assert "You want to practise: Say the word first" in talk.written
    assert "You, reply 1: How has racism touched him?" in talk.written
    assert any("take your last reply back" in line for line in talk.written)
    assert _find(talk, "Two questions come first.") < _find(talk, "THE BUS")
    assert any(question.startswith("Before you look back") for question in talk.asked)
    assert any(line.startswith("Reply 1: ") for line in talk.written), "a number reads a moment"
    assert "You said: Yes. You wrote: “I said it.”" in talk.shown
    assert any(line.startswith("That is none of the words.") for line in talk.written)


def test_the_two_questions_read_the_replies_with_their_numbers_where_asked(
    practice: PracticeService, places: Places
) -> None:
    """A number is of use only to whoever can find it; the list is heard where it is wanted."""
    talk = sit_down(
        practice, places, "", "rehearse", "bus", "", "", RACISM, BELIEVED, "finish", "yes", "?", "2", "", "", "",
    )  # fmt: skip
    heard = next(line for line in talk.written if line.startswith("1: How has racism touched him?"))
    assert heard.splitlines()[1] == f"2: {BELIEVED}"
    quiet = sit_down(practice, places, "rehearse", "bus", "", "", RACISM, "finish", "yes", "", "", "", "")
    assert not any(line.startswith("1: How has racism touched him?") for line in quiet.written)


def test_of_words_that_fit_several_replies_it_is_said_that_enter_keeps_them(
    practice: PracticeService, places: Places
) -> None:
    typed = ("", "rehearse", "bus", "", "", "Was it the driver?", "Which driver?", "finish", "yes", "driver", "", "")
    talk = sit_down(practice, places, *typed)
    asked = "Replies 1 and 2 fit these words alike. The number of one chooses it. Enter keeps your words as they are."
    assert asked in talk.written
    assert "You wrote: “driver”." in talk.shown


def test_an_unfinished_rehearsal_is_gone_on_with_where_it_was_left(practice: PracticeService, places: Places) -> None:
    sit_down(practice, places, "", "rehearse", "bus", "", "", RACISM, "leave", "")
    talk = sit_down(practice, places, "1", BELIEVED, "finish", "yes", "", "", "", "")
    assert any(line.startswith("1: Go on with The bus, where you left it, after 1 reply") for line in talk.written)
    assert "Your last reply: How has racism touched him?" in talk.written


def test_saying_again_makes_two_attempts_that_are_read_beside_each_other(
    practice: PracticeService, places: Places
) -> None:
    talk = sit_down(
        practice, places, "", "rehearse", "bus", "", "", "Right.", "finish", "yes", "", "",
        "again 1", RACISM, "finish", "yes", "", "", "beside", "beside 1 9", "", "",
    )  # fmt: skip
    assert any(line.startswith("Attempt 1. ") for line in talk.written)
    assert "Attempt 1, you: Right." in talk.written
    assert "Attempt 2, you: How has racism touched him?" in talk.written
    assert any(line.startswith("The attempts go from 1 to 2.") for line in talk.written)


def test_a_moment_goes_to_a_supervisor_and_back_and_is_read_at_any_time(
    practice: PracticeService, places: Places, in_own_folder: Path
) -> None:
    """The whole round in files: brought, taken in, answered, handed back, taken in, and read twice."""
    sit_down(
        practice, places, *REHEARSED,
        "bring 1", "Did I hear him?", "change", "what you are called", "Pat", "file", "brought.coach.json", "", "yes",
        "", "",
    )  # fmt: skip
    sue = Places(places.data / "sue", places.config / "sue")
    sit_down(
        practice, sue, "", "desk", "take in", "brought.coach.json",
        "3", "agree 1", "You stayed with it.", "comment", "Ask him what he wants.", "whole",
        "questions", "own", "What would he want?", "", "name", "Sue", "hand back", "yes", "back.coach.json", "", "",
    )  # fmt: skip
    talk = sit_down(practice, places, "rehearsals", "take in", "back.coach.json", "", "")
    assert "Ask him what he wants." in talk.shown
    for _ in range(2):
        talk = sit_down(practice, places, "rehearsals", "1", "what came back", "", "")
        assert "Supervisor: Ask him what he wants." in talk.shown
        assert "What would he want?" in talk.shown
    talk = sit_down(practice, places, "rehearsals", "1", "look back", "", "", "record", "1", "record.txt", "", "", "")
    assert "DRAFT FOR MY RECORD OF LEARNING" in talk.shown
    assert (in_own_folder / "record.txt").exists()


def test_words_before_the_talk_begins_are_said_to_be_an_aim_and_a_word_of_the_talk_is_none(
    practice: PracticeService, places: Places
) -> None:
    talk = sit_down(practice, places, "", "rehearse", "bus", "", "why", RACISM, "", "leave", "")
    assert "The conversation has not begun. Enter begins it; that word works then." in talk.written
    aim = "That is what you want to practise. Nothing is said to the family before Enter begins."
    assert aim in talk.written
    (summary,) = practice.rehearsals()
    assert practice.go_on(summary.id).beginning.intention == RACISM
    assert not summary.replies


def test_what_was_brought_is_withdrawn_and_said_to_be(
    practice: PracticeService, places: Places, in_own_folder: Path
) -> None:
    sit_down(
        practice,
        places,
        *REHEARSED,
        "bring question",
        "How?",
        "yes",
        "brought.coach.json",
        "",
        "",
    )
    talk = sit_down(practice, places, "rehearsals", "1", "look back", "", "", "withdraw", "1", "came back", "", "", "")
    assert any(line.startswith("Withdrawn.") for line in talk.written)
    assert "Nothing of this rehearsal was brought to supervision." in talk.written


def test_own_practice_and_own_picture_are_for_the_practitioner_alone(
    practice: PracticeService, places: Places, in_own_folder: Path
) -> None:
    sit_down(
        practice, places, *REHEARSED,
        "own", "I pictured a tall boy.", *[""] * 4, "yes", "", "",
    )  # fmt: skip
    talk = sit_down(practice, places, "practice", "mine.txt", "")
    assert "MY PRACTICE" in talk.shown
    assert "I pictured" not in (in_own_folder / "mine.txt").read_text("utf-8")


def test_an_exercise_is_made_line_by_line_and_done(practice: PracticeService, places: Places) -> None:
    practice.library = Library((*practice.library.folders, Folder(places.library, OWN_LIBRARY, expected=False)))
    talk = sit_down(
        practice, places, "", "exercises", "make",
        "First question", "It is easier twice", "bus", "", "", "", "", "", "", "", "library",
        "first question", "do", "", "", RACISM, "brief", "finish", "yes", "", "", "", "", "",
    )  # fmt: skip
    assert any(line.startswith("It is with your exercises now, in ") for line in talk.written)
    assert "Exercise: First question. It is easier twice" in talk.written
    assert "For the exercise “First question”: It is easier twice" in talk.written


def test_forgetting_names_the_rehearsal_and_asks_and_all_are_gone(practice: PracticeService, places: Places) -> None:
    sit_down(practice, places, *REHEARSED, "", "")
    talk = sit_down(practice, places, "rehearsals", "1", "forget", "", "1", "forget", "yes", "", "")
    asked = [question for question in talk.asked if question.startswith("Forget ")]
    assert len(asked) == 2
    assert "“The bus”" in asked[0]
    assert "11 March 2026" in asked[0]
    assert "Nothing is forgotten." in talk.written
    assert any(line.startswith("Forgotten for good.") for line in talk.written)
    assert practice.rehearsals() == ()


def test_how_many_go_and_how_many_were_kept_is_said_before_all_are_forgotten(
    practice: PracticeService, places: Places
) -> None:
    practice.begin("bus").keep()
    practice.begin("bus")
    talk = sit_down(practice, places, "", "rehearsals", "forget all", "yes", "", "")
    asks = (
        "Forget all your rehearsals? 2 go, 1 of them kept beyond thirty days. "
        "What you wrote afterwards, and what came back from supervision, goes too. They are gone for good."
    )
    assert any(question.startswith(asks) for question in talk.asked)
    assert practice.rehearsals() == ()


def test_what_to_practise_can_be_said_in_own_words_from_its_list(practice: PracticeService, places: Places) -> None:
    """And Enter there leaves what was chosen; the debrief says how to answer whether it happened."""
    talk = sit_down(
        practice, places, "", "rehearse", "bus", "", "1", "own", RACISM, "1", "own", "", "", RACISM,
        "finish", "yes", "", "", "happened", "1", "", "",
    )  # fmt: skip
    (summary,) = practice.rehearsals()
    assert practice.go_on(summary.id).beginning.intention == RACISM
    assert "`happened` says whether what you wanted to practise came about, for you alone." in talk.written


def test_nothing_that_is_read_out_needs_colour_or_place(practice: PracticeService, places: Places) -> None:
    """No escape, no tab, no box, no row of spaces; and the same where the input ends at any point."""
    typed = (
        *REHEARSED,
        "notes",
        "silent",
        "why 1",
        "",
        "desk",
        "",
        "",
    )
    for end in range(len(typed) + 1):
        talk = sit_down(practice, places, *typed[:end])
        for line in (*talk.written, *talk.asked):
            assert "\x1b" not in line
            assert "\t" not in line
            assert "   " not in line
            assert not set("│─┌┐└┘█●○◆▽") & set(line), line


def _find(talk: Talk, words: str) -> int:
    return next(place for place, line in enumerate(talk.written) if words in line)


def test_a_team_store_that_is_away_is_said_once_and_the_menu_goes_on(
    practice: PracticeService, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.records.team.store.PATIENCE", 0.1)
    stores = SubmissionStores(places, "postgresql+psycopg://ann@127.0.0.1:1/coach", practice.clock)
    talk = Talk("", "agenda", "leave", "")
    services = talk.serve(SubmissionService(practice, stores), places)
    open_menu(services, SettingList(places, lambda: {"coach-dark": "Dark"}))
    assert sum("cannot be reached" in line for line in talk.written) == 1
    assert any(line.startswith("Part 1 of 7") for line in talk.written)


def test_what_is_gone_on_with_is_asked_by_its_title(practice: PracticeService, places: Places) -> None:
    """And what Enter does is said."""
    submit_reply(practice.begin("bus"), RACISM)
    talk = Talk()
    go_on_or_rehearse(talk.at(practice, places), "bus", BY_CHOICE)
    assert talk.asked[0] == "Go on with “The bus”, where you left it? yes, or Enter to begin: "
