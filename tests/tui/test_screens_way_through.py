from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Button, Input, OptionList

from coach.cli.main import main
from coach.content.library import Folder, Library
from coach.options import RehearseOptions
from coach.practice.service import PracticeService
from coach.practice.settings import Settings, write_settings
from coach.records.paths import Places
from coach.tui.app import CoachApp
from coach.tui.screens.briefing_screen import BriefingScreen
from coach.tui.screens.conversation_screen import ConversationScreen
from coach.tui.screens.home_screen import HomeScreen
from coach.tui.screens.library_screen import ScenarioPreview
from tests.submitting import submit_reply

from .conftest import Opens
from .rehearsed import hurt_and_mended
from .seeing import SIZES, at, click, flat, say, seen, shows, until


async def test_from_the_first_page_to_an_ending_and_what_comes_later(opens: Opens) -> None:
    """Home, library, content note, brief, conversation, ending: Enter alone leads on, and nothing starts by itself."""
    async with opens() as pilot:
        app = pilot.app
        await pilot.press("enter")
        await shows(pilot, "Racism on a bus, not described")
        await pilot.press("enter")
        await shows(pilot, "See what it involves")
        assert "Sam, who has gone quiet" not in flat(app), "the content note stands alone"
        await pilot.press("enter")
        await shows(pilot, "You visit Pat about Sam")
        await click(pilot, "#begin")
        await shows(pilot, "There was a thing on the bus.")
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "They said it on the bus. Twice.")
        await say(pilot, "What does Sam say about it?")
        await shows(pilot, "I like the bus driver.")
        await say(pilot, "No, thank you.")
        await shows(pilot, "Pat puts the kettle on.")
        await pilot.press("tab")
        assert app.focused is not None
        assert app.focused.id == "look-back", "the way to the debrief is one Tab away"


async def test_an_intention_hints_and_a_position_are_kept_only_as_chosen(
    opens: Opens, practice: PracticeService
) -> None:
    """What was chosen before goes with the rehearsal; words on one's own place only if asked to keep them."""
    async with opens(scenario="bus") as pilot:
        await shows(pilot, "See what it involves")
        await pilot.press("enter")
        await shows(pilot, "Your own place")
        screen = pilot.app.screen
        screen.query_one("#intention").value = "0"  # type: ignore[attr-defined]
        screen.query_one("#hints").value = "each"  # type: ignore[attr-defined]
        screen.query_one("#position").value = "I am the one with the form"  # type: ignore[attr-defined]
        await pilot.pause()
        await click(pilot, "#begin")
        await click(pilot, "#leave")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        began = pilot.app.screen.rehearsal.beginning  # type: ignore[attr-defined]
        assert (began.intention, began.hints, began.position) == ("Say the word first", "each", "")


async def test_words_that_would_not_go_along_are_asked_about_before_it_begins(opens: Opens) -> None:
    """On one's own place without its tick, and an intention of one's own with another chosen: Enter begins nothing."""
    async with opens(scenario="bus") as pilot:
        await shows(pilot, "See what it involves")
        await pilot.press("enter")
        await shows(pilot, "Your own place")
        screen: Any = pilot.app.screen
        screen.query_one("#intention").value = "own"
        await at(pilot, "own-words")
        screen.query_one("#own-words").value = "I will wait"
        await pilot.press("enter")
        await at(pilot, "begin")
        screen.query_one("#intention").value = "0"
        await pilot.pause()
        screen.query_one("#position").value = "I hold the form"
        screen.query_one("#begin").focus()
        await at(pilot, "begin")
        await pilot.press("enter")
        await shows(pilot, "What you wrote on what to practise is not kept yet.")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.query_one("#position").value == "I hold the form"
        begin = screen.query_one("#begin")
        await until(pilot, lambda: not begin.has_class("-active"))  # a button hears no second key while it lights up
        await pilot.press("enter")
        await click(pilot, "#keep")
        await shows(pilot, "What you wrote about your own place is not kept yet.")
        await click(pilot, "#keep")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        began = pilot.app.screen.rehearsal.beginning  # type: ignore[attr-defined]
        assert (began.intention, began.position) == ("I will wait", "I hold the form")


