"""Fit the weights and networks that judge whether a line is of one's own distress.

python -m coach.fitting.distress_weights            writes coach/weights/care/distress.json.gz and distress.npz
python -m coach.fitting.distress_weights --cross    how well it does on voices kept out, by threshold and by kind

Needs numpy, onnxruntime and some minutes: every line is embedded by the encoder as published.
"""

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.fitting.corpus import load_corpus, load_part, locate_corpus
from coach.fitting.distress_nets import embed_lines, fit_distress_net
from coach.matching.distress import (
    ASK_THRESHOLD,
    LONGEST_LINE,
    OPEN_ODDS,
    DistressWeights,
    PackedWeights,
    compute_odds,
    extract_features,
    may_be_harm,
    needs_asking,
    split_sentences,
)
from coach.matching.ml.distress_net import NET_FILE

FOLDS = 6
STEPS, PACE, HELD = 150, 0.2, 0.4
"""Steps of the fit, how far each goes at first, and how strongly weights are held towards nought."""
COMMON_ENOUGH = 2
"""Lines that a feature must stand in."""
UNIT, LEAST = 1000, 12
"""Weights are kept as whole thousandths; those below `LEAST` of them are left out."""
BLOCK = 6
"""Lines to families that were written one after the other and fall into one fold together."""
SHIPPED_FILE = Path(__file__).parent.parent / "weights" / "care" / "distress.json.gz"

Numbers = NDArray[np.float64]


class DistressLine(NamedTuple):
    """A line to learn from: its writer, its kind, and whether it is about own distress."""

    voice: str
    kind: str
    text: str
    own: bool


class SparseFeatures(NamedTuple):
    """The features of lines as three parallel arrays: the line, the feature, and its value."""

    line: NDArray[np.int64]
    feature: NDArray[np.int64]
    much: Numbers
    lines: int


def load_lines(folder: Path | None = None) -> tuple[DistressLine, ...]:
    """Load the lines to learn from: own distress, lines that sound like it, replies to families."""
    folder = folder or locate_corpus()
    own = [
        DistressLine(voice, kind, line, True)
        for voice, written in _read_voices(folder / "care", "own-*.txt")
        for kind, _, line in (written.partition(": "),)
    ]
    alike = [
        DistressLine(f"{voice}-{at // BLOCK}", "sounds_like", line, False)
        for at, (voice, line) in enumerate(_read_voices(folder / "care", "family-*.txt"))
    ]
    replies = (*load_corpus(folder), *load_part("supervision", folder))
    said = [DistressLine(reply.voice, "reply", reply.reply, False) for reply in replies]
    return (*own, *alike, *(line for line in said if len(line.text.split()) <= LONGEST_LINE))


def _read_voices(folder: Path, files: str) -> Iterable[tuple[str, str]]:
    """Yield each line of some files with the voice (the writer) named in the heading above it."""
    for file in sorted(folder.glob(files)):
        voice = ""
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                voice = line.removeprefix("## ").split()[0]
            elif line.strip():
                yield voice, line


def fit_distress_weights(learnt: Sequence[DistressLine]) -> DistressWeights:
    """Fit a ridge logistic regression to lines with Adam; the same lines give the same weights."""
    counted = [tuple(extract_features(split_sentences(line.text), line.text)) for line in learnt]
    often = Counter(name for features in counted for name, _ in features)
    names = sorted(name for name, many in often.items() if many >= COMMON_ENOUGH)
    table = _build_features(counted, {name: at for at, name in enumerate(names)})
    weights = _fit_logistic_regression(table, np.array([float(line.own) for line in learnt]), len(names))
    return DistressWeights(float(weights[-1]), dict(zip(names, weights[:-1].tolist(), strict=True)))


def _build_features(counted: Sequence[tuple[tuple[str, float], ...]], at: dict[str, int]) -> SparseFeatures:
    """Put the features of lines into arrays; `at` is the number of each feature that is used."""
    rows = [(line, at[name], much) for line, features in enumerate(counted) for name, much in features if name in at]
    line, feature, much = zip(*rows, strict=True)
    return SparseFeatures(np.array(line), np.array(feature), np.array(much), len(counted))


