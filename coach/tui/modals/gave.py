"""The exercises that one gave through the team's store, and taking one away again."""

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, OptionList
from textual.widgets.option_list import Option

from coach.supervision.desk import Gave
from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import Words

NONE = "You have given no exercise through your team's store. Make an exercise is where one is given."
WHAT = "Once you take it away, nobody finds it under Exercises any more. Rehearsals of it stay with whoever did them."


class GaveSheet(Sheet):
    """Gives back the place in the list of the one to take away, as text, or None."""

    heading = "What you gave"
    AUTO_FOCUS = "OptionList, .buttons Button"

    def __init__(self, gave: tuple[Gave, ...]) -> None:
        super().__init__()
        self.gave = gave
        self.choices = (("close", "Leave it"), ("take-away", "Take it away")) if gave else (("close", "Close"),)

    def words(self) -> Iterable[Widget]:
        """Each with whom it was given to."""
        if not self.gave:
            yield Words(NONE)
            return
        yield OptionList(*(Option(_line(each)) for each in self.gave), id="gave")
        yield Words(WHAT)

    def on_mount(self) -> None:
        """The first is chosen."""
        for listed in self.query(OptionList):
            listed.highlighted = 0

    @on(OptionList.OptionSelected)
    def to_the_button(self) -> None:
        """Enter chooses; what is done with it takes one more."""
        self.query_one("#take-away").focus()

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Take the chosen one away, or none."""
        event.prevent_default()
        place = next((listed.highlighted for listed in self.query(OptionList)), None)
        self.dismiss(None if event.button.id == "close" or place is None else str(place))


def _line(gave: Gave) -> Content:
    whom = f"to {shown(gave.reader)}" if gave.reader else "to everybody"
    return Content.assemble((shown(gave.title), "bold"), f"  {whom}")
