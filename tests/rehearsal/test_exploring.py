"""The walk through every state keeps step with the engine, and finds what cannot be reached."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.authoring.explore import explore
from coach.content.library import Library, find_shipped_folders
from coach.model.conditions import Guard
from coach.model.rubric import Rubric
from coach.model.scenario import Turn
from coach.rehearsal.engine import answer, start
from coach.rehearsal.explorer import Compact, Spot, walk
from coach.rehearsal.script import Script, stage
from coach.rehearsal.state import BranchOutput, Position

LIBRARY = Library(find_shipped_folders())


def script_of(name: str) -> Script:
    dialogue = LIBRARY.dialogue(name)
    return stage(name, dialogue, LIBRARY.family(dialogue.family), LIBRARY.rubric(dialogue.rubric))


SCRIPTS = tuple(script_of(shelved.id) for shelved in LIBRARY.shelf("dialogues"))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_walk_steps_exactly_as_the_engine_does(data: st.DataObject) -> None:
    script = data.draw(st.sampled_from(SCRIPTS))
    compact, position = Compact(script), start(script).position
    spot = compact.start()
    while True:
        move = data.draw(st.sampled_from(compact.turns[spot.turn].moves))
        position, outputs = answer(script, position, move.heard)
        came = compact.after(spot, move)
        assert came.branch == next(each.branch for each in outputs if isinstance(each, BranchOutput))
        assert came.ending == position.ending
        if came.ending is not None:
            break
        spot = came.spot
        assert as_spot(compact, position) == spot


def as_spot(compact: Compact, at: Position) -> Spot:
    bits = {key: 1 << place for place, key in enumerate((*compact.script.turn(at.turn).replies, "hurt", "mended"))}
    return Spot(
        at.turn,
        at.trust,
        at.guarded,
        at.hurt,
        at.helpful_run,
        sum(compact.silences[name] for name in at.told),
        sum(compact.marks[name] for name in at.remembered),
        sum(bits[name] for name in at.used),
        at.unmet,
    )


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


def test_a_walk_that_stopped_early_says_so(script: Script) -> None:
    assert not walk(Compact(script), most=3).whole


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.scenario)
def test_everything_in_every_scenario_that_ships_can_be_reached(script: Script) -> None:
    found = explore(script, LIBRARY.rubric(script.dialogue.rubric))
    assert found.is_sound(), "\n".join(found.describe())
