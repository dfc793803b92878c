"""A team's store of any earlier version is brought forward by its owner, with spoilt rows left and named."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

import coach.records.migrations
from coach.content.library import Library
from coach.errors import RecordsUnwritable
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.service import PracticeService
from coach.records.migrations import HEAD, version
from coach.records.paths import Places
from coach.records.team.inspection import inspect_store
from coach.records.team.logins import check_version, open_engine, set_up
from coach.records.team.store import TeamRehearsalStore, TeamSubmissionStore
from coach.supervision.inbox import Inbox
from coach.supervision.stores import SubmissionStores
from tests import postgres
from tests.conftest import began
from tests.records.rooms import opened as room_opened

EVENT = began().model_dump_json()
AT = "2026-03-04T09:00:00.000000+00:00"
WHOLE_AT_1 = (
    f"INSERT INTO coach.rehearsals (id, scenario, began, touched, replies, going, kept) "
    f"VALUES ('one', 'bus', '{AT}', '{AT}', 0, false, true)",
    f"INSERT INTO coach.events (rehearsal, number, body) VALUES ('one', 1, '{EVENT}')",
)
WHOLE_AT_2 = (
    f"INSERT INTO coach.rehearsals VALUES ('anns', 'bus', '{AT}', '{AT}', 0, false, true, 'ann')",
    f"INSERT INTO coach.events VALUES ('anns', 1, '{EVENT}', 'ann')",
    f"INSERT INTO coach.brought VALUES ('b1', 'ann', 'sue', '{AT}', '{{}}')",
    f"INSERT INTO coach.responses VALUES ('b1', 'sue', '{AT}', '{{}}')",
    f"INSERT INTO coach.given VALUES ('ours', 'sue', '', '{AT}', 'title: ours')",
)
OPENED = room_opened().model_dump_json()
JOINED = json.dumps({"at": AT, "event": "joined", "by": "p1", "name": "Ben"})
WHOLE_AT_3 = (
    f"INSERT INTO coach.rooms VALUES ('rehearsal1', 'KITES', 'ann', '{AT}', '2999{AT[4:]}', 2)",
    "INSERT INTO coach.room_logins VALUES ('rehearsal1', 'ann'), ('rehearsal1', 'ben')",
    f"INSERT INTO coach.room_events VALUES ('rehearsal1', 1, '{OPENED}'), ('rehearsal1', 2, '{JOINED}')",
)
WHOLE_AT_4 = (
    *WHOLE_AT_2,
    "UPDATE coach.responses SET owner = 'ann'",  # which a trigger does there
    f"INSERT INTO coach.rooms VALUES ('rehearsal1', 'KITES', 'ann', '{AT}', '2999{AT[4:]}', 2)",
    "INSERT INTO coach.room_people VALUES ('rehearsal1', 'p1', 'ben')",
)
WHOLE_AT = {"v1": WHOLE_AT_1, "v2": WHOLE_AT_2, "v3": (*WHOLE_AT_2, *WHOLE_AT_3), "v4": WHOLE_AT_4}
SPOILT_AT_3 = (
    f"INSERT INTO coach.rehearsals VALUES ('spoilt', 'bus', 'never', '{AT}', 0, false, true, 'ann')",
    "INSERT INTO coach.events VALUES ('spoilt', 1, 'not json', 'ann')",
    "INSERT INTO coach.brought VALUES ('b2', 'ann', 'sue', 'not a date', '{}')",
    f"INSERT INTO coach.brought VALUES ('b3', 'ann', 'sue', '{AT}', 'cut o')",
    "INSERT INTO coach.brought VALUES ('b4', 'ann', 'sue', '2026-02-30T00:00:00.000000+00:00', '{}')",
    f"INSERT INTO coach.responses VALUES ('b3', 'sue', '{AT}', 'cut o')",
    "INSERT INTO coach.given VALUES ('bad', 'sue', '', 'not a date', 'title: bad')",
    "INSERT INTO coach.room_events VALUES ('rehearsal1', 3, 'not json at all')",
    "INSERT INTO coach.contributions VALUES ('key', 'some time', 'x', 'not json')",
)
NAMED = (
    "rehearsals: the row spoilt, of ann: a date in it is none.",
    "events: the row spoilt 1, of ann: it is not JSON.",
    "brought: the row b2, of ann: its date is none.",
    "brought: the row b3, of ann: it is not JSON.",
    "brought: the row b4, of ann: its date is none.",
    "responses: the row b3 sue, of sue: it is not JSON.",
    "given: the row bad sue , of sue: its date is none.",
    "room_events: the row rehearsal1 3: it is not JSON.",
    "contributions: the row key: it is no row of counts.",
)


def tables_of(server: postgres.Server, revision: str) -> None:
    """The tables as an earlier version made them."""
    with open_engine(server.url()) as engine, engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA coach"))
        settings = Config()
        settings.set_main_option("script_location", str(Path(coach.records.migrations.__file__).parent))
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    postgres.needed()
    with postgres.running() as running:
        for name, role in (("ann", "practitioner"), ("ben", "practitioner"), ("sue", "supervisor")):
            running.sql(f"CREATE ROLE {name} LOGIN PASSWORD 'x' IN ROLE coach_{role}")
        yield running


@pytest.fixture(autouse=True)
def _empty(server: postgres.Server) -> Iterator[None]:
    yield
    server.sql("DROP SCHEMA coach CASCADE", "coach")


@pytest.mark.parametrize("revision", ["v1", "v2", "v3", "v4"])
def test_a_store_of_each_version_is_brought_forward_with_everything_in_it(
    server: postgres.Server, revision: str
) -> None:
    tables_of(server, revision)
    for statement in WHOLE_AT[revision]:
        server.sql(statement, "coach")
    with open_engine(server.url()) as owner:
        assert set_up(owner) == []
        assert set_up(owner) == [], "twice changes nothing"
        with owner.connect() as connection:
            assert version(connection) == HEAD
    name = "one" if revision == "v1" else "anns"
    assert server.sql(f"SELECT body FROM coach.events WHERE rehearsal = '{name}'", "coach") == EVENT
    if revision != "v1":
        with open_engine(server.url("ann", "x")) as ann:
            store = TeamRehearsalStore(ann)
            assert store.read("anns") == (began(),)
            assert store.read_draft("anns") == ""
            store.keep_draft("anns", "Half a reply")
            assert store.read_draft("anns") == "Half a reply", "a rehearsal from before takes a draft"
            assert TeamSubmissionStore(ann).responses("b1") == ("{}",)
    if revision == "v3":
        _, said = server.psql("ben", "SELECT number FROM coach.room_read('rehearsal1', 0);")
        assert said.split() == ["1", "2"], "who was let into a room still is"
        forged = json.dumps({"at": AT, "event": "left", "by": "p1"})
        _, said = server.psql("ben", f"SELECT coach.room_append('rehearsal1', 2, ARRAY['{forged}']);")
        assert "permission denied" in said, "who spoke for whom was not kept, so only the trainer does"
        assert server.psql("ann", f"SELECT coach.room_append('rehearsal1', 2, ARRAY['{forged}']);")[1].strip() == "t"


def test_spoilt_rows_are_named_and_left_and_stop_nothing(
    server: postgres.Server, tmp_path: Path, small: Library, clock: Callable[[], datetime], new_id: Callable[[], str]
) -> None:
    tables_of(server, "v3")
    for statement in (*WHOLE_AT_2, *WHOLE_AT_3, *SPOILT_AT_3):
        server.sql(statement, "coach")
    with open_engine(server.url()) as owner:
        named = {str(row) for row in set_up(owner)}
        assert set(NAMED) == named
        assert {str(row) for row in inspect_store(owner).spoilt} == named
        assert not [fault for fault in inspect_store(owner).faults if "not as it should be" in fault]
    assert server.sql("SELECT count(*) FROM coach.brought", "coach") == "4", "none is deleted"
    with open_engine(server.url("ann", "x")) as engine:
        assert {summary.id for summary in TeamRehearsalStore(engine).summaries()} == {"anns", "spoilt"}
        for at, body in (("not a date", "{}"), (AT, "no json"), (AT, '{"words": "' + "x" * 5_100_000 + '"}')):
            status, said = server.psql("ann", f"INSERT INTO coach.brought VALUES ('n', 'ann', 'sue', '{at}', '{body}')")
            assert status
            assert "violates check constraint" in said
            assert body[-40:] not in said
    where = Places(tmp_path, tmp_path)
    practice = PracticeService(small, ResilientStore(store_opener(where, clock)), clock, new_id)
    table = SubmissionStores(where, server.url("sue", "x"), clock)
    try:
        desk = Inbox(practice, table)
        things = {thing.id: thing for thing in desk.list_items()}
        assert set(things) == {"b1", "b2", "b3", "b4"}
        for spoilt in ("b2", "b4"):
            assert "Its day cannot be read." in things[spoilt].unread
        assert any("What you said to it cannot be read" in sentence for sentence in things["b3"].unread)
        assert {"ours", "bad"} <= {shown.id for shown in desk.list_exercises()}
        assert desk.find_signature() == ""
    finally:
        table.close()
        practice.keeping.close()


def test_rules_that_hold_for_every_row_are_marked_so(server: postgres.Server) -> None:
    """A spoilt row that is gone by the next time does not keep a rule from holding for all."""
    tables_of(server, "v3")
    server.sql("INSERT INTO coach.given VALUES ('bad', 'sue', '', 'not a date', 'title: bad')", "coach")
    unsure = "SELECT conname FROM pg_constraint WHERE connamespace = 'coach'::regnamespace AND NOT convalidated"
    with open_engine(server.url()) as owner:
        assert len(set_up(owner)) == 1
        assert server.sql(unsure, "coach") == "given_dated"
        server.sql("DELETE FROM coach.given", "coach")
        assert set_up(owner) == []
    assert server.sql(unsure, "coach") == ""


def test_no_statistics_are_left_of_who_practises(server: postgres.Server) -> None:
    tables_of(server, "v3")
    values = ", ".join(
        f"('r{n}', 'bus', '{AT}', '{AT}', 0, false, true, '{'ann' if n % 4 else 'ben'}')" for n in range(80)
    )
    server.sql(f"INSERT INTO coach.rehearsals VALUES {values}; ANALYZE coach.rehearsals", "coach")
    kept = (
        "SELECT count(*) FROM pg_statistic WHERE starelid IN (SELECT oid FROM pg_class "
        "WHERE relnamespace = 'coach'::regnamespace AND relname <> 'alembic_version')"
    )
    assert int(server.sql(kept, "coach")) > 0
    with open_engine(server.url()) as owner:
        set_up(owner)
    server.sql("ANALYZE", "coach")
    assert server.sql(kept, "coach") == "0"
    _, one = server.psql("sue", "EXPLAIN SELECT FROM coach.rehearsals WHERE owner = 'ann';")
    _, other = server.psql("sue", "EXPLAIN SELECT FROM coach.rehearsals WHERE owner = 'nobody';")
    assert one.replace("ann", "nobody") == other


def test_an_older_coach_is_told_to_update_and_so_is_an_older_owner(
    server: postgres.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_engine(server.url()) as owner:
        set_up(owner)
        server.sql("UPDATE coach.alembic_version SET version_num = 'v99'", "coach")
        with pytest.raises(RecordsUnwritable, match="newer than this coach") as caught:
            set_up(owner)
        assert "Update this coach" in str(caught.value)
        server.sql(f"UPDATE coach.alembic_version SET version_num = '{HEAD}'", "coach")
    with open_engine(server.url("ann", "x")) as ann:
        check_version(ann)
        monkeypatch.setattr("coach.records.team.logins.HEAD", "v3")
        with pytest.raises(RecordsUnwritable, match=r"The team's store is newer\. Update this coach"):
            check_version(ann)
