"""Opening a matcher for a rubric: with fitted weights, a few-shot model, or wording alone.

Begin with `open_matcher`, or with `Matchers` for all rubrics of a library.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from coach.content.library import Library
from coach.content.yaml_reader import Problem, UnusableContent, read_content
from coach.matching.classifier import Matcher
from coach.matching.entry_picker import EntryPicker, open_picker
from coach.matching.ml.weight_files import DECISION_FILE, ModelUnavailable, locate_weights
from coach.matching.rules import WORDING_FILE, load_wording, restore_wording
from coach.matching.similarity import ExampleSimilarity
from coach.model.rubric import Polarity, Rubric

if TYPE_CHECKING:
    from coach.matching.ml.encoder import AskingEncoder, Encoder
    from coach.matching.ml.few_shot import (
        FewShotClassifier,
        FewShotModel,
        FewShotTraining,
        LabelledExample,
        Progress,
    )
    from coach.matching.ml.model import FittedClassifier


_PHRASE = re.compile(r"the phrase '(.*?)' ")


class Matchers:
    """The matchers for a library's rubrics; each is made on first use and kept."""

    def __init__(self, library: Library, weights: tuple[Path, ...] = ()) -> None:
        """Prepare matchers for a library.

        Args:
            library: the library whose rubrics are used.
            weights: folders of weights fitted on this machine, tried before those that ship.
        """
        self.library = library
        self.weights = weights
        self._made: dict[str, Matcher] = {}

    @cached_property
    def picker(self) -> EntryPicker | None:
        """The picker of entries; None where its run time or its weights are missing."""
        return open_picker(self.weights[0] if self.weights else None)

    def matcher(self, rubric: str) -> Matcher:
        """Return the matcher for a rubric. Raises NotKnown or UnusableContent."""
        if rubric not in self._made:
            try:
                # The same function opens a matcher here and in other processes, so that both read alike.
                self._made[rubric] = self.make_opener(rubric)()
            except ValueError as error:
                raise UnusableContent([self._in_the_rubric(rubric, str(error))]) from None
        return self._made[rubric]

    def _in_the_rubric(self, rubric: str, what: str) -> Problem:
        """Make a problem of an error in a phrase, at the first line that has the phrase."""
        file = self.library.file("rubrics", rubric)
        phrase = _PHRASE.search(what)
        lines = read_content(file).decode("utf-8", errors="replace").splitlines() if phrase else []
        line = next((number for number, text in enumerate(lines, 1) if phrase and phrase[1] in text), 1)
        return Problem(
            file, line, 1, "wrong-phrase", f"{what[0].upper()}{what[1:]}.", "docs/rubrics.md says what a phrase is."
        )

    def find_untrained(self, name: str) -> "FewShotTraining | None":
        """Prepare the few-shot training of a rubric, if no shipped model has it. Takes seconds.

        Returns:
            The training; None if a shipped model was learnt from these examples, or weights decide everything.

        Raises:
            NotKnown: there is no such rubric.
            UnusableContent: its file cannot be used.
        """
        training = prepare_training(self, name, unless_kept=True)
        return training[0] if training else None

    def make_opener(self, rubric: str) -> Callable[[], Matcher]:
        """Make a function that opens the matcher in another process.

        Raises NotKnown or UnusableContent.
        """
        return partial(open_matcher, rubric, self.library.rubric(rubric), self.weights)


def prepare_training(
    matchers: Matchers,
    name: str,
    labelled: "Sequence[LabelledExample]" = (),
    *,
    unless_kept: bool = False,
    progress: "Progress | None" = None,
) -> "tuple[FewShotTraining, str] | None":
    """Prepare the few-shot training of a rubric: encode its examples.

    Args:
        matchers: the library's matchers.
        name: the id of the rubric.
        labelled: labelled replies that teach besides the examples.
        unless_kept: whether to do nothing if a shipped model was learnt from these very examples.
        progress: called with how many texts are encoded, and of how many.

    Returns:
        The training, and a fingerprint of its examples; None if weights decide on every criterion.
    """
    rubric = matchers.library.rubric(name)
    encoder, _, fitted = _open_fitted_for(name, rubric, matchers.weights)
    if encoder is None or fitted >= set(rubric.criteria):
        return None
    of = fingerprint_examples(rubric, encoder, fitted)
    if unless_kept and _load_kept(name, of, ()):
        return None
    return build_training(rubric, encoder, fitted, labelled, progress), of


