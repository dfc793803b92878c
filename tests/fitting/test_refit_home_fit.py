"""`match`, `evaluate` and `fit` read by the rubric that is named, from the libraries that are named."""

import io
import json
from pathlib import Path

import pytest

from coach.cli.main import main
from tests.conftest import SMALL


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    file = tmp_path / "labelled.jsonl"
    file.write_text(
        json.dumps({"id": "1", "reply": "What did they say?", "cue": "", "topic": "none", "labels": []}) + "\n",
        encoding="utf-8",
    )
    return file


@pytest.mark.parametrize("before", [True, False])
def test_a_library_before_or_after_the_command_counts(
    home: Path, before: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], labelled: Path
) -> None:
    named = ["--library", str(SMALL)]
    for command in (["match", "--rubric", "small"], ["evaluate", str(labelled), "--rubric", "small"]):
        monkeypatch.setattr("sys.stdin", io.StringIO('{"id": "1", "reply": "What did they say?"}\n'))
        assert main([*named, *command] if before else [*command, *named]) == 0
        assert capsys.readouterr().out


@pytest.mark.parametrize("rubric", ["supervision", "small"])
def test_fitting_another_rubric_is_refused_in_a_sentence(
    home: Path, rubric: str, capsys: pytest.CaptureFixture[str], labelled: Path
) -> None:
    assert main(["--library", str(SMALL), "fit", str(labelled), "--rubric", rubric]) == 2
    said = capsys.readouterr().err
    assert "does not yet" in said
    assert len(said.splitlines()) == 1


def test_fitting_a_rubric_that_is_not_there_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", "labelled.jsonl", "--rubric", "supervison"]) == 2
    assert "Did you mean supervision" in capsys.readouterr().err
