"""Bringing something to supervision in plain lines: what goes, where to, and what is said of it afterwards."""

from pathlib import Path

import pytest

from coach.plain.console import NEITHER
from coach.plain.debrief import read_reviews
from coach.plain.submission_form import HAND_OVER_OR_CHANGE, SubmissionForm
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.paths import Places
from tests.plain.talk import Talk
from tests.submitting import submit_reply


@pytest.fixture
def rehearsed(practice: PracticeService) -> Rehearsal:
    rehearsal = practice.begin("bus")
    submit_reply(rehearsal, "How has racism touched him?")
    rehearsal.finish()
    return rehearsal


def bring(practice: PracticeService, places: Places, rehearsal: Rehearsal, what: str, *typed: str) -> Talk:
    """Somebody who brings something of a rehearsal, and then asks what was brought."""
    talk = Talk(*typed)
    services = talk.at(practice, places)
    SubmissionForm(talk.lines, services.submission_service, services.care, rehearsal).fill_in(what)
    read_reviews(talk.lines, rehearsal)
    return talk


@pytest.mark.parametrize("name", ["brought.html", "brought.docx", "brought.coach.json"])
def test_what_was_handed_over_as_any_kind_of_file_is_said_afterwards(
    practice: PracticeService, places: Places, rehearsed: Rehearsal, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    talk = bring(practice, places, rehearsed, "1", "", "change", "file", str(file), "", "yes")
    assert file.exists()
    assert str(file) in talk.shown
    assert talk.written[-1] == "One moment, reply 1, as a file, 11 March 2026: nothing came back yet."


def test_of_a_page_it_is_said_that_no_coach_opens_it_and_no_data_is_said_to_go_along(
    practice: PracticeService, places: Places, rehearsed: Rehearsal, tmp_path: Path
) -> None:
    typed = ("", "change", "file", str(tmp_path / "brought.html"), "", "yes")
    talk = bring(practice, places, rehearsed, "1", *typed)
    assert "to read or print. No coach can open it" in talk.shown
    assert sum("goes along too" in line for line in talk.written) == 1, "said only while the usual file was meant"


def test_it_is_asked_where_a_file_goes_and_enter_takes_the_place_that_the_screens_offer(
    practice: PracticeService,
    places: Places,
    rehearsed: Rehearsal,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It goes to no folder that happens to be stood in; its mode is that of a file for others, as the page says."""
    monkeypatch.setattr("coach.plain.console.offer_place", lambda name: str(tmp_path / name))
    talk = bring(practice, places, rehearsed, "1", "", "yes", "")
    (file,) = tmp_path.glob("brought-*.coach.json")
    assert f"The file's path, or Enter for {file}: " in talk.asked
    assert str(file) in talk.shown
    bring(practice, places, rehearsed, "1", "", "yes", str(tmp_path / "mine.coach.json"))
    assert (tmp_path / "mine.coach.json").exists()


def test_an_unclear_answer_hands_nothing_over_and_the_question_is_asked_again(
    practice: PracticeService, places: Places, rehearsed: Rehearsal, tmp_path: Path
) -> None:
    file = tmp_path / "brought.coach.json"
    talk = bring(practice, places, rehearsed, "1", "", "change", "file", str(file), "", "yes please", "")
    assert talk.asked.count(HAND_OVER_OR_CHANGE) == 3
    assert NEITHER in talk.written
    assert not file.exists()
    bring(practice, places, rehearsed, "1", "", "change", "file", str(file), "", "1", "yes")
    assert file.exists()


def test_with_several_attempts_it_is_asked_which_and_enter_takes_the_last(
    practice: PracticeService, places: Places, rehearsed: Rehearsal
) -> None:
    rehearsed.say_again(1)
    submit_reply(rehearsed, "I believe you. That was racism.")
    rehearsed.finish()
    talk = bring(practice, places, rehearsed, "whole", "1", "", "")
    assert "2: Attempt 2 of 2: 1 reply" in talk.written
    assert "How has racism touched him?" in talk.shown
    talk = bring(practice, places, rehearsed, "moment", "", "1", "", "")
    assert "Which attempt, or Enter for attempt 2: " in talk.asked
    assert "I believe you. That was racism." in talk.shown
    assert any(line.startswith("From attempt 2 of 2.") for line in bring(practice, places, rehearsed, "1").written)


def test_a_question_mark_explains_and_is_never_what_one_would_like_to_talk_about(
    practice: PracticeService, places: Places, rehearsed: Rehearsal
) -> None:
    talk = bring(practice, places, rehearsed, "1", "?", "Did I hear him?")
    assert any(line.startswith("Bring as much as you like") for line in talk.written)
    assert "Did I hear him?" in talk.shown
