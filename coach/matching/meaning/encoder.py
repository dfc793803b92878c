"""The sentence encoder: a reply after its cue into what it means, by numbers, and which of its words say so.

MiniLM-L6 (Wang et al. 2020; Apache-2.0), fitted further on the corpus so that each criterion looks at the words that
decide it. It runs in eight-bit whole numbers on one core, offline.
"""

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from coach.matching.meaning.wordpiece import Piece, WordPiece

START, BREAK = 101, 102
"""The pieces that open an input, and close each of its parts."""
MOST_OF_CUE, MOST_OF_REPLY = 40, 160
"""Pieces of each that are looked at: the cue's last, the reply's first. A longer reply is read in parts."""
SUBJECTS = {
    "inter_rec": "racism",
    "intra_rec": "family ways",
    "intra_individual": "who they are",
    "between_us": "you and me",
    "child": "the child",
    "language": "language",
    "risk": "the worry",
    "name_terms": "names and words",
}
"""A topic in words that the encoder knows; any other is `NOTHING`."""
NOTHING = "nothing yet"

Numbers = NDArray[np.float32]


class Laid(NamedTuple):
    """An input: the numbers of its pieces, which part each is of, and which are the reply's. All of one length."""

    numbers: list[int]
    types: list[int]
    of_reply: list[bool]
    first: int
    """Where the reply's pieces begin."""
    pieces: tuple[Piece, ...]
    """The reply's pieces, with their places in it."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder makes of one reply."""

    scores: Numbers
    """Log-odds for each criterion, in the order of the weights. Shape (criteria,)."""
    looks: Numbers
    """How much of a criterion's attention each piece has; every column adds up to one. Shape (pieces, criteria)."""
    pieces: tuple[Piece, ...]
    """The reply's pieces, with their places in it."""
    mean: Numbers
    """The whole, as a point among meanings. Shape (384,)."""


def load_runtime() -> Any:
    """Load onnxruntime and switch off the events that it reports to its maker.

    Two switches are needed. `ORT_DISABLE_TELEMETRY`, set in `coach/__init__.py` before anything can load it, stops the
    builds that send events themselves. Builds that hand events to Windows' own tracing ignore that variable; this call
    stops them, all but the one event that such a build may emit while it loads (the library's `Privacy.md`, read at
    version 1.32; `pyproject.toml` lets no newer one in until its page was read again).

    Returns:
        The module `onnxruntime`. It is heavy, so it is loaded only when a reply is about to be read.

    Raises:
        ImportError: where the runtime is not installed.
    """
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime


class Encoder:
    """A loaded encoder."""

    def __init__(self, model: Path, vocabulary: Path) -> None:
        """Load it; a fraction of a second. Raises ImportError where the runtime is not installed."""
        self._model = model
        onnxruntime = load_runtime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._cut = WordPiece(vocabulary.read_text(encoding="utf-8").splitlines())

    @cached_property
    def version(self) -> str:
        """Which encoder this is, in a few letters."""
        return version_of(self._model)

    def read(self, reply: str, cue: str = "", topic: str = "none") -> Encoded:
        """A reply after its cue."""
        laid = lay_out(self._cut, reply, cue, topic)
        scores, looks, mean = self._session.run(
            None,
            {
                "pieces": np.array([laid.numbers], np.int64),
                "types": np.array([laid.types], np.int64),
                "reply": np.array([laid.of_reply]),
            },
        )
        of_reply = cast("Numbers", looks[0, laid.first : laid.first + len(laid.pieces)])
        return Encoded(scores[0], of_reply, laid.pieces, mean[0])


def version_of(model: Path) -> str:
    """Which encoder a file holds, in a few letters."""
    return blake2b(model.read_bytes(), digest_size=4).hexdigest()


def lay_out(cut: WordPiece, reply: str, cue: str, topic: str) -> Laid:
    """A reply after its cue as the encoder takes it: the subject, the cue, the reply, each closed by a break."""
    pieces = tuple(cut.cut(reply)[:MOST_OF_REPLY])
    subject = [piece.number for piece in cut.cut(SUBJECTS.get(topic, NOTHING))]
    asked = [piece.number for piece in cut.cut(cue)][-MOST_OF_CUE:]
    before = [START, *subject, BREAK, *asked, BREAK]
    return Laid(
        numbers=[*before, *(piece.number for piece in pieces), BREAK],
        types=[0] * len(before) + [1] * (len(pieces) + 1),
        of_reply=[False] * len(before) + [True] * len(pieces) + [not pieces],
        first=len(before),
        pieces=pieces,
    )
