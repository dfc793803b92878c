"""An exercise: what a supervisor or trainer suggests practising, with whom, and what to bring back from it."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from coach.model.types import Frozen, Id, Ids, Prose, Proses


class Mode(StrEnum):
    """Who is there."""

    SOLO = "solo"
    PAIR = "pair"
    TRIO = "trio"
    SUPERVISION = "supervision"


class ExerciseReturn(StrEnum):
    """What the practitioner is asked to bring back.

    Never more than this, and always theirs to refuse.
    """

    ONE_MOMENT = "one_moment"
    ONE_QUESTION = "one_question"
    NOTHING = "nothing"


USUAL_MODEL = "driscoll"
"""The model of reflection where an exercise names none. `coach/content/reflection_models.yaml` holds all of them."""


class Exercise(Frozen):
    """An exercise file.

    Its id is the file's stem. It is given to people, and never asks who did it.
    """

    format: int = 1
    title: Prose
    why: Prose
    """In one sentence."""
    scenarios: Annotated[Ids, Field(min_length=1)]
    focus: Annotated[Ids, Field(max_length=3)] = ()
    """One to three criteria, or one domain."""
    mode: Mode = Mode.SOLO
    replies: Annotated[int, Field(ge=2, le=30)] = 10
    """About how many."""
    reflection: Id = USUAL_MODEL
    """The id of a model of reflection."""
    bring: ExerciseReturn = ExerciseReturn.ONE_MOMENT
    content_notes: Proses = ()
    alternatives: Ids = ()
    """Scenarios of equal standing for whoever would rather not play the first."""