def count_training(matchers: Matchers, name: str) -> "tuple[int, float]":
    """Count the texts that a training encodes, and measure how many seconds one takes here.

    Returns:
        The number and the seconds for each text; zeros if no training is needed.
    """
    rubric = matchers.library.rubric(name)
    encoder, _, fitted = _open_fitted_for(name, rubric, matchers.weights)
    if encoder is None or fitted >= set(rubric.criteria):
        return 0, 0.0
    from coach.matching.ml.few_shot import count_texts

    documents = ExampleSimilarity(rubric).documents
    some = [document.text for document in documents[:TIMED]]
    begun = perf_counter()
    for text in some:
        encoder.encode(text)
    return count_texts(documents, fitted), (perf_counter() - begun) / max(len(some), 1)


def is_trained(matchers: Matchers, name: str, folder: Path) -> bool:
    """Whether a folder of weights has a few-shot model of the rubric's current examples.

    Args:
        matchers: the library's matchers.
        name: the id of the rubric.
        folder: the folder of weights.
    """
    rubric = matchers.library.rubric(name)
    encoder, _, fitted = _open_fitted_for(name, rubric, matchers.weights)
    if encoder is None or fitted >= set(rubric.criteria):
        return True
    from coach.matching.ml.few_shot import FEW_SHOT_FILE, FewShotModel

    try:
        FewShotModel.load(folder / name / FEW_SHOT_FILE, fingerprint_examples(rubric, encoder, fitted))
    except ModelUnavailable:
        return False
    return True


TIMED = 8
"""Texts that are encoded to tell how long all will take."""


def open_matcher(name: str, rubric: Rubric, folders: Iterable[Path] = (), *, with_labelled: bool = True) -> Matcher:
    """Open the best matcher that is possible for a rubric.

    Criteria without fitted weights are decided on by a few-shot model of the rubric's examples. If the encoder or its
    runtime is missing, everything is read by wording alone.

    Args:
        name: the id of the rubric.
        rubric: the rubric.
        folders: folders of weights fitted on this machine, tried before those that ship.
        with_labelled: whether what was fitted to labelled replies beside the examples is used.
    """
    encoder, meaning, fitted = _open_fitted_for(name, rubric, folders)
    if encoder is None:
        return Matcher(rubric)
    as_fitted = _restore_as_fitted(name, rubric) if meaning else None
    if fitted >= set(rubric.criteria):
        return Matcher(rubric, meaning, as_fitted=as_fitted)
    few_shot = _make_few_shot(name, rubric, encoder, fitted, tuple(folders), with_labelled=with_labelled)
    return Matcher(rubric, meaning, few_shot, as_fitted)


def _restore_as_fitted(name: str, rubric: Rubric) -> Rubric | None:
    """Return the rubric with the wording that its weights were fitted with.

    None if it is the same.
    """
    wording = load_wording(locate_weights() / _find_fitted(name, rubric) / WORDING_FILE)
    return restore_wording(rubric, wording) if wording else None


def _find_fitted(name: str, rubric: Rubric) -> str:
    """Return the id of the rubric whose weights read a rubric: itself, or what it builds on."""
    own = (locate_weights() / name / DECISION_FILE).is_file()
    return name if own or not rubric.builds_on else rubric.builds_on


def _open_fitted_for(
    name: str, rubric: Rubric, folders: Iterable[Path]
) -> "tuple[Encoder | None, FittedClassifier | None, frozenset[str]]":
    """Open the encoder and the fitted weights of a rubric, or of the rubric it builds on.

    Args:
        name: the id of the rubric.
        rubric: the rubric.
        folders: folders of weights fitted on this machine.

    Returns:
        The encoder, the fitted classifier (None if missing), and the criteria that it alone decides on.
    """
    encoder = open_encoder()
    meaning = _open_fitted(_find_fitted(name, rubric), encoder, folders) if encoder else None
    # A criterion to which an author added examples is decided on by weights and examples together.
    return encoder, meaning, meaning.criteria - rubric.more_examples.keys() if meaning else frozenset()


def open_encoder() -> "Encoder | None":
    """Open the encoder that ships; None if it or its runtime is missing."""
    try:
        from coach.matching.ml.encoder import Encoder
        from coach.matching.ml.weight_files import locate_encoder

        return Encoder(*locate_encoder())
    except (ModelUnavailable, ImportError):
        return None


