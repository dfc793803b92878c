"""Optional parts: a rehearsal needs none, and a missing one is asked for in one sentence with the line that adds it."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from coach.parts import PARTS, OptionalPart, PartMissing, advise_install, list_requirements, require_part

ROOT = Path(__file__).parent.parent
ALL_MODULES = sorted({module for part in PARTS.values() for module in part.modules} | {"segno", "lxml", "mako"})


def run_without(*commands: tuple[str, ...], home: Path, typed: str = "") -> CompletedProcess[str]:
    """Commands one after another, until one fails, in a process where no optional module can be had."""
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({ALL_MODULES!r}))\n"
        f"from coach.cli.main import main\n"
        f"for words in {commands!r}:\n"
        f"    print('>', words[0])\n"
        f"    if failed := main(words): sys.exit(failed)"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"COACH_HOME": str(home), "PATH": "", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        check=False,
        cwd=home,
        timeout=120,
    )


def test_a_rehearsal_and_supervision_by_files_need_no_optional_part(tmp_path: Path) -> None:
    """From the first line to a review that comes back, with nothing that is optional."""
    done = run_without(
        ("rehearse", "wrong_box", "--plain"),
        ("bring", "last", "--moment", "1", "--yes", "-o", "mine.coach.json"),
        ("take-in", "mine.coach.json"),
        ("desk", "--json"),
        home=tmp_path,
        typed="Hello Louise\nWhat should it say?\nfinish\n",
    )
    assert done.returncode == 0, done.stderr
    taken, listed = done.stdout.split("> take-in\n")[1].split("> desk\n")
    assert "On the desk as" in taken
    assert [item["what"] for item in json.loads(listed)] == ["moment"]


@pytest.mark.parametrize(
    ("commands", "extra"),
    [
        ((("rehearse", "wrong_box", "--plain"), ("export", "last", "--format", "word", "-o", "it.docx")), "word"),
        ((("serve", "--no-browser"),), "room"),
        ((("room", "--no-board"),), "room"),
        ((("team", "administrator-sql"),), "team"),
    ],
)
def test_a_missing_part_is_asked_for_in_one_sentence(
    commands: tuple[tuple[str, ...], ...], extra: str, tmp_path: Path
) -> None:
    done = run_without(*commands, home=tmp_path, typed="Hello Louise\nfinish\n")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"need the extra `{extra}`" in done.stderr
    assert "-m pip install" in done.stderr
    assert PARTS[extra].modules[0] in done.stderr


@pytest.mark.parametrize("extra", PARTS)
def test_every_part_is_an_extra_whose_packages_hold_its_modules(extra: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert extra in project["optional-dependencies"]
    wanted = " ".join(list_requirements(extra)).casefold()
    known = {"docx": "python-docx", "sklearn": "scikit-learn"}
    assert [module for module in PARTS[extra].modules if known.get(module, module) not in wanted] == []


def test_the_line_that_adds_a_part_is_for_the_environment_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert f"{sys.executable} -m pip install" in advise_install(PARTS["word"])
    (tmp_path / "uv-receipt.toml").touch()
    assert "uv pip install --python" in advise_install(PARTS["word"])
    (tmp_path / "pipx_metadata.json").touch()
    assert "pipx inject conversation-coach" in advise_install(PARTS["word"])
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert "made without it" in advise_install(PARTS["word"])


def test_what_is_there_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    require_part("word")
    monkeypatch.setitem(PARTS, "word", OptionalPart("word", "Word documents", ("no_such_module_at_all",)))
    with pytest.raises(PartMissing, match="not installed of it: no_such_module_at_all"):
        require_part("word")
