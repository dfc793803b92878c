"""Storing rehearsals so that a conversation goes on even if the disk or team's store fails.

Begin with `ResilientStore`. Events that cannot be written are held in memory and written when the store works again;
until then, nothing says that they are kept.
"""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from coach.errors import ForgottenElsewhere, NotKnown, RecordsBroken, RecordsError, SaidElsewhere
from coach.language.catalogue import say
from coach.model.events import Event, Replied
from coach.practice.reconciliation import append_or_restore, catch_up
from coach.records.damaged_copies import damaged_copies, free_name, marks, rehearsal_name
from coach.records.event_store import (
    DraftStore,
    MemoryRehearsalStore,
    RehearsalStore,
    StoreAccess,
    Summary,
    serialize_event,
)
from coach.records.expiry import REHEARSALS, Expiry
from coach.records.leftovers import COPIES, CopyStays, ErasedCopies, Leftovers
from coach.records.paths import Places

# --- Recovery of what can be read of damaged files


@dataclass(frozen=True, slots=True)
class RecoveredRehearsals:
    """The result of a recovery, as sentences for the practitioner."""

    lines: tuple[str, ...]
    """A sentence or more for each file, fit to be shown."""
    whole: bool
    """Whether everything that a file held is here now."""


def recover(where: Places, file: Path | None = None) -> RecoveredRehearsals:
    """Copy what can still be read of damaged files into the current store; nothing is replaced.

    Args:
        where: the user's files, and the damaged copies beside them.
        file: a single file to read instead of the damaged copies.

    Raises:
        NotKnown: there is no such file.
        RecordsError: the current store cannot be written.
    """
    from coach.records.recovery.transfer import bring_back

    if file is not None and not file.is_file():
        raise NotKnown(say("There is no file called '{name}'.", name=file.name), say("Look at its name again."))
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
        return RecoveredRehearsals((say("There is no damaged file here."),), whole=True)
    return RecoveredRehearsals(tuple(lines), whole)


def _files(where: Places, file: Path | None) -> Iterator[tuple[Path, bool]]:
    """Yield the files to read, each with whether it holds rooms."""
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
    """How many rehearsals were deleted for good, and how many damaged copies of them."""

    rehearsals: int
    copies: int

    def in_words(self) -> str:
        """Return the counts as a sentence: `8 rehearsals and 1 damaged copy forgotten for good.`."""
        copies = f" and {COPIES.count(self.copies)}" if self.copies else ""
        return say("{count}{copies} forgotten for good.", count=REHEARSALS.count(self.rehearsals), copies=copies)


