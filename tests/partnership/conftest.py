"""A finished rehearsal, a calendar, and a contributor who gives its counts."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.options import RehearseOptions
from coach.partnership.giving import Contributor
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from tests.submitting import submit_reply


@pytest.fixture
def rehearsing(practice: PracticeService) -> Rehearsal:
    """One that is over, with words in it that go nowhere."""
    rehearsing = practice.begin("bus", RehearseOptions(intention="purple intention"))
    submit_reply(rehearsing, "What does Sam say about it, in a purple sentence?")
    submit_reply(rehearsing, "It was only banter.")
    rehearsing.finish()
    return rehearsing


class Days:
    """A clock that somebody else turns."""

    def __init__(self, *day: int) -> None:
        self.turn_to(*day)

    def turn_to(self, year: int, month: int, day: int) -> None:
        self.now = datetime(year, month, day, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def days() -> Days:
    return Days(2026, 3, 11)


@pytest.fixture
def giving(tmp_path: Path, days: Days, new_id: Callable[[], str]) -> Contributor:
    return Contributor(tmp_path / "mine", days, new_id)
