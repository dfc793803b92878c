"""The line after a reply: what may have hurt first, then what was mended, named, or passed by; never a mark."""

import pytest

from coach.practice.service import PracticeService
from coach.rehearsal.explain import hint
from tests.submitting import submit_reply


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("It was only banter.", "“It was only banter.” may have landed hard."),
        ("How has racism touched him?", "Heard: names it and asks about it."),
        ("Right.", "There may still be something in"),
    ],
)
def test_a_hint_says_what_matters_most(practice: PracticeService, reply: str, words: str) -> None:
    rehearsal = practice.begin("bus")
    said = hint(rehearsal.script, rehearsal.rubric, submit_reply(rehearsal, reply))
    assert words in said


def test_a_hint_after_a_repair_is_about_the_repair(practice: PracticeService) -> None:
    rehearsal = practice.begin("bus")
    submit_reply(rehearsal, "It was only banter.")
    exchange = submit_reply(rehearsal, "That was wrong. How has racism touched him?")
    assert hint(rehearsal.script, rehearsal.rubric, exchange) == "You went back to it. That counts for a lot."


def test_a_line_that_was_skipped_has_no_hint(practice: PracticeService) -> None:
    rehearsal = practice.begin("bus")
    assert hint(rehearsal.script, rehearsal.rubric, rehearsal.skip()) == ""
