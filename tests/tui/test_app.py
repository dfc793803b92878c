import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, get_args

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import Footer, OptionList

from coach.options import RehearseOptions
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.tui.app import PAGES as APP_PAGES
from coach.tui.app import CoachApp
from coach.tui.base_app import Page
from coach.tui.commands import COMMANDS
from coach.tui.dialogs.care import PauseDialog
from coach.tui.screens.briefing_screen import BriefingScreen
from coach.tui.screens.conversation_screen import ConversationScreen
from coach.tui.screens.home_screen import HomeScreen
from coach.tui.screens.library_screen import LibraryScreen
from coach.tui.screens.settings_screen import SettingsScreen
from coach.tui.services import PageName
from coach.tui.text import describe_crash
from tests.submitting import submit_reply

from .conftest import Opens
from .seeing import at, click, flat, say, shows, until

PAGES: tuple[type[Page], ...] = (HomeScreen, LibraryScreen, BriefingScreen, ConversationScreen, SettingsScreen)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_explains_itself(page: type[Page]) -> None:
    """Each has its name in the table of commands, and words for F1."""
    assert page.WHERE
    assert page.HELP


def test_commands_have_one_name_and_a_tooltip_each() -> None:
    """Ids are unique, so that a key in somebody's settings means one thing; each can be explained."""
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    assert all(command.tooltip and command.words for command in COMMANDS)


async def test_help_explains_this_page_first(talks: Opens) -> None:
    """F1 opens the page's own words, then its keys; Escape closes it and the box has the focus again."""
    async with talks() as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: pilot.app.screen.name == "help")
        await shows(pilot, "There is no right line.")
        await pilot.press("escape")
        await at(pilot, "box")


async def test_the_palette_does_what_the_keys_do(talks: Opens) -> None:
    """Every command can be found by its words."""
    async with talks() as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"pause")
        await shows(pilot, "Clear the screen to plain words")
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PauseDialog))


def test_the_palette_has_every_page_that_is_opened_by_its_name_alone() -> None:
    assert {name for name, _, _ in APP_PAGES} == {*get_args(PageName), "pair"}


async def find_in_palette(pilot: Pilot[None], words: str, entry: str) -> None:
    """Open the palette, type words, and take the entry, which is then the first."""
    await pilot.press("ctrl+p")
    await until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette))
    await pilot.press(*words)
    await shows(pilot, entry)
    await pilot.pause(0.2)
    await pilot.press("enter")


@pytest.mark.parametrize(
    ("words", "entry", "page"),
    [("settings", "Looks, hints, keys", "settings"), ("the bus", "Rehearse: The bus", "briefing")],
)
async def test_the_palette_goes_to_every_page_and_scenario(opens: Opens, words: str, entry: str, page: str) -> None:
    async with opens() as pilot:
        await find_in_palette(pilot, words, entry)
        await until(pilot, lambda: getattr(pilot.app.screen, "WHERE", "") == page)


async def test_the_palette_goes_on_with_an_unfinished_rehearsal(opens: Opens, practice: PracticeService) -> None:
    submit_reply(practice.begin("bus"), "Right.")
    async with opens() as pilot:
        await find_in_palette(pilot, "go on with", "Go on with The bus")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))


async def test_the_palette_searches_explanations_as_well(talks: Opens) -> None:
    async with talks() as pilot:
        await find_in_palette(pilot, "clear", "Clear the screen to plain words")
        await until(pilot, lambda: isinstance(pilot.app.screen, PauseDialog))


async def test_keys_of_ones_own(talks: Opens) -> None:
    """A key in the settings takes the place of the usual one, and the footer says so."""
    async with talks(keys={"pause": "f10"}) as pilot:
        await shows(pilot, "f10 Pause")
        await pilot.press("f3")
        assert isinstance(pilot.app.screen, ConversationScreen)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, PauseDialog))


async def test_another_key_can_send(talks: Opens) -> None:
    """Then Enter starts a line, as it does in other programs."""
    async with talks(keys={"send": "ctrl+g"}) as pilot:
        await pilot.press("H", "m", "enter", "o", "k")
        assert pilot.app.screen.query_one("#box").text == "Hm\nok"  # type: ignore[attr-defined]
        await pilot.press("ctrl+g")
        await shows(pilot, "Anyway.")


async def test_a_look_is_kept(opens: Opens, places: Places) -> None:
    """Chosen from the settings page, it holds at once and the next time from the first frame."""
    async with opens() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_page("settings")
        await shows(pilot, "High contrast")
        app.screen.query_one("#theme-coach-light").value = True  # type: ignore[attr-defined]
        await until(pilot, lambda: app.theme == "coach-light")
        await until(pilot, lambda: "coach-light" in places.settings.read_text())
        assert CoachApp(places).theme == "coach-light"


