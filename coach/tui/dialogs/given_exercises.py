"""The dialog of exercises that a supervisor gave through the team's store, to take one away."""

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, OptionList
from textual.widgets.option_list import Option

from coach.language.catalogue import say
from coach.supervision.desk_texts import NONE_GIVEN, TAKEN_AWAY
from coach.supervision.inbox import GivenExercise
from coach.tui.dialogs.dialog import CLOSE, ONLY_CLOSE, Dialog, DialogText
from coach.tui.text import sanitize
from coach.tui.widgets.text import Prose


class GivenExercisesDialog(Dialog):
    """A dialog that lists the exercises that the supervisor gave through the team's store.

    It returns the place in the list of the exercise to withdraw, as text, or None.
    """

    AUTO_FOCUS = "OptionList, .buttons Button"

    def __init__(self, gave: tuple[GivenExercise, ...]) -> None:
        """Make the dialog.

        Args:
            gave: the exercises; where there are none, the dialog says so.
        """
        buttons = ((CLOSE, say("Leave it")), ("take-away", say("Take it away"))) if gave else ONLY_CLOSE
        super().__init__(DialogText("given", say("What you gave"), buttons=buttons))
        self.gave = gave

    def make_body(self) -> Iterable[Widget]:
        if not self.gave:
            yield Prose(say(NONE_GIVEN))
            return
        yield OptionList(*(Option(_line(exercise)) for exercise in self.gave), id="gave")
        yield Prose(say(TAKEN_AWAY))

    def on_mount(self) -> None:
        """Highlight the first exercise."""
        for exercises in self.query(OptionList):
            exercises.highlighted = 0

    @on(OptionList.OptionSelected)
    def go_to_button(self) -> None:
        """Focus the button that withdraws the exercise, so that withdrawing takes one more press."""
        self.query_one("#take-away").focus()

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Close and return the place of the highlighted exercise, or None if closed without it."""
        event.prevent_default()
        place = next((exercises.highlighted for exercises in self.query(OptionList)), None)
        self.dismiss(None if event.button.id == CLOSE or place is None else str(place))


def _line(gave: GivenExercise) -> Content:
    whom = f"to {sanitize(gave.reader)}" if gave.reader else say("to everybody")
    return Content.assemble((sanitize(gave.title), "bold"), f"  {whom}")
