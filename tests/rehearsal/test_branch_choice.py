"""The conversation where somebody says which branch the talk took: the same family, by the same rules."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import NotNow
from coach.rehearsal.branch_choice import answer_by_branch, find_small_talk_branch, infer_signals, list_branches
from coach.rehearsal.engine import answer, fold
from coach.rehearsal.script import Script, list_failures
from coach.rehearsal.state import HURT, MENDED, OTHERWISE, SKIPPED, BranchOutput, Position, SilenceOutput, TrialOutput
from tests.conftest import began
from tests.rehearsal.shipped import scripts


def beginning(script: Script) -> Position:
    return fold(script, [began()]).position


def test_a_branch_is_answered_as_if_a_reply_had_met_it(script: Script) -> None:
    position, outputs = answer_by_branch(script, beginning(script), "told")
    assert SilenceOutput("the_words") in outputs
    assert position.turn == "sam_says"


def test_what_may_have_hurt_closes_the_family_and_can_be_put_right(script: Script) -> None:
    hurt, _ = answer_by_branch(script, beginning(script), HURT)
    assert hurt.hurt
    assert "told" not in list_branches(script, hurt)
    mended, _ = answer_by_branch(script, hurt, MENDED)
    assert not mended.hurt
    assert MENDED not in list_branches(script, mended)


def test_a_skipped_line_and_something_else_lead_on(script: Script) -> None:
    skipped, _ = answer_by_branch(script, beginning(script), SKIPPED)
    assert skipped.turn == "sam_says"
    once, _ = answer_by_branch(script, beginning(script), OTHERWISE)
    twice, _ = answer_by_branch(script, once, OTHERWISE)
    assert (once.turn, twice.turn) == ("the_bus", "sam_says")


def test_a_way_that_was_chosen_answers_what_the_family_had_asked_back(script: Script) -> None:
    asked = replace(beginning(script), asked=True)
    for branch in (*list_branches(script, asked), SKIPPED):
        assert not answer_by_branch(script, asked, branch)[0].asked


def test_small_talk_is_answered_by_what_answers_anything_else(script: Script) -> None:
    at = beginning(script)
    assert find_small_talk_branch(script, at) == OTHERWISE
    assert answer_by_branch(script, at, find_small_talk_branch(script, at))[0].turn == "the_bus"


def test_a_way_that_is_not_there_is_refused(script: Script) -> None:
    with pytest.raises(NotNow):
        answer_by_branch(script, beginning(script), "asked_sam")


@given(scripts, st.data())
@settings(max_examples=150, deadline=None)
def test_every_way_can_be_gone_to_the_end_and_no_silence_is_told_on_other_terms(
    script: Script, data: st.DataObject
) -> None:
    at = beginning(script)
    for _ in range(200):
        offered = list_branches(script, at)
        if not offered:
            break
        branch = data.draw(st.sampled_from(offered))
        heard = infer_signals(script, at, branch)
        after, outputs = answer_by_branch(script, at, branch)
        assert BranchOutput(branch) in outputs
        assert not any(isinstance(output, TrialOutput) for output in outputs)
        for told in (output.silence for output in outputs if isinstance(output, SilenceOutput)):
            assert not list_failures(script, script.opens(told), heard, at)
            assert not after.hurt
        at = after
    assert at.ending is not None


@given(scripts)
@settings(max_examples=30, deadline=None)
def test_the_first_way_of_a_turn_is_what_its_least_reply_gets(script: Script) -> None:
    at = beginning(script)
    for branch in list_branches(script, at)[:-1]:
        by_words = next(
            o.branch for o in answer(script, at, infer_signals(script, at, branch))[1] if isinstance(o, BranchOutput)
        )
        order = [*list_branches(script, at)]
        assert order.index(by_words) <= order.index(branch)
