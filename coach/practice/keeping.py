"""Keeping a rehearsal whatever happens to the disk: a store that, when it fails, lets the conversation go on."""

from collections.abc import Callable
from datetime import datetime

from coach.errors import RecordsError
from coach.model.events import Event
from coach.records.kept import MemoryStore, Store, Summary
from coach.records.places import Places, set_aside


class Keeping:
    """The store in use, opened when first needed. `notice` says in a sentence what went wrong, once it has."""

    def __init__(self, open_store: Callable[[], tuple[Store, str]]) -> None:
        self._open = open_store
        self._store: Store | None = None
        self.notice = ""
        self._missed: RecordsError | None = None

    @property
    def store(self) -> Store:
        """The store; one that lasts only while the program runs if nothing better can be had."""
        if self._store is None:
            try:
                self._store, self.notice = self._open()
            except RecordsError as error:
                self._store, self.notice = MemoryStore(), _lost(error)
                self._missed = error
        return self._store

    def must_be_here(self) -> None:
        """For whoever asks for what was kept before. Raises RecordsError where that could not be reached."""
        if self.store and self._missed:
            raise self._missed

    def append(self, rehearsal: str, so_far: tuple[Event, ...], event: Event) -> None:
        """Add an event. If the store fails, what was said so far goes on in memory and nothing is lost from view."""
        try:
            self.store.append(rehearsal, event)
        except RecordsError as error:
            self.notice = _lost(error)
            self.store.close()
            self._store = MemoryStore([(rehearsal, (*so_far, event))])

    def summaries(self) -> tuple[Summary, ...]:
        """Every rehearsal, the last touched first; none if they cannot be read."""
        try:
            return self.store.summaries()
        except RecordsError as error:
            self.notice = str(error)
            return ()

    @property
    def lasting(self) -> bool:
        """Whether what is kept now is there after the coach is closed."""
        return not isinstance(self.store, MemoryStore)

    def close(self) -> None:
        """Let go of the file; it is opened again if it is needed again."""
        if self._store is not None and not isinstance(self._store, MemoryStore):
            self._store.close()
            self._store = None


def opener(where: Places, clock: Callable[[], datetime], url: str = "") -> Callable[[], tuple[Store, str]]:
    """How to open this user's store, or the team's at `url`; what expired goes as it opens."""

    def open_team() -> tuple[Store, str]:
        from coach.records.team.opening import open_url, ready
        from coach.records.team.store import TeamStore

        store = TeamStore(open_url(url))
        try:
            ready(store.engine)
            store.expire(clock())
        except RecordsError:
            store.close()
            raise
        return store, ""

    def open_it() -> tuple[Store, str]:
        from coach.records.sqlite import open_store  # only now, so that what needs no store loads no database

        store, aside = open_store(where.rehearsals, lambda file: set_aside(file, clock()))
        store.expire(clock())
        if aside is None:
            return store, ""
        return store, f"The file of your rehearsals was damaged. It is set aside as {aside.name}; a new one was begun."

    return open_team if url else open_it


def _lost(error: RecordsError) -> str:
    return f"{error.message} The conversation goes on, but it will be gone when you close the coach."
