"""My rehearsals in plain lines."""

from pathlib import Path

import pytest

from coach.plain.rehearsal_list import visit_rehearsals
from coach.practice.service import PracticeService
from coach.records.paths import Places

from .talk import Talk


def test_a_file_is_offered_the_place_that_the_screens_offer(
    practice: PracticeService, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder that the program was started in is nobody's."""
    monkeypatch.setenv("HOME", str(tmp_path))
    rehearsal = practice.begin("bus")
    rehearsal.submit("How has racism touched him?")
    talk = Talk("1", "Write it to a file", "1", str(tmp_path / "words"))
    visit_rehearsals(talk.at(practice, places))
    asked = next(question for question in talk.asked if "The file's path" in question)
    assert "Enter for ~/" in asked
    assert list(tmp_path.glob("words*"))


def test_after_keeping_one_is_still_at_that_rehearsal(practice: PracticeService, places: Places) -> None:
    """The number that forgets one rehearsal in its menu never meets the list of all of them."""
    rehearsal = practice.begin("bus")
    rehearsal.submit("How has racism touched him?")
    talk = Talk("1", "Keep it beyond thirty days", "Forget it for good", "yes")
    visit_rehearsals(talk.at(practice, places))
    assert not any("Forget all" in question for question in talk.asked)
    assert talk.shown.count("All your rehearsals.") == 1
    assert not practice.rehearsals()
