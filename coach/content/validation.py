"""Turning values read from YAML into models, with errors worded for authors.

Begin with `bind`. The models of reflection and the JSON schemas for editors lie here too.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ValidationError
from pydantic_core import ErrorDetails

from coach.content.yaml_reader import NodePath, Problem, UnusableContent, YamlFile, read_yaml
from coach.model.characters import name_character
from coach.model.exercise import USUAL_MODEL, Exercise
from coach.model.rubric import Rubric
from coach.model.scenario import Act, Acts, Dialogue, Examples, Family
from coach.model.types import FORMAT, Frozen, Id, Ids, Prose

M = TypeVar("M", bound=BaseModel)
_FORMAT = re.compile(r"[0-9]{1,9}")
MOST = 100
"""Problems of one file that are said at once. More of them come from one mistake, and nobody reads them."""
LONGEST = 60
"""Characters of what stands in a file that are shown in a sentence about it."""


def bind(read: YamlFile, model: type[M]) -> M:
    """Turn a file's values into its model.

    Raises UnusableContent with every problem in its place.
    """
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
    """Keep only the problem of a curly quote on each line that has one, as it causes the others."""
    curly = {
        warning.line: replace(warning, warning=False) for warning in read.warnings if warning.code == "curly-quotes"
    }
    return sorted({curly.get(problem.line, problem) for problem in problems})


def _make_problem(read: YamlFile, detail: ErrorDetails, model: type[BaseModel]) -> Problem:
    """Turn an error of pydantic into a problem with its line, column and advice."""
    path: NodePath = tuple(detail["loc"])
    line, column = read.place(path)
    what, advice, code = _describe(detail, path, model)
    return Problem(read.file, line, column, code, what, advice)


def _describe(detail: ErrorDetails, path: NodePath, model: type[BaseModel]) -> tuple[str, str, str]:
    """Describe an error of pydantic for an author.

    Args:
        detail: the error, as pydantic reports it.
        path: where the value stands in the file.
        model: the model of the file, for its known keys.

    Returns:
        What is wrong, the advice, and the code of the problem.
    """
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
            if detail["input"] == "" and not near:
                advice = "Where it belongs to the list before it, put that in brackets: `[one, two]`."
            return f"'{name}' is not something that can stand here.", advice, "unknown-key"
        case "string_pattern_mismatch" if path[0] == "lines" and (path[1], path[-1]) != ("names", "[key]"):
            return (
                f"'{given}' cannot be the address of a block of lines.",
                "It is a turn alone, `a_turn/a_branch`, or `knows:an_entry`; `coach author lines` lists them all.",
                "wrong-name",
            )
        case "string_pattern_mismatch":
            return (
                f"'{given}' cannot be a name in '{where}'.",
                "Several names stand in brackets, with commas: `[one, two]`."
                if re.search(r", | and | or ", given)
                else "Names are small letters, digits and underscores, starting with a letter.",
                "wrong-name",
            )
        case "enum" | "literal_error":
            return (
                f"'{given}' cannot stand in '{where}'.",
                f"It can be {context.get('expected')}.",
                "wrong-value",
            )
        case "int_type" | "int_parsing" | "int_from_float":
            return (
                f"'{where}' should be a whole number.",
                _name_dash(given, "Write it in digits, such as 1."),
                "wrong-value",
            )
        case "bool_type" | "bool_parsing":
            return f"'{where}' should be yes or no.", "Write yes or no.", "wrong-value"
        case "greater_than_equal" | "less_than_equal":
            most = context.get("le", context.get("ge"))
            word = "most" if "le" in context else "least"
            return f"'{where}' is {given}.", f"The {word} it can be is {most}.", "wrong-value"
        case "value_error":
            advice = _name_dash(given, "Compare it with an example that works.")
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
        case "dict_type" | "tuple_type" if isinstance(detail["input"], str) and name in SPOKEN:
            return (
                f"'{where}' does not say who speaks.",
                f'Write `{name}: {{somebody: "What they say."}}`, with somebody from `people`.',
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


SPOKEN = frozenset("says says_when_hurt tells asks_back hurt_lines mended_lines asked_straight remark again".split())
"""Keys under which somebody speaks."""


def _name_dash(given: str, advice: str) -> str:
    """Return advice on a value; where it holds a dash that only looks like a hyphen, that first."""
    dash = re.search("[\u2010-\u2015\u2212]", given)
    return f"There is {name_character(dash[0])} in it; type a hyphen, -." if dash else advice


def truncate(text: str) -> str:
    """Shorten a text from a file to the 60 characters that a message has room for."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def find_nearest(name: str, among: Iterable[str]) -> list[str]:
    """Return the known name most like a misspelt one, in a list.

    An empty list if none is like it.
    """
    return get_close_matches(name, among, n=1) if len(name) <= LONGEST else []


