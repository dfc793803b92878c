"""A room's log keeps what happened, once and in order, whatever it is kept in."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import ARRAY, Engine, Text, bindparam, text
from sqlalchemy.exc import DBAPIError

from coach.classroom.client import RoomClient
from coach.errors import NotKnown, NotNow, RecordsBroken, RecordsUnwritable
from coach.model.class_events import Disconnected
from coach.records.class_log import GOES_AFTER, MemoryRoomStore, RoomStore, dump_event
from coach.records.class_log_sqlite import SqliteRoomStore, expire_rooms, open_room_store
from coach.records.event_store import format_moment
from coach.records.paths import Places
from coach.records.tables import SCHEMA
from tests import postgres
from tests.conftest import PATIENCE, START
from tests.records.rooms import WORDS, joined, opened, say, told, words
from tests.records.test_migrations import RELEASED_0_1_0

NewId = Callable[[], str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "rooms.db"


@pytest.fixture(params=["memory", "file", "postgresql"])
def shelf(request: pytest.FixtureRequest, file: Path, new_id: NewId) -> Iterator[RoomStore]:
    match request.param:
        case "memory":
            shelf: RoomStore = MemoryRoomStore()
        case "postgresql":
            from coach.records.team.room_store import TeamRoomStore

            shelf = TeamRoomStore(request.getfixturevalue("login")("ann"), new_id)
        case _:
            shelf = SqliteRoomStore(file, new_id)
    yield shelf
    shelf.close()


@pytest.fixture
def on_file(file: Path, new_id: NewId) -> Iterator[SqliteRoomStore]:
    shelf = SqliteRoomStore(file, new_id)
    yield shelf
    shelf.close()


def test_what_is_appended_comes_back_as_it_was_with_its_number(shelf: RoomStore) -> None:
    with closing(shelf.make("KITES", opened())) as log:
        assert log.append(1, told("one"), told("two"))
        assert log.read() == ((1, opened()), (2, told("one")), (3, told("two")))
        assert log.read(2) == ((3, told("two")),)
        assert log.read(3) == ()


def test_whoever_has_not_read_everything_writes_nothing(shelf: RoomStore) -> None:
    with closing(shelf.make("KITES", opened())) as log:
        assert log.append(1, told("quicker"))
        assert not log.append(1, told("slower"), told("as well"))
        assert not log.append(7, told("from nowhere"))
        assert words(log) == ["quicker"]


def test_a_room_is_found_again_by_its_code(shelf: RoomStore) -> None:
    with closing(shelf.make("KITES", opened())) as log:
        log.append(1, told("one"))
    with closing(shelf.open("KITES")) as again:
        assert words(again) == ["one"]
    (found,) = shelf.summaries()
    assert (found.code, found.opened, found.events) == ("KITES", START, 2)


def test_a_code_is_taken_once_and_an_unknown_one_is_refused(shelf: RoomStore) -> None:
    with closing(shelf.make("KITES", opened())):
        with pytest.raises(NotNow):
            shelf.make("KITES", opened())
        for code in ("kites' --", "\0\ud800"):
            with pytest.raises(NotKnown, match="no room"):
                shelf.open(code)
        with pytest.raises(NotKnown):
            shelf.forget("OTHER")


def test_a_room_that_is_forgotten_is_gone_for_whoever_is_in_it(shelf: RoomStore) -> None:
    with closing(shelf.make("KITES", opened())) as log:
        log.append(1, told("one"))
        shelf.forget("KITES")
        uses: tuple[Callable[[], object], ...] = (
            log.read,
            lambda: log.append(2, told("two")),
            lambda: log.draft("p1"),
            lambda: log.keep_draft("p1", "so far"),
        )
        for use in uses:
            with pytest.raises(NotKnown, match="closed"):
                use()
        assert log.wait(2, PATIENCE), "nobody waits for what will never come"
    assert shelf.summaries() == ()


def test_a_room_goes_by_itself_seven_days_after_its_last_event(
    shelf: RoomStore, request: pytest.FixtureRequest
) -> None:
    with closing(shelf.make("OLDER", opened("OLDER"))), closing(shelf.make("KITES", opened())) as log:
        log.append(1, told("one", at=START + timedelta(days=1)))
        if "postgresql" in request.node.name:  # the server's own clock says when something happened last
            for code, touched in (("OLDER", START), ("KITES", START + timedelta(days=1))):
                set_back(request.getfixturevalue("server"), code, touched)
        assert shelf.expire(START + GOES_AFTER - timedelta(seconds=1)) == 0
        assert shelf.expire(START + GOES_AFTER) == 1
        assert [room.code for room in shelf.summaries()] == ["KITES"]


def test_a_clock_that_is_wrong_for_a_day_deletes_no_room(
    tmp_path: Path, new_id: Callable[[], str], places: Places
) -> None:
    """Only what was seen to be over its week on two days goes, and it is said how many; no code is written down."""
    with closing(SqliteRoomStore(tmp_path / "rooms.db", new_id)) as shelf, closing(shelf.make("KITES", opened())):
        for days, said, left in (
            (0, "", 1),
            (40, "1 room is over its seven days. It goes by itself from", 1),
            (1, "Until it is sure, no room goes by itself.", 1),
            (9, "1 room is over its seven days", 1),
            (12, "1 room was over its seven days and went by itself.", 0),
        ):
            assert said in expire_rooms(shelf, places, partial(datetime.__add__, START, timedelta(days=days)))
            assert len(shelf.summaries()) == left
            assert "KITES" not in places.expiry("rooms").read_text()


def set_back(server: postgres.Server, code: str, touched: datetime) -> None:
    """As if the last thing in a room had happened then; nobody but a superuser can do that."""
    server.sql(f"UPDATE coach.rooms SET touched = '{format_moment(touched)}' WHERE code = '{code}'", "coach")


def test_a_draft_is_its_person_s_and_is_no_event(shelf: RoomStore) -> None:
    with closing(shelf.make("KITES", opened())) as log:
        log.keep_draft("p1", "so far\0 \ud83d and on")
        log.keep_draft("p1", "so far")
        log.keep_draft("p2", "")
        assert (log.draft("p1"), log.draft("p2")) == ("so far", "")
        log.keep_draft("p1", "")
        assert log.draft("p1") == ""
        assert len(log.read()) == 1


def test_whoever_waits_is_told_and_otherwise_waits_as_long_as_asked(shelf: RoomStore) -> None:
    with closing(shelf.make("KITES", opened())) as log, closing(shelf.open("KITES")) as other:
        assert log.wait(0, PATIENCE), "what is there already is not waited for"
        begun = time.monotonic()
        assert not log.wait(1, 0.3)
        assert time.monotonic() - begun > 0.25
        late = threading.Timer(0.2, lambda: other.append(1, told()))
        late.start()
        assert log.wait(1, PATIENCE)
        late.join()


def test_one_waits_while_another_thread_writes_to_the_same_log_and_closing_ends_the_wait(shelf: RoomStore) -> None:
    log = shelf.make("KITES", opened())
    heard: list[bool] = []

    def wait() -> None:
        heard.append(log.wait(1, PATIENCE))
        heard.append(log.wait(2, PATIENCE))

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert log.append(1, told())
    while not heard:
        time.sleep(0.01)
    log.close()
    waiting.join(PATIENCE)
    assert heard == [True, False]


def test_the_file_and_all_beside_it_can_be_read_by_their_owner_alone(on_file: SqliteRoomStore, file: Path) -> None:
    with closing(on_file.make("KITES", opened())) as log:
        log.append(1, told())
        assert len(list(file.parent.iterdir())) > 1
        assert all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in file.parent.iterdir())


def test_what_is_forgotten_is_left_in_no_file_even_while_others_have_it_open(file: Path, new_id: NewId) -> None:
    with closing(SqliteRoomStore(file, new_id)) as shelf, closing(shelf.make("KITES", opened())) as log:
        log.append(1, told(WORDS))
        log.keep_draft("p1", WORDS)
        assert any(WORDS.encode() in each.read_bytes() for each in file.parent.iterdir())
        shelf.forget("KITES")
        assert all(WORDS.encode() not in each.read_bytes() for each in file.parent.iterdir())


BRIEFLY = """
import itertools, sys
from pathlib import Path
from coach.records.class_log_sqlite import SqliteRoomStore
shelf = SqliteRoomStore(Path(sys.argv[1]), map(str, itertools.count()).__next__)
log = shelf.open("KITES")
print([place for place, _ in log.read()])
log.close(), shelf.close()
"""
"""Somebody in a process of their own, who comes in, reads, and goes."""


def test_whoever_goes_takes_nothing_from_those_who_stay(on_file: SqliteRoomStore, file: Path) -> None:
    """What is said after somebody has gone is heard by whoever comes next, from a process with several logs open."""

    def somebody() -> str:
        return subprocess.run([sys.executable, "-c", BRIEFLY, file], check=True, capture_output=True, text=True).stdout

    with closing(on_file.make("KITES", opened())) as log, closing(on_file.open("KITES")) as another:
        assert another.read()
        assert somebody() == "[1]\n"
        assert log.append(1, told())
        assert somebody() == "[1, 2]\n"
        assert len(another.read()) == 2


def test_a_file_of_an_older_coach_is_brought_forward_with_everything_in_it(file: Path, new_id: NewId) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.executescript(RELEASED_0_1_0)
        raw.execute("INSERT INTO rehearsals VALUES ('one', 'bus', '', '', 1, 0, 1)")
    with closing(SqliteRoomStore(file, new_id)) as shelf, closing(shelf.make("KITES", opened())) as log:
        assert log.append(1, told())
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("SELECT id FROM rehearsals").fetchall() == [("one",)]
        assert raw.execute("PRAGMA user_version").fetchone() == (SCHEMA,)


def test_a_file_of_a_newer_coach_is_left_alone_and_said(on_file: SqliteRoomStore, file: Path, new_id: NewId) -> None:
    on_file.close()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute(f"PRAGMA user_version = {SCHEMA + 1}")
        raw.execute(f"UPDATE alembic_version SET version_num = 'v{SCHEMA + 1}'")
        raw.commit()
    with pytest.raises(RecordsUnwritable, match="Your rooms were kept by a newer version of the coach"):
        SqliteRoomStore(file, new_id)


def test_a_full_disk_is_a_sentence_and_what_was_said_before_is_there(on_file: SqliteRoomStore) -> None:
    with closing(on_file.make("KITES", opened())) as log:
        log.append(1, told("before"))
        (pages,) = log._file.connection.execute("PRAGMA page_count").fetchone()
        log._file.connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(RecordsUnwritable, match="The disk is full") as refused:
            log.append(2, *(told(WORDS + "!" * 900) for _ in range(900)))
        assert WORDS not in repr(refused.value)
        assert words(log) == ["before"]
        assert log.append(2, told("short"))


def test_a_folder_that_cannot_be_used_is_a_sentence(tmp_path: Path, new_id: NewId) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(RecordsUnwritable, match="The folder for your rooms cannot be used"):
        SqliteRoomStore(tmp_path / "data" / "rooms.db", new_id)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere; a file in the way is tested instead")
def test_a_folder_that_may_only_be_read_is_a_sentence(tmp_path: Path, new_id: NewId) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(RecordsUnwritable):
        SqliteRoomStore(tmp_path / "data" / "rooms.db", new_id)


def test_what_is_no_database_is_set_aside_and_said(file: Path, new_id: NewId) -> None:
    file.parent.mkdir()
    file.write_bytes(b"this was never a database" * 100)
    with closing(SqliteRoomStore(file, new_id, lambda file: file.with_name("aside.db"))) as shelf:
        assert shelf.damage_notice.startswith("The file of your rooms was damaged. It is set aside as aside.db.")
        assert shelf.summaries() == ()
    assert file.with_name("aside.db").read_bytes().startswith(b"this was never")


def test_what_nobody_can_read_is_said_without_its_words(on_file: SqliteRoomStore, file: Path) -> None:
    with closing(on_file.make("KITES", opened())) as log:
        log.append(1, told())
        with closing(sqlite3.connect(file)) as raw, raw:
            raw.execute('UPDATE room_events SET body = replace(body, \'"event":"told"\', \'"event":"sung"\')')
        with pytest.raises(RecordsBroken) as refused:
            log.read()
    assert WORDS not in str(refused.value)
    assert refused.value.__suppress_context__


def test_a_file_with_a_write_ahead_log_gets_a_journal_and_its_log_is_overwritten(file: Path, new_id: NewId) -> None:
    """As earlier versions kept rooms, and as a host that was killed left them."""
    with closing(SqliteRoomStore(file, new_id)) as shelf, closing(shelf.make("KITES", opened())):
        pass
    with closing(sqlite3.connect(file, isolation_level=None)) as old:
        old.execute("PRAGMA journal_mode = WAL")
        old.execute("UPDATE rooms SET last = 2")
        old.execute("INSERT INTO room_events VALUES ((SELECT id FROM rooms), 2, ?)", (dump_event(told(WORDS)),))
        killed = {each: each.read_bytes() for each in file.parent.iterdir() if not each.name.endswith("-journal")}
    for each, content in killed.items():
        each.write_bytes(content)
    log = file.with_name("rooms.db-wal")
    assert WORDS.encode() in log.read_bytes()
    with log.open("rb") as blocks:
        with closing(SqliteRoomStore(file, new_id)) as shelf, closing(shelf.open("KITES")) as room:
            assert words(room) == [WORDS], "nothing that was said is lost"
            assert shelf._file.connection.execute("PRAGMA journal_mode").fetchone() == ("persist",)
            assert shelf._file.connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert set(blocks.read()) == {0}
    assert not log.exists()


def test_without_a_team_s_store_rooms_are_in_the_owner_s_folder(places: Places) -> None:
    with closing(open_room_store(places)) as shelf, closing(shelf.make("KITES", opened())):
        assert places.rooms.exists()


# In a team's store: real logins against the database's own rules.


def _shelf(engine: Engine, new_id: NewId) -> RoomStore:
    from coach.records.team.room_store import TeamRoomStore

    return TeamRoomStore(engine, new_id)


def test_a_login_reads_a_room_only_once_it_was_let_in_by_the_code(
    login: Callable[[str], Engine], new_id: NewId
) -> None:
    ann, ben = _shelf(login("ann"), new_id), login("ben")
    with closing(ann.make("KITES", opened())) as log:
        log.append(1, told(WORDS))
        with ben.connect() as connection:
            for function in ("rooms_of_mine()", "room_read('rehearsal1', 0)"):
                assert connection.execute(text(f"SELECT * FROM {function}")).all() == []
            for function in ("room_last('rehearsal1')", "room_find('KITES')"):
                assert connection.execute(text(f"SELECT {function}")).scalar_one() is None
        inside = _shelf(ben, new_id)
        assert inside.summaries() == ()
        with closing(inside.open("KITES")) as theirs:
            assert words(theirs) == [WORDS]
            assert say(theirs, joined("p1"), 2) == 3
            assert say(theirs, Disconnected(at=START, by="p1"), 3) == 4
        assert len(log.read()) == 4
        assert [room.code for room in inside.summaries()] == ["KITES"]


def test_a_room_of_one_s_own_opens_no_other(login: Callable[[str], Engine], new_id: NewId) -> None:
    """Ben has a room, and Ann has one with Sue in it: Ben sees his own, and neither reads nor writes theirs."""
    ann, ben = _shelf(login("ann"), new_id), login("ben")
    with closing(ann.make("KITES", opened())) as log, closing(_shelf(ben, new_id).make("BENCH", opened("BENCH"))):
        assert log.append(1, told(WORDS))
        with ben.connect() as connection:
            assert [row.code for row in connection.execute(text("SELECT * FROM rooms_of_mine()"))] == ["BENCH"]
            assert connection.execute(text("SELECT * FROM room_read('rehearsal1', 0)")).all() == []
            append = text("SELECT room_append('rehearsal1', 2, ARRAY[:body])")
            assert connection.execute(append, {"body": dump_event(told("forged"))}).scalar_one() is None
        for refused in ("SELECT * FROM room_events", "INSERT INTO room_events VALUES ('rehearsal1', 3, '{}')"):
            with ben.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
                connection.execute(text(refused))
        assert words(log) == [WORDS]


def test_nobody_changes_or_deletes_what_was_said_not_even_inside(login: Callable[[str], Engine], new_id: NewId) -> None:
    ann, ben = _shelf(login("ann"), new_id), login("ben")
    with closing(ann.make("KITES", opened())), closing(_shelf(ben, new_id).open("KITES")):
        refused = (
            "UPDATE room_events SET body = 'changed'",
            "DELETE FROM room_events",
            "UPDATE rooms SET owner = 'ben'",
            "INSERT INTO rooms (id, code, opened, touched, last) VALUES ('x', 'PROBE', '', '', 0)",
            "INSERT INTO room_logins VALUES ('rehearsal1', 'tom')",
            "UPDATE rooms SET touched = '2000-01-01T00:00:00.000000+00:00', last = 7",
            "DELETE FROM rooms",
        )
        for statement in refused:
            with ben.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
                connection.execute(text(statement))
        with pytest.raises(RecordsUnwritable, match="by whoever opened it"):
            _shelf(ben, new_id).forget("KITES")


def refused_to(login: Engine, number: int, *bodies: str) -> str:
    """Why the store takes no such event from a login; empty where it does."""
    call = text("SELECT room_append('rehearsal1', :number, :bodies)").bindparams(bindparam("bodies", type_=ARRAY(Text)))
    try:
        with login.begin() as connection:
            took = connection.execute(call, {"number": number, "bodies": list(bodies)}).scalar_one()
    except DBAPIError as error:
        return str(error.orig).splitlines()[0]
    return {True: "", False: "somebody was quicker", None: "no such room"}[took]


def event(kind: str, by: str = "", **more: object) -> str:
    return json.dumps({"at": "2026-11-29T09:00:00Z", "event": kind, "by": by, **more})


def test_inside_a_room_each_login_says_what_its_own_people_say(login: Callable[[str], Engine], new_id: NewId) -> None:
    """Ann is the trainer; Ben is inside as p1. Ben is not the trainer, nobody else, and writes nothing spoilt."""
    ann, ben, sue = login("ann"), login("ben"), login("sue")
    with (
        closing(_shelf(ann, new_id).make("KITES", opened())),
        closing(_shelf(ben, new_id).open("KITES")),
        closing(_shelf(sue, new_id).open("KITES")),
    ):
        assert not refused_to(ben, 1, event("joined", "p1", name="Ben"))
        assert not refused_to(sue, 2, event("joined", "p2", name="Sue"))
        assert not refused_to(ann, 3, event("joined", "p3", name="At the host's browser"))
        trainers = ("told", "left", "moved", "room_closed", "covered", "part_reached", "laid_together", "room_paused")
        forged = (
            *(event(kind) for kind in trainers),
            *(event(kind, "p1") for kind in trainers if kind != "left"),
            *(event(kind, who) for kind in ("left", "noted", "happened", "marked") for who in ("p2", "p3", "p9")),
            *(event("joined", who, name="x") for who in ("p1", "p2", "", "trainer", "p0")),
            event("room_opened"),
            event("sung", "p1"),
            event("grouped"),
            event("stage_reached"),
        )
        for body in forged:
            assert "permission denied" in refused_to(ben, 4, body), body
        for body in (
            "not json at all",
            "[]",
            "7",
            '"words"',
            "",
            '{"event":"away","by":"p1"}',
            event("away", "p1")[:-1],
        ):
            assert "no event of a room" in refused_to(ben, 4, body), body
        twice = '{"at":"2026-11-29T09:00:00Z","event":"told","event":"away","by":"p1"}'
        assert "no event of a room" in refused_to(ben, 4, twice)
        assert "violates check constraint" in refused_to(ben, 4, event("away", "p1", words="x" * 600_000))
        assert "too much at once" in refused_to(ben, 4, *[event("away", "p1")] * 201)
        assert not refused_to(ben, 4, event("away", "p1"), event("time_out", group="g1"))
        assert not refused_to(ann, 6, event("left", "p2"), event("told", words="Welcome"))
        assert "permission denied" in refused_to(ann, 8, event("noted", "p2")), (
            "nor does the trainer say what others do"
        )
        assert "permission denied" in refused_to(ann, 8, event("told"), event("noted", "p2")), "all, or nothing"
        assert refused_to(ann, 7, event("told")) == "somebody was quicker"


def test_an_event_that_nobody_can_read_stops_no_other(login: Callable[[str], Engine], new_id: NewId) -> None:
    """It is JSON and its writer's own, and still says nothing that the coach knows: the room goes on without it."""
    with closing(_shelf(login("ann"), new_id).make("KITES", opened())) as log:
        assert not refused_to(login("ann"), 1, event("joined", "p1"), event("noted", "p1", note="!"))
        assert log.append(3, told("and on"))
        assert words(log) == ["and on"]
        room = RoomClient(log, lambda: START)
        assert [message.words for message in room.state.messages] == ["and on"]
        assert not room.state.people


