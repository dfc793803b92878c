"""Which of a practitioner's words carry a verdict: no span, no verdict."""

import numpy as np

from coach.matching.meaning.encoder import Numbers
from coach.matching.meaning.wordpiece import Piece
from coach.matching.sentences import Parsed

WHOLE = 16
"""A reply of up to so many words is its own evidence."""
MOST = 26
"""Words in a stretch before it is narrowed to where the attention lies."""
ENOUGH = 0.85
"""The share of attention that the evidence should hold, where neighbouring sentences share it."""
AROUND = 6
"""Words shown on either side of the words most looked at, in a stretch that runs on."""


def evidence(parsed: Parsed, pieces: tuple[Piece, ...], looks: Numbers) -> tuple[int, int]:
    """The stretch of words, as first and past-the-last, that one criterion looked at most. `looks`: shape (pieces,)."""
    words = len(parsed.words)
    if words <= WHOLE or not len(looks):
        return 0, words
    on_words = _on_words(parsed, pieces, looks)
    stretches = [(each.first, each.last) for each in parsed.sentences if each.last > each.first]
    shares = [float(on_words[first:last].sum()) for first, last in stretches]
    best = int(np.argmax(shares))
    first, last = stretches[best]
    held, low, high = shares[best], best, best
    while held < ENOUGH:
        sides = [(shares[i], i) for i in (low - 1, high + 1) if 0 <= i < len(stretches)]
        if not sides:
            break
        share, side = max(sides)
        if share < 0.15 or (max(stretches[side][1], last) - min(stretches[side][0], first)) > MOST:
            break
        low, high, held = min(low, side), max(high, side), held + share
        first, last = stretches[low][0], stretches[high][1]
    return (first, last) if last - first <= MOST else _narrowed(on_words, first, last)


def _on_words(parsed: Parsed, pieces: tuple[Piece, ...], looks: Numbers) -> Numbers:
    """How much each word was looked at. Shape (words,)."""
    starts = [token.start for token in parsed.tokens]
    words = np.searchsorted(starts, [piece.start for piece in pieces[: len(looks)]], side="right") - 1
    on = np.zeros(len(starts), np.float32)
    np.add.at(on, np.maximum(words, 0), looks)
    return on


def _narrowed(on_words: Numbers, first: int, last: int) -> tuple[int, int]:
    """The words most looked at, from the centre outwards until enough is held, with a few around them."""
    here = on_words[first:last]
    low = high = int(np.argmax(here))
    held, whole = float(here[low]), float(here.sum()) or 1.0
    while held < ENOUGH * whole and high - low + 1 < MOST:
        left = float(here[low - 1]) if low else -1.0
        right = float(here[high + 1]) if high + 1 < len(here) else -1.0
        if left < 0 and right < 0:
            break
        if left >= right:
            low, held = low - 1, held + left
        else:
            high, held = high + 1, held + right
    return first + max(0, low - AROUND), first + min(len(here), high + 1 + AROUND)