class ResilientStore:
    """A store of rehearsals that falls back to memory while the real store cannot be used."""

    def __init__(
        self,
        open_store: Callable[[], tuple[RehearsalStore, str]],
        look: Callable[[], None] = lambda: None,
        expiry: Expiry | None = None,
        remains: Leftovers | None = None,
        *,
        keeps_drafts: bool = False,
    ) -> None:
        """Prepare the store; it is opened on first use.

        Args:
            open_store: opens the real store; returns it with a sentence on what happened, if anything.
            look: checks without waiting whether a store that failed works again. Raises RecordsError if not.
            expiry: decides which rehearsals expire when the store opens; none do without it.
            remains: the damaged copies, pictures and drafts beside the store, which are deleted along.
            keeps_drafts: whether drafts lie beside the store; else a store that can keeps them itself.
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
        self._drafts: dict[str, str] = {}
        """Drafts that could be stored nowhere, for as long as the coach is open."""
        self._drafts_beside = bool(remains) and keeps_drafts
        self._opened_with = ""
        self._unread = ""
        self._apart = ""
        self._parted: set[str] = set()
        """What another window went on with while it was held here, and was not read anew yet."""

    @property
    def notice(self) -> str:
        """The sentence on what went wrong with the store; empty if nothing did."""
        return self.not_kept or self._unread or self._apart or self.said_of_damage() or self._opened_with

    def said_of_damage(self) -> str:
        """Return sentences on what was saved of a damaged file and what was not; empty if none was."""
        return self._store.damage_notice if self._store is not None else ""

    @property
    def unread(self) -> str:
        """The reason why the rehearsals could not be listed; empty if they could."""
        return self._unread

    @property
    def not_kept(self) -> str:
        """The sentence that words are only held in memory, and why; empty if they are stored."""
        return f"{self._missed.message} {say(GOES_ON)}" if self._missed else ""

    @property
    def store(self) -> RehearsalStore:
        """The store in use: the real one, or one in memory while the real one fails."""
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
        """Return sentences on rehearsals that expired or soon will, and on a doubtful clock.

        Each is said once; damaged copies beside the store are named too.
        """
        if self._expiry is None or self.store is self._held:
            return ""
        self._expiry.mark_announced()
        return " ".join(filter(None, (self._expiry.sentences(), self._remains.sentences() if self._remains else "")))

    def must_be_here(self) -> None:
        """Raise the store's RecordsError if the stored rehearsals cannot be reached."""
        if self.store is self._held and self._missed:
            raise self._missed

    def append(self, rehearsal: str, so_far: tuple[Event, ...], event: Event) -> None:
        """Store an event of a rehearsal; if the store fails, hold the whole rehearsal in memory.

        Args:
            rehearsal: the id of the rehearsal.
            so_far: the events before it, as the caller knows them.
            event: the event to add.

        Raises:
            SaidElsewhere: another window added events since `so_far`.
            ForgottenElsewhere: another window deleted the rehearsal.
        """
        store = self.store
        # The practitioner has not seen yet what the other window added: one refusal, so that the screen reads it anew.
        if rehearsal in self._parted:
            self._parted.discard(rehearsal)
            raise SaidElsewhere
        if store is not self._held:
            try:
                append_or_restore(store, rehearsal, so_far, event)
            except RecordsError as error:
                store = self._hold(error)
            else:
                self._settle_drafts(rehearsal, event, store)
                return
        if so_far and all(summary.id != rehearsal for summary in store.summaries()):
            self._partly_there.add(rehearsal)
            # Memory gets the whole rehearsal, not only the new event, so that it can be read back from there.
            for earlier in so_far:
                store.append(rehearsal, earlier)
        store.append(rehearsal, event)
        self._settle_drafts(rehearsal, event, store)

    def keep_draft(self, rehearsal: str, words: str) -> None:
        """Store what was typed in a rehearsal and not sent; empty words delete it.

        Where the disk or the team's store refuses, it is held in memory.

        Args:
            rehearsal: the id of the rehearsal.
            words: the words, which passed the gates.
        """
        try:
            if self._drafts_beside and self._remains is not None:
                if words and self.store is not self._held:
                    self.store.read(rehearsal, _NO_EVENTS)  # another window may have forgotten it
                self._remains.keep_draft(rehearsal, words)
            elif isinstance(store := self.store, DraftStore):
                store.keep_draft(rehearsal, words)
            else:
                self._drafts[rehearsal] = words
                return
        except NotKnown:
            pass  # what is typed of a rehearsal that was forgotten is held nowhere
        except RecordsError:
            self._drafts[rehearsal] = words
            return
        self._drafts.pop(rehearsal, None)

    def _settle_drafts(self, rehearsal: str, event: Event, store: RehearsalStore) -> None:
        """Delete the draft of a reply that was stored just now, and store those that could not be.

        Args:
            rehearsal: the id of the rehearsal.
            event: what was stored.
            store: the store that it is in. One that keeps drafts itself deleted that of a reply along with it.
        """
        if isinstance(event, Replied):
            if isinstance(store, DraftStore):
                self._drafts.pop(rehearsal, None)
            else:
                self._drafts[rehearsal] = ""
        if self._drafts_beside or store is not self._held:
            self._store_drafts()

    def _store_drafts(self) -> None:
        """Store the drafts that could be stored nowhere before."""
        for rehearsal, words in tuple(self._drafts.items()):
            self.keep_draft(rehearsal, words)

    def read_draft(self, rehearsal: str) -> str:
        """Read what was typed in a rehearsal and not sent; empty for nothing."""
        if rehearsal in self._drafts:
            return self._drafts[rehearsal]
        if self._drafts_beside and self._remains is not None:
            return self._remains.read_draft(rehearsal)
        with suppress(RecordsError):
            if isinstance(store := self.store, DraftStore):
                return store.read_draft(rehearsal)
        return ""

    def forget(self, rehearsal: str) -> ForgottenCount:
        """Delete a rehearsal for good; while the store cannot be reached, as soon as it can.

        Damaged copies that hold its words are deleted too, after everything else that can be read of them was copied
        to the store.

        Raises:
            NotKnown: there is no such rehearsal.
            RecordsError: it cannot be deleted.
        """
        store = self.store
        if store is self._held and self._missed and all(summary.id != rehearsal for summary in store.summaries()):
            raise self._missed
        with self._with_their_copies(store, (rehearsal,)) as reached:
            store.forget(rehearsal)
        self._drafts.pop(rehearsal, None)
        if self._remains is not None:
            self._remains.keep_only_files_of({summary.id for summary in store.summaries()})
        if store is self._held and rehearsal in self._partly_there:
            self._to_forget.add(rehearsal)
        return ForgottenCount(1, reached.copies)

    def forget_events(self, rehearsal: str, so_far: tuple[Event, ...], numbers: Collection[int]) -> None:
        """Delete some events of a rehearsal for good.

        Its draft, its pictures and damaged copies of the events go too.

        Args:
            rehearsal: the id of the rehearsal.
            so_far: its events, as the caller knows them.
            numbers: of the events that go, from 1; never the first one's.

        Raises:
            SaidElsewhere: another window added events since `so_far`.
            ForgottenElsewhere: another window deleted the rehearsal.
            RecordsError: they cannot be deleted; nothing was.
        """
        store = self.store
        # What lies in a store that is away can't be taken out of there, and must not come back beside what stayed.
        if store is self._held and self._missed and (rehearsal in self._partly_there or rehearsal not in _ids(store)):
            raise self._missed
        gone = [serialize_event(event) for number, event in enumerate(so_far, 1) if number in numbers]
        with self._erase_copies(store, marks("", gone), ()):
            try:
                done = store.forget_events(rehearsal, len(so_far), numbers)
            except NotKnown:
                raise ForgottenElsewhere from None
        if not done:
            raise SaidElsewhere
        self._drafts.pop(rehearsal, None)
        if self._remains is not None and store is not self._held:
            self._remains.keep_only_files_of(_ids(store) - {rehearsal})

    def forget_all(self) -> ForgottenCount:
        """Delete all rehearsals for good, with damaged copies and pictures. Raises RecordsError.

        The copies and pictures are deleted even if the store itself cannot be reached.
        """
        copies = 0
        self._drafts.clear()
        try:
            self.must_be_here()
            rehearsals = self.store.forget_all()
        finally:
            if self._remains is not None:
                copies = self._remains.forget_copies()
                self._remains.sweep()
                self._remains.keep_only_files_of(())
        return ForgottenCount(rehearsals, copies)

    def count_damaged(self) -> int:
        """Count the damaged copies that are there."""
        return len(self._remains.copies()) if self._remains else 0

    def forget_damaged(self) -> int:
        """Delete every damaged copy for good, and return how many.

        Raises RecordsError if one remains.
        """
        self.summaries()  # A file that is damaged now is set aside as it is opened, and is one of them.
        return self._remains.forget_copies() if self._remains else 0

    def come_back(self, *, at_once: bool = False) -> bool:
        """Try to write what is held in memory to the real store; return whether it is in use again.

        Args:
            at_once: whether to try even if the last try took long and was only just now.
        """
        if self._held is None:
            return True
        began, store = time.monotonic(), None
        # A look that took long is not repeated for a while, because every reply would wait for it.
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
        self._store_drafts()
        return True

    def only_here(self) -> str:
        """Return what would be lost or not deleted if the program closed now; empty if nothing."""
        if self.come_back(at_once=True) or self._held is None or self._missed is None:
            return ""
        lost = say(LOST) if self._held.summaries() else ""
        stays = say(STAYS) if self._to_forget else ""
        return " ".join((self._missed.message, lost, stays)).strip() if lost or stays else ""

    def summaries(self) -> tuple[Summary, ...]:
        """List all rehearsals, the last used first; empty if they cannot be read."""
        self._unread = ""
        try:
            summaries = self.store.summaries()
            return (
                tuple(replace(summary, goes=self._expiry.goes(summary.id)) for summary in summaries)
                if self._expiry
                else summaries
            )
        except RecordsError as error:
            self._unread = str(error)
            return ()

    def find_scenarios(self) -> frozenset[str]:
        """Find the ids of the scenarios that any rehearsal is of; none if they cannot be read."""
        try:
            return self.store.find_scenarios()
        except RecordsError:
            return frozenset()

    def find_repeated(self, which: Collection[str]) -> frozenset[str]:
        """Find the named rehearsals that have several attempts; none if they cannot be read."""
        try:
            return self.store.find_repeated(which)
        except RecordsError:
            return frozenset()

    @property
    def lasting(self) -> bool:
        """Whether what is stored now is still there after the program closes."""
        return not isinstance(self.store, MemoryRehearsalStore)

    def close(self) -> None:
        """Close the store; it is opened again on next use."""
        self.come_back(at_once=True)
        if self._drafts_beside or self._store is not None:
            self._store_drafts()
        if self._store is not None and not isinstance(self._store, MemoryRehearsalStore):
            self._store.close()
            self._store = None

    def _let_go(self, store: RehearsalStore) -> None:
        """Delete rehearsals that have expired. Raises RecordsError."""
        if self._expiry is None:
            return
        touched = {summary.id: summary.touched for summary in store.summaries() if not summary.kept}
        if over := self._expiry.find_due(touched, store.clock_says()):
            with suppress(CopyStays), self._with_their_copies(store, over):
                self._expiry.note_expired(store.forget_these(over))
        if self._remains is not None:
            with suppress(RecordsError):  # What stays is still named, and looked at again the next time.
                self._remains.expire()
                self._remains.keep_only_files_of({summary.id for summary in store.summaries()})

    @contextmanager
    def _with_their_copies(self, store: RehearsalStore, which: Collection[str]) -> Iterator[ErasedCopies]:
        """Context manager: delete the damaged copies of rehearsals, before the block deletes these.

        So nothing is half forgotten: if a copy cannot be deleted, the rehearsals stay as well. A copy that is set
        aside while they are deleted is deleted afterwards.

        Args:
            store: the store that the rehearsals are in.
            which: the ids of the rehearsals.

        Yields:
            The copies that were deleted.

        Raises:
            CopyStays: a copy cannot be deleted.
        """
        known = frozenset[bytes]().union(*(_marks(store, rehearsal_id) for rehearsal_id in which))
        with self._erase_copies(store, known, [rehearsal_name(rehearsal_id) for rehearsal_id in which]) as reached:
            yield reached

    @contextmanager
    def _erase_copies(
        self, store: RehearsalStore, known: frozenset[bytes], names: Collection[str]
    ) -> Iterator[ErasedCopies]:
        """Context manager: delete the damaged copies in which words stand that the block deletes.

        Args:
            store: the store in which the block deletes.
            known: bytes that stand in a copy where it holds those words.
            names: the names of what goes as a whole, so that recovery leaves it out.

        Yields:
            The copies that were deleted.

        Raises:
            CopyStays: a copy cannot be deleted.
        """
        if self._remains is None or store is self._held:
            yield ErasedCopies()
            return
        with self._remains.erase_copies_around(known, names) as reached:
            yield reached

    def _hold(self, error: RecordsError) -> MemoryRehearsalStore:
        """Close the failed store, and return a store in memory to use instead."""
        if self._store is not None:
            self._store.close()
        self._store, self._held, self._missed = None, MemoryRehearsalStore(), error
        return self._held

    def _write_down(self, held: MemoryRehearsalStore, store: RehearsalStore) -> None:
        """Write what was held in memory to a store that works again. Raises RecordsError."""
        for rehearsal in self._to_forget:
            with suppress(NotKnown), self._with_their_copies(store, (rehearsal,)):
                store.forget(rehearsal)
        for summary in reversed(held.summaries()):
            if catch_up(store, summary.id, held.read(summary.id)):
                self._apart = say(APART)
                self._parted.add(summary.id)


