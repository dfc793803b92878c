"""The commands of a round at one laptop: a moment out, going on, marking, stopping."""

from textual import work

from coach.classroom.laptop import Laptop, Step
from coach.model.room import Mark, Role, Stage
from coach.tui.commands import bindings
from coach.tui.guarded import may_go
from coach.tui.pair.asks import Does, Watched
from coach.tui.pair.ending import Ending
from coach.tui.pair.sheets import EndSheet, LeaveSheet, MarkSheet
from coach.tui.room.asks import Ask, Wanted
from coach.tui.room.pages.coach import CoachPage

MARKED = "Done. What was marked is shown once it is the observer's turn to speak."
NOTHING_SAID = "Nothing was replied yet, so there is nothing to mark."
ONLY_IN_THE_TALK = ("mark_now",)


class Commanding(Ending):
    """What the keys and the buttons do."""

    BINDINGS = bindings("pair")

    def __init__(self, laptop: Laptop) -> None:
        super().__init__(laptop)
        self.closing = False
        """On the last page."""
        self.stopped = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # as Textual calls it
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
            # One press too many leads to another round, never out of the session.
            await self._another(self.laptop.roles.turned(), self.laptop.scenario)
        elif self._talking() and now.view is not None and not now.view.here.over:
            if await self.asked(EndSheet()) == "end":
                await self.do(Laptop.go_on)
        elif not self.draft.strip() or await may_go(self.app, (self,)):
            self.draft = ""
            await self.do(Laptop.go_on)

    @work
    async def action_step_back(self) -> None:
        """Back to the turn before."""
        await self.do(Laptop.step_back)

    @work(exclusive=True, group="asking")
    async def action_close_round(self) -> None:
        """The close of a round that is over."""
        if self.now is not None and await self.let_go(self.now):
            await self.show_close()

    @work(exclusive=True, group="asking")
    async def action_mark_now(self) -> None:
        """The observer's mark, on the page that all see; which one is not shown."""
        marks = await self.coach.in_practice(self.laptop.to_mark)
        if not marks:
            self.notify(NOTHING_SAID)
        elif mark := await self.asked(MarkSheet(marks)):
            await self.do(lambda laptop: laptop.mark_last(Mark(mark)))
            self.notify(MARKED)

    def action_back(self) -> None:
        """Stop, once asked."""
        if self.closing:
            self.coach.start_page()
        else:
            self._leave()

    @work(exclusive=True, group="asking")
    async def _leave(self) -> None:
        if await self.asked(LeaveSheet(kept=bool(self.laptop.kept))):
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

    def _talking(self) -> bool:
        now = self.now
        return now is not None and now.place.step is Step.TALK and now.view is not None and not self.closing
