"""Text made safe: one list of characters that drive a terminal, turn text round or cannot be seen, and one rule.

A family's words may come from a shared folder. A control character in them can fill the clipboard or rename the
window of whoever reads them in a terminal; a mark of direction can make words stand in another order than they are
read in; a character without width can hide in a name. So content that holds one is refused, and what is shown all the
same (what was typed, what was kept before, the name of a file) has a visible mark in its place.

Joiners (U+200C, U+200D) are letters of a kind in Persian, Sinhala, Malayalam and others, and hold emoji together. They
stay where they follow such a letter or sign, and count as hidden after anything else, such as a Latin letter.
"""

import re
import unicodedata

MARK = "\ufffd"
"""What is shown in the place of each."""

_NEVER = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for tab and the end of a line
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0"  # seen nowhere, or only where a line breaks
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # without width, or turning what follows round
    "\ud800-\udfff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # no characters, and tags
)
_JOINABLE = "\u0590-\u1dff\u2190-\u2bff\u3040-\ud7ff\ufb1d-\ufdff\ufe00-\ufe0f\ufe70-\ufefc\U00010000-\U000dffff"
"""Letters and signs of the scripts that joiners belong to, and what emoji are made of."""
_UNSAFE = re.compile(f"[{_NEVER}]|(?<![{_JOINABLE}])[\u200c\u200d]")
_NAMES = {
    "\x07": "a bell",
    "\x1b": "an escape character",
    "\xad": "a soft hyphen",
    "\u200b": "a space without width",
    "\u200c": "a joiner",
    "\u200d": "a joiner",
    "\u2028": "a line separator",
    "\u2060": "a joiner without width",
    "\ufeff": "a byte order mark",
}


def find_unsafe(text: str) -> re.Match[str] | None:
    """Find the first character that has no place in a text."""
    return _UNSAFE.search(text)


def sanitize(text: str, *, line_end: str = "\n", tab: str = "\t") -> str:
    r"""Make a text safe for a terminal, a page and a reader: one rule for all of the program.

    Each character that drives a terminal, turns text round or cannot be seen is shown as a mark.

    Args:
        text: whatever was typed, read from a file, or came from elsewhere.
        line_end: what stands for the end of a line; "\r\n" is one.
        tab: what stands for a tab.
    """
    text = text.replace("\r\n", "\n")
    if line_end != "\n":
        text = text.replace("\n", line_end)
    return _UNSAFE.sub(MARK, text if tab == "\t" else text.replace("\t", tab))


def sanitize_line(text: str) -> str:
    """Make a text safe and one line, so that no part of it passes for a line of its own."""
    return sanitize(text, line_end=" ", tab=" ")


def shorten_key(key: str, most: int) -> str:
    """Make an id or a key that came from elsewhere safe to be shown: its first characters, on one line."""
    return sanitize(key[:most], line_end=MARK, tab=MARK)


def remove_unsafe(text: str) -> str:
    """Leave unsafe characters out of words that were just typed or pasted."""
    return _UNSAFE.sub("", text)


def escape_unsafe(data: str) -> str:
    """Write what is unsafe in a text of JSON as an escape, which means the same.

    JSON has characters of this kind only inside its strings.
    """
    return _UNSAFE.sub(lambda found: _escape_character(found[0]), data)


def _escape_character(character: str) -> str:
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def name_character(character: str) -> str:
    """Say what a character is, for somebody who cannot see it: `an escape character (U+001B)`."""
    code = f"U+{ord(character):04X}"
    if character in _NAMES:
        return f"{_NAMES[character]} ({code})"
    kind = unicodedata.category(character)
    turning = unicodedata.bidirectional(character) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    if turning or character in "\u061c\u200e\u200f":
        return f"a mark that turns the direction of the text ({code})"
    return f"a control character ({code})" if kind == "Cc" else f"a character that cannot be seen ({code})"


# --- A number with its noun


def count(number: int, noun: str, plural: str = "") -> str:
    """Write a number with its noun, such as `1 reply` and `1,200 replies`.

    Args:
        number: how many there are.
        noun: what they are, for one of them.
        plural: the noun for several, where it is not made with `s` or `ies`.
    """
    if number == 1:
        return f"1 {noun}"
    if not plural:
        plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"
    return f"{number:,} {plural}"