@cache
def _list_keys(model: type[BaseModel]) -> list[str]:
    """List all keys that may stand anywhere in a file of this kind."""
    keys: set[str] = set()
    todo = [model.model_json_schema()]
    while todo:
        schema = todo.pop()
        keys.update(schema.get("properties", {}))
        todo.extend(schema.get("$defs", {}).values())
    return sorted(keys)


# --- The models of reflection: questions that a practitioner is offered afterwards

FILE = Path(__file__).with_name("reflection_models.yaml")


class ReflectionModel(Frozen):
    """A published model of reflection, such as Gibbs': its name and its questions."""

    name: Prose
    questions: dict[Id, Prose]
    did: Ids = ()
    """Questions whose answers say what was done, in a record of learning."""
    changes: Ids = ()
    """Questions whose answers say what will change for children and families; the others say what was learned."""


def _require_usual_model(models: dict[str, ReflectionModel]) -> dict[str, ReflectionModel]:
    """Return the models unchanged, or raise ValueError if the default one is missing."""
    if USUAL_MODEL not in models:
        raise ValueError(f"the usual model, {USUAL_MODEL}, has to be among them")
    return models


class _ModelFile(Frozen):
    """The file that holds all models of reflection."""

    format: int = 1
    models: Annotated[dict[Id, ReflectionModel], AfterValidator(_require_usual_model)]


@cache
def load_reflection_models(file: Path = FILE) -> dict[str, ReflectionModel]:
    """Read all models of reflection by id, in the order of the file. Raises UnusableContent."""
    return bind(read_yaml(file), _ModelFile).models


def find_model_id(wanted: str, otherwise: str = USUAL_MODEL) -> str:
    """Return the id of a model of reflection: the wanted one, if this version has it.

    An exercise may come from a newer version of the program, which has more models.

    Args:
        wanted: the id that was typed, or that an exercise names.
        otherwise: the id to use if `wanted` is not known; if neither is known, the default model's id is returned.
    """
    models = load_reflection_models()
    return next((model for model in (wanted, otherwise) if model in models), USUAL_MODEL)


# --- Acts: what every family can be asked or told, written once for all of them

ACTS = Path(__file__).parent.parent / "acts"


@cache
def load_acts(folder: Path = ACTS) -> dict[str, Act]:
    """Read all acts by id, in the order of the files.

    Raises:
        UnusableContent: a file cannot be used, or two of them have the same act.
    """
    acts: dict[str, Act] = {}
    for file in sorted(folder.glob("*.yaml")):
        read = read_yaml(file)
        for key, act in bind(read, Acts).acts.items():
            if key in acts:
                what = f"The act '{key}' stands in another file too."
                place = read.place(("acts", key))
                raise UnusableContent([Problem(file, *place, "same-name", what, "Take one of them out.")])
            acts[key] = act
    return acts


# --- JSON Schemas of the content files, for editors that complete and check as an author types

FILES: dict[str, type[BaseModel]] = {
    "dialogue": Dialogue,
    "family": Family,
    "rubric": Rubric,
    "examples": Examples,
    "exercise": Exercise,
}


