"""Fair scores: every reply judged by layers that never saw its voice, nor, where that is asked, its situation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.fitting import mixing
from coach.fitting.corpus import Labelled
from coach.fitting.figures import Said as Called
from coach.fitting.figures import Truth
from coach.fitting.folds import Fold, parts
from coach.matching.matcher import Matcher
from coach.matching.meaning.features import Said

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Crossed:
    """Cross-fitted scores of the replies that some fold judged. Tables have the shape (replies, criteria)."""

    replies: tuple[Labelled, ...]
    truth: Truth
    encoded: Numbers
    counted: Numbers
    fold: NDArray[np.int64]
    """Which fold judged each reply. Shape (replies,)."""
    odds: Numbers
    clear: Called
    possible: Called


def worded(replies: Sequence[Labelled], matcher: Matcher) -> list[Said]:
    """Every reply as wording and frames alone read it."""
    return [Said(each.reply, each.cue, each.topic, matcher.worded(each.reply, each.after())) for each in replies]


def encoded(folder: Path, name: str, replies: Sequence[Labelled]) -> Numbers:
    """The encoder's kept scores for these replies. Shape (replies, criteria). Raises KeyError for one without."""
    with np.load(folder / f"scores-{name}.npz", allow_pickle=False) as kept:
        rows = dict(zip(kept["ids"].tolist(), kept["scores"].astype(np.float64), strict=True))
    return np.array([rows[reply.id] for reply in replies])


def cross(
    replies: Sequence[Labelled],
    said: Sequence[Said],
    folds: Sequence[Fold],
    scores: Path,
    criteria: tuple[str, ...],
    harmful: frozenset[str],
) -> Crossed:
    """Fit the counts, the mix and the lines without each fold in turn, and judge the fold by them.

    A fold that the encoder was not fitted for is left out: its replies are learnt from, and not judged.
    """
    from coach.fitting import counting  # needs the extra `fit`, which reading kept scores does not

    rows, encodings, counts = [], [], []
    for fold in folds:
        if not (scores / f"scores-{fold.name}.npz").is_file():
            continue
        learnt = [i for i, reply in enumerate(replies) if fold.fits_on(reply)]
        judged = [i for i, reply in enumerate(replies) if fold.judges(reply)]
        fitted, features = counting.fit([said[i] for i in learnt], Truth([replies[i] for i in learnt], criteria))
        counts.append(fitted.scores(counting.table(features, [said[i] for i in judged])).astype(np.float64))
        encodings.append(encoded(scores, fold.name, [replies[i] for i in judged]))
        rows += judged
    chosen = tuple(replies[i] for i in rows)
    third = {voice: place for place, part in enumerate(parts({each.voice for each in chosen})) for voice in part}
    number = np.array([third[each.voice] for each in chosen])
    return decide(chosen, np.vstack(encodings), np.vstack(counts), number, criteria, harmful)


def decide(
    replies: tuple[Labelled, ...],
    encoded: Numbers,
    counted: Numbers,
    fold: NDArray[np.int64],
    criteria: tuple[str, ...],
    harmful: frozenset[str],
) -> Crossed:
    """Mix and lines for each fold from the other folds' scores alone."""
    truth = Truth(replies, criteria)
    odds = np.zeros_like(encoded)
    clear, possible = np.zeros(encoded.shape, bool), np.zeros(encoded.shape, bool)
    for here, others, found in mixing.without_each(encoded, counted, truth, fold):
        odds[here] = found.odds(encoded[here], counted[here])
        inner = mixing.cross_odds(encoded[others], counted[others], truth.only(others), fold[others])
        high, low = mixing.lines(inner, truth.only(others), harmful)
        clear[here], possible[here] = odds[here] >= high, odds[here] >= low
    return Crossed(replies, truth, encoded, counted, fold, odds, clear, possible)
