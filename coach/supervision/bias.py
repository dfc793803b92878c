"""Questions about one's own picture of a family, for before or after. Nothing is kept unless its writer says so."""

from pathlib import Path

from coach.content.binding import bind
from coach.content.nodes import read_yaml
from coach.model.events import OWN_PICTURE
from coach.model.frozen import Frozen, Id, Prose

FILE = Path(__file__).with_name("bias.yaml")
KEPT_UNDER = OWN_PICTURE
"""What an answer that was asked to be kept is kept under, in `Reflected.on`."""


class BiasQuestions(Frozen):
    """The file of them. Those under `identity` are left out for whoever wishes."""

    format: int = 1
    before: dict[Id, Prose]
    after: dict[Id, Prose]
    identity: dict[Id, Prose]


def every_question(file: Path = FILE) -> dict[str, str]:
    """All of them, by id. Raises Unusable."""
    found = bind(read_yaml(file), BiasQuestions)
    return {**found.before, **found.after, **found.identity}


def questions(when: str, *, skip_identity: bool, file: Path = FILE) -> dict[str, str]:
    """The questions for `before` or `after`, by id. Raises Unusable."""
    found = bind(read_yaml(file), BiasQuestions)
    own = {} if skip_identity else found.identity
    return {**(found.before if when == "before" else found.after), **own}
