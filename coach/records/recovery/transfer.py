"""Writing recovered rows into a whole file, and saying what was saved and what was lost.

`bring_back` is what callers use: it reads a damaged copy and carries everything over.
"""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from coach.errors import RecordsUnwritable
from coach.model.characters import count
from coach.model.class_events import Left, RoomOpened
from coach.records.class_log import NOBODY, dump_event, parse_event
from coach.records.connection import StoreLabels, open_connection, translate_errors
from coach.records.damaged_copies import (
    NOTHING,
    ForgottenHashes,
    ForgottenIds,
    brought_name,
    copy_name,
    given_name,
    rehearsal_name,
    response_name,
    room_name,
)
from coach.records.event_store import format_moment
from coach.records.paths import lock_folder
from coach.records.recovery.row_sorting import RecoveredRehearsal, RecoveredRows, count_lost, recover_rows, rehearsals
from coach.records.tables import list_deletions


@dataclass(slots=True)
class Transfer:
    """The outcome of a recovery: how much was brought over, and how much could not be."""

    whole: int = 0
    """Rehearsals of which nothing is missing."""
    partly: int = 0
    """Rehearsals of which something is."""
    lost: int = 0
    """Parts that are missing in them."""
    gone: int = 0
    """Rehearsals of which nothing that was said is left."""
    there: int = 0
    """Rehearsals that were there already, with as much in them."""
    handed: int = 0
    """What was handed over, said to it, or given."""
    rooms: int = 0
    rooms_lost: int = 0
    """Parts that are missing in them."""
    rooms_gone: int = 0
    """Rooms of which it is not known how they began, so that nobody can go on in them."""
    rooms_there: int = 0
    """Rooms that were there already."""
    forgotten: int = 0
    """What was forgotten or withdrawn since, and stays so."""

    @property
    def missing(self) -> bool:
        """Whether anything could not be recovered."""
        return bool(self.partly or self.gone or self.rooms_lost or self.rooms_gone)

    def describe(self) -> str:
        """Say in sentences what was recovered and what was not."""
        parts = []
        if self.whole:
            parts.append(f"{count(self.whole, 'rehearsal was', 'rehearsals were')} brought over whole.")
        if self.partly:
            missing = count(self.lost, "part", "parts")
            parts.append(
                f"{count(self.partly, 'rehearsal was', 'rehearsals were')} brought over with {missing} missing."
            )
        if self.handed:
            parts.append(f"{count(self.handed, 'thing', 'things')} handed over or given came along.")
        if self.rooms:
            missing = f" with {count(self.rooms_lost, 'part', 'parts')} missing" if self.rooms_lost else " whole"
            parts.append(f"{count(self.rooms, 'room was', 'rooms were')} brought over{missing}.")
        if self.rooms_gone:
            parts.append(f"Of {count(self.rooms_gone, 'room', 'rooms')} the beginning cannot be read.")
        if self.rooms_there:
            parts.append(f"{count(self.rooms_there, 'room is', 'rooms are')} here already.")
        if self.gone:
            parts.append(f"Of {count(self.gone, 'rehearsal', 'rehearsals')} nothing could be read.")
        if self.there:
            parts.append(f"{count(self.there, 'rehearsal is', 'rehearsals are')} here already.")
        if self.forgotten:
            things = count(self.forgotten, "thing in it was", "things in it were")
            parts.append(f"{things} forgotten or withdrawn since, and did not come back.")
        return " ".join(parts) or "Nothing in it could be read."


def carry(
    rows: RecoveredRows, connection: sqlite3.Connection, now: datetime, forgotten: ForgottenHashes = NOTHING
) -> Transfer:
    """Write recovered rows to an open file, in one transaction.

    What the file holds already stays, unless the recovered rehearsal holds more.

    Args:
        rows: What was found in a damaged file.
        connection: A connection to a file that is whole.
        now: The moment to use where no time is left.
        forgotten: What was forgotten or withdrawn since. It is not recovered.

    Returns:
        What was brought over and what was not.

    Raises:
        sqlite3.Error: Nothing was written.
    """
    carried = Transfer(gone=count_lost(rows))
    connection.execute("BEGIN IMMEDIATE")
    try:
        # A rehearsal whose id is damaged comes under another id. That its words are here already is then seen only by
        # its events.
        held = {body for (body,) in connection.execute("SELECT body FROM events")}
        for rehearsal in rehearsals(rows, now):
            # What was forgotten stays away, unless the file has it all the same, such as by an earlier recovery.
            if rehearsal_name(rehearsal.summary.id) in forgotten and not _is_there(connection, rehearsal.summary.id):
                carried.forgotten += 1
                continue
            said = {body.text for body in rows.events[rehearsal.summary.id].values() if body.stays}
            _carry_rehearsal(connection, rehearsal, carried, known=bool(said) and said <= held)
            # A damaged file can hold the same rehearsal twice, under its own id and a misread one.
            held |= said
        _carry_handed(connection, rows, carried, forgotten)
        _carry_rooms(connection, rows, carried, forgotten)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return carried


