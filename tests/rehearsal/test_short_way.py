"""The short way: from reply 6 on to the closing part and an ending, and never chosen again."""

import random
from pathlib import Path

import pytest

from coach.model.events import FIFTH_RULES, RULES, Began, Event, Replied, Skipped
from coach.model.reading import Certainty, Form, Hearing, Pick, QuestionKind, Sureness
from coach.rehearsal.engine import apply
from coach.rehearsal.history import answer_reply, replay, skip_reply
from coach.rehearsal.script import Script
from coach.rehearsal.short_way import (
    ABOUT_SHORT,
    CLOSING_TURNS,
    FROM_REPLY,
    LAST_TELLING_REPLY,
    begins_by_telling,
    count_longest,
    estimate_replies,
    find_endless_turns,
    is_last,
    lead_to_end,
    list_turns_ahead,
    word_length,
)
from coach.rehearsal.state import EntryOutput, History, PastMove, Position, SilenceOutput, State
from tests.conftest import START, began, reading
from tests.rehearsal.shipped import SCENARIOS, SHIPPED, script_of

BY_CHANCE = 12
"""Conversations by chance in each scenario."""


def begun(script: Script, *, short: bool = True) -> History:
    return replay(script, [began().model_copy(update={"short": short})])


def reply(script: Script, chance: random.Random | None = None) -> Replied:
    """A reply without anything; or one that does by chance what some turn listens for."""
    clear, forms = (), tuple[Form, ...]()
    if chance is not None:
        clear = tuple(chance.sample(sorted(script.helpful | script.harmful), chance.randint(0, 3)))
        forms = tuple(chance.sample(list(Form), chance.randint(0, 2)))
    return Replied(at=START, text="Well then", reading=reading(*clear, forms=forms))


def played(script: Script, chance: random.Random | None = None, *, short: bool = True) -> tuple[History, list[Event]]:
    """A conversation up to its ending, with its events as they are stored."""
    history, events = begun(script, short=short), list[Event]()
    events.append(history.began)  # type: ignore[arg-type]  # just begun
    while not history.state.over():
        history, said = answer_reply(script, history, reply(script, chance))
        events.append(said)
    return history, events


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_an_ending_comes_from_every_turn_whatever_is_said(scenario: str) -> None:
    """In every state by chance of every turn, with a hurt or without, in as many replies as were counted."""
    script = script_of(scenario)
    assert find_endless_turns(script) == ()
    most, chance = count_longest(script), random.Random(scenario)
    for turn in script.dialogue.turns:
        for _ in range(BY_CHANCE):
            hurt = chance.random() < 0.3
            position = Position(turn, trust=chance.randint(0, 4), guarded=chance.randint(0, 4), hurt=hurt)
            state = State(position, past=(PastMove(position, reply=True),) * (FROM_REPLY - 1))
            replies = 0
            while not state.over():
                said = reply(script, chance).model_copy(update={"short": True})
                state = apply(script, state, said, explain=False).state
                replies += 1
            assert replies <= most


@pytest.mark.parametrize("scenario", SHIPPED)
def test_it_ends_after_about_as_many_replies_as_the_brief_says(scenario: str) -> None:
    """And a conversation in which nothing special is said comes to the two turns of the closing part.

    It takes one reply more where the family was about to tell something.
    """
    script = script_of(scenario)
    for seed in range(BY_CHANCE):
        history, _ = played(script, random.Random(seed))
        assert history.state.replies() <= FROM_REPLY + count_longest(script) - 1
    history, _ = played(script)
    turns = [exchange.before.turn for exchange in history.attempt().exchanges]
    told = any(begins_by_telling(script, turn) for turn in turns[FROM_REPLY:])
    assert FROM_REPLY <= history.state.replies() <= ABOUT_SHORT + 2 + told
    assert [*dict.fromkeys(turns)][-CLOSING_TURNS:] == [*list_turns_ahead(script, script.dialogue.begins)][
        -CLOSING_TURNS:
    ]
    assert history.attempt().ending in script.dialogue.endings


def test_till_reply_five_and_where_it_was_not_chosen_nothing_is_different() -> None:
    script = script_of("wrong_box")
    (short, _), (whole, _) = played(script), played(script, short=False)
    before = FROM_REPLY - 1
    assert [e.lines() for e in short.attempt().exchanges[:before]] == [
        e.lines() for e in whole.attempt().exchanges[:before]
    ]
    assert len(whole.attempt().exchanges) > len(short.attempt().exchanges)
    assert not any(e.event.short for e in whole.attempt().exchanges)
    fewest, most = estimate_replies(script.dialogue)
    assert ABOUT_SHORT < fewest < most
    assert word_length(script.dialogue) == "10 to 25 replies"


@pytest.mark.parametrize("scenario", SHIPPED)
@pytest.mark.parametrize("short", [True, False])
def test_after_the_last_turn_begins_an_ending_comes_within_two_replies(scenario: str, short: bool) -> None:
    """Every turn that is called near the end is so, whatever is said; and each scenario has one."""
    script = script_of(scenario)
    assert any(is_last(script, turn) for turn in script.dialogue.turns)
    for seed in range(BY_CHANCE):
        exchanges = played(script, random.Random(seed), short=short)[0].attempt().exchanges
        assert sum(is_last(script, exchange.before.turn) for exchange in exchanges) <= 2


def test_the_page_for_practitioners_says_the_lengths_that_briefs_say() -> None:
    lengths = [estimate_replies(script_of(scenario).dialogue) for scenario in SHIPPED if scenario != "bus"]
    fewest, most = min(length[0] for length in lengths), max(length[1] for length in lengths)
    page = Path("docs/for-practitioners.md").read_text(encoding="utf-8")
    assert f"A conversation has {fewest} to {most} replies" in page


