"""Garbage is searched for while nobody presses a key, and never in the middle of typing."""

import gc
from collections.abc import Iterator

import pytest
from textual.app import App

from coach.tui.garbage import QUIET, RARELY, GarbageCollector


class Hand:
    """A clock that a test moves."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def untouched() -> Iterator[None]:
    """Python's own collector, as it was, after the test."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_nothing_is_searched_while_keys_come() -> None:
    clock, searched = Hand(), []
    collector = GarbageCollector(clock, lambda: searched.append(clock.now))
    for _ in range(10):
        clock.now += QUIET / 2
        collector.note_key()
        clock.now += QUIET / 2
        assert not collector.collect_if_quiet()
    assert searched == []


def test_one_search_follows_each_time_of_keys() -> None:
    clock, searched = Hand(), []
    collector = GarbageCollector(clock, lambda: searched.append(clock.now))
    clock.now += 60
    assert not collector.collect_if_quiet(), "nobody has pressed anything yet"
    for _ in range(2):
        collector.note_key()
        clock.now += QUIET
        assert collector.collect_if_quiet()
        clock.now += 60
        assert not collector.collect_if_quiet(), "nothing new was made"
    assert len(searched) == 2


@pytest.mark.usefixtures("untouched")
async def test_a_settled_app_leaves_python_no_search_of_everything() -> None:
    app: App[None] = App()
    async with app.run_test():
        GarbageCollector().settle(app)
        assert gc.isenabled()
        assert gc.get_threshold()[2] == RARELY
        assert gc.get_freeze_count() > 0
