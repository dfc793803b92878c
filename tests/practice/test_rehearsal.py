"""The walk of one reply: the engine takes one step, and what is kept is what is shown."""

import pytest

from coach.model.events import Replied
from coach.practice.rehearsal import Answered
from coach.practice.service import PracticeService
from coach.rehearsal import history
from coach.rehearsal.engine import apply
from coach.rehearsal.state import Step


def test_the_engine_takes_one_step_a_reply(practice: PracticeService, monkeypatch: pytest.MonkeyPatch) -> None:
    rehearsal = practice.begin("bus")
    steps: list[Step] = []

    def count(*args: object, **options: object) -> Step:
        steps.append(apply(*args, **options))  # type: ignore[arg-type]  # as it is called
        return steps[-1]

    monkeypatch.setattr(history, "apply", count)
    answered = rehearsal.submit("What was it like for Sam?")
    assert isinstance(answered, Answered)
    [step] = steps
    assert answered.exchange.lines() == step.lines
    assert answered.exchange.outputs == step.outputs
    assert rehearsal.story.state == step.state
    kept = rehearsal.events[-1]
    assert isinstance(kept, Replied)
    assert kept == answered.exchange.event
    assert kept.answered == step.answered