def _carry_rehearsal(
    connection: sqlite3.Connection, rehearsal: RecoveredRehearsal, carried: Transfer, *, known: bool
) -> None:
    """Write one rehearsal, unless the file has as much of it already.

    Args:
        connection: A connection to a file that is whole.
        rehearsal: The recovered rehearsal.
        carried: The outcome, which is counted up.
        known: Whether everything that was said in it is in the file, under whatever id.
    """
    one = rehearsal.summary
    there = connection.execute("SELECT body FROM events WHERE rehearsal = ? ORDER BY number", (one.id,)).fetchall()
    # What is in the file may have been continued since, so a recovered rehearsal replaces it only if it has all of that
    # and more.
    if (known and not there) or (there and not _holds_more(rehearsal, [body for (body,) in there])):
        carried.there += 1
        return
    for statement in list_deletions("rehearsals", "id = ?"):
        connection.execute(statement, (one.id,))
    connection.execute(
        "INSERT INTO rehearsals (id, scenario, began, touched, replies, going, kept) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (one.id, one.scenario, format_moment(one.began), format_moment(one.touched), one.replies, one.going, one.kept),
    )
    connection.executemany(
        "INSERT INTO events (rehearsal, number, body) VALUES (?, ?, ?)",
        [(one.id, number, body) for number, body in enumerate(rehearsal.bodies, 1)],
    )
    carried.whole += not rehearsal.lost
    carried.partly += bool(rehearsal.lost)
    carried.lost += rehearsal.lost


def _is_there(connection: sqlite3.Connection, rehearsal: str) -> bool:
    return connection.execute("SELECT 1 FROM rehearsals WHERE id = ?", (rehearsal,)).fetchone() is not None


def _holds_more(rehearsal: RecoveredRehearsal, there: list[str]) -> bool:
    """Return whether the recovered rehearsal has every event that the file has, and others too."""
    # Gaps are left out of the comparison: two recoveries of one rehearsal differ in them and in nothing that was said.
    missing, known = set(rehearsal.bodies), {body for body in there if '"event":"lost"' not in body}
    return known < {body for body in missing if '"event":"lost"' not in body}


def _carry_handed(
    connection: sqlite3.Connection, recovered: RecoveredRows, carried: Transfer, forgotten: ForgottenHashes
) -> None:
    rows = (
        (
            "INSERT OR IGNORE INTO brought (id, owner, reader, at, body) VALUES (?, ?, ?, ?, ?)",
            {brought_name(key): row for key, row in recovered.brought.items()},
        ),
        (
            "INSERT OR IGNORE INTO responses (brought, author, at, body) SELECT ?1, ?2, ?3, ?4 "
            # A review without its submission could not be shown, nor be forgotten with it.
            "WHERE EXISTS (SELECT 1 FROM brought WHERE id = ?1)",
            {response_name(*key): row for key, row in recovered.responses.items()},
        ),
        (
            "INSERT OR IGNORE INTO given (id, author, reader, at, body) VALUES (?, ?, ?, ?, ?)",
            {given_name(*key): row for key, row in recovered.given.items()},
        ),
        (
            "INSERT OR IGNORE INTO contributions (key, quarter, contributor, body) VALUES (?, ?, ?, ?)",
            recovered.contributions,
        ),
    )
    for insert, values in rows:
        for name, row in values.items():
            if name in forgotten:
                carried.forgotten += 1
            else:
                carried.handed += connection.execute(insert, row).rowcount


