"""Leaving the board, or closing the room for everybody."""

from collections.abc import Iterable

from textual.content import Content

from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown


class LeavingSheet(Sheet):
    """Gives back `leave` or `close_room`, or None to stay."""

    heading = "Leave the board?"
    choices = (("close", "Stay"), ("leave", "Leave for now"), ("close_room", "Close the room"))

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code

    def words(self) -> Iterable[Content]:
        """What each does."""
        yield Content(
            "Leaving the board closes nothing. Everybody's screen waits, and nothing said is lost; "
            f"`coach room {shown(self.code)}` goes on."
        )
        yield Content("Closing the room ends the session for everybody.")


class ClosingSheet(Sheet):
    """Gives back `seven_days` or `forget`, or None to leave the room open."""

    heading = "Close the room?"
    choices = (("close", "Go on"), ("seven_days", "Keep seven days"), ("forget", "Forget now"))

    def words(self) -> Iterable[Content]:
        """What closing does."""
        yield Content("That ends the session on everybody's screen, and nobody can come in again.")
        yield Content.assemble(
            ("Keep seven days: ", "bold"),
            "then it goes by itself. Until you leave this program, people can still take their own words home.",
        )
        yield Content.assemble(
            ("Forget now: ", "bold"),
            "everything said in it is deleted, for good. Whoever wants their words takes them home first.",
        )
