"""Two attempts side by side: which replies are of one number, what was said before, and what can be said again."""

import pytest

from coach.debrief.attempt_pairs import can_say_again, describe_start, find_parting, find_reply, pair_replies
from coach.debrief.builder import build_debrief
from coach.model.events import SaidAgain
from coach.model.rubric import Rubric
from coach.rehearsal.history import History, replay
from coach.rehearsal.script import Script
from tests.conftest import START, events, said


@pytest.fixture
def story(script: Script) -> History:
    """Three replies; then another way from the second, which is one reply."""
    first = (said(text="One."), said(text="Two."), said(text="Three."))
    return replay(script, events(*first, SaidAgain(at=START, reply=2), said(text="Otherwise.")))


def test_replies_of_one_number_stand_side_by_side_from_where_they_differ(
    script: Script, rubric: Rubric, story: History
) -> None:
    one, other = (build_debrief(script, rubric, story, attempt) for attempt in (1, 2))
    pairs = pair_replies(one, other, 2)
    assert [pair.reply for pair in pairs] == [2, 3]
    yours = [[side.yours.text if side.yours else "" for side in pair.sides] for pair in pairs]
    assert yours == [["Two.", "Otherwise."], ["Three.", ""]]
    assert [side.attempt for side in pairs[1].sides] == [1, 2]
    assert not any(line.reply for pair in pairs for side in pair.sides for line in side.theirs)
    assert pairs[0].sides[1].theirs


def test_the_last_line_that_the_family_said_before_stands_above_the_first_pair_alone(
    script: Script, rubric: Rubric, story: History
) -> None:
    one, other = (build_debrief(script, rubric, story, attempt) for attempt in (1, 2))
    before = [pair.before.text if pair.before else None for pair in pair_replies(one, other, 2)]
    assert before == ["Anyway.", None]
    from_the_start = pair_replies(one, other, 1)
    assert from_the_start[0].before is not None
    assert from_the_start[0].before.text == "There was a thing on the bus."


def test_where_two_attempts_part_is_found_and_said(story: History) -> None:
    assert find_parting(story, 1, 2) == 2
    assert find_parting(story, 1, 1) == 4
    assert describe_start(story.attempt(1)) == "from the start"
    assert describe_start(story.attempt(2)) == "another way from reply 2"


def test_any_reply_can_be_said_again_and_none_that_is_not_there(story: History) -> None:
    assert [can_say_again(story, 1, reply) for reply in range(5)] == [False, True, True, True, False]
    assert [find_reply(story, 1, reply) for reply in (1, 2, 3)] == ["One.", "Two.", "Three."]
