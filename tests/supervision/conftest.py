"""A rehearsal with things worth bringing, a practitioner's side and a supervisor's desk, each with its own store."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from coach.content.library import Library
from coach.options import RehearseOptions
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import SubmissionService
from coach.supervision.stores import SubmissionStores
from tests.submitting import submit_reply

KEPT_BACK = "Nobody shall read this purple sentence."


@pytest.fixture
def rehearsing(practice: PracticeService) -> Rehearsal:
    """Three replies: one that hurts, one that asks, and one that its practitioner brings to nobody."""
    rehearsing = practice.begin("bus", RehearseOptions(intention="Say the word first"))
    submit_reply(rehearsing, "It was only banter.")
    submit_reply(rehearsing, "How has racism touched him?")
    submit_reply(rehearsing, KEPT_BACK)
    rehearsing.finish()
    rehearsing.reflect("driscoll.so_what", "He still has to get that bus.")
    return rehearsing


@pytest.fixture
def bringing(practice: PracticeService, places: Places) -> Iterator[SubmissionService]:
    table = SubmissionStores(places, "", practice.clock)
    yield SubmissionService(practice, table)
    table.close()


@pytest.fixture
def desk(small: Library, tmp_path: Path, clock: Callable[[], datetime], new_id: Callable[[], str]) -> Iterator[Inbox]:
    """On a machine of the supervisor's own."""
    where = Places(tmp_path / "supervisor", tmp_path / "supervisor")
    practice = PracticeService(small, ResilientStore(store_opener(where, clock)), clock, new_id)
    table = SubmissionStores(where, "", clock)
    yield Inbox(practice, table)
    table.close()
    practice.keeping.close()
