"""The features of a reply besides its meaning: n-grams, matched rules, frames and form.

Begin with `FeatureExtractor.extract`. Words and letters are hashed into a fixed number of places, so that no text is
kept in the weights. The same code runs when weights are fitted and when a reply is read.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from math import log, sqrt
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from coach.model.reading import Reading

HASH_BUCKETS = 1 << 18
"""Places that words and letters are hashed into."""
CACHE_SIZE = 4000
"""Words whose letters are remembered; then they are forgotten, all at once."""
CUE_WEIGHT = 0.5
"""The cue's words weigh half of the reply's own."""
NAMED_WEIGHT = 0.5
"""What rules and frames found, against a whole reply's words (which together have length one)."""

_WORD = re.compile(r"[\w']+|\?")
_SPACES = re.compile(r"\s+")
_SELF_WORDS = frozenset("i i'm i'll i've im ill ive my me".split())
_YOU_WORDS = frozenset("you your you're youre yours".split())
_THEM_WORDS = frozenset("he she his her hers him they them their".split())
_US_WORDS = frozenset("we us our ours".split())

NamedFeatures = dict[str, float]


@dataclass(frozen=True, slots=True)
class ReplyInContext:
    """A reply with its cue, its topic, and its reading by wording alone."""

    reply: str
    cue: str
    topic: str
    reading: Reading
    """What wording and frames alone made of it."""


@dataclass(frozen=True, slots=True)
class FeatureVector:
    """A sparse vector of features: places in the weights and values, both of shape (n,)."""

    indices: NDArray[np.int32]
    values: NDArray[np.float32]


class FeatureExtractor:
    """Turns replies into feature vectors for one set of weights."""

    def __init__(self, rarity: NDArray[np.float32], names: Iterable[str]) -> None:
        """Prepare to extract features.

        Args:
            rarity: the weight of each hashed place, zero for one that is not known. Shape (HASH_BUCKETS,).
            names: the named features, in the order of their places.
        """
        self.rarity = rarity
        self.named = {name: HASH_BUCKETS + number for number, name in enumerate(names)}
        self._cache: dict[str, tuple[int, ...]] = {}

    def extract(self, said: ReplyInContext) -> FeatureVector:
        """Return all features of a reply as a sparse vector."""
        at: list[int] = []
        much: list[float] = []
        for grams, weighs in count_ngrams(said, self._cache):
            for place, value in weight_tfidf(grams, self.rarity):
                at.append(place)
                much.append(value * weighs)
        for name, value in collect_named_features(said).items():
            if name in self.named:
                # Names that the weights do not know (a rule written since the fit) are left out.
                at.append(self.named[name])
                much.append(value * NAMED_WEIGHT)
        return FeatureVector(np.array(at, np.int32), np.array(much, np.float32))


def weight_tfidf(grams: Counter[int], rarity: NDArray[np.floating[Any]]) -> list[tuple[int, float]]:
    """Weight n-grams by rarity (TF-IDF) and scale them to length one; unknown ones are left out.

    Args:
        grams: how often each hashed n-gram occurs.
        rarity: the weight of each hashed place. Shape (HASH_BUCKETS,).

    Returns:
        The place and the weight of each n-gram.
    """
    rare = rarity[np.fromiter(grams.keys(), np.int32, len(grams))].tolist()
    weighted = [
        (place, r if n == 1 else (1 + log(n)) * r) for (place, n), r in zip(grams.items(), rare, strict=True) if r
    ]
    length = sqrt(sum(value * value for _, value in weighted))
    return [(place, value / length) for place, value in weighted]


def count_ngrams(said: ReplyInContext, cache: dict[str, tuple[int, ...]]) -> Iterator[tuple[Counter[int], float]]:
    """Yield the hashed n-grams of a reply: its words, its letters, and the cue's words.

    Args:
        said: the reply in its context.
        cache: remembers the letters of words, because the same words recur.

    Yields:
        The counts of one kind of n-gram, and the weight of the kind.
    """
    yield from ((grams, 1.0) for grams in count_words_and_letters(said.reply, 3, cache))
    yield Counter(_hash_ngrams("q", _list_ngrams(_WORD.findall(said.cue.lower()), 2))), CUE_WEIGHT


def count_words_and_letters(
    text: str, longest: int, cache: dict[str, tuple[int, ...]]
) -> tuple[Counter[int], Counter[int]]:
    """Count the hashed n-grams of a text: one counter for words, one for letters.

    Args:
        text: the text.
        longest: the most words in one n-gram.
        cache: remembers the letters of words, because the same words recur.
    """
    text = text.lower()
    letters = chain.from_iterable(_hash_letters(word, cache) for word in _SPACES.split(text))
    return Counter(_hash_ngrams("w", _list_ngrams(_WORD.findall(text), longest))), Counter(letters)


