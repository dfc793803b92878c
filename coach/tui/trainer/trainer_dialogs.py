"""Leaving the board, or closing the room for everybody."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, ItemGrid, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Label, OptionList, Select, Static
from textual.widgets.option_list import Option

from coach.classroom.trainer import Prompt
from coach.classroom.views import Board, GroupOnBoard
from coach.model.class_events import Stage
from coach.model.run_sheet import Part
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import Dialog, Guarded
from coach.tui.text import sanitize, shorten_name
from coach.tui.trainer.board_text import everyone, marks, room_status, sitting, some_minutes, stage
from coach.tui.widgets.choices import update_options
from coach.tui.widgets.reply_input import OwnBox
from coach.tui.widgets.text import Prose


class LeavingDialog(Dialog):
    """Gives back `leave` or `close_room`, or None to stay."""

    heading = "Leave the board?"
    choices = (("close", "Stay"), ("leave", "Leave for now"), ("close_room", "Close the room"))

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code

    def words(self) -> Iterable[Content]:
        """What each does."""
        yield Content(
            "Leaving the board closes nothing. Everybody's screen waits, and nothing said is lost; "
            f"`coach room {sanitize(self.code)}` goes on."
        )
        yield Content("Closing the room ends the session for everybody.")


class CloseRoomDialog(Dialog):
    """Gives back `seven_days` or `forget`, or None to leave the room open."""

    heading = "Close the room?"
    choices = (("close", "Go on"), ("seven_days", "Keep seven days"), ("forget", "Forget now"))

    def words(self) -> Iterable[Content]:
        """What closing does."""
        yield Content("That ends the session on everybody's screen, and nobody can come in again.")
        yield Content.assemble(
            ("Keep seven days: ", "bold"),
            "then it goes by itself. Until you leave this program, people can still take their own words home.",
        )
        yield Content.assemble(
            ("Forget now: ", "bold"),
            "everything said in it is deleted, for good. Whoever wants their words takes them home first.",
        )


# --- What a trainer could say and do when something happens


class PromptDialog(Dialog):
    """One situation: words to say, what to do, what helps nobody. Only to be read; gives back `cover`, or None."""

    AUTO_FOCUS = ".sheet-words"
    choices = (("close", "Close"), ("cover", "Cover all screens"))

    def __init__(self, prompt: Prompt) -> None:
        super().__init__()
        self.heading = sanitize(prompt.when)
        self.prompt = prompt

    def words(self) -> Iterable[Widget | Content]:
        """What to say first: that is what is looked for."""
        for words in self.prompt.say:
            yield Content.assemble((f"“{sanitize(words)}”", "bold"))
        yield from _listed("Do", self.prompt.do)
        yield from _listed("Leave out", self.prompt.leave)


def _listed(lead: str, lines: tuple[str, ...]) -> Iterable[Widget | Content]:
    if lines:
        yield Static(Content.assemble((lead, "bold $you")), classes="then")
    for each in lines:
        yield HorizontalGroup(Static("-", classes="dash"), Static(Content(sanitize(each))), classes="listed")


# --- Time passed that nobody saw: the laptop slept, or the board was shut


class AsleepDialog(Dialog):
    """Gives back `pause`, or None to leave the clock as it is."""

    choices = (("pause", "Pause since then"), ("close", "Leave the clock"))

    def __init__(self, heading: str, since: datetime, until: datetime, now: Board) -> None:
        super().__init__()
        self.heading = heading
        self.since = since
        self.until = until
        self.now = now

    def words(self) -> Iterable[Content]:
        """How long, where the clock is, and what a pause would do."""
        passed = int((self.until - self.since) / timedelta(minutes=1))
        from_, to = (f"{moment.astimezone():%H:%M}" for moment in (self.since, self.until))
        yield Content(f"For about {some_minutes(passed)}, from {from_} to {to}. The room's clock went on:")
        yield Content(room_status(self.now))
        yield Content("Pausing since then leaves that time out. The room waits until you go on with F4.")


# --- Going to a part of the run sheet that was chosen in its list: for everybody, so it is asked once


class ToPartDialog(Dialog):
    """Gives back `go`, or None to stay."""

    choices = (("close", "Stay"), ("go", "Go there"))

    def __init__(self, part: Part, *, current: bool) -> None:
        """`current`: whether the room is in it already."""
        super().__init__()
        self.current = current
        title = sanitize(part.title)
        self.heading = f"Begin “{title}” anew?" if current else f"Go to “{title}”?"

    def words(self) -> Iterable[Content]:
        """For whom, and what becomes of the clock."""
        yield Content(
            "Its clock begins again, on everybody's screen."
            if self.current
            else "Everybody's screen says so at once, and its clock begins."
        )


# --- Taking somebody off the room's list, once asked


class RemoveDialog(Dialog):
    """Gives back `remove`, or None to leave them where they are."""

    choices = (("close", "Leave them"), ("remove", "Remove from the room"))

    def __init__(self, name: str) -> None:
        super().__init__()
        self.heading = f"Remove {shorten_name(name)} from the room?"

    def words(self) -> Iterable[Content]:
        """What it is for, and what it does."""
        yield Content(
            "For a place that nobody comes back to, or somebody who should not be here. Their group goes on, and their "
            "name is free again."
        )
        yield Content(
            "Their screen says that they are no longer in this room, and lets them take their own words home. With the "
            "code they can come in anew."
        )


# --- Laying counts together, which ends the giving of them


class LayingDialog(Dialog):
    """Gives back `lay`, or None to wait."""

    heading = "Lay the counts together?"
    choices = (("lay", "Lay them together"), ("close", "Wait a little"))

    def __init__(self, contributors: int) -> None:
        super().__init__()
        self.contributors = contributors

    def words(self) -> Iterable[str]:
        """That it is once."""
        yield f"{self.contributors} people have given their counts."
        yield "Nobody can give more after that. Ask the room first whether anybody still wants to."


# --- Putting somebody in another group, in none, or out of the room

NOWHERE = "nowhere"
OUT = "out"
NO_GROUP = (Text("No group"), NOWHERE)


class MoveDialog(ModalScreen[tuple[str, str] | None]):
    """Gives back a person's id and a group's, which is empty for none and `OUT` for out of the room."""

    BINDINGS = make_bindings("modal")
    AUTO_FOCUS = "#person"

    def __init__(self, now: Board, group: str = "") -> None:
        """`group`: whose people are offered first; those in no group for none."""
        super().__init__()
        self.now = now
        first = [each for each in now.groups if each.id == group]
        rest = [each for each in now.groups if each.id != group]
        self.groups = [*rest, *first]
        # Names as they are: a list reads plain words as markup.
        free = [(Text(f"{shorten_name(person.name)}, in no group"), person.id) for person in now.ungrouped]
        sitting = [
            (Text(f"{shorten_name(person.name)}, {sanitize(each.name)}"), person.id)
            for each in [*first, *rest]
            for person in each.people
        ]
        self.people = [*sitting, *free] if first else [*free, *sitting]

    def _places(self, person: str) -> list[tuple[Text, str]]:
        """Where somebody can go: not where they are."""
        groups = [each for each in self.groups if person not in {who.id for who in each.people}]
        free = len(groups) == len(self.groups) and bool(groups)
        return [*((Text(sanitize(each.name)), each.id) for each in groups), *([] if free else [NO_GROUP])]

    def compose(self) -> ComposeResult:
        """Who, and where to."""
        with Vertical(classes="sheet"):
            yield Static("Move someone", classes="sheet-heading", markup=False)
            yield Prose("Ask them first. Their old group goes on without them.", classes="say")
            yield Label("Who")
            yield Select(self.people, allow_blank=False, compact=True, id="person")
            yield Label("Where to")
            yield Select(self._places(self.people[0][1]), allow_blank=False, compact=True, id="group")
            with ItemGrid(classes="buttons", min_column_width=24, stretch_height=False):
                yield Button("Move them", id="move", classes="main")
                yield Button("Remove from the room", id="remove")
                yield Button("Leave it", id="close")

    @on(Select.Changed, "#person")
    def another(self, event: Select.Changed) -> None:
        """Somebody else, who sits elsewhere."""
        self.query_one("#group", Select).set_options(self._places(str(event.value)))

    @on(Button.Pressed, "#move")
    def move(self) -> None:
        """There."""
        person, group = (str(self.query_one(f"#{name}", Select).value) for name in ("person", "group"))
        self.dismiss((person, "" if group == NOWHERE else group))

    @on(Button.Pressed, "#remove")
    def see_out(self) -> None:
        """Out of the room; that is asked about once more."""
        self.dismiss((str(self.query_one("#person", Select).value), OUT))

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Nowhere else."""
        self.dismiss(None)


