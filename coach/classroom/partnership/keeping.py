"""Small files in the user's own data folder: whole or not at all, and readable by their owner alone."""

import os
from pathlib import Path
from tempfile import mkstemp
from typing import TypeVar

from pydantic import ValidationError

from coach.errors import RecordsError, RecordsUnwritable
from coach.model.frozen import Frozen

M = TypeVar("M", bound=Frozen)


def keep(file: Path, value: Frozen) -> None:
    """Keep it. Raises RecordsUnwritable."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened, new = mkstemp(dir=file.parent, prefix="new-")
        with os.fdopen(opened, "w", encoding="utf-8") as out:
            out.write(value.model_dump_json(indent=2) + "\n")
        os.replace(new, file)  # noqa: PTH105  # says that it is atomic
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
