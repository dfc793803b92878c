import asyncio
import sqlite3
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from coach.content.library import Library
from coach.errors import RecordsUnwritable
from coach.model.events import Hints, Replied
from coach.options import RehearseOptions
from coach.practice.conversation_view import LineKind, ScreenLine
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.safeguarding import LONG_REPLY
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.rehearsal.explain import hint, list_hint_spans
from coach.tui.dialogs.care import PauseDialog
from coach.tui.screens.conversation_screen import ConversationScreen
from coach.tui.screens.home_screen import HomeScreen
from coach.tui.widgets.notices import EndOffer
from coach.tui.widgets.transcript import AT_ONCE, Transcript, TurnLines
from tests.submitting import submit_reply

from .conftest import Opens
from .rehearsed import toasted
from .seeing import SIZES, at, click, flat, say, seen, shows, until


def box(pilot: object) -> str:
    return pilot.app.screen_stack[-1].query_one("#box").text  # type: ignore[attr-defined, no-any-return]


def let_move(pilot: Any) -> None:
    """Let lines come as they do where a person looks at the screen."""
    pilot.app.still, pilot.app.animation_level = False, "full"


def kept(places: Places) -> str:
    """Every word in the file of rehearsals."""
    with sqlite3.connect(places.rehearsals) as connection:
        bodies = connection.execute("select body from events").fetchall()
    connection.close()
    return " ".join(body for (body,) in bodies)


async def test_speakers_are_named_in_words(talks: Opens) -> None:
    """Who speaks, and how, stands beside every line; the scene stands apart without a name."""
    async with talks() as pilot:
        assert "Rain." in flat(pilot.app)
        assert "Pat (looking away) There was a thing on the bus." in flat(pilot.app)
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "You How has racism touched him?")


async def test_a_reply_is_laid_out_once(talks: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a second time where the transcript grows, nor for a box that has the focus already."""
    async with talks() as pilot:
        await say(pilot, "Hello.")
        await shows(pilot, "You Hello.")
        transcript = pilot.app.screen.query_one(Transcript)
        await until(pilot, lambda: any(not turn.display for turn in transcript.query(TurnLines)))
        await pilot.pause()
        screen, times = pilot.app.screen, 0
        # What is made ready for the reply after it is laid out later, and nowhere to be seen.
        monkeypatch.setattr(screen, "_prepare_next_answer", lambda: None)
        lay_out = screen._refresh_layout

        def count_layout(*given: Any, **named: Any) -> None:
            nonlocal times
            times += 1
            lay_out(*given, **named)

        maps: list[object] = []
        make_map = screen._compositor._arrange_root

        def count_map(*given: Any, **named: Any) -> object:
            maps.append(given)
            return make_map(*given, **named)

        monkeypatch.setattr(screen, "_refresh_layout", count_layout)
        monkeypatch.setattr(screen._compositor, "_arrange_root", count_map)
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "You How has racism touched him?")
        await pilot.pause()
        assert times == len(maps) == 1


async def test_what_the_next_answer_is_drawn_in_is_nowhere_to_be_seen(talks: Opens) -> None:
    """Nor does it take room, stand in the way of taking back, or keep any words."""
    async with talks() as pilot:
        transcript = pilot.app.screen.query_one(Transcript)
        for words in ("Hello.", "How has racism touched him?"):
            await say(pilot, words)
            await shows(pilot, f"You {words}")
            await until(pilot, lambda: any(not turn.display for turn in transcript.query(TurnLines)))
        [waiting] = [turn for turn in transcript.query(TurnLines) if not turn.display]
        assert [str(line.render()) for line in waiting.query(Static)] == ["\n", "\n"]
        assert waiting.size.area == 0
        await pilot.app.screen.run_action("take_back")
        await until(pilot, lambda: sum(turn.display for turn in transcript.query(TurnLines)) == 2)


async def test_a_reply_is_read_while_its_writer_pauses(talks: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a sentence ends; words that are changed or sent meanwhile are forgotten."""
    async with talks() as pilot:
        rehearsal: Any = pilot.app.screen.rehearsal  # type: ignore[attr-defined]
        read: list[str] = []
        monkeypatch.setattr(rehearsal, "read_ahead", read.append)
        at_work: Any = pilot.app.screen.query_one("#box")
        at_work.text = "How has racism"
        at_work.text = "How has racism touched him?"
        await until(pilot, lambda: bool(read))
        assert read == ["How has racism touched him?"]
        forgotten: list[bool] = []
        monkeypatch.setattr(rehearsal, "forget_ahead", lambda: forgotten.append(True))
        at_work.text = "How has racism touched"
        await until(pilot, lambda: bool(forgotten))


async def test_enter_sends_and_ctrl_j_starts_a_line(talks: Opens) -> None:
    """A reply can have several lines, and the box is empty once it is said."""
    async with talks() as pilot:
        await pilot.press("h", "i", "ctrl+j", "y", "o")
        assert box(pilot) == "hi\nyo"
        await pilot.press("enter")
        await shows(pilot, "Anyway.")
        assert box(pilot) == ""


async def test_send_by_mouse(talks: Opens) -> None:
    """The button does what Enter does."""
    async with talks() as pilot:
        pilot.app.screen.query_one("#box").text = "How has racism touched him?"  # type: ignore[attr-defined]
        await click(pilot, "#send")
        await shows(pilot, "Twice.")


async def test_take_back_restores_the_words_as_a_draft(talks: Opens) -> None:
    """The line and its answer are gone from the screen, its words are in the box, before anything typed since."""
    async with talks() as pilot:
        await say(pilot, "It was only banter.")
        await shows(pilot, "Yes. Only that.")
        pilot.app.screen.query_one("#box").text = "and more"  # type: ignore[attr-defined]
        await pilot.press("f8")
        await until(pilot, lambda: box(pilot) == "It was only banter.\nand more")
        await until(pilot, lambda: "Only that" not in flat(pilot.app))


async def test_an_ending_can_be_taken_back(talks: Opens) -> None:
    """Even what ended it: the box comes back with the words in it."""
    async with talks() as pilot:
        for words, answer in (("Hm", "Anyway."), ("Hm", "Sam has stopped"), ("Hm", "anything else?"), ("Bye", "cups.")):
            await say(pilot, words)
            await shows(pilot, answer)
        await pilot.press("f8")
        await until(pilot, lambda: box(pilot) == "Bye" and "cups" not in flat(pilot.app))
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "box"


async def test_nothing_to_take_back_is_said_and_costs_nothing(talks: Opens) -> None:
    """A refusal is a sentence; the draft stays."""
    async with talks() as pilot:
        pilot.app.screen.query_one("#box").text = "draft"  # type: ignore[attr-defined]
        await pilot.press("f8")
        await shows(pilot, "nothing to take back")
        assert box(pilot) == "draft"


async def test_skip_is_one_key_and_never_a_reply(talks: Opens, practice: PracticeService) -> None:
    """The talk moves on, and nothing is counted."""
    async with talks() as pilot:
        await pilot.press("f4")
        await shows(pilot, "A line skipped.")
        assert practice.rehearsals()[0].replies == 0


async def test_pause_hides_the_conversation_and_keeps_the_draft(talks: Opens) -> None:
    """Only plain words are on the screen; coming back finds the draft and the focus where they were."""
    async with talks() as pilot:
        pilot.app.screen.query_one("#box").text = "half a sen"  # type: ignore[attr-defined]
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(pilot.app.screen, PauseDialog))
        await shows(pilot, "Your supervisor")
        for words in ("bus", "Pat", "Rain", "half a sen"):
            assert words not in seen(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        assert box(pilot) == "half a sen"
        await at(pilot, "box")


async def test_what_is_to_be_forgotten_is_asked_about_twice(
    talks: Opens, practice: PracticeService, places: Places
) -> None:
    """Keeping nothing is two choices, none of them the first; then the file holds no word, and the close says so."""
    async with talks() as pilot:
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "Twice.")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.name == "stop")
        await click(pilot, "#nothing")
        await until(pilot, lambda: pilot.app.screen.name == "keep-nothing")
        await shows(pilot, "would be deleted at once")
        assert "racism" in kept(places), "nothing is forgotten before the second choice"
        await click(pilot, "#nothing")
        await until(pilot, lambda: pilot.app.screen.name == "closing")
        await shows(pilot, "The people in it are invented.")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        assert practice.rehearsals() == ()
        assert kept(places) == ""


