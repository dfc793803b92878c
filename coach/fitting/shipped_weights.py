"""Fits everything above the encoder on the corpus, and writes the weights that ship.

    python -m coach.fitting.shipped_weights FOLDER

FOLDER is what `python -m coach.fitting.encoder` wrote: the encoder, and its scores on voices kept out. A few minutes.
Needs the extra `fit`.
"""

import argparse
import shutil
import sys
from pathlib import Path

import numpy as np

from coach.content.library import Library
from coach.content.library import find_shipped_folders as content
from coach.fitting import calibration, refit
from coach.fitting import cross_validation as crossing
from coach.fitting.calibration import CalibratedMix, Numbers
from coach.fitting.corpus import LabelledReply, load_corpus
from coach.fitting.cross_validation import Fold, NgramModel, fit_ngram_model, split_by_voice
from coach.fitting.metrics import LabelTable, compute_metrics
from coach.matching.classifier import Matcher
from coach.matching.ml.encoder import compute_version
from coach.matching.ml.features import ReplyInContext
from coach.matching.ml.model import DECISION_FILE, MODEL_FILE, VOCABULARY_FILE, Weights
from coach.matching.rules import WORDING_FILE, save_wording
from coach.model.rubric import Polarity, Rubric

# --- Packing the weights

QUANTIZATION_STEPS = 127


def pack_weights(
    criteria: tuple[str, ...],
    counting: NgramModel,
    mixed: CalibratedMix,
    clear: Numbers,
    possible: Numbers,
    version: str,
    encoder: str,
) -> Weights:
    """Pack fitted weights as they ship: those of n-grams as whole steps, to stay small.

    Args:
        criteria: the ids of the criteria, in order.
        counting: the fitted n-gram model.
        mixed: the mix of the layers.
        clear: the log-odds from which each criterion is clear.
        possible: the log-odds from which it is possible.
        version: the version to name them.
        encoder: the version of the encoder that they belong to.
    """
    step = np.abs(counting.weights).max(0) / QUANTIZATION_STEPS
    whole = np.round(counting.weights / step)
    kept = np.abs(whole).max(1) > 0
    return Weights(
        criteria=criteria,
        names=counting.names,
        rarity=counting.rarity,
        at=counting.at[kept],
        counts=whole[kept].astype(np.int8),
        step=step.astype(np.float32),
        counts_bias=counting.bias,
        mix=mixed.weights.astype(np.float32),
        mix_bias=mixed.bias.astype(np.float32),
        clear=clear.astype(np.float32),
        possible=possible.astype(np.float32),
        version=version,
        encoder=encoder,
    )


# --- The command

RUBRIC = "openness"
VERSION = "meaning-2"


def main() -> int:
    """Fit the weights on the corpus and write them."""
    parser = argparse.ArgumentParser(
        prog="python -m coach.fitting.shipped_weights", description="Fit and write the weights."
    )
    parser.add_argument("folder", type=Path, help="what the encoder's fit wrote")
    parser.add_argument("--into", type=Path, default=Path(__file__).parent.parent / "weights", help="where to write")
    parser.add_argument(
        "--held", metavar="FOLD", help="instead, weights that never saw this fold's voices, into FOLDER"
    )
    options = parser.parse_args()
    rubric = Library(content()).rubric(RUBRIC)
    replies = load_corpus()
    said = crossing.read_wording(replies, Matcher(rubric))
    if options.held:
        _fit_without_fold(options.folder, options.held, rubric, replies, said)
    else:
        _fit_on_everything(options.folder, options.into, rubric, replies, said)
    return 0


def _fit_on_everything(
    folder: Path, into: Path, rubric: Rubric, replies: tuple[LabelledReply, ...], said: list[ReplyInContext]
) -> None:
    """Fit the shipped weights on all replies; thresholds rest on scores by fits without them.

    Args:
        folder: the folder that the encoder's fit wrote.
        into: the folder of weights to write to.
        rubric: the rubric.
        replies: the labelled replies.
        said: the same replies as read by wording alone.
    """
    file, encoder = into / RUBRIC / DECISION_FILE, compute_version(folder / MODEL_FILE)
    crossed = _fit_layers(folder, split_by_voice(replies), rubric, replies, said, file, VERSION, encoder)
    kept = [reply.id for reply in crossed.replies]
    scores = crossed.encoded, crossed.counted
    refit.save_scores(into / RUBRIC / refit.SCORES_FILE, kept, *scores, crossed.truth, crossed.fold)
    save_wording(rubric, into / RUBRIC / WORDING_FILE)
    (into / "encoder").mkdir(parents=True, exist_ok=True)
    for name in (MODEL_FILE, VOCABULARY_FILE):
        if (folder / name).is_file():
            shutil.copyfile(folder / name, into / "encoder" / name)


def _fit_without_fold(
    folder: Path, name: str, rubric: Rubric, replies: tuple[LabelledReply, ...], said: list[ReplyInContext]
) -> None:
    """Fit the weights without the voices of one fold, to judge the whole matcher by them.

    Args:
        folder: the folder that the encoder's fit wrote, also written to.
        name: the name of the fold.
        rubric: the rubric.
        replies: the labelled replies.
        said: the same replies as read by wording alone.
    """
    folds = split_by_voice(replies)
    fold = next(candidate for candidate in folds if candidate.name == name)
    learnt = [place for place, reply in enumerate(replies) if fold.fits_on(reply)]
    others = tuple(candidate for candidate in folds if candidate.name != name)
    file = folder / f"decision-{name}.npz"
    encoder = compute_version(folder / f"encoder-{name}.onnx")
    _fit_layers(
        folder, others, rubric, tuple(replies[i] for i in learnt), [said[i] for i in learnt], file, name, encoder
    )


def _fit_layers(
    folder: Path,
    folds: tuple[Fold, ...],
    rubric: Rubric,
    replies: tuple[LabelledReply, ...],
    said: list[ReplyInContext],
    into: Path,
    version: str,
    encoder: str,
) -> crossing.CrossValidation:
    """Fit n-grams, mix and thresholds, write the weights, and return the cross-validation.

    Args:
        folder: the folder that the encoder's fit wrote.
        folds: the folds of the cross-validation.
        rubric: the rubric.
        replies: the labelled replies.
        said: the same replies as read by wording alone.
        into: the file to write.
        version: the version to name the weights.
        encoder: the version of the encoder.
    """
    criteria, harmful = tuple(rubric.criteria), rubric.of(Polarity.HARMFUL)
    crossed = crossing.cross_validate(replies, said, folds, folder, criteria, harmful)
    print(compute_metrics(crossed.truth, crossed.clear, harmful))
    counted, _ = fit_ngram_model(said, LabelTable(replies, criteria))
    odds = calibration.cross_validate_odds(crossed.encoded, crossed.counted, crossed.truth, crossed.fold)
    clear, possible = calibration.choose_thresholds(odds, crossed.truth, harmful)
    mixed = calibration.fit_mix(crossed.encoded, crossed.counted, crossed.truth)
    pack_weights(criteria, counted, mixed, clear, possible, version, encoder).save(into)
    return crossed


if __name__ == "__main__":
    sys.exit(main())
