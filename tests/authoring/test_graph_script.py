"""A scenario as a script to print: all that is said, to what, in plain words, and nothing that is private."""

from pathlib import Path

import pytest

from coach.authoring.graph import describe_guard, lay_out_script
from coach.cli.main import main
from coach.debrief.render import render_plain
from coach.model.conditions import Guard, Range
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import SMALL
from tests.rehearsal.banked import with_bank


def test_everything_that_is_said_is_in_it_and_nothing_private(script: Script, rubric: Rubric) -> None:
    text = render_plain(lay_out_script(with_bank(script), rubric))
    dialogue = script.dialogue
    lines = [line.text for turn in dialogue.turns.values() for line in turn.says]
    lines += [line.text for turn in dialogue.turns.values() for answer in turn.answers() for line in answer.says]
    lines += [line.text for silence in script.silences.values() for line in silence.tells]
    lines += [line.text for ending in dialogue.endings.values() for line in ending.says]
    lines += [line.text for line in with_bank(script).list_bank_lines()]
    assert not [line for line in lines if line not in text]
    assert "PRIVATE-STRING" not in text
    assert "Drafted; not yet reviewed" in text


def test_conditions_are_in_plain_words(rubric: Rubric) -> None:
    guard = Guard(met=("asks",), hurt=("any",), trust=Range(low=2), not_told=("the_words",), while_hurt=True)
    asks = rubric.criteria["asks"].name
    assert describe_guard(guard, rubric) == (
        f"does “{asks}”, and hurts by any harm, and trust is 2+, and “the_words” has not been told, and a hurt stands"
    )
    assert describe_guard(Guard(), rubric) == ""
    assert describe_guard(Guard(any_met=tuple("abcdefgh")), rubric).endswith("f or 2 others")


@pytest.mark.parametrize("ending", [".docx", ".html", ".txt"])
def test_the_command_writes_it_to_be_printed(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    file = tmp_path / f"bus{ending}"
    assert main(["graph", "bus", "--script", str(file), "--library", str(SMALL)]) == 0
    assert capsys.readouterr().out.strip() == str(file)
    assert file.stat().st_size > 500
    assert b"PRIVATE-STRING" not in file.read_bytes()
