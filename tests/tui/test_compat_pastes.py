"""A paste of 200,000 characters enters no box: it is refused in a sentence, and the box keeps what it had."""

import importlib
import pkgutil

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

import coach.tui
from coach.tui.compat import LONGEST_PASTE, TOO_LONG, BoundedParser, PasteBoundApp, bound_pastes
from coach.tui.widgets.reply_input import OwnBox, ReplyBox

from .conftest import Opens
from .seeing import until

HUGE = "word " * 40_000


def all_modules() -> None:
    for module in pkgutil.walk_packages(coach.tui.__path__, "coach.tui."):
        importlib.import_module(module.name)


def below(parent: type) -> set[type]:
    return {each for kind in parent.__subclasses__() for each in (kind, *below(kind))}


def test_every_app_and_every_box_of_the_coachs_is_bound() -> None:
    """An app hands a paste to whichever box has the focus; none of ours takes one in another way."""
    all_modules()
    ours = {each for each in below(App) if each.__module__.startswith("coach.")}
    assert {each.__name__ for each in ours} >= {"CoachApp", "RoomApp", "BoardApp", "WritingApp"}
    assert all(issubclass(each, PasteBoundApp) for each in ours)
    boxes = {each for kind in (TextArea, Input) for each in below(kind) if each.__module__.startswith("coach.")}
    assert {ReplyBox, OwnBox} <= boxes
    assert not [each for each in boxes if "_on_paste" in vars(each) or "on_paste" in vars(each)]


@pytest.mark.parametrize("kind", [ReplyBox, Input, TextArea, lambda: OwnBox("", "why")])
async def test_a_box_keeps_what_it_had(kind: type[TextArea] | type[Input]) -> None:
    class OneBox(PasteBoundApp):
        def compose(self) -> ComposeResult:
            yield kind()

    app = OneBox()
    async with app.run_test(notifications=True) as pilot:
        box = app.query(TextArea).first() if app.query(TextArea) else app.query_one(Input)
        box.focus()
        await pilot.press("h", "i")
        await paste(pilot, "!")
        await paste(pilot, HUGE)
        assert (box.text if isinstance(box, TextArea) else box.value) == "hi!"
        assert TOO_LONG in {note.message for note in app._notifications}


async def test_boxes_of_the_coach_refuse_it_on_each_page_that_has_one(talks: Opens, opens: Opens) -> None:
    async with talks() as pilot:
        box = pilot.app.screen.query_one(ReplyBox)
        await pilot.press("h", "i")
        await paste(pilot, HUGE)
        assert box.text == "hi"
    async with opens() as pilot:
        pilot.app.open_page("library")  # type: ignore[attr-defined]
        await until(pilot, lambda: pilot.app.screen.query("#search"))
        search = pilot.app.screen.query_one("#search", Input)
        search.focus()
        await paste(pilot, HUGE)
        assert search.value == ""


async def paste(pilot: Pilot[None], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


@pytest.mark.parametrize("at_once", [7, 1024, 1_000_000])
def test_a_terminals_paste_is_read_no_further_than_shows_that_it_is_too_long(at_once: int) -> None:
    """What comes after it is read as ever."""
    sent = f"a\x1b[200~{HUGE}\x1b[201~b\x1b[200~short\x1b[201~c"
    parser = BoundedParser()
    came = [found for at in range(0, len(sent), at_once) for found in parser.feed(sent[at : at + at_once])]
    pastes = [len(each.text) for each in came if isinstance(each, events.Paste)]
    if at_once > 6:  # whoever cuts the very beginning of a paste in two has it read whole, and refused as well
        assert pastes[0] > LONGEST_PASTE
        assert pastes[-1] == len("short")
    assert "".join(each.character or "" for each in came if isinstance(each, events.Key)) == "abc"


def test_the_drivers_of_a_terminal_and_of_a_room_read_with_it() -> None:
    from textual.drivers import linux_driver, web_driver

    bound_pastes(linux_driver.LinuxDriver)
    bound_pastes(web_driver.WebDriver)
    assert issubclass(linux_driver.XTermParser, BoundedParser)
    assert issubclass(web_driver.XTermParser, BoundedParser)
    assert issubclass(BoundedParser, XTermParser)
