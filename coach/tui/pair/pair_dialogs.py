"""What is asked on the way. A moment out works in front of each of these as well: they give back `time_out`."""

from collections.abc import Collection, Iterable

from coach.model.class_events import Mark
from coach.tui.commands import make_bindings
from coach.tui.dialogs.care import DetailsDialog, ForWhomDialog
from coach.tui.dialogs.dialog import Dialog
from coach.tui.pair.marking import KEYS

TIME_OUT = "time_out"
OPENING_TOO = "The last reply: what became of the opening before it (t, p, b), or what it did (h, m)?"
NO_OPENING = "The last reply: what did it do (h, m)? No opening stood before it yet."


class AskDialog(Dialog):
    """A sheet that gives way to a moment out."""

    BINDINGS = make_bindings("modal", "pair_sheet")

    def action_time_out(self) -> None:
        """Somebody asks for a moment."""
        self.dismiss(TIME_OUT)


class RealDialog(AskDialog, DetailsDialog):
    """What looks like somebody real was typed where all can see."""


class MomentDialog(AskDialog, ForWhomDialog):
    """What was typed where all can see may be for its typist alone; where all can see, no places to turn are shown."""


class EndDialog(AskDialog):
    """Gives back `end`, or None to go on talking."""

    heading = "End this conversation here?"
    choices = (("close", "Go on talking"), ("end", "End it, and look back"))

    def words(self) -> Iterable[str]:
        """That it is fine."""
        return ("You look back on what there is. Ending early is fine.",)


class LeaveDialog(AskDialog):
    """Gives back `stop`, or None to stay."""

    heading = "Stop here?"
    choices = (("close", "Stay"), ("stop", "Stop"))

    def __init__(self, *, kept: bool) -> None:
        super().__init__()
        self._kept = kept

    def words(self) -> Iterable[str]:
        """What stopping does."""
        return ("Stopping is fine at any point.", "" if self._kept else "Nothing of this round is kept.")


class LetGoDialog(AskDialog):
    """The last moment at which words can be kept. Gives back `let_go`, `keep`, or None to stay."""

    heading = "Let this round go?"
    choices = (("close", "Stay here"), ("let_go", "Let it go"), ("keep", "Keep it, then go on"))

    def __init__(self, whose: str) -> None:
        super().__init__()
        self._whose = whose

    def words(self) -> Iterable[str]:
        """Whose they are, and what becomes of them."""
        return (f"{self._whose} says what becomes of the words. If nobody keeps them, they are gone once you go on.",)


class MarkDialog(AskDialog):
    """The observer marks where all can see. Gives back a mark, or None. It names no opening, and shows no mark."""

    BINDINGS = make_bindings("modal", "pair_sheet", "marking")
    heading = "The observer marks"
    AUTO_FOCUS = "#close"

    def __init__(self, marks: Collection[Mark]) -> None:
        """`marks`: those that there is something for."""
        super().__init__()
        self._marks = marks
        self.choices = (
            *((mark.value, f"{key}  {mark.says()}") for mark, key in KEYS.items() if mark in marks),
            ("close", "Close"),
        )

    def words(self) -> Iterable[str]:
        """What is marked: of an opening only where one stood, or a mark would be lost without a word."""
        return (
            OPENING_TOO if any(not mark.of_a_reply() for mark in self._marks) else NO_OPENING,
            "The others may look away. Your mark is shown to nobody until it is your turn to speak; you can change it "
            "on your own page. Then all of you see it, with your name.",
        )

    def action_mark(self, mark: str) -> None:
        """That one, where there is something for it."""
        if Mark(mark) in self._marks:
            self.dismiss(Mark(mark).value)

    def action_unmark(self) -> None:
        """Nothing is taken away here: that is done on the observer's own page."""
        self.dismiss(None)