def test_a_room_is_somebody_s_also_behind_set_role(
    server: postgres.Server, login: Callable[[str], Engine], new_id: NewId
) -> None:
    """A login that was granted another is the other once it says SET ROLE, in every function as in every rule.

    A group of logins is nobody: what is its own would be everybody's.
    """
    server.sql(
        "CREATE ROLE pooled LOGIN PASSWORD 'x' NOINHERIT; GRANT ann TO pooled; "
        "GRANT CONNECT ON DATABASE coach TO pooled"
    )
    body = dump_event(opened())
    make = "SELECT coach.room_make('room0001', 'KITES', '2026-11-29T09:00:00.000000+00:00', $words${}$words$)"
    try:
        _, said = server.psql("pooled", f"SET ROLE ann; {make.format(body)};")
        assert said.split() == ["SET", "t"]
        assert [room.code for room in _shelf(login("ann"), new_id).summaries()] == ["KITES"]
        _, said = server.psql("pooled", "SET ROLE ann; SELECT code FROM coach.rooms_of_mine();")
        assert said.split() == ["SET", "KITES"]
        for statement in (make.format(body), "SELECT coach.room_enter('KITES')", "SELECT * FROM coach.rooms_of_mine()"):
            _, said = server.psql("pooled", f"SET ROLE ann; RESET ROLE; {statement};")
            assert "permission denied" in said
        for statement in (make.format(body), "SELECT coach.room_enter('KITES')"):
            _, said = server.psql("ben", f"SET ROLE coach_practitioner; {statement};")
            assert "a group of logins is nobody in a room" in said
        _, said = server.psql("ben", "SET ROLE ann;")
        assert "permission denied" in said
    finally:
        server.sql("REVOKE CONNECT ON DATABASE coach FROM pooled; DROP ROLE pooled")


