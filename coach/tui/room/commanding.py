"""The commands of a room: a moment out, the trainer, one's place, going on, and what goes home."""

from dataclasses import replace

from textual import work
from textual.binding import ActiveBinding, Binding

from coach.classroom.seat import Seat
from coach.classroom.views import PractitionerView, View
from coach.model.room import Role, Stage
from coach.practice.care import Care
from coach.practice.practice import Practice
from coach.tui.commands import bindings, commands
from coach.tui.room.at_seat import AtSeat
from coach.tui.room.home import DownloadSheet, GiveCountsSheet, in_terminal
from coach.tui.room.pages.lobby import LobbyPage
from coach.tui.room.pages.note import NotePage
from coach.tui.room.sheets import LEAVE, TAKE, AnotherSheet, CardSheet, EndSheet, PlaceSheet

IN_A_BOX = ("ask_trainer",)
"""Commands whose keys mean something else inside a box to type in; here they mean this."""
PLACES = {command.id: place for place, command in enumerate(commands("room", "everywhere"))}
"""The order of keys in the footer: the table's, wherever the focus is."""


class Commanding(AtSeat):
    """What the keys do. Each is the same for everybody, whatever their role."""

    BINDINGS = [
        replace(binding, priority=binding.id in IN_A_BOX) if isinstance(binding, Binding) else binding
        for binding in bindings("room")
    ]

    def __init__(self, seat: Seat, practice: Practice, care: Care) -> None:
        super().__init__(seat, practice, care)
        self._put_away = False
        """The warm-up's cue, for as long as the warm-up lasts."""

    def warmed_up(self, view: View) -> View:
        """The view without a cue that was put away here."""
        self._put_away = self._put_away and bool(view.here.cue)
        return replace(view, here=replace(view.here, cue=())) if self._put_away else view

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """In the same order for everybody: a box with keys of its own would put those first."""
        found = super().active_bindings
        return dict(sorted(found.items(), key=lambda each: PLACES.get(each[1].binding.id or "", len(PLACES))))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # as Textual calls it
        """There is a line to skip for whoever has one to say."""
        if action != "skip":
            return True
        view = self.view
        talking = isinstance(view, PractitionerView) and view.here.stage is Stage.TALKING
        return talking and view is not None and not (view.here.over or view.here.spoken)

    @work
    async def action_skip(self) -> None:
        """Skip this line. Never counted."""
        await self.do(lambda seat: seat.skip())

    @work
    async def action_time_out(self) -> None:
        """A moment for the whole group, or the end of one."""
        if self.view is None or not self.view.here.group:
            self.notify("You sit with nobody yet. Look away for as long as you like.")
            return
        over = self.view.here.time_out
        await self.do(lambda seat: seat.time_in() if over else seat.time_out())

    @work
    async def action_ask_trainer(self) -> None:
        """Ask the trainer to come, or say that nobody needs to come any more."""
        if self.view is None or not self.view.here.group:
            self.notify("You sit with nobody yet. Put your hand up; your trainer sees you.")
        elif self.view.here.asked_for_help:
            await self.do(lambda seat: seat.helped())
        else:
            await self.do(lambda seat: seat.ask_for_help())

    @work(exclusive=True, group="asking")
    async def action_my_place(self) -> None:
        """One's role, and whom one sits with."""
        if self.view is None or not self.view.here.group:
            self.notify("You sit with nobody yet. Choose people, or join a group.")
            return
        match await self.app.push_screen_wait(PlaceSheet(self.view.here)):
            case None:
                return
            case choice if choice == LEAVE:
                await self.do(lambda seat: seat.leave_group())
            case choice:
                role = Role(choice.removeprefix(TAKE)) if choice.startswith(TAKE) else None
                await self.do(lambda seat: seat.take_role(role))

    @work(exclusive=True, group="asking")
    async def action_go_on(self) -> None:
        """On to what comes next, with everybody."""
        if self.view is not None and self.view.here.cue:
            self._put_away = True
            await self.show_anew()
            return
        if self.view is None or not self.view.here.group:
            for lobby in self.query(LobbyPage):
                lobby.sit()
            return
        here = self.view.here
        note = next(iter(self.query(NotePage).results(NotePage)), None)
        if note is not None and not any(each.you and each.agreed for each in here.partners):
            note.agree()
        elif here.stage is Stage.TALKING and not here.over:
            await self._end()
        elif here.not_yet:
            self.notify(here.not_yet, markup=False)
        else:
            await self.do(lambda seat: on_from(seat, here.stage))

    async def _end(self) -> None:
        """Ask once. The practitioner ends the talk and can still guess; with the others the group looks back."""
        if await self.app.push_screen_wait(EndSheet()) != "end":
            return
        if isinstance(self.view, PractitionerView):
            await self.do(lambda seat: seat.finish())
        else:
            await self.do(lambda seat: on_from(seat, Stage.TALKING))

    @work(exclusive=True, group="asking")
    async def action_choose_another(self) -> None:
        """Another scenario: everybody reads its note first."""
        if self.view is None:
            return
        spoken = self.view.here.spoken
        if chosen := await self.app.push_screen_wait(AnotherSheet(self.view.here)):
            await self.do(lambda seat: seat.choose(chosen, spoken=spoken))

    def action_my_brief(self) -> None:
        """One's own card, once more."""
        if self.view is not None and self.view.here.stage.reached(Stage.BRIEF):
            self.app.push_screen(CardSheet(self.view))
        else:
            self.notify("There is no brief yet. It comes before you begin.")

    def action_practise_marking(self) -> None:
        """Three short talks to mark."""
        from coach.tui.room.warming_up import WarmUpScreen

        self.app.push_screen(WarmUpScreen())

    def action_take_home(self) -> None:
        """One's own words, as a file."""
        self.app.push_screen(DownloadSheet(self.seat) if self.app.is_web else in_terminal(self.seat))

    @work(exclusive=True, group="asking")
    async def action_contribute(self) -> None:
        """The row of counts, seen first."""
        row = await self.framed.in_practice(self.seat.contribution)
        topics = await self.framed.in_practice(self.seat.topics)
        if await self.app.push_screen_wait(GiveCountsSheet(row, topics)) == "give":
            await self.do(lambda seat: seat.contribute(), "It is in. Thank you.")


def on_from(seat: Seat, stage: Stage) -> None:
    """On from the stage that was on the screen; where the group is further by now, nothing."""
    seat.refresh()
    if seat.group is not None and seat.group.stage is stage:
        seat.next_stage()
