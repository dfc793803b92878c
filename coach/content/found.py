"""Problems in one file, gathered as they are found."""

from coach.content.nodes import Path_, Read
from coach.content.problems import Problem


class Found:
    """Problems in one file, found so far."""

    def __init__(self, read: Read) -> None:
        self.read = read
        self.problems: list[Problem] = []

    def add(self, path: Path_, code: str, what: str, advice: str = "", *, warning: bool = False) -> None:
        """One more, at the nearest place that the file has."""
        line, column = self.read.place(path)
        self.problems.append(Problem(self.read.file, line, column, code, what, advice, warning))
