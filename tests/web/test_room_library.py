"""A room that opens again for people who are in it loads what they play, and the rest afterwards."""

import asyncio
from pathlib import Path
from typing import NoReturn

import pytest

from coach.classroom.door import join
from coach.classroom.participant import Participant
from coach.errors import NotKnown
from coach.practice.service import PracticeService
from coach.web import hosting, room_library
from coach.web.hosting import NoDoor, find_played
from coach.web.room_library import list_scenarios, load_rest, open_room_library
from tests.web.conftest import Open
from tests.web.rooms import a_host, clock, library_at, new_room


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The scenarios that are loaded in a test, in order."""
    names: list[str] = []
    script = PracticeService.script

    def note(practice: PracticeService, scenario: str) -> object:
        names.append(scenario)
        return script(practice, scenario)

    monkeypatch.setattr(PracticeService, "script", note)
    return names


async def test_what_is_played_is_known_from_the_log_once_somebody_is_in(door: Open, tmp_path: Path) -> None:
    assert find_played(door.log) is None, "nobody waits: everything is loaded first"
    async with door.visitor() as ann:
        await ann.enter("Ann")
        before = find_played(door.log)
        assert before is not None
        participant = Participant(door.log, library_at(tmp_path).practice, "p1", clock)
        participant.make_group()
        participant.choose_scenario("bus")
        assert find_played(door.log) == before | {"bus"}


def test_only_what_is_played_is_loaded_before_the_room_opens(tmp_path: Path, loaded: list[str]) -> None:
    library = open_room_library({"data": str(tmp_path), "config": str(tmp_path)}, {"wrong_box"})
    assert loaded == ["wrong_box"]
    assert len(list_scenarios(library.practice)) > 1


async def test_the_rest_is_loaded_afterwards(
    tmp_path: Path, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_library, "LOADS_EVERY", 0.0)
    library = library_at(tmp_path)
    await load_rest(library)
    assert loaded == list_scenarios(library.practice)


async def test_nothing_is_loaded_any_more_once_the_door_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where another room stands at the port, so that the door never opens."""
    log = new_room(tmp_path)
    join(log, "Ann", clock)
    tasks: list[asyncio.Task[None] | None] = []

    async def load_slowly(_: object) -> None:
        tasks.append(asyncio.current_task())
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.3)

    monkeypatch.setattr(hosting, "open_room_library", lambda *_: library_at(tmp_path))
    monkeypatch.setattr(hosting, "load_rest", load_slowly)
    async with hosting.open_door(a_host(tmp_path), log, clock) as address:
        await asyncio.sleep(0)
        with pytest.raises(NoDoor):
            async with hosting.open_door(a_host(tmp_path, port=int(address.rpartition(":")[2])), log, clock):
                pass
    assert tasks
    assert all(task and task.done() for task in tasks)


async def test_nothing_is_loaded_behind_a_door_that_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = new_room(tmp_path)
    join(log, "Ann", clock)
    begun: list[object] = []

    async def load(library: object) -> None:
        begun.append(library)

    def refuse(*_: object) -> NoReturn:
        raise NotKnown("There is none.")

    monkeypatch.setattr(hosting, "open_room_library", lambda *_: library_at(tmp_path))
    monkeypatch.setattr(hosting, "load_rest", load)
    monkeypatch.setattr(hosting, "RoomSeats", refuse)
    with pytest.raises(NotKnown):
        async with hosting.open_door(a_host(tmp_path), log, clock):
            pass
    await asyncio.sleep(0)
    assert not begun
