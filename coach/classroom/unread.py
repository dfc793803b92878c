"""What the trainer said to somebody and they have not put away: each message until it is read, also after a reload."""

from contextlib import suppress
from datetime import datetime

from coach.classroom.surroundings import Words
from coach.records.rooms.log import RoomLog


class Unread:
    """One person's. Up to when they have read lies beside their draft: no event, so nobody else sees it."""

    def __init__(self, log: RoomLog, person: str) -> None:
        self._log = log
        self._place = f"{person} has read"
        self._read: datetime | None = None
        self._looked = False

    def of(self, messages: tuple[Words, ...], came: datetime | None) -> tuple[Words, ...]:
        """Those still to read, oldest first. Of what was said before they came in, the last is enough."""
        if not messages:
            return ()
        before = [each.at for each in messages if came is not None and each.at <= came]
        after = max(filter(None, (self._until(), *before[-2:-1])), default=None)
        return tuple(each for each in messages if after is None or each.at > after)

    def put_away(self, at: datetime) -> None:
        """This one is read, and with it whatever was said before it."""
        self._read, self._looked = at, True
        self._log.keep_draft(self._place, at.isoformat())

    def forget(self) -> None:
        """They have left the room."""
        self._log.keep_draft(self._place, "")

    def _until(self) -> datetime | None:
        if not self._looked:
            self._looked = True
            with suppress(ValueError):
                self._read = datetime.fromisoformat(self._log.draft(self._place))
        return self._read
