"""Fitted weights: loading them, deciding on each criterion, finding the words of a verdict.

Begin with `FittedClassifier.classify`; `Weights` is what lies on the disk. `AskingVectors` are the vectors that do.
"""

import io
import json
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.matching.framing import Context
from coach.matching.ml.encoder import (
    DIMENSIONS,
    MOST_OF_REPLY,
    AskingEncoder,
    Encoder,
    EncoderOutput,
    Numbers,
    Piece,
    augment,
    hash_asking,
    neutralize_heritage,
    open_vectors,
    pack_vectors,
    substitute_heritages,
)
from coach.matching.ml.features import FeatureExtractor, FeatureVector, ReplyInContext
from coach.matching.ml.weight_files import (
    DECISION_FILE,
    LOAD_ERRORS,
    ModelUnavailable,
    locate_weights,
    write_atomically,
)
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
    """Find the words of a reply to which the encoder attended most for one criterion.

    Args:
        parsed: the reply.
        pieces: the encoder's pieces of it.
        looks: the attention on each piece, of shape (pieces,).

    Returns:
        The first word, and the one past the last.
    """
    words = len(parsed.words)
    if words <= WHOLE_REPLY or not len(looks):
        return 0, words
    on_words = _sum_attention(parsed, pieces, looks)
    stretches = [(sentence.first, sentence.last) for sentence in parsed.sentences if sentence.last > sentence.first]
    shares = [float(on_words[first:last].sum()) for first, last in stretches]
    best = int(np.argmax(shares))
    first, last = stretches[best]
    held, low, high = shares[best], best, best
    # Neighbouring sentences are added while they share the attention, so that the evidence reads as a whole thought.
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
    """Return the attention on each word: the sum over its pieces. Shape (words,)."""
    starts = [token.start for token in parsed.tokens]
    words = np.searchsorted(starts, [piece.start for piece in pieces[: len(looks)]], side="right") - 1
    on = np.zeros(len(starts), np.float32)
    np.add.at(on, np.maximum(words, 0), looks)
    return on


def _narrow_span(on_words: Numbers, first: int, last: int) -> tuple[int, int]:
    """Narrow a stretch to the words with most attention, and six words on either side.

    Args:
        on_words: the attention on each word of the reply. Shape (words,).
        first: the first word of the stretch.
        last: the word past its last.
    """
    span_words = on_words[first:last]
    low = high = int(np.argmax(span_words))
    held, whole = float(span_words[low]), float(span_words.sum()) or 1.0
    while held < ENOUGH_ATTENTION * whole and high - low + 1 < LONGEST_EVIDENCE:
        left = float(span_words[low - 1]) if low else -1.0
        right = float(span_words[high + 1]) if high + 1 < len(span_words) else -1.0
        if left < 0 and right < 0:
            break
        if left >= right:
            low, held = low - 1, held + left
        else:
            high, held = high + 1, held + right
    return first + max(0, low - CONTEXT_WORDS), first + min(len(span_words), high + 1 + CONTEXT_WORDS)


# --- Weights on disk


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted weights of a rubric; arrays are in the order of `criteria`."""

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
        """Load weights from a file.

        Raises:
            ModelUnavailable: the file is missing or damaged.
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
        """Write the weights to a path or an open file; the same weights give the same bytes."""
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


def find_weights(rubric: str, folders: Iterable[Path], encoder: Callable[[], str]) -> Weights:
    """Load the weights of a rubric from the first folder that has them; the shipped ones last.

    Args:
        rubric: the id of the rubric.
        folders: folders of weights fitted on this machine.
        encoder: returns the version of the encoder in use. Weights fitted with another would misread everything.

    Raises:
        ModelUnavailable: there are none.
    """
    damaged = False
    for folder in folders:
        if (folder / rubric / DECISION_FILE).is_file():
            try:
                weights = Weights.load(folder / rubric / DECISION_FILE)
            except ModelUnavailable:
                damaged = True
                continue
            # Weights made here before an update that brought another encoder are passed over in silence.
            if weights.encoder == encoder():
                return weights
    return replace(Weights.load(locate_weights() / rubric / DECISION_FILE), instead_of_damaged=damaged)


# --- The decision layer

Scores = NDArray[np.floating[Any]]


