"""The commands on labelled replies: read them, evaluate the matcher, fit weights to them."""

import argparse
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli.context import Subparsers, add_command, add_library_option, find_places, open_practice
from coach.errors import CoachError, NotKnown
from coach.model.characters import escape_unsafe

if TYPE_CHECKING:
    from coach.matching.classifier import Matcher

ENOUGH_TO_SHARE = 1 << 20
"""Bytes of a file that are looked at before it is decided how to read it."""
WORTH_SHARING = 200
"""Lines from which several processes are worth their start."""
MOST = 4


def add_commands(subparsers: Subparsers) -> None:
    """Add the commands `match`, `evaluate` and `fit`, with their options."""
    reads = add_command(subparsers, "match", read_replies, "read replies (JSON lines on standard input) by a rubric")
    reads.add_argument("--rubric", default="openness", help="the rubric's name")
    add_library_option(reads)

    judges = add_command(subparsers, "evaluate", evaluate_file, "say how well a file of labelled replies is read")
    judges.add_argument("file", type=Path, metavar="FILE", help="labelled replies, one JSON object a line")
    judges.add_argument("--rubric", default="openness", help="the rubric's name")
    judges.add_argument("--json", action="store_true", help="as data")
    add_library_option(judges)

    learns = add_command(subparsers, "fit", fit_weights, "let the coach learn from labelled replies of your own")
    learns.add_argument("files", nargs="*", type=Path, metavar="FILE", help="labelled replies, one JSON object a line")
    learns.add_argument("--rubric", default="openness", help="the rubric's name; so far only openness can be fitted")
    learns.add_argument("--only-look", action="store_true", help="show the figures before and after, and keep nothing")
    learns.add_argument("--undo", action="store_true", help="go back to the weights that the coach came with")
    add_library_option(learns)


def read_replies(options: argparse.Namespace) -> int:
    """Run `coach match`: read replies given as JSON lines, and print the verdicts on each.

    A file is shared among several processes; from a pipe each line is read as it comes.
    """
    practice = open_practice(options.library)
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    lines = sys.stdin.readlines(ENOUGH_TO_SHARE) if _is_a_file() else []
    matcher = practice.matcher(options.rubric)  # what is wrong with a rubric is said before processes are begun
    if len(lines) >= WORTH_SHARING:
        answers = read_file(
            [*lines, *sys.stdin], practice.matchers.make_opener(options.rubric), min(os.cpu_count() or 1, MOST)
        )
    else:
        answers = read_lines([*lines, *sys.stdin] if lines else sys.stdin, matcher)
    for line in answers:
        print(line, flush=True)
    return 0


def _is_a_file() -> bool:
    """Return whether standard input is a file, so that no reader waits for a first answer."""
    try:
        return stat.S_ISREG(os.fstat(sys.stdin.fileno()).st_mode)
    except (OSError, ValueError):
        return False


# --- Replies in, verdicts out: one JSON line each, in order

_SHAPE = 'Each line is one JSON object such as {"id": "1", "cue": "...", "topic": "none", "reply": "..."}.'


