"""Fit the encoder: once without each fold of the voices, and once on all replies.

    python -m coach.fitting.encoder BASE FOLDER [--folds voices|situations|none] [--whole]

BASE is MiniLM-L6 as ONNX, with its vocabulary in a tokenizer.json beside or above it. About half an hour on two cores.
The fits without a fold give every reply a score by an encoder that did not see it.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np

from coach.content.library import Library, find_shipped_folders
from coach.fitting import cross_validation as folds
from coach.fitting.calibration import read_vocabulary
from coach.fitting.corpus import load_corpus, load_misread
from coach.fitting.encoder.network import export_network
from coach.fitting.encoder.training import Progress, fit_network, score_replies
from coach.matching.ml.encoder import WordPiece
from coach.model.rubric import Needs

SEED = 1
MISREAD_COUNT = 2
"""How often each reply that was once misread is learnt from, where others are once."""


def main() -> int:
    """Fit the encoder, and write the scores of kept-out replies and the network that ships.

    Scores are written to `scores-FOLD.npz`, as ids and scores.
    """
    parser = argparse.ArgumentParser(prog="python -m coach.fitting.encoder", description="Fit the sentence encoder.")
    parser.add_argument("base", type=Path, help="MiniLM-L6 in ONNX")
    parser.add_argument("folder", type=Path, help="where to write")
    parser.add_argument("--folds", choices=("voices", "situations", "none"), default="none")
    parser.add_argument("--only", type=int, action="append", default=[], help="only these folds, by number")
    parser.add_argument("--export", action="store_true", help="also write each fold's network, to judge it whole")
    parser.add_argument("--whole", action="store_true", help="fit on everything and write encoder.onnx")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    pieces = read_vocabulary(options.base)
    (options.folder / "vocabulary.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    tokenizer = WordPiece(pieces)
    rubric = Library(find_shipped_folders()).rubric("openness").criteria
    criteria = tuple(rubric)
    by_cue = frozenset(key for key, criterion in rubric.items() if criterion.needs is Needs.CUE)
    replies, lessons = load_corpus(), load_misread("openness") * MISREAD_COUNT
    split = {"voices": folds.split_by_voice, "situations": folds.split_by_voice_and_situation, "none": lambda _: ()}
    for number, fold in enumerate(split[options.folds](replies)):
        if options.only and number not in options.only:
            continue
        learnt = [reply for reply in (*replies, *lessons) if fold.fits_on(reply)]
        judged = [reply for reply in replies if fold.judges(reply)]
        network = fit_network(learnt, criteria, by_cue, tokenizer, options.base, SEED, _show_training(fold.name))
        np.savez_compressed(
            options.folder / f"scores-{fold.name}.npz",
            ids=np.array([reply.id for reply in judged]),
            scores=score_replies(network, judged, criteria, tokenizer).astype(np.float16),
        )
        if options.export:
            export_network(network, options.folder / f"encoder-{fold.name}.onnx")
    if options.whole:
        whole = fit_network(
            (*replies, *lessons), criteria, by_cue, tokenizer, options.base, SEED, _show_training("whole")
        )
        export_network(whole, options.folder / "encoder.onnx")
    return 0


def _show_training(name: str) -> Progress:
    """Return a function that prints the progress of a fit."""
    begun = time.monotonic()

    def progress(step: int, steps: int, loss: float) -> None:
        if step % 50 == 0 or step == steps:
            print(
                f"{name}: {step} of {steps}, loss {loss:.2f}, {time.monotonic() - begun:.0f} s",
                file=sys.stderr,
                flush=True,
            )

    return progress


if __name__ == "__main__":
    sys.exit(main())
