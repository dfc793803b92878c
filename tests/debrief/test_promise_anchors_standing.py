"""What stands on the page outlasts the talk: jokes and manners do not, and what binds most is never too weak."""

import pytest

from coach.debrief.promise_anchors import DOUBTFUL, HARDLY, WEAK, is_weak, outlasts_talk, tells_them_first
from coach.debrief.promise_choice import MOST_SHOWN, choose_promises
from coach.debrief.promise_clauses import blank_and_end
from coach.debrief.promise_lists import join_lists
from coach.debrief.promises import SpokenPromise, find_promises
from coach.debrief.wording import blank_quotations, spell_plain


def spell(text: str) -> str:
    return spell_plain(blank_quotations(text))


def show(text: str) -> list[str]:
    return [one.text for one in choose_promises(join_lists(find_promises([(1, text)]), [(1, text)]))]


@pytest.mark.parametrize(
    "text",
    [
        "It's going in tonight.",
        "I'll tell the head.",
        "What you say stays with me.",
        "Both get asked.",
        "I'm striking that line.",
    ],
)
def test_what_has_something_outside_the_room_is_not_weak(text: str) -> None:
    assert outlasts_talk(spell(text))
    assert not is_weak(spell(text), WEAK / 2)
    assert is_weak(spell(text), DOUBTFUL / 2)


@pytest.mark.parametrize("text", ["Hello, Rex, I shan't move.", "I'm ringing now.", 'I\'ll say "tomorrow".'])
def test_what_is_done_in_the_room_is_weak_if_it_is_not_likely(text: str) -> None:
    assert not outlasts_talk(spell(text))
    assert is_weak(spell(text), WEAK / 2)
    assert not is_weak(spell(text), WEAK * 2)
    assert not is_weak(spell(text), None)


@pytest.mark.parametrize(
    "text",
    [
        "If it ever has to go anywhere I'll ask you first.",
        "I'd say so to you first.",
        "I wouldn't do it behind you.",
        "Nobody hears of it unless I ring you first.",
        "I read it you before panel.",
        "You two read the sheet before anybody.",
        "You'll see it before I file it.",
    ],
)
def test_what_they_are_told_first_is_never_too_weak(text: str) -> None:
    assert tells_them_first(spell(text))
    assert not is_weak(spell(text), 0.0)


@pytest.mark.parametrize("text", ["I'll ring the head first.", "You go first.", "I'll tell you something first-hand."])
def test_first_alone_tells_them_nothing(text: str) -> None:
    assert not tells_them_first(spell(text))


@pytest.mark.parametrize(
    "text",
    [
        "Go on, tell me one of them, I'll not tell your mum.",
        "Keep turning it, I'll talk to the box.",
        "I'll not move me foot.",
        "You can shout here if you like, I'll write what it was.",
        "So that's you on the gate tomorrow at three.",
        "It's racism if it was any of those, and she gets back on tomorrow.",
        "I'll just do the opening bit as I have to.",
        "I'll have to write down a name.",
        "I'll not be arguing it with you today.",
        "I'm new here, so I'll have got things wrong today as well.",
    ],
)
def test_jokes_manners_and_what_is_anothers_to_do_are_no_promises(text: str) -> None:
    assert show(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "I'll not tell your mum.",
        "I'll talk to the head tomorrow.",
        "I'll be on the gate tomorrow at three.",
        "I'll have to write down what you said, in the report.",
        "I'll stop coming on Tuesdays.",
        'The paper has a lie on it and I correct it: "attended twice, sent away".',
        "Tomorrow at nine I ask the school what they wrote.",
        "The advocate rings the surgery, as a friend, at twelve on Friday.",
        "I can't keep it just us: my manager hears today.",
        "Come back at lunch, I'll be here.",
        "Next visit I'll come on the train.",
        "I'm with Ada on Thursday, whatever the weather.",
    ],
)
def test_what_is_done_after_the_talk_is_one(text: str) -> None:
    assert show(text) == [text]


def test_what_says_so_stands_with_what_it_says() -> None:
    assert show("I believe you. I'm going to say so to Mr Hall.") == ["I believe you. I'm going to say so to Mr Hall."]


def test_a_quotation_is_never_cut() -> None:
    text = 'I\'ll put it in the file today: "He asked when. The word is withdrawn."'
    assert show(text) == [text]
    assert show(f"{text} Before half five.") == [f"{text} Before half five."]


def test_a_quotation_ends_the_sentence_that_it_closes() -> None:
    beside = "The advocate rings the surgery at twelve on Friday."
    assert show(f'And I begin with "Ada is nine, and she is hungry." {beside}') == [beside]
    assert blank_and_end('He said "No." Then he went.') == "He said    .  Then he went."


def test_what_is_asked_in_the_talk_takes_no_later_asking_back() -> None:
    said = [(1, "If it has to go anywhere I'll ask you first."), (2, "I'm not asking if you were right.")]
    assert find_promises(said)
    taken_back = [(1, "I'll ask the head on Friday."), (2, "Sorry, I'm not asking the head.")]
    assert not find_promises(taken_back)


def test_of_too_many_what_they_are_told_first_is_shown() -> None:
    plain = "bus roof soup boots forms scan eyes ovens lift gate".split()
    many = [SpokenPromise(at, f"I'll see about the {what}.") for at, what in enumerate(plain, 1)]
    first = SpokenPromise(20, "Nobody hears a word unless I ring you first.")
    shown = choose_promises([*many, first])
    assert len(shown) == MOST_SHOWN
    assert first in shown


def test_what_is_only_written_as_it_is_said_has_to_be_likelier() -> None:
    assert is_weak(spell("I'm writing"), WEAK * 1.5)
    assert not is_weak(spell("I'm writing to the school"), WEAK * 1.5)
    assert not is_weak(spell("I'm writing"), HARDLY)
