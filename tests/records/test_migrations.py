"""From every version that was released to the tables of today, with everything in them as it was."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import URL

from coach.model.events import Ended, Event
from coach.records.migrations import HEAD, upgrade, version
from coach.records.sqlite_store import open_store
from coach.records.tables import SCHEMA, VERSION_TABLE, bring_forward
from coach.records.team.logins import open_url, set_up
from coach.records.team.sql_tables import tables
from tests import postgres
from tests.conftest import START, began, said

FIXTURES = Path(__file__).parent.parent / "fixtures" / "version_0_1_0"
RELEASED_0_1_0 = """
CREATE TABLE IF NOT EXISTS rehearsals (
    id TEXT PRIMARY KEY,
    scenario TEXT NOT NULL,
    began TEXT NOT NULL,
    touched TEXT NOT NULL,
    replies INTEGER NOT NULL,
    going INTEGER NOT NULL,
    kept INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS rehearsals_touched ON rehearsals (touched);
CREATE TABLE IF NOT EXISTS events (
    rehearsal TEXT NOT NULL REFERENCES rehearsals (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (rehearsal, number)
);
PRAGMA user_version = 1;
"""
"""The very tables of version 0.1.0."""
HAPPENED: tuple[Event, ...] = (began(), said("asks", text="A purple bicycle"), Ended(at=START, how="finished"))


@pytest.fixture
def of_0_1_0(tmp_path: Path) -> Path:
    """A file as 0.1.0 left it, with a rehearsal in it."""
    file = tmp_path / "rehearsals.db"
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.executescript(RELEASED_0_1_0)
        stamp = START.isoformat(timespec="microseconds")
        raw.execute("INSERT INTO rehearsals VALUES ('one', 'bus', ?, ?, 1, 0, 1)", (stamp, stamp))
        for number, event in enumerate(HAPPENED, 1):
            raw.execute("INSERT INTO events VALUES ('one', ?, ?)", (number, event.model_dump_json()))
    return file


def test_a_file_of_the_first_version_is_brought_forward_with_everything_in_it(of_0_1_0: Path) -> None:
    store = open_store(of_0_1_0, lambda file: file)
    assert not store.damage_notice
    assert store.read("one") == HAPPENED
    assert store.summaries()[0].kept
    store.append("two", began())
    store.close()
    again = open_store(of_0_1_0, lambda file: file)
    assert {summary.id for summary in again.summaries()} == {"one", "two"}
    again.close()


@pytest.mark.parametrize("store", ["store-1.db", "store-2.db", "store-3.db", "store-4.db"])
def test_a_file_of_each_version_gets_the_tables_of_a_new_one(tmp_path: Path, store: str) -> None:
    """What is made at once, and what is added to an older file, cannot be told apart."""
    shutil.copy(FIXTURES / store, tmp_path / "old.db")
    rows = _rows(tmp_path / "old.db")
    for name in ("old.db", "new.db"):
        open_store(tmp_path / name, lambda file: file).close()
    assert described(tmp_path / "old.db") == described(tmp_path / "new.db")
    now = _rows(tmp_path / "old.db")
    assert {table: now[table] for table in rows if table != VERSION_TABLE} == {
        table: there for table, there in rows.items() if table != VERSION_TABLE
    }, "everything in it is as it was"
    assert now["alembic_version"] == [(HEAD,)]
    assert sqlite3.connect(tmp_path / "old.db").execute("PRAGMA user_version").fetchone() == (SCHEMA,)


def test_a_file_has_the_very_tables_that_a_server_is_brought_forward_to(tmp_path: Path) -> None:
    """The migrations of a team's store, run on a file, make what the one description says."""
    open_store(tmp_path / "new.db", lambda file: file).close()
    engine = create_engine(URL.create("sqlite", database=str(tmp_path / "stepwise.db")))
    upgrade(engine)
    assert described(tmp_path / "new.db") == described(tmp_path / "stepwise.db")
    seen = inspect(engine)
    assert {*seen.get_table_names()} == {*tables.tables, VERSION_TABLE}
    for name, table in tables.tables.items():
        assert {column["name"] for column in seen.get_columns(name)} == {column.name for column in table.columns}
        assert seen.get_pk_constraint(name)["constrained_columns"] == [c.name for c in table.primary_key.columns]
    with engine.connect() as connection:
        assert version(connection) == HEAD == f"v{SCHEMA}"
    engine.dispose()


def test_bringing_a_file_forward_twice_changes_nothing(of_0_1_0: Path) -> None:
    open_store(of_0_1_0, lambda file: file).close()
    before = described(of_0_1_0), _rows(of_0_1_0)
    with closing(sqlite3.connect(of_0_1_0, isolation_level=None)) as connection:
        bring_forward(connection)
    assert (described(of_0_1_0), _rows(of_0_1_0)) == before


def test_a_server_of_the_first_tables_is_brought_forward_and_guarded() -> None:
    """On PostgreSQL, too: rows that were there are their writer's, and the rules hold from then on."""
    postgres.needed()
    with postgres.running() as server:
        engine = open_url(server.url())
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE SCHEMA coach")
            for statement in RELEASED_0_1_0.split(";")[:-2]:
                connection.exec_driver_sql(
                    statement.replace("INTEGER NOT NULL,\n    kept INTEGER", "BOOLEAN NOT NULL,\n    kept BOOLEAN")
                )
        set_up(engine)
        set_up(engine)
        with engine.connect() as connection:
            assert version(connection) == HEAD
        names = server.sql("SELECT relname FROM pg_class WHERE relforcerowsecurity", "coach")
        assert set(names.split()) == set(tables.tables)
        engine.dispose()


def _rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, by the columns that a file of any version has, in the order of their names."""
    with closing(sqlite3.connect(file)) as raw:
        found: dict[str, list[tuple[object, ...]]] = {}
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            columns = sorted(row[1] for row in raw.execute(f"PRAGMA table_info({name})") if row[1] != "owner")
            found[name] = sorted(raw.execute(f"SELECT {', '.join(columns)} FROM {name}").fetchall())
        return found


def described(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Columns, keys and indexes of every table. What 0.1.0 made lets a key be nothing; the coach writes none."""
    with closing(sqlite3.connect(file)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        found: dict[str, list[tuple[object, ...]]] = {}
        for name in names:
            columns = [
                (c, kind, bool(needed or key), default, key)
                for _, c, kind, needed, default, key in raw.execute(f"PRAGMA table_info({name})")
            ]
            keys = [row[2:7] for row in raw.execute(f"PRAGMA foreign_key_list({name})")]
            indexes = [row[1] for row in raw.execute(f"PRAGMA index_list({name})") if not row[1].startswith("sqlite_")]
            found[name] = [*sorted(columns), *keys, *indexes]
        return found
