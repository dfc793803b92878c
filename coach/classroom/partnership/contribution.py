"""What one person gives of one rehearsal: a row of counts, and nothing else.

There is no field for text, a name, a scenario, a day or a time, so none can go along.
"""

from typing import Literal

from pydantic import Field, ValidationError, model_validator

from coach.classroom.partnership.subjects import OF_TOPIC, Subject
from coach.debrief.parts import Debrief, Standing
from coach.errors import HandedOverUnreadable
from coach.model.frozen import Frozen
from coach.model.room import Counted

MOST = 100
"""Openings of one standing in one row. No conversation has nearly as many."""
LARGEST = 4_000
"""Characters of a row as it is written. A whole one has about 600."""

Row = tuple[Counted, ...]
"""Each subject that is counted, with what became of its openings."""


class Contribution(Frozen):
    """A row as it leaves."""

    format: Literal[1] = 1
    openings: Row = Field(max_length=len(Subject))

    @model_validator(mode="after")
    def _is_a_row(self) -> "Contribution":
        subjects = [each.topic for each in self.openings]
        if len(set(subjects)) < len(subjects) or not set(subjects) <= set(Subject):
            raise ValueError("its subjects are not the coach's, each once")
        if any(max(each.taken, each.partly, each.passed_by) > MOST for each in self.openings):
            raise ValueError("more openings than a conversation has")
        return self


def row_of(debrief: Debrief) -> Row:
    """The counts of one conversation: every subject in its order, also where nothing came up.

    What was skipped, not reached, or read unsurely is not counted.
    """
    found = {subject: {Standing.TAKEN: 0, Standing.PARTLY: 0, Standing.MISSED: 0} for subject in Subject}
    for opening in debrief.openings:
        subject = OF_TOPIC.get(opening.topic)
        if subject and opening.standing in found[subject]:
            found[subject][opening.standing] += 1
    return tuple(
        Counted(
            topic=subject.value,
            taken=min(counts[Standing.TAKEN], MOST),
            partly=min(counts[Standing.PARTLY], MOST),
            passed_by=min(counts[Standing.MISSED], MOST),
        )
        for subject, counts in found.items()
    )


def written(row: Row) -> str:
    """The row as the text that leaves."""
    return Contribution(openings=row).model_dump_json()


def read(body: str, name: str) -> Row:
    """A row from its text, which anybody may have changed. Raises HandedOverUnreadable, in one sentence."""
    if len(body) > LARGEST:
        raise HandedOverUnreadable(f"{name} is larger than any row of counts, so it is not counted.")
    try:
        # Strict: a word or a yes is no number.
        return Contribution.model_validate_json(body, strict=True).openings
    except ValidationError:
        raise HandedOverUnreadable(
            f"{name} is not a row of counts as the coach writes it, so it is not counted."
        ) from None
