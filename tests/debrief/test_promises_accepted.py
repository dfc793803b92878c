"""Promises that are offers taken up in other words than a yes, or named by their thing first."""

import pytest

from coach.debrief.promises import choose_promises, find_promises


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
    "text", ["The question I'll do first.", "Page three I can hold.", "Let's get the tea poured.", "I'll stay here."]
)
def test_what_goes_on_within_the_talk_is_none(text: str) -> None:
    assert find_promises([(1, text)]) == ()


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
    assert [promise.reply for promise in choose_promises(made, ["Sam"])] == [2, 3, 4, 1]
