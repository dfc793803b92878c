"""An exercise: what a supervisor or trainer suggests rehearsing, and what to bring back."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from coach.model.types import Frozen, Id, Ids, Prose, Proses

FIRST_LINE = "# An exercise for the conversation coach. Give it to people as a file, or put it in a shared folder.\n"
"""The first line of an exercise's file, which says to a reader what it is."""


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
MOST_FOCUSES = 3
"""Criteria that an exercise gives room for; a whole domain counts as one, and stands alone."""


class Exercise(Frozen):
    """An exercise file: the scenarios to rehearse, the focus, and what to bring back.

    Its id is the file's stem. An exercise never asks who did it.
    """

    format: int = 1
    title: Prose
    why: Prose
    """In one sentence."""
    scenarios: Annotated[Ids, Field(min_length=1)]
    focus: Annotated[Ids, Field(max_length=MOST_FOCUSES)] = ()
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


@dataclass(frozen=True, slots=True)
class ExerciseDraft:
    """The contents of the exercise editor: each field of an exercise as typed or chosen so far."""

    title: str = ""
    why: str = ""
    scenarios: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    mode: str = "solo"
    replies: str = "10"
    reflection: str = USUAL_MODEL
    bring: str = "one_moment"
    content_notes: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()

    def is_begun(self) -> bool:
        """Whether any field of the draft was changed from its default."""
        return self != ExerciseDraft()

    def values(self) -> dict[str, object]:
        """Return the filled fields by their name in an exercise file, without those left at default."""
        values: dict[str, object] = {
            "title": self.title.strip(),
            "why": self.why.strip(),
            "scenarios": list(self.scenarios),
            "focus": list(self.focus),
            "mode": self.mode,
            "replies": int(self.replies) if self.replies.strip().isdecimal() else self.replies,
            "reflection": self.reflection,
            "bring": self.bring,
            "content_notes": list(self.content_notes),
            "alternatives": list(self.alternatives),
        }
        usual = {key: field.default for key, field in Exercise.model_fields.items()}
        return {key: value for key, value in values.items() if value and value != usual[key]}

    def choose(self, name: str, chosen: tuple[str, ...]) -> "ExerciseDraft":
        """Return the draft with the chosen ids in a field.

        If no scenario is left, the focus is emptied.

        Args:
            name: the field: `scenarios`, `focus` or `alternatives`.
            chosen: the ids.
        """
        match name:
            case "scenarios":
                return replace(self, scenarios=chosen, focus=self.focus if chosen else ())
            case "focus":
                return replace(self, focus=chosen)
            case _:
                return replace(self, alternatives=chosen)

    def find_missing(self) -> tuple[str, ...]:
        """Return a sentence for each field that must still be filled in."""
        return (
            *(() if self.title.strip() else ("It needs a title.",)),
            *(() if self.why.strip() else ("Say why, in one sentence.",)),
            *(() if self.scenarios else ("Choose at least one scenario.",)),
        )
