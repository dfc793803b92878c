"""Which promises stand on the page, in what order, and where none does."""

from dataclasses import replace

import pytest
from pydantic import TypeAdapter

from coach.debrief.first_page import CardKind, CardText
from coach.debrief.promise_anchors import DOUBTFUL, read_talk_time
from coach.debrief.promise_choice import choose_promises, fold_promises
from coach.debrief.promises import SpokenPromise, find_promises
from coach.model.events import Event
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_moments import page_of

ASKED = "And would you take that line out?"


def test_what_falls_due_first_stands_first_then_what_they_asked_for_then_the_rest_by_its_weight() -> None:
    made = (
        SpokenPromise(1, "I'll ask the head about the bus."),
        SpokenPromise(2, "I'll ask the desk for socks."),
        SpokenPromise(3, "I'll ring the nurse on Monday."),
        SpokenPromise(4, "I will.", answers=ASKED),
        SpokenPromise(5, "I can ring your landlord.", accepted="Go on, then."),
        SpokenPromise(6, "I'll ring the ward tonight."),
        SpokenPromise(7, "I'll write in the report that it was racist."),
    )
    assert [one.reply for one in choose_promises(made)] == [6, 3, 4, 5, 7, 1, 2]


def test_by_the_day_of_the_talk_the_next_day_that_comes_stands_first() -> None:
    made = (SpokenPromise(1, "I'll ring the nurse on Monday."), SpokenPromise(2, "I'll ring the head on Friday."))
    for setting, order in (("a Thursday", [2, 1]), ("a Saturday", [1, 2]), ("a kitchen", [1, 2])):
        assert [one.reply for one in choose_promises(made, (), read_talk_time(setting.casefold()))] == order


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("I'll ask the desk about the heating.", []),
        ("I'll get you something hot.", ["I'll get you something hot."]),
        ("I'll put the heating in the report.", ["I'll put the heating in the report."]),
    ],
)
def test_a_trifle_that_stands_alone_is_left_out_and_a_meal_or_a_record_is_not(said: str, shown: list[str]) -> None:
    assert [one.text for one in choose_promises(find_promises([(1, said)]))] == shown


@pytest.mark.parametrize(
    "text",
    [
        "I'll refer you to the food bank today.",
        "I'll get the heating at your flat fixed by Friday.",
        "I'll get him halal food tomorrow.",
        "I'll ring the owner tonight about the mould in the kitchen heating.",
        "I'll ring the kitchen tonight about the pork.",
        "I won't say anything about the food to anyone.",
        "I'll put the heating down in the file.",
    ],
)
def test_help_with_what_they_live_on_is_no_trifle_nor_a_time_a_vow_or_a_record(text: str) -> None:
    assert [one.text for one in choose_promises(find_promises([(1, text)]))] == [text]


def test_what_was_plainly_asked_for_is_no_trifle_whatever_else_their_line_names() -> None:
    line = "They called me a monkey in the dinner queue. Would you ring them?"
    (made,) = find_promises([(1, "I'll ring them tomorrow.")], before={1: [line]})
    assert choose_promises((made,)) == (made,)
    soon = SpokenPromise(1, "I'll ring them again.", answers=line)
    assert choose_promises((soon,)) == (soon,)


def test_a_promise_keeps_its_number_in_the_reply_wherever_it_stands_on_the_page(script: Script, rubric: Rubric) -> None:
    """A stored event takes off the very promise that it was called not so of."""
    text = "I'll look into the bus. What is she called? And where is she? I'll ring the nurse on Monday."
    cards = page_of(script, rubric, said(text=text)).list_cards(CardKind.PROMISE)
    assert [card.id for card in cards] == ["promise-1-2", "promise-1-1"]
    off = TypeAdapter(Event).validate_json(
        '{"event": "contradicted", "at": "2026-12-01T18:00:00Z", "attempt": 1, "card": "promise-1-1"}'
    )
    (left,) = page_of(script, rubric, said(text=text), off).list_cards(CardKind.PROMISE)
    assert "I'll ring the nurse on Monday." in left.brief


