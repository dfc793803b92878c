"""The family's last line: it waits for an answer where it is the last thing that they asked or told."""

from dataclasses import replace

import pytest

from coach.debrief.first_page import DebriefCard, LearnerAnswers, SaidLine
from coach.debrief.page_builder import build_page
from coach.model.conditions import SCENE, Line
from coach.model.rubric import Rubric
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said


def waiting(script: Script, rubric: Rubric, *lines: Line) -> DebriefCard | None:
    """The card after a conversation whose last answer ends in some lines."""
    last = script.turn("last").model_copy(update={"says": lines})
    turns = {**script.dialogue.turns, "last": last}
    other = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    history = replay(other, events(said("asks"), said("child")))
    return build_page(other, rubric, history, answers=LearnerAnswers()).find_card("waiting")


def pat(text: str) -> Line:
    return Line(speaker="pat", text=text)


def test_the_last_line_waits_where_it_asks(script: Script, rubric: Rubric) -> None:
    card = waiting(script, rubric, pat("He sat at the back."), pat("Who does what?"))
    assert card is not None
    assert [part.text for part in card.parts if isinstance(part, SaidLine)] == ["Who does what?"]


@pytest.mark.parametrize("earlier", ["What would you do?", "And will you ring them, then?"])
def test_nothing_waits_where_they_asked_you_and_went_on_to_something_else(
    script: Script, rubric: Rubric, earlier: str
) -> None:
    book = script.dialogue.lines.model_copy(update={"told": ("last",)})
    told = replace(script, dialogue=script.dialogue.model_copy(update={"lines": book}))
    assert waiting(told, rubric, pat(earlier), pat("We did Stourbridge.")) is None
    assert waiting(told, rubric, pat("What right have I got?"), pat("We did Stourbridge.")) is not None
    assert waiting(told, rubric, pat(earlier), pat("Would that help?")) is not None


def test_nothing_waits_where_somebody_spoke_in_what_is_seen(script: Script, rubric: Rubric) -> None:
    pressed = Line(speaker=SCENE, text="He presses. 'Which train.'")
    assert waiting(script, rubric, pressed, pat("Who does what?")) is None
    assert waiting(script, rubric, Line(speaker=SCENE, text="He presses."), pat("Who does what?")) is not None
