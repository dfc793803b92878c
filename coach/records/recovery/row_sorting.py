"""Rows found in a damaged file, sorted into the coach's tables by their shape.

Neither the file's list of tables nor the order of its pages is needed: rows of different tables differ in how many
values they have, of which kind, and in what stands in them. `recover_rows` is where a reader begins.
"""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from coach.model.events import Began, Event, Lost, Replied
from coach.records.event_store import EVENT, UNKNOWN, Summary, serialize_event, update_summary
from coach.records.recovery.page_reader import PageFile, PageRow, Value, content_of, text

# --- What can be had of an event whose text was damaged: all of it, or at least the words

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)')
_WORDS = re.compile(r"\S+\s+\S+")
ALIKE = 2
"""Letters in which a damaged name may differ from the name it was."""


@dataclass(frozen=True, slots=True)
class EventText:
    """The text of an event as it was found in a damaged file, parsed if it can be."""

    text: str
    event: Event | None = None
    """What it says; none where it cannot be read, or is of a newer coach."""
    newer: bool = False
    """Whether nothing is wrong with it, but that a newer coach wrote it."""
    words: str = ""
    """Of what cannot be read, the longest words that were said."""

    @property
    def stays(self) -> bool:
        """Whether the text is recovered unchanged: it can be parsed, or a newer coach wrote it."""
        return self.event is not None or self.newer


def read_event_text(stored: bytes | str) -> EventText:
    """Parse the text of an event that may be damaged, repairing names of its fields.

    Bytes that are no characters become replacement characters, and the rest is kept.
    """
    text = stored.decode("utf-8", "replace") if isinstance(stored, bytes) else stored
    try:
        return EventText(text, EVENT.validate_json(text))
    except ValidationError as error:
        # Only the kinds of errors are kept: the errors themselves would quote what was typed.
        kinds = {
            problem["type"] for problem in error.errors(include_input=False, include_url=False, include_context=False)
        }
    try:
        # Not strict: a damaged byte may have become a control character, which JSON would refuse in a string.
        said = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return EventText(text, words=_longest(_STRING.findall(text)))
    if not isinstance(said, dict) or not isinstance(said.get("event"), str):
        return EventText(text, words=_longest(_STRING.findall(text)))
    # One flipped bit in a field's name makes the event unreadable though all its words are there.
    spelt = _respell(said)
    if spelt != said:
        with suppress(ValidationError):
            event = EVENT.validate_json(json.dumps(spelt))
            return EventText(serialize_event(event), event)
    # Nothing is misspelt, and only a field or a kind is unknown: a newer coach wrote it, so it is kept as it is.
    if spelt == said and kinds in ({"extra_forbidden"}, {"union_tag_invalid"}):
        return EventText(text, newer=True)
    return EventText(text, words=_longest([value for value in said.values() if isinstance(value, str)]))


def _respell(said: object) -> object:
    """Return parsed JSON with damaged field names, and a damaged event kind, corrected."""
    if isinstance(said, list):
        return [_respell(part) for part in said]
    if not isinstance(said, dict):
        return said
    return {
        _nearest(key, _names()[0]): _nearest(value, _names()[1]) if key == "event" else _respell(value)
        for key, value in said.items()
    }


def _nearest(name: object, known: frozenset[str]) -> object:
    """Return the known name that a damaged one must have been; the name itself if none is near."""
    if not isinstance(name, str) or name in known:
        return name
    # Damage to bytes changes letters and adds none, so only names of the same length are compared.
    alike = (word for word in sorted(known) if len(word) == len(name) and _differing(word, name) <= ALIKE)
    return min(alike, key=lambda word: _differing(word, name), default=name)


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    """Return the known names of events' fields, and the known kinds of events."""
    schema = EVENT.json_schema()
    parts = (part for model in schema["$defs"].values() for part in model.get("properties", ()))
    return frozenset(parts), frozenset(schema["discriminator"]["mapping"])


def _longest(strings: list[str]) -> str:
    """Return the longest string with more than one word in it; empty if there is none."""
    spoken = [text for text in strings if _WORDS.search(text)]
    return max(spoken, key=len, default="").replace("\0", "")


# --- Rows that were found in a damaged file, sorted into the coach's own tables by what they look like