async def test_keeping_nothing_of_a_line_said_again_leaves_the_attempt_before_it(
    talks: Opens, practice: PracticeService, places: Places
) -> None:
    """The questions speak of this attempt alone; kept after all, it can be gone on with."""
    async with talks() as pilot:
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "Twice.")
        screen = pilot.app.screen
        assert isinstance(screen, ConversationScreen)
        rehearsal = screen.rehearsal
        rehearsal.finish()
        before = rehearsal.events
        rehearsal.say_again(1)
        submit_reply(rehearsal, "A heron, perhaps.")
        for undo in (True, False):
            await pilot.press("escape")
            await until(pilot, lambda: pilot.app.screen.name == "stop")
            await shows(pilot, "Your attempt before it stays")
            await click(pilot, "#nothing")
            await until(pilot, lambda: pilot.app.screen.name == "keep-nothing")
            await shows(pilot, "Forget this attempt?")
            await click(pilot, "#nothing")
            await until(pilot, lambda: pilot.app.screen.name == "closing")
            await shows(pilot, "Nothing of this attempt is kept.")
            assert practice.go_on(rehearsal.id).events == before
            assert "heron" not in kept(places)
            if undo:
                await click(pilot, "#undo")
                await until(pilot, lambda: "heron" in kept(places))
                await shows(pilot, "You can go on with it there.")
                assert practice.rehearsals()[0].going
                await pilot.press("enter")
                await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
                pilot.app.open_conversation(practice.go_on(rehearsal.id))  # type: ignore[attr-defined]
                await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        assert "racism" in kept(places)


async def test_enter_goes_on_wherever_stopping_is_asked_about(talks: Opens, places: Places) -> None:
    """The first button of both questions goes back to the conversation."""
    async with talks() as pilot:
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "Twice.")
        for nothing in (False, True):
            await pilot.press("escape")
            await until(pilot, lambda: pilot.app.screen.name == "stop")
            if nothing:
                await click(pilot, "#nothing")
                await until(pilot, lambda: pilot.app.screen.name == "keep-nothing")
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        assert "racism" in kept(places)


async def test_the_key_for_saving_throws_nothing_away(talks: Opens, places: Places) -> None:
    """Ctrl+S says that it is kept already, and Enter after it only sends."""
    async with talks() as pilot:
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "Twice.")
        await pilot.press("ctrl+s")
        await shows(pilot, "is kept already")
        assert isinstance(pilot.app.screen, ConversationScreen)
        await pilot.press("enter")
        assert "racism" in kept(places)


async def test_the_focus_is_in_the_box_after_every_send_and_click(talks: Opens) -> None:
    """After the button, a click on what was said, and a sheet that a button opened, the next letter is typed."""
    async with talks() as pilot:
        pilot.app.screen.query_one("#box").text = "How has racism touched him?"  # type: ignore[attr-defined]
        await click(pilot, "#send")
        await shows(pilot, "Twice.")
        await at(pilot, "box")
        await pilot.press(*"he")
        await click(pilot, "#transcript")
        await at(pilot, "box")
        await pilot.press(*"ll")
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(pilot.app.screen, PauseDialog))
        await click(pilot, "#close")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        await pilot.press("o")
        assert box(pilot) == "hello"


