"""What is known when a reply is read: the cue before it, and who is in the room."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Context:
    """A reply means what it does after its cue; without one, only what the words themselves say."""

    cue: str = ""
    """What the family just said."""
    topic: str = "none"
    """The cue's topic, one of the rubric's."""
    context: str = ""
    """Who speaks to whom, and what is known. Names in it are never a new subject."""
    focus: tuple[str, ...] = ()
    """The scenario's own criteria; likeness alone speaks only for these where any are given."""
