"""Rooms for tests of the host: a real log in a folder of the test's own, and a host in this process or another."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.content.library import Folder, Library
from coach.model.class_events import RoomOpened
from coach.model.run_sheet import Part, PartPurpose, Sheet
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.safeguarding import care
from coach.practice.service import PracticeService
from coach.records.class_log import RoomLog
from coach.records.class_log_sqlite import open_room_store
from coach.records.paths import Places
from coach.web.hosting import Hosting, open_door
from coach.web.room_library import RoomLibrary
from tests.conftest import SMALL

ROOT = Path(__file__).parent.parent.parent
CODE = "KPRTWX"
CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
NOT_HERE = "There is no Chromium on this machine (Debian's package is called chromium)."


SHEET = Sheet(
    title="Short",
    about="For tests.",
    parts=(Part(title="All", minutes=5, what="Everything.", does=PartPurpose.WELCOME),),
)


def clock() -> datetime:
    return datetime.now(UTC)


def chromium_needed() -> None:
    """Skip what needs a browser where there is none, and say so; fail where it was said that there must be one."""
    if not CHROMIUM.exists():
        (pytest.fail if os.environ.get("COACH_TESTS_NEED_CHROMIUM") else pytest.skip)(NOT_HERE)


def room_opened(code: str = CODE) -> RoomOpened:
    return RoomOpened(at=clock(), code=code, sheet=SHEET)


def new_room(home: Path, code: str = CODE) -> RoomLog:
    """A room's log, on disk."""
    return open_room_store(Places(home, home)).make(code, room_opened(code))


def a_host(home: Path, **changed: object) -> Hosting:
    """How a room is hosted in tests: on any free port."""
    usual = Hosting(CODE, {"data": str(home), "config": str(home)}, port=0)
    return replace(usual, **changed)  # type: ignore[arg-type]


def library_at(home: Path) -> RoomLibrary:
    """The small library, with nothing loaded beforehand."""
    keeping = ResilientStore(store_opener(Places(home, home), clock))
    practice = PracticeService(Library((Folder(SMALL, "for tests"),)), keeping, clock, lambda: "rehearsal")
    return RoomLibrary(practice, care())


@asynccontextmanager
async def hosted(home: Path, log: RoomLog, **changed: object) -> AsyncIterator[str]:
    """A host in this process; its address."""
    async with open_door(a_host(home, **changed), log, clock, library_at(home)) as address:
        yield address


@contextmanager
def host_process(home: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """A host in a process of its own, which can be killed. Its first line is its address."""
    command = [sys.executable, "-m", "tests.web.host", str(home), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("http://")
        try:
            yield process
        finally:
            process.terminate()
