"""The board: every group in words, and what a trainer does for a room. Nobody's words are on it."""

import re
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Footer, Select, Static
from textual.widgets._footer import FooterKey

from coach.classroom.door import mark_away
from coach.classroom.participant import Participant
from coach.classroom.round_words import describe_time_left
from coach.classroom.trainer import Trainer
from coach.classroom.views import BoardGroup, VisiblePart, VisiblePerson
from coach.errors import NotKnown
from coach.model.class_events import Role, Stage
from coach.model.run_sheet import PartPurpose
from coach.practice.service import PracticeService
from coach.records.class_log_sqlite import SqliteRoomStore
from coach.tui.trainer.app import BoardApp
from coach.tui.trainer.board import BoardScreen, GroupList
from coach.tui.trainer.board_text import describe_clock, describe_people
from coach.tui.trainer.page import BoardPage, Door
from coach.tui.trainer.plenary_screen import ClosedScreen, PlenaryScreen
from coach.tui.trainer.projector import ProjectorScreen
from coach.tui.trainer.room_setup import OpeningScreen
from coach.tui.trainer.trainer_dialogs import (
    GroupDialog,
    MoveDialog,
    TellDialog,
)
from coach.tui.widgets.reply_input import OwnBox
from tests.cases import a_few_quickly

from ..seeing import SIZES, at, click, flat, seen, shows, until
from .conftest import CODE, Boards, Class, Wall, in_every_size, played, talking

PAGES: tuple[type[BoardPage], ...] = (OpeningScreen, BoardScreen, ProjectorScreen, PlenaryScreen, ClosedScreen)
SAID = "It was only banter."
ANSWERED = "Anyway."


def the_app(pilot: Pilot[None]) -> BoardApp:
    app = pilot.app
    assert isinstance(app, BoardApp)
    return app


async def sheet(pilot: Pilot[None], kind: type | str) -> None:
    """Wait for a screen of this class, or for the dialog of this name."""
    await until(
        pilot,
        lambda: pilot.app.screen.name == kind if isinstance(kind, str) else isinstance(pilot.app.screen, kind),
    )


async def lists(pilot: Pilot[None], words: str) -> None:
    """Wait until the list of groups says so, however its lines wrap."""

    def now() -> bool:
        said = " ".join(str(option.prompt) for option in pilot.app.screen.query_one(GroupList).options)
        return words in " ".join(said.split())

    await until(pilot, now)


async def holds(pilot: Pilot[None], seat: Participant, what: object) -> None:
    """Wait until it holds for somebody's own hold on the room."""

    def now() -> object:
        seat.refresh()
        return what()  # type: ignore[operator]

    await until(pilot, now)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_board_explains_itself(page: type[BoardPage]) -> None:
    """Each has its name in the table of commands, and words for F1."""
    assert page.WHERE
    assert page.HELP


async def test_an_empty_board_says_how_people_come_in(boards: Boards, room: Class) -> None:
    """With the address and the code, in every size."""
    async with boards(room.trainer) as pilot:
        async for _ in in_every_size(pilot):
            await shows(pilot, "Nobody is here yet. They open")
            await shows(pilot, "http://192.168.1.20:8765")
            await shows(pilot, CODE)


async def test_groups_are_shown_in_words_as_soon_as_they_are_there(boards: Boards, room: Class) -> None:
    """Who sits there in which role, the stage, its minutes; whoever is in none, and whose screen is gone."""
    async with boards(room.trainer) as pilot:
        seats = room.trio("Ann", "Ben", "Cat")
        room.comes("Dora", "Ed")
        mark_away(room.shelf.open(CODE), seats[2].person, room.clock)
        async for _ in in_every_size(pilot):
            await lists(pilot, "Group 1 Finding each other, less than a minute")
            await lists(pilot, "Ann, practitioner; Ben, line-reader; Cat, observer (away)")
            await lists(pilot, "Not in a group yet Dora, Ed")
            await shows(pilot, f"Room {CODE}: 4 here, and one person's screen is gone")
        talking(seats)
        seats[0].say(SAID)
        async for _ in in_every_size(pilot):
            await lists(pilot, "In conversation, less than a minute, one reply")