async def test_a_letter_goes_to_the_box_wherever_the_focus_is(talks: Opens) -> None:
    """Nothing typed is swallowed by a button or by the lines above."""
    async with talks() as pilot:
        for somewhere in ("#transcript", "#send"):
            pilot.app.screen.query_one(somewhere).focus()
            await at(pilot, somewhere.removeprefix("#"))
            await pilot.press("o")
            await at(pilot, "box")
        assert box(pilot) == "oo"


async def test_an_enter_meant_for_the_reply_presses_nothing_at_an_ending(
    talks: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way to the debrief appears without the focus: at first it is gone to by Tab, or by its key."""
    monkeypatch.setattr("coach.tui.screens.conversation_screen.IN_SIGHT", 600)
    async with talks() as pilot:
        for words, answer in (("Hm", "Anyway."), ("Hm", "Sam has stopped"), ("Hm", "anything else?"), ("Bye", "cups.")):
            await say(pilot, words)
            await shows(pilot, answer)
        await at(pilot, "transcript")
        await pilot.press("enter", "enter")
        assert isinstance(pilot.app.screen, ConversationScreen)
        await pilot.press("tab")
        await at(pilot, "look-back")


async def test_enter_looks_back_once_the_ending_is_in_sight(talks: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    """The framed button does what its frame says."""
    monkeypatch.setattr("coach.tui.screens.conversation_screen.IN_SIGHT", 0)
    async with talks() as pilot:
        for words, answer in (("Hm", "Anyway."), ("Hm", "Sam has stopped"), ("Hm", "anything else?"), ("Bye", "cups.")):
            await say(pilot, words)
            await shows(pilot, answer)
        await at(pilot, "transcript")
        await pilot.press("enter")
        await shows(pilot, "You first")


async def test_the_key_for_the_debrief_asks_once_before_it_ends_a_conversation(
    talks: Opens, practice: PracticeService
) -> None:
    """Enter goes on; nothing has ended till it is said."""
    async with talks() as pilot:
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "Twice.")
        await pilot.press("f9")
        await shows(pilot, "End here, and look back?")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        assert [summary.going for summary in practice.rehearsals()] == [True]
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen.name == "end")
        await click(pilot, "#end")
        await shows(pilot, "You first")
        assert [summary.going for summary in practice.rehearsals()] == [False]


async def test_after_a_goodbye_that_ended_nothing_a_quiet_line_says_how_to_end(talks: Opens) -> None:
    """With the practitioner's own key, over the whole of the next reply; any other reply takes it away."""
    for size in SIZES:
        async with talks(size, keys={"finish": "ctrl+d"} if size == SIZES[0] else {}) as pilot:
            offer = pilot.app.screen.query_one(EndOffer)
            assert not offer.display
            await say(pilot, "Bye for now, Pat.")
            key = "^D" if size == SIZES[0] else "F9"
            await shows(pilot, f"If that was goodbye, {key} ends it, and you look back.")
            await pilot.press(*"How has racism touched him", "enter")
            await until(pilot, lambda offer=offer: not offer.display)  # type: ignore[misc]


async def test_words_in_the_box_are_asked_about_before_looking_back(talks: Opens) -> None:
    """Half a reply is not lost by the key for the debrief: Enter goes on writing."""
    async with talks() as pilot:
        await pilot.press(*"half a sen", "f9")
        await until(pilot, lambda: pilot.app.screen.name == "unkept")
        await shows(pilot, "The line in the box was not said")
        await shows(pilot, "What you said before it is kept with the rehearsal.")
        await shows(pilot, "Leave, and drop the line")
        assert not pilot.app.screen.query("#keep"), "what has ended waits for no line"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        assert box(pilot) == "half a sen"


async def test_stop_and_keep(talks: Opens, practice: PracticeService) -> None:
    """What is stopped and kept can be gone on with, which the question and the closing page say."""
    async with talks() as pilot:
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "Twice.")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.name == "stop")
        await shows(pilot, "you can go on with it later, from My rehearsals")
        await click(pilot, "#keep")
        await shows(pilot, "You can go on with it there.")
        assert [summary.going for summary in practice.rehearsals()] == [True]


async def test_typing_on_after_a_line_that_is_said_again_begins_with_a_space(
    opens: Opens, practice: PracticeService
) -> None:
    async with opens() as pilot:
        pilot.app.open_conversation(practice.begin("bus"), "Hello, Pat.")  # type: ignore[attr-defined]
        await until(pilot, lambda: pilot.app.screen.query("#box"))
        await pilot.press("H", "i")
        assert box(pilot) == "Hello, Pat. Hi"


async def test_a_line_that_was_dropped_is_not_asked_about_again(talks: Opens, practice: PracticeService) -> None:
    """The closing page has no box: Ctrl+Q there closes the coach, and the line stays dropped."""
    async with talks() as pilot:
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "Twice.")
        await pilot.press(*"half a sen", "escape")
        await until(pilot, lambda: pilot.app.screen.name == "stop")
        await click(pilot, "#keep")
        await until(pilot, lambda: pilot.app.screen.name == "unkept")
        await click(pilot, "#leave")
        await shows(pilot, "You can go on with it there.")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: not pilot.app.is_running or pilot.app._exit)
        assert practice.go_on(practice.rehearsals()[0].id).draft == ""


async def test_half_a_line_waits_in_the_box_where_it_is_kept(talks: Opens, practice: PracticeService) -> None:
    """Each button says whether one stays or leaves, in both questions; what is kept comes back once."""
    async with talks() as pilot:
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "Twice.")
        await pilot.press(*"half a sen", "escape")
        await until(pilot, lambda: pilot.app.screen.name == "stop")
        await shows(pilot, "Stay here")
        await click(pilot, "#keep")
        await until(pilot, lambda: pilot.app.screen.name == "unkept")
        for words in ("Stay here", "Leave, and keep the line", "Leave, and drop the line"):
            await shows(pilot, words)
        await click(pilot, "#keep")
        await shows(pilot, "You can go on with it there.")
        key = practice.rehearsals()[0].id
        assert practice.go_on(key).draft == "half a sen"
        pilot.app.resume_rehearsal(key)  # type: ignore[attr-defined]
        await until(pilot, lambda: pilot.app.screen.query("#box") and box(pilot) == "half a sen")
        assert practice.go_on(key).draft == ""