# --- One group, and what a trainer can do for it


class GroupDialog(Dialog):
    """Gives back `on`, `back`, `helped`, `tell` or `move`, or None."""

    BINDINGS = make_bindings("groups")
    AUTO_FOCUS = "OptionList"

    def __init__(self, group: GroupOnBoard) -> None:
        super().__init__()
        self.group = group
        self.heading = sanitize(group.name)

    def words(self) -> Iterable[Widget]:
        """Who sits there and where they are, nothing of what they say; and what can be done."""
        yield Static(self._standing(), id="group-stands", markup=False)
        yield OptionList(*self._options(), id="to-do", markup=False)

    def show(self, now: Board) -> None:
        """The group as it is by now; one that is gone stays as it was."""
        self.group = next((each for each in now.groups if each.id == self.group.id), self.group)
        for standing in self.query("#group-stands").results(Static):
            standing.update(self._standing())
        for to_do in self.query("#to-do").results(OptionList):
            update_options(to_do, self._options())

    def _standing(self) -> Content:
        group = self.group
        playing = f"\n{sanitize(group.scenario)}" if group.scenario else ""
        number = f", round {group.round}" if group.round and playing else ""
        spoken = ", spoken: nobody types" if group.spoken and playing else ""
        lines = (f"{stage(group)}.{playing}{number}{spoken}", sitting(group), sanitize(group.refusal))
        asked = [Content.assemble((words, "bold $wrong")) for words in marks(group)]
        return Content("\n\n").join([*asked, *(Content(each) for each in lines if each)])

    def key_enter(self, event: events.Key) -> None:
        """Enter is the list's: this is no sheet that is only read."""

    def action_group_on(self) -> None:
        """Take it on to its next stage."""
        self.dismiss("on")

    def action_group_back(self) -> None:
        """Bring it back to where it was taken on."""
        self.dismiss("back")

    def action_group_tell(self) -> None:
        """Write to it."""
        self.dismiss("tell")

    def action_group_helped(self) -> None:
        """Somebody went over."""
        self.dismiss("helped")

    def _options(self) -> list[Option]:
        return [Option(words, id=key) for key, words in self._to_do()]

    def _to_do(self) -> Iterable[tuple[str, str]]:
        if self.group.asked_for_help is not None:
            yield "helped", "I went over: they no longer ask"
        if self.group.next_stage:
            yield "on", f"Take them on to: {self.group.next_stage.title()}"
        if self.group.back_to:
            yield "back", f"Bring them back to: {self.group.back_to.title()}"
        yield "tell", "Write to this group"
        yield "move", "Move someone"

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """That."""
        self.dismiss(event.option_id)


