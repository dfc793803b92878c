"""What a facilitator can say when something happens in the room (after `domain` 6.3)."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from coach.content.binding import bind
from coach.content.nodes import read_yaml
from coach.model.frozen import Frozen, Id, Prose, Proses

FILE = Path(__file__).with_name("prompts.yaml")


class Prompt(Frozen):
    """One situation."""

    when: Prose
    say: Proses
    """Words to say, as they are or in one's own."""
    do: Proses
    leave: Proses = ()
    """What helps nobody here."""


class Prompts(Frozen):
    """All of them, by id, in the order they are offered."""

    format: int = 1
    prompts: Annotated[dict[Id, Prompt], Field(min_length=1)]


def prompts(file: Path = FILE) -> dict[str, Prompt]:
    """The prompts that ship, or a service's own. Raises Unusable."""
    return dict(bind(read_yaml(file), Prompts).prompts)
