"""Reading before the talk: each in their own time, as far down as the page goes, and in words that are for them."""

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Static

from coach.classroom.participant import Participant
from coach.model.class_events import Role, Stage
from coach.tui.room.pages.brief import BriefPage

from ..seeing import shows, until
from .conftest import Room, refreshed, sitting


def briefed(room: Room) -> tuple[Participant, Participant, Participant]:
    """The content note is read, and their briefs are before them."""
    ann, ben, cy = room.trio()
    ann.go_to_next_stage()
    for seat in (ann, ben, cy):
        seat.agree()
    ann.go_to_next_stage()
    refreshed(ben, cy)
    return ann, ben, cy


async def test_nobodys_brief_is_taken_from_under_their_eyes(room: Room) -> None:
    """F9 says that one has read one's own; whoever is the last to read theirs begins the talk for all."""
    ann, ben, cy = briefed(room)
    async with sitting(room, cy) as pilot:
        await shows(pilot, "I have read it")
        await pilot.press("f9")
        await shows(pilot, "Waiting until everybody has read their brief.")
        assert pilot.app.screen.query(BriefPage)
        assert isinstance(pilot.app.focused, VerticalScroll), "keys still move the words"
        refreshed(ann, ben)
        ann.agree()
        ben.agree()
        await shows(pilot, "Begin")
        await pilot.press("f9")
        await shows(pilot, "There was a thing on the bus.")


def test_a_trainer_takes_a_group_on_from_its_briefs(room: Room) -> None:
    """Somebody may have left their screen as it was."""
    ann, _, _ = briefed(room)
    room.trainer.refresh()
    room.trainer.advance_group("g1", Stage.BRIEF)
    ann.refresh()
    assert ann.build_view().context.stage is Stage.TALKING


def test_another_role_has_another_brief_to_read(room: Room) -> None:
    """Whoever changes among the briefs is waited for again."""
    _, ben, cy = briefed(room)
    cy.agree()
    assert not cy.build_view().context.to_read
    ben.refresh()
    ben.take_role(None)
    cy.take_role(Role.LINE_READER)
    assert cy.build_view().context.to_read


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_keys_move_the_words_of_a_page_whose_button_has_the_focus(room: Room, size: tuple[int, int]) -> None:
    """What stands below the fold is one key away."""
    _, ben, _ = briefed(room)
    async with sitting(room, ben, size) as pilot:
        words = pilot.app.screen.query_one(".written", VerticalScroll)
        await until(pilot, lambda: words.max_scroll_y > 0)
        assert getattr(pilot.app.focused, "id", "") == "go-on"
        await pilot.press("down")
        await until(pilot, lambda: words.scroll_y > 0)
        await pilot.press("end")
        await until(pilot, lambda: words.scroll_y == words.max_scroll_y)


async def test_what_the_practitioner_is_told_is_quoted_to_the_others(room: Room) -> None:
    """“You” in it is the practitioner, and neither whoever observes nor whoever reads."""
    _, ben, cy = briefed(room)
    for seat in (ben, cy):
        async with sitting(room, seat, (100, 50)) as pilot:
            await shows(pilot, "is told")
            quoted = [str(each.render()) for each in pilot.app.screen.query(".quote").results(Static)]
            assert any(seat.build_view().brief.brief in each and each.startswith("“") for each in quoted)  # type: ignore[union-attr]  # both have a brief
