"""One event moves a rehearsal on. Everything else (take back, resume, replay) is a fold of this."""

from collections.abc import Iterable
from dataclasses import replace

from coach.errors import NotNow
from coach.model.events import (
    Began,
    BroughtAlong,
    CameBack,
    Disputed,
    Ended,
    Event,
    Kept,
    Lost,
    Paused,
    Reflected,
    Replied,
    Resumed,
    SaidAgain,
    Skipped,
    TookBack,
)
from coach.rehearsal.answer import answer, arrive, move_on
from coach.rehearsal.outputs import Arrived, Output, Spoke
from coach.rehearsal.script import Script
from coach.rehearsal.state import Heard, Position, Said, State


def start(script: Script) -> State:
    """Before anything has been said."""
    begins = script.dialogue.begins
    return State(Position(begins, trust=script.starts.trust, guarded=script.starts.guarded))


def step(script: Script, state: State, event: Event) -> tuple[State, tuple[Output, ...]]:
    """The state after an event, and what came of it.

    Raises NotNow for an event that cannot happen here, such as a reply after the end.
    """
    match event:
        case Began():
            return _begin(script, state)
        case Replied():
            _open(state)
            position, outputs = answer(script, state.position, Heard.of(event, script.harmful, script.mends))
            return _moved(state, position, reply=True), outputs
        case Skipped():
            _open(state)
            position, outputs = move_on(script, state.position)
            return _moved(state, position, reply=False), outputs
        case TookBack():
            if not state.past:
                raise NotNow("There is nothing to take back yet.")
            return replace(state, position=state.past[-1].before, past=state.past[:-1], ended=None), ()
        case SaidAgain():
            return _go_back(state, event), ()
        case Paused():
            return replace(state, paused=True), ()
        case Resumed():
            return replace(state, paused=False), ()
        case Ended():
            return replace(state, ended=event.how, paused=False), ()
        case Disputed() | Reflected() | Kept() | BroughtAlong() | CameBack() | Lost():
            return state, ()


def fold(script: Script, events: Iterable[Event]) -> State:
    """How things stand after all these events."""
    state = start(script)
    for event in events:
        state, _ = step(script, state, event)
    return state


def _begin(script: Script, state: State) -> tuple[State, tuple[Output, ...]]:
    position, lines = arrive(script, state.position, script.dialogue.begins)
    topic = script.turn(position.turn).about()
    return replace(state, position=position), (Spoke(lines, topic), Arrived(position.turn))


def _open(state: State) -> None:
    if state.over():
        raise NotNow("This conversation has ended.", "Say one of your lines again, or go to the debrief.")


def _moved(state: State, position: Position, *, reply: bool) -> State:
    """A move made; speaking again also ends a pause."""
    return replace(state, position=position, past=(*state.past, Said(state.position, reply)), paused=False)


def _go_back(state: State, event: SaidAgain) -> State:
    """To just before a reply, counted from 1; what follows it belongs to another attempt."""
    ways = (*state.earlier, state.past)
    if event.attempt > len(ways):
        raise NotNow(f"There is no attempt number {event.attempt}.")
    way = ways[event.attempt - 1]
    places = [index for index, said in enumerate(way) if said.reply]
    if event.reply > len(places):
        raise NotNow(f"There is no reply number {event.reply} to say again.", "Choose one of your own lines.")
    index = places[event.reply - 1]
    return State(way[index].before, way[:index], earlier=ways)
