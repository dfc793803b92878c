"""Where a reply could be taken two ways the family asks once, and the next reply is heard together with it."""

from dataclasses import replace

from coach.model.conditions import Line
from coach.model.scenario import Turn
from coach.rehearsal.engine import ASKED, HOW_DO_YOU_MEAN, MOST_ASKINGS
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, explained, said


def test_the_family_asks_where_nothing_clear_fits_and_what_is_possible_would(script: Script) -> None:
    exchange = replay(script, events(said(possible=("asks",)))).attempt().exchanges[-1]
    assert exchange.branch() == ASKED
    assert [line.text for line in exchange.lines()] == [HOW_DO_YOU_MEAN]
    assert exchange.lines()[0].speaker == "pat"


def test_the_family_asks_where_a_hurt_is_possible_and_would_be_answered_otherwise(script: Script) -> None:
    assert replay(script, events(said("asks", possible=("blunt",)))).attempt().exchanges[-1].branch() == ASKED


def test_what_is_possible_and_would_change_nothing_is_not_asked_about(script: Script) -> None:
    assert replay(script, events(said("asks", possible=("names",)))).attempt().exchanges[-1].branch() == "told"


def test_a_clear_hurt_is_answered_and_never_asked_about(script: Script) -> None:
    assert replay(script, events(said("blunt", possible=("asks",)))).attempt().exchanges[-1].branch() == "brushed_off"


def test_the_family_never_asks_twice_running_and_no_more_than_twice(script: Script) -> None:
    unsure = [said(possible=("asks",), text=f"Well, number {i}.") for i in range(2)]
    branches = [e.branch() for e in replay(script, events(*unsure)).attempt().exchanges]
    assert branches[0] == ASKED
    assert branches[1] != ASKED
    rest = [said(possible=("child",), text=f"Well, another {i}.") for i in range(8)]
    story = replay(script, events(*unsure, *rest[:1], *rest[1:3]))
    assert sum(e.branch() == ASKED for e in story.attempt().exchanges) <= MOST_ASKINGS


def test_what_was_settled_in_the_reply_before_moves_the_family(script: Script) -> None:
    last = replay(script, events(said(possible=("asks",)), explained("asks"))).attempt().exchanges[-1]
    assert last.joins == 1
    assert last.branch() in ("told", "asked")


def test_a_turn_asks_in_its_own_words_where_its_author_wrote_them(script: Script) -> None:
    turn: Turn = script.turn("the_bus").model_copy(update={"asks_back": (Line(speaker="pat", text="Which bit?"),)})
    turns = {**script.dialogue.turns, "the_bus": turn}
    own = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    assert replay(own, events(said(possible=("asks",)))).attempt().exchanges[-1].lines()[0].text == "Which bit?"


def test_the_family_asks_in_its_own_voice_where_the_persona_has_one(script: Script) -> None:
    own = replace(script, asks_back=((Line(speaker="sam", text="What d'you mean, though?"),),))
    assert replay(own, events(said(possible=("asks",)))).attempt().exchanges[-1].lines()[0].speaker == "sam"
