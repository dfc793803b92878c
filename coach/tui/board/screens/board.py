"""The board: every group and where it is, and the run sheet beside it. No word of anybody's."""

import secrets
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from coach.classroom.prompts import Prompt, prompts
from coach.classroom.views import Board
from coach.tui.board.modals.prompting import PromptSheet
from coach.tui.board.modals.to_part import ToPartSheet
from coach.tui.board.screens.for_groups import ForGroups
from coach.tui.board.widgets.group_list import GroupList
from coach.tui.board.widgets.run_sheet import RunSheet
from coach.tui.board.words import people_here, standing
from coach.tui.commands import bindings
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import Words
from coach.tui.widgets.keys import Keys

SHUT = "The door is shut; it is being opened again"


class BoardScreen(ForGroups):
    """Groups, run sheet, and what can be done for the whole room."""

    WHERE = "board"
    HELP: ClassVar[str] = """\
Every group, who sits in it, and where it is in its round. Groups that asked for help stand first. What people say and \
type is on no page of yours, and nobody's name stands beside anything that was said.

Enter opens a group: write to it, move or remove someone, take it on to its next stage, or bring it back. The round is \
theirs; most groups need nobody to press anything for them.

The run sheet stands beside the groups, or takes their place on a narrow screen with F2; Escape goes back to the \
groups. F5 goes on to the next part; Enter on any part goes there, once asked. The clock says what is left, and ends \
nothing. Keys 1 to 4 say what you could do when something happens.

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
        """Show how the room stands. Before its widgets are there, nothing: they show it as they come."""
        if not self.query(RunSheet):
            return
        paused = ", paused" if now.paused else ""
        shut = "" if self.board.door.is_open else f". {SHUT}"
        self.query_one(".title", Words).update(f"Room {shown(now.code)}{paused}: {people_here(now)}{shut}")
        self.refresh_bindings()
        self.query_one(".clock", Words).update(standing(now))
        self.query_one(GroupList).show(now)
        nobody = not now.groups and not now.free
        self.set_class(nobody, "-nobody-yet")
        if nobody:
            door = self.board.door
            where = f"Nobody is here yet. They open {door.address} in a browser, type {now.code}, and choose a name."
            here = " Only this laptop can reach that address." if door.only_here else ""
            words = f"{where}{here} F3 shows it large, for the projector.\n\n{door.warns}".rstrip()
            self.query_one(".nobody-yet", Words).update(shown(words))
        if (sheet := self.board.trainer.state.sheet) is not None:
            self.query_one(RunSheet).show(now, sheet)

    # ------------------------------------------------------------------------------------------ the whole room

    def action_pair(self) -> None:
        """Groups of whoever is in none. Who sits with whom is chance, and whoever chose each other stays."""
        self.for_room(self.board.trainer.pair_everybody, secrets.randbelow(2**31))

    @on(RunSheet.GoTo)
    @work(exclusive=True, group="asking")
    async def to_part(self, event: RunSheet.GoTo) -> None:
        """To any part of the run sheet, once asked: whoever only reads the list presses Enter as well."""
        trainer = self.board.trainer
        if (sheet := trainer.state.sheet) is None:
            return
        asking = ToPartSheet(sheet.parts[event.part], here=event.part == trainer.state.part)
        if await self.app.push_screen_wait(asking) == "go":
            await self.board.act(trainer.to_part, event.part)

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
        self._read(self.focused is None or self.query_one(RunSheet) not in self.focused.ancestors_with_self)

    def action_to_groups(self) -> None:
        """Back to the groups, from wherever."""
        self._read(False)

    def _read(self, sheet: bool) -> None:
        """What is read has the focus once it is there to be seen; before, something beside it would take it."""
        self.set_class(sheet, "-reading")
        self.call_after_refresh(self.query_one("#run-sheet" if sheet else "#groups").focus)

    def action_projector(self) -> None:
        """A page for everybody."""
        from coach.tui.board.screens.projector import ProjectorScreen

        self.app.push_screen(ProjectorScreen())

    def action_plenary(self) -> None:
        """Which subjects stayed silent."""
        from coach.tui.board.screens.plenary import PlenaryScreen

        self.app.push_screen(PlenaryScreen())
