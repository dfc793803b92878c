"""What a page holds and in which order: once each, no more of the coach's words than fit, nothing chosen twice."""

from dataclasses import replace

import pytest

from coach.debrief.first_page import (
    AGAIN,
    BACK,
    CardKind,
    CardSuggestion,
    CardText,
    DebriefCard,
    DebriefPage,
    LearnerAnswers,
    MarkKind,
    SaidLine,
)
from coach.debrief.page_builder import (
    build_page,
    count_own_words,
    describe_rows,
    make_page_key,
    read_answers,
    read_page_key,
    shorten_cards,
)
from coach.debrief.report import CLOSE, INTENTION
from coach.model.events import Contradicted, Ended, Event, Reflected, SaidAgain
from coach.model.reading import Form
from coach.model.rubric import Level, Rubric
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import START, events, said

AGAIN_SAID = SaidAgain(at=START, reply=1)
OVER = (said("asks"), said("child"), said())
"""Three replies after which the conversation has ended well."""


def page_of(script: Script, rubric: Rubric, *happened: Event, attempt: int = 0) -> DebriefPage:
    return build_page(script, rubric, replay(script, events(*happened)), attempt)


def card(key: str, *parts: SaidLine | CardText | CardSuggestion, title: str = "Two words") -> DebriefCard:
    return DebriefCard(id=key, kind=CardKind.BACK, title=title, brief="", parts=parts)


# --- The two questions before it


def test_the_answers_of_each_attempt_are_kept_apart() -> None:
    assert [make_page_key(question, 1) for question in (AGAIN, BACK)] == ["would_say_again", "would_take_back"]
    assert [make_page_key(question, 2) for question in (AGAIN, BACK)] == ["would_say_again_2", "would_take_back_2"]


def test_the_last_answer_of_an_attempt_stands(script: Script) -> None:
    kept = [
        Reflected(at=START, on=AGAIN, words="the first"),
        Reflected(at=START, on=f"{BACK}_2", words="this one"),
        Reflected(at=START, on=f"{BACK}_2", words="that one"),
    ]
    history = replay(script, events(said(), *kept))
    assert read_answers(history, 1) == LearnerAnswers(again="the first")
    assert read_answers(history, 2) == LearnerAnswers(back="that one")


def test_what_the_practitioner_answered_stands_first_and_is_not_chosen_again(script: Script, rubric: Rubric) -> None:
    happened = (said("asks", text="Well, what happened?"), said("child", text="Well, and Sam?"))
    kept = page_of(script, rubric, *happened).list_cards(CardKind.KEEP)[0].replies
    chosen = Reflected(at=START, on=AGAIN, words=str(kept[0]))
    page = page_of(script, rubric, *happened, chosen)
    assert page.cards[0].kind is CardKind.CHOSEN
    assert page.cards[0].replies == kept
    assert all(other.replies != kept for other in page.list_cards(CardKind.KEEP))


# --- The page


def test_a_page_is_of_the_attempt_that_was_asked_for_and_of_the_last_by_itself(script: Script, rubric: Rubric) -> None:
    happened = (said("asks", text="One."), AGAIN_SAID, said("names", text="Two."))
    pages = [page_of(script, rubric, *happened, attempt=number) for number in (0, 1, 2)]
    assert [(page.attempt, page.attempts) for page in pages] == [(2, 2), (1, 2), (2, 2)]
    assert [page.picture.marks[0].said.text for page in pages] == ["Two.", "One.", "Two."]


def test_a_card_called_not_so_is_off_the_page_of_its_own_attempt_alone(script: Script, rubric: Rubric) -> None:
    happened = (said("asks"), said("child"), AGAIN_SAID, said("asks"), said("child"))
    (kept,) = page_of(script, rubric, *happened).list_cards(CardKind.KEEP)
    off = Contradicted(at=START, attempt=1, card=kept.id)
    pages = {number: page_of(script, rubric, *happened, off, attempt=number) for number in (1, 2)}
    assert kept.id in [card.id for card in pages[1].taken_off]
    assert kept.id not in [card.id for card in pages[1].cards]
    assert kept.id in [card.id for card in pages[2].cards]
    assert pages[2].taken_off == ()
    assert pages[1].find_card(kept.id) == kept
    assert pages[1].find_card("another") is None


def test_a_page_opens_with_what_was_to_be_practised_and_closes_as_every_page(script: Script, rubric: Rubric) -> None:
    on_it = Reflected(at=START, on=INTENTION, words="Yes")
    other = Reflected(at=START, on="the_bus", words="Something else.")
    page = page_of(script, rubric, said(text="Well, hello."), other, on_it)
    assert (page.intention, page.happened, page.close) == ("Say the word first", "You said: Yes.", CLOSE)
    assert page.stops == ""
    assert [count.said for count in page.talk if count.name == "Words in a reply"] == ["2"]
    unbegun = replace(replay(script, events(said())), began=None)
    assert build_page(script, rubric, unbegun).intention == ""