def _open_fitted(name: str, encoder: "Encoder", folders: Iterable[Path]) -> "FittedClassifier | None":
    """Open the fitted weights of a rubric; None if there are none."""
    from coach.matching.ml.model import FittedClassifier, find_weights

    try:
        return FittedClassifier(find_weights(name, folders, lambda: encoder.version), encoder)
    except ModelUnavailable:
        return None


def _make_few_shot(
    name: str,
    rubric: Rubric,
    encoder: "Encoder",
    fitted: frozenset[str],
    folders: tuple[Path, ...],
    *,
    with_labelled: bool,
) -> "Callable[[], FewShotClassifier]":
    """Make a function that returns the few-shot classifier: loaded, or learnt and saved.

    Args:
        name: the id of the rubric.
        rubric: the rubric.
        encoder: the sentence encoder.
        fitted: the criteria that weights decide on.
        folders: folders of weights; the first is where a new model is saved.
        with_labelled: whether what was fitted to labelled replies is used.
    """

    def make() -> "FewShotClassifier":
        from coach.matching.ml.few_shot import FEW_SHOT_FILE, FewShotClassifier, Opposites

        of = fingerprint_examples(rubric, encoder, fitted)
        kept = _load_kept(name, of, folders, with_labelled=with_labelled)
        if kept is None:
            kept = build_training(rubric, encoder, fitted).learn(rubric.of(Polarity.HARMFUL))
            if folders:
                with suppress(OSError):  # a full disk costs the next start some seconds, and nothing else
                    kept.save(folders[0] / name / FEW_SHOT_FILE, of)
        return FewShotClassifier(kept, encoder, _open_published(), Opposites.of(rubric))

    return make


def _open_published() -> "AskingEncoder | None":
    """Open the encoder as published; None if it or numpy is missing."""
    try:
        from coach.matching.ml.encoder import open_published_encoder
    except ImportError:
        return None
    return open_published_encoder()


def build_training(
    rubric: Rubric,
    encoder: "Encoder",
    fitted: frozenset[str],
    labelled: "Sequence[LabelledExample]" = (),
    progress: "Progress | None" = None,
) -> "FewShotTraining":
    """Encode a rubric's examples, ready for few-shot learning. Takes seconds.

    Args:
        rubric: the rubric.
        encoder: the sentence encoder.
        fitted: the criteria that weights decide on.
        labelled: labelled replies that teach besides the examples.
        progress: called with how many texts are encoded, and of how many.
    """
    from coach.matching.ml.few_shot import FewShotTraining, Opposites

    documents, opposites = ExampleSimilarity(rubric).documents, Opposites.of(rubric)
    progress = progress or _ignore_progress
    return FewShotTraining(documents, encoder, _open_published(), opposites, fitted, labelled, progress)


def _ignore_progress(done: int, whole: int) -> None:
    """Do nothing with a report of progress."""


def _load_kept(name: str, of: str, folders: Sequence[Path], *, with_labelled: bool = True) -> "FewShotModel | None":
    """Load a rubric's few-shot model from the first folder that has it; None if none has.

    Args:
        name: the id of the rubric.
        of: the fingerprint of the examples that it must have been learnt from.
        folders: folders of weights, tried before those that ship.
        with_labelled: whether what was fitted to labelled replies is used, where there is such.
    """
    from coach.matching.ml.few_shot import FEW_SHOT_FILE, OWN_FIT_FILE, FewShotModel

    files = [folder / name / FEW_SHOT_FILE for folder in (*folders, locate_weights())]
    if with_labelled:
        files = [*(folder / name / OWN_FIT_FILE for folder in folders), *files]
    for file in files:
        try:
            return FewShotModel.load(file, of)
        except ModelUnavailable:
            continue
    return None


def fingerprint_examples(rubric: Rubric, encoder: "Encoder", fitted: frozenset[str]) -> str:
    """Compute a hash of everything that a few-shot model is learnt from.

    Args:
        rubric: the rubric.
        encoder: the sentence encoder.
        fitted: the criteria that weights alone decide on.
    """
    from coach.matching.ml.few_shot import LEARNT_AS, Opposites

    said = {key: (criterion.counts, criterion.not_, criterion.polarity) for key, criterion in rubric.criteria.items()}
    published, with_cue = _open_published(), Opposites.of(rubric).with_cue
    # In this order and shape, so that a model that was kept before is not learnt again.
    told = repr((said, rubric.ordinary, encoder.version, sorted(fitted), LEARNT_AS))
    told += repr((published and published.version, sorted(with_cue), rubric.more_examples))
    return sha256(told.encode()).hexdigest()[:16]
