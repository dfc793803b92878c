"""The question about words that were typed and are kept nowhere yet."""

from collections.abc import Iterable

from coach.tui.modals.sheet import Sheet


class UnkeptSheet(Sheet):
    """Gives back `keep`, `leave`, or None to go on writing."""

    def __init__(self, *, can_keep: bool, about: str = "What you typed here") -> None:
        """`can_keep`: whether the page behind it has a way to keep the words; `about` names what would be lost."""
        super().__init__()
        self.can_keep = can_keep
        self.about = about
        self.heading = "Keep what you wrote?" if can_keep else "Leave what you wrote?"
        keep = (("keep", "Keep it"),) if can_keep else ()
        self.choices = (("close", "Go on writing"), *keep, ("leave", "Don't keep it"))

    def words(self) -> Iterable[str]:
        """What each choice does."""
        if self.can_keep:
            yield f"{self.about} is not kept yet. If you don't keep it, it is gone."
        else:
            yield f"{self.about} is not kept anywhere. If you leave, it is gone."
