"""A report on this installation for a ticket: versions and settings, nothing typed.

Begin with `report_machine`. Paths are left out, because they name people; so are the user's addresses, names
of own folders and everything that is kept. Who hands out this copy is in it, as the ticket goes there.
"""

import platform
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import coach
from coach.content.library import find_shipped_folders
from coach.parts import PARTS
from coach.practice.contact import read_contact
from coach.practice.settings import Settings, read_machine_settings, read_settings
from coach.records.paths import HOME, MACHINE, Places

PACKAGES = ("textual", "rich", "pydantic", "rapidfuzz", "PyYAML", "platformdirs", "numpy", "onnxruntime", "shtab")
PART_PACKAGES = ("aiohttp", "Jinja2", "segno", "SQLAlchemy", "alembic", "psycopg", "Authlib", "python-docx")
VARIABLES = (HOME, MACHINE, "COACH_PLAIN", "COACH_STORE", "NO_COLOR", "TEXTUAL_ANIMATIONS")
"""Environment variables of which is said that they are set, never to what."""


@dataclass(frozen=True, slots=True)
class MachineReport:
    """What a helper needs to know of an installation: sections of names and values."""

    sections: Mapping[str, Mapping[str, str]]

    def to_data(self) -> dict[str, object]:
        """Return the report as data for JSON."""
        return {section: dict(lines) for section, lines in self.sections.items()}

    def render_lines(self) -> Iterator[str]:
        """Yield the report as lines of text."""
        for section, lines in self.sections.items():
            yield f"{section}:"
            for name, value in lines.items():
                yield f"  {name}: {value or 'none'}"
        yield "Nothing here was typed by you, and no path and no address of yours is named."


def report_machine(
    where: Places, environment: Mapping[str, str], store: str, themes: Collection[str], terminal: Mapping[str, str]
) -> MachineReport:
    """Look at this installation.

    Args:
        where: the user's folders.
        environment: the environment variables.
        store: the address of the team's store; only whether there is one is said.
        themes: the names of the screens' looks, since another name in the settings is the user's own words.
        terminal: what is known of the terminal.
    """
    settings, problem = read_settings(where.settings)
    machine, machine_problem = read_machine_settings()
    kept = {
        "rehearsals": where.rehearsals,
        "rooms": where.rooms,
        "own scenarios": where.library,
        "own weights": where.weights,
        "own places to turn": where.signposts,
    }
    return MachineReport(
        {
            "coach": {
                "version": coach.__version__,
                "installed": _describe_installation(),
                "scenarios that ship": str(_count_scenarios()),
                "reads replies": "fully" if _reads_fully() else "less well, because numpy or onnxruntime is not there",
            },
            "system": {
                "Python": f"{platform.python_version()} ({platform.python_implementation()}, {_count_bits()} bits)",
                "platform": platform.platform(),
                "processor": platform.machine(),
                "file names": sys.getfilesystemencoding(),
                **terminal,
            },
            "packages": {name: _find_version(name) for name in PACKAGES},
            "parts": {part.extra: _describe_missing(part.find_missing()) for part in PARTS.values()},
            "packages of parts": {name: _find_version(name) for name in PART_PACKAGES},
            "settings": {
                **_describe_settings(settings, themes),
                "your own file": _describe_file(where.settings, problem),
                "the whole machine's": _describe_layer(machine, machine_problem),
                "a team's store": "yes" if store else "no",
            },
            "who runs this": read_contact().describe(),
            "kept here": {what: "yes" if path.exists() else "no" for what, path in kept.items()},
            "environment": {name: "set" if name in environment else "not set" for name in VARIABLES},
        }
    )


def _describe_installation() -> str:
    """Say how the coach was installed, as far as its folders show."""
    prefix = Path(sys.prefix)
    if getattr(sys, "frozen", False):
        return "as a folder with its own Python"
    if (prefix / "pipx_metadata.json").is_file():
        return "by pipx"
    if (prefix / "uv-receipt.toml").is_file():
        return "by uv tool"
    if any(part.startswith(("coach-", ".shiv")) for part in Path(coach.__file__).parts):
        return "from one file, a zipapp"
    if (Path(coach.__file__).parent.parent / "pyproject.toml").is_file():
        return "from a folder of its source"
    return "in an environment of its own" if sys.prefix != sys.base_prefix else "beside the system's packages"


def _count_scenarios() -> int:
    files = {file for folder in find_shipped_folders() for file in (folder.path / "dialogues").glob("*.yaml")}
    return sum(not file.name.endswith(".examples.yaml") for file in files)


def _count_bits() -> int:
    return 64 if sys.maxsize > 2**32 else 32


def _reads_fully() -> bool:
    return all(find_spec(module) is not None for module in ("numpy", "onnxruntime"))


def _find_version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _describe_missing(missing: tuple[str, ...]) -> str:
    return f"not there: {', '.join(missing)}" if missing else "there"


def _describe_settings(settings: Settings, themes: Collection[str]) -> dict[str, str]:
    """Say every setting whose value is one of a few, and of the others how many there are."""
    return {
        "plain": "yes" if settings.plain else "no",
        "hints": settings.hints.value,
        "skip_identity": "yes" if settings.skip_identity else "no",
        "theme": settings.theme if settings.theme in themes else "one that is not known",
        "width": settings.width,
        "pace": settings.pace,
        "libraries": str(len(settings.libraries)),
        "inbox": "a folder" if settings.inbox else "none",
        "keys of your own": str(len(settings.keys)),
    }


def _describe_file(file: Path, problem: str) -> str:
    if problem:
        return "cannot be used"
    return "there" if file.is_file() else "none"


def _describe_layer(machine: Settings, problem: str) -> str:
    """Say which settings stand in the whole machine's file, by their names."""
    if problem:
        return "cannot be used"
    stated = sorted(machine.model_fields_set - {"format"})
    return f"there, with {', '.join(stated)}" if stated else "none"
