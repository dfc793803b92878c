"""The verbs of promises, and how they stand behind "I'm"."""

import re

import pytest

from coach.debrief.promise_anchors import ANYING, DOING, add_ing


@pytest.mark.parametrize(
    ("verb", "doing"),
    [
        ("be", "being"),
        ("cancel", "cancelling"),
        ("email", "emailing"),
        ("nod", "nodding"),
        ("rebook", "rebooking"),
        ("report", "reporting"),
        ("scrub", "scrubbing"),
        ("see", "seeing"),
        ("set", "setting"),
        ("swap", "swapping"),
        ("transfer", "transferring"),
        ("visit", "visiting"),
        ("write", "writing"),
    ],
)
def test_a_verb_behind_i_am_is_spelled_as_in_british_english(verb: str, doing: str) -> None:
    assert add_ing(verb) == doing
    assert re.fullmatch(f"{DOING}|{ANYING}", doing)
