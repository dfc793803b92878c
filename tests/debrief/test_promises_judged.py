"""What two judges of pages found wrong or missed among promises, each both ways."""

import pytest

from coach.debrief.first_page import CardKind
from coach.debrief.promise_context import feeds, tells_who_reads
from coach.debrief.promise_offers import was_not_asked_for
from coach.debrief.promise_requests import takes_all_on
from coach.debrief.promises import find_promises
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_moments import page_of
from tests.debrief.test_page_facts_answers import pat
from tests.debrief.test_picture import with_answer

WHO_READS = "That. When you've gone. Who reads it?"
WHO_WRITES = "So there's a mark, and there's a word. Who in this building is writing down both?"
LIMIT = "if somebody's at risk I have to tell Mrs Lomax today, and I'd tell you first."


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("That's fair. I'll just ask easy ones then.", False),
        ("I'll ask the easy questions first.", False),
        ("I'll ask Mrs Lomax the easy ones tomorrow.", True),
        ("It is bigger than mine, I will complain at the cook.", False),
        ("I'll complain to the cook about the pork he was given.", True),
        ("I'll get you something hot.", True),
        ("We'll get you that hot food. Is your sister all right?", True),
        ("I'll ask for something hot before anything else happens.", True),
        ("I'll get you something hot to drink.", False),
        ("Oh, we'll get you a proper dinner.", False),
        ("The cat's wrong: " + LIMIT, True),
        ("If somebody's at risk I have to tell Mrs Lomax today.", False),
        ("If somebody's at risk I'd have to tell someone, and I'd tell you first.", False),
    ],
)
def test_how_the_talk_goes_and_a_limit_are_no_promises_and_a_meal_or_being_told_first_is(
    text: str, promised: bool
) -> None:
    assert bool(find_promises([(1, text)])) is promised


def test_a_meal_that_is_promised_again_and_again_is_found_once() -> None:
    said = ["I'll ask for something hot first.", "We'll get you that hot food.", "Right, I'm getting you that dinner."]
    assert [promise.reply for promise in find_promises(list(enumerate(said, 1)))] == [1]
    assert len(find_promises([(1, said[0]), (2, "I'll ring your sister tonight.")])) == 2
    assert feeds("we will get you that hot food")
    assert not feeds("we will get you a seat")


def test_who_reads_a_record_is_information_and_what_stands_behind_it_is_promised() -> None:
    told = "It goes on Sam's file, me and my manager read it."
    assert not find_promises([(1, told)], (), {}, {1: [WHO_READS]})
    assert find_promises([(1, "It goes on Sam's file today.")], (), {}, {1: [WHO_READS]})
    shown = "You can see it before it goes in, and if I've got it wrong I'll change it."
    (promise,) = find_promises([(1, f"{told} {shown}")], (), {}, {1: [WHO_READS]})
    assert promise.text == f"{told} {shown}"
    assert not find_promises([(1, "You can see it before it goes in, if I've got the time.")])
    assert tells_who_reads("me and my manager read it")
    assert not tells_who_reads("my manager will ring you")


@pytest.mark.parametrize(
    ("last", "answers"),
    [
        (("I rang my dad.", "And?"), ""),
        (("Before you go off shift, please.", "I rang my dad.", "And?"), "Before you go off shift, please."),
        (("Put it where I can see.",), "Put it where I can see."),
    ],
)
def test_a_question_to_somebody_else_is_no_reason_for_a_promise(last: tuple[str, ...], answers: str) -> None:
    (promise,) = find_promises([(1, "Before I go, yes, and I'll bring it to you here.")], (), {}, {1: last})
    assert promise.answers == answers


@pytest.mark.parametrize(
    ("text", "answer", "promised"),
    [
        ("I'm going to write that you're tired of it.", "I didn't ask you to say that. So I'll tell you.", False),
        ("I'm going to write that you're tired of it.", "You're going to write that?", True),
        ("I won't write that in the report.", "I didn't ask you to say that.", True),
        ("I'll ring the school tomorrow.", "I didn't ask you to say that.", True),
    ],
)
def test_words_that_they_turn_down_straight_after_are_not_shown_as_promised(
    text: str, answer: str, promised: bool
) -> None:
    assert bool(find_promises([(1, text)], (), {1: [answer]})) is promised
    assert not was_not_asked_for("i will ring her", [answer])


def test_with_words_that_they_turn_down_goes_what_goes_on_about_them() -> None:
    text = "I'm going to write that you're tired. You can check it before it goes anywhere. On Friday, by ten."
    assert not find_promises([(1, text)], (), {1: ["I didn't ask you to say that."]})
    (kept,) = find_promises([(1, f"I'll ring the school. {text}")], (), {1: ["I didn't ask you to say that."]})
    assert kept.text == "I'll ring the school."


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("I'm putting racism in the report. Not an incident.", True),
        ("I'm putting racism in the report. Not yet.", False),
        ("I'm putting racism in the report. No, not sugar.", False),
        ("I'll ring the school. Not an incident.", False),
    ],
)
def test_a_word_that_the_record_will_not_have_goes_with_a_promise_of_a_record(text: str, *, joined: bool) -> None:
    (made,) = find_promises([(1, text)])
    assert (made.text == text) is joined


def test_i_am_with_all_that_is_undertaken_stands_before_what_is_promised_besides() -> None:
    more = "And I'll ask for that line on the front to be changed."
    made = find_promises([(1, f"I am. Both, today, on the same page. {more}")], (), {}, {1: [WHO_WRITES]})
    assert [promise.text for promise in made] == ["I am. Both, today, on the same page.", more]
    assert made[0].answers == WHO_WRITES
    made = find_promises([(1, f"I am. Both of you look tired. {more}")], (), {}, {1: [WHO_WRITES]})
    assert [promise.text for promise in made] == [more]
    assert takes_all_on("both today on the same page")
    assert not takes_all_on("both of you look tired")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("What happened on the bus? What was on the log is unfortunate, I agree.", False),
        ("What happened on the bus? What was on the log is racist, I agree.", True),
    ],
)
def test_a_reply_that_calls_their_hurt_unfortunate_is_not_held_up(
    script: Script, rubric: Rubric, text: str, kept: bool
) -> None:
    told = with_answer(script, "told", pat("You asked."))
    page = page_of(told, rubric, said(), said("asks", text=text))
    assert bool(page.list_cards(CardKind.KEEP)) is kept
