"""Choosing the entry of a family's answer bank that answers a reply, by meaning.

Begin with `EntryPicker.pick`. A reply is cut into sentences, and long ones into clauses; each is compared with the
askings of every entry that can be asked there, and a small ranker that ships says how likely each entry is meant by any
of them, and none. A statement only finds entries that can be asked by stating something.
"""

import io
import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.matching.entry_measures import FEATURES, NONE_FEATURES, Askings, Measured, gather_askings, measure_reply
from coach.matching.hearing_reader import mask_names, split_reply
from coach.matching.ml.encoder import ASKINGS_FILE, DIMENSIONS, WORDS_FILE, AskingEncoder, Numbers
from coach.matching.ml.model import locate_weights, write_atomically
from coach.model.reading import Candidate, Pick, PickContext, Span, Thresholds

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


def hash_asking(text: str, version: str) -> int:
    """Hash an asking, with the encoder that its vector is by."""
    return int.from_bytes(blake2b(f"{version}\n{text}".encode(), digest_size=8).digest(), "little")


def pack_vectors(vectors: Mapping[int, NDArray[np.int8]]) -> NDArray[Any]:
    """Pack vectors with their hashes into one table, by hash."""
    table = np.zeros(len(vectors), [("key", "<u8"), ("vector", "i1", (DIMENSIONS,))])
    for row, (key, vector) in enumerate(sorted(vectors.items(), key=lambda pair: pair[0])):
        table[row] = (key, vector)
    return table


class AskingVectors:
    """The vectors of askings in eight bits: looked up by hash, or embedded and kept."""

    def __init__(self, encoder: AskingEncoder, files: Sequence[Path], own: Path | None = None) -> None:
        """Read the vectors that are there.

        Args:
            encoder: embeds an asking that has no vector yet.
            files: tables of vectors, such as the one that ships; one that is missing or damaged costs only time.
            own: where new vectors are kept; None to keep none.
        """
        self.encoder = encoder
        self._own = own
        self._tables = [table for file in (*files, *([own] if own else [])) if (table := _read_table(file)) is not None]
        self._embedded: dict[int, NDArray[np.int8]] = {}
        self._unkept = False
        self._lock = threading.RLock()

    def _find(self, key: int) -> NDArray[np.int8] | None:
        """Return the vector of a hash, or None."""
        if (new := self._embedded.get(key)) is not None:
            return new
        for keys, vectors in self._tables:
            at = int(np.searchsorted(keys, np.uint64(key)))
            if at < len(keys) and keys[at] == key:
                vector: NDArray[np.int8] = vectors[at]
                return vector
        return None

    def list_missing(self, texts: Iterable[str]) -> list[str]:
        """List the askings that have no vector yet, each once."""
        version = self.encoder.version
        return [text for text in dict.fromkeys(texts) if self._find(hash_asking(text, version)) is None]

    def embed(self, text: str) -> Numbers:
        """Return the vector of an asking, at length one; embed it if it is missing."""
        whole = self.get_stored(text).astype(np.float32)
        unit: Numbers = whole / np.linalg.norm(whole)
        return unit

    def get_stored(self, text: str) -> NDArray[np.int8]:
        """Return the vector of an asking as it is stored; embed it if it is missing."""
        key = hash_asking(text, self.encoder.version)
        with self._lock:
            if (stored := self._find(key)) is None:
                vector = self.encoder.embed(text)
                stored = np.round(vector * (127 / np.abs(vector).max())).astype(np.int8)
                self._embedded[key] = stored
                self._unkept = True
        return stored

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
            kept: dict[int, NDArray[np.int8]] = {}
            if (table := _read_table(self._own)) is not None:
                kept = dict(zip(table[0].tolist(), table[1], strict=True))
            packed = io.BytesIO()
            np.save(packed, pack_vectors(dict(list((kept | self._embedded).items())[-MOST_KEPT:])))
            write_atomically(self._own, packed.getvalue())
            self._unkept = False


def _read_table(file: Path) -> tuple[NDArray[np.uint64], NDArray[np.int8]] | None:
    """Read a table of vectors with their hashes, ascending; None if it cannot be read."""
    try:
        table = np.load(file, allow_pickle=False)
        keys, vectors = table["key"], table["vector"]
        if vectors.shape != (len(keys), DIMENSIONS) or np.any(keys[1:] <= keys[:-1]):
            return None
    except (OSError, ValueError, EOFError, KeyError, IndexError):
        return None
    return np.ascontiguousarray(keys), np.ascontiguousarray(vectors)


# --- The ranker, and the picker

PICKER_FILE = "picker.json"


