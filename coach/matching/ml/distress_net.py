"""Whether a line is about the practitioner's own distress, by what it means.

Begin with `open_distress_net`. Weights of words and pairs of words (`coach.matching.distress`) miss what is said in
words that nobody had written before. A small network over the sentence vector of the published encoder hears more of
it; the two are added up. Without the encoder's runtime the weights judge alone.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.matching.ml.encoder import AskingEncoder, open_published_encoder
from coach.matching.ml.weight_files import LOAD_ERRORS, locate_weights
from coach.matching.tokens import SENTENCE_ENDS

NET_FILE = Path("care") / "distress.npz"
"""The network in the folder of weights."""
SPREAD = 8.0
"""A vector's length as the network sees it: with 1 its first layer would learn too slowly."""

_ADDRESS = re.compile(r"\S+@\S+")

Numbers = NDArray[np.float32]


class Layers(NamedTuple):
    """The numbers of one network, which takes 384 and gives one."""

    into: Numbers
    """Shape (384, hidden)."""
    shift: Numbers
    """Shape (hidden,)."""
    out: Numbers
    """Shape (hidden,)."""
    bias: float


class DistressNet:
    """Several small networks over a sentence vector, whose mean is the log-odds of own distress."""

    def __init__(self, mean: Numbers, nets: Sequence[Layers]) -> None:
        """Take fitted networks.

        Args:
            mean: the mean vector of the lines it learnt from. Shape (384,).
            nets: networks that were fitted from different beginnings.
        """
        self.mean = mean
        self.nets = tuple(nets)

    @classmethod
    def load(cls, file: Path) -> "DistressNet":
        """Load networks that `save` wrote."""
        with np.load(file, allow_pickle=False) as kept:
            whole = {name: kept[name].astype(np.float32) for name in ("into", "shift", "out", "bias")}
            rows = zip(whole["into"], whole["shift"], whole["out"], whole["bias"], strict=True)
            nets = [Layers(into, shift, out, float(bias)) for into, shift, out, bias in rows]
            return cls(kept["mean"].astype(np.float32), nets)

    def save(self, file: Path) -> None:
        """Write the networks, with two bytes a number."""
        half = np.float16
        file.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            file,
            mean=self.mean.astype(half),
            into=np.stack([net.into for net in self.nets]).astype(half),
            shift=np.stack([net.shift for net in self.nets]).astype(half),
            out=np.stack([net.out for net in self.nets]).astype(half),
            bias=np.array([net.bias for net in self.nets], half),
        )

    def compute_odds(self, vectors: Numbers) -> Numbers:
        """Compute the log-odds that lines are of their writers' own distress.

        Args:
            vectors: a sentence vector a line, as the published encoder gives it. Shape (lines, 384).

        Returns:
            Shape (lines,).
        """
        seen = spread_vectors(vectors, self.mean)
        odds = [np.maximum(seen @ net.into + net.shift, 0) @ net.out + net.bias for net in self.nets]
        mean: Numbers = np.mean(odds, axis=0)
        return mean


def spread_vectors(vectors: Numbers, mean: Numbers) -> Numbers:
    """Take the mean from vectors and bring each to the length that the networks see. Same shape."""
    centred = vectors - mean
    spread: Numbers = centred * (SPREAD / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-6))
    return spread


class DistressReader(NamedTuple):
    """The networks with the encoder whose vectors they were fitted on."""

    net: DistressNet
    encoder: AskingEncoder

    def compute_odds(self, text: str) -> float:
        """Compute the log-odds that a line is of its writer's own distress.

        A sentence of a longer line that says it plainly counts for half: "I know. I can't do this." An address says
        nothing of it, and is left out.
        """
        text = _ADDRESS.sub("", text)
        sentences = [part for part in SENTENCE_ENDS.split(text.strip()) if part]
        if len(sentences) < 2:
            return self._judge(text)
        whole = self._judge(text)
        return max(whole, (whole + max(map(self._judge, sentences))) / 2)

    def _judge(self, text: str) -> float:
        """Compute the log-odds of a text as one piece."""
        return float(self.net.compute_odds(self.encoder.embed_whole(text)[None])[0])


@cache
def open_distress_net() -> DistressReader | None:
    """Open the networks that ship, with the encoder; None if one of them is missing."""
    encoder = open_published_encoder()
    if encoder is None:
        return None
    try:
        return DistressReader(DistressNet.load(locate_weights() / NET_FILE), encoder)
    except LOAD_ERRORS:
        return None
