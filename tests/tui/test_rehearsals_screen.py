"""One's own rehearsals as a list."""

import re
from datetime import timedelta
from pathlib import Path
from threading import Event as Signal

import pytest
from textual.widgets import Input

from coach.content.library import Library
from coach.debrief.first_page import DebriefPage
from coach.model.events import Event, Reflected, SaidAgain
from coach.options import RehearseOptions
from coach.page_words import KEEP_IT, LET_IT_GO, format_moment
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.practice.settings import Settings, write_settings
from coach.records.event_store import MemoryRehearsalStore, Summary
from coach.records.expiry import Expiry
from coach.records.leftovers import Leftovers
from coach.records.paths import Places
from coach.tui.app import CoachApp
from coach.tui.base_app import LetterGuard
from coach.tui.dialogs.file_import import FileImportDialog
from coach.tui.dialogs.save import ExportDialog
from coach.tui.screens import rehearsals_screen
from coach.tui.screens.conversation_screen import ConversationScreen
from coach.tui.screens.debrief_screen import DebriefScreen
from coach.tui.screens.library_screen import LibraryScreen
from coach.tui.screens.rehearsals_screen import AT_ONCE, FROM_A_TABLE, RehearsalList, RehearsalsScreen, draw_row
from coach.tui.widgets.debrief_page import LookingBack
from tests.submitting import submit_reply

from ..conftest import START, began, said
from .conftest import Opens
from .rehearsed import hurt_and_mended, toasted, twice
from .seeing import SIZES, click, flat, resized, seen, shows, until


async def listed(pilot: object) -> RehearsalsScreen:
    """Go to the list, and wait for it."""
    app: CoachApp = pilot.app  # type: ignore[attr-defined]
    app.open_page("rehearsals")
    await until(pilot, lambda: isinstance(app.screen, RehearsalsScreen) and app.screen.query(RehearsalList))  # type: ignore[arg-type]
    screen = app.screen
    assert isinstance(screen, RehearsalsScreen)
    listing = screen.query_one(RehearsalList)
    await until(pilot, lambda: listing.option_count or screen.has_class("-none-yet"))  # type: ignore[arg-type]
    await pilot.pause()  # type: ignore[attr-defined]
    return screen


@pytest.fixture
def going(practice: PracticeService) -> str:
    """One that ended, and one, used later, that is going on."""
    hurt_and_mended(practice)
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "Right.")
    return rehearsing.id


async def test_each_says_what_it_is_when_it_was_and_how_it_stands(opens: Opens, going: str) -> None:
    """In words, the last used first, without anything anybody typed."""
    async with opens() as pilot:
        await listed(pilot)
        shown = flat(pilot.app)  # type: ignore[arg-type]
        assert "The bus 11 March 2026" in shown
        assert shown.index("1 reply going on until 10 April") < shown.index("4 replies ended")
        assert "banter" not in shown
        await pilot.resize_terminal(80, 24)
        await shows(pilot, "The bus, 11 March 2026")
        await shows(pilot, "1 reply, going on, goes by itself on 10 April")
        assert "banter" not in flat(pilot.app)  # type: ignore[arg-type]


async def test_it_is_a_table_where_there_is_room_and_its_columns_move_with_it(opens: Opens, going: str) -> None:
    """No line is wider than the list, and every head stands over its column."""
    async with opens() as pilot:
        screen = await listed(pilot)
        for width in (100, 140, 90, 60):
            await pilot.resize_terminal(width, 30)
            await pilot.pause()
            rows = [line for line in seen(pilot.app).splitlines() if "11 March 2026" in line]  # type: ignore[arg-type]
            heads = [line for line in seen(pilot.app).splitlines() if "Begun" in line]  # type: ignore[arg-type]
            listing = screen.query_one(RehearsalList)
            assert bool(heads) == (listing.scrollable_content_region.width >= FROM_A_TABLE)
            for head in heads:
                assert {row.index("11 March") for row in rows} == {head.index("Begun")}


async def test_a_rehearsal_is_searched_by_its_title_or_its_day(opens: Opens, going: str) -> None:
    async with opens() as pilot:
        screen = await listed(pilot)
        listing = screen.query_one(RehearsalList)
        await pilot.press("slash", *"ended")
        await until(pilot, lambda: listing.option_count == 1)
        await pilot.press(*"zebra")
        await shows(pilot, "Nothing fits.")
        screen.query_one("#search", Input).value = "march"
        await until(pilot, lambda: listing.option_count == 2)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))


