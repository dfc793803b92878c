"""Settings, a store and places to turn for a whole machine hold beneath the user's own."""

from pathlib import Path

import pytest

from coach.cli import context
from coach.practice.safeguarding import care
from coach.practice.settings import read_settings, write_settings
from coach.tui.themes import read_theme
from tests.commands import run

STORE = "postgresql+psycopg://server/coach"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "machine"
    folder.mkdir(mode=0o755)
    monkeypatch.setenv("COACH_MACHINE", str(folder))
    monkeypatch.delenv("COACH_STORE", raising=False)
    monkeypatch.delenv("COACH_PLAIN", raising=False)
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "home"))
    return folder


def lay(file: Path, text: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_what_stands_for_the_machine_holds_where_the_user_says_nothing(machine: Path, tmp_path: Path) -> None:
    lay(machine / "settings.yaml", f"format: 1\nplain: true\nhints: each\ntheme: coach-light\nstore: {STORE}\n")
    own = tmp_path / "home" / "settings.yaml"
    assert read_settings(own)[0].hints == "each"
    assert read_theme(own) == "coach-light"
    assert context.prefers_plain()
    assert context.read_store_address() == STORE


def test_the_user_s_own_settings_win(machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(machine / "settings.yaml", f"plain: true\nhints: each\nwidth: narrow\nstore: {STORE}\n")
    own = lay(tmp_path / "home" / "settings.yaml", "plain: false\nhints: none\n")
    settings, problem = read_settings(own)
    assert (settings.plain, settings.hints, settings.width, problem) == (False, "none", "narrow", "")
    assert not context.prefers_plain()
    lay(own, "store: postgresql+psycopg://other/coach\n")
    assert context.read_store_address() == "postgresql+psycopg://other/coach"
    monkeypatch.setenv("COACH_STORE", "")
    assert context.read_store_address() == ""


def test_a_change_against_the_machine_s_setting_stays(machine: Path, tmp_path: Path) -> None:
    lay(machine / "settings.yaml", "plain: true\nhints: each\n")
    home = tmp_path / "home"
    assert run("settings", "plain", "no", home=home).returncode == 0
    assert "plain: false" in (home / "settings.yaml").read_text("utf-8")
    assert "hints" not in (home / "settings.yaml").read_text("utf-8")
    settings = read_settings(home / "settings.yaml")[0]
    write_settings(home / "settings.yaml", settings)
    assert read_settings(home / "settings.yaml")[0] == settings


def test_places_to_turn_of_the_machine_stand_until_the_user_has_their_own(machine: Path, tmp_path: Path) -> None:
    own = tmp_path / "home" / "signposts.yaml"
    lay(machine / "signposts.yaml", "signposts: ['Our own line: 0000']\n")
    assert care(own).signposts == ("Our own line: 0000",)
    lay(own, "signposts: ['Mine: 1111']\n")
    assert care(own).signposts == ("Mine: 1111",)


def test_a_file_that_anybody_can_change_is_not_trusted(machine: Path, tmp_path: Path) -> None:
    file = lay(machine / "settings.yaml", f"hints: each\nstore: {STORE}\n")
    file.chmod(0o666)
    assert read_settings(tmp_path / "home" / "settings.yaml")[0].hints == "none"
    assert context.read_store_address() == ""
    file.chmod(0o644)
    machine.chmod(0o777)
    assert context.read_store_address() == ""


def test_on_windows_no_store_is_taken_from_where_anybody_can_lay_files(
    machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(machine / "settings.yaml", f"store: {STORE}\n")
    where = context.find_places()
    monkeypatch.setattr(context, "find_places", lambda: where)
    monkeypatch.setattr(context, "os", type("Windows", (), {"name": "nt", "environ": {}}))
    assert context.read_store_address() == ""
    lay(tmp_path / "home" / "settings.yaml", f"store: {STORE}\n")
    assert context.read_store_address() == STORE


def test_an_unusable_file_of_the_machine_s_never_stops_the_user(machine: Path, tmp_path: Path) -> None:
    lay(machine / "settings.yaml", "hints: [what\n")
    done = run("settings", "hints", "each", home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert "the whole machine's: cannot be used" in run("report", home=tmp_path / "home").stdout
