"""An agenda for talking over what was brought, and where one is in it by a clock that can be ignored."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from coach.content.binding import bind
from coach.content.nodes import read_yaml
from coach.model.frozen import Frozen, Prose, Proses

FILE = Path(__file__).with_name("agenda.yaml")


class Part(Frozen):
    """A stretch of the talk. Its minutes are an offer."""

    begins: Annotated[int, Field(ge=0, alias="from")]
    ends: Annotated[int, Field(ge=1, alias="to")]
    title: Prose
    ask: Proses
    note: str = ""


class Agenda(Frozen):
    """The whole talk."""

    format: int = 1
    title: Prose
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]

    def at(self, minute: float) -> int:
        """Which part the clock is in; the last one afterwards."""
        return next((place for place, part in enumerate(self.parts) if minute < part.ends), len(self.parts) - 1)


def agenda(file: Path = FILE) -> Agenda:
    """The agenda that ships, or a service's own. Raises Unusable."""
    return bind(read_yaml(file), Agenda)
