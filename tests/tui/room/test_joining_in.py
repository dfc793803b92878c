"""Somebody who would like to sit with a group in conversation, and a group that one of its people left."""

from textual.widgets import Button

from coach.classroom.participant import Participant
from coach.model.class_events import Role, Stage
from coach.tui.room.sheets import PlaceDialog
from tests.classroom.conftest import Room, to_talking

from ..seeing import click, shows, until
from .conftest import refreshed, room, sitting

__all__ = ["room"]

SECRET = "Purple elephants?"


def talking(room: Room) -> tuple[Participant, Participant, Participant]:
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    ann.say(SECRET)
    refreshed(ben, cy)
    return ann, ben, cy


async def test_a_group_in_conversation_is_asked_and_lets_somebody_in(room: Room) -> None:
    _, ben, _ = talking(room)
    dee = room.seat("Dee")
    async with sitting(room, dee) as pilot:
        join = pilot.app.screen.query_one(".join", Button)
        assert str(join.label) == "Ask to join"
        await click(pilot, ".join")
        await shows(pilot, "You asked to join; they see it.")
        await until(pilot, lambda: str(join.label) == "Ask no more")
        refreshed(dee)
        assert dee.group is None
    async with sitting(room, ben) as pilot:
        await shows(pilot, "Dee would like to join you.")
        await click(pilot, "#let-in")
        await until(pilot, lambda: not pilot.app.screen.query_one("#asking").display)
    async with sitting(room, dee) as pilot:
        await shows(pilot, "Your group has begun.")


async def test_a_group_says_not_now_and_the_place_to_open_it_is_my_place(room: Room) -> None:
    ann, ben, _ = talking(room)
    dee = room.seat("Dee")
    dee.ask_to_join("g1")
    async with sitting(room, ben) as pilot:
        await shows(pilot, "Dee would like to join you.")
        await click(pilot, "#not-now")
        await until(pilot, lambda: not pilot.app.screen.query_one("#asking").display)
        await pilot.press("f7")
        await shows(pilot, "Let anybody join us without asking")
        sheet = pilot.app.screen
        assert isinstance(sheet, PlaceDialog)
        places = [key for key, _ in sheet.ways]
        assert "open" in places
        options = sheet.query_one("#which-one")
        options.highlighted = places.index("open")  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.room.view.context.group_open)
    refreshed(dee, ann)
    assert dee.build_view().context.groups[0].may_join


async def test_those_who_are_left_are_told_and_offered_what_works(room: Room) -> None:
    ann, ben, cy = talking(room)
    ann.leave_room()
    for seat in (ben, cy):
        async with sitting(room, seat) as pilot:
            await shows(pilot, "Ann has left, and was the practitioner.")
            await shows(pilot, "start another round")
            await shows(pilot, "Another round")
            await pilot.press("f7")
            await until(pilot, lambda: isinstance(pilot.app.screen, PlaceDialog))
            assert isinstance(pilot.app.screen, PlaceDialog)
            assert f"take-{Role.PRACTITIONER}" not in [key for key, _ in pilot.app.screen.ways]
    async with sitting(room, cy) as pilot:
        await click(pilot, "#begin-anew")
        await shows(pilot, "Start another round?")
        await click(pilot, "#anew")
        await until(pilot, lambda: pilot.app.room.view.context.stage is Stage.GATHERING)


async def test_those_who_are_left_can_look_back_without(room: Room) -> None:
    ann, ben, _ = talking(room)
    ann.leave_group()
    async with sitting(room, ben) as pilot:
        await pilot.press("f9")
        await click(pilot, "#end")
        await until(pilot, lambda: pilot.app.room.view.context.stage is Stage.LOOKING)
        await shows(pilot, "Back: In conversation")
