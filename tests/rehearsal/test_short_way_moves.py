"""Where each reply leads on the short way: how long a turn is held, and which turns are near the end."""

from dataclasses import replace

import pytest

from coach.model.events import Began
from coach.model.line_book import LineBook
from coach.model.scenario import Answer
from coach.rehearsal.engine import apply, start
from coach.rehearsal.history import is_short_now, replay
from coach.rehearsal.script import Script
from coach.rehearsal.short_way import (
    FROM_REPLY,
    LAST_TELLING_REPLY,
    begins_by_telling,
    count_longest,
    estimate_replies,
    is_closing,
    is_last,
    lead_on,
    lead_to_end,
    list_turns_ahead,
    may_hold,
    may_still_tell,
)
from coach.rehearsal.state import PastMove, Position, Signals, State
from tests.conftest import events, said
from tests.rehearsal.banked import with_turns

SHORT = Signals(frozenset(), short=True)
TURNS = tuple(f"turn_{number}" for number in range(1, 7))


@pytest.fixture
def long(script: Script) -> Script:
    """A scenario of six turns in a row."""
    turn = script.turn("sam_says")
    onward = (*TURNS[1:], "end")
    turns = {
        name: turn.model_copy(update={"replies": {}, "otherwise": (Answer(goto=next_turn),)})
        for name, next_turn in zip(TURNS, onward, strict=True)
    }
    return replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns, "begins": TURNS[0]}))


def at(script: Script, turn: str, **more: object) -> Position:
    return replace(start(script).position, turn=turn, **more)


# --- Which turns are near the end


def test_the_turns_ahead_are_those_where_nothing_fits_up_to_an_ending(long: Script) -> None:
    assert list_turns_ahead(long, TURNS[0]) == TURNS
    assert list_turns_ahead(long, TURNS[-1]) == TURNS[-1:]
    ring = with_turns(long, turn_6={"otherwise": (Answer(goto="turn_5"),)})
    assert list_turns_ahead(ring, TURNS[0]) == ()
    named = with_turns(long, turn_6={"otherwise": (Answer(goto="open"),)})
    assert list_turns_ahead(named, TURNS[-1]) == TURNS[-1:], "an ending by its name is one"
    stuck = with_turns(long, turn_6={"otherwise": (Answer(),)})
    assert list_turns_ahead(stuck, TURNS[-1]) == ()


def test_the_last_two_turns_are_the_closing_part_and_the_last_is_near_the_end(long: Script) -> None:
    assert [turn for turn in TURNS if is_closing(long, turn)] == [*TURNS[-2:]]
    assert [turn for turn in TURNS if is_last(long, turn)] == [TURNS[-1]]
    stuck = with_turns(long, turn_6={"otherwise": (Answer(),)})
    assert not is_closing(stuck, TURNS[-1])
    assert not is_last(stuck, TURNS[-1])


# --- Where an answer leads


def test_whatever_leads_on_leads_to_the_closing_part_and_through_it(long: Script) -> None:
    assert lead_to_end(long, "turn_1", "turn_2") == "turn_5"
    assert lead_to_end(long, "turn_1", "turn_5") == "turn_5"
    assert lead_to_end(long, "turn_1", "turn_6") == "turn_6"
    assert lead_to_end(long, "turn_5", "turn_2") == "turn_6", "away from the end, and led on all the same"
    assert lead_to_end(long, "turn_6", "turn_2") == "end"
    assert lead_to_end(long, "turn_1", "shut") == "shut"


def test_a_turn_without_an_ending_leads_where_its_author_wrote(long: Script) -> None:
    ring = with_turns(long, turn_6={"otherwise": (Answer(goto="turn_5"),)})
    assert lead_to_end(ring, "turn_1", "turn_2") == "turn_2"
    assert count_longest(ring) == 0


def test_what_was_about_to_be_told_comes_first_but_not_out_of_the_closing_part(long: Script) -> None:
    book = long.dialogue.model_copy(update={"lines": LineBook(told=("turn_3",))})
    told = replace(long, dialogue=book)
    assert begins_by_telling(told, "turn_3")
    assert not begins_by_telling(told, "turn_2")
    assert lead_to_end(told, "turn_2", "turn_3", early=True) == "turn_3"
    assert lead_to_end(told, "turn_2", "turn_3") == "turn_5"
    assert lead_to_end(told, "turn_5", "turn_3", early=True) == "turn_6"


def test_where_it_led_is_a_fact_and_else_it_is_chosen(long: Script) -> None:
    assert lead_on(long, "turn_1", "turn_2", Signals(frozenset())) == "turn_2", "not on the short way"
    assert lead_on(long, "turn_1", "turn_2", SHORT) == "turn_5"
    assert lead_on(long, "turn_1", None, SHORT) is None
    assert lead_on(long, "turn_1", "turn_2", replace(SHORT, leads="turn_4")) == "turn_4"
    assert lead_on(long, "turn_1", "turn_2", replace(SHORT, leads="shut")) == "shut"
    assert lead_on(long, "turn_1", "turn_2", replace(SHORT, leads="turn_1")) is None, "it stayed"
    assert lead_on(long, "turn_1", "turn_2", replace(SHORT, leads="turn_that_is_gone")) == "turn_5"


