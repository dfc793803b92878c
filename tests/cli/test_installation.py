"""Help, a report for a ticket, completion, what was mistyped, and lists as data."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from coach.cli.installation import SHELLS
from coach.cli.main import GROUPS
from coach.practice.contact import read_contact
from tests.commands import run

SECRET = "Chipo's mother at 12 Mill Lane"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("rehersal", "rehearsals"), ("take_in", "take-in"), ("Scenarios", "scenarios"), ("debreif", "debrief")],
)
def test_a_mistyped_command_is_guessed(typed: str, meant: str, tmp_path: Path) -> None:
    for words in ([typed], ["--plain", typed], ["--library", ".", typed]):
        done = run(*words, home=tmp_path)
        assert done.returncode == 2
        assert f"`{meant}`" in done.stderr.splitlines()[0]


def test_a_mistyped_option_is_guessed(tmp_path: Path) -> None:
    done = run("rehearse", "wrong_box", "--hintz=each", home=tmp_path)
    assert done.returncode == 2
    assert "did you mean `--hints`?" in done.stderr


def test_help_is_a_command_too(tmp_path: Path) -> None:
    assert run("help", home=tmp_path).stdout == run("--help", home=tmp_path).stdout
    assert run("help", "take-in", home=tmp_path).stdout == run("take-in", "--help", home=tmp_path).stdout
    assert run("help", "rehersal", home=tmp_path).returncode == 2


def test_the_version_is_said_by_both_options(tmp_path: Path) -> None:
    assert run("-V", home=tmp_path).stdout == run("--version", home=tmp_path).stdout != ""


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_knows_every_command(shell: str, tmp_path: Path) -> None:
    script = run("completion", shell, home=tmp_path).stdout
    assert [command for commands in GROUPS.values() for command in commands if command not in script] == []


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_completes_a_command(tmp_path: Path) -> None:
    file = tmp_path / "coach.bash"
    file.write_text(run("completion", "bash", home=tmp_path).stdout, encoding="utf-8")
    asked = (
        f'source {file}; COMP_WORDS=(coach scen); COMP_CWORD=1; _shtab_coach coach scen coach; echo "${{COMPREPLY[@]}}"'
    )
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["scenarios"]


def test_a_report_holds_versions_and_nothing_that_was_typed(tmp_path: Path) -> None:
    library = tmp_path / SECRET
    library.mkdir()
    lines = (
        f'theme: "{SECRET}"',
        "hints: each",
        f'libraries: ["{library}"]',
        f'inbox: "{library}"',
        "keys: {pause: f5}",
    )
    (tmp_path / "settings.yaml").write_text("\n".join(lines), encoding="utf-8")
    run("rehearse", "wrong_box", "--plain", typed=f"{SECRET}\nfinish\n", home=tmp_path)
    store = "postgresql+psycopg://sam:hunter2@db.example/coach"
    for words in (("report",), ("report", "--json")):
        done = run(*words, home=tmp_path, COACH_STORE=store)
        assert done.returncode == 0
        assert not [
            secret for secret in (SECRET, "Mill Lane", "hunter2", "example", str(tmp_path)) if secret in done.stdout
        ]
    report = json.loads(done.stdout)
    assert report["settings"]["hints"] == "each"
    assert report["who runs this"] == read_contact().describe()
    assert report["settings"]["libraries"] == "1"
    assert report["settings"]["a team's store"] == "yes"
    assert report["environment"]["COACH_STORE"] == "set"
    assert report["packages"]["textual"][0].isdigit()
    assert report["kept here"]["rehearsals"] == "yes"


def test_a_report_says_of_unusable_settings_only_that_they_are(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text(f"hints: {SECRET}\n", encoding="utf-8")
    done = run("report", home=tmp_path)
    assert "your own file: cannot be used" in done.stdout
    assert SECRET not in done.stdout + done.stderr


LISTS = ("scenarios", "rehearsals", "places", "settings", "exercises", "practice", "criteria", "desk", "agreement")


@pytest.mark.parametrize("command", [*LISTS, "contribute"])
def test_every_list_is_there_as_data(command: str, tmp_path: Path) -> None:
    done = run(command, "--json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert isinstance(json.loads(done.stdout), list if command != "settings" else dict)


def test_rehearsals_as_data_have_no_words(tmp_path: Path) -> None:
    run("rehearse", "wrong_box", "--plain", typed=f"{SECRET}\nfinish\n", home=tmp_path)
    (one,) = json.loads(run("rehearsals", "--json", home=tmp_path).stdout)
    assert (one["scenario"], one["kept"]) == ("wrong_box", False)
    assert set(one) == {"id", "scenario", "began", "replies", "finished", "kept", "deleted_on"}


def test_the_desk_as_data_takes_no_name(tmp_path: Path) -> None:
    assert run("desk", "abc", "--json", home=tmp_path).returncode == 2
