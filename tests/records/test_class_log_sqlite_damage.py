"""A damaged file of rooms: set aside under a new name, renewed with what can be had, said, and gone on in."""

import itertools
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from coach.practice.persistence import recover
from coach.records import sqlite_log
from coach.records.class_log_sqlite import SqliteRoomStore, expire_rooms
from coach.records.damaged_copies import damaged_copies
from coach.records.leftovers import CopyStays
from coach.records.paths import Places
from tests.conftest import START
from tests.records.rooms import in_a_process, joined, lines, opened, say, told, words

SAID = [f"Line {number} about a purple bicycle {'and so on, ' * 20}and on" for number in range(60)]


@pytest.fixture
def file(places: Places) -> Path:
    return places.rooms


@pytest.fixture
def shelf_of(file: Path) -> Iterator[Callable[[], SqliteRoomStore]]:
    """Opens the file anew, as another process would."""
    ids, shelves = itertools.count(), list[SqliteRoomStore]()

    def open_it() -> SqliteRoomStore:
        shelves.append(SqliteRoomStore(file, lambda: f"{next(ids):032x}"))
        return shelves[-1]

    yield open_it
    for shelf in shelves:
        shelf.close()


@pytest.fixture
def kites(shelf_of: Callable[[], SqliteRoomStore]) -> list[str]:
    """What was said in one of two rooms, which are closed again."""
    shelf = shelf_of()
    with closing(shelf.make("KITES", opened("KITES"))) as log, closing(shelf.make("BOATS", opened("BOATS"))) as other:
        assert log.append(1, *map(told, SAID))
        log.keep_draft("ann", "A draft")
        assert other.append(1, told("Only this"))
    return SAID


def _change(file: Path, change: Callable[[bytearray], None]) -> None:
    content = bytearray(file.read_bytes())
    change(content)
    file.write_bytes(content)


def _header(content: bytearray) -> None:
    content[1] ^= 0x20
    content[24:28] = b"\xff\xff\xff\xff"  # the count of changes, so that whoever has it open looks again


def _schema(content: bytearray) -> None:
    content[content.index(b"CREATE TABLE rooms") + 3] = 0xB0
    content[40:44] = b"\xff\xff\xff\xff"  # and the count of changes to the tables
    content[24:28] = b"\xff\xff\xff\xff"


def _page(content: bytearray) -> None:
    """A page in the middle of what was said."""
    at = content.index(SAID[30].encode()) // 4096 * 4096
    content[at : at + 4096] = bytes(4096)
    content[24:28] = b"\xff\xff\xff\xff"


@pytest.mark.parametrize("spoil", [_header, _schema])
def test_nothing_is_lost_where_no_page_of_words_is_damaged(
    file: Path, kites: list[str], shelf_of: Callable[[], SqliteRoomStore], spoil: Callable[[bytearray], None]
) -> None:
    _change(file, spoil)
    shelf = shelf_of()
    (copy,) = damaged_copies(file.parent)
    assert copy.file.exists()
    assert copy.holds == "rooms"
    assert f"The file of your rooms was damaged. It is set aside as {copy.file.name}." in shelf.damage_notice
    assert "2 rooms were brought over whole." in shelf.damage_notice
    with closing(shelf.open("KITES")) as log:
        assert words(log) == kites
        assert log.draft("ann") == "A draft"
        assert log.append(len(kites) + 1, told("It goes on"))
        assert words(log)[-1] == "It goes on"


def test_a_page_of_events_costs_what_stood_on_it_and_nothing_after_it(
    file: Path, kites: list[str], shelf_of: Callable[[], SqliteRoomStore]
) -> None:
    _change(file, _page)
    shelf = shelf_of()
    assert "parts missing" in shelf.damage_notice
    with closing(shelf.open("KITES")) as log:
        found = words(log)
        assert (found[0], found[-1]) == (kites[0], kites[-1])
        assert len(kites) - 25 < len(found) < len(kites)
        assert [number for number, _ in log.read()] == list(range(1, len(kites) + 2)), "each keeps its number"
        assert log.append(len(kites) + 1, told("It goes on"))
    with closing(shelf.open("BOATS")) as other:
        assert words(other) == ["Only this"]


@pytest.mark.parametrize("spoil", [_header, _schema, _page])
def test_those_who_are_in_the_room_go_on(
    file: Path, kites: list[str], shelf_of: Callable[[], SqliteRoomStore], spoil: Callable[[bytearray], None]
) -> None:
    """Two of them have it open. Neither writes into the copy that was set aside, and nothing is written twice."""
    known = len(kites) + 1
    with closing(shelf_of().open("KITES")) as one, closing(shelf_of().open("KITES")) as other:
        assert len(one.read()) == len(other.read()) == known
        _change(file, spoil)
        assert one.append(known, told("said by one"))
        assert words(other)[-1] == "said by one"
        assert other.append(known + 1, told("said by the other"))
        assert other.wait(known + 1, 5)
        assert words(one)[-2:] == ["said by one", "said by the other"]
    assert len(damaged_copies(file.parent)) == 1


def test_one_letter_of_an_event_costs_that_event_and_the_room_is_gone_on_in(
    file: Path, kites: list[str], shelf_of: Callable[[], SqliteRoomStore]
) -> None:
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE room_events SET body = '?' || substr(body, 2) WHERE number = 31")
    with closing(shelf_of().open("KITES")) as log:
        assert words(log) == [*kites[:29], *kites[30:]]


