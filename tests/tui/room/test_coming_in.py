"""Sitting down in a room from a terminal: `coach join`, in a real one."""

import os
import pty
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.classroom.door import join
from coach.classroom.reducer import fold
from coach.classroom.state import RoomState
from coach.cli.main import main
from coach.model.class_events import RoomOpened
from coach.records.class_log_sqlite import open_room_store
from coach.records.paths import Places
from coach.web.doorway import Doorway, keep_doorway
from tests.conftest import PATIENCE
from tests.web.rooms import ROOT

from ...classroom.conftest import SHEET

pytestmark = pytest.mark.slow
"""Each starts the program in a terminal of its own; who may sit where is tried quickly in tests/classroom."""
CODE, NOBODY = "BIRCHY", 65534
ENTER, CTRL_Q = b"\r", b"\x11"


@pytest.fixture
def opened(home: Path) -> Callable[[], RoomState]:
    """A room that is open on this machine; how it stands."""
    shelf = open_room_store(Places(home, home))
    sheet = SHEET.model_copy(update={"scenarios": ("wrong_box",), "warm_up": "wrong_box"})
    log = shelf.make(CODE, RoomOpened(at=datetime.now(UTC), code=CODE, sheet=sheet))
    return lambda: fold(event for _, event in log.read())


def in_a_terminal(
    *typed: bytes,
    until: bytes,
    then: bytes = b"",
    arguments: tuple[str, ...] = (),
    elsewhere: dict[str, str] | None = None,
    user: int | None = None,
    python: str = sys.executable,
) -> bytes:
    """Run `coach join`, type, wait for words on the screen, type what ends it; everything that was shown.

    `elsewhere`, `user` and `python` are for an account that did not open the room: its environment, its number, and
    what it may start.
    """
    ours, theirs = pty.openpty()
    command = [python, "-m", "coach", "join", *arguments]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30", **(elsewhere or {})}
    shown, last = b"", time.monotonic() + PATIENCE
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, user=user) as joining:
        os.close(theirs)
        for each in typed:
            os.write(ours, each)
        while until not in shown and time.monotonic() < last:
            try:
                shown += os.read(ours, 65536)
            except OSError:
                break
        os.write(ours, then)
        while joining.poll() is None and time.monotonic() < last:
            try:
                shown += os.read(ours, 65536)
            except OSError:
                break
        joining.wait(PATIENCE)
    os.close(ours)
    assert until in shown, shown.decode(errors="replace")[-2000:]
    return shown


def test_a_person_comes_back_as_who_they_were(home: Path, opened: Callable[[], RoomState]) -> None:
    """Asked for a name once; afterwards their own small file lets them in, and their place was kept."""
    in_a_terminal(b"Ann" + ENTER, until=b"You are here as Ann.", then=CTRL_Q, arguments=("bir chy",))
    assert [(each.name, each.away) for each in opened().list_people()] == [("Ann", True)]
    (ticket,) = (home / "tickets").iterdir()
    assert stat.S_IMODE(ticket.stat().st_mode) == 0o600
    assert opened().people["p1"].ticket not in ticket.read_text("utf-8")
    for again in ((CODE,), (CODE, "--name", " ann")):
        in_a_terminal(until=b"You are here as Ann.", then=CTRL_Q, arguments=again)
    assert [each.name for each in opened().list_people()] == ["Ann"]


def test_nobody_sits_down_as_somebody_else_unasked(home: Path, opened: Callable[[], RoomState]) -> None:
    """On an account that two use, another name is asked about; each then comes back by their own."""
    in_a_terminal(until=b"You are here as Pia.", then=CTRL_Q, arguments=(CODE, "--name", "Pia"))
    asked = "On this machine you are Pia in this room. Is that you?"
    no = in_a_terminal(b"n" + ENTER, until=b"You are here as Quin.", then=CTRL_Q, arguments=(CODE, "--name", "Quin"))
    assert asked in no.decode(errors="replace")
    in_a_terminal(b"y" + ENTER, until=b"You are here as Quin.", then=CTRL_Q, arguments=(CODE, "--name", "Anybody"))
    in_a_terminal(until=b"You are here as Pia.", then=CTRL_Q, arguments=(CODE, "--name", "Pia"))
    assert [each.name for each in opened().list_people()] == ["Pia", "Quin"]
    assert (home / "tickets").exists()


