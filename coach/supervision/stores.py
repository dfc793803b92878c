"""Where things are handed over: a team's store by its address, and a file of one's own."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import RecordsError
from coach.records.damaged_copies import free_name
from coach.records.paths import Places

NO_STORE = "No team's store"


if TYPE_CHECKING:
    from coach.records.submission_store import SubmissionStore


class SubmissionStores:
    """The places where what is brought lies. Each is opened when it is first needed.

    What came as a file stays on this machine, also where a team has a store: whoever gave a file chose no server.
    """

    def __init__(self, where: Places, url: str, clock: Callable[[], datetime]) -> None:
        """`url`: the address of a team's store; empty where there is none."""
        self._where = where
        self._url = url
        self._clock = clock
        self._store: SubmissionStore | None = None
        self._file: SubmissionStore | None = None

    @property
    def has_team_store(self) -> bool:
        """Whether there is a team's store."""
        return bool(self._url)

    def reach(self) -> None:
        """See that the team's store is there, where there is one. Raises RecordsError."""
        if self.has_team_store:
            self.store.me()

    @property
    def drafts(self) -> Path:
        """The folder of drafts: always on this machine, apart for each store and login."""
        name = blake2b(self._url.encode(), digest_size=6).hexdigest() if self._url else "own"
        return self._where.data / "drafts" / name

    @property
    def store(self) -> "SubmissionStore":
        """What lies in the team's store; in the file, where there is none. Raises RecordsError."""
        if not self._url:
            return self.own_file
        if self._store is None:
            from coach.records.team.logins import check_version, open_url
            from coach.records.team.store import TeamSubmissionStore

            engine = open_url(self._url)
            try:
                check_version(engine)
            except RecordsError:
                engine.dispose()
                raise
            self._store = TeamSubmissionStore(engine)
        return self._store

    @property
    def own_file(self) -> "SubmissionStore":
        """What lies in the file of one's own. Raises RecordsError."""
        if self._file is None:
            from coach.records.submission_store import SqliteSubmissionStore

            file = self._open_tables(self._where.rehearsals)
            self._file = SqliteSubmissionStore(file, lambda known, names: _overwrite_deleted(file, known, names))
        return self._file

    def close(self) -> None:
        """Let go of them; they are opened again if they are needed again."""
        for each in (self._store, self._file):
            if each is not None:
                each.close()
        self._store = self._file = None

    def _open_tables(self, file: Path) -> Path:
        """Open the own file, with its tables made or upgraded. Raises RecordsError."""
        from coach.records.sqlite_store import open_store

        store = open_store(file, lambda damaged: free_name(damaged, self._clock()))
        store.close()
        return file


@contextmanager
def _overwrite_deleted(file: Path, known: Collection[bytes], names: Collection[str]) -> Iterator[None]:
    """Overwrite what a deletion leaves in the file and in damaged copies. Raises CopyStays."""
    from coach.records.leftovers import erase_copies_around
    from coach.records.sqlite_store import overwrite_leftovers

    with erase_copies_around(file, "rehearsals", known, names):
        yield
        overwrite_leftovers(file)
