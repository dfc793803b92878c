"""The commands that read replies, say how well that is done, and learn from labelled ones."""

import argparse
import json
import os
import stat
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.cli.context import (
    Subparsers,
    add_command,
    add_library_option,
    find_places,
    open_practice,
)
from coach.errors import CoachError
from coach.language.catalogue import say
from coach.model.characters import escape_unsafe

if TYPE_CHECKING:
    from coach.matching.classifier import Matcher

ENOUGH_TO_SHARE = 1 << 20
"""Bytes of a file that are looked at before it is decided how to read it."""
WORTH_SHARING = 100
"""Replies from which another process is worth its start."""
MOST = 4
"""Processes that read at once."""
Row = dict[str, str]
"""A reply with what came before it, by the names of its fields."""
RowKey = tuple[str, ...]
"""All of a row by which it is read."""
Answer = dict[str, Any]
"""What is said of a reply, but for its id."""


def add_commands(subparsers: Subparsers) -> None:
    """Add the commands `match`, `evaluate` and `fit`, with their options."""
    reads = add_command(
        subparsers, "match", read_replies, say("read replies (JSON lines on standard input) by a rubric")
    )
    reads.add_argument("--rubric", default="openness", help=say("the rubric's name"))
    add_library_option(reads)

    judges = add_command(subparsers, "evaluate", evaluate_file, say("say how well a file of labelled replies is read"))
    judges.add_argument("file", type=Path, metavar="FILE", help=say("labelled replies, one JSON object a line"))
    judges.add_argument("--rubric", default="openness", help=say("the rubric's name"))
    judges.add_argument("--json", action="store_true", help=say("as data"))
    add_library_option(judges)

    learns = add_command(subparsers, "fit", fit_weights, say("let the coach learn from labelled replies of your own"))
    learns.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help=say("labelled replies, one JSON object a line")
    )
    learns.add_argument("--rubric", default="openness", help=say("the rubric's name, one that ships or your own"))
    learns.add_argument(
        "--only-look", action="store_true", help=say("show the figures before and after, and keep nothing")
    )
    learns.add_argument("--undo", action="store_true", help=say("go back to the weights that the coach came with"))
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
        make = practice.matchers.make_opener(options.rubric)
        answers: Iterator[str] = read_file([*lines, *sys.stdin], matcher, make, min(os.cpu_count() or 1, MOST))
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
            row = _parse_row(line, number)
            yield _write_answer(row, _read_row(row, matcher))


def read_file(
    lines: Iterable[str], matcher: "Matcher", make: "Callable[[], Matcher]", processes: int
) -> Generator[str, None, None]:
    """Read all replies of a file in several processes, and yield the answers in order.

    The same reply at the same place is read once, and answered wherever it stands.

    Args:
        lines: the replies, one JSON object a line.
        matcher: reads in this process.
        make: opens a matcher in each other process; it must be possible to pickle it.
        processes: the most processes that read, this one among them.
    """
    rows = [_parse_row(line, number) for number, line in enumerate(lines, 1) if line.strip()]
    distinct = list({_key_row(row): row for row in rows}.values())
    batches = [distinct[first : first + BATCH_SIZE] for first in range(0, len(distinct), BATCH_SIZE)]
    others = processes - 1 if len(distinct) >= WORTH_SHARING else 0
    answers: dict[RowKey, Answer] = {}
    with closing(_read_batches(batches, matcher, make, others)) as read:
        for row in rows:
            while (key := _key_row(row)) not in answers:
                answers.update(next(read))
            yield _write_answer(row, answers[key])