async def test_escape_empties_the_search_first(opens: Opens, going: str) -> None:
    """Only where nothing is searched for does it leave the page."""
    async with opens() as pilot:
        screen = await listed(pilot)
        await pilot.press("slash", *"zebra")
        await shows(pilot, "Nothing fits.")
        await pilot.press("escape")
        await until(pilot, lambda: screen.query_one(RehearsalList).option_count == 2)
        assert pilot.app.screen is screen
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not screen)


async def test_what_was_wanted_and_brought_stands_below_the_list(opens: Opens, practice: PracticeService) -> None:
    practice.begin("bus", RehearseOptions(intention="Say the word first"))
    async with opens() as pilot:
        await listed(pilot)
        await shows(pilot, "You wanted to practise: “Say the word first”")


async def test_the_day_in_the_list_is_the_conversation_s_and_does_not_move_when_it_is_written_to(
    opens: Opens, practice: PracticeService
) -> None:
    rehearsing = hurt_and_mended(practice)
    began = practice.rehearsals()[0].began.astimezone()
    practice.keeping.append(
        rehearsing.id,
        rehearsing.events,
        Reflected(at=began + timedelta(days=9), on="driscoll.what", words="Later."),
    )
    async with opens() as pilot:
        await listed(pilot)
        await shows(pilot, f"The bus 11 March 2026, {began:%H:%M}")


async def test_enter_goes_on_with_what_is_going_on_and_looks_back_on_what_ended(opens: Opens, going: str) -> None:
    """One key, whichever it is."""
    async with opens() as pilot:
        await listed(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        await shows(pilot, "Right.")
        await listed(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen))


async def test_one_that_is_going_on_can_be_looked_back_on_as_it_stands(opens: Opens, going: str) -> None:
    """The key d does not end it."""
    async with opens() as pilot:
        await listed(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen))
        await pilot.press("escape")
        await shows(pilot, "1 reply going on")


@pytest.mark.parametrize(("seconds", "times"), [(60.0, 1), (0.0, 2)])
async def test_a_debrief_is_built_while_the_letter_for_it_waits_and_again_where_that_is_old(
    opens: Opens,
    practice: PracticeService,
    going: str,
    monkeypatch: pytest.MonkeyPatch,
    seconds: float,
    times: int,
) -> None:
    monkeypatch.setattr(LetterGuard, "burst", 30.0)
    monkeypatch.setattr(rehearsals_screen, "FORESEEN_FOR", seconds)
    built: list[str] = []
    page = Rehearsal.page
    monkeypatch.setattr(Rehearsal, "page", lambda self, attempt: built.append(self.id) or page(self, attempt))
    async with opens() as pilot:
        await listed(pilot)
        await pilot.press("d")
        await until(pilot, lambda: built == [going])
        assert isinstance(pilot.app.screen, RehearsalsScreen), "the letter may be part of a word still"
        await pilot.press("left")
        await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen) and pilot.app.screen.query(LookingBack))
        assert built == [going] * times


async def test_a_debrief_that_cannot_be_built_ahead_is_refused_once_it_is_opened(
    opens: Opens, practice: PracticeService, going: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LetterGuard, "burst", 30.0)
    async with opens() as pilot:
        await listed(pilot)
        practice.keeping.store.forget(going)
        await pilot.press("d")
        await pilot.pause(0.1)
        assert not pilot.app._notifications, "nothing was asked for yet"
        await pilot.press("left")
        await until(pilot, lambda: list(pilot.app._notifications))
        assert isinstance(pilot.app.screen, RehearsalsScreen)


@pytest.mark.parametrize("then", ["enter", "d"])
async def test_another_key_before_the_debrief_is_built_closes_nothing(
    opens: Opens, going: str, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    """The key that was pressed last decides what opens."""
    asked, may_build = Signal(), Signal()
    page = Rehearsal.page

    def build_slowly(rehearsal: Rehearsal, attempt: int = 0) -> DebriefPage:
        asked.set()
        assert may_build.wait(20)
        return page(rehearsal, attempt)

    monkeypatch.setattr(LetterGuard, "burst", 0.05)
    monkeypatch.setattr(Rehearsal, "page", build_slowly)
    opened = DebriefScreen if then == "d" else ConversationScreen
    async with opens() as pilot:
        try:
            await listed(pilot)
            await pilot.press("d")
            await until(pilot, asked.is_set)
            await pilot.pause(0.2)  # the letter is no part of a word any more
            assert isinstance(pilot.app.screen, RehearsalsScreen)
            await pilot.press(then)
            await pilot.pause(0.2)
        finally:
            may_build.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, opened))
        assert pilot.app.is_running


