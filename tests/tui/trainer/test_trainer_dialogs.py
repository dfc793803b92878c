"""What a trainer does for one group or one person, whatever their names, and whatever happened meanwhile."""

from textual.widgets import Select

from coach.model.class_events import Left, Stage
from coach.tui.trainer.app import BoardApp
from coach.tui.trainer.board import BoardScreen, GroupList
from coach.tui.trainer.trainer_dialogs import MoveDialog, TellDialog

from ..seeing import click, shows, until
from .conftest import Boards, Class, talking


async def test_a_name_like_markup_breaks_no_list(boards: Boards, room: Class) -> None:
    """The lists of F8 and F6 open, and the name stands there as it was typed."""
    room.comes("[/x]", "[bold]Ann")
    async with boards(room.trainer) as pilot:
        await until(
            pilot, lambda: pilot.app.screen.query(GroupList) and pilot.app.screen.query_one(GroupList).highlighted_id
        )
        for key, sheet, ids in (("f8", TellDialog, "#to"), ("f6", MoveDialog, "#person")):
            await pilot.press(key)
            await until(pilot, lambda sheet=sheet: isinstance(pilot.app.screen, sheet))  # type: ignore[misc]
            pilot.app.screen.query_one(ids, Select).expanded = True
            await shows(pilot, "[/x]")
            await shows(pilot, "[bold]Ann")
            await pilot.press("escape", "escape")
            await until(pilot, lambda: isinstance(pilot.app.screen, BoardScreen))


async def test_somebody_is_removed_once_that_is_asked(boards: Boards, room: Class) -> None:
    """Leaving them where they are is the first answer; then their name is free again."""
    room.comes("[/x]")
    async with boards(room.trainer) as pilot:
        await until(
            pilot, lambda: pilot.app.screen.query(GroupList) and pilot.app.screen.query_one(GroupList).highlighted_id
        )
        for removes in (False, True):
            await pilot.press("f6")
            await until(pilot, lambda: isinstance(pilot.app.screen, MoveDialog))
            await click(pilot, "#remove")
            await until(pilot, lambda: pilot.app.screen.name == "remove")
            await shows(pilot, "Remove [/x] from the room?")
            if removes:
                await click(pilot, "#remove")
                await shows(pilot, "nobody here yet")
            else:
                await pilot.press("enter")
                await until(pilot, lambda: isinstance(pilot.app.screen, BoardScreen))
                assert room.trainer.build_board().ungrouped
    assert [type(event) for _, event in room.shelf.open(room.trainer.state.code).read()][-1] is Left
    room.comes("[/x]")


async def test_an_open_groups_sheet_follows_the_group(boards: Boards, room: Class) -> None:
    """Where it is by now stands there, and taking it on is from there."""
    seats = room.trio("Ann", "Ben", "Cat")
    async with boards(room.trainer) as pilot:
        await until(
            pilot, lambda: pilot.app.screen.query(GroupList) and pilot.app.screen.query_one(GroupList).highlighted_id
        )
        await pilot.press("enter")
        await shows(pilot, "Take them on to: Content note")
        seats[0].go_to_next_stage()
        for seat in seats:
            seat.agree()
        seats[0].go_to_next_stage()
        await shows(pilot, "Take them on to: In conversation")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen.name == "take-on")
        await shows(pilot, "They are at “Briefs”.")
        await click(pilot, "#on")
        await until(pilot, lambda: isinstance(pilot.app.screen, BoardScreen))
        await shows(pilot, "In conversation")


async def test_nobody_is_moved_to_where_they_are(boards: Boards, room: Class) -> None:
    """Their own group is not offered; whoever is in none is offered the groups."""
    ann, *_ = room.trio("Ann", "Ben", "Cat")
    di, ed = room.comes("Di", "Ed")
    di.make_group(ed.person)
    (fay,) = room.comes("Fay")
    async with boards(room.trainer) as pilot:
        await until(
            pilot, lambda: pilot.app.screen.query(GroupList) and pilot.app.screen.query_one(GroupList).highlighted_id
        )
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, MoveDialog))
        who, where = (pilot.app.screen.query_one(f"#{each}", Select) for each in ("person", "group"))
        for seat, offered in ((fay, {"g1", "g2"}), (ann, {"g2", "nowhere"}), (di, {"g1", "nowhere"})):
            who.value = seat.person
            await until(pilot, lambda offered=offered: {value for _, value in where._options} == offered)  # type: ignore[misc]
            assert where.value in offered


async def test_a_group_is_taken_on_from_the_stage_that_was_shown_or_not_at_all(boards: Boards, room: Class) -> None:
    """Where it went on by itself in the same moment, nobody's turn to speak is skipped."""
    seats = room.trio("Ann", "Ben", "Cat")
    talking(seats)
    seats[0].end_conversation()
    seats[0].go_to_next_stage()
    async with boards(room.trainer) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        await until(pilot, lambda: app.board is not None and app.board.groups)
        app.left = "held"  # the board does not look, so it shows what was
        seats[0].go_to_next_stage()
        room.trainer.refresh()
        app.screen.query_one(GroupList).action_group_on()
        await pilot.pause(0.2)
    seats[0].refresh()
    assert seats[0].group is not None
    assert seats[0].group.stage is Stage.PRACTITIONER_SPEAKS
