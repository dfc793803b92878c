"""A history answers questions: which reply, which answer."""

import pytest

from coach.errors import NotNow
from coach.rehearsal.history import find_exchange, replay
from coach.rehearsal.script import Script
from tests.conftest import events, said


def test_a_reply_is_found_by_its_number_and_the_last_by_nought(script: Script) -> None:
    story = replay(script, events(said(text="One."), said(text="Two.")))
    found = [find_exchange(story, reply, story.attempt().number) for reply in (1, 2, 0)]
    assert [exchange.text for exchange in found] == ["One.", "Two.", "Two."]


@pytest.mark.parametrize("reply", [-1, 3])
def test_a_reply_that_is_not_there_is_said_not_to_be(script: Script, reply: int) -> None:
    story = replay(script, events(said(), said()))
    with pytest.raises(NotNow, match="no such reply"):
        find_exchange(story, reply, story.attempt().number)


def test_before_anything_was_said_there_is_nothing_to_ask_about(script: Script) -> None:
    story = replay(script, events())
    with pytest.raises(NotNow, match="Say a line first"):
        find_exchange(story, 0, story.attempt().number)