async def test_no_word_of_anybodys_is_on_any_page_of_the_board(boards: Boards, room: Class) -> None:
    """Neither what was said, nor what the family answered, whichever page is looked at."""
    seats = room.trio("Ann", "Ben", "Cat")
    talking(seats)
    seats[0].say(SAID)
    pages = []
    async with boards(room.trainer, (140, 60)) as pilot:
        await lists(pilot, "one reply")
        for keys in ([], ["enter"], ["escape", "f3"], ["right"], ["escape", "f10"], ["escape", "f8"]):
            await pilot.press(*keys)
            await until(pilot, lambda: seen(the_app(pilot)) not in pages)  # type: ignore[arg-type]
            pages.append(seen(the_app(pilot)))  # type: ignore[arg-type]
    assert len(set(pages)) == len(pages)
    assert not any(words in page for page in pages for words in (SAID, ANSWERED, "banter"))


async def test_whoever_asked_for_help_stands_first_and_is_ticked_off(boards: Boards, room: Class, wall: Wall) -> None:
    """With how long they have waited, in words; nothing sounds."""
    first, second = room.trio("Ann", "Ben", "Cat"), room.trio("Dora", "Ed", "Flo")
    second[1].refresh()
    second[1].ask_for_help()
    wall.passes(3)
    async with boards(room.trainer) as pilot:
        await lists(pilot, "Asked for help 3 minutes ago.")
        await until(pilot, lambda: pilot.app.screen.query_one(GroupList).highlighted_id == "g2")
        await pilot.press("h")
        await until(pilot, lambda: "Asked for help" not in flat(pilot.app))  # type: ignore[arg-type]
    first[0].refresh()
    assert first[0].state.groups["g2"].asked_for_help is None


async def test_a_time_out_is_seen_and_nobody_is_named(boards: Boards, room: Class) -> None:
    """The group's line says so; who asked for it is nowhere."""
    seats = room.trio("Ann", "Ben", "Cat")
    talking(seats)
    seats[2].refresh()
    seats[2].call_time_out()
    async with boards(room.trainer) as pilot:
        await lists(pilot, "Time-out: somebody asked for a moment.")


async def test_the_room_starts_pauses_goes_on_and_covers_by_single_keys(
    boards: Boards, room: Class, wall: Wall
) -> None:
    """Each is said on the board's line, and holds for everybody at once."""
    (ann,) = room.comes("Ann")
    async with boards(room.trainer) as pilot:
        await shows(pilot, "Not started yet. First comes: Welcome.")
        await pilot.press("f5")
        await shows(pilot, "Part 1 of 10: Welcome. About 10 of 10 minutes are left.")
        await pilot.press("f4")
        await shows(pilot, "Paused; the clock rests.")
        wall.passes(4)
        await pilot.press("f4")
        await holds(pilot, ann, lambda: not ann.state.is_paused)
        await shows(pilot, "About 10 of 10 minutes are left.")
        await pilot.press("f9")
        await shows(pilot, "All screens are covered.")
        await holds(pilot, ann, lambda: ann.state.covered)
        await pilot.press("f9")
        await holds(pilot, ann, lambda: not ann.state.covered)


async def test_the_clock_is_soft(boards: Boards, room: Class, wall: Wall) -> None:
    """When the minutes are over it says so, and waits."""
    room.trainer.start()
    async with boards(room.trainer) as pilot:
        wall.passes(0.9)
        the_app(pilot).tick()
        wall.passes(0.9)
        the_app(pilot).tick()
        await shows(pilot, "About 8 of 10 minutes are left.")
        for _ in range(12):
            wall.passes(0.9)
            the_app(pilot).tick()
        await shows(pilot, "The 10 minutes are over, about 2 minutes ago. Nothing ends by itself.")


