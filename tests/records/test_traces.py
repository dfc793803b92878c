"""What is forgotten is found in no file afterwards: not between rows, not in a journal, whatever was killed when."""

import os
import random
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from coach.records.damaged_copies import free_name
from coach.records.erasure import companions
from coach.records.paths import Places
from coach.records.sqlite_store import SqliteRehearsalStore, open_store
from coach.records.traces import SETTINGS, add_pages, lengthen_journal, mark_unfinished
from coach.supervision.stores import SubmissionStores
from tests.conftest import START, began, said

WORDS = "Quite unmistakable words about a purple bicycle"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "rehearsals.db"


def _opened(file: Path) -> SqliteRehearsalStore:
    store = open_store(file, lambda damaged: free_name(damaged, START))
    assert not store.damage_notice
    return store


def _found(file: Path, words: str = WORDS) -> list[str]:
    """The files in which the words stand."""
    return [each.name for each in file.parent.iterdir() if words.encode() in each.read_bytes()]


@pytest.mark.parametrize("seed", [7, 31, 35, 36, 48])
def test_rows_that_were_moved_leave_no_copy_between_the_others(file: Path, seed: int) -> None:
    """Of eight rehearsals some are forgotten. SQLite's own overwriting leaves words of theirs with these seeds."""
    chance = random.Random(seed)
    names = [f"{chance.getrandbits(48):012x}" for _ in range(8)]
    with closing(_opened(file)) as store:
        store._file.connection.execute("PRAGMA synchronous = OFF")
        for name in names:
            store.append(name, began())
        for _ in range(200):
            name = chance.choice(names)
            store.append(name, said("asks", text=f"M{name}M " * chance.choice([1, 5, 20, 60, 100, 600])))
        gone = names[: chance.randint(1, 7)]
        for name in gone:
            store.forget(name)
            assert not _found(file, f"M{name}M")
            assert not _found(file, name)
        assert {each.id for each in store.summaries()} == set(names) - set(gone)
        assert store._file.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_no_file_is_ever_made_shorter_or_deleted(file: Path) -> None:
    """Blocks that go back to the disk keep what stands in them; so none go back."""
    sizes: dict[str, tuple[int, int]] = {}

    def look() -> None:
        for each in file.parent.iterdir():
            inode, size = sizes.get(each.name, (each.stat().st_ino, 0))
            assert each.stat().st_ino == inode, f"{each.name} was replaced"
            assert each.stat().st_size >= size, f"{each.name} was made shorter"
            sizes[each.name] = inode, each.stat().st_size
        assert set(sizes) == {each.name for each in file.parent.iterdir()}

    for _ in range(3):
        with closing(_opened(file)) as store:
            look()
            for name in ("one", "two"):
                store.append(name, began())
                for number in [7, 31, 35, 36, 48]:
                    store.append(name, said("asks", text=f"{WORDS} " * (1 + number * 7 % 200)))
                look()
            store.forget("one")
            look()
            store.forget_all()
            look()
        look()
        assert not _found(file)


