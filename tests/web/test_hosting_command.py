"""`coach room`: a real room with its real screens, from the command line."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import aiohttp
import psutil
import pytest

from coach.cli.main import main
from coach.cli.room_door import make_process_settings
from coach.records.class_log_sqlite import open_room_store
from coach.records.paths import Places
from coach.web.behind import Behind
from coach.web.doorway import Doorway, doorway_of
from coach.web.hosting import Hosting
from tests.web.rooms import ROOT, new_room
from tests.web.visiting import Visitor


def coach(*words: str, home: Path) -> "subprocess.CompletedProcess[str]":
    """A command, until it ends."""
    env = {**os.environ, "COACH_HOME": str(home)}
    command = [sys.executable, "-m", "coach", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=env)


@contextmanager
def coach_room(home: Path, *words: str, port: str | None = "0") -> Iterator[tuple["subprocess.Popen[str]", str, str]]:
    """`coach room --no-board`: the process, its address and its code."""
    env = {**os.environ, "COACH_HOME": str(home)}
    at = () if port is None else ("--port", port)
    command = [sys.executable, "-m", "coach", "room", "--no-board", *at, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        code = process.stdout.readline().partition(": ")[2].replace(" ", "").strip()
        try:
            yield process, address, code
        finally:
            process.terminate()


def find_line(process: "subprocess.Popen[str]", words: str) -> str:
    """The next line with these words that the command prints, without the spaces around it. "" if it ends first."""
    assert process.stdout is not None
    return next((line.strip() for line in process.stdout if words in line), "")


@pytest.mark.slow
async def test_whoever_came_in_is_back_after_the_host_was_killed_and_nothing_of_it_lives_on(tmp_path: Path) -> None:
    with coach_room(tmp_path, "--sheet", "sixty") as (process, address, code):
        assert re.fullmatch("[A-Z]{6}", code)
        async with Visitor(address) as ann:
            assert (await ann.enter("Ann", code=code)).status == 303
            assert "You are here as Ann." in (await ann.get("/"))[1]
            assert not psutil.Process(process.pid).children(recursive=True), "all is in one process"
            process.send_signal(signal.SIGKILL)
            process.wait()
            port = address.rpartition(":")[2]
            with coach_room(tmp_path, code, "--port", port) as (_, again, same):
                assert (again, same) == (address, code)
                assert "You are here as Ann." in (await ann.get("/"))[1]


@pytest.mark.slow
def test_a_room_that_is_gone_on_with_opens_the_door_that_it_had(tmp_path: Path) -> None:
    """Everybody's page waits at the old address. What is given anew is used, and kept in its turn."""
    with coach_room(tmp_path, "--host", "127.0.0.2", "--most", "7") as (process, address, code):
        process.send_signal(signal.SIGKILL)
        process.wait()
    port = int(address.rpartition(":")[2])
    with coach_room(tmp_path, code, port=None) as (process, again, _):
        assert again == address
        assert find_line(process, "The door is at") == f"The door is at 127.0.0.2, port {port}, as before."
    with coach_room(tmp_path, code, "--host", "127.0.0.3", port=None) as (process, elsewhere, _):
        assert elsewhere == f"http://127.0.0.3:{port}"
        assert find_line(process, "The door is at").endswith(f"Before, it was at 127.0.0.2, port {port}.")
    kept = doorway_of(tmp_path / "doors", code)
    assert kept is not None
    assert kept.projector, "the projector's page keeps its address too"
    assert kept == Doorway(host="127.0.0.3", port=port, most=7, projector=kept.projector)


@pytest.mark.slow
def test_nothing_is_left_of_a_room_whose_door_did_not_open(tmp_path: Path) -> None:
    """It would be offered first the next time, and nobody was ever in it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = coach("room", "--no-board", "--port", port, home=tmp_path)
    assert f"port {port} (address already in use)." in done.stderr, "the system's own words, and no address twice"
    with closing(open_room_store(Places(tmp_path, tmp_path))) as shelf:
        assert shelf.summaries() == ()
    assert not (tmp_path / "doors").exists()


@pytest.mark.slow
def test_a_room_that_was_left_open_is_named_where_another_is_opened(tmp_path: Path) -> None:
    """After a crash a trainer without the board needs the old code, and not a new room."""
    with coach_room(tmp_path) as (_, _, old):
        pass
    with coach_room(tmp_path) as (process, _, _):
        left = find_line(process, "Other rooms are open still")
        assert "".join(left.partition(": ")[2].partition(".")[0].split()) == old


@pytest.mark.slow
def test_a_word_that_is_wrong_is_said_in_a_sentence(tmp_path: Path) -> None:
    for words, said in (
        (("--sheet", "nonsense"), "There is no run sheet 'nonsense'. Choose sixty, ninety, half_day"),
        (("KKKKKK",), "There is no room with the code 'KKKKKK'. `coach room` alone shows the rooms"),
        (("--host", "203.0.113.7"), "Nothing can listen at 203.0.113.7, port 8765"),
    ):
        done = coach("room", "--no-board", *words, home=tmp_path)
        assert said in done.stderr
        assert "Traceback" not in done.stderr
        assert done.returncode != 0


@pytest.mark.slow
async def test_a_door_behind_a_board_opens_when_the_room_is_chosen_and_closes_with_it(tmp_path: Path) -> None:
    log = new_room(tmp_path)
    behind = Behind(make_process_settings(Places(tmp_path, tmp_path), (), ""))
    try:
        how = Hosting("KPRTWX", port=0)
        address = await asyncio.to_thread(behind.open, how)
        async with Visitor(address) as ann:
            await ann.enter("Ann")
            assert await ann.known()
            stream = await ann.follow()
            await asyncio.to_thread(behind.close)
            with suppress(aiohttp.ClientError):  # cut off, or ended kindly
                await stream.read()
    finally:
        behind.close()
    log.close()


@pytest.mark.parametrize("board", [("--no-board",), ()])
@pytest.mark.parametrize("port", ["-1", "65536", "99999999"])
def test_a_port_that_is_none_is_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], port: str, board: tuple[str, ...]
) -> None:
    assert main(["room", *board, f"--port={port}"]) == 2
    said = capsys.readouterr().err
    assert f"--port {port} is no port. Ports are numbers up to 65535; the usual one is 8765." in said
    assert "Traceback" not in said


def test_a_run_sheet_is_checked_whole_before_a_room_opens(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each name in it that is wrong is said, with its line; and nothing is opened."""
    own = tmp_path / "own.yaml"
    shipped = (ROOT / "coach" / "sheets" / "sixty.yaml").read_text()
    wrong = re.sub(r"^scenarios:.*$", "scenarios: [wrong_bx, wrong_box, exclusion_meting]", shipped, flags=re.M)
    own.write_text(re.sub(r"^warm_up:.*$", "warm_up: wrong_boxes", wrong, flags=re.M))
    assert main(["room", "--no-board", "--sheet", str(own)]) != 0
    said = capsys.readouterr().err
    for name in ("wrong_bx", "exclusion_meting", "wrong_boxes"):
        assert f"'{name}'" in said
    assert main(["check", str(own)]) != 0
    checked = capsys.readouterr().out
    for name in ("wrong_bx", "exclusion_meting", "wrong_boxes"):
        assert f"'{name}'" in checked


@pytest.mark.slow
def test_a_room_for_others_without_a_certificate_says_that_words_can_be_read(tmp_path: Path) -> None:
    env = {**os.environ, "COACH_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "coach", "room", "--no-board", "--port", "0", "--host", "0.0.0.0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env) as process:
        warning = find_line(process, "can be read by others on this network")
        process.terminate()
    assert warning