class Ranker:
    """The fitted weights that turn what is measured into how likely each entry is."""

    def __init__(self, weights: Mapping[str, float], thresholds: Thresholds, steepness: float = 1.0) -> None:
        """Take the weights.

        Args:
            weights: by the name of each feature; a missing one weighs nothing.
            thresholds: how sure a choice has to be.
            steepness: what the log-odds are multiplied by, so that the likelihoods are true of replies.
        """
        self.thresholds = thresholds
        self._entries = np.array([weights.get(name, 0.0) for name in FEATURES], np.float32) * steepness
        self._none = np.array([weights.get(name, 0.0) for name in NONE_FEATURES], np.float32) * steepness

    @classmethod
    def load(cls, file: Path) -> "Ranker":
        """Load the weights of a file."""
        kept = json.loads(file.read_text(encoding="utf-8"))
        return cls(kept["weights"], Thresholds(**kept["thresholds"]), kept.get("steepness", 1.0))

    def rank(self, measured: Measured) -> Numbers:
        """Return how likely each pair of a segment and an entry is meant; together they leave room for none.

        Args:
            measured: what was measured of a reply.
        """
        scores = measured.features @ self._entries
        none = float(measured.alone @ self._none)
        top = max(none, float(scores.max(initial=-np.inf)))
        shares = np.exp(scores - top)
        ranked: Numbers = shares / (shares.sum() + np.exp(none - top))
        return ranked

    def rank_entries(self, measured: Measured, entries: int) -> Numbers:
        """Return how likely each entry is meant, by whichever segment.

        Args:
            measured: what was measured of a reply.
            entries: how many entries there are.
        """
        return np.bincount(measured.entries, self.rank(measured), entries).astype(np.float32)


class EntryPicker:
    """Chooses entries by meaning; what it needs is loaded on first use. Fulfils `Picker`."""

    def __init__(self, own: Path | None = None) -> None:
        """Prepare a picker; nothing heavy is loaded yet.

        Args:
            own: the folder where vectors of one's own families are kept; None to keep none.
        """
        self._own = own
        self._lock = threading.Lock()
        self._gathered: tuple[tuple[Candidate, ...], tuple[str, ...], Askings] | None = None

    @cached_property
    def ranker(self) -> Ranker:
        """The ranker that ships."""
        return Ranker.load(locate_weights() / "picker" / PICKER_FILE)

    @property
    def thresholds(self) -> Thresholds:
        """How sure a choice has to be."""
        return self.ranker.thresholds

    @cached_property
    def vectors(self) -> AskingVectors:
        """The vectors of askings, with the encoder that makes them."""
        with self._lock:
            encoder = AskingEncoder(locate_weights() / "encoder")
            own = self._own / VECTORS_FILE if self._own else None
            return AskingVectors(encoder, [locate_shipped_vectors()], own)

    def prepare(self, askings: Iterable[str], people: tuple[str, ...] = (), progress: Progress | None = None) -> None:
        """Load the encoder, and embed what has no vector yet, before the first reply.

        Args:
            askings: everything that a family can be asked.
            people: the names of its people, which are masked.
            progress: called with how many are embedded, and of how many.
        """
        self.vectors.prepare((mask_names(asking, people) for asking in askings), progress)

    def pick(self, reply: str, candidates: Sequence[Candidate], context: PickContext) -> Pick | None:
        """Choose the likeliest entry for a reply, with its sentence and what came second.

        Args:
            reply: the reply.
            candidates: the entries that can be asked here, the turn's own first.
            context: the cue, its topic, and the names of people.

        Returns:
            The choice, however unsure; None where the reply asks and says nothing that could be one of them.
        """
        candidates = tuple(candidate for candidate in candidates if candidate.askings)
        segments = split_reply(reply, context.people)
        if not candidates or not segments:
            return None
        vectors = self.vectors
        askings = self._gather(candidates, context.people)
        segment_vectors = np.array([vectors.encoder.embed(segment.text) for segment in segments])
        vectors.keep()
        measured = measure_reply(askings, segment_vectors, segments)
        if not len(measured.entries):
            return None
        likely = self.ranker.rank_entries(measured, len(candidates))
        first, second = (int(entry) for entry in np.argsort(-likely, kind="stable")[:2]) if len(likely) > 1 else (0, -1)
        spoke = segments[_find_segment(measured, self.ranker.rank(measured), first)]
        return Pick(
            entry=candidates[first].name,
            likely=round(min(float(likely[first]), 1.0), 4),
            second="" if second < 0 or not likely[second] else candidates[second].name,
            second_likely=0.0 if second < 0 else round(float(likely[second]), 4),
            span=Span(start=spoke.start, end=spoke.end, text=reply[spoke.start : spoke.end]),
        )

    def _gather(self, candidates: tuple[Candidate, ...], people: tuple[str, ...]) -> Askings:
        """Gather the askings of candidates; mostly they are the same as at the reply before."""
        if self._gathered is None or self._gathered[:2] != (candidates, people):
            self._gathered = candidates, people, gather_askings(candidates, people, self.vectors.embed)
        return self._gathered[2]


def _find_segment(measured: Measured, likely: Numbers, entry: int) -> int:
    """Find the segment of a reply that speaks most for an entry.

    Args:
        measured: what was measured of the reply.
        likely: how likely each pair is.
        entry: the number of the entry.
    """
    return int(measured.segments[np.argmax(np.where(measured.entries == entry, likely, -1.0))])


def open_picker(own: Path | None = None) -> EntryPicker | None:
    """Open a picker, still light; None where its run time or its weights are missing.

    Args:
        own: the folder where vectors of one's own families are kept; None to keep none.
    """
    weights = locate_weights()
    there = (weights / "encoder" / ASKINGS_FILE, weights / "encoder" / WORDS_FILE, weights / "picker" / PICKER_FILE)
    can_run = find_spec("onnxruntime") is not None and all(file.is_file() for file in there)
    return EntryPicker(own) if can_run else None
