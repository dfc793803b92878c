"""Reading what somebody hands over: what can be read is read, what cannot is said, and nothing is run."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from coach.errors import HandedOverUnreadable
from coach.model.brought import BROUGHT_FORMAT, Brought, Response
from coach.model.frozen import Frozen

LARGEST = 5_000_000
"""Bytes. The longest conversation there can be has a tenth of it."""
M = TypeVar("M", bound=Frozen)


class TakenIn:
    """Something that was handed over, and what of it could not be read, in sentences."""

    def __init__(self, found: Brought | Response, unread: tuple[str, ...]) -> None:
        self.found = found
        self.unread = unread


def take_in(file: Path) -> TakenIn:
    """A file that was brought, or that came back. Raises HandedOverUnreadable."""
    try:
        if file.stat().st_size > LARGEST:
            raise HandedOverUnreadable(f"{file.name} is larger than anything the coach hands over.", _ASK)
        raw = file.read_bytes()
    except OSError as error:
        why = (error.strerror or "no access").lower()
        raise HandedOverUnreadable(f"{file.name} cannot be read: {why}.", "Look whether it is still there.") from None
    return read(raw, file.name)


def read(raw: bytes, name: str) -> TakenIn:
    """The same from its bytes. What was left out or cut off is said; hostile words stay words."""
    text = raw.decode("utf-8-sig", errors="replace")
    cut_off = False
    try:
        value = from_json(text)
    except ValueError:
        cut_off = True
        try:
            value = from_json(text, allow_partial=True)
        except ValueError:
            raise HandedOverUnreadable(f"{name} is not something that the coach handed over.", _ASK) from None
    if not isinstance(value, dict) or not isinstance(value.get("coach_file"), str):
        raise HandedOverUnreadable(f"{name} is not something that the coach handed over.", _ASK)
    unread = ["It ends in the middle; what is there was read."] if cut_off else []
    number = value.get("format")
    if isinstance(number, int) and number > BROUGHT_FORMAT:
        unread.append("It was made by a newer version of the coach; what this one does not know is left out.")
    kept = {key: each for key, each in value.items() if key != "coach_file"}
    kept["format"] = BROUGHT_FORMAT
    found: Brought | Response | None
    if value["coach_file"] == "response":
        found, lost = _leniently(kept, Response)
    else:
        found, lost = _leniently(kept, Brought)
    unread += lost
    if found is None:
        raise HandedOverUnreadable(f"{name} does not say what it is about.", _ASK)
    return TakenIn(found, tuple(unread))


def written(what: Brought | Response) -> str:
    """What is handed over, as JSON that anybody can read."""
    kind = "brought" if isinstance(what, Brought) else "response"
    body = what.model_dump_json(indent=2, exclude_defaults=False)
    return f'{{\n  "coach_file": "{kind}",{body[1:]}\n'


_ASK = "Ask for it again, as the file that the coach wrote (it ends in .coach.json)."


def _leniently(value: dict[str, Any], model: type[M]) -> tuple[M | None, list[str]]:
    """The model with whatever of a value fits it, and a sentence for each thing that does not."""
    unread: list[str] = []
    kept = dict(_fitting(value, model, unread, ()))
    try:
        return model.model_validate(kept), unread
    except ValidationError:
        return None, unread


def _fitting(
    value: dict[str, Any], model: type[Frozen], unread: list[str], where: tuple[str, ...]
) -> Iterator[tuple[str, Any]]:
    """The parts of a value that fit the model's fields, one by one, so that one spoilt part costs only itself."""
    for key, part in value.items():
        field = model.model_fields.get(key)
        if field is None:
            unread.append(f"“{_shown(key)}” is not known here.")
            continue
        inner = _items_of(field.annotation)
        if inner is not None and isinstance(part, list):
            found = []
            for number, item in enumerate(part, 1):
                one = _one(item, inner, unread, (*where, f"{key} {number}"))
                if one is not None:
                    found.append(one)
            yield key, found
            continue
        one = _one(part, field.annotation, unread, (*where, key))
        if one is not None:
            yield key, one


def _one(item: Any, kind: Any, unread: list[str], where: tuple[str, ...]) -> Any:
    """One part, if it can be read."""
    model = _model_of(kind)
    if model is not None and isinstance(item, dict):
        item = dict(_fitting(item, model, unread, where))
    try:
        return TypeAdapter(kind).validate_python(item, strict=False)
    except ValidationError:
        unread.append(f"{' of '.join(reversed(where)).capitalize()} could not be read.")
        return None


def _items_of(annotation: Any) -> Any:
    """What a tuple of many holds, or None where it is no such tuple."""
    found = get_args(annotation)
    return found[0] if get_origin(annotation) is tuple and len(found) == 2 and found[1] is Ellipsis else None


def _model_of(kind: Any) -> type[Frozen] | None:
    for each in (kind, *get_args(kind)):
        if isinstance(each, type) and issubclass(each, Frozen):
            return each
    return None


def _shown(key: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in key[:40])
