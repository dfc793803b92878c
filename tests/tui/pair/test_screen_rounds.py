"""A round at one laptop from who does what to the close; and what is kept of it, which is nothing unless asked."""

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, TabbedContent

from coach.classroom.door import RoleNames
from coach.classroom.single_device import DeviceStep
from coach.model.class_events import Mark, Role, Stage
from coach.model.events import Replied
from coach.practice.service import PracticeService
from coach.tui.pair.marking import MarkDialog
from coach.tui.pair.roles_screen import RolesScreen
from coach.tui.screens.home_screen import HomeScreen
from coach.tui.widgets.choices import Tick
from tests.tui.conftest import Opens
from tests.tui.seeing import SIZES, at, click, flat, say, shows, until

from .sitting import SAID, app_of, end, go_on, lift, open_round, sit_down, talk, to_cover, to_talk


async def to_the_coach(pilot: Pilot[None]) -> None:
    """From the end of the talk through everybody's turn."""
    for _ in range(3):
        await lift(pilot)
        await to_cover(pilot)
    await lift(pilot)
    for speaks in ("Amina speaks", "Ben speaks", "Cy speaks"):
        await shows(pilot, speaks)
        await go_on(pilot)


async def test_the_first_page_leads_there(opens: Opens) -> None:
    """Pairs and trios stand among the choices, and begin with who does what."""
    async with opens() as pilot:
        await shows(pilot, "One laptop, two or three of you")
        choices = pilot.app.screen.query_one("#choices", OptionList)
        choices.highlighted = [option.id for option in choices.options].index("pair")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RolesScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


@pytest.mark.slow
async def test_nobody_speaks_after_the_coach_but_to_it_and_nothing_is_kept_unless_somebody_asks(
    opens: Opens, practice: PracticeService
) -> None:
    """The practitioner speaks, the line-reader, the observer, and only then the coach; then all leave their roles.

    At the end keeping, a file, other places, another round and the close are whole in every size; the words are asked
    about once, and letting them go leaves no trace of the round.
    """
    async with opens() as pilot:
        await sit_down(pilot)
        await to_talk(pilot)
        await talk(pilot)
        await to_the_coach(pilot)
        await shows(pilot, "One to keep")
        tabs = pilot.app.screen.query_one(TabbedContent)
        tabs.active = "side-by-side"
        await shows(pilot, "None of these is the right one.")
        await go_on(pilot)
        await shows(pilot, "Out of role")
        await shows(pilot, "Say your own name.")
        await go_on(pilot)
        await shows(pilot, "This round is finished")
        await in_sight(pilot, "#go-on", "#close-round", "#another", "#keep", "#file")
        await click(pilot, "#close-round")
        await shows(pilot, "Let this round go?")
        await click(pilot, "#let_go")
        await shows(pilot, "one thing I'll ask my manager for")
        await shows(pilot, "Your supervisor")
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        assert await app_of(pilot).in_practice(practice.rehearsals) == ()


async def test_the_practitioner_may_keep_it_as_a_rehearsal(opens: Opens, practice: PracticeService) -> None:
    """Their words are then among the rehearsals, finished, with a debrief; no note and no mark goes with them."""
    async with opens() as pilot:
        await open_round(pilot, DeviceStep.TOGETHER, stage=Stage.DONE)
        await click(pilot, "#keep")
        await shows(pilot, "It is kept as a rehearsal")
        (kept,) = await app_of(pilot).in_practice(practice.rehearsals)
        assert (kept.scenario, kept.replies, kept.going) == ("bus", 3, False)
        rehearsing = await app_of(pilot).in_practice(practice.go_on, kept.id)
        assert [each.text for each in rehearsing.events if isinstance(each, Replied)] == list(SAID)
        assert rehearsing.debrief().title


