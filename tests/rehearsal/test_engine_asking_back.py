"""Where a reply fits nothing and may have hurt, the family asks once, and both replies are heard together.

Rehearsals that were played by the first rules, by which families asked more readily, are replayed by those.
"""

from dataclasses import replace

import pytest

from coach.model.conditions import Line
from coach.model.events import FIRST_RULES, RULES
from coach.model.reading import Hearing, QuestionKind
from coach.model.scenario import Turn
from coach.rehearsal.engine import FIRST_MOST_ASKINGS
from coach.rehearsal.history import replay
from coach.rehearsal.script import HOW_DO_YOU_MEAN, Script
from coach.rehearsal.state import ASKED
from tests.conftest import events, explained, said

ON = (said(), said())
"""Two replies that meet nothing lead on from the first turn, in which the family asks nothing back."""


def test_the_family_asks_where_nothing_fits_and_a_hurt_is_possible(script: Script) -> None:
    exchange = replay(script, events(*ON, said(possible=("blunt",), rules=RULES))).attempt().exchanges[-1]
    assert exchange.branch() == ASKED


def test_the_family_asks_at_most_once_in_a_conversation(script: Script) -> None:
    lasting = _with_long_turn(script)
    unsure = [said(possible=("blunt",), rules=RULES, text=f"Well, number {i}.") for i in range(2)]
    branches = [e.branch() for e in replay(lasting, events(*ON, unsure[0], said(), unsure[1])).attempt().exchanges]
    assert branches.count(ASKED) == 1


@pytest.mark.parametrize(
    ("clear", "possible", "why"),
    [
        (("names",), ("blunt",), "a branch fits"),
        (("asks",), ("blunt",), "something helpful is clear, though no branch here waits for it"),
        ((), ("asks",), "no harm is possible"),
        ((), ("mend", "blunt"), "it may be an apology"),
    ],
)
def test_the_family_does_not_ask_where(
    script: Script, clear: tuple[str, ...], possible: tuple[str, ...], why: str
) -> None:
    reply = said(*clear, possible=possible, rules=RULES)
    assert replay(script, events(*ON, reply)).attempt().exchanges[-1].branch() != ASKED, why


def test_the_family_does_not_ask_about_a_hurt_that_is_less_likely_than_not(script: Script) -> None:
    reply = said(possible=("blunt",), rules=RULES)
    for likely, asks in ((0.6, True), (0.4, False)):
        verdicts = tuple(v.model_copy(update={"likely": likely}) for v in reply.reading.verdicts)
        read = reply.model_copy(update={"reading": reply.reading.model_copy(update={"verdicts": verdicts})})
        assert (replay(script, events(*ON, read)).attempt().exchanges[-1].branch() == ASKED) is asks


def test_the_family_does_not_ask_a_practitioner_who_asks_something(script: Script) -> None:
    reply = said(possible=("blunt",), rules=RULES).model_copy(update={"hearing": Hearing(question=QuestionKind.WHO)})
    assert replay(script, events(*ON, reply)).attempt().exchanges[-1].branch() != ASKED


def test_the_family_does_not_ask_a_practitioner_who_arrives(script: Script) -> None:
    assert replay(script, events(said(possible=("blunt",), rules=RULES))).attempt().exchanges[-1].branch() != ASKED


def test_the_family_does_not_ask_about_what_is_said_to_what_it_just_told(script: Script) -> None:
    told = replay(script, events(said("asks"), said(possible=("blunt",), rules=RULES)))
    assert told.attempt().exchanges[0].told_silences
    assert told.attempt().exchanges[-1].branch() != ASKED


def test_the_person_spoken_to_asks(script: Script) -> None:
    own = replace(script, asks_back=tuple((Line(speaker=who, text="What?"),) for who in ("pat", "sam")))
    reply = said(possible=("blunt",), rules=RULES).model_copy(update={"hearing": Hearing(to="sam")})
    assert replay(own, events(*ON, reply)).attempt().exchanges[-1].lines()[0].speaker == "sam"


def test_a_rehearsal_is_replayed_by_the_rules_that_it_was_played_by(script: Script) -> None:
    old = said("asks", possible=("blunt",), rules=FIRST_RULES).model_copy(update={"answered": f"the_bus/{ASKED}"})
    assert not replay(script, events(old)).diverges_at
    new = old.model_copy(update={"rules": RULES, "answered": "the_bus/told"})
    assert not replay(script, events(new)).diverges_at


def _with_long_turn(script: Script) -> Script:
    """The script with a second turn that waits for a hurt, and in which nothing leads on for a while."""
    turn = script.turn("sam_says")
    long = turn.model_copy(
        update={
            "otherwise": (
                *turn.otherwise[:0],
                *(a.model_copy(update={"goto": None}) for a in turn.otherwise * 4),
                *turn.otherwise,
            )
        }
    )
    turns = {**script.dialogue.turns, "sam_says": long}
    return replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))


# --- By the first rules


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
    assert sum(e.branch() == ASKED for e in story.attempt().exchanges) <= FIRST_MOST_ASKINGS


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
