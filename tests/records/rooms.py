"""Rooms for tests: something said in one, and whoever says it until it is in."""

import os
import time
from collections.abc import Callable
from datetime import datetime

from coach.errors import RecordsError
from coach.model.class_events import Joined, RoomEvent, RoomOpened, Told
from coach.model.run_sheet import Part, PartPurpose, Sheet
from coach.records.class_log import RoomLog
from tests.conftest import START

WORDS = "Quite unmistakable words about a purple bicycle"


def opened(code: str = "KITES", at: datetime = START) -> RoomOpened:
    sheet = Sheet(
        title="An hour", about="A test", parts=(Part(title="One", minutes=5, what="Talk", does=PartPurpose.ROUND),)
    )
    return RoomOpened(at=at, code=code, sheet=sheet)


def told(words: str = WORDS, at: datetime = START) -> Told:
    return Told(at=at, words=words)


def joined(person: str, name: str = "Ann", at: datetime = START) -> Joined:
    return Joined(at=at, by=person, name=name)


def words(log: RoomLog) -> list[str]:
    """What was said in a room, in order."""
    return [event.words for _, event in log.read() if isinstance(event, Told)]


def say(log: RoomLog, event: RoomEvent, known: int) -> int:
    """Add an event, taking in what is new until nobody was quicker; the number it has."""
    while not log.append(known, event):
        known = max((number for number, _ in log.read(known)), default=known)
    return known + 1


def in_a_process(do: Callable[[Callable[[str], None]], None]) -> tuple[int, int]:
    """Do it in a forked process; its id, and where the lines that it hands out are read. Ends quietly when refused."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:

        def hand_out(line: str) -> None:
            os.write(writes, f"{line}\n".encode())

        try:
            os.close(reads)
            do(hand_out)
        except RecordsError as error:
            hand_out(f"refused {error}")
        finally:
            os._exit(0)
    os.close(writes)
    return child, reads


def lines(process: tuple[int, int]) -> list[str]:
    """Everything that a process handed out, once it has ended."""
    child, reads = process
    with os.fdopen(reads) as seen:
        found = seen.read().splitlines()
    os.waitpid(child, 0)
    return found


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def until(moment: float) -> None:
    """Sleep until a moment of the one clock that processes share."""
    time.sleep(max(0.0, moment - time.monotonic()))
