"""Plain lines by wish: an option, an environment variable or a setting, for `coach` and every command alike."""

import argparse
from pathlib import Path

import pytest

from coach.cli import context
from coach.cli.context import find_places, prefers_plain, read_clock, wants_plain
from coach.cli.main import main
from coach.practice.settings import Settings, write_settings
from coach.supervision.actions import ActionFile, OwnAction
from coach.supervision.stores import SubmissionStores


@pytest.fixture(autouse=True)
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that can draw screens, so that plain lines are a wish."""
    monkeypatch.setattr(context, "can_draw", lambda: True)
    monkeypatch.delenv("COACH_PLAIN", raising=False)


def test_screens_are_drawn_where_nothing_asks_for_plain_lines(home: Path) -> None:
    assert not prefers_plain()
    assert not wants_plain(argparse.Namespace(plain=False))
    assert wants_plain(argparse.Namespace(plain=True))


@pytest.mark.parametrize(("said", "plain"), [("1", True), ("yes", True), ("0", False), ("no", False), ("", False)])
def test_the_environment_asks_for_plain_lines(
    home: Path, monkeypatch: pytest.MonkeyPatch, said: str, plain: bool
) -> None:
    monkeypatch.setenv("COACH_PLAIN", said)
    assert prefers_plain() is plain


@pytest.mark.parametrize("line", ["plain: true", "plain: yes", "plain: 'true'  # for me"])
def test_the_settings_ask_for_plain_lines_and_the_environment_may_overrule_them(
    home: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    home.mkdir(exist_ok=True)
    (home / "settings.yaml").write_text(f"format: 1\n{line}\n", "utf-8")
    assert prefers_plain()
    monkeypatch.setenv("COACH_PLAIN", "0")
    assert not prefers_plain()


def test_what_the_settings_write_is_what_is_read_before_a_screen(home: Path) -> None:
    write_settings(home / "settings.yaml", Settings(plain=True))
    assert prefers_plain()
    write_settings(home / "settings.yaml", Settings())
    assert not prefers_plain()


@pytest.mark.parametrize("command", [["pair"], ["join", "ABCDEF"]])
def test_a_command_that_needs_a_screen_says_so_and_how_to_draw_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    monkeypatch.setenv("COACH_PLAIN", "1")
    assert main(command) == 1
    assert "put COACH_PLAIN=0 before it" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--plain", "rehearse", "nobody"], ["rehearse", "--plain", "nobody"]])
def test_the_option_stands_before_or_after_the_command(
    home: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    seen: list[bool] = []
    monkeypatch.setattr("coach.cli.rehearsals._rehearse", lambda options: seen.append(options.plain) or 0)
    assert main(words) == 0
    assert seen == [True]


def test_settings_are_read_and_set_by_name(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings"]) == 0
    assert "hints: When the coach speaks: not until the end." in capsys.readouterr().out
    assert main(["settings", "plain", "yes"]) == 0
    assert "It holds from the next start" in capsys.readouterr().out
    assert main(["settings", "hints"]) == 2
    assert main(["settings", "hints", "often"]) == 2
    assert "There are: none (not until the end), each (a line after each reply)." in capsys.readouterr().err


def test_a_printed_agenda_has_none_of_the_supervisors_own_list(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is about nobody, and may be handed to anybody."""
    ActionFile(SubmissionStores(find_places(), "", read_clock).actions).write((OwnAction(id="a", what="Ask for it"),))
    assert main(["agenda"]) == 0
    printed = capsys.readouterr().out
    assert "What in our service keeps this quiet?" in printed
    assert "Ask for it" not in printed


def test_an_agenda_is_printed_where_a_team_store_is_away(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("coach.records.team.store.PATIENCE", 0.1)
    monkeypatch.setenv("COACH_STORE", "postgresql+psycopg://ann@127.0.0.1:1/coach")
    assert main(["agenda"]) == 0
    assert "How are you?" in capsys.readouterr().out


def test_an_agenda_is_printed_where_nothing_can_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And why its actions are not in it."""
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "file" / "home"))
    assert main(["agenda"]) == 0
    printed = capsys.readouterr()
    assert "How are you?" in printed.out
    assert "cannot be used" in printed.err


@pytest.mark.parametrize("store", ["", "postgresql+psycopg://ann@127.0.0.1:1/coach"])
def test_a_printed_agenda_makes_no_store(home: Path, monkeypatch: pytest.MonkeyPatch, store: str) -> None:
    monkeypatch.setattr("coach.records.team.store.PATIENCE", 0.1)
    monkeypatch.setenv("COACH_STORE", store)
    assert main(["agenda"]) == 0
    assert not find_places().rehearsals.exists()


def test_an_agenda_says_that_a_damaged_store_was_set_aside(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever opens the store first says it; the next command finds a whole one, and has nothing to say."""
    home.mkdir(exist_ok=True)
    find_places().rehearsals.write_bytes(b"this was never a database" * 100)
    assert main(["agenda"]) == 0
    printed = capsys.readouterr()
    assert "How are you?" in printed.out
    assert "The file of your rehearsals was damaged. It is set aside as" in printed.err
