"""What was forgotten stays forgotten whatever recovery reads: an own old copy, a stuck one, or one made meanwhile."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.cli.main import main
from coach.records import sqlite_log as sqlite
from coach.records.damaged_copies import FILE, ForgottenIds
from tests.forgetting import FORGOTTEN, OTHER, files_with, list_kept, spoil
from tests.forgetting import two as two  # a fixture, asked for by name


@pytest.fixture
def unreadable_copy(home: Path) -> Path:
    """A damaged copy of which nothing can be read, so that forgetting leaves it."""
    copy = home / "rehearsals.damaged-20260101-101500.db"
    home.mkdir(mode=0o700, exist_ok=True)
    copy.write_bytes(b"nothing of ours" * 100)
    return copy


def test_what_was_forgotten_does_not_come_back_from_an_own_old_copy(
    two: tuple[str, str], unreadable_copy: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = tmp_path / "backup.db"
    shutil.copy(home / "rehearsals.db", backup)
    assert main(["forget", two[0]]) == 0
    capsys.readouterr()
    main(["recover", str(backup)])
    assert "1 thing in it was forgotten or withdrawn since, and did not come back." in capsys.readouterr().out
    assert [each.id for each in list_kept()] == [two[1]]
    assert files_with(home, FORGOTTEN, two[0]) == [], "neither the words nor the id is remembered"


def test_what_is_remembered_goes_with_the_last_damaged_copy(
    two: tuple[str, str], unreadable_copy: Path, home: Path
) -> None:
    assert main(["forget", two[0]]) == 0
    with (home / FILE).open("rb") as blocks:
        assert main(["forget", "--damaged"]) == 0
        assert set(blocks.read()) == {0}
    assert not (home / FILE).exists()


def test_nothing_is_remembered_where_no_damaged_copy_lies(two: tuple[str, str], home: Path) -> None:
    assert main(["forget", two[0]]) == 0
    assert not (home / FILE).exists()


def test_a_damaged_line_of_what_is_remembered_costs_no_other(home: Path) -> None:
    home.mkdir()
    ids = ForgottenIds(home)
    ids.remember(["rehearsal one"])
    ids.remember(["rehearsal two"])
    first, second = (home / FILE).read_bytes().splitlines()
    (home / FILE).write_bytes(b"\xff" + first[1:] + b"\n" + second + b"\n")
    assert sum(name in ids.read() for name in ("rehearsal one", "rehearsal two")) == 1
    (home / FILE).write_bytes(bytes(range(256)) * 10)
    assert "rehearsal one" not in ids.read()


def test_nothing_comes_back_from_a_copy_that_was_to_go_with_everything(
    two: tuple[str, str], home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It cannot be overwritten at first. It is, unasked, as soon as it can."""

    def refuses(file: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(file))

    spoil(home / "rehearsals.db")
    assert len(list_kept()) == 2
    with monkeypatch.context() as patched:
        patched.setattr("coach.records.damaged_copies.erase", refuses)
        assert main(["forget", "--all", "--yes"]) != 0
        capsys.readouterr()
        assert main(["recover"]) == 1
        assert "nothing is brought back from it" in capsys.readouterr().out
        assert list_kept() == []
    (copy,) = home.glob("rehearsals.damaged-*.db")
    with copy.open("rb") as blocks:
        assert list_kept() == []
        assert set(blocks.read()) == {0}
    assert files_with(home, FORGOTTEN, OTHER) == []
    assert not (home / FILE).exists()


def _around(
    monkeypatch: pytest.MonkeyPatch,
    *,
    before: Callable[[], None] = lambda: None,
    after: Callable[[], None] = lambda: None,
) -> None:
    """Have something happen once, just before or just after rows are deleted."""
    delete, first = sqlite.delete_rows, [True]

    def deleting(*args: object, **options: object) -> int:
        if not first.pop():
            first.append(False)
            return delete(*args, **options)  # type: ignore[arg-type]  # handed on as they came
        first.append(False)
        before()
        gone = delete(*args, **options)  # type: ignore[arg-type]  # the same
        after()
        return gone

    monkeypatch.setattr(sqlite, "delete_rows", deleting)


def test_damage_in_the_very_moment_of_forgetting_brings_nothing_back(
    two: tuple[str, str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _around(monkeypatch, before=lambda: spoil(home / "rehearsals.db"))
    assert main(["forget", two[0]]) == 0
    assert [each.id for each in list_kept()] == [two[1]]
    assert files_with(home, FORGOTTEN, two[0]) == []


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("what", ["one", "--all"])
def test_what_another_window_renews_meanwhile_is_forgotten_there_too(
    two: tuple[str, str], home: Path, monkeypatch: pytest.MonkeyPatch, what: str, when: str
) -> None:
    """The other one met damage, read the file, and puts a new one in place just as this one deletes in the old."""
    file = home / "rehearsals.db"
    content = file.read_bytes()

    def renew_elsewhere() -> None:
        (home / "new").write_bytes(content)
        file.rename(home / "rehearsals.damaged-20260101-101500.db")
        (home / "new").rename(file)

    _around(monkeypatch, **{when: renew_elsewhere})
    assert main(["forget", *([two[0]] if what == "one" else [what, "--yes"])]) == 0
    assert [each.id for each in list_kept()] == ([two[1]] if what == "one" else [])
    assert files_with(home, FORGOTTEN, two[0]) == []
