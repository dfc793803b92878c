"""The talk: what each role sees and does, a moment out, drafts, and what other people's screens show meanwhile."""

import pytest
from textual.pilot import Pilot
from textual.widgets import Static, TextArea

from coach.model.class_events import LineReaderNote, Mark
from coach.tui.pair.looking_page import LookingPage
from coach.tui.room.app import RoomApp
from coach.tui.room.cover import Cover
from coach.tui.room.pages.talking import PractitionerPage
from coach.tui.room.sheets import PlaceDialog, TouchedDialog

from ...classroom.conftest import to_talking
from ..seeing import click, flat, say, shows, until
from .conftest import Room, refreshed, sitting


async def test_what_is_said_and_answered_reaches_the_line_readers_screen_by_itself(room: Room) -> None:
    """The answer stands alone in the frame to be read aloud, with who says it."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    async with sitting(room, ben) as reading:
        await shows(reading, "To read aloud")
        await shows(reading, "There was a thing on the bus.")
        ann.say("How has racism touched him?")
        await shows(reading, "They said it on the bus. Twice.")
        before = [str(line.render()) for line in reading.app.screen.query(".said").results(Static)]
        assert "Ann\nHow has racism touched him?" in before


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (60, 20)])
async def test_the_line_reader_sees_what_was_said_last_and_what_to_read(room: Room, size: tuple[int, int]) -> None:
    """The practitioner's last words stand above the frame at every size, and no line stands there twice."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say("How has racism touched him?")
    async with sitting(room, ben, size) as pilot:
        await shows(pilot, "They said it on the bus. Twice.")
        words = flat(pilot.app)  # type: ignore[arg-type]
        assert words.index("How has racism touched him?") < words.index("To read aloud")
        assert words.count("They said it on the bus. Twice.") == 1


async def test_the_footer_is_in_one_order_for_everybody(room: Room) -> None:
    """Whatever has the focus; only whoever has a line to say is offered to skip it."""
    seats = room.trio()
    to_talking(*seats)
    offered = []
    for seat in seats:
        async with sitting(room, seat) as pilot:
            active = pilot.app.screen.active_bindings.values()
            offered.append(list(dict.fromkeys(str(each.binding.id) for each in active if each.binding.show)))
    practitioner, *others = offered
    assert practitioner == ["time_out", "skip_line", "ask_trainer", "my_place", "go_on", "help"]
    assert others == [[each for each in practitioner if each != "skip_line"]] * 2


async def test_enter_says_it_and_the_box_is_empty(room: Room) -> None:
    """As in a rehearsal by oneself; how many are left is said in words."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    async with sitting(room, ann) as pilot:
        await shows(pilot, "About three more replies.")
        await say(pilot, "Right.")
        await shows(pilot, "Anyway.")
        assert pilot.app.screen.query_one("#box", TextArea).text == ""
        await shows(pilot, "About two more replies.")
        await pilot.press("f4")
        await shows(pilot, "A line skipped.")


async def test_what_stood_in_the_box_is_there_after_a_reload(room: Room) -> None:
    """Closed in the middle of a word, opened again on the same word."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    async with sitting(room, ann) as pilot:
        await pilot.press(*"What hap")
    async with sitting(room, ann) as pilot:
        box = pilot.app.screen.query_one("#box", TextArea)
        assert box.text == "What hap"
        await pilot.press(*"pened?")
        assert box.text == "What happened?"
    ann.keep_draft("What hap")
    ann.say("What hap")
    async with sitting(room, ann) as pilot:
        assert pilot.app.screen.query_one("#box", TextArea).text == ""


async def test_a_moment_out_covers_every_screen_and_names_nobody(room: Room) -> None:
    """Nothing of the talk is left on it; anybody ends it, and what stood in the box is there."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    async with sitting(room, ann) as pilot:
        await pilot.press(*"So ")
        refreshed(cy)
        cy.call_time_out()
        await shows(pilot, "Your group takes a moment.")
        assert "bus" not in flat(pilot.app)  # type: ignore[arg-type]
        assert "Cy" not in flat(pilot.app)  # type: ignore[arg-type]
        await pilot.press("enter")
        await shows(pilot, "There was a thing on the bus.")
        assert pilot.app.screen.query_one("#box", TextArea).text == "So "
        await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "box")
        await pilot.press("f3")
        await shows(pilot, "A moment out")
        await pilot.press("f3")
        await shows(pilot, "There was a thing on the bus.")


async def test_a_cover_closes_what_was_open_in_front_of_the_page(room: Room) -> None:
    """Neutral words are the only ones on the screen, and the way back is to the page."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    async with sitting(room, ann) as pilot:
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlaceDialog))
        room.trainer.cover()
        await shows(pilot, "Please look up")
        await until(pilot, lambda: not isinstance(pilot.app.screen, PlaceDialog))
        room.trainer.uncover()
        await until(pilot, lambda: not pilot.app.screen.query_one(Cover).display)
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlaceDialog))


