"""The dialogs of the trainer's app: questions, prompts, moving people, messages."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import ItemGrid, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Label, OptionList, Select, Static
from textual.widgets.option_list import Option

from coach.classroom.trainer import Prompt
from coach.classroom.views import Board, BoardGroup
from coach.language.catalogue import say
from coach.model.characters import shorten_name
from coach.model.class_events import Stage
from coach.model.run_sheet import Part
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import CLOSE, BodyPart, Bullet, Dialog, DialogText, Guarded, Subheading
from coach.tui.text import sanitize
from coach.tui.trainer.board_text import (
    describe_minutes,
    describe_people,
    describe_room,
    describe_stage,
    list_marks,
    list_people,
)
from coach.tui.widgets.choices import update_options
from coach.tui.widgets.reply_input import OwnBox
from coach.tui.widgets.text import Prose

# --- Leaving the board, closing the room

CLOSE_ROOM = DialogText(
    "close-room",
    "Close the room?",
    (
        "That ends the session on everybody's screen, and nobody can come in again.",
        Content.assemble(
            ("Keep seven days: ", "bold"),
            "then it goes by itself. Until you leave this program, people can still take their own words home.",
        ),
        Content.assemble(
            ("Forget now: ", "bold"),
            "everything said in it is deleted, for good. Whoever wants their words takes them home first.",
        ),
    ),
    ((CLOSE, "Go on"), ("seven_days", "Keep seven days"), ("forget", "Forget now")),
)
"""What becomes of a room that is closed. Answers: `seven_days`, `forget`, or None to leave it open."""


def confirm_leaving(code: str) -> DialogText:
    """Make the question on leaving the board. Answers: `leave`, `close_room`, or None.

    Args:
        code: the room's code.
    """
    return DialogText(
        "leaving",
        say("Leave the board?"),
        (
            say(
                "Leaving the board closes nothing. Everybody's screen waits, and nothing said is lost; "
                "`coach room {sanitize}` goes on.",
                sanitize=sanitize(code),
            ),
            say("Closing the room ends the session for everybody."),
        ),
        ((CLOSE, say("Stay")), ("leave", say("Leave for now")), ("close_room", say("Close the room"))),
    )


# --- The whole room


def offer_door(*, locked: bool, waits: bool) -> DialogText:
    """Make the question what becomes of the door.

    Its answers are `lock`, `unlock`, `wait`, `straight`, `renew`, or None.

    Args:
        locked: whether it is locked now.
        waits: whether newcomers wait until they are admitted.
    """
    return DialogText(
        "the-door",
        say("The door is locked") if locked else say("The door"),
        (
            say("Behind a locked door nobody new comes in by a browser, also with the right code."),
            say("Or newcomers wait: they stand at the end of the list until you let them in, and see nothing of it."),
            say(
                "A new code takes the place of the old one on this board and on the projector page. Whoever is in "
                "stays in and comes back without it. `coach room` goes on to know the room by its first one."
            ),
        ),
        (
            (CLOSE, say("Leave it")),
            ("unlock", say("Open the door")) if locked else ("lock", say("Lock the door")),
            ("straight", say("Let newcomers straight in")) if waits else ("wait", say("Have newcomers wait")),
            ("renew", say("New code")),
        ),
    )


def show_prompt(prompt: Prompt) -> DialogText:
    """Make the dialog of a prompt: what to say and do in a situation. Answers: `cover`, or None."""
    spoken: tuple[BodyPart, ...] = tuple(Content.assemble((f"“{sanitize(words)}”", "bold")) for words in prompt.say)
    return DialogText(
        "prompt",
        sanitize(prompt.when),
        (*spoken, *_list_under(say("Do"), prompt.do), *_list_under(say("Leave out"), prompt.leave)),
        ((CLOSE, say("Close")), ("cover", say("Cover all screens"))),
        is_read=True,
    )


def _list_under(heading: str, lines: tuple[str, ...]) -> tuple[BodyPart, ...]:
    return (Subheading(heading), *map(Bullet, lines)) if lines else ()


def ask_about_lost_time(heading: str, since: datetime, until: datetime, board: Board) -> DialogText:
    """Make the question whether the clock was paused while nobody saw it.

    Its answers are `pause`, or None.

    Args:
        heading: what happened, such as that the laptop slept.
        since: when the board was last updated.
        until: the time now.
        board: the board.
    """
    passed = int((until - since) / timedelta(minutes=1))
    begin, end = (f"{moment.astimezone():%H:%M}" for moment in (since, until))
    return DialogText(
        "asleep",
        heading,
        (
            say(
                "For about {minutes}, from {begin} to {end}. The room's clock went on:",
                minutes=describe_minutes(passed),
                begin=begin,
                end=end,
            ),
            describe_room(board),
            say("Pausing since then leaves that time out. The room waits until you go on with F4."),
        ),
        (("pause", say("Pause since then")), (CLOSE, say("Leave the clock"))),
    )


def confirm_part(part: Part, *, current: bool) -> DialogText:
    """Make the question before going to a part of the run sheet. Answers: `go`, or None to stay.

    Args:
        part: the part to go to.
        current: whether the room is in it already, so that it begins again.
    """
    title = sanitize(part.title)
    if current:
        heading, what = say("Begin “{title}” anew?", title=title), say("Its clock begins again, on everybody's screen.")
    else:
        heading, what = (
            say("Go to “{title}”?", title=title),
            say("Everybody's screen says so at once, and its clock begins."),
        )
    return DialogText("to-part", heading, (what,), ((CLOSE, say("Stay")), ("go", say("Go there"))))


def confirm_laying_together(contributors: int) -> DialogText:
    """Make the question before counts of openings are pooled. Answers: `lay`, or None.

    Pooling ends contributing.

    Args:
        contributors: how many people gave their counts.
    """
    return DialogText(
        "laying",
        say("Lay the counts together?"),
        (
            say("{contributors} people have given their counts.", contributors=contributors),
            say("Nobody can give more after that. Ask the room first whether anybody still wants to."),
        ),
        (("lay", say("Lay them together")), (CLOSE, say("Wait a little"))),
    )


# --- One group, or one participant: taking on, bringing back, removing


def confirm_taking_on(group: BoardGroup, onward: Stage) -> DialogText:
    """Make the question before a group goes to its next stage. Answers: `on`, or None.

    Args:
        group: the group as the trainer sees it.
        onward: the next stage.
    """
    so_far = f", after {group.replies} of {group.most_replies} replies" if group.stage is Stage.TALKING else ""
    way_back = (say("Key b brings them back, until something more is said. What is half typed stays."),)
    return DialogText(
        "take-on",
        f"Take {sanitize(group.name)} on?",
        (
            describe_people(group),
            say("They are at “{stage}”{so_far}.", stage=group.stage.title(), so_far=so_far),
            say(
                "Taking them on brings all of them to “{onward}”, from what they read or say now.",
                onward=onward.title(),
            ),
            *way_back,
        ),
        ((CLOSE, say("Leave them there")), ("on", say("Take them on"))),
    )


def confirm_bringing_back(group: BoardGroup, former: Stage) -> DialogText:
    """Make the question before a group returns to its former stage. Answers: `back`, or None.

    Args:
        group: the group as the trainer sees it.
        former: the former stage.
    """
    return DialogText(
        "bring-back",
        f"Bring {sanitize(group.name)} back?",
        (
            describe_people(group),
            say("They are at “{stage}”, and go back to “{former}”.", stage=group.stage.title(), former=former.title()),
            say("Nothing that was said, noted or marked is lost by it."),
        ),
        ((CLOSE, say("Leave them there")), ("back", say("Bring them back"))),
    )


def confirm_removing(name: str) -> DialogText:
    """Make the question before a participant is removed. Answers: `remove`, `keep_out`, or None.

    Args:
        name: the participant's name.
    """
    return DialogText(
        "remove",
        say("Remove {name} from the room?", name=shorten_name(name)),
        (
            say(
                "For a place that nobody comes back to, or somebody who should not be here. Their group goes on, and "
                "their name is free again."
            ),
            say(
                "Their screen says that they are no longer in this room, and lets them take their own words home. "
                "With the code they can come in anew, unless you keep them out: then their screen says why."
            ),
        ),
        ((CLOSE, say("Leave them")), ("remove", say("Remove from the room")), ("keep_out", say("Keep out"))),
    )


# --- Moving a participant to another group, to none, or out of the room

NOWHERE = "nowhere"
OUT = "out"
NO_GROUP = (Text("No group"), NOWHERE)


class MoveDialog(ModalScreen[tuple[str, str] | None]):
    """A dialog that asks which participant moves, and to which group.

    It returns the participant's id and the group's: empty for no group, `OUT` for out of the room. None for no move.
    """

    BINDINGS = make_bindings("modal")
    AUTO_FOCUS = "#person"

    def __init__(self, now: Board, group: str = "") -> None:
        """Make a dialog that offers the participants.

        Args:
            now: the board.
            group: the group whose people are offered first; empty for those in no group.
        """
        super().__init__()
        self.now = now
        first = [candidate for candidate in now.groups if candidate.id == group]
        rest = [candidate for candidate in now.groups if candidate.id != group]
        self.groups = [*rest, *first]
        # Names as they are: a list reads plain words as markup.
        free = [
            (Text(say("{name}, in no group", name=shorten_name(person.name))), person.id) for person in now.ungrouped
        ]
        sitting = [
            (Text(f"{shorten_name(person.name)}, {sanitize(candidate.name)}"), person.id)
            for candidate in [*first, *rest]
            for person in candidate.people
        ]
        self.people = [*sitting, *free] if first else [*free, *sitting]

    def _places(self, person: str) -> list[tuple[Text, str]]:
        """List the groups that a participant can move to, without the one they are in."""
        groups = [group for group in self.groups if person not in {who.id for who in group.people}]
        free = len(groups) == len(self.groups) and bool(groups)
        return [*((Text(sanitize(group.name)), group.id) for group in groups), *([] if free else [NO_GROUP])]

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(say("Move someone"), classes="sheet-heading", markup=False)
            yield Prose(say("Ask them first. Their old group goes on without them."), classes="say")
            yield Label(say("Who"))
            yield Select(self.people, allow_blank=False, compact=True, id="person")
            yield Label(say("Where to"))
            yield Select(self._places(self.people[0][1]), allow_blank=False, compact=True, id="group")
            with ItemGrid(classes="buttons", min_column_width=24, stretch_height=False):
                yield Button(say("Move them"), id="move", classes="main")
                yield Button(say("Remove from the room"), id="remove")
                yield Button(say("Leave it"), id="close")

    @on(Select.Changed, "#person")
    def another(self, event: Select.Changed) -> None:
        """Show the groups that another participant can move to."""
        self.query_one("#group", Select).set_options(self._places(str(event.value)))

    @on(Button.Pressed, "#move")
    def move(self) -> None:
        """Close and return the participant and the group."""
        person, group = (str(self.query_one(f"#{name}", Select).value) for name in ("person", "group"))
        self.dismiss((person, "" if group == NOWHERE else group))

    @on(Button.Pressed, "#remove")
    def see_out(self) -> None:
        """Close and return that the participant is to be removed; that is asked about once more."""
        self.dismiss((str(self.query_one("#person", Select).value), OUT))

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Close without moving anybody."""
        self.dismiss(None)


