"""An order that a reply announces stands whole: who holds on to it holds on to all of it."""

import pytest

from coach.debrief.promise_lists import LONGEST_ORDER, join_lists, list_orders
from coach.debrief.promises import find_promises

NUMBERED = (
    "First, now, the doctor, with you beside her.",
    "Second, the duty team, by phone, before five.",
    "Third, I'll ring the ward sister before six.",
    "Fourth, you two read the sheet.",
)


def list_joined(text: str) -> list[str]:
    said = [(1, text)]
    return [one.text for one in join_lists(find_promises(said), said)]


def test_steps_with_their_numbers_are_one_order() -> None:
    assert list_orders(("That was hard to say.", *NUMBERED, "Say yours first."), {3}) == [range(1, 5)]


def test_one_sentence_may_stand_between_two_steps_and_a_question_may_not() -> None:
    beside = (NUMBERED[0], "She knows.", *NUMBERED[1:])
    assert list_orders(beside, {3}) == [range(5)]
    asked = (*NUMBERED[:3], "Is that all right?", NUMBERED[3])
    assert list_orders(asked, {2}) == [range(3)]


def test_of_what_nothing_is_promised_there_is_no_order() -> None:
    assert list_orders(NUMBERED, ()) == []
    assert list_orders(("First things first.", "I'll ring the head tomorrow."), {1}) == []


def test_what_is_announced_goes_up_to_its_last_promise() -> None:
    said = ("In order, then.", "Tea, now.", "Red book to the doctor.", "Friday I ring you.", "Thank you.", "Go well.")
    assert list_orders(said, {3}) == [range(4)]
    rest = ("Here's the rest, with copies to you.", "The letter comes back.", "I ring at ten.", "I write by five.")
    assert list_orders(rest, {2, 3}) == [range(4)]


@pytest.mark.parametrize(
    "said",
    [
        ("Here's what I'll do.", "I'm moving my chair.", "It does not tip.", "I'll fetch a nurse."),
        ("In order, then.", "I'll ask about the shoulder."),
        ("Is that in order?", "Tea, now.", "The book goes up.", "Friday I ring you."),
    ],
)
def test_a_heading_over_one_promise_makes_no_order(said: tuple[str, ...]) -> None:
    assert list_orders(said, {len(said) - 1}) == []


def test_an_order_that_is_too_long_to_read_is_none() -> None:
    long = f"Second, {'the ward and the school and the team ' * LONGEST_ORDER}."
    assert list_orders((NUMBERED[0], long, NUMBERED[2]), {2}) == []


def test_a_page_has_the_steps_that_promise_nothing_by_themselves() -> None:
    reply = " ".join(("I'm here.", *NUMBERED, "Who wants to begin?"))
    joined = join_lists(find_promises([(1, reply)]), [(1, reply)])
    assert [one.text for one in joined] == [" ".join(NUMBERED)]


def test_in_a_plan_what_is_done_next_stands_with_what_is_promised() -> None:
    plan = (
        "I'll write six stops in the report. I'll read it to you on Tuesday. I ask the police whose description it was."
    )
    agreed = "If you and your mum say so, I find a solicitor for a complaint."
    assert list_joined(f"{plan} {agreed}") == [f"{plan} {agreed}"]
    # What was done, or always is, is no part of a plan.
    assert list_joined(f"{plan} I ask the police every year about it.") == [plan]


def test_what_has_its_time_stands_in_an_order_that_was_announced() -> None:
    order = (
        "Here's the lot. I'll write to the head today. The haircut out of it by Friday. The date from me, Wednesday."
    )
    assert list_joined(f"{order} You look tired.") == [order]


def test_who_and_when_without_a_verb_is_a_list_that_says_all_of_it() -> None:
    mine = "School and the bus, nine tomorrow, me. Half eight, the lift, me. Hair, tonight. Me back Monday at four."
    assert list_joined(f"{mine} And you, bedtime. Bye now.") == [mine]
    assert list_joined("Half eight, the lift, me. And you, bedtime.") == []
    assert list_joined("It was him and then me. She said it to me.") == []


def test_an_order_without_a_promise_is_one_where_they_asked_for_all_that_will_happen() -> None:
    order = "In order. I go to the doctor now, with the seat. Then the duty team, by phone, before five."
    said, asks = [(1, f"{order} Go on, Tom.")], "Now the rest of it, and who to, in order."
    assert [one.text for one in join_lists((), said, {1: (asks,)})] == [order]
    assert join_lists((), said, {1: ("Lovely ducks.",)}) == ()


def test_what_somebody_says_they_are_doing_is_a_list_up_to_its_last_time() -> None:
    does = (
        "Here's what I'm doing. Ring the head tomorrow before ten, ring the surgery after, text you when each is done."
    )
    assert list_joined(f"I won't be nice then. {does} Yes? Mind the bike.") == [does]
    assert list_joined("Here's what I'm doing. Mind the bike.") == []
