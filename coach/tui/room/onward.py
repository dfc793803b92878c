"""The way on for a whole group: what comes next, or why it cannot come yet."""

from contextlib import suppress

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Button, Static

from coach.classroom.participant import Participant
from coach.classroom.state import SPEAKING, STILL_BRIEFED
from coach.classroom.views import RoomContext
from coach.errors import NotNow
from coach.model.class_events import Role, Stage
from coach.tui.room.asks import Ask, Wanted
from coach.tui.room.words import listed
from coach.tui.text import sanitize, shorten_name

ON_TO = {
    Stage.GATHERING: "Another round",
    Stage.NOTE: "On to the content note",
    Stage.BRIEF: "On to the briefs",
    Stage.TALKING: "Begin",
    Stage.LOOKING: "Look back together",
    Stage.PRACTITIONER_SPEAKS: "The practitioner speaks",
    Stage.LINE_READER_SPEAKS: "The line-reader speaks",
    Stage.OBSERVER_SPEAKS: "The observer speaks",
    Stage.COACH_SPEAKS: "Hear the coach",
    Stage.OUT_OF_ROLE: "Step out of role",
    Stage.DONE: "That is done",
}
"""What going on is called, by where it leads."""
HAVE_READ = "I have read it"
NOT_FINISHED = "{group} is at “{stage}”. {names} may not have finished. Going on takes everybody to “{next}”."
TAKEN_BACK = "Until something more is said, anybody can bring all of you back."
ROUND_ENDS = (
    "{group} has finished its round. {names} may still be reading, or taking home what they said. Another round takes "
    "everybody from this page; “My place” (F8) has what one said afterwards as well."
)
BACK = "Back: {stage}"
GOES_BACK = "{group} is at “{stage}”. Going back takes {names} to “{next}” as well."


class Onward(HorizontalGroup):
    """One button for everybody: whoever presses it first takes the group along."""

    def __init__(self) -> None:
        super().__init__()
        self._scenario = ""

    def compose(self) -> ComposeResult:
        yield Button("Go on", id="go-on", classes="main", action="screen.go_on")
        yield Button("Another round", id="begin-anew")
        yield Button("Back", id="step-back", action="screen.step_back")
        yield Button("Type it instead", id="type-it")
        yield Static("", id="not-yet", markup=False)

    def show(self, here: RoomContext) -> None:
        """Say what comes next. A way on that is not there yet says what it waits for."""
        button = self.query_one("#go-on", Button)
        if here.next_stage is not None:
            button.label = ON_TO[here.next_stage]
        if here.to_read:
            button.label = HAVE_READ
        button.display = here.to_read or (here.next_stage is not None and not here.not_yet)
        self.query_one("#begin-anew").display = here.nobody_speaks()
        back = self.query_one("#step-back", Button)
        back.display = here.back_to is not None
        if here.back_to is not None:
            back.label = BACK.format(stage=here.back_to.title())
        self._scenario = here.chosen.id if here.chosen else ""
        # While people gather there is a tick for it.
        nobody_reads = here.spoken and here.screen_speaks and here.stage in (Stage.NOTE, Stage.BRIEF)
        self.query_one("#type-it").display = nobody_reads
        waits_for = "" if here.to_read and here.not_yet == STILL_BRIEFED else here.not_yet
        self.query_one("#not-yet", Static).update(sanitize(waits_for))
        self.query_one("#not-yet").display = bool(waits_for)

    @on(Button.Pressed, "#type-it")
    def type_it(self) -> None:
        """The same scenario, typed: everybody agrees to it once more."""
        scenario = self._scenario
        self.post_message(Ask(lambda seat: seat.choose(scenario, spoken=False)))

    @on(Button.Pressed, "#begin-anew")
    def begin_anew(self) -> None:
        """Another round, where the practitioner of this one has left."""
        self.post_message(Wanted("begin_anew"))


def has_read(seat: Participant, stage: Stage) -> None:
    """The content note, or among the briefs one's own, is read. Whoever is the last to read it takes everybody on."""
    seat.refresh()
    here = seat.view().here
    if (stage is Stage.NOTE and not here.to_agree) or (stage is Stage.BRIEF and not here.to_read):
        return  # pressed twice, or everybody is further by now
    seat.agree()
    here = seat.view().here
    if here.stage is stage and not here.not_yet:
        with suppress(NotNow):  # somebody who came in at this moment reads it first
            seat.next_stage()


def takes_along(here: RoomContext) -> str:
    """Who would be taken from what they still do, in sentences; nothing where nobody would, or it is one's own to end.

    Whoever's turn it is to speak ends it for all. Anybody else, with a role or without, asks themselves first; and a
    new round takes everybody from the last one's end.
    """
    others = here.others()
    if not others or here.next_stage is None or not here.stage.is_at_least(Stage.LOOKING):
        return ""
    if here.stage is Stage.DONE:
        asks = ROUND_ENDS.format(group=here.group_name, names=listed(each.name for each in others))
        return f"{asks} {TAKEN_BACK}"
    speaks = {Stage.PRACTITIONER_SPEAKS: Role.PRACTITIONER, **SPEAKING}.get(here.stage)
    if speaks is not None and here.role is speaks:
        return ""
    speaking = [each for each in others if speaks is not None and each.role is speaks]
    busy = speaking or [each for each in others if each.role] or list(others)
    asks = NOT_FINISHED.format(
        group=here.group_name,
        stage=here.stage.title(),
        names=listed(each.name for each in busy),
        next=here.next_stage.title(),
    )
    return f"{asks} {TAKEN_BACK}"


def goes_back(here: RoomContext) -> str:
    """Who else would be taken back, in a sentence; nothing where nobody would."""
    others = here.others()
    if not others or here.back_to is None:
        return ""
    names = listed(each.name for each in others)
    return GOES_BACK.format(group=here.group_name, stage=here.stage.title(), names=names, next=here.back_to.title())


def their_names(here: RoomContext) -> str:
    """Everybody at the table, oneself as “you”."""
    return ", ".join("you" if each.you else shorten_name(each.name) for each in here.partners)
