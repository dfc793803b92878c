"""The commands of a round at one laptop: a moment out, going on, marking, keeping, another round, stopping."""

from typing import cast

from textual import work

from coach.classroom.laptop import Laptop, Step
from coach.classroom.roles import Roles
from coach.model.room import Mark, Role, Stage
from coach.tui.commands import bindings
from coach.tui.pair.asks import Does, Watched
from coach.tui.pair.at_laptop import AtLaptop
from coach.tui.pair.now import Now
from coach.tui.pair.sheets import TIME_OUT, AskSheet, EndSheet, LeaveSheet, LetGoSheet, MarkSheet
from coach.tui.pair.words import first
from coach.tui.room.asks import Ask, Wanted
from coach.tui.room.home import in_terminal
from coach.tui.room.pages.coach import CoachPage

MARKED = "Marked. It is on nobody's screen."
ONLY_IN_THE_TALK = ("mark_now",)


class Commanding(AtLaptop):
    """What the keys and the buttons do."""

    BINDINGS = bindings("pair")

    def __init__(self, laptop: Laptop) -> None:
        super().__init__(laptop)
        self.closing = False
        """On the last page."""
        self.stopped = False
        self._looked_at = False
        """The practitioner had the sheet for a file of their words."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Marking is offered while the talk stands in the middle; covers are lifted by their own button."""
        now = self.now
        if action == "go_on" and not self.closing:
            return now is not None and not now.covered and not now.resting
        if action in ONLY_IN_THE_TALK:
            return self._talking() and not self.laptop.spoken and Role.OBSERVER in self.laptop.names
        return not (self.closing and action == "time_out")

    # ------------------------------------------------------------------------------------------ what pages want

    @work
    async def on_does(self, event: Does) -> None:
        """Do it."""
        event.stop()
        await self.do(event.do)
        if event.said:
            self.notify(event.said)

    @work
    async def on_ask(self, event: Ask) -> None:
        """Do it at the seat of whoever has the laptop."""
        event.stop()
        await self.do(lambda laptop: event.do(laptop.seat))

    @work
    async def on_watched(self, event: Watched) -> None:
        """Do it at the observer's."""
        event.stop()
        await self.do(lambda laptop: event.do(laptop.seats[Role.OBSERVER]))

    async def on_wanted(self, event: Wanted) -> None:
        """A command, from a button."""
        event.stop()
        await self.run_action(event.command)

    # ------------------------------------------------------------------------------------------ the keys

    @work
    async def action_time_out(self) -> None:
        """A moment out, or the end of one."""
        await self.do(Laptop.go_on_together if self.laptop.resting else Laptop.rest)

    @work(exclusive=True, group="asking")
    async def action_go_on(self) -> None:
        """What the main button of this page does. A cover is lifted by its own button, by whom it is for."""
        now = self.now
        if self.closing:
            self.coach.start_page()
        elif now is None or now.covered or now.resting:
            return
        elif now.stage is Stage.DONE:
            if await self._let_go(now):
                await self.show_close()
        elif self._talking() and now.view is not None and not now.view.here.over:
            if await self._asked(EndSheet()) == "end":
                await self.do(Laptop.go_on)
        else:
            self.draft = ""
            await self.do(Laptop.go_on)

    @work(exclusive=True, group="asking")
    async def action_mark_now(self) -> None:
        """The observer's mark, on the page that all see; which one is not shown."""
        if mark := await self._asked(MarkSheet()):
            await self.do(lambda laptop: laptop.mark_last(Mark(mark)))
            self.notify(MARKED, timeout=3)

    def action_back(self) -> None:
        """Stop, once asked."""
        if self.closing:
            self.coach.start_page()
        else:
            self._leave()

    @work(exclusive=True, group="asking")
    async def _leave(self) -> None:
        if await self._asked(LeaveSheet(kept=bool(self.laptop.kept))):
            self.action_stop()

    @work
    async def action_stop(self) -> None:
        """No further; where to turn is said in any case."""
        self.stopped = self.laptop.stage is not Stage.DONE
        await self.show_close()

    def action_say_again(self, reply: int) -> None:
        """From a point of the coach's to its line."""
        for page in self.query(CoachPage):
            page.say_again(reply)

    def action_practise_marking(self) -> None:
        """Three short talks to mark."""
        from coach.tui.room.warming_up import WarmUpScreen

        self.app.push_screen(WarmUpScreen())

    # ------------------------------------------------------------------------------------------ at the end

    @work(exclusive=True, group="asking")
    async def action_keep(self) -> None:
        """Keep it among the rehearsals of this machine's practitioner."""
        await self._keep()

    async def _keep(self) -> None:
        await self.do(Laptop.keep)
        if notice := self.coach.practice.keeping.notice:
            self.notify(notice, severity="warning", markup=False)

    def action_take_home(self) -> None:
        """The practitioner's words, as a file."""
        self._looked_at = True
        self.app.push_screen(in_terminal(self.laptop.seats[Role.PRACTITIONER]))

    @work(exclusive=True, group="asking")
    async def action_turned(self) -> None:
        """Another round, everybody one place on; they can still say otherwise."""
        await self._another(self.laptop.roles.turned())

    @work(exclusive=True, group="asking")
    async def action_choose_again(self) -> None:
        """Roles and scenario as they were, to be changed or not."""
        await self._another(self.laptop.roles)

    async def _another(self, roles: Roles) -> None:
        if self.now is None or await self._let_go(self.now):
            self.coach.open_pair(self.laptop.scenario, roles, spoken=self.laptop.spoken)

    async def _let_go(self, now: Now) -> bool:
        """Whether the round may go: words that nobody kept are asked about once."""
        if self.laptop.kept or self.laptop.spoken or self._looked_at or now.stage is not Stage.DONE:
            return True
        match await self._asked(LetGoSheet(first(now, Role.PRACTITIONER))):
            case "keep":
                await self._keep()
            case None:
                return False
        return True

    async def show_close(self) -> None:
        """The last page."""
        raise NotImplementedError

    def _talking(self) -> bool:
        now = self.now
        return now is not None and now.place.step is Step.TALK and now.view is not None and not self.closing

    async def _asked(self, sheet: AskSheet) -> str | None:
        """What a sheet gives back; a moment out is taken at once."""
        wanted = cast("str | None", await self.app.push_screen_wait(sheet))
        if wanted == TIME_OUT:
            await self.do(Laptop.rest)
            return None
        return wanted