def test_several_processes_that_meet_damage_at_once_set_one_copy_aside(
    file: Path, kites: list[str], shelf_of: Callable[[], SqliteRoomStore]
) -> None:
    shelf_of().close()
    _change(file, _header)
    reads, writes = os.pipe()

    def speak(name: str) -> Callable[[Callable[[str], None]], None]:
        def do(hand_out: Callable[[str], None]) -> None:
            os.close(writes)
            os.read(reads, 1)  # until all of them are there
            with closing(SqliteRoomStore(file, lambda: name)) as shelf, closing(shelf.open("KITES")) as log:
                say(log, joined(name, name), 1)
                hand_out("in")

        return do

    running = [in_a_process(speak(f"p{number}")) for number in range(4)]
    os.close(reads)
    os.close(writes)
    assert [lines(process) for process in running] == [["in"]] * 4
    assert len(damaged_copies(file.parent)) == 1
    with closing(shelf_of().open("KITES")) as log:
        assert words(log) == kites
        assert {event.by for _, event in log.read() if event.by} >= {"p0", "p1", "p2", "p3"}


def test_a_room_that_is_forgotten_goes_from_damaged_copies_too_and_never_comes_back(
    places: Places, file: Path, kites: list[str], shelf_of: Callable[[], SqliteRoomStore]
) -> None:
    _change(file, _header)
    shelf = shelf_of()
    (copy,) = damaged_copies(file.parent)
    with copy.file.open("rb") as blocks:
        shelf.forget("KITES")
        assert set(blocks.read()) == {0}
    shelf.close()
    assert not [each for each in file.parent.rglob("*") if each.is_file() and b"purple bicycle" in each.read_bytes()]
    recover(places)
    assert [room.code for room in shelf_of().summaries()] == ["BOATS"]


def test_where_a_copy_stays_the_room_stays_and_other_rooms_can_be_opened(
    places: Places,
    file: Path,
    kites: list[str],
    shelf_of: Callable[[], SqliteRoomStore],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuses(file: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(file))

    _change(file, _header)
    shelf = shelf_of()
    with monkeypatch.context() as patched:
        patched.setattr("coach.records.damaged_copies.erase", refuses)
        with pytest.raises(CopyStays, match="could not be forgotten"):
            shelf.forget("KITES")
        for days in (8, 10):
            expire_rooms(shelf, places, lambda days=days: START + timedelta(days=days))
        assert {room.code for room in shelf.summaries()} == {"KITES", "BOATS"}
    expire_rooms(shelf, places, lambda: START + timedelta(days=11))
    assert shelf.summaries() == ()
    assert damaged_copies(file.parent) == ()


def test_who_has_which_place_is_brought_over_too(
    file: Path, kites: list[str], shelf_of: Callable[[], SqliteRoomStore]
) -> None:
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("INSERT INTO room_people SELECT id, 'ann', 'ann_login' FROM rooms WHERE code = 'KITES'")
        raw.execute("INSERT INTO room_logins SELECT id, 'ann_login' FROM rooms WHERE code = 'KITES'")
    _change(file, _schema)
    shelf_of()
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("SELECT person, login FROM room_people").fetchall() == [("ann", "ann_login")]
        assert raw.execute("SELECT login FROM room_logins").fetchall() == [("ann_login",)]


def test_recover_brings_back_a_room_from_a_copy(
    places: Places, file: Path, kites: list[str], shelf_of: Callable[[], SqliteRoomStore]
) -> None:
    """As an earlier coach left it, which brought nothing over."""
    file.rename(file.with_name("rooms.damaged-20260301-101500.db"))
    assert shelf_of().summaries() == ()
    brought = recover(places)
    assert brought.lines == ("rooms.damaged-20260301-101500.db: 2 rooms were brought over whole.",)
    assert brought.whole
    with closing(shelf_of().open("KITES")) as log:
        assert words(log) == kites


def test_a_draft_that_was_sent_since_does_not_come_back(
    places: Places, file: Path, kites: list[str], shelf_of: Callable[[], SqliteRoomStore]
) -> None:
    _change(file, _header)
    with closing(shelf_of().open("KITES")) as log:
        assert log.draft("ann") == "A draft"
        log.keep_draft("ann", "")
        recover(places)
        assert log.draft("ann") == ""


def test_damage_in_the_very_moment_of_forgetting_a_room_brings_nothing_back(
    places: Places,
    file: Path,
    kites: list[str],
    shelf_of: Callable[[], SqliteRoomStore],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    delete, waiting = sqlite_log.delete_rows, [lambda: _change(file, _header)]

    def deleting(*args: object, **options: object) -> int:
        if waiting:
            waiting.pop()()
        return delete(*args, **options)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(sqlite_log, "delete_rows", deleting)
    shelf = shelf_of()
    shelf.forget("KITES")
    assert [room.code for room in shelf.summaries()] == ["BOATS"]
    assert not [each for each in file.parent.rglob("*") if each.is_file() and b"purple bicycle" in each.read_bytes()]


def test_who_writes_just_as_another_process_renews_the_file_writes_into_the_new_one(
    file: Path, kites: list[str], shelf_of: Callable[[], SqliteRoomStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite refuses to write in a file that was moved: that is no refusal for whoever says something."""
    with closing(shelf_of().open("KITES")) as log:
        make_room = sqlite_log.make_room

        def renewed_first(*args: object) -> None:
            monkeypatch.undo()
            content = file.read_bytes()
            file.rename(file.with_name("rooms.damaged-20260301-101500.db"))
            file.write_bytes(content)
            make_room(*args)  # type: ignore[arg-type]  # handed on as they came

        monkeypatch.setattr(sqlite_log, "make_room", renewed_first)
        assert log.append(len(kites) + 1, told("It goes on"))
        assert words(log)[-1] == "It goes on"
        assert "was damaged while the room was open" in log.damage_notice
    assert words(shelf_of().open("KITES"))[-1] == "It goes on"