@pytest.mark.parametrize("size", SIZES)
async def test_every_choice_stands_in_sight_above_begin(opens: Opens, size: tuple[int, int]) -> None:
    """At every size, whole, with the brief above them, which Page Down moves while Begin has the focus."""
    async with opens(size, scenario="bus") as pilot:
        await until(pilot, lambda: pilot.app.screen.query("#start"))
        await pilot.press("enter")
        await at(pilot, "begin")
        screen = pilot.app.screen
        begin = screen.query_one("#begin").region
        for choice in ("#intention", "#hints", "#position", "#keep-position"):
            region = screen.query_one(choice).region
            assert region.height >= 1, choice
            assert 0 < region.y < begin.y, choice
            assert region.right <= size[0], choice
        assert not screen.query("RadioSet"), "one thing at a time is highlighted"
        brief = screen.query_one("#brief")
        assert brief.region.height >= 6
        await pilot.press("pagedown")
        await until(pilot, lambda: brief.scroll_y == brief.max_scroll_y)


async def test_nobody_who_skips_them_is_asked_about_their_identity(opens: Opens) -> None:
    """The setting hides the question altogether."""
    async with opens(scenario="bus", skip_identity=True) as pilot:
        await shows(pilot, "See what it involves")
        await pilot.press("enter")
        await shows(pilot, "You visit Pat")
        assert not pilot.app.screen.query("#position")


async def test_the_first_time_everyone_is_offered_to_skip_identity_questions(opens: Opens, places: Places) -> None:
    """The offer stands on the first page, is kept when it is taken, and does not come again."""
    async with opens(welcomed=False) as pilot:
        await shows(pilot, "Skip questions about my own identity")
        pilot.app.screen.query_one("#skip-identity").value = True  # type: ignore[attr-defined]
        await click(pilot, "#welcomed")
        await until(pilot, lambda: pilot.app.settings.welcomed)  # type: ignore[attr-defined]
        await until(pilot, lambda: places.settings.is_file() and "skip_identity: true" in places.settings.read_text())
        assert not pilot.app.screen.query("Welcome")


async def test_the_first_page_has_no_scroll_bar_left_once_the_offer_is_answered(opens: Opens) -> None:
    async with opens((80, 24), welcomed=False) as pilot:
        home = pilot.app.screen.query_one("#home")
        await shows(pilot, "Skip questions about my own identity")
        await until(pilot, lambda: home.show_vertical_scrollbar)
        await click(pilot, "#welcomed")
        await until(pilot, lambda: not home.show_vertical_scrollbar)


async def test_the_first_page_says_the_limits_and_to_leave_real_people_out(opens: Opens) -> None:
    """Both stand there before anything is chosen."""
    async with opens() as pilot:
        await shows(pilot, "It can't hear you.")
        assert "Don't type names, dates of birth, addresses or details of real families." in flat(pilot.app)


async def test_what_was_left_can_be_gone_on_with(opens: Opens, practice: PracticeService) -> None:
    """A rehearsal with something said in it is offered by its title, and opens where it was left."""
    submit_reply(practice.begin("bus"), "How has racism touched him?")
    async with opens() as pilot:
        await shows(pilot, "Go on with The bus")
        await pilot.press("enter")
        await shows(pilot, "Sam has stopped singing.")


async def test_a_broken_file_is_listed_with_its_error_and_hides_nothing(
    opens: Opens, practice: PracticeService, tmp_path: Path
) -> None:
    """One bad file costs nobody the others, and says where it is bad and what to do."""
    (tmp_path / "dialogues").mkdir()
    (tmp_path / "dialogues" / "mine.yaml").write_text("format: 1\ntitel: Oops\n")
    practice.library = Library((*practice.library.folders, Folder(tmp_path, "in your own folder")))
    async with opens() as pilot:
        await pilot.press("enter")
        await shows(pilot, "Cannot be used")
        assert "The bus" in flat(pilot.app)
        await pilot.press("down")
        await shows(pilot, "mine.yaml:1:1:")