_NO_EVENTS = 10**9
"""More events than any rehearsal has: to read from there asks only whether there is one."""
GOES_ON = "The conversation goes on, but it will be gone when you close the coach."
LOST = "What was said and written since then is not kept: it will be gone when the coach closes."
APART = (
    "The rehearsal was gone on with in another window while it could not be written from here. "
    "What was said here is kept as a rehearsal of its own."
)
STAYS = "What you wanted forgotten still lies there: forget it once that can be reached."


def _ids(store: RehearsalStore) -> set[str]:
    """Return the ids of the rehearsals in a store."""
    return {summary.id for summary in store.summaries()}


def _marks(store: RehearsalStore, rehearsal: str) -> frozenset[bytes]:
    """Return the byte strings by which a rehearsal's words are recognised in a damaged copy."""
    try:
        events = store.read(rehearsal)
    except (NotKnown, RecordsBroken):
        events = ()
    return marks(rehearsal, map(serialize_event, events))


def store_opener(
    where: Places, clock: Callable[[], datetime], store: str | StoreAccess = ""
) -> Callable[[], tuple[RehearsalStore, str]]:
    """Return a function that opens this practitioner's store, or a team's.

    Args:
        where: the practitioner's files.
        clock: the clock, for the name of a damaged copy.
        store: the address of the team's store, or a way into it; empty for the practitioner's own file.
    """

    def open_team() -> tuple[RehearsalStore, str]:
        if not isinstance(store, str):
            return store.open_rehearsals(), ""
        from coach.records.team.logins import check_version, open_url
        from coach.records.team.store import TeamRehearsalStore

        opened = TeamRehearsalStore(open_url(store))
        try:
            check_version(opened.engine)
        except RecordsError:
            opened.close()
            raise
        return opened, ""

    def open_it() -> tuple[RehearsalStore, str]:
        from coach.records.sqlite_store import open_store  # only now, so that what needs no store loads no database

        return open_store(where.rehearsals, lambda file: free_name(file, clock())), ""

    return open_team if store else open_it


def store_looker(store: str | StoreAccess) -> Callable[[], None]:
    """Return a function that checks, without waiting, whether a team's store works.

    Args:
        store: its address, or a way into it; empty for the practitioner's own file.
    """
    if not isinstance(store, str):
        return store.look

    def look() -> None:
        from coach.records.team.logins import check_version, open_engine

        with open_engine(store) as engine:
            check_version(engine, patience=0)

    return look if store else lambda: None
