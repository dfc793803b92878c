"""Reviews that a supervisor has begun and not handed back: on this machine alone."""

from hashlib import blake2b
from pathlib import Path

from pydantic import ValidationError

from coach.errors import RecordsUnwritable
from coach.model.submission import Review
from coach.model.types import Frozen
from coach.records.erasure import erase
from coach.records.paths import write_whole


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
