"""The library that a room's pages use: scenarios, what reads replies, and words of care."""

import secrets
from collections.abc import Mapping
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


def open_room_library(settings: Mapping[str, Any]) -> RoomLibrary:
    """Open a room's library, with everything loaded that its pages need. Takes seconds.

    Args:
        settings: the user's folders and those of the library, as `make_process_settings` made them.
    """
    where = Places(Path(settings["data"]), Path(settings["config"]))
    practice = practice_at(where, _read_clock, _make_id, tuple(map(Path, settings.get("folders", ()))))
    _load_library(practice)
    return RoomLibrary(practice, care_whatever(where.signposts))


def _load_library(practice: PracticeService) -> None:
    """Load every scenario that a room can choose, and what reads replies to it.

    A scenario that cannot be used is passed over here; the error is shown when a group chooses it.
    """
    for scenario in practice.library.shelf("dialogues"):
        with suppress(CoachError):
            script = practice.script(scenario.id)
            practice.library.cover(scenario.id)
            practice.library.fingerprint(scenario.id)
            practice.matcher(script.dialogue.rubric)
    if practice.picker:
        practice.picker.prepare((), ())


def _read_clock() -> datetime:
    return datetime.now(UTC)


def _make_id() -> str:
    return secrets.token_hex(4)