async def test_going_on_is_offered_only_with_one_that_has_not_ended(opens: Opens, going: str) -> None:
    """Looking back is offered with both, under its own name; nothing is called by two."""
    async with opens() as pilot:
        screen = await listed(pilot)
        await until(pilot, lambda: screen.query_one("#go-on").display)
        await pilot.press("down")
        await until(pilot, lambda: not screen.query_one("#go-on").display)
        await shows(pilot, "Look back")
        assert "Open" not in flat(pilot.app)  # type: ignore[arg-type]


async def test_keeping_one_shows_at_once(opens: Opens, practice: PracticeService, going: str) -> None:
    """It is said, kept, and stays the one that is chosen."""
    async with opens() as pilot:
        await listed(pilot)
        await pilot.press("down", "k")
        await shows(pilot, "4 replies ended until you forget it")
        assert [summary.kept for summary in practice.rehearsals()].count(True) == 1


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (140, 45)])
async def test_the_button_that_ends_keeping_shows_all_its_words(
    opens: Opens, practice: PracticeService, going: str, size: tuple[int, int]
) -> None:
    async with opens(size) as pilot:
        await listed(pilot)
        await pilot.press("down", "k")
        await shows(pilot, LET_IT_GO)
        await pilot.press("k")
        await shows(pilot, KEEP_IT)


async def test_forgetting_one_asks_and_then_only_it_is_gone(
    opens: Opens, practice: PracticeService, going: str
) -> None:
    """Escape forgets nothing; the button forgets the one that was chosen."""
    async with opens() as pilot:
        await listed(pilot)
        await pilot.press("ctrl+d")
        await until(pilot, lambda: pilot.app.screen.name == "forget")
        await shows(pilot, "What you wrote afterwards, and what came back from supervision, goes too.")
        assert re.search(r"Forget “The bus”, \d+ \w+ \d{4}, \d\d:\d\d\?", flat(pilot.app)), "which one it is"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, RehearsalsScreen))
        assert len(practice.rehearsals()) == 2
        await pilot.press("ctrl+d")
        await until(pilot, lambda: pilot.app.screen.name == "forget")
        await click(pilot, "#forget")
        await until(pilot, lambda: len(practice.rehearsals()) == 1)
        await until(pilot, lambda: "going on" not in flat(pilot.app))  # type: ignore[arg-type]
        assert going not in {summary.id for summary in practice.rehearsals()}


async def test_every_attempt_of_a_rehearsal_is_counted_and_forgetting_says_that_all_go(
    opens: Opens, practice: PracticeService
) -> None:
    """The earlier attempt is not lost, and no list reads as if it were."""
    twice(practice)
    for size, row in (((60, 20), "2 attempts, 4 and 3 replies, ended"), ((100, 30), "2 attempts ended")):
        async with opens(size=size) as pilot:
            await listed(pilot)
            await shows(pilot, row)
            await shows(pilot, "2 attempts, 4 and 3 replies")
            await pilot.press("ctrl+d")
            await until(pilot, lambda: pilot.app.screen.name == "forget")
            await shows(pilot, "Both attempts go.")


async def test_forgetting_all_leaves_an_invitation(opens: Opens, practice: PracticeService, going: str) -> None:
    """Asked plainly once; then the empty list says what it is for and leads to the scenarios."""
    async with opens() as pilot:
        await listed(pilot)
        await click(pilot, "#more")
        await click(pilot, "#forget-all")
        await until(pilot, lambda: pilot.app.screen.name == "forget")
        await click(pilot, "#forget")
        await shows(pilot, "Nothing here yet.")
        assert not practice.rehearsals()
        await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "choose")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen))


@pytest.mark.slow
async def test_all_can_be_exported_in_one_file(opens: Opens, going: str, tmp_path: Path) -> None:
    """With what was said in each."""
    async with opens() as pilot:
        await listed(pilot)
        await click(pilot, "#more")
        await click(pilot, "#export-all")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportDialog))
        pilot.app.screen.query_one(Input).value = str(tmp_path / "all.txt")
        await click(pilot, "#save")
        await until(pilot, lambda: isinstance(pilot.app.screen, RehearsalsScreen))
    text = (tmp_path / "all.txt").read_text()
    assert "Right." in text
    assert "It was only banter." in text


async def test_one_whose_scenario_is_gone_is_listed_and_refused_kindly(opens: Opens, practice: PracticeService) -> None:
    """It hides none of the others and can still be forgotten."""
    practice.keeping.store.append("lost", began().model_copy(update={"scenario": "old_one"}))
    async with opens() as pilot:
        await listed(pilot)
        await shows(pilot, "old one")
        await pilot.press("enter")
        await toasted(pilot, "There is no scenario called 'old_one'.")
        assert isinstance(pilot.app.screen, RehearsalsScreen)


