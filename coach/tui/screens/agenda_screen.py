"""The agenda of a supervision session of fifty minutes, with a clock that can be ignored."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Static

from coach.errors import NotKnown, RecordsError
from coach.language.catalogue import say
from coach.supervision.actions import OwnAction
from coach.supervision.agenda import Agenda, AgendaSection, format_day, load_agenda, parse_day
from coach.supervision.desk_texts import ask_same_practitioner, choose_sheet
from coach.supervision.documents import save_blocks
from coach.supervision.inbox import Inbox
from coach.supervision.sheet import (
    SAID_BEFORE,
    Meeting,
    describe_along,
    lay_out_agenda,
    plan_meeting,
    word_action,
)
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.dialogs.care import make_dialog
from coach.tui.dialogs.confirm import show_message
from coach.tui.dialogs.dialog import PASSING, Dialog, TypedLine
from coach.tui.dialogs.save import FOR_OTHERS, SaveDialog, SaveWay
from coach.tui.services import Clock
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.text import Prose

HERE = "about now by the clock"
LEFT_OUT = "left out"


def list_ways(name: str) -> tuple[SaveWay, ...]:
    """List the ways to save an agenda, in files of a name."""
    return (
        SaveWay("word", say("A Word document"), f"{name}.docx", say(FOR_OTHERS)),
        SaveWay("page", say("A page to read or print"), f"{name}.html", say(FOR_OTHERS)),
        SaveWay("markdown", say("Markdown"), f"{name}.md", say(FOR_OTHERS)),
        SaveWay("text", say("Plain text"), f"{name}.txt", say(FOR_OTHERS)),
    )


# --- A part


class AgendaPart(Vertical, can_focus=True):
    """A section of the agenda: its title, questions and a note. The clock never scrolls to it."""

    BINDINGS = make_bindings("part")

    class LeftOut(Message):
        """Message posted when this section is to be left out, or put back."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, part: AgendaSection, place: int, said_before: tuple[str, ...], meeting: Meeting) -> None:
        """Make the widget of a section.

        Args:
            part: the section.
            place: its place, from 0.
            said_before: what the supervisor said they would take up; shown where the section asks for it.
            meeting: the talk, what of which stands in the section of the moment.
        """
        super().__init__(classes="part")
        self.part = part
        self._place = place
        self._said_before = said_before if part.actions else ()
        self._about = meeting.about if part.moment else ()
        self._is_current = False
        self._is_out = False

    def compose(self) -> ComposeResult:
        yield Prose("", self.part.title, classes="part-title")
        yield Prose(f"Minutes {self.part.begins} to {self.part.ends}", classes="quiet part-when")
        for label, words in self._about:
            yield Prose(words, f"{label}:", classes="say")
        for question in self.part.ask:
            yield Prose(question, classes="say")
        for action in self._said_before:
            yield Prose(action, f"{SAID_BEFORE}:", classes="say")
        if self.part.note:
            yield Prose(self.part.note, classes="say quiet")

    def by_the_clock(self, current: bool) -> None:
        """Show whether the clock is in this section."""
        self._is_current = current
        self._say_when()

    def show_left_out(self, is_out: bool) -> None:
        """Show whether the section is left out of the talk."""
        self._is_out = is_out
        self.set_class(is_out, "-left-out")
        self._say_when()

    def _say_when(self) -> None:
        also = "".join(
            f", {words}" for words, holds in ((say(HERE), self._is_current), (say(LEFT_OUT), self._is_out)) if holds
        )
        self.query_one(".part-when", Prose).update(f"Minutes {self.part.begins} to {self.part.ends}{also}")

    def action_leave_out(self) -> None:
        """Leave this section out of the talk, or put it back."""
        self.post_message(self.LeftOut(self._place))

    def action_step(self, step: int) -> None:
        """Focus the section before or after this one, if there is one."""
        parts = list(self.screen.query(AgendaPart))
        place = parts.index(self) + step
        if 0 <= place < len(parts):
            parts[place].focus()


# --- Saving it


class MeetingFields:
    """The day of a talk and who is there, as asked when its agenda is saved."""

    def __init__(self, meeting: Meeting, today: date, along: Iterable[str] = ()) -> None:
        """Make the fields.

        Args:
            meeting: the talk, as it is planned so far.
            today: the day from which a day such as "in a fortnight" is reckoned.
            along: sentences on what goes into the file besides.
        """
        self.meeting = meeting
        self._today = today
        self._along = tuple(along)

    def make(self) -> Iterable[Widget]:
        """Make a line to type in for each, and say what goes into the file besides."""
        day = format_day(self.meeting.day) if self.meeting.day else ""
        for words, name, value, longest in (
            (say("The day of the talk, if you like"), "day", day, 40),
            (say("Practitioner, if you like"), "practitioner", self.meeting.practitioner, 100),
            (say("Supervisor, if you like"), "supervisor", self.meeting.supervisor, 100),
        ):
            yield Static(words, classes="label")
            classes = f"{PASSING} focus-first of-fields"
            yield TypedLine(value, id=name, compact=True, max_length=longest, classes=classes)
        yield from (Prose(words, classes="quiet") for words in self._along)

    def read(self, typed: dict[str, str]) -> str:
        """Read the day and the names; return the file's name. Raises NotNow where the day is none."""
        day = parse_day(typed["day"], self._today)
        names = {name: typed[name] for name in ("practitioner", "supervisor")}
        self.meeting = self.meeting.model_copy(update={"day": day, **names})
        return self.meeting.file_name


