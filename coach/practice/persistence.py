"""Keeping a rehearsal whatever happens to the disk: a store that, when it fails, lets the conversation go on.

What cannot be written is held in memory and written once the store is there again; as long as it is only held, nothing
says that it is kept.
"""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from coach.errors import NotKnown, RecordsBroken, RecordsError, RecordsRenewed, SaidElsewhere
from coach.model.events import Event
from coach.records.damaged_copies import damaged_copies, free_name, marks, rehearsal_name
from coach.records.event_store import EVENT, MemoryRehearsalStore, RehearsalStore, Summary
from coach.records.expiry import REHEARSALS, Expiry
from coach.records.leftovers import COPIES, CopyStays, ErasedCopies, Leftovers
from coach.records.paths import Places

# --- Recovery of what can be read of damaged files


@dataclass(frozen=True, slots=True)
class RecoveredRehearsals:
    """What a recovery brought back, as sentences for the practitioner."""

    lines: tuple[str, ...]
    """A sentence or more for each file, fit to be shown."""
    whole: bool
    """Whether everything that a file held is here now."""


def recover(where: Places, file: Path | None = None) -> RecoveredRehearsals:
    """Bring what can be read of damaged files into the files of today; what is there already stays.

    Args:
        where: Where this user's files lie, and the damaged copies beside them.
        file: One file, instead of the copies.

    Raises:
        NotKnown: There is no such file.
        RecordsError: The files of today cannot be written.
    """
    from coach.records.recovery.transfer import bring_back

    if file is not None and not file.is_file():
        raise NotKnown(f"There is no file called '{file.name}'.", "Look at its name again.")
    lines, whole = [], True
    for damaged, of_rooms in _files(where, file):
        try:
            carried = bring_back(damaged, where.rooms if of_rooms else where.rehearsals, of_rooms=of_rooms)
        except RecordsError as error:
            lines.append(f"{damaged.name}: {error}")
            whole = False
            continue
        lines.append(f"{damaged.name}: {carried.describe()}")
        whole = whole and not carried.missing
    if not lines:
        return RecoveredRehearsals(("There is no damaged file here.",), whole=True)
    return RecoveredRehearsals(tuple(lines), whole)


def _files(where: Places, file: Path | None) -> Iterator[tuple[Path, bool]]:
    """List the files to be read, each with whether rooms are in it."""
    if file is not None:
        yield file, file.name.startswith("rooms")
        return
    for folder in dict.fromkeys((where.rehearsals.parent, where.rooms.parent)):
        for copy in damaged_copies(folder):
            if copy.file.is_file():
                yield copy.file, copy.holds == "rooms"


# --- Keeping a rehearsal whatever happens to the disk

LONG, REST = 1.0, 30.0
"""A look at a store that is away and took so many seconds is not taken again for so many: a reply would wait for it."""


@dataclass(frozen=True, slots=True)
class ForgottenCount:
    """What was forgotten, counted."""

    rehearsals: int
    copies: int

    def in_words(self) -> str:
        """`8 rehearsals and 1 damaged copy forgotten for good.`"""
        copies = f" and {COPIES.count(self.copies)}" if self.copies else ""
        return f"{REHEARSALS.count(self.rehearsals)}{copies} forgotten for good."


