"""Which rooms there are for whoever sits here: in their own file, or in their team's store."""

import secrets

from coach.errors import RecordsError
from coach.records.places import Places
from coach.records.rooms.log import RoomShelf


def open_shelf(where: Places, url: str = "") -> RoomShelf:
    """The shelf in the owner's file, or in the team's store at `url`. Raises RecordsError.

    Each process opens its own, after a fork.
    """
    new_id = lambda: secrets.token_hex(16)  # noqa: E731  # no seed: whoever guessed an id could listen for a room
    if not url:
        from coach.records.rooms.sqlite import FileShelf

        return FileShelf(where.rooms, new_id)
    from coach.records.rooms.postgres import TeamShelf
    from coach.records.team.opening import open_url, ready

    engine = open_url(url)
    try:
        ready(engine)
    except RecordsError:
        engine.dispose()
        raise
    return TeamShelf(engine, new_id)
