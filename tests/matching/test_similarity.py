"""Likeness to an example speaks up for itself only when it is all but the example."""

from coach.matching.classifier import Matcher
from coach.matching.framing import Context
from tests.matching.conftest import rubric_with

CRITERIA = {
    "hears": {
        "domain": "child",
        "polarity": "helpful",
        "counts": ["Walk me through a school morning for her."],
        "not": ["The school morning register was closed."],
    },
    "shrinks": {
        "domain": "believing",
        "polarity": "harmful",
        "counts": ["I'm sure they didn't mean it like that."],
        "not": ["'I'm sure they meant it exactly like that'"],
    },
}
MATCHER = Matcher(rubric_with(CRITERIA, ordinary=["Shall I put the kettle on for you?", "See you on Thursday then."]))


def test_the_example_itself_is_clear_however_it_is_typed() -> None:
    for reply in ("Walk me through a school morning for her.", "OK. walk me thru a school mornin for her"):
        (verdict,) = MATCHER.read(reply).verdicts
        assert (verdict.criterion, verdict.rule, verdict.certainty) == ("hears", "near_example", "clear")
    assert MATCHER.read("Im sure they didnt mean it like that").clear() == {"shrinks"}


def test_what_an_example_is_not_is_not_it() -> None:
    assert not MATCHER.read("The school morning register was closed.").verdicts
    assert not MATCHER.read("I'm sure they meant it exactly like that.").clear()


def test_an_ordinary_reply_is_like_nothing() -> None:
    for reply in ("Shall I put the kettle on?", "See you Thursday.", "I'm sure it'll be fine on the bus for her."):
        assert not MATCHER.read(reply).clear()


def test_only_the_scenarios_own_criteria_are_wondered_about() -> None:
    reply = "So walk me through a normal school morning then."
    assert MATCHER.read(reply).possible() == {"hears"}
    assert MATCHER.read(reply, Context(focus=("hears",))).possible() == {"hears"}
    assert not MATCHER.read(reply, Context(focus=("shrinks",))).possible()


def test_an_example_in_quotation_marks_is_not_the_harm() -> None:
    assert not MATCHER.read("“I'm sure they didn't mean it like that.” What did you think when you read that?").clear()
