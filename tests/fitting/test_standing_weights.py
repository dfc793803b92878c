"""What readers marked of promises on pages, and how well the weights tell what still stands."""

import pytest

from coach.debrief.promise_standing import BIAS, WEIGHTS
from coach.fitting.standing_weights import (
    RIGHT,
    MarkedConversation,
    fit_standing,
    judge_by_player,
    judge_standing,
    load_standing,
)

MOST_RIGHT_LOST, MOST_OTHERS_KEPT = 0.2, 0.5
"""What the documentation says of the weights, with a little room."""
ROUNDED = 0.5


@pytest.fixture(scope="module")
def marked() -> tuple[MarkedConversation, ...]:
    return load_standing()


def test_every_promise_has_a_mark_and_stands_in_a_reply_that_was_given(marked: tuple[MarkedConversation, ...]) -> None:
    for one in marked:
        assert len(one.marks) == len(one.promises) > 0
        assert set(one.marks) <= {RIGHT, "wrong", "empty"}
        assert all(1 <= promise.reply <= one.replies for promise in one.promises)


def test_most_of_what_was_right_stays_and_most_of_the_rest_goes(marked: tuple[MarkedConversation, ...]) -> None:
    judged = judge_standing(marked)
    assert judged.right_kept > judged.right * (1 - MOST_RIGHT_LOST)
    assert judged.others_kept < judged.others * MOST_OTHERS_KEPT


def test_players_that_no_weights_learnt_from_are_judged_as_well(marked: tuple[MarkedConversation, ...]) -> None:
    pytest.importorskip("sklearn", reason="the extra `fit`")
    judged = judge_by_player(marked)
    assert judged.right_kept > judged.right * (1 - MOST_RIGHT_LOST)
    assert judged.others_kept < judged.others * MOST_OTHERS_KEPT


def test_the_weights_that_ship_are_those_of_a_fit(marked: tuple[MarkedConversation, ...]) -> None:
    pytest.importorskip("sklearn", reason="the extra `fit`")
    weights, bias = fit_standing(marked)
    assert weights == pytest.approx(WEIGHTS, abs=ROUNDED)
    assert bias == pytest.approx(BIAS, abs=ROUNDED)
