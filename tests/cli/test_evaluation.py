"""`coach evaluate` and `coach fit`: corrections come back, and nothing leaves the machine."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import coach
from coach.cli.main import main
from coach.matching.ml.weight_files import locate_weights
from tests.commands import run_apart as run

VOICES = Path(coach.__file__).parent / "corpus" / "voices"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Sixty labelled replies of one's own."""
    file = tmp_path / "mine.jsonl"
    file.write_text("".join((VOICES / "v20.jsonl").read_text("utf-8").splitlines(keepends=True)[:60]), "utf-8")
    return file


@pytest.mark.slow
def test_evaluate_gives_figures_with_their_bounds(mine: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(mine), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["replies"] == 60
    macro = found["figures"]["macro_f1"]
    assert 0 <= macro["low"] <= macro["value"] <= macro["high"] <= 1
    few = mine.with_name("few.jsonl")
    few.write_text("".join(mine.read_text("utf-8").splitlines(keepends=True)[:20]), "utf-8")
    assert main(["evaluate", str(few)]) == 0
    assert "names_race_directly" in capsys.readouterr().out


@pytest.mark.slow
def test_a_fit_that_does_not_help_keeps_nothing_and_one_that_was_kept_can_be_undone(mine: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    looked = run("fit", str(mine), "--only-look", home=home)
    assert "Nothing was changed." in looked.stdout, looked.stderr
    assert not (home / "weights").exists()
    done = run("fit", str(mine), home=home)
    assert done.returncode == 0, done.stderr
    assert "before" in done.stdout
    kept = home / "weights" / "openness" / "decision.npz"
    assert kept.is_file() is ("nothing was kept" not in done.stdout)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes((locate_weights() / "openness" / "decision.npz").read_bytes())
    row = json.dumps({"id": "1", "cue": "They said I fit the description.", "topic": "inter_rec", "reply": "Say more?"})
    assert run("match", typed=row + "\n", home=home).returncode == 0
    assert run("fit", "--undo", home=home).returncode == 0
    assert run("fit", "--undo", home=home).returncode != 0


def test_too_few_replies_and_strange_labels_are_refused_in_a_sentence(
    mine: Path, tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text(mine.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert main(["fit", str(few)]) == 1
    assert "too few" in capsys.readouterr().err
    strange = tmp_path / "strange.jsonl"
    strange.write_text('{"id": "1", "reply": "Well.", "labels": ["kind"]}\n', "utf-8")
    assert main(["evaluate", str(strange)]) == 1
    assert "no criterion 'kind'" in capsys.readouterr().err
    assert main(["evaluate", str(tmp_path / "none.jsonl")]) == 1


def test_the_core_that_reads_needs_no_library_for_learning() -> None:
    code = (
        "import coach.matching.loading, coach.fitting.refit, sys;"
        "print([name for name in ('torch', 'sklearn', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
