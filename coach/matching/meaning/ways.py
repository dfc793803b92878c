"""The ways in which one reply might have been typed, so that how it was typed matters less to how it is read.

People dictate, forget the question mark, or write without a stop. The encoder was shown such replies, and still leans
on marks now and then: what it makes of a reply is the mean over these ways, each of which says the same.
"""

import re

_MARKS = re.compile(r"[.,;:!?]")
_END = re.compile(r"[\s.?!]+$")


def ways(text: str) -> tuple[str, ...]:
    """A text, the same without marks, and the same with its question mark put on or taken off. No two alike."""
    bare = _END.sub("", text)
    other = f"{bare}." if text.rstrip().endswith("?") else f"{bare}?"
    return tuple(dict.fromkeys((text, _MARKS.sub("", text), other)))
