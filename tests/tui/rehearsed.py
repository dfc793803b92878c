"""Rehearsals to look back on, and opening the coach at their debrief."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, TabbedContent, Tabs

from coach.model.events import Ended
from coach.options import RehearseOptions
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.tui.app import CoachApp
from coach.tui.dialogs.save import SaveDialog
from coach.tui.screens.debrief_screen import DebriefScreen
from coach.tui.widgets.card_list import CardView
from coach.tui.widgets.debrief_page import LookingBack
from coach.tui.widgets.transcript import OwnLine
from tests.submitting import submit_reply

from ..conftest import START, began, said
from .conftest import Opens
from .seeing import click, until


def hurt_and_mended(practice: PracticeService) -> Rehearsal:
    """A hurt in reply 1, mended in reply 2; then asked, and the child brought in. With an intention."""
    rehearsing = practice.begin("bus", RehearseOptions(intention="Say the word first"))
    submit_reply(rehearsing, "It was only banter.")
    submit_reply(rehearsing, "I said banter. That was wrong. Tell me again.")
    submit_reply(rehearsing, "How has racism touched him?")
    submit_reply(rehearsing, "What does Sam say about it?")
    rehearsing.finish()
    return rehearsing


def unsure(practice: PracticeService) -> Rehearsal:
    """One in which the coach is unsure twice."""
    events = (
        began(),
        said(text="Well, how was that?", possible=("names",)),
        said(text="Well, and the school?", possible=("blunt",)),
        said("asks", text="Well, how has racism touched him?"),
        Ended(at=START, how="finished"),
    )
    for event in events:
        practice.keeping.store.append("unsure1", event)
    return practice.go_on("unsure1")


def twice(practice: PracticeService) -> Rehearsal:
    """Two attempts, which part at reply 2."""
    rehearsing = hurt_and_mended(practice)
    rehearsing.say_again(2)
    submit_reply(rehearsing, "Right.")
    submit_reply(rehearsing, "Was that racism, do you think?")
    rehearsing.finish()
    return rehearsing


@asynccontextmanager
async def looking_back(
    opens: Opens, rehearsing: Rehearsal, size: tuple[int, int] = (100, 30), attempt: int = 0
) -> AsyncIterator[tuple[Pilot[None], DebriefScreen]]:
    """The coach, open at a rehearsal's debrief."""
    async with opens(size) as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_debrief(rehearsing, attempt)
        await until(pilot, lambda: isinstance(app.screen, DebriefScreen) and app.screen.query(LookingBack))
        await until(pilot, lambda: app.screen.query("#brought-page") and not isinstance(app.focused, Tabs | type(None)))
        await pilot.pause()
        assert isinstance(app.screen, DebriefScreen)
        yield pilot, app.screen


async def unfolded(pilot: Pilot[None], key: str) -> None:
    """Open a card of the first page, by its key."""
    await until(pilot, lambda: pilot.app.screen.query(f"#card-{key}"))
    await pilot.app.screen.query_one(f"#card-{key}", CardView).set_open(True)


async def at_lines(pilot: Pilot[None], screen: DebriefScreen) -> None:
    """Go to the conversation of a debrief by its number."""
    await until(pilot, lambda: screen.query(OwnLine))
    await pilot.press("2")
    await until(pilot, lambda: screen.query_one(TabbedContent).active == "tab-lines")


async def toasted(pilot: Pilot[None], words: str) -> None:
    """Wait until a toast says something."""
    await until(pilot, lambda: any(words in toast.message for toast in pilot.app._notifications))


async def saved(pilot: Pilot[None], way: int, file: Path, typed: Path) -> bytes:
    """Save what the screen shows by e in the dialog's form of that number; return what lies in the file.

    Args:
        pilot: the app, with the screen in front.
        way: the number of the form, from 0.
        file: where it is to lie.
        typed: the place as it is typed before a form is chosen, which then changes its ending.
    """
    screen = pilot.app.screen
    await pilot.press("e")
    await until(pilot, lambda: isinstance(pilot.app.screen, SaveDialog))
    place = pilot.app.screen.query_one(Input)
    place.value = str(typed)
    pilot.app.screen.query("Choice")[way].value = True  # type: ignore[attr-defined]
    await until(pilot, lambda: place.value == str(file))
    await click(pilot, "#save")
    await toasted(pilot, file.name)
    await until(pilot, lambda: pilot.app.screen is screen)
    return file.read_bytes()


def page(screen: DebriefScreen) -> str:
    """All the words of the first page, in their order; of cards that are folded their lines."""
    return " ".join(str(words.render()) for words in screen.query(LookingBack).first().query("Static"))