async def test_a_line_is_said_again_from_that_point(opens: Opens) -> None:
    """The family answers from there; what was said before the line and after it stays as it was."""
    async with opens() as pilot:
        await open_round(pilot, DeviceStep.TOGETHER, stage=Stage.COACH_SPEAKS)
        pilot.app.screen.query_one(TabbedContent).active = "say-again"
        lines = pilot.app.screen.query_one("#own-lines", OptionList)
        await until(pilot, lambda: lines.option_count == 3)
        lines.focus()
        await pilot.press("enter")
        await at(pilot, "box")
        await say(pilot, "What happened, Pat?")
        await shows(pilot, "In other words")
        await shows(pilot, "What happened, Pat?")


async def test_places_are_changed_only_where_it_is_wished_and_one_go_on_too_many_leads_not_out(opens: Opens) -> None:
    """“Change places” offers the next round with everybody one place on, and each name can still be put elsewhere.

    F9, once more than is meant, leads there too, and only the button closes; the words are asked about either way.
    """
    async with opens() as pilot:
        for by_key in (True, False):
            await open_round(pilot, DeviceStep.TOGETHER, stage=Stage.DONE)
            if by_key:
                await pilot.press("f9")
            else:
                await click(pilot, "#go-on")
            await shows(pilot, "Let this round go?")
            await click(pilot, "#let_go")
            await until(pilot, lambda: isinstance(pilot.app.screen, RolesScreen))
            screen = pilot.app.screen
            names = {role: screen.query_one(f"#name-{role}", Input).value for role in ("practitioner", "observer")}
            assert names == {"practitioner": "Cy", "observer": "Ben"}


async def test_a_mark_that_has_nothing_to_stand_on_is_not_offered(opens: Opens) -> None:
    """Before anything is said F5 says so; of a reply that no opening stood before, only what the reply did is asked."""
    async with opens() as pilot:
        await open_round(pilot, DeviceStep.TALK)
        await pilot.press("f5")
        await shows(pilot, "Nothing was replied yet, so there is nothing to mark.")
        await say(pilot, SAID[0])
        await until(pilot, lambda: not pilot.app.screen.query_one("#box").text)  # type: ignore[attr-defined]
        await pilot.press("f5")
        await shows(pilot, "what became of the opening before it")
        await pilot.press("t")
        await shows(pilot, "What was marked is shown once it is the observer's turn to speak.")
        app_of(pilot).push_screen(MarkDialog((Mark.HURT, Mark.MENDED)))
        await shows(pilot, "No opening stood before it yet.")
        await pilot.press("t", "b", "p")
        assert isinstance(pilot.app.screen, MarkDialog)
        await pilot.press("h")
        await until(pilot, lambda: not isinstance(pilot.app.screen, MarkDialog))


async def test_whoever_has_no_name_stands_in_a_sentence_as_a_role(opens: Opens) -> None:
    """“What the practitioner is told”, and not with the capital that a name would have."""
    async with opens((100, 50)) as pilot:
        await open_round(pilot, DeviceStep.BRIEF, Role.OBSERVER, roles=RoleNames())
        await shows(pilot, "What the practitioner is told")


@pytest.mark.slow
async def test_the_screen_speaks_where_nobody_reads_and_marks_stand_with_its_words(opens: Opens) -> None:
    """Two are enough: without a line-reader there is nothing to note and nothing to guess.

    What the observer marked is the family's line then too, and no number alone.
    """
    async with opens() as pilot:
        app = app_of(pilot)
        app.open_pair("bus")
        await shows(pilot, "The bus")
        app.screen.query_one("#has-line_reader", Tick).value = False
        await shows(pilot, "the screen speaks for the family")
        await pilot.press("f9")
        await shows(pilot, "Before you start")
        for _ in range(3):
            await to_cover(pilot)
            await lift(pilot)
        await shows(pilot, "The screen speaks")
        await talk(pilot)
        await shows(pilot, "Hand the laptop to the observer.")
        await lift(pilot)
        await pilot.press("home", "t")
        await shows(pilot, "1: taken.")
        await to_cover(pilot)
        await lift(pilot)
        await shows(pilot, "The practitioner speaks")
        await go_on(pilot)
        await shows(pilot, "The observer speaks")
        await shows(pilot, "taken, by the observer. “There was a thing on the bus.”")


