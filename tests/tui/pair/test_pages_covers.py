"""What is for one pair of eyes is on the screen for no others, in any form."""

from collections.abc import Iterable

import pytest
from textual.pilot import Pilot

from coach.classroom.single_device import DeviceStep
from coach.model.class_events import Role
from coach.tui.pair import pages as cover
from coach.tui.pair.screen import MARKED
from tests.tui.conftest import Opens
from tests.tui.seeing import flat, say, shows, until

from .sitting import SAID, app_of, everything, go_on, lift, open_round, sit_down, talk, to_cover

KEPT = (
    "what was said on the bus",
    "what Pat is afraid of",
    "lottery ticket",
    "They said it on the bus",
    "write it down",
)
"""What the family keeps: its corners, its private page, and lines that were not reached."""
BRIEF = ("gone quiet", "A parent", "keep to themselves", "Listen for openings")
NOTED = ("I could have said more", "I said what I wanted to")


def none_of(pilot: Pilot[None], words: Iterable[str]) -> None:
    on_it = everything(pilot)
    assert not [each for each in words if each in on_it]


async def test_behind_no_cover_is_anything_private(opens: Opens) -> None:
    """At every cover the screen, as text, as a picture and in its widgets, has whom it goes to and no more."""
    async with opens() as pilot:
        await sit_down(pilot)
        for whom in ("Amina, the practitioner", "Ben, the line-reader", "Cy, the observer"):
            await to_cover(pilot)
            await shows(pilot, f"Hand the laptop to {whom}.")
            none_of(pilot, (*KEPT, *BRIEF))
            await lift(pilot)
            assert (KEPT[0] in everything(pilot)) is ("line-reader" in whom)
        await to_cover(pilot)
        await shows(pilot, "Put the laptop where all of you can see it.")
        none_of(pilot, (*KEPT, *BRIEF))
        await lift(pilot)
        await talk(pilot)
        for key in ("1", "2", "t"):
            none_of(pilot, (*KEPT, *NOTED, *SAID, "There was a thing on the bus", "passed by"))
            await lift(pilot)
            await pilot.press(key)
            await pilot.pause()
            await to_cover(pilot)
        none_of(pilot, (*KEPT, *NOTED, *SAID, "taken"))


async def test_the_page_that_all_see_has_nothing_that_the_family_keeps(opens: Opens) -> None:
    """It is made from what was said: no corner, no line to come, not even which line is an opening."""
    async with opens() as pilot:
        await open_round(pilot, DeviceStep.TALK)
        for words in (*SAID[1:], ""):
            none_of(pilot, (*KEPT, "Sam not singing", "Opening 1"))
            if words:
                await say(pilot, words)
                await shows(pilot, words)


async def test_guesses_and_notes_are_seen_by_their_own_alone(opens: Opens) -> None:
    """The practitioner guesses without the note on the screen, and both come together afterwards."""
    async with opens() as pilot:
        await open_round(pilot, DeviceStep.NOTES)
        await shows(pilot, "Notes for Ben")
        await pilot.press("1")
        await shows(pilot, "“I could have said more”")
        await to_cover(pilot)
        await lift(pilot)
        await shows(pilot, "What did Ben note at each opening?")
        assert "nothing yet" in flat(app_of(pilot))
        assert "1: “I could have said more”" not in everything(pilot)
        await pilot.press("2")
        for _ in range(2):
            await to_cover(pilot)
            await lift(pilot)
        await shows(pilot, "Amina speaks")
        await shows(pilot, "Ben noted. “I could have said more”")
        await shows(pilot, "Amina guessed. “I said what I wanted to”")


