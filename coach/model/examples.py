"""Example conversations beside a dialogue: its author's regression tests, run by `coach check`."""

from coach.model.frozen import Frozen, Id, Ids, Prose
from coach.model.wording import Forms


class ExampleReply(Frozen):
    """One reply and what should come of it. Only what is given is looked at."""

    reply: str
    clear: Ids | None = None
    """Exactly these criteria are clear."""
    met: Ids = ()
    """At least these are clear."""
    not_met: Ids = ()
    """None of these is clear."""
    forms: Forms = ()
    branch: Id | None = None
    """The branch taken, or `otherwise`, `hurt` or `mended` for the turn's and the family's own."""
    turn: Id | None = None
    """Where the talk stands afterwards."""
    tells: Id | None = None
    ending: Id | None = None


class Example(Frozen):
    """A short conversation. `kind` says whose: open, hesitant, euphemistic, harmful then repaired…"""

    kind: Prose
    starts_at: Id | None = None
    replies: tuple[ExampleReply, ...]
    told: Ids | None = None
    """Exactly these silences were told, in whatever order."""
    openings: dict[Id, Id] = {}
    """How openings stand at the end: taken, partly, missed, not_reached."""
    ending: Id | None = None


class Examples(Frozen):
    """An examples file: `<scenario>.examples.yaml`."""

    format: int = 1
    examples: dict[Id, Example]
