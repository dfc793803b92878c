"""Something was written and not kept: what shall become of it?"""

from collections.abc import Iterable

from coach.tui.modals.sheet import Sheet


class UnkeptSheet(Sheet):
    """Gives back `keep`, `leave`, or None to go on writing."""

    heading = "Keep what you wrote?"
    choices = (("keep", "Keep it"), ("leave", "Don't keep it"), ("close", "Go on writing"))

    def words(self) -> Iterable[str]:
        """What each does."""
        return ("It is not kept yet. If you don't keep it, it is gone.",)
