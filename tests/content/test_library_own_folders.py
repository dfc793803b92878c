"""Folders of one's own add to what ships, and nothing of theirs is lost or put in another's place in silence."""

from pathlib import Path

from coach.practice.service import practice_at
from coach.practice.settings import Settings, write_settings
from coach.records.paths import Places
from tests.conftest import SMALL, START


def scenarios(places: Places) -> dict[str, tuple[str, str]]:
    practice = practice_at(places, lambda: START, lambda: "id")
    return {each.id: (each.origin, each.problem) for each in practice.scenarios()}


def test_a_team_folder_named_in_the_settings_is_on_the_shelf_with_where_it_comes_from(places: Places) -> None:
    write_settings(places.settings, Settings(libraries=(str(SMALL),)))
    origin, problem = scenarios(places)["bus"]
    assert origin == "in the folder small"
    assert not problem


def test_a_folder_that_is_not_there_is_said_and_hides_nothing(places: Places, tmp_path: Path) -> None:
    write_settings(places.settings, Settings(libraries=(str(tmp_path / "drive"),)))
    found = scenarios(places)
    assert "is not there" in found["drive (left out)"][1]
    assert not found["wrong_box"][1]


def test_a_file_by_a_name_that_is_taken_is_shown_as_left_out(places: Places) -> None:
    own = places.library / "dialogues"
    own.mkdir(parents=True)
    (own / "wrong_box.yaml").write_text("format: 1\n", encoding="utf-8")
    found = scenarios(places)
    assert "already the name" in found["wrong_box (left out)"][1]
    assert not found["wrong_box"][1]


def test_a_broken_file_of_ones_own_stands_on_the_shelf_with_its_error(places: Places) -> None:
    own = places.library / "dialogues"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text("format: 1\ntitle: Mine\n", encoding="utf-8")
    origin, problem = scenarios(places)["mine"]
    assert origin == "in your own library"
    assert "mine.yaml:1:1" in problem