async def test_the_library_finds_what_a_brief_a_note_or_a_theme_says(opens: Opens) -> None:
    """By the beginning of a word, and by all words that are typed."""
    async with opens() as pilot:
        await pilot.press("enter")
        await shows(pilot, "Racism on a bus")
        shelf = pilot.app.screen.query_one("#shelf", OptionList)
        search = pilot.app.screen.query_one("#search", Input)
        for words, fits in (("visit pat", True), ("described", True), ("isit", False), ("visit zebra", False)):
            search.value = words
            await until(pilot, lambda fits=fits: bool(shelf.option_count) == fits)  # type: ignore[misc]


async def test_one_click_looks_at_a_scenario_and_two_choose_it(opens: Opens, practice: PracticeService) -> None:
    """The preview has the brief, and says which was rehearsed."""
    submit_reply(practice.begin("bus"), "Right.")
    async with opens((140, 45)) as pilot:
        pilot.app.open_page("library")  # type: ignore[attr-defined]
        await shows(pilot, "rehearsed")
        library = pilot.app.screen
        await pilot.click("#shelf", offset=(4, 0))
        await shows(pilot, "What you know You visit Pat about Sam")
        assert pilot.app.screen is library
        await pilot.click("#shelf", offset=(4, 0), times=2)
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefingScreen))
        pilot.app.go_home()  # type: ignore[attr-defined]
        await pilot.resize_terminal(80, 24)
        pilot.app.open_page("library")  # type: ignore[attr-defined]
        await shows(pilot, "rehearsed")
        await pilot.click("#shelf", offset=(4, 0))
        await until(pilot, lambda: pilot.app.screen.has_class("-looking"))
        await at(pilot, "wanted")


async def test_the_library_can_be_searched_and_says_when_nothing_fits(opens: Opens) -> None:
    """Typing narrows the list down; an empty one says what to do."""
    async with opens() as pilot:
        await pilot.press("enter")
        await shows(pilot, "The bus")
        await pilot.press("ctrl+f", *"zebra")
        await shows(pilot, "No scenario fits.")
        await pilot.press(*["backspace"] * 5, *"pat")
        await shows(pilot, "The bus")


async def test_typing_in_the_library_s_list_begins_a_search_and_loses_no_letter(opens: Opens) -> None:
    async with opens() as pilot:
        await pilot.press("enter")
        await shows(pilot, "The bus")
        listed, search = pilot.app.screen.query_one("#shelf", OptionList), pilot.app.screen.query_one("#search", Input)
        await until(pilot, lambda: listed.has_focus)
        await pilot.press(*"bus")
        await until(pilot, lambda: search.value == "bus" and search.has_focus and listed.option_count == 1)


@pytest.mark.parametrize("size", [(100, 30), (60, 20)], ids=str)
async def test_down_goes_from_the_search_to_what_was_found_and_the_footer_names_escape(
    opens: Opens, size: tuple[int, int]
) -> None:
    """Escape empties the box; while there is nothing in it, the key is the page's own."""
    async with opens(size) as pilot:
        pilot.app.open_page("library")  # type: ignore[attr-defined]
        await shows(pilot, "The bus")
        await pilot.press("slash")
        await at(pilot, "search")
        await until(pilot, lambda: "Empty" not in seen(pilot.app).splitlines()[-1])  # type: ignore[arg-type]
        await pilot.press(*"bus")
        await until(pilot, lambda: "esc Empty" in seen(pilot.app).splitlines()[-1])  # type: ignore[arg-type]
        await pilot.press("down")
        await at(pilot, "shelf")


async def test_a_search_without_a_find_leaves_the_preview_empty_while_a_highlight_is_on_its_way(opens: Opens) -> None:
    """The list of before posts its highlight late: it is no longer in the list, and shows nothing."""
    async with opens((140, 45)) as pilot:
        pilot.app.open_page("library")  # type: ignore[attr-defined]
        await shows(pilot, "What you know You visit Pat about Sam")
        listed, search = pilot.app.screen.query_one("#shelf", OptionList), pilot.app.screen.query_one("#search", Input)
        late = OptionList.OptionHighlighted(listed, listed.options[0], 0)
        search.value = "zebra"
        await shows(pilot, "No scenario fits.")
        listed.post_message(late)
        await pilot.pause()
        assert pilot.app.screen.query_one(ScenarioPreview).card is None


