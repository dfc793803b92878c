"""A matcher made ready: the rubric's wording, and everything that reads by meaning, where it is installed."""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from coach.content.library import Library
from coach.content.problems import Problem, Unusable
from coach.content.yaml_reader import read_content
from coach.matching.classifier import Matcher
from coach.matching.ml.model import ModelUnavailable
from coach.model.rubric import Polarity, Rubric

if TYPE_CHECKING:
    from coach.matching.ml.encoder import Encoder
    from coach.matching.ml.few_shot import Generic, Learnt, Lesson, Told
    from coach.matching.ml.model import Meaning


_PHRASE = re.compile(r"the phrase '(.*?)' ")


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
            try:
                self._made[rubric] = self.maker(rubric)()
            except ValueError as error:
                raise Unusable([self._in_the_rubric(rubric, str(error))]) from None
        return self._made[rubric]

    def _in_the_rubric(self, rubric: str, what: str) -> Problem:
        """What is wrong with a phrase, at the first line that holds it."""
        file = self.library.file("rubrics", rubric)
        phrase = _PHRASE.search(what)
        lines = read_content(file).decode("utf-8", errors="replace").splitlines() if phrase else []
        line = next((number for number, text in enumerate(lines, 1) if phrase and phrase[1] in text), 1)
        return Problem(
            file, line, 1, "wrong-phrase", f"{what[0].upper()}{what[1:]}.", "docs/rubrics.md says what a phrase is."
        )

    def to_be_learnt(self, name: str) -> "Lesson | None":
        """The examples of a rubric that is decided on by them, where no decision that ships was learnt from them.

        Takes seconds. Raises NotKnown or Unusable.
        """
        found = lesson_for(self, name, unless_kept=True)
        return found[0] if found else None

    def maker(self, rubric: str) -> Callable[[], Matcher]:
        """What opens such a matcher, for a process of its own. Raises NotKnown or Unusable."""
        return partial(open_matcher, rubric, self.library.rubric(rubric), self.weights)


def lesson_for(
    matchers: Matchers, name: str, told: "Sequence[Told]" = (), *, unless_kept: bool = False
) -> "tuple[Lesson, str] | None":
    """A rubric's examples laid out, and what a decision learnt from them rests on; nothing where all is fitted."""
    rubric = matchers.library.rubric(name)
    encoder, _, fitted = _fitted_for(name, rubric, matchers.weights)
    if encoder is None or fitted >= set(rubric.criteria):
        return None
    of = learnt_from(rubric, encoder, fitted)
    if unless_kept and _kept(name, of, ()):
        return None
    return lesson(rubric, encoder, fitted, told), of


def open_matcher(name: str, rubric: Rubric, folders: Iterable[Path] = ()) -> Matcher:
    """The best matcher there is for a rubric. `folders`: where weights fitted at home may lie, before those that ship.

    Criteria that no weights were fitted for are decided on by the rubric's own examples. Where the encoder or its
    runtime is missing, everything is read by wording alone.
    """
    encoder, meaning, fitted = _fitted_for(name, rubric, folders)
    if encoder is None:
        return Matcher(rubric)
    if fitted >= set(rubric.criteria):
        return Matcher(rubric, meaning)
    return Matcher(rubric, meaning, _by_examples(name, rubric, encoder, fitted, tuple(folders)))


def _fitted_for(
    name: str, rubric: Rubric, folders: Iterable[Path]
) -> "tuple[Encoder | None, Meaning | None, frozenset[str]]":
    """The encoder, the weights fitted for a rubric or the one it builds on, and the criteria these decide on."""
    encoder = open_encoder()
    meaning = _meaning(rubric.builds_on or name, encoder, folders) if encoder else None
    return encoder, meaning, meaning.criteria if meaning else frozenset()


def open_encoder() -> "Encoder | None":
    """The encoder that ships, or nothing where it or its runtime is missing."""
    try:
        from coach.matching.ml.encoder import Encoder
        from coach.matching.ml.model import encoder_files

        return Encoder(*encoder_files())
    except (ModelUnavailable, ImportError):
        return None


def _meaning(name: str, encoder: "Encoder", folders: Iterable[Path]) -> "Meaning | None":
    from coach.matching.ml.model import Meaning, find

    try:
        return Meaning(find(name, folders, lambda: encoder.version), encoder)
    except ModelUnavailable:
        return None


def _by_examples(
    name: str, rubric: Rubric, encoder: "Encoder", fitted: frozenset[str], folders: tuple[Path, ...]
) -> "Callable[[], Generic]":
    """What decides by the rubric's own examples: as it was kept, or learnt now, and kept for the next time."""

    def make() -> "Generic":
        from coach.matching.ml.few_shot import EXAMPLES, Generic

        of = learnt_from(rubric, encoder, fitted)
        kept = _kept(name, of, folders)
        if kept is None:
            kept = lesson(rubric, encoder, fitted).learn(rubric.of(Polarity.HARMFUL))
            if folders:
                with suppress(OSError):  # a full disk costs the next start some seconds, and nothing else
                    kept.save(folders[0] / name / EXAMPLES, of)
        return Generic(kept, encoder)

    return make


def lesson(rubric: Rubric, encoder: "Encoder", fitted: frozenset[str], told: "Sequence[Told]" = ()) -> "Lesson":
    """A rubric's examples laid out to be learnt from, beside labelled replies if there are any. Takes seconds."""
    from coach.matching.ml.few_shot import Lesson
    from coach.matching.similarity import Likeness

    return Lesson(Likeness(rubric).documents, encoder, fitted, told)


def _kept(name: str, of: str, folders: Iterable[Path]) -> "Learnt | None":
    from coach.matching.ml.few_shot import EXAMPLES, Learnt
    from coach.matching.ml.model import shipped

    for folder in (*folders, shipped()):
        try:
            return Learnt.load(folder / name / EXAMPLES, of)
        except ModelUnavailable:
            continue
    return None


def learnt_from(rubric: Rubric, encoder: "Encoder", fitted: frozenset[str]) -> str:
    """What decisions by example rest on, in a few letters: the examples, the encoder, what is decided elsewhere."""
    said = {key: (each.counts, each.not_, each.polarity) for key, each in rubric.criteria.items()}
    told = repr((said, rubric.ordinary, encoder.version, sorted(fitted)))
    return sha256(told.encode()).hexdigest()[:16]