async def test_a_group_is_taken_on_where_it_can_be(boards: Boards, room: Class) -> None:
    """From its sheet or by one key; what is still waited for is said, and nobody's consent is skipped."""
    seats = room.trio("Ann", "Ben", "Cat")
    async with boards(room.trainer) as pilot:
        await lists(pilot, "Group 1")
        await pilot.press("enter")
        await sheet(pilot, GroupDialog)
        await shows(pilot, "Take them on to: Content note")
        await pilot.press("enter")
        await sheet(pilot, "take-on")
        await click(pilot, "#on")
        await lists(pilot, "Content note, less than a minute")
        await pilot.press("n")
        await shows(pilot, "Waiting until everybody has read the content note.")
    assert seats[0].refresh()
    assert seats[0].group is not None
    assert seats[0].group.stage is Stage.NOTE


async def test_no_key_ends_a_conversation_unasked_and_what_was_ended_comes_back(boards: Boards, room: Class) -> None:
    """The key beside the one for a message; then asked for and meant, and thought better of."""
    seats = room.trio("Ann", "Ben", "Cat")
    talking(seats)
    seats[0].say(SAID)
    seats[0].keep_draft("Half a reply")
    async with boards(room.trainer) as pilot:
        await lists(pilot, "In conversation")
        await pilot.press("n")
        await sheet(pilot, "take-on")
        await shows(pilot, "Take Group 1 on?")
        await shows(pilot, "They are at “In conversation”, after 1 of 8 replies.")
        await pilot.press("escape")
        await sheet(pilot, BoardScreen)
        seats[0].refresh()
        assert seats[0].build_view().context.stage is Stage.TALKING
        await pilot.press("n")
        await sheet(pilot, "take-on")
        await click(pilot, "#on")
        await lists(pilot, "Looking back")
        await shows(pilot, "b brings them back")
        await pilot.press("b")
        await sheet(pilot, "bring-back")
        await shows(pilot, "go back to “In conversation”")
        await click(pilot, "#back")
        await lists(pilot, "In conversation")
        seats[0].refresh()
        assert not seats[0].build_view().context.over
        assert seats[0].draft == "Half a reply"
        seats[0].say("And what does Sam say?")
        await lists(pilot, "2 replies")
        await pilot.press("b")
        await shows(pilot, "There is nothing to bring them back to")


async def test_the_boards_first_line_does_not_contradict_itself(boards: Boards, room: Class) -> None:
    people = room.comes("Ann", "Ben")
    for each in people:
        mark_away(room.shelf.open(CODE), each.person, room.clock)
    async with boards(room.trainer) as pilot:
        await shows(pilot, f"Room {CODE}: nobody here just now, and 2 people's screens are gone")


async def test_the_board_says_who_left_a_round_with_a_role(boards: Boards, room: Class) -> None:
    seats = room.trio("Ann", "Ben", "Cat")
    talking(seats)
    seats[0].leave_room()
    async with boards(room.trainer) as pilot:
        await lists(pilot, "Ann left, who was practitioner.")


async def test_a_message_goes_to_all_to_a_group_or_to_one(boards: Boards, room: Class) -> None:
    """And to nobody else."""
    ann, _, _ = room.trio("Ann", "Ben", "Cat")
    (dora,) = room.comes("Dora")

    async def write(words: str, *keys: str, to: str = "") -> None:
        await pilot.press(*keys)
        await sheet(pilot, TellDialog)
        if to:
            pilot.app.screen.query_one(Select).value = to
        pilot.app.screen.query_one(OwnBox).text = words
        pilot.app.screen.query_one("#send-it").press()  # type: ignore[attr-defined]
        await sheet(pilot, BoardScreen)

    async with boards(room.trainer) as pilot:
        await lists(pilot, "Group 1")
        await write("Ten more minutes.", "f8")
        await write("I am coming over.", "m")
        await write("Would you like to watch?", "f8", to=dora.person)
        await holds(pilot, dora, lambda: len(dora.build_view().context.messages) == 2)
    ann.refresh()
    assert [told.words for told in ann.build_view().context.messages] == ["Ten more minutes.", "I am coming over."]
    assert [told.words for told in dora.build_view().context.messages] == [
        "Ten more minutes.",
        "Would you like to watch?",
    ]