# --- How long a turn is held


@pytest.mark.parametrize(
    ("turn", "more", "held"),
    [
        ("turn_1", {}, 0),
        ("turn_1", {"fits": True}, 1),
        ("turn_1", {"tells": True}, 2),
        ("turn_1", {"hurt": True}, 2),
        ("turn_1", {"hurt": True, "tells": True}, 2),
        ("turn_1", {"fits": True, "tells": True}, 3),
        ("turn_6", {}, 1),
        ("turn_6", {"fits": True}, 1),
        ("turn_6", {"hurt": True}, 3),
    ],
)
def test_a_turn_is_held_for_so_many_replies(long: Script, turn: str, more: dict[str, bool], held: int) -> None:
    """One that takes up what was said, or any in the closing part; two more after a hurt or a telling."""
    hurt, tells, fits = (more.get(name, False) for name in ("hurt", "tells", "fits"))
    for counted in ({"unmet": 1}, {"holds": 1}, {"used": frozenset({"a"})}):
        for number in range(4):
            stays = {
                name: frozenset(str(one) for one in range(number)) if name == "used" else number for name in counted
            }
            position = at(long, turn, hurt=hurt, **stays)
            assert may_hold(long, position, SHORT, tells=tells, fits=fits) is (number < held)


def test_all_that_a_visit_held_counts_together(long: Script) -> None:
    position = at(long, "turn_1", hurt=True, unmet=1)
    assert may_hold(long, position, SHORT, tells=False)
    assert not may_hold(long, replace(position, holds=1), SHORT, tells=False)
    assert not may_hold(long, replace(position, used=frozenset({"a"})), SHORT, tells=False)


def test_off_the_short_way_nothing_is_counted_and_what_held_once_holds_again(long: Script) -> None:
    position = at(long, "turn_1", unmet=9)
    assert may_hold(long, position, Signals(frozenset()), tells=False)
    assert may_hold(long, position, replace(SHORT, leads="turn_1"), tells=False)
    assert not may_hold(long, at(long, "turn_6"), replace(SHORT, leads="end"), tells=False)


def test_a_turn_that_was_held_long_enough_is_left_in_the_same_breath(script: Script) -> None:
    """Where nothing fits, by the turn's own last words; a branch keeps what it says, and the family goes on."""

    def answer(position: Position, *clear: str) -> list[str]:
        step = apply(script, State(position), replace(SHORT, clear=frozenset(clear)))
        assert step.led_to == "sam_says"
        return [line.text for line in step.lines]

    singing = "Sam has stopped singing."
    assert answer(at(script, "the_bus")) == ["Well.", singing]
    assert answer(at(script, "the_bus", used=frozenset({"asked"})), "vague") == ["It was the number nine.", singing]
    held = apply(script, State(at(script, "the_bus")), replace(SHORT, clear=frozenset({"vague"})))
    assert (held.led_to, [line.text for line in held.lines]) == ("the_bus", ["It was the number nine."])


# --- From which reply


def test_it_begins_with_the_sixth_reply_where_it_was_chosen(script: Script) -> None:
    def begun(*, short: bool, replies: int) -> bool:
        began = Began.model_validate({**events()[0].model_dump(), "short": short})
        history = replay(script, [began])
        past = (PastMove(history.state.position, reply=True),) * replies
        return is_short_now(replace(history, state=replace(history.state, past=past)))

    assert [begun(short=True, replies=replies) for replies in (4, 5, 6)] == [False, True, True]
    assert not begun(short=False, replies=6)
    assert not is_short_now(replace(replay(script, events(said())), began=None))


@pytest.mark.parametrize(
    ("replies", "same_turn", "may"),
    [(4, True, False), (5, True, True), (5, False, True), (6, True, True), (6, False, False), (7, True, False)],
)
def test_what_they_were_about_to_tell_may_come_at_the_sixth_reply_or_at_the_seventh_in_the_same_turn(
    long: Script, replies: int, same_turn: bool, may: bool
) -> None:
    assert (FROM_REPLY, LAST_TELLING_REPLY) == (6, 7)
    before = at(long, "turn_2" if same_turn else "turn_1")
    state = State(at(long, "turn_2"), past=(PastMove(before, reply=True),) * replies)
    assert may_still_tell(state) is may


# --- How long it all takes


def test_the_longest_short_way_counts_each_turn_that_is_held_a_telling_and_a_question_back(long: Script) -> None:
    """From any turn to the closing part, and through its two turns: each is held three times, and left once."""
    assert count_longest(long) == 3 * 4 + 2 + 1


@pytest.mark.parametrize(("turns", "estimate"), [(1, (1, 4)), (3, (4, 10)), (4, (5, 15)), (6, (10, 20))])
def test_how_many_replies_a_conversation_takes_is_said_in_fives_beyond_five(
    long: Script, turns: int, estimate: tuple[int, int]
) -> None:
    begins = long.dialogue.model_copy(update={"begins": TURNS[-turns]})
    assert estimate_replies(begins) == estimate
