"""What was forgotten never comes back from a damaged copy; what was lost in one does."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from coach.cli import context as this_machine
from coach.cli.context import open_practice, read_clock
from coach.cli.main import main
from coach.records.damaged_copies import free_name
from tests.forgetting import FORGOTTEN, files_with, list_kept, spoil
from tests.forgetting import two as two  # a fixture, asked for by name
from tests.submitting import submit_reply


@pytest.fixture
def copy(two: tuple[str, str], home: Path) -> Path:
    """A damaged copy that holds both. Everything in it was brought over as it was set aside."""
    spoil(home / "rehearsals.db")
    assert main(["rehearsals"]) == 0
    (copy,) = home.glob("rehearsals.damaged-*.db")
    assert sorted(each.id for each in list_kept()) == sorted(two)
    return copy


@pytest.fixture
def of_an_earlier_coach(two: tuple[str, str], home: Path) -> Path:
    """A damaged copy from which nothing was brought over: earlier coaches only set files aside."""
    copy = free_name(home / "rehearsals.db", read_clock())
    shutil.copy(home / "rehearsals.db", copy)
    spoil(copy)
    with closing(sqlite3.connect(home / "rehearsals.db")) as raw, raw:
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA secure_delete = ON")
        raw.execute("DELETE FROM rehearsals WHERE id = ?", (two[1],))
    return copy


def test_what_is_forgotten_goes_from_damaged_copies_too_and_never_comes_back(
    two: tuple[str, str], copy: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert copy.name in files_with(home, FORGOTTEN)
    capsys.readouterr()
    with copy.open("rb") as blocks:
        assert main(["forget", two[0]]) == 0
        assert set(blocks.read()) == {0}
    said = capsys.readouterr().out
    assert said.startswith("Forgotten for good.\n")
    assert "1 damaged copy held words of what was forgotten and was overwritten." in said
    assert files_with(home, FORGOTTEN) == []
    assert files_with(home, two[0]) == []
    assert main(["recover"]) == 0
    assert files_with(home, FORGOTTEN) == []
    assert [each.id for each in list_kept()] == [two[1]]


def test_what_an_earlier_coach_only_set_aside_is_saved_before_the_copy_goes(
    two: tuple[str, str], of_an_earlier_coach: Path, home: Path
) -> None:
    assert [each.id for each in list_kept()] == [two[0]]
    assert main(["forget", two[0]]) == 0
    assert files_with(home, FORGOTTEN) == []
    assert [each.id for each in list_kept()] == [two[1]], "the other one is brought over from it"
    assert not of_an_earlier_coach.exists()


def test_words_are_found_in_a_copy_also_where_the_name_beside_them_is_damaged(
    two: tuple[str, str], copy: Path, home: Path
) -> None:
    copy.write_bytes(copy.read_bytes().replace(two[0].encode(), b"?" * len(two[0])))
    assert main(["forget", two[0]]) == 0
    assert files_with(home, FORGOTTEN) == []


def test_where_a_copy_stays_nothing_is_half_forgotten_and_it_is_said(
    two: tuple[str, str], copy: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuses(file: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(file))

    capsys.readouterr()
    with monkeypatch.context() as patched:
        patched.setattr("coach.records.damaged_copies.erase", refuses)
        assert main(["forget", two[0]]) != 0
    assert f"{copy.name} could not be forgotten" in capsys.readouterr().err
    assert sorted(each.id for each in list_kept()) == sorted(two)
    assert main(["forget", two[0]]) == 0
    assert files_with(home, FORGOTTEN) == []


def test_what_goes_by_itself_goes_from_damaged_copies_too(
    two: tuple[str, str], home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The copy is a day old then, and would stay for another month."""
    practice = open_practice()
    practice.go_on(two[1]).keep()
    practice.keeping.close()
    today = read_clock()

    def on(days: int) -> str:
        monkeypatch.setattr(this_machine, "read_clock", lambda: today + timedelta(days=days))
        capsys.readouterr()
        assert main(["rehearsals"]) == 0
        return capsys.readouterr().out

    for days in range(1, 30, 3):
        on(days)
    spoil(home / "rehearsals.db")
    on(30)
    assert len(list(home.glob("rehearsals.damaged-*.db"))) == 1
    said = on(31) + on(33)
    assert "1 damaged copy held words of what was forgotten and was overwritten." in said
    assert files_with(home, FORGOTTEN) == []
    assert main(["recover"]) == 0
    assert [each.id for each in list_kept()] == [two[1]]


def test_one_that_is_left_without_keeping_it_goes_from_a_copy_that_was_made_meanwhile(home: Path) -> None:
    practice = open_practice()
    rehearsing = practice.begin("wrong_box")
    submit_reply(rehearsing, f"{FORGOTTEN}. Has racism been part of it?")
    spoil(home / "rehearsals.db")
    submit_reply(rehearsing, "And what is that like for him?")
    assert len(list(home.glob("rehearsals.damaged-*.db"))) == 1
    rehearsing.stop(keep=False)
    practice.keeping.close()
    assert files_with(home, FORGOTTEN) == []
    assert main(["recover"]) == 0
    assert list_kept() == []


def test_a_file_that_is_damaged_when_one_is_forgotten_leaves_no_copy_of_it(two: tuple[str, str], home: Path) -> None:
    practice = open_practice()
    assert len(practice.rehearsals()) == 2
    spoil(home / "rehearsals.db")
    practice.forget(two[0])
    practice.keeping.close()
    assert files_with(home, FORGOTTEN) == []
    assert [each.id for each in list_kept()] == [two[1]]
