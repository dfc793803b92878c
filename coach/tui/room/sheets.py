"""What is asked on the way: one's place, another scenario, ending a talk, one's card, distress."""

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.classroom.views import RoomContext, View
from coach.model.class_events import Stage
from coach.practice.safeguarding import Care
from coach.tui.dialogs.care import PauseDialog
from coach.tui.dialogs.dialog import CLOSE, Dialog, DialogText
from coach.tui.pair.round_words import lay_out_card
from coach.tui.text import shorten_name
from coach.tui.widgets.choices import offer_option
from coach.tui.widgets.text import Prose, draw_blocks

WATCH = "watch"
LEAVE = "leave"
LEAVE_ROOM = "leave-room"
TAKE_HOME = "take-home"
GIVE_COUNTS = "give-counts"
TAKE = "take-"
ADMIT = "admit-"
REFUSE = "refuse-"
OPEN = "open"
SHUT = "shut"
STEP_BACK = "step-back"
ANEW = "anew"
ANYBODY = "Let anybody join us without asking"
ASKED_FIRST = "Have people ask before they join us"


class ListDialog(Dialog):
    """A sheet with a list to choose from."""

    AUTO_FOCUS = "OptionList"


class PlaceDialog(ListDialog):
    """Gives back one of the words below, or None to stay as one is: with an id or a role behind it where it needs one.

    Nothing stands on it that would be refused.
    """

    def __init__(self, here: RoomContext, *, take_home: bool = False, give_counts: bool = False) -> None:
        """`take_home`, `give_counts`: whether there is anything of one's own to take, or to give."""
        super().__init__(DialogText("place", "My place", buttons=((CLOSE, "Stay as I am"),)))
        talking = bool(here.group) and here.stage.is_at_least(Stage.TALKING)
        self.ways = (
            *((f"{ADMIT}{each.id}", f"Let {shorten_name(each.name)} join you") for each in here.asking),
            *((f"{REFUSE}{each.id}", f"Not now, {shorten_name(each.name)}") for each in here.asking),
            *((f"{TAKE}{role}", f"Take a role: {role.title().lower()}") for role in here.may_take),
            *(((WATCH, "Put my role down, and watch"),) if here.role else ()),
            *(((ANEW, "Another round, without looking back"),) if here.lacks_practitioner() else ()),
            *(((STEP_BACK, f"Back to: {here.back_to.title()}"),) if here.back_to else ()),
            *(((SHUT if here.group_open else OPEN, ASKED_FIRST if here.group_open else ANYBODY),) if talking else ()),
            *(((TAKE_HOME, "Take home what I said"),) if take_home else ()),
            *(((GIVE_COUNTS, "See my counts, to give them or not"),) if give_counts else ()),
            *(((LEAVE, "Leave this group"),) if here.group else ()),
            (LEAVE_ROOM, "Leave the room"),
        )
        self.role = here.role
        self.seated = bool(here.group)

    def make_body(self) -> Iterable[Widget]:
        if self.seated:
            yield Prose(f"You are the {self.role.title().lower()}." if self.role else "You watch.")
            yield Prose("A role can be put down at any time, and nobody is asked why.")
        else:
            yield Prose("You sit with nobody yet. Choose people, or join a group.")
        yield OptionList(*(Option(words, id=key) for key, words in self.ways), id="which-one", markup=False)

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """That."""
        self.dismiss(event.option_id)


LEAVE_THE_ROOM = DialogText(
    "leave-room",
    "Leave the room?",
    (
        "Nobody is asked why, and your group goes on without you. Your name is free again.",
        "What you said can still be taken home on the page after this. With the room's code you can come in "
        "again, as somebody new.",
    ),
    ((CLOSE, "Stay"), ("leave", "Leave the room")),
)
END_FOR_ALL = DialogText(
    "end-for-all",
    "End this conversation here?",
    ("It ends for your whole group, and you look back together. Ending early is fine.",),
    ((CLOSE, "Go on talking"), ("end", "End it, and look back")),
)
BEGIN_ANEW = DialogText(
    "anew",
    "Start another round?",
    (
        "This round ends here for your whole group, without looking back on it, and you take roles anew.",
        "Whoever left can still take home what they said.",
    ),
    ((CLOSE, "Stay here"), ("anew", "Another round")),
)


def confirm_going_on(about: str) -> DialogText:
    """Ask before everybody is taken along. Answers: `on`, or None to wait."""
    return DialogText("go-on", "Go on for everybody?", (about,), ((CLOSE, "Wait"), ("on", "Go on for everybody")))


def confirm_going_back(about: str) -> DialogText:
    """Ask before everybody is taken back. Answers: `back`, or None to stay."""
    return DialogText(
        "go-back",
        "Back for everybody?",
        (about, "Nothing that was said, noted or marked is lost by it."),
        ((CLOSE, "Stay here"), ("back", "Back for everybody")),
    )


def show_card(view: View) -> DialogText:
    """Show the participant's own card once more."""
    return DialogText("card", body=(lambda: draw_blocks(lay_out_card(view)),), is_read=True)


class AnotherDialog(ListDialog):
    """Gives back the id of the scenario that is chosen, or None."""

    def __init__(self, here: RoomContext) -> None:
        super().__init__(DialogText("another", "Another scenario", buttons=((CLOSE, "Keep this one"),)))
        chosen = here.chosen.id if here.chosen else ""
        self.offers = tuple(each for each in here.offers if each.id != chosen)

    def make_body(self) -> Iterable[Widget]:
        yield Prose("Nobody has to say why. Everybody reads the content note of the new one first.")
        yield OptionList(*(offer_option(each) for each in self.offers), id="which-one", markup=False)

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """That one."""
        self.dismiss(event.option_id)


class TouchedDialog(PauseDialog):
    """Somebody seems to have typed of their own distress. Gives back `moment`, `trainer`, or None to go on."""

    def __init__(self, care: Care, says: str = "") -> None:
        buttons = ((CLOSE, "Go on"), ("moment", "A moment for my group"), ("trainer", "Ask my trainer to come"))
        super().__init__(care, says, buttons, "touched")
