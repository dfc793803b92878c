"""What was learnt from a rubric's own examples, ready to decide on a sentence, and to be kept."""

import io
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.matching.forms import forms_of, in_order
from coach.matching.meaning.encoder import Encoder
from coach.matching.meaning.features import PLACES, weighed, words_and_letters
from coach.matching.meaning.weights import UNREADABLE, put_whole
from coach.matching.sentences import parse
from coach.matching.weightless import NoWeights
from coach.model.reading import Form

MEANS, SAID, PUT = 3.0, 1.0, 0.5
"""How much the encoder's view, the words and letters, and the form weigh against each other."""
EXAMPLES = "examples.npz"
"""The file it is kept in, in a rubric's folder of weights."""

Numbers = NDArray[np.float64]


class Row(NamedTuple):
    """A text as it is compared: what it means, its hashed words and letters, and how it is put."""

    mean: Numbers
    grams: tuple[Counter[int], Counter[int]]
    put: list[float]


class Rows:
    """Makes rows. Remembers the letters of common words."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._spelt: dict[str, tuple[int, ...]] = {}

    def row(self, text: str) -> Row:
        """One text. Takes some milliseconds."""
        parsed = parse(text)
        mean = self._encoder.read(text).mean.astype(np.float64)
        forms = set(in_order(forms_of(parsed)))
        return Row(
            mean / (float(np.linalg.norm(mean)) or 1.0),
            words_and_letters(text, 2, self._spelt),
            [float(form in forms) for form in Form] + [min(len(parsed.words), 60) / 60, float("?" in text)],
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """Which hashed places are known, and how rare each is. Shapes: (places,) and (places,)."""

    at: NDArray[np.int32]
    rarity: NDArray[np.float32]

    def table(self) -> "Table":
        """The same, ready to count with."""
        rarity = np.zeros(PLACES, np.float64)
        rarity[self.at] = self.rarity
        return Table({int(place): column for column, place in enumerate(self.at)}, rarity)


class Table(NamedTuple):
    """Turns rows into numbers."""

    column: dict[int, int]
    rarity: Numbers

    def numbers(self, row: Row) -> Numbers:
        """Meaning, words and letters, and form, side by side."""
        said = np.zeros(len(self.column))
        for grams in row.grams:
            for place, value in weighed(grams, self.rarity):
                said[self.column[place]] += SAID * value
        return np.concatenate([MEANS * row.mean, said, PUT * np.array(row.put)])


@dataclass(frozen=True, slots=True)
class Learnt:
    """A linear decision for each criterion. Shapes: weights (criteria, numbers), bias and clear (criteria,)."""

    criteria: tuple[str, ...]
    counted: Counted
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    clear: NDArray[np.float32]
    """Log-odds from which a verdict is clear."""

    def save(self, file: Path, of: str) -> None:
        """Keep it. `of`: what it was learnt from and with, so that it is never used for anything else."""
        packed = io.BytesIO()
        np.savez_compressed(
            packed,
            said=json.dumps({"criteria": self.criteria, "of": of}),
            at=self.counted.at,
            rarity=self.counted.rarity.astype(np.float16),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
            clear=self.clear,
        )
        put_whole(file, packed.getvalue())

    @classmethod
    def load(cls, file: Path, of: str) -> "Learnt":
        """Read it. Raises NoWeights where it is not there, cannot be read, or was learnt from something else."""
        try:
            with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as kept:
                said = json.loads(str(kept["said"]))
                if said["of"] != of:
                    raise NoWeights(f"{file} was learnt from another state of the rubric.")
                counted = Counted(kept["at"], kept["rarity"].astype(np.float32))
                weights = kept["weights"].astype(np.float32)
                return cls(tuple(said["criteria"]), counted, weights, kept["bias"], kept["clear"])
        except UNREADABLE as error:
            raise NoWeights(f"What was learnt in {file} cannot be read.") from error
