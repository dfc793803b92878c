"""What a reply can do at a place: each single thing, the least of a branch, and the kinds that a walk tells apart."""

from dataclasses import replace

import pytest

from coach.errors import NotNow
from coach.model.conditions import ANY_HURT
from coach.model.reading import Form
from coach.model.scenario import Branch, Condition
from coach.rehearsal.branch_choice import (
    FOLLOWS_UP,
    answer_by_branch,
    infer_signals,
    list_branches,
    list_reply_kinds,
    map_acts_to_branches,
)
from coach.rehearsal.engine import fold
from coach.rehearsal.script import Script
from coach.rehearsal.state import HURT, MENDED, OTHERWISE, SKIPPED, Position, Signals
from tests.conftest import began
from tests.rehearsal.banked import with_bank, with_turns


def beginning(script: Script) -> Position:
    return fold(script, [began()]).position


def with_branches(script: Script, **branches: dict[str, object]) -> Script:
    """The script whose first turn has these branches and no others."""
    made = {
        key: Branch.model_validate({"says": {"pat": f"As to {key}."}, **branch}) for key, branch in branches.items()
    }
    return with_turns(script, the_bus={"replies": made})


def with_silence(script: Script, **opens: object) -> Script:
    """The script whose first silence is opened by other things."""
    guard = script.silences["the_words"].opens
    blank = {"met": (), "any_met": (), "form": (), "follows_up": False}
    opened = guard.model_copy(update={**blank, **opens})
    silence = script.silences["the_words"].model_copy(update={"opens": opened})
    return replace(script, silences={**script.silences, "the_words": silence})


# --- What may have been done, for an observer who says it


def test_each_single_thing_is_offered_with_the_branch_that_would_answer_it(script: Script) -> None:
    assert map_acts_to_branches(script, beginning(script)) == {
        "asks": "told",
        "names": "asked",
        "vague": "stand_in",
        "blunt": "brushed_off",
    }


def test_a_repair_is_offered_only_where_something_hurt(script: Script) -> None:
    sorry = with_branches(script, sorry={"met": "mend"})
    assert map_acts_to_branches(sorry, beginning(sorry)) == {"blunt": "hurt"}
    hurt = replace(beginning(sorry), hurt=True)
    assert map_acts_to_branches(sorry, hurt) == {"mend": "sorry", "blunt": "hurt"}


def test_forms_and_taking_up_the_cue_are_offered_where_a_branch_waits_for_them(script: Script) -> None:
    formed = with_branches(
        script,
        open={"form": "open_question"},
        goes_on={"follows_up": True},
        kind={"helpful": True},
    )
    offered = map_acts_to_branches(formed, beginning(formed))
    assert offered["open_question"] == "open"
    assert offered[FOLLOWS_UP] == "goes_on"
    assert {offered[name] for name in script.helpful - {"mend"}} == {"kind"}


def test_after_the_end_nothing_is_offered_and_nothing_answers(script: Script) -> None:
    ended = replace(beginning(script), ending="open")
    assert map_acts_to_branches(script, ended) == {}
    assert list_branches(script, ended) == ()
    for branch in (OTHERWISE, SKIPPED):
        with pytest.raises(NotNow, match="has ended"):
            answer_by_branch(script, ended, branch)


def test_a_way_is_offered_once_and_only_where_it_fits_how_things_stand(script: Script) -> None:
    ways = with_branches(
        script,
        once={"met": "asks"},
        trusting={"met": "names", "trust": "3+"},
        telling={"met": "asks", "tells": "the_words"},
    )
    at = beginning(ways)
    assert list_branches(ways, at) == ("once", "telling", HURT, OTHERWISE)
    after = replace(at, used=frozenset({"once", HURT}), trust=3, told=frozenset({"the_words"}))
    assert list_branches(ways, after) == ("trusting", OTHERWISE)


def test_the_familys_own_answers_are_offered_where_no_branch_answers_the_same(script: Script) -> None:
    own = with_branches(script, ouch={"hurt": ANY_HURT}, sorry={"met": "mend"})
    hurt = replace(beginning(own), hurt=True)
    assert list_branches(own, hurt) == ("ouch", "sorry", OTHERWISE)
    bare = with_branches(script, one={"hurt": "blunt"})
    assert list_branches(bare, replace(beginning(bare), hurt=True)) == ("one", HURT, MENDED, OTHERWISE)
    assert list_branches(bare, beginning(bare)) == ("one", HURT, OTHERWISE)
    assert list_branches(bare, replace(beginning(bare), hurt=True, used=frozenset({MENDED, HURT}))) == (
        "one",
        OTHERWISE,
    )


# --- The least that a branch waits for


@pytest.mark.parametrize(
    ("branch", "clear"),
    [
        ({"met": ["asks", "names"]}, {"asks", "names"}),
        ({"any_met": ["names", "asks"]}, {"names"}),
        ({"met": "asks", "any_met": ["names", "asks"]}, {"asks"}),
        ({"hurt": "blunt"}, {"blunt"}),
        ({"hurt": ANY_HURT}, {"blunt"}),
        ({"helpful": True}, {"asks"}),
        ({"helpful": True, "not_met": ["asks"]}, {"child"}),
        ({"helpful": True, "met": "names"}, {"names"}),
        ({"met": "vague", "tells": "the_words"}, {"vague", "asks"}),
    ],
)
def test_a_branch_stands_for_the_least_that_it_waits_for(
    script: Script, branch: dict[str, object], clear: set[str]
) -> None:
    one = with_branches(script, one=branch)
    assert infer_signals(one, beginning(one), "one").clear == clear