async def test_settings_are_kept(opens: Opens, practice: PracticeService) -> None:
    """Hints, skipping and narrow lines hold as soon as they are chosen."""
    async with opens() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_page("settings")
        await shows(pilot, "Skip questions")
        for choice in ("#hints-each", "#width-narrow", "#skip_identity"):
            app.screen.query_one(choice).value = True  # type: ignore[attr-defined]
        await until(pilot, lambda: app.settings.skip_identity)
        assert (app.settings.hints, app.settings.width) == ("each", "narrow")
        assert app.has_class("-narrow-text")


async def test_a_commands_words_stand_apart_from_its_key(opens: Opens) -> None:
    """In the list of keys, each with what it does, on a small screen too."""
    async with opens(size=(60, 20)) as pilot:
        pilot.app.open_page("settings")  # type: ignore[attr-defined]
        await shows(pilot, "Skip questions")
        keys = pilot.app.screen.query_one("#keys", OptionList)
        assert {option.id for option in keys.options} == {each.id for each in COMMANDS if each.key}
        assert all(re.match(r"\S.*?  +\S.*?  +\S", str(option.prompt)) for option in keys.options)


async def test_a_key_is_given_by_pressing_it_and_the_usual_one_comes_back(talks: Opens, places: Places) -> None:
    """A letter where one types, and a key that means something else there, are refused in a sentence."""
    async with talks() as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        conversation = app.screen
        app.open_page("settings")
        await until(pilot, lambda: app.screen.query("#keys"))
        keys = app.screen.query_one("#keys", OptionList)
        keys.focus()
        keys.highlighted = keys.get_option_index("pause")
        await pilot.press("enter")
        await shows(pilot, "Press the key that you would like.")
        await pilot.press("p")
        await shows(pilot, "A letter would be typed there.")
        await pilot.press("f4")
        await shows(pilot, "That key is “Skip” there already.")
        await pilot.press("f10")
        await until(pilot, lambda: app.settings.keys == {"pause": "f10"})
        assert "f10" in places.settings.read_text()
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is conversation)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, PauseDialog))
        await pilot.press("escape")
        app.open_page("settings")
        await until(pilot, lambda: app.screen.query("#keys"))
        keys = app.screen.query_one("#keys", OptionList)
        keys.focus()
        keys.highlighted = keys.get_option_index("pause")
        await pilot.press("enter")
        await click(pilot, "#usual")
        await until(pilot, lambda: not app.settings.keys)


async def test_the_footer_fits(talks: Opens) -> None:
    """As many keys as fit, and always the way out and Help, which lists all of them."""
    for width in (140, 80, 60, 40):
        async with talks(size=(width, 24)) as pilot:
            footer = pilot.app.screen.query_one(Footer)
            await until(pilot, lambda footer=footer: footer.children)  # type: ignore[misc]
            assert max(key.region.right for key in footer.children) <= width
            assert {"f1", "escape"} <= {str(getattr(key, "key", "")) for key in footer.children}
            if width == 140:
                shown = {str(getattr(key, "key", "")) for key in footer.children}
                assert shown >= {c.key for c in COMMANDS if "conversation" in c.where and c.footer}


