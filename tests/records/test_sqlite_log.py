"""Opening a file while another process puts a new one in its place: whoever opens it writes into the new one."""

from contextlib import closing
from pathlib import Path

import pytest

from coach.records import sqlite_log
from coach.records.connection import StoreLabels, open_connection
from coach.records.paths import lock_folder

LABELS = StoreLabels("your rooms", "go on")


def test_a_file_that_is_replaced_while_it_is_opened_is_opened_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, fresh = tmp_path / "rooms.db", tmp_path / "fresh.db"
    for each in (file, fresh):
        open_connection(each, LABELS).close()

    def replaced_meanwhile(*args: object, **options: object) -> object:
        connection = open_connection(*args, **options)  # type: ignore[arg-type]  # handed on as they came
        if fresh.exists():
            fresh.replace(file)
        return connection

    monkeypatch.setattr(sqlite_log, "open_connection", replaced_meanwhile)
    opened = sqlite_log.open_current(file, LABELS)
    with closing(opened.connection) as connection:
        assert opened.identity == sqlite_log.identity(file)
        connection.execute("INSERT INTO contributions VALUES ('key', '2026-q1', 'ann', '{}')")


def test_a_folder_is_locked_twice_by_the_same_thread(tmp_path: Path) -> None:
    with lock_folder(tmp_path), lock_folder(tmp_path):
        open_connection(tmp_path / "rooms.db", LABELS).close()
