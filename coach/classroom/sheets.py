"""Run sheets: those that ship, and one of a trainer's own."""

from pathlib import Path

from coach.content.binding import bind
from coach.content.nodes import read_yaml
from coach.model.sheet import Sheet

SHIPPED = Path(__file__).parent.parent / "sheets"


def sheets(folder: Path = SHIPPED) -> dict[str, Sheet]:
    """The run sheets of a folder by id, shortest first. Raises Unusable."""
    found = {file.stem: read_sheet(file) for file in sorted(folder.glob("*.yaml"))}
    return dict(sorted(found.items(), key=lambda item: item[1].minutes()))


def read_sheet(file: Path) -> Sheet:
    """A run sheet from its file. Raises Unusable with every problem at its place."""
    return bind(read_yaml(file), Sheet)
