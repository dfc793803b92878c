"""Where the files of weights lie, how they are written, and what a damaged one can lead to.

Begin with `locate_weights`. What is in them, the readers of each say: `Weights`, `Encoder`, `DistressNet`.
"""

import os
import zlib
from importlib.resources import files
from pathlib import Path
from tempfile import mkstemp
from zipfile import BadZipFile

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


class ModelUnavailable(Exception):  # not an error: the matcher reads by wording, and says so
    """Raised if weights are missing or cannot be read; the message says which, in a sentence."""


def locate_weights() -> Path:
    """Return the folder of the weights that ship, which has a folder for each rubric."""
    return Path(str(files("coach"))) / "weights"


def locate_encoder() -> tuple[Path, Path]:
    """Return the paths of the encoder that ships and of its vocabulary.

    Raises:
        ModelUnavailable: the encoder is not installed.
    """
    model, vocabulary = locate_weights() / "encoder" / MODEL_FILE, locate_weights() / "encoder" / VOCABULARY_FILE
    if not (model.is_file() and vocabulary.is_file()):
        raise ModelUnavailable("The sentence encoder is not installed here.")
    return model, vocabulary


def write_atomically(file: Path, content: bytes) -> None:
    """Write a file so that a reader finds either the old content or the new, never a part.

    Raises:
        OSError: it cannot be written; the old file then stays as it is.
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
        # A rename within a folder is atomic: no reader ever sees half a file.
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