# --- One group, and what the trainer can do for it


class GroupDialog(Dialog):
    """A dialog that shows one group, and offers what the trainer can do for it.

    It returns `on`, `back`, `helped`, `tell` or `move`, or None.
    """

    BINDINGS = make_bindings("groups")
    AUTO_FOCUS = "OptionList"

    def __init__(self, group: BoardGroup) -> None:
        super().__init__(DialogText("group", sanitize(group.name)))
        self.group = group

    def make_body(self) -> Iterable[Widget]:
        yield Static(self._standing(), id="group-stands", markup=False)
        yield OptionList(*self._options(), id="to-do", markup=False)

    def show(self, now: Board) -> None:
        """Update the group from the board; a group that was dissolved stays as last shown."""
        self.group = next((candidate for candidate in now.groups if candidate.id == self.group.id), self.group)
        for standing in self.query("#group-stands").results(Static):
            standing.update(self._standing())
        for to_do in self.query("#to-do").results(OptionList):
            update_options(to_do, self._options())

    def _standing(self) -> Content:
        group = self.group
        playing = f"\n{sanitize(group.scenario)}" if group.scenario else ""
        number = f", round {group.round}" if group.round and playing else ""
        spoken = say(", spoken: nobody types") if group.spoken and playing else ""
        lines = (f"{describe_stage(group)}.{playing}{number}{spoken}", describe_people(group), sanitize(group.refusal))
        asked = [Content.assemble((words, "bold $wrong")) for words in list_marks(group)]
        return Content("\n\n").join([*asked, *(Content(line) for line in lines if line)])

    def key_enter(self, event: events.Key) -> None:
        """Do nothing, so that the list gets Enter."""

    def action_group_on(self) -> None:
        """Close and return that the group is to be taken to its next stage."""
        self.dismiss("on")

    def action_group_back(self) -> None:
        """Close and return that the group is to go back to its former stage."""
        self.dismiss("back")

    def action_group_tell(self) -> None:
        """Close and return that a message to the group is wanted."""
        self.dismiss("tell")

    def action_group_helped(self) -> None:
        """Close and return that the trainer has gone to help the group."""
        self.dismiss("helped")

    def _options(self) -> list[Option]:
        return [Option(words, id=key) for key, words in self._to_do()]

    def _to_do(self) -> Iterable[tuple[str, str]]:
        if self.group.asked_for_help is not None:
            yield "helped", say("I went over: they no longer ask")
        if self.group.next_stage:
            yield "on", say("Take them on to: {next_stage}", next_stage=self.group.next_stage.title())
        if self.group.back_to:
            yield "back", say("Bring them back to: {back_to}", back_to=self.group.back_to.title())
        yield "tell", say("Write to this group")
        yield "move", say("Move someone")

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """Close and return the chosen action."""
        self.dismiss(event.option_id)


