"""Problems of a content file: where each is, what is wrong, and what to do about it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from coach.errors import ContentError
from coach.model.characters import sanitize_line


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A problem in a content file: its place, a code, what is wrong, and advice.

    `code` never changes between versions; a warning does not keep the file from being used.
    """

    file: Path
    line: int
    column: int
    code: str
    what: str
    advice: str = ""
    warning: bool = False

    def says(self) -> str:
        """Return the problem on one line, as compilers print it, so that editors can jump to it."""
        kind = "warning" if self.warning else "error"
        place = f"{self.file}:{self.line}:{self.column}"
        return sanitize_line(f"{place}: {kind} {self.code}: {self.what} {self.advice}".rstrip())

    def data(self) -> dict[str, str | int | bool]:
        """Return the fields of the problem, for JSON."""
        return {
            "file": str(self.file),
            "line": self.line,
            "column": self.column,
            "code": self.code,
            "what": self.what,
            "advice": self.advice,
            "warning": self.warning,
        }


class UnusableContent(ContentError):
    """Error: a content file has problems that keep it from being used; `problems` holds them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = next((p for p in self.problems if not p.warning), self.problems[0])
        more = sum(not p.warning for p in self.problems) - 1
        also = f" (and {more} more)" if more > 0 else ""
        place = f"{first.file}:{first.line}:{first.column}"
        super().__init__(sanitize_line(f"{place}: {first.what}{also}"), sanitize_line(first.advice))


SAID_OF_A_KIND = 3
"""Warnings of one kind in one file that are said in full; the others are counted."""


def describe_problems(problems: Iterable[Problem]) -> list[str]:
    """Return one sentence a problem: errors, then warnings, each in the order of their places.

    Of many warnings with one code in one file the first few are said and the others counted, so that a rare one
    is not buried.
    """
    ordered = sorted(problems, key=lambda problem: (problem.warning, problem))
    alike = Counter((problem.file, problem.code) for problem in ordered if problem.warning)
    said: Counter[tuple[Path, str]] = Counter()
    sentences = []
    for problem in ordered:
        kind = (problem.file, problem.code)
        said[kind] += 1
        left = alike[kind] - SAID_OF_A_KIND
        if left <= 1 or said[kind] <= SAID_OF_A_KIND:
            sentences.append(problem.says())
        elif said[kind] == SAID_OF_A_KIND + 1:
            sentences.append(sanitize_line(f"{problem.file}: {left} more of {problem.code}: `--json` names them."))
    return sentences
