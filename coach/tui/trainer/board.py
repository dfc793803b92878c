"""The board: every group and where it is, and the run sheet beside it. No word of anybody's."""

import secrets
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from coach.classroom.trainer import Prompt, prompts
from coach.classroom.views import Board, GroupOnBoard
from coach.model.class_events import Stage
from coach.model.run_sheet import Part, Sheet, Who
from coach.practice.safeguarding import ASKED
from coach.tui.commands import bindings
from coach.tui.detail_check import NOT_SENT, RealPeople
from coach.tui.text import sanitize
from coach.tui.trainer.dialogs import (
    OUT,
    BringBackDialog,
    GroupDialog,
    MoveDialog,
    PromptDialog,
    RemoveDialog,
    TakeOnDialog,
    TellDialog,
    ToPartDialog,
)
from coach.tui.trainer.page import Leading
from coach.tui.trainer.text import everyone, marks, not_in_a_group, people_here, room_status, sitting, stage
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.text import Prose, heading

# --- The run sheet beside the groups: which part it is, what to say, what to do if something happens, and

WHO = {Who.ROOM: "everybody together", Who.GROUPS: "in groups"}
BEFORE = "Let people come in and find each other. Nothing waits for the clock."


class RunSheet(VerticalScroll):
    """Kept up with the room."""

    class GoTo(Message):
        """The room is to go to this part, counted from 0."""

        def __init__(self, part: int) -> None:
            super().__init__()
            self.part = part

    def __init__(self) -> None:
        super().__init__(id="run-sheet")
        self._shows: int | None = -1

    def compose(self) -> ComposeResult:
        yield Static("", markup=False, id="part-now")
        yield Button("", action="screen.next_part", id="next", classes="main")
        yield heading("If something happens")
        yield VerticalGroup(id="prompts")
        yield heading("All of it")
        yield OptionList(id="all-parts", markup=False)

    async def offer(self, prompts: tuple[Prompt, ...]) -> None:
        """Offer these, one key each."""
        await self.query_one("#prompts").mount(
            *(
                Button(Content(f"{place + 1}  {sanitize(prompt.when)}"), action=f"screen.prompt({place})", compact=True)
                for place, prompt in enumerate(prompts)
            )
        )

    def show(self, now: Board, sheet: Sheet) -> None:
        """Show the part that the room is in. What stands here is left alone until that changes."""
        if self._shows == now.part_number:
            return
        self._shows = now.part_number
        here = -1 if now.part_number is None else now.part_number
        self.query_one("#part-now", Static).update(_now(sheet.parts[here]) if here >= 0 else _before(sheet))
        button = self.query_one("#next", Button)
        button.display = here + 1 < len(sheet.parts)
        if button.display:
            button.label = Content(f"{'Start' if here < 0 else 'Next'}: {sanitize(sheet.parts[here + 1].title)}")
        parts = self.query_one("#all-parts", OptionList)
        parts.clear_options()
        parts.add_options([Option(line(place, part, place == here)) for place, part in enumerate(sheet.parts)])
        parts.highlighted = max(here, 0)
        self.call_after_refresh(self.scroll_home, animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """To that part."""
        event.stop()
        self.post_message(self.GoTo(event.option_index))


def _before(sheet: Sheet) -> Content:
    """What stands there before the room starts."""
    return Content.assemble((sanitize(sheet.title), "bold $you"), f"\n\n{sanitize(sheet.about)}\n\n{BEFORE}")


def _now(part: Part) -> Content:
    """A part in words: its name, for whom, what it is, what could be said."""
    about = Content.assemble(
        (sanitize(part.title), "bold $you"),
        (f"\n{part.minutes} minutes, {WHO[part.who]}", "$quiet"),
        f"\n\n{sanitize(part.what)}",
        ("\n\nYou could say" if part.say else "", "bold $you"),
    )
    return Content("\n\n").join([about, *(Content(f"“{sanitize(each)}”") for each in part.say)])


def line(place: int, part: Part, here: bool = False) -> Content:
    """A part on a line or two of the list."""
    return Content.assemble(
        f"{place + 1}  ",
        (sanitize(part.title), "bold" if here else ""),
        f", {part.minutes} minutes",
        (" (now)", "bold") if here else "",
    )


# --- The groups as a list, those that asked for help first; then whoever sits with nobody yet

BESIDE = 2
"""Columns to the left and right of a line."""
FREE = "free"
"""The line of those who are in no group."""


class GroupList(OptionList):
    """Two lines a group, in words. Enter opens one."""

    BINDINGS = bindings("groups")

    class Wanted(Message):
        """Something to do with the chosen group: `on`, `back`, `tell` or `helped`. `stage` is as it was shown."""

        def __init__(self, group: str, what: str, stage: Stage) -> None:
            super().__init__()
            self.group = group
            self.what = what
            self.stage = stage

    def __init__(self) -> None:
        super().__init__(id="groups", markup=False)
        self._described: dict[str, Content] = {}
        self._now: Board | None = None

    def on_resize(self) -> None:
        """Lines end elsewhere."""
        if self._now is not None:
            self.show(self._now)

    def show(self, now: Board) -> None:
        """Show these, and stay on the one that was chosen."""
        self._now = now
        columns = max(self.scrollable_content_region.width - BESIDE, 0)
        lines = {group.id: described(group, columns) for group in now.groups}
        if now.free:
            lines[FREE] = Content.assemble(("Not in a group yet", "bold"), f"\n{not_in_a_group(now)}")
        if list(lines) == list(self._described):
            for key, line in lines.items():
                if line != self._described[key]:
                    self.replace_option_prompt(key, line)
        else:
            chosen = self.chosen()
            self.clear_options()
            for key, line in lines.items():
                self.add_options([*([None] if self.option_count else []), Option(line, id=key)])
            if lines:
                self.highlighted = list(lines).index(chosen) if chosen in lines else 0
        self._described = lines

    def chosen(self) -> str:
        """The id of the group that is chosen, `FREE`, or nothing."""
        place = self.highlighted
        return "" if place is None else str(self.get_option_at_index(place).id)

    def action_group_on(self) -> None:
        """Take it on to its next stage."""
        self._want("on")

    def action_group_back(self) -> None:
        """Bring it back to where it was taken on."""
        self._want("back")

    def action_group_tell(self) -> None:
        """Write to it."""
        self._want("tell")

    def action_group_helped(self) -> None:
        """Somebody went over."""
        self._want("helped")

    def _want(self, what: str) -> None:
        group = next((each for each in (self._now.groups if self._now else ()) if each.id == self.chosen()), None)
        if group is not None:
            self.post_message(self.Wanted(group.id, what, group.stage))


def described(group: GroupOnBoard, columns: int = 0) -> Content:
    """A group: what to see at once, where it is, and who sits there, in so many columns."""
    asked = "".join(f"\n{words}" for words in marks(group))
    return Content.assemble(
        (sanitize(group.name), "bold"), f"  {stage(group)}", (asked, "bold"), f"\n{sitting(group, columns)}"
    )


# --- What a trainer does for one group, or one person: take on, write, move, remove

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
        sheet = GroupDialog(found)
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
        elif await self.app.push_screen_wait(TakeOnDialog(now, now.next_stage)) == "on":
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
        elif await self.app.push_screen_wait(BringBackDialog(now, now.back_to)) == "back":
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
        while message := await self.app.push_screen_wait(TellDialog(self.board.now, to, draft)):
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
        moved = await self.app.push_screen_wait(MoveDialog(now, self.query_one(GroupList).chosen()))
        if moved is None:
            return
        person, to = moved
        if to != OUT:
            await self.board.act(self.board.trainer.move, person, to)
            return
        name = next((each.name for each in everyone(now) if each.id == person), "")
        if await self.app.push_screen_wait(RemoveDialog(name)) == "remove":
            await self.board.act(self.board.trainer.remove, person)


# --- The board: every group and where it is, and the run sheet beside it. No word of anybody's

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
        yield Prose("", "Room", classes="title")
        yield Prose("", classes="clock")
        with Horizontal(id="room"):
            with Vertical(id="sitting"):
                yield GroupList()
                yield Prose("", classes="say nobody-yet")
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
        self.query_one(".title", Prose).update(f"Room {sanitize(now.code)}{paused}: {people_here(now)}{shut}")
        self.refresh_bindings()
        self.query_one(".clock", Prose).update(room_status(now))
        self.query_one(GroupList).show(now)
        nobody = not now.groups and not now.free
        self.set_class(nobody, "-nobody-yet")
        if nobody:
            door = self.board.door
            where = f"Nobody is here yet. They open {door.address} in a browser, type {now.code}, and choose a name."
            here = " Only this laptop can reach that address." if door.only_here else ""
            words = f"{where}{here} F3 shows it large, for the projector.\n\n{door.warns}".rstrip()
            self.query_one(".nobody-yet", Prose).update(sanitize(words))
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
        asking = ToPartDialog(sheet.parts[event.part], here=event.part == trainer.state.part)
        if await self.app.push_screen_wait(asking) == "go":
            await self.board.act(trainer.to_part, event.part)

    @work(exclusive=True, group="asking")
    async def action_prompt(self, place: int) -> None:
        """What to say and do."""
        if place < len(self.prompts) and await self.app.push_screen_wait(PromptDialog(self.prompts[place])) == "cover":
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
        from coach.tui.trainer.projector import ProjectorScreen

        self.app.push_screen(ProjectorScreen())

    def action_plenary(self) -> None:
        """Which subjects stayed silent."""
        from coach.tui.trainer.plenary_screen import PlenaryScreen

        self.app.push_screen(PlenaryScreen())