# --- A message of the trainer's: to everybody, a group, or one person

EVERYBODY = "everybody"
LONGEST = 1000
"""Characters in one message, as a room keeps it."""


class TellDialog(ModalScreen[tuple[str, str] | None], Guarded[tuple[str, str] | None]):
    """Gives back the words and for whom: the id of a group or a person, or nothing for everybody."""

    BINDINGS = make_bindings("modal")
    AUTO_FOCUS = "OwnBox"

    def __init__(self, now: Board, to: str = "", draft: str = "") -> None:
        super().__init__()
        self.now = now
        self.to = to
        self.draft = draft

    def compose(self) -> ComposeResult:
        """For whom, and the words."""
        with Vertical(classes="sheet"):
            yield Static("A message", classes="sheet-heading", markup=False)
            yield Select(self._whom(), value=self.to or EVERYBODY, allow_blank=False, compact=True, id="to")
            yield OwnBox(self.draft, "message")
            yield Prose("It stands on their screens until they have read it.", classes="say quiet")
            yield Static("", id="went-wrong", markup=False)
            with ItemGrid(classes="buttons", min_column_width=20, stretch_height=False):
                yield Button("Send it", id="send-it", classes="main")
                yield Button("Send nothing", id="close")

    def _whom(self) -> list[tuple[Text, str]]:
        """Names as they are: a list reads plain words as markup."""
        groups = [(Text(sanitize(group.name)), group.id) for group in self.now.groups]
        people = [(Text(f"{shorten_name(person.name)} alone"), person.id) for person in everyone(self.now)]
        return [(Text("Everybody"), EVERYBODY), *groups, *people]

    @on(Button.Pressed, "#send-it")
    def send(self) -> None:
        """Send it, if it can be."""
        words, to = self.query_one(OwnBox).words, str(self.query_one("#to", Select).value)
        if not words or len(words) > LONGEST:
            refused = f"That is {len(words):,} characters; a message holds {LONGEST:,}." if words else "Nothing yet."
            self.query_one("#went-wrong", Static).update(refused)
            return
        self.dismiss((words, "" if to == EVERYBODY else to))

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Say nothing after all; a message that was typed is asked about first."""
        self.ask_first(lambda: self.dismiss(None))


# --- Taking a group on to its next stage, or back to where it was: asked first, with the group's name and


class TakeOnDialog(Dialog):
    """Gives back `on`, or None to leave the group where it is."""

    choices = (("close", "Leave them there"), ("on", "Take them on"))

    def __init__(self, group: GroupOnBoard, onward: Stage) -> None:
        """`onward`: the stage that they would be taken on to."""
        super().__init__()
        self.group = group
        self.onward = onward
        self.heading = f"Take {sanitize(group.name)} on?"

    def words(self) -> Iterable[Content]:
        """Who they are, where they are, how far, and where they would be; and what can be taken back."""
        yield Content(sitting(self.group))
        yield Content(f"They are at “{self.group.stage.title()}”{_how_far(self.group)}.")
        yield Content(f"Taking them on brings all of them to “{self.onward.title()}”, from what they read or say now.")
        if self.group.stage.is_at_least(Stage.BRIEF):
            yield Content("Key b brings them back, until something more is said. What is half typed stays.")


class BringBackDialog(Dialog):
    """Gives back `back`, or None to leave the group where it is."""

    choices = (("close", "Leave them there"), ("back", "Bring them back"))

    def __init__(self, group: GroupOnBoard, former: Stage) -> None:
        """`former`: the stage that they were taken on from."""
        super().__init__()
        self.group = group
        self.former = former
        self.heading = f"Bring {sanitize(group.name)} back?"

    def words(self) -> Iterable[Content]:
        """Where they are, and where they would be."""
        yield Content(sitting(self.group))
        yield Content(f"They are at “{self.group.stage.title()}”, and go back to “{self.former.title()}”.")
        yield Content("Nothing that was said, noted or marked is lost by it.")


def _how_far(group: GroupOnBoard) -> str:
    """How many of its replies a talk has had."""
    if group.stage is not Stage.TALKING:
        return ""
    return f", after {group.replies} of {group.most_replies} replies"
