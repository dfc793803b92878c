"""Where things are handed over: a team's store by its address, and a file of one's own."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from coach.errors import RecordsError, RecordsUnwritable
from coach.model.submission import Review
from coach.model.types import Frozen
from coach.records.damaged_copies import free_name
from coach.records.erasure import erase
from coach.records.paths import Places, write_whole

NO_STORE = "No team's store"


if TYPE_CHECKING:
    from coach.records.submission_store import SubmissionStore


NO_STORE = "No team's store"
"""The title of an error where something needs one."""


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
            from coach.records.sqlite_store import SqliteSubmissionStore

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


# --- Drafts of reviews, on this machine alone


class ReviewDraft(Frozen):
    """What is said so far."""

    response: Review
    by: str = ""
    """The date of the supervisor's action as it was typed, which may be none yet."""


class ReviewDraftFolder:
    """A folder of them, a file for each thing that was brought."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, brought: str) -> ReviewDraft | None:
        """What is begun for something that was brought, if anything can be read there."""
        try:
            return ReviewDraft.model_validate_json(self._file(brought).read_bytes())
        except (OSError, ValidationError):
            return None

    def keep(self, draft: ReviewDraft) -> None:
        """Keep it, whole or not at all, readable by its writer alone. Raises RecordsUnwritable."""
        try:
            write_whole(self._file(draft.response.brought), draft.model_dump_json())
        except OSError as error:
            raise RecordsUnwritable(
                f"What you said so far could not be kept: {(error.strerror or 'no access').lower()}.",
                "Hand it back before you close this, or make room and change something again.",
                title="Not kept",
            ) from None

    def delete(self, brought: str) -> None:
        """Delete the draft of a submission's review."""
        erase(self._file(brought))

    def keep_only(self, brought: frozenset[str]) -> None:
        """Let go of whatever speaks of something that is there no longer."""
        names = {self._file(each).name for each in brought}
        for file in self._folder.iterdir() if self._folder.is_dir() else ():
            if file.name not in names:
                erase(file)

    def _file(self, brought: str) -> Path:
        """An id came in a file of somebody else's, so it is no name for a file here."""
        return self._folder / f"{blake2b(brought.encode(), digest_size=12).hexdigest()}.json"
