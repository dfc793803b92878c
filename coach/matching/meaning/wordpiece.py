"""Text into the word pieces that the encoder was taught on, each with its place in the text.

The uncased WordPiece of BERT (Devlin et al. 2019), as MiniLM uses it. A library would do, but the one that is kept
brings a client for a model hub with it, and this program never goes near a network. A test compares the pieces with the
library's own on thousands of replies.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

REMEMBERED = 4000
"""Words whose pieces are remembered; then they are forgotten, all at once."""
_PLAIN = re.compile(r"[a-z0-9]+|[^a-z0-9 ]")
"""Words and single marks, in text of nothing but small letters, digits, marks and spaces."""
LONGEST = 100
"""Letters in one word; longer words are one unknown piece."""


class Piece(NamedTuple):
    """A piece of a word: its number in the vocabulary, and where in the text it stands."""

    number: int
    start: int
    end: int


class WordPiece:
    """Cuts text by a vocabulary, longest piece first."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        """A vocabulary: one piece a line, numbered from nought; pieces inside a word begin with `##`."""
        self.numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self.unknown = self.numbers["[UNK]"]
        self._met: dict[str, tuple[tuple[int, int, int], ...]] = {}

    def cut(self, text: str) -> list[Piece]:
        """Every piece of a text, in order."""
        return [piece for word in _words(text) for piece in self._pieces(*word)]

    def _pieces(self, word: str, places: Sequence[int]) -> list[Piece]:
        cut = self._met.get(word)
        if cut is None:
            cut = self._cut(word)
            if len(self._met) >= REMEMBERED:
                self._met.clear()
            self._met[word] = cut
        return [Piece(number, places[first], places[last - 1] + 1) for number, first, last in cut]

    def _cut(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """The numbers of a word's pieces, each with its first letter and the one past its last."""
        whole = ((self.unknown, 0, len(word)),)
        if len(word) > LONGEST:
            return whole
        pieces, first = [], 0
        while first < len(word):
            last = len(word)
            while last > first and (key := ("##" if first else "") + word[first:last]) not in self.numbers:
                last -= 1
            if last == first:
                return whole
            pieces.append((self.numbers[key], first, last))
            first = last
        return tuple(pieces)


def _words(text: str) -> Iterator[tuple[str, Sequence[int]]]:
    """Words and single marks in lower case without accents, with the place of each letter in the text."""
    if text.isascii() and text.isprintable():  # what most people type, five times as fast
        for found in _PLAIN.finditer(text.lower()):
            yield found.group(), range(*found.span())
    else:
        yield from _words_of_any(text)


def _words_of_any(text: str) -> Iterator[tuple[str, list[int]]]:
    """The same for any text, letter by letter."""
    word: list[str] = []
    places: list[int] = []
    for place, letter in _letters(text):
        if letter.isspace() or _stands_alone(letter):
            if word:
                yield "".join(word), places
            word, places = [], []
            if not letter.isspace():
                yield letter, [place]
        else:
            word.append(letter)
            places.append(place)
    if word:
        yield "".join(word), places


def _letters(text: str) -> Iterator[tuple[int, str]]:
    for place, letter in enumerate(text):
        if letter.isspace():
            yield place, " "
        elif letter in "\0\ufffd" or unicodedata.category(letter).startswith("C"):
            continue
        else:
            for part in unicodedata.normalize("NFD", letter):
                if unicodedata.category(part) != "Mn":
                    for small in part.lower():
                        yield place, small


def _stands_alone(letter: str) -> bool:
    """Punctuation, the marks of a keyboard, and characters of scripts without spaces."""
    code = ord(letter)
    return (
        33 <= code <= 47
        or 58 <= code <= 64
        or 91 <= code <= 96
        or 123 <= code <= 126
        or unicodedata.category(letter).startswith("P")
        or 0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x2CEAF
    )
