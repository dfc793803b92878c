"""What would have changed a reading.

The reply is read again without each of its sentences and clauses in turn.
"""

from collections.abc import Mapping
from typing import NamedTuple

from coach.matching.classifier import Matcher
from coach.matching.framing import Context
from coach.matching.sentences import parse
from coach.model.reading import Reading

MOST_STRETCHES = 12
"""Stretches that are left out in turn; a longer reply is too long a story to tell this way."""
NO_NAMES: Mapping[str, str] = {}


class Change(NamedTuple):
    """A stretch of words, and the criteria that are lost or gained without it."""

    without: str
    lost: tuple[str, ...]
    gained: tuple[str, ...]


def find_changes(matcher: Matcher, reply: str, context: Context) -> tuple[Change, ...]:
    """Find the stretches of a reply that its verdicts hang on, in order."""
    parsed = parse(reply)
    whole = matcher.read(reply, context).clear()
    stretches = [clause for sentence in parsed.sentences for clause in sentence.clauses]
    if len(parsed.sentences) > 1:
        stretches += [(sentence.first, sentence.last) for sentence in parsed.sentences if len(sentence.clauses) > 1]
    found = []
    for first, last in sorted(set(stretches))[:MOST_STRETCHES]:
        start, end = parsed.span(first, last)
        rest = f"{reply[:start]}{reply[end:]}".strip()
        left = matcher.read(rest, context) if rest else Reading()
        lost, gained = sorted(whole - left.clear()), sorted(left.clear() - whole)
        if rest and (lost or gained):
            found.append(Change(reply[start:end], tuple(lost), tuple(gained)))
    return _keep_shortest(found)


def describe_change(change: Change, names: Mapping[str, str] = NO_NAMES) -> str:
    """Say a change in a sentence.

    Args:
        change: the change.
        names: what the criteria are called; a criterion that is in none goes by its id.
    """
    lost, gained = (", ".join(f"'{names.get(each, each)}'" for each in some) for some in (change.lost, change.gained))
    parts = [f"no longer be read as {lost}"] if lost else []
    parts += [f"be read as {gained}"] if gained else []
    return f"Without “{change.without}” it would {', and would '.join(parts)}."


def _keep_shortest(found: list[Change]) -> tuple[Change, ...]:
    """Keep the shorter of two stretches that change the same: it tells more."""
    best: dict[tuple[tuple[str, ...], tuple[str, ...]], Change] = {}
    for change in found:
        key = (change.lost, change.gained)
        if key not in best or len(change.without) < len(best[key].without):
            best[key] = change
    return tuple(best.values())
