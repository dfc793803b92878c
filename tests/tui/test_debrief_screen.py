"""Looking back: the first page of a debrief."""

import re

import pytest
from textual.screen import Screen
from textual.widgets import Button, Collapsible, Input

from coach.practice.service import PracticeService
from coach.tui.widgets.debrief_page import OwnWordsBox, UncertainVerdict
from coach.tui.widgets.debrief_tabs import DebriefTabs
from tests.submitting import submit_reply

from .conftest import Opens
from .rehearsed import hurt_and_mended, looking_back, page, toasted, unsure
from .seeing import SIZES, flat, resized, seen, shows, until


async def test_it_goes_in_the_order_of_a_good_conversation(opens: Opens, practice: PracticeService) -> None:
    """Intention, answers, moments, points, a question, the limits, the close, where to turn."""
    async with looking_back(opens, hurt_and_mended(practice)) as (_, screen):
        words = page(screen)
    order = [
        "Say the word first",
        "How openly, in this conversation",
        "Moments",
        "To keep:",
        "A question for supervision",
        "It can't hear you",
        "That was a rehearsal.",
        "Your supervisor",
    ]
    places = [words.index(part) for part in order]
    assert places == sorted(places)


async def test_no_inner_name_is_shown_while_a_debrief_opens(opens: Opens, practice: PracticeService) -> None:
    """Its tabs say that their pages are on the way, until they are there."""
    story = hurt_and_mended(practice).story
    async with opens() as pilot:
        await pilot.app.push_screen(Screen())
        await pilot.app.screen.mount(DebriefTabs(story))
        await shows(pilot, "One moment.")
        assert "TabPane" not in flat(pilot.app)  # type: ignore[arg-type]


async def test_every_level_is_a_word_with_its_plain_meaning_and_somebodys_words(
    opens: Opens, practice: PracticeService
) -> None:
    """The answer says its level, what that means, and who said what where."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, _):
        await shows(pilot, "Race")
        shown = flat(pilot.app)  # type: ignore[arg-type]
        assert re.search(r"(Touched on|Opening|Exploring|Woven through): [a-z]", shown)
        assert "You, reply 3:" in shown


async def test_nothing_counts_or_draws_a_person(opens: Opens, practice: PracticeService) -> None:
    """No percentage, star, bar or fraction anywhere on the page."""
    async with looking_back(opens, hurt_and_mended(practice)) as (_, screen):
        assert not re.search(r"%|★|☆|█|\d+\s*/\s*\d+|\d+ out of|score", page(screen))
        assert not screen.query("ProgressBar, Sparkline, Digits")


async def test_a_repair_is_the_first_of_strengths_and_both_lines_are_quoted(
    opens: Opens, practice: PracticeService
) -> None:
    """What hurt, that it was mended, and by which words."""
    async with looking_back(opens, hurt_and_mended(practice)) as (_, screen):
        words = page(screen)
    assert "Reply 1 may have hurt: “It was only banter.” Repaired. “" in words
    assert "To keep: Mends it" in words


async def test_a_point_gives_the_lines_around_two_other_wordings_and_room_for_ones_own(
    opens: Opens, practice: PracticeService
) -> None:
    """The family's line, your words, the line after; then alternatives, and your own third way."""
    async with looking_back(opens, hurt_and_mended(practice)) as (_, screen):
        words = page(screen)
        assert len(screen.query("PointCard")) <= 3
    assert "Pat: “There was a thing on the bus.” You, reply 1: “It was only banter.” Pat: “Yes. Only that.”" in words
    assert "You could try: “That was racism.” Or: “Tell me what they said.” Or your own third way." in words


async def test_no_question_is_asked_twice_over(opens: Opens, practice: PracticeService) -> None:
    """The last point's question stands once, as the one for supervision."""
    async with looking_back(opens, hurt_and_mended(practice)) as (_, screen):
        assert screen.debrief
        assert page(screen).count(screen.debrief.question) == 1