async def test_the_closing_page_says_that_a_line_waits(talks: Opens, practice: PracticeService) -> None:
    """Only where one does: nobody has to go back to see whether it was kept."""
    waits = "The line that you had not said stands in the box when you come back."
    async with talks() as pilot:
        await leave_and_keep(pilot, "half a sen")
        await shows(pilot, waits)
    async with talks() as pilot:
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "Twice.")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.name == "stop")
        await click(pilot, "#keep")
        await shows(pilot, "You can go on with it there.")
        assert waits not in seen(pilot.app)


@pytest.mark.parametrize("said", [True, False])
async def test_what_is_kept_after_all_brings_back_the_line_in_the_box(
    talks: Opens, practice: PracticeService, places: Places, said: bool
) -> None:
    """The page that can bring back what was said can bring back what was only typed, also where that is all."""
    async with talks() as pilot:
        if said:
            await say(pilot, "How has racism touched him?")
            await shows(pilot, "Twice.")
        await pilot.press(*"half a sen", "escape")
        await until(pilot, lambda: pilot.app.screen.name == "stop")
        await click(pilot, "#nothing")
        await until(pilot, lambda: pilot.app.screen.name == "keep-nothing")
        await click(pilot, "#nothing")
        await until(pilot, lambda: pilot.app.screen.name == "closing")
        assert practice.rehearsals() == ()
        await click(pilot, "#undo")
        await shows(pilot, "The line that you had not said stands in the box when you come back.")
        assert list_drafts(practice) == ["half a sen"]


async def test_a_line_that_is_said_again_stands_in_the_box_after_a_stop(
    opens: Opens, practice: PracticeService
) -> None:
    """Its words were offered, and not typed: nothing asks about them, and they are there on going on."""
    rehearsal = practice.begin("bus")
    submit_reply(rehearsal, "How has racism touched him?")
    rehearsal.finish()
    words = rehearsal.say_again(1)
    async with opens() as pilot:
        pilot.app.open_conversation(rehearsal, words)  # type: ignore[attr-defined]
        await until(pilot, lambda: pilot.app.screen.query("#box") and box(pilot).strip() == words)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.name == "stop")
        await click(pilot, "#keep")
        await shows(pilot, "You can go on with it there.")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        pilot.app.resume_rehearsal(rehearsal.id)  # type: ignore[attr-defined]
        await until(pilot, lambda: pilot.app.screen.query("#box") and box(pilot).strip() == words)


async def leave_and_keep(pilot: Any, line: str) -> None:
    """Answer the family once, type a line, and choose to leave and keep it."""
    await say(pilot, "How has racism touched him?")
    await shows(pilot, "Twice.")
    pilot.app.screen.query_one("#box").text = line
    await pilot.press("escape")
    await until(pilot, lambda: pilot.app.screen.name == "stop")
    await click(pilot, "#keep")
    await until(pilot, lambda: pilot.app.screen.name == "unkept")
    await click(pilot, "#keep")


def list_drafts(practice: PracticeService) -> list[str]:
    return [practice.go_on(summary.id).draft for summary in practice.rehearsals()]


HALF = "I don't know what to"
"""A line that was broken off, and that may be about the practitioner as well as the family."""


@pytest.mark.parametrize(
    ("line", "asked", "answer", "draft"),
    [
        (HALF, "for-whom", "#keep", HALF),
        ("Write to someone@example.org", "details", "#keep", "Write to someone@example.org"),
        ("Write to someone@example.org", "details", "#remove", "Write to (left out)"),
    ],
)
async def test_a_line_to_keep_is_asked_about_as_one_to_say_is(
    talks: Opens, practice: PracticeService, line: str, asked: str, answer: str, draft: str
) -> None:
    """Half a sentence is not lost for what it may mean: what is kept is decided by who typed it."""
    async with talks() as pilot:
        await leave_and_keep(pilot, line)
        await until(pilot, lambda: pilot.app.screen.name == asked)
        assert list_drafts(practice) == [""], "nothing is kept before the answer"
        await click(pilot, answer)
        await shows(pilot, "You can go on with it there.")
        assert list_drafts(practice) == [draft]


@pytest.mark.parametrize(("answer", "then"), [("#close", "conversation"), ("#pause", "pause")])
async def test_a_line_about_oneself_is_not_kept_and_the_reason_is_said(
    talks: Opens, practice: PracticeService, answer: str, then: str
) -> None:
    """It stays in the box, and nobody leaves the conversation by the answer."""
    async with talks() as pilot:
        await leave_and_keep(pilot, HALF)
        await shows(pilot, "Words about how you are yourself are never kept")
        await click(pilot, answer)
        if then == "pause":
            await until(pilot, lambda: isinstance(pilot.app.screen, PauseDialog))
            await click(pilot, "#close")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        assert box(pilot) == HALF
        assert list_drafts(practice) == [""]


async def test_clear_words_of_distress_are_no_line_to_keep(talks: Opens, practice: PracticeService) -> None:
    """They are met as they are where they are said: nothing asks whether to keep them."""
    async with talks() as pilot:
        await leave_and_keep(pilot, "I can't do this any more, I want to die.")
        await until(pilot, lambda: isinstance(pilot.app.screen, PauseDialog))
        await shows(pilot, "was not read and is not kept")
        assert list_drafts(practice) == [""]


async def test_a_real_persons_details_are_pointed_out_and_left_out(talks: Opens, places: Places) -> None:
    """The reply is not sent until a choice is made; left out, it never reaches the file."""
    async with talks() as pilot:
        await say(pilot, "Write to me at someone@example.org, Pat.")
        await until(pilot, lambda: pilot.app.screen.name == "details")
        await shows(pilot, "may hold an e-mail address")
        await shows(pilot, "Write to me at “someone@example.org”, Pat.")
        await shows(pilot, "only those words go")
        await shows(pilot, "Leave those words out")
        assert "example.org" not in kept(places)
        await click(pilot, "#remove")
        await shows(pilot, "Write to me at (left out), Pat.")
        assert "example.org" not in kept(places)


