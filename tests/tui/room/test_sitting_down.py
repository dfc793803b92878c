"""Before the talk: who is here, whom one sits with, roles, the content note."""

import pytest
from textual.widgets import OptionList

from coach.model.characters import shorten_name
from coach.model.class_events import Role, Stage
from coach.tui.room.app import RoomApp
from coach.tui.widgets.choices import Ticks

from ...classroom.conftest import to_talking
from ..seeing import SIZES, click, flat, shows, until
from .conftest import Room, refreshed, sitting


async def test_people_sit_down_with_whom_they_ticked(room: Room) -> None:
    """Space ticks, F9 sits together; whoever was not ticked stays free."""
    ann, ben, cy = room.seat("Ann"), room.seat("Ben"), room.seat("Cy")
    async with sitting(room, ann) as pilot:
        await shows(pilot, "You are here as Ann.")
        await pilot.press("space", "f9")
        await shows(pilot, "At this table: you, Ben")
    refreshed(ben, cy)
    assert ben.group is not None
    assert cy.group is None


async def test_a_group_that_forms_shows_by_itself_and_can_be_joined(room: Room) -> None:
    """Nobody has to look again, and what was ticked meanwhile stays ticked."""
    ann, ben, cy, di = (room.seat(name) for name in ("Ann", "Ben", "Cy", "Di"))
    async with sitting(room, ann) as pilot:
        await pilot.press("down", "down", "space")
        ben.make_group(cy.person)
        await shows(pilot, "Group 1: Ben and Cy. Finding each other.")
        assert di.person in pilot.app.screen.query_one(Ticks).selected
        await click(pilot, ".join")
        await shows(pilot, "At this table: Ben, Cy, you")


async def test_a_name_is_never_markup_and_never_long(room: Room) -> None:
    """Whatever somebody calls themselves stands there as they typed it, cut short."""
    room.seat("[red]Ben[/red] [@click=app.quit]x")
    async with sitting(room, room.seat("Ann")) as pilot:
        await shows(pilot, "[red]Ben[/red] [@click=…")
    assert shorten_name("a\u202eb\nc") == "a\ufffdb c"


async def test_a_role_is_taken_and_put_down_by_whoever_has_it(room: Room) -> None:
    """Enter takes it, Enter on it again puts it down; one that is taken says by whom."""
    ann, ben = room.seat("Ann"), room.seat("Ben")
    ann.make_group(ben.person)
    refreshed(ben)
    ben.take_role(Role.LINE_READER)
    async with sitting(room, ann) as pilot:
        await shows(pilot, "in a plain voice: Ben")
        await pilot.press("enter")
        await shows(pilot, "says what they would say: you")
        await pilot.press("enter")
        await until(pilot, lambda: "(o) Just watch" in flat(pilot.app))  # type: ignore[arg-type]


async def test_nothing_begins_until_everybody_has_read_the_note(room: Room) -> None:
    """Whoever has read it waits for the others; the last to read it takes everybody on."""
    ann, ben, cy = room.trio()
    ann.go_to_next_stage()
    async with sitting(room, ann) as pilot:
        await shows(pilot, "Racism on a bus, not described")
        await pilot.press("enter")
        await shows(pilot, "Waiting until everybody has read the content note.")
        refreshed(ben)
        ben.agree()
        await pilot.pause(0.1)
        await shows(pilot, "Waiting until everybody has read the content note.")
    async with sitting(room, cy) as pilot:
        await pilot.press("enter")
        await shows(pilot, "The bus: observer")


async def test_each_role_reads_its_own_card(room: Room) -> None:
    """The line-reader's has what the family keeps, in a phrase; nobody else's has."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    seen = {}
    for seat in (ann, ben, cy):
        async with sitting(room, seat) as pilot:
            await pilot.press("f2")
            await shows(pilot, "The bus: ")
            words = " ".join(str(each.render()) for each in pilot.app.screen.query("Prose"))
            seen[seat.room_person.name] = words
    assert "what was said on the bus" in seen["Ben"]
    assert "what was said on the bus" not in seen["Ann"] + seen["Cy"]
    assert "t taken" in seen["Cy"]


@pytest.mark.slow
async def test_the_way_on_is_in_view_at_every_stage_and_size(room: Room) -> None:
    """From the first table to the end of a round, by its button, whatever the screen."""
    ann, ben, cy = room.trio()
    for seat in (ann, ben, cy):
        refreshed(seat)
    while True:
        ann.refresh()
        stage = ann.build_view().context.stage
        if stage is Stage.NOTE:
            for seat in (ann, ben, cy):
                refreshed(seat)
                seat.agree()
            ann.refresh()
        if stage is Stage.TALKING:
            for words in ("Right.", "What does Sam say about it?", "How has racism touched him?"):
                ann.refresh()
                if not ann.build_view().context.over:
                    ann.say(words)
        for seat in (ann, ben, cy):
            async with sitting(room, seat, SIZES[0]) as pilot:
                app: RoomApp = pilot.app  # type: ignore[assignment]
                await until(pilot, lambda app=app: app.room.query("#go-on"))  # type: ignore[misc]
                for size in SIZES:
                    if app.size != size:
                        await pilot.resize_terminal(*size)
                        await until(pilot, lambda app=app, size=size: app.screen.size == size)  # type: ignore[misc]
                        await pilot.pause()
                    button = app.room.query_one("#go-on")
                    assert button.display
                    assert app.screen.region.contains_region(button.region), (stage, seat.room_person.name, size)
                    assert button.region.height
        if stage is Stage.DONE:
            return
        if stage is Stage.BRIEF:
            for seat in (ann, ben, cy):
                refreshed(seat)
                seat.agree()
        ann.refresh()
        ann.go_to_next_stage()


async def test_another_scenario_is_asked_for_without_a_reason(room: Room) -> None:
    """Where only one is offered there is nothing to choose, and the button is not there."""
    ann, _, _ = room.trio()
    refreshed(ann)
    ann.go_to_next_stage()
    async with sitting(room, ann) as pilot:
        assert not pilot.app.screen.query_one("#another").display
        assert not pilot.app.screen.query(OptionList)


async def test_a_spoken_round_asks_for_somebody_to_read(room: Room) -> None:
    """Whoever follows the script sees where it leads, so never the practitioner; to type instead is one button."""
    ann, ben, cy = room.trio()
    ann.choose_scenario("bus", spoken=True)
    ann.go_to_next_stage()
    for seat in (ann, ben, cy):
        refreshed(seat)
        seat.agree()
    refreshed(ben)
    ben.take_role(None)
    async with sitting(room, ann) as pilot:
        await shows(pilot, "somebody takes the line-reader's role first")
        await click(pilot, "#type-it")
        await until(pilot, lambda: "(o) Practitioner" in flat(pilot.app))  # type: ignore[arg-type]
    assert not room.again(ann.person).build_view().context.spoken
