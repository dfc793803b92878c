"""Exercises in plain lines: one of one's own is taken off again, once that is confirmed."""

from pathlib import Path

import pytest

from coach.cli.main import main
from coach.content.library import Folder, Library
from coach.plain.exercise_list import visit_exercises
from coach.practice.service import OWN_LIBRARY, PracticeService
from coach.records.paths import Places
from tests.conftest import SMALL
from tests.plain.talk import Talk

BUS = "title: Say it on the bus\nwhy: It is easier twice.\nscenarios: [bus]\n"


@pytest.fixture
def mine(places: Places) -> Path:
    """An exercise of one's own."""
    file = places.library / "exercises" / "mine.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(BUS, "utf-8")
    return file


@pytest.fixture
def small(places: Places, mine: Path) -> Library:
    return Library((Folder(SMALL, "for tests"), Folder(places.library, OWN_LIBRARY)))


def test_one_of_ones_own_is_taken_off_once_that_is_confirmed(
    practice: PracticeService, places: Places, mine: Path
) -> None:
    talk = Talk("1", "3", "", "")
    visit_exercises(talk.at(practice, places))
    assert "3: Take it off your own exercises, for good" in talk.written
    assert mine.exists()
    talk = Talk("1", "3", "yes", "")
    visit_exercises(talk.at(practice, places))
    assert "Taken off: mine.yaml is deleted." in talk.written
    assert not mine.exists()


def test_one_that_cannot_be_used_can_be_taken_off_too(practice: PracticeService, places: Places, mine: Path) -> None:
    mine.write_text("title: [", "utf-8")
    talk = Talk("1", "1", "yes", "")
    visit_exercises(talk.at(practice, places))
    assert not mine.exists()


def test_as_a_command_it_asks_or_needs_a_yes(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only one's own; what came with the coach is named as that."""
    file = home / "library" / "exercises" / "mine.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(BUS.replace("[bus]", "[wrong_box]"), "utf-8")
    assert main(["exercises", "--take-off", "mine"]) == 1
    assert "nobody is here to ask" in capsys.readouterr().out
    assert file.exists()
    assert main(["exercises", "--take-off", "say_it", "--yes"]) == 1
    assert "Only what is in your own exercises can be taken off." in capsys.readouterr().err
    assert main(["exercises", "--take-off", "mine", "--yes"]) == 0
    assert f"Taken off: {file} is deleted." in capsys.readouterr().out
    assert not file.exists()


MAKES = ("make", "Own", "Because.", "1", "", "1", "", "", "", "", "", "")
"""What is typed up to where an exercise goes: it has a title, why, a scenario and something to practise."""


def test_enter_asks_before_an_exercise_goes_unsaved(practice: PracticeService, places: Places) -> None:
    """In the lines before, Enter keeps what stands there: whoever goes on with it is asked, and can still save."""
    talk = Talk(*MAKES, "", "", "1", "")
    visit_exercises(talk.at(practice, places))
    assert any(question.startswith("It is not kept anywhere yet.") for question in talk.asked)
    assert "It is with your exercises now" in talk.shown
    assert (places.library / "exercises" / "own.yaml").is_file()


def test_a_yes_lets_an_exercise_go(practice: PracticeService, places: Places) -> None:
    """And so does the end of what is typed."""
    for last in (("", "yes", ""), ()):
        talk = Talk(*MAKES, *last)
        visit_exercises(talk.at(practice, places))
        assert "It is not saved." in talk.written
    assert not (places.library / "exercises" / "own.yaml").exists()


def test_a_title_that_is_taken_can_be_changed(practice: PracticeService, places: Places, mine: Path) -> None:
    """The other answers stay: Enter keeps them."""
    again = ("yes", "Own", "", "", "", "", "", "", "", "", "1", "")
    talk = Talk(*("Mine" if typed == "Own" else typed for typed in MAKES), "1", *again)
    visit_exercises(talk.at(practice, places))
    assert "That name is taken." in talk.shown
    assert (places.library / "exercises" / "own.yaml").is_file()
    assert mine.read_text("utf-8") == BUS
