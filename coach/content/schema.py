"""JSON Schemas of the content files, for editors that complete and check as an author types."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from coach.content.reflection_models import load_reflection_models
from coach.model.exercise import Exercise
from coach.model.family import Family
from coach.model.rubric import Rubric
from coach.model.scenario import Dialogue, Examples

FILES: dict[str, type[BaseModel]] = {
    "dialogue": Dialogue,
    "family": Family,
    "rubric": Rubric,
    "examples": Examples,
    "exercise": Exercise,
}


def build_schemas(rubrics: Iterable[Rubric] = ()) -> dict[str, dict[str, Any]]:
    """Build a JSON schema for each kind of file; it offers the criteria and topics of `rubrics`."""
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
    """Add names to choose from, with any other allowed: other rubrics have other names."""
    if isinstance(part, list):
        return [_add_choices(item, offered, key) for item in part]
    if not isinstance(part, dict):
        return part
    names = offered["criteria"] if key in CRITERIA else offered.get(key, [])
    if names and part.get("type") == "string":
        return {"anyOf": [{"enum": names}, part]}
    down = part.get("properties", {})
    return {
        name: {each: _add_choices(value, offered, each) for each, value in down.items()}
        if name == "properties"
        else _add_choices(value, offered, key)
        for name, value in part.items()
    }


def _adapt_for_authors(schema: dict[str, Any]) -> dict[str, Any]:
    """Loosen a schema where the loader reads more than one shape, such as ranges as `2+`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_loosen(schema)}


def _loosen(part: Any) -> Any:
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
        case "array", _ if out.get("items", {}).get("type") == "array":
            return {"type": ["array", "object"]}
        case "array", _ if out.get("items", {}).get("type") == "string" or "$ref" in out.get("items", {}):
            return {"anyOf": [{"type": "string"}, out]}
        case _, "#/$defs/Range":
            return {"type": ["string", "integer"], "description": "2+ or 0-1 or 3"}
        case _:
            return out