async def test_escape_goes_back_and_never_quits(opens: Opens) -> None:
    """However often it is pressed."""
    async with opens() as pilot:
        await pilot.press("enter")
        await shows(pilot, "Scenarios")
        await pilot.press("escape", "escape", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        assert pilot.app.is_running


async def test_sixty_by_twenty_is_enough(opens: Opens) -> None:
    """On the smallest screen every step can be seen and taken with Enter and Tab."""
    async with opens(size=(60, 20)) as pilot:
        await pilot.press("enter")
        await shows(pilot, "The bus")
        await pilot.press("enter")
        await shows(pilot, "Rehearse this")
        await pilot.press("enter")
        await shows(pilot, "See what it involves")
        await pilot.press("enter")
        await shows(pilot, "Begin")
        await click(pilot, "#begin")
        await shows(pilot, "There was a thing on the bus.")
        footer = seen(pilot.app).splitlines()[-1]
        assert all(word in footer for word in ("Pause", "Brief", "Stop", "Ask why", "Debrief", "Help"))
        await pilot.press("f3")
        await shows(pilot, "Come back")
        assert "Stop" in flat(pilot.app)


async def test_a_page_is_turned_while_the_focus_is_on_a_button(opens: Opens) -> None:
    """The brief is longer than a small screen, and Begin has the focus."""
    async with opens(size=(60, 20), scenario="bus") as pilot:
        await shows(pilot, "See what it involves")
        await pilot.press("enter")
        await shows(pilot, "Begin")
        assert "Your own place in it" not in flat(pilot.app)
        await pilot.press(*["pagedown"] * 3)
        await shows(pilot, "Your own place")
        assert pilot.app.focused is pilot.app.screen.query_one("#begin")
        await pilot.press(*["pageup"] * 3)
        await shows(pilot, "You visit Pat about Sam")


async def test_the_options_of_the_command_reach_the_screen(practice: PracticeService, places: Places) -> None:
    """Hints and an intention given with the command are chosen on the brief, and go with the rehearsal."""
    write_settings(places.settings, Settings(welcomed=True))
    options = RehearseOptions(hints="each", intention="Name it once")
    app = CoachApp(places, made=lambda: practice, still=True, scenario="bus", options=options)
    async with app.run_test(size=(100, 30)) as pilot:
        await shows(pilot, "See what it involves")
        await pilot.press("enter")
        await shows(pilot, "Name it once")
        await click(pilot, "#begin")
        await until(pilot, lambda: isinstance(app.screen, ConversationScreen))
        began = app.screen.rehearsal.beginning  # type: ignore[attr-defined]
        assert (began.intention, began.hints) == ("Name it once", "each")


def test_the_command_hands_its_options_to_the_screen(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one value, for the front end that is drawn."""
    handed: list[RehearseOptions] = []

    def run(*_: object, options: RehearseOptions, **__: object) -> int:
        handed.append(options)
        return 0

    monkeypatch.setattr("coach.tui.app.run", run)
    monkeypatch.setattr("coach.cli.context.can_draw", lambda: True)
    assert main(["rehearse", "wrong_box", "--hints", "each", "--intention", "Name it once"]) == 0
    assert handed == [RehearseOptions(hints="each", intention="Name it once")]


async def test_the_words_for_a_first_time_are_gone_once_somebody_has_rehearsed(
    opens: Opens, practice: PracticeService
) -> None:
    """Also where nobody pressed their button: on a small terminal they push the page's title out of sight."""
    hurt_and_mended(practice)
    async with opens((60, 20), welcomed=False) as pilot:
        await until(pilot, lambda: pilot.app.settings.welcomed)  # type: ignore[attr-defined]
        await until(pilot, lambda: "First time here?" not in flat(pilot.app))  # type: ignore[arg-type]
        await shows(pilot, "Conversation coach")


async def test_escape_hides_what_it_involves_before_it_leaves_the_content_note(opens: Opens) -> None:
    async with opens(scenario="bus") as pilot:
        await shows(pilot, "See what it involves")
        page = pilot.app.screen
        page.query_one("#involves", Button).press()
        await until(pilot, lambda: page.query_one("#involved").display)
        await pilot.press("escape")
        assert pilot.app.screen is page
        assert not page.query_one("#involved").display
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not page)
