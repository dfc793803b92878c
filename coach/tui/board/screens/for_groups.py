"""What a trainer does for one group, or one person: take on, write, move, remove."""

from functools import partial

from textual import on, work
from textual.widgets import OptionList

from coach.classroom.views import GroupOnBoard
from coach.model.room import Stage
from coach.practice.safeguarding import ASKED
from coach.tui.board.modals.group import GroupSheet
from coach.tui.board.modals.moving import OUT, MoveSheet
from coach.tui.board.modals.removing import RemoveSheet
from coach.tui.board.modals.taking_on import BringBackSheet, TakeOnSheet
from coach.tui.board.modals.telling import TellSheet
from coach.tui.board.screens.leading import Leading
from coach.tui.board.widgets.group_list import FREE, GroupList
from coach.tui.board.words import everyone
from coach.tui.real_people import NOT_SENT, RealPeople

GONE_ON = "They have gone on by themselves."
NO_WAY_BACK = "There is nothing to bring them back to: nobody took them on, or something was said since."


class ForGroups(Leading):
    """From the list of groups, by key or by its sheet. A group is taken on from the stage that was shown, or not."""

    @on(OptionList.OptionSelected, "#groups")
    @work(exclusive=True, group="asking")
    async def open_group(self, event: OptionList.OptionSelected) -> None:
        """A group, and what to do for it; whoever is in none is moved."""
        if event.option_id == FREE:
            self.action_move()
        if not (found := self._group(str(event.option_id))):
            return
        sheet = GroupSheet(found)
        if wanted := await self.app.push_screen_wait(sheet):
            self._do(found.id, wanted, sheet.group.stage)

    def _group(self, group: str) -> GroupOnBoard | None:
        return next((each for each in (self.board.now.groups if self.board.now else ()) if each.id == group), None)

    @on(GroupList.Wanted)
    def for_group(self, event: GroupList.Wanted) -> None:
        """By its key."""
        self._do(event.group, event.what, event.stage)

    def _do(self, group: str, what: str, stage: Stage) -> None:
        match what:
            case "on":
                self._take_on(group, stage)
            case "back":
                self._bring_back(group, stage)
            case "helped":
                self.for_room(self.board.trainer.helped, group)
            case "tell":
                self.write_to(group)
            case "move":
                self.action_move()

    @work(exclusive=True, group="asking")
    async def _take_on(self, group: str, stage: Stage) -> None:
        """Take a group on from the stage that was shown, once asked: what they read or say goes from their screens."""
        now = self._group(group)
        if now is None or now.stage is not stage:
            self.notify(GONE_ON)
        elif now.next_stage is None:
            self.notify(now.not_yet, markup=False)
        elif await self.app.push_screen_wait(TakeOnSheet(now, now.next_stage)) == "on":
            await self.board.act(self.board.trainer.next_stage, group, stage)
            after = self._group(group)
            if after is not None and after.back_to is stage:
                self.notify(f"{after.name} is taken on. b brings them back, until something more is said.")

    @work(exclusive=True, group="asking")
    async def _bring_back(self, group: str, stage: Stage) -> None:
        """Bring a group back to where it was taken on, once asked."""
        now = self._group(group)
        if now is None or now.stage is not stage:
            self.notify(GONE_ON)
        elif now.back_to is None:
            self.notify(NO_WAY_BACK)
        elif await self.app.push_screen_wait(BringBackSheet(now, now.back_to)) == "back":
            await self.board.act(self.board.trainer.step_back, group, stage)

    def action_tell(self) -> None:
        """Write to everybody."""
        self.write_to("")

    @work(exclusive=True, group="asking")
    async def write_to(self, to: str) -> None:
        """Write to a group, a person, or everybody."""
        if self.board.now is None:
            return
        draft = ""
        while message := await self.app.push_screen_wait(TellSheet(self.board.now, to, draft)):
            draft, to = message
            known = self.board.trainer.known()
            looked_over = await RealPeople(own_words=False).looked_over(self, {0: draft}, known, NOT_SENT)
            if looked_over is not None:
                tell = partial(self.board.trainer.tell, confirmed=ASKED)
                await self.board.act(tell, looked_over[0], *((to,) if to else ()))
                self.notify("It is on their screens.", timeout=3)
                return

    @work(exclusive=True, group="moving")
    async def action_move(self) -> None:
        """Put somebody elsewhere, or out of the room once asked."""
        now = self.board.now
        if now is None or not (now.groups or now.free):
            self.notify("Nobody is here yet.")
            return
        moved = await self.app.push_screen_wait(MoveSheet(now, self.query_one(GroupList).chosen()))
        if moved is None:
            return
        person, to = moved
        if to != OUT:
            await self.board.act(self.board.trainer.move, person, to)
            return
        name = next((each.name for each in everyone(now) if each.id == person), "")
        if await self.app.push_screen_wait(RemoveSheet(name)) == "remove":
            await self.board.act(self.board.trainer.remove, person)
