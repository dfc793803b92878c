"""Which replies that hurt are gone back to: what was about race first, two with their lines, and the rest below."""

import pytest

from coach.debrief.first_page import CardKind, DebriefCard
from coach.debrief.mending import is_about_race
from coach.model.events import Event
from coach.model.rubric import Feedback, Rubric
from coach.rehearsal.script import Script
from tests.conftest import said, with_book
from tests.debrief.test_moments import lines, own, page_of, ways
from tests.debrief.test_page_facts_answers import facts_of, pat
from tests.rehearsal.banked import with_turns

SAME = "I treat everyone the same, whoever they are."
BANTER = said("blunt", text="It was only banter, that.")
QUIET = {"opening": None}


def back(script: Script, rubric: Rubric, *happened: Event) -> list[DebriefCard]:
    """The replies that are gone back to, with nothing else that was left."""
    cards = page_of(with_turns(script, the_bus=QUIET), rubric, *happened).list_cards(CardKind.BACK)
    return [card for card in cards if card.id.startswith("back-")]


def test_a_denial_of_race_is_gone_back_to_though_they_only_talked_on(script: Script, rubric: Rubric) -> None:
    (card,) = back(script, rubric, said(), said(text=SAME), said(text="And the bus?"))
    assert SAME in lines(card)
    assert "drew back" not in own(card)
    assert not back(script, rubric, said(), said(text="I treat my tea like soup."), said(text="And the bus?"))


def test_a_denial_that_is_owned_in_the_same_breath_is_none(script: Script, rubric: Rubric) -> None:
    owned = said(text=f"{SAME} Sorry, that came out wrong, it isn't the same.")
    assert not back(script, rubric, said(), owned, said(text="And the bus?"))


def test_a_denial_comes_before_another_hurt_and_two_are_shown_only_of_race(script: Script, rubric: Rubric) -> None:
    both = back(script, rubric, said(), said(text=SAME), BANTER, said(text="And the bus?"))
    assert SAME in lines(both[0])
    two = back(script, rubric, said(), BANTER, said("blunt", text="It was just teasing."), said(text="And the bus?"))
    assert len(two) <= 1


def test_two_that_hurt_have_a_card_of_their_own_and_the_rest_are_listed_below(script: Script, rubric: Rubric) -> None:
    denials = (said(text=SAME), said(text="I don't see colour."), said(text="It's not about race."))
    first, second, others = back(script, rubric, *denials, said(text="And the bus?"))
    assert {*first.replies, *second.replies} == {2, 3}
    assert lines(others) == [SAME]
    assert own(others) == "No later line of yours comes back to it."


def test_where_nothing_was_owned_any_sure_hurt_is_gone_back_to(script: Script, rubric: Rubric) -> None:
    about_race = said("blunt", text="It's not about race.")
    others = (said("blunt", text="It was only banter, that."), said("blunt", text="It was just teasing."))
    cards = back(script, rubric, about_race, *others, said(text="And the bus?"))
    assert {reply for card in cards for reply in card.replies} == {1, 2, 3}
    owned = said(text="I called it teasing, and that was wrong of me.")
    cards = back(script, rubric, about_race, *others, owned)
    assert not any(card.id == "back-others" for card in cards)


def test_what_was_owned_is_not_listed_among_the_rest(script: Script, rubric: Rubric) -> None:
    owned = said("mend", text="I said everyone is treated the same. That was wrong of me.")
    denials = (said(text=SAME), said(text="I don't see colour."), said(text="It's not about race."), owned)
    assert not any(card.id == "back-others" for card in back(script, rubric, *denials))


def test_words_that_take_a_hurt_back_are_the_rubrics_where_nobody_wrote_others(script: Script, rubric: Rubric) -> None:
    takes_back = "I made fun of it, and it isn't funny. I'm sorry."
    blunt = rubric.criteria["blunt"]
    worded = blunt.model_copy(update={"feedback": Feedback(take_back=takes_back)})
    with_words = rubric.model_copy(update={"criteria": {**rubric.criteria, "blunt": worded}})
    happened = (BANTER, said(text="And the bus?"))
    (card,) = back(script, with_words, *happened)
    assert ways(card) == [takes_back]
    (without,) = back(script, rubric, *happened)
    assert not ways(without)