def test_a_name_that_is_taken_is_asked_for_again(opened: Callable[[], RoomState], home: Path) -> None:
    """With what to do about it; nobody has to start anew."""
    join(open_room_store(Places(home, home)).open(CODE), "Ann", lambda: datetime.now(UTC))
    said = in_a_terminal(
        b"Ann B" + ENTER, until=b"You are here as Ann B.", then=CTRL_Q, arguments=(CODE, "--name", "Ann")
    )
    assert b"Somebody here has that name already, or one that looks like it." in said
    assert [each.name for each in opened().list_people()] == ["Ann", "Ann B"]


def test_a_room_that_is_not_there_is_said_in_a_sentence(home: Path) -> None:
    said = in_a_terminal(until=b"There is no room with the code 'WRONG'.", arguments=("wrong",))
    assert b"Traceback" not in said
    assert not (home / "tickets").exists()


ELSEWHERE = b"type the code there."


def test_another_account_is_led_to_the_address_in_a_browser(home: Path, opened: Callable[[], RoomState]) -> None:
    """The code is good, and the room's file is in a home that is not theirs."""
    said = in_a_terminal(
        until=ELSEWHERE, arguments=(CODE, "--name", "Ann"), elsewhere={"COACH_HOME": str(home.parent / "another")}
    )
    plain = " ".join(said.decode().split())
    assert "No such room here" in plain
    assert "open the address that your trainer shows in a browser, and type the code there" in plain
    assert not opened().people


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run a program as another user")
def test_another_user_of_the_machine_is_led_there_too(home: Path, opened: Callable[[], RoomState]) -> None:
    """A user of the system who may not look into the opener's home."""
    if not (python := find_python_for_all()):
        pytest.skip("no Python here that another user may start")
    with tempfile.TemporaryDirectory() as theirs:
        os.chown(theirs, NOBODY, NOBODY)
        path = os.pathsep.join(filter(None, (str(ROOT), *sys.path)))
        elsewhere = {"COACH_HOME": "", "HOME": theirs, "XDG_DATA_HOME": f"{theirs}/data", "PYTHONPATH": path}
        said = in_a_terminal(until=ELSEWHERE, arguments=(CODE,), elsewhere=elsewhere, user=NOBODY, python=python)
    assert b"No such room here" in said
    assert not opened().people


def find_python_for_all() -> str:
    """A Python of this version that every user of the system may start; empty for none."""
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        real = Path(python).resolve()
        if real.exists() and all(folder.stat().st_mode & stat.S_IXOTH for folder in (real, *real.parents)):
            return python
    return ""


def test_the_new_code_of_the_door_sits_down_too(home: Path, opened: Callable[[], RoomState]) -> None:
    """It is the one that the board shows; the ticket is of the room, so either code brings the same person back."""
    keep_doorway(home / "doors", CODE, Doorway(entry="MNPRTV"))
    for code in ("mnp rtv", CODE):
        in_a_terminal(until=b"You are here as Ann.", then=CTRL_Q, arguments=(code, "--name", "Ann"))
    assert [each.name for each in opened().list_people()] == ["Ann"]


def test_without_a_terminal_it_says_what_to_do(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["join", CODE]) == 1
    assert "use a browser" in capsys.readouterr().err


def test_somebody_whose_window_is_closed_is_away_and_keeps_their_place(
    home: Path, opened: Callable[[], RoomState]
) -> None:
    """The window goes, and with it whoever reads what is written: as with a key that closes, they are away."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "coach", "join", CODE, "--name", "Ann"]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"}
    shown, last = b"", time.monotonic() + PATIENCE
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as joining:
        os.close(theirs)
        while b"You are here as Ann." not in shown and time.monotonic() < last:
            shown += os.read(ours, 65536)
        assert [each.away for each in opened().list_people()] == [False]
        os.close(ours)
        joining.send_signal(signal.SIGHUP)
        joining.wait(PATIENCE)
    assert [(each.name, each.away) for each in opened().list_people()] == [("Ann", True)]