def test_a_meal_for_each_of_two_people_is_two() -> None:
    def count(second: str) -> int:
        return len(find_promises([(1, "I'll get you something hot."), (2, second)]))

    assert count("I'll get him something hot.") == 2
    assert count("We'll get you that hot food.") == 1


def test_a_trifle_stands_beside_something_of_weight_and_where_it_was_promised_again() -> None:
    socks = SpokenPromise(1, "I'll ask the desk for socks.")
    ring = SpokenPromise(2, "I'll ring the school.")
    again = SpokenPromise(1, "I'll ask the desk for socks.", again=(4,))
    assert choose_promises((socks, ring)) == (ring, socks)
    assert choose_promises((again,)) == (again,)
    assert choose_promises(()) == ()


def test_a_small_thing_is_told_by_the_line_that_it_answers() -> None:
    heating = "Item one, the heating. I rang Facilities."
    assert not choose_promises((SpokenPromise(1, "I'll email them again after.", answers=heating),))
    assert choose_promises((SpokenPromise(1, "I'll email them again after.", answers="The school never rang."),))


def test_what_is_promised_again_is_one_line_with_its_replies(script: Script, rubric: Rubric) -> None:
    texts = ("I'll get you something hot.", "We'll get you that hot food.", "Right, I'm getting you that dinner.")
    page = page_of(script, rubric, *(said(text=text) for text in texts))
    (card,) = page.list_cards(CardKind.PROMISE)
    assert not [part for part in card.parts if isinstance(part, CardText)]


@pytest.mark.parametrize(
    ("texts", "again"),
    [
        (("I'll ring the school tomorrow.", "I'll ring the school tomorrow before ten, yes."), (1,)),
        (("I'll write down that it was six times.", "I'll put it in that it's the same two, six times."), ()),
        (("I'll ring the school.", "I'll ring the nurse."), ()),
    ],
)
def test_a_number_in_common_makes_no_two_promises_one(texts: tuple[str, ...], again: tuple[int, ...]) -> None:
    made = find_promises(list(enumerate(texts, 1)))
    assert len(made) == (1 if again else 2)
    assert made[0].again == again


@pytest.mark.parametrize(
    ("first", "second", "folded"),
    [
        ("I'm ringing Donna straight after this.", "I'll ring Donna by half eleven and say you're her worker.", True),
        ("I'll ring the school.", "I'll ring the school tomorrow about the bus and the form.", True),
        ("I'll put the record right.", "I'll put the record right on Monday and send you the page.", True),
        ("I'll ring the school about Ada.", "I'll ring the school about Ben on Monday.", False),
        # Another act, another person, another day, or the other way round: both stand.
        ("I'll ask Donna who knew of it.", "I'll ring Donna by half eleven.", False),
        ("I'll ring the doctor.", "I'll ring the school tomorrow about the bus and the form.", False),
        ("I'll ring the school on Friday.", "I'll ring the school on Monday about the bus.", False),
        ("I won't ring the school.", "I'll ring the school on Monday about the bus.", False),
        ("I'll ring the school about her coat, her lunch and the lost shoe.", "I'll ring the school on Monday.", False),
    ],
)  # fmt: skip
def test_an_act_that_was_promised_twice_stands_once_in_its_fuller_words(first: str, second: str, folded: bool) -> None:
    made = (SpokenPromise(3, first), SpokenPromise(7, second))
    for one, other in (made, (replace(made[1], reply=3), replace(made[0], reply=7))):
        shown = choose_promises((one, other))
        fuller = one if one.text == second else other
        if folded:
            assert shown == (replace(fuller, again=(10 - fuller.reply,)),)
        else:
            assert {promise.text for promise in shown} == {first, second}


def test_what_was_asked_for_is_not_folded_into_what_was_not() -> None:
    made = (SpokenPromise(1, "I'll ring Donna.", answers=ASKED), SpokenPromise(2, "I'll ring Donna on Monday at ten."))
    assert {promise.reply for promise in choose_promises(made)} == {1, 2}


