"""Nothing of what was forgotten is found on the disk: every byte of an image is searched, not only the files on it.

Whole stories: rehearsals, rooms, damaged copies, a full disk, and processes killed at any moment.
"""

import itertools
import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from coach.content.library import Folder, Library
from coach.model.submission import Review
from coach.options import RehearseOptions
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.service import PracticeService
from coach.records.class_log import dump_event
from coach.records.class_log_sqlite import SqliteRoomStore
from coach.records.erasure import overwrite
from coach.records.expiry import Expiry
from coach.records.leftovers import Leftovers
from coach.records.paths import Places
from coach.supervision.stores import ReviewDraft, ReviewDraftFolder
from tests.conftest import SMALL, START
from tests.disk import Disk, mounted
from tests.records.rooms import opened, say, told
from tests.submitting import submit_reply

MARK = "ZQXSECRETWORD"
KILLS = int(os.environ.get("COACH_FORGET_KILLS", "12"))
FROM = int(os.environ.get("COACH_SEEDS_FROM", "0"))
REPLIES = ("How has racism touched him?", "What does Sam say about it?", "Right.", "Okay then.")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with mounted(tmp_path / "disk") as disk:
        yield disk


@pytest.fixture
def where(disk: Disk) -> Places:
    return Places(disk.mounted / "home", disk.mounted / "home")


@pytest.fixture(scope="module")
def library() -> Library:
    library = Library((Folder(SMALL, "for tests"),))
    PracticeService(library, ResilientStore(lambda: (_ for _ in ()).throw(AssertionError)), lambda: START, str).matcher(
        "small"
    )
    return library


def _practice(library: Library, where: Places, now: datetime = START) -> PracticeService:
    numbers = itertools.count(int(time.monotonic_ns()))
    clock = lambda: now  # noqa: E731  # a clock that stands
    keeping = ResilientStore(
        store_opener(where, clock), expiry=Expiry(where.expiry("rehearsals"), clock), remains=Leftovers(where, clock)
    )
    return PracticeService(library, keeping, clock, lambda: f"rehearsal{next(numbers)}")


def _rehearse(practice: PracticeService, chance: random.Random, replies: int = 10) -> str:
    rehearsing = practice.begin("bus", RehearseOptions(intention=f"{MARK} intention"))
    for _ in range(replies):
        if rehearsing.over:
            rehearsing.say_again(1)
        submit_reply(rehearsing, f"{chance.choice(REPLIES)} {f'{MARK} ' * chance.choice((1, 3, 30, 300))}")
        if chance.random() < 0.2:
            rehearsing.take_back()
    return rehearsing.id


def _killed(what: Callable[[], None], after: float) -> None:
    """Do something in a process of its own, which is killed after so many seconds."""
    child = os.fork()
    if child == 0:
        try:
            what()
        finally:
            os._exit(0)
    time.sleep(after)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_eight_rehearsals_each_let_go_in_another_way(disk: Disk, where: Places, library: Library) -> None:
    chance, practice = random.Random(FROM + 1), _practice(library, where)
    names = [_rehearse(practice, chance) for _ in range(8)]
    practice.go_on(names[6]).keep()
    Leftovers(where, lambda: START).keep_picture(names[1], "bus", f"<svg>{MARK}</svg>")
    practice.keeping.close()
    assert disk.count(MARK) > 100
    practice = _practice(library, where)
    for name in names[:3]:
        practice.forget(name)
    practice.keeping.close()
    for days in (29, 30, 31, 32):
        practice = _practice(library, where, START + timedelta(days=days))
        practice.rehearsals()
        practice.keeping.close()
    practice = _practice(library, where, START + timedelta(days=32))
    assert [each.id for each in practice.rehearsals()] == [names[6]], "the others went by themselves"
    practice.keeping.forget(names[6])
    practice.keeping.close()
    assert disk.count(MARK) == 0


def test_one_of_eight_takes_its_words_along_and_the_others_stay(disk: Disk, where: Places, library: Library) -> None:
    practice = _practice(library, where)
    marks = {}
    for number in range(8):
        rehearsing = practice.begin("bus")
        marks[rehearsing.id] = f"{MARK}{number}"
    for turn in range(60):
        name = random.Random(FROM + turn).choice(list(marks))
        rehearsing = practice.go_on(name)
        if rehearsing.over:
            rehearsing.say_again(1)
        submit_reply(rehearsing, f"{REPLIES[turn % 4]} " + f"{marks[name]} " * (turn * 37 % 200 + 1))
    for name, mark in marks.items():
        practice.keeping.close()
        assert disk.count(mark)
        practice.forget(name)
        practice.keeping.close()
        assert disk.count(mark) == 0
    assert practice.rehearsals() == ()
    practice.keeping.close()


def test_whatever_is_killed_when_nothing_is_left_once_all_is_forgotten(
    disk: Disk, where: Places, library: Library
) -> None:
    """Killed while replies are written, while one rehearsal is forgotten, and while all are."""
    chance = random.Random(FROM + 5)
    for number in range(KILLS):

        def rehearse(number: int = number) -> None:
            practice = _practice(library, where)
            while True:
                _rehearse(practice, random.Random(FROM + number))

        def forget_one() -> None:
            practice = _practice(library, where)
            for summary in practice.rehearsals():
                practice.forget(summary.id)

        def forget_all() -> None:
            _practice(library, where).forget_all()

        _killed(rehearse, chance.uniform(0.05, 0.4))
        if number % 3 == 1:
            _killed(forget_one, chance.uniform(0.0, 0.1))
        if number % 3 == 2:
            _killed(forget_all, chance.uniform(0.0, 0.05))
    practice = _practice(library, where)
    assert practice.keeping.notice == "", "a kill damages nothing"
    practice.forget_all()
    practice.keeping.close()
    assert not list(where.data.glob("*.damaged-*"))
    assert disk.count(MARK) == 0


