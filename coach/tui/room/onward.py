"""The way on for a whole group: what comes next, or why it cannot come yet."""

from contextlib import suppress

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Button, Static

from coach.classroom.seat import Seat
from coach.classroom.stages import SPEAKING, STILL_BRIEFED
from coach.classroom.views import Here
from coach.errors import NotNow
from coach.model.room import Role, Stage
from coach.tui.called import called
from coach.tui.room.asks import Ask
from coach.tui.room.words import listed
from coach.tui.shown import shown

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
NOT_FINISHED = "{names} may not have finished. Going on takes everybody along."
ROUND_ENDS = (
    "{names} may still be reading, or taking home what they said. Another round takes everybody from this page; "
    "“My place” (F8) has what one said afterwards as well."
)


class Onward(HorizontalGroup):
    """One button for everybody: whoever presses it first takes the group along."""

    def __init__(self) -> None:
        super().__init__()
        self._scenario = ""

    def compose(self) -> ComposeResult:
        yield Button("Go on", id="go-on", classes="main", action="screen.go_on")
        yield Button("Type it instead", id="type-it")
        yield Static("", id="not-yet", markup=False)

    def show(self, here: Here) -> None:
        """Say what comes next. A way on that is not there yet says what it waits for."""
        button = self.query_one("#go-on", Button)
        if here.next_stage is not None:
            button.label = ON_TO[here.next_stage]
        if here.to_read:
            button.label = HAVE_READ
        button.display = here.to_read or (here.next_stage is not None and not here.not_yet)
        self._scenario = here.chosen.id if here.chosen else ""
        # While people gather there is a tick for it.
        nobody_reads = here.spoken and here.screen_speaks and here.stage in (Stage.NOTE, Stage.BRIEF)
        self.query_one("#type-it").display = nobody_reads
        waits_for = "" if here.to_read and here.not_yet == STILL_BRIEFED else here.not_yet
        self.query_one("#not-yet", Static).update(shown(waits_for))
        self.query_one("#not-yet").display = bool(waits_for)

    @on(Button.Pressed, "#type-it")
    def type_it(self) -> None:
        """The same scenario, typed: everybody agrees to it once more."""
        scenario = self._scenario
        self.post_message(Ask(lambda seat: seat.choose(scenario, spoken=False)))


def has_read(seat: Seat, stage: Stage) -> None:
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


def takes_along(here: Here) -> str:
    """Who would be taken from what they still do, in a sentence; nothing where nobody would, or it is one's own to end.

    Somebody without a role has nothing to finish themselves; and a new round takes everybody from the last one's end.
    """
    others = [each for each in here.partners if not (each.you or each.away)]
    if not others or not here.stage.reached(Stage.LOOKING):
        return ""
    if here.stage is Stage.DONE:
        return ROUND_ENDS.format(names=listed(each.name for each in others))
    speaks = {Stage.PRACTITIONER_SPEAKS: Role.PRACTITIONER, **SPEAKING}.get(here.stage)
    busy = [each for each in others if each.role and (speaks is None or each.role is speaks)]
    if here.role is not None or not busy:
        return ""
    return NOT_FINISHED.format(names=listed(each.name for each in busy))


def their_names(here: Here) -> str:
    """Everybody at the table, oneself as “you”."""
    return ", ".join("you" if each.you else called(each.name) for each in here.partners)