def _fit_logistic_regression(table: SparseFeatures, own: Numbers, many: int) -> Numbers:
    """Fit the weights of the features; the last one returned is the bias.

    Args:
        table: the features of the lines.
        own: 1 for each line of the writer's own distress, else 0.
        many: how many features there are.
    """
    weights = np.zeros(many + 1)
    weights[-1] = -3.0
    mean, square = np.zeros(many + 1), np.zeros(many + 1)
    for step in range(1, STEPS + 1):
        odds = np.bincount(table.line, weights[table.feature] * table.much, table.lines) + weights[-1]
        error = 1 / (1 + np.exp(-odds)) - own
        slope = np.append(np.bincount(table.feature, error[table.line] * table.much, many), error.sum())
        slope[:-1] += HELD * weights[:-1]
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope * slope
        pace = PACE * (1 - step / STEPS) ** 0.5
        weights -= pace * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def _mark_own(learnt: Sequence[DistressLine]) -> NDArray[np.float32]:
    """Return 1 for each line of its writer's own distress, else 0. Shape (lines,)."""
    return np.array([float(line.own) for line in learnt], np.float32)


def write_weights(weights: DistressWeights, file: Path) -> None:
    """Write the weights to a file, without those near zero; the same fit gives the same bytes."""
    kept = {name: round(much * UNIT) for name, much in weights.by_feature.items() if abs(much * UNIT) >= LEAST}
    said = {"unit": UNIT, "bias": round(weights.bias, 4), "groups": PackedWeights.pack(kept)}
    packed = json.dumps(said, separators=(",", ":"))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(packed.encode(), mtime=0))


def cross_validate_distress(learnt: Sequence[DistressLine], vectors: NDArray[np.float32]) -> tuple[float, ...]:
    """Return the log-odds of each line by a fit that never saw its voice.

    Args:
        learnt: the lines.
        vectors: their sentence vectors. Shape (lines, 384).
    """
    voices = {voice: at % FOLDS for at, voice in enumerate(dict.fromkeys(line.voice for line in learnt))}
    odds = [0.0] * len(learnt)
    for fold in range(FOLDS):
        seen = [at for at, line in enumerate(learnt) if voices[line.voice] != fold]
        weights = fit_distress_weights([learnt[at] for at in seen])
        net = fit_distress_net(vectors[seen], _mark_own([learnt[at] for at in seen]))
        by_meaning = net.compute_odds(vectors)
        for at, line in enumerate(learnt):
            if voices[line.voice] == fold:
                by_words = compute_odds(split_sentences(line.text), line.text, weights)
                is_open = OPEN_ODDS[0] < by_words < OPEN_ODDS[1]
                odds[at] = by_words + float(by_meaning[at]) if is_open else by_words
    return tuple(odds)


def _print_thresholds(learnt: Sequence[DistressLine], odds: Sequence[float]) -> None:
    """Print, for several thresholds, how many lines of each kind would be asked about."""
    for least in (-2.0, -1.5, ASK_THRESHOLD, -0.5, 0.0):
        by_kind: dict[str, list[bool]] = defaultdict(list)
        for line, odd in zip(learnt, odds, strict=True):
            asked = needs_asking(line.text, odd, least) or may_be_harm(line.text)
            by_kind[line.kind].append(asked)
            by_kind["own distress" if line.own else "to families"].append(asked)
        print(f"asked about from {least}:")
        for kind, lines in sorted(by_kind.items()):
            print(f"  {kind:14} {sum(lines):5} of {len(lines):5}  {sum(lines) / len(lines):.3f}")


def main() -> None:
    """Fit and write the weights, or print how well they do on voices kept out."""
    parser = argparse.ArgumentParser(prog="python -m coach.fitting.distress_weights", description=__doc__)
    parser.add_argument("--cross", action="store_true", help="judge each line by weights that never saw its voice")
    parser.add_argument("--to", type=Path, default=SHIPPED_FILE, metavar="FILE", help="where the weights are written")
    options = parser.parse_args()
    learnt = load_lines()
    vectors = embed_lines([line.text for line in learnt], _print_progress)
    if options.cross:
        _print_thresholds(learnt, cross_validate_distress(learnt, vectors))
        return
    write_weights(fit_distress_weights(learnt), options.to)
    nets = options.to.parent / NET_FILE.name
    fit_distress_net(vectors, _mark_own(learnt)).save(nets)
    for file in (options.to, nets):
        print(f"{file}: {file.stat().st_size:,} bytes")


def _print_progress(done: int, whole: int) -> None:
    """Print how many lines are embedded, over the line before."""
    print(f"\r{done:,} of {whole:,} lines embedded", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