async def test_another_one_leaves_the_refused_one_unchosen(opens: Opens) -> None:
    """F9 does not bring its content note back; who does what stays."""
    async with opens() as pilot:
        await sit_down(pilot)
        await click(pilot, "#another")
        await until(pilot, lambda: isinstance(pilot.app.screen, RolesScreen))
        await until(pilot, lambda: pilot.app.screen.query_one("#offered", OptionList).option_count)
        assert pilot.app.screen.query_one("#name-practitioner", Input).value == "Amina"
        await pilot.press("f9")
        await pilot.pause()
        assert isinstance(pilot.app.screen, RolesScreen)
        await pilot.press("space", "f9")
        await shows(pilot, "Before you start")


async def test_what_cannot_be_yet_is_said(opens: Opens) -> None:
    """One alone, two with one name, or nobody who follows the script: a sentence, and nothing begins."""
    async with opens() as pilot:
        app = app_of(pilot)
        app.open_pair("bus")
        await shows(pilot, "The bus")
        for role in ("practitioner", "line_reader"):
            app.screen.query_one(f"#name-{role}", Input).value = "Sam"
        await shows(pilot, "Two of you have one name.")
        app.screen.query_one("#has-line_reader", Tick).value = False
        app.screen.query_one("#spoken", Tick).value = True
        await shows(pilot, "somebody reads the lines and follows the script")
        app.screen.query_one("#has-observer", Tick).value = False
        await shows(pilot, "It takes two or three of you")
        await pilot.press("f9")
        assert isinstance(app.screen, RolesScreen)


async def test_stopping_is_fine_and_says_where_to_turn(opens: Opens, practice: PracticeService) -> None:
    """Escape asks once; then the close, and nothing is kept."""
    async with opens() as pilot:
        await open_round(pilot, DeviceStep.TALK)
        await say(pilot, SAID[0])
        await shows(pilot, SAID[0])
        await pilot.press("escape")
        await shows(pilot, "Stop here?")
        await click(pilot, "#stop")
        await shows(pilot, "Nothing of this round is kept.")
        await shows(pilot, "Where to turn" if "Where to turn" in flat(app_of(pilot)) else "Your supervisor")
        assert await app_of(pilot).in_practice(practice.rehearsals) == ()


@pytest.mark.slow
@pytest.mark.parametrize("spoken", [False, True])
async def test_the_way_on_is_on_every_page_in_every_size(opens: Opens, spoken: bool) -> None:
    """Each page's main button is whole on the screen, to be pressed or clicked."""
    async with opens() as pilot:
        await sit_down(pilot, spoken=spoken)
        for _ in range(4):
            await in_sight(pilot, "#go-on")
            await to_cover(pilot)
            await in_sight(pilot, "#lift")
            await lift(pilot)
        await in_sight(pilot, "#ways" if spoken else "#send", "#aloud")
        await end(pilot)
        for _ in range(3):
            await lift(pilot)
            await in_sight(pilot, "#go-on")
            await to_cover(pilot)


async def in_sight(pilot: Pilot[None], *buttons: str) -> None:
    """Each of these is whole on the screen in every size; the page goes on in another size than it was come to in."""
    app = app_of(pilot)
    at = SIZES.index(tuple(app.size))
    for width, height in (*SIZES[at:], *SIZES[:at]):
        if app.size != (width, height):
            await pilot.resize_terminal(width, height)
            await until(pilot, lambda: app.screen.size == (width, height))  # noqa: B023  # it is awaited before the next
            await pilot.pause()
        for button in buttons:
            region = app.screen.query_one(button).region
            assert region.area, (button, width)
            assert app.screen.region.contains_region(region), (button, width)
