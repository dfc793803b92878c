"""The board's screen: every group and its stage, and the run sheet, without spoken words."""

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

from coach.classroom.trainer import Prompt, load_prompts
from coach.classroom.views import Board, BoardGroup
from coach.language.catalogue import say
from coach.model.class_events import Stage
from coach.model.run_sheet import Part, Sheet
from coach.practice.safeguarding import ASKED
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.detail_check import NOT_SENT, DetailCheck
from coach.tui.dialogs.dialog import Dialog
from coach.tui.text import sanitize
from coach.tui.trainer.board_text import (
    WHO,
    count_people,
    describe_free_people,
    describe_group,
    describe_room,
    describe_waiting_people,
    list_people,
)
from coach.tui.trainer.page import BoardPage
from coach.tui.trainer.trainer_dialogs import (
    OUT,
    AdmitDialog,
    GroupDialog,
    KeepOutDialog,
    MoveDialog,
    TellDialog,
    confirm_bringing_back,
    confirm_part,
    confirm_removing,
    confirm_taking_on,
    offer_door,
    show_prompt,
)
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.text import Prose, draw_heading

# --- The run sheet beside the groups

BEFORE = "Let people come in and find each other. Nothing waits for the clock."


class RunSheet(VerticalScroll):
    """The run sheet: its current part, what to say in it, prompts, and the list of all parts."""

    class GoTo(Message):
        """Message posted when the trainer chooses a part of the list to go to."""

        def __init__(self, part: int) -> None:
            """Make the message.

            Args:
                part: the part's place in the run sheet, counted from 0.
            """
            super().__init__()
            self.part = part

    def __init__(self) -> None:
        super().__init__(id="run-sheet")
        self._shows: int | None = -1

    def compose(self) -> ComposeResult:
        yield Static("", markup=False, id="part-now")
        yield Button("", action="screen.next_part", id="next", classes="main")
        yield draw_heading(say("If something happens"))
        yield VerticalGroup(id="prompts")
        yield draw_heading(say("All of it"))
        yield OptionList(id="all-parts", markup=False)

    async def offer(self, prompts: tuple[Prompt, ...]) -> None:
        """Show a button for each prompt: a situation, and what to say and do in it."""
        await self.query_one("#prompts").mount(
            *(
                Button(Content(f"{place + 1}  {sanitize(prompt.when)}"), action=f"screen.prompt({place})", compact=True)
                for place, prompt in enumerate(prompts)
            )
        )

    def show(self, board: Board, sheet: Sheet) -> None:
        """Show the room's current part. Does nothing while that is the part already shown.

        Drawing it again each time would scroll the trainer away from what they read.
        """
        if self._shows == board.part_number:
            return
        self._shows = board.part_number
        current = -1 if board.part_number is None else board.part_number
        words = _describe_part(sheet.parts[current]) if current >= 0 else _describe_sheet(sheet)
        self.query_one("#part-now", Static).update(words)
        button = self.query_one("#next", Button)
        button.display = current + 1 < len(sheet.parts)
        if button.display:
            button.label = Content(f"{'Start' if current < 0 else 'Next'}: {sanitize(sheet.parts[current + 1].title)}")
        parts = self.query_one("#all-parts", OptionList)
        parts.clear_options()
        parts.add_options([Option(part_line(place, part, place == current)) for place, part in enumerate(sheet.parts)])
        parts.highlighted = max(current, 0)
        self.call_after_refresh(self.scroll_home, animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Post that the room is to go to the selected part."""
        event.stop()
        self.post_message(self.GoTo(event.option_index))


def _describe_sheet(sheet: Sheet) -> Content:
    """Return the run sheet's title and purpose, which are shown before its first part."""
    return Content.assemble((sanitize(sheet.title), "bold $you"), f"\n\n{sanitize(sheet.about)}\n\n{BEFORE}")


def _describe_part(part: Part) -> Content:
    """Return a part's title, minutes, participants, and what could be said."""
    about = Content.assemble(
        (sanitize(part.title), "bold $you"),
        (f"\n{part.minutes} minutes, {WHO[part.who]}", "$quiet"),
        f"\n\n{sanitize(part.what)}",
        (say("\n\nYou could say") if part.say else "", "bold $you"),
    )
    return Content("\n\n").join([about, *(Content(f"“{sanitize(words)}”") for words in part.say)])


def part_line(place: int, part: Part, current: bool = False) -> Content:
    """Return one line of the list of parts.

    Args:
        place: the part's place in the run sheet, counted from 0.
        part: the part itself.
        current: whether the room is in it.
    """
    return Content.assemble(
        f"{place + 1}  ",
        (sanitize(part.title), "bold" if current else ""),
        f", {part.minutes} minutes",
        (" (now)", "bold") if current else "",
    )


# --- The list of groups

BESIDE = 2
"""Columns that a line of the list leaves free at its sides."""
FREE = "free"
"""The id of the line with the participants who are in no group."""
AT_DOOR = "at-door"
"""The id of the line with the people who wait at the door."""


class GroupList(OptionList):
    """The list of groups, those that asked for help first. Enter opens a group.

    The participants in no group stand after them, and first of all whoever waits at the door.
    """

    BINDINGS = make_bindings("groups")

    class Wanted(Message):
        """Message posted when a key asks for an action on the highlighted group."""

        def __init__(self, group: str, what: str, stage: Stage) -> None:
            """Make the message.

            Args:
                group: the group's id.
                what: `on`, `back`, `tell` or `helped`.
                stage: the stage as the list showed it; the group may have moved on since.
            """
            super().__init__()
            self.group = group
            self.what = what
            self.stage = stage

    def __init__(self) -> None:
        super().__init__(id="groups", markup=False)
        self._described: dict[str, Content] = {}
        self._board: Board | None = None

    def on_resize(self) -> None:
        """Break the lines again for the new width."""
        if self._board is not None:
            self.show(self._board)

    def show(self, board: Board) -> None:
        """Show the groups of a board, with the same group highlighted as before."""
        self._board = board
        width = max(self.scrollable_content_region.width - BESIDE, 0)
        lines = {group.id: describe_group(group, width) for group in board.groups}
        if board.waiting:
            waits = Content.assemble((say("At the door"), "bold"), f"\n{describe_waiting_people(board)}")
            lines = {AT_DOOR: waits, **lines}
        if board.ungrouped:
            lines[FREE] = Content.assemble((say("Not in a group yet"), "bold"), f"\n{describe_free_people(board)}")
        if list(lines) == list(self._described):
            for key, line in lines.items():
                if line != self._described[key]:
                    self.replace_option_prompt(key, line)
        else:
            highlighted = self.highlighted_id
            self.clear_options()
            for key, line in lines.items():
                self.add_options([*([None] if self.option_count else []), Option(line, id=key)])
            if lines:
                self.highlighted = list(lines).index(highlighted) if highlighted in lines else 0
        self._described = lines

    @property
    def highlighted_id(self) -> str:
        """The id of the highlighted group, `FREE` for those in no group, or empty."""
        place = self.highlighted
        return "" if place is None else str(self.get_option_at_index(place).id)

    def action_group_on(self) -> None:
        """Post that the highlighted group is to be taken to its next stage."""
        self._want("on")

    def action_group_back(self) -> None:
        """Post that the highlighted group is to be returned to its former stage."""
        self._want("back")

    def action_group_tell(self) -> None:
        """Post that a message to the highlighted group is wanted."""
        self._want("tell")

    def action_group_helped(self) -> None:
        """Post that the trainer has gone to help the highlighted group, which had asked for it."""
        self._want("helped")

    def _want(self, what: str) -> None:
        groups = self._board.groups if self._board else ()
        group = next((candidate for candidate in groups if candidate.id == self.highlighted_id), None)
        if group is not None:
            self.post_message(self.Wanted(group.id, what, group.stage))


# --- The screen

ONLY_HERE = " Only this laptop can reach that address. To let others in, open it with coach room --host 0.0.0.0."
LOCKED = "The door is locked"
THEY_WAIT = "Newcomers wait at the door"
SHUT = "The door is shut; it is being opened again"
GONE_ON = "They have gone on by themselves."
NO_WAY_BACK = "There is nothing to bring them back to: nobody took them on, or something was said since."


class BoardScreen(BoardPage, Page):
    """The board: the list of groups, the run sheet, and what the trainer can do for them."""

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
    BINDINGS = make_bindings("board")
    AUTO_FOCUS = "#groups"

    def __init__(self) -> None:
        super().__init__()
        self.prompts: tuple[Prompt, ...] = ()

    def compose(self) -> ComposeResult:
        yield Prose("", say("Room"), classes="title")
        yield Prose("", classes="clock")
        with Horizontal(id="room"):
            with Vertical(id="sitting"):
                yield GroupList()
                yield Prose("", classes="say nobody-yet")
            yield RunSheet()
        with Horizontal(id="doing"):
            yield Button(say("Pair everybody"), action="screen.pair", compact=True)
            yield Button(say("Move"), action="screen.move", compact=True)
            yield Button(say("Projector"), action="screen.projector", compact=True)
            yield Button(say("Plenary"), action="screen.plenary", compact=True)
            yield Button(say("Close the room"), action="screen.close_room", compact=True)
        yield Keys()

    @work
    async def on_mount(self) -> None:
        self.prompts = tuple((await self.services.in_practice(load_prompts)).values())
        await self.query_one(RunSheet).offer(self.prompts)
        if self.services.board is not None:
            self.show(self.services.board)

    def show(self, board: Board) -> None:
        """Update the page from the board. Does nothing before the widgets are there."""
        if not self.query(RunSheet):
            return
        paused = ", paused" if board.paused else ""
        door = self.services.door
        code = door.code or board.code
        kept = f". {LOCKED}" if door.locked else f". {THEY_WAIT}" if board.newcomers_wait else ""
        shut = kept if door.is_open else f". {SHUT}"
        self.query_one(".title", Prose).update(f"Room {sanitize(code)}{paused}: {count_people(board)}{shut}")
        self.refresh_bindings()
        self.query_one(".clock", Prose).update(describe_room(board))
        self.query_one(GroupList).show(board)
        nobody = not (board.groups or board.ungrouped or board.waiting)
        self.set_class(nobody, "-nobody-yet")
        if nobody:
            way_in = say(
                "Nobody is here yet. They open {address} in a browser, type {code}, and choose a name.",
                address=door.address,
                code=code,
            )
            only_here = say(ONLY_HERE) if door.only_here else ""
            words = say(
                "{way_in}{only_here} F3 shows it large, for the projector.\n\n{warns}",
                way_in=way_in,
                only_here=only_here,
                warns=door.warns,
            ).rstrip()
            self.query_one(".nobody-yet", Prose).update(sanitize(words))
        if (sheet := self.services.trainer.state.sheet) is not None:
            self.query_one(RunSheet).show(board, sheet)

    # --- The whole room

    def action_pair(self) -> None:
        """Assign the participants in no group to groups, by chance; existing groups stay together."""
        self.for_room(self.services.trainer.seat_everybody, secrets.randbelow(2**31))

    @on(RunSheet.GoTo)
    @work(exclusive=True, group="asking")
    async def to_part(self, event: RunSheet.GoTo) -> None:
        """Go to a part of the run sheet, after asking: Enter is easily pressed while reading."""
        trainer = self.services.trainer
        if (sheet := trainer.state.sheet) is None:
            return
        dialog = Dialog(confirm_part(sheet.parts[event.part], current=event.part == trainer.state.part))
        if await self.app.push_screen_wait(dialog) == "go":
            await self.services.act(trainer.go_to_part, event.part)

    @work(exclusive=True, group="asking")
    async def action_door(self) -> None:
        """Lock the door or open it, or give it another code."""
        locked = self.services.door.locked
        waits = self.services.trainer.state.newcomers_wait
        match await self.app.push_screen_wait(Dialog(offer_door(locked=locked, waits=waits))):
            case "wait" | "straight" as answer:
                await self.services.act(self.services.trainer.set_newcomers_wait, waits=answer == "wait")
            case "lock" | "unlock" as answer:
                await self.services.change_door(locked=answer == "lock", renew=False)
            case "renew":
                await self.services.change_door(locked=locked, renew=True)
                self.notify(say("From now on people come in with {code}.", code=self.services.door.code), markup=False)

    @work(exclusive=True, group="asking")
    async def action_prompt(self, place: int) -> None:
        """Show a prompt: what to say and do in a situation; from it, screens can be covered."""
        if place >= len(self.prompts):
            return
        if await self.app.push_screen_wait(Dialog(show_prompt(self.prompts[place]))) == "cover":
            await self.services.act(self.services.trainer.cover)

    @work(exclusive=True, group="asking")
    async def action_close_room(self) -> None:
        """Close the room, after asking whether to delete it now."""
        await self.services.close_room()

    # --- One group, or one person: from the list, by key or by its dialog

    @on(OptionList.OptionSelected, "#groups")
    @work(exclusive=True, group="asking")
    async def open_group(self, event: OptionList.OptionSelected) -> None:
        """Open a group's dialog, and do what is chosen; for people in no group, move one of them."""
        if event.option_id == FREE:
            self.action_move()
        if event.option_id == AT_DOOR:
            self.answer_door()
        if not (group := self._group(str(event.option_id))):
            return
        dialog = GroupDialog(group)
        if wanted := await self.app.push_screen_wait(dialog):
            self._do(group.id, wanted, dialog.group.stage)

    @work(exclusive=True, group="moving")
    async def answer_door(self) -> None:
        """Let people in who wait at the door, or keep one of them out."""
        board = self.services.board
        if board is None or not board.waiting:
            return
        match await self.app.push_screen_wait(AdmitDialog(board)):
            case "admit", str(person):
                await self.services.act(self.services.trainer.admit, *((person,) if person else ()))
            case "keep_out", str(person):
                await self._keep_out(person)

    async def _keep_out(self, person: str) -> None:
        """Keep a person out, after asking for the reason, and about real people's details in it."""
        board, why = self.services.board, ""
        known_people = (*list_people(board), *board.waiting) if board else ()
        name = next((other.name for other in known_people if other.id == person), "")
        while said := await self.app.push_screen_wait(KeepOutDialog(name, why)):
            why = said
            known = self.services.trainer.list_known_words()
            looked_over = await DetailCheck(own_words=False).check(self, {0: why}, known, say(NOT_SENT))
            if looked_over is not None:
                keep = partial(self.services.trainer.keep_out, confirmed=ASKED)
                await self.services.act(keep, person, looked_over[0])
                return

    def _group(self, group: str) -> BoardGroup | None:
        return next(
            (
                candidate
                for candidate in (self.services.board.groups if self.services.board else ())
                if candidate.id == group
            ),
            None,
        )

    @on(GroupList.Wanted)
    def for_group(self, event: GroupList.Wanted) -> None:
        """Do to a group what a key of the list asks for."""
        self._do(event.group, event.what, event.stage)

    def _do(self, group: str, what: str, stage: Stage) -> None:
        match what:
            case "on":
                self._take_on(group, stage)
            case "back":
                self._bring_back(group, stage)
            case "helped":
                self.for_room(self.services.trainer.mark_helped, group)
            case "tell":
                self.write_to(group)
            case "move":
                self.action_move()

    @work(exclusive=True, group="asking")
    async def _take_on(self, group: str, stage: Stage) -> None:
        """Take a group to its next stage, after asking: what its people see is replaced.

        Only from the stage that the trainer saw: a group that went on by itself meanwhile is left alone.

        Args:
            group: the group's id.
            stage: the stage that the list showed.
        """
        now = self._group(group)
        if now is None or now.stage is not stage:
            self.notify(say(GONE_ON))
        elif now.next_stage is None:
            self.notify(now.refusal, markup=False)
        elif await self.app.push_screen_wait(Dialog(confirm_taking_on(now, now.next_stage))) == "on":
            await self.services.act(self.services.trainer.advance_group, group, stage)
            after = self._group(group)
            if after is not None and after.back_to is stage:
                self.notify(
                    say("{name} is taken on. b brings them back, until something more is said.", name=after.name)
                )

    @work(exclusive=True, group="asking")
    async def _bring_back(self, group: str, stage: Stage) -> None:
        """Return a group to its former stage, after asking.

        Args:
            group: the group's id.
            stage: the stage that the list showed.
        """
        now = self._group(group)
        if now is None or now.stage is not stage:
            self.notify(say(GONE_ON))
        elif now.back_to is None:
            self.notify(say(NO_WAY_BACK))
        elif await self.app.push_screen_wait(Dialog(confirm_bringing_back(now, now.back_to))) == "back":
            await self.services.act(self.services.trainer.step_back, group, stage)

    def action_tell(self) -> None:
        """Write a message to everybody in the room."""
        self.write_to("")

    @work(exclusive=True, group="asking")
    async def write_to(self, to: str) -> None:
        """Write a message, after asking about real people's details in it.

        Args:
            to: the id of a group or a participant; empty for everybody.
        """
        if self.services.board is None:
            return
        draft = ""
        while message := await self.app.push_screen_wait(TellDialog(self.services.board, to, draft)):
            draft, to = message
            known = self.services.trainer.list_known_words()
            looked_over = await DetailCheck(own_words=False).check(self, {0: draft}, known, say(NOT_SENT))
            if looked_over is not None:
                tell = partial(self.services.trainer.send_message, confirmed=ASKED)
                await self.services.act(tell, looked_over[0], *((to,) if to else ()))
                self.notify(say("It is on their screens."), timeout=3)
                return

    @work(exclusive=True, group="moving")
    async def action_move(self) -> None:
        """Move a participant to another group or to none; or remove them, after asking."""
        board = self.services.board
        if board is None or not (board.groups or board.ungrouped):
            self.notify(say("Nobody is here yet."))
            return
        moved = await self.app.push_screen_wait(MoveDialog(board, self.query_one(GroupList).highlighted_id))
        if moved is None:
            return
        person, to = moved
        if to != OUT:
            await self.services.act(self.services.trainer.move, person, to)
            return
        name = next((other.name for other in list_people(board) if other.id == person), "")
        match await self.app.push_screen_wait(Dialog(confirm_removing(name))):
            case "remove":
                await self.services.act(self.services.trainer.remove, person)
            case "keep_out":
                await self._keep_out(person)

    # --- Other pages, and the run sheet in place of the groups on a narrow screen

    def action_run_sheet(self) -> None:
        """Focus the run sheet, or go back from it to the groups."""
        self._show_run_sheet(self.focused is None or self.query_one(RunSheet) not in self.focused.ancestors_with_self)

    def action_to_groups(self) -> None:
        """Focus the list of groups."""
        self._show_run_sheet(False)

    def _show_run_sheet(self, sheet: bool) -> None:
        """Focus the run sheet or the groups, after the layout."""
        self.set_class(sheet, "-reading")
        self.call_after_refresh(self.query_one("#run-sheet" if sheet else "#groups").focus)

    def action_projector(self) -> None:
        """Open the page that is projected for the whole room."""
        self.services.open_page("projector")

    def action_plenary(self) -> None:
        """Open the plenary: the room's counts of openings."""
        self.services.open_page("plenary")
