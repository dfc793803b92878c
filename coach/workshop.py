"""The commands of those who write content, label replies and fit the matcher."""

import argparse
import json
import sys

from coach.errors import CoachError
from coach.this_machine import places_here, practice_here


def match(options: argparse.Namespace) -> int:
    """Read replies, one JSON object a line, and answer each before the next."""
    from coach.matching.stream import read_lines

    matcher = practice_here().matcher(options.rubric)
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    for line in read_lines(sys.stdin, matcher):
        print(line, flush=True)
    return 0


def evaluate(options: argparse.Namespace) -> int:
    """Say how well a file of labelled replies is read."""
    from coach.fitting.commands import show_evaluation

    show_evaluation(options.file, practice_here().matcher(options.rubric), json_too=options.json)
    return 0


def fit(options: argparse.Namespace) -> int:
    """Learn from labelled replies on this machine, or go back."""
    from coach.fitting.commands import fit_here, undo

    folder = places_here().weights
    if options.undo:
        undo(options.rubric, folder)
        return 0
    if not options.files:
        raise CoachError("Give at least one file of labelled replies.", "`coach fit --help` says how.")
    matcher = practice_here().matcher(options.rubric)
    fit_here(tuple(options.files), options.rubric, matcher, folder, only_look=options.only_look)
    return 0


def check(options: argparse.Namespace) -> int:
    """Check content, and play its examples."""
    from coach.authoring.check import check_library

    report = check_library(practice_here(), tuple(options.names))
    if options.json:
        print(json.dumps(report.data(), ensure_ascii=False, indent=2))
    else:
        for line in report.lines():
            print(line)
    return report.status()


def schema(options: argparse.Namespace) -> int:
    """Write JSON Schemas of the content files."""
    from coach.content.schema import schemas

    options.folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        file = options.folder / f"{name}.schema.json"
        file.write_text(json.dumps(schema, indent=2) + "\n", encoding="utf-8")
        print(file)
    return 0