def mix_scores(encoded: Scores, counted: Scores, mix: Scores, bias: Scores) -> Scores:
    """Mix the encoder's scores and the n-grams' scores into log-odds, for one reply or many.

    Args:
        encoded: the encoder's scores, of shape (criteria,) or (replies, criteria).
        counted: the n-grams' scores, of the same shape.
        mix: the weight of each of the two, of shape (criteria, 2).
        bias: the bias of each criterion, of shape (criteria,).
    """
    odds: Scores = mix[:, 0] * encoded + mix[:, 1] * counted + bias
    return odds


class DecisionLayer:
    """Computes log-odds for each criterion from the encoder's scores and the features."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights

    def score_features(self, features: FeatureVector) -> Numbers:
        """Return the log-odds by the features alone. Shape (criteria,)."""
        w = self.weights
        rows = np.searchsorted(w.at, features.indices)
        # Places past the last are compared with the first row, and found unequal there.
        rows[rows == len(w.at)] = 0
        known = w.at[rows] == features.indices
        said: Numbers = features.values[known] @ w.counts[rows[known]].astype(np.float32)
        return said * w.step + w.counts_bias

    def decide(self, encoded: Numbers, counted: Numbers) -> Numbers:
        """Return the log-odds of each criterion, from both kinds of scores. Shape (criteria,)."""
        return mix_scores(encoded, counted, self.weights.mix, self.weights.mix_bias).astype(np.float32)


# --- Classifying a reply


class FittedVerdict(NamedTuple):
    """A criterion that a reply meets or may meet, and its words (the first, and past the last)."""

    criterion: str
    certainty: Certainty
    first: int
    last: int
    likely: float


class Likelihood(NamedTuple):
    """How likely a criterion is in a reply, and from where it is possible and clear; all 0 to 1."""

    likely: float
    possible: float
    clear: float


def _to_share(odds: float) -> float:
    """Turn log-odds into a likelihood from 0 to 1."""
    return float(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


class FittedClassifier:
    """Fitted weights with their encoder, ready to read replies."""

    def __init__(self, weights: Weights, encoder: Encoder) -> None:
        self.criteria = frozenset(weights.criteria)
        self.version = f"{weights.version}-alike"
        self.instead_of_damaged = weights.instead_of_damaged
        self._weights = weights
        self._decision = DecisionLayer(weights)
        self._extractor = FeatureExtractor(weights.rarity, weights.names)
        self._encoder = encoder
        try:
            self._columns = encoder.find_columns(weights.criteria)
        except ValueError as error:
            raise ModelUnavailable("The sentence encoder does not score every criterion of these weights.") from error

    def classify(self, parsed: ParsedText, context: Context, worded: Reading) -> list[FittedVerdict]:
        """Find every criterion that a reply meets or may meet, each with its words.

        Args:
            parsed: the reply.
            context: the cue before it, and the cue's topic.
            worded: its reading by rules, frames and similarity.
        """
        parts = self._encode_parts(parsed, context)
        odds = self._decision.decide(_take_maximum(parts), self._score_features(parsed, context, worded))
        verdicts = []
        for column, criterion in enumerate(self._weights.criteria):
            if odds[column] < self._weights.possible[column]:
                continue
            sure = Certainty.CLEAR if odds[column] >= self._weights.clear[column] else Certainty.POSSIBLE
            words = self._find_words(parsed, parts, column)
            verdicts.append(FittedVerdict(criterion, sure, *words, _to_share(odds[column])))
        return verdicts

    def estimate(self, parsed: ParsedText, context: Context, worded: Reading) -> dict[str, Likelihood]:
        """Return how likely each criterion is in a reply, and how likely it must be to count.

        Args:
            parsed: the reply.
            context: the cue before it, and the cue's topic.
            worded: its reading by rules, frames and similarity.
        """
        parts = self._encode_parts(parsed, context)
        odds = self._decision.decide(_take_maximum(parts), self._score_features(parsed, context, worded))
        weights = self._weights
        return {
            key: Likelihood(_to_share(odds[i]), _to_share(weights.possible[i]), _to_share(weights.clear[i]))
            for i, key in enumerate(weights.criteria)
        }

    def score_layers(self, reply: str, context: Context, worded: Reading) -> tuple[Numbers, Numbers]:
        """Return the encoder's scores and the features' scores of a reply, before they are mixed.

        Args:
            reply: the reply.
            context: the cue before it, and the cue's topic.
            worded: its reading by rules, frames and similarity.
        """
        parsed = parse(reply)
        return _take_maximum(self._encode_parts(parsed, context)), self._score_features(parsed, context, worded)

    def _encode_parts(self, parsed: ParsedText, context: Context) -> list[tuple[int, EncoderOutput]]:
        """Encode a reply, in parts if it is long; return each part with where it starts."""
        return [(start, self._encode_augmented(text, context)) for start, text in _split_long_reply(parsed)]

    def _encode_augmented(self, text: str, context: Context) -> EncoderOutput:
        """Encode a text in several variants, and return the mean of their scores.

        So neither its punctuation nor the heritage it names decides. The attention is that of the text as typed.
        """
        after = context.cue, context.topic, context.before
        typed = self._encoder.encode(text, *after)
        # The score must not depend on which people a reply names: it is the mean over three of them.
        others = substitute_heritages(text) or augment(text)
        read = (typed if other == text else self._encoder.encode(other, *after) for other in others)
        scores: Numbers = np.mean([encoding.scores for encoding in read], axis=0)
        return replace(typed, scores=scores[self._columns], looks=typed.looks[:, self._columns])

    def _score_features(self, parsed: ParsedText, context: Context, worded: Reading) -> Numbers:
        """Return the log-odds by the features alone, with every heritage replaced by the same one."""
        said = ReplyInContext(neutralize_heritage(parsed.text), context.cue, context.topic, worded)
        return self._decision.score_features(self._extractor.extract(said))

    def _find_words(self, parsed: ParsedText, parts: list[tuple[int, EncoderOutput]], column: int) -> tuple[int, int]:
        """Find the words of a criterion in the part of the reply where it is surest."""
        start, part = max(parts, key=lambda candidate: float(candidate[1].scores[column]))
        pieces = tuple(piece._replace(start=piece.start + start, end=piece.end + start) for piece in part.pieces)
        looks: Numbers = part.looks[:, column]
        return find_evidence(parsed, pieces, looks)


def _take_maximum(parts: list[tuple[int, EncoderOutput]]) -> Numbers:
    """Return each criterion's score in the part of the reply where it is surest."""
    scores: Numbers = np.max([part.scores for _, part in parts], axis=0)
    return scores


