"""What likeness alone would do: the published encoder, and how near a reply lies to the nearest example."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.matching.meaning.encoder import BREAK, START, load_runtime
from coach.matching.meaning.wordpiece import WordPiece
from coach.matching.sentences import parse

Numbers = NDArray[np.float64]


def vocabulary(base: Path) -> list[str]:
    """The pieces that a published encoder knows, from the tokenizer.json beside or above it. Raises SystemExit."""
    for folder in base.parents:
        if (folder / "tokenizer.json").is_file():
            told = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
            return sorted(told, key=told.__getitem__)
    raise SystemExit(f"There is no tokenizer.json beside {base}.")


class Published:
    """MiniLM as it was published: a text as the mean of its pieces, of length one."""

    def __init__(self, base: Path) -> None:
        onnxruntime = load_runtime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(str(base), options, providers=["CPUExecutionProvider"])
        self._cut = WordPiece(vocabulary(base))

    def point(self, text: str) -> Numbers:
        """Where a text lies. Shape (384,)."""
        numbers = np.array([[START, *(piece.number for piece in self._cut.cut(text)[:200]), BREAK]], np.int64)
        told = {"input_ids": numbers, "attention_mask": np.ones_like(numbers), "token_type_ids": np.zeros_like(numbers)}
        mean = self._session.run(None, told)[0][0].mean(0).astype(np.float64)
        return np.asarray(mean / np.linalg.norm(mean))

    def nearest(self, reply: str, examples: Numbers) -> float:
        """The cosine to the nearest example of the whole reply or a sentence of it. `examples`: (examples, 384)."""
        parsed = parse(reply)
        texts = {reply, *(parsed.text[slice(*parsed.span(each.first, each.last))] for each in parsed.sentences)}
        return max(float((examples @ self.point(text)).max()) for text in texts)

    def scores(self, replies: list[str], examples: list[tuple[str, ...]]) -> Numbers:
        """How near each reply lies to each criterion's examples. Shape (replies, criteria)."""
        points = [np.array([self.point(text) for text in each]) for each in examples]
        return np.array([[self.nearest(reply, each) for each in points] for reply in replies])
