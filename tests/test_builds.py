"""What is handed out: wheels that pip checks by hash, recipes that name what is there, one version everywhere."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from types import ModuleType

import pytest

from coach import __version__
from tests.house import ROOT

DEPLOY = ROOT / "docs" / "deploy"


@pytest.fixture(scope="module")
def builds() -> ModuleType:
    spec = importlib.util.spec_from_file_location("builds", DEPLOY / "builds.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_folder_of_wheels_lists_each_with_its_hash(builds: ModuleType, tmp_path: Path) -> None:
    own = tmp_path / f"conversation_coach-{__version__}-py3-none-any.whl"
    other = tmp_path / "pydantic_core-2.50.5-cp313-cp313-win_amd64.whl"
    own.write_bytes(b"ours")
    other.write_bytes(b"theirs")
    builds._write_lists(tmp_path, own, "conversation-coach[room]")
    digest = hashlib.sha256(b"theirs").hexdigest()
    listed = (tmp_path / "requirements.txt").read_text("utf-8").splitlines()
    assert f"pydantic-core==2.50.5 --hash=sha256:{digest}" in listed
    assert any(line.startswith(f"conversation-coach[room]=={__version__} --hash=") for line in listed)
    assert f"{digest}  {other.name}" in (tmp_path / "SHA256SUMS").read_text("utf-8")
    assert "--require-hashes" in (tmp_path / "INSTALL.txt").read_text("utf-8")


def test_the_list_of_hashes_has_pip_s_list_too(builds: ModuleType, tmp_path: Path) -> None:
    """A package that somebody adds to pip's list with its own hash is found."""
    own = tmp_path / f"conversation_coach-{__version__}-py3-none-any.whl"
    own.write_bytes(b"ours")
    builds._write_lists(tmp_path, own, "conversation-coach")
    sums = dict(reversed(line.split("  ")) for line in (tmp_path / "SHA256SUMS").read_text("utf-8").splitlines())
    assert sums.keys() == {file.name for file in tmp_path.iterdir()} - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest


def test_the_first_command_is_measured_as_the_readme_has_it(builds: ModuleType) -> None:
    command = builds.find_first_command()
    assert command.removesuffix(" --plain") in (ROOT / "README.md").read_text("utf-8")
    assert "-q" not in command.split()


def test_recipes_and_pages_name_this_version() -> None:
    """They are copied by hand into a terminal, so they cannot look it up."""
    for file in (DEPLOY / "coach.iss", ROOT / "docs" / "for-it.md"):
        named = re.findall(r"conversation[-_]coach-(\d[\d.]*\d)|Version[ =]\"?(\d[\d.]*\d)", file.read_text("utf-8"))
        assert {one or other for one, other in named} == {__version__}


def test_the_installer_takes_what_pyinstaller_makes() -> None:
    script = (DEPLOY / "coach.iss").read_text("utf-8")
    assert r"..\..\dist\coach\*" in script
    assert 'name="coach"' in (DEPLOY / "coach.spec").read_text("utf-8")
    assert "not run" in script.casefold()


def test_the_launcher_starts_a_module_as_python_does(tmp_path: Path) -> None:
    """A room's door is a process of its own, started with the program that runs; in a folder that is this one."""
    home = {**os.environ, "COACH_HOME": str(tmp_path)}
    for words in (["-V"], ["-m", "coach.cli.main"]):
        done = subprocess.run(
            [sys.executable, DEPLOY / "launcher.py", *words], capture_output=True, text=True, check=False, env=home
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_folder_of_wheels_installs_without_a_network(builds: ModuleType, tmp_path: Path) -> None:
    house = builds.build_wheelhouse(tmp_path, "", f"{sys.version_info.major}.{sys.version_info.minor}", "linux")
    venv.create(tmp_path / "env", with_pip=True)
    alone = ["unshare", "--net"] if shutil.which("unshare") and os.geteuid() == 0 else []
    install = ["-m", "pip", "install", "-q", "--no-index", "--find-links", ".", "--require-hashes", "-r"]
    python = tmp_path / "env" / "bin" / "python"
    done = subprocess.run(
        [*alone, python, *install, "requirements.txt"], capture_output=True, text=True, check=False, cwd=house
    )
    assert done.returncode == 0, done.stderr
    rehearsed = subprocess.run(
        [*alone, python, "-m", "coach", "rehearse", "wrong_box", "--plain"],
        input="Hello Louise\nWhat should it say, in the words you and Theo use?\n",
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"COACH_HOME": str(tmp_path / "home"), "PATH": os.environ["PATH"], "PYTHONPATH": ""},
    )
    assert "Trini and Scottish" in rehearsed.stdout
    (changed,) = house.glob("shtab-*.whl")
    changed.write_bytes(changed.read_bytes() + b" ")
    again = [python, *install, "requirements.txt", "--force-reinstall"]
    refused = subprocess.run([*alone, *again], capture_output=True, text=True, check=False, cwd=house)
    assert refused.returncode != 0
    assert "do not match the hashes" in refused.stderr.casefold()
