"""Making an exercise in a form, and where it goes."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, OptionList, Select, TabbedContent, TextArea

from coach.content.library import Folder, Library
from coach.model.exercise import Exercise
from coach.model.rubric import Polarity
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.supervision.exercises import parse_exercise
from coach.tui.app import CoachApp
from coach.tui.screens.exercise_editor_screen import ExerciseEditorScreen, ExerciseFields, FilePreview, draw_focuses
from coach.tui.widgets.searchable_list import ChoosingDialog

from ..conftest import SMALL
from .conftest import Opens
from .rehearsed import toasted
from .seeing import SIZES, at, click, shows, until


@pytest.fixture
def practice(places: Places, clock: Callable[[], datetime], new_id: Callable[[], str]) -> Iterator[PracticeService]:
    """Over the small library and the owner's own folder."""
    library = Library((Folder(SMALL, "for tests"), Folder(places.library, "your own", expected=False)))
    keeping = ResilientStore(store_opener(places, clock))
    yield PracticeService(library, keeping, clock, new_id)
    keeping.close()


async def at_the_form(pilot: Pilot[None]) -> ExerciseEditorScreen:
    """Open the form, and wait for it."""
    app: CoachApp = pilot.app  # type: ignore[assignment]
    app.open_page("exercise_editor")
    await until(pilot, lambda: isinstance(app.screen, ExerciseEditorScreen) and app.screen.query(ExerciseFields))
    await at(pilot, "title")
    await pilot.pause()
    assert isinstance(app.screen, ExerciseEditorScreen)
    return app.screen


async def choose(pilot: Pilot[None], screen: ExerciseEditorScreen, field: str, *search: str) -> None:
    """Open a list by its button, find each by words of its name, and take it."""
    screen.query_one(f"#choose-{field}").press()  # type: ignore[attr-defined]
    await until(pilot, lambda: isinstance(pilot.app.screen, ChoosingDialog) and pilot.app.focused)
    for words in search:
        pilot.app.screen.query_one("#look-for", Input).value = words
        await pilot.pause()
        pilot.app.screen.query_one("#found", OptionList).action_select()
        await pilot.pause()
    pilot.app.screen.query_one("#done").press()  # type: ignore[attr-defined]
    await until(pilot, lambda: pilot.app.screen is screen)


def previewed(screen: ExerciseEditorScreen) -> str:
    """The file as it is shown."""
    return str(screen.query(FilePreview).last().query_one(".file-words").render())


async def filled(pilot: Pilot[None], screen: ExerciseEditorScreen, title: str = "Say it: slowly [twice]") -> None:
    """Fill in what is needed."""
    screen.query_one("#title", Input).value = title
    screen.query_one("#why", Input).value = "Because =1+1."
    await choose(pilot, screen, "scenarios", "bus")
    await until(pilot, lambda: screen.made and screen.made.exercise)


@pytest.mark.parametrize("size", SIZES)
async def test_the_file_grows_beside_the_form_and_what_is_missing_is_said(opens: Opens, size: tuple[int, int]) -> None:
    """In sentences; on a narrow screen in a tab of its own."""
    async with opens(size) as pilot:
        screen = await at_the_form(pilot)
        await pilot.press(*"Slowly")
        await until(pilot, lambda: "title: Slowly" in previewed(screen))
        await pilot.press("f7")
        await shows(pilot, "Still: Say why, in one sentence.")
        await shows(pilot, "Still: Choose at least one scenario.")
        await shows(pilot, "title: Slowly")
        await pilot.press("ctrl+s")
        await toasted(pilot, "Say why, in one sentence.")


async def test_every_field_is_in_the_file(opens: Opens) -> None:
    """Chosen by plain names, written as ids; what is shown is what is read back."""
    async with opens((100, 30)) as pilot:
        screen = await at_the_form(pilot)
        await filled(pilot, screen)
        await choose(pilot, screen, "focus", "Names it", "Asks about")
        screen.query_one("#mode", Select).value = "trio"
        screen.query_one("#replies", Input).value = "12"
        screen.query_one("#reflection", Select).value = "gibbs"
        screen.query_one("#bring", Select).value = "nothing"
        screen.query_one("TextArea", TextArea).text = "Rain\n\nA bus\n"
        await until(pilot, lambda: "A bus" in previewed(screen))
        assert screen.draft.focus == ("names", "asks")
        await shows(pilot, "- Names it")
        found = parse_exercise(previewed(screen))
    assert found == Exercise(
        title="Say it: slowly [twice]",
        why="Because =1+1.",
        scenarios=("bus",),
        focus=("names", "asks"),
        mode="trio",  # type: ignore[arg-type]
        replies=12,
        reflection="gibbs",  # type: ignore[arg-type]
        bring="nothing",  # type: ignore[arg-type]
        content_notes=("Rain", "A bus"),
    )


