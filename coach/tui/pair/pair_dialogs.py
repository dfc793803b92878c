"""The dialogs of a round at one laptop. A time-out (F3) works in front of each of them."""

from collections.abc import Collection

from coach.model.class_events import Mark
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import CLOSE, Dialog, DialogText
from coach.tui.pair.marking import KEYS

TIME_OUT = "time_out"
OPENING_TOO = "The last reply: what became of the opening before it (t, p, b), or what it did (h, m)?"
NO_OPENING = "The last reply: what did it do (h, m)? No opening stood before it yet."
NOT_SHOWN = (
    "The others may look away. Your mark is shown to nobody until it is your turn to speak; you can change it "
    "on your own page. Then all of you see it, with your name."
)

END = DialogText(
    "end",
    "End this conversation here?",
    ("You look back on what there is. Ending early is fine.",),
    ((CLOSE, "Go on talking"), ("end", "End it, and look back")),
)
"""Whether the talk ends here. Answers: `end`, or None to go on talking."""


def confirm_stopping(*, kept: bool) -> DialogText:
    """Make the question before the round is stopped. Answers: `stop`, or None to stay."""
    return DialogText(
        "leave",
        "Stop here?",
        ("Stopping is fine at any point.", "" if kept else "Nothing of this round is kept."),
        ((CLOSE, "Stay"), ("stop", "Stop")),
    )


def confirm_letting_go(practitioner: str) -> DialogText:
    """Make the last question before a round's words are lost.

    Its answers are `let_go`, `keep`, or None.

    Args:
        practitioner: the name or the role of whose words they are, as the beginning of a sentence.
    """
    return DialogText(
        "let-go",
        "Let this round go?",
        (f"{practitioner} says what becomes of the words. If nobody keeps them, they are gone once you go on.",),
        ((CLOSE, "Stay here"), ("let_go", "Let it go"), ("keep", "Keep it, then go on")),
    )


class PairDialog(Dialog):
    """A dialog of a round at one laptop that any participant may answer by a time-out.

    It returns `time_out` then.
    """

    BINDINGS = make_bindings("modal", "pair_sheet")

    def action_time_out(self) -> None:
        """Close and take a time-out, whatever was asked."""
        self.dismiss(TIME_OUT)


class MarkDialog(Dialog):
    """A dialog for the observer's mark on the last reply, while everybody can see the screen.

    It names no opening and shows no mark: the others may still look. It returns a mark, `time_out`, or None.

    An opening is where the family lets a subject be spoken of.
    """

    BINDINGS = make_bindings("modal", "pair_sheet", "marking")
    AUTO_FOCUS = "#close"

    def __init__(self, marks: Collection[Mark]) -> None:
        """Make a dialog that offers marks.

        A mark of an opening is offered only where an opening came before the reply, or the mark would be silently lost.
        """
        asks = OPENING_TOO if any(not mark.of_a_reply() for mark in marks) else NO_OPENING
        buttons = tuple((mark.value, f"{key}  {mark.says()}") for mark, key in KEYS.items() if mark in marks)
        super().__init__(DialogText("mark", "The observer marks", (asks, NOT_SHOWN), (*buttons, (CLOSE, "Close"))))
        self._marks = marks

    def action_time_out(self) -> None:
        """Close and take a time-out instead."""
        self.dismiss(TIME_OUT)

    def action_mark(self, mark: str) -> None:
        """Close and return a mark, if it is one of those offered."""
        if Mark(mark) in self._marks:
            self.dismiss(Mark(mark).value)

    def action_unmark(self) -> None:
        """Close without a mark: marks are removed on the observer's own page."""
        self.dismiss(None)
