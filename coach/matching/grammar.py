"""The phrase syntax of rubrics, and what is said about mistakes in it.

`(a|b c)` either; `[a]` or not; `...` up to five words between; `<list>` any of a list. Everything else is words, and
passes through the same door as the words of a reply, so that "don't", "dont" and "do not" are one.
"""

import re
from collections.abc import Iterable, Mapping

from coach.matching.phrases import Either, Gap, Part, Phrase, Row, Word, count_steps
from coach.matching.tokens import SHORTENED, WORD, words

_FLAT = r"[a-z' ]+(?:\|[a-z' ]+)*"
_PARTS = re.compile(
    rf"\s+|[,.;:!?\-–—\"“”](?!\.\.)|(\.{{3}}|…|<[a-z][a-z0-9_]*>|\({_FLAT}\)|\[{_FLAT}\]|[()\[\]|]|{WORD}|.)", re.DOTALL
)
"""The parts of a phrase; a choice with no choice inside it is one part, since most are, and the same ones recur."""


DEEPEST = 12
"""Brackets and lists inside each other. The rubrics that ship go three deep."""
MOST_WORDS, MOST_STEPS = 2_000, 8_000
"""Of one phrase once its lists are put in. The longest of those that ship has some 240 words and 1,400 steps."""


class Grammar:
    """Reads phrases that may name these lists; what it has read once it need not read again."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.lists = lists
        self.read: dict[str, Part] = {}
        self.words: dict[str, Word] = {}
        self.named: dict[str, Part] = {}
        self.open: list[str] = []
        self.depth = 0

    def compile(self, source: str) -> Phrase:
        """Compile one phrase, or say in a plain sentence what is wrong with it."""
        phrase = Phrase(source, self.part(source))
        if not phrase.needs:
            raise ValueError(f"the phrase '{source}' has no word it cannot do without, so it would match anything")
        if count_steps(phrase.part) > MOST_STEPS:
            why = "has so many gaps and choices that looking for it would take too long"
            raise ValueError(f"the phrase '{source}' {why}")
        return phrase

    def part(self, source: str) -> Part:
        """A whole phrase as one part."""
        parts = [part for part in _PARTS.findall(source) if part]
        part, at = self._choices(source, parts, 0, "")
        if at < len(parts):
            raise ValueError(f"the phrase '{source}' closes a bracket that it never opened")
        return part

    def _choices(self, source: str, parts: list[str], at: int, closing: str) -> tuple[Part, int]:
        choices: list[Part] = []
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(f"the phrase '{source}' has brackets or lists more than {DEEPEST} deep inside each other")
        while True:
            part, at = self._row(source, parts, at)
            choices.append(part)
            if at == len(parts) or parts[at] != "|":
                break
            at += 1
        if closing:
            if at == len(parts) or parts[at] != closing:
                raise ValueError(f"the phrase '{source}' opens a bracket that it never closes with '{closing}'")
            at += 1
        self.depth -= 1
        return _light(source, _either(choices)), at

    def _row(self, source: str, parts: list[str], at: int) -> tuple[Part, int]:
        row: list[Part] = []
        while at < len(parts) and parts[at] not in "|)]":
            here = parts[at]
            at += 1
            if here == "(":
                part, at = self._choices(source, parts, at, ")")
            elif here == "[":
                part, at = self._choices(source, parts, at, "]")
                part = Either((part,), optional=True)
            else:
                known = self.read.get(here)
                if known is None:
                    known = self.read[here] = self._single(source, here)
                part = known
            row.append(part)
        if not row:
            raise ValueError(f"the phrase '{source}' has an empty place in it where words should stand")
        return (row[0] if len(row) == 1 else _light(source, Row(tuple(row)))), at

    def _single(self, source: str, here: str) -> Part:
        """A word, a gap, a list, or a choice of plain words."""
        if here in ("...", "…"):
            return Gap()
        if len(here) > 1 and here[0] in "([":
            read = self.read
            part = _either([read.get(each) or self._words(source, each) for each in here[1:-1].split("|")])
            return part if here[0] == "(" else Either((part,), optional=True)
        if here[0] == "<" and len(here) > 1:
            return self._list(source, here[1:-1])
        if not words(here):
            raise ValueError(f"the phrase '{source}' has '{here}' in it, which means nothing in a phrase")
        return self._words(source, here)

    def _words(self, source: str, typed: str) -> Part:
        """Plain words one after the other; a typed word may stand for two ("don't")."""
        said = typed.split()
        if "'" in typed or not typed.isascii() or not SHORTENED.isdisjoint(said) or not typed.islower():
            said = words(typed)
        if not said:
            raise ValueError(f"the phrase '{source}' has an empty place in it where words should stand")
        row = tuple(self._word(word) for word in said)
        part = self.read[typed] = row[0] if len(row) == 1 else Row(row)
        return part

    def _word(self, word: str) -> Word:
        known = self.words.get(word)
        if known is None:
            known = self.words[word] = Word(frozenset((word,)))
        return known

    def _list(self, source: str, name: str) -> Part:
        if name in self.open:
            raise ValueError(f"the list '{name}' holds itself, by way of the phrase '{source}'")
        if name not in self.lists:
            raise ValueError(f"the phrase '{source}' names the list '<{name}>', which the rubric does not have")
        if name not in self.named:
            self.open.append(name)
            self.named[name] = _light(source, _either([self.part(each) for each in self.lists[name]]))
            self.open.pop()
        return self.named[name]


def _light(source: str, part: Part) -> Part:
    """The part, as long as it can be looked for in a moment. Lists that name lists soon grow past any measure."""
    if part.words > MOST_WORDS:
        raise ValueError(f"the phrase '{source}' stands for more than {MOST_WORDS:,} words once its lists are put in")
    return part


def _either(choices: list[Part]) -> Part:
    """One part for several: single words become one set, which is quickest to look up."""
    if len(choices) == 1:
        return choices[0]
    single: set[str] = set()
    others: list[Part] = []
    for choice in choices:
        if isinstance(choice, Word):
            single |= choice.any_of
        else:
            others.append(choice)
    if not single:
        return Either(tuple(others))
    word = Word(frozenset(single))
    return Either((word, *others)) if others else word
