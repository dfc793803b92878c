"""Fitted weights as they lie on disk, and where to look for them."""

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
from typing import BinaryIO
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from coach.matching.weightless import NoWeights

Numbers = NDArray[np.float32]

UNREADABLE = (
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
MODEL, VOCABULARY, DECISION = "encoder.onnx", "vocabulary.txt", "decision.npz"
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
        """Read them. Raises NoWeights."""
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
        except UNREADABLE as error:
            raise NoWeights(f"The weights in {file} cannot be read.") from error

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
            put_whole(file, packed.getvalue())
        else:
            file.write(packed.getvalue())


def put_whole(file: Path, content: bytes) -> None:
    """Write a file beside, then put it in place: a reader finds the old one or the new. Raises OSError."""
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


def shipped() -> Path:
    """The folder of weights that comes with the coach, one folder a rubric."""
    return Path(str(files("coach"))) / "weights"


def find(rubric: str, folders: Iterable[Path], encoder: Callable[[], str]) -> Weights:
    """The weights for a rubric from the first folder that has any; the shipped ones last. Raises NoWeights.

    `encoder`: which encoder is here. Weights fitted at home over another one would misread everything.
    """
    damaged = False
    for folder in folders:
        if (folder / rubric / DECISION).is_file():
            try:
                found = Weights.load(folder / rubric / DECISION)
            except NoWeights:
                damaged = True
                continue
            if found.encoder == encoder():
                return found
    return replace(Weights.load(shipped() / rubric / DECISION), instead_of_damaged=damaged)


def encoder_files() -> tuple[Path, Path]:
    """The encoder that ships and its vocabulary. Raises NoWeights where they were left out."""
    model, vocabulary = shipped() / "encoder" / MODEL, shipped() / "encoder" / VOCABULARY
    if not (model.is_file() and vocabulary.is_file()):
        raise NoWeights("The sentence encoder is not installed here.")
    return model, vocabulary