class ResilientStore:
    """The store of rehearsals, opened when first needed; while it is away, memory stands in for it."""

    def __init__(
        self,
        open_store: Callable[[], tuple[RehearsalStore, str]],
        look: Callable[[], None] = lambda: None,
        expiry: Expiry | None = None,
        remains: Leftovers | None = None,
    ) -> None:
        """`look`: sees, without waiting, whether a store that failed is there again. Raises RecordsError.

        `expiry` decides what goes by itself as the store opens; without it, nothing does. `remains`: files beside it,
        which hold words too.
        """
        self._open = open_store
        self._look = look
        self._expiry = expiry
        self._remains = remains
        self._store: RehearsalStore | None = None
        self._held: MemoryRehearsalStore | None = None
        self._missed: RecordsError | None = None
        self._partly_there: set[str] = set()
        """What is held now, and began in the store."""
        self._to_forget: set[str] = set()
        self._rests_until = 0.0
        self._opened_with = ""
        self._unread = ""
        self._apart = ""
        self._parted: set[str] = set()
        """What another window went on with while it was held here, and was not read anew yet."""

    @property
    def notice(self) -> str:
        """What went wrong, in a sentence, where anything has."""
        return self.not_kept or self._unread or self._apart or self.said_of_damage() or self._opened_with

    def said_of_damage(self) -> str:
        """What was saved and what was not, in sentences, where the file of rehearsals was damaged."""
        return self._store.damage_notice if self._store is not None else ""

    @property
    def unread(self) -> str:
        """The reason why the rehearsals could not be listed, where they could not."""
        return self._unread

    @property
    def not_kept(self) -> str:
        """The sentence that words are only held in memory, and why; nothing where they are kept."""
        return f"{self._missed.message} {GOES_ON}" if self._missed else ""

    @property
    def store(self) -> RehearsalStore:
        """The store in use; one in memory for as long as nothing better can be had."""
        if self._held is not None and not self.come_back():
            return self._held
        if self._store is None:
            try:
                self._store, self._opened_with = self._open()
                self._let_go(self._store)
            except RecordsError as error:
                return self._hold(error)
        return self._store

    def of_time(self) -> str:
        """Say what expired, what is about to and whether the clock is in doubt; each is announced once.

        Damaged copies that lie there are named too.
        """
        if self._expiry is None or self.store is self._held:
            return ""
        self._expiry.mark_announced()
        return " ".join(filter(None, (self._expiry.sentences(), self._remains.sentences() if self._remains else "")))

    def must_be_here(self) -> None:
        """Raise RecordsError where the rehearsals that are kept could not be reached."""
        if self.store is self._held and self._missed:
            raise self._missed

    def append(self, rehearsal: str, so_far: tuple[Event, ...], event: Event) -> None:
        """Add an event; where the store fails, hold the rehearsal in memory so that the practitioner can go on.

        Raises SaidElsewhere where another window added to it since `so_far`, or ForgottenElsewhere.
        """
        store = self.store
        if rehearsal in self._parted:
            self._parted.discard(rehearsal)
            raise SaidElsewhere
        if store is not self._held:
            try:
                _append_or_restore(store, rehearsal, so_far, event)
            except RecordsError as error:
                store = self._hold(error)
            else:
                return
        if so_far and all(each.id != rehearsal for each in store.summaries()):
            self._partly_there.add(rehearsal)
            for each in so_far:
                store.append(rehearsal, each)
        store.append(rehearsal, event)

    def forget(self, rehearsal: str) -> ForgottenCount:
        """Delete a rehearsal for good; where the store is away, once it is back.

        Raises NotKnown or RecordsError.

        Damaged copies that hold words of it go too, once everything else that can be read of them is in the store.
        """
        store = self.store
        if store is self._held and self._missed and all(each.id != rehearsal for each in store.summaries()):
            raise self._missed
        with self._with_their_copies(store, (rehearsal,)) as reached:
            store.forget(rehearsal)
        if self._remains is not None:
            self._remains.keep_only_pictures_of({each.id for each in store.summaries()})
        if store is self._held and rehearsal in self._partly_there:
            self._to_forget.add(rehearsal)
        return ForgottenCount(1, reached.copies)

    def forget_all(self) -> ForgottenCount:
        """Delete all rehearsals for good, with the damaged copies and pictures beside them. Raises RecordsError.

        What lies beside is forgotten also where the store itself cannot be reached.
        """
        copies = 0
        try:
            self.must_be_here()
            rehearsals = self.store.forget_all()
        finally:
            if self._remains is not None:
                copies = self._remains.forget_copies()
                self._remains.sweep()
                self._remains.keep_only_pictures_of(())
        return ForgottenCount(rehearsals, copies)

    def forget_damaged(self) -> int:
        """Delete every damaged copy for good, and count them. Raises RecordsError where one stays."""
        self.summaries()  # A file that is damaged now is set aside as it is opened, and is one of them.
        return self._remains.forget_copies() if self._remains else 0

    def come_back(self, *, at_once: bool = False) -> bool:
        """Write what was held in memory to the store, if it is there again, and say whether everything is in it.

        `at_once`: also where a look took long only just now.
        """
        if self._held is None:
            return True
        began, store = time.monotonic(), None
        if began < self._rests_until and not at_once:
            return False
        try:
            self._look()
            store, said = self._open()
            self._write_down(self._held, store)
            self._let_go(store)
        except RecordsError:
            if store is not None:
                store.close()
            self._rests_until = now + REST if (now := time.monotonic()) - began > LONG else 0.0
            return False
        self._store, self._opened_with = store, said
        self._held = self._missed = None
        self._partly_there, self._to_forget = set(), set()
        return True

    def only_here(self) -> str:
        """Say what would be lost or would stay if the coach closed now; nothing where all is as wanted."""
        if self.come_back(at_once=True) or self._held is None or self._missed is None:
            return ""
        lost = LOST if self._held.summaries() else ""
        stays = STAYS if self._to_forget else ""
        return " ".join((self._missed.message, lost, stays)).strip() if lost or stays else ""

    def summaries(self) -> tuple[Summary, ...]:
        """List every rehearsal, the last touched first; none where they cannot be read."""
        self._unread = ""
        try:
            found = self.store.summaries()
            return tuple(replace(each, goes=self._expiry.goes(each.id)) for each in found) if self._expiry else found
        except RecordsError as error:
            self._unread = str(error)
            return ()

    @property
    def lasting(self) -> bool:
        """Whether what is kept now is there after the coach is closed."""
        return not isinstance(self.store, MemoryRehearsalStore)

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self.come_back(at_once=True)
        if self._store is not None and not isinstance(self._store, MemoryRehearsalStore):
            self._store.close()
            self._store = None

    def _let_go(self, store: RehearsalStore) -> None:
        """Delete what is over its time. Raises RecordsError."""
        if self._expiry is None:
            return
        found = {each.id: each.touched for each in store.summaries() if not each.kept}
        if over := self._expiry.find_due(found, store.clock_says()):
            with suppress(CopyStays), self._with_their_copies(store, over):
                self._expiry.note_expired(store.forget_these(over))
        if self._remains is not None:
            with suppress(RecordsError):  # What stays is still named, and looked at again the next time.
                self._remains.expire()
                self._remains.keep_only_pictures_of({each.id for each in store.summaries()})

    @contextmanager
    def _with_their_copies(self, store: RehearsalStore, which: Collection[str]) -> Iterator[ErasedCopies]:
        """Around deleting rehearsals: damaged copies that hold words of them go first.

        So nothing is half forgotten: where a copy stays, the rehearsals stay as well. One that is set aside while they
        are deleted goes afterwards. Raises CopyStays, or what the store raises.
        """
        if self._remains is None or store is self._held:
            yield ErasedCopies()
            return
        known = frozenset[bytes]().union(*(_marks(store, each) for each in which))
        with self._remains.erase_copies_around(known, [rehearsal_name(each) for each in which]) as reached:
            yield reached

    def _hold(self, error: RecordsError) -> MemoryRehearsalStore:
        """Do without the store for now."""
        if self._store is not None:
            self._store.close()
        self._store, self._held, self._missed = None, MemoryRehearsalStore(), error
        return self._held

    def _write_down(self, held: MemoryRehearsalStore, store: RehearsalStore) -> None:
        """Write what was held in memory to a store that is there again. Raises RecordsError; then try again."""
        for rehearsal in self._to_forget:
            with suppress(NotKnown), self._with_their_copies(store, (rehearsal,)):
                store.forget(rehearsal)
        for summary in reversed(held.summaries()):
            if _catch_up(store, summary.id, held.read(summary.id)):
                self._apart = APART
                self._parted.add(summary.id)


