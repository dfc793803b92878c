"""What the family asks for, and which words undertake it."""

import pytest

from coach.debrief.promise_requests import answers_request, find_plain_request, find_request, list_requests
from coach.debrief.promises import SpokenPromise, find_promises


def find(text: str, *before: str) -> list[SpokenPromise]:
    return list(find_promises([(1, text)], before={1: before}))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("You do the haircut. If I do it, I'm a dad going on.", "I will do the haircut."),
        ("Who in this building is writing down both?", "I'll write both down, sorry, I mean yes."),
        ("Then write that down.", "I'll write it down, I've a pen."),
        ("You'd have to ask him nicely, and give it back.", "OK I'll ask nicely and give it back."),
        ("Only tell Donna no first.", "I will tell Donna."),
    ],
)
def test_what_they_asked_for_and_a_reply_undertakes_is_promised(asked: str, text: str) -> None:
    assert [promise.text for promise in find(text, asked)] == [text]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Read me the word they used. Go on.", "I'll read it exactly as it's written."),
        ("Say it again, slower?", "I'll say it again, slowly."),
        ("Put your coat there.", "I'll put my coat here."),
        ("Get yourself a tea.", "I'll get a tea."),
        ("I told him it wasn't fair.", "I'll do the door."),
        ("Tell me about the bus.", "I'll tell you about the bus."),
    ],
)
def test_what_is_done_there_and_then_as_it_was_asked_is_none(asked: str, text: str) -> None:
    assert find(text, asked) == []


def test_a_part_of_a_sentence_answers_a_request_by_its_verb_and_a_word_of_it() -> None:
    assert answers_request("i will do the haircut", ["You do the haircut."])
    assert not answers_request("i will do the haircut", ["You do the washing up."])
    assert not answers_request("i will do the haircut", [])


def test_a_bare_answer_to_who_will_do_it_is_promised() -> None:
    line = "Who in this building is writing down both?"
    (made,) = find("I am, and I'll do it with you watching. How's that?", line)
    assert (made.text, made.answers) == ("I am, and I'll do it with you watching.", line)
    assert find("I am, and I'll do it with you watching.", "Who is your manager?") == []
    assert find("I am. Who's this?", "Who are you writing to?") == []


def test_who_is_not_there_is_asked_where_it_is_left_to_the_practitioner() -> None:
    assert find("I will ask him.", "He'll be through that door in a bit, and you can ask him.")
    assert find("I'll ask him.", "Ask him, he's sat there.") == []


def test_what_is_never_promised_is_none_though_it_was_asked_for() -> None:
    assert answers_request("i will do the haircut", ["You do the haircut."])
    assert not answers_request("i will do my very best for the haircut", ["You do the haircut."])


def test_a_bare_answer_is_to_one_of_their_last_two_lines() -> None:
    who = "Who in this building is writing down both?"
    bare = "I am, and I'll do it with you watching. How's that?"
    assert find(bare, who, "Go on.")
    assert who not in [promise.answers for promise in find(bare, who, "Go on.", "It was late.")]


@pytest.mark.parametrize(
    ("asked", "text", "asks"),
    [
        ("Will you ring the school?", "I'll ring the school tomorrow.", True),
        ("Could you ask the school?", "I'll ring the school tomorrow.", True),
        ("Would you find us an interpreter?", "I'll book an interpreter for Thursday.", True),
        ("Would you put the haircut in the report?", "I'll write the haircut in the report.", True),
        ("Would you trust that school?", "I'll ring the school tomorrow.", False),
        ("Can you get on with the school?", "I'll ring the school tomorrow.", False),
        ("Would you read the report?", "I'll read the report tomorrow.", False),
        ("Will you ring the school?", "I'll write the school's name down.", False),
        ("Don't put my name.", "I won't put your name in.", True),
        ("They don't put my name.", "I won't put your name in.", False),
    ],
)
def test_a_question_asks_for_a_promise_by_its_verb_and_a_word(asked: str, text: str, *, asks: bool) -> None:
    assert find_plain_request(text, [asked, "So."]) == (asked if asks else "")


def test_a_request_is_found_by_its_verb_alone_where_that_is_never_chat() -> None:
    assert list_requests("It was late. Would you ring her?", "ring") == ["would you ring her"]
    assert list_requests("It was late. Would you ring her?", "write") == []
    assert find_request("I'll ring her.", ["Would you ring her?", "It was late."]) == "Would you ring her?"
