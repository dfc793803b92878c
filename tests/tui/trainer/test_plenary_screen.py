"""Which subjects stayed silent in this room: numbers of people, from ten on, and never anything of one person's."""

import pytest

from coach.classroom.comparison import ONE_WAY, QUESTIONS, Plenary
from coach.model.class_events import Contributed, Counted
from coach.partnership.counts import CountedSubject
from coach.partnership.suppression import Cells, suppress
from coach.tui.trainer.board import GroupList
from coach.tui.trainer.plenary_screen import PlenaryScreen, draw_bars

from ..seeing import flat, shows, until
from .conftest import Boards, Class, in_every_size, played


def contributed(room: Class, people: int) -> None:
    """So many trios, each of which plays a round whose practitioner gives counts."""
    for number in range(people):
        first, *others = room.trio(*(f"{name}{number}" for name in ("Ann", "Ben", "Cat")))
        played([first, *others], "It was only banter.")
        first.refresh()
        row = (Counted(topic="racism", taken=2 * (number % 2)), Counted(topic="child", taken=1))
        given = Contributed(at=room.clock(), by=first.person, group=f"g{number + 1}", round=1, row=row)
        first._append(lambda _, given=given: (given,))  # type: ignore[misc]


async def test_below_ten_it_says_how_many_are_needed_and_no_count(boards: Boards, room: Class) -> None:
    """Only how many gave; the questions for the service are there all the same."""
    contributed(room, 2)
    room.comes(*"Di Ed Fay Gil Hal Ida Jo Kit Lea".split())
    async with boards(room.trainer) as pilot:
        await until(pilot, lambda: pilot.app.screen.query(GroupList))
        await pilot.press("f10")
        async for size in in_every_size(pilot):
            await shows(pilot, "2 people have given their counts. Nothing is shown before 10 have.")
            await shows(pilot, "8 more are needed.")
            words = flat(pilot.app)  # type: ignore[arg-type]
            assert "taken 2" not in words, size
            assert "█" not in words, size
            await pilot.press("end")
            await shows(pilot, QUESTIONS[-1])
            await pilot.press("home")


async def test_a_small_room_is_not_told_to_wait_for_people_who_are_not_there(boards: Boards, room: Class) -> None:
    """It talks it over without numbers, and is told by what."""
    contributed(room, 1)
    async with boards(room.trainer) as pilot:
        await until(pilot, lambda: pilot.app.screen.query(GroupList))
        await pilot.press("f10")
        async for size in in_every_size(pilot):
            await shows(pilot, "The families here open, where they are heard: the child's voice")
            await shows(pilot, ONE_WAY[0])
            await pilot.press("end")
            await shows(pilot, QUESTIONS[-1])
            await shows(pilot, "Talk it over without numbers: the questions on this page are for that.")
            await pilot.press("home")
            assert "needed" not in flat(pilot.app), size  # type: ignore[arg-type]


async def test_from_ten_on_the_counts_are_laid_together_once(boards: Boards, room: Class) -> None:
    """Asked first, because nobody can give more afterwards; then plain bars with words, and questions for us all."""
    contributed(room, 12)
    async with boards(room.trainer, (100, 40)) as pilot:
        await until(pilot, lambda: pilot.app.screen.query(GroupList))
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlenaryScreen))
        await shows(pilot, "12 people have given their counts. Lay them together")
        pilot.app.screen.query_one("#lay-together").press()  # type: ignore[attr-defined]
        await until(pilot, lambda: pilot.app.screen.name == "laying")
        await pilot.press("enter")
        await shows(pilot, "mostly taken")
        assert "of 12 people" in flat(pilot.app)  # type: ignore[arg-type]
        assert not any(name in flat(pilot.app) for name in ("Ann1", "banter", "The bus"))  # type: ignore[arg-type]
        await shows(pilot, "What does our service do that keeps them silent")
        assert not pilot.app.screen.query_one("#lay-together").display
    assert room.trainer.state.counts_pooled


@pytest.mark.parametrize(
    ("cells", "says", "never"),
    [
        (Cells(7, 2, 1), "The rest: partly, or some of each; mostly passed by; or none came up.", "2 of"),
        (Cells(6, 5, 5), "none came up", "The rest"),
        (Cells(19, 1, 0), "Taken more often than passed by. The numbers are kept back.", "19"),
        (Cells(2, 1, 2), "Nothing can be said of these without showing too much", "2 of"),
    ],
)
def test_what_became_of_the_rest_is_said_in_words_and_never_in_numbers_kept_back(
    cells: Cells, says: str, never: str
) -> None:
    """Only a number that may be shown has a bar."""
    contributors = 20
    seen = suppress(CountedSubject.RACISM, cells, contributors if cells.taken != 6 else 21)
    words = "\n".join(
        str(each.render()) for each in draw_bars(Plenary(contributors, 0, is_pooled=True, subjects=(seen,)))
    )
    assert says in words
    assert never not in words