async def test_details_can_be_kept_or_changed(talks: Opens) -> None:
    """Escape goes back to the words; keeping them sends them as they are."""
    async with talks() as pilot:
        await say(pilot, "Ring 07700 900123 then.")
        await until(pilot, lambda: pilot.app.screen.name == "details")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        assert box(pilot) == "Ring 07700 900123 then."
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen.name == "details")
        await click(pilot, "#keep")
        await shows(pilot, "Anyway.")


async def test_enter_in_a_question_that_came_unasked_says_what_chooses(
    talks: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be meant for the page behind, so it answers nothing."""
    monkeypatch.setattr("coach.tui.dialogs.dialog.QUIET", 0)
    async with talks() as pilot:
        await say(pilot, "Ring 07700 900123 then.")
        await until(pilot, lambda: pilot.app.screen.name == "details")
        await pilot.press("enter")
        await toasted(pilot, "Tab or an arrow key moves, Enter chooses.")
        assert pilot.app.screen.name == "details"


async def test_distress_is_neither_sent_nor_kept(talks: Opens, places: Places) -> None:
    """Words of one's own distress are gone from box, screen, undo and file, and care comes first."""
    async with talks() as pilot:
        await say(pilot, "I can't cope with this")
        await until(pilot, lambda: pilot.app.screen.name == "distress")
        await shows(pilot, "was not read and is not kept")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        await pilot.press("ctrl+z")
        assert box(pilot) == ""
        assert "cope" not in kept(places) + seen(pilot.app)


async def test_hints_speak_only_if_asked(talks: Opens) -> None:
    """After each reply a line in the margin, in words; none otherwise."""
    async with talks(hints=Hints.EACH) as pilot:
        await say(pilot, "It was only banter.")
        await shows(pilot, "The coach")
        rehearsal = pilot.app.screen.rehearsal  # type: ignore[attr-defined]  # a conversation's
        words = hint(rehearsal.script, rehearsal.rubric, rehearsal.story.attempt().exchanges[-1])
        assert words in flat(pilot.app)


async def test_no_hints_unless_asked(talks: Opens) -> None:
    """The coach is silent until the end."""
    async with talks() as pilot:
        await say(pilot, "It was only banter.")
        await shows(pilot, "Yes. Only that.")
        assert "The coach" not in flat(pilot.app)


async def test_why(talks: Opens) -> None:
    """F6 lays open how the last reply was read, in plain words; Escape goes back to the box."""
    async with talks() as pilot:
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "Twice.")
        await pilot.press("f6")
        await until(pilot, lambda: pilot.app.screen.name == "why")
        await shows(pilot, "Asks about it: “How has racism touched him?”")
        await pilot.press("escape")
        await at(pilot, "box")


async def test_nothing_typed_is_lost_when_it_is_refused(talks: Opens) -> None:
    """A reply that is too long stays in the box."""
    async with talks() as pilot:
        await say(pilot, "word " * 2500)
        await shows(pilot, "Nothing was sent")
        assert box(pilot) == "word " * 2500


async def test_whatever_is_typed_is_shown_as_typed_and_harmless(talks: Opens) -> None:
    """Markup, escape codes, emoji and right-to-left words are words."""
    async with talks() as pilot:
        await say(pilot, "[b]bold[/b] [/] \x1b[2J \u202eabc 🙂 שלום")
        await shows(pilot, "You [b]bold[/b] [/]")
        await until(pilot, lambda: box(pilot) == "")
        page = seen(pilot.app)
        assert "\x1b" not in page
        assert "\u202e" not in page
        assert "🙂" in page
        assert "שלום" in page


async def test_a_failing_disk_is_said_and_the_conversation_goes_on(talks: Opens, practice: PracticeService) -> None:
    """The family still answers, and a line above the box says that it will not last."""
    async with talks() as pilot:

        def refuse(*_: object) -> None:
            raise RecordsUnwritable("The disk is full.")

        practice.keeping.store.append = refuse  # type: ignore[method-assign, assignment]
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "Twice.")
        assert "The disk is full." in flat(pilot.app)


async def test_only_the_last_turns_are_on_the_screen_and_earlier_ones_on_request(
    opens: Opens, practice: PracticeService
) -> None:
    """A long conversation opens at its end; what came before is one press away."""
    rehearsing = practice.begin("bus")
    async with opens() as pilot:
        pilot.app.open_conversation(rehearsing)  # type: ignore[attr-defined]
        await shows(pilot, "a thing on the bus")
        transcript = pilot.app.screen.query_one(Transcript)
        await transcript.fill([(ScreenLine(LineKind.YOU, f"line {n}", "You"),) for n in range(50)])
        assert sum(turn.display for turn in transcript.query(TurnLines)) == AT_ONCE
        await pilot.pause()
        transcript.query_one("#earlier").press()  # type: ignore[attr-defined]
        await until(pilot, lambda: sum(turn.display for turn in transcript.query(TurnLines)) == 2 * AT_ONCE)


async def test_the_draft_survives_a_resize(talks: Opens) -> None:
    """A window made smaller loses nothing."""
    async with talks() as pilot:
        pilot.app.screen.query_one("#box").text = "half a sen"  # type: ignore[attr-defined]
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert box(pilot) == "half a sen"
        assert "half a sen" in seen(pilot.app)


async def test_the_familys_words_can_be_selected_and_copied(talks: Opens) -> None:
    """Dragging over a line selects it, and ctrl+c copies it even while the box has the focus."""
    async with talks() as pilot:
        line = pilot.app.screen.query(".by-family").first()
        await pilot.mouse_down(line, offset=(2, 1))
        await pilot.hover(line, offset=(12, 1))
        await pilot.mouse_up(line, offset=(12, 1))
        await pilot.press("ctrl+c")
        assert pilot.app.clipboard
        assert pilot.app.clipboard in "There was a thing on the bus."