def test_a_page_of_a_part_says_why_it_is_no_more(script: Script, rubric: Rubric) -> None:
    changed = said().model_copy(update={"answered": "the_bus/another"})
    assert page_of(script, rubric, said(), changed).stops.startswith("From reply 2 on")


def test_what_happened_later_that_day_is_told_where_it_ended(script: Script, rubric: Rubric) -> None:
    """In a sentence where the card is folded, and whole where it is not."""
    ending = script.dialogue.endings["open"].model_copy(update={"after": "Pat fills the kettle. Sam sings."})
    dialogue = script.dialogue.model_copy(update={"endings": {**script.dialogue.endings, "open": ending}})
    page = page_of(replace(script, dialogue=dialogue), rubric, *OVER)
    (later,) = page.list_cards(CardKind.LATER)
    assert (later.brief, later.parts) == ("Pat fills the kettle.", (CardText(text="Pat fills the kettle. Sam sings."),))
    assert page_of(script, rubric, said("asks")).list_cards(CardKind.LATER) == ()
    stopped = page_of(script, rubric, said("asks"), Ended(at=START, how="stopped"))
    assert stopped.list_cards(CardKind.LATER) == ()


def test_cards_stand_in_the_order_of_the_page(script: Script, rubric: Rubric) -> None:
    chosen = Reflected(at=START, on=AGAIN, words="2")
    page = page_of(script, rubric, said("asks", text="Well, what happened?"), said("blunt"), *OVER[1:], chosen)
    order = [list(CardKind).index(card.kind) for card in page.cards]
    assert len(set(order)) > 2
    assert order == sorted(order)


def test_what_the_family_drew_back_from_was_no_promise(script: Script, rubric: Rubric) -> None:
    offer = "I'll ring the school on Friday and tell you what they say."
    kept = page_of(script, rubric, said(text=offer), said())
    assert kept.picture.marks[0].kind is not MarkKind.DREW_BACK
    assert [card.kind for card in kept.cards if card.kind is CardKind.PROMISE]
    shrunk = page_of(script, rubric, said("blunt", text=offer), said())
    assert shrunk.picture.marks[0].kind is MarkKind.DREW_BACK
    assert not [card.kind for card in shrunk.cards if card.kind is CardKind.PROMISE]


def test_each_row_of_the_page_has_its_own_level(script: Script, rubric: Rubric) -> None:
    happened = (said("names", "asks", forms=(Form.OPEN_QUESTION,)), said("child"), said())
    history = replay(script, events(*happened))
    rows = describe_rows(script, rubric.model_copy(update={"rows": ("race", "child")}), history, history.attempt())
    assert {key: row.level for key, row in rows.items()} == {"race": Level.EXPLORING, "child": Level.OPENING}


# --- How long it is


def test_a_title_over_several_cards_is_read_once() -> None:
    text, said_line = CardText(text="Three more words."), SaidLine(speaker="Pat", text="Not the coach's.")
    one, other = card("one", text, said_line), card("other", text, title="Another long title")
    assert one.count_own_words() == 5
    assert count_own_words([one]) == 5
    assert count_own_words([one, one]) == 8
    assert count_own_words([one, other]) == 11
    assert count_own_words([one, other, one]) == 16
    assert count_own_words([]) == 0


@pytest.mark.parametrize(
    ("most", "left"),
    [(16, [2, 2]), (15, [2, 1]), (12, [1, 1]), (11, [1, 0]), (8, [0, 0]), (0, [0, 0])],
)
def test_ways_are_left_out_from_the_last_card_up_until_the_rest_fits(most: int, left: list[int]) -> None:
    """Two words of a title, which stands once, a fact of three, and two ways of two words on each card."""
    ways = (CardSuggestion(text="Say this."), CardSuggestion(text="Say that."))
    cards = [card(key, CardText(text="One plain fact."), *ways) for key in ("one", "other")]
    shorter = shorten_cards(cards, most)
    assert [sum(isinstance(part, CardSuggestion) for part in one.parts) for one in shorter] == left
    kept = [part.text for part in shorter[0].parts if isinstance(part, CardSuggestion)]
    assert kept == [way.text for way in ways[: left[0]]]


def test_the_attempt_that_an_answer_is_of_is_read_from_what_it_is_kept_under() -> None:
    for question in (AGAIN, BACK):
        for attempt in (1, 2, 11):
            assert read_page_key(make_page_key(question, attempt)) == (question, attempt)
    assert [read_page_key(on) for on in ("what", "would_say_again_more", "did_2")] == [None] * 3
