"""`coach check` without names: one's own files, and what ships only where that is asked for."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.cli.main import main

SMALL = Path(__file__).parent.parent / "small"
Said = Callable[[], str]


@pytest.fixture
def said(home: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    """Gives all that was printed since the last time."""

    def read() -> str:
        printed = capsys.readouterr()
        return printed.out + printed.err

    return read


def test_without_anything_of_ones_own_it_says_how_to_check_what_ships(said: Said) -> None:
    assert main(["check"]) == 0
    assert "`coach check --all`" in said()


def test_without_names_it_checks_ones_own_files_alone(said: Said, tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "mine")
    assert main(["check", "--library", str(tmp_path / "mine")]) == 0
    assert "0 errors" in said()
    dialogue = tmp_path / "mine" / "dialogues" / "bus.yaml"
    dialogue.write_text(dialogue.read_text("utf-8") + "\nodd: 1\n", "utf-8")
    assert main(["check", "--library", str(tmp_path / "mine")]) == 1
    problems = [line for line in said().splitlines() if ": error " in line]
    assert problems
    assert all(str(tmp_path) in line or "bus.yaml" in line for line in problems)


def test_a_family_of_ones_own_is_checked_before_it_is_in_a_scenario(said: Said, tmp_path: Path) -> None:
    (tmp_path / "mine" / "personas").mkdir(parents=True)
    shutil.copy(next((SMALL / "personas").glob("*.yaml")), tmp_path / "mine" / "personas")
    assert main(["check", "--library", str(tmp_path / "mine")]) == 0
    assert "1 file checked" in said()


def test_names_and_everything_are_not_asked_for_together(said: Said) -> None:
    assert main(["check", "bus", "--all"]) == 1
    assert "Give names, or --all." in said()
