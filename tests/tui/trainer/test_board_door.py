"""The door on the board: newcomers wait, are let in or kept out with the reason, and see nothing of the room before."""

from textual.pilot import Pilot
from textual.widgets import Select

from coach.classroom.participant import Participant
from coach.tui.trainer.trainer_dialogs import AdmitDialog, KeepOutDialog, MoveDialog

from ..seeing import click, shows
from .conftest import CODE, Boards, Class, in_every_size
from .test_board import holds, lists, sheet


async def at_the_door(pilot: Pilot[None]) -> None:
    """Open the dialog about whoever waits, which stand first in the list."""
    await lists(pilot, "At the door")
    await pilot.press("home", "enter")
    await sheet(pilot, AdmitDialog)


def waits(seat: Participant) -> bool:
    seat.refresh()
    return seat.build_view().context.waiting


async def test_a_trainer_has_newcomers_wait_and_lets_them_in(boards: Boards, room: Class) -> None:
    (ann,) = room.comes("Ann")
    async with boards(room.trainer) as pilot:
        await lists(pilot, "Ann")
        await pilot.press("d")
        await sheet(pilot, "the-door")
        await click(pilot, "#wait")
        await shows(pilot, "Newcomers wait at the door")
        ben, cat = room.comes("Ben", "Cat")
        assert waits(ben)
        assert not waits(ann)
        async for _ in in_every_size(pilot):
            await shows(pilot, f"Room {CODE}: 1 here, and 2 people at the door")
        await at_the_door(pilot)
        pilot.app.screen.query_one("#who", Select).value = ben.person
        await click(pilot, "#admit")
        await holds(pilot, ben, lambda: not waits(ben))
        assert waits(cat)
        await at_the_door(pilot)
        await click(pilot, "#admit")
        await holds(pilot, cat, lambda: not waits(cat))
        await pilot.press("d")
        await sheet(pilot, "the-door")
        await click(pilot, "#straight")
        await holds(pilot, ann, lambda: not ann.state.newcomers_wait)


async def test_somebody_at_the_door_is_kept_out_and_told_why(boards: Boards, room: Class) -> None:
    room.trainer.set_newcomers_wait(waits=True)
    eve, ben = room.comes("Eve", "Ben")
    async with boards(room.trainer) as pilot:
        await at_the_door(pilot)
        await click(pilot, "#keep-out")
        await shows(pilot, "Choose one person to keep out.")
        await click(pilot, "#close")
        await at_the_door(pilot)
        pilot.app.screen.query_one("#who", Select).value = eve.person
        await click(pilot, "#keep-out")
        await sheet(pilot, KeepOutDialog)
        await click(pilot, "#keep-them-out")
        await shows(pilot, "Say why first.")
        await click(pilot, "OwnBox")
        await pilot.press(*"Another")
        await click(pilot, "#keep-them-out")
        await holds(pilot, eve, lambda: eve.state.people[eve.person].kept_out == "Another")
        assert waits(ben)


async def test_somebody_in_the_room_is_kept_out_from_the_dialog_that_moves_people(boards: Boards, room: Class) -> None:
    ann, eve = room.comes("Ann", "Eve")
    async with boards(room.trainer) as pilot:
        await lists(pilot, "Eve")
        await pilot.press("f6")
        await sheet(pilot, MoveDialog)
        pilot.app.screen.query_one("#person", Select).value = eve.person
        await click(pilot, "#remove")
        await sheet(pilot, "remove")
        await click(pilot, "#keep_out")
        await sheet(pilot, KeepOutDialog)
        await pilot.press(*"Later")
        await click(pilot, "#keep-them-out")
        await holds(pilot, ann, lambda: ann.state.people[eve.person].kept_out == "Later")
        assert eve.person not in {person.id for person in ann.state.list_people()}
