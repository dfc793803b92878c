"""Before a room is opened: which run sheet, and what groups choose from."""

from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalGroup, VerticalScroll
from textual.widgets import Button, Input, RadioSet

from coach.classroom.sheets import checked_sheet, sheets
from coach.errors import CoachError
from coach.model.sheet import Sheet, Timer
from coach.tui.board.offering import Offered, offered
from coach.tui.board.page import BoardPage
from coach.tui.board.widgets.sheet_preview import SheetPreview
from coach.tui.board.widgets.still_open import StillOpen
from coach.tui.commands import bindings
from coach.tui.guarded import TypedLine
from coach.tui.modals.choosing import ChoosingSheet
from coach.tui.shown import shown
from coach.tui.typed_file import typed_file
from coach.tui.widgets.chosen_ones import ChosenOnes
from coach.tui.widgets.debrief_words import Words, heading
from coach.tui.widgets.keys import Keys
from coach.tui.widgets.ticks import Choice, Tick

USUAL = "ninety"
MOST = 6
OWN = "own"
"""The choice of a file of one's own."""


class OpeningScreen(BoardPage):
    """Everything can be left as it is."""

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
    BINDINGS = bindings("opening")
    AUTO_FOCUS = None

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, Sheet] = {}
        self.scenarios: tuple[str, ...] = ()
        self._own: Sheet | None = None
        self._offered = Offered()

    def compose(self) -> ComposeResult:
        """The sheets, the scenarios, the clock; and the sheet that is chosen beside them."""
        yield Words("", "Open a room for a class", classes="title")
        if self.board.said:
            yield Words(self.board.said, classes="of-rooms")
        with Horizontal(id="opening"):
            with VerticalScroll(id="choosing", can_focus=False):
                if self.board.still_open:
                    yield StillOpen(self.board.still_open, self.board.clock())
                yield heading("Run sheet")
                yield VerticalGroup(id="which-sheet")
                yield TypedLine(placeholder="Its place, then Enter", compact=True, id="own-sheet")
                yield Words("", classes="went-wrong")
                yield heading("What groups choose from")
                yield ChosenOnes("scenarios", "Nothing yet.", "Choose scenarios")
                yield Words("", classes="quiet towards")
                yield heading("The room's clock")
                yield Tick("Show what is left of each part, softly", value=True, id="clock")
                yield Button(self._opens, action="screen.open_room", classes="main", id="open-room")
            yield SheetPreview()
        yield Keys()

    @work
    async def on_mount(self) -> None:
        """Read what ships."""
        self.sheets = await self.board.in_practice(sheets)
        self._offered = await self.board.in_practice(offered, self.board.practice)
        wished, scenarios = self.board.wished
        first = wished if wished in self.sheets else OWN if wished else USUAL if USUAL in self.sheets else ""
        first = str(first) or next(iter(self.sheets), OWN)
        choices = [
            Choice(f"{shown(sheet.title)}: {len(sheet.parts)} parts", value=key == first, id=f"sheet-{key}")
            for key, sheet in self.sheets.items()
        ]
        own = Choice("A file of my own", value=first == OWN, id=f"sheet-{OWN}")
        await self.query_one("#which-sheet").mount(RadioSet(*choices, own, id="sheets"))
        if first == OWN:
            self.query_one("#own-sheet", Input).value = str(wished)
            self.read_own()
        self.sheet_chosen(first)
        if scenarios:
            self._offer(scenarios)
        if not self.board.still_open:
            self.query_one("#sheets").focus()

    @property
    def key(self) -> str:
        """Which sheet is chosen."""
        pressed = [each.pressed_button for each in self.query("#sheets").results(RadioSet)]
        return str(pressed[0].id).removeprefix("sheet-") if pressed and pressed[0] else ""

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that is chosen, with the clock as it is wanted."""
        sheet = self._own if self.key == OWN else self.sheets.get(self.key)
        timer = Timer.SOFT if self.query_one("#clock", Tick).value else Timer.NONE
        return sheet.model_copy(update={"timer": timer}) if sheet else None

    @on(RadioSet.Changed, "#sheets")
    def another(self) -> None:
        """Another sheet."""
        self.sheet_chosen(self.key)

    def sheet_chosen(self, key: str) -> None:
        """Show it, and offer its scenarios."""
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
        """Read a sheet of the trainer's own; what is wrong with it is said in place."""
        wrong = self.query_one(".went-wrong", Words)
        place = typed_file(self.query_one("#own-sheet", Input).value)
        if place is None:
            return
        try:
            self._own = await self.board.in_practice(checked_sheet, self.board.practice.library, Path(place))
        except CoachError as error:
            self._own = None
            wrong.update(shown(str(error)))
        else:
            wrong.update("")
        self._show(self._own)

    # ------------------------------------------------------------------------------------------ scenarios

    @work(exclusive=True, group="asking")
    async def action_choose(self, _: str = "") -> None:
        """Choose what groups choose from."""
        sheet = ChoosingSheet("What groups choose from", self._offered.things, self.scenarios, _too_many)
        if (chosen := await self.app.push_screen_wait(sheet)) is not None:
            self._offer(chosen)

    def _offer(self, scenarios: tuple[str, ...]) -> None:
        """Offer these, and beside racism towards the practitioner always another."""
        self.scenarios, towards = self._offered.with_others(scenarios)
        self.query_one(ChosenOnes).show(tuple(self._offered.title(each) for each in self.scenarios))
        self.query_one(".towards", Words).update(shown(towards))
        self.query_one(".towards").display = bool(towards)

    @work(group="opening")
    async def action_open_room(self) -> None:
        """Open it, once: some seconds may pass until everything that screens need is loaded."""
        sheet, button = self.sheet, self.query_one("#open-room", Button)
        if button.disabled:
            return
        if sheet is None:
            self.notify("Choose a run sheet first.")
        elif not self.scenarios:
            self.notify("Choose at least one scenario. Two give a group something to choose.")
        else:
            button.disabled, button.label = True, "One moment…"
            try:
                await self.board.open_room(sheet, self.scenarios)
            finally:
                button.disabled, button.label = False, self._opens

    @on(StillOpen.GoOn)
    @work(group="opening")
    async def go_on(self, event: StillOpen.GoOn) -> None:
        """Take one up again that was left open."""
        still_open = self.query_one(StillOpen)
        still_open.disabled = True
        try:
            await self.board.go_on_with(event.code)
        finally:
            still_open.disabled = False

    @property
    def _opens(self) -> str:
        """Beside one that is there already it is another, with a code that nobody has yet."""
        return "Open a new room" if self.board.still_open else "Open the room"


def _too_many(chosen: tuple[str, ...]) -> str:
    return f"{MOST} are enough to choose from." if len(chosen) > MOST else ""