def test_a_denial_that_was_mended_stands_with_its_mending_beside_another_hurt(script: Script, rubric: Rubric) -> None:
    mended = said("mend", text="I said everyone is treated the same. That was wrong of me.")
    page = page_of(with_turns(script, the_bus=QUIET), rubric, said(), said(text=SAME), mended, BANTER)
    assert any({2, 3} <= set(card.replies) for card in page.cards)


@pytest.mark.parametrize(("line", "about"), [("They put me in the wrong box.", True), ("He likes biscuits.", False)])
def test_a_box_made_small_is_about_race_where_they_spoke_of_it(
    script: Script, rubric: Rubric, line: str, about: bool
) -> None:
    spoken = with_book(with_turns(script, the_bus={"says": pat(line)}), names={"race": ["the_bus"]})
    facts = facts_of(spoken, rubric, said(text="It's just a box, love."))
    assert is_about_race(facts, 1) is about


def test_beside_a_reply_that_hurt_stand_words_that_answer_the_line_before_it(script: Script, rubric: Rubric) -> None:
    told = with_turns(script, the_bus={"says": pat("They laughed at his hood."), "opening": None})
    words = {"the_bus": "Who laughed at the hood? I'm asking."}
    booked = with_book(told, told="last", next_words=words)
    happened = (said("blunt", text="Is it a nice hood, at least?"), said(text="And the bus?"))
    (card,) = back(booked, rubric, *happened)
    assert ways(card) == [words["the_bus"]]
    asked_later = (*happened, said(text="Who was it that laughed at the hood, then?"))
    (card,) = back(booked, rubric, *asked_later)
    assert not ways(card), "a later reply asked it"


@pytest.mark.parametrize("chosen", ["again", "back"])
def test_a_hurt_that_they_chose_themselves_is_said_under_their_choice(
    script: Script, rubric: Rubric, chosen: str
) -> None:
    """Who would say it again is told what came of it as anybody is: with the answer, and other words."""
    told = with_book(
        with_turns(script, the_bus={"says": pat("They laughed at his hood."), **QUIET}),
        told="last",
        next_words={"the_bus": "Who laughed at the hood? I'm asking."},
    )
    happened = (said("blunt", text="Is it a nice hood, at least?"), said(text="And the bus?"))
    (card,) = page_of(told, rubric, *happened, **{chosen: "1"}).list_cards(CardKind.CHOSEN)
    (unchosen,) = back(told, rubric, *happened)
    assert "drew back straight after." in own(card)
    assert "drew back straight after." in card.brief
    assert lines(card)[:2] == ["They laughed at his hood.", "Is it a nice hood, at least?"]
    assert ways(card) == ways(unchosen) == ["Who laughed at the hood? I'm asking."]


def test_a_hurt_that_was_mended_stands_with_its_mending_under_their_choice(script: Script, rubric: Rubric) -> None:
    mends = "I called it banter. That was wrong of me."
    straight = page_of(script, rubric, said(), BANTER, said("mend", text=mends), again="2")
    later = page_of(script, rubric, said(), BANTER, said(text="And the bus?"), said("mend", text=mends), again="2")
    for page, when in ((straight, "straight after"), (later, "later")):
        card = page.cards[0]
        assert (card.kind, mends in lines(card), ways(card)) == (CardKind.CHOSEN, True, [])
        assert f"You went back to it {when}." in own(card)


def test_a_line_that_did_not_hurt_has_no_such_word_under_their_choice(script: Script, rubric: Rubric) -> None:
    for chosen in ("again", "back"):
        page = page_of(script, rubric, said("asks", text="What happened?"), BANTER, **{chosen: "1"})
        assert "drew back" not in own(page.cards[0])
        assert not ways(page.cards[0])
    both = page_of(script, rubric, said(), BANTER, again="2", back="2").list_cards(CardKind.CHOSEN)
    assert [own(card).count("drew back") for card in both] == [1, 0], "it is said once, where the line stands"
