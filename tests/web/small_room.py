"""A small app that stands in for a room's screens: a wall that everybody writes on, over the room's real log.

It says where it was left, takes a paste, hands out a file, ends, and breaks, each on a key.
"""

import asyncio
import io
import os
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.events import Resize
from textual.widgets import Footer, Input, Static

from coach.classroom.client import RoomClient
from coach.classroom.door import join
from coach.model.class_events import Part, PartPurpose, RoomOpened, Sheet, Told
from coach.records.class_log import RoomLog
from coach.records.class_log_sqlite import open_room_store
from coach.records.paths import Places
from coach.web.carriage import Coming, Run
from coach.web.driver import RoomDriver
from coach.web.ends import Ends
from coach.web.styles import KeptStyles

SHEET = Sheet(
    title="Short",
    about="For tests.",
    parts=(Part(title="All", minutes=5, what="Everything.", does=PartPurpose.WELCOME),),
)


def clock() -> datetime:
    return datetime.now(UTC)


class Wall(App[None]):
    """One person's screen."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "#wall { height: 1fr; } Static { padding: 0 1; } Input { border: round $primary; }"
    BINDINGS = [
        Binding("f7", "hand_out", "a file"),
        Binding("f9", "quit", "end"),
        Binding("f8", "break", "break"),
    ]

    def __init__(self, log: RoomLog, person: str) -> None:
        super().__init__()
        self.animation_level = "none"
        self.log_of_room, self.person = log, person
        self.room = RoomClient(log, clock)
        self.shown = 0

    def compose(self) -> ComposeResult:
        yield Static(id="hello")
        yield VerticalScroll(id="wall")
        yield Input(self.log_of_room.draft(self.person), placeholder="say something", select_on_focus=False)
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self.show_new()
        self.look()

    def on_resize(self, event: Resize) -> None:
        name = self.room.state.people[self.person].name
        hello = f"The wall is here for {name}. {event.size.width} by {event.size.height}."
        self.query_one("#hello", Static).update(hello)

    def on_input_changed(self, event: Input.Changed) -> None:
        self.log_of_room.keep_draft(self.person, event.value[:500])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        words = event.value[:500]
        event.input.value = event.input.value.removeprefix(event.value)  # whoever types fast is further already
        if words:
            self.room._append(lambda state: (Told(at=clock(), words=words),))
            self.show_new()

    def show_new(self) -> None:
        self.room.refresh()
        messages = self.room.state.messages
        wall = self.query_one("#wall", VerticalScroll)
        wall.mount(*(Static(each.words, markup=False) for each in messages[self.shown :]))
        self.shown = len(messages)
        wall.scroll_end(animate=False)

    @work
    async def look(self) -> None:
        while True:
            if await asyncio.to_thread(self.room.wait, 1.0):
                self.show_new()

    def action_hand_out(self) -> None:
        self.deliver_text(io.StringIO("What you said, to keep.\n" * 20_000), save_filename="your words.txt")

    def action_break(self) -> None:
        os._exit(3)

    def action_quit(self) -> None:
        self.exit()


def prepare(given: Mapping[str, Any]) -> Run:
    """Rehearse the app once, so that its styles are parsed, and give what runs it for somebody."""
    where = Places(Path(given["home"]), Path(given["home"]))
    styles = rehearsed()

    async def run(coming: Coming, ends: Ends) -> None:
        code, person, size = await coming
        log = open_room_store(where).open(code)
        app = Wall(log, person)
        app.stylesheet, app.driver_class = styles.for_another(), RoomDriver.over(ends)
        await app.run_async(size=size)

    return run


def rehearsed() -> KeptStyles:
    """Styles that were in use once, in a room of their own: whatever a screen imports is there afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        shelf = open_room_store(Places(Path(folder), Path(folder)))
        log = shelf.make("BCDFGH", RoomOpened(at=clock(), code="BCDFGH", sheet=SHEET))
        app = Wall(log, join(log, "Nobody", clock))
        app.stylesheet = styles = KeptStyles(app.get_css_variables())

        async def rehearse() -> None:
            async with app.run_test(size=(100, 30)) as pilot:
                await pilot.press(*"hello", "enter", *"hi", "enter")
                await pilot.pause()

        asyncio.run(rehearse())
        log.close()
        shelf.close()
    return styles


if __name__ == "__main__":
    sys.exit("This is run by a host.")