def _carry_rooms(
    connection: sqlite3.Connection, recovered: RecoveredRows, carried: Transfer, forgotten: ForgottenHashes
) -> None:
    """Write the recovered rooms, and the drafts and people of those rooms that were written.

    For a room that was in the file already they are left out, since they may have been deleted since.
    """
    came = set()
    for name in sorted({*recovered.rooms, *recovered.room_events}):
        if room_name(name) in forgotten:
            carried.forgotten += not _has_room(connection, name)
        elif _carry_room(connection, name, recovered, carried):
            came.add(name)
    for insert, rows in (
        ("INTO room_drafts (room, person, owner, words) VALUES (?, ?, ?, ?)", recovered.drafts.values()),
        ("INTO room_logins (room, login) VALUES (?, ?)", recovered.logins),
        ("INTO room_people (room, person, login) VALUES (?, ?, ?)", recovered.people),
    ):
        connection.executemany(f"INSERT OR IGNORE {insert}", sorted(row for row in rows if row[0] in came))


def _has_room(connection: sqlite3.Connection, room: str) -> bool:
    return connection.execute("SELECT 1 FROM rooms WHERE id = ?", (room,)).fetchone() is not None


def _carry_room(connection: sqlite3.Connection, name: str, recovered: RecoveredRows, carried: Transfer) -> bool:
    """Write one recovered room, and return whether it was written.

    An event that changes nothing stands in for a part that cannot be read: so each event keeps its number.
    """
    bodies = recovered.room_events.get(name, {})
    first = parse_event(bodies.get(1, ""))
    if not isinstance(first, RoomOpened):
        carried.rooms_gone += 1
        return False
    code, owner, opened, touched, last = recovered.rooms.get(name, (first.code, "", format_moment(first.at), "", 0))
    # The rows, the index and the room's own row each may know of events of which the others have lost track.
    numbers = {*bodies, *recovered.known.get(name, ()), last}
    at, missing, rows = first.at, 0, list[tuple[str, int, str]]()
    # Clients read events by number and refuse a gap, so each number gets an event.
    for number in range(1, max(known for known in numbers if known <= max(bodies) + MISSING) + 1):
        body = bodies.get(number, "")
        if event := parse_event(body):
            at = event.at
        else:
            missing += 1
            # That a person who was never there leaves is an event that every state takes and that changes nothing.
            body = dump_event(Left(at=at, by=NOBODY))
        rows.append((name, number, body))
    made = "INSERT OR IGNORE INTO rooms (id, code, owner, opened, touched, last) VALUES (?, ?, ?, ?, ?, ?)"
    if not connection.execute(made, (name, code, owner, opened, touched or format_moment(at), len(rows))).rowcount:
        carried.rooms_there += 1
        return False
    connection.executemany("INSERT INTO room_events (room, number, body) VALUES (?, ?, ?)", rows)
    carried.rooms += 1
    carried.rooms_lost += missing
    return True


MISSING = 1000
"""Parts that may be missing at a room's end; a higher number is damaged itself."""


# --- Bringing what can be read of a damaged file into the file of today, whatever became of it meanwhile

_REHEARSALS = StoreLabels("your rehearsals", "what is in the damaged file stays there")
_ROOMS = StoreLabels("your rooms", "what is in the damaged file stays there")


def bring_back(damaged: Path, file: Path, *, of_rooms: bool) -> Transfer:
    """Recover a damaged file into a whole one, and return what was carried over and what not.

    What was forgotten or withdrawn since is not recovered.

    Args:
        damaged: The damaged copy.
        file: The whole file.
        of_rooms: Whether they hold rooms instead of rehearsals.

    Raises:
        RecordsUnwritable: The damaged file cannot be read or was to be overwritten, or nothing can be written.
    """
    with lock_folder(file.parent):  # so that nothing which is forgotten meanwhile is written anew
        return _bring_back(damaged, file, _ROOMS if of_rooms else _REHEARSALS, of_rooms=of_rooms)


def _bring_back(damaged: Path, file: Path, wording: StoreLabels, *, of_rooms: bool) -> Transfer:
    # Read under the lock, so that a deletion in another process is either in here, or waits until everything is written
    # and then deletes that too.
    forgotten = ForgottenIds(file.parent).read()
    if copy_name(damaged) in forgotten:
        raise RecordsUnwritable(
            "It was to be overwritten and could not be, so nothing is brought back from it.",
            "See that you may write it; then `coach forget --damaged` overwrites it.",
        )
    try:
        recovered = recover_rows(damaged, of_rooms=of_rooms)
        last = datetime.fromtimestamp(damaged.stat().st_mtime, UTC)
    except OSError as error:
        why = (error.strerror or "no access").lower()
        raise RecordsUnwritable(f"It cannot be read: {why}.", "Nothing was changed.") from None
    connection = open_connection(file, wording)
    try:
        with translate_errors(wording):
            return carry(recovered, connection, last, forgotten)
    finally:
        connection.close()
