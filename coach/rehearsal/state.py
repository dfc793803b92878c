"""How things stand in a conversation."""

from dataclasses import dataclass

from coach.model.reading import Form, Reading


@dataclass(frozen=True, slots=True)
class Position:
    """Everything the family's next answer can depend on, besides the reply. Finite, so it can be walked."""

    turn: str
    trust: int
    guarded: int
    told: frozenset[str] = frozenset()
    remembered: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    """Branches already taken on this visit to the turn."""
    unmet: int = 0
    """How often on this visit nothing fitted."""
    hurt: bool = False
    """A hurt stands that has not been mended; no silence is told while it does."""
    helpful_run: int = 0
    """Helpful replies in a row since the hurt; two reopen what it closed."""
    hurts: int = 0
    """How many of the family's own hurt lines were said."""
    mendings: int = 0
    ending: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A move that can be taken back: where things stood before it, and whether it was a reply or a skip."""

    before: Position
    reply: bool


@dataclass(frozen=True, slots=True)
class State:
    """A rehearsal at one moment: where the talk is, and the way back."""

    position: Position
    past: tuple[Said, ...] = ()
    earlier: tuple[tuple[Said, ...], ...] = ()
    """The ways of the attempts before this one, so that any of their lines can be said again."""
    paused: bool = False
    ended: str | None = None
    """`finished` or `stopped`, where the practitioner ended it."""

    def over(self) -> bool:
        """Whether nothing more can be said in this attempt."""
        return self.ended is not None or self.position.ending is not None

    def replies(self) -> int:
        """How many replies stand in this attempt."""
        return sum(said.reply for said in self.past)


@dataclass(frozen=True, slots=True)
class Heard:
    """What of a reading moves the family: clear verdicts, forms, and whether it took up the cue."""

    clear: frozenset[str]
    forms: frozenset[Form] = frozenset()
    follows_up: bool = False

    @classmethod
    def of(cls, reading: Reading) -> "Heard":
        """Leave out everything that is only possible."""
        return cls(reading.clear(), frozenset(reading.forms), reading.follows_up)