def _read_batches(
    batches: Sequence[list[Row]], matcher: "Matcher", make: "Callable[[], Matcher]", others: int
) -> Generator[dict[RowKey, Answer], None, None]:
    """Read batches of replies in other processes and, while they are at it, in this one.

    Args:
        batches: the replies.
        matcher: reads in this process.
        make: opens a matcher in each other process.
        others: the number of other processes; none is begun for 0.

    Yields:
        The answers of each batch, in the order of the batches.
    """
    if not others:
        yield from (_read_batch(batch, matcher) for batch in batches)
        return
    from concurrent.futures import Future, ProcessPoolExecutor  # only now: most commands need no other process

    waiting, begun = deque(batches), deque[Future[dict[RowKey, Answer]]]()
    with ProcessPoolExecutor(others, initializer=_start_process, initargs=(make,)) as pool:
        while waiting or begun:
            while waiting and sum(not batch.done() for batch in begun) < others * BATCHES_AHEAD:
                begun.append(pool.submit(_read_in_process, waiting.popleft()))
            if waiting and not begun[0].done():
                own: Future[dict[RowKey, Answer]] = Future()
                own.set_result(_read_batch(waiting.popleft(), matcher))
                begun.append(own)
            else:
                yield begun.popleft().result()


BATCH_SIZE = 20
"""Replies that are read in one go by one process."""
BATCHES_AHEAD = 2
"""Batches that wait for each other process, so that it always has one."""
_process_matcher: list["Matcher"] = []
"""The matcher of a process that does nothing else but read; empty in every other."""


def _start_process(make: "Callable[[], Matcher]") -> None:
    """Open the matcher of a new process."""
    _process_matcher.append(make())


def _read_in_process(batch: list[Row]) -> dict[RowKey, Answer]:
    """Read a batch of replies with the matcher of this process."""
    return _read_batch(batch, _process_matcher[0])


def _read_batch(batch: list[Row], matcher: "Matcher") -> dict[RowKey, Answer]:
    """Read a batch of replies; return the answer to each."""
    return {_key_row(row): _read_row(row, matcher) for row in batch}


def _key_row(row: Row) -> RowKey:
    """Return all of a row by which it is read: everything but its id."""
    return tuple(row[name] for name in ("reply", "cue", "topic", "context", "before"))


def _parse_row(line: str, number: int) -> Row:
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
        raise CoachError(say("Line {number} is not JSON.", number=number), say(_SHAPE)) from None
    if not isinstance(row, dict):
        raise CoachError(say("Line {number} is JSON, but not an object.", number=number), say(_SHAPE))
    for key in ("id", "reply"):
        if key not in row:
            raise CoachError(say("Line {number} has no '{key}'.", number=number, key=key), say(_SHAPE))
    if isinstance(row["id"], int) and not isinstance(row["id"], bool):
        row["id"] = str(row["id"])
    for key in ("id", "reply", "cue", "topic", "context", "scenario", "before"):
        if not isinstance(row.get(key) or "", str):
            raise CoachError(say("On line {number} the '{key}' is not text.", number=number, key=key), say(_SHAPE))
    return {key: row.get(key) or "" for key in ("id", "reply", "cue", "topic", "context", "before")}


def _read_row(row: Row, matcher: "Matcher") -> Answer:
    """Read one reply; return its verdicts as data."""
    from coach.matching.framing import Context

    after = Context(row["cue"], row["topic"] or "none", row["context"], before=row["before"])
    reading = matcher.read(row["reply"], after)
    return {
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


def _write_answer(row: Row, answer: Answer) -> str:
    """Write the answer to a reply as a JSON line."""
    return escape_unsafe(json.dumps({"id": row["id"], **answer}, ensure_ascii=False))


# --- Evaluating and fitting


def evaluate_file(options: argparse.Namespace) -> int:
    """Run `coach evaluate`: print how well the matcher reads a file of labelled replies."""
    from coach.fitting.refit import print_evaluation

    print_evaluation(options.file, open_practice(options.library).matcher(options.rubric), json_too=options.json)
    return 0


def fit_weights(options: argparse.Namespace) -> int:
    """Run `coach fit`: fit weights to labelled replies, or restore those that ship (`--undo`)."""
    from coach.fitting.refit import fit_own_replies, restore_shipped

    folder = find_places().weights
    if options.undo:
        restore_shipped(options.rubric, folder)
        return 0
    if not options.files:
        raise CoachError(say("Give at least one file of labelled replies."), say("`coach fit --help` says how."))
    practice = open_practice(options.library)
    practice.library.rubric(options.rubric)  # a name that is not known is said first
    fit_own_replies(tuple(options.files), options.rubric, practice.matchers, folder, only_look=options.only_look)
    return 0
