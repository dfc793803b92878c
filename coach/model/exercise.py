"""An exercise: what a supervisor or trainer suggests rehearsing, and what to bring back."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from coach.model.types import Frozen, Id, Ids, Prose, Proses


class Mode(StrEnum):
    """The people an exercise is for: one practitioner, a pair, a trio, or a supervision session."""

    SOLO = "solo"
    PAIR = "pair"
    TRIO = "trio"
    SUPERVISION = "supervision"


class ExerciseReturn(StrEnum):
    """What an exercise asks the practitioner to bring to supervision afterwards.

    Never more than this, and the practitioner may always refuse.
    """

    ONE_MOMENT = "one_moment"
    ONE_QUESTION = "one_question"
    NOTHING = "nothing"


USUAL_MODEL = "driscoll"
"""The model of reflection where an exercise names none. `coach/content/reflection_models.yaml` holds all of them."""


class Exercise(Frozen):
    """An exercise file: the scenarios to rehearse, the focus, and what to bring back.

    Its id is the file's stem. An exercise never asks who did it.
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
