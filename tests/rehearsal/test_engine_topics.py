"""What the talk is about after each answer, and what a step tells of itself."""

import pytest

from coach.model.events import Ended, SaidAgain, Skipped
from coach.model.scenario import Changes
from coach.rehearsal.engine import apply, fold, start
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import START, began, events, said
from tests.rehearsal.banked import with_turns


def test_the_talk_is_about_what_its_turn_opens_unless_an_answer_says_otherwise(script: Script) -> None:
    """By that a reply is read which only asks on."""
    branch = script.turn("the_bus").replies["stand_in"]
    other = with_turns(
        script,
        the_bus={
            "replies": {"stand_in": branch, "asked": branch.model_copy(update={"met": ("names",), "topic": "child"})}
        },
    )
    for reply, topic in ((said(), "racism"), (said("vague"), "racism"), (said("names"), "child")):
        (exchange,) = replay(other, events(reply)).attempt().exchanges
        assert (exchange.topic, exchange.topic_after()) == ("racism", topic)
    story = replay(script, events(said(), said(), said()))
    assert [exchange.topic for exchange in story.attempt().exchanges] == ["racism", "racism", "child"]
    assert story.attempt().topic_now() == "none"


def test_a_question_back_stays_with_what_was_spoken_of(script: Script) -> None:
    (exchange,) = replay(script, events(said(possible=("asks",)))).attempt().exchanges
    assert exchange.asked_back()
    assert exchange.topic_after() == "racism"


def test_a_step_tells_where_it_led_and_what_was_said(script: Script) -> None:
    first = apply(script, start(script), began())
    assert (first.topic, first.led_to, first.branch, first.answered, first.ending) == (
        "racism", "the_bus", "", "the_bus/", None,
    )  # fmt: skip
    told = apply(script, first.state, said("asks"))
    assert (told.topic, told.led_to, told.answered) == ("child", "sam_says", "the_bus/told")
    skipped = apply(script, told.state, Skipped(at=START))
    assert (skipped.answered, skipped.led_to) == ("sam_says/skipped", "last")
    ended = apply(script, skipped.state, said())
    assert (ended.ending, ended.led_to) == ("open", "open")
    stopped = apply(script, first.state, Ended(at=START, how="stopped"))
    assert (stopped.topic, stopped.lines, stopped.led_to) == ("", (), "the_bus")


def test_how_guarded_and_how_trusting_a_family_is_stays_within_bounds(script: Script) -> None:
    """Whatever is said, and however often."""
    turn = script.turn("the_bus")
    for change, ends in (("+1", (4, 4)), ("-1", (0, 0))):
        moved = turn.otherwise[0].model_copy(
            update={"changes": Changes.model_validate({"trust": change, "guarded": change})}
        )
        long = with_turns(script, the_bus={"otherwise": (*[moved] * 9, turn.otherwise[-1])})
        position = fold(long, events(*[said()] * 8)).position
        assert (position.trust, position.guarded) == ends


@pytest.mark.parametrize(("reply", "attempt"), [(1, 1), (2, 1), (1, 2)])
def test_saying_again_goes_back_to_just_before_that_reply(script: Script, reply: int, attempt: int) -> None:
    first = (said("vague"), said(), SaidAgain(at=START, reply=2), said("asks"))
    state = fold(script, events(*first))
    again = apply(script, state, SaidAgain(at=START, reply=reply, attempt=attempt)).state
    before = fold(script, events(*((said("vague"),) if reply == 2 else ())))
    assert again.position == before.position
    assert again.replies() == reply - 1
    assert len(again.earlier) == 2
