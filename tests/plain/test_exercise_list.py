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