def build_schemas(rubrics: Iterable[Rubric] = ()) -> dict[str, dict[str, Any]]:
    """Build the JSON schema of each kind of content file, for editors that check while typing.

    Args:
        rubrics: rubrics whose criteria and topics the schemas offer for completion.

    Returns:
        The schemas by kind: dialogue, family, rubric, examples, exercise.
    """
    offered = {
        "criteria": sorted({key for rubric in rubrics for key in rubric.criteria}),
        "topic": sorted({key for rubric in rubrics for key in rubric.topics}),
        "reflection": list(load_reflection_models()),
    }
    made = {name: _adapt_for_authors(model.model_json_schema(by_alias=True)) for name, model in FILES.items()}
    topic = made["rubric"]["$defs"]["Topic"]
    made["rubric"]["$defs"]["Topic"] = {"anyOf": [topic, _ALSO]}
    return {name: _add_choices(schema, offered) if name != "rubric" else schema for name, schema in made.items()}


_ALSO = {
    "type": "object",
    "description": "A topic of the rubric that this one builds on, and what of its own takes it too",
    "properties": {"also_taken_by": {"type": ["array", "string"], "items": {"type": "string"}}},
    "required": ["also_taken_by"],
    "additionalProperties": False,
}
CRITERIA = frozenset("met any_met not_met hurt taken_by focus clear".split())
"""Keys under which criteria stand, one or a list."""


def _add_choices(part: Any, offered: dict[str, list[str]], key: str = "") -> Any:
    """Add known names to a schema as suggestions.

    Other names stay allowed, as other rubrics differ.

    Args:
        part: the part of the schema to change.
        offered: the names to suggest, by the key they belong to.
        key: the key that `part` stands under.
    """
    if isinstance(part, list):
        return [_add_choices(item, offered, key) for item in part]
    if not isinstance(part, dict):
        return part
    names = offered["criteria"] if key in CRITERIA else offered.get(key, [])
    if names and part.get("type") == "string":
        return {"anyOf": [{"enum": names}, part]}
    down = part.get("properties", {})
    return {
        name: {choice: _add_choices(value, offered, choice) for choice, value in down.items()}
        if name == "properties"
        else _add_choices(value, offered, key)
        for name, value in part.items()
    }


def _adapt_for_authors(schema: dict[str, Any]) -> dict[str, Any]:
    """Loosen a schema where the reader accepts several forms, such as a range written `2+`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_loosen(schema)}


def _holds_takes(part: dict[str, Any]) -> bool:
    """Whether a part of a schema, loosened already, holds takes of lines by who says them."""
    of_each = (value for value in part.get("patternProperties", {}).values() if value.get("type") == "array")
    return any(str(value["items"].get("description", "")).startswith("Lines:") for value in of_each)


def _loosen(part: Any) -> Any:
    """Loosen one part of a schema and all parts in it: numbers as text, one item without a list."""
    if isinstance(part, list):
        return [_loosen(item) for item in part]
    if not isinstance(part, dict):
        return part
    out = {key: _loosen(value) for key, value in part.items() if key != "default"}
    match out.get("type"), out.get("$ref", ""):
        case "integer", _:
            return {
                **{k: v for k, v in out.items() if k not in ("type", "minimum", "maximum")},
                "type": ["integer", "string"],
            }
        case "boolean", _:
            return {**out, "type": ["boolean", "string"]}
        case "array", _ if out.get("items", {}).get("$ref", "").endswith("/Line"):
            return {"type": ["array", "object"], "description": "Lines: speaker and text, or a list of such"}
        case "object", _ if _holds_takes(out):
            return {"type": ["object", "array"], "description": "Lines by who says them, or a list of such"}
        case "array", _ if out.get("items", {}).get("$ref", "").endswith("/Omission"):
            return {"anyOf": [out["items"], out]}
        case _, "#/$defs/Reaction":
            return {"anyOf": [{"type": ["string", "array", "object"]}, out]}
        case "array", _ if out.get("items", {}).get("type") == "array":
            return {"type": ["array", "object"]}
        case "array", _ if out.get("items", {}).get("type") == "string" or "$ref" in out.get("items", {}):
            return {"anyOf": [{"type": "string"}, out]}
        case _, "#/$defs/Range":
            return {"type": ["string", "integer"], "description": "2+ or 0-1 or 3"}
        case _:
            return out
