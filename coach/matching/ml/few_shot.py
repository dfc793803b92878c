"""Few-shot learning: a classifier for criteria without weights, from a rubric's examples.

Begin with `FewShotTraining.learn` and `FewShotClassifier.find`. Ten examples and a few near-misses of a criterion are
enough for a linear decision over the encoder's embedding, the words and letters, and the form of a sentence. The
examples of all other criteria serve as counter-examples: they teach more than a handful of near-misses alone. The
encoder as published is asked too, and a criterion that needs the cue sees the cue's vector.
"""

import io
import json
import math
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.matching.denials import WAYS, find_usual_denials, list_denials
from coach.matching.ml.encoder import DIMENSIONS, AskingEncoder, Encoder
from coach.matching.ml.features import fit_logistic_regression
from coach.matching.ml.text_features import (
    NgramVocabulary,
    Numbers,
    TextFeatureExtractor,
    count_vocabulary,
)
from coach.matching.ml.weight_files import LOAD_ERRORS, ModelUnavailable, write_atomically
from coach.matching.sentences import ParsedText
from coach.matching.similarity import ExampleDocument
from coach.model.reading import Certainty
from coach.model.rubric import Needs, Polarity, Rubric

# --- The model and its features

LEARNT_AS = 3
"""Changes when models are learnt in another way, so that one kept before is learnt again."""
FEW_SHOT_FILE, OWN_FIT_FILE = "examples.npz", "labelled.npz"
"""The file it is kept in, in a rubric's folder of weights; and the one fitted to labelled replies on this machine."""


@dataclass(frozen=True, slots=True)
class FewShotModel:
    """A linear decision for each criterion, learnt from a rubric's examples.

    Shapes: weights (criteria, numbers); bias and clear (criteria,); by_cue (criteria, 128).
    """

    criteria: tuple[str, ...]
    vocabulary: NgramVocabulary
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    clear: NDArray[np.float32]
    """Log-odds from which a verdict is clear."""
    by_cue: NDArray[np.float32]
    """What the vector of the cue speaks for; noughts where a criterion needs no cue."""
    denials: NDArray[np.bool_]
    """Which ways to deny are usual in a criterion's examples. Shape (criteria, ways)."""

    def save(self, file: Path, of: str) -> None:
        """Save the model to a file.

        Args:
            file: the path.
            of: the fingerprint of what it was learnt from, so that it is never used for anything else.
        """
        packed = io.BytesIO()
        self.write(packed, of)
        write_atomically(file, packed.getvalue())

    def write(self, out: io.BytesIO, of: str) -> None:
        """Write the model to an open file, with the fingerprint of what it was learnt from."""
        np.savez_compressed(
            out,
            said=json.dumps({"criteria": self.criteria, "of": of}),
            at=self.vocabulary.at,
            rarity=self.vocabulary.rarity.astype(np.float16),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
            clear=self.clear,
            by_cue=self.by_cue.astype(np.float16),
            denials=self.denials,
        )

    @classmethod
    def load(cls, file: Path, of: str) -> "FewShotModel":
        """Load a model from a file.

        Args:
            file: the path.
            of: the fingerprint that it must have been saved with.

        Raises:
            ModelUnavailable: the file is missing, cannot be read, or was learnt from something else.
        """
        try:
            with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as kept:
                said = json.loads(str(kept["said"]))
                if said["of"] != of:
                    raise ModelUnavailable(f"{file} was learnt from another state of the rubric.")
                vocabulary = NgramVocabulary(kept["at"], kept["rarity"].astype(np.float32))
                weights = kept["weights"].astype(np.float32)
                by_cue = kept["by_cue"].astype(np.float32)
                keys, denials = tuple(said["criteria"]), kept["denials"]
                return cls(keys, vocabulary, weights, kept["bias"], kept["clear"], by_cue, denials)
        except LOAD_ERRORS as error:
            raise ModelUnavailable(f"What was learnt in {file} cannot be read.") from error


# --- Deciding by the model

POSSIBLE_ODDS, BELOW_CLEAR = -0.7, 2.5
"""Log-odds from which a verdict is possible, but no further below where it is clear: half of the hurts that were heard
among colleagues from -0.7 were none, and a third from 0.5; each of them has somebody asked what they meant."""
NEARLY_CLEAR, LEAD, DECISIVE = -0.5, 0.75, 1.0
"""A help and a hurt in the same words: how near to clear the one may be, and how little behind, for the other to be
doubted; and how far it must lead, where it is clear, for the other not to be said at all. Where both are clear, one
that leads so far is clear, whichever it is; with a smaller lead both are doubted."""
BARE_REPLY, BARE_LEAD = 6, 0.3
"""Words up to which a reply is also read together with the cue, by criteria that need it; and the log-odds that it is
given then, since the family's words are counted and were not meant to say it."""
MOST_SENTENCES = 8
"""Sentences of one reply that are looked at by themselves."""


