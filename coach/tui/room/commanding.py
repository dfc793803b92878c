"""The commands of a room: a moment out, the trainer, the warm-up, and going on."""

from dataclasses import replace

from textual import work
from textual.binding import ActiveBinding, Binding

from coach.classroom.participant import Participant
from coach.classroom.room_words import BEGIN_ANEW, END_FOR_ALL, Over, confirm_going_back, confirm_going_on
from coach.classroom.round_words import BY_KEY, agree_to_read, describe_going_back, describe_taken_along
from coach.classroom.views import PractitionerView, View
from coach.language.catalogue import say
from coach.model.class_events import Stage
from coach.practice.safeguarding import Care
from coach.practice.service import PracticeService
from coach.tui.commands import list_commands, make_bindings
from coach.tui.dialogs.dialog import Dialog, may_go
from coach.tui.room.cover import MAY_UNDER, OF_THE_PAGE
from coach.tui.room.in_front import InFront
from coach.tui.room.pages.cue import CuePage
from coach.tui.room.pages.lobby import LobbyPage
from coach.tui.room.pages.note import NotePage
from coach.tui.room.sheets import ask

IN_A_BOX = ("ask_trainer",)
"""Commands whose keys mean something else inside a box to type in; here they mean this."""
PLACES = {command.id: place for place, command in enumerate(list_commands("room", "following", "everywhere"))}
"""The order of keys in the footer: the table's, wherever the focus is."""


class Commanding(InFront):
    """What the keys do. Each is the same for everybody, whatever their role."""

    BINDINGS = [
        replace(binding, priority=binding.id in IN_A_BOX) if isinstance(binding, Binding) else binding
        for binding in make_bindings("room")
    ]

    def __init__(self, seat: Participant, practice: PracticeService, care: Care) -> None:
        super().__init__(seat, practice, care)
        self._put_away = False
        """The warm-up's cue, for as long as the warm-up lasts."""
        self.alone = False
        """Somebody who sits with nobody took a moment. Nothing of it leaves this screen."""
        self.lies = Over.NOTHING
        """What lies over the page."""

    def warmed_up(self, view: View) -> View:
        """The view without a cue that was put away here."""
        self._put_away = self._put_away and bool(view.context.cue)
        return replace(view, context=replace(view.context, cue=())) if self._put_away else view

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """In the same order for everybody: a box with keys of its own would put those first."""
        found = super().active_bindings
        return dict(sorted(found.items(), key=lambda each: PLACES.get(each[1].binding.id or "", len(PLACES))))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # as Textual calls it
        """Under a cover nothing of the page can be done; and there is a line to skip for whoever has one to say."""
        if self.lies is not Over.NOTHING and action in OF_THE_PAGE:
            return action in MAY_UNDER.get(self.lies, ())
        if action != "skip":
            return True
        view = self.view
        talking = isinstance(view, PractitionerView) and view.context.stage is Stage.TALKING
        return talking and view is not None and not (view.context.over or view.context.spoken)

    @work
    async def action_skip(self) -> None:
        """Skip this line. Never counted."""
        await self.do(lambda seat: seat.skip())

    @work
    async def action_time_out(self) -> None:
        """A moment for the whole group, or the end of one; for oneself where there is no group."""
        if self.view is None:
            return
        if self.lies is Over.ALONE or not self.view.context.group:
            self.alone = not self.alone
            await self.show_anew()
            return
        over = self.view.context.time_out
        await self.do(lambda seat: seat.end_time_out() if over else seat.call_time_out())

    @work
    async def action_ask_trainer(self) -> None:
        """Ask the trainer to come, or say that nobody needs to come any more."""
        if self.view is None or not self.view.context.group:
            self.notify(say("You sit with nobody yet. Put your hand up; your trainer sees you."))
        elif self.view.context.asked_for_help:
            await self.do(lambda seat: seat.withdraw_help_request())
        else:
            await self.do(lambda seat: seat.ask_for_help())

    @work(exclusive=True, group="asking")
    async def action_go_on(self) -> None:
        """On to what comes next, with everybody."""
        if self.view is not None and self.view.context.cue:
            cue = next(iter(self.query(CuePage).results(CuePage)), None)
            if cue is None or cue.open:
                if await may_go(self.app, (self,)):
                    await self._put_cue_away()
            else:
                await cue.open_up()
            return
        if self.view is None or not self.view.context.group:
            for lobby in self.query(LobbyPage):
                lobby.sit()
            return
        here = self.view.context
        note = next(iter(self.query(NotePage).results(NotePage)), None)
        if note is not None and here.to_agree:
            note.agree()
        elif here.to_read:
            await self.do(lambda seat: agree_to_read(seat, Stage.BRIEF))
        elif here.stage is Stage.TALKING and not here.over:
            await self._end()
        elif here.refusal:
            self.notify(here.refusal, markup=False)
        elif (
            not (asks := describe_taken_along(here, BY_KEY))
            or await self.app.push_screen_wait(Dialog(ask("go-on", confirm_going_on(asks), "on"))) == "on"
        ):
            await self.do(lambda seat: on_from(seat, here.stage))

    @work(exclusive=True, group="asking")
    async def action_step_back(self) -> None:
        """Back to where the group was taken on from, with everybody, once asked."""
        if self.view is None or self.view.context.back_to is None:
            self.notify(say("There is nothing to go back to. Once something is said, the group stays where it is."))
            return
        here = self.view.context
        asks = describe_going_back(here)
        if (
            not asks
            or await self.app.push_screen_wait(Dialog(ask("go-back", confirm_going_back(asks), "back"))) == "back"
        ):
            await self.do(lambda seat: seat.step_back(here.stage))

    @work(exclusive=True, group="asking")
    async def action_begin_anew(self) -> None:
        """Another round, where the practitioner of this one has left; once asked."""
        if await self.app.push_screen_wait(Dialog(ask("anew", BEGIN_ANEW, "anew"))) == "anew":
            await self.do(lambda seat: seat.begin_new_round())

    @work(exclusive=True, group="asking")
    async def action_put_cue_away(self) -> None:
        """No warm-up for this person, whether they have seen its lines or not. Nobody sees that."""
        await self._put_cue_away()

    async def _put_cue_away(self) -> None:
        self._put_away = True
        await self.show_anew()

    async def _end(self) -> None:
        """Ask once. The practitioner ends the talk and can still guess; with the others the group looks back."""
        if await self.app.push_screen_wait(Dialog(ask("end-for-all", END_FOR_ALL, "end"))) != "end":
            return
        if isinstance(self.view, PractitionerView):
            await self.do(lambda seat: seat.end_conversation())
        else:
            await self.do(lambda seat: on_from(seat, Stage.TALKING))


def on_from(seat: Participant, stage: Stage) -> None:
    """On from the stage that was on the screen; where the group is further by now, nothing."""
    seat.refresh()
    if seat.group is not None and seat.group.stage is stage:
        seat.go_to_next_stage()
