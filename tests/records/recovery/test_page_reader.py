"""Pages of real SQLite files, read without SQLite."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from coach.records.recovery.page_reader import PageFile, content_of, text

ROWS = [(f"name {number}", number * 37, "words " * (number % 7 * 300)) for number in range(200)]


def made(file: Path, *, page: int = 4096) -> Path:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size = {page}")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("CREATE TABLE things (name TEXT PRIMARY KEY, number INTEGER, words TEXT)")
        connection.executemany("INSERT INTO things VALUES (?, ?, ?)", ROWS)
    return file


def read(content: bytes) -> set[tuple[str, object, str]]:
    rows = (row for row in PageFile(content).rows() if len(row.values) == 3 and row.whole)
    return {(text(row.values[0]), row.values[1], text(row.values[2])) for row in rows}


@pytest.mark.parametrize("page", [512, 1024, 4096, 65536])
def test_every_row_is_read_as_sqlite_reads_it(tmp_path: Path, page: int) -> None:
    assert read(made(tmp_path / "things.db", page=page).read_bytes()) == set(ROWS)


def test_every_key_of_an_index_is_read(tmp_path: Path) -> None:
    keys = PageFile(made(tmp_path / "things.db").read_bytes()).index_keys()
    assert {text(key[0]) for key in keys} == {name for name, _, _ in ROWS}


@pytest.mark.parametrize("size", [b"\x02\x00", b"\x00\x01", b"\x20\x00", b"\x00\x00", b"\xb0\xb0"])
def test_a_wrong_size_of_page_in_the_header_costs_nothing(tmp_path: Path, size: bytes) -> None:
    content = bytearray(made(tmp_path / "things.db").read_bytes())
    content[16:18] = size
    assert read(bytes(content)) == set(ROWS)


def test_without_a_first_page_all_the_others_are_read(tmp_path: Path) -> None:
    content = made(tmp_path / "things.db").read_bytes()
    assert read(bytes(4096) + content[4096:]) == set(ROWS)


def test_what_was_deleted_does_not_come_back(tmp_path: Path) -> None:
    file = made(tmp_path / "things.db")
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("DELETE FROM things WHERE number % 2")
    assert read(file.read_bytes()) == {row for row in ROWS if not row[1] % 2}


def test_a_page_that_lost_its_list_of_rows_is_searched_and_what_is_found_is_marked(tmp_path: Path) -> None:
    content = bytearray(made(tmp_path / "things.db").read_bytes())
    leaf = next(page for page in range(1, len(content) // 4096) if content[page * 4096] == 13)
    there = read(bytes(content))
    content[leaf * 4096 : leaf * 4096 + 8] = bytes(8)
    rows = [row for row in PageFile(bytes(content)).rows() if len(row.values) == 3]
    assert {(text(row.values[0]), row.values[1], text(row.values[2])) for row in rows} == there
    assert {row.pointed_to for row in rows} == {True, False}


def test_of_a_chain_of_pages_that_breaks_off_the_beginning_is_read(tmp_path: Path) -> None:
    content = bytearray(made(tmp_path / "things.db").read_bytes())
    on = next(page for page in range(len(content) // 4096) if content[page * 4096] == 0 and content[page * 4096 + 3])
    content[on * 4096 : on * 4096 + 4] = b"\xff" * 4
    rows = [row for row in PageFile(bytes(content)).rows() if len(row.values) == 3]
    (cut,) = (row for row in rows if not row.whole)
    words = text(cut.values[2])
    assert words.startswith("words words")
    assert any(words != whole and whole.startswith(words) for _, _, whole in ROWS)
    assert len(rows) == len(ROWS)


def test_a_change_that_was_broken_off_is_undone(tmp_path: Path) -> None:
    file = made(tmp_path / "things.db")
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("UPDATE things SET words = 'spoilt'")
        half, journal = file.read_bytes(), file.with_name("things.db-journal").read_bytes()
        connection.execute("ROLLBACK")
    assert read(half) != set(ROWS)
    file.write_bytes(half)
    file.with_name("things.db-journal").write_bytes(journal)
    assert read(content_of(file)) == set(ROWS)


def test_what_stands_in_a_write_ahead_log_alone_is_read_as_far_as_it_was_finished(tmp_path: Path) -> None:
    file, log = made(tmp_path / "things.db"), tmp_path / "things.db-wal"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("INSERT INTO things VALUES ('late', 1, 'only in the log')")
        finished = log.read_bytes()
        connection.execute("BEGIN")
        connection.execute("UPDATE things SET words = 'spoilt'")
        half = log.read_bytes()
        connection.execute("ROLLBACK")
        content = file.read_bytes()
    for number, logged in enumerate((finished, half, finished + b"torn off")):
        copy = tmp_path / f"copy{number}.db"
        copy.write_bytes(content)
        copy.with_name(f"{copy.name}-wal").write_bytes(logged)
        assert read(content_of(copy)) == {*ROWS, ("late", 1, "only in the log")}


def test_a_file_of_nothing_or_of_anything_else_has_no_rows() -> None:
    for content in (b"", b"a", b"SQLite format 3\0", bytes(4096), b"this was never a database" * 1000):
        assert list(PageFile(content).rows()) == []
