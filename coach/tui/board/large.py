"""Letters large enough for the back of a room, drawn from blocks: seven rows of dots, two to a line of a terminal."""

_COLUMNS = {
    "0": "3E 51 49 45 3E", "1": "42 7F 40", "2": "42 61 51 49 46", "3": "21 41 45 4B 31", "4": "18 14 12 7F 10",
    "5": "27 45 45 45 39", "6": "3C 4A 49 49 30", "7": "01 71 09 05 03", "8": "36 49 49 49 36", "9": "06 49 49 29 1E",
    "A": "7E 11 11 11 7E", "B": "7F 49 49 49 36", "C": "3E 41 41 41 22", "D": "7F 41 41 22 1C", "E": "7F 49 49 49 41",
    "F": "7F 09 09 09 01", "G": "3E 41 49 49 7A", "H": "7F 08 08 08 7F", "I": "41 7F 41", "J": "20 40 41 3F 01",
    "K": "7F 08 14 22 41", "L": "7F 40 40 40 40", "M": "7F 02 0C 02 7F", "N": "7F 04 08 10 7F", "O": "3E 41 41 41 3E",
    "P": "7F 09 09 09 06", "Q": "3E 41 51 21 5E", "R": "7F 09 19 29 46", "S": "46 49 49 49 31", "T": "01 01 7F 01 01",
    "U": "3F 40 40 40 3F", "V": "1F 20 40 20 1F", "W": "7F 20 18 20 7F", "X": "63 14 08 14 63", "Y": "07 08 70 08 07",
    "Z": "61 51 49 45 43", ".": "60 60", ":": "36 36", "-": "08 08 08 08", "/": "20 10 08 04 02", " ": "00 00",
}  # fmt: skip
"""Each letter's columns, left to right, in hexadecimal: the lowest bit is the topmost dot."""
ROWS = 7


def width(words: str, scale: int = 1) -> int:
    """Columns that the words need; `scale` is columns to a dot."""
    return sum((len(_columns(letter)) + 1) * scale for letter in words.upper()) - scale


def drawn(words: str, room: int) -> str:
    """The words in blocks, as large as there is room for in that many columns; empty where there is none.

    Twice as wide and high where that fits. Empty as well where a letter cannot be drawn.
    """
    words = words.upper()
    if not words or any(letter not in _COLUMNS for letter in words):
        return ""
    if width(words, 2) <= room:
        return "\n".join(_line(words, row) for row in range(ROWS))
    return "\n".join(_half_line(words, row) for row in range(0, ROWS, 2)) if width(words) <= room else ""


def _columns(letter: str) -> tuple[int, ...]:
    return tuple(int(column, 16) for column in _COLUMNS[letter].split())


def _dots(words: str, row: int) -> list[bool]:
    """One row of dots, with one left free between letters."""
    dots: list[bool] = []
    for letter in words:
        dots += [bool(column >> row & 1) for column in _columns(letter)] + [False]
    return dots[:-1]


def _line(words: str, row: int) -> str:
    return "".join("██" if dot else "  " for dot in _dots(words, row))


def _half_line(words: str, row: int) -> str:
    """Two rows of dots in one line."""
    both = zip(_dots(words, row), _dots(words, row + 1), strict=True)
    return "".join(" ▄▀█"[upper * 2 + lower] for upper, lower in both)