def test_the_first_frame_waits_for_nothing_slow() -> None:
    """Importing the app and its first page imports neither models, files, words nor the store, and no larger box."""
    slow = ("pydantic", "yaml", "rapidfuzz", "sqlite3", "coach.practice.service", "coach.model.types", "coach.content")
    slow = (*slow, "textual.widgets._text_area")
    first = "coach.tui.app, coach.tui.screens.home_screen"
    found = subprocess.run(
        [sys.executable, "-c", f"import sys, {first}; print([m for m in {slow!r} if m in sys.modules])"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "[]"


def test_what_broke_is_said_without_anything_typed() -> None:
    """The sentence names the kind of error and the place, and holds no message and no values."""
    try:
        describe_crash(None)  # type: ignore[arg-type]
    except AttributeError as error:
        error.args = ("what somebody typed",)
        said = describe_crash(error)
    assert "AttributeError in text.py" in said
    assert "what somebody typed" not in said


async def test_something_unforeseen_closes_the_coach_in_a_sentence(
    talks: Opens, practice: PracticeService, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback and no words of the conversation, whatever breaks; what was answered is kept."""

    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a very private sentence")

    async def until_it_breaks() -> None:
        async with talks() as pilot:
            await say(pilot, "How has racism touched him?")
            await shows(pilot, "Twice.")
            pilot.app.screen.rehearsal.submit = breaks  # type: ignore[attr-defined]
            await say(pilot, "a very private sentence")
            await until(pilot, lambda: pilot.app.return_code)

    with pytest.raises(ZeroDivisionError):
        await until_it_breaks()
    said = "".join(capsys.readouterr())
    assert "Something went wrong inside the coach (ZeroDivisionError" in said
    assert "private" not in said
    assert "Traceback" not in said
    assert practice.rehearsals()[0].replies == 1


def test_only_one_place_catches_everything() -> None:
    """The front end has one boundary, and it is every app's."""
    import coach.tui

    folder = Path(coach.tui.__file__).parent

    def holding(word: str) -> list[str]:
        return [file.name for file in folder.rglob("*.py") if word in file.read_text("utf-8")]

    assert holding("except Exception") == []
    assert holding("except BaseException") == []
    assert holding("def _handle_exception") == ["base_app.py"]


async def test_the_brief_says_as_many_replies_as_the_conversation_does(opens: Opens) -> None:
    async with opens(scenario="bus") as pilot:
        await shows(pilot, "See what it involves")
        await pilot.press("enter")
        await shows(pilot, "Whole, 4 to 10 replies")
        await click(pilot, "#begin")
        await shows(pilot, "Reply 1 of 4 to 10")


async def test_the_first_words_stand_there_from_the_first_frame(practice: PracticeService, places: Places) -> None:
    """They do not come later and push the menu down under whoever reads it."""
    app = CoachApp(places, made=lambda: practice, still=True)
    async with app.run_test(size=(100, 30)):
        assert app.screen.query("Welcome"), "before the practice is open"
        await app.wait_until_open()


@pytest.mark.parametrize("short", [True, False])
async def test_the_content_note_says_how_long_what_was_asked_for_is(
    practice: PracticeService, places: Places, short: bool
) -> None:
    """Whoever asked for the short way on the command line is told no minutes of the whole one."""
    app = CoachApp(places, made=lambda: practice, still=True, scenario="bus", options=RehearseOptions(short=short))
    async with app.run_test() as pilot:
        await shows(pilot, "The short way: about 8 replies." if short else "minutes. You can pause")
        assert ("minutes. You can pause" in flat(app)) is not short


@pytest.mark.parametrize(
    ("asked", "opens_on"), [({"page": "inbox"}, "InboxScreen"), ({"scenario": "bus"}, "BriefingScreen")]
)
async def test_no_key_reaches_the_first_page_before_the_page_that_was_asked_for(
    practice: PracticeService, places: Places, asked: dict[str, Any], opens_on: str
) -> None:
    """A slow machine shows no menu meanwhile; it is there, with its keys, once one goes back to it."""
    ready = threading.Event()

    def open_slowly() -> PracticeService:
        assert ready.wait(60)
        return practice

    app = CoachApp(places, made=open_slowly, still=True, **asked)
    async with app.run_test(notifications=True) as pilot:
        await shows(pilot, "The page that you asked for opens in a moment.")
        assert not app.screen.query_one("#choices").display
        await pilot.press("enter", "4", "t", "f1")
        assert len(app.screen_stack) == 1
        ready.set()
        await until(pilot, lambda: type(app.screen).__name__ == opens_on)
        await until(pilot, lambda: app.screen_stack[0].query_one("#choices").display)
        app.go_home()
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert "opens in a moment" not in flat(app)
        await pilot.press("7")
        await until(pilot, lambda: type(app.screen).__name__ == "SettingsScreen")


async def test_the_first_page_has_its_menu_at_once_where_no_other_was_asked_for(
    practice: PracticeService, places: Places
) -> None:
    app = CoachApp(places, made=lambda: practice, still=True)
    async with app.run_test():
        assert app.screen.query_one("#choices").display
        assert not app.screen.query("#awaited")


async def test_the_first_page_has_its_menu_where_what_was_asked_for_is_gone(
    practice: PracticeService, places: Places
) -> None:
    app = CoachApp(places, made=lambda: practice, still=True, rehearsal="forgotten")
    async with app.run_test(notifications=True) as pilot:
        await until(pilot, lambda: app.screen.query_one("#choices").display)
        assert len(list(app._notifications)) == 1, "it is said once"
        await pilot.press("7")
        await until(pilot, lambda: type(app.screen).__name__ == "SettingsScreen")
