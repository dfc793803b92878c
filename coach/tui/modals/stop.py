"""Stopping: one question, whether to keep it, and then a close."""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from coach.practice.care import Care
from coach.tui.modals.pause import signposts
from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown


class StopSheet(Sheet):
    """Gives back `nothing`, `keep`, or None to go on."""

    heading = "Stop here"
    choices = (("close", "Go on"), ("keep", "Stop, keep it"), ("nothing", "Keep nothing"))

    def words(self) -> Iterable[Content | str]:
        """What stopping does."""
        return ("Stopping is fine at any point. You choose whether this rehearsal is kept.",)


class KeepNothingSheet(Sheet):
    """The last moment before a rehearsal is forgotten. Gives back `nothing`, `keep`, or None to go on."""

    heading = "Forget what you said?"
    choices = (
        ("close", "Go on"),
        ("keep", "Stop, keep it"),
        ("nothing", "Forget it"),
    )

    def __init__(self, replies: int) -> None:
        """`replies`: how many were said in this conversation."""
        super().__init__()
        self.replies = replies

    def words(self) -> Iterable[Content | str]:
        """What would be gone."""
        said = "What you said" if self.replies else "What you typed"
        count = f" ({self.replies} replies)" if self.replies > 1 else ""
        return (f"{said}{count} would be gone for good. Nobody can bring it back.",)


class ClosingSheet(Sheet):
    """The close of a rehearsal that was stopped."""

    choices = (("close", "To the start page"),)

    def __init__(self, care: Care, close: str, *, kept: bool, not_kept: str = "") -> None:
        """`not_kept`: why it is only held in memory, where it is."""
        super().__init__(classes="covers")
        self.care = care
        self.close_words = close
        self.heading = "Stopped. It is kept with your rehearsals." if kept else "Stopped. Nothing is kept."
        if kept and not_kept:
            self.heading = "Stopped. It is not kept yet."
        self._not_kept = not_kept if kept else ""

    def words(self) -> Iterable[Widget | Content | str]:
        """That it was a rehearsal, something to steady oneself by, where to turn."""
        why = (Content(shown(self._not_kept)),) if self._not_kept else ()
        return (*why, self.close_words, Content(shown(self.care.grounding)), *signposts(self.care))
