"""Characters that drive a terminal, turn text round or cannot be seen: one list, for what is read and what is shown.

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


def replace_unsafe(text: str) -> str:
    """Make a text harmless to a terminal, a page and a reader. Tabs and ends of lines stay."""
    return _UNSAFE.sub(MARK, text)


def remove_unsafe(text: str) -> str:
    """Leave such characters out, of words that were just typed or pasted: nobody means to write them."""
    return _UNSAFE.sub("", text)


def on_one_line(text: str) -> str:
    """Make a text harmless, and one line of it, so that no part of it passes for a line of its own."""
    return replace_unsafe(" ".join(text.split("\n")).replace("\t", " "))


def escape_unsafe(data: str) -> str:
    """Write what is unsafe in a text of JSON as an escape: it means the same and does nothing on the way.

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
