"""Pictures of every screen: a short rehearsal of The wrong box, with a clock and ids that stand still."""

import itertools
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from textual.app import App
from textual.command import CommandList
from textual.pilot import Pilot
from textual.widgets import Button

from coach.content.library import Library
from coach.model.exercise import USUAL_MODEL
from coach.model.submission import SubmissionScope
from coach.options import RehearseOptions
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.supervision.submissions import SubmissionChoice
from coach.tui.app import CoachApp
from coach.tui.services import PageName, make_screen

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


LONGEST, ENOUGH = 300, 6
"""How often a screen is looked at, at the most, and how often it must look the same."""
SOON = "One&#160;moment"
"""What stands on a page that is still being made, as a picture has it."""
SCREENS = {
    "home": "The first page",
    "welcome": "The first page, the first time",
    "palette": "The palette: every page, scenario and command by its words",
    "library": "The scenarios, with the brief of the highlighted one",
    "library-search": "The scenarios, searched for a word of the brief",
    "content-note": "The content note, alone, before anything begins",
    "brief": "The brief, with the choices above Begin",
    "conversation": "A conversation",
    "conversation-60x20": "A conversation in a small terminal",
    "why": "Why the family answered as it did",
    "pause": "The pause",
    "stop": "Stopping",
    "first-answers": "Before the debrief: your own two lines first",
    "debrief": "The debrief",
    "stayed-silent": "What stayed silent, if you ask",
    "side-by-side": "Two attempts side by side",
    "reflection": "Questions for afterwards",
    "bring": "What to bring to supervision, if anything",
    "rehearsals": "Your rehearsals",
    "forget": "Forgetting one",
    "my-practice": "Your own practice",
    "exercises": "The exercises",
    "pairs": "Two or three at one laptop",
    "settings": "The settings",
    "help": "Help, on any page",
    "supervision": "A supervisor's desk",
    "review": "What was brought, read line by line",
    "agenda": "An agenda for a talk",
    "actions": "What you said you would take up",
    "sheet": "A sheet to sign",
    "exercise-editor": "Making an exercise",
    "readers-differ": "Where readers differ",
    "partnership": "The partnership view",
}
"""Every screen of a practitioner and a supervisor that a picture is taken of, with what it shows."""


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
        app.go_home()  # straight after a conversation, one's own two lines would be asked for first
        app.open_debrief(rehearsing)
        await settled(pilot)
        picture(app, into / "debrief.svg")
        await app.in_practice(rehearsing.say_again, 2)
        await app.in_practice(rehearsing.submit, AGAIN)
        await pilot.resize_terminal(100, 30)
        app.open_comparison(rehearsing)
        await settled(pilot)
        picture(app, into / "side-by-side.svg")
        await take_others(app, pilot, rehearsing, home, into)


async def take_others(app: CoachApp, pilot: Pilot[Any], rehearsing: Rehearsal, home: Path, into: Path) -> None:
    """Write the pictures of the screens besides those of the README."""

    async def take_it(name: str) -> None:
        await settled(pilot)
        picture(app, into / f"{name}.svg")

    async def press(*keys: str) -> None:
        await pilot.press(*keys)
        await settled(pilot)

    app.open_conversation(rehearsing)
    await settled(pilot)
    for name, key in (("why", "f6"), ("pause", "f3"), ("stop", "escape")):
        await pilot.press(key)
        await take_it(name)
        await press("escape")
    app.go_home()
    await take_it("welcome")
    await app.keep_settings(welcomed=True)
    for welcome in app.screen.query("#welcomed").results(Button):
        welcome.press()
    await take_it("home")
    await pilot.press("ctrl+p")
    while not app.screen.query(CommandList) or not app.screen.query_one(CommandList).option_count:
        await pilot.pause(0.1)
    await take_it("palette")
    await press("escape")
    app.open_page("library")
    await take_it("library")
    await pilot.press("slash", *"roma")
    await take_it("library-search")
    app.open_briefing("interpreter_daughter")
    await take_it("content-note")
    await pilot.press("enter")
    await take_it("brief")
    app.push_screen(make_screen("debrief", rehearsing, 0, asks_first=True))
    await take_it("first-answers")
    app.go_home()
    app.open_debrief(rehearsing)
    await settled(pilot)
    await pilot.press("u")
    await take_it("stayed-silent")
    await press("escape")
    app.open_reflection(rehearsing, USUAL_MODEL)
    await take_it("reflection")
    app.open_submission(rehearsing)
    await take_it("bring")
    await take_pages(app, pilot, take_it)
    app.open_page("rehearsals")
    await settled(pilot)
    await pilot.press("ctrl+d")
    await take_it("forget")
    await press("escape")
    await pilot.press("f1")
    await take_it("help")
    await press("escape")
    bringing = app.submission_service
    choice = SubmissionChoice(SubmissionScope.WHOLE, who="Ann", question="How could I have asked sooner?")
    brought = await app.in_practice(bringing.preview, rehearsing, choice)
    file = await app.in_practice(bringing.submit_to_file, rehearsing, brought, home / "brought.coach.json")
    thing, _ = await app.in_practice(app.inbox.import_file, file)
    app.open_page("inbox")
    await take_it("supervision")
    app.open_review(thing.id)
    await take_it("review")


async def take_pages(app: CoachApp, pilot: Pilot[Any], take_it: Callable[[str], Awaitable[None]]) -> None:
    """Write the pictures of pages that are opened by their name alone."""
    pages: tuple[tuple[PageName, str], ...] = (
        ("rehearsals", "rehearsals"),
        ("own_practice", "my-practice"),
        ("exercises", "exercises"),
        ("settings", "settings"),
        ("agenda", "agenda"),
        ("actions", "actions"),
        ("sheet", "sheet"),
        ("exercise_editor", "exercise-editor"),
        ("agreement", "readers-differ"),
        ("partnership", "partnership"),
    )
    for page, name in pages:
        app.go_home()
        app.open_page(page)
        await take_it(name)
    app.open_pair()
    await take_it("pairs")
    app.go_home()
    await settled(pilot)


async def settled(pilot: Pilot[Any]) -> None:
    """Until nothing more happens on the screen, and nothing is still to come."""
    before, same = "", 0
    for _ in range(LONGEST):
        await pilot.pause(0.1)
        now = pilot.app.export_screenshot()
        same = same + 1 if now == before and SOON not in now else 0
        before = now
        if same == ENOUGH:
            return


def picture(app: App[Any], file: Path) -> None:
    """The screen as a picture that asks no other machine for a font."""
    picture = app.export_screenshot(title="coach")
    file.write_text(re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL), encoding="utf-8")
