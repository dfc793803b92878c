"""Fitted weights: on disk, at work as one decision a criterion, and the words of a verdict."""

import io
import json
import os
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from tempfile import mkstemp
from typing import Any, BinaryIO, NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from coach.matching.framing import Context
from coach.matching.ml.encoder import (
    MOST_OF_REPLY,
    Encoder,
    EncoderOutput,
    Numbers,
    Piece,
    augment,
    neutralize_heritage,
    substitute_heritages,
)
from coach.matching.ml.features import FeatureExtractor, FeatureVector, ReplyInContext
from coach.matching.sentences import ParsedText, parse
from coach.model.reading import Certainty, Reading

# --- Finding the words that carry a verdict

WHOLE_REPLY = 16
"""A reply of up to so many words is its own evidence."""
LONGEST_EVIDENCE = 26
"""Words in a stretch before it is narrowed to where the attention lies."""
ENOUGH_ATTENTION = 0.85
"""The share of attention that the evidence should hold, where neighbouring sentences share it."""
CONTEXT_WORDS = 6
"""Words shown on either side of the words most looked at, in a stretch that runs on."""


def find_evidence(parsed: ParsedText, pieces: tuple[Piece, ...], looks: Numbers) -> tuple[int, int]:
    """Find the stretch of words that one criterion looked at most.

    Args:
        parsed: the reply.
        pieces: the encoder's pieces of it.
        looks: how much of the criterion's attention each piece has, shape (pieces,).

    Returns:
        The first word, and the one past the last.
    """
    words = len(parsed.words)
    if words <= WHOLE_REPLY or not len(looks):
        return 0, words
    on_words = _sum_attention(parsed, pieces, looks)
    stretches = [(each.first, each.last) for each in parsed.sentences if each.last > each.first]
    shares = [float(on_words[first:last].sum()) for first, last in stretches]
    best = int(np.argmax(shares))
    first, last = stretches[best]
    held, low, high = shares[best], best, best
    while held < ENOUGH_ATTENTION:
        sides = [(shares[i], i) for i in (low - 1, high + 1) if 0 <= i < len(stretches)]
        if not sides:
            break
        share, side = max(sides)
        if share < 0.15 or (max(stretches[side][1], last) - min(stretches[side][0], first)) > LONGEST_EVIDENCE:
            break
        low, high, held = min(low, side), max(high, side), held + share
        first, last = stretches[low][0], stretches[high][1]
    return (first, last) if last - first <= LONGEST_EVIDENCE else _narrow_span(on_words, first, last)


def _sum_attention(parsed: ParsedText, pieces: tuple[Piece, ...], looks: Numbers) -> Numbers:
    """How much each word was looked at. Shape (words,)."""
    starts = [token.start for token in parsed.tokens]
    words = np.searchsorted(starts, [piece.start for piece in pieces[: len(looks)]], side="right") - 1
    on = np.zeros(len(starts), np.float32)
    np.add.at(on, np.maximum(words, 0), looks)
    return on


def _narrow_span(on_words: Numbers, first: int, last: int) -> tuple[int, int]:
    """Narrow a stretch to the words most looked at, with a few around them.

    From the centre outwards until enough attention is held.
    """
    here = on_words[first:last]
    low = high = int(np.argmax(here))
    held, whole = float(here[low]), float(here.sum()) or 1.0
    while held < ENOUGH_ATTENTION * whole and high - low + 1 < LONGEST_EVIDENCE:
        left = float(here[low - 1]) if low else -1.0
        right = float(here[high + 1]) if high + 1 < len(here) else -1.0
        if left < 0 and right < 0:
            break
        if left >= right:
            low, held = low - 1, held + left
        else:
            high, held = high + 1, held + right
    return first + max(0, low - CONTEXT_WORDS), first + min(len(here), high + 1 + CONTEXT_WORDS)


# --- Missing weights


class ModelUnavailable(Exception):  # not an error: the matcher reads by wording, and says so
    """Weights that are missing or cannot be read. The message says which, in a sentence."""


# --- Weights on disk


