"""The first page of the trainer's app: the room's run sheet and its groups' scenarios."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, RadioSet, Static

from coach.classroom.run_sheets import load_checked_sheet, load_sheets
from coach.classroom.trainer import OpenRoom
from coach.errors import CoachError
from coach.language.catalogue import say
from coach.model.run_sheet import Sheet, Timer
from coach.practice.scenario_cards import ScenarioCard, make_cards
from coach.practice.service import PracticeService
from coach.records.paths import parse_file
from coach.tui.base_app import Page
from coach.tui.cards import list_scenarios
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import TypedLine
from coach.tui.text import sanitize
from coach.tui.trainer.board_text import WHO, describe_minutes, describe_number
from coach.tui.trainer.page import BoardPage
from coach.tui.widgets.choices import Choice, DeliberateChoices, Tick
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.searchable_list import ChoosingDialog, ChosenEntries, ListEntry
from coach.tui.widgets.text import Prose, draw_heading

# --- Rooms that were left open

HOUR = timedelta(hours=1)
OR_ANOTHER = "Everybody in it is where they were. Or open a new one, with another code:"


class OpenRooms(VerticalGroup):
    """The rooms that were left open, each as a button, the last used first."""

    class GoOn(Message):
        """Message posted when a room that was left open is to be continued, by its code."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self, rooms: tuple[OpenRoom, ...], now: datetime) -> None:
        super().__init__(id="still-open")
        self._rooms = rooms
        self._now = now

    def compose(self) -> ComposeResult:
        which = say("A room was left open.") if len(self._rooms) == 1 else say("Rooms were left open.")
        yield Prose("", which, classes="say")
        for open_room in self._rooms:
            yield Button(Content(_describe_room(open_room, self._now)), id=f"go-on-{open_room.code}", classes="main")
        yield Prose(say(OR_ANOTHER), classes="say quiet")

    def on_mount(self) -> None:
        """Focus the first button: it is the way back after a crash."""
        self.query(Button).first().focus(scroll_visible=False)

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Post that the room of the pressed button is to be continued."""
        event.stop()
        self.post_message(self.GoOn(str(event.button.id).removeprefix("go-on-")))


def _describe_room(room: OpenRoom, now: datetime) -> str:
    return say(
        "Go on with {sanitize}: {number}, {idle_time}",
        sanitize=sanitize(room.code),
        number=describe_number(room.people),
        idle_time=_describe_idle_time(now - room.touched),
    )


def _describe_idle_time(passed: timedelta) -> str:
    if passed < timedelta(minutes=1):
        return say("just now")
    if passed < HOUR:
        return f"{describe_minutes(passed // timedelta(minutes=1))} ago"
    hours = passed // HOUR
    return say("an hour ago") if hours == 1 else say("{hours} hours ago", hours=hours)


# --- The preview of a run sheet

NONE_YET = "No sheet is chosen yet."


class SheetPreview(VerticalScroll):
    """A preview of a run sheet: its purpose, and its parts with their minutes."""

    def __init__(self) -> None:
        super().__init__(id="sheet-preview")

    def compose(self) -> ComposeResult:
        yield draw_heading(say("How it would go"))
        yield Static(say(NONE_YET), markup=False, id="how-it-goes")

    def show(self, sheet: Sheet | None) -> None:
        """Show a run sheet, or that none is chosen."""
        self.query_one("#how-it-goes", Static).update(_describe_sheet(sheet) if sheet else say(NONE_YET))
        self.scroll_home(animate=False)


def _describe_sheet(sheet: Sheet) -> Content:
    lines: list[Content] = [Content(sanitize(sheet.about)), Content("")]
    begins = 0
    for part in sheet.parts:
        when = f"{begins}–{begins + part.minutes}"
        lines.append(Content.assemble((f"{when:<8}", "bold"), sanitize(part.title), (f", {WHO[part.who]}", "$quiet")))
        begins += part.minutes
    lines += [Content(""), Content(say("{replies} replies a round.", replies=sheet.replies))]
    return Content("\n").join(lines)


# --- Scenarios to offer


@dataclass(frozen=True, slots=True)
class ScenarioOffers:
    """The scenarios that a trainer can offer to groups."""

    things: tuple[ListEntry, ...] = ()
    cards: tuple[ScenarioCard, ...] = ()

    def title(self, scenario: str) -> str:
        """Return the title of a scenario; its id where it is not in the library."""
        return next((card.title for card in self.cards if card.id == scenario), scenario)

    def with_others(self, chosen: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
        """Add the alternative scenario to each that has racism towards the practitioner.

        Returns:
            The ids to offer, and a sentence on what was added.
        """
        cards = {card.id: card for card in self.cards}
        towards = [cards[scenario] for scenario in chosen if scenario in cards and cards[scenario].towards_practitioner]
        others = [card.alternative for card in towards if card.alternative]
        says = " ".join(
            say(
                "“{title}” has racism towards the practitioner, so “{other_title}” is offered too.",
                title=card.title,
                other_title=self.title(card.alternative),
            )
            for card in towards
            if card.alternative
        )
        return tuple(dict.fromkeys((*chosen, *others))), says


def list_offers(practice: PracticeService) -> ScenarioOffers:
    """List every scenario that can be used."""
    return ScenarioOffers(list_scenarios(practice), tuple(card for card in make_cards(practice) if not card.problem))


# --- The page

USUAL = "ninety"
MOST = 6
OWN = "own"
"""The choice of a file of one's own."""
HELD_KEYS = frozenset({"up", "down", "left", "right", "space", "enter"})
"""Keys that wait for the run sheets, where they are pressed before these are there."""
BETWEEN_KEYS = 0.05
"""Seconds between two keys that waited: what the first one changed is there then."""


