"""Damaged files that were set aside are listed, expire, and are overwritten when they are forgotten."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.errors import RecordsUnwritable
from coach.records.damaged_copies import damaged_copies, forget_copies, free_name, move_aside
from coach.records.erasure import companions

WHEN = datetime(2026, 3, 2, 10, 15, tzinfo=UTC)
WORDS = b"Quite unmistakable words about a purple bicycle\n"


def _copy(folder: Path, stem: str = "rehearsals", at: datetime = WHEN) -> Path:
    file = folder / f"{stem}.db"
    file.write_bytes(WORDS * 10)
    companions(file)[0].write_bytes(WORDS)
    aside = free_name(file, at)
    move_aside(file, aside)
    return aside


def test_what_is_set_aside_never_takes_the_place_of_another(tmp_path: Path) -> None:
    names = [_copy(tmp_path).name for _ in range(3)]
    assert names == [f"rehearsals.damaged-20260302-101500{end}.db" for end in ("", "-2", "-3")]
    assert all((tmp_path / name).read_bytes() == WORDS * 10 for name in names)
    assert all((tmp_path / f"{name}-journal").read_bytes() == WORDS for name in names), "its journal goes along"


def test_copies_are_listed_with_the_day_on_which_they_go(tmp_path: Path) -> None:
    _copy(tmp_path, "rooms", WHEN + timedelta(days=1))
    _copy(tmp_path)
    (tmp_path / "rehearsals.db").write_bytes(b"in use")
    (tmp_path / "rehearsals.damaged-notes.txt").write_text("the owner's own")
    first, second = damaged_copies(tmp_path)
    assert (first.holds, first.since, first.expires) == ("rehearsals", WHEN, WHEN + timedelta(days=30))
    assert (second.holds, second.since) == ("rooms", WHEN + timedelta(days=1))
    assert damaged_copies(tmp_path / "nowhere") == ()


def test_a_copy_is_overwritten_before_it_is_deleted_and_so_is_its_journal(tmp_path: Path) -> None:
    aside = _copy(tmp_path)
    with aside.open("rb") as blocks, companions(aside)[0].open("rb") as journal:
        assert forget_copies(damaged_copies(tmp_path)) == 1
        assert blocks.read() == bytes(len(WORDS) * 10)
        assert journal.read() == bytes(len(WORDS))
    assert list(tmp_path.iterdir()) == []


def test_a_journal_that_was_left_alone_is_forgotten_too(tmp_path: Path) -> None:
    aside = _copy(tmp_path)
    aside.unlink()
    (copy,) = damaged_copies(tmp_path)
    assert forget_copies([copy]) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_cannot_be_forgotten_is_never_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aside = _copy(tmp_path)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("coach.records.damaged_copies.erase", refuse)
    with pytest.raises(RecordsUnwritable, match=f"{aside.name} could not be forgotten: permission denied"):
        forget_copies(damaged_copies(tmp_path))
    assert aside.exists()
