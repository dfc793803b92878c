"""Laying counts together, which ends the giving of them."""

from collections.abc import Iterable

from coach.tui.modals.sheet import Sheet


class LayingSheet(Sheet):
    """Gives back `lay`, or None to wait."""

    heading = "Lay the counts together?"
    choices = (("lay", "Lay them together"), ("close", "Wait a little"))

    def __init__(self, contributors: int) -> None:
        super().__init__()
        self.contributors = contributors

    def words(self) -> Iterable[str]:
        """That it is once."""
        yield f"{self.contributors} people have given their counts."
        yield "Nobody can give more after that. Ask the room first whether anybody still wants to."
