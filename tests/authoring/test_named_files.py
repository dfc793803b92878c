"""A file that is named by its path is the very file that is opened, wherever it lies; anything else is refused."""

import io
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.cli.main import main
from tests.conftest import SMALL

Run = Callable[..., tuple[int, str]]

BUS, FAMILY, RUBRIC = "dialogues/bus.yaml", "personas/pat_and_sam.yaml", "rubrics/small.yaml"
EXAMPLES = "dialogues/bus.examples.yaml"


@pytest.fixture
def run(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in a folder of its own: its exit status, and all that it says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "dumb")

    def run(*arguments: str, typed: str = "") -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        status = main(list(arguments))
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """A folder in which all that belongs to a scenario lies side by side."""
    folder = tmp_path / "downloads"
    folder.mkdir()
    for name in (BUS, EXAMPLES, FAMILY, RUBRIC):
        shutil.copy(SMALL / name, folder)
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return shutil.copytree(SMALL, tmp_path / "mine")


def spoil(file: Path) -> None:
    file.write_text(":::garbage {{{\n", encoding="utf-8")


def test_a_file_with_the_name_of_what_ships_is_the_file_that_is_checked(run: Run, tmp_path: Path) -> None:
    spoil(tmp_path / "wrong_box.yaml")
    status, said = run("check", "wrong_box.yaml")
    assert status == 1
    assert "wrong_box.yaml:1:" in said
    assert "Another wrong_box ships with the coach" in said


@pytest.mark.parametrize("name", [BUS, EXAMPLES, FAMILY, RUBRIC])
def test_a_file_in_a_library_is_the_file_that_is_checked(run: Run, library: Path, name: str) -> None:
    spoil(library / name)
    status, said = run("check", str(library / name))
    assert status == 1
    assert f"{name}:1:" in said


@pytest.mark.parametrize("name", [BUS, EXAMPLES, FAMILY, RUBRIC])
def test_a_lone_file_is_checked_with_what_lies_beside_it(run: Run, downloads: Path, name: str) -> None:
    said = run("check", str(downloads / Path(name).name))[1]
    assert " 0 errors" in said
    assert not re.search("^0 files", said, re.MULTILINE)
    spoil(downloads / Path(name).name)
    status, said = run("check", str(downloads / "bus.yaml"))
    assert status == 1
    assert f"{Path(name).name}:1:" in said


def test_what_does_not_lie_beside_it_is_taken_from_the_library(run: Run, downloads: Path, library: Path) -> None:
    (downloads / "pat_and_sam.yaml").unlink()
    assert "unknown-family" in run("check", str(downloads / "bus.yaml"))[1]
    assert " 0 errors" in run("check", str(downloads / "bus.yaml"), "--library", str(library))[1]


@pytest.mark.parametrize("command", ["check", "explore", "graph", "write", "rehearse"])
def test_a_path_where_nothing_is_is_one_sentence(run: Run, command: str) -> None:
    for path in ("nowhere/wrong_box.yaml", "wrong_box.yaml", "nowhere/wrong_box"):
        status, said = run(command, path)
        assert status == 2
        assert f"There is no file {path}." in said
        assert "There are:" not in said
        assert len(said.splitlines()) == 1


@pytest.mark.parametrize("command", ["explore", "graph", "write", "rehearse"])
def test_a_path_of_something_else_is_said_to_be_that(run: Run, library: Path, command: str) -> None:
    status, said = run(command, str(library / FAMILY))
    assert status == 2
    assert "is a family" in said


