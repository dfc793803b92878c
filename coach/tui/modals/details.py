"""Something typed looks like a real person's detail: it is pointed out, and the practitioner chooses."""

from collections.abc import Iterable

from coach.practice.details import Detail, kinds
from coach.tui.modals.sheet import Sheet


class DetailsSheet(Sheet):
    """Gives back `remove`, `keep`, or None to go back and change the words. What was found is not shown again."""

    heading = "Is that somebody real?"
    choices = (("remove", "Leave it out"), ("keep", "Keep it"), ("close", "Change my words"))

    def __init__(self, details: tuple[Detail, ...], so_far: str = "It has not been sent.") -> None:
        super().__init__()
        self.kinds = kinds(details)
        self.so_far = so_far

    def words(self) -> Iterable[str]:
        """Which kinds, and that nothing has been done with it."""
        return (
            f"What you typed may hold {self.kinds}. {self.so_far}",
            "If it belongs to this script, keep it. If it belongs to a real family, please leave it out.",
        )