GOES_ON = "The conversation goes on, but it will be gone when you close the coach."
LOST = "What was said and written since then is not kept: it will be gone when the coach closes."
APART = (
    "The rehearsal was gone on with in another window while it could not be written from here. "
    "What was said here is kept as a rehearsal of its own."
)
BESIDE = "-2"
"""What is added to the id of a rehearsal that is kept beside another of the same beginning."""
STAYS = "What you wanted forgotten still lies there: forget it once that can be reached."


def _marks(store: RehearsalStore, rehearsal: str) -> frozenset[bytes]:
    """By what a rehearsal is known in a damaged copy."""
    try:
        events = store.read(rehearsal)
    except (NotKnown, RecordsBroken):
        events = ()
    return marks(rehearsal, (EVENT.dump_json(event).decode() for event in events))


def _append_or_restore(store: RehearsalStore, rehearsal: str, so_far: tuple[Event, ...], event: Event) -> None:
    """Append an event; where the file was damaged, write what is known of the rehearsal into the new one too.

    Raises RecordsError, SaidElsewhere or ForgottenElsewhere.
    """
    try:
        store.append(rehearsal, event, len(so_far))
    except RecordsRenewed:
        try:
            there = store.read(rehearsal)
        except NotKnown:
            there = ()
        if there == (*so_far, event):
            return
        if there != so_far:
            if there:
                store.forget(rehearsal)
            for number, each in enumerate(so_far):
                store.append(rehearsal, each, number)
        store.append(rehearsal, event, len(so_far))


def _catch_up(store: RehearsalStore, rehearsal: str, happened: tuple[Event, ...]) -> bool:
    """Append what a store does not have of a rehearsal, and nothing twice.

    Where another window went on with it meanwhile, all that was held is kept as a rehearsal of its own beside it:
    two conversations cannot be told as one. Returns whether it was.
    """
    apart = False
    while True:
        try:
            there = store.read(rehearsal)
        except NotKnown:
            there = ()
        if happened[: len(there)] == there:
            break
        rehearsal, apart = f"{rehearsal}{BESIDE}", True
    for number, event in enumerate(happened[len(there) :], len(there)):
        store.append(rehearsal, event, number)
    return apart


def store_opener(
    where: Places, clock: Callable[[], datetime], url: str = ""
) -> Callable[[], tuple[RehearsalStore, str]]:
    """Make the function that opens this practitioner's store, or the team's at `url`."""

    def open_team() -> tuple[RehearsalStore, str]:
        from coach.records.team.logins import check_version, open_url
        from coach.records.team.store import TeamRehearsalStore

        store = TeamRehearsalStore(open_url(url))
        try:
            check_version(store.engine)
        except RecordsError:
            store.close()
            raise
        return store, ""

    def open_it() -> tuple[RehearsalStore, str]:
        from coach.records.sqlite_store import open_store  # only now, so that what needs no store loads no database

        return open_store(where.rehearsals, lambda file: free_name(file, clock())), ""

    return open_team if url else open_it


def store_looker(url: str) -> Callable[[], None]:
    """Make the function that sees, without waiting, whether the team's store at `url` is there again."""

    def look() -> None:
        from coach.records.team.logins import check_version, open_engine

        with open_engine(url) as engine:
            check_version(engine, patience=0)

    return look if url else lambda: None
