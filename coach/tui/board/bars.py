"""The plenary's numbers of people as plain bars, each with its words beside it."""

from collections.abc import Iterator

from coach.classroom.partnership.subjects import NAMES
from coach.classroom.partnership.suppression import Leaning, Shown
from coach.classroom.plenary import Plenary
from coach.tui.widgets.debrief_words import Words

LONGEST = 24
"""Columns of the longest bar, which is everybody who gave counts."""
LEANS = {
    Leaning.TAKEN: "Taken more often than passed by. The numbers are kept back.",
    Leaning.PASSED_BY: "Passed by more often than taken. The numbers are kept back.",
}
KEPT_BACK = "Where no number stands, it is kept back, so that nobody can be picked out."
SILENT = "Nothing can be said of these without showing too much of a few people:"


def bars(found: Plenary) -> Iterator[Words]:
    """A subject, a bar for every number that may be shown and the rest in words; then what nothing can be said of."""
    silent = [NAMES[seen.subject] for seen in found.subjects if not _says_something(seen)]
    for seen in found.subjects:
        if not _says_something(seen):
            continue
        numbers = (
            ("mostly taken", seen.taken),
            ("partly, or some of each", seen.partly),
            ("mostly passed by", seen.passed_by),
            ("none came up", seen.none_came_up),
        )
        lines = [_bar(words, number, found.contributors) for words, number in numbers if number is not None]
        yield Words("", NAMES[seen.subject].capitalize(), classes="say")
        yield Words("\n".join(lines) or LEANS.get(seen.leaning, ""), classes="item bars")
        if lines and (rest := [words for words, number in numbers if number is None]):
            yield Words(f"{_or(rest)}.", "The rest:", classes="item quiet")
    if any(None in seen.numbers for seen in found.subjects):
        yield Words(KEPT_BACK, classes="say quiet")
    if silent:
        yield Words(f"{'; '.join(silent)}.", SILENT, classes="say")


def _or(words: list[str]) -> str:
    return "; or ".join(filter(None, ("; ".join(words[:-1]), *words[-1:])))


def _says_something(seen: Shown) -> bool:
    return any(each is not None for each in seen.numbers) or seen.leaning is not Leaning.UNSAID


def _bar(words: str, number: int, of: int) -> str:
    length = max(1, round(LONGEST * number / of))
    return f"{words:<24}{'█' * length} {number} of {of} people"