class FewShotMatch(NamedTuple):
    """A criterion that the model finds in a reply: how certain, and in which words."""

    criterion: str
    certainty: Certainty
    first: int
    last: int
    likely: float


class Opposites(NamedTuple):
    """What a rubric says of its criteria: which help, and which need the cue."""

    helpful: frozenset[str]
    with_cue: frozenset[str]

    @classmethod
    def of(cls, rubric: Rubric) -> "Opposites":
        """Gather them from a rubric."""
        with_cue = frozenset(key for key, criterion in rubric.criteria.items() if criterion.needs is Needs.CUE)
        return cls(rubric.of(Polarity.HELPFUL), with_cue)


class WeighedStretches(NamedTuple):
    """The stretches of a reply, with log-odds of shape (stretches, criteria)."""

    places: list[tuple[int, int]]
    odds: Numbers


class FewShotClassifier:
    """A few-shot model with its encoder, ready to read replies."""

    def __init__(
        self, model: FewShotModel, encoder: Encoder, published: AskingEncoder | None, opposites: Opposites
    ) -> None:
        """Prepare to read by a model.

        Args:
            model: the model.
            encoder: the sentence encoder.
            published: the encoder as published; None where the model was learnt without it.
            opposites: which of the rubric's criteria help, and which need the cue.
        """
        self._model = model
        self._extractor = TextFeatureExtractor(encoder, published)
        self._vectorizer = model.vocabulary.make_vectorizer()
        self.criteria = model.criteria
        self._helps = np.array([key in opposites.helpful for key in self.criteria], bool)
        self._with_cue = np.array([key in opposites.with_cue for key in self.criteria], bool)

    @property
    def lines(self) -> dict[str, float]:
        """The log-odds from which each criterion is clear."""
        return dict(zip(self.criteria, map(float, self._model.clear), strict=True))

    def with_model(self, model: FewShotModel) -> "FewShotClassifier":
        """Return the same classifier with another model of the same criteria."""
        other = copy(self)
        other._model, other._vectorizer = model, model.vocabulary.make_vectorizer()
        return other

    def with_lines(self, lines: Mapping[str, float]) -> "FewShotClassifier":
        """Return the same classifier with other log-odds from which each criterion is clear."""
        return self.with_model(replace(self._model, clear=np.array([lines[key] for key in self.criteria], np.float32)))

    def find(self, parsed: ParsedText, cue: str = "") -> list[FewShotMatch]:
        """Find every criterion that a reply meets or may meet, each with its words.

        Args:
            parsed: the reply.
            cue: what the family said before it.
        """
        if not self.criteria:
            return []
        stretches, odds = self.weigh(parsed, cue)
        denied = self._find_denied(parsed, stretches)
        hits = []
        for column, key in enumerate(self.criteria):
            clear = float(self._model.clear[column])
            # The whole reply and each sentence are judged; the surest of them decides, and gives the words. Where it
            # denies, another that does not and is sure enough comes before it.
            meant = np.where(denied[:, column], -np.inf, odds[:, column])
            best = int(np.argmax(meant if meant.max() >= clear else odds[:, column]))
            sure = float(odds[best, column])
            if sure >= min(max(POSSIBLE_ODDS, clear - BELOW_CLEAR), clear):
                most = self._limit_by_opposite(odds[best], column)
                enough = sure >= clear and most is Certainty.CLEAR and not denied[best, column]
                certainty = Certainty.CLEAR if enough else Certainty.POSSIBLE
                if most is not None:
                    hits.append(FewShotMatch(key, certainty, *stretches[best], likely=1 / (1 + math.exp(-sure))))
        return hits

    def weigh(self, parsed: ParsedText, cue: str = "") -> WeighedStretches:
        """Weigh the whole reply and each of its sentences.

        Args:
            parsed: the reply.
            cue: what the family said before it.
        """
        stretches = [
            (0, len(parsed.words)),
            *((sentence.first, sentence.last) for sentence in parsed.sentences[:MOST_SENTENCES]),
        ]
        stretches = list(dict.fromkeys(stretches))
        texts = [parsed.text[slice(*parsed.span(first, last))] for first, last in stretches]
        odds = np.array([self._weigh(self._vectorizer.vectorize(self._extractor.extract(text))) for text in texts])
        if cue and self._with_cue.any():
            odds += self._model.by_cue @ self._extractor.embed_cue(cue)
            # "And after?" says what it asks about only together with what it answers.
            if len(parsed.words) <= BARE_REPLY:
                joined = (
                    self._weigh(self._vectorizer.vectorize(self._extractor.extract(f"{cue} {parsed.text}"))) + BARE_LEAD
                )
                odds[0, self._with_cue] = np.maximum(odds[0], joined)[self._with_cue]
        return WeighedStretches(stretches, odds)

    def _find_denied(self, parsed: ParsedText, stretches: list[tuple[int, int]]) -> NDArray[np.bool_]:
        """Find the stretches that deny as a criterion's examples do not.

        Args:
            parsed: the reply.
            stretches: the words of each stretch: the first, and past the last.

        Returns:
            Whether they do, of shape (stretches, criteria).
        """
        ways = np.array([list_denials(parsed.text[slice(*parsed.span(*words))]) for words in stretches])
        return np.asarray((ways[:, None, :] & ~self._model.denials[None]).any(2), bool)

    def _limit_by_opposite(self, odds: Numbers, column: int) -> Certainty | None:
        """Return how certain a criterion can be at most in some words, given its opposites.

        Args:
            odds: the log-odds of all criteria in these words. Shape (criteria,).
            column: the number of the criterion.

        Returns:
            The certainty; None where the words clearly say the opposite, and so do not say this.
        """
        others = self._helps != self._helps[column]
        if not others.any():
            return Certainty.CLEAR
        above = odds - self._model.clear
        rival, own = float(above[others].max()), float(above[column])
        if rival >= 0 and rival - own >= DECISIVE:
            return None
        lead = own - rival
        doubted = lead <= 0 or (rival >= 0 and lead < DECISIVE) or (rival >= NEARLY_CLEAR and lead < LEAD)
        return Certainty.POSSIBLE if doubted else Certainty.CLEAR

    def _weigh(self, numbers: Numbers) -> Numbers:
        """Return the log-odds of each criterion for a text; a text has few of the numbers."""
        there = np.flatnonzero(numbers)
        weighed: Numbers = self._model.weights[:, there] @ numbers[there] + self._model.bias
        return weighed


