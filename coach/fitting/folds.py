"""Splits in which no voice, and where wanted no situation, stands on both sides."""

from collections.abc import Iterable
from typing import NamedTuple

from coach.fitting.corpus import Labelled

FOLDS = 3


class Fold(NamedTuple):
    """What is kept out: the voices, and the situations (none where all are known)."""

    name: str
    voices: frozenset[str]
    scenarios: frozenset[str] = frozenset()

    def fits_on(self, reply: Labelled) -> bool:
        """Whether a reply may be learnt from."""
        return reply.voice not in self.voices and reply.scenario not in self.scenarios

    def judges(self, reply: Labelled) -> bool:
        """Whether a reply is kept for judging."""
        return reply.voice in self.voices and (not self.scenarios or reply.scenario in self.scenarios)


def over_voices(replies: Iterable[Labelled]) -> tuple[Fold, ...]:
    """Every voice is kept out once; all situations are known."""
    return tuple(Fold(f"voices-{i}", part) for i, part in enumerate(parts({each.voice for each in replies})))


def over_voices_and_situations(replies: Iterable[Labelled]) -> tuple[Fold, ...]:
    """Every voice and every situation is kept out once, together: each judged reply is new in both."""
    replies = tuple(replies)
    voices = parts({each.voice for each in replies})
    scenarios = parts({each.scenario for each in replies})
    return tuple(Fold(f"situations-{i}", *both) for i, both in enumerate(zip(voices, scenarios, strict=True)))


def parts(names: set[str]) -> list[frozenset[str]]:
    """Thirds, by turns in order of name, so that a new voice moves none of the others."""
    ordered = sorted(names)
    return [frozenset(ordered[part::FOLDS]) for part in range(FOLDS)]
