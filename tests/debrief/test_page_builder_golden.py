"""Whole conversations and their pages: what today's rules give, and what no page may hold.

Where a page differs and the change was meant, `python -m tests.debrief.golden_pages` writes it anew: read the
difference as a practitioner would.
"""

import re
from collections.abc import Iterator
from itertools import islice

import pytest

from coach.content.library import Library
from coach.debrief.first_page import CardKind, CardSuggestion, CardText, DebriefPage, SaidLine
from coach.debrief.hurt_cards import hurts_twice
from coach.debrief.page_builder import count_own_words
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from tests.debrief.golden_pages import (
    CONVERSATIONS,
    PlayedConversation,
    list_conversations,
    make_practice,
    play,
    write_page,
)

BY_HAND = len(CONVERSATIONS.read_text(encoding="utf-8").splitlines())
SCENARIOS = 21
MOST_WORDS = 250
VERDICTS = re.compile(
    r"\b(good|well done|great|excellent|poor|bad|mistake|failed|missed|silent|score|per ?cent|%|should have)\b", re.I
)


@pytest.fixture(scope="module")
def practice(whole: Library) -> PracticeService:
    return make_practice(whole)


@pytest.fixture(scope="module")
def by_hand(whole: Library) -> tuple[PlayedConversation, ...]:
    """Those alone, for which no example of a scenario has to be read."""
    return tuple(islice(list_conversations(whole), BY_HAND))


@pytest.fixture(scope="module")
def conversations(whole: Library) -> tuple[PlayedConversation, ...]:
    return tuple(list_conversations(whole))


def list_lines(rehearsal: Rehearsal) -> Iterator[str]:
    """Everything that was said in a conversation."""
    attempt = rehearsal.attempt
    yield from (line.text for line in attempt.arrival)
    for exchange in attempt.exchanges:
        yield exchange.text
        yield from (line.text for line in exchange.lines())


def require_honest(page: DebriefPage, rehearsal: Rehearsal) -> None:
    """What holds of every page, whatever was said."""
    said = tuple(list_lines(rehearsal))
    for card in page.cards:
        for part in card.parts:
            match part:
                case SaidLine():
                    # A promise is a sentence of its reply; every other line stands whole.
                    assert part.text in said or any(part.text in " ".join(text.split()) for text in said)
                case CardText():
                    quoted = re.sub(r"“[^”]*”", "", part.text)
                    authored = card.id in ("later", "question") or card.id.startswith(("left-", "matter-"))
                    assert authored or not VERDICTS.search(quoted), part.text
                case CardSuggestion():
                    assert part.text not in said
    assert count_own_words(list(page.cards)) <= MOST_WORDS
    assert len({card.id for card in page.cards}) == len(page.cards)
    assert len([card for card in page.cards if card.id.startswith("keep")]) <= 1
    back = page.list_cards(CardKind.BACK)
    # Two that hurt stand beside what waits, and the rest of them in a list.
    assert len(back) <= (4 if hurts_twice(back) else 2)
    assert [mark.reply for mark in page.picture.marks] == list(range(1, len(page.picture.marks) + 1))


def require_golden(conversation: PlayedConversation, rehearsal: Rehearsal) -> None:
    page = rehearsal.page()
    require_honest(page, rehearsal)
    assert write_page(page) == conversation.file.read_text(encoding="utf-8")


@pytest.mark.parametrize("place", range(BY_HAND))
def test_a_conversation_whose_page_was_written_by_hand_has_this_page(
    practice: PracticeService, by_hand: tuple[PlayedConversation, ...], place: int
) -> None:
    require_golden(by_hand[place], play(practice, by_hand[place]))


@pytest.mark.slow
@pytest.mark.parametrize("place", range(SCENARIOS))
def test_an_example_of_every_scenario_has_this_page(
    practice: PracticeService, conversations: tuple[PlayedConversation, ...], place: int
) -> None:
    require_golden(conversations[BY_HAND + place], play(practice, conversations[BY_HAND + place]))


def test_every_scenario_has_a_page_that_is_kept(whole: Library) -> None:
    conversations = tuple(list_conversations(whole))
    assert {c.scenario for c in conversations[BY_HAND:]} == {shelved.id for shelved in whole.shelf("dialogues")}
    assert len(conversations) == BY_HAND + SCENARIOS
    assert all(conversation.file.exists() for conversation in conversations)
