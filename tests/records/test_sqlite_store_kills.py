"""Killed at any moment, a rehearsal keeps every reply that was answered."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from coach.content.library import Folder, Library
from coach.model.events import Replied
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.records.sqlite_store import open_store
from tests.conftest import SMALL, START
from tests.submitting import submit_reply

KILLS = int(os.environ.get("COACH_KILLS", "200"))
REPLIES = ["How has racism touched him?", "What does Sam say about it?", "Right.", "Okay then."]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_two_hundred_kills_lose_no_reply_that_was_answered(tmp_path: Path) -> None:
    chance = random.Random(11)
    library = Library((Folder(SMALL, "for tests"),))
    PracticeService(library, ResilientStore(lambda: (_ for _ in ()).throw(AssertionError)), lambda: START, str).matcher(
        "small"
    )
    for number in range(KILLS):
        where = Places(tmp_path / str(number), tmp_path)
        answered = _killed(library, where, chance.uniform(0.0, 0.12))
        kept = _kept(where)
        assert kept >= answered, f"kill {number}: {answered} answered, {kept} kept"
        assert kept <= answered + 1, "at most the reply being answered is kept beyond those seen"


def _killed(library: Library, where: Places, after: float) -> int:
    """Rehearse in a process of its own, kill it after so many seconds, and say how many answers were seen."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        _rehearse(library, where, writes)
    os.close(writes)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reads, "rb") as seen:
        return len(seen.read())


def _rehearse(library: Library, where: Places, seen: int) -> None:
    """Rehearse over and over until killed; each answer seen is one byte. Never returns."""
    try:
        practice = PracticeService(
            library, ResilientStore(store_opener(where, lambda: START)), lambda: START, lambda: "one"
        )
        rehearsing = practice.begin("bus")
        while True:
            for reply in REPLIES:
                if rehearsing.over:
                    rehearsing.say_again(1)
                submit_reply(rehearsing, reply)
                os.write(seen, b".")
    finally:
        os._exit(1)


def _kept(where: Places) -> int:
    if not where.rehearsals.exists():
        return 0
    store = open_store(where.rehearsals, lambda file: file.with_suffix(".aside"))
    assert not store.damage_notice, "a kill damages nothing"
    kept = sum(isinstance(event, Replied) for s in store.summaries() for event in store.read(s.id))
    store.close()
    return kept
