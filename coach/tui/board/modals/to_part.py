"""Going to a part of the run sheet that was chosen in its list: for everybody, so it is asked once."""

from collections.abc import Iterable

from textual.content import Content

from coach.model.sheet import Part
from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown


class ToPartSheet(Sheet):
    """Gives back `go`, or None to stay."""

    choices = (("close", "Stay"), ("go", "Go there"))

    def __init__(self, part: Part, *, here: bool) -> None:
        """`here`: the room is in it already."""
        super().__init__()
        self.here = here
        title = shown(part.title)
        self.heading = f"Begin “{title}” anew?" if here else f"Go to “{title}”?"

    def words(self) -> Iterable[Content]:
        """For whom, and what becomes of the clock."""
        yield Content(
            "Its clock begins again, on everybody's screen."
            if self.here
            else "Everybody's screen says so at once, and its clock begins."
        )
