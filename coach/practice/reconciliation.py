"""Bringing a store level with the events of a rehearsal that are known here."""

from collections.abc import Sequence
from contextlib import closing

from coach.errors import NotKnown, RecordsRenewed, SaidElsewhere
from coach.model.events import Began, Event, Lost
from coach.records.event_store import RehearsalStore

BESIDE = "-2"
"""What is added to the id of a rehearsal that is kept beside another of the same beginning."""


def append_or_restore(store: RehearsalStore, rehearsal: str, so_far: tuple[Event, ...], event: Event) -> None:
    """Store an event; into a file that replaces a damaged one, store all events so far.

    Args:
        store: the store.
        rehearsal: the id of the rehearsal.
        so_far: the events before it, as the caller knows them.
        event: the event to add.

    Raises:
        RecordsError: the store cannot be written.
        SaidElsewhere: another window added events since `so_far`.
        ForgottenElsewhere: another window deleted the rehearsal.
    """
    try:
        store.append(rehearsal, event, len(so_far))
    except RecordsRenewed:
        try:
            there = store.read(rehearsal)
        except NotKnown:
            there = ()
        later = _find_later(there, so_far)
        if there[: len(so_far)] != so_far:
            if there != so_far[: len(there)]:
                store.forget(rehearsal)
                there = ()
            _add_all(store, rehearsal, len(there), (*so_far[len(there) :], *later))
        if later == (event,):  # It was written before the file was replaced, and was saved from it.
            return
        if later:
            raise SaidElsewhere from None
        store.append(rehearsal, event, len(so_far))


def _find_later(there: tuple[Event, ...], so_far: tuple[Event, ...]) -> tuple[Event, ...]:
    """Return the events of a recovered rehearsal that came after those that are known.

    A `Lost` event stands for as many lost ones as it says; lost events that are known here are not counted as later.

    Args:
        there: the events as they were recovered.
        so_far: the events that are known here.
    """
    both = [number for number, event in enumerate(there) if event in so_far]
    last = both[-1] if both else -1
    missing = len(so_far) - (so_far.index(there[last]) + 1 if both else 0)
    later: list[Event] = []
    for event in there[last + 1 :]:
        if isinstance(event, Began | Lost) and missing > 0:  # it stands for known events, as many as it says
            stands_for = min(missing, event.events) if isinstance(event, Lost) else 1
            missing -= stands_for
            if isinstance(event, Lost) and event.events > stands_for:
                later.append(event.model_copy(update={"events": event.events - stands_for}))
        else:
            later.append(event)
    return tuple(later)


def catch_up(store: RehearsalStore, rehearsal: str, happened: tuple[Event, ...]) -> bool:
    """Write the events of a rehearsal that the store does not have yet, each once.

    If another window added other events meanwhile, all events held here are stored as a second rehearsal: two
    conversations cannot be replayed as one.

    Args:
        store: the store.
        rehearsal: the id of the rehearsal.
        happened: all of its events that were held in memory.

    Returns:
        Whether a second rehearsal was made.
    """
    apart = False
    while True:
        try:
            there = store.read(rehearsal)
        except NotKnown:
            there = ()
        # What the store has is the beginning of what was held: only the rest is missing.
        if happened[: len(there)] == there:
            break
        rehearsal, apart = f"{rehearsal}{BESIDE}", True
    _add_all(store, rehearsal, len(there), happened[len(there) :])
    return apart


def _add_all(store: RehearsalStore, rehearsal: str, known: int, events: Sequence[Event]) -> None:
    """Append events to a rehearsal, all or none after its beginning.

    Args:
        store: The store.
        rehearsal: The rehearsal's id. It is made where nothing of it is known.
        known: The number of the last event that is there.
        events: What comes after it.

    Raises:
        SaidElsewhere: Another window added events meanwhile.
        RecordsError: They cannot be written.
    """
    if events and not known:
        store.append(rehearsal, events[0], 0)
        known, events = 1, events[1:]
    if events:
        with closing(store.open(rehearsal)) as log:
            if not log.append(known, *events):
                raise SaidElsewhere