async def test_one_enter_too_many_lifts_no_cover(opens: Opens, soon: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key held down on one page shows nothing of the next: a cover is shut for a moment first."""
    monkeypatch.setattr(cover, "CLOSED_FOR", 60.0)  # longer than five keys take on any machine
    async with opens() as pilot:
        await sit_down(pilot)
        await pilot.press("enter", "enter", "enter")
        await shows(pilot, "Hand the laptop to Amina")
        await pilot.press("enter", "enter")
        assert app_of(pilot).screen.query("#lift")
        assert soon > 0.5
        await pilot.press("f9")
        await shows(pilot, "Hand the laptop to Amina")


async def test_a_moment_out_covers_a_private_page_as_well(opens: Opens) -> None:
    """F3 brings neutral words that name nobody; what was for one alone comes back behind its cover."""
    async with opens() as pilot:
        await open_round(pilot, DeviceStep.BRIEF, Role.PRACTITIONER)
        await shows(pilot, "gone quiet")
        await pilot.press("f3")
        await shows(pilot, "Somebody asked for a moment.")
        none_of(pilot, (*KEPT, *BRIEF, "Amina", "Ben", "Cy", "The bus"))
        await pilot.press("f3")
        await shows(pilot, "Hand the laptop to Amina")
        none_of(pilot, BRIEF)


async def test_a_moment_out_loses_nothing_typed(opens: Opens) -> None:
    """The words in the box are off the screen, and there again afterwards."""
    async with opens() as pilot:
        await open_round(pilot, DeviceStep.TALK)
        await pilot.press(*"Was it")
        await pilot.press("f3")
        await shows(pilot, "A moment out")
        none_of(pilot, ("Was it", "thing on the bus"))
        await pilot.press("enter")
        await until(pilot, lambda: app_of(pilot).screen.query("#box"))
        assert app_of(pilot).screen.query_one("#box").text == "Was it"  # type: ignore[attr-defined]


async def test_own_distress_is_nobodys_business(opens: Opens) -> None:
    """Such words are gone, and the page that all see turns neutral without saying that it was anybody's."""
    async with opens() as pilot:
        await open_round(pilot, DeviceStep.TALK)
        await say(pilot, "This happened to me.")
        await shows(pilot, "A moment out")
        none_of(pilot, ("happened to me", "Amina"))
        await pilot.press("enter")
        await until(pilot, lambda: app_of(pilot).screen.query("#box"))
        none_of(pilot, ("happened to me",))


@pytest.mark.slow
async def test_a_mark_on_the_page_that_all_see_is_not_shown(opens: Opens) -> None:
    """The observer presses a key; what it was stands on their own page alone, where it can be changed."""
    async with opens() as pilot:
        await open_round(pilot, DeviceStep.TALK)
        await say(pilot, SAID[0])
        await shows(pilot, SAID[0])
        await pilot.press("f5")
        await shows(pilot, "The observer marks")
        await pilot.press("p")
        await shows(pilot, MARKED)
        none_of(pilot, ("partly",))
        await talk(pilot)
        for _ in range(2):
            await lift(pilot)
            await to_cover(pilot)
        await lift(pilot)
        await shows(pilot, "1: partly.")


@pytest.mark.slow
async def test_a_moment_out_works_before_every_question(opens: Opens) -> None:
    """F3 is for anybody at any moment, also while something is asked."""
    async with opens() as pilot:
        await open_round(pilot, DeviceStep.TALK)
        talk_page = app_of(pilot).screen
        await say(pilot, SAID[0])
        await until(pilot, lambda: not talk_page.query_one("#box").text)  # type: ignore[attr-defined]
        talk_page.query_one("#box").text = "Hello Marta Kowalska"  # type: ignore[attr-defined]
        for sheet in ("f5", "f9", "escape", "enter"):
            await pilot.press(sheet)
            await until(pilot, lambda: app_of(pilot).screen is not talk_page)
            await pilot.press("f3")
            await shows(pilot, "A moment out")
            assert app_of(pilot).screen is talk_page, sheet
            await pilot.press("enter")
            await until(pilot, lambda: app_of(pilot).screen.query("#box"))
            await pilot.pause()


async def test_covers_and_pages_alternate(opens: Opens) -> None:
    """Going on from a page for one pair of eyes never shows another page at once."""
    async with opens() as pilot:
        await sit_down(pilot, names=False)
        await go_on(pilot)
        assert app_of(pilot).screen.query("CoverPage")
        await lift(pilot)
        assert app_of(pilot).screen.query("CardPage")
        await go_on(pilot)
        assert app_of(pilot).screen.query("CoverPage")
        await shows(pilot, "Hand the laptop to the line-reader.")
