"""A file's place as somebody typed, pasted or dropped it into a box."""

import re
from pathlib import Path
from urllib.parse import unquote

from coach.records.places import expand_home

_DRIVE = re.compile(r"/[A-Za-z]:")


def typed_file(typed: str) -> Path | None:
    """The file; None where nothing is typed. Terminals drop files in quotes, or as an address with `%20` in it."""
    place = typed.strip().strip("'\"")
    if place.startswith("file://"):
        place = unquote(place.removeprefix("file://").removeprefix("localhost"))
        place = place[1:] if _DRIVE.match(place) else place
    return expand_home(place) if place else None