def test_whoever_is_outside_adds_nothing(login: Callable[[str], Engine], new_id: NewId) -> None:
    with closing(_shelf(login("ann"), new_id).make("KITES", opened())):
        assert refused_to(login("ben"), 1, dump_event(told("forged"))) == "no such room"


def test_the_owner_of_the_tables_reads_nothing_of_a_room_not_even_its_code(
    server: postgres.Server, login: Callable[[str], Engine], new_id: NewId
) -> None:
    with closing(_shelf(login("ann"), new_id).make("KITES", opened())) as log:
        log.append(1, told(WORDS))
        log.keep_draft("p1", WORDS)
        for table in ("rooms", "room_events", "room_drafts", "room_logins", "room_people"):
            status, said = server.psql("coach_owner", f"SELECT * FROM coach.{table}", password=postgres.PASSWORD)
            assert (status, said) == (0, "")
        for statement in (
            "INSERT INTO coach.room_logins VALUES ('rehearsal1', 'coach_owner')",
            "INSERT INTO coach.room_events VALUES ('rehearsal1', 3, '{}')",
        ):
            _, said = server.psql("coach_owner", statement, password=postgres.PASSWORD)
            assert "row-level security" in said
        assert words(log) == [WORDS]


def test_a_draft_is_read_by_the_login_it_was_typed_with(login: Callable[[str], Engine], new_id: NewId) -> None:
    ben = _shelf(login("ben"), new_id)
    with closing(_shelf(login("ann"), new_id).make("KITES", opened())) as log, closing(ben.open("KITES")) as theirs:
        log.keep_draft("p1", WORDS)
        theirs.keep_draft("p1", "mine")
        assert (log.draft("p1"), theirs.draft("p1")) == (WORDS, "mine")


