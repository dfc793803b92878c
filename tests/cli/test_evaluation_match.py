"""`coach match` answers line by line, and never repeats what it was given in an error."""

import json
from collections.abc import Iterator

import pytest

from coach.cli.evaluation import read_lines
from coach.errors import CoachError
from coach.matching.classifier import Matcher
from tests.matching.conftest import rubric_with


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