def _split_long_reply(parsed: ParsedText) -> list[tuple[int, str]]:
    """Split a reply that is too long for the encoder into groups of sentences.

    A word takes about one and a half pieces, so the groups are cut by words.

    Returns:
        Where each group starts in the reply, and its text.
    """
    most = MOST_OF_REPLY * 2 // 3
    if len(parsed.words) <= most:
        return [(0, parsed.text)]
    groups: list[list[int]] = []
    for sentence in parsed.sentences:
        if groups and sentence.last - groups[-1][0] <= most:
            groups[-1][1] = sentence.last
        else:
            groups.append([sentence.first, sentence.last])
    spans = [parsed.span(first, last) for first, last in groups]
    return [(start, parsed.text[start:end]) for start, end in spans]


# --- Vectors of askings: those that ship, and a cache of one's own

VECTORS_FILE = "askings.npy"
"""Vectors by the hash of their asking: beside `ready.zip` for what ships, among one's own weights for the rest."""
MOST_KEPT = 100_000
"""Vectors in a cache of one's own; then old ones are left out."""
Progress = Callable[[int, int], None]
"""Called with how many askings are embedded, and of how many."""


def locate_shipped_vectors() -> Path:
    """Return the path of the vectors that ship."""
    return locate_weights().parent / "content" / VECTORS_FILE


