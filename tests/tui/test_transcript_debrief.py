"""The conversation with its notes: saying a line again, and answering the coach."""

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, TabbedContent

from coach.model.events import Stance
from coach.options import RehearseOptions
from coach.practice.service import PracticeService
from coach.tui.dialogs.dialog import Dialog
from coach.tui.dialogs.verdicts import DisputeDialog
from coach.tui.screens.conversation_screen import ConversationScreen
from coach.tui.widgets.reply_input import ReplyBox
from coach.tui.widgets.transcript import OwnLine
from tests.submitting import submit_reply

from .conftest import Opens
from .rehearsed import at_lines, hurt_and_mended, looking_back, toasted, twice, unsure
from .seeing import click, flat, shows, until


def draft(pilot: Pilot[None]) -> str:
    """What stands in the box of the conversation, once it is there, but for the space to type on from."""
    return next((box.text.removesuffix(" ") for box in pilot.app.screen.query(ReplyBox)), "")


@pytest.mark.slow
async def test_notes_stand_beside_the_line_where_there_is_room_and_beneath_where_not(
    opens: Opens, practice: PracticeService
) -> None:
    """From 100 columns they are in the margin; below that they follow the words."""
    rehearsing = hurt_and_mended(practice)
    for width, beside in ((120, True), (80, False)):
        async with looking_back(opens, rehearsing, (width, 30)) as (pilot, screen):
            await at_lines(pilot, screen)
            line = screen.query_one("#line-1")
            await until(pilot, lambda line=line: line.query_one(".margin").region)
            words, notes = line.query_one(".own").region, line.query_one(".margin").region
            assert (notes.x >= words.right) is beside
            assert (notes.y >= words.bottom) is not beside


async def test_saying_it_again_brings_its_words_back_as_a_draft_and_keeps_the_attempt(
    opens: Opens, practice: PracticeService
) -> None:
    """The key s, the arrow keys, s again: back to just before that line, with its words in the box."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await at_lines(pilot, screen)
        await pilot.press("s")
        await toasted(pilot, "Choose the line you want to say again")
        assert screen.focused is screen.query_one("#line-4")
        await pilot.press("up", "up", "up", "s")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        await until(pilot, lambda: draft(pilot) == "It was only banter.")
    assert [len(attempt.replies()) for attempt in practice.go_on(rehearsing.id).story.attempts] == [4, 0]


async def test_the_main_action_is_to_say_the_chosen_reply_again(opens: Opens, practice: PracticeService) -> None:
    """By its button or by its key, from the first page."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, _):
        await pilot.press("home")
        await shows(pilot, "Say reply 1 again")
        await click(pilot, "#again")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        await until(pilot, lambda: draft(pilot) == "It was only banter.")


async def test_a_line_of_an_earlier_attempt_can_be_said_again(opens: Opens, practice: PracticeService) -> None:
    """Also one that the latest attempt does not share; it begins a third attempt."""
    rehearsing = twice(practice)
    words = rehearsing.story.attempt(1).replies()[2].event
    async with looking_back(opens, rehearsing, attempt=1) as (pilot, screen):
        screen.action_say_again(3)
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        await until(pilot, lambda: draft(pilot) == getattr(words, "text", None))
    assert len(practice.go_on(rehearsing.id).story.attempts) == 3


async def test_a_note_can_be_disputed_in_ones_own_words_and_both_stay(opens: Opens, practice: PracticeService) -> None:
    """“Not what I meant”: the hurt leaves the ledger, the note and the practitioner's word stand side by side."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await at_lines(pilot, screen)
        await pilot.press("n")
        await pilot.press("up", "up", "up", "n")
        await until(pilot, lambda: isinstance(pilot.app.screen, DisputeDialog))
        pilot.app.screen.query_one(Input).value = "I was quoting"
        await pilot.pause()
        await click(pilot, "#not_meant")
        await shows(pilot, "You said: not what I meant. “I was quoting”")
        assert screen.debrief
        assert not screen.debrief.hurts
        assert screen.focused is screen.query_one("#line-1"), "one stays on the line"
    (disputed,) = practice.go_on(rehearsing.id).story.disputed
    assert (disputed.criterion, disputed.stance, disputed.attempt) == ("blunt", Stance.NOT_MEANT, 1)


async def test_of_several_notes_one_is_chosen(opens: Opens, practice: PracticeService) -> None:
    """Where a line has two, the sheet asks which."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        screen.action_dispute(3)
        await until(pilot, lambda: isinstance(pilot.app.screen, DisputeDialog))
        await pilot.press("down", "enter")
        await click(pilot, "#fair")
        await until(pilot, lambda: rehearsing.story.disputed)
        await pilot.pause()
    assert rehearsing.story.disputed[0].criterion == "asks"


