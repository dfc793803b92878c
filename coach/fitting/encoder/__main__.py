"""Fit the encoder on single replies, or on whole conversations.

    python -m coach.fitting.encoder BASE FOLDER --whole lines
    python -m coach.fitting.encoder BASE FOLDER --whole conversations

BASE is MiniLM-L6 as ONNX, with its vocabulary in a tokenizer.json beside or above it. The first learns single replies
from MiniLM as it was published, in an hour or two on two cores; the second learns whole conversations, from the encoder
that ships, in an hour.
"""

import argparse
import sys
import time
from pathlib import Path

from coach.content.library import Library, find_shipped_folders
from coach.fitting.calibration import read_vocabulary
from coach.fitting.corpus import (
    leave_out,
    load_calibration_voices,
    load_colleagues,
    load_conversations,
    load_corpus,
    load_misread,
    load_taught,
)
from coach.fitting.encoder.network import Network, export_network, load_minilm, restore_network
from coach.fitting.encoder.training import FROM_LINES, FROM_TAUGHT, Progress, fit_network
from coach.matching.ml.encoder import WordPiece
from coach.matching.ml.weight_files import MODEL_FILE, locate_encoder
from coach.model.rubric import Needs

SEED = 1
MISREAD_COUNT = 2
"""How often each reply that was once misread is learnt from, where others are once."""


def main() -> int:
    """Fit the encoder, and write it to `encoder.onnx`."""
    parser = argparse.ArgumentParser(prog="python -m coach.fitting.encoder", description="Fit the sentence encoder.")
    parser.add_argument("base", type=Path, help="MiniLM-L6 in ONNX")
    parser.add_argument("folder", type=Path, help="where to write")
    parser.add_argument("--whole", choices=("lines", "conversations"), required=True, help="what to fit it on")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    tokenizer = WordPiece(read_vocabulary(options.base))
    fit = _fit_conversations if options.whole == "conversations" else _fit_lines
    export_network(fit(options.base, tokenizer), options.folder / MODEL_FILE)
    return 0


def _fit_lines(base: Path, tokenizer: WordPiece) -> Network:
    """Fit a network on single replies, from MiniLM as published.

    Args:
        base: the ONNX file of MiniLM.
        tokenizer: cuts text into pieces.
    """
    rubric = Library(find_shipped_folders()).rubric("openness").criteria
    criteria = tuple(rubric)
    by_cue = frozenset(key for key, criterion in rubric.items() if criterion.needs is Needs.CUE)
    replies = (*load_corpus(), *load_misread("openness") * MISREAD_COUNT)
    network = load_minilm(base, len(criteria))
    return fit_network(network, replies, criteria, by_cue, tokenizer, SEED, _show_training())


def _fit_conversations(base: Path, tokenizer: WordPiece) -> Network:
    """Fit a network on whole conversations, with single replies besides, from what ships.

    It leaves out the voices by which `coach.fitting.shipped_weights` chooses the thresholds.

    Args:
        base: the ONNX file of MiniLM.
        tokenizer: cuts text into pieces.
    """
    library = Library(find_shipped_folders())
    rubrics = {name: library.rubric(name).criteria for name in ("openness", "supervision")}
    criteria = tuple(rubrics["supervision"])  # it has those of `openness` too, and first
    by_cue = frozenset(key for key, criterion in rubrics["supervision"].items() if criterion.needs is Needs.CUE)
    own = frozenset(criteria).difference(rubrics["openness"])
    lines = [leave_out(reply, own) for reply in (*load_corpus(), *load_misread("openness"))]
    kept = load_calibration_voices()
    learnt = (reply for reply in load_conversations(rubrics) if reply.voice not in kept)
    said = (*learnt, *load_colleagues(rubrics))
    network = restore_network(locate_encoder()[0], base, len(criteria))
    for course in FROM_LINES:
        fit_network(network, said, criteria, by_cue, tokenizer, SEED, _show_training(), course, lines)
    said = (*said, *load_taught(library, criteria))
    return fit_network(network, said, criteria, by_cue, tokenizer, SEED, _show_training(), FROM_TAUGHT, lines)


def _show_training() -> Progress:
    """Return a function that prints the progress of a fit."""
    begun = time.monotonic()

    def progress(step: int, steps: int, loss: float) -> None:
        if step % 50 == 0 or step == steps:
            print(
                f"{step} of {steps}, loss {loss:.2f}, {time.monotonic() - begun:.0f} s",
                file=sys.stderr,
                flush=True,
            )

    return progress


if __name__ == "__main__":
    sys.exit(main())
