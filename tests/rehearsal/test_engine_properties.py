"""What holds for every dialogue that ships and every conversation in it, whatever is said."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.model.conditions import HIGHEST, LOWEST
from coach.model.events import Event, Paused, Replied, Resumed, SaidAgain, Skipped, TookBack
from coach.model.reading import Form
from coach.rehearsal.engine import apply, fold, start
from coach.rehearsal.script import Script, list_failures
from coach.rehearsal.state import Signals, SilenceOutput
from tests.conftest import START, began, reading
from tests.rehearsal.shipped import SCENARIOS, script_of, scripts


@st.composite
def conversations(draw: st.DrawFn) -> tuple[Script, list[Event]]:
    """A dialogue and events that can happen in it, in any order."""
    script = draw(scripts)
    criteria = criteria_of(script)
    happened: list[Event] = [began()]
    state = fold(script, happened)
    for _ in range(draw(st.integers(0, 30))):
        event = draw(moves(criteria, state.over(), bool(state.past), state.replies()))
        state = apply(script, state, event).state
        happened.append(event)
    return script, happened


def criteria_of(script: Script) -> tuple[str, ...]:
    return tuple(sorted(script.helpful | script.harmful))


@cache
def moves(criteria: tuple[str, ...], over: bool, past: bool, said: int) -> st.SearchStrategy[Event]:
    """Events that can happen at a state: where the talk is over or not, with something before it, after so much."""
    options: list[st.SearchStrategy[Event]] = [st.just(Paused(at=START)), st.just(Resumed(at=START))]
    if not over:
        options += [replies(criteria), replies(criteria), st.just(Skipped(at=START))]
    if past:
        options.append(st.just(TookBack(at=START)))
    if said:
        options.append(st.integers(1, said).map(lambda n: SaidAgain(at=START, reply=n)))
    return st.one_of(options)


@cache
def replies(criteria: tuple[str, ...]) -> st.SearchStrategy[Event]:
    """Replies that meet any few criteria, in any forms."""
    return st.builds(
        lambda clear, forms, follows: Replied(
            at=START, text="Well then", reading=reading(*clear, forms=tuple(forms), follows_up=follows)
        ),
        st.lists(st.sampled_from(criteria), max_size=4, unique=True),
        st.lists(st.sampled_from(list(Form)), max_size=3, unique=True),
        st.booleans(),
    )


@given(conversations(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_fold_and_one_step_are_the_fold_of_the_whole_and_taking_back_restores_it(
    talk: tuple[Script, list[Event]], data: st.DataObject
) -> None:
    """What was before a reply is there again once the reply is taken back."""
    script, happened = talk
    whole = fold(script, happened)
    cut = data.draw(st.integers(1, len(happened)))
    state = fold(script, happened[:cut])
    for event in happened[cut:]:
        state = apply(script, state, event).state
    assert state == whole, cut
    before = apply(script, whole, Resumed(at=START)).state
    if before.over():
        return
    event = data.draw(replies(criteria_of(script)))
    after = apply(script, before, event).state
    back = apply(script, after, TookBack(at=START)).state
    assert back == before, "taken back"


@given(conversations())
@settings(max_examples=200, deadline=None)
def test_a_talk_is_always_within_its_bounds_and_no_silence_is_told_without_its_guard(
    talk: tuple[Script, list[Event]],
) -> None:
    """Its scales are, and it is always in a turn or an ending."""
    script, happened = talk
    state = start(script)
    for event in happened:
        before = state.position
        step = apply(script, state, event)
        state = step.state
        assert LOWEST <= state.position.trust <= HIGHEST
        assert LOWEST <= state.position.guarded <= HIGHEST
        assert state.position.turn in script.dialogue.turns
        assert state.position.ending is None or state.position.ending in script.dialogue.endings
        for told in (output.silence for output in step.outputs if isinstance(output, SilenceOutput)):
            assert isinstance(event, Replied)
            heard = Signals.of(event)
            assert not list_failures(script, script.opens(told), heard, before)
            assert told not in before.told
            assert not heard.clear & script.harmful
            assert not state.position.hurt


@pytest.mark.parametrize("scenario", SCENARIOS)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_every_conversation_comes_to_an_end_whatever_is_said(scenario: str, data: st.DataObject) -> None:
    script = script_of(scenario)
    most = sum(len(t.replies) + len(t.otherwise) + 2 for t in script.dialogue.turns.values())
    state = fold(script, [began()])
    moves_made = 0
    one = data.draw(replies(criteria_of(script)))
    other = data.draw(replies(criteria_of(script)))
    while not state.over():
        state = apply(script, state, one if moves_made % 2 else other).state
        moves_made += 1
        assert moves_made <= most