@pytest.mark.parametrize("answer", ["#remove", "#keep", "#close"])
async def test_a_message_with_a_real_persons_details_is_asked_about(boards: Boards, room: Class, answer: str) -> None:
    """Names that people chose in this room are known; whoever goes back to it finds the words still there."""
    ann, _, _ = room.trio("Ann Okafor", "Ben", "Cat")
    words = "Ann Okafor, please ring 020 7946 0000."
    async with boards(room.trainer) as pilot:
        await lists(pilot, "Group 1")
        await pilot.press("f8")
        await sheet(pilot, TellDialog)
        pilot.app.screen.query_one(OwnBox).text = words
        pilot.app.screen.query_one("#send-it").press()  # type: ignore[attr-defined]
        await until(pilot, lambda: pilot.app.screen.name == "details" and pilot.app.focused)
        first, *_ = pilot.app.screen.text.body  # type: ignore[attr-defined]
        assert "may hold a telephone or case number. It has not been sent." in str(first)
        await click(pilot, answer)
        if answer == "#close":
            await sheet(pilot, TellDialog)
            assert pilot.app.screen.query_one(OwnBox).text == words
            pilot.app.screen.query_one("#close").press()  # type: ignore[attr-defined]
            await until(pilot, lambda: pilot.app.screen.name == "unkept" and pilot.app.focused)
            await pilot.press("enter")
            await sheet(pilot, TellDialog)
            assert pilot.app.screen.query_one(OwnBox).text == words
            pilot.app.screen.query_one("#close").press()  # type: ignore[attr-defined]
            await click(pilot, "#leave")
            await sheet(pilot, BoardScreen)
        else:
            await holds(pilot, ann, lambda: len(ann.build_view().context.messages) == 1)
    ann.refresh()
    told = "".join(each.words for each in ann.build_view().context.messages)
    assert ("7946" in told) is (answer == "#keep")
    assert ("Ann Okafor" in told) is (answer != "#close")


async def test_a_message_that_is_too_long_is_refused_and_stays(boards: Boards, room: Class) -> None:
    """Nothing typed is lost."""
    async with boards(room.trainer) as pilot:
        await pilot.press("f8")
        await sheet(pilot, TellDialog)
        pilot.app.screen.query_one(OwnBox).text = "x" * 1001
        pilot.app.screen.query_one("#send-it").press()  # type: ignore[attr-defined]
        await shows(pilot, "That is 1,001 characters; a message holds 1,000.")


async def test_everybody_who_is_free_is_paired(boards: Boards, room: Class) -> None:
    """And whoever chose each other stays together."""
    room.trio("Ann", "Ben", "Cat")
    *_, flo = room.comes("Dora", "Ed", "Flo")
    async with boards(room.trainer) as pilot:
        await lists(pilot, "Not in a group yet")
        await pilot.press("f7")
        await lists(pilot, "Group 2")
        await holds(pilot, flo, lambda: flo.group)
    assert set(flo.state.groups["g1"].people) == {"p1", "p2", "p3"}