def _killed_in_the_middle(file: Path, write: Callable[[sqlite3.Connection], None]) -> None:
    """Write in a process that is killed before it has finished, with its changes in the file and its journal."""
    child = os.fork()
    if child == 0:
        store = _opened(file)
        store._file.connection.execute("PRAGMA cache_size = 1")
        store._file.connection.execute("BEGIN IMMEDIATE")
        write(store._file.connection)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_change_that_was_broken_off_is_taken_back_and_leaves_nothing_once_all_is_forgotten(file: Path) -> None:
    with closing(_opened(file)) as store:
        store.append("one", began())
        for number in range(60):
            store.append("one", said("asks", text=f"{WORDS} {number} " * 20))
        happened = store.read("one")

    def write(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE events SET body = replace(body, 'purple', 'yellow')")

    _killed_in_the_middle(file, write)
    journal, size = companions(file)[0], file.stat().st_size
    assert any(journal.read_bytes()[:8]), "a journal that is needed"
    with journal.open("rb") as blocks:
        with closing(_opened(file)) as store:
            assert store.read("one") == happened, "as it was before"
            assert journal.exists(), "not deleted with the words in it"
            assert file.stat().st_size >= size
            store.forget_all()
        assert b"bicycle" not in blocks.read()
    assert not _found(file, "bicycle")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_words_of_a_reply_that_was_never_kept_lie_in_pages_that_are_overwritten_too(file: Path) -> None:
    with closing(_opened(file)) as store:
        store.append("one", began())

    def write(connection: sqlite3.Connection) -> None:
        for number in range(2, 40):
            connection.execute("INSERT INTO events VALUES ('one', ?, ?, '')", (number, f"{WORDS} " * 80))

    size = file.stat().st_size
    _killed_in_the_middle(file, write)
    with closing(_opened(file)) as store:
        assert len(store.read("one")) == 1
        assert file.stat().st_size >= size, "no block was given back with the words in it"
        assert store.forget_all() == 1
    assert not _found(file)


def test_a_deletion_that_was_broken_off_is_finished_by_whoever_opens_the_file_next(file: Path) -> None:
    with closing(_opened(file)) as store:
        store.append("one", began())
        store.append("one", said("asks", text=WORDS))
    with closing(sqlite3.connect(file, isolation_level=None)) as killed:
        for setting in SETTINGS:
            killed.execute(f"PRAGMA {setting}")
        killed.execute("BEGIN IMMEDIATE")
        killed.execute("DELETE FROM events")
        killed.execute("DELETE FROM rehearsals")
        mark_unfinished(killed)
        killed.execute("COMMIT")
    assert _found(file), "in the journal at least"
    _opened(file).close()
    assert not _found(file)


@pytest.mark.parametrize("left", ["journal", "write-ahead log"])
def test_what_lies_beside_a_file_that_is_gone_is_overwritten_before_a_new_one_begins(file: Path, left: str) -> None:
    with closing(_opened(file)) as store:
        store.append("one", began())
        store.append("one", said("asks", text=WORDS))
    beside = companions(file)[0 if left == "journal" else 1]
    beside.write_bytes(WORDS.encode() * 100)
    file.unlink()
    with beside.open("rb") as blocks:
        _opened(file).close()
        assert set(blocks.read()) == {0}
    assert not _found(file)


def test_a_file_that_is_damaged_while_it_is_open_is_erased_when_all_is_forgotten(file: Path) -> None:
    with closing(_opened(file)) as store:
        store.append("one", began())
        for number in range(60):
            store.append("one", said("asks", text=f"{WORDS} {number} " * 20))
    (root,) = _root_of(file, "events")
    with closing(_opened(file)) as store:
        with file.open("r+b") as raw:
            raw.seek((root - 1) * 4096)
            raw.write(b"\xff" * 200)
        store.forget_all()
        assert not _found(file)
        store.append("two", began())
        assert len(store.read("two")) == 1, "it can be used again"
    assert not _found(file)


def _root_of(file: Path, table: str) -> tuple[int]:
    with closing(sqlite3.connect(file)) as raw:
        (root,) = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        return (int(root),)


def test_what_a_file_holds_beyond_what_its_header_says_is_overwritten_too(file: Path) -> None:
    with closing(_opened(file)) as store:
        store.append("one", began())
    with file.open("ab") as raw:
        raw.write(WORDS.encode() * 500)
    with closing(_opened(file)) as store:
        assert store.forget_all() == 1
    assert not _found(file)


@pytest.mark.parametrize("pages", [1, 2, 3, 64, 1000])
@pytest.mark.parametrize("size", [512, 4096, 65536])
def test_a_file_grows_by_just_so_many_empty_pages(tmp_path: Path, pages: int, size: int) -> None:
    """On a full disk one page too many would stop a forgetting."""
    with closing(sqlite3.connect(tmp_path / "any.db", isolation_level=None)) as raw:
        for statement in (f"PRAGMA page_size = {size}", "PRAGMA secure_delete = ON", "CREATE TABLE rows (word)"):
            raw.execute(statement)
        (before,) = raw.execute("PRAGMA page_count").fetchone()
        add_pages(raw, pages, size)
        assert raw.execute("PRAGMA page_count").fetchone() == (before + pages,)
        assert raw.execute("PRAGMA freelist_count").fetchone() == (pages,)


def test_forgetting_makes_no_file_longer(file: Path) -> None:
    with closing(_opened(file)) as store:
        for name in ("one", "two", "three"):
            store.append(name, began())
            store.append(name, said("asks", text=WORDS * 300))
        sizes = {each.name: each.stat().st_size for each in file.parent.iterdir()}
        for name in ("one", "two", "three"):
            store.forget(name)
        assert {each.name: each.stat().st_size for each in file.parent.iterdir()} == sizes


def test_what_was_handed_over_in_a_file_and_is_withdrawn_is_overwritten(tmp_path: Path) -> None:
    """It lies in the file of rehearsals, which stay."""
    where = Places(tmp_path / "data", tmp_path)
    with closing(_opened(where.rehearsals)) as store, closing(SubmissionStores(where, "", lambda: START)) as table:
        store.append("one", began())
        table.own_file.bring("question", "", START, WORDS * 200)
        assert _found(where.rehearsals)
        table.own_file.withdraw("question")
        assert not _found(where.rehearsals)
        assert len(store.read("one")) == 1


def test_what_expired_is_overwritten(file: Path) -> None:
    with closing(_opened(file)) as store:
        for name in ("old", "new"):
            store.append(name, began())
            store.append(name, said("asks", text=f"{WORDS} {name}"))
        assert store.forget_these({"old", "unknown"}) == 1
        assert not _found(file, f"{WORDS} old")
        assert _found(file, f"{WORDS} new") == ["rehearsals.db"]


def test_a_journal_is_made_longer_while_another_reads_and_no_transaction_stays_open(file: Path) -> None:
    """SQLite refuses to commit while others read; a transaction that stayed open stopped everything that came after."""
    _opened(file).close()
    with closing(sqlite3.connect(file, isolation_level=None)) as reading, closing(sqlite3.connect(file)) as writing:
        writing.isolation_level = None
        writing.execute("PRAGMA busy_timeout = 0")
        reading.execute("BEGIN")
        reading.execute("SELECT * FROM events").fetchone()
        companions(file)[0].unlink()
        lengthen_journal(writing, file)
        assert not writing.in_transaction
        assert companions(file)[0].stat().st_size > 0
