"""What can be had of an event whose text was damaged: all of it, or at least the words."""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from pydantic import ValidationError

from coach.model.events import Event
from coach.records.event_store import EVENT

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)')
_WORDS = re.compile(r"\S+\s+\S+")
ALIKE = 2
"""Letters in which a damaged name may differ from the name it was."""


@dataclass(frozen=True, slots=True)
class EventText:
    """The text of an event as it was found."""

    text: str
    event: Event | None = None
    """What it says; none where it cannot be read, or is of a newer coach."""
    newer: bool = False
    """Whether nothing is wrong with it, but that a newer coach wrote it."""
    words: str = ""
    """Of what cannot be read, the longest words that were said."""

    @property
    def stays(self) -> bool:
        """Whether it is kept as it is."""
        return self.event is not None or self.newer


def read_event_text(stored: bytes | str) -> EventText:
    """Read the text of an event. What is no character in it costs that character, and no more."""
    text = stored.decode("utf-8", "replace") if isinstance(stored, bytes) else stored
    try:
        return EventText(text, EVENT.validate_json(text))
    except ValidationError as error:
        kinds = {each["type"] for each in error.errors(include_input=False, include_url=False, include_context=False)}
    try:
        said = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return EventText(text, words=_longest(_STRING.findall(text)))
    if not isinstance(said, dict) or not isinstance(said.get("event"), str):
        return EventText(text, words=_longest(_STRING.findall(text)))
    spelt = _respell(said)
    if spelt != said:
        with suppress(ValidationError):
            event = EVENT.validate_json(json.dumps(spelt))
            return EventText(EVENT.dump_json(event).decode(), event)
    if spelt == said and kinds in ({"extra_forbidden"}, {"union_tag_invalid"}):
        return EventText(text, newer=True)
    return EventText(text, words=_longest([value for value in said.values() if isinstance(value, str)]))


def _respell(said: object) -> object:
    """The same, with damaged names of its parts, and of its kind, as they were."""
    if isinstance(said, list):
        return [_respell(each) for each in said]
    if not isinstance(said, dict):
        return said
    return {
        _nearest(key, _names()[0]): _nearest(value, _names()[1]) if key == "event" else _respell(value)
        for key, value in said.items()
    }


def _nearest(name: object, known: frozenset[str]) -> object:
    """The name that a damaged one was; itself where it is none that this coach knows."""
    if not isinstance(name, str) or name in known:
        return name
    alike = (each for each in sorted(known) if len(each) == len(name) and _differing(each, name) <= ALIKE)
    return min(alike, key=lambda each: _differing(each, name), default=name)


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    """The names of all parts of events, and of their kinds."""
    schema = EVENT.json_schema()
    parts = (part for model in schema["$defs"].values() for part in model.get("properties", ()))
    return frozenset(parts), frozenset(schema["discriminator"]["mapping"])


def _longest(strings: list[str]) -> str:
    """The longest of them that holds more than one word."""
    spoken = [each for each in strings if _WORDS.search(each)]
    return max(spoken, key=len, default="").replace("\0", "")
