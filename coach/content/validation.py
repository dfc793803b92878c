"""Values from a file bound to a model, and what the model says against them put in an author's words."""

import re
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from coach.content.problems import Problem, UnusableContent
from coach.content.yaml_reader import NodePath, YamlFile
from coach.model.types import FORMAT

M = TypeVar("M", bound=BaseModel)
_FORMAT = re.compile(r"[0-9]{1,9}")
MOST = 100
"""Problems of one file that are said at once. More of them come from one mistake, and nobody reads them."""
LONGEST = 60
"""Characters of what stands in a file that are shown in a sentence about it."""


def bind(read: YamlFile, model: type[M]) -> M:
    """Bind a file to its model. Raises UnusableContent with every problem at its place."""
    newer = read.value.get("format") if isinstance(read.value, dict) else None
    if isinstance(newer, str) and _FORMAT.fullmatch(newer) and int(newer) > FORMAT:
        line, column = read.place(("format",))
        raise UnusableContent(
            [
                Problem(
                    read.file,
                    line,
                    column,
                    "newer-format",
                    f"This file is written in format {newer}; this version of the coach reads format 1.",
                    "Update the coach, or ask the author for an older copy.",
                )
            ]
        )
    try:
        return model.model_validate(read.value)
    except ValidationError as error:
        details = islice(error.errors(include_url=False), MOST)
        raise UnusableContent(
            _prefer_quotes(read, {_make_problem(read, detail, model) for detail in details})
        ) from None
    except (ValueError, RecursionError):  # of a value that pydantic itself could not take in hand
        what = "Something in this file cannot be taken for what it should be."
        advice = "Compare it with an example that works, a part at a time."
        raise UnusableContent([Problem(read.file, 1, 1, "wrong-value", what, advice)]) from None


def _prefer_quotes(read: YamlFile, problems: set[Problem]) -> list[Problem]:
    """Prefer, on each line, the problem of a curly quote: the others come from it."""
    curly = {
        warning.line: replace(warning, warning=False) for warning in read.warnings if warning.code == "curly-quotes"
    }
    return sorted({curly.get(problem.line, problem) for problem in problems})


def _make_problem(read: YamlFile, detail: ErrorDetails, model: type[BaseModel]) -> Problem:
    path: NodePath = tuple(detail["loc"])
    line, column = read.place(path)
    what, advice, code = _describe(detail, path, model)
    return Problem(read.file, line, column, code, what, advice)


def _describe(detail: ErrorDetails, path: NodePath, model: type[BaseModel]) -> tuple[str, str, str]:
    name = truncate(next((part for part in reversed(path) if isinstance(part, str)), "this file"))
    where = ".".join(truncate(str(part)) for part in path if part != "[key]") or "the file"
    context: dict[str, Any] = detail.get("ctx", {})
    given = truncate(str(detail["input"])) if isinstance(detail["input"], str | int) else "This"
    match detail["type"]:
        case "missing":
            return f"'{where}' is missing.", f"Add `{name}:` here.", "missing-key"
        case "extra_forbidden":
            near = find_nearest(name, _list_keys(model))
            advice = f"Did you mean '{near[0]}'?" if near else "Take it out, or check its indentation."
            return f"'{name}' is not something that can stand here.", advice, "unknown-key"
        case "string_pattern_mismatch":
            return (
                f"'{given}' cannot be a name in '{where}'.",
                "Names are small letters, digits and underscores, starting with a letter.",
                "wrong-name",
            )
        case "enum" | "literal_error":
            return (
                f"'{given}' cannot stand in '{where}'.",
                f"It can be {context.get('expected')}.",
                "wrong-value",
            )
        case "int_type" | "int_parsing" | "int_from_float":
            return f"'{where}' should be a whole number.", "Write it in digits, such as 1.", "wrong-value"
        case "bool_type" | "bool_parsing":
            return f"'{where}' should be yes or no.", "Write yes or no.", "wrong-value"
        case "greater_than_equal" | "less_than_equal":
            most = context.get("le", context.get("ge"))
            word = "most" if "le" in context else "least"
            return f"'{where}' is {given}.", f"The {word} it can be is {most}.", "wrong-value"
        case "value_error":
            advice = "Compare it with an example that works."
            return f"In '{where}': {context.get('error')}.", advice, "wrong-value"
        case "string_type":
            return (
                f"'{where}' should be a text.",
                "Check the indentation, and quotes round a text with a colon.",
                "wrong-kind",
            )
        case "too_short" | "string_too_short":
            advice = "Write something there. A text with a comma or colon in it needs straight double quotes round it."
            return f"'{where}' is empty.", advice, "empty-value"
        case "too_long" | "string_too_long":
            return f"'{where}' is too long.", f"The most is {context.get('max_length')}.", "too-long"
        case "model_type" | "model_attributes_type" if "says" in path or "tells" in path:
            return (
                f"'{where}' does not say who speaks.",
                'Write `{name: "What they say."}`, with somebody from `people`.',
                "wrong-kind",
            )
        case "dict_type" | "model_type" | "list_type" | "tuple_type" | "model_attributes_type":
            return (
                f"'{where}' is not in the right shape.",
                "Check its indentation against an example that works.",
                "wrong-kind",
            )
        case _:
            advice = "Compare it with an example that works."
            return f"'{where}': {detail['msg'].lower()}.", advice, "wrong-value"


def truncate(text: str) -> str:
    """Truncate what stands in a file to what a sentence about it has room for."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def find_nearest(name: str, among: Iterable[str]) -> list[str]:
    """Find the one name that is nearest to what was written, if any is."""
    return get_close_matches(name, among, n=1) if len(name) <= LONGEST else []


@cache
def _list_keys(model: type[BaseModel]) -> list[str]:
    """List every key that can stand anywhere in a file of this kind."""
    found: set[str] = set()
    todo = [model.model_json_schema()]
    while todo:
        schema = todo.pop()
        found.update(schema.get("properties", {}))
        todo.extend(schema.get("$defs", {}).values())
    return sorted(found)
