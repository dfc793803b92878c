"""What is asked on the way: one's place, another scenario, ending a talk, one's card, distress."""

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.classroom.room_words import (
    ANOTHER_ASKS,
    PUT_DOWN,
    SIT_WITH_NOBODY,
    Confirmation,
    PlaceAction,
    describe_role,
    list_place_choices,
)
from coach.classroom.round_words import BY_KEY, lay_out_card
from coach.classroom.views import RoomContext, View
from coach.language.catalogue import say
from coach.practice.safeguarding import Care
from coach.tui.dialogs.care import PauseDialog
from coach.tui.dialogs.dialog import CLOSE, Dialog, DialogText
from coach.tui.widgets.choices import offer_option
from coach.tui.widgets.text import Prose, draw_blocks


def make_place_key(action: PlaceAction, about: str = "") -> str:
    """A line of the sheet about one's place, by what it does and whom or which role it is about."""
    return f"{action}-{about}" if about else action.value


class ListDialog(Dialog):
    """A sheet with a list to choose from."""

    AUTO_FOCUS = "OptionList"


class PlaceDialog(ListDialog):
    """Gives back one of the words below, or None to stay as one is: with an id or a role behind it where it needs one.

    Nothing stands on it that would be refused.
    """

    def __init__(self, here: RoomContext, *, take_home: bool = False, give_counts: bool = False) -> None:
        """`take_home`, `give_counts`: whether there is anything of one's own to take, or to give."""
        super().__init__(DialogText("place", say("My place"), buttons=()))
        choices = list_place_choices(here, take_home=take_home, give_counts=give_counts)
        self.ways = tuple((make_place_key(choice.action, choice.about), choice.words) for choice in choices)
        self.here = here
        self.seated = bool(here.group)

    def make_body(self) -> Iterable[Widget]:
        if self.seated:
            yield Prose(describe_role(self.here))
            yield Prose(say(PUT_DOWN))
        else:
            yield Prose(say(SIT_WITH_NOBODY))
        yield OptionList(*(Option(words, id=key) for key, words in self.ways), id="which-one", markup=False)

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """That; nothing where one stays as one is."""
        self.dismiss(None if event.option_id == PlaceAction.STAY else event.option_id)


def ask(name: str, asks: Confirmation, go: str) -> DialogText:
    """Make the sheet that asks before something that others feel; it answers `go`, or None to stay."""
    return DialogText(name, asks.heading, asks.sentences, ((CLOSE, asks.stay), (go, asks.go)))


def show_card(view: View) -> DialogText:
    """Show the participant's own card once more."""
    return DialogText("card", body=(lambda: draw_blocks(lay_out_card(view, BY_KEY)),), is_read=True)


class AnotherDialog(ListDialog):
    """Gives back the id of the scenario that is chosen, or None."""

    def __init__(self, here: RoomContext) -> None:
        super().__init__(DialogText("another", say("Another scenario"), buttons=((CLOSE, say("Keep this one")),)))
        chosen = here.chosen.id if here.chosen else ""
        self.offers = tuple(each for each in here.offers if each.id != chosen)

    def make_body(self) -> Iterable[Widget]:
        yield Prose(say(ANOTHER_ASKS))
        yield OptionList(*(offer_option(each) for each in self.offers), id="which-one", markup=False)

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """That one."""
        self.dismiss(event.option_id)


class TouchedDialog(PauseDialog):
    """Somebody seems to have typed of their own distress. Gives back `moment`, `trainer`, or None to go on."""

    def __init__(self, care: Care, says: str = "") -> None:
        buttons = (
            (CLOSE, say("Go on")),
            ("moment", say("A moment for my group")),
            ("trainer", say("Ask my trainer to come")),
        )
        super().__init__(care, says, buttons, "touched")
