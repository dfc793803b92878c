"""The board: every group and where it is, and the run sheet beside it. No word of anybody's."""

import secrets
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, OptionList

from coach.classroom.prompts import Prompt, prompts
from coach.classroom.views import Board, GroupOnBoard
from coach.tui.board.modals.group import GroupSheet
from coach.tui.board.modals.moving import MoveSheet
from coach.tui.board.modals.prompting import PromptSheet
from coach.tui.board.modals.telling import TellSheet
from coach.tui.board.page import BoardPage
from coach.tui.board.screens.leading import Leading
from coach.tui.board.widgets.group_list import FREE, GroupList
from coach.tui.board.widgets.run_sheet import RunSheet
from coach.tui.board.words import people_here, standing
from coach.tui.commands import bindings
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import Words
from coach.tui.widgets.keys import Keys


class BoardScreen(Leading, BoardPage):
    """Groups, run sheet, and what can be done for the whole room."""

    WHERE = "board"
    HELP: ClassVar[str] = """\
Every group, who sits in it, and where it is in its round. Groups that asked for help stand first. What people say and \
type is on no page of yours, and nobody's name stands beside anything that was said.

Enter opens a group: write to it, move someone, take it on to its next stage. The round is theirs; most groups need \
nobody to press anything for them.

The run sheet stands beside the groups, or takes their place on a narrow screen with F2. F5 goes on to the next part; \
Enter on any part goes there. The clock says what is left, and ends nothing. Keys 1 to 4 say what you could do when \
something happens.

Show the projector page to the room, not this one: names stand here.

If this laptop sleeps or the board is closed, nothing is lost. It comes back where it was, and asks what to do with \
the time that passed."""
    BINDINGS = bindings("board")
    AUTO_FOCUS = "#groups"

    def __init__(self) -> None:
        super().__init__()
        self.prompts: tuple[Prompt, ...] = ()

    def compose(self) -> ComposeResult:
        """The room's line, the clock's, the groups, the run sheet, the buttons."""
        yield Words("", "Room", classes="title")
        yield Words("", classes="clock")
        with Horizontal(id="room"):
            with Vertical(id="sitting"):
                yield GroupList()
                yield Words("", classes="say nobody-yet")
            yield RunSheet()
        with Horizontal(id="doing"):
            yield Button("Pair everybody", action="screen.pair", compact=True)
            yield Button("Move", action="screen.move", compact=True)
            yield Button("Projector", action="screen.projector", compact=True)
            yield Button("Plenary", action="screen.plenary", compact=True)
            yield Button("Close the room", action="screen.close_room", compact=True)
        yield Keys()

    @work
    async def on_mount(self) -> None:
        """Read the prompts, and show how the room stands."""
        self.prompts = tuple((await self.board.in_practice(prompts)).values())
        await self.query_one(RunSheet).offer(self.prompts)
        if self.board.now is not None:
            self.show(self.board.now)

    def show(self, now: Board) -> None:
        """Show how the room stands."""
        self.query_one(".title", Words).update(f"Room {shown(now.code)}: {people_here(now)}")
        self.query_one(".clock", Words).update(standing(now))
        self.query_one(GroupList).show(now)
        nobody = not now.groups and not now.free
        self.set_class(nobody, "-nobody-yet")
        if nobody:
            door = self.board.door
            where = f"Nobody is here yet. They open {door.address} in a browser, type {now.code}, and choose a name."
            here = " Only this laptop can reach that address." if door.only_here else ""
            words = f"{where}{here} F3 shows it large, for the projector."
            self.query_one(".nobody-yet", Words).update(shown(words))
        if (sheet := self.board.trainer.state.sheet) is not None:
            self.query_one(RunSheet).show(now, sheet)

    # ------------------------------------------------------------------------------------------ one group

    @on(OptionList.OptionSelected, "#groups")
    @work(exclusive=True, group="asking")
    async def open_group(self, event: OptionList.OptionSelected) -> None:
        """A group, and what to do for it; whoever is in none is moved."""
        if event.option_id == FREE:
            self.action_move()
        if not (found := self._group(str(event.option_id))):
            return
        wanted = await self.app.push_screen_wait(GroupSheet(found))
        now = self._group(found.id)
        if wanted == "on" and (now is None or now.stage is not found.stage):
            self.notify("They have gone on by themselves.")
        elif wanted:
            self._do(found.id, wanted)

    def _group(self, group: str) -> GroupOnBoard | None:
        return next((each for each in (self.board.now.groups if self.board.now else ()) if each.id == group), None)

    @on(GroupList.Wanted)
    def for_group(self, event: GroupList.Wanted) -> None:
        """By its key."""
        self._do(event.group, event.what)

    def _do(self, group: str, what: str) -> None:
        match what:
            case "on":
                self.for_room(self.board.trainer.next_stage, group)
            case "helped":
                self.for_room(self.board.trainer.helped, group)
            case "tell":
                self.write_to(group)
            case "move":
                self.action_move()

    # ------------------------------------------------------------------------------------------ the whole room

    def action_tell(self) -> None:
        """Write to everybody."""
        self.write_to("")

    @work(exclusive=True, group="asking")
    async def write_to(self, to: str) -> None:
        """Write to a group, a person, or everybody."""
        if self.board.now is None:
            return
        if message := await self.app.push_screen_wait(TellSheet(self.board.now, to)):
            words, whom = message
            await self.board.act(self.board.trainer.tell, words, *((whom,) if whom else ()))
            self.notify("It is on their screens.", timeout=3)

    @work(exclusive=True, group="moving")
    async def action_move(self) -> None:
        """Put somebody elsewhere."""
        now = self.board.now
        if now is None or not (now.groups or now.free):
            self.notify("Nobody is here yet.")
            return
        if moved := await self.app.push_screen_wait(MoveSheet(now, self.query_one(GroupList).chosen())):
            await self.board.act(self.board.trainer.move, *moved)

    def action_pair(self) -> None:
        """Groups of whoever is in none. Who sits with whom is chance, and whoever chose each other stays."""
        self.for_room(self.board.trainer.pair_everybody, secrets.randbelow(2**31))

    @on(RunSheet.GoTo)
    def to_part(self, event: RunSheet.GoTo) -> None:
        """To any part of the run sheet."""
        self.for_room(self.board.trainer.to_part, event.part)

    @work(exclusive=True, group="asking")
    async def action_prompt(self, place: int) -> None:
        """What to say and do."""
        if place < len(self.prompts) and await self.app.push_screen_wait(PromptSheet(self.prompts[place])) == "cover":
            await self.board.act(self.board.trainer.cover)

    @work(exclusive=True, group="asking")
    async def action_close_room(self) -> None:
        """End the session, once asked what becomes of it."""
        await self.board.close_room()

    # ------------------------------------------------------------------------------------------ other pages

    def action_run_sheet(self) -> None:
        """To the run sheet, or back to the groups."""
        to_sheet = self.focused is None or self.query_one(RunSheet) not in self.focused.ancestors_with_self
        self.set_class(to_sheet, "-reading")
        self.query_one("#run-sheet" if to_sheet else "#groups").focus()

    def action_projector(self) -> None:
        """A page for everybody."""
        from coach.tui.board.screens.projector import ProjectorScreen

        self.app.push_screen(ProjectorScreen())

    def action_plenary(self) -> None:
        """Which subjects stayed silent."""
        from coach.tui.board.screens.plenary import PlenaryScreen

        self.app.push_screen(PlenaryScreen())