# --- People at the door

ALL_WAITING = "all"


class AdmitDialog(ModalScreen[tuple[str, str] | None]):
    """A dialog that asks whom of the people at the door the trainer admits, or keeps out.

    It returns `admit` or `keep_out` with a person's id, which is empty for everybody.
    """

    BINDINGS = make_bindings("modal")
    AUTO_FOCUS = "#admit"

    def __init__(self, now: Board) -> None:
        """Make a dialog that offers the people who wait."""
        super().__init__()
        self.now = now

    def compose(self) -> ComposeResult:
        people = [(Text(shorten_name(person.name)), person.id) for person in self.now.waiting]
        with Vertical(classes="sheet"):
            yield Static(say("At the door"), classes="sheet-heading", markup=False)
            yield Prose(say("They have the code, and see nothing of the room. Do you know who it is?"), classes="say")
            yield Label(say("Who"))
            yield Select(
                [(Text(say("Everybody who waits")), ALL_WAITING), *people], allow_blank=False, compact=True, id="who"
            )
            with ItemGrid(classes="buttons", min_column_width=20, stretch_height=False):
                yield Button(say("Let them in"), id="admit", classes="main")
                yield Button(say("Keep out"), id="keep-out")
                yield Button(say("Leave it"), id="close")
            yield Static("", id="went-wrong", markup=False)

    @on(Button.Pressed, "#admit")
    def admit(self) -> None:
        """Close and return whom to let in."""
        who = str(self.query_one("#who", Select).value)
        self.dismiss(("admit", "" if who == ALL_WAITING else who))

    @on(Button.Pressed, "#keep-out")
    def keep_out(self) -> None:
        """Close and return whom to keep out; that takes one person."""
        who = str(self.query_one("#who", Select).value)
        if who == ALL_WAITING:
            self.query_one("#went-wrong", Static).update(say("Choose one person to keep out."))
            return
        self.dismiss(("keep_out", who))

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Close without doing anything."""
        self.dismiss(None)


class KeepOutDialog(ModalScreen[str | None], Guarded[str | None]):
    """A dialog for the sentence that says why a person is kept out; it returns the sentence."""

    BINDINGS = make_bindings("modal")
    AUTO_FOCUS = "OwnBox"

    def __init__(self, name: str, draft: str = "") -> None:
        """Make a dialog about one person.

        Args:
            name: the person's name.
            draft: what was typed before.
        """
        super().__init__()
        self.called = name
        self.draft = draft

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(f"Keep {shorten_name(self.called)} out?", classes="sheet-heading", markup=False)
            yield Prose(say("Say why, in a sentence. It stands on their screen, and nowhere else."), classes="say")
            yield OwnBox(self.draft, "message")
            yield Prose(
                say(
                    "Their browser cannot come in again, and nobody else takes their name. By another name and another "
                    "browser they could: have newcomers wait, or give the room a new code (key d)."
                ),
                classes="say quiet",
            )
            yield Static("", id="went-wrong", markup=False)
            with ItemGrid(classes="buttons", min_column_width=20, stretch_height=False):
                yield Button(say("Keep them out"), id="keep-them-out", classes="main")
                yield Button(say("Leave it"), id="close")

    def on_mount(self) -> None:
        """Count a draft as typed: it came back from a question, and is stored nowhere."""
        if self.draft:
            self.unsettle(self.query_one(OwnBox))

    @on(Button.Pressed, "#keep-them-out")
    def finish(self) -> None:
        """Close and return the sentence, unless it is empty or too long."""
        words = self.query_one(OwnBox).words
        if not words or len(words) > LONGEST:
            refused = (
                say("That is {words} characters; {longest} are shown.", words=f"{len(words):,}", longest=f"{LONGEST:,}")
                if words
                else say("Say why first.")
            )
            self.query_one("#went-wrong", Static).update(refused)
            return
        self.dismiss(words)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Close without doing anything, after asking about a typed sentence."""
        self.ask_first(lambda: self.dismiss(None))


