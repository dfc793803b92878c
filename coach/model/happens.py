"""What every event of a room has: when it was, and who did it."""

from typing import Annotated

from pydantic import AwareDatetime, StringConstraints

from coach.model.frozen import Frozen

TRAINER = ""
"""Who did what nobody in the room did; and what everybody may do without its being kept who it was."""

PersonId = Annotated[str, StringConstraints(max_length=40)]
GroupId = Annotated[str, StringConstraints(max_length=40)]


class Happens(Frozen):
    """Something that happened in a room."""

    at: AwareDatetime
    by: PersonId = TRAINER
