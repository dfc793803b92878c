"""Bringing what was found in a damaged file into one that is whole, and saying what was saved and what was not."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from coach.records.kept import when
from coach.records.recovery.salvage import Rehearsal, Salvage, gone, rehearsals
from coach.records.rooms.rows import is_event


@dataclass(slots=True)
class Carried:
    """What was brought over, and what could not be."""

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
    rooms_cut: int = 0
    """Rooms whose last part is missing."""

    @property
    def missing(self) -> bool:
        """Whether something could not be had."""
        return bool(self.partly or self.gone or self.rooms_cut)

    def said(self) -> str:
        """What was saved and what was not, in sentences."""
        found = []
        if self.whole:
            found.append(f"{_count(self.whole, 'rehearsal was', 'rehearsals were')} brought over whole.")
        if self.partly:
            missing = _count(self.lost, "part", "parts")
            found.append(
                f"{_count(self.partly, 'rehearsal was', 'rehearsals were')} brought over with {missing} missing."
            )
        if self.handed:
            found.append(f"{_count(self.handed, 'thing', 'things')} handed over or given came along.")
        if self.rooms:
            found.append(f"{_count(self.rooms, 'room was', 'rooms were')} brought over.")
        if self.rooms_cut:
            found.append(f"In {_count(self.rooms_cut, 'room', 'rooms')} the last part is missing.")
        if self.gone:
            found.append(f"Of {_count(self.gone, 'rehearsal', 'rehearsals')} nothing could be read.")
        if self.there:
            found.append(f"{_count(self.there, 'rehearsal is', 'rehearsals are')} here already.")
        return " ".join(found) or "Nothing in it could be read."


def carry(found: Salvage, connection: sqlite3.Connection, now: datetime) -> Carried:
    """Write what was found to an open file, in one transaction. What is there already stays, unless it holds less.

    Raises sqlite3.Error.
    """
    carried = Carried(gone=gone(found))
    connection.execute("BEGIN IMMEDIATE")
    try:
        held = {body for (body,) in connection.execute("SELECT body FROM events")}
        for rehearsal in rehearsals(found, now):
            said = {body.text for body in found.events[rehearsal.summary.id].values() if body.stays}
            _carry_rehearsal(connection, rehearsal, carried, known=bool(said) and said <= held)
            held |= said
        _carry_handed(connection, found, carried)
        _carry_rooms(connection, found, carried)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return carried


def _carry_rehearsal(connection: sqlite3.Connection, rehearsal: Rehearsal, carried: Carried, *, known: bool) -> None:
    """Write one, unless as much of it is there. `known`: all that was said in it is there, under whatever name."""
    one = rehearsal.summary
    there = connection.execute("SELECT body FROM events WHERE rehearsal = ? ORDER BY number", (one.id,)).fetchall()
    if (known and not there) or (there and not _holds_more(rehearsal, [body for (body,) in there])):
        carried.there += 1
        return
    connection.execute("DELETE FROM rehearsals WHERE id = ?", (one.id,))
    connection.execute(
        "INSERT INTO rehearsals (id, scenario, began, touched, replies, going, kept) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (one.id, one.scenario, when(one.began), when(one.touched), one.replies, one.going, one.kept),
    )
    connection.executemany(
        "INSERT INTO events (rehearsal, number, body) VALUES (?, ?, ?)",
        [(one.id, number, body) for number, body in enumerate(rehearsal.bodies, 1)],
    )
    carried.whole += not rehearsal.lost
    carried.partly += bool(rehearsal.lost)
    carried.lost += rehearsal.lost


def _holds_more(rehearsal: Rehearsal, there: list[str]) -> bool:
    """Whether what was found has everything that is there, and something besides."""
    found, known = set(rehearsal.bodies), {body for body in there if '"event":"lost"' not in body}
    return known < {body for body in found if '"event":"lost"' not in body}


def _carry_handed(connection: sqlite3.Connection, found: Salvage, carried: Carried) -> None:
    rows = (
        ("INSERT OR IGNORE INTO brought (id, owner, reader, at, body) VALUES (?, ?, ?, ?, ?)", found.brought.values()),
        (
            "INSERT OR IGNORE INTO responses (brought, author, at, body) SELECT ?1, ?2, ?3, ?4 "
            "WHERE EXISTS (SELECT 1 FROM brought WHERE id = ?1)",
            found.responses.values(),
        ),
        ("INSERT OR IGNORE INTO given (id, author, reader, at, body) VALUES (?, ?, ?, ?, ?)", found.given.values()),
        (
            "INSERT OR IGNORE INTO contributions (key, quarter, contributor, body) VALUES (?, ?, ?, ?)",
            found.contributions.values(),
        ),
    )
    for insert, values in rows:
        for row in values:
            carried.handed += connection.execute(insert, row).rowcount


def _carry_rooms(connection: sqlite3.Connection, found: Salvage, carried: Carried) -> None:
    for name, (_, code, owner, opened, touched) in found.rooms.items():
        events = found.room_events.get(name, {})
        last = 0
        while is_event(events.get(last + 1, "")):
            last += 1
        expected = max((*events, *found.known.get(name, ())), default=0)
        if not last:
            continue
        made = "INSERT OR IGNORE INTO rooms (id, code, owner, opened, touched, last) VALUES (?, ?, ?, ?, ?, ?)"
        if not connection.execute(made, (name, code, owner, opened, touched, last)).rowcount:
            continue
        numbered = [(name, number, events[number]) for number in range(1, last + 1)]
        connection.executemany("INSERT INTO room_events (room, number, body) VALUES (?, ?, ?)", numbered)
        carried.rooms += 1
        carried.rooms_cut += expected > last
    kept = (
        "INSERT OR IGNORE INTO room_drafts (room, person, owner, words) SELECT ?1, ?2, ?3, ?4 "
        "WHERE EXISTS (SELECT 1 FROM rooms WHERE id = ?1)"
    )
    connection.executemany(kept, found.drafts.values())
    let = (
        "INSERT OR IGNORE INTO room_logins (room, login) SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM rooms WHERE id = ?1)"
    )
    connection.executemany(let, sorted(found.logins))


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