# --- A message

EVERYBODY = "everybody"
LONGEST = 1000
"""Characters in one message, as a room keeps it."""


class TellDialog(ModalScreen[tuple[str, str] | None], Guarded[tuple[str, str] | None]):
    """A dialog for a message from the trainer, and whom it is for.

    It returns the words and the id of a group or a participant, which is empty for everybody.
    """

    BINDINGS = make_bindings("modal")
    AUTO_FOCUS = "OwnBox"

    def __init__(self, now: Board, to: str = "", draft: str = "") -> None:
        super().__init__()
        self.now = now
        self.to = to
        self.draft = draft

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static("A message", classes="sheet-heading", markup=False)
            yield Select(self._whom(), value=self.to or EVERYBODY, allow_blank=False, compact=True, id="to")
            yield OwnBox(self.draft, "message")
            yield Prose(say("It stands on their screens until they have read it."), classes="say quiet")
            yield Static("", id="went-wrong", markup=False)
            with ItemGrid(classes="buttons", min_column_width=20, stretch_height=False):
                yield Button(say("Send it"), id="send-it", classes="main")
                yield Button(say("Send nothing"), id="close")

    def on_mount(self) -> None:
        """Count a draft as typed: it came back from a question, and is stored nowhere."""
        if self.draft:
            self.unsettle(self.query_one(OwnBox))

    def _whom(self) -> list[tuple[Text, str]]:
        """List whom a message can go to; names are plain text, not markup."""
        groups = [(Text(sanitize(group.name)), group.id) for group in self.now.groups]
        people = [(Text(f"{shorten_name(person.name)} alone"), person.id) for person in list_people(self.now)]
        return [(Text(say("Everybody")), EVERYBODY), *groups, *people]

    @on(Button.Pressed, "#send-it")
    def send(self) -> None:
        """Close and return the message, unless it is empty or too long."""
        words, to = self.query_one(OwnBox).words, str(self.query_one("#to", Select).value)
        if not words or len(words) > LONGEST:
            refused = (
                say(
                    "That is {words} characters; a message holds {longest}.",
                    words=f"{len(words):,}",
                    longest=f"{LONGEST:,}",
                )
                if words
                else say("Nothing yet.")
            )
            self.query_one("#went-wrong", Static).update(refused)
            return
        self.dismiss((words, "" if to == EVERYBODY else to))

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Close without sending, after asking about a typed message."""
        self.ask_first(lambda: self.dismiss(None))