def test_what_is_hardly_a_promise_by_what_was_learnt_is_not_shown() -> None:
    sure = SpokenPromise(2, "I'll ring the school on Monday.", likely=0.9)
    assert choose_promises((SpokenPromise(1, "I'll ring the head.", likely=DOUBTFUL / 2), sure)) == (sure,)
    asked = SpokenPromise(1, "I'll ring the head.", likely=DOUBTFUL / 2, answers=ASKED)
    assert set(choose_promises((asked, sure))) == {asked, sure}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("I will type as you read.", False),
        ("I'll put it down as you say it.", False),
        ("I'll type it slow.", False),
        ("I'll type it as racism.", True),
        ("I'll write it as you said it.", True),
    ],
)
def test_what_is_only_taken_down_while_they_speak_is_not_shown(text: str, shown: bool) -> None:
    ring = SpokenPromise(2, "I'll ring the school on Monday.")
    assert {one.text for one in choose_promises((SpokenPromise(1, text), ring))} == {
        ring.text,
        *([text] if shown else []),
    }


def test_their_manager_is_told_once_a_day_by_whatever_verb() -> None:
    told = SpokenPromise(1, "I'm telling my manager before five.")
    seen = SpokenPromise(2, "I see my manager by five today, and I ring you back before half past with what she says.")
    (shown,) = choose_promises([told, seen])
    assert shown.text == seen.text
    assert shown.again == (1,)
    head = SpokenPromise(1, "I'm telling the head before five today.")
    assert len(choose_promises([head, SpokenPromise(2, "I see the head by five about the bus today.")])) == 2


def test_what_only_points_back_is_not_told_by_another_reply() -> None:
    so = SpokenPromise(2, "I believe you. I'm going to say so to Mr Hall.")
    other = SpokenPromise(1, "I'm putting the fade in front of Mr Hall this morning, and I'll say it.")
    assert so in choose_promises([other, so])


def test_another_interpreter_is_promised_once_with_its_day() -> None:
    bare = SpokenPromise(1, "I will get a proper interpreter, paid.")
    booked = SpokenPromise(2, "I'll ring the agency today for a Romani interpreter, a woman, and not from the church.")
    (shown,) = choose_promises([bare, booked])
    assert (shown.text, shown.again) == (booked.text, (1,))
    undated = SpokenPromise(2, "I'll ask the agency for an interpreter who is a woman and not from the church.")
    assert bare in choose_promises([bare, undated])


def test_what_the_next_reply_sums_up_with_more_stands_once() -> None:
    first = SpokenPromise(
        5, "I'll ring Mrs Lorimer tomorrow at nine and say register, Tuesdays and the word, all three."
    )
    summed = SpokenPromise(
        6,
        "Nine o'clock tomorrow, Mrs Lorimer: Scottish on the register, out of Tuesdays, and the word, said as racism. "
        "Then the surgery, and I'll text you after.",
    )
    (shown,) = choose_promises((first, summed))
    assert shown.text == summed.text
    assert shown.again == (5,)


def test_what_another_person_is_told_or_what_names_racism_is_not_summed_up_by_what_does_not() -> None:
    later = SpokenPromise(
        6,
        "Nine o'clock tomorrow, Mrs Lorimer: Scottish on the register, out of Tuesdays, and the word. Then the "
        "surgery, and I'll text you after.",
    )
    for text in (
        "I'll ring Mrs Brown tomorrow at nine and say register, Tuesdays and the word.",
        "I'll ring Mrs Lorimer tomorrow at nine and say register, Tuesdays, the word and racism.",
    ):
        assert len(choose_promises((SpokenPromise(5, text), later))) == 2, text


@pytest.mark.parametrize(
    ("later", "folded"),
    [
        ("I'll ring Donna at eleven and say no, we don't swap workers.", True),
        ("I'll ring Donna and say no, we don't swap workers.", False),
        ("I'll ring Kate at eleven and say no, we don't swap workers.", False),
        ("I'll ring Donna at eleven about the bus.", False),
    ],
)
def test_a_telling_is_folded_into_the_call_that_has_its_hour(later: str, folded: bool) -> None:
    first = SpokenPromise(1, "Donna doesn't get to pick a worker by colour, and I'll tell her that myself.")
    kept = fold_promises([first, SpokenPromise(3, later)])
    assert (first not in kept) is folded
