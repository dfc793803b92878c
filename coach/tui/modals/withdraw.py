"""Asking once before something that was brought is withdrawn, with what that does and does not do."""

from collections.abc import Iterable

from coach.tui.modals.sheet import Sheet

WITHDRAW = "withdraw"


class WithdrawSheet(Sheet):
    """Gives back `withdraw`, or None to leave it brought."""

    heading = "Withdraw this?"
    choices = (("close", "Leave it"), (WITHDRAW, "Withdraw it"))

    def __init__(self, to: str) -> None:
        """`to` is whom it was brought to in the team's store; empty for a file."""
        super().__init__()
        self.to = to

    def words(self) -> Iterable[str]:
        """For a file, that it is out of the coach's hands; and that what came back stays with whoever brought it."""
        if self.to:
            yield f"{self.to} will not be able to see it any more."
            yield "It will be deleted from your team's store, with what was said to it there."
        else:
            yield "The coach forgets that you brought it. It cannot reach the file, which is yours to ask back."
            yield "What comes back to it later cannot be taken in."
        yield "What has come back so far stays with your rehearsal, for you alone."