async def test_notes_and_guesses_are_sealed_until_both_are_there(room: Room) -> None:
    """Neither screen shows the other's before; then both stand beside each other, and a difference is said in words."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    for words in ("How has racism touched him?", "What does Sam say about it?", "Right."):
        ann.say(words)
    async with sitting(room, ben) as reading:
        await pilot_presses(reading, "1", "2")
        refreshed(ann)
        assert ann.build_view().context.over
    assert dict(room.again(ben.person).build_view().notes) == {1: LineReaderNote.MORE, 2: LineReaderNote.SAID}  # type: ignore[union-attr]  # the line-reader's
    async with sitting(room, ann) as pilot:
        await shows(pilot, "What did Ben note at each opening?")
        assert "I could have said more”." not in flat(pilot.app)  # type: ignore[arg-type]
        await pilot_presses(pilot, "2", "2")
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen.query(LookingPage))
        await shows(pilot, "Ben noted. “I could have said more”")
        await shows(pilot, "You guessed. “I said what I wanted to”")
        await shows(pilot, "worth talking about")


async def pilot_presses(pilot: Pilot[None], *keys: str) -> None:
    """One after the other, each once the last was taken in."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause(0.1)


async def test_an_observer_marks_with_single_keys_and_takes_a_mark_back(room: Room) -> None:
    """The newest opening is chosen by itself; a hurt is the last reply's; locked marks stay."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    async with sitting(room, cy) as pilot:
        await shows(pilot, "Opening 1: Racism")
        await pilot.press("p")
        await shows(pilot, "1: partly.")
        ann.say("How has racism touched him?")
        await shows(pilot, "2: open now.")
        await pilot.press("t")
        await shows(pilot, "2: taken.")
        await pilot.press("h")
        await shows(pilot, "Reply 1: may have hurt.")
        await pilot.press("u")
        await until(pilot, lambda: "Reply 1: may" not in flat(pilot.app))  # type: ignore[arg-type]
        await pilot.press("up", "b")
        await shows(pilot, "1: passed by.")
        for words in ("Right.", "Right."):
            ann.say(words)
        await shows(pilot, "Lock my marks")
        await click(pilot, "#lock")
        await shows(pilot, "Your marks are locked")
    own = room.again(cy.person).build_view()
    assert [(m.opening, m.mark) for m in own.marks] == [(2, Mark.TAKEN), (1, Mark.PASSED_BY)]


async def test_ending_early_asks_once(room: Room) -> None:
    """Escape goes on talking; the practitioner's own end leaves room for the last guesses."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say("How has racism touched him?")
    async with sitting(room, ann) as pilot:
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen.name == "end-for-all")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.query(PractitionerPage))
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen.name == "end-for-all")
        await click(pilot, "#end")
        await shows(pilot, "That was the last of it.")
        await shows(pilot, "What did Ben note at each opening?")


async def test_words_of_ones_own_distress_are_neither_said_nor_kept(room: Room) -> None:
    """They are gone from the box and from the draft, and a moment is offered."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    async with sitting(room, ann) as pilot:
        await say(pilot, "I can't cope, this happened to me.")
        await until(pilot, lambda: isinstance(pilot.app.screen, TouchedDialog))
        await click(pilot, "#moment")
        await shows(pilot, "Your group takes a moment.")
    assert room.again(ann.person).draft == ""
    assert "cope" not in str([event for _, event in room.log.read()])


async def test_a_real_persons_details_are_pointed_out_before_anybody_sees_them(room: Room) -> None:
    """Left out, the rest is said."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    async with sitting(room, ann) as pilot:
        await say(pilot, "Is it SW1A 1AA where it happened?")
        await until(pilot, lambda: pilot.app.screen.name == "details")
        assert "SW1A" not in str([event for _, event in room.log.read()])
        await click(pilot, "#remove")
        await until(pilot, lambda: "where it happened?" in flat(pilot.app) and "About two" in flat(pilot.app))  # type: ignore[arg-type]
    assert "SW1A" not in str([event for _, event in room.log.read()])


async def test_a_paused_room_takes_nothing_and_loses_nothing(room: Room) -> None:
    """It says that it waits, and the words stay in the box."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    async with sitting(room, ann) as pilot:
        room.trainer.refresh()
        room.trainer.pause()
        await shows(pilot, "The room is paused.")
        await say(pilot, "Right.")
        await shows(pilot, "The room is paused. What you typed stays where it is.")
        assert not list(pilot.app._notifications)
        assert pilot.app.screen.query_one("#box", TextArea).text == "Right."


async def test_help_is_asked_for_from_inside_the_box_and_can_be_called_off(room: Room) -> None:
    """F6 is the trainer's even where a box has a use for it."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    async with sitting(room, ann) as pilot:
        await pilot.press("f6")
        await shows(pilot, "Your trainer knows")
        room.trainer.refresh()
        assert room.trainer.build_board().groups[0].asked_for_help is not None
        await pilot.press("f6")
        await until(pilot, lambda: "Your trainer knows" not in flat(pilot.app))  # type: ignore[arg-type]


async def test_a_role_put_down_in_the_middle_leaves_a_watcher(room: Room) -> None:
    """Nobody is asked why, and the talk goes on being shown."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    async with sitting(room, cy) as pilot:
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlaceDialog))
        await pilot.press("end", "up", "up", "enter")
        await shows(pilot, "Put your role down?")
        await click(pilot, "#leave")
        await shows(pilot, "You watch. Nothing is asked of you.")
        await shows(pilot, "There was a thing on the bus.")


@pytest.mark.parametrize("forget", [False, True])
async def test_a_session_that_has_ended_says_so(room: Room, forget: bool) -> None:
    """Whether its log is still there or not, the screen is plain and the app does not break."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    async with sitting(room, ann) as pilot:
        room.trainer.refresh()
        room.trainer.close(forget=forget)
        await shows(pilot, "This session has ended")
        app: RoomApp = pilot.app  # type: ignore[assignment]
        assert app.room.gone is forget
