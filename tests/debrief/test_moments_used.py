"""What stands on a page already is not gone back to a second time; what nothing stands for is."""

from dataclasses import replace

import pytest

from coach.debrief.first_page import GO_BACK_TO, CardKind, DebriefCard
from coach.debrief.mending import find_mending
from coach.debrief.moments import choose_back, choose_begun, find_chosen_reply, list_left_lines
from coach.debrief.openings import list_left_openings
from coach.debrief.render import Heading, lay_out_cards, render_markdown, render_plain
from coach.model.rubric import Rubric
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said, with_book
from tests.debrief.test_keep_card import answer_in_turn
from tests.debrief.test_moments import KITCHEN, lines, own, page_of
from tests.debrief.test_openings import BUS, QUIET
from tests.debrief.test_page_facts_answers import facts_of
from tests.rehearsal.banked import with_turns


def go_back(script: Script, rubric: Rubric, *, again: str = "", **more: object) -> tuple[DebriefCard, ...]:
    """The cards of what to go back to, where a matter of the bus was left."""
    book = with_book(script, told="last", matters=[{**BUS, **more}])
    return page_of(book, rubric, *QUIET, said(text="Lovely garden."), again=again).list_cards(CardKind.BACK)


def test_what_they_began_and_nobody_took_up_is_gone_back_to_at_the_reply_after_it(
    script: Script, rubric: Rubric
) -> None:
    card = go_back(script, rubric)[0]
    assert (card.id, card.replies) == ("matter-the_bus", (1,))
    assert lines(card) == ["There was a thing on the bus.", "Lovely kitchen."]
    assert own(card) == "What was said on the bus."


def test_a_reply_that_the_practitioner_chose_is_not_gone_back_to_by_the_coach(script: Script, rubric: Rubric) -> None:
    assert "matter-the_bus" not in [card.id for card in go_back(script, rubric, again="1")]
    assert go_back(script, rubric, again="2")[0].id == "matter-the_bus"


def test_what_is_left_for_somebody_else_is_not_gone_back_to(script: Script, rubric: Rubric) -> None:
    assert "matter-the_bus" not in [card.id for card in go_back(script, rubric, **{"for": "plan"})]


@pytest.mark.parametrize(
    ("typed", "reply"),
    [("reply 1", 1), ("Reply 2.", 2), ("3", 3), ("0", 0), ("4", 0), ("1 and 2", 0), ("it was reply number 2", 0)],
)
def test_a_number_chooses_a_reply_where_it_is_all_that_was_typed(script: Script, typed: str, reply: int) -> None:
    happened = events(said(text="Hello there."), said(text="And you?"), said(text="Goodbye now."))
    assert find_chosen_reply(replay(script, happened).attempt(), typed) == reply


def test_a_hurt_that_was_put_right_is_gone_back_to_with_what_put_it_right(script: Script, rubric: Rubric) -> None:
    """Where nothing else is left, and the mending does not stand on the page already."""
    quiet = with_turns(script, the_bus={"opening": None})
    mended = said("mend", text="I called it banter. That was wrong.")
    happened = (said("blunt", text="It was only banter."), said(text="Lovely cups."), mended)
    page = page_of(quiet, rubric, *happened)
    (card,) = [one for one in page.cards if one.replies in ((1, 3), (3, 1))]
    assert "You went back to it later." in own(card)
    chosen = page_of(quiet, rubric, *happened, again="3")
    assert not [one for one in chosen.cards if one.kind is not CardKind.CHOSEN and 1 in one.replies]


def test_a_full_apology_behind_a_denial_of_what_nobody_said_still_goes_back(script: Script, rubric: Rubric) -> None:
    """ "I didn't mean you were second best" mends nothing, and is not in the way of what does."""
    denial = said("child", text="It came out wrong, I didn't mean you were second best.")
    facts = facts_of(script, rubric, said("blunt", text="It was only banter."), denial, said(text=MENDS))
    assert find_mending(facts, 1) == 3
    only = facts_of(script, rubric, said("blunt", text="It was only banter."), denial, said(text="And the bus?"))
    assert find_mending(only, 1) == 0


MENDS = "I called it banter. That was wrong of me."


def test_each_of_two_moments_to_go_back_to_begins_with_its_heading(script: Script, rubric: Rubric) -> None:
    """Else nobody could tell where the second begins, in plain lines, Markdown or a document."""
    book = with_book(script, told="last", matters=[BUS])
    hurt = said("blunt", text="It was only banter, that.")
    page = page_of(book, rubric, *QUIET, said(text="Lovely garden."), hurt)
    assert len(page.list_cards(CardKind.BACK)) == 2
    blocks = list(lay_out_cards(page, CardKind.BACK))
    assert [block.text for block in blocks if isinstance(block, Heading)] == [GO_BACK_TO] * 2
    assert render_plain(blocks).count(f"{GO_BACK_TO}:") == 2
    assert render_markdown(blocks).count(f"## {GO_BACK_TO}") == 2


def test_words_that_stand_in_no_reply_choose_none_though_there_is_only_one(script: Script) -> None:
    attempt = replay(script, events(said(text="Well, what happened on the bus?"))).attempt()
    assert find_chosen_reply(attempt, "about the driver") == 0
    assert find_chosen_reply(attempt, "what happened") == 1


def test_a_hurt_that_was_mended_is_not_gone_back_to_where_its_mending_stands_already(
    script: Script, rubric: Rubric
) -> None:
    """By their own words for it, or by what the family took as putting right."""
    hurt = said("blunt", text="It was only banter, that.")
    owned = said(text="I called it banter and that was wrong of me.")
    taken = said("mend", text="Let us begin again.")
    for later, cards in (((owned,), []), ((KITCHEN, taken), []), ((KITCHEN,), ["back-1"])):
        facts = facts_of(script, rubric, hurt, *later)
        assert [card.id for card in choose_back(facts, {2})] == cards


@pytest.mark.parametrize(
    ("text", "left"), [("Well, what a lovely kitchen indeed.", [2]), ("Well, what a very lovely kitchen indeed.", [])]
)
def test_what_was_told_is_left_by_a_reply_of_six_words_and_not_surely_by_a_longer_one(
    script: Script, rubric: Rubric, text: str, left: list[int]
) -> None:
    words = {"the_bus/otherwise1": ["Did a passenger speak?"]}
    book = with_book(answer_in_turn(script, "I counted lamp posts."), told="the_bus/otherwise1", next_words=words)
    assert [one.reply for one in list_left_lines(facts_of(book, rubric, said(), said(text=text)))] == left


@pytest.mark.parametrize("topic", ["inter_rec", "risk", "child", "name_terms"])
def test_of_two_openings_that_were_left_the_weightier_one_is_gone_back_to(
    script: Script, rubric: Rubric, topic: str
) -> None:
    facts = facts_of(script, rubric, *QUIET, said(text="Lovely garden."))
    bus, songs = list_left_openings(script, rubric, facts.attempt)
    songs = replace(songs, opening=songs.opening.model_copy(update={"topic": topic}))
    bus = replace(bus, opening=bus.opening.model_copy(update={"topic": "culture"}))
    for left in ((bus, songs), (songs, bus)):
        card = choose_begun(replace(facts, left=left), set())
        assert card is not None
        assert lines(card)[0] == songs.line.text
