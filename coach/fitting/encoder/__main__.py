"""Fit the encoder: once without each fold of the voices, and once on all replies.

    python -m coach.fitting.encoder BASE FOLDER [--folds voices|situations|none] [--whole]
    python -m coach.fitting.encoder BASE FOLDER --folds conversations [--whole]

BASE is MiniLM-L6 as ONNX, with its vocabulary in a tokenizer.json beside or above it. The first learns single replies
from MiniLM as it was published, in an hour or two on two cores for each fit; the second learns whole conversations,
from the encoder that ships, in twenty minutes. The fits without a fold give every reply a score by an encoder that did
not see it.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from coach.content.library import Library, find_shipped_folders
from coach.fitting import cross_validation as folds
from coach.fitting.calibration import read_vocabulary
from coach.fitting.corpus import (
    LabelledReply,
    leave_out,
    load_colleagues,
    load_conversations,
    load_corpus,
    load_misread,
)
from coach.fitting.encoder.network import Network, export_network, load_minilm, restore_network
from coach.fitting.encoder.training import FROM_LINES, Progress, fit_network, score_replies
from coach.matching.ml.encoder import WordPiece
from coach.matching.ml.model import locate_encoder
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
    parser.add_argument("--folds", choices=("voices", "situations", "conversations", "none"), default="none")
    parser.add_argument("--only", type=int, action="append", default=[], help="only these folds, by number")
    parser.add_argument("--export", action="store_true", help="also write each fold's network, to judge it whole")
    parser.add_argument("--whole", action="store_true", help="fit on everything and write encoder.onnx")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    pieces = read_vocabulary(options.base)
    (options.folder / "vocabulary.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    tokenizer = WordPiece(pieces)
    if options.folds == "conversations":
        _fit_conversations(options.base, options.folder, tokenizer, options.only, whole=options.whole)
    else:
        _fit_lines(options.base, options.folder, tokenizer, options)
    return 0


def _fit_lines(base: Path, folder: Path, tokenizer: WordPiece, options: argparse.Namespace) -> None:
    """Fit networks on single replies, from MiniLM as published.

    Args:
        base: the ONNX file of MiniLM.
        folder: where to write.
        tokenizer: cuts text into pieces.
        options: the command's options.
    """
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
        network = load_minilm(base, len(criteria))
        fit_network(network, learnt, criteria, by_cue, tokenizer, SEED, _show_training(fold.name))
        _save_scores(folder, fold.name, network, judged, criteria, tokenizer)
        if options.export:
            export_network(network, folder / f"encoder-{fold.name}.onnx")
    if options.whole:
        whole = load_minilm(base, len(criteria))
        fit_network(whole, (*replies, *lessons), criteria, by_cue, tokenizer, SEED, _show_training("whole"))
        export_network(whole, folder / "encoder.onnx")


def _fit_conversations(base: Path, folder: Path, tokenizer: WordPiece, only: Sequence[int], *, whole: bool) -> None:
    """Fit networks on whole conversations, with single replies besides, from what ships.

    Args:
        base: the ONNX file of MiniLM.
        folder: where to write.
        tokenizer: cuts text into pieces.
        only: the numbers of the folds to fit; all if there are none.
        whole: whether to fit on all conversations as well, and write `encoder.onnx`.
    """
    library = Library(find_shipped_folders())
    rubrics = {name: library.rubric(name).criteria for name in ("openness", "supervision")}
    criteria = tuple(rubrics["supervision"])  # it has those of `openness` too, and first
    by_cue = frozenset(key for key, criterion in rubrics["supervision"].items() if criterion.needs is Needs.CUE)
    own = frozenset(criteria).difference(rubrics["openness"])
    lines = [leave_out(reply, own) for reply in (*load_corpus(), *load_misread("openness"))]
    colleagues, replies = load_colleagues(rubrics), load_conversations(rubrics)

    def fit(name: str, learnt: Iterable[LabelledReply]) -> Network:
        network = restore_network(locate_encoder()[0], base, len(criteria))
        said = (*learnt, *colleagues)
        return fit_network(network, said, criteria, by_cue, tokenizer, SEED, _show_training(name), FROM_LINES, lines)

    for number, fold in enumerate(folds.split_by_player(replies)):
        if only and number not in only:
            continue
        network = fit(fold.name, filter(fold.fits_on, replies))
        _save_scores(folder, fold.name, network, [*filter(fold.judges, replies)], criteria, tokenizer)
    if whole:
        export_network(fit("whole", replies), folder / "encoder.onnx")


def _save_scores(
    folder: Path,
    name: str,
    network: Network,
    judged: Sequence[LabelledReply],
    criteria: Sequence[str],
    tokenizer: WordPiece,
) -> None:
    """Write a network's scores of the replies that it did not learn from.

    Args:
        folder: where to write.
        name: the name of the fold.
        network: the fitted network.
        judged: the replies.
        criteria: the ids of the criteria, in order.
        tokenizer: cuts text into pieces.
    """
    scores = score_replies(network, judged, criteria, tokenizer).astype(np.float16)
    ids = np.array([reply.id for reply in judged])
    np.savez_compressed(folder / f"scores-{name}.npz", ids=ids, scores=scores)


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
