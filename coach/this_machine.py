"""The practice of whoever sits at this machine: their places, the clock, their library."""

import argparse
import os
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import CoachError

if TYPE_CHECKING:
    from coach.practice.practice import Practice
    from coach.records.places import Places


Adder = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
"""Adds a command: its name, what runs it, and what it does in a few words."""


def drawn() -> bool:
    """Whether a screen can be drawn here."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def library_option(parser: argparse.ArgumentParser, into: str = "library") -> None:
    """`--library FOLDER`, as often as there are folders. `into`: where they are put together."""
    parser.add_argument(
        "--library",
        dest=into,
        action="append",
        type=Path,
        default=[],
        metavar="FOLDER",
        help="a folder of your own scenarios",
    )


def places_here() -> "Places":
    """Where this user's things are kept."""
    from coach.records.places import places

    return places(os.environ)


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def practice_here(folders: list[Path] | None = None) -> "Practice":
    """Their practice, with folders of their own scenarios. Raises CoachError where one is not there."""
    from coach.practice.practice import practice_at

    for folder in folders or ():
        if not folder.is_dir():
            raise CoachError(f"There is no folder {folder}.", "Give the folder that holds dialogues and personas.")
    return practice_at(places_here(), now, lambda: secrets.token_hex(4), tuple(folders or ()), store_here())


def store_here() -> str:
    """The address of the team's store, where there is one."""
    return os.environ.get("COACH_STORE", "").strip()
