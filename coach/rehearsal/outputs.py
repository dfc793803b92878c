"""What comes out of a step: lines to show, things that changed, and every branch that was tried."""

from dataclasses import dataclass

from coach.model.lines import Line


@dataclass(frozen=True, slots=True)
class Spoke:
    """The family said these lines; the talk is now about `topic`."""

    lines: tuple[Line, ...]
    topic: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """The talk came to another turn."""

    turn: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A branch was looked at; `failed` holds the parts of its guard that did not hold, in words."""

    branch: str
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedBack:
    """The reading was unsure between two answers that matter, so the family asked what was meant."""

    between: str
    """The branch that would have answered what was clear."""
    other: str
    """The branch that would have answered, had the possible been so."""
    possible: tuple[str, ...]
    """What may have been meant."""


@dataclass(frozen=True, slots=True)
class Answered:
    """This branch answered: a turn's own, or `otherwise`, `hurt`, `mended`, `skipped`."""

    branch: str


@dataclass(frozen=True, slots=True)
class Told:
    """A silence was told."""

    silence: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A scale moved."""

    scale: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class WasHurt:
    """These harmful criteria were met; the family closed."""

    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WasMended:
    """A hurt no longer stands: `repaired` in words, or `eased` by two helpful replies."""

    how: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The conversation reached an ending of its own."""

    ending: str


Output = Spoke | Arrived | Tried | AskedBack | Answered | Told | Moved | WasHurt | WasMended | Closed