LOAD_ERRORS = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    EOFError,
    AttributeError,
    NotImplementedError,
    BadZipFile,
    zlib.error,
)
"""What a damaged file of weights can lead to as it is read. Zip archives fail in many ways."""
MODEL_FILE, VOCABULARY_FILE, DECISION_FILE = "encoder.onnx", "vocabulary.txt", "decision.npz"
"""The files of a folder of weights. A refit at home has only its own decision, and uses the encoder that ships."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What was fitted: shapes are (criteria, ...) in the order of `criteria`."""

    criteria: tuple[str, ...]
    names: tuple[str, ...]
    """The named counts, in the order of their places."""
    rarity: Numbers
    """How rare each hashed place is; nought for one never seen. Shape (PLACES,)."""
    at: NDArray[np.int32]
    """The places that have weights, ascending. Shape (rows,)."""
    counts: NDArray[np.int8]
    """What a count in that place speaks for or against, in steps of `step`. Shape (rows, criteria)."""
    step: Numbers
    counts_bias: Numbers
    mix: Numbers
    """How the encoder's scores and the counts' scores are brought together. Shape (criteria, 2)."""
    mix_bias: Numbers
    clear: Numbers
    """Log-odds from which a verdict is clear. Shape (criteria,)."""
    possible: Numbers
    """Log-odds from which it is possible."""
    version: str
    encoder: str = ""
    """The encoder whose scores these were fitted on. Weights fitted at home on another are not used."""
    instead_of_damaged: bool = False
    """Whether they are used because those that were fitted at home are damaged."""

    @classmethod
    def load(cls, file: Path) -> "Weights":
        """Load weights.

        Raises:
            ModelUnavailable: where they cannot be read.
        """
        try:
            raw = file.read_bytes()
            with np.load(io.BytesIO(raw), allow_pickle=False) as kept:
                said = json.loads(str(kept["said"]))
                arrays = {key: kept[key] for key in kept.files if key != "said"}
                arrays["rarity"] = arrays["rarity"].astype(np.float32)
                return cls(
                    criteria=tuple(said["criteria"]),
                    names=tuple(said["names"]),
                    version=f"{said['version']}:{sha256(raw).hexdigest()[:8]}",
                    encoder=said.get("encoder", ""),
                    **arrays,
                )
        except LOAD_ERRORS as error:
            raise ModelUnavailable(f"The weights in {file} cannot be read.") from error

    def save(self, file: Path | BinaryIO) -> None:
        """Write them, so that the same weights make the same file; or into one that is open."""
        said = {
            "criteria": self.criteria,
            "names": self.names,
            "version": self.version.split(":")[0],
            "encoder": self.encoder,
        }
        arrays = {
            key: getattr(self, key)
            for key in ("at", "counts", "step", "counts_bias", "mix", "mix_bias", "clear", "possible")
        }
        packed = io.BytesIO()
        np.savez_compressed(packed, said=json.dumps(said), rarity=self.rarity.astype(np.float16), **arrays)
        if isinstance(file, Path):
            write_atomically(file, packed.getvalue())
        else:
            file.write(packed.getvalue())


def write_atomically(file: Path, content: bytes) -> None:
    """Write a file beside, then put it in place: a reader finds the old one or the new.

    Raises:
        OSError: where it cannot be written; then the old one stands.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    opened, name = mkstemp(dir=file.parent, prefix="new-")
    beside = Path(name)
    try:
        with os.fdopen(opened, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        beside.chmod(0o644)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def locate_weights() -> Path:
    """Find the folder of weights that comes with the coach, one folder a rubric."""
    return Path(str(files("coach"))) / "weights"


def find_weights(rubric: str, folders: Iterable[Path], encoder: Callable[[], str]) -> Weights:
    """Find the weights for a rubric in the first folder that has any; the shipped ones last.

    Args:
        rubric: the rubric's name.
        folders: where weights fitted at home may lie.
        encoder: gives the encoder that is here. Weights fitted at home over another one would misread everything.

    Raises:
        ModelUnavailable: where there are none.
    """
    damaged = False
    for folder in folders:
        if (folder / rubric / DECISION_FILE).is_file():
            try:
                found = Weights.load(folder / rubric / DECISION_FILE)
            except ModelUnavailable:
                damaged = True
                continue
            if found.encoder == encoder():
                return found
    return replace(Weights.load(locate_weights() / rubric / DECISION_FILE), instead_of_damaged=damaged)


def locate_encoder() -> tuple[Path, Path]:
    """Find the encoder that ships and its vocabulary.

    Raises:
        ModelUnavailable: where they were left out.
    """
    model, vocabulary = locate_weights() / "encoder" / MODEL_FILE, locate_weights() / "encoder" / VOCABULARY_FILE
    if not (model.is_file() and vocabulary.is_file()):
        raise ModelUnavailable("The sentence encoder is not installed here.")
    return model, vocabulary


# --- The decision layer

Scores = NDArray[np.floating[Any]]


def mix_scores(encoded: Scores, counted: Scores, mix: Scores, bias: Scores) -> Scores:
    """Mix the encoder's scores and the n-grams' scores into log-odds.

    One reply or many: shape (criteria,) or (replies, criteria). `mix`: shape (criteria, 2).
    """
    odds: Scores = mix[:, 0] * encoded + mix[:, 1] * counted + bias
    return odds


class DecisionLayer:
    """The decision layer: weights at work."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights

    def score_features(self, features: FeatureVector) -> Numbers:
        """What the counts alone say, as log-odds."""
        w = self.weights
        rows = np.searchsorted(w.at, features.indices)
        rows[rows == len(w.at)] = 0
        known = w.at[rows] == features.indices
        said: Numbers = features.values[known] @ w.counts[rows[known]].astype(np.float32)
        return said * w.step + w.counts_bias

    def decide(self, encoded: Numbers, counted: Numbers) -> Numbers:
        """How sure each criterion is, as log-odds. Shape (criteria,)."""
        return mix_scores(encoded, counted, self.weights.mix, self.weights.mix_bias).astype(np.float32)


# --- Classifying a reply