async def test_five_thousand_are_no_burden(opens: Opens, practice: PracticeService) -> None:
    """The newest are there at once, and earlier ones when they are asked for; attempts are counted in both."""
    start = began()

    def one(number: int) -> tuple[str, tuple[Event, ...]]:
        at = start.at + timedelta(minutes=number)
        again = (said().model_copy(update={"at": at}), SaidAgain(at=at, reply=1)) if number % 100 == 99 else ()
        return f"r{number}", (start.model_copy(update={"at": at}), *again)

    practice.keeping._store = MemoryRehearsalStore(one(number) for number in range(5000))
    async with opens() as pilot:
        screen = await listed(pilot)
        listing = screen.query_one(RehearsalList)
        assert listing.option_count == AT_ONCE + 1
        await shows(pilot, "2 attempts")
        await pilot.press("end", "enter")
        await until(pilot, lambda: listing.option_count == 2 * AT_ONCE + 1)
        assert listing.highlighted == AT_ONCE
        await shows(pilot, "2 attempts")


async def test_what_a_supervisor_gave_back_can_be_found_by_that_word_and_by_mouse(opens: Opens, going: str) -> None:
    """In the palette, and among what can be done with the list."""
    async with opens() as pilot:
        screen = await listed(pilot)
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"supervisor")
        await shows(pilot, "Take in a file that came back from your supervisor")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await click(pilot, "#more")
        await click(pilot, "#came-back")
        await until(pilot, lambda: isinstance(pilot.app.screen, FileImportDialog))


async def test_it_fits(opens: Opens, going: str) -> None:
    """Every choice can be reached by mouse at every size."""
    async with opens() as pilot:
        screen = await listed(pilot)
        async for size in resized(pilot, SIZES):
            for button in screen.query("#doing Button"):
                assert button.region.right <= size[0], (size, button)
                assert button.region.height == 1, (size, button)


async def test_the_start_page_and_the_list_say_what_went_by_itself_and_what_is_to_go(
    small: Library, places: Places
) -> None:
    at = START

    def made() -> PracticeService:
        expiry = Expiry(places.expiry("rehearsals"), lambda: at)
        return PracticeService(
            small, ResilientStore(store_opener(places, lambda: at), expiry=expiry), lambda: at, lambda: "one"
        )

    practice = made()
    submit_reply(practice.begin("bus"), "Right.")
    practice.keeping.close()
    write_settings(places.settings, Settings(welcomed=True))
    for days, told in ((40, "1 rehearsal is over its thirty days"), (48, "1 rehearsal was over its thirty days and")):
        at = START + timedelta(days=days)
        app = CoachApp(places, made=made, still=True)
        async with app.run_test(size=(80, 24)) as pilot:
            await shows(pilot, told)
            await listed(pilot)
            await shows(pilot, told)


async def test_a_damaged_copy_is_said_and_goes_with_all_that_is_forgotten(small: Library, places: Places) -> None:
    """On the start page and in the list, also where there is no rehearsal beside it."""
    places.data.mkdir()
    copy = places.data / "rehearsals.damaged-20260310-101500.db"
    copy.write_text("Quite unmistakable words about a purple bicycle")

    def made() -> PracticeService:
        expiry, remains = Expiry(places.expiry("rehearsals"), lambda: START), Leftovers(places, lambda: START)
        keeping = ResilientStore(store_opener(places, lambda: START), expiry=expiry, remains=remains)
        return PracticeService(small, keeping, lambda: START, lambda: "one")

    write_settings(places.settings, Settings(welcomed=True))
    app = CoachApp(places, made=made, still=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "is a damaged file of your rehearsals, set aside on 10 March 2026")
        await listed(pilot)
        await shows(pilot, "it goes by itself on 9 April 2026. `coach forget --damaged` overwrites it now.")
        await pilot.press("ctrl+d")
        await until(pilot, lambda: app.screen.name == "forget")
        await click(pilot, "#forget")
        await until(pilot, lambda: not copy.exists())
        await until(pilot, lambda: "damaged file" not in flat(app))


def test_a_long_title_ends_with_a_sign_and_leaves_a_space_before_the_day() -> None:
    """A title that fits stands whole; the columns behind it stand where their heads are."""
    summary = Summary("a", "bus", began=START, touched=START, replies=3, going=False, kept=False)
    long, short = (draw_row(summary, title, 94).plain for title in ("You've got such a big family", "The bus"))
    assert long.startswith("You've got such a big fa… 1")
    assert long.index(format_moment(START)) == short.index(format_moment(START)) == 26
