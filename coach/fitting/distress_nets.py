"""Fit the small networks that judge a line of one's own distress by its meaning.

`python -m coach.fitting.distress_weights` fits them beside the weights of words, from the same lines.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from coach.matching.ml.distress_net import DistressNet, Layers, spread_vectors
from coach.matching.ml.encoder import open_published_encoder

HIDDEN = 64
"""Numbers in the hidden layer."""
SEEDS = (1, 2, 3)
"""Beginnings of the networks whose mean is taken."""
ROUNDS, BATCH = 12, 256
"""How often all lines are seen, and how many at once."""
PACE, HELD, DROPPED = 2e-3, 0.05, 0.4
"""How far a step goes, how strongly weights are held towards nought, and the share of hidden numbers left out."""

Numbers = NDArray[np.float32]


def embed_lines(texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Numbers:
    """Embed lines with the published encoder. Takes some milliseconds a line.

    Args:
        texts: the lines.
        progress: called with how many are embedded, and of how many.

    Returns:
        Shape (lines, 384).

    Raises:
        ImportError: the encoder or its runtime is missing.
    """
    encoder = open_published_encoder()
    if encoder is None:
        raise ImportError("The published encoder or onnxruntime is missing; the networks cannot be fitted without it.")
    vectors = np.empty((len(texts), len(encoder.embed_whole("Hello."))), np.float32)
    for at, text in enumerate(texts):
        vectors[at] = encoder.embed_whole(text)
        if progress and at % 100 == 0:
            progress(at, len(texts))
    return vectors


def fit_distress_net(vectors: Numbers, own: Numbers, seeds: Sequence[int] = SEEDS) -> DistressNet:
    """Fit networks to lines; the same lines give the same networks.

    Args:
        vectors: the lines' vectors. Shape (lines, 384).
        own: 1 for each line of its writer's own distress, else 0. Shape (lines,).
        seeds: the beginnings, one a network.
    """
    mean: Numbers = vectors.mean(0)
    seen = spread_vectors(vectors, mean)
    return DistressNet(mean, [_fit_layers(seen, own.astype(np.float32), seed) for seed in seeds])


def _fit_layers(seen: Numbers, own: Numbers, seed: int) -> Layers:
    """Fit one network by Adam, with dropout and decaying weights."""
    chance = np.random.default_rng(seed)
    width = seen.shape[1]
    weights = [
        chance.uniform(-1, 1, (width, HIDDEN)).astype(np.float32) / np.float32(width**0.5),
        np.zeros(HIDDEN, np.float32),
        chance.uniform(-1, 1, HIDDEN).astype(np.float32) / np.float32(HIDDEN**0.5),
        np.full(1, -1.0, np.float32),
    ]
    means, squares = ([np.zeros_like(weight) for weight in weights] for _ in range(2))
    step = 0
    for _ in range(ROUNDS):
        order = chance.permutation(len(seen))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            step += 1
            slopes = _find_slopes(weights, seen[chosen], own[chosen], chance)
            for weight, slope, mean, square in zip(weights, slopes, means, squares, strict=True):
                mean += 0.1 * (slope - mean)
                square += 0.001 * (slope * slope - square)
                weight *= 1 - PACE * HELD
                weight -= PACE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    into, shift, out, bias = weights
    return Layers(into, shift, out, float(bias[0]))


def _find_slopes(weights: list[Numbers], seen: Numbers, own: Numbers, chance: np.random.Generator) -> list[Numbers]:
    """Return how the loss changes with each weight, with a part of the hidden layer out."""
    into, shift, out, bias = weights
    before = seen @ into + shift
    kept = (chance.random(before.shape, np.float32) > DROPPED) / np.float32(1 - DROPPED) * (before > 0)
    hidden = before * kept
    odds = hidden @ out + bias[0]
    error = (1 / (1 + np.exp(-odds)) - own) / np.float32(len(own))
    back = np.outer(error, out) * kept
    return [seen.T @ back, back.sum(0), hidden.T @ error, np.array([error.sum()], np.float32)]
