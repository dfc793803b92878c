"""What families say: lines with a speaker, and how they are said."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field

from coach.model.frozen import Frozen, Id, Prose

SCENE = "scene"
"""The speaker's name for what is seen rather than said: a kettle, a silence, a door."""


LONGEST_HOW = 120
"""Characters of how something is said."""
_HOW = re.compile(rf"\s*\(([^()]{{1,{LONGEST_HOW}}})\)\s*(\S.*)", re.DOTALL)


class Line(Frozen):
    """One line of the family's. `how` is what an author wrote in brackets in front of it."""

    speaker: Id
    text: Prose
    how: str = ""


def _lines(value: object) -> object:
    """Read `{louise: "(half a smile) It's about the form."}`, or a list of such."""
    if isinstance(value, dict) and "speaker" not in value:
        value = [value]
    if not isinstance(value, (list, tuple)):
        return value
    lines: list[object] = []
    for item in value:
        if isinstance(item, dict) and "speaker" not in item:
            lines += [_line(speaker, text) for speaker, text in item.items()]
        else:
            lines.append(item)
    return lines


def _line(speaker: object, text: object) -> object:
    found = _HOW.fullmatch(text) if isinstance(text, str) else None
    if found and speaker != SCENE:
        return {"speaker": speaker, "text": found[2], "how": found[1]}
    return {"speaker": speaker, "text": text}


Lines = Annotated[tuple[Line, ...], BeforeValidator(_lines), Field(max_length=12)]
