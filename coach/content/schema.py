"""JSON Schemas of the content files, for editors that complete and check as an author types."""

from typing import Any

from pydantic import BaseModel

from coach.model.dialogue import Dialogue
from coach.model.examples import Examples
from coach.model.exercise import Exercise
from coach.model.family import Family
from coach.model.rubric import Rubric

FILES: dict[str, type[BaseModel]] = {
    "dialogue": Dialogue,
    "family": Family,
    "rubric": Rubric,
    "examples": Examples,
    "exercise": Exercise,
}


def schemas() -> dict[str, dict[str, Any]]:
    """A schema for each kind of file, by name."""
    return {name: _for_authors(model.model_json_schema(by_alias=True)) for name, model in FILES.items()}


def _for_authors(schema: dict[str, Any]) -> dict[str, Any]:
    """Loosen what the loader reads in more than one shape: one name or a list, lines as a map, ranges as `2+`."""
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