async def test_somebody_is_moved(boards: Boards, room: Class) -> None:
    """Whoever sits with nobody is offered first; another group is offered, or none."""
    room.trio("Ann", "Ben", "Cat")
    (dora,) = room.comes("Dora")
    async with boards(room.trainer) as pilot:
        await lists(pilot, "Dora")
        await pilot.press("f6")
        await sheet(pilot, MoveDialog)
        pilot.app.screen.query_one("#person", Select).value = dora.person
        await pilot.pause()
        pilot.app.screen.query_one("#group", Select).value = "g1"
        pilot.app.screen.query_one("#move").press()  # type: ignore[attr-defined]
        await holds(pilot, dora, lambda: dora.group and dora.group.id == "g1")
        await lists(pilot, "Cat, observer; Dora")


@pytest.mark.slow
async def test_each_prompt_is_one_key_away(boards: Boards, room: Class) -> None:
    """With the words to say first, in every size."""
    says = {
        "1": "Someone is upset",
        "2": "Someone is defensive",
        "3": "I'm going to stop us there. That was racist,",
        "4": "I'll take that one; nobody here needs to",
    }
    async with boards(room.trainer) as pilot:
        await until(pilot, lambda: pilot.app.screen.query("#prompts Button"))
        for key, words in says.items():
            await pilot.press(key)
            await sheet(pilot, "prompt")
            async for _ in in_every_size(pilot):
                await shows(pilot, words)
            await pilot.press("escape")
            await sheet(pilot, BoardScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_the_run_sheet_says_what_to_say_and_goes_to_any_part(
    boards: Boards, room: Class, size: tuple[int, int]
) -> None:
    """Beside the groups, or in their place; nothing is locked by it."""
    async with boards(room.trainer, size) as pilot:
        await pilot.press("f5")
        await shows(pilot, "Part 1 of 10")
        await pilot.press("f2")
        await until(
            pilot, lambda: "“This is a rehearsal" in str(pilot.app.screen.query_one("#part-now", Static).content)
        )
        pilot.app.screen.query_one("#all-parts").focus()
        await pilot.press("end", "enter")
        await sheet(pilot, "to-part")
        await pilot.press("tab", "enter")
        await sheet(pilot, BoardScreen)
        await until(pilot, lambda: room.trainer.state.part == 9)
        await shows(pilot, "Part 10 of 10: Close.")
        await pilot.press("f2")
        await at(pilot, "groups")


async def test_no_part_begins_for_everybody_by_an_enter_that_was_meant_for_a_group(boards: Boards, room: Class) -> None:
    """Escape gives the groups their keys back, and a part of the list is asked about, where staying is the answer."""
    room.trio("Ann", "Ben", "Cat")
    async with boards(room.trainer) as pilot:
        async for _ in in_every_size(pilot):
            await lists(pilot, "Group 1")
            await at(pilot, "groups")
            await pilot.press("f2")
            await at(pilot, "run-sheet")
            await pilot.press("escape")
            await at(pilot, "groups")
            await pilot.press("enter")
            await sheet(pilot, GroupDialog)
            await pilot.press("escape", "f2")
            await at(pilot, "run-sheet")
            pilot.app.screen.query_one("#all-parts").focus()
            await pilot.press("down", "enter")
            await sheet(pilot, "to-part")
            await pilot.press("enter")
            await sheet(pilot, BoardScreen)
            assert room.trainer.state.part is None
            await pilot.press("escape")


async def test_a_groups_keys_do_the_same_inside_its_sheet(boards: Boards, room: Class) -> None:
    """Somebody went over; a message; its next stage."""
    _, ben, _ = room.trio("Ann", "Ben", "Cat")
    ben.refresh()
    ben.ask_for_help()
    async with boards(room.trainer) as pilot:
        await lists(pilot, "Asked for help")
        for key, then in (("h", BoardScreen), ("m", TellDialog), ("n", "take-on")):
            await pilot.press("enter")
            await sheet(pilot, GroupDialog)
            await pilot.press(key)
            await sheet(pilot, then)
            if then is TellDialog:
                await pilot.press("escape")
                await sheet(pilot, BoardScreen)
        await click(pilot, "#on")
        await lists(pilot, "Content note")
    ben.refresh()
    assert ben.group is not None
    assert ben.group.asked_for_help is None


async def test_the_next_part_is_named_in_full(boards: Boards, room: Class) -> None:
    """Also where its name is longer than the one before."""
    async with boards(room.trainer, (100, 60)) as pilot:
        for title in ("Start: Welcome", "Next: Warm-up", "Next: Find each other"):
            await shows(pilot, title)
            await pilot.press("f5")


async def test_a_room_that_waits_says_so_first_and_its_keys_say_what_they_do_now(boards: Boards, room: Class) -> None:
    """Go on where it was Pause, Uncover where it was Cover; and back."""

    def footer() -> list[str]:
        return [key.description for key in pilot.app.screen.query("FooterKey").results(FooterKey)]

    async with boards(room.trainer) as pilot:
        await until(pilot, lambda: {"Pause", "Cover"} <= set(footer()))
        await pilot.press("f4", "f9")
        await shows(pilot, f"Room {CODE}, paused: nobody here yet")
        await until(pilot, lambda: {"Go on", "Uncover"} <= set(footer()))
        await pilot.press("f3")
        await sheet(pilot, ProjectorScreen)
        await until(pilot, lambda: {"Go on", "Uncover"} <= set(footer()))
        await pilot.press("f4", "f9", "escape")
        await sheet(pilot, BoardScreen)
        await until(pilot, lambda: {"Pause", "Cover"} <= set(footer()))


def test_every_screen_says_the_same_minutes() -> None:
    """What the board says is left of a part, its groups read too."""
    for seconds in range(1, 12 * 60):
        left = timedelta(seconds=seconds)
        part = VisiblePart("Round one", "", PartPurpose.ROUND, 12, left)
        minutes = re.findall(r"\d+", describe_time_left(left)) or ["1"]
        assert describe_clock(part) == (
            "About a minute is left." if minutes == ["1"] else f"About {minutes[0]} of 12 minutes are left."
        )


@pytest.mark.parametrize(("tabs", "gone"), [(1, False), (2, True)])
async def test_closing_asks_what_becomes_of_the_room(boards: Boards, room: Class, tabs: int, gone: bool) -> None:
    """Leaving it open is the first answer; kept, people's own words are still theirs; forgotten, nothing is there."""
    (ann,) = room.comes("Ann")
    async with boards(room.trainer) as pilot:
        await pilot.press("f12")
        await sheet(pilot, "close-room")
        await pilot.press("enter")
        await sheet(pilot, BoardScreen)
        await pilot.press("f12")
        await sheet(pilot, "close-room")
        await pilot.press(*["tab"] * tabs, "enter")
        await sheet(pilot, ClosedScreen)
        await shows(pilot, "Nobody can bring it back." if gone else "It goes by itself in seven days.")
        await pilot.press("enter")
        assert the_app(pilot).left == "closed"
    assert bool(room.shelf.summaries()) is not gone
    if gone:
        with pytest.raises(NotKnown):
            ann.refresh()
    else:
        ann.refresh()
        assert ann.state.closed


async def test_leaving_the_board_closes_nothing(boards: Boards, room: Class) -> None:
    """It is asked about first, because everybody's screen is behind it."""
    async with boards(room.trainer) as pilot:
        await pilot.press("ctrl+q")
        await sheet(pilot, "leaving")
        await shows(pilot, f"coach room {CODE}")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: the_app(pilot).left == "leaving")
    assert not Trainer.resume(room.shelf, room.practice, room.clock, CODE).state.closed


