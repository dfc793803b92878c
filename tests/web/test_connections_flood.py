"""A class goes on while one of them floods the room's door: connections, half requests, wrong codes, pastes."""

import asyncio
import json
import socket
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest

from coach.model.class_events import RoomOpened
from coach.records.class_log_sqlite import open_room_store
from coach.records.paths import Places
from coach.web.forms import make_form_token
from tests.classroom.conftest import SHEET
from tests.conftest import PATIENCE
from tests.web.learners import CODE, Learner
from tests.web.rooms import clock, host_process

WORDS = ("How has racism touched him?", "What does Sam say about it?")
LATEST = 0.5
"""Seconds from Enter to the others' screens, for nineteen in twenty."""
MOST_MEMORY = 400
"""MiB of the host under the flood."""


@dataclass
class Screen:
    """What one learner's page shows, as its stream says, and when it came."""

    learner: Learner
    came: list[tuple[float, str]] = field(default_factory=list)
    broken: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def follow(self) -> None:
        async with self.learner.http.get(
            f"{self.learner.address}/live", timeout=aiohttp.ClientTimeout(total=None)
        ) as answer:
            async for line in answer.content:
                if line.startswith(b"data: "):
                    shown = json.loads(line.removeprefix(b"data: "))
                    self.came.append((time.monotonic(), " ".join(shown["regions"].values())))
                    self.news.set()
        self.broken += 1

    async def wait_for(self, words: str) -> float:
        async with asyncio.timeout(PATIENCE):
            while True:
                self.news.clear()
                if found := [at for at, shown in self.came if words in shown]:
                    return found[0]
                await self.news.wait()


async def begin_to_talk(address: str, number: int) -> list[Learner]:
    """A trio that has come in, sits together, has its roles, and is in conversation."""
    trio = [Learner(address, f"{name} {number}") for name in ("Ann", "Ben", "Cy")]
    for learner in trio:
        assert (await learner.enter()).status == 200, learner.text
    await trio[0].look()
    await trio[0].sit_with(*(learner.name for learner in trio[1:]))
    for learner, role in zip(trio, ("Practitioner", "Line-reader", "Observer"), strict=True):
        await learner.look()
        await learner.press(role)
    await trio[0].press("Play “The bus”")
    await trio[0].press("On to the content note")
    for _ in range(2):
        for learner in trio:
            await learner.look()
            await learner.press("I have read it")
    for learner in trio:
        await learner.look()
    return trio


async def talk(trios: list[list[Screen]]) -> list[float]:
    """Seconds from each Enter until the two others see what was said."""
    took = []

    async def say(trio: list[Screen], later: float) -> None:
        await asyncio.sleep(later)
        for words in WORDS:
            pressed = time.monotonic()
            await trio[0].learner.press("Send", words=words)
            took.extend([await other.wait_for(words) - pressed for other in trio[1:]])
            await asyncio.sleep(2.0)

    await asyncio.gather(*(say(trio, number * 0.5) for number, trio in enumerate(trios)))
    return took


def find_p95(took: list[float]) -> float:
    return statistics.quantiles(took, n=20)[-1]


def read_memory(process: int) -> float:
    """MiB that a process holds."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise AssertionError(process)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux gives a machine all addresses that begin with 127.")
async def test_twenty_four_go_on_while_one_floods(tmp_path: Path) -> None:
    open_room_store(Places(tmp_path, tmp_path)).make(CODE, RoomOpened(at=clock(), code=CODE, sheet=SHEET)).close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with host_process(tmp_path, port) as host:
        trios = [[Screen(learner) for learner in await begin_to_talk(address, number)] for number in range(8)]
        everybody = [screen for trio in trios for screen in trio]
        following = [asyncio.create_task(screen.follow()) for screen in everybody]
        eve = await Learner(address, "Eve").enter()
        (cookie,) = eve.http.cookie_jar
        quiet = await talk(trios[:4])
        before = read_memory(host.pid)
        flood = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.web.flood", address),
            *(f"{cookie.key}={cookie.value}", make_form_token(cookie.value)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        await asyncio.sleep(5.0)
        flooded = await talk(trios[4:])
        entered = time.monotonic()
        late = await Learner(address, "Late").enter()
        let_in = time.monotonic() - entered
        did, _ = await flood.communicate(b"\n")
        memory = read_memory(host.pid)
        for task in following:
            task.cancel()
        for learner in (eve, late, *(screen.learner for screen in everybody)):
            await learner.http.close()
        print(  # figures for docs/performance.md
            f"\nEnter to screens, p95: quiet {find_p95(quiet) * 1000:.0f} ms, flooded {find_p95(flooded) * 1000:.0f} ms"
            f" (median {statistics.median(quiet) * 1000:.0f} and {statistics.median(flooded) * 1000:.0f});"
            f" let in after {let_in:.2f} s; memory {before:.0f} to {memory:.0f} MiB; the flood: {did.decode().strip()}"
        )
        assert late.status == 200
        assert "Late" in late.main
        assert not any(screen.broken for screen in everybody), "nobody is shut out or closed"
        assert memory < MOST_MEMORY
        assert find_p95(flooded) < LATEST
