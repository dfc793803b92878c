"""Conditions in a dialogue (`Guard`, `Range`) and the family's lines (`Line`).

A guard holds names and ranges, never expressions, so that a program can walk through every case of a dialogue.
"""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from coach.model.reading import Forms
from coach.model.types import Frozen, Id, Ids, Prose

LOWEST, HIGHEST = 0, 4
"""The ends of the family's two scales, trust and guarded."""

ANY_HURT = "any"
"""`hurt: any` fits whichever harmful criterion was met."""


class Range(Frozen):
    """A range on one of the family's scales, 0 to 4; authors write `2+`, `0-1` or `3`."""

    low: int = Field(default=LOWEST, ge=LOWEST, le=HIGHEST)
    high: int = Field(default=HIGHEST, ge=LOWEST, le=HIGHEST)

    def __contains__(self, value: int) -> bool:
        return self.low <= value <= self.high

    @classmethod
    def read(cls, value: object) -> object:
        """Turn an author's `2+`, `0-1` or `3` into a range.

        A value that is no text passes unchanged.

        Raises:
            ValueError: the text is not written in one of these ways.
        """
        if not isinstance(value, str):
            return value
        if matched := re.fullmatch(r"\s*([0-4])\s*(\+|-\s*([0-4]))?\s*", value):
            low = int(matched[1])
            high = HIGHEST if matched[2] == "+" else int(matched[3]) if matched[3] else low
            if low <= high:
                return cls(low=low, high=high)
        raise ValueError("a range is written 2+ or 0-1 or 3, between 0 and 4")

    def says(self) -> str:
        """The range as an author writes it: `2+`, `0-1` or `3`."""
        if self.low == self.high:
            return str(self.low)
        return f"{self.low}+" if self.high == HIGHEST else f"{self.low}-{self.high}"


Ranged = Annotated[Range, BeforeValidator(Range.read)]


class Guard(Frozen):
    """Conditions on the clear verdicts of a reply and on the state of the conversation.

    All conditions that are given must hold; an empty guard always holds.
    """

    met: Ids = ()
    """Every one of these criteria is met."""
    any_met: Ids = ()
    """At least one of these is."""
    not_met: Ids = ()
    """None of these is."""
    hurt: Ids = ()
    """At least one of these harmful criteria is met; `any` means whichever."""
    helpful: bool | None = None
    """At least one helpful criterion is met (yes), or none is (no)."""
    form: Forms = ()
    """The reply takes at least one of these forms."""
    follows_up: bool = False
    """The reply is a bare open invitation that takes up the cue."""
    trust: Ranged | None = None
    guarded: Ranged | None = None
    told: Ids = ()
    """Each of these silences has been told."""
    not_told: Ids = ()
    remembers: Ids = ()
    """Each of these marks was left by an earlier answer."""
    not_remembers: Ids = ()
    while_hurt: bool | None = None
    """A hurt stands unmended (yes), or none does (no)."""

    def always_holds(self) -> bool:
        """Whether the guard has no condition, and so always holds."""
        return self.asks() == Guard()

    def asks(self) -> "Guard":
        """Copy only the conditions out of a branch, an ending or whatever else has conditions."""
        return Guard(**{name: getattr(self, name) for name in Guard.model_fields})

    def names(self) -> tuple[str, ...]:
        """The ids of all criteria that the conditions name; the word `any` is left out."""
        return tuple(c for c in self.met + self.any_met + self.not_met + self.hurt if c != ANY_HURT)

    def ignores_state(self) -> bool:
        """Whether no condition is about the state of the conversation, only about the reply's words."""
        parts = (self.told, self.not_told, self.remembers, self.not_remembers)
        return not any(parts) and self.trust is None and self.guarded is None and self.while_hurt is None

    def needs_reply(self) -> bool:
        """Whether any condition is about the words of the reply, and not only about the state."""
        return bool(self.met or self.any_met or self.hurt or self.form or self.follows_up or self.helpful is not None)


# --- The lines of a family

SCENE = "scene"
"""The speaker's name for what is seen rather than said: a kettle, a silence, a door."""


LONGEST_HOW = 120
"""Characters of how something is said."""
_HOW = re.compile(rf"\s*\(([^()]{{1,{LONGEST_HOW}}})\)\s*(\S.*)", re.DOTALL)


class Line(Frozen):
    """A line that the family says. `how` is the stage direction that an author puts in brackets."""

    speaker: Id
    text: Prose
    how: str = ""


def _lines(value: object) -> object:
    """Turn lines as authors write them (`louise: "(half a smile) Fine."`) into fields of lines.

    A single line may stand instead of a list.
    """
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
    """Split the stage direction in brackets off a text; return the fields of one line."""
    matched = _HOW.fullmatch(text) if isinstance(text, str) else None
    if matched and speaker != SCENE:
        return {"speaker": speaker, "text": matched[2], "how": matched[1]}
    return {"speaker": speaker, "text": text}


Lines = Annotated[tuple[Line, ...], BeforeValidator(_lines), Field(max_length=12)]


# --- Lines by who says them


def _read_voices(value: object) -> object:
    """Turn an author's lines into takes by speaker; a list is one take, all of it said."""
    if isinstance(value, list):
        return _file_takes([value])
    if isinstance(value, dict) and SCENE in value and not _are_takes(value[SCENE]):
        return _file_takes([[{speaker: text} for speaker, text in value.items()]])
    return _split_by_speaker(value)


def _are_takes(value: object) -> bool:
    """Whether lines are takes already, as a model writes them, and no text of an author's."""
    return isinstance(value, list | tuple) and all(isinstance(take, list | tuple) for take in value)


def _read_takes(value: object) -> object:
    """Turn an author's lines into takes by speaker; each part of a list is a take."""
    if isinstance(value, list):
        return _file_takes([part if isinstance(part, list) else [part] for part in value])
    return _split_by_speaker(value)


def _split_by_speaker(value: object) -> object:
    """Turn `{jan: "One."}` or `{jan: ["One.", "Two."]}` into takes by speaker."""
    if not isinstance(value, Mapping):
        return value
    return {
        speaker: [_make_take(speaker, part) for part in (texts if isinstance(texts, list | tuple) else [texts])]
        for speaker, texts in value.items()
    }


def _make_take(speaker: object, part: object) -> object:
    """Return one take of a speaker: a text alone is a line of theirs."""
    return [{speaker: part}] if isinstance(part, str) else part


def _file_takes(takes: list[list[object]]) -> dict[object, list[object]]:
    """File takes under whoever speaks first in each."""
    filed: dict[object, list[object]] = {}
    for take in takes:
        speakers = [
            speaker
            for part in take
            if isinstance(part, dict)
            for speaker in ([part["speaker"]] if "speaker" in part else part)
            if speaker != SCENE
        ]
        filed.setdefault(speakers[0] if speakers else SCENE, []).append(take)
    return filed


_Take = Annotated[Lines, Field(min_length=1)]
Voices = Annotated[dict[Id, tuple[_Take, ...]], BeforeValidator(_read_voices)]
"""An answer, by who may give it. A person's second take is said the second time."""
Takes = Annotated[dict[Id, tuple[_Take, ...]], BeforeValidator(_read_takes)]
"""Lines of which one is said at a time, by who says them; they are used in turn."""
