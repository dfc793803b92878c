"""Where nobody types, in a room: the line-reader chooses what was done, and nothing goes on by a slip."""

import pytest
from textual.widgets import TabbedContent

from coach.classroom.participant import Participant
from coach.model.class_events import Mark, Stage
from coach.tui.pair.round_widgets import BranchList

from ...classroom.conftest import to_stage, to_talking
from ..seeing import flat, shows, until
from .conftest import Room, refreshed, sitting


def spoken(room: Room) -> tuple[Participant, Participant, Participant]:
    ann, ben, cy = room.trio()
    ann.choose_scenario("bus", spoken=True)
    to_talking(ann, ben, cy)
    refreshed(ann, ben, cy)
    return ann, ben, cy


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (60, 20)])
async def test_nothing_is_lit_before_somebody_chooses(room: Room, size: tuple[int, int]) -> None:
    """One Enter too many does nothing, at first and after every choice; a wrong choice is taken back."""
    _, ben, _ = spoken(room)
    async with sitting(room, ben, size) as pilot:
        ways = pilot.app.screen.query_one(BranchList)
        await until(pilot, lambda: ways.has_focus and ways.option_count)
        await pilot.press("enter")
        assert (ways.highlighted, len(room.again(ben.person).build_view().lines)) == (None, 2)
        await pilot.press("down", "enter")
        await shows(pilot, "Sam has stopped singing.")
        assert ways.highlighted is None
        await pilot.press("enter", "f8")
        await shows(pilot, "There was a thing on the bus.")
        assert room.again(ben.person).build_view().context.replies == 0
        assert str(ways.get_option_at_index(ways.option_count - 1).prompt) == "- Something else, or small talk"


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (60, 20)])
async def test_every_choice_is_in_sight_beside_the_words_to_read(room: Room, size: tuple[int, int]) -> None:
    """Nothing else takes their room: notes on openings come after the talk."""
    _, ben, _ = spoken(room)
    ben.choose_branch("told")
    async with sitting(room, ben, size) as pilot:
        await shows(pilot, "Sam has stopped singing.")
        ways = pilot.app.screen.query_one(BranchList)
        seen = pilot.app.screen.find_widget(ways).visible_region
        assert seen.height >= ways.option_count > 2
        assert not pilot.app.screen.query_one(".sealed").display


async def test_the_observer_reads_what_was_chosen_and_when_they_marked(room: Room) -> None:
    """Of a reply that nobody typed there is nothing else to remember it by."""
    _, ben, cy = spoken(room)
    ben.choose_branch("told")
    cy.refresh()
    cy.mark(1, 0, Mark.TAKEN)
    async with sitting(room, cy) as pilot:
        await shows(pilot, "Said aloud. Asks about it.")
    to_stage(Stage.OBSERVER_SPEAKS, ben, cy)
    async with sitting(room, ben) as pilot:
        await shows(pilot, "taken, by Cy, 0:")
        await shows(pilot, "into the round.")


async def test_no_line_is_said_again_where_nobody_would_answer(room: Room) -> None:
    """A spoken round has no page for it, and a sentence instead."""
    ann, ben, _ = spoken(room)
    ben.choose_branch("told")
    to_stage(Stage.COACH_SPEAKS, ben, ann)
    async with sitting(room, ann) as pilot:
        await shows(pilot, "A line can be said again here where it was typed.")
        assert pilot.app.screen.query_one(TabbedContent).tab_count == 2
        assert "Say one again" not in flat(pilot.app)  # type: ignore[arg-type]