async def test_space_ticks_in_a_list_as_it_does_everywhere(opens: Opens) -> None:
    """And Space again takes the tick away; Enter does the same."""
    async with opens((100, 30)) as pilot:
        screen = await at_the_form(pilot)
        screen.query_one("#choose-scenarios", Button).press()
        await until(pilot, lambda: isinstance(pilot.app.screen, ChoosingDialog) and pilot.app.focused)
        for key, mark in (("space", "[x]"), ("space", "[ ]"), ("enter", "[x]"), ("space", "[ ]"), ("space", "[x]")):
            await pilot.press(key)
            await shows(pilot, f"{mark} The bus")
        pilot.app.screen.query_one("#done", Button).press()
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.draft.scenarios == ("bus",)


async def test_escape_asks_about_ticks_that_were_changed(opens: Opens) -> None:
    """As it was takes them back without a question; ticks that are as they were ask nothing."""
    async with opens((100, 30)) as pilot:
        screen = await at_the_form(pilot)
        screen.query_one("#choose-scenarios", Button).press()
        await until(pilot, lambda: isinstance(pilot.app.screen, ChoosingDialog) and pilot.app.focused)
        await pilot.press("space", "escape")
        await shows(pilot, "Keep what you ticked?")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.draft.scenarios == ("bus",)
        screen.query_one("#choose-scenarios", Button).press()
        await until(pilot, lambda: isinstance(pilot.app.screen, ChoosingDialog) and pilot.app.focused)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_up_to_three_criteria_or_one_domain(opens: Opens) -> None:
    """More is refused in a sentence, where one chooses."""
    async with opens((100, 30)) as pilot:
        screen = await at_the_form(pilot)
        screen.query_one("#choose-focus").press()  # type: ignore[attr-defined]
        await toasted(pilot, "Choose a scenario first")
        await filled(pilot, screen)
        await choose(pilot, screen, "focus", "Names it", "Asks about", "Mends it", "All of: Repair")
        assert screen.draft.focus == ("names", "asks", "mend")
        await choose(pilot, screen, "focus", "All of: Naming")
        assert screen.draft.focus == ("names", "asks", "mend")


@pytest.mark.slow
async def test_a_wrong_number_of_replies_is_told_in_plain_words(opens: Opens) -> None:
    """And nothing can be saved until it is mended."""
    async with opens((100, 30)) as pilot:
        screen = await at_the_form(pilot)
        await filled(pilot, screen)
        screen.query_one("#replies", Input).value = "ten"
        await shows(pilot, "“About how many replies” should be a whole number")
        screen.query_one("#replies", Input).value = "99"
        await until(pilot, lambda: screen.made and "The most it can be is 30." in screen.made.still[0])
        await pilot.press("ctrl+s")
        await toasted(pilot, "The most it can be is 30.")


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_saved_into_ones_own_library_and_is_there_at_once(
    opens: Opens, places: Places, practice: PracticeService, size: tuple[int, int]
) -> None:
    """Under a name from its title; a name that is taken is refused in the sheet, which stays."""
    async with opens(size) as pilot:
        screen = await at_the_form(pilot)
        await filled(pilot, screen)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pilot.app.screen.name == "give-exercise")
        pilot.app.screen.query_one("#save").press()  # type: ignore[attr-defined]
        await shows(pilot, "It is with your exercises now")
        await pilot.press("enter")
        assert (places.library / "exercises" / "say_it_slowly_twice.yaml").exists()
        assert [each.id for each in practice.library.shelf("exercises")] == ["say_it_slowly_twice"]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pilot.app.screen.name == "give-exercise")
        pilot.app.screen.query_one("#save").press()  # type: ignore[attr-defined]
        wrong = pilot.app.screen.query_one("#went-wrong")
        await until(pilot, lambda: "Give yours another title." in str(wrong.render()))