async def test_a_room_that_was_forgotten_elsewhere_says_so(boards: Boards, room: Class) -> None:
    """The board closes plainly."""
    async with boards(room.trainer) as pilot:
        await shows(pilot, "Nobody is here yet.")
        room.shelf.forget(CODE)
        await sheet(pilot, ClosedScreen)


@pytest.mark.parametrize("answer", ["pause", "leave it"])
async def test_a_laptop_that_slept_says_what_really_passed(
    boards: Boards, room: Class, wall: Wall, answer: str
) -> None:
    """And the time can be left out; the clock is right either way."""
    room.trainer.go_to_part(3)
    async with boards(room.trainer) as pilot:
        await shows(pilot, "About 12 of 12 minutes are left.")
        wall.passes(2 / 3)
        the_app(pilot).tick()
        wall.passes(9)
        the_app(pilot).tick()
        await shows(pilot, "This laptop slept")
        await shows(pilot, "For about 9 minutes")
        await shows(pilot, "About 2 of 12 minutes are left.")
        await pilot.press("enter" if answer == "pause" else "escape")
        if answer == "pause":
            await shows(pilot, "Paused; the clock rests.")
            await shows(pilot, "About 11 of 12 minutes are left.")
            await pilot.press("f4")
            await shows(pilot, "Part 4 of 10: Round one. About 11 of 12 minutes are left.")
        else:
            await shows(pilot, "Part 4 of 10: Round one. About 2 of 12 minutes are left.")


