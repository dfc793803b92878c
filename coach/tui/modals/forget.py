"""Asking once, plainly, before anything is deleted for good."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from coach.tui.modals.sheet import Sheet

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

FORGET = "forget"
HERE = "It is deleted from this machine for good. Nobody can bring it back."
IN_THE_STORE = "It is deleted from your team's store for good. Backups of that store hold it as long as they are kept."


class ForgetSheet(Sheet):
    """Gives back `forget`, or None to leave everything as it is."""

    def __init__(self, what: str, yes: str = "Forget it") -> None:
        super().__init__()
        self.heading = what
        self.choices = (("close", "Leave it as it is"), (FORGET, yes))

    def words(self) -> Iterable[str]:
        """What forgetting does, and what it does not."""
        return (
            IN_THE_STORE if cast("CoachApp", self.app).shared else HERE,
            "What you saved to a file stays where you saved it.",
        )