class OpeningScreen(BoardPage, Page):
    """The page that opens a room: its run sheet, scenarios and clock, all with usual values."""

    WHERE = "opening"
    HELP: ClassVar[str] = """\
A room is one session with a class. Choose a run sheet: what happens when, what you may say, and for how long. It is \
an offer, and on the board you can go to any part of it at any time. A sheet of your own is a YAML file; copy one that \
ships and change it.

Groups choose from the scenarios you offer. Two are usual. Where one has racism towards the practitioner, another of \
equal standing is offered beside it, so that nobody has to take it.

When the room is open, the board shows its code.

A room that was left open, as after a crash, stands first: going on with it brings everybody back to where they were. \
A new room has another code, and nobody is in it."""
    BINDINGS = make_bindings("opening")
    AUTO_FOCUS = ""  # nothing, until the run sheets are there: a key would press or fill what comes after them

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, Sheet] = {}
        self.scenarios: tuple[str, ...] = ()
        self._own: Sheet | None = None
        self._offered = ScenarioOffers()
        self._is_ready = False
        self._held: list[str] = []
        """Keys that were pressed before the run sheets were there, in their order."""

    def compose(self) -> ComposeResult:
        yield Prose("", say("Open a room for a class"), classes="title")
        if self.services.said:
            yield Prose(self.services.said, classes="of-rooms")
        with Horizontal(id="opening"):
            with VerticalScroll(id="choosing", can_focus=False):
                if self.services.still_open:
                    yield OpenRooms(self.services.still_open, self.services.clock())
                yield draw_heading(say("Run sheet"))
                yield VerticalGroup(id="which-sheet")
                yield TypedLine(placeholder=say("Its place, then Enter"), compact=True, id="own-sheet")
                yield Prose("", classes="went-wrong")
                yield draw_heading(say("What groups choose from"))
                yield ChosenEntries("scenarios", say("Nothing yet."), say("Choose scenarios"))
                yield Prose("", classes="quiet towards")
                yield draw_heading(say("The room's clock"))
                yield Tick(say("Show what is left of each part, softly"), value=True, id="clock")
                yield Button(self._opens, action="screen.open_room", classes="main", id="open-room")
            yield SheetPreview()
        yield Keys()

    @work
    async def on_mount(self) -> None:
        """Load the run sheets that ship, and choose what the command line named."""
        self.sheets = await self.services.in_practice(load_sheets)
        self._offered = await self.services.in_practice(list_offers, self.services.practice)
        wished, scenarios = self.services.wished
        first = wished if wished in self.sheets else OWN if wished else USUAL if USUAL in self.sheets else ""
        first = str(first) or next(iter(self.sheets), OWN)
        choices = [
            Choice(f"{sanitize(sheet.title)}: {len(sheet.parts)} parts", value=key == first, id=f"sheet-{key}")
            for key, sheet in self.sheets.items()
        ]
        own = Choice(say("A file of my own"), value=first == OWN, id=f"sheet-{OWN}")
        await self.query_one("#which-sheet").mount(DeliberateChoices(*choices, own, id="sheets"))
        if first == OWN:
            self.query_one("#own-sheet", Input).value = str(wished)
            self.read_own()
        self.sheet_chosen(first)
        if scenarios:
            self._offer(scenarios)
        if not self.services.still_open:
            self.query_one("#sheets").focus()
        self.call_after_refresh(self._press_held)

    def on_key(self, event: events.Key) -> None:
        """Hold a key that nothing took, until the run sheets are there."""
        if not self._is_ready and self.focused is None and event.key in HELD_KEYS:
            event.stop()
            self._hold(event.key)

    def _hold(self, key: str) -> None:
        self._held.append(key)
        self.query_one("#open-room", Button).label = say("One moment…")

    def _press_held(self) -> None:
        """Press the keys that were held, one after the other; after the last one the page is ready."""
        self._is_ready = True
        button = self.query_one("#open-room", Button)
        if not button.disabled:  # a key that was held may be opening the room
            button.label = self._opens
        if self._held:
            # From the app, as a key that is pressed: one from a page never reaches the keys of a page.
            self.app.call_later(self.app.simulate_key, self._held.pop(0))
            self.set_timer(BETWEEN_KEYS, self._press_held)

    @property
    def key(self) -> str:
        """The key of the chosen run sheet; empty while there is none."""
        pressed = [radio_set.pressed_button for radio_set in self.query("#sheets").results(RadioSet)]
        return str(pressed[0].id).removeprefix("sheet-") if pressed and pressed[0] else ""

    @property
    def sheet(self) -> Sheet | None:
        """The chosen run sheet, with its clock shown or hidden as chosen."""
        sheet = self._own if self.key == OWN else self.sheets.get(self.key)
        timer = Timer.SOFT if self.query_one("#clock", Tick).value else Timer.NONE
        return sheet.model_copy(update={"timer": timer}) if sheet else None

    @on(RadioSet.Changed, "#sheets")
    def another(self) -> None:
        """Show another run sheet, when it is chosen."""
        self.sheet_chosen(self.key)

    def sheet_chosen(self, key: str) -> None:
        """Show the chosen run sheet, and offer its scenarios."""
        own = self.query_one("#own-sheet")
        own.display = key == OWN
        self.query_one(".went-wrong").display = key == OWN
        sheet = self._own if key == OWN else self.sheets.get(key)
        self._show(sheet)
        if key == OWN and self._own is None:
            own.focus()

    def _show(self, sheet: Sheet | None) -> None:
        self.query_one(SheetPreview).show(sheet)
        if sheet:
            self.query_one("#clock", Tick).value = sheet.timer is Timer.SOFT
            self._offer(sheet.scenarios)

    @on(Input.Submitted, "#own-sheet")
    @work(exclusive=True, group="own")
    async def read_own(self) -> None:
        """Read the trainer's own run sheet from a file, and show what is wrong with it."""
        wrong = self.query_one(".went-wrong", Prose)
        place = parse_file(self.query_one("#own-sheet", Input).value)
        if place is None:
            return
        try:
            self._own = await self.services.in_practice(load_checked_sheet, self.services.practice.library, Path(place))
        except CoachError as error:
            self._own = None
            wrong.update(sanitize(str(error)))
        else:
            wrong.update("")
        self._show(self._own)

    # --- Scenarios

    @work(exclusive=True, group="asking")
    async def action_choose(self, _: str = "") -> None:
        """Choose the scenarios from which groups choose."""
        if not self._is_ready:
            self._hold("f4")
            return
        sheet = ChoosingDialog(say("What groups choose from"), self._offered.things, self.scenarios, _refuse_too_many)
        if (chosen := await self.app.push_screen_wait(sheet)) is not None:
            self._offer(chosen)

    def _offer(self, scenarios: tuple[str, ...]) -> None:
        """Show the scenarios that groups can choose, with the alternatives added to them.

        Beside any scenario with racism towards the practitioner, another is always offered.
        """
        self.scenarios, towards = self._offered.with_others(scenarios)
        self.query_one(ChosenEntries).show(tuple(self._offered.title(scenario) for scenario in self.scenarios))
        self.query_one(".towards", Prose).update(sanitize(towards))
        self.query_one(".towards").display = bool(towards)

    @work(group="opening")
    async def action_open_room(self) -> None:
        """Open the room, once: some seconds may pass until everything for its screens is loaded."""
        if not self._is_ready:
            self._hold("f9")
            return
        sheet, button = self.sheet, self.query_one("#open-room", Button)
        if button.disabled:
            return
        if sheet is None:
            self.notify(say("Choose a run sheet first."))
        elif not self.scenarios:
            self.notify(say("Choose at least one scenario. Two give a group something to choose."))
        else:
            button.disabled, button.label = True, say("One moment…")
            try:
                await self.services.open_room(sheet, self.scenarios)
            finally:
                button.disabled, button.label = False, self._opens

    @on(OpenRooms.GoOn)
    @work(group="opening")
    async def go_on(self, event: OpenRooms.GoOn) -> None:
        """Continue a room that was left open."""
        still_open = self.query_one(OpenRooms)
        still_open.disabled = True
        try:
            await self.services.go_on_with(event.code)
        finally:
            still_open.disabled = False

    @property
    def _opens(self) -> str:
        """The words of the button that opens a room, which differ while older rooms are open."""
        return say("Open a new room") if self.services.still_open else say("Open the room")


def _refuse_too_many(chosen: tuple[str, ...]) -> str:
    return say("{most} are enough to choose from.", most=MOST) if len(chosen) > MOST else ""
