"""A rubric that builds on another: everything of the other's is here too, and nothing of it can be said otherwise."""

from collections.abc import Callable
from dataclasses import replace

from coach.content.nodes import Read, Value
from coach.content.problems import Problem, Unusable
from coach.errors import NotKnown

TAKEN_OVER = ("lists", "topics", "domains", "answers", "criteria", "traces")


def built(read: Read, base: Callable[[str], Read]) -> Read:
    """A rubric file with what it builds on put in. `base` reads a rubric by its id; it may raise NotKnown or Unusable.

    Raises Unusable where there is no such rubric, or something of the other's stands here again: it would mean two
    things by one name.
    """
    own = read.value
    name = own.get("builds_on") if isinstance(own, dict) else None
    if not isinstance(own, dict) or not isinstance(name, str):
        return read
    other = _once(read, base, name)
    whole: dict[str, Value] = {**own}
    for part in TAKEN_OVER:
        theirs, ours = other.get(part, {}), own.get(part, {})
        if isinstance(theirs, dict) and isinstance(ours, dict):
            whole[part] = _together(read, part, theirs, ours)
    ordinary, more = other.get("ordinary", []), own.get("ordinary", [])
    if isinstance(ordinary, list) and isinstance(more, list):
        whole["ordinary"] = [*more, *ordinary]
    if "mends" in other:
        whole.setdefault("mends", other["mends"])
    return replace(read, value=whole)


def _once(read: Read, base: Callable[[str], Read], name: str) -> dict[str, Value]:
    """The values built on. A rubric that builds on one that builds on a third is refused: nobody could follow it."""
    try:
        value = base(name).value
    except NotKnown as error:
        place = read.place(("builds_on",))
        raise Unusable([Problem(read.file, *place, "unknown-rubric", error.message, error.advice)]) from None
    if not isinstance(value, dict) or "builds_on" in value:
        raise _refused(read, ("builds_on",), f"'{name}' builds on another rubric itself.", "Build on that one.")
    return value


def _together(read: Read, part: str, theirs: dict[str, Value], ours: dict[str, Value]) -> dict[str, Value]:
    whole = {**theirs}
    for key, value in ours.items():
        if key not in theirs:
            whole[key] = value
        elif part == "topics" and isinstance(value, dict) and set(value) == {"also_taken_by"}:
            whole[key] = _also_taken(theirs[key], value["also_taken_by"])
        else:
            advice = "Give a topic only `also_taken_by` here." if part == "topics" else "Give yours another name."
            raise _refused(read, (part, key), f"'{key}' stands in the rubric that this one builds on.", advice)
    return whole


def _also_taken(topic: Value, also: Value) -> Value:
    if not isinstance(topic, dict):
        return topic
    taken = topic.get("taken_by", [])
    return {**topic, "taken_by": [*_names(taken), *_names(also)]}


def _names(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


def _refused(read: Read, path: tuple[str, ...], what: str, advice: str) -> Unusable:
    return Unusable([Problem(read.file, *read.place(path), "built-twice", what, advice)])