_QUARTER = re.compile(r"2[0-9]{3}-q[1-4]")

Texts = tuple[str, ...]


@dataclass(slots=True)
class RecoveredRows:
    """All rows that were found in a damaged file, by table."""

    of_rooms: bool = False
    summaries: dict[str, Summary] = field(default_factory=dict)
    events: dict[str, dict[int, EventText]] = field(default_factory=dict)
    known: dict[str, set[int]] = field(default_factory=dict)
    """The numbers of a rehearsal's events, as its file's indexes say; also of those that are gone."""
    brought: dict[str, Texts] = field(default_factory=dict)
    responses: dict[Texts, Texts] = field(default_factory=dict)
    given: dict[Texts, Texts] = field(default_factory=dict)
    rooms: dict[str, tuple[str, str, str, str, int]] = field(default_factory=dict)
    """By their ids: code, owner, opened, touched, and the number of the last event."""
    room_events: dict[str, dict[int, str]] = field(default_factory=dict)
    drafts: dict[Texts, Texts] = field(default_factory=dict)
    logins: set[Texts] = field(default_factory=set)
    people: set[Texts] = field(default_factory=set)
    contributions: dict[str, Texts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecoveredRehearsal:
    """A rehearsal that can be recovered: its events' texts, and how many events are lost."""

    summary: Summary
    bodies: tuple[str, ...]
    """The texts of its events, in order; where something was lost, an event says so."""
    lost: int
    """How many of its events could not be had."""


def recover_rows(file: Path, *, of_rooms: bool = False) -> RecoveredRows:
    """Find all readable rows of a file. Raises OSError where the file cannot be read at all.

    Args:
        file: The damaged file.
        of_rooms: Whether it holds rooms instead of rehearsals.
    """
    return sort_rows(content_of(file), of_rooms=of_rooms)


def sort_rows(content: bytes, *, of_rooms: bool = False) -> RecoveredRows:
    """Find all readable rows in the bytes of a file."""
    rows, pages = RecoveredRows(of_rooms), PageFile(content)
    for key in pages.index_keys():
        # The index of the events has a rehearsal's id, the event's number and the row's own number: it tells which
        # events there were. The index of the rehearsals has the id and the row's own number.
        if len(key) == 3 and isinstance(key[0], bytes) and isinstance(key[1], int) and 0 < key[1] < 1_000_000:
            rows.known.setdefault(text(key[0]), set()).add(key[1])
        elif len(key) == 2 and isinstance(key[0], bytes):
            rows.known.setdefault(text(key[0]), set())
    for row in pages.rows():
        for sort in (_ROOMS if of_rooms else _OWN).get(len(row.values), ()):
            # Tables that have the same number of values are told apart by what stands in them, so the first that fits
            # takes the row.
            if sort(rows, row):
                break
    _join_split_rehearsals(rows)
    return rows


def rehearsals(rows: RecoveredRows, now: datetime) -> list[RecoveredRehearsal]:
    """Return the rehearsals that can be recovered, each as complete as possible.

    Rehearsals whose own id is undamaged come first.

    Args:
        rows: The rows that were found.
        now: The moment to use for events of which no time is left.
    """
    return [
        _rehearsal(name, rows.events[name], rows.summaries.get(name), rows.known.get(name, set()), now)
        for name in sorted(rows.events, key=lambda name: (name not in rows.summaries, name))
    ]


def count_lost(rows: RecoveredRows) -> int:
    """Count the rehearsals of which no event is left."""
    if rows.of_rooms:
        return 0
    # An id with one event alone may be a damaged reading of another id, so it is not counted as a rehearsal that was
    # lost.
    there = {name for name, numbers in rows.known.items() if len(numbers) > 1} | set(rows.summaries)
    return len(there - set(rows.events))


def _join_split_rehearsals(rows: RecoveredRows) -> None:
    """Move events filed under a damaged rehearsal id to the only rehearsal that it can mean."""
    # An id that neither a row nor an index names is probably a damaged one. Its events are moved only if exactly one
    # rehearsal has an id that like and lacks events of these numbers; to guess would mix two rehearsals.
    for name in [name for name in rows.events if name not in rows.summaries and name not in rows.known]:
        numbers = set(rows.events[name])
        meant = [
            other
            for other in rows.summaries
            if len(other) == len(name)
            and sum(a != b for a, b in zip(other, name, strict=True)) <= ALIKE
            and not numbers & set(rows.events.get(other, ()))
        ]
        if len(meant) == 1:
            rows.events.setdefault(meant[0], {}).update(rows.events.pop(name))


def _rehearsal(
    name: str, bodies: dict[int, EventText], row: Summary | None, known: set[int], now: datetime
) -> RecoveredRehearsal:
    """Put one rehearsal together from its events and what else the file says of it.

    Args:
        name: Its id.
        bodies: Its events' texts by their numbers.
        row: Its row in the list of rehearsals, if that was found.
        known: The numbers of all its events, by the index.
        now: The moment to use where no time is left.
    """
    last = max(bodies)
    # A number far beyond the last event is itself damaged; believed, it would make thousands of events that never were.
    expected = max({number for number in known if number <= last + 1000} | {last})
    moments = [body.event.at for body in bodies.values() if body.event]
    moment = min(moments) if moments else row.began if row else now
    events: list[tuple[str, Event | None]] = []
    lost = 0
    for number in range(1, expected + 1):
        body = bodies.get(number)
        if number == 1 and not (body and isinstance(body.event, Began)):
            lost += 1
            # A rehearsal is replayed from its beginning, so one is made up where it is lost; its scenario may still be
            # known.
            began = _beginning(row, moment)
            events.append((serialize_event(began), began))
        elif body and body.stays and not (number > 1 and isinstance(body.event, Began)):
            events.append((body.text, body.event))
            moment = body.event.at if body.event else moment
        else:
            lost += 1
            before = events[-1][1]
            # The lost event stands as an event of its own kind, with the words that could be read: the practitioner
            # sees that something is missing, and replay does not take what follows for an answer to what came before.
            gap = Lost(at=moment, words=body.words if body else "")
            # Gaps that follow one another become one, or a page of lost events would be a page of notices.
            if isinstance(before, Lost):
                gap = Lost(at=before.at, events=before.events + 1, words=f"{before.words}\n{gap.words}".strip())
                events.pop()
            events.append((serialize_event(gap), gap))
    summary = None
    for _, event in events:
        summary = update_summary(summary, name, event) if event else summary
    assert summary is not None  # the first event is a beginning
    # The rehearsal's row counts its replies. Where more are missing than the numbers tell, the end was lost.
    missed = row.replies - sum(isinstance(event, Replied) for _, event in events) if row else 0
    if missed > lost:
        gap = Lost(at=moment, events=missed - lost)
        events.append((serialize_event(gap), gap))
        lost = missed
    if row:
        summary = Summary(
            name,
            row.scenario,
            row.began,
            max(row.touched, summary.touched),
            replies=summary.replies,
            going=row.going,
            kept=row.kept or summary.kept,
        )
    return RecoveredRehearsal(summary, tuple(body for body, _ in events), lost)


def _beginning(row: Summary | None, moment: datetime) -> Began:
    """Make a beginning for a rehearsal that lost its first event."""
    scenario = row.scenario if row else UNKNOWN
    return Began(at=row.began if row else moment, scenario=scenario, content="", coach="", matcher="")


def _summary(rows: RecoveredRows, row: PageRow) -> bool:
    name, scenario, began, touched, replies, going, kept, *_ = row.values
    if not (row.whole and _are_texts(name, scenario, began, touched) and _are_numbers(replies, going, kept)):
        return False
    # Seven values of these kinds could be anything; two of them that are moments make it a rehearsal.
    first, last = _moment(began), _moment(touched)
    if first is None or last is None or not text(name) or not _is_believed(rows, row):
        return False
    assert isinstance(replies, int)
    made = Summary(text(name), text(scenario), first, last, replies=replies, going=bool(going), kept=bool(kept))
    if _ID.fullmatch(made.scenario) and 0 <= replies < 100_000:
        rows.summaries.setdefault(made.id, made)
    return True


def _event(rows: RecoveredRows, row: PageRow) -> bool:
    name, number, body, *owner = row.values
    if not (_are_texts(name, body, *owner) and isinstance(number, int) and 0 < number < 1_000_000 and name):
        return False
    if not _is_believed(rows, row):
        return True
    assert isinstance(body, bytes)
    there = rows.events.setdefault(text(name), {})
    read = read_event_text(body)
    # An event can be found twice, in use and in a page that was moved; the readable one is kept.
    if number not in there or (there[number].event is None and read.event is not None):
        there[number] = read
    return True


def _brought_or_given(rows: RecoveredRows, row: PageRow) -> bool:
    if not (row.whole and row.pointed_to and _are_texts(*row.values) and _moment(row.values[3])):
        return False
    one, two, three, at, body = (text(value) for value in row.values)
    # Submissions and exercises have the same number of values: a submission's text is JSON, an exercise's is YAML.
    if body.lstrip().startswith("{"):
        rows.brought.setdefault(one, (one, two, three, at, body))
    else:
        rows.given.setdefault((one, two, three), (one, two, three, at, body))
    return True


def _response(rows: RecoveredRows, row: PageRow) -> bool:
    if not (row.whole and row.pointed_to and _are_texts(*row.values) and _moment(row.values[2])):
        return False
    brought, author, at, body = (text(value) for value in row.values)
    rows.responses.setdefault((brought, author), (brought, author, at, body))
    return True


def _contribution(rows: RecoveredRows, row: PageRow) -> bool:
    if not (row.whole and row.pointed_to and _are_texts(*row.values) and _QUARTER.fullmatch(text(row.values[1]))):
        return False
    rows.contributions.setdefault(text(row.values[0]), tuple(text(value) for value in row.values))
    return True


def _room(rows: RecoveredRows, row: PageRow) -> bool:
    last = row.values[5]
    if not (row.whole and row.pointed_to and _are_texts(*row.values[:5]) and isinstance(last, int)):
        return False
    if not (_moment(row.values[3]) and _moment(row.values[4])):
        return False
    name, code, owner, opened, touched = (text(value) for value in row.values[:5])
    rows.rooms.setdefault(name, (code, owner, opened, touched, last))
    return True


def _room_event(rows: RecoveredRows, row: PageRow) -> bool:
    name, number, body = row.values
    if not (row.whole and row.pointed_to and _are_texts(name, body) and isinstance(number, int) and number > 0):
        return False
    rows.room_events.setdefault(text(name), {}).setdefault(number, text(body))
    return True


def _draft(rows: RecoveredRows, row: PageRow) -> bool:
    if not (row.whole and row.pointed_to and _are_texts(*row.values)):
        return False
    room, person, owner, words = (text(value) for value in row.values)
    rows.drafts.setdefault((room, person, owner), (room, person, owner, words))
    return True


def _login(rows: RecoveredRows, row: PageRow) -> bool:
    if not (row.whole and row.pointed_to and _are_texts(*row.values)):
        return False
    rows.logins.add((text(row.values[0]), text(row.values[1])))
    return True


def _person(rows: RecoveredRows, row: PageRow) -> bool:
    if not (row.whole and row.pointed_to and _are_texts(*row.values)):
        return False
    room, person, login = (text(value) for value in row.values)
    rows.people.add((room, person, login))
    return True


def _is_believed(rows: RecoveredRows, row: PageRow) -> bool:
    """Return whether a found row counts.

    A row that was only found by searching a page may be one that was deleted, so it counts only if the rest of the file
    names its rehearsal.
    """
    name = text(row.values[0])
    return row.pointed_to or name in rows.events or name in rows.summaries or name in rows.known


def _are_texts(*values: Value) -> bool:
    return all(isinstance(value, bytes) for value in values)


def _are_numbers(*values: Value) -> bool:
    return all(isinstance(value, int) for value in values)


def _moment(value: Value) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_OWN: dict[int, tuple[Callable[[RecoveredRows, PageRow], bool], ...]] = {
    3: (_event,),
    4: (_event, _response, _contribution),
    5: (_brought_or_given,),
    7: (_summary,),
    8: (_summary,),
}
"""How rows of so many values are sorted in a file of rehearsals."""
_ROOMS: dict[int, tuple[Callable[[RecoveredRows, PageRow], bool], ...]] = {
    2: (_login,),
    3: (_room_event, _person),
    4: (_draft,),
    6: (_room,),
}
"""The same in a file of rooms."""
