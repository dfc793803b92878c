"""Damaged copies, pictures and drafts, which also hold typed words, and erasing them.

They lie in the coach's own folder. Files that the user saved anywhere else are theirs, and stay.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from coach.errors import RecordsError, RecordsUnwritable
from coach.records.damaged_copies import DamagedCopy, ForgottenIds, copy_name, damaged_copies, forget_copies, holds_any
from coach.records.erasure import erase, sweep
from coach.records.expiry import ExpiringKind, Expiry
from coach.records.paths import Places, lock_folder, write_whole

COPIES = ExpiringKind("damaged copy", "damaged copies", can_be_kept=False)
FORGET_THEM = "`coach forget --damaged` overwrites {what} now."
NAMED = 3
"""Copies that are named one by one; the others are counted."""


class CopyStays(RecordsError):
    """A damaged copy holds words of what is to be forgotten, and cannot be overwritten."""


@dataclass(slots=True)
class ErasedCopies:
    """How many damaged copies were erased together with what was forgotten."""

    copies: int = 0


class Leftovers:
    """The damaged copies, pictures and drafts of one user: listed, expired and erased."""

    def __init__(self, where: Places, clock: Callable[[], datetime]) -> None:
        self._folder = where.data
        self._forgotten = ForgottenIds(where.data)
        self._file = where.rehearsals
        self._pictures = where.pictures
        self._drafts = where.drafts
        self._expiry = Expiry(where.expiry("damaged"), clock, COPIES)
        self._reached = 0

    def copies(self) -> tuple[DamagedCopy, ...]:
        """List every damaged copy, the oldest first."""
        return damaged_copies(self._folder)

    def expire(self) -> None:
        """Overwrite and delete the copies that have expired, or that could not be deleted before.

        Raises RecordsUnwritable.
        """
        there = {copy.file.name: copy for copy in self.copies()}
        try:
            if there:
                forgotten = self._forgotten.read()
                forget_copies(copy for copy in there.values() if copy_name(copy.file) in forgotten)
            if over := self._expiry.find_due({name: copy.since for name, copy in there.items()}) if there else ():
                self._expiry.note_expired(forget_copies([there[name] for name in over]))
        finally:
            self._forgotten.let_go()

    def goes(self, copy: DamagedCopy) -> datetime:
        """Return the moment at which a copy expires."""
        return self._expiry.goes(copy.file.name) or copy.expires

    def sentences(self) -> str:
        """Say which copies there are, when they expire, and what expired already; empty for nothing."""
        self._expiry.mark_announced()
        copies = self.copies()
        said = [self._describe(copy) for copy in copies[:NAMED]]
        if len(copies) > NAMED:
            said.append(f"{COPIES.count(len(copies) - NAMED)} more: `coach places` names them.")
        if copies:
            said.append(FORGET_THEM.format(what="it" if len(copies) == 1 else "them"))
        return " ".join(
            filter(
                None, (COPIES.describe_expired(self._expiry.expired_count), describe_overwritten(self._reached), *said)
            )
        )

    def _describe(self, copy: DamagedCopy) -> str:
        return (
            f"{copy.file.name} is a damaged file of your {copy.holds}, set aside on {_in_words(copy.since)}; "
            f"it goes by itself on {_in_words(self.goes(copy))}."
        )

    def forget_copies(self) -> int:
        """Overwrite and delete every copy, and return how many there were.

        A copy that cannot be deleted is remembered: nothing is recovered from it, and it is deleted as soon as it can
        be overwritten.

        Raises:
            RecordsUnwritable: a copy stays.
        """
        try:
            gone = forget_copies(self.copies())
        except RecordsUnwritable:
            # A copy that stays must not be recovered by a later run, which would bring back what was forgotten.
            self._forgotten.remember(copy_name(copy.file) for copy in self.copies())
            raise
        self._forgotten.let_go()
        return gone

    @contextmanager
    def erase_copies_around(self, marks: Collection[bytes], names: Collection[str]) -> Iterator[ErasedCopies]:
        """Erase copies that hold what the block deletes; the function of the same name says how.

        Args:
            marks: Bytes that stand in a copy where it holds what is deleted.
            names: The names under which `ForgottenIds` remembers what is deleted.

        Raises:
            CopyStays: a copy cannot be erased.
        """
        with erase_copies_around(self._file, "rehearsals", marks, names) as reached:
            yield reached
        self._reached += reached.copies

    def sweep(self) -> None:
        """Overwrite and delete what killed processes left half written in the coach's own folder."""
        sweep(self._folder)

    def keep_picture(self, rehearsal: str, scenario: str, drawn: str) -> Path:
        """Write a picture for the browser, private to the user, and return its path.

        Args:
            rehearsal: The id of the rehearsal that it shows; empty for a scenario alone.
            scenario: The scenario's name.
            drawn: The SVG.

        Raises:
            RecordsUnwritable: The folder refuses.
        """
        file = self._pictures / f"{rehearsal or 'scenario'}.{scenario}.svg"
        try:
            write_whole(file, drawn)
        except OSError as error:
            raise RecordsUnwritable(
                f"The picture could not be kept: {(error.strerror or 'no access').lower()}.",
                "Write it elsewhere, with --svg FILE.",
            ) from None
        return file

    def keep_draft(self, rehearsal: str, words: str) -> None:
        """Write the draft of a rehearsal, private to the user; empty words erase it.

        Args:
            rehearsal: The id of the rehearsal.
            words: The words.

        Raises:
            RecordsUnwritable: The folder refuses.
        """
        file = self._find_draft(rehearsal)
        try:
            if words:
                write_whole(file, words)
            else:
                erase(file)
        except OSError as error:
            raise RecordsUnwritable(
                f"What is in the box could not be kept: {(error.strerror or 'no access').lower()}."
            ) from None

    def read_draft(self, rehearsal: str) -> str:
        """Read what was typed in a rehearsal and not sent; empty for nothing."""
        try:
            return self._find_draft(rehearsal).read_text("utf-8")
        except (OSError, UnicodeError):
            return ""

    def _find_draft(self, rehearsal: str) -> Path:
        return self._drafts / f"{rehearsal}.txt"

    def keep_only_files_of(self, rehearsals: Collection[str]) -> None:
        """Overwrite and delete the pictures and drafts of every rehearsal but these.

        Raises RecordsUnwritable where one stays.
        """
        for folder, what in ((self._pictures, "A picture"), (self._drafts, "A draft")):
            try:
                # A folder in it is the desk's, with answers that were begun: they are no rehearsal's.
                there = [file for file in folder.iterdir() if file.is_symlink() or not file.is_dir()]
            except OSError:
                continue
            try:
                for file in there:
                    # A file's name begins with the id of its rehearsal.
                    if file.name.split(".")[0] not in rehearsals:
                        erase(file)
            except OSError as error:
                reason = (error.strerror or "no access").lower()
                raise RecordsUnwritable(
                    f"{what} of a rehearsal could not be forgotten: {reason}.",
                    f"Delete what is in the folder {folder}.",
                ) from None


