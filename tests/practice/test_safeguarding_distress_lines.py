"""Lines that were written by another mind than wrote the judgement, and that it never learnt from.

All files were written by a language model in many voices, before the judgement was fitted, and must stay out of
`coach/corpus/care`. `own.txt` and `to-families.txt` are the older: of 150 lines of one's own distress 146 are asked
about or noticed, all 15 hints of self-harm among them, and 2 of 300 lines to families are interrupted. The `later`
files are a third of what their writer wrote; the fit has learnt from the other two. Of those 88 of 100 are asked about,
and 8 of 333 interrupted; two in five were written to sound like distress. The `third` files are likewise a third of
300 plain lines of distress and 1,000 lines to families by one more writer, who read nothing of the program: 99 of 100,
and 4 of 333. Before anything was learnt from their other two thirds, 296 of all 300 and 31 of all 1,000.
"""

from collections import Counter
from pathlib import Path

from coach.practice.safeguarding import (
    Distress,
    NeedsConfirmation,
    Question,
    Safeguard,
)

LINES = Path(__file__).parent.parent / "fixtures" / "distress"
HINTS = "hints of self-harm"


def test_plain_lines_of_distress_are_asked_about_or_noticed_and_every_hint_of_self_harm() -> None:
    gate = Safeguard(lambda: frozenset())
    kinds: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    kind = ""
    for line in (LINES / "own.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            kind = line[2:]
        elif line.strip():
            kinds[kind] += 1
            noticed[kind] += _asked(gate, line)
    assert (len(kinds), kinds.total()) == (10, 150)
    assert noticed.total() >= 120
    assert noticed[HINTS] == kinds[HINTS] == 15


def test_lines_to_families_are_seldom_interrupted() -> None:
    gate = Safeguard(lambda: frozenset())
    lines = (LINES / "to-families.txt").read_text("utf-8").splitlines()
    assert len(lines) == 300
    assert sum(_asked(gate, line) for line in lines) <= 6


def test_of_later_lines_most_are_asked_about_and_few_to_families_are() -> None:
    gate = Safeguard(lambda: frozenset())
    own, families = ((LINES / f"later-{name}.txt").read_text("utf-8").splitlines() for name in ("own", "to-families"))
    assert (len(own), len(families)) == (100, 333)
    assert sum(_asked(gate, line) for line in own) >= 80
    assert sum(_asked(gate, line) for line in families) <= 15


def test_of_plain_lines_by_one_more_writer_nearly_all_are_asked_about_and_hardly_one_to_families() -> None:
    gate = Safeguard(lambda: frozenset())
    own, families = ((LINES / f"third-{name}.txt").read_text("utf-8").splitlines() for name in ("own", "to-families"))
    assert (len(own), len(families)) == (100, 333)
    assert sum(_asked(gate, line) for line in own) >= 95
    assert sum(_asked(gate, line) for line in families) <= 6


def test_none_of_them_was_learnt_from() -> None:
    learnt = {
        line.strip().casefold()
        for file in (Path(__file__).parents[2] / "coach" / "corpus" / "care").iterdir()
        for line in file.read_text("utf-8").splitlines()
    }
    said = [line for name in ("own", "later-own") for line in (LINES / f"{name}.txt").read_text("utf-8").splitlines()]
    longer = {line.strip().casefold() for line in said if len(line) > 25}
    assert not longer & learnt


def _asked(gate: Safeguard, line: str) -> bool:
    """Whether the gate stops a line as what may be of the typist's own distress."""
    why = gate.of_reply(line)
    return isinstance(why, Distress) or (isinstance(why, NeedsConfirmation) and why.question is Question.FOR_WHOM)