@pytest.mark.slow
async def test_whether_an_intention_happened_is_the_practitioners_to_say(
    opens: Opens, practice: PracticeService
) -> None:
    """One press, with words of one's own if one likes; it is kept with the rehearsal and shown."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        screen.query_one("#thought-intention", Input).value = "I said [b]banter[/b] first"
        await pilot.pause()
        await pilot.click(list(screen.query("#own-words-intention Button"))[1])
        await shows(pilot, "You said: Partly. You wrote: I said [b]banter[/b] first")
        assert screen.focused
        assert str(getattr(screen.focused, "label", "")) == "Partly", "whoever presses it stays there"
    assert [(event.on, event.words) for event in practice.go_on(rehearsing.id).story.reflected] == [
        ("intention", "Partly. I said [b]banter[/b] first")
    ]


async def test_where_something_private_is_asked_it_is_said_that_nobody_sees_it(
    opens: Opens, practice: PracticeService
) -> None:
    """Whether what was wanted happened never goes along; a question for supervision may, and promises nothing."""
    async with looking_back(opens, hurt_and_mended(practice)) as (_, screen):
        said = {box.id: [str(words.render()) for words in box.query("Prose")] for box in screen.query(OwnWordsBox)}
        assert [key for key, words in said.items() if "Only you see this." in words] == ["own-words-intention"]


async def test_without_an_intention_none_is_asked_about(opens: Opens, practice: PracticeService) -> None:
    """The page begins with the answers."""
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "Right.")
    rehearsing.finish()
    async with looking_back(opens, rehearsing) as (pilot, _):
        assert "Did it happen?" not in flat(pilot.app)  # type: ignore[arg-type]


async def test_what_the_coach_is_unsure_of_is_a_question_that_one_key_answers(
    opens: Opens, practice: PracticeService
) -> None:
    """`y` makes it count, and the debrief is made again; the coach's question and the answer both stay."""
    async with looking_back(opens, unsure(practice)) as (pilot, screen):
        first = screen.query(UncertainVerdict).first()
        first.focus()
        await pilot.press("y")
        await toasted(pilot, "Your word stands.")
        await until(pilot, lambda: "You said: that's fair." in page(screen))
        assert screen.debrief
        assert screen.debrief.marks[0].counts()
        assert isinstance(screen.focused, UncertainVerdict), "whoever answers with keys stays among the questions"


async def test_a_doubt_can_be_sent_away_by_mouse(opens: Opens, practice: PracticeService) -> None:
    """What was not meant is never counted, and stays visible as asked and answered."""
    async with looking_back(opens, unsure(practice)) as (pilot, screen):
        button = screen.query("UncertainVerdict .not-meant").last(Button)
        button.scroll_visible(animate=False)
        await pilot.pause()
        await pilot.click(button)
        await until(pilot, lambda: "You said: that's not what I meant." in page(screen))


async def test_more_is_there_when_it_is_asked_for(opens: Opens, practice: PracticeService) -> None:
    """Openings with how they stand, every part, and harm and repair: folded away until F2."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        assert screen.query_one("#more", Collapsible).collapsed
        await pilot.press("f2")
        await shows(pilot, "Openings")
        assert not screen.query_one("#more", Collapsible).collapsed
        words = page(screen)
        for part in ("Partly taken", "Seven parts of the conversation", "Harm and repair"):
            assert part in words


async def test_a_rehearsal_with_nothing_said_is_met_kindly(opens: Opens, practice: PracticeService) -> None:
    """No levels, no openings passed by: there is little to look back on, and that is fine."""
    rehearsing = practice.begin("bus")
    rehearsing.finish()
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await shows(pilot, "That is fine.")
        assert "Left silent" not in page(screen)


async def test_brackets_and_control_characters_are_only_shown(opens: Opens, practice: PracticeService) -> None:
    """What was typed drives neither markup nor the terminal."""
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "How has racism touched him? [red]\x1b[2J[/nothing]")
    rehearsing.finish()
    async with looking_back(opens, rehearsing) as (pilot, screen):
        screen.query_one("#tabs").active = "tab-lines"  # type: ignore[attr-defined]
        await shows(pilot, "[red]")
        assert "\x1b" not in seen(pilot.app)  # type: ignore[arg-type]


@pytest.mark.slow
async def test_it_fits(opens: Opens, practice: PracticeService) -> None:
    """At every size the page scrolls one way only, and no button stands outside it."""
    async with looking_back(opens, unsure(practice)) as (pilot, screen):
        for tab in ("tab-page", "tab-lines"):
            screen.query_one("#tabs").active = tab  # type: ignore[attr-defined]
            async for size in resized(pilot, SIZES):
                at = (tab, size)
                for scrolled in screen.query("LookingBack, Conversation"):
                    assert scrolled.max_scroll_x == 0, at
                for button in screen.query(Button):
                    assert button.region.right <= size[0], at
                    whole = not button.region or button.content_size.width >= len(str(button.label))
                    assert whole, f"words of {button} are cut at {at}"
                for title in screen.query("#more CollapsibleTitle"):
                    assert title.region.right <= size[0], f"words of {title} go on in a second line at {at}"
