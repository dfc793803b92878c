"""The models of reflection: the questions that a practitioner is offered afterwards. They stand in one YAML file."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from coach.content.validation import bind
from coach.content.yaml_reader import read_yaml
from coach.model.exercise import USUAL_MODEL
from coach.model.types import Frozen, Id, Ids, Prose

FILE = Path(__file__).with_name("reflection_models.yaml")


class ReflectionModel(Frozen):
    """A model of reflection, as it is offered."""

    name: Prose
    questions: dict[Id, Prose]
    did: Ids = ()
    """Questions whose answers say what was done, in a record of learning."""
    changes: Ids = ()
    """Questions whose answers say what will change for children and families; the others say what was learned."""


def _require_usual_model(models: dict[str, ReflectionModel]) -> dict[str, ReflectionModel]:
    if USUAL_MODEL not in models:
        raise ValueError(f"the usual model, {USUAL_MODEL}, has to be among them")
    return models


class _ModelFile(Frozen):
    """The file of the models."""

    format: int = 1
    models: Annotated[dict[Id, ReflectionModel], AfterValidator(_require_usual_model)]


@cache
def load_reflection_models(file: Path = FILE) -> dict[str, ReflectionModel]:
    """Read every model by its id, in the order of the file. Raises UnusableContent."""
    return bind(read_yaml(file), _ModelFile).models


def find_model_id(wanted: str, otherwise: str = USUAL_MODEL) -> str:
    """Find the model of this id, or else another: an exercise may come from a coach that knows more models.

    Args:
        wanted: the id that was typed, or that an exercise names.
        otherwise: the id to take where there is no such model; the usual one where that is not known either.
    """
    models = load_reflection_models()
    return next((model for model in (wanted, otherwise) if model in models), USUAL_MODEL)
