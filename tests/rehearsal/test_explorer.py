"""The walk through every state goes with the engine, and finds what cannot be reached."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.authoring.explore import explore, walk
from coach.model.conditions import Guard
from coach.model.rubric import Rubric
from coach.model.scenario import Answer, Turn
from coach.rehearsal.engine import apply, start
from coach.rehearsal.explorer import Explorer
from coach.rehearsal.script import Script
from coach.rehearsal.state import WORDS_ALONE, State, Step
from tests.cases import a_few_quickly
from tests.rehearsal.banked import ENTRIES, with_bank
from tests.rehearsal.shipped import LIBRARY, SHIPPED, script_of

QUICK = ("new_baby_marks_unclear", "stop_search_interview")
"""Scenarios of few states; all others take a second each, and `coach check --all` walks them too."""


@cache
def explorer_of(scenario: str) -> Explorer:
    """The explorer of a scenario that ships: what it once found holds for every conversation."""
    return Explorer(script_of(scenario))


def played(data: st.DataObject) -> Iterator[tuple[Explorer, State, Step]]:
    """Each state of a conversation in a scenario that ships, up to its end, and the step that leads on from it."""
    explorer = explorer_of(data.draw(st.sampled_from(SHIPPED)))
    state = start(explorer.script)
    while not state.over():
        heard = data.draw(st.sampled_from(explorer.kinds[state.position.turn])).heard
        step = apply(explorer.script, state, heard)
        yield explorer, state, step
        state = step.state


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_is_carried_over_to_a_state_is_what_the_engine_does_there(data: st.DataObject) -> None:
    for explorer, state, step in played(data):
        if step.after.holds > step.before.holds:
            continue  # entries that only hold the turn are one move of the walk, which goes on
        at = explorer.codec.encode(state.position)
        passages = explorer.list_passages(at)
        assert [
            passage
            for passage in passages
            if passage.branch == step.branch
            and passage.ending == step.ending
            and passage.lead_from(at) == explorer.codec.encode(step.after)
        ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_an_answer_bank_is_walked_as_the_engine_plays_it(script: Script, data: st.DataObject) -> None:
    banked = with_bank(script)
    explorer, state = Explorer(banked), start(banked)
    while not state.over():
        at = explorer.codec.encode(state.position)
        heard = data.draw(st.sampled_from(explorer.kinds[state.position.turn])).heard
        step = apply(banked, state, heard)
        # Entries that only hold the turn are one move of the walk: they are asked until the family goes on.
        entry = banked.find_entry(state.position.turn, heard.pick)
        while entry and not entry.opens and step.after.holds > step.before.holds:
            step = apply(banked, step.state, heard)
        assert explorer.codec.encode(step.after) in [
            passage.lead_from(at)
            for passage in explorer.list_passages(at)
            if passage.branch == step.branch and passage.ending == step.ending
        ]
        state = step.state


def test_entries_end_no_promise_about_ways_and_open_what_they_may(script: Script, rubric: Rubric) -> None:
    plain, banked = explore(script, rubric), explore(with_bank(script), rubric)
    assert banked.is_sound() == plain.is_sound()
    assert set(banked.silences) >= set(plain.silences)
    # Told by a plain question alone: the branch that would have told it is gone.
    branches = {key: branch for key, branch in script.turn("the_bus").replies.items() if key != "told"}
    assert "the_words" not in explore(changed(script, "the_bus", replies=branches), rubric).silences
    assert "the_words" in explore(with_bank(changed(script, "the_bus", replies=branches)), rubric).silences


def test_any_entry_is_one_move(script: Script) -> None:
    many = {f"entry_{number}": ENTRIES["puppies"] for number in range(500)}
    few, all_of_them = with_bank(script), replace(with_bank(script), knows=ENTRIES | many)
    assert walk(Explorer(few)).states == walk(Explorer(all_of_them)).states


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_state_that_was_written_as_a_number_is_read_back_as_it_was(data: st.DataObject) -> None:
    for explorer, state, _ in played(data):
        code = explorer.codec.encode(state.position)
        position = explorer.codec.decode(code)
        assert explorer.codec.encode(position) == code
        words = {name: getattr(state.position, name) for name in WORDS_ALONE}
        assert replace(position, **words) == state.position


def test_the_same_dialogue_is_always_walked_the_same_way(script: Script, rubric: Rubric) -> None:
    assert explore(script, rubric).to_data() == explore(script, rubric).to_data()


def test_a_shortest_way_ends_where_it_says(script: Script, rubric: Rubric) -> None:
    found = explore(script, rubric)
    for name, legs in found.endings.items():
        assert legs[-1].lines[-1] == f"[ending: {name}]"
    for name, legs in found.silences.items():
        assert f"[tells: {name}]" not in [line for leg in legs[:-1] for line in leg.lines]
        assert legs


def changed(script: Script, turn: str, **update: object) -> Script:
    """The script with one turn otherwise."""
    there = script.turn(turn).model_copy(update=update)
    turns: dict[str, Turn] = {**script.dialogue.turns, turn: there}
    return replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))


def test_a_reply_that_an_earlier_one_always_takes_is_named_with_it(script: Script, rubric: Rubric) -> None:
    replies = dict(script.turn("sam_says").replies)
    again = changed(script, "sam_says", replies={**replies, "too_late": replies["asked_sam"]})
    assert ("sam_says", "too_late", "asked_sam") in explore(again, rubric).replies_unreached


def test_a_silence_behind_more_trust_than_can_be_won_is_never_told(script: Script, rubric: Rubric) -> None:
    name = next(iter(script.silences))
    locked = script.silences[name].model_copy(update={"opens": Guard(told=(name,))})
    found = explore(replace(script, silences={**script.silences, name: locked}), rubric)
    assert name in found.silences_unreached
    assert not found.is_sound()


def test_the_short_way_ends_from_every_turn_or_the_turn_is_named(script: Script, rubric: Rubric) -> None:
    found = explore(script, rubric)
    assert found.short_unended == ()
    assert f"{found.short_longest} replies later at the most" in "\n".join(found.describe())
    ring = changed(script, "sam_says", otherwise=(Answer(goto="the_bus"),))
    found = explore(ring, rubric)
    assert set(found.short_unended) == {"the_bus", "sam_says"}
    assert found.short_longest == 0
    assert not found.is_sound()
    assert "On the short way no ending comes from 'sam_says'." in "\n".join(found.describe())


def test_a_walk_that_stopped_early_says_so(script: Script) -> None:
    assert not walk(Explorer(script), most=3).whole


@pytest.mark.parametrize("scenario", a_few_quickly(SHIPPED, QUICK))
def test_everything_in_every_scenario_that_ships_can_be_reached(scenario: str) -> None:
    script = script_of(scenario)
    found = explore(script, LIBRARY.rubric(script.dialogue.rubric))
    assert found.is_sound(), "\n".join(found.describe())
