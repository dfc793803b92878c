"""The commands on labelled replies: read them, evaluate the matcher, fit weights to them."""

import argparse
import os
import stat
import sys
from pathlib import Path

from coach.cli.context import Subparsers, add_command, add_library_option, find_places, open_practice
from coach.errors import CoachError, NotKnown

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
    from coach.matching.classifier import read_file, read_lines

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
