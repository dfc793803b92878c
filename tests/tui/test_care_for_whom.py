"""Words that may be for oneself are asked about: no key on its way is an answer, and the words stay in the box."""

import asyncio

from coach.practice.safeguarding import Question
from coach.tui.dialogs.care import PauseDialog
from coach.tui.dialogs.dialog import QUIET

from .conftest import Opens
from .seeing import SIZES, click, flat, resized, say, shows, until

HARD = "it's all too much for me today"


async def test_it_is_asked_for_whom_and_can_be_said_to_the_family(talks: Opens) -> None:
    async with talks() as pilot:
        await say(pilot, HARD)
        await until(pilot, lambda: pilot.app.screen.name == "for-whom")
        assert pilot.app.focused is None
        await click(pilot, "#say")
        await shows(pilot, f"You {HARD}")


async def test_a_pause_keeps_the_words_in_the_box_and_says_them_to_nobody(talks: Opens) -> None:
    async with talks() as pilot:
        await say(pilot, HARD)
        await until(pilot, lambda: pilot.app.screen.name == "for-whom")
        await asyncio.sleep(QUIET)
        await pilot.press("right", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PauseDialog))
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, PauseDialog))
        assert pilot.app.screen.query_one("#box").text == HARD  # type: ignore[attr-defined]
        assert pilot.app.screen.rehearsal.attempt.exchanges == ()  # type: ignore[attr-defined]


async def test_what_is_typed_under_the_question_answers_nothing_and_is_kept(talks: Opens) -> None:
    """It comes a second after Enter, when the next line is being typed; that line may end with Enter, too."""
    async with talks() as pilot:
        await say(pilot, HARD)
        await until(pilot, lambda: pilot.app.screen.name == "for-whom")
        question = pilot.app.screen
        await pilot.press(*" And youx", "backspace", "enter", "tab", "enter")
        assert pilot.app.screen is question
        await asyncio.sleep(QUIET)
        await pilot.press("enter")
        assert pilot.app.screen is question
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not question)
        assert pilot.app.screen.query_one("#box").text == f"{HARD} And you"  # type: ignore[attr-defined]


async def test_what_is_typed_under_the_question_stays_where_the_line_is_said(talks: Opens) -> None:
    async with talks() as pilot:
        await say(pilot, HARD)
        await until(pilot, lambda: pilot.app.screen.name == "for-whom")
        await pilot.press(*"Next")
        await asyncio.sleep(QUIET)
        await pilot.press("tab", "right", "enter")
        await shows(pilot, f"You {HARD}")
        assert pilot.app.screen.query_one("#box").text == "Next"  # type: ignore[attr-defined]


async def test_a_hint_of_harm_is_asked_about_with_places_to_turn(talks: Opens) -> None:
    async with talks() as pilot:
        await say(pilot, "I keep thinking it would be easier if I wasn't around")
        await until(pilot, lambda: pilot.app.screen.name == "for-whom")
        await shows(pilot, "Where to turn")


async def test_every_button_of_both_questions_is_in_sight(talks: Opens) -> None:
    real = "Ring Rosalind Thistlewood on 07700 900123, or jo@example.org, at 12 Elm Road. She asks for Mrs Okafor."
    async with talks() as pilot:
        for words, name in ((real, "details"), ("I keep looking at my tablets", "for-whom")):
            pilot.app.screen.query_one("#box").load_text(words)  # type: ignore[attr-defined]
            await pilot.press("enter")
            await until(pilot, lambda name=name: pilot.app.screen.name == name)
            await asyncio.sleep(QUIET)
            async for size in resized(pilot, SIZES):
                for button in pilot.app.screen.query(".buttons Button"):
                    assert button.region.bottom <= size[1], (size, button)
                    assert button.region.height > 0, (size, button)
                if name == "details":
                    assert flat(pilot.app).count("“Rosalind Thistlewood”") == 1, f"each once, at {size}"
            await pilot.press("escape")
            await until(pilot, lambda name=name: pilot.app.screen.name != name)


def test_each_question_is_a_word_of_its_own() -> None:
    assert {each.value for each in Question} == {"for_whom", "real_people"}
