"""Pictures of real screens: a short rehearsal of The wrong box, with a clock and ids that stand still."""

import itertools
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from coach.content.library import Library
from coach.options import RehearseOptions
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.tui.app import CoachApp

REPLIES = (
    "Hello Louise, thanks for having me. You don't have to answer anything you'd rather not.",
    "And where is he from originally?",
    "I asked that as if Dundee wasn't an answer. That was wrong of me, and I'm sorry. Can I go back? "
    "What words do you and Theo use for his heritage?",
    "What do you think he was really asking you?",
    "Has racism been part of it, at school?",
    "That's racist, and no wonder he's gone quiet. I believe you.",
    "I'll ring the school by four tomorrow and get the record put right.",
)
AGAIN = "What should it say, in the words you and Theo use?"


async def take(home: Path, clock: Callable[[], datetime], into: Path) -> None:
    """Play a rehearsal and write its pictures."""
    into.mkdir(parents=True, exist_ok=True)
    numbers = itertools.count(1)

    def practice() -> PracticeService:
        keeping = ResilientStore(store_opener(Places(home, home), clock))
        return PracticeService(Library(), keeping, clock, lambda: f"picture{next(numbers)}")

    app = CoachApp(Places(home, home), made=practice, still=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await app.wait_until_open()
        options = RehearseOptions(intention="I will say the word first.")
        rehearsing = await app.in_practice(app.practice.begin, "wrong_box", options)
        for reply in REPLIES:
            await app.in_practice(rehearsing.submit, reply)
        app.open_conversation(rehearsing)
        await settled(pilot)
        picture(app, into / "conversation.svg")
        await pilot.resize_terminal(60, 20)
        await settled(pilot)
        picture(app, into / "conversation-60x20.svg")
        await pilot.resize_terminal(100, 44)
        app.open_debrief(rehearsing)
        await settled(pilot)
        picture(app, into / "debrief.svg")
        await app.in_practice(rehearsing.say_again, 2)
        await app.in_practice(rehearsing.submit, AGAIN)
        await pilot.resize_terminal(100, 30)
        app.open_comparison(rehearsing)
        await settled(pilot)
        picture(app, into / "side-by-side.svg")


async def settled(pilot: Pilot[Any]) -> None:
    """Until nothing more happens on the screen."""
    for _ in range(8):
        await pilot.pause(0.1)


def picture(app: App[Any], file: Path) -> None:
    """The screen as a picture that asks no other machine for a font."""
    picture = app.export_screenshot(title="coach")
    file.write_text(re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL), encoding="utf-8")
