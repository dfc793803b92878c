"""The optional parts of the coach, what each needs, and how a missing one is installed.

A rehearsal alone needs none of them. `pyproject.toml` has an extra of the same name for each part.
"""

import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec
from pathlib import Path

from coach.errors import CoachError

DISTRIBUTION = "conversation-coach"


class PartMissing(CoachError):
    """An optional part of the coach is not installed; `advice` is the line that adds it."""

    title = "A part is not installed"


@dataclass(frozen=True, slots=True)
class OptionalPart:
    """An optional part of the coach: an extra of the package."""

    extra: str
    what: str
    """What needs it, as the beginning of a sentence in the plural."""
    modules: tuple[str, ...]
    """The top-level modules without which it cannot work."""

    def find_missing(self) -> tuple[str, ...]:
        """Return the modules that are not installed here."""
        return tuple(module for module in self.modules if find_spec(module) is None)


PARTS = {
    part.extra: part
    for part in (
        OptionalPart("word", "Word documents", ("docx",)),
        OptionalPart("room", "Pages for a browser", ("aiohttp", "jinja2", "markupsafe")),
        OptionalPart("team", "A team's store and its commands", ("sqlalchemy", "alembic", "psycopg")),
        OptionalPart(
            "team-web", "Pages at a team's own address", ("aiohttp", "jinja2", "sqlalchemy", "authlib", "joserfc")
        ),
        OptionalPart("fit", "Encoders of your own", ("onnx", "scipy", "sklearn", "torch")),
    )
}
"""Every optional part, by its extra."""


def require_part(extra: str) -> None:
    """Check that an optional part is installed.

    Args:
        extra: the extra that brings it.

    Raises:
        PartMissing: it is not; the error says which line installs it.
    """
    part = PARTS[extra]
    if missing := part.find_missing():
        raise PartMissing(
            f"{part.what} need the extra `{extra}`, and this is not installed of it: {', '.join(missing)}.",
            advise_install(part),
        )


def advise_install(part: OptionalPart) -> str:
    """Return a sentence with the line that installs a part into the environment that runs.

    The packages are named, and not the extra: a copy that came as a file or a folder is in no index, and its extras
    are known to nobody there.
    """
    prefix = Path(sys.prefix)
    packages = " ".join(f'"{one}"' for one in list_requirements(part.extra))
    if getattr(sys, "frozen", False):
        return "This build of the coach was made without it; ask whoever gave it to you."
    if (prefix / "pipx_metadata.json").is_file():
        return f"This adds it: pipx inject {DISTRIBUTION} {packages}"
    if (prefix / "uv-receipt.toml").is_file():
        return f"This adds it: uv pip install --python {_quote(sys.executable)} {packages}"
    return f"This adds it: {_quote(sys.executable)} -m pip install {packages}"


def _quote(path: str) -> str:
    """Return a path as a command line takes it."""
    return f'"{path}"' if " " in path else path


@cache
def list_requirements(extra: str) -> tuple[str, ...]:
    """Return what an extra requires, with its limits.

    Without metadata, as in a folder that was only copied, the modules' own names have to do.
    """
    try:
        stated = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        return PARTS[extra].modules
    split = (requirement.partition(";") for requirement in stated)
    wanted = (package.strip() for package, _, marker in split if f"extra == '{extra}'" in marker.replace('"', "'"))
    return tuple(dict.fromkeys(wanted))
