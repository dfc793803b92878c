"""Fit the weights by which a line is judged to be of one's own distress, and say how well they do. Needs only numpy.

python -m coach.fitting.distress_weights            writes coach/weights/care/distress.json.gz
python -m coach.fitting.distress_weights --cross    how well it does on voices kept out, by threshold and by kind
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.fitting.corpus import corpus, read, shipped
from coach.matching.distress import ASKED_FROM, LONGEST, Weights, features, is_asked, judge, may_be_harm, sentences

FOLDS = 6
STEPS, PACE, HELD = 150, 0.2, 0.4
"""Steps of the fit, how far each goes at first, and how strongly weights are held towards nought."""
COMMON_ENOUGH = 2
"""Lines that a feature must stand in."""
UNIT, LEAST = 1000, 12
"""Weights are kept as whole thousandths; those below `LEAST` of them are left out."""
BLOCK = 6
"""Lines to families that were written one after the other and fall into one fold together."""
OURS = Path(__file__).parent.parent / "weights" / "care" / "distress.json.gz"

Numbers = NDArray[np.float64]


class Line(NamedTuple):
    """A line with who wrote it, what kind it is, and whether it is of one's own distress."""

    voice: str
    kind: str
    text: str
    own: bool


class Table(NamedTuple):
    """Features of lines: for every one that a line has, the line, the feature, and how much."""

    line: NDArray[np.int64]
    feature: NDArray[np.int64]
    much: Numbers
    lines: int


def lines(folder: Path | None = None) -> tuple[Line, ...]:
    """Everything that is learnt from: own distress, what only sounds like it, and all that voices say to families."""
    folder = folder or shipped()
    own = [
        Line(voice, kind, line, True)
        for voice, written in _written(folder / "care", "own-*.txt")
        for kind, _, line in (written.partition(": "),)
    ]
    alike = [
        Line(f"{voice}-{at // BLOCK}", "sounds_like", line, False)
        for at, (voice, line) in enumerate(_written(folder / "care", "family-*.txt"))
    ]
    replies = [*corpus(folder)]
    for file in sorted((folder / "supervision").glob("*.jsonl")):
        replies += read(file)
    said = [Line(reply.voice, "reply", reply.reply, False) for reply in replies]
    return (*own, *alike, *(line for line in said if len(line.text.split()) <= LONGEST))


def _written(folder: Path, files: str) -> Iterable[tuple[str, str]]:
    for file in sorted(folder.glob(files)):
        voice = ""
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                voice = line.removeprefix("## ").split()[0]
            elif line.strip():
                yield voice, line


def fit(learnt: Sequence[Line]) -> Weights:
    """Fit ridge logistic regression to these lines by Adam's steps. Says the same of the same lines."""
    counted = [tuple(features(sentences(line.text), line.text)) for line in learnt]
    often = Counter(name for each in counted for name, _ in each)
    names = sorted(name for name, many in often.items() if many >= COMMON_ENOUGH)
    table = _table(counted, {name: at for at, name in enumerate(names)})
    found = _logistic(table, np.array([float(line.own) for line in learnt]), len(names))
    return Weights(float(found[-1]), dict(zip(names, found[:-1].tolist(), strict=True)))


def _table(counted: Sequence[tuple[tuple[str, float], ...]], at: dict[str, int]) -> Table:
    rows = [(line, at[name], much) for line, each in enumerate(counted) for name, much in each if name in at]
    line, feature, much = zip(*rows, strict=True)
    return Table(np.array(line), np.array(feature), np.array(much), len(counted))


def _logistic(table: Table, own: Numbers, many: int) -> Numbers:
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


def write(weights: Weights, file: Path) -> None:
    """Keep the weights that matter, so that the same fit gives the same bytes."""
    kept = {name: round(much * UNIT) for name, much in weights.each.items() if abs(much * UNIT) >= LEAST}
    packed = json.dumps({"unit": UNIT, "bias": round(weights.bias, 4), "weights": kept}, separators=(",", ":"))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(packed.encode(), mtime=0))


def cross(learnt: Sequence[Line]) -> tuple[float, ...]:
    """Judge every line by weights that saw no line of its voice."""
    voices = {voice: at % FOLDS for at, voice in enumerate(dict.fromkeys(line.voice for line in learnt))}
    odds = [0.0] * len(learnt)
    for fold in range(FOLDS):
        weights = fit([line for line in learnt if voices[line.voice] != fold])
        for at, line in enumerate(learnt):
            if voices[line.voice] == fold:
                odds[at] = judge(sentences(line.text), line.text, weights)
    return tuple(odds)


def _report(learnt: Sequence[Line], odds: Sequence[float]) -> None:
    for least in (-2.0, -1.5, ASKED_FROM, -0.5, 0.0):
        by_kind: dict[str, list[bool]] = defaultdict(list)
        for line, odd in zip(learnt, odds, strict=True):
            asked = is_asked(line.text, odd, least) or may_be_harm(line.text)
            by_kind[line.kind].append(asked)
            by_kind["own distress" if line.own else "to families"].append(asked)
        print(f"asked about from {least}:")
        for kind, each in sorted(by_kind.items()):
            print(f"  {kind:14} {sum(each):5} of {len(each):5}  {sum(each) / len(each):.3f}")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m coach.fitting.distress_weights", description=__doc__)
    parser.add_argument("--cross", action="store_true", help="judge each line by weights that never saw its voice")
    parser.add_argument("--to", type=Path, default=OURS, metavar="FILE", help="where the weights are written")
    options = parser.parse_args()
    learnt = lines()
    if options.cross:
        _report(learnt, cross(learnt))
    else:
        write(fit(learnt), options.to)
        print(f"{options.to}: {options.to.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
