"""A home that cannot be used, a full disk, files that are none: one sentence each, and a status that says so."""

import gc
import io
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from coach.cli import context as this_machine
from coach.cli.main import main
from coach.cli.rehearsals import NOT_KEPT
from coach.records.paths import parse_file


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test is a run of its own."""
    monkeypatch.setattr(this_machine, "_SAID", set())


def coach(*words: str, home: Path | str, typed: str = "", most: int = 0, user: int | None = None) -> tuple[int, str]:
    """A run of the coach, where no file may grow beyond `most` bytes; its status and what it said of errors."""

    def limited() -> None:
        if most:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    # Bytecode may not grow beyond the limit either: Python would keep half of it, and every later import would fail.
    environment = {**os.environ, "COACH_HOME": str(home), **({"PYTHONDONTWRITEBYTECODE": "1"} if most else {})}
    done = subprocess.run(
        [sys.executable, "-m", "coach", *words],
        input=typed,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=120,
        preexec_fn=limited,
        user=user,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


@pytest.mark.parametrize("command", [["rehearsals"], ["scenarios"], ["places"], ["forget", "--all"]], ids=" ".join)
def test_a_home_whose_name_is_too_long_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path / ("a" * 300) / ("b" * 5000)))
    assert main(command) == 1
    said = capsys.readouterr().err
    assert "cannot be used: file name too long. COACH_HOME can name another folder." in said
    assert len(said) < 400


def test_a_home_that_one_may_not_look_into_is_a_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As root may look anywhere, the answer of the system is put in its place."""
    home.mkdir()
    home.chmod(0)
    monkeypatch.setattr(os, "access", lambda _file, _how: False)
    assert main(["rehearsals"]) == 1
    assert f"{home}, cannot be used: you may not look into it." in capsys.readouterr().err


def test_a_home_that_everybody_can_write_to_is_used_and_said_once(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.mkdir()
    home.chmod(0o777)
    assert main(["rehearsals"]) == 0
    said = capsys.readouterr().err
    assert said.count("Everybody on this computer can change what is in") == 1
    assert "`chmod 700`" in said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder of another user's")
def test_a_home_that_is_a_link_into_another_user_s_folder_is_refused(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    os.chown(theirs, 12345, 12345)
    home.symlink_to(theirs)
    assert main(["rehearsals"]) == 1
    assert "it is a link into a folder of another user's" in capsys.readouterr().err
    assert list(theirs.iterdir()) == []


def test_what_a_link_at_the_file_of_rehearsals_leads_to_keeps_its_rights(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.db"
    target.touch(mode=0o644)
    target.chmod(0o644)
    home.mkdir()
    (home / "rehearsals.db").symlink_to(target)
    assert main(["rehearsals"]) == 0
    assert target.stat().st_mode & 0o777 == 0o644


def test_a_rehearsal_that_could_not_be_kept_says_so_and_ends_with_a_status_of_its_own(tmp_path: Path) -> None:
    status, said = coach(
        "rehearse", "wrong_box", "--plain", home=tmp_path / "home", typed="Hello.\nfinish\n", most=8192
    )
    assert status == NOT_KEPT
    assert "gone when the coach closes" in said
    assert "Exit status" in subprocess.run(
        [sys.executable, "-m", "coach", "--help"], capture_output=True, text=True, check=True
    ).stdout.replace("\n", " ")


def test_what_is_made_a_path_of_is_a_name_and_deletes_nothing_outside(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path / "x"
    outside.mkdir()
    (outside / "decision.npz").write_text("not the coach's")
    (home / "weights").mkdir(parents=True)
    for name in ("../../x", str(outside), "..", "a/../../../x"):
        assert main(["fit", "--undo", "--rubric", name]) == 2
        assert "There is no rubric called" in capsys.readouterr().err
    assert (outside / "decision.npz").read_text() == "not the coach's"


def test_only_a_file_is_taken_in_and_never_more_of_it_than_can_be_one(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    large = tmp_path / "large.coach.json"
    with large.open("wb") as out:
        out.truncate(50_000_000)
    for file, said in (
        (Path("/dev/zero"), "zero is no file that was handed over"),
        (tmp_path / "pipe", "pipe is no file that was handed over"),
        (large, "is larger than anything the coach hands over"),
        (tmp_path, "is a folder"),
        (tmp_path / "none", "there is no such file"),
    ):
        assert main(["take-in", str(file)]) == 1
        assert said in capsys.readouterr().err


def test_a_place_that_nothing_can_be_written_to_is_a_sentence(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "exercises").write_text("in the way")
    monkeypatch.setattr("sys.stdin", io.StringIO("One\nTo try it\nwrong_box\n" + "\n" * 20))
    status = main(["new", "exercise", "--folder", str(tmp_path / "lib")])
    assert status == 1
    assert "cannot be written" in capsys.readouterr().err
    assert main(["graph", "wrong_box", "--svg", str(tmp_path / "none" / "x.svg")]) == 1
    assert "cannot be written: no such file or directory" in capsys.readouterr().err


def test_a_home_of_an_account_that_is_not_here_is_a_folder_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A tilde that leads nowhere ended in a traceback; a typed path with one did, too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COACH_HOME", "~nobody-of-that-name/coach")
    assert main(["places"]) == 0
    assert "~nobody-of-that-name" in capsys.readouterr().out
    assert parse_file("~nobody-of-that-name/x.coach.json") == Path("~nobody-of-that-name/x.coach.json")


def test_a_screen_starts_without_looking_for_garbage_and_it_is_looked_for_afterwards() -> None:
    gc.enable()
    with this_machine.start_uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