def test_guessing_a_code_is_slow_however_many_connections_guess(login: Callable[[str], Engine]) -> None:
    """Four at once take as long as four in a row; giving up while it waits tells nothing, because it waits first."""
    ben = login("ben")

    def guess(code: str) -> None:
        with ben.begin() as connection:
            assert connection.execute(text("SELECT room_enter(:code)"), {"code": code}).scalar_one() is False

    begun = time.monotonic()
    guesses = [threading.Thread(target=guess, args=(f"GUES{number}",)) for number in range(4)]
    for each in guesses:
        each.start()
    for each in guesses:
        each.join()
    assert time.monotonic() - begun >= 2


def test_a_room_in_which_something_happened_lately_is_expired_by_nobody_s_clock(
    login: Callable[[str], Engine], new_id: NewId
) -> None:
    ann = _shelf(login("ann"), new_id)
    with closing(ann.make("KITES", opened(at=datetime.now(UTC)))):
        assert _shelf(login("ben"), new_id).expire(datetime.now(UTC) + timedelta(days=400)) == 0
        assert len(ann.summaries()) == 1


def test_a_draft_goes_in_the_same_transaction_as_what_was_said_of_it(tmp_path: Path) -> None:
    """Of nobody else; and it stays where somebody was quicker. To empty it once more writes nothing."""
    file = tmp_path / "rooms.db"
    with closing(SqliteRoomStore(file, lambda: "room1")) as shelf, closing(shelf.make("KITES", opened())) as log:
        for person in ("ann", "ben"):
            log.keep_draft(person, f"a draft of {person}'s")
        assert not log.append(0, told("a draft of ann's"), said_by="ann")
        assert log.draft("ann") == "a draft of ann's"
        assert log.append(1, told("a draft of ann's"), said_by="ann")
        assert (log.draft("ann"), log.draft("ben")) == ("", "a draft of ben's")
        before = file.read_bytes()
        log.keep_draft("ann", "")
        assert file.read_bytes() == before