# --- The screen

EVERY = 5
"""Seconds between two looks at the clock."""
NOT_STARTED = "The clock is not started, and need not be."


class AgendaScreen(Page):
    """The agenda's sections below each other, with a line saying in which one the clock is."""

    WHERE = "agenda"
    HELP = """\
A talk of fifty minutes, in parts: what comes first, the moment somebody chose, saying it again, a child you both know \
of, the service, and what will be said to whom. It is an offer: n leaves the part you are at out, and puts it back. \
Opened from something that was brought, it holds that and what they would like to talk about.

Start the clock if you like one. It says which part it is in, does not ring, and moves nobody: go from part to part \
with the arrow keys, or click one. It goes on while you look at what was brought.

Nothing of the talk is written down here. A sheet to sign is yours to write, for your service's own file. What you \
said to whoever brought it that you would take up stands in its part, and nothing else of your own list. \
Where others sign with the same name, the coach asks once whether it is the same one; Ask who it is asks again. Save \
the agenda writes it to a document, with its day and your names if you like."""
    BINDINGS = make_bindings("agenda")
    AUTO_FOCUS = "AgendaPart"

    def __init__(self, submission: str = "") -> None:
        """Make the screen for a talk about the submission with this id, if there is one."""
        super().__init__()
        self._submission = submission
        self.meeting = Meeting()
        self.agenda: Agenda | None = None
        self._said_before: tuple[str, ...] = ()
        """What the supervisor promised to whoever brought it, and has not done yet."""

    @property
    def clock(self) -> Clock:
        """The clock, which runs on while the supervisor looks at another screen."""
        return self.coach.clock

    def compose(self) -> ComposeResult:
        yield Prose("", say("Agenda"), classes="title")
        yield Prose(say(NOT_STARTED), classes="quiet clock")
        yield VerticalScroll(id="parts", can_focus=False)
        with Horizontal(id="doing"):
            yield Button(say("Start the clock"), action="screen.clock", compact=True, id="start-clock")
            yield Button(say("Reset the clock"), action="screen.clock_anew", compact=True)
            yield Button(say("Ask who it is"), action="screen.who_anew", compact=True, id="who-anew")
            yield Button(say("My actions"), action="screen.my_actions", compact=True)
            yield Button(say("A sheet to sign"), action="screen.sheet", compact=True)
            yield Button(say("Save the agenda"), action="screen.save_agenda", compact=True)
        yield Keys()

    @work
    async def on_mount(self) -> None:
        await self.coach.wait_until_open()
        self.agenda = await self.coach.in_practice(load_agenda)
        self.query_one(".title", Prose).update(self.agenda.title)
        self.meeting = await self.coach.in_practice(_plan, self.coach.inbox, self._submission)
        await self._show_parts()
        self.look_at_the_clock()
        if not self.coach.still:
            self.set_interval(EVERY, self.look_at_the_clock)

    async def _show_parts(self) -> None:
        """Show the sections anew, with what was promised to whoever brought it."""
        if self.agenda is None:
            return
        self._said_before = tuple(map(word_action, await self._find_promised()))
        parts = [
            AgendaPart(part, place, self._said_before, self.meeting) for place, part in enumerate(self.agenda.parts)
        ]
        self.query_one("#who-anew").display = await self.coach.in_practice(_may_ask, self.coach.inbox, self._submission)
        pane = self.query_one("#parts")
        await pane.remove_children()
        await pane.mount(Vertical(*parts, id="all"))
        for place, part in enumerate(parts):
            part.show_left_out(place in self.meeting.left_out)
        parts[0].focus()

    async def _find_promised(self) -> tuple[OwnAction, ...]:
        """Find what was promised to the practitioner; ask where others who sign alike may be it."""
        promises, who = self.coach.inbox.promises, self.meeting.practitioner
        promised = await self.coach.in_practice(promises.find, self._submission)
        for group in promised.unsure:
            asks = ask_same_practitioner(who, "; ".join(map(word_action, group)))
            if wanted := await self.app.push_screen_wait(Dialog(make_dialog(asks))):
                tell = partial(promises.tell, self._submission, group, same=wanted == "same")
                await self.coach.in_practice(tell)
        return (
            (await self.coach.in_practice(promises.find, self._submission)).sure if promised.unsure else promised.sure
        )

    def look_at_the_clock(self) -> None:
        """Update the minutes, and the section in which the clock is."""
        if self.agenda is None:
            return
        current = self.agenda.find_section(self.clock.minutes) if self.clock.is_begun else None
        self.query_one(".clock", Prose).update(self._says(current))
        for place, part in enumerate(self.query(AgendaPart)):
            part.by_the_clock(place == current)
        start = self.query_one("#start-clock", Button)
        if str(start.label) != self._offers():
            start.label = self._offers()
            start.refresh(layout=True)  # other words need other room

    @on(AgendaPart.LeftOut)
    def leave_out(self, event: AgendaPart.LeftOut) -> None:
        """Leave a section out of the talk, or put it back."""
        self.meeting = self.meeting.with_part(event.place)
        for place, part in enumerate(self.query(AgendaPart)):
            part.show_left_out(place in self.meeting.left_out)

    @work(exclusive=True, group="asking")
    async def action_who_anew(self) -> None:
        """Ask again whether others who sign alike are whoever brought it."""
        promises = self.coach.inbox.promises
        if not await self.coach.in_practice(_may_ask, self.coach.inbox, self._submission):
            self.notify(say("Nothing was asked about who brought this."))
            return
        await self.coach.in_practice(promises.ask_anew, self._submission)
        await self._show_parts()
        self.look_at_the_clock()

    def action_clock(self) -> None:
        """Start or pause the clock."""
        self.clock.start_or_pause()
        self.look_at_the_clock()

    def action_clock_anew(self) -> None:
        """Reset the clock to zero."""
        self.clock.reset()
        self.look_at_the_clock()

    def action_my_actions(self) -> None:
        """Open the list of what the supervisor said they would take up."""
        self.coach.open_page("actions")

    @work(exclusive=True, group="asking")
    async def action_sheet(self) -> None:
        """Open the form for a sheet to sign, once it is chosen which."""
        match await self.app.push_screen_wait(Dialog(make_dialog(choose_sheet()))):
            case "record":
                self.coach.open_sheet(self._submission)
            case "agreement":
                self.coach.open_page("supervision_agreement")

    @work(exclusive=True, group="asking")
    async def action_save_agenda(self) -> None:
        """Save the agenda as a document, to print it or send it on."""
        if self.agenda is None:
            return
        agenda, along = self.agenda, describe_along(self.agenda, self._said_before, self.meeting)
        fields = MeetingFields(self.meeting, self.coach.inbox.actions.today, along)

        def save(_: str, file: Path) -> str:
            blocks = lay_out_agenda(agenda, self._said_before, fields.meeting)
            return say("It is in {file}.", file=save_blocks(blocks, file, agenda.title, for_others=True))

        ways = list_ways(self.meeting.file_name)
        dialog = SaveDialog(say("Save the agenda"), ways, save, name="save-agenda", fields=fields)
        if said := await self.app.push_screen_wait(dialog):
            self.meeting = fields.meeting
            self.app.push_screen(Dialog(show_message(say("Saved"), said)))

    def _says(self, current: int | None) -> str:
        if current is None or self.agenda is None:
            return say(NOT_STARTED)
        minutes = int(self.clock.minutes)
        paused = "" if self.clock.is_going else say("Paused. ")
        if minutes >= self.agenda.parts[-1].ends:
            past = say("About {minutes} minutes in, past the last part. Take what time you need.", minutes=minutes)
            return f"{paused}{past}"
        so_long = (
            say("About {minutes} minutes in", minutes=minutes)
            if minutes > 1
            else say("Just begun")
            if minutes < 1
            else say("About a minute in")
        )
        return f"{paused}{so_long}: {self.agenda.parts[current].title}"

    def _offers(self) -> str:
        if self.clock.is_going:
            return say("Pause the clock")
        return say("Resume the clock") if self.clock.is_begun else say("Start the clock")


def _may_ask(inbox: Inbox, submission: str) -> bool:
    """Whether the supervisor can be asked who brought something, for the first time or anew."""
    promises = inbox.promises
    return promises.has_told(submission) or bool(promises.find(submission).unsure)


def _plan(inbox: Inbox, key: str) -> Meeting:
    """Plan a talk of today, about what was brought if that is still here."""
    today, supervisor = inbox.actions.today, inbox.find_signature()
    try:
        item = inbox.find_item(key) if key else None
    except (NotKnown, RecordsError):
        item = None
    review = (item.draft.response if item.draft else item.response) if item else None
    return plan_meeting(item.brought if item else None, review, day=today, supervisor=supervisor)
