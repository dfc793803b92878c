"""What was promised in one breath stands together, as it was said."""

from dataclasses import replace

import pytest

from coach.debrief.promise_lists import LONGEST_LIST, join_lists
from coach.debrief.promises import SpokenPromise, find_promises
from coach.model.afterwards import SharedPromise


def list_joined(text: str) -> list[str]:
    said = [(1, text)]
    return [one.text for one in join_lists(find_promises(said), said)]


def test_promises_beside_each_other_are_one_list() -> None:
    text = "I'll ring the school tomorrow. I'll write to the surgery on Monday."
    assert list_joined(f"I see. {text} What else?") == [text]


def test_a_few_words_between_two_promises_stand_with_them_and_a_question_parts_them() -> None:
    first, last = "I'll ring the school tomorrow.", "I'll write to the surgery on Monday."
    assert list_joined(f"{first} The bus as well. {last}") == [f"{first} The bus as well. {last}"]
    assert list_joined(f"{first} Is that all right with her? {last}") == [first, last]
    long = "There was a long winter here once and nobody came by with anything at all for weeks."
    assert list_joined(f"{first} {long} {last}") == [first, last]


def test_what_likely_promises_stands_with_what_surely_does() -> None:
    """By its words alone "Monday it's nursery" would be none."""
    text = "I'll write it up tonight. Monday it's nursery. I'll ring you on Thursday at ten."
    assert list_joined(text) == [text]


def test_what_is_asked_of_them_is_in_no_list() -> None:
    assert list_joined("Send me the log tonight. I'll ring the head tomorrow.") == ["I'll ring the head tomorrow."]


def test_a_list_is_never_longer_than_one_reads_at_one_go() -> None:
    names = "Ada Ben Cyd Dee Eve Flo Gus Hal".split()
    heads = [f"I'll ring the head of {name}'s school about the line on Monday." for name in names]
    joined = list_joined(" ".join(heads))
    assert len(joined) > 1
    assert all(len(one.split()) <= LONGEST_LIST for one in joined)
    assert " ".join(joined) == " ".join(heads)


def test_one_of_which_its_author_has_something_to_say_stands_alone() -> None:
    shared = SharedPromise(words=("not going back",), because="Your manager decides.")
    said = [(1, "I'll ring you tonight. He's not going back. I'll tell my manager tomorrow.")]
    joined = join_lists(find_promises(said, (shared,)), said)
    assert [one.text for one in joined if one.shared] == ["He's not going back."]
    assert "He's not going back." not in " ".join(one.text for one in joined if not one.shared)


@pytest.mark.parametrize("owed", [True, False])
def test_what_is_not_owed_any_more_stands_in_no_list(*, owed: bool) -> None:
    said = [(1, "I'll ring the school tomorrow. I'll read it back. I'll write to the surgery on Monday.")]
    made = [SpokenPromise(1, one) for one in said[0][1].replace(". ", ".|").split("|")]
    left_out = () if owed else (made[1],)
    joined = join_lists([one for one in made if one not in left_out], said, left_out=left_out)
    assert [one.text for one in joined] == ([said[0][1]] if owed else [made[0].text, made[2].text])


def test_replies_stay_apart_and_one_that_was_promised_again_keeps_its_replies() -> None:
    said = [(1, "I'll ring the school tomorrow."), (2, "I'll write to the surgery on Monday.")]
    made = find_promises(said)
    made = (replace(made[0], again=(2,)), made[1])
    assert join_lists(made, said) == made


def test_what_is_done_next_in_the_present_stands_with_it() -> None:
    text = "I ask for the call and the rest. I'm going to ring your mum about the lift tonight."
    assert list_joined(text) != [text]
    beside = "I ask the desk to write down what you said. I ring your mum tonight about the lift."
    assert list_joined(beside) == [beside]
    told = "I put it in a letter last week, and they had it. I ring your mum tonight about the lift."
    assert list_joined(told) == ["I ring your mum tonight about the lift."]


FIRST, LAST = "I'll ring the school tomorrow.", "I'll write to the surgery on Monday."


@pytest.mark.parametrize(
    "beside",
    [
        "Six stops go in, and racist.",
        "The two new ones, they go back to me.",
        "The map and the supper stay out of it.",
        "Panel gets nothing about the bag till you and me talk.",
        "Mr Abel won't be sent again.",
        "Assessment chased by Friday.",
    ],
)
def test_what_becomes_of_something_stands_beside_what_is_promised(beside: str) -> None:
    assert list_joined(f"{FIRST} {beside}") == [f"{FIRST} {beside}"]


@pytest.mark.parametrize(
    "beside",
    [
        "You could ask her by Friday.",
        "It's nearly half past four.",
        "I was there by ten.",
        "When he goes in he goes in laughing.",
        "Your mum gets it at the shop.",
    ],
)
def test_what_they_might_do_what_was_and_what_may_be_does_not(beside: str) -> None:
    assert list_joined(f"{FIRST} {beside}") == [FIRST]


def test_a_longer_sentence_between_two_promises_stands_with_them_if_it_has_its_time() -> None:
    timed = "Keith by ten and Donna by eleven, and you and me on that step at four to look at the tooth."
    assert list_joined(f"{FIRST} {timed} {LAST}") == [f"{FIRST} {timed} {LAST}"]
    untimed = "Keith for a bit and Donna for longer, and the pair of us on that step to look at the tooth."
    assert list_joined(f"{FIRST} {untimed} {LAST}") == [FIRST, LAST]


def test_a_task_between_stands_with_what_is_done_next_at_its_time() -> None:
    task, other = "You see Ada on Monday, on her own, and you ask her.", "I take my name off it this afternoon."
    assert list_joined(f"{FIRST} {task} {other}") == [f"{FIRST} {task} {other}"]
    assert list_joined(f"{FIRST} {task} It's a good plan.") == [FIRST]
