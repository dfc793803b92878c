"""Offers: what a sentence offers to do, and which sentence before it says what."""

import pytest

from coach.debrief.promise_lists import join_lists
from coach.debrief.promise_offers import is_offer, waits_for_leave
from coach.debrief.promises import find_promises
from coach.matching.sentences import parse


@pytest.mark.parametrize(
    ("text", "place", "offers"),
    [
        ("It's late. Do you want it kept out? I can do that.", 2, True),
        ("Do you want it kept out? It's late. I can do that.", 2, False),
        ("Do you want it kept out? I can do that.", 1, True),
        ("Is it late? I can do that.", 1, False),
        ("I can do that. Do you want it kept out?", 0, False),
    ],
)
def test_that_somebody_can_do_that_offers_what_the_sentence_straight_before_asked(
    text: str, place: int, offers: bool
) -> None:
    assert is_offer(parse(text), place) is offers


NURSE = "I can ask for the nurse to come up tonight."


@pytest.mark.parametrize(
    ("text", "answer", "accepted"),
    [
        (NURSE, ["Yes, please do."], 0),
        (NURSE, ["All right."], 0),
        (NURSE, ["He was asleep.", "You could. I'd like that."], 1),
        (NURSE, ["If you want."], 0),
        (NURSE, ["Go on, then."], 0),
        (NURSE, ["That's all right."], None),
        (NURSE, ["Then please put that also, about the car."], None),
        (NURSE, ["He could."], None),
        (f"{NURSE} Is he asleep?", ["You could."], None),
        ("Sorry, that was a lot. I'd come with you if you like.", ["That's all right.", "You could. I'd go first."], 1),
        ("Sorry, that was a lot. I'd come with you if you like.", ["That's all right."], None),
        ("I'll ring the school this week, if you say yes.", ["Okay. Okay, good."], 0),
        ("I'll ring the school this week, if you say yes.", ["Okay, but not Mr Haigh."], None),
        ("I'll ring the school this week, if you say yes.", ["She went."], None),
        ("I'll ring the school this week, if you say yes.", ["Right. Then they'd know it was me."], None),
        ("I'll ring the school this week, if you say yes.", ["Fine. And he gets it worse."], None),
        ("I'll ring the school this week, if you say yes.", ["Good. I don't want."], None),
        ("I'll ring the school this week, if you say yes.", ["Fine. He'll be glad."], 0),
        (NURSE, ["You could. You won't, mind."], None),
        (NURSE, ["Well, you could. They never come."], None),
        (NURSE, ["We could. She'd only shout."], None),
        (NURSE, ["You could. It won't hurt."], 0),
        (NURSE, ["All right. Only after four."], 0),
        (NURSE, ["Go on, then. You won't forget?"], 0),
        (NURSE, ["Yes. I wouldn't like it. I'd do it."], 0),
        (NURSE, ["Yes, please. I can't do it myself."], 0),
        (NURSE, ["I'll come to that. I'd two things to say before it."], None),
        (NURSE, ["I'll come."], 0),
    ],
)
def test_the_line_shown_is_the_one_that_takes_up_that_offer_and_where_none_does_it_is_no_promise(
    text: str, answer: list[str], accepted: int | None
) -> None:
    made = find_promises([(1, text)], (), {1: answer})
    assert [one.accepted for one in made] == ([] if accepted is None else [answer[accepted]])


WANTED = "I want to write down who said it and tell the manager today."


@pytest.mark.parametrize(
    "behind",
    [
        "Is that okay?",
        "But she's your colleague. So it goes nowhere till you say.",
        "You sit beside her. What would you have me do?",
    ],
)
def test_what_somebody_wants_to_do_is_no_promise_where_leave_is_asked_behind_it(behind: str) -> None:
    said = "I'll put it in quotes in the report, with your name to it."
    for text, shown in ((f"{said} {WANTED}", f"{said} {WANTED}"), (f"{said} {WANTED} {behind}", said)):
        made = join_lists(find_promises([(1, text)]), [(1, text)])
        assert [one.text for one in made] == [shown]


def test_what_will_be_done_is_a_promise_whatever_is_asked_behind_it() -> None:
    will = "I'll write down who said it and tell the manager today."
    assert waits_for_leave(f"{WANTED} Would that help?", WANTED)
    assert not waits_for_leave(f"{will} Would that help?", will)
    assert not waits_for_leave(f"{WANTED} I'll ring you at four. Is that okay?", WANTED)


def test_leave_is_given_where_they_hold_its_speaker_to_it() -> None:
    text = f"{WANTED} Would that help you?"
    assert waits_for_leave(text, WANTED, ["I don't know."])
    assert not waits_for_leave(text, WANTED, ["Thank you, that's down."])


def test_a_condition_behind_a_promise_is_quoted_with_it() -> None:
    text = "I'll ring the head tomorrow at nine."
    (with_condition,) = find_promises([(1, f"{text} Unless you don't want that yet.")])
    assert with_condition.text == f"{text} Unless you don't want that yet."
    (alone,) = find_promises([(1, f"{text} Unless it rains, do you cycle?")])
    assert alone.text == text


def test_of_two_ways_that_are_laid_before_them_neither_is_promised() -> None:
    assert not find_promises([(1, "One is I put your sentence in the log today. I'll do either.")])
    assert find_promises([(1, "I'll put your sentence in the log today.")])
