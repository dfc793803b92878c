"""The line after a reply: what may have hurt first, then what was mended, named, or passed by; never a mark."""

import pytest

from coach.practice.service import PracticeService
from coach.rehearsal.explain import (
    HINT_HEARD,
    HINT_HURT,
    HINT_LEFT_OPEN,
    HINT_MENDED,
    HINT_STEPPED_ROUND,
    HINT_UNSURE,
    hint,
)
from tests.submitting import submit_reply


@pytest.mark.parametrize(
    ("reply", "hint_words"),
    [
        ("It was only banter.", HINT_HURT.format(words="It was only banter.")),
        ("Is it your background?", HINT_STEPPED_ROUND.format(words="Is it your background?")),
        ("How has racism touched him?", HINT_HEARD.format(names="names it and asks about it")),
        ("Has it touched him?", HINT_UNSURE.format(words="Has it touched him?")),
        ("Right.", HINT_LEFT_OPEN.format(about="a thing on the bus")),
    ],
)
def test_a_hint_says_what_matters_most(practice: PracticeService, reply: str, hint_words: str) -> None:
    rehearsal = practice.begin("bus")
    assert hint(rehearsal.script, rehearsal.rubric, submit_reply(rehearsal, reply)) == hint_words


def test_a_hint_after_a_repair_is_about_the_repair(practice: PracticeService) -> None:
    rehearsal = practice.begin("bus")
    submit_reply(rehearsal, "It was only banter.")
    exchange = submit_reply(rehearsal, "That was wrong. How has racism touched him?")
    assert hint(rehearsal.script, rehearsal.rubric, exchange) == HINT_MENDED


def test_a_line_that_was_skipped_has_no_hint(practice: PracticeService) -> None:
    rehearsal = practice.begin("bus")
    assert hint(rehearsal.script, rehearsal.rubric, rehearsal.skip()) == ""