def describe_overwritten(copies: int) -> str:
    """Return the sentence that copies holding forgotten words were overwritten; empty for none."""
    if not copies:
        return ""
    were = "was" if copies == 1 else "were"
    return (
        f"{COPIES.count(copies)} held words of what was forgotten and {were} overwritten. "
        "Everything else that could be read there is among your rehearsals."
    )


@contextmanager
def erase_copies_around(
    file: Path, holds: str, marks: Collection[bytes], names: Collection[str]
) -> Iterator[ErasedCopies]:
    """Erase damaged copies that hold what the block deletes: before the block, and after it.

    A context manager. Nothing is half forgotten: where a copy cannot be erased, the block is not entered. After the
    block, copies that were set aside meanwhile are erased too. Before a copy is erased, all else that can be read of it
    is brought into the file.

    Args:
        file: The file in which something is deleted inside the block.
        holds: The kind of the file, `rehearsals` or `rooms`; copies of the other kind are left alone.
        marks: Bytes that stand in a copy where it holds what is deleted.
        names: The names under which `ForgottenIds` remembers what is deleted, so that recovery does not bring it back.

    Yields:
        How many copies were erased; complete once the block is left.

    Raises:
        CopyStays: A copy cannot be read or overwritten.
    """
    ids, reached = ForgottenIds(file.parent), ErasedCopies()
    # Remembered before anything is deleted: a recovery in another process, at any moment from here on, leaves these
    # out.
    ids.remember(names)
    try:
        reached.copies = _erase_copies_of(file, holds, marks)
        yield reached
        # The file itself may have been found damaged inside the block, and set aside with what was to be deleted.
        reached.copies += _erase_copies_of(file, holds, marks)
    finally:
        # Without a damaged copy there is nothing to recover, and the hashes themselves would tell that something was
        # deleted.
        ids.let_go()


def _erase_copies_of(file: Path, holds: str, marks: Collection[bytes]) -> int:
    copies = [copy for copy in damaged_copies(file.parent) if copy.holds == holds]
    return erase_copies_of(copies, marks, file)


def erase_copies_of(copies: Collection[DamagedCopy], marks: Collection[bytes], file: Path) -> int:
    """Erase the copies in which a mark stands, and return how many there were.

    What else can be read of them is brought into `file` first.

    Args:
        copies: The copies to look through.
        marks: Bytes that stand in a copy where it holds what is deleted.
        file: The file that the copies were made of.

    Raises:
        CopyStays: That cannot be done, or a copy stays.
    """
    held = [copy for copy in copies if holds_any(copy, marks)]
    for copy in held:
        _bring_over(copy, file)
    if not held:
        return 0
    try:
        # Locked, so that no other process recovers from a copy while it is overwritten.
        with lock_folder(file.parent):
            return forget_copies(held)
    except RecordsUnwritable as error:
        raise CopyStays(error.message, error.advice) from None


def _bring_over(copy: DamagedCopy, file: Path) -> None:
    from coach.records.recovery.transfer import bring_back  # only where it is needed, which is seldom

    if not copy.file.is_file():
        return
    try:
        bring_back(copy.file, file, of_rooms=copy.holds == "rooms")
    except RecordsError as error:
        raise CopyStays(
            f"{copy.file.name} may hold words of it too, and its other words could not be saved. {error.message}",
            "`coach forget --damaged` overwrites it. Then forget it here again.",
        ) from None


def _in_words(at: datetime) -> str:
    day: date = at.astimezone().date()
    return f"{day.day} {day:%B %Y}"
