"""Each step of the walk is one that the engine takes, and the engine takes none besides."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

import pytest

from coach.model.conditions import Guard, Line, Range
from coach.model.scenario import Answer, Condition, Entry, Reaction
from coach.rehearsal.engine import apply
from coach.rehearsal.explorer import Code, Explorer
from coach.rehearsal.script import Script
from coach.rehearsal.state import State
from tests.rehearsal.banked import with_bank, with_turns

MOST = 1_500
"""States that are compared, the nearest to the beginning first."""
Way = tuple[str, str | None, frozenset[str], Code]
"""The branch that answered, the ending, what was told, and the state after it."""


def with_everything(script: Script) -> Script:
    """The banked script in which entries, answers and conditions open silences, leave marks and lead on."""
    marks = Entry.model_validate({"asked": "x", "says": {"pat": "Since May."}, "remember": "said_may"})
    telling = {"met": "child", "says": {"pat": "Well then."}, "tells": "the_fear", "trust": "2+", "remember": "asked"}
    last = script.turn("last")
    return with_turns(
        replace(with_bank(script), knows={**with_bank(script).knows, "since": marks}),
        sam_says={
            "about": "singing",
            "asks": {
                "yes": Reaction.model_validate({"says": {"pat": "You do."}, "changes": {"guarded": "-1"}}),
                "no": Reaction.model_validate({"branch": "feared"}),
            },
            "meets": {"day": Condition.model_validate(telling)},
            "says_if": (),
        },
        last={
            "replies": {
                **last.replies,
                "since_may": last.replies["sorry"].model_copy(
                    update={"met": ("names",), "remembers": ("said_may",), "while_hurt": False, "goto": None}
                ),
            },
            "otherwise": (Answer(says=(Line(speaker="pat", text="Mm."),)), *last.otherwise),
        },
    )


def engine_ways(explorer: Explorer, at: Code) -> Iterator[Way]:
    """Every step that the engine takes from a state, for each kind of reply that its turn tells apart."""
    script, position = explorer.script, explorer.codec.decode(at)
    for kind in explorer.kinds[position.turn]:
        step = apply(script, State(position), kind.heard)
        entry = script.find_entry(position.turn, kind.heard.pick)
        # Entries that only hold the turn are one move of the walk: they are asked until the family goes on.
        if entry and not entry.opens and not script.list_path_marks().intersection(entry.remember):
            while step.after.holds > step.before.holds:
                step = apply(script, step.state, kind.heard)
        told = step.after.told - position.told
        yield step.branch, step.after.ending, frozenset(told), explorer.codec.encode(step.after)


def walk_ways(explorer: Explorer, at: Code) -> Iterator[Way]:
    """Every step that the walk takes from a state."""
    for passage in explorer.list_passages(at):
        yield passage.branch, passage.ending, passage.told, passage.lead_from(at)


def list_states(explorer: Explorer) -> Iterator[Code]:
    """The states of a dialogue, nearest to its beginning first."""
    seen, todo = {explorer.start()}, deque([explorer.start()])
    while todo and len(seen) < MOST:
        at = todo.popleft()
        yield at
        for _, ending, _, there in walk_ways(explorer, at):
            if ending is None and there not in seen:
                seen.add(there)
                todo.append(there)


@pytest.mark.parametrize("rich", [False, True], ids=["criteria alone", "entries, answers and conditions"])
def test_from_every_state_the_walk_goes_where_the_engine_goes(script: Script, rich: bool) -> None:
    explorer = Explorer(with_everything(script) if rich else script)
    for at in list_states(explorer):
        assert set(walk_ways(explorer, at)) == set(engine_ways(explorer, at))


def test_a_state_is_written_as_a_number_and_read_back(script: Script) -> None:
    explorer = Explorer(with_everything(script))
    assert explorer.codec.decode(explorer.start()).turn == "the_bus"
    for at in list_states(explorer):
        position = explorer.codec.decode(at)
        assert explorer.codec.encode(position) == at
        assert explorer.codec.find_turn(at) == position.turn


def test_what_moves_a_scale_is_told_apart_from_what_does_not(script: Script) -> None:
    explorer = Explorer(script)
    moved = {passage.branch: passage.moved for passage in explorer.list_passages(explorer.start())}
    assert moved == {"otherwise": False, "told": True, "asked": True, "stand_in": False, "brushed_off": True}


def test_a_silence_that_waits_for_trust_is_told_in_the_states_that_have_it(script: Script) -> None:
    """And in no other, however alike the states are."""
    guard = Guard(met=("asks",), trust=Range(low=2))
    silence = script.silences["the_words"].model_copy(update={"opens": guard})
    explorer = Explorer(replace(script, silences={**script.silences, "the_words": silence}))
    for trust, told in ((1, False), (2, True)):
        at = explorer.codec.encode(replace(explorer.codec.decode(explorer.start()), trust=trust))
        assert any("the_words" in passage.told for passage in explorer.list_passages(at)) is told