async def test_what_was_said_in_another_window_is_shown_and_what_was_typed_here_stays_in_the_box(
    talks: Opens, small: Library, places: Places, clock: Callable[[], datetime]
) -> None:
    """Two replies in each of two windows: all four are kept."""
    other = PracticeService(small, ResilientStore(store_opener(places, clock)), clock, str)
    async with talks() as pilot:
        rehearsing = pilot.app.screen.rehearsal  # type: ignore[attr-defined]
        there = other.go_on(rehearsing.id)
        for elsewhere, here in (("Right.", "How has racism touched him?"), ("I believe you.", "And now?")):
            submit_reply(other.go_on(there.id), elsewhere)
            pilot.app.screen.query_one("#box").text = here  # type: ignore[attr-defined]
            await pilot.press("enter")
            await shows(pilot, "gone on with in another window")
            await shows(pilot, elsewhere)  # a notice may lie over whose it is
            await until(pilot, lambda: not pilot.app.screen._turn.locked())  # type: ignore[attr-defined]
            assert box(pilot) == here
            await at(pilot, "box")
            await pilot.press("enter")
            await shows(pilot, f"You {here}")
            await until(pilot, lambda: box(pilot) == "")
        said = [event.text for event in rehearsing.events if isinstance(event, Replied)]
        assert said == ["Right.", "How has racism touched him?", "I believe you.", "And now?"]
        assert other.go_on(there.id).story.diverges_at == ""
    other.keeping.close()


async def test_a_key_is_not_obeyed_on_words_that_were_not_shown(
    talks: Opens, small: Library, places: Places, clock: Callable[[], datetime]
) -> None:
    """To take back or to skip means the last line that one has seen; stopping would take the others' words along."""
    other = PracticeService(small, ResilientStore(store_opener(places, clock)), clock, str)
    async with talks() as pilot:
        rehearsing = pilot.app.screen.rehearsal  # type: ignore[attr-defined]
        await say(pilot, "Right.")
        await shows(pilot, "You Right.")
        submit_reply(other.go_on(rehearsing.id), "How has racism touched him?")
        await pilot.press("f8")
        await shows(pilot, "You How has racism touched him?")
        words = [event.text for event in rehearsing.events if isinstance(event, Replied)]
        assert words == ["Right.", "How has racism touched him?"]
    other.keeping.close()


@pytest.mark.parametrize("key", ["f6", "f7"])
async def test_no_key_for_commands_selects_what_was_typed(talks: Opens, key: str) -> None:
    """Or the next key would replace all of it."""
    async with talks() as pilot:
        box: Any = pilot.app.screen.query_one("#box")
        box.text = "How is Sam?"
        await pilot.press(key, "space")
        assert box.text.strip() == "How is Sam?"


async def test_what_was_said_before_is_read_again_with_the_focus_in_the_box(talks: Opens) -> None:
    async with talks(size=(60, 20)) as pilot:
        transcript = pilot.app.screen.query_one(Transcript)
        for words in ("How has racism touched him?", "What does Sam say about it?"):
            await say(pilot, words)
            await shows(pilot, words)
        await until(pilot, lambda: transcript.scroll_y == transcript.max_scroll_y > 0)
        await pilot.press("h", "i", "pageup")
        await until(pilot, lambda: transcript.scroll_y < transcript.max_scroll_y)
        await pilot.press("pagedown", "pagedown", "!")
        await until(pilot, lambda: transcript.scroll_y == transcript.max_scroll_y)
        assert box(pilot) == "hi!"


async def test_how_far_it_is_and_what_is_practised_stand_above_the_lines(talks: Opens) -> None:
    """And the last turn is said to be near the end, so no ending comes as a surprise."""
    async with talks() as pilot:
        await shows(pilot, "Reply 1 of 4 to 10")
        for words in ("Hm", "Hm", "Well"):
            await say(pilot, words)
            await shows(pilot, words)
        await shows(pilot, "Reply 4, near the end")


async def test_the_keys_of_the_brief_and_of_why_stand_in_the_footer_of_the_smallest_screen(talks: Opens) -> None:
    """With those that pause and end: Skip and Take back are the least needed, and F1 lists them."""
    async with talks() as pilot:
        await pilot.resize_terminal(60, 20)
        await until(
            pilot,
            lambda: all(
                words in seen(pilot.app).splitlines()[-1]  # type: ignore[arg-type]
                for words in ("f2 Brief", "f3 Pause", "f6 Ask why", "f9 Debrief", "esc Stop", "f1 Help")
            ),
        )
        assert "f4" not in seen(pilot.app).splitlines()[-1]  # type: ignore[arg-type]


async def test_the_brief_is_read_again_beside_the_lines_or_over_them(opens: Opens) -> None:
    """With what is practised, by one key; the box keeps the focus beside it, and gets it back after it."""
    async with opens((120, 30)) as pilot:
        app: Any = pilot.app
        options = RehearseOptions(intention="Say the word first")
        begun = await app.in_practice(partial(app.practice.begin, "bus", options, position="I am new here"))
        app.open_conversation(begun)
        await shows(pilot, "practising: Say the word first")
        await pilot.press("f2")
        await shows(pilot, "Your own place in it I am new here")
        await shows(pilot, "You want to practise Say the word first")
        await shows(pilot, "You visit Pat about Sam, who has gone quiet.")
        await pilot.press("h", "i")
        assert box(pilot) == "hi"
        await pilot.press("f2")
        await until(pilot, lambda: "You visit Pat" not in flat(pilot.app))  # type: ignore[arg-type]
        await pilot.resize_terminal(80, 24)
        await pilot.press("f2")
        await until(pilot, lambda: pilot.app.screen.name == "brief")
        await shows(pilot, "You visit Pat about Sam, who has gone quiet.")
        await pilot.press("escape")
        await at(pilot, "box")