async def test_a_board_that_was_killed_comes_back_where_it_was(
    boards: Boards, practice: PracticeService, wall: Wall, room: Class, tmp_path: object
) -> None:
    """Groups, part, pause and cover, from the log alone; what happened meanwhile is there too."""
    shelf = SqliteRoomStore(tmp_path / "rooms.db", lambda: "one")  # type: ignore[operator]
    kept = Class(shelf, practice, wall, room.trainer.state.sheet)  # type: ignore[arg-type]
    seats = kept.trio("Ann", "Ben", "Cat")
    async with boards(kept.trainer) as pilot:
        await pilot.press("f5")
        await shows(pilot, "Part 1 of 10")
        await pilot.press("f5")
        await shows(pilot, "Part 2 of 10")
        await pilot.press("f4")
        await shows(pilot, "Paused; the clock rests. Part 2 of 10: Warm-up.")
    seats[1].refresh()
    seats[1].ask_for_help()
    wall.passes(30)
    async with boards(Trainer.resume(shelf, practice, wall, CODE)) as pilot:
        await shows(pilot, "Paused; the clock rests. Part 2 of 10: Warm-up. About 10 of 10 minutes are left.")
        await lists(pilot, "Asked for help 30 minutes ago.")
    shelf.close()


async def test_a_board_that_was_shut_while_the_clock_ran_asks_about_the_time(
    boards: Boards, room: Class, wall: Wall
) -> None:
    """Since the last thing that happened in the room."""
    room.trainer.go_to_part(3)
    wall.passes(20)
    async with boards(room.trainer) as pilot:
        await shows(pilot, "The board was shut")
        await shows(pilot, "The 12 minutes are over, about 8 minutes ago.")


async def test_hostile_names_are_words(boards: Boards, room: Class) -> None:
    """Markup, control characters and length do nothing but stand there, cut short."""
    room.comes("[@click=app.quit]Pat[/]", "\x1b[31mRed", "x" * 40)
    async with boards(room.trainer) as pilot:
        await lists(pilot, "[@click=app.quit]Pat[/]")
        await lists(pilot, "x" * 23 + "…")
        assert "\x1b" not in seen(the_app(pilot))  # type: ignore[arg-type]


async def test_a_board_that_is_closed_while_it_watches_ends_quietly(boards: Boards, room: Class) -> None:
    """Its threads end before what waits for them: nothing is asked of them afterwards."""
    async with boards(room.trainer) as pilot:
        app = the_app(pilot)
        await app.on_unmount()
        room.comes("Ann")
        await until(pilot, lambda: not any(worker.group == "watch" and worker.is_running for worker in app.workers))