# --- Learning the model

RIDGE = 0.5
"""How strongly weights are held towards nought."""
FEWEST_EXAMPLES = 4
"""Examples that a criterion needs before it is decided on at all; below, only wording and likeness speak."""
ABOVE_OTHERS = 3.8
"""How far above the mean of what it gets in other criteria's examples, left out, a verdict of a rubric is clear."""
LOWEST_LINE, HIGHEST_LINE = -0.6, 0.5
"""Log-odds between which that line stays; the words of a hurt must beat those of every help, too."""
HARM_PRECISION = 0.75
"""A hurt is only clear where so large a share of what is at least as likely, among examples kept out, is one."""
ENOUGH_FOR_THRESHOLD = 25
"""Examples from which that share can be told at all."""
FOLDS = 10
"""Each tenth of the examples is judged by the others."""
MOST_OF_FITTED = 8
"""Examples of a criterion decided on elsewhere that show what the others are not."""
MOST_COMPONENTS = 320
"""Directions that are looked along, of as many as there are examples."""


Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""


class LabelledExample(NamedTuple):
    """A labelled reply that teaches besides the examples; contested labels of it teach nothing."""

    text: str
    labels: frozenset[str]
    contested: frozenset[str]
    cue: str = ""


class FewShotTraining:
    """A rubric's examples, encoded and ready to be learnt from."""

    def __init__(
        self,
        documents: list[ExampleDocument],
        encoder: Encoder,
        published: AskingEncoder | None,
        opposites: Opposites,
        fitted: frozenset[str] = frozenset(),
        labelled: Sequence[LabelledExample] = (),
        progress: Progress = lambda _done, _whole: None,
    ) -> None:
        """Encode every example; takes some milliseconds each.

        Args:
            documents: the rubric's examples, near-misses and ordinary replies.
            encoder: the sentence encoder.
            published: the encoder as published; None where it is missing.
            opposites: which of the rubric's criteria help, and which need the cue.
            fitted: the criteria that weights decide on.
            labelled: labelled replies that teach besides the examples.
            progress: called with how many texts are encoded, and of how many.
        """
        counts = [document.criterion for document in documents if document.counts]
        self.criteria = tuple(
            key for key in dict.fromkeys(counts) if counts.count(key) >= FEWEST_EXAMPLES and key not in fitted
        )
        self.documents = _select_documents(documents, fitted)
        extractor = TextFeatureExtractor(encoder, published)
        texts = [document.text if document.counts else document.plain for document in self.documents] + [
            reply.text for reply in labelled
        ]
        rows = []
        for number, text in enumerate(texts, 1):
            rows.append(extractor.extract(text))
            progress(number, len(texts))
        self.vocabulary = count_vocabulary(rows)
        table = self.vocabulary.make_vectorizer()
        whole = np.array([table.vectorize(row) for row in rows], np.float32)
        said_before = [*(document.cue for document in self.documents), *(reply.cue for reply in labelled)]
        cues = np.array([extractor.embed_cue(cue) for cue in said_before], np.float32)
        self._wide = whole.shape[1]
        self._with_cue = frozenset(self.criteria) & opposites.with_cue if cues.any() else frozenset[str]()
        self.narrow, self.right = _narrow(whole)
        self._beside_cue = _narrow(np.hstack([whole, cues])) if self._with_cue else (self.narrow, self.right)
        shown = [{document.criterion} if document.counts else set() for document in self.documents]
        labels = [*shown, *(reply.labels for reply in labelled)]
        self.met = np.array([[key in label_set for key in self.criteria] for label_set in labels])
        unsure = [*([frozenset[str]()] * len(self.documents)), *(reply.contested for reply in labelled)]
        self.counts = np.array([[key not in unsure_set for key in self.criteria] for unsure_set in unsure])
        self.has_labelled = bool(labelled)

    @cached_property
    def left_out(self) -> Numbers:
        """The log-odds of each document as if it had been left out: (documents, criteria)."""
        odds = np.zeros(self.met.shape)
        for i in range(len(self.criteria)):
            table, met, share = self._get_table(i), self.met[:, i], self.met[:, i].mean()
            weights = self._fit_criterion(i, np.ones(len(table), bool))
            weigh = np.where(met, 0.5 / share, 0.5 / (1 - share))
            odds[:, i] = table @ weights
            likely = 1 / (1 + np.exp(-np.clip(odds[:, i], -30, 30)))
            bend = weigh * likely * (1 - likely)
            ridge = np.append(np.full(table.shape[1] - 1, RIDGE), 1e-6)
            pull = (table * np.linalg.solve((table * bend[:, None]).T @ table + np.diag(ridge), table.T).T).sum(1)
            odds[:, i] += pull * weigh * (likely - met) / np.maximum(1 - bend * pull, 1e-3)
        return odds

    @cached_property
    def usual_line(self) -> float:
        """The log-odds from which a verdict of this rubric is clear at the least.

        It lies above what criteria get in examples of others: many criteria have lower log-odds than few.
        """
        rows = [row for row, document in enumerate(self.documents) if document.criterion in self.criteria]
        if not rows or self.met[rows].all():
            return HIGHEST_LINE
        others = self.left_out[rows][~self.met[rows]]
        return float(np.clip(others.mean() + ABOVE_OTHERS, LOWEST_LINE, HIGHEST_LINE))

    def cross_validate(self) -> Numbers:
        """Return each document's log-odds by a model that was learnt without it.

        Returns:
            Log-odds, of shape (documents, criteria).
        """
        odds = np.zeros(self.met.shape)
        part = np.arange(len(self.narrow)) % FOLDS
        for number in range(FOLDS):
            others, held_out = part != number, part == number
            for i in range(len(self.criteria)):
                odds[held_out, i] = self._get_table(i)[held_out] @ self._fit_criterion(i, others)
        return odds

    def learn(self, harmful: frozenset[str], lines: Mapping[str, float] | None = None) -> FewShotModel:
        """Learn the model: a decision for each criterion, and from which log-odds it is clear.

        Args:
            harmful: the ids of the harmful criteria, which need more certainty to be clear.
            lines: the log-odds from which each criterion is clear, if they are known.
        """
        if lines is None:
            lines = dict(zip(self.criteria, self._draw_lines(harmful), strict=True))
        return self.learn_without(np.zeros(len(self.narrow), bool), lines)

    def learn_without(self, held_out: NDArray[np.bool_], lines: Mapping[str, float]) -> FewShotModel:
        """Learn the model without some of the documents and labelled replies.

        Args:
            held_out: which are left out. Shape (documents and replies,).
            lines: the log-odds from which each criterion is clear.
        """
        weights = np.zeros((len(self.criteria), self._wide + DIMENSIONS), np.float32)
        bias = np.zeros(len(self.criteria), np.float32)
        for i, key in enumerate(self.criteria):
            fitted = self._fit_criterion(i, ~held_out)
            right = self._beside_cue[1] if key in self._with_cue else self.right
            weights[i, : right.shape[1]], bias[i] = fitted[:-1] @ right, fitted[-1]
        clear = np.array([lines[key] for key in self.criteria], np.float32)
        whole, by_cue = weights[:, : self._wide], weights[:, self._wide :]
        return FewShotModel(self.criteria, self.vocabulary, whole, bias, clear, by_cue, self._find_denials())

    def _find_denials(self) -> NDArray[np.bool_]:
        """Return which ways to deny are usual in each criterion's examples. Shape (criteria, ways)."""
        shown = [(document.criterion, document.text) for document in self.documents if document.counts]
        return np.array(
            [find_usual_denials(text for owner, text in shown if owner == key) for key in self.criteria], bool
        ).reshape(len(self.criteria), len(WAYS))

    def _draw_lines(self, harmful: frozenset[str]) -> Numbers:
        """Return the log-odds from which each criterion is clear. Shape (criteria,).

        Args:
            harmful: the ids of the harmful criteria, which need more certainty to be clear.
        """
        lines = np.full(len(self.criteria), self.usual_line)
        judged = (self.met.sum(0) >= ENOUGH_FOR_THRESHOLD) & np.isin(self.criteria, list(harmful))
        # Judged by models that never saw the example, or every threshold would look precise.
        if judged.any() and not self.has_labelled:
            odds = self.cross_validate()
            for i in np.flatnonzero(judged):
                lines[i] = max(self.usual_line, _find_threshold(odds[:, i], self.met[:, i]))
        return lines

    def _get_table(self, criterion: int) -> Numbers:
        """Return the table of documents for one criterion, with cues only if it needs them."""
        return self._beside_cue[0] if self.criteria[criterion] in self._with_cue else self.narrow

    def _fit_criterion(self, criterion: int, among: NDArray[np.bool_]) -> Numbers:
        """Fit the weights of one criterion to some documents, leaving out those contested on it.

        Args:
            criterion: the number of the criterion.
            among: which documents to use. Shape (documents,).
        """
        rows = among & self.counts[:, criterion]
        return _fit_balanced(self._get_table(criterion)[rows], self.met[rows, criterion])