def read_lines(lines: Iterable[str], matcher: "Matcher") -> Iterator[str]:
    """Read replies, one JSON object a line, and yield a JSON line for each before the next.

    An error never repeats what a line says.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _answer_row(_parse_row(line, number), matcher)


def read_file(lines: Iterable[str], make: "Callable[[], Matcher]", workers: int) -> Iterator[str]:
    """Read all replies of a file in several processes, and yield the answers in order.

    Args:
        lines: the replies, one JSON object a line.
        make: opens a matcher in each process; it must be possible to pickle it.
        workers: the number of processes.
    """
    from concurrent.futures import ProcessPoolExecutor  # only now: most commands need no other process

    rows = [_parse_row(line, number) for number, line in enumerate(lines, 1) if line.strip()]
    with ProcessPoolExecutor(workers, initializer=_start_process, initargs=(make,)) as pool:
        yield from pool.map(_answer_in_process, rows, chunksize=BATCH_SIZE)


BATCH_SIZE = 20
"""Replies that go to a process at once."""
_process_matcher: list["Matcher"] = []
"""The matcher of a process that does nothing else but read; empty in every other."""


def _start_process(make: "Callable[[], Matcher]") -> None:
    """Open the matcher of a new process."""
    _process_matcher.append(make())


def _answer_in_process(row: dict[str, str]) -> str:
    """Read one reply with the matcher of this process."""
    return _answer_row(row, _process_matcher[0])


def _parse_row(line: str, number: int) -> dict[str, str]:
    """Read one line of JSON into its fields.

    Args:
        line: the line.
        number: its number, for the message of an error.

    Raises:
        CoachError: the line is no JSON object, or a field is missing or no text.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise CoachError(f"Line {number} is not JSON.", _SHAPE) from None
    if not isinstance(row, dict):
        raise CoachError(f"Line {number} is JSON, but not an object.", _SHAPE)
    for key in ("id", "reply"):
        if key not in row:
            raise CoachError(f"Line {number} has no '{key}'.", _SHAPE)
    if isinstance(row["id"], int) and not isinstance(row["id"], bool):
        row["id"] = str(row["id"])
    for key in ("id", "reply", "cue", "topic", "context", "scenario"):
        if not isinstance(row.get(key) or "", str):
            raise CoachError(f"On line {number} the '{key}' is not text.", _SHAPE)
    return {key: row.get(key) or "" for key in ("id", "reply", "cue", "topic", "context")}


def _answer_row(row: dict[str, str], matcher: "Matcher") -> str:
    """Read one reply and write its verdicts as a JSON line."""
    from coach.matching.framing import Context

    reading = matcher.read(row["reply"], Context(row["cue"], row["topic"] or "none", row["context"]))
    answer = {
        "id": row["id"],
        "clear": sorted(reading.clear()),
        "possible": sorted(reading.possible()),
        "form": [form.value for form in reading.forms],
        "evidence": [
            {
                "criterion": verdict.criterion,
                "certainty": verdict.certainty.value,
                "start": verdict.span.start,
                "end": verdict.span.end,
                "text": verdict.span.text,
                "example": verdict.example,
                "rule": verdict.rule,
            }
            for verdict in reading.verdicts
        ],
    }
    return escape_unsafe(json.dumps(answer, ensure_ascii=False))


# --- Evaluating and fitting


def evaluate_file(options: argparse.Namespace) -> int:
    """Run `coach evaluate`: print how well the matcher reads a file of labelled replies."""
    from coach.fitting.refit import print_evaluation

    print_evaluation(options.file, open_practice(options.library).matcher(options.rubric), json_too=options.json)
    return 0


def fit_weights(options: argparse.Namespace) -> int:
    """Run `coach fit`: fit weights to labelled replies, or restore those that ship (`--undo`)."""
    from coach.fitting.refit import FITTED_RUBRIC, fit_own_replies, restore_shipped

    folder = find_places().weights
    if options.undo:
        restore_shipped(options.rubric, folder)
        return 0
    if not options.files:
        raise CoachError("Give at least one file of labelled replies.", "`coach fit --help` says how.")
    practice = open_practice(options.library)
    practice.library.rubric(options.rubric)  # a name that is not known is said first
    if options.rubric != FITTED_RUBRIC:
        what = f"`coach fit` learns for the rubric {FITTED_RUBRIC} only; for {options.rubric} it does not yet."
        advice = "`coach evaluate` says how your replies are read; add such replies to the rubric's own examples."
        raise NotKnown(what, advice, title="Not yet")
    matcher = practice.matcher(options.rubric)
    fit_own_replies(tuple(options.files), options.rubric, matcher, folder, only_look=options.only_look)
    return 0
