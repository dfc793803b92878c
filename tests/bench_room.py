"""`python -m tests.bench_room`: a class of twenty-four at a room's pages, all at once.

All come in through the door within a second and keep their page live, as a browser with scripts does. Then they sit in
eight trios and play a round of eight replies: all practitioners send within a second and a half. What nobody times
(roles, the content note) is done at their seats by this script.

Printed are the first page, a reply until its answer is on the practitioner's page, the same until it is on the
partners', what a browser is sent for it, and the memory of the one process.
"""

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from random import SystemRandom

import psutil

from coach.classroom.participant import Participant
from coach.classroom.run_sheets import load_sheets
from coach.classroom.trainer import Trainer
from coach.model.class_events import Role, Stage
from coach.practice.service import practice_at
from coach.records.class_log_sqlite import open_room_store
from coach.records.paths import Places
from coach.web.forms import make_form_token
from coach.web.room_code import new_code
from tests.records.rooms import p95
from tests.web.rooms import ROOT, clock
from tests.web.visiting import Visitor

PEOPLE = int(os.environ.get("COACH_BENCH_PEOPLE", "24"))
WITHIN, BETWEEN = 1.2, 1.5
"""Seconds in which all come in, and in which all practitioners send a reply."""
BARS = {"first": 1.0, "answer": 1.0, "others": 1.0, "memory": 600.0}
REPLIES = (
    "Hello, thank you for having me.",
    "What would you like me to call you all?",
    "What should it say, in the words you use at home?",
    "What do you think was behind that?",
    "Has racism been part of it, do you think?",
    "I'm sorry that happened. I believe you.",
    "I'll ring the school by four tomorrow and get the record put right.",
    "Is there anything I have not asked you?",
)


@dataclass
class Measured:
    """Seconds, and bytes."""

    first: list[float] = field(default_factory=list)
    answer: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    memory: float = 0.0


class Follower(Visitor):
    """A learner whose page is live: everything that its stream told so far, and when."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.told: list[tuple[float, str]] = []
        self.came = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None

    def listen(self) -> None:
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        answer = await self.follow()
        while line := await answer.content.readline():
            if line.startswith(b"data: "):
                self.told.append((time.perf_counter(), line.decode()))
                self.came.set()

    async def hears(self, words: str) -> tuple[float, int]:
        """When the stream told these words, and in how many bytes."""
        async with asyncio.timeout(60):
            while True:
                for at, line in self.told:
                    if words in line:
                        return at, len(line)
                self.came.clear()
                await self.came.wait()

    async def end(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        await self.http.close()

    @property
    def token(self) -> str:
        return make_form_token(next(each.value for each in self.http.cookie_jar))


async def main() -> int:
    """Measure, print, and say whether every bar is met."""
    with tempfile.TemporaryDirectory() as folder:
        measured = await measure(Path(folder))
    found: dict[str, float] = {"memory": measured.memory}
    for name in ("first", "answer", "others"):
        times: list[float] = getattr(measured, name)
        found[name] = p95(times)
        middle, most = statistics.median(times) * 1000, max(times) * 1000
        print(f"{name}: median {middle:.0f} ms, p95 {found[name] * 1000:.0f}, most {most:.0f} ({len(times)})")
    print(f"a change: median {statistics.median(measured.sent):.0f} bytes, most {max(measured.sent):.0f}, not packed")
    print(f"memory of the one process: {measured.memory:.0f} MB; load {os.getloadavg()[0]:.1f}")
    missed = [f"{name} {found[name]:.2f} (at most {bar:.2f})" for name, bar in BARS.items() if found[name] > bar]
    print("every bar is met" if not missed else f"not met: {', '.join(missed)}")
    return int(bool(missed))


async def measure(home: Path) -> Measured:
    """Open a room, let everybody in, and play a round."""
    where, measured = Places(home, home), Measured()
    shelf = open_room_store(where)
    practice = practice_at(where, clock, lambda: os.urandom(4).hex())
    code = new_code(SystemRandom())
    trainer = Trainer.open(shelf, practice, clock, code, load_sheets()["ninety"], ("wrong_box",))
    async with host(home, code) as (address, process):
        people = {f"Person {number:02}": Follower(address) for number in range(PEOPLE)}

        async def come(number: int, name: str, follower: Follower) -> None:
            await asyncio.sleep(number / PEOPLE * WITHIN)
            began = time.perf_counter()
            await follower.enter(name, code)
            await follower.get("/")
            measured.first.append(time.perf_counter() - began)
            follower.listen()

        await asyncio.gather(*(come(number, *each) for number, each in enumerate(people.items())))
        trainer.refresh()
        trainer.start()
        trainer.seat_everybody(1)
        trainer.refresh()
        trios = []
        for group in trainer.state.groups.values():
            seats = [Participant(shelf.open(code), practice, person, clock) for person in group.people]
            for seat, role in zip(seats, Role, strict=False):
                seat.take_role(role)
            seats[0].choose_scenario("wrong_box")
            go_to(Stage.TALKING, seats)
            trios.append([people[seat.room_person.name] for seat in seats])
        for number, words in enumerate(REPLIES):
            replies = (
                reply(trio, f"{words} ({number}{n})", n / len(trios) * BETWEEN, measured)
                for n, trio in enumerate(trios)
            )
            await asyncio.gather(*replies)
            await asyncio.sleep(1.0)
        measured.memory = process.memory_full_info().pss / 2**20
        for follower in people.values():
            await follower.end()
    return measured


async def reply(trio: list[Follower], words: str, after: float, measured: Measured) -> None:
    """Send a reply, and see it on everybody's page."""
    await asyncio.sleep(after)
    sender, *others = trio
    began = time.perf_counter()
    data = {"token": sender.token, "words": words}
    async with sender.http.post(f"{sender.address}/do/say", data=data, headers={"Origin": sender.address}) as answer:
        assert words in (await answer.text()).replace("&#39;", "'")
    measured.answer.append(time.perf_counter() - began)
    seen = words.rpartition("(")[2]
    for other in others:
        at, size = await other.hears(f"({seen}")
        measured.others.append(at - began)
        measured.sent.append(size)


def go_to(stage: Stage, seats: list[Participant]) -> None:
    """On and on, until a stage."""
    for _ in range(40):
        for seat in seats:
            seat.refresh()
        group = seats[0].group
        assert group is not None
        if group.stage is stage:
            return
        if group.stage in (Stage.NOTE, Stage.BRIEF):
            for seat in seats:
                seat.agree()
        seats[0].go_to_next_stage()
    raise AssertionError(f"{stage} was not reached")


@contextlib.asynccontextmanager
async def host(home: Path, code: str) -> AsyncIterator[tuple[str, psutil.Process]]:
    """`coach room CODE`, as a trainer would start it."""
    command = [sys.executable, "-m", "coach", "room", code, "--no-board", "--port", "0"]
    env = {**os.environ, "COACH_HOME": str(home)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env) as process:
        assert process.stdout is not None
        try:
            line = await asyncio.to_thread(process.stdout.readline)
            yield line.split()[-1], psutil.Process(process.pid)
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
