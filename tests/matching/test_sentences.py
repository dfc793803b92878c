"""Questions are found in talk without a mark, as people type in a hurry; whatever is marked stays as it is cut."""

import pytest

from coach.matching.hearing_reader import find_question_kind
from coach.matching.sentences import cut_questions, parse
from coach.model.reading import QuestionKind


def cut(text: str) -> list[str]:
    """The sentences in which questions are looked for, as they were typed."""
    parsed = cut_questions(parse(text))
    return [text[slice(*parsed.span(sentence.first, sentence.last))] for sentence in parsed.sentences]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "hi mo dont worry stay there what have you done to your knees is it work",
            ["hi mo dont worry stay there", "what have you done to your knees", "is it work"],
        ),
        (
            "ha no the radio doesnt do pick up wheres everyone else",
            ["ha no the radio doesnt do pick up", "wheres everyone else"],
        ),
        (
            "that made me laugh ok who picks her up tuesdays who looks after her",
            ["that made me laugh ok", "who picks her up tuesdays", "who looks after her"],
        ),
        ("i wouldnt call that no at all so what did you want to say", None),
    ],
)
def test_a_question_behind_something_else_is_found(text: str, parts: list[str] | None) -> None:
    found = cut(text)
    assert found == (parts or found)
    assert len(found) > 1


@pytest.mark.parametrize(
    "text",
    [
        "i know what is wrong with him and i wonder who is there at night",
        "you never said what it is like for you here at home",
        "well it is what it is and they are what they are i suppose",
        "Stay there, what have you done to your knees, is it work?",
        "you are not here for the friendship thing are you",
        "what is it",
        "",
    ],
)
def test_what_asks_nothing_by_itself_and_what_is_marked_stay_whole(text: str) -> None:
    parsed = parse(text)
    assert cut_questions(parsed).sentences == parsed.sentences


def test_its_kind_is_that_of_the_last_one() -> None:
    parsed = cut_questions(parse("just you god ok so its you and the school run whos there when youre poorly"))
    assert find_question_kind(parsed) is QuestionKind.WHO


def test_what_is_written_down_asks_nothing() -> None:
    parsed = cut_questions(parse("I will write down what was said and raise it with the practice manager"))
    assert not any(parsed.words[sentence.first] == "what" for sentence in parsed.sentences)
    assert len(cut_questions(parse("sit down what was it like for you in that shop")).sentences) == 2