@pytest.mark.parametrize("command", ["check", "graph"])
def test_a_folder_or_a_pipe_in_place_of_a_file_is_one_sentence(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    for name in ("folder.yaml", "pipe.yaml"):
        status, said = run(command, name)
        assert (status, len(said.splitlines())) == (2, 1)


@pytest.mark.parametrize("lies_in", ["downloads", "library"])
def test_what_is_drawn_walked_and_tried_is_the_very_file(
    run: Run, lies_in: str, request: pytest.FixtureRequest, library: Path, tmp_path: Path
) -> None:
    folder = request.getfixturevalue(lies_in)
    file = folder / "bus.yaml" if lies_in == "downloads" else folder / BUS
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"The bus"', '"Another bus"', 1), encoding="utf-8")
    assert "Another bus" in file.read_text(encoding="utf-8")
    own = tmp_path / "home" / "library"
    shutil.copytree(SMALL, own)
    assert "Another bus" in run("graph", str(file))[1]
    assert "bus: " in run("explore", str(file))[1]
    spoil(file)
    assert run("explore", str(file))[0] == 1
    assert run("graph", str(file))[0] == 1
    assert "bus.yaml:1:" in run("write", str(file), "--plain")[1]


def test_a_scenario_in_a_library_is_rehearsed_from_its_file(run: Run, library: Path) -> None:
    status, said = run("rehearse", str(library / BUS), "--plain", typed="Hello.\n")
    assert status == 0
    assert "The bus" in said


def test_a_lone_file_is_not_rehearsed_and_it_is_said_what_to_do(run: Run, downloads: Path) -> None:
    status, said = run("rehearse", str(downloads / "bus.yaml"), "--plain")
    assert status == 2
    assert "a folder `dialogues`" in said


def test_a_file_whose_name_is_taken_is_not_rehearsed_as_the_other(run: Run, library: Path) -> None:
    shutil.move(library / BUS, library / "dialogues" / "wrong_box.yaml")
    status, said = run("rehearse", str(library / "dialogues" / "wrong_box.yaml"), "--plain")
    assert status == 2
    assert "Rename the file" in said


def test_a_scenario_that_ships_is_rehearsed_from_its_file(run: Run) -> None:
    from coach.content.library import Library

    file = Library().file("dialogues", "wrong_box")
    status, said = run("rehearse", str(file), "--plain", typed="Hello.\n")
    assert status == 0
    assert "Content note" in said


@pytest.mark.parametrize("command", ["check", "explore", "graph", "write", "rehearse"])
def test_a_name_of_a_file_that_lies_here_is_answered_with_that_file(run: Run, downloads: Path, command: str) -> None:
    os.chdir(downloads)
    status, said = run(command, "bus")
    assert status == 2
    assert "There is a file bus.yaml in this folder" in said


def test_a_file_that_lies_here_is_meant_rather_than_words_of_a_scenario(run: Run, downloads: Path) -> None:
    os.chdir(downloads)
    (downloads / "bus.yaml").rename(downloads / "roma.yaml")
    status, said = run("rehearse", "roma", "--plain", typed="Hello.\n")
    assert status == 2
    assert "There is a file roma.yaml in this folder" in said


def test_it_is_said_which_of_two_was_checked(run: Run, tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "home" / "library")
    spoil(tmp_path / "bus.yaml")
    said = run("check", "bus")[1]
    assert "For the file in this folder: `coach check bus.yaml`" in said


def test_a_family_in_no_scenario_is_checked_all_the_same(run: Run, tmp_path: Path) -> None:
    shutil.copy(SMALL / FAMILY, tmp_path / "pat_and_sam.yaml")
    assert "1 file checked" in run("check", "pat_and_sam.yaml")[1]
    spoil(tmp_path / "pat_and_sam.yaml")
    assert run("check", "pat_and_sam.yaml")[0] == 1


def test_a_run_sheet_is_checked_before_a_class_sees_it(run: Run, tmp_path: Path) -> None:
    from coach.classroom.run_sheets import SHIPPED_SHEETS

    text = (SHIPPED_SHEETS / "sixty.yaml").read_text(encoding="utf-8")
    sheet = tmp_path / "nursery.yaml"
    sheet.write_text(text, encoding="utf-8")
    assert run("check", "nursery.yaml")[0] == 0
    sheet.write_text(re.sub("(?m)^warm_up: .*$", "warm_up: two_word", text), encoding="utf-8")
    status, said = run("check", "nursery.yaml")
    assert status == 1
    assert "nursery.yaml:" in said
    assert "no scenario called 'two_word'" in said
    sheet.write_text(text.replace("minutes:", "minute:", 1), encoding="utf-8")
    assert "unknown-key" in run("check", "nursery.yaml")[1]


def test_an_exercise_is_checked_from_its_file(run: Run, tmp_path: Path) -> None:
    exercise = tmp_path / "mine.yaml"
    exercise.write_text("format: 1\ntitle: Mine\nwhy: To try.\nscenarios: [wrong_boxes]\n", encoding="utf-8")
    status, said = run("check", "mine.yaml")
    assert status == 1
    assert "mine.yaml:4:" in said
