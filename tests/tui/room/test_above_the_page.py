"""What stands above a page: the trainer's messages, and short answers. Neither covers anything that is read."""

from textual.widgets import Static

from ...classroom.conftest import to_talking
from ..seeing import flat, shows, until
from .conftest import Room, sitting


async def test_each_thing_the_trainer_says_stays_until_it_is_read(room: Room) -> None:
    """On a line that covers nothing, the oldest first; what was read is not back after a reload, and the rest is."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    async with sitting(room, ann) as pilot:
        room.trainer.refresh()
        room.trainer.send_message("Two [b]minutes[/b].")
        room.trainer.send_message("Your bag is here.", ann.person)
        await shows(pilot, "Your trainer, 1 of 2: Two [b]minutes[/b].")
        assert not list(pilot.app._notifications)
        await pilot.press("f10")
        await shows(pilot, "Your trainer: Your bag is here.")
    async with sitting(room, ann) as pilot:
        await shows(pilot, "Your trainer: Your bag is here.")
        await pilot.press("f10")
        await until(pilot, lambda: not pilot.app.screen.query_one("#message").display)
    async with sitting(room, ann) as pilot:
        await shows(pilot, "There was a thing on the bus.")
        assert not pilot.app.screen.query("#message")


async def test_the_way_on_is_whole_after_the_last_reply_whatever_the_trainer_says(room: Room) -> None:
    """Also in a small window, with a message above the page."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    for words in ("How has racism touched him?", "What does Sam say about it?", "Right."):
        ann.say(words)
    room.trainer.refresh()
    room.trainer.send_message(
        "Take a breath, and then look back together, in the order that stands on your screens. " * 3
    )
    async with sitting(room, ben, (83, 25)) as pilot:
        await shows(pilot, "Your trainer:")
        page, button = pilot.app.screen.query_one("#body"), pilot.app.screen.query_one("#go-on")
        await until(pilot, lambda: button.region.height == 3 and page.region.contains_region(button.region))


async def test_an_answer_stands_on_its_own_line_until_the_next_page(room: Room) -> None:
    """One at a time, and nothing of the page is covered by it."""
    ann, ben, cy = room.trio()
    to_talking(ann, ben, cy)
    async with sitting(room, cy, (60, 20)) as pilot:
        for _ in range(2):
            await pilot.press("h")
        await shows(pilot, "Nothing was replied yet.")
        assert flat(pilot.app).count("Nothing was replied yet.") == 1  # type: ignore[arg-type]
        assert not list(pilot.app._notifications)
        ann.end_conversation()
        ann.go_to_next_stage()
        await shows(pilot, "There is no need to explain yet.")
        assert "Nothing was replied yet." not in flat(pilot.app)  # type: ignore[arg-type]


async def test_what_is_left_of_a_part_is_whole_on_a_telephone(room: Room) -> None:
    """There, its title would leave no room for the time."""
    ann, *_ = room.trio()
    room.trainer.refresh()
    room.trainer.start()
    for size, said in (((53, 40), "about 5 min left"), ((100, 30), "Welcome, about 5 min left")):
        async with sitting(room, ann, size) as pilot:
            await shows(pilot, "At this table")
            clock = pilot.app.screen.query_one("#clock", Static)
            await until(pilot, lambda clock=clock, said=said: str(clock.content) == said)
            assert clock.size.width >= len(said), "none of it is cut"