async def test_escape_says_nothing_and_goes_back_to_the_line(opens: Opens, practice: PracticeService) -> None:
    """Closing the sheet keeps nothing, and the focus is where it was."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await at_lines(pilot, screen)
        await pilot.press("s", "n")
        await until(pilot, lambda: isinstance(pilot.app.screen, DisputeDialog))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert isinstance(screen.focused, OwnLine)
        assert not rehearsing.story.disputed


async def test_a_line_without_notes_has_nothing_to_answer(opens: Opens, practice: PracticeService) -> None:
    """It is said, and no sheet comes."""
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "Right.")
    rehearsing.finish()
    async with looking_back(opens, rehearsing) as (pilot, screen):
        screen.action_dispute(1)
        await toasted(pilot, "no note to answer")


@pytest.mark.slow
async def test_doubts_are_answered_on_the_line_too(opens: Opens, practice: PracticeService) -> None:
    """`n` on a line the coach asks about; once answered the key does nothing more."""
    rehearsing = unsure(practice)
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await at_lines(pilot, screen)
        await pilot.press("s", "up", "n")
        await until(pilot, lambda: rehearsing.story.disputed)
        await shows(pilot, "You said: not what I meant.")
        await pilot.press("n")
        await pilot.pause()
    assert [(d.reply, d.stance) for d in rehearsing.story.disputed] == [(2, Stance.NOT_MEANT)]


async def test_why_a_line_was_answered_so_is_there_for_who_asks(opens: Opens, practice: PracticeService) -> None:
    """The line's own button shows how it was read, in words that need no author."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        await at_lines(pilot, screen)
        await pilot.press("s", "up")
        await pilot.pause()
        await pilot.click(screen.query("#line-3 .doing Button").last())
        await shows(pilot, "Asks about it: “How has racism touched him?”")
        await pilot.press("end")
        await shows(pilot, "They told you something that they might have kept to themselves.")
        assert "the_bus" not in flat(screen.coach)


async def test_how_a_line_was_put_is_said_beside_it_in_plain_words(opens: Opens, practice: PracticeService) -> None:
    """Whoever said it need not know what a form is."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        await at_lines(pilot, screen)
        await shows(pilot, "You asked")
        assert "Form:" not in flat(screen.coach)


async def test_lines_that_were_skipped_stand_without_a_number(opens: Opens, practice: PracticeService) -> None:
    """A skip is shown, and is nothing that can be said again."""
    rehearsing = practice.begin("bus")
    submit_reply(rehearsing, "Right.")
    rehearsing.skip()
    rehearsing.finish()
    async with looking_back(opens, rehearsing) as (pilot, screen):
        await at_lines(pilot, screen)
        await pilot.press("s")
        await shows(pilot, "(a line skipped)")
        assert len(screen.query(OwnLine)) == 1


async def test_another_go_from_the_start_has_an_empty_box(opens: Opens, practice: PracticeService) -> None:
    """A new attempt of the same rehearsal; the one before is kept."""
    rehearsing = hurt_and_mended(practice)
    async with looking_back(opens, rehearsing) as (pilot, _):
        await pilot.press("f")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        await shows(pilot, "There was a thing on the bus.")
        assert "only banter" not in flat(pilot.app)  # type: ignore[arg-type]
    assert len(rehearsing.story.attempts) == 2


async def test_another_go_after_nothing_was_said_begins_a_rehearsal(opens: Opens, practice: PracticeService) -> None:
    """With the same intention."""
    rehearsing = practice.begin("bus", RehearseOptions(intention="Say the word first"))
    rehearsing.finish()
    async with looking_back(opens, rehearsing) as (pilot, _):
        await pilot.press("f")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        again = pilot.app.screen.rehearsal  # type: ignore[attr-defined]
    assert again.id != rehearsing.id
    assert again.beginning.intention == "Say the word first"


async def test_enter_on_a_line_explains_the_answer_to_it(opens: Opens, practice: PracticeService) -> None:
    """Its button *Why?* is no stop of its own, so the key is in the footer."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        await at_lines(pilot, screen)
        await pilot.press("s", "up")
        assert screen.focused is screen.query_one("#line-3")
        assert "why_line" in {active.binding.id for active in screen.active_bindings.values()}
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dialog))
        await shows(pilot, "racism touched him")


async def test_more_is_about_the_line_that_one_is_on(opens: Opens, practice: PracticeService) -> None:
    """And not about the reply that was looked at last in the picture."""
    async with looking_back(opens, hurt_and_mended(practice)) as (pilot, screen):
        await pilot.press("home")
        await at_lines(pilot, screen)
        await pilot.press("s", "up", "m")
        await shows(pilot, "Why that answer, to reply 3?")


async def test_down_goes_from_the_tabs_to_the_attempts(opens: Opens, practice: PracticeService) -> None:
    """To the first of its buttons, which shows that it has the focus."""
    async with looking_back(opens, twice(practice)) as (pilot, screen):
        await pilot.press("3")
        await until(pilot, lambda: screen.query_one(TabbedContent).active == "tab-attempts")
        await pilot.press("down")
        await until(pilot, lambda: isinstance(screen.focused, Button))
        assert "Look back on attempt 1" in str(screen.focused.label)  # type: ignore[union-attr]
