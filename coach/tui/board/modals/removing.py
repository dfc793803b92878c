"""Taking somebody off the room's list, once asked."""

from collections.abc import Iterable

from textual.content import Content

from coach.tui.called import called
from coach.tui.modals.sheet import Sheet


class RemoveSheet(Sheet):
    """Gives back `remove`, or None to leave them where they are."""

    choices = (("close", "Leave them"), ("remove", "Remove from the room"))

    def __init__(self, name: str) -> None:
        super().__init__()
        self.heading = f"Remove {called(name)} from the room?"

    def words(self) -> Iterable[Content]:
        """What it is for, and what it does."""
        yield Content(
            "For a place that nobody comes back to, or somebody who should not be here. Their group goes on, and their "
            "name is free again."
        )
        yield Content(
            "Their screen says that they are no longer in this room, and lets them take their own words home. With the "
            "code they can come in anew."
        )
