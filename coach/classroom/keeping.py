"""Values in small files of the user's own data folder: a ticket, a number for a quarter, a table that stands."""

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from coach.errors import RecordsError, RecordsUnwritable
from coach.model.frozen import Frozen
from coach.records.whole import write_whole

M = TypeVar("M", bound=Frozen)


def keep(file: Path, value: Frozen) -> None:
    """Keep it. Raises RecordsUnwritable."""
    try:
        write_whole(file, value.model_dump_json(indent=2) + "\n")
    except OSError as error:
        raise RecordsUnwritable(
            f"It could not be kept: {(error.strerror or 'no access').lower()}.", "Nothing was handed over or shown."
        ) from None


def kept(file: Path, model: type[M], what: str) -> M | None:
    """What is kept there, or None. Raises RecordsError where something is there and cannot be read."""
    try:
        return model.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        # From None: nothing of the file belongs in a message.
        raise RecordsError(f"{what} cannot be read.", f"It stays as it is, in {file}.") from None
