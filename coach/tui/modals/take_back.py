"""Taking back an answer that was handed back."""

from collections.abc import Iterable

from textual.content import Content

from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown


class TakeBackSheet(Sheet):
    """Gives back `take-back`, or None to leave the answer where it is."""

    choices = (("close", "Leave it there"), ("take-back", "Take it back"))

    def __init__(self, whom: str, *, shared: bool) -> None:
        """`whom` the answer went to; `shared`: whether it went through a team's store."""
        super().__init__()
        self.heading = f"Take back your answer to {shown(whom)}?"
        self.shared = shared

    def words(self) -> Iterable[Content]:
        """What can be taken back, and what cannot."""
        if self.shared:
            yield Content("It is deleted in your team's store. If they have fetched it already, they keep their copy.")
        else:
            yield Content("A file that you gave stays with the person who has it. Ask them for it back.")
        yield Content("What you said stays here as begun, for you to change.")
