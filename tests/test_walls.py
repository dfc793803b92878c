"""The walls of the house: what may import what, checked by contract and by looking at what is really loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def loaded_by(*modules: str) -> set[str]:
    """Top-level packages that importing these modules loads, in a process of its own."""
    code = f"import sys, {', '.join(modules)}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_core_loads_neither_textual_nor_sqlite() -> None:
    loaded = loaded_by(
        "coach.rehearsal.story", "coach.debrief.debrief", "coach.matching.matcher", "coach.content.library"
    )
    assert not loaded & {"textual", "rich", "sqlite3"}


def test_the_conversation_needs_only_the_nouns() -> None:
    assert not loaded_by("coach.rehearsal.story") & {"yaml", "rapidfuzz", "textual", "sqlite3", "platformdirs"}


def test_the_plain_front_end_loads_no_textual() -> None:
    assert "textual" not in loaded_by("coach.cli", "coach.plain.front", "coach.practice.practice")


def test_the_first_screen_waits_for_nothing_it_does_not_show() -> None:
    assert not loaded_by("coach.tui.app") & {"pydantic", "yaml", "rapidfuzz", "sqlite3"}


def test_what_reads_replies_starts_nothing_that_could_report_to_its_maker() -> None:
    """Its telemetry is a thread of its own. Where there is no list of threads, there is none to look at."""
    tasks = Path("/proc/self/task")
    code = f"import coach, onnxruntime, os; print(len(os.listdir({str(tasks)!r})))"
    alone = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    alone.pop("ORT_DISABLE_TELEMETRY", None)
    if tasks.exists():
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=alone, cwd=ROOT
        )
        assert done.stdout.strip() == "1"


@pytest.mark.parametrize("name", ["utils", "helpers", "manager", "base", "common", "misc"])
def test_no_room_is_named_for_nothing(name: str) -> None:
    assert not list((ROOT / "coach").rglob(f"{name}.py")) + list((ROOT / "coach").rglob(f"{name}/"))


def test_a_file_is_one_idea() -> None:
    long = {f: n for f in (ROOT / "coach").rglob("*.py") if (n := len(f.read_text("utf-8").splitlines())) > 600}
    assert not long


def test_the_command_line_opens_without_content_or_models() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import coach.cli, sys; print('pydantic' in sys.modules, 'yaml' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", "False"]