def collect_named_features(said: ReplyInContext) -> NamedFeatures:
    """Return the named features: rules, frames, forms, topic, persons spoken of, length."""
    words = said.reply.lower().split()
    whole = max(len(words), 1)
    reading = said.reading
    counts: NamedFeatures = {f"topic:{said.topic}": 1.0}
    counts.update((f"form:{form}", 1.0) for form in reading.forms)
    counts.update((f"frame:{frame.kind}", 1.0) for frame in reading.frames)
    counts.update((f"trace:{trace.id}", 1.0) for trace in reading.traces)
    for verdict in reading.verdicts:
        counts[f"said:{verdict.criterion}:{verdict.certainty}"] = 1.0
        counts[f"rule:{verdict.criterion}:{verdict.rule}"] = 1.0
    counts |= {
        "follows_up": float(reading.follows_up),
        "long": min(whole, 60) / 60,
        "very short": float(whole < 5),
        "short": float(whole < 9),
        "asks": float("?" in said.reply),
        "asks often": said.reply.count("?") / 3,
        "of oneself": sum(word in _SELF_WORDS for word in words) / whole,
        "of you": sum(word in _YOU_WORDS for word in words) / whole,
        "of them": sum(word in _THEM_WORDS for word in words) / whole,
        "of us": sum(word in _US_WORDS for word in words) / whole,
        "but": float("but" in words),
        "if": float("if" in words),
    }
    return counts


def _list_ngrams(words: list[str], longest: int) -> Iterator[str]:
    """Yield all runs of up to `longest` neighbouring words."""
    for size in range(1, longest + 1):
        for first in range(len(words) - size + 1):
            yield " ".join(words[first : first + size])


def _hash_letters(word: str, cache: dict[str, tuple[int, ...]]) -> tuple[int, ...]:
    """Return the hashed n-grams of two to five letters within a word and its edges."""
    cached = cache.get(word)
    if cached is None:
        cached = tuple(_hash_ngrams("c", _list_letter_ngrams(f" {word} ")))
        if len(cache) >= CACHE_SIZE:
            cache.clear()
        cache[word] = cached
    return cached


def _list_letter_ngrams(edged: str) -> Iterator[str]:
    """Yield all runs of two to five letters of a word with a space on each side."""
    for size in range(2, 6):
        if len(edged) < size:
            yield edged
            break
        for first in range(len(edged) - size + 1):
            yield edged[first : first + size]


def _hash_ngrams(kind: str, grams: Iterable[str]) -> Iterator[int]:
    """Yield the hashed place of each n-gram; `kind` keeps words and letters apart."""
    for gram in grams:
        # A checksum rather than `hash`, which differs from one run of Python to the next.
        yield crc32(f"{kind}{gram}".encode(errors="replace")) & (HASH_BUCKETS - 1)


# --- Logistic regression in numpy

Table = NDArray[np.float64]

MOST_NEWTON_STEPS = 60
SHORTEST_STEP = 1e-4
"""A part of a step below which going on gains nothing."""


def fit_logistic_regression(
    table: Table,
    met: Table,
    *,
    held: float,
    weigh: Table | None = None,
    begin: Table | None = None,
    towards: Table | None = None,
    held_bias: float = 1e-6,
) -> Table:
    """Fit a ridge logistic regression by Newton's method; steps that overshoot are halved.

    Args:
        table: the cases, of shape (cases, columns); the last column is all ones, for the bias, which is not penalised.
        met: 1 for each case that meets the criterion, else 0.
        held: the strength of the ridge penalty, against the sum over the cases.
        weigh: the weight of each case; equal if not given.
        begin: weights to begin from, if they are nearly right already.
        towards: weights that the penalty holds towards; nought if not given.
        held_bias: the strength of the penalty on the bias; next to none if not given.

    Returns:
        The weights, of shape (columns,).
    """
    weigh = np.ones(len(met)) if weigh is None else weigh
    weights = np.zeros(table.shape[1])
    weights[-1] = np.log((met.mean() + 1e-3) / (1 - met.mean() + 1e-3)) if len(met) else 0.0
    centre = np.zeros(table.shape[1]) if towards is None else towards
    if begin is not None:
        weights = begin.copy()
    elif towards is not None:
        weights = towards.copy()
    ridge = np.full(table.shape[1], held)
    ridge[-1] = held_bias
    cost = _compute_loss(table, met, weigh, ridge, weights, centre)
    for _ in range(MOST_NEWTON_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (weigh * (likely - met)) + ridge * (weights - centre)
        # The second derivative; the ridge keeps it invertible even where examples are fewer than columns.
        bend = (table * (weigh * likely * (1 - likely))[:, None]).T @ table + np.diag(ridge)
        step, length = np.linalg.solve(bend, slope), 1.0
        while (
            after := _compute_loss(table, met, weigh, ridge, weights - length * step, centre)
        ) > cost and length > SHORTEST_STEP:
            length /= 2
        if after > cost:
            break
        weights, gained, cost = weights - length * step, cost - after, after
        if gained < 1e-9 * abs(cost):
            break
    return weights


def _compute_loss(table: Table, met: Table, weigh: Table, held: Table, weights: Table, centre: Table) -> float:
    """Compute the loss that the fit minimises: log loss, and a ridge penalty around a centre."""
    odds, away = table @ weights, weights - centre
    return float((weigh * (np.logaddexp(0, odds) - met * odds)).sum() + (held * away * away).sum() / 2)
