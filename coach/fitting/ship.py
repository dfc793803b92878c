"""Fit everything above the encoder on the corpus, and write the weights that ship.

    python -m coach.fitting.ship FOLDER

FOLDER is what `python -m coach.fitting.encoder` wrote: the encoder, and its scores on voices kept out. A few minutes.
Needs the extra `fit`.
"""

import argparse
import shutil
import sys
from pathlib import Path

from coach.content.library import Library
from coach.content.library import shipped as content
from coach.fitting import counting, crossing, mixing, refit, shipping
from coach.fitting.corpus import corpus
from coach.fitting.figures import Truth, figures
from coach.fitting.folds import over_voices
from coach.matching.matcher import Matcher
from coach.matching.meaning.weights import DECISION, MODEL, VOCABULARY
from coach.model.rubric import Polarity

RUBRIC = "openness"
VERSION = "meaning-1"


def main() -> int:
    """Fit and write."""
    parser = argparse.ArgumentParser(prog="python -m coach.fitting.ship", description="Fit and write the weights.")
    parser.add_argument("folder", type=Path, help="what the encoder's fit wrote")
    parser.add_argument("--into", type=Path, default=Path(__file__).parent.parent / "weights", help="where to write")
    options = parser.parse_args()
    rubric = Library(content()).rubric(RUBRIC)
    criteria, harmful = tuple(rubric.criteria), rubric.of(Polarity.HARMFUL)
    known = crossing.scored(options.folder)
    replies = tuple(reply for reply in corpus() if reply.id in known)
    said = crossing.worded(replies, Matcher(rubric))
    crossed = crossing.cross(replies, said, over_voices(replies), options.folder, criteria, harmful)
    print(figures(crossed.truth, crossed.clear, harmful))

    counted, _ = counting.fit(said, Truth(replies, criteria))
    odds = mixing.cross_odds(crossed.encoded, crossed.counted, crossed.truth, crossed.fold)
    clear, possible = mixing.lines(odds, crossed.truth, harmful)
    mixed = mixing.mix(crossed.encoded, crossed.counted, crossed.truth)
    shipping.pack(criteria, counted, mixed, clear, possible, VERSION).save(options.into / RUBRIC / DECISION)
    kept = [reply.id for reply in crossed.replies]
    scores = crossed.encoded, crossed.counted
    refit.keep(options.into / RUBRIC / refit.KEPT, kept, *scores, crossed.truth, crossed.fold)
    (options.into / "encoder").mkdir(parents=True, exist_ok=True)
    for name in (MODEL, VOCABULARY):
        if (options.folder / name).is_file():
            shutil.copyfile(options.folder / name, options.into / "encoder" / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
