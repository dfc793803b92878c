"""The work of `coach match`: replies in, verdicts out, one JSON line each, in order."""

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor

from coach.errors import CoachError
from coach.matching.classifier import Matcher
from coach.matching.framing import Context
from coach.model.characters import escape_unsafe

_SHAPE = 'Each line is one JSON object such as {"id": "1", "cue": "...", "topic": "none", "reply": "..."}.'


def read_lines(lines: Iterable[str], matcher: Matcher) -> Iterator[str]:
    """Read each line as it comes and answer it before the next.

    What a line says is never repeated in an error.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _answer_row(_parse_row(line, number), matcher)


def read_file(lines: Iterable[str], make: Callable[[], Matcher], workers: int) -> Iterator[str]:
    """Read a whole file of lines, shared among processes, and answer in order.

    `make` opens a matcher in each process; it travels to them, and so must be something that can be pickled.
    """
    rows = [_parse_row(line, number) for number, line in enumerate(lines, 1) if line.strip()]
    with ProcessPoolExecutor(workers, initializer=_start_process, initargs=(make,)) as pool:
        yield from pool.map(_answer_in_process, rows, chunksize=BATCH_SIZE)


BATCH_SIZE = 20
"""Replies that go to a process at once."""
_process_matcher: list[Matcher] = []
"""The matcher of a process that does nothing else but read; empty in every other."""


def _start_process(make: Callable[[], Matcher]) -> None:
    _process_matcher.append(make())


def _answer_in_process(row: dict[str, str]) -> str:
    return _answer_row(row, _process_matcher[0])


def _parse_row(line: str, number: int) -> dict[str, str]:
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


def _answer_row(row: dict[str, str], matcher: Matcher) -> str:
    reading = matcher.read(row["reply"], Context(row["cue"], row["topic"] or "none", row["context"]))
    answer = {
        "id": row["id"],
        "clear": sorted(reading.clear()),
        "possible": sorted(reading.possible()),
        "form": [form.value for form in reading.forms],
        "evidence": [
            {
                "criterion": each.criterion,
                "certainty": each.certainty.value,
                "start": each.span.start,
                "end": each.span.end,
                "text": each.span.text,
                "example": each.example,
                "rule": each.rule,
            }
            for each in reading.verdicts
        ],
    }
    return escape_unsafe(json.dumps(answer, ensure_ascii=False))
