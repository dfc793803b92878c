"""The stores of submissions, a team's store and the user's own file, and drafts of reviews."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, ValidationError, ValidationInfo, field_validator

from coach.errors import RecordsError, RecordsUnwritable
from coach.language.catalogue import say
from coach.model.submission import Review
from coach.model.types import Frozen
from coach.records.damaged_copies import free_name
from coach.records.erasure import erase
from coach.records.paths import Places, write_whole
from coach.supervision.agenda import format_day

if TYPE_CHECKING:
    from coach.records.event_store import StoreAccess
    from coach.records.submission_store import SubmissionStore


NO_STORE = "No team's store"
"""The title of an error where something needs one."""


class SubmissionStores:
    """The stores in which submissions lie. Each is opened when it is first needed.

    A submission that came as a file stays on this machine even where a team has a store: its practitioner gave a file
    and chose no server.
    """

    def __init__(self, where: Places, store: "str | StoreAccess", clock: Callable[[], datetime]) -> None:
        """Name the stores without opening them.

        Args:
            where: the user's folders.
            store: the address of the team's store, or a way into it; empty where there is none.
            clock: tells the time.
        """
        self._where = where
        self._team = store
        self._clock = clock
        self._store: SubmissionStore | None = None
        self._file: SubmissionStore | None = None
        self.damage_notice = ""
        """What was saved and lost where the user's own file was found damaged, in sentences; else empty."""

    @property
    def has_team_store(self) -> bool:
        """Whether there is a team's store."""
        return bool(self._team)

    def reach(self) -> None:
        """Raise RecordsError if there is a team's store and it cannot be reached."""
        if self.has_team_store:
            self.store.me()

    @property
    def drafts(self) -> Path:
        """The folder of drafts: on this machine, with a subfolder for each store and login."""
        return self._where.data / "drafts" / self._name

    @property
    def actions(self) -> Path:
        """The file of the supervisor's actions: on this machine, one for each store and login."""
        return self._where.data / "actions" / f"{self._name}.json"

    @property
    def taken_in(self) -> Path:
        """The file that remembers what was taken in and put away: hashes alone."""
        return self._where.data / "taken-in.json"

    def read_seen(self) -> "SeenFiles":
        """Read what was taken in and put away; nothing where that cannot be read."""
        try:
            return SeenFiles.model_validate_json(self.taken_in.read_bytes())
        except (OSError, ValidationError):
            return SeenFiles()

    def keep_seen(self, seen: "SeenFiles") -> None:
        """Remember what was taken in and put away; where it cannot be, a file is offered once more."""
        with suppress(OSError):
            write_whole(self.taken_in, seen.model_dump_json())

    @property
    def _name(self) -> str:
        """A name for this store and login: a hash, since the address may hold a password."""
        address = self._team if isinstance(self._team, str) else self._team.name
        return blake2b(address.encode(), digest_size=6).hexdigest() if address else "own"

    @property
    def store(self) -> "SubmissionStore":
        """The team's store, opened if needed; the user's own file where there is none.

        Raises RecordsError.
        """
        if not self._team:
            return self.own_file
        if self._store is None and not isinstance(self._team, str):
            self._store = self._team.open_submissions()
        elif self._store is None:
            from coach.records.team.logins import check_version, open_url
            from coach.records.team.store import TeamSubmissionStore

            engine = open_url(str(self._team))
            try:
                check_version(engine)
            except RecordsError:
                engine.dispose()
                raise
            self._store = TeamSubmissionStore(engine)
        return self._store

    @property
    def has_own_file(self) -> bool:
        """Whether the user's own file is there already."""
        return self._where.rehearsals.exists()

    @property
    def own_file(self) -> "SubmissionStore":
        """The user's own file of submissions, opened if needed. Raises RecordsError."""
        if self._file is None:
            from coach.records.sqlite_store import SqliteSubmissionStore

            file = self._open_tables(self._where.rehearsals)
            self._file = SqliteSubmissionStore(file, lambda known, names: _overwrite_deleted(file, known, names))
        return self._file

    def close(self) -> None:
        """Close the stores; each is opened again when it is next needed."""
        for store in (self._store, self._file):
            if store is not None:
                store.close()
        self._store = self._file = None

    def _open_tables(self, file: Path) -> Path:
        """Make or upgrade the tables of the user's own file, and return its path.

        Raises RecordsError.
        """
        from coach.records.sqlite_store import open_store

        store = open_store(file, lambda damaged: free_name(damaged, self._clock()))
        self.damage_notice = store.damage_notice or self.damage_notice
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


# --- What a folder does not offer again

MOST_REMEMBERED = 5000
"""Submissions that were put away and are remembered, the latest."""


class SeenFiles(Frozen):
    """The file of what was taken in or put away: hashes, and nothing of what files hold."""

    format: int = 1
    seen: tuple[str, ...] = ()
    """Files that were taken in from the inbox folder."""
    away: tuple[str, ...] = ()
    """Submissions that were put away, by a hash of their id."""

    def has_put_away(self, key: str) -> bool:
        """Return whether a submission was put away, by its id."""
        return _mark_id(key) in self.away

    def with_away(self, key: str) -> "SeenFiles":
        """Return these with one more submission that was put away, by its id."""
        away = dict.fromkeys((*self.away, _mark_id(key)))
        return self.model_copy(update={"away": tuple(away)[-MOST_REMEMBERED:]})


def _mark_id(key: str) -> str:
    return blake2b(f"put away/{key}".encode(), digest_size=10).hexdigest()


# --- Drafts of reviews, on this machine alone


class ReviewDraft(Frozen):
    """The draft of a review: what the supervisor has said so far."""

    response: Review
    by: Annotated[str, Field(validate_default=True)] = ""
    """The date of the supervisor's action as it was typed, which may be none yet."""

    @field_validator("by")
    @classmethod
    def _follow_action(cls, by: str, info: ValidationInfo) -> str:
        """Write out the date of the action where nothing is typed.

        A form shows what is typed, and reads the action back from it: an empty field would take the date away.
        """
        response: Review | None = info.data.get("response")
        day = response.action.by if response and response.action else None
        return by or (format_day(day) if day else "")


class ReviewDraftFolder:
    """A folder of drafts of reviews, one file for each submission."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, brought: str) -> ReviewDraft | None:
        """Return the draft of a submission's review; None if there is none that can be read."""
        try:
            return ReviewDraft.model_validate_json(self._file(brought).read_bytes())
        except (OSError, ValidationError):
            return None

    def keep(self, draft: ReviewDraft) -> None:
        """Write a draft, whole or not at all, readable by its writer alone.

        Raises RecordsUnwritable.
        """
        try:
            write_whole(self._file(draft.response.brought), draft.model_dump_json())
        except OSError as error:
            raise RecordsUnwritable(
                say(
                    "What you said so far could not be kept: {strerror}.",
                    strerror=(error.strerror or "no access").lower(),
                ),
                say("Hand it back before you close this, or make room and change something again."),
                title=say("Not kept"),
            ) from None

    def delete(self, brought: str) -> None:
        """Delete the draft of a submission's review."""
        erase(self._file(brought))

    def keep_only(self, brought: frozenset[str]) -> None:
        """Delete the drafts for all submissions but these."""
        names = {self._file(key).name for key in brought}
        for file in self._folder.iterdir() if self._folder.is_dir() else ():
            if file.name not in names:
                erase(file)

    def _file(self, brought: str) -> Path:
        """Return the file of a submission's draft, named by a hash.

        The id came in another person's file, so it is not used as a file's name.
        """
        return self._folder / f"{blake2b(brought.encode(), digest_size=12).hexdigest()}.json"
