"""Scenarios to choose from are told apart in one way, wherever they are listed."""

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from coach.classroom.views import RoomContext, ScenarioOffer
from coach.model.class_events import Stage
from coach.page_words import AT_YOU
from coach.tui.room.sheets import AnotherDialog
from coach.tui.widgets.choices import offer_option
from tests.tui.conftest import Opens
from tests.tui.seeing import until

AT = ScenarioOffer("at_you", "At the desk", "Racism, said to you.", towards_practitioner=True)
OTHER = ScenarioOffer("other", "The bus", "Racism on a bus.")


def test_racism_aimed_at_the_practitioner_is_said_beside_its_title() -> None:
    """Whichever list it is on; the others say nothing of it."""
    assert AT_YOU in str(offer_option(AT, False).prompt)
    assert AT_YOU in str(offer_option(AT).prompt)
    assert AT_YOU not in str(offer_option(OTHER, True).prompt)


@pytest.mark.slow
async def test_so_it_is_on_the_list_of_others_and_at_one_laptop(opens: Opens) -> None:
    """Where a scenario was asked for by its name as well."""
    async with opens() as pilot:
        here = RoomContext("MOSSY", "Ann", Stage.NOTE, group="g1", offers=(AT, OTHER), chosen=OTHER)
        pilot.app.push_screen(AnotherDialog(here))
        await pilot.pause()
        assert AT_YOU in _listed(pilot, "#which-one")
        pilot.app.pop_screen()
        pilot.app.open_pair("bus")  # type: ignore[attr-defined]  # the coach's
        await until(pilot, lambda: pilot.app.screen.query("#offered"))
        pilot.app.screen._offers = (AT, OTHER)  # type: ignore[attr-defined]  # the page of who does what
        pilot.app.screen._show()  # type: ignore[attr-defined]  # the same
        assert AT_YOU in _listed(pilot, "#offered")


def _listed(pilot: Pilot[None], which: str) -> str:
    return " ".join(str(option.prompt) for option in pilot.app.screen.query_one(which, OptionList).options)
