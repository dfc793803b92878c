"""The wheel carries scenarios, families and rubrics, and rehearses in an empty environment from any folder."""

import os
import subprocess
import sys
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


@pytest.fixture(scope="module")
def corpus_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("corpus")
    folder = ROOT / "docs" / "deploy" / "corpus"
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


def test_the_second_wheel_holds_what_the_first_leaves_out_and_nothing_twice(wheel: Path, corpus_wheel: Path) -> None:
    """Both lie in one folder once they are installed, so that what makes the weights finds its replies."""
    first, second = set(zipfile.ZipFile(wheel).namelist()), set(zipfile.ZipFile(corpus_wheel).namelist())
    replies = {file.relative_to(ROOT).as_posix() for file in (ROOT / "coach" / "corpus").rglob("*") if file.is_file()}
    assert replies | {"coach/fitting/marked_replies.npz"} <= second
    assert not {name for name in first & second if not name.endswith("/")}
    assert wheel.name.split("-")[1] == corpus_wheel.name.split("-")[1]
    assert "conversation-coach-corpus" not in (ROOT / "pyproject.toml").read_text("utf-8")


def test_no_wheel_is_for_one_machine(wheel: Path, corpus_wheel: Path) -> None:
    """So that no compiler is needed, wherever they are installed."""
    assert wheel.name.endswith("-py3-none-any.whl")
    assert corpus_wheel.name.endswith("-py3-none-any.whl")


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
