"""A dialogue drawn: everything in it is in the picture, and a rehearsal can be laid over it."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from coach.authoring.graph import EdgeKind, build_picture, render_mermaid, render_svg, render_tree
from coach.model.events import Event
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import began, said


@pytest.fixture
def walked(script: Script) -> tuple[Event, ...]:
    return began(), said("asks"), said("child"), said("mend")


def test_every_turn_ending_opening_and_silence_is_in_the_picture(script: Script) -> None:
    drawn = build_picture(script)
    assert {node.id for node in drawn.nodes} == {*script.dialogue.turns, *script.dialogue.endings}
    assert {node.id for node in drawn.nodes if node.topic} == {k for k, t in script.dialogue.turns.items() if t.opening}
    assert {silence for node in drawn.nodes for silence in node.tells} == set(script.silences)
    assert {EdgeKind.OPENED, EdgeKind.ONWARD} <= {edge.kind for edge in drawn.edges}


def test_a_turn_stands_after_every_turn_that_leads_to_it(script: Script) -> None:
    drawn = build_picture(script)
    places = {node.id: place for place, node in enumerate(drawn.nodes)}
    assert all(places[edge.start] < places.get(edge.to, len(places)) for edge in drawn.edges)


def test_a_rehearsal_laid_over_it_numbers_its_way(script: Script, walked: tuple[Event, ...]) -> None:
    drawn = build_picture(script, replay(script, walked).attempt())
    way = sorted((node.visited, node.id) for node in drawn.nodes if node.visited)
    assert [place for place, _ in way] == list(range(1, len(way) + 1))
    assert way[0][1] == script.dialogue.begins
    assert way[-1][1] in script.dialogue.endings
    assert any(edge.walked for edge in drawn.edges)
    assert any("your way" in line for line in render_tree(drawn))


def test_the_svg_is_sound_and_fetches_nothing(script: Script) -> None:
    text = render_svg(build_picture(script))
    ElementTree.fromstring(text)
    assert re.findall(r"https?://[^\"]+", text) == ["http://www.w3.org/2000/svg"]
    assert "<script" not in text


def test_hostile_words_in_a_dialogue_stay_words_in_its_pictures(script: Script) -> None:
    turn = script.turn("the_bus")
    line = turn.says[-1].model_copy(update={"text": '</text><script>alert("1")</script>'})
    nasty = script.dialogue.model_copy(
        update={"turns": {**script.dialogue.turns, "the_bus": turn.model_copy(update={"says": (line,)})}}
    )
    drawn = build_picture(replace(script, dialogue=nasty))
    assert "<script" not in render_svg(drawn)
    assert "<script" not in render_mermaid(drawn)


def test_mermaid_names_no_node_by_a_word_of_its_own(script: Script) -> None:
    text = render_mermaid(build_picture(script))
    assert text.startswith("flowchart TD\n")
    assert not re.search(r"^\s*end\b|\bend\s*$", text, re.MULTILINE)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_tree_fits_the_terminal(script: Script, width: int) -> None:
    assert max(map(len, render_tree(build_picture(script), width))) <= width