class FittedVerdict(NamedTuple):
    """A criterion that a reply meets or may meet, and its words: first, and past the last."""

    criterion: str
    certainty: Certainty
    first: int
    last: int


class Likelihood(NamedTuple):
    """The likelihood of a criterion in a reply, and from where it is possible and clear: 0 to 1."""

    likely: float
    possible: float
    clear: float


def _to_share(odds: float) -> float:
    """Turn log-odds into a likelihood."""
    return float(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


class FittedClassifier:
    """Fitted weights and the encoder, ready to read."""

    def __init__(self, weights: Weights, encoder: Encoder) -> None:
        self.criteria = frozenset(weights.criteria)
        self.version = f"{weights.version}-alike"
        self.instead_of_damaged = weights.instead_of_damaged
        self._weights = weights
        self._decision = DecisionLayer(weights)
        self._extractor = FeatureExtractor(weights.rarity, weights.names)
        self._encoder = encoder

    def classify(self, parsed: ParsedText, context: Context, worded: Reading) -> list[FittedVerdict]:
        """Find everything that a reply does, or may do.

        Args:
            parsed: the reply, taken apart.
            context: what it is read after.
            worded: what wording and frames alone made of it.
        """
        parts = self._encode_parts(parsed, context)
        odds = self._decision.decide(_take_maximum(parts), self._score_features(parsed, context, worded))
        verdicts = []
        for column, criterion in enumerate(self._weights.criteria):
            if odds[column] < self._weights.possible[column]:
                continue
            sure = Certainty.CLEAR if odds[column] >= self._weights.clear[column] else Certainty.POSSIBLE
            verdicts.append(FittedVerdict(criterion, sure, *self._find_words(parsed, parts, column)))
        return verdicts

    def estimate(self, parsed: ParsedText, context: Context, worded: Reading) -> dict[str, Likelihood]:
        """Say how likely each criterion is, and how likely it must be. Arguments as for `classify`."""
        parts = self._encode_parts(parsed, context)
        odds = self._decision.decide(_take_maximum(parts), self._score_features(parsed, context, worded))
        weights = self._weights
        return {
            key: Likelihood(_to_share(odds[i]), _to_share(weights.possible[i]), _to_share(weights.clear[i]))
            for i, key in enumerate(weights.criteria)
        }

    def score_layers(self, reply: str, context: Context, worded: Reading) -> tuple[Numbers, Numbers]:
        """Score a reply by each of the two layers, before they are mixed: what a refit learns from.

        Args:
            reply: the reply.
            context: what it is read after.
            worded: what wording and frames made of it.
        """
        parsed = parse(reply)
        return _take_maximum(self._encode_parts(parsed, context)), self._score_features(parsed, context, worded)

    def _encode_parts(self, parsed: ParsedText, context: Context) -> list[tuple[int, EncoderOutput]]:
        return [(start, self._encode_augmented(text, context)) for start, text in _split_long_reply(parsed)]

    def _encode_augmented(self, text: str, context: Context) -> EncoderOutput:
        """Encode a text several ways and take the mean, however it was typed and of whom it speaks.

        Its words are those of the text itself.
        """
        typed = self._encoder.encode(text, context.cue, context.topic)
        others = substitute_heritages(text) or augment(text)
        read = (typed if each == text else self._encoder.encode(each, context.cue, context.topic) for each in others)
        return replace(typed, scores=np.mean([each.scores for each in read], axis=0))

    def _score_features(self, parsed: ParsedText, context: Context, worded: Reading) -> Numbers:
        said = ReplyInContext(neutralize_heritage(parsed.text), context.cue, context.topic, worded)
        return self._decision.score_features(self._extractor.extract(said))

    def _find_words(self, parsed: ParsedText, parts: list[tuple[int, EncoderOutput]], column: int) -> tuple[int, int]:
        start, part = max(parts, key=lambda each: float(each[1].scores[column]))
        pieces = tuple(piece._replace(start=piece.start + start, end=piece.end + start) for piece in part.pieces)
        looks: Numbers = part.looks[:, column]
        return find_evidence(parsed, pieces, looks)


def _take_maximum(parts: list[tuple[int, EncoderOutput]]) -> Numbers:
    """Each criterion's score in the part of the reply where it is surest."""
    scores: Numbers = np.max([part.scores for _, part in parts], axis=0)
    return scores


def _split_long_reply(parsed: ParsedText) -> list[tuple[int, str]]:
    """Split a reply that is too long for the encoder into groups of sentences.

    Roughly a piece and a half a word, so that nothing is cut off.

    Returns:
        Each text with the place where it starts.
    """
    most = MOST_OF_REPLY * 2 // 3
    if len(parsed.words) <= most:
        return [(0, parsed.text)]
    groups: list[list[int]] = []
    for each in parsed.sentences:
        if groups and each.last - groups[-1][0] <= most:
            groups[-1][1] = each.last
        else:
            groups.append([each.first, each.last])
    spans = [parsed.span(first, last) for first, last in groups]
    return [(start, parsed.text[start:end]) for start, end in spans]
