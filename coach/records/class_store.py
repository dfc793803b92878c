"""Opening the store of rooms: the user's own file, or the team's store; and expiring rooms."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from coach.errors import NotKnown, RecordsError, RecordsUnwritable
from coach.model.types import Frozen
from coach.records.class_log import GOES_AFTER, RoomStore
from coach.records.expiry import ExpiringKind, Expiry
from coach.records.leftovers import CopyStays
from coach.records.paths import Places, write_whole

ROOMS = ExpiringKind("room", "rooms", GOES_AFTER, "seven days", can_be_kept=False)


def open_room_store(where: Places, url: str = "") -> RoomStore:
    """Open the rooms in the user's own file, or in the team's store at `url`.

    Raises RecordsError.

    Each process opens its own, after a fork.

    Args:
        where: The user's folders.
        url: The address of the team's store; empty for the user's own file.
    """
    new_id = lambda: secrets.token_hex(16)  # noqa: E731  # no seed: whoever guessed an id could listen for a room
    if not url:
        from coach.records.class_log_sqlite import SqliteRoomStore

        return SqliteRoomStore(where.rooms, new_id)
    from coach.records.team.logins import check_version, open_url
    from coach.records.team.room_store import TeamRoomStore

    engine = open_url(url)
    try:
        check_version(engine)
    except RecordsError:
        engine.dispose()
        raise
    return TeamRoomStore(engine, new_id)


def expire_rooms(shelf: RoomStore, where: Places, clock: Callable[[], datetime], url: str = "") -> str:
    """Delete the rooms that nobody touched for seven days, and say what went and what will go.

    In a team's store the server's clock decides. In the user's own file it is this machine's clock, which may be wrong
    for a day: so a room is only deleted after it was found expired on two days.

    Args:
        shelf: The store of rooms.
        where: The user's folders.
        clock: Tells the time.
        url: The address of the team's store; empty for the user's own file.

    Returns:
        Sentences for the trainer; empty if nothing went and nothing is to go.

    Raises:
        RecordsError: A room cannot be deleted.
    """
    if url:
        return ROOMS.describe_expired(shelf.expire(clock()))
    expiry = Expiry(where.expiry("rooms"), clock, ROOMS)
    # The file that remembers what was found expired is never to hold a code by which a room can be entered.
    codes = {blake2b(room.code.encode(), digest_size=12).hexdigest(): room for room in shelf.summaries()}
    over = expiry.find_due({key: room.touched for key, room in codes.items()})
    gone = 0
    for key in over:
        with suppress(NotKnown, CopyStays):  # another process was quicker; or both stay until the next time
            shelf.forget(codes[key].code)
            gone += 1
    expiry.note_expired(gone)
    expiry.mark_announced()
    return expiry.sentences()


# --- Values in small files of the user's own data folder: a ticket, a number for a quarter, a table that

M = TypeVar("M", bound=Frozen)


def write_value(file: Path, value: Frozen) -> None:
    """Write a value to a file as JSON. Raises RecordsUnwritable."""
    try:
        write_whole(file, value.model_dump_json(indent=2) + "\n")
    except OSError as error:
        raise RecordsUnwritable(
            f"It could not be kept: {(error.strerror or 'no access').lower()}.", "Nothing was handed over or shown."
        ) from None


def read_value(file: Path, model: type[M], what: str) -> M | None:
    """Read a value from a JSON file; None if there is no file.

    Args:
        file: The path.
        model: The class of the value.
        what: What the file is called in an error's sentence.

    Raises:
        RecordsError: The file is there and cannot be read.
    """
    try:
        return model.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        # From None: nothing of the file belongs in a message.
        raise RecordsError(f"{what} cannot be read.", f"It stays as it is, in {file}.") from None
