"""An exercise while a supervisor makes it: its fields, its file, and what is still to mend."""

from dataclasses import dataclass, replace
from pathlib import Path

from coach.authoring.check import check_unsaved_exercise
from coach.content.library import Library
from coach.content.problems import UnusableContent
from coach.content.validation import bind
from coach.content.yaml_reader import parse_yaml
from coach.model.exercise import Exercise
from coach.supervision.exercises import serialize_exercise, serialize_exercise_values

INSTEAD = "“Scenarios to take instead”"
"""What the form calls the field that a file calls `alternatives`."""


@dataclass(frozen=True, slots=True)
class ExerciseDraft:
    """The fields of the exercise editor, as typed and chosen."""

    title: str = ""
    why: str = ""
    scenarios: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    mode: str = "solo"
    replies: str = "10"
    reflection: str = "driscoll"
    bring: str = "one_moment"
    content_notes: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()

    def is_begun(self) -> bool:
        """Return whether any field is filled in."""
        return self != ExerciseDraft()

    def write(self) -> str:
        """Write the exercise file from the fields that are filled in."""
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
        return serialize_exercise_values({key: value for key, value in values.items() if value and value != usual[key]})

    def choose(self, name: str, chosen: tuple[str, ...]) -> "ExerciseDraft":
        """Return the draft with these items in the named field; without scenarios there is no focus."""
        match name:
            case "scenarios":
                return replace(self, scenarios=chosen, focus=self.focus if chosen else ())
            case "focus":
                return replace(self, focus=chosen)
            case _:
                return replace(self, alternatives=chosen)

    def find_missing(self) -> tuple[str, ...]:
        """Say in sentences which fields have to be filled in still."""
        return (
            *(() if self.title.strip() else ("It needs a title.",)),
            *(() if self.why.strip() else ("Say why, in one sentence.",)),
            *(() if self.scenarios else ("Choose at least one scenario.",)),
        )


@dataclass(frozen=True, slots=True)
class DraftResult:
    """The file that a draft makes, the exercise if it is complete, and what is still to do."""

    text: str
    exercise: Exercise | None
    """There only if nothing is missing or wrong."""
    still: tuple[str, ...]
    """What is still to do, in sentences."""


def check_draft(draft: ExerciseDraft, library: Library) -> DraftResult:
    """Write a draft as a file, and check it as `coach check` would."""
    text = draft.write()
    if missing := draft.find_missing():
        return DraftResult(text, None, missing)
    try:
        read = parse_yaml(Path("exercise.yaml"), text)
        exercise = bind(read, Exercise)
    except UnusableContent as unusable:
        return DraftResult(text, None, tuple(f"{each.what} {each.advice}".strip() for each in unusable.problems))
    problems = check_unsaved_exercise(library, read, exercise)
    wrong = any(not each.warning for each in problems)
    still = (f"{each.what} {each.advice}".strip() for each in problems)
    return DraftResult(
        text if wrong else serialize_exercise(exercise),
        None if wrong else exercise,
        tuple(each.replace("`alternatives`", INSTEAD) for each in still),
    )
