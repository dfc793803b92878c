"""A room's events to and from the text of their rows, and what a person typed as text that any store takes."""

import json
from collections.abc import Iterable

from pydantic import TypeAdapter

from coach.errors import RecordsBroken
from coach.model.room import Left, RoomEvent
from coach.records.kept import LONG_AGO

NOBODY = "unreadable"
"""Who does what nobody can read: a person that no room has, so that it changes nothing."""
_EVENT: TypeAdapter[RoomEvent] = TypeAdapter(RoomEvent)


def as_row(event: RoomEvent) -> str:
    """The text of its row."""
    return _EVENT.dump_json(event).decode()


def read_rows(rows: Iterable[tuple[int, str]], *, stand_in: bool = False) -> tuple[tuple[int, RoomEvent], ...]:
    """Events from their rows, each with its number. Raises RecordsBroken, without a word of what is in them.

    `stand_in`: where several people's logins write to one room, a row that nobody can read stops no other: an event
    that changes nothing stands in its place.
    """
    found: list[tuple[int, RoomEvent]] = []
    for number, body in rows:
        try:
            found.append((number, _EVENT.validate_json(body)))
        except ValueError:
            if not stand_in:
                # From None: what was said would be in the chained message.
                raise RecordsBroken(
                    "This room was kept by another version of the coach and cannot be read.",
                    "Update the coach; nothing was deleted.",
                ) from None
            found.append((number, Left(at=found[-1][1].at if found else LONG_AGO, by=NOBODY)))
    return tuple(found)


def is_whole(body: str) -> bool:
    """Whether the text of a row is as some version of the coach wrote it."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and isinstance(said.get("event"), str)


def event_in(body: str) -> RoomEvent | None:
    """The event that stands in the text of a row; none where there is no text, or it cannot be read."""
    try:
        return _EVENT.validate_json(body)
    except ValueError:
        return None


def storable(words: str) -> str:
    """What was typed, without the halves of characters and the zeros that a database refuses."""
    return words.replace("\0", "").encode("utf-8", "replace").decode()
