"""Phrases of a rubric, compiled to something that finds them among words.

`(a|b c)` either; `[a]` or not; `...` up to five words between; `<list>` any of a list. Everything else is words.
Nothing here knows about spelling: a word of a reply comes with every word it may have been meant for.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from coach.matching.tokens import WORD, words

GAP = 5
"""The most words `...` stands for."""
_PARTS = re.compile(
    rf"\s+|(?P<gap>\.{{3}}|…)|<(?P<list>[a-z][a-z0-9_]*)>|(?P<mark>[()\[\]|])|(?P<word>{WORD})|[,.;:!?\-–—\"“”]"
)

Readings = Sequence[frozenset[str]]
"""For each word of a text, every word it may have been meant for."""


class Word:
    """One word, any of these."""

    def __init__(self, any_of: frozenset[str]) -> None:
        self.any_of = any_of

    def ends(self, said: Readings, at: int, stop: int) -> set[int]:
        """Where a match that begins at `at` can end."""
        return {at + 1} if at < stop and not self.any_of.isdisjoint(said[at]) else set()


class Gap:
    """Up to five words, whatever they are."""

    def ends(self, said: Readings, at: int, stop: int) -> set[int]:  # noqa: ARG002  # one shape for all parts
        """Where a match that begins at `at` can end."""
        return set(range(at, min(at + GAP, stop) + 1))


class Either:
    """Any one of these; with nothing among them, or none."""

    def __init__(self, choices: tuple["Part", ...], *, optional: bool = False) -> None:
        self.choices = choices
        self.optional = optional

    def ends(self, said: Readings, at: int, stop: int) -> set[int]:
        """Where a match that begins at `at` can end."""
        found = {at} if self.optional else set()
        for choice in self.choices:
            found |= choice.ends(said, at, stop)
        return found


class Row:
    """One after the other."""

    def __init__(self, parts: tuple["Part", ...]) -> None:
        self.parts = parts

    def ends(self, said: Readings, at: int, stop: int) -> set[int]:
        """Where a match that begins at `at` can end."""
        reached = {at}
        for part in self.parts:
            following: set[int] = set()
            for place in reached:
                following |= part.ends(said, place, stop)
            if not following:
                return following
            reached = following
        return reached


Part = Word | Gap | Either | Row


class Phrase:
    """One phrase, and the groups of words of which it needs one each."""

    def __init__(self, source: str, part: Part) -> None:
        self.source = source
        self.part = part
        self.needed = tuple(_needed(part))

    def find(self, said: Readings, first: int, last: int) -> list[tuple[int, int]]:
        """Every place in words `first` to `last` (not included) that says it, each as short as it can be."""
        found = []
        for at in range(first, last):
            ends = self.part.ends(said, at, last)
            if ends:
                found.append((at, min(ends)))
        return found


def compile_phrase(source: str, lists: Mapping[str, Iterable[str]], inside: tuple[str, ...] = ()) -> Phrase:
    """Compile one phrase, or say in a plain sentence what is wrong with it."""
    part = _Reader(source, lists, inside).whole()
    phrase = Phrase(source, part)
    if not phrase.needed:
        raise ValueError(f"the phrase '{source}' has no word it cannot do without, so it would match anything")
    return phrase


class _Reader:
    """Reads the parts of one phrase from left to right."""

    def __init__(self, source: str, lists: Mapping[str, Iterable[str]], inside: tuple[str, ...]) -> None:
        self.source, self.lists, self.inside = source, lists, inside
        self.parts: list[re.Match[str]] = []
        at = 0
        while at < len(source):
            match = _PARTS.match(source, at)
            if match is None:
                raise ValueError(f"the phrase '{source}' has '{source[at]}' in it, which means nothing in a phrase")
            if match.lastgroup:
                self.parts.append(match)
            at = match.end()
        self.at = 0

    def whole(self) -> Part:
        part = self._choices("")
        if self.at < len(self.parts):
            raise ValueError(f"the phrase '{self.source}' closes a bracket that it never opened")
        return part

    def _choices(self, closing: str) -> Part:
        choices = [self._row()]
        while self._mark() == "|":
            self.at += 1
            choices.append(self._row())
        if closing:
            if self._mark() != closing:
                raise ValueError(f"the phrase '{self.source}' opens a bracket that it never closes with '{closing}'")
            self.at += 1
        return _either(choices)

    def _mark(self) -> str:
        return (self.parts[self.at]["mark"] or "") if self.at < len(self.parts) else ""

    def _row(self) -> Part:
        row: list[Part] = []
        while self.at < len(self.parts) and self._mark() not in ("|", ")", "]"):
            part = self.parts[self.at]
            self.at += 1
            if part["gap"]:
                row.append(Gap())
            elif part["list"]:
                row.append(self._list(part["list"]))
            elif part["mark"] == "(":
                row.append(self._choices(")"))
            elif part["mark"] == "[":
                row.append(Either((self._choices("]"),), optional=True))
            else:
                row.extend(Word(frozenset((word,))) for word in words(part["word"]))
        if not row:
            raise ValueError(f"the phrase '{self.source}' has an empty place in it where words should stand")
        return row[0] if len(row) == 1 else Row(tuple(row))

    def _list(self, name: str) -> Part:
        if name in self.inside:
            raise ValueError(f"the list '{name}' holds itself, by way of the phrase '{self.source}'")
        if name not in self.lists:
            raise ValueError(f"the phrase '{self.source}' names the list '<{name}>', which the rubric does not have")
        return _either([compile_phrase(each, self.lists, (*self.inside, name)).part for each in self.lists[name]])


def _either(choices: list[Part]) -> Part:
    """One part for several: single words become one set, which is quickest to look up."""
    if len(choices) == 1:
        return choices[0]
    single: frozenset[str] = frozenset().union(*(choice.any_of for choice in choices if isinstance(choice, Word)))
    others = [choice for choice in choices if not isinstance(choice, Word)]
    if not others:
        return Word(single)
    return Either((Word(single), *others) if single else tuple(others))


def _needed(part: Part) -> list[frozenset[str]]:
    """Groups of words of which every match has one each."""
    if isinstance(part, Word):
        return [part.any_of]
    if isinstance(part, Row):
        return [group for each in part.parts for group in _needed(each)]
    if isinstance(part, Either) and not part.optional:
        groups = [_needed(choice) for choice in part.choices]
        if all(groups):
            return [frozenset().union(*(min(each, key=len) for each in groups))]
    return []
