"""A room that opens again for people who are in it loads what they play, and the rest afterwards."""

from pathlib import Path

import pytest

from coach.classroom.participant import Participant
from coach.practice.service import PracticeService
from coach.web import room_library
from coach.web.hosting import find_played
from coach.web.room_library import list_scenarios, load_rest, open_room_library
from tests.web.conftest import Open
from tests.web.rooms import clock, library_at


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
