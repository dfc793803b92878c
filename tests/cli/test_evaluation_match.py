"""`coach match` answers line by line, and never repeats what it was given in an error."""

import json
from collections.abc import Iterator
from functools import partial

import pytest

from coach.cli.evaluation import WORTH_SHARING, read_file, read_lines
from coach.errors import CoachError
from coach.matching.classifier import Matcher
from tests.matching.conftest import rubric_with

OPEN = partial(Matcher, rubric_with())


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return Matcher(rubric_with())


def test_a_line_in_is_a_line_out_with_its_evidence(matcher: Matcher) -> None:
    row = {"id": "1", "cue": "It was a joke, they said.", "topic": "racism", "scenario": "unheard of"}
    row["reply"] = "Just banter."
    (answer,) = read_lines([json.dumps(row)], matcher)
    assert json.loads(answer) == {
        "id": "1",
        "clear": ["shrinks"],
        "possible": [],
        "form": ["statement"],
        "evidence": [
            {
                "criterion": "shrinks",
                "certainty": "clear",
                "start": 0,
                "end": 12,
                "text": "Just banter.",
                "example": "It's just kids being kids, isn't it?",
                "rule": "softens",
            }
        ],
    }


def test_optional_keys_may_be_missing_or_null_and_blank_lines_are_skipped(matcher: Matcher) -> None:
    lines = ['{"id": 1, "reply": "Race.", "cue": null}', "", '{"id": "2", "reply": ""}']
    assert [json.loads(line)["id"] for line in read_lines(lines, matcher)] == ["1", "2"]


def test_half_a_character_still_has_an_answer_that_can_be_printed(matcher: Matcher) -> None:
    (answer,) = read_lines(['{"id": "1", "reply": "It\'s just banter \\ud83d"}'], matcher)
    assert json.loads(answer.encode())["clear"] == ["shrinks"]


def test_answers_come_before_the_next_line_is_asked_for(matcher: Matcher) -> None:
    def one_then_none() -> Iterator[str]:
        yield '{"id": "1", "reply": "Hello"}'
        pytest.fail("asked for the next line too soon")

    assert json.loads(next(read_lines(one_then_none(), matcher)))["id"] == "1"


@pytest.mark.parametrize(
    "bad",
    [
        "{secret",
        "[1]",
        '"secret"',
        '{"reply": "secret"}',
        '{"id": "secret"}',
        '{"id": "1", "reply": ["secret"]}',
        '{"id": "1", "reply": "x", "cue": 3, "secret": 1}',
        "[" * 100_000,
    ],
)
def test_a_bad_line_is_named_by_its_number_and_never_repeated(matcher: Matcher, bad: str) -> None:
    lines = read_lines(['{"id": "0", "reply": "Hello"}', bad], matcher)
    next(lines)
    with pytest.raises(CoachError) as caught:
        next(lines)
    assert "ine 2" in str(caught.value)
    assert caught.value.advice
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


def make_rows(replies: int, times: int) -> list[str]:
    said = ("Just banter.", "Has racism been part of this?", "I'm sorry that happened.", "Hello.")
    rows = [
        {"id": f"{time}-{number}", "reply": f"{said[number % 4]} It was {number} of them.", "cue": "A joke, they said."}
        for time in range(times)
        for number in range(replies)
    ]
    return [json.dumps(row) for row in rows]


def test_a_file_is_answered_in_order_and_as_line_by_line_by_several_processes(matcher: Matcher) -> None:
    rows = make_rows(WORTH_SHARING + 30, 2)
    assert list(read_file(rows, matcher, OPEN, 2)) == list(read_lines(rows, matcher))


def test_a_reply_that_stands_in_a_file_again_is_read_once(matcher: Matcher, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    as_ever = Matcher.read
    monkeypatch.setattr(Matcher, "read", lambda self, reply, after: read.append(reply) or as_ever(self, reply, after))
    rows = make_rows(7, 5)
    rows.append(json.dumps({"id": "other cue", "reply": json.loads(rows[0])["reply"], "cue": "And you are?"}))
    answers = list(read_file(rows, matcher, OPEN, 1))
    assert [json.loads(answer)["id"] for answer in answers] == [json.loads(row)["id"] for row in rows]
    assert len(read) == 7 + 1, "each distinct reply once, and once more after another cue"


def test_the_first_answers_of_a_file_come_before_the_last_reply_is_read(matcher: Matcher) -> None:
    answers = read_file(make_rows(WORTH_SHARING * 5, 1), matcher, OPEN, 2)
    assert json.loads(next(answers))["id"] == "0-0"
    answers.close()
