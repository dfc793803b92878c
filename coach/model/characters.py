"""Unsafe characters (controls, direction marks, invisible ones): finding and replacing them.

A family's words may come from a shared folder. A control character in them can fill the clipboard or rename the
terminal window of the person who reads them; a direction mark can show words in another order than they are stored
in; a character without width can hide in a name. So a content file that holds one is refused. Other text that is
shown (typed text, stored text, the name of a file) gets a visible mark in place of each such character.

Joiners (U+200C, U+200D) are letters of a kind in Persian, Sinhala, Malayalam and others, and hold emoji together. They
stay where they follow such a letter or sign, and count as hidden after anything else, such as a Latin letter.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from functools import cache

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
_NAMES = {
    "\x07": "a bell",
    "\x1b": "an escape character",
    "\xad": "a soft hyphen",
    "\u200b": "a space without width",
    "\u200c": "a joiner",
    "\u200d": "a joiner",
    "\u2010": "a hyphen that is not the one on the keyboard",
    "\u2011": "a hyphen that keeps words together",
    "\u2012": "a figure dash",
    "\u2013": "an en dash",
    "\u2014": "an em dash",
    "\u2015": "a long dash",
    "\u2028": "a line separator",
    "\u2060": "a joiner without width",
    "\u2212": "a minus sign that is not the hyphen on the keyboard",
    "\ufeff": "a byte order mark",
}


@cache
def _unsafe() -> re.Pattern[str]:
    """Return the pattern of an unsafe character; the 2 ms of making it come after a first frame."""
    return re.compile(f"[{_NEVER}]|(?<![{_JOINABLE}])[\u200c\u200d]")


def find_unsafe(text: str) -> re.Match[str] | None:
    """Find the first control, direction or invisible character of a text; None if there is none."""
    if text.isascii() and text.isprintable():
        return None  # nearly every text of a library; it is found so ten times as fast
    return _unsafe().search(text)


def sanitize(text: str, *, line_end: str = "\n", tab: str = "\t") -> str:
    r"""Make a text safe to show: put a visible mark in place of each unsafe character.

    Every front end and export uses this one rule.

    Args:
        text: text that was typed, read from a file, or received from another program.
        line_end: what to write for the end of a line; "\r\n" in `text` counts as one.
        tab: what to write for a tab.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n")
    if line_end != "\n":
        text = text.replace("\n", line_end)
    return _unsafe().sub(MARK, text if tab == "\t" else text.replace("\t", tab))


def sanitize_line(text: str) -> str:
    """Make a text safe to show and put it on one line, so that it cannot imitate a second line."""
    return sanitize(text, line_end=" ", tab=" ")


def make_visible(text: str) -> str:
    """Put words on one line, with a visible sign for each line end, tab and control character."""
    return sanitize(text, line_end="␣", tab="␣")


LONGEST_SHOWN = 24
"""Characters of a person's name on a screen."""


def shorten_name(name: str) -> str:
    """Return a person's name in a form that is safe to show, short and on one line.

    It can still look like markup: show it as plain content.
    """
    plain = sanitize_line(" ".join(name.split()))
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[: LONGEST_SHOWN - 1]}…"


def shorten_key(key: str, most: int) -> str:
    """Cut an id to its first `most` characters and make it safe to show on one line."""
    return sanitize(key[:most], line_end=MARK, tab=MARK)


def remove_unsafe(text: str) -> str:
    """Remove every unsafe character (control, direction mark, invisible) from a text."""
    return _unsafe().sub("", text)


def escape_unsafe(data: str) -> str:
    r"""Write each unsafe character of a JSON text as a \u escape; the JSON means the same.

    JSON has characters of this kind only inside its strings.
    """
    return _unsafe().sub(lambda unsafe: _escape_character(unsafe[0]), data)


def dump_data(data: object) -> str:
    """Return data as JSON text in which every control or invisible character is escaped."""
    return escape_unsafe(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def _escape_character(character: str) -> str:
    r"""Write a character as a JSON escape: one \uXXXX, or two (a surrogate pair) above U+FFFF."""
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def name_character(character: str) -> str:
    """Describe a character that looks like another or like none: `an escape character (U+001B)`."""
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
        noun: the noun in the singular.
        plural: the noun in the plural, if it is not made with `s` or `ies`.
    """
    if number == 1:
        return f"1 {noun}"
    if not plural:
        plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"
    return f"{number:,} {plural}"


def describe_attempts(replies: Sequence[int]) -> str:
    """Say how many replies each of several attempts has, such as `2 attempts, 8 and 3 replies`.

    Args:
        replies: the replies of each attempt, in order; one alone is described by its replies.
    """
    if len(replies) == 1:
        return count(replies[0], "reply")
    *first, last = replies
    return f"{count(len(replies), 'attempt')}, {', '.join(map(str, first))} and {last} replies"