@pytest.mark.parametrize("width", a_few_quickly([80, 60], (60,)))
async def test_the_boards_footer_fits(boards: Boards, room: Class, width: int) -> None:
    """Six keys fit sixty columns."""
    async with boards(room.trainer, (width, 20)) as pilot:
        footer = pilot.app.screen.query_one(Footer)
        assert max(key.region.right for key in footer.children) <= width
        await pilot.press("f3")
        await sheet(pilot, ProjectorScreen)
        footer = pilot.app.screen.query_one(Footer)
        await until(pilot, lambda: footer.children)
        assert max(key.region.right for key in footer.children) <= width


async def test_a_class_that_has_played_is_seen_at_the_end_of_its_round(boards: Boards, room: Class) -> None:
    """And the next one is offered."""
    seats = room.trio("Ann", "Ben", "Cat")
    played(seats, SAID, "How has racism touched him?")
    async with boards(room.trainer) as pilot:
        await lists(pilot, "Round finished")
        await pilot.press("enter")
        await shows(pilot, "Take them on to: Finding each other")


SEEN = {
    "name": "each group's",
    "stage": "stage",
    "people": "who sits with whom in which role",
    "minutes": "minutes",
    "scenario": "on which scenario",
    "spoken": "whether it speaks",
    "round": "round",
    "replies": "number of replies",
    "asked_for_help": "who asked for help",
    "time_out": "*somebody* asked for a moment",
    "departed": "who left a round",
}
"""What the board shows of a group, and the words of docs/training.md that tell a class so."""
FOR_THE_BOARD = {"id", "next_stage", "refusal", "most_replies", "back_to"}
"""What the board needs to offer its steps, and says nothing more of a group."""


def test_what_the_board_shows_of_a_group_is_what_classes_are_told() -> None:
    assert {field.name for field in fields(BoardGroup)} == set(SEEN) | FOR_THE_BOARD
    guide = (Path(__file__).parents[3] / "docs" / "training.md").read_text(encoding="utf-8")
    told = " ".join(guide.partition("**What you can see**")[2].partition("**What you cannot**")[0].split())
    assert [words for words in SEEN.values() if words not in told] == []


def test_a_line_of_people_ends_between_two_of_them() -> None:
    """A role or “(away)” never stands alone on the next line."""
    people = (
        VisiblePerson("p1", "Annabel", Role.PRACTITIONER),
        VisiblePerson("p2", "Benedict", Role.OBSERVER, away=True),
    )
    group = BoardGroup(
        id="g1", name="Group 1", stage=Stage.TALKING, people=people, minutes=1, scenario="", spoken=False, round=1,
        replies=0, asked_for_help=None, time_out=False, next_stage=None, refusal="",
    )  # fmt: skip
    assert describe_people(group) == "Annabel, practitioner; Benedict, observer (away)"
    assert describe_people(group, 40).splitlines() == ["Annabel, practitioner;", "Benedict, observer (away)"]


async def test_the_door_is_locked_opened_and_given_a_new_code_from_the_board(boards: Boards, room: Class) -> None:
    """By a key that asks first; the board and the projector page show the code that newcomers type."""
    door = [Door("http://192.168.1.20:8765")]

    def change(*, locked: bool, renew: bool) -> None:
        door[0] = replace(door[0], locked=locked, code="BCDFGH" if renew else door[0].code)

    async with boards(room.trainer, door=lambda: door[0], change_door=change) as pilot:
        await shows(pilot, f"Room {CODE}")
        await pilot.press("d")
        await shows(pilot, "nobody new comes in")
        await click(pilot, "#lock")
        await shows(pilot, "The door is locked")
        await until(pilot, lambda: door[0].locked)
        await pilot.press("d")
        await shows(pilot, "Open the door")
        await click(pilot, "#unlock")
        await until(pilot, lambda: not door[0].locked)
        await pilot.press("d")
        await shows(pilot, "New code")
        await click(pilot, "#renew")
        await shows(pilot, "Room BCDFGH")
        await pilot.press("f3")
        await shows(pilot, "Code: B C D F G H")
