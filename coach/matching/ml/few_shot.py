"""Few-shot learning: a classifier for a rubric without fitted weights, from its examples.

Begin with `FewShotTraining.learn` and `FewShotClassifier.find`. Ten examples and a few near-misses of a criterion are
enough for a linear decision over the encoder's embedding, the words and letters, and the form of a sentence. The
examples of all other criteria serve as counter-examples: they teach more than a handful of near-misses alone.
"""

import io
import json
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.matching.ml.encoder import Encoder
from coach.matching.ml.features import HASH_BUCKETS, count_words_and_letters, weight_tfidf
from coach.matching.ml.model import LOAD_ERRORS, ModelUnavailable, write_atomically
from coach.matching.sentences import ParsedText, parse
from coach.matching.similarity import ExampleDocument
from coach.matching.speech_acts import find_speech_acts, order_forms
from coach.model.reading import Certainty, Form

# --- The model and its features

MEANING_WEIGHT, NGRAM_WEIGHT, FORM_WEIGHT = 3.0, 1.0, 0.5
"""How much the encoder's view, the words and letters, and the form weigh against each other."""
FEW_SHOT_FILE = "examples.npz"
"""The file it is kept in, in a rubric's folder of weights."""

Numbers = NDArray[np.float64]


class TextFeatures(NamedTuple):
    """The features of a text: its embedding, its hashed words and letters, and its form."""

    mean: Numbers
    grams: tuple[Counter[int], Counter[int]]
    form: list[float]