async def test_lines_come_one_after_another_and_any_key_shows_the_rest(talks: Opens) -> None:
    """The first comes at once. Enter in an empty box shows the rest and says nothing else."""
    async with talks() as pilot:
        let_move(pilot)
        transcript = pilot.app.screen.query_one(Transcript)
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "You asked.")
        assert "Sam has stopped singing." not in flat(pilot.app)  # type: ignore[arg-type]
        await pilot.press("enter")
        await shows(pilot, "Sam has stopped singing.")
        assert not transcript.show_rest()
        assert "box is empty" not in flat(pilot.app)  # type: ignore[arg-type]
        await say(pilot, "Hm")
        await shows(pilot, "Is there anything else?")  # by themselves


async def test_an_ending_waits_for_the_last_line(talks: Opens) -> None:
    """The buttons come after it; a reply that is sent before that stays in the box."""
    async with talks() as pilot:
        for words, answer in (("Hm", "Anyway."), ("Hm", "Sam has stopped"), ("Hm", "anything else?")):
            await say(pilot, words)
            await shows(pilot, answer)
        let_move(pilot)
        await say(pilot, "Bye")
        await shows(pilot, "Goodbye, then.")
        assert not pilot.app.screen.has_class("-over")
        await say(pilot, "And one more thing")
        await shows(pilot, "cups.")
        await until(pilot, lambda: pilot.app.screen.has_class("-over"))
        assert box(pilot) == "And one more thing"


async def test_lines_come_all_at_once_where_that_is_chosen(talks: Opens) -> None:
    async with talks(pace="at_once") as pilot:
        let_move(pilot)
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "You asked.")
        assert "Sam has stopped singing." in flat(pilot.app)  # type: ignore[arg-type]


async def test_an_empty_reply_and_a_refusal_are_said_in_a_line_that_covers_nothing(talks: Opens) -> None:
    """No toast lies over the box, the button or what was said last."""
    async with talks() as pilot:
        await pilot.press("enter")
        await shows(pilot, "The box is empty.")
        await pilot.press("f8")
        await shows(pilot, "nothing to take back")
        assert not pilot.app._notifications
        await shows(pilot, "There was a thing on the bus.")
        await shows(pilot, "What would you say?")
        await say(pilot, "Hm")
        await shows(pilot, "Anyway.")
        assert "nothing to take back" not in flat(pilot.app)  # type: ignore[arg-type]


async def test_the_beginning_and_the_end_are_a_key_away_and_arrows_scroll_while_the_box_is_empty(talks: Opens) -> None:
    async with talks(size=(60, 20)) as pilot:
        transcript = pilot.app.screen.query_one(Transcript)
        for words in ("How has racism touched him?", "What does Sam say about it?"):
            await say(pilot, words)
            await shows(pilot, words)
        await until(pilot, lambda: transcript.scroll_y == transcript.max_scroll_y > 0)
        await pilot.press("ctrl+home")
        await until(pilot, lambda: transcript.scroll_y == 0)
        await pilot.press("ctrl+end")
        await until(pilot, lambda: transcript.scroll_y == transcript.max_scroll_y)
        await pilot.press("up", "up")
        await until(pilot, lambda: transcript.scroll_y == transcript.max_scroll_y - 2)
        await pilot.press("down")
        await until(pilot, lambda: transcript.scroll_y == transcript.max_scroll_y - 1)
        assert box(pilot) == ""


async def test_page_up_at_the_top_brings_what_was_said_before(talks: Opens) -> None:
    async with talks() as pilot:
        transcript = pilot.app.screen.query_one(Transcript)
        await transcript.fill([(ScreenLine(LineKind.YOU, f"line {n}", "You"),) for n in range(50)])
        await pilot.press("ctrl+home")
        await until(pilot, lambda: transcript.scroll_y == 0)
        await pilot.press("pageup")
        await until(pilot, lambda: sum(turn.display for turn in transcript.query(TurnLines)) == 2 * AT_ONCE)


async def test_ctrl_a_selects_all_that_was_typed(talks: Opens) -> None:
    async with talks() as pilot:
        await pilot.press(*"hello", "ctrl+a", "x")
        assert box(pilot) == "x"


async def test_the_words_that_a_note_is_about_are_underlined(talks: Opens) -> None:
    """In the reply, in no colour alone; nothing is where no note was asked for."""
    async with talks(hints=Hints.EACH) as pilot:
        await say(pilot, "It was only banter.")
        await shows(pilot, "The coach")
        lines = [line for turn in pilot.app.screen.query(TurnLines) if turn.display for line in turn.query(".by-you")]
        drawn: Any = lines[-1].visual
        marked = [drawn.plain[span.start : span.end] for span in drawn.spans if "underline" in str(span.style)]
        rehearsal = pilot.app.screen.rehearsal  # type: ignore[attr-defined]
        spans = list_hint_spans(rehearsal.script, rehearsal.rubric, rehearsal.attempt.exchanges[-1])
        assert marked == [span.text for span in spans] != []


async def test_what_was_not_to_be_kept_can_be_kept_after_all_once(
    talks: Opens, practice: PracticeService, places: Places
) -> None:
    """It is gone from the file at once; the closing page brings it back, and says so."""
    async with talks() as pilot:
        await say(pilot, "How has racism touched him?")
        await shows(pilot, "Twice.")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.name == "stop")
        await click(pilot, "#nothing")
        await until(pilot, lambda: pilot.app.screen.name == "keep-nothing")
        await click(pilot, "#nothing")
        await shows(pilot, "Nothing is kept.")
        assert kept(places) == ""
        await click(pilot, "#undo")
        await shows(pilot, "It is kept with your rehearsals.")
        assert "racism" in kept(places)
        assert not pilot.app.screen.query("#undo")
        [summary] = practice.rehearsals()
        assert practice.go_on(summary.id).attempt.replies()[0].event.text == "How has racism touched him?"  # type: ignore[union-attr]


