"""A matcher made ready: the rubric's wording, and everything that reads by meaning, where it is installed."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from coach.content.library import Library
from coach.matching.matcher import Matcher
from coach.matching.weightless import NoWeights
from coach.model.rubric import Polarity, Rubric

if TYPE_CHECKING:
    from coach.matching.meaning.encoder import Encoder
    from coach.matching.meaning.generic import Generic
    from coach.matching.meaning.meaning import Meaning


class Matchers:
    """Matchers for a library's rubrics, each made once."""

    def __init__(self, library: Library, weights: tuple[Path, ...] = ()) -> None:
        """`weights`: folders of weights fitted at home, looked in before those that ship."""
        self.library = library
        self.weights = weights
        self._made: dict[str, Matcher] = {}

    def matcher(self, rubric: str) -> Matcher:
        """The matcher for a rubric. Raises NotKnown or Unusable."""
        if rubric not in self._made:
            self._made[rubric] = self.maker(rubric)()
        return self._made[rubric]

    def maker(self, rubric: str) -> Callable[[], Matcher]:
        """What opens such a matcher, for a process of its own. Raises NotKnown or Unusable."""
        return partial(open_matcher, rubric, self.library.rubric(rubric), self.weights)


def open_matcher(name: str, rubric: Rubric, folders: Iterable[Path] = ()) -> Matcher:
    """The best matcher there is for a rubric. `folders`: where weights fitted at home may lie, before those that ship.

    Criteria that no weights were fitted for are decided on by the rubric's own examples. Where the encoder or its
    runtime is missing, everything is read by wording alone.
    """
    try:
        from coach.matching.meaning.encoder import Encoder
        from coach.matching.meaning.weights import encoder_files

        encoder = Encoder(*encoder_files())
    except (NoWeights, ImportError):
        return Matcher(rubric)
    meaning = _meaning(rubric.builds_on or name, encoder, folders)
    if meaning and meaning.criteria >= set(rubric.criteria):
        return Matcher(rubric, meaning)
    return Matcher(rubric, meaning, _by_examples(rubric, encoder, meaning.criteria if meaning else frozenset()))


def _meaning(name: str, encoder: "Encoder", folders: Iterable[Path]) -> "Meaning | None":
    from coach.matching.meaning.meaning import Meaning
    from coach.matching.meaning.weights import DECISION, Weights, find

    try:
        return Meaning(Weights.load(find(name, folders) / DECISION), encoder)
    except NoWeights:
        return None


def _by_examples(rubric: Rubric, encoder: "Encoder", fitted: frozenset[str]) -> "Callable[[], Generic]":
    from coach.matching.meaning.generic import Generic
    from coach.matching.similarity import Likeness

    return lambda: Generic(Likeness(rubric).documents, rubric.of(Polarity.HARMFUL), encoder, fitted)
