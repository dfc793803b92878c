"""What is promised beside a cup of tea: chat, unless it says who is rung."""

import pytest

from coach.debrief.plan_cards import make_promise_cards
from coach.debrief.promise_choice import MOST_SHOWN, choose_promises
from coach.debrief.promises import SpokenPromise, find_promises
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_page_facts_answers import facts_of, pat
from tests.debrief.test_picture import with_answer


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("I'll put the kettle on, and I'll bring it.", False),
        ("I'll put the kettle on, and I'll ring her.", False),
        ("I'll put the kettle on, and I'll ring the school.", True),
        ("I'll put the kettle on, and I'll tell your social worker.", True),
        ("I'll ring her, and I'll put the kettle on.", True),
    ],
)
def test_what_goes_with_a_cup_of_tea_is_chat_unless_it_names_whom_it_is_about(text: str, promised: bool) -> None:
    assert bool(find_promises([(1, text)])) is promised


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("I'll ring the school. On Monday, before the first lesson, at nine.", True),
        ("I'll ring the school. On Monday, before the first lesson, at half nine.", False),
        ("I'll ring the school. On Monday?", False),
        ("I'll ring the school. On Monday they are shut.", False),
    ],
)
def test_a_few_words_that_say_when_stand_with_what_was_promised_before_them(text: str, quoted: bool) -> None:
    """Eight at most; a question or a sentence of its own is another thing."""
    (promise,) = find_promises([(1, text)])
    assert ("Monday" in promise.text) is quoted


def test_of_two_promises_of_one_act_the_fuller_stands_and_of_two_as_full_the_first() -> None:
    def replies(*texts: str) -> list[int]:
        return [promise.reply for promise in find_promises(list(enumerate(texts, 1)))]

    assert replies("I'll ring the head on Monday.", "On Monday I'll ring the head.") == [1]
    assert replies("I'll ring the head.", "I'll ring the head about the bus.") == [2]
    assert replies("I'll ring the head about the bus.", "I'll ring the head.") == [1]
    assert replies("I'll ring the head.", "I'll ring the nurse.") == [1, 2]


@pytest.mark.parametrize(
    ("text", "stands"),
    [("I'll ring the school. Is that all right?", False), ("Is that all right? I'll ring her.", True)],
)
def test_a_no_to_a_question_behind_a_promise_takes_it_away_and_to_one_before_it_does_not(
    text: str, stands: bool
) -> None:
    assert bool(find_promises([(1, text)], (), {1: ["No."]})) is stands
    assert find_promises([(1, text)], (), {1: ["Yes."]})


def test_of_many_promises_those_about_the_child_are_shown_before_the_rest() -> None:
    """And a vow, a record, somebody else or a time weighs more than none of these, and stands first."""
    things = "the sack/a lamp/the map/the rope/a torch/the bell/a drum/the kite/a whistle/the net/a bucket".split("/")
    heavy = ["I'll ask Sam.", "I'll ring the school."]
    texts = [*(f"I'll bring {thing}." for thing in things), *heavy]
    made = [SpokenPromise(number, text, None, "") for number, text in enumerate(texts, 1)]
    shown = [promise.text for promise in choose_promises(made, ("Sam",))]
    assert len(shown) == MOST_SHOWN < len(made)
    assert shown == [*heavy, *texts[: MOST_SHOWN - 2]]
    assert heavy[1] in [promise.text for promise in choose_promises(made)]


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("Then he shall have it back, and from my hand.", True),
        ("You're right, I hadn't thought of that. I'm stopping that copy.", True),
        ("I'll tell you each thing before it happens.", True),
        ("I'm stopping you there.", False),
        ("If you or someone's in danger I've got to tell Mrs Lomax same day.", False),
        ("If you or anyone's in danger I have to tell Mrs Lomax, today. You'd hear it from me first.", False),
    ],
)
def test_what_is_stopped_or_given_back_is_promised_and_a_limit_is_not(text: str, promised: bool) -> None:
    assert bool(find_promises([(1, text)])) is promised


def test_a_promise_to_write_exactly_that_brings_along_what_it_is() -> None:
    (promise,) = find_promises(
        [(1, "Thank you. A Romani-speaking woman, not of your church. I shall write exactly that.")]
    )
    assert promise.text == "A Romani-speaking woman, not of your church. I shall write exactly that."


@pytest.mark.parametrize(
    ("promise", "answer", "shown"),
    [
        ("I'm going to write that in the file.", "Good. Put 'not asked'. Two words.", True),
        ("I'll take that out today.", "I'll put the time next to that, when you've done it.", True),
        ("I'll ring her tonight.", "Write trombone on it. People forget.", False),
        ("I'm going to write that in the file.", "Good. Ask me again.", False),
    ],
)
def test_what_they_ask_of_a_record_straight_after_stands_with_the_promise(
    script: Script, rubric: Rubric, promise: str, answer: str, shown: bool
) -> None:
    answered = with_answer(script, "asked", pat(answer))
    facts = facts_of(answered, rubric, said("names", text=promise))
    (card,) = make_promise_cards(facts, (SpokenPromise(1, promise),))
    assert [part.text for part in card.parts] == [promise, *([answer] if shown else [])]