def count_texts(documents: list[ExampleDocument], fitted: frozenset[str], labelled: int = 0) -> int:
    """Return how many texts a training would encode."""
    return len(_select_documents(documents, fitted)) + labelled


def _select_documents(documents: list[ExampleDocument], fitted: frozenset[str]) -> list[ExampleDocument]:
    """Select the documents to learn from; of criteria with weights only a few examples."""
    taken: dict[str, int] = {}
    kept = []
    for document in documents:
        if document.criterion in fitted:
            taken[document.criterion] = taken.get(document.criterion, 0) + document.counts
            if not document.counts or taken[document.criterion] > MOST_OF_FITTED:
                continue
        kept.append(document)
    return kept


def _narrow(whole: NDArray[np.float32]) -> tuple[Numbers, NDArray[np.float32]]:
    """Turn a table of many columns into one of few that says the same.

    As many columns as there are examples, or the widest of them, say all that thousands of words can say.

    Args:
        whole: what is known of each document. Shape (documents, columns).

    Returns:
        The narrow table with a last column of ones, and what turns its columns back into those of the whole.
    """
    sizes, left = np.linalg.eigh((whole @ whole.T).astype(np.float64))
    kept = np.flatnonzero(sizes > 1e-9)[::-1][:MOST_COMPONENTS]
    size = np.sqrt(sizes[kept])
    right = (left[:, kept] / size).T.astype(np.float32) @ whole
    return np.column_stack([left[:, kept] * size, np.ones(len(whole))]), right


def _find_threshold(odds: Numbers, met: NDArray[np.bool_]) -> float:
    """Return the lowest log-odds above which 75 % of the cases are met.

    Args:
        odds: the log-odds of the cases.
        met: whether each case meets the criterion.

    Returns:
        The log-odds; above all cases if no threshold is precise enough.
    """
    order = np.argsort(-odds, kind="stable")
    share = np.cumsum(met[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((share >= HARM_PRECISION) & met[order])
    return float(odds[order[enough[-1]]]) if len(enough) else float(odds.max()) + 1.0


def _fit_balanced(table: Numbers, met: NDArray[np.bool_]) -> Numbers:
    """Fit one criterion, with its examples together weighing as much as all other documents.

    Args:
        table: the documents. Shape (documents, columns).
        met: which are examples of the criterion.
    """
    share = met.mean()
    weigh = np.where(met, 0.5 / share, 0.5 / (1 - share))
    return fit_logistic_regression(table, met.astype(float), held=RIDGE, weigh=weigh)