def test_a_branch_for_a_form_stands_for_a_reply_of_that_form(script: Script) -> None:
    one = with_branches(script, one={"form": "open_question"}, other={"follows_up": True, "met": "asks"})
    assert infer_signals(one, beginning(one), "one") == Signals(frozenset(), forms=frozenset({Form.OPEN_QUESTION}))
    assert infer_signals(one, beginning(one), "other") == Signals(frozenset({"asks"}), follows_up=True)
    telling = with_branches(script, one={"follows_up": True, "tells": "the_words"})
    assert infer_signals(telling, beginning(telling), "one") == Signals(frozenset({"asks"}), follows_up=True)


def test_the_familys_own_answers_stand_for_a_hurt_a_repair_and_nothing(script: Script) -> None:
    at = beginning(script)
    assert [infer_signals(script, at, branch).clear for branch in (HURT, MENDED, OTHERWISE)] == [
        {"blunt"},
        {"mend"},
        set(),
    ]


# --- Kinds of reply, for a walk through every state


def kinds(script: Script) -> dict[tuple[str, ...], set[str]]:
    """The branches that each kind of reply fits, with the criteria of its least reply, but no repair."""
    found = (kind for kind in list_reply_kinds(script, "the_bus") if not (kind.special or kind.does.mends))
    return {kind.branches: set(kind.heard.clear) for kind in found if kind.branches}


@pytest.mark.parametrize(
    ("branch", "opens", "least"),
    [
        ({"any_met": ["asks", "names"]}, {"any_met": ("names", "child")}, {"names"}),
        ({"any_met": ["asks", "names"]}, {"any_met": ("child",)}, {"asks", "child"}),
        ({"met": ["asks"]}, {"any_met": ("asks", "child")}, {"asks"}),
        ({"met": ["asks"]}, {"any_met": ("child", "names")}, {"asks", "child"}),
        ({"any_met": ["asks", "names"]}, {"met": ("child",)}, {"asks", "child"}),
        ({"met": ["asks"]}, {"met": ("child",)}, {"asks", "child"}),
    ],
)
def test_a_branch_that_tells_a_silence_asks_for_the_least_that_opens_both(
    script: Script, branch: dict[str, object], opens: dict[str, object], least: set[str]
) -> None:
    """Else a walk would say that a silence is never told, or tell one that no reply opens."""
    one = with_branches(with_silence(script, **opens), one={**branch, "tells": "the_words"})
    assert kinds(one) == {("one",): least}


def test_a_form_that_both_ask_for_is_the_form_of_the_least_reply(script: Script) -> None:
    forms = {"form": ["open_question", "reflection"], "met": "asks", "tells": "the_words"}
    for opens, form in (
        ({"form": (Form.REFLECTION,)}, Form.REFLECTION),
        ({"form": ()}, Form.OPEN_QUESTION),
    ):
        one = with_branches(with_silence(script, **opens), one=forms)
        (kind,) = [kind for kind in list_reply_kinds(one, "the_bus") if kind.branches]
        assert kind.heard.forms == {form}
    only = with_branches(with_silence(script, form=(Form.REFLECTION,)), one={"met": "asks", "tells": "the_words"})
    (kind,) = [kind for kind in list_reply_kinds(only, "the_bus") if kind.branches]
    assert kind.heard.forms == {Form.REFLECTION}
    cue = with_branches(with_silence(script, follows_up=True), one={"met": "asks", "tells": "the_words"})
    (kind,) = [kind for kind in list_reply_kinds(cue, "the_bus") if kind.branches]
    assert kind.heard.follows_up


def test_what_helps_in_general_is_tried_with_what_no_branch_names(script: Script) -> None:
    """A branch that names a criterion would answer that one itself."""
    general = with_branches(script, asked={"met": "asks"}, kind={"helpful": True})
    assert kinds(general) == {("kind",): {"child"}, ("asked", "kind"): {"asks"}}
    without = with_branches(script, kind={"helpful": True, "not_met": ["child", "asks"]})
    assert kinds(without) == {("kind",): {"names"}}


def test_a_kind_says_whether_it_hurts_mends_or_helps_whatever_answers_it(script: Script) -> None:
    bare = with_turns(script, the_bus={"replies": {}})
    does = {frozenset(kind.heard.clear): tuple(kind.does) for kind in list_reply_kinds(bare, "the_bus")}
    assert does == {
        frozenset(): (False, False, False),
        frozenset({"asks"}): (False, False, True),
        frozenset({"blunt"}): (True, False, False),
        frozenset({"mend"}): (False, True, True),
    }


def test_answers_conditions_and_entries_are_kinds_of_their_own_and_plain_entries_are_one(script: Script) -> None:
    banked = with_bank(script)
    special = [kind.special for kind in list_reply_kinds(banked, "the_bus") if kind.special]
    assert special == ["asks:yes", "asks:no", "asks:dont_know", "meets:the_pen", "knows:what_was_said", "asked:which"]
    done = Condition.model_validate({"asked": "x", "met": "child", "says": {"pat": "Good."}})
    meeting = with_turns(banked, the_bus={"meets": {"it": done}})
    met = [kind for kind in list_reply_kinds(meeting, "the_bus") if kind.special == "meets:it"]
    assert {"child"} in [set(kind.heard.clear) for kind in met]
