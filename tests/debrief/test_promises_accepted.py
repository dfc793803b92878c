"""Promises that are offers taken up in other words than a yes, or named by their thing first."""

import pytest

from coach.debrief.promise_choice import choose_promises
from coach.debrief.promises import find_promises


@pytest.mark.parametrize(
    ("said", "answer", "made"),
    [
        (
            "I can ring the agency from the car. Is Thursday any good?",
            "Any day which isn't Tuesday. Text me.",
            "I can ring the agency from the car.",
        ),
        (
            "I can ring them both, but I'd want Theo to tell me his words. Would he?",
            "With a wheel, he would.",
            "I can ring them both, but I'd want Theo to tell me his words.",
        ),
        (
            "I'd like to ring Mr Rudkin with you, like tomorrow?",
            "Good, because it wants doing properly.",
            "I'd like to ring Mr Rudkin with you, like tomorrow?",
        ),
        ("Will you ask him? And I'll come if you want.", "Yes. This week.", "And I'll come if you want."),
        (
            "Do you want it kept out of the report? I can do that.",
            "Yes; out of the report.",
            "Do you want it kept out of the report? I can do that.",
        ),
    ],
)
def test_an_offer_is_promised_where_they_take_it_up_with_a_reason_or_a_condition(
    said: str, answer: str, made: str
) -> None:
    (promise,) = find_promises([(1, said)], answers={1: [answer]})
    assert (promise.text, promise.accepted) == (made, answer)
    assert find_promises([(1, said)], answers={1: ["I heard the question."]}) == ()


def test_an_offer_before_another_question_is_none_since_the_yes_may_be_to_that() -> None:
    said = "I'll come with you if you want. Is that your mum?"
    assert find_promises([(1, said)], answers={1: ["Yes."]}) == ()


@pytest.mark.parametrize(
    ("said", "answer", "taken"),
    [
        ("I can ring the school. Shall I leave now?", "Good, because I'm tired.", False),
        ("I can ring the school. Do you live with your dad?", "Any day that he's sober.", False),
        ("I can ring the school. Has he got a bike?", "With a helmet he would.", False),
        ("I can ring the school. Has he got a bike?", "Yes.", False),
        ("I can ring the school.", "Good because that's what you all say, then don't.", False),
        ("I can ring the school. Is it his bike?", "Yes.", False),
        ("I can ring the school. When did he leave?", "Any day that he wants.", False),
        ("I can ring the school.", "Yes. No, don't.", False),
        ("I can ring the school.", "Good, because I'm tired.", True),
        ("I can ring the school. Would that be all right?", "Good, because I can't.", True),
        ("I can ring the school. Did he count seven?", "Good, because it wants doing.", True),
        ("I can ring the school. Is the cake for now or for after?", "Yes. I also.", True),
        ("I can ring them both. Would he, d'you think?", "With a wheel, he would.", True),
        ("I can ring the school. When?", "Any day that he's in.", True),
        ("I can ring the school. Shall I?", "Yes.", True),
    ],
)
def test_a_yes_is_to_the_last_question_and_to_an_offer_only_where_that_asks_of_it(
    said: str, answer: str, taken: bool
) -> None:
    assert bool(find_promises([(1, said)], answers={1: [answer]})) is taken


def test_a_joke_that_somebody_can_do_is_no_offer() -> None:
    said = "Do you want him back? I can do that joke all day."
    assert find_promises([(1, said)], answers={1: ["Yes."]}) == ()


def test_what_can_be_done_is_no_offer_where_nobody_asked_if_it_is_wanted() -> None:
    assert find_promises([(1, "Do you want a biscuit? I can do that.")], answers={1: ["Yes, please."]}) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The letter I'll do first.",
        "Watery lentils I can raise with the duty manager.",
        "Then let's get you fed, too.",
        "Now Dr Farrell will come to look, and I will stay here also with you.",
    ],
)
def test_a_thing_named_first_and_a_need_seen_to_are_promised(text: str) -> None:
    (promise,) = find_promises([(1, text)])
    assert promise.text == text


@pytest.mark.parametrize(
    "text",
    [
        "The question I'll do first.",
        "Page three I can hold.",
        "Let's get the tea poured.",
        "I'll stay here.",
        "Not something I can raise with the manager.",
        "Nothing I can raise with the manager",
        "I'm stopping the report there for a sec, what was that?",
        "I'm stopping the post getting wet.",
        "I'll tell you every thing that happened before you came.",
        "Let's get you fed up first, ha.",
    ],
)
def test_what_goes_on_within_the_talk_is_none(text: str) -> None:
    assert find_promises([(1, text)]) == ()


@pytest.mark.parametrize(
    "text",
    ["I'm stopping the letter.", "I'm stopping the post going out tonight.", "I'll tell you each step before I do it."],
)
def test_what_goes_out_no_more_and_what_is_told_before_it_happens_are_promised(text: str) -> None:
    assert [promise.text for promise in find_promises([(1, text)])] == [text]


@pytest.mark.parametrize(
    "said",
    [
        "Then nothing goes to the house at five. I'll tell the office myself before I leave this room.",
        "But if I thought you or somebody else might get hurt I'd have to tell Mrs Lomax. And I'd tell you first.",
    ],
)
def test_the_sentence_that_gives_a_promise_its_meaning_comes_along(said: str) -> None:
    assert [promise.text for promise in find_promises([(1, said)])] == [said]


def test_what_is_told_with_its_own_object_stands_alone() -> None:
    said = "Then nothing goes to the house at five. I'll tell the office myself that it waits."
    assert len(find_promises([(1, said)])) == 2


def test_what_is_done_first_stands_with_all_that_is_undertaken() -> None:
    said = "So that's October and the haircut. I can ask for both. The letter I'll do first."
    (promise,) = find_promises([(1, said)])
    assert promise.text == said


def test_food_and_seats_stand_last_unless_a_child_or_a_record_is_named_beside_them() -> None:
    made = find_promises(
        [
            (1, "I'll ask the desk for socks."),
            (2, "I'll tell Sam tomorrow that he gets a hot meal."),
            (3, "I'll put the cold meal in the report."),
            (4, "I'll ring the head tomorrow."),
        ]
    )
    assert [promise.reply for promise in choose_promises(made, ["Sam"])] == [2, 4, 3, 1]


@pytest.mark.parametrize(
    "text",
    ["I'll tell the police tonight that the seat was broken", "I'll ring the housing about the heating today"],
)
def test_a_body_that_is_told_of_it_makes_it_no_comfort(text: str) -> None:
    made = find_promises([(1, "I'll ask the desk for socks."), (2, text)])
    assert [promise.reply for promise in choose_promises(made)] == [2, 1]
