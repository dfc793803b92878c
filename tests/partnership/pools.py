"""Pools of contributions to look at."""

from pathlib import Path

from coach.model.class_events import Counted
from coach.partnership.counts import CountedSubject, Row, write_row
from coach.records.contributions import FolderContributions

NOTHING = (0, 0, 0)


def row(**openings: tuple[int, int, int]) -> Row:
    """A row: for each subject that is named, how many were taken, partly, and passed by."""
    return tuple(
        Counted(topic=subject, taken=taken, partly=partly, passed_by=passed)
        for subject in CountedSubject
        for taken, partly, passed in (openings.get(subject.value, NOTHING),)
    )


TAKES, HALF, PASSES = (3, 1, 0), (1, 1, 1), (0, 1, 2)
LANGUAGES = [PASSES] * 9 + [TAKES] * 4 + [HALF]
CHILDREN = [TAKES] * 10 + [HALF] * 2 + [NOTHING] * 2
FOURTEEN = [
    (f"colleague{number:02}", row(language=language, child=child))
    for number, (language, child) in enumerate(zip(LANGUAGES, CHILDREN, strict=True))
]
"""Fourteen people, as in the example that the page was made for."""


def folder_of(folder: Path, rows: list[tuple[str, Row]], quarter: str) -> Path:
    """A folder with a file for each."""
    pool = FolderContributions(folder)
    for who, openings in rows:
        pool.add(f"key{who}", quarter, who, write_row(openings))
    return folder