def _talk(where: Places, code: str) -> None:
    with (
        closing(SqliteRoomStore(where.rooms, lambda: code.lower())) as shelf,
        closing(shelf.make(code, opened())) as log,
    ):
        known = 1
        for number in range(20):
            known = say(log, told(f"{MARK} {number} " * (1 + number * 5 % 40)), known)
            log.keep_draft(f"p{number}", f"{MARK} draft " * 20)
            if number % 3 == 0:
                log.keep_draft(f"p{number}", "")


def test_a_room_takes_names_words_and_drafts_along(disk: Disk, where: Places) -> None:
    _talk(where, "KITES")
    assert disk.count(MARK) > 20
    with closing(SqliteRoomStore(where.rooms, lambda: "other")) as shelf:
        shelf.forget("KITES")
    assert disk.count(MARK) == 0


def test_a_room_whose_host_was_killed_leaves_nothing_once_it_is_forgotten(disk: Disk, where: Places) -> None:
    for number in range(KILLS):
        _killed(lambda number=number: _talk(where, f"KITES{number}"), 0.05 + 0.03 * number)  # type: ignore[misc]
    with closing(SqliteRoomStore(where.rooms, lambda: "other")) as shelf:
        for room in shelf.summaries():
            shelf.forget(room.code)
    assert disk.count(MARK) == 0


def test_a_write_ahead_log_of_an_earlier_version_is_overwritten_before_it_goes(disk: Disk, where: Places) -> None:
    with closing(SqliteRoomStore(where.rooms, lambda: "kites")) as shelf, closing(shelf.make("KITES", opened())):
        pass

    def talk() -> None:
        old = sqlite3.connect(where.rooms, isolation_level=None)
        old.execute("PRAGMA journal_mode = WAL")
        for number in range(2, 60):
            old.execute("INSERT INTO room_events VALUES ('kites', ?, ?)", (number, dump_event(told(f"{MARK} " * 50))))
        time.sleep(60)

    _killed(talk, 1.0)
    assert where.rooms.with_name("rooms.db-wal").stat().st_size
    with closing(SqliteRoomStore(where.rooms, lambda: "other")) as shelf:
        shelf.forget("KITES")
    assert disk.count(MARK) == 0


@pytest.mark.parametrize("older", [False, True], ids=["of today", "of an earlier version"])
def test_a_full_disk_stops_no_forgetting(disk: Disk, where: Places, library: Library, *, older: bool) -> None:
    chance, practice = random.Random(FROM + 3), _practice(library, where)
    names = [_rehearse(practice, chance) for _ in range(8)]
    practice.keeping.close()
    if older:  # It set no room aside for its journal.
        journal = where.rehearsals.with_name("rehearsals.db-journal")
        overwrite(journal)
        os.truncate(journal, 0)
    assert disk.count(MARK)
    disk.fill()
    practice = _practice(library, where)
    practice.forget(names[0])
    assert len(practice.rehearsals()) == 7
    assert practice.forget_all().rehearsals == 7
    practice.keeping.close()
    assert disk.count(MARK) == 0


def test_damaged_copies_are_forgotten_with_all_the_rest(disk: Disk, where: Places, library: Library) -> None:
    chance = random.Random(FROM + 9)
    for spoil in (_header_spoilt, _cut, _page_spoilt, _emptied):
        practice = _practice(library, where)
        for _ in range(3):
            _rehearse(practice, chance)
        practice.keeping.close()
        spoil(where.rehearsals)
        practice = _practice(library, where)
        practice.rehearsals()
        practice.keeping.close()
    assert disk.count(MARK)
    practice = _practice(library, where)
    practice.forget_all()
    practice.keeping.close()
    assert not list(where.data.glob("*.damaged-*"))
    assert disk.count(MARK) == 0


def _header_spoilt(file: Path) -> None:
    with file.open("r+b") as raw:
        raw.write(b"spoilt".ljust(16, b"!"))


def _cut(file: Path) -> None:
    """The test overwrites what it cuts off: a file that shrinks by itself is nothing that the coach can reach."""
    size = file.stat().st_size
    with file.open("r+b") as raw:
        raw.seek(size // 2)
        raw.write(bytes(size - size // 2))
        raw.flush()
        os.fsync(raw.fileno())
        raw.truncate(size // 2)


def _page_spoilt(file: Path) -> None:
    with file.open("r+b") as raw:
        for page in range(4, file.stat().st_size // 4096, 3):
            raw.seek(page * 4096)
            raw.write(b"\xff" * 16)


def _emptied(file: Path) -> None:
    overwrite(file)
    os.truncate(file, 0)


def test_drafts_that_were_changed_or_handed_back_leave_nothing(disk: Disk, where: Places) -> None:
    drafts = ReviewDraftFolder(where.data / "drafts" / "own")
    for number in range(10):
        drafts.keep(ReviewDraft(response=Review(brought="one", at=START), by=f"{MARK} {number} " * 50))
    assert disk.count(MARK)
    drafts.delete("one")
    assert disk.count(MARK) == 0