def test_where_it_led_is_stored_and_a_replay_never_chooses_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where the program would lead elsewhere by then, the rehearsal is the one that was played."""
    script = script_of("wrong_box")
    history, events = played(script, random.Random(3))
    led = [event.leads for event in events if isinstance(event, Replied) and event.leads]
    assert led
    monkeypatch.setattr("coach.rehearsal.short_way.lead_to_end", lambda *_: "last_cup")
    again = replay(script, events)
    assert (again.state, again.attempts, again.diverges_at) == (history.state, history.attempts, "")


def test_a_rehearsal_from_before_is_replayed_as_it_was() -> None:
    """Its events say nothing of a short way."""
    stored = began().model_dump(exclude={"short"})
    assert not Began.model_validate(stored).short
    script = script_of("wrong_box")
    history, events = played(script, short=False)
    old = [type(event).model_validate(event.model_dump(exclude={"short", "leads"})) for event in events]
    assert replay(script, old).attempts == history.attempts


def test_a_skip_is_on_the_short_way_too() -> None:
    script = script_of("wrong_box")
    history = begun(script)
    for _ in range(FROM_REPLY - 1):
        history, _ = answer_reply(script, history, reply(script))
    turn = history.state.position.turn
    assert len(list_turns_ahead(script, turn)) > CLOSING_TURNS
    history, skip = skip_reply(script, history, Skipped(at=START))
    assert skip.leads == history.state.position.turn == list_turns_ahead(script, turn)[-CLOSING_TURNS]


def test_what_leads_away_from_an_ending_leads_to_one() -> None:
    """From a closing turn only to fewer turns ahead; to an ending as it is written."""
    script = script_of("wrong_box")
    assert lead_to_end(script, "the_form", "which_one") == "what_now"
    assert lead_to_end(script, "the_form", "last_cup") == "last_cup"
    assert lead_to_end(script, "what_now", "sundays") == "theo_comes_in"
    assert lead_to_end(script, "theo_comes_in", "what_now") == "end"
    assert lead_to_end(script, "the_form", "mind_the_bike") == "mind_the_bike"


def test_a_hurt_can_be_put_right_before_the_family_goes_on() -> None:
    """What may have hurt in reply 6 is answered, and so is the repair."""
    script = script_of("wrong_box")
    history = begun(script)
    for _ in range(FROM_REPLY - 1):
        history, _ = answer_reply(script, history, reply(script))
    turn = history.state.position.turn
    hurt = reply(script).model_copy(update={"reading": reading(min(script.harmful)), "rules": 4})
    history, said = answer_reply(script, history, hurt)
    assert said.reading.verdicts[0].certainty is Certainty.CLEAR
    assert (history.state.position.turn, history.state.position.hurt) == (turn, True)


def test_what_the_family_was_about_to_tell_comes_before_the_closing_part() -> None:
    """At reply 6 they go on to a turn that begins by telling something; once, so that it can be asked about."""
    script = script_of("wrong_box")
    turn = "which_one"
    onward = script.turn(turn).otherwise[-1].goto
    assert onward is not None
    assert begins_by_telling(script, onward)
    position = Position(turn, trust=2, guarded=2, unmet=9)
    state = State(position, past=(PastMove(position, reply=True),) * (FROM_REPLY - 1))
    said = reply(script).model_copy(update={"short": True})
    step = apply(script, state, said, explain=False)
    assert step.led_to == onward
    assert set(script.turn(onward).says) <= set(step.lines)
    closing = list_turns_ahead(script, turn)[-CLOSING_TURNS]
    assert apply(script, step.state, said, explain=False).led_to in (onward, closing)
    late = State(position, past=(PastMove(position, reply=True),) * LAST_TELLING_REPLY)
    assert apply(script, late, said, explain=False).led_to == closing


def test_where_reply_six_held_a_turn_reply_seven_still_goes_on_to_what_is_told() -> None:
    script = script_of("wrong_box")
    position = Position("which_one", trust=2, guarded=2, unmet=9)
    state = State(position, past=(PastMove(position, reply=True),) * (LAST_TELLING_REPLY - 1))
    said = reply(script).model_copy(update={"short": True})
    assert begins_by_telling(script, apply(script, state, said, explain=False).led_to)


def test_what_is_kept_is_answered_beside_a_plan_and_not_passed_over() -> None:
    """A question about it may be the last one: what waits is told, and else the family says that it waits."""
    script = script_of("father_off_the_record")
    position = Position("read_it_back", trust=4, guarded=0, unmet=9, told=frozenset())
    pick = Pick(
        entry="knows:ffion_said_before", likely=0.9, second="", second_likely=0, span=None, sureness=Sureness.SURE
    )
    said = reply(script).model_copy(
        update={
            "short": True,
            "reading": reading(script.plans or "", forms=(Form.OPEN_QUESTION,)),
            "hearing": Hearing(question=QuestionKind.WHAT),
            "pick": pick,
            "rules": RULES,
        }
    )
    state = State(position, past=(PastMove(position, reply=True),) * (FROM_REPLY + 1))
    step = apply(script, state, said, explain=False)
    assert "knows:ffion_said_before" in [o.entry for o in step.outputs if isinstance(o, EntryOutput)]
    assert [o.silence for o in step.outputs if isinstance(o, SilenceOutput)] == ["the_shoes"]
    assert step.ending
    before = apply(script, state, said.model_copy(update={"rules": FIFTH_RULES}), explain=False)
    assert not [o for o in before.outputs if isinstance(o, EntryOutput)]
