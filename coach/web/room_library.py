"""The library that a room's pages use: scenarios, what reads replies, and words of care."""

import asyncio
import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coach.errors import CoachError
from coach.practice.safeguarding import Care, care_whatever
from coach.practice.service import PracticeService, practice_at
from coach.records.paths import Places


@dataclass(frozen=True, slots=True)
class RoomLibrary:
    """The library with what reads replies, and the words of care, for a room's pages."""

    practice: PracticeService
    care: Care


LOADS_EVERY = 1.0
"""Seconds between two scenarios that are loaded while people are in the room: each holds their pages up a little."""


def open_room_library(settings: Mapping[str, Any], first: Collection[str] | None = None) -> RoomLibrary:
    """Open a room's library, with everything loaded that its pages need. Takes seconds.

    Args:
        settings: the user's folders and those of the library, as `make_process_settings` made them.
        first: the scenarios that cannot wait, where people do: `load_rest` loads the others. None for all.
    """
    where = Places(Path(settings["data"]), Path(settings["config"]))
    practice = practice_at(where, _read_clock, _make_id, tuple(map(Path, settings.get("folders", ()))))
    for scenario in list_scenarios(practice) if first is None else first:
        load_scenario(practice, scenario)
    if practice.picker:
        practice.picker.prepare((), ())
    return RoomLibrary(practice, care_whatever(where.signposts))


def list_scenarios(practice: PracticeService) -> list[str]:
    """List every scenario that a room can choose."""
    return [scenario.id for scenario in practice.library.shelf("dialogues")]


def load_scenario(practice: PracticeService, scenario: str) -> None:
    """Load a scenario, and what reads replies to it.

    One that cannot be used is passed over here; the error is shown when a group chooses it.
    """
    with suppress(CoachError):
        script = practice.script(scenario)
        practice.library.cover(scenario)
        practice.library.fingerprint(scenario)
        practice.matcher(script.dialogue.rubric)


async def load_rest(library: RoomLibrary) -> None:
    """Load every scenario that is not loaded yet, one after another and slowly."""
    for scenario in await asyncio.to_thread(list_scenarios, library.practice):
        await asyncio.sleep(LOADS_EVERY)
        await asyncio.to_thread(load_scenario, library.practice, scenario)


def _read_clock() -> datetime:
    return datetime.now(UTC)


def _make_id() -> str:
    return secrets.token_hex(4)
