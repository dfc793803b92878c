"""The features of a text for few-shot learning: two embeddings, words and letters, and form.

Begin with `TextFeatureExtractor.extract`, and `TextVectorizer.vectorize` to turn features into one vector. The text
is seen by the encoder that was fitted to the rubrics that ship, and by the encoder as published.
"""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.matching.ml.encoder import DIMENSIONS, AskingEncoder, Encoder
from coach.matching.ml.features import HASH_BUCKETS, count_words_and_letters, weight_tfidf
from coach.matching.sentences import parse
from coach.matching.speech_acts import find_speech_acts, order_forms
from coach.model.reading import Form

MEANING_WEIGHT, NGRAM_WEIGHT, FORM_WEIGHT = 4.0, 3.0, 1.0
"""How much the encoder's view, the words and letters, and the form weigh against each other."""
PUBLISHED_WEIGHT, CUE_WEIGHT = 4.0, 1.0
"""The same for the published encoder's view of the text, and of what the family said before it. On a subject that the
encoder was not fitted to, the published view tells more."""

Numbers = NDArray[np.float64]


class TextFeatures(NamedTuple):
    """The features of a text: its embedding, its hashed words and letters, and its form."""

    mean: Numbers
    grams: tuple[Counter[int], Counter[int]]
    form: list[float]
    published: Numbers | None = None


class TextFeatureExtractor:
    """Extracts the features of texts; remembers the letters of words that recur."""

    def __init__(self, encoder: Encoder, published: AskingEncoder | None = None) -> None:
        self._encoder = encoder
        self._published = published
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
            None if self._published is None else self._published.embed_whole(text).astype(np.float64),
        )

    def embed_cue(self, cue: str) -> Numbers:
        """Return the vector of a cue; noughts where there is none, or no encoder for it."""
        if self._published is None or not cue.strip():
            return np.zeros(DIMENSIONS)
        return CUE_WEIGHT * self._published.embed(cue).astype(np.float64)


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
        published = () if row.published is None else (PUBLISHED_WEIGHT * row.published,)
        return np.concatenate([MEANING_WEIGHT * row.mean, said, FORM_WEIGHT * np.array(row.form), *published])


def count_vocabulary(rows: list[TextFeatures]) -> NgramVocabulary:
    """Return the n-grams that occur in the texts, and how rare each is."""
    often = np.zeros(HASH_BUCKETS, np.int32)
    for row in rows:
        for grams in row.grams:
            often[list(grams)] += 1
    at = np.flatnonzero(often).astype(np.int32)
    return NgramVocabulary(at, (np.log((1 + len(rows)) / (1 + often[at])) + 1).astype(np.float32))