async def test_it_is_saved_as_a_file_anywhere(opens: Opens, tmp_path: Path) -> None:
    """Whole, and as it was shown."""
    file = tmp_path / "mine.yaml"
    async with opens((100, 30)) as pilot:
        screen = await at_the_form(pilot)
        await filled(pilot, screen)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pilot.app.screen.name == "give-exercise")
        await pilot.press("down", "enter")
        pilot.app.screen.query_one("#place", Input).value = str(file)
        pilot.app.screen.query_one("#save").press()  # type: ignore[attr-defined]
        await shows(pilot, "It is in")
    assert parse_exercise(file.read_text("utf-8")).title == "Say it: slowly [twice]"


async def test_what_is_filled_in_stays_while_one_looks_elsewhere(opens: Opens) -> None:
    """Escape loses nothing."""
    async with opens((100, 30)) as pilot:
        screen = await at_the_form(pilot)
        await filled(pilot, screen)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not screen)
        again = await at_the_form(pilot)
        assert again.query_one("#title", Input).value == "Say it: slowly [twice]"
        await shows(pilot, "- The bus")


async def test_an_exercise_is_looked_over_for_real_people_before_it_goes_to_anybody(
    opens: Opens, places: Places
) -> None:
    """Its title, why and notes are read by everybody it is given to."""
    async with opens((100, 30)) as pilot:
        screen = await at_the_form(pilot)
        await filled(pilot, screen)
        screen.query_one("#why", Input).value = "After what Mary Okonkwo said."
        await until(pilot, lambda: screen.made and screen.made.exercise and "Mary" in screen.made.exercise.why)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pilot.app.screen.name == "details" and pilot.app.screen.query(Button))
        pilot.app.screen.query_one("#remove", Button).press()
        await until(pilot, lambda: pilot.app.screen.name == "give-exercise" and pilot.app.screen.query("#place"))
        pilot.app.screen.query_one("#save", Button).press()
        await shows(pilot, "It is with your exercises now")
    (file,) = (places.library / "exercises").glob("*.yaml")
    assert parse_exercise(file.read_text("utf-8")).why == "After what (left out) said."


async def test_the_file_that_is_shown_is_the_very_file_that_is_saved(opens: Opens, places: Places) -> None:
    """And the key that goes to it goes back to the form."""
    async with opens((80, 24)) as pilot:
        screen = await at_the_form(pilot)
        await filled(pilot, screen)
        await pilot.press("f7")
        await until(pilot, lambda: screen.query_one(TabbedContent).active == "tab-file")
        shown = previewed(screen)
        await pilot.press("f7")
        await until(pilot, lambda: screen.query_one(TabbedContent).active == "tab-form")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pilot.app.screen.name == "give-exercise")
        await click(pilot, "#save")
        await shows(pilot, "It is with your exercises now")
    (saved,) = (places.library / "exercises").glob("*.yaml")
    assert saved.read_text("utf-8") == shown


def test_nothing_that_hurts_is_offered_to_practise(small: Library) -> None:
    among = tuple(entry.key for entry in draw_focuses(small, ("bus",)))
    rubric = small.rubric(small.dialogue("bus").rubric)
    assert set(among) & rubric.of(Polarity.HELPFUL)
    assert not set(among) & rubric.of(Polarity.HARMFUL)


async def test_leaving_by_the_start_page_asks_about_a_begun_exercise(opens: Opens) -> None:
    """Esc keeps the form while the coach is open; *Quit* on the start page asks, as Ctrl+Q does."""
    async with opens() as pilot:
        pilot.app.open_page("exercise_editor")  # type: ignore[attr-defined]
        await until(pilot, lambda: isinstance(pilot.app.screen, ExerciseEditorScreen))
        await at(pilot, "title")
        await pilot.press(*"Ask")
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ExerciseEditorScreen))
        await pilot.press("9")
        await shows(pilot, "Go without what you wrote?")


async def test_leaving_an_exercise_half_made_says_that_it_stays(opens: Opens) -> None:
    """And it does; where nothing was filled in, nothing is said."""
    async with opens((100, 30)) as pilot:
        screen = await at_the_form(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not screen)
        assert not any("stays as you left it" in toast.message for toast in pilot.app._notifications)
        screen = await at_the_form(pilot)
        screen.query_one("#title", Input).value = "Half of one"
        await until(pilot, lambda: screen.coach.exercise is not None and screen.coach.exercise.title == "Half of one")
        await pilot.press("escape")
        await toasted(pilot, "The exercise stays as you left it while the coach is open.")
        screen = await at_the_form(pilot)
        assert screen.query_one("#title", Input).value == "Half of one"
