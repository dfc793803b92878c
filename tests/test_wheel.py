"""The wheel carries scenarios, families and rubrics, and rehearses in an empty environment from any folder."""

import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVIEST = 52
"""Millions of bytes of a wheel."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_holds_all_content_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for kind in ("dialogues", "personas"):
        for file in (ROOT / kind).glob("*.yaml"):
            assert f"coach/{kind}/{file.name}" in names
    assert "coach/rubrics/openness.yaml" in names
    assert "coach/practice/care.yaml" in names
    assert not [n for n in names if n.startswith("tests")]


def test_the_wheel_is_small_and_leaves_out_what_weights_are_fitted_on(wheel: Path) -> None:
    """No command reads that: `coach fit` learns from replies of one's own, and from scores beside the weights."""
    assert wheel.stat().st_size <= HEAVIEST * 10**6
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if "corpus/" in name or name.endswith("marked_replies.npz")]
    assert {"coach/weights/openness/crossed.npz", "coach/weights/supervision/crossed.npz"} <= set(names)


@pytest.mark.slow
def test_a_wheel_that_is_built_again_is_the_same_to_the_byte(wheel: Path, tmp_path: Path) -> None:
    """Whoever doubts a wheel builds it, and compares."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (again,) = tmp_path.glob("*.whl")
    assert sha256(again.read_bytes()).digest() == sha256(wheel.read_bytes()).digest()


@pytest.mark.slow
def test_the_lowest_versions_allowed_start_every_front_end(wheel: Path, tmp_path: Path) -> None:
    """A floor that nobody tries is a guess: each required package, at the lowest version that is let in."""
    required = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = (*required["dependencies"], *required["optional-dependencies"]["room"])
    floors = [f"{found[1]}=={found[2]}" for one in wanted if (found := re.match(r"([\w-]+)>=([\d.]+)", one))]
    assert len(floors) == len(wanted)
    (tmp_path / "floors.txt").write_text("\n".join(floors), encoding="utf-8")
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    command = [
        python,
        "-m",
        "pip",
        "install",
        "-q",
        "--only-binary=:all:",
        "-c",
        tmp_path / "floors.txt",
        f"{wheel}[room]",
    ]
    installed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert installed.returncode == 0, installed.stderr
    starts = """
import asyncio
import tempfile
from pathlib import Path
from coach.cli.main import main
from coach.records.paths import Places
from coach.tui.app import CoachApp
import coach.web.room_server
async def look():
    home = Path(tempfile.mkdtemp())
    app = CoachApp(Places(home, home))
    async with app.run_test() as pilot:
        await pilot.pause()
        print("a screen:", type(app.screen).__name__)
asyncio.run(look())
main(["rehearse", "wrong_box", "--plain"])
"""
    done = subprocess.run(
        [python, "-c", starts],
        input="Hello Louise\nWhat should it say, in the words you and Theo use?\n",
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"COACH_HOME": str(tmp_path / "home"), "PATH": os.environ["PATH"], "PYTHONPATH": ""},
    )
    assert done.returncode == 0, done.stderr
    assert "a screen:" in done.stdout
    assert "Trini and Scottish" in done.stdout


@pytest.mark.slow
def test_installed_in_an_empty_environment_it_rehearses_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    installed = subprocess.run(
        [python, "-m", "pip", "install", "-q", wheel], capture_output=True, text=True, check=False
    )
    if "Could not find a version" in installed.stderr or "connection" in installed.stderr.lower():
        pytest.skip("the dependencies cannot be fetched here: " + installed.stderr.splitlines()[-1])
    assert installed.returncode == 0, installed.stderr
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = subprocess.run(
        [tmp_path / "env" / "bin" / "coach", "rehearse", "wrong_box", "--plain"],
        input="Hello Louise\nWhat should it say, in the words you and Theo use?\n",
        capture_output=True,
        text=True,
        check=True,
        cwd=elsewhere,
        env={"COACH_HOME": str(tmp_path / "home"), "PATH": os.environ["PATH"], "PYTHONPATH": ""},
    )
    assert "Trini and Scottish" in done.stdout
    assert list(elsewhere.iterdir()) == []
