"""Fit everything above the encoder on the corpus, and write the weights that ship.

    python -m coach.fitting.ship FOLDER

FOLDER is what `python -m coach.fitting.encoder` wrote: the encoder, and its scores on voices kept out. A few minutes.
Needs the extra `fit`.
"""

import argparse
import shutil
import sys
from pathlib import Path

import numpy as np

from coach.content.library import Library
from coach.content.library import shipped as content
from coach.fitting import counting, mixing, refit
from coach.fitting import cross_validation as crossing
from coach.fitting import ship as shipping
from coach.fitting.corpus import Labelled, corpus
from coach.fitting.counting import Counting
from coach.fitting.cross_validation import Fold, over_voices
from coach.fitting.figures import Truth, figures
from coach.fitting.mixing import Mix, Numbers
from coach.matching.classifier import Matcher
from coach.matching.ml.encoder import version_of
from coach.matching.ml.features import Said
from coach.matching.ml.model import DECISION, MODEL, VOCABULARY, Weights
from coach.model.rubric import Polarity, Rubric

# --- Everything fitted, put together as the weights that ship

STEPS = 127


def pack(
    criteria: tuple[str, ...],
    counting: Counting,
    mixed: Mix,
    clear: Numbers,
    possible: Numbers,
    version: str,
    encoder: str,
) -> Weights:
    """Weights as they are read: those of the counts as whole steps, so that they stay small."""
    step = np.abs(counting.weights).max(0) / STEPS
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


# --- Fit everything above the encoder on the corpus, and write the weights that ship

RUBRIC = "openness"
VERSION = "meaning-2"


def main() -> int:
    """Fit and write."""
    parser = argparse.ArgumentParser(prog="python -m coach.fitting.ship", description="Fit and write the weights.")
    parser.add_argument("folder", type=Path, help="what the encoder's fit wrote")
    parser.add_argument("--into", type=Path, default=Path(__file__).parent.parent / "weights", help="where to write")
    parser.add_argument(
        "--held", metavar="FOLD", help="instead, weights that never saw this fold's voices, into FOLDER"
    )
    options = parser.parse_args()
    rubric = Library(content()).rubric(RUBRIC)
    replies = corpus()
    said = crossing.worded(replies, Matcher(rubric))
    if options.held:
        _held(options.folder, options.held, rubric, replies, said)
    else:
        _whole(options.folder, options.into, rubric, replies, said)
    return 0


def _whole(folder: Path, into: Path, rubric: Rubric, replies: tuple[Labelled, ...], said: list[Said]) -> None:
    """The weights that ship: everything fitted on everything, but the mix and lines on replies judged fairly."""
    file, encoder = into / RUBRIC / DECISION, version_of(folder / MODEL)
    crossed = _fitted(folder, over_voices(replies), rubric, replies, said, file, VERSION, encoder)
    kept = [reply.id for reply in crossed.replies]
    scores = crossed.encoded, crossed.counted
    refit.keep(into / RUBRIC / refit.KEPT, kept, *scores, crossed.truth, crossed.fold)
    (into / "encoder").mkdir(parents=True, exist_ok=True)
    for name in (MODEL, VOCABULARY):
        if (folder / name).is_file():
            shutil.copyfile(folder / name, into / "encoder" / name)


def _held(folder: Path, name: str, rubric: Rubric, replies: tuple[Labelled, ...], said: list[Said]) -> None:
    """The same without one fold's voices, so that the whole program can be judged by them."""
    folds = over_voices(replies)
    fold = next(each for each in folds if each.name == name)
    learnt = [place for place, reply in enumerate(replies) if fold.fits_on(reply)]
    others = tuple(each for each in folds if each.name != name)
    file = folder / f"decision-{name}.npz"
    encoder = version_of(folder / f"encoder-{name}.onnx")
    _fitted(folder, others, rubric, tuple(replies[i] for i in learnt), [said[i] for i in learnt], file, name, encoder)


def _fitted(
    folder: Path,
    folds: tuple[Fold, ...],
    rubric: Rubric,
    replies: tuple[Labelled, ...],
    said: list[Said],
    into: Path,
    version: str,
    encoder: str,
) -> crossing.Crossed:
    criteria, harmful = tuple(rubric.criteria), rubric.of(Polarity.HARMFUL)
    crossed = crossing.cross(replies, said, folds, folder, criteria, harmful)
    print(figures(crossed.truth, crossed.clear, harmful))
    counted, _ = counting.fit(said, Truth(replies, criteria))
    odds = mixing.cross_odds(crossed.encoded, crossed.counted, crossed.truth, crossed.fold)
    clear, possible = mixing.lines(odds, crossed.truth, harmful)
    mixed = mixing.mix(crossed.encoded, crossed.counted, crossed.truth)
    shipping.pack(criteria, counted, mixed, clear, possible, version, encoder).save(into)
    return crossed


if __name__ == "__main__":
    sys.exit(main())
