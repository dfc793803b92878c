"""Asking once, plainly, before anything is deleted for good."""

from collections.abc import Iterable

from coach.tui.modals.sheet import Sheet

FORGET = "forget"


class ForgetSheet(Sheet):
    """Gives back `forget`, or None to leave everything as it is."""

    def __init__(self, what: str, yes: str = "Forget it") -> None:
        super().__init__()
        self.heading = what
        self.choices = (("close", "Leave it as it is"), (FORGET, yes))

    def words(self) -> Iterable[str]:
        """What forgetting does, and what it does not."""
        return (
            "It is deleted from this machine for good. Nobody can bring it back.",
            "What you saved to a file stays where you saved it.",
        )
