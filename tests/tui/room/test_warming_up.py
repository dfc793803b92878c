"""The warm-up of the whole room: the same lines on every screen, and a box whose words go nowhere."""

import pytest

from coach.classroom.run_sheets import load_warm_up
from coach.model.class_events import Role
from coach.model.run_sheet import Part, PartPurpose
from coach.tui.room.pages.cue import CuePage
from coach.tui.room.pages.gathering import GatheringPage
from coach.tui.widgets.reply_input import OwnBox

from ...classroom.conftest import SHEET, to_talking
from ..seeing import click, flat, shows, until
from .conftest import Room, refreshed, sitting

WARM = Part(title="Warm-up", minutes=5, what="One reply, for yourself.", does=PartPurpose.WARM_UP)


@pytest.fixture
def warming(room: Room) -> Room:
    """A room whose first part is the warm-up, and it has begun."""
    sheet = SHEET.model_copy(update={"parts": (WARM, *SHEET.parts)})
    opened = room.log.read()[0][1].model_copy(update={"code": "BIRCH", "sheet": sheet})
    log = room.shelf.make("BIRCH", opened)  # type: ignore[arg-type]  # the first event is the opening
    trainer = type(room.trainer).resume(room.shelf, room.practice, room.clock, "BIRCH")
    trainer.start()
    return Room(room.shelf, log, room.practice, room.clock, trainer)


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (60, 20)])
async def test_what_is_typed_in_the_warm_up_reaches_nobody(warming: Room, size: tuple[int, int]) -> None:
    """No event, no draft, and nothing on the screen afterwards; all of the page fits the smallest screen."""
    ann = warming.seat("Ann")
    before = warming.log.read()
    async with sitting(warming, ann, size) as pilot:
        await pilot.press("enter")
        await shows(pilot, "There was a thing on the bus.")
        await shows(pilot, "Nobody sees this, and it is kept nowhere")
        await shows(pilot, "what word was hard to type?")
        await pilot.press(*"That was racist.")
        assert pilot.app.screen.query_one(OwnBox).text == "That was racist."
        await pilot.pause(1.2)
        await pilot.press("f9")
        await click(pilot, "#leave")
        await until(pilot, lambda: not (pilot.app.screen.query(OwnBox) or pilot.app._batch_count))
        await shows(pilot, "You are here as Ann.")
        assert not pilot.app.screen.query(OwnBox)
    assert warming.log.read() == before
    assert warming.again(ann.person).draft == ""


@pytest.mark.parametrize("key", ["f9", "ctrl+q"])
async def test_nobody_goes_on_from_words_in_the_warm_up_unasked(warming: Room, key: str) -> None:
    """They are kept nowhere, so going on and closing ask first, and Enter goes back to the box."""
    async with sitting(warming, warming.seat("Ann")) as pilot:
        await pilot.press("enter")
        await shows(pilot, "Nobody sees this, and it is kept nowhere")
        await pilot.press(*"No.", key)
        await shows(pilot, "What you typed here is not kept anywhere.")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen.query(OwnBox))
        assert pilot.app.screen.query_one(OwnBox).text == "No."


@pytest.mark.parametrize("size", [(100, 30), (60, 20)])
async def test_no_line_is_shown_before_its_content_note(warming: Room, size: tuple[int, int]) -> None:
    """The note comes first; whoever would rather not goes past the lines, and nobody sees that they did."""
    ann = warming.seat("Ann")
    before = warming.log.read()
    async with sitting(warming, ann, size) as pilot:
        await shows(pilot, "Racism on a bus, not described")
        assert "There was a thing on the bus." not in flat(pilot.app)  # type: ignore[arg-type]
        assert not pilot.app.screen.query_one("#lines-are-here").display
        await click(pilot, "#not-for-me")
        await shows(pilot, "You are here as Ann.")
    assert warming.log.read() == before


def test_the_talks_to_practise_marking_on_begin_with_their_own_note() -> None:
    """Whoever opens them reads first that they tell of racism."""
    about = load_warm_up().about
    assert about.startswith("Before you start: all three tell of racism")
    assert "Leave them whenever you like" in about


async def test_the_cue_goes_with_its_part(warming: Room) -> None:
    """It comes by itself, and goes by itself when the room goes on, also for whoever sits at a table."""
    ann, ben = warming.seat("Ann"), warming.seat("Ben")
    ann.make_group(ben.person)
    async with sitting(warming, ann) as pilot:
        await until(pilot, lambda: pilot.app.screen.query(CuePage))
        await pilot.press("f9")
        await shows(pilot, "Done, go on")
        warming.trainer.refresh()
        warming.trainer.go_to_next_part()
        await until(pilot, lambda: pilot.app.screen.query(GatheringPage) and not pilot.app._batch_count)
        await shows(pilot, "At this table: you, Ben")


async def test_whoever_is_in_a_round_is_left_alone(warming: Room) -> None:
    """A trainer who goes back to the warm-up takes nobody out of their talk."""
    ann, ben, cy = warming.trio()
    to_talking(ann, ben, cy)
    refreshed(ben)
    assert ben.role is Role.LINE_READER
    assert not ben.build_view().context.cue
    async with sitting(warming, ben) as pilot:
        await shows(pilot, "To read aloud")
        assert "hard to type" not in flat(pilot.app)  # type: ignore[arg-type]