class TextFeatureExtractor:
    """Extracts the features of texts; remembers the letters of words that recur."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._spelt: dict[str, tuple[int, ...]] = {}

    def extract(self, text: str) -> TextFeatures:
        """Extract the features of a text. Takes some milliseconds."""
        parsed = parse(text)
        mean = self._encoder.encode(text).mean.astype(np.float64)
        forms = set(order_forms(find_speech_acts(parsed)))
        return TextFeatures(
            mean / (float(np.linalg.norm(mean)) or 1.0),
            count_words_and_letters(text, 2, self._spelt),
            [float(form in forms) for form in Form] + [min(len(parsed.words), 60) / 60, float("?" in text)],
        )


@dataclass(frozen=True, slots=True)
class NgramVocabulary:
    """The hashed n-grams that are known, and how rare each is; both arrays of shape (places,)."""

    at: NDArray[np.int32]
    rarity: NDArray[np.float32]

    def make_vectorizer(self) -> "TextVectorizer":
        """Make a vectorizer that turns features into numbers by this vocabulary."""
        rarity = np.zeros(HASH_BUCKETS, np.float64)
        rarity[self.at] = self.rarity
        return TextVectorizer({int(place): column for column, place in enumerate(self.at)}, rarity)


class TextVectorizer(NamedTuple):
    """Turns the features of a text into one vector of numbers."""

    column: dict[int, int]
    rarity: Numbers

    def vectorize(self, row: TextFeatures) -> Numbers:
        """Return the embedding, the words and letters, and the form as one vector."""
        said = np.zeros(len(self.column))
        for grams in row.grams:
            for place, value in weight_tfidf(grams, self.rarity):
                said[self.column[place]] += NGRAM_WEIGHT * value
        return np.concatenate([MEANING_WEIGHT * row.mean, said, FORM_WEIGHT * np.array(row.form)])


@dataclass(frozen=True, slots=True)
class FewShotModel:
    """A linear decision for each criterion, learnt from a rubric's examples.

    Shapes: weights (criteria, numbers); bias and clear (criteria,).
    """

    criteria: tuple[str, ...]
    vocabulary: NgramVocabulary
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    clear: NDArray[np.float32]
    """Log-odds from which a verdict is clear."""

    def save(self, file: Path, of: str) -> None:
        """Save the model to a file.

        Args:
            file: the path.
            of: the fingerprint of what it was learnt from, so that it is never used for anything else.
        """
        packed = io.BytesIO()
        np.savez_compressed(
            packed,
            said=json.dumps({"criteria": self.criteria, "of": of}),
            at=self.vocabulary.at,
            rarity=self.vocabulary.rarity.astype(np.float16),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
            clear=self.clear,
        )
        write_atomically(file, packed.getvalue())

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
                return cls(tuple(said["criteria"]), vocabulary, weights, kept["bias"], kept["clear"])
        except LOAD_ERRORS as error:
            raise ModelUnavailable(f"What was learnt in {file} cannot be read.") from error


# --- Deciding by the model

POSSIBLE_ODDS, BELOW_CLEAR = -0.7, 2.5
"""Log-odds from which a verdict is possible, but no further below where it is clear: half of the hurts that were heard
among colleagues from -0.7 were none, and a third from 0.5; each of them has somebody asked what they meant."""
MOST_SENTENCES = 8
"""Sentences of one reply that are looked at by themselves."""


class FewShotMatch(NamedTuple):
    """A criterion that the model finds in a reply: how certain, and in which words."""

    criterion: str
    certainty: Certainty
    first: int
    last: int
    likely: float


class FewShotClassifier:
    """A few-shot model with its encoder, ready to read replies."""

    def __init__(self, model: FewShotModel, encoder: Encoder) -> None:
        self._model = model
        self._extractor = TextFeatureExtractor(encoder)
        self._vectorizer = model.vocabulary.make_vectorizer()
        self.criteria = model.criteria

    def find(self, parsed: ParsedText) -> list[FewShotMatch]:
        """Find every criterion that a reply meets or may meet, each with its words."""
        if not self.criteria:
            return []
        stretches = [
            (0, len(parsed.words)),
            *((sentence.first, sentence.last) for sentence in parsed.sentences[:MOST_SENTENCES]),
        ]
        stretches = list(dict.fromkeys(stretches))
        texts = [parsed.text[slice(*parsed.span(first, last))] for first, last in stretches]
        odds = np.array([self._weigh(self._vectorizer.vectorize(self._extractor.extract(text))) for text in texts])
        hits = []
        for column, key in enumerate(self.criteria):
            # The whole reply and each sentence are judged; the surest of them decides, and gives the words.
            best = int(np.argmax(odds[:, column]))
            sure = float(odds[best, column])
            clear = float(self._model.clear[column])
            if sure >= min(max(POSSIBLE_ODDS, clear - BELOW_CLEAR), clear):
                certainty = Certainty.CLEAR if sure >= clear else Certainty.POSSIBLE
                hits.append(FewShotMatch(key, certainty, *stretches[best], likely=1 / (1 + math.exp(-sure))))
        return hits

    def _weigh(self, numbers: Numbers) -> Numbers:
        """Return the log-odds of each criterion for a text; a text has few of the numbers."""
        there = np.flatnonzero(numbers)
        weighed: Numbers = self._model.weights[:, there] @ numbers[there] + self._model.bias
        return weighed


# --- Logistic regression in numpy

MOST_NEWTON_STEPS = 60
SHORTEST_STEP = 1e-4
"""A part of a step below which going on gains nothing."""


def fit_logistic_regression(
    table: Numbers, met: Numbers, *, held: float, weigh: Numbers | None = None, begin: Numbers | None = None
) -> Numbers:
    """Fit a ridge logistic regression by Newton's method; steps that overshoot are halved.

    Args:
        table: the cases, of shape (cases, columns); the last column is all ones, for the bias, which is not penalised.
        met: 1 for each case that meets the criterion, else 0.
        held: the strength of the ridge penalty, against the sum over the cases.
        weigh: the weight of each case; equal if not given.
        begin: weights to begin from, if they are nearly right already.

    Returns:
        The weights, of shape (columns,).
    """
    weigh = np.ones(len(met)) if weigh is None else weigh
    weights = np.zeros(table.shape[1])
    weights[-1] = np.log((met.mean() + 1e-3) / (1 - met.mean() + 1e-3)) if len(met) else 0.0
    if begin is not None:
        weights = begin.copy()
    ridge = np.full(table.shape[1], held)
    ridge[-1] = 1e-6
    cost = _compute_loss(table, met, weigh, ridge, weights)
    for _ in range(MOST_NEWTON_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (weigh * (likely - met)) + ridge * weights
        # The second derivative; the ridge keeps it invertible even where examples are fewer than columns.
        bend = (table * (weigh * likely * (1 - likely))[:, None]).T @ table + np.diag(ridge)
        step, length = np.linalg.solve(bend, slope), 1.0
        while (
            after := _compute_loss(table, met, weigh, ridge, weights - length * step)
        ) > cost and length > SHORTEST_STEP:
            length /= 2
        if after > cost:
            break
        weights, gained, cost = weights - length * step, cost - after, after
        if gained < 1e-9 * abs(cost):
            break
    return weights


def _compute_loss(table: Numbers, met: Numbers, weigh: Numbers, held: Numbers, weights: Numbers) -> float:
    """Compute the loss that the fit minimises: weighted log loss plus ridge penalty."""
    odds = table @ weights
    return float((weigh * (np.logaddexp(0, odds) - met * odds)).sum() + (held * weights * weights).sum() / 2)


# --- Learning the model

RIDGE = 0.1
FEWEST_EXAMPLES = 4
"""Examples that a criterion needs before it is decided on at all; below, only wording and likeness speak."""
CLEAR_ODDS, CLEAR_ODDS_HARM = 0.0, 0.25
"""Log-odds from which a verdict is clear, and clear for a hurt at the least."""
CLEAR_ODDS_LABELLED, CLEAR_ODDS_HARM_LABELLED = 1.0, 3.0
"""The same where labelled replies taught too. For `supervision`, judged by each voice left out in turn, nine in ten of
the clear hurts were right; one in three was heard."""
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


def ignore_progress(done: int, whole: int) -> None:
    """Do nothing with a report of progress."""


class LabelledExample(NamedTuple):
    """A labelled reply that teaches besides the examples; contested labels of it teach nothing."""

    text: str
    labels: frozenset[str]
    contested: frozenset[str]


class FewShotTraining:
    """A rubric's examples, encoded and ready to be learnt from."""

    def __init__(
        self,
        documents: list[ExampleDocument],
        encoder: Encoder,
        fitted: frozenset[str] = frozenset(),
        labelled: Sequence[LabelledExample] = (),
        progress: Progress = ignore_progress,
    ) -> None:
        """Encode every example; takes some milliseconds each.

        Args:
            documents: the rubric's examples, near-misses and ordinary replies.
            encoder: the sentence encoder.
            fitted: the criteria that weights decide on.
            labelled: labelled replies that teach besides the examples.
            progress: called with how many texts are encoded, and of how many.
        """
        counts = [document.criterion for document in documents if document.counts]
        self.criteria = tuple(
            key for key in dict.fromkeys(counts) if counts.count(key) >= FEWEST_EXAMPLES and key not in fitted
        )
        self.documents = _select_documents(documents, fitted)
        extractor = TextFeatureExtractor(encoder)
        texts = [document.text if document.counts else document.plain for document in self.documents] + [
            reply.text for reply in labelled
        ]
        rows = []
        for number, text in enumerate(texts, 1):
            rows.append(extractor.extract(text))
            progress(number, len(texts))
        self.vocabulary = _count_vocabulary(rows)
        table = self.vocabulary.make_vectorizer()
        whole = np.array([table.vectorize(row) for row in rows], np.float32)
        # as many columns as there are examples, or the widest of them, say all that thousands of words can say
        spread = (whole @ whole.T).astype(np.float64)
        sizes, left = np.linalg.eigh(spread)
        kept = np.flatnonzero(sizes > 1e-9)[::-1][:MOST_COMPONENTS]
        size = np.sqrt(sizes[kept])
        self.right = (left[:, kept] / size).T.astype(np.float32) @ whole
        self.narrow = np.column_stack([left[:, kept] * size, np.ones(len(rows))])
        shown = [{document.criterion} if document.counts else set() for document in self.documents]
        labels = [*shown, *(reply.labels for reply in labelled)]
        self.met = np.array([[key in label_set for key in self.criteria] for label_set in labels])
        unsure = [*([frozenset[str]()] * len(self.documents)), *(reply.contested for reply in labelled)]
        self.counts = np.array([[key not in unsure_set for key in self.criteria] for unsure_set in unsure])
        self.has_labelled = bool(labelled)

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
                odds[held_out, i] = self.narrow[held_out] @ self._fit_criterion(i, others)
        return odds

    def learn(self, harmful: frozenset[str]) -> FewShotModel:
        """Learn the model: a decision for each criterion, and from which log-odds it is clear.

        Args:
            harmful: the ids of the harmful criteria, which need more certainty to be clear.
        """
        everything = np.ones(len(self.narrow), bool)
        weights = np.array([self._fit_criterion(i, everything) for i in range(len(self.criteria))])
        weights = weights.reshape(len(self.criteria), self.narrow.shape[1])
        clear, clear_harm = (
            (CLEAR_ODDS_LABELLED, CLEAR_ODDS_HARM_LABELLED) if self.has_labelled else (CLEAR_ODDS, CLEAR_ODDS_HARM)
        )
        lines = np.array([clear_harm if key in harmful else clear for key in self.criteria])
        judged = (self.met.sum(0) >= ENOUGH_FOR_THRESHOLD) & np.isin(self.criteria, list(harmful))
        # Judged by models that never saw the example, or every threshold would look precise.
        if judged.any() and not self.has_labelled:
            odds = self.cross_validate()
            for i in np.flatnonzero(judged):
                lines[i] = max(CLEAR_ODDS_HARM, _find_threshold(odds[:, i], self.met[:, i]))
        return FewShotModel(
            self.criteria,
            self.vocabulary,
            (weights[:, :-1] @ self.right).astype(np.float32),
            weights[:, -1].astype(np.float32),
            lines.astype(np.float32),
        )

    def _fit_criterion(self, criterion: int, among: NDArray[np.bool_]) -> Numbers:
        """Fit the weights of one criterion to some documents, leaving out those contested on it.

        Args:
            criterion: the number of the criterion.
            among: which documents to use. Shape (documents,).
        """
        rows = among & self.counts[:, criterion]
        return _fit_balanced(self.narrow[rows], self.met[rows, criterion])


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


def _count_vocabulary(rows: list[TextFeatures]) -> NgramVocabulary:
    """Return the n-grams that occur in the texts, and how rare each is."""
    often = np.zeros(HASH_BUCKETS, np.int32)
    for row in rows:
        for grams in row.grams:
            often[list(grams)] += 1
    at = np.flatnonzero(often).astype(np.int32)
    return NgramVocabulary(at, (np.log((1 + len(rows)) / (1 + often[at])) + 1).astype(np.float32))


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
    """Fit one criterion, with its examples together weighing as much as all other documents."""
    share = met.mean()
    return fit_logistic_regression(
        table, met.astype(float), held=RIDGE, weigh=np.where(met, 0.5 / share, 0.5 / (1 - share))
    )
