"""What a practitioner with a visit in twenty minutes types into the search, over all scenarios that ship."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from coach.content.library import Library
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.scenario_cards import ScenarioCard, filter_cards, make_cards
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.tui.cards import draw_scenario

WORDS = {
    "Roma": 1,
    "gyps": 1,
    "gypsies": 1,
    "Romany": 1,
    "GRT": 1,
    "slovak": 1,
    "Somali": 1,
    "Pakistani": 1,
    "Black": 5,
    "Nigerian": 1,
    "autism": 1,
    "hospital": 2,
    "hair": 2,
    "Muslim": 1,
    "interpreter": 2,
    "mixed heritage school": 2,
}
"""Each with how many scenarios it finds at least."""


@pytest.fixture
def cards(whole: Library, places: Places, clock: Callable[[], datetime]) -> tuple[ScenarioCard, ...]:
    practice = PracticeService(whole, ResilientStore(store_opener(places, clock)), clock, lambda: "one")
    return make_cards(practice)


def test_a_search_by_who_the_family_is_or_where_finds_scenarios(cards: tuple[ScenarioCard, ...]) -> None:
    """By the beginnings of words: no aroma for Roma, and nothing for what is nowhere."""
    found = {words: len(filter_cards(cards, words)) for words in WORDS}
    assert {words: number for words, number in found.items() if number < WORDS[words]} == {}
    assert not filter_cards(cards, "zebra")
    assert not filter_cards(cards, "oma")


def test_travellers_are_found_by_who_the_people_are_and_no_passengers(cards: tuple[ScenarioCard, ...]) -> None:
    """By the theme in one word or the other; a bus with travellers in it is about nobody's people."""
    card = replace(cards[0], themes=(), people="Ada and Ben", brief="Other travellers on the bus look at you.")
    for word in ("GRT", "gypsies"):
        assert not filter_cards((card,), word)
        for theme in ("Traveller", "Irish Travellers"):
            assert filter_cards((replace(card, themes=(theme,)),), word)


def test_the_content_note_stands_before_the_brief_in_every_preview(cards: tuple[ScenarioCard, ...]) -> None:
    for card in cards:
        preview = draw_scenario(card, has_brief=True).plain
        assert preview.index("Content note") < preview.index("What you know") < preview.index("About"), card.id
        assert card.brief in preview, card.id
        assert "What you know" not in draw_scenario(card).plain, "what it involves is asked for by itself"
