"""What is asked on the way: one's place, another scenario, ending a talk, one's card, distress."""

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.classroom.views import Here, View
from coach.model.room import Role, Stage
from coach.tui.modals.pause import PauseSheet
from coach.tui.modals.sheet import Sheet
from coach.tui.room.pages.brief import card
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import Words, drawn

WATCH = "watch"
LEAVE = "leave"
TAKE = "take-"


class PlaceSheet(Sheet):
    """Gives back `take-ROLE`, `watch`, `leave`, or None to stay as one is."""

    heading = "My place"
    AUTO_FOCUS = "OptionList"
    choices = (("close", "Stay as I am"),)

    def __init__(self, here: Here) -> None:
        super().__init__()
        held = {each.role for each in here.partners}
        free = [role for role in Role if role is Role.OBSERVER or role not in held]
        may_take = not here.stage.reached(Stage.LOOKING)
        self.ways = (
            *(
                (f"{TAKE}{role}", f"Take a role: {role.title().lower()}")
                for role in free
                if may_take and role is not here.role
            ),
            *(((WATCH, "Put my role down, and watch"),) if here.role else ()),
            (LEAVE, "Leave this group"),
        )
        self.role = here.role

    def words(self) -> Iterable[Widget]:
        """That nothing has to be explained, and what can be done."""
        yield Words(f"You are the {self.role.title().lower()}." if self.role else "You watch.")
        yield Words("A role can be put down at any time, and nobody is asked why.")
        yield OptionList(*(Option(words, id=key) for key, words in self.ways), id="which-one", markup=False)

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """That."""
        self.dismiss(event.option_id)


class EndSheet(Sheet):
    """Gives back `end`, or None to go on talking."""

    heading = "End this conversation here?"
    choices = (("close", "Go on talking"), ("end", "End it, and look back"))

    def words(self) -> Iterable[str]:
        """What it means for the others."""
        return ("It ends for your whole group, and you look back together. Ending early is fine.",)


class AnotherSheet(Sheet):
    """Gives back the id of the scenario that is chosen, or None."""

    heading = "Another scenario"
    AUTO_FOCUS = "OptionList"
    choices = (("close", "Keep this one"),)

    def __init__(self, here: Here) -> None:
        super().__init__()
        chosen = here.chosen.id if here.chosen else ""
        self.offers = tuple(each for each in here.offers if each.id != chosen)

    def words(self) -> Iterable[Widget]:
        """That each is as good, and the list."""
        yield Words("They are of equal standing. Everybody reads the content note of the new one first.")
        yield OptionList(
            *(
                Option(Content.assemble((shown(each.title), "bold"), f"  {shown(each.content_note)}"), id=each.id)
                for each in self.offers
            ),
            id="which-one",
        )

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """That one."""
        self.dismiss(event.option_id)


class CardSheet(Sheet):
    """One's own card, once more."""

    AUTO_FOCUS = ".sheet-words"

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view

    def words(self) -> Iterable[Widget]:
        """As it was read before."""
        return drawn(card(self.view))


class TouchedSheet(PauseSheet):
    """Somebody seems to have typed of their own distress. Gives back `moment`, `trainer`, or None to go on."""

    choices = (("close", "Go on"), ("moment", "A moment for my group"), ("trainer", "Ask my trainer to come"))
