"""Several attempts: looking back on each, and two side by side."""

import pytest
from textual.widgets import Select, TabbedContent, TabPane

from coach.debrief.attempt_pairs import can_say_again, find_parting, pair_replies
from coach.practice.service import PracticeService
from coach.tui.screens.compare_attempts_screen import CompareAttemptsScreen, ReplyPairView
from tests.submitting import submit_reply

from .conftest import Opens
from .rehearsed import hurt_and_mended, looking_back, page, twice
from .seeing import seen, shows, until


async def test_attempts_have_a_tab_only_where_there_are_several(opens: Opens, practice: PracticeService) -> None:
    """One attempt, three tabs: the page, the conversation, what was brought; two attempts, four."""
    for made, tabs in ((hurt_and_mended, 3), (twice, 4)):
        async with looking_back(opens, made(practice)) as (_, screen):
            assert len(screen.query(TabPane)) == tabs


async def test_each_tab_shows_the_digit_that_chooses_it_in_a_narrow_terminal_too(
    opens: Opens, practice: PracticeService
) -> None:
    """All four fit beside each other in 60 columns, so nobody has to know of the keys beforehand."""
    async with looking_back(opens, twice(practice), (60, 20)) as (pilot, screen):
        await shows(pilot, "1 Looking back")
        shown = next(line for line in seen(pilot.app).splitlines() if "1 Looking back" in line)
        assert [name for name in ("2 The conversation", "3 Attempts", "4 Brought") if name not in shown] == []
        for number, tab in enumerate(screen.query(TabPane), 1):
            await pilot.press(str(number))
            await until(pilot, lambda: screen.query_one("#tabs", TabbedContent).active == tab.id)  # noqa: B023


async def test_an_earlier_attempt_can_be_looked_back_on(opens: Opens, practice: PracticeService) -> None:
    """Its own debrief, on the same pages."""
    async with looking_back(opens, twice(practice)) as (pilot, screen):
        assert "Attempt 2 of 2." in page(screen)
        await pilot.press("3")
        await shows(pilot, "another way from reply 2, 3 replies.")
        await pilot.click(screen.query("Attempts Button").first())
        await until(pilot, lambda: "Attempt 1 of 2." in page(screen))
        assert screen.query_one("#tabs").active == "tab-page"  # type: ignore[attr-defined]


@pytest.mark.slow
async def test_two_attempts_stand_side_by_side_from_where_they_part(opens: Opens, practice: PracticeService) -> None:
    """What both answer first, then each one's words, the family's answer and the notes; columns where wide."""
    for width, columns in ((110, True), (80, False)):
        async with looking_back(opens, twice(practice), (width, 40)) as (pilot, screen):
            screen.action_side_by_side()
            await until(pilot, lambda: pilot.app.screen.query(ReplyPairView))
            await pilot.pause()
            shown = " ".join(str(words.render()) for words in pilot.app.screen.query("#pairs Prose"))
            assert "Yes. Only that." in shown, "the line they both answer"
            assert "It was only banter." not in shown, "what they share is left out"
            assert "That was wrong. Tell me again." in shown
            assert "Thank you for saying." in shown
            one, other = (side.region for side in list(pilot.app.screen.query(".side"))[:2])
            assert (other.x >= one.right) is columns
            assert (other.y >= one.bottom) is not columns


async def test_which_two_can_be_chosen(opens: Opens, practice: PracticeService) -> None:
    """Three attempts; the first and the last part where the earliest of them did."""
    rehearsing = twice(practice)
    rehearsing.say_again(1)
    submit_reply(rehearsing, "Was that racism, do you think?")
    async with looking_back(opens, rehearsing) as (pilot, screen):
        screen.action_side_by_side()
        await until(
            pilot, lambda: isinstance(pilot.app.screen, CompareAttemptsScreen) and pilot.app.screen.query(ReplyPairView)
        )
        pilot.app.screen.query_one("#first", Select).value = 1
        await shows(pilot, "It was only banter.")
        pilot.app.screen.query_one("#second", Select).value = 1
        await shows(pilot, "Choose two different attempts.")


def test_where_attempts_part_and_what_can_be_said_again(practice: PracticeService) -> None:
    """Attempts part at the first reply that differs; any line of any attempt can be said again."""
    rehearsing = twice(practice)
    rehearsing.say_again(3)
    submit_reply(rehearsing, "Okay.")
    story = rehearsing.story
    assert (
        find_parting(story, 1, 2),
        find_parting(story, 2, 3),
        find_parting(story, 1, 3),
        find_parting(story, 3, 1),
    ) == (2, 3, 2, 2)
    assert [can_say_again(story, 1, reply) for reply in (1, 2, 3, 4)] == [True, True, True, True]
    assert [can_say_again(story, 3, reply) for reply in (0, 1, 2, 3, 4)] == [False, True, True, True, False]


def test_an_attempt_that_stopped_sooner_leaves_its_side_empty(practice: PracticeService) -> None:
    """Replies are paired by number; where one attempt has none left, there is none."""
    rehearsing = twice(practice)
    rehearsing.say_again(2)
    submit_reply(rehearsing, "Hm.")
    both = pair_replies(rehearsing.debrief(1), rehearsing.debrief(3), 2)
    assert [tuple(side.yours is not None for side in pair.sides) for pair in both] == [
        (True, True),
        (True, False),
        (True, False),
    ]
    assert both[0].before is not None
    assert both[1].before is None