class AskingVectors:
    """The vectors of askings in eight bits: looked up by hash, or embedded and kept."""

    def __init__(self, encoder: AskingEncoder, files: Sequence[Path], own: Path | None = None) -> None:
        """Open the files of vectors that are there.

        Args:
            encoder: embeds an asking that has no vector yet.
            files: tables of vectors, such as the one that ships; one that is missing or damaged costs only time.
            own: where new vectors are kept; None to keep none.
        """
        self.encoder = encoder
        self._own = own
        opened = (open_vectors(file) for file in (*files, *([own] if own else [])))
        self._tables = [table for table in opened if table is not None]
        self._keys = np.zeros(0, np.uint64)
        """The hashes of the vectors that were read from the files, ascending."""
        self._vectors = np.zeros((0, DIMENSIONS), np.int8)
        self._embedded: dict[int, NDArray[np.int8]] = {}
        self._unkept = False
        self._lock = threading.RLock()

    def _find_held(self, key: int) -> NDArray[np.int8] | None:
        """Return the vector of a hash that is held in memory, or None."""
        if (new := self._embedded.get(key)) is not None:
            return new
        at = int(np.searchsorted(self._keys, np.uint64(key)))
        if at < len(self._keys) and self._keys[at] == key:
            vector: NDArray[np.int8] = self._vectors[at]
            return vector
        return None

    def _find_all(self, keys: Collection[int]) -> dict[int, NDArray[np.int8]]:
        """Return the vectors of those hashes that have one; each file is opened at most once."""
        vectors = {key: vector for key in keys if (vector := self._find_held(key)) is not None}
        for table in self._tables:
            if wanted := sorted({*keys} - vectors.keys()):
                known, read = table.read(np.array(wanted, np.uint64))
                vectors.update(zip(known.tolist(), read, strict=True))
        return vectors

    def _read(self, keys: Collection[int]) -> None:
        """Read the vectors of some hashes, as far as the files have them, and hold them from now on."""
        for table in self._tables:
            wanted = sorted({*keys} - {*self._keys.tolist()})
            known, vectors = table.read(np.array(wanted, np.uint64))
            order = np.argsort(np.concatenate([self._keys, known]))
            self._keys = np.concatenate([self._keys, known])[order]
            self._vectors = np.concatenate([self._vectors, vectors])[order]

    def list_missing(self, texts: Iterable[str]) -> list[str]:
        """List the askings that have no vector yet, each once, and read the vectors of the others."""
        version = self.encoder.version
        keys = {text: hash_asking(text, version) for text in texts}
        with self._lock:
            self._read(keys.values())
            known = self._embedded.keys() | {*self._keys.tolist()}
        return [text for text, key in keys.items() if key not in known]

    def embed_all(self, texts: Sequence[str]) -> Numbers:
        """Return the vectors of some askings, each of length one; embed those that are missing.

        Args:
            texts: the askings, at least one.
        """
        whole = np.array(self._get_all_stored(texts), np.float32)
        unit: Numbers = whole / np.linalg.norm(whole, axis=1, keepdims=True)
        return unit

    def embed(self, text: str) -> Numbers:
        """Return the vector of one asking, as `embed_all` does."""
        vector: Numbers = self.embed_all([text])[0]
        return vector

    def get_stored(self, text: str) -> NDArray[np.int8]:
        """Return the vector of an asking as it is stored; embed it if it is missing."""
        return self._get_all_stored([text])[0]

    def _get_all_stored(self, texts: Sequence[str]) -> list[NDArray[np.int8]]:
        """Return the vectors of some askings as they are stored; embed those that are missing."""
        keys = [hash_asking(text, self.encoder.version) for text in texts]
        with self._lock:
            vectors = self._find_all(keys)
            for key, text in zip(keys, texts, strict=True):
                if key not in vectors:
                    vector = self.encoder.embed(text)
                    vectors[key] = np.round(vector * (127 / np.abs(vector).max())).astype(np.int8)
                    self._embedded[key] = vectors[key]
                    self._unkept = True
        return [vectors[key] for key in keys]

    def prepare(self, texts: Iterable[str], progress: Progress | None = None) -> None:
        """Embed all askings that have no vector yet, and keep the new vectors.

        Args:
            texts: askings, with names masked.
            progress: called after each.
        """
        missing = self.list_missing(texts)
        for done, text in enumerate(missing, start=1):
            self.embed(text)
            if progress:
                progress(done, len(missing))
        self.keep()

    def keep(self) -> None:
        """Write new vectors to the cache; a full disk only costs the next start some seconds."""
        if not self._unkept or self._own is None:
            return
        with self._lock, suppress(OSError):
            table = open_vectors(self._own)
            kept = table.read_all() if table else {}
            packed = io.BytesIO()
            np.save(packed, pack_vectors(dict(list((kept | self._embedded).items())[-MOST_KEPT:])))
            write_atomically(self._own, packed.getvalue())
            self._unkept = False