async def say_first(pilot: Pilot[None], practice: PracticeService) -> str:
    """Say a first reply that has its answer, and return the rehearsal's id."""
    await say(pilot, "How has racism touched him?")
    await shows(pilot, "Twice.")
    return practice.rehearsals()[0].id


async def leave_unsent(pilot: Pilot[None], practice: PracticeService, key: str, words: str) -> None:
    """Type words, and wait until they are kept as unsent."""
    await pilot.press(*words)
    await until(pilot, lambda: practice.go_on(key).draft == words)


async def test_a_line_that_is_not_sent_is_kept_after_a_while_and_gone_once_it_is_sent(
    talks: Opens, practice: PracticeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For whom the window closes on; who drops it, or keeps nothing, leaves none of it."""
    monkeypatch.setattr("coach.tui.screens.conversation_screen.UNSENT_FOR", 0.05)
    async with talks() as pilot:
        key = await say_first(pilot, practice)
        await leave_unsent(pilot, practice, key, "half a sen")
        await say(pilot, "tence.")
        await until(pilot, lambda: practice.go_on(key).draft == "")
        await leave_unsent(pilot, practice, key, "drop it")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.name == "stop")
        await click(pilot, "#keep")
        await until(pilot, lambda: pilot.app.screen.name == "unkept")
        await click(pilot, "#leave")
        await shows(pilot, "You can go on with it there.")
        assert practice.go_on(key).draft == ""


async def test_a_line_that_is_not_sent_waits_nowhere_where_nothing_is_kept(
    talks: Opens, practice: PracticeService, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither as a draft nor in any other file."""
    monkeypatch.setattr("coach.tui.screens.conversation_screen.UNSENT_FOR", 0.05)
    async with talks() as pilot:
        key = await say_first(pilot, practice)
        await leave_unsent(pilot, practice, key, "kingfisher")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.name == "stop")
        await click(pilot, "#nothing")
        await until(pilot, lambda: pilot.app.screen.name != "stop")
        await click(pilot, "#nothing")
        await until(pilot, lambda: not practice.rehearsals())
        await asyncio.sleep(0.2)
    assert not [file for file in places.data.rglob("*") if file.is_file() and b"kingfisher" in file.read_bytes()]


async def test_enter_sends_while_the_line_is_being_kept(
    talks: Opens, practice: PracticeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who thinks for a moment and then presses Enter is heard, however slow the disk is."""
    monkeypatch.setattr("coach.tui.screens.conversation_screen.UNSENT_FOR", 0.05)
    async with talks() as pilot:
        screen = pilot.app.screen
        async with screen._line:  # type: ignore[attr-defined]
            await say(pilot, "How has racism touched him?")
            await shows(pilot, "Twice.")
        assert practice.go_on(practice.rehearsals()[0].id).draft == ""


async def test_a_line_that_was_deleted_is_not_kept_when_the_window_closes(
    talks: Opens, practice: PracticeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where there was no time to see that the box is empty."""
    monkeypatch.setattr("coach.tui.screens.conversation_screen.UNSENT_FOR", 0.05)
    async with talks() as pilot:
        key = await say_first(pilot, practice)
        await leave_unsent(pilot, practice, key, "kingfisher")
        monkeypatch.setattr("coach.tui.screens.conversation_screen.UNSENT_FOR", 60.0)
        pilot.app.screen.box.load_text("")  # type: ignore[attr-defined]
        await pilot.pause()
        pilot.app._keep_and_exit()  # type: ignore[attr-defined]
        await until(pilot, lambda: practice.go_on(key).draft == "")


@pytest.mark.parametrize("size", [(100, 30), (60, 20)], ids=str)
async def test_left_and_right_go_through_all_buttons_of_stop_however_they_lie(
    talks: Opens, size: tuple[int, int]
) -> None:
    """In one row or in two: the one that keeps nothing is two steps from the one that stays."""
    async with talks(size) as pilot:
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.name == "stop")
        await at(pilot, "close")
        for key, button in (("right", "keep"), ("right", "nothing"), ("right", "nothing"), ("left", "keep")):
            await pilot.press(key)
            await at(pilot, button)
        await pilot.press("left")
        await at(pilot, "close")


@pytest.mark.parametrize("size", [(100, 30), (60, 20)], ids=str)
async def test_a_reply_as_long_as_a_pasted_page_is_asked_about_before_it_is_said(
    talks: Opens, practice: PracticeService, size: tuple[int, int]
) -> None:
    """Once; until then it stays in the box, and is not said."""
    page = "A page of it. " * (LONG_REPLY // 14 + 1)
    async with talks(size) as pilot:
        pilot.app.screen.query_one("#box").text = page  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen.name == "long-reply")
        await shows(pilot, f"It has {len(page.strip()):,} characters. Nothing is said yet.")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        assert box(pilot) == page
        assert practice.rehearsals()[0].replies == 0
        await at(pilot, "box")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen.name == "long-reply")
        await click(pilot, "#say")
        await until(pilot, lambda: practice.rehearsals()[0].replies == 1)
        await until(pilot, lambda: not box(pilot))


async def test_old_words_of_a_line_said_again_wait_in_the_box_where_it_is_left_unchanged(
    opens: Opens, practice: PracticeService
) -> None:
    rehearsal = practice.begin("bus")
    submit_reply(rehearsal, "How has racism touched him?")
    rehearsal.finish()
    old = rehearsal.say_again(1)
    async with opens() as pilot:
        app: Any = pilot.app

        def waits() -> bool:
            return any(found.text.strip() == old for found in app.screen.query("ConversationScreen #box"))

        app.open_conversation(rehearsal, old)
        await until(pilot, waits)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.name == "stop")
        await click(pilot, "#keep")
        await until(pilot, lambda: app.screen.name == "closing")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        app.open_conversation(practice.go_on(rehearsal.id))
        await until(pilot, waits)
