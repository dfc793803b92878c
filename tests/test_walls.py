"""The walls of the house: what may import what, checked by contract and by looking at what is really loaded."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
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
        "coach.rehearsal.history", "coach.debrief.builder", "coach.matching.classifier", "coach.content.library"
    )
    assert not loaded & {"textual", "rich", "sqlite3"}


def test_the_conversation_needs_only_the_nouns() -> None:
    assert not loaded_by("coach.rehearsal.history") & {"yaml", "rapidfuzz", "textual", "sqlite3", "platformdirs"}


def test_the_plain_front_end_loads_no_textual() -> None:
    assert "textual" not in loaded_by("coach.cli.main", "coach.plain.scenario_choice", "coach.practice.service")


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


def test_the_runtime_is_told_to_report_nothing_before_it_reads_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that hands its events to the system's tracing knows no variable: only this call stops it."""
    import onnxruntime

    from coach.matching.ml import encoder

    order: list[str] = []
    session = onnxruntime.InferenceSession

    def opened(*given: object, **named: object) -> object:
        order.append("a session")
        return session(*given, **named)

    monkeypatch.setattr(onnxruntime, "disable_telemetry_events", lambda: order.append("told"))
    monkeypatch.setattr(onnxruntime, "InferenceSession", opened)
    folder = ROOT / "coach" / "weights" / "encoder"
    encoder.Encoder(folder / "encoder.onnx", folder / "vocabulary.txt")
    assert order == ["told", "a session"]


def test_nothing_else_loads_the_runtime() -> None:
    """So that nothing can forget to tell it. What exports an encoder where weights are fitted is its own program."""
    loads = [
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "coach").rglob("*.py")
        if "import onnxruntime" in file.read_text("utf-8")
    ]
    assert loads == ["coach/matching/ml/encoder.py"]


def test_every_package_that_is_imported_is_declared() -> None:
    """What only comes along with another package is gone when that one changes its mind."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    declared = {
        re.split(r"[^A-Za-z0-9_-]", one)[0].lower().replace("-", "_")
        for one in (
            *project["dependencies"],
            *extras["room"],
            *extras["team"],
            *extras["team-web"],
            *extras["word"],
            *extras["fit"],
        )
    }
    known = {"yaml": "pyyaml", "docx": "python_docx", "sklearn": "scikit_learn", "pydantic_core": "pydantic"}
    found = {
        name.split(".")[0]
        for file in (ROOT / "coach").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
    }
    outside = found - sys.stdlib_module_names - {"coach", ""}
    assert {known.get(name, name) for name in outside} <= declared


def test_the_command_line_opens_without_content_or_models() -> None:
    code = "import coach.cli.main as main, sys; main.command_parser(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "coach.cli.partnership" in done.stdout.split()
    assert not {"pydantic", "yaml", "textual"} & set(done.stdout.split())


def test_the_home_page_waits_for_no_command() -> None:
    code = (
        "import sys, coach.cli.main as main\n"
        "main.rehearsals.open_home = lambda options: print(*sys.modules) or 0\n"
        "raise SystemExit(main.main([]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"coach.cli.authoring", "coach.cli.classroom", "webbrowser"} & set(done.stdout.split())


REPLIES = "Hello Louise\nWhat should it say, in the words you and Theo use?\nfinish\n"
SPEAKS = re.compile(r"AF_INET6?\b")


def test_a_rehearsal_opens_no_connection(tmp_path: Path) -> None:
    """Python tells of every connection, name look-up and listening socket, whichever package asks for it."""
    code = """
import sys
asked = []
def hear(event, given):
    if event.startswith("socket.") and event != "socket.__new__" and event != "socket.gethostname":
        asked.append(event)
sys.addaudithook(hear)
from coach.cli.main import main
status = main(["rehearse", "wrong_box", "--plain"])
print("asked:", asked, "status:", status)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], input=REPLIES, capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, "COACH_HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "asked: [] status: 0"
    assert "Trini and Scottish" in done.stdout


def test_nor_does_a_library_below_python(tmp_path: Path) -> None:
    """What is compiled tells Python nothing: the system is asked, where it can be."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("There is no strace here.")
    said = tmp_path / "calls.txt"
    command = [strace, "-f", "-qq", "-e", "trace=socket,connect", "-o", said, sys.executable, "-m", "coach"]
    done = subprocess.run(
        [*command, "rehearse", "wrong_box", "--plain"], input=REPLIES, capture_output=True, text=True, check=False,
        cwd=ROOT, env={**os.environ, "COACH_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    if "ptrace" in done.stderr and done.returncode:
        pytest.skip("This system lets nobody look on.")
    assert done.returncode == 0
    assert not [line for line in said.read_text("utf-8").splitlines() if SPEAKS.search(line)]
