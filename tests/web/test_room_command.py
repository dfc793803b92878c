"""`coach room`: a real room with its real screens, from the command line."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from coach.hosts import given
from coach.records.places import Places
from coach.web.behind import Behind
from coach.web.hosting import Hosting
from tests.web.rooms import ROOT, new_room
from tests.web.visiting import Visitor


@contextmanager
def coach_room(home: Path, *words: str) -> Iterator[tuple["subprocess.Popen[str]", str, str]]:
    """`coach room --no-board`: the process, its address and its code."""
    env = {**os.environ, "COACH_HOME": str(home)}
    command = [sys.executable, "-m", "coach", "room", "--no-board", "--port", "0", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        code = process.stdout.readline().partition(": ")[2].replace(" ", "").strip()
        try:
            yield process, address, code
        finally:
            process.terminate()


@pytest.mark.slow
async def test_whoever_came_in_is_back_after_the_host_was_killed_and_nothing_of_it_lives_on(tmp_path: Path) -> None:
    with coach_room(tmp_path, "--sheet", "sixty") as (process, address, code):
        assert re.fullmatch("[A-Z]{6}", code)
        async with Visitor(address) as ann:
            assert (await ann.enter("Ann", code=code)).status == 303
            screen = await ann.screen()
            await screen.says("Ann", within=20)
            of_ours = psutil.Process(process.pid).children(recursive=True)
            assert len(of_ours) == 3, "the warm one, the one that reads, and Ann's"
            process.send_signal(signal.SIGKILL)
            process.wait()
            await screen.closes()
            _, alive = await asyncio.to_thread(psutil.wait_procs, of_ours, 10)
            assert not alive
            port = address.rpartition(":")[2]
            with coach_room(tmp_path, code, "--port", port) as (_, again, same):
                assert (again, same) == (address, code)
                assert (await ann.get("/here"))[0] == 204
                await (await ann.screen()).says("Ann", within=20)


@pytest.mark.slow
def test_a_room_that_was_left_open_is_named_where_another_is_opened(tmp_path: Path) -> None:
    """After a crash a trainer without the board needs the old code, and not a new room."""
    with coach_room(tmp_path) as (_, _, old):
        pass
    with coach_room(tmp_path) as (process, _, _):
        assert process.stdout is not None
        process.stdout.readline()
        assert "".join(process.stdout.readline().partition(": ")[2].partition(".")[0].split()) == old


def test_a_word_that_is_wrong_is_said_in_a_sentence(tmp_path: Path) -> None:
    env = {**os.environ, "COACH_HOME": str(tmp_path)}
    for words, said in (
        (("--sheet", "nonsense"), "There is no run sheet 'nonsense'. Choose sixty, ninety, half_day"),
        (("KKKKKK",), "There is no room with the code 'KKKKKK'"),
        (("--host", "203.0.113.7"), "Nothing can listen at 203.0.113.7, port 8765"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "coach", "room", "--no-board", *words],
            capture_output=True, text=True, check=False, cwd=ROOT, env=env,
        )  # fmt: skip
        assert said in done.stderr
        assert "Traceback" not in done.stderr
        assert done.returncode != 0


async def test_a_door_behind_a_board_opens_when_the_room_is_chosen_and_closes_with_it(tmp_path: Path) -> None:
    log = new_room(tmp_path)
    behind = Behind(
        "tests.web.small_room:prepare", {**given(Places(tmp_path, tmp_path), (), ""), "home": str(tmp_path)}
    )
    try:
        how = Hosting("KPRTWX", "", port=0)
        address = await asyncio.to_thread(behind.open, how)
        async with Visitor(address) as ann:
            await ann.enter("Ann")
            screen = await ann.screen()
            await screen.says("The wall is here for Ann")
            closing = asyncio.create_task(asyncio.to_thread(behind.close))
            await screen.closes()
            await closing
    finally:
        behind.close()
    log.close()
