"""`python -m tests.bench_room`: a class of twenty-four in real headless browsers, and a plain textual-serve beside it.

All come in through the door at once. Then they sit in eight trios and play two rounds of eight replies: practitioners
type in their browsers; what nobody times (roles, the content note, notes) is done at their seats by this script.

Each trio goes at a pace of its own, as people do: somebody reads for some seconds, and types as fast as people who type
a lot. `COACH_BENCH_HURRY=yes` has all eight begin each reply within a second and a half and type like a machine, to see
what gives way first.

Printed are the first screen, the echo of a keystroke, Enter to the partners' screens, and the memory nobody shares, an
equal share each for people whose screens are drawn in one process; and for the plain server, which starts these screens
as a program each, the first screen and the memory.
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
from random import Random, SystemRandom

import psutil
from playwright.async_api import Browser, Page, async_playwright

from coach.classroom.participant import Participant
from coach.classroom.run_sheets import load_sheets
from coach.classroom.trainer import Trainer
from coach.errors import NotNow
from coach.model.class_events import LineReaderNote, Role, Stage
from coach.practice.service import practice_at
from coach.records.class_log import RoomStore
from coach.records.class_log_sqlite import open_room_store
from coach.records.paths import Places
from coach.web.door import new_code
from tests.records.rooms import p95
from tests.web.rooms import CHROMIUM, ROOT, SWITCHES, clock

PEOPLE, ROUNDS = 24, 2
PLAIN_PEOPLE = int(os.environ.get("COACH_BENCH_PLAIN", "24"))
"""How many come to the plain server."""
HURRY = bool(os.environ.get("COACH_BENCH_HURRY"))
BETWEEN = 1.5
"""In a hurry: seconds in which all eight practitioners begin a reply, each at a moment of their own."""
A_KEY = 15 if HURRY else 150
"""Milliseconds from one key to the next: 150 are eighty words a minute, twice what most people type."""
READS = (2.0, 8.0)
"""Seconds for which somebody reads what was answered, before they type again."""
BARS = {"join": 60.0, "first": 3.0, "echo": 0.120, "others": 0.400, "unshared": 20.0}
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
BEGINS = "Mind the bike"
"""What the family says first, in the scenario that is played."""
LETTERS = "zqxjk"
"""Typed to see them come back: letters that are new in the line, each in its turn."""

LOOK = """
window.__drawn = [];
let first;
window.__first = new Promise((done) => { first = done; });
const Real = window.WebSocket;
window.WebSocket = class extends Real {
  constructor(address) {
    super(address);
    this.addEventListener("message", (event) => {
      if (typeof event.data === "string") return;
      const words = new TextDecoder().decode(event.data).replace(/\\u001b\\[[0-9;?]*[a-zA-Z]/g, "");
      if (words.includes("You are here as")) requestAnimationFrame(() => first(Date.now()));
      requestAnimationFrame(() => { window.__drawn.push([Date.now(), words]); });
    });
  }
};
window.__wait = (words, after) => new Promise((done, fail) => {
  const until = Date.now() + 30000;
  const look = () => {
    const found = window.__drawn.find(([at, drawn]) => at >= after && drawn.includes(words));
    if (found) done(found[0]);
    else if (Date.now() > until) fail(new Error("not drawn: " + words));
    else setTimeout(look, 5);
  };
  look();
});
window.__echo = (letter) => new Promise((done, fail) => {
  addEventListener("keydown", () => {
    const pressed = Date.now();
    window.__drawn.length = 0;
    window.__wait(letter, pressed).then((at) => done(at - pressed), fail);
  }, { capture: true, once: true });
});
"""


@dataclass
class Measured:
    """Seconds, and bytes."""

    first: list[float] = field(default_factory=list)
    echo: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)
    unshared: list[float] = field(default_factory=list)
    joined: float = 0.0

    def rows(self) -> dict[str, tuple[float, float]]:
        """The middle and the ninety-fifth of each."""
        return {
            name: (statistics.median(values), p95(values))
            for name, values in (("first", self.first), ("echo", self.echo), ("others", self.others))
            if values
        }


async def main() -> int:
    """Measure both, print, and say whether every bar is met."""
    with tempfile.TemporaryDirectory() as folder:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(SWITCHES))
            room = await Class(Path(folder), browser).measure()
            report("the room", room)
            plain = await measure_plain(Path(folder) / "plain", browser)
            report("a plain textual-serve", plain)
            await browser.close()
    found = {name: value for name, (_, value) in room.rows().items()}
    found |= {"join": room.joined, "unshared": max(room.unshared) / 2**20}
    missed = [f"{name} {found[name]:.2f} (at most {bar:.2f})" for name, bar in BARS.items() if found[name] > bar]
    print("every bar is met" if not missed else f"not met: {', '.join(missed)}")
    return int(bool(missed))


def report(name: str, measured: Measured) -> None:
    print(f"{name}: all in within {measured.joined:.1f} s")
    for what, (middle, most) in measured.rows().items():
        print(f"  {what}: median {middle * 1000:.0f} ms, p95 {most * 1000:.0f} ms")
    weights = [each / 2**20 for each in measured.unshared]
    print(f"  unshared: median {statistics.median(weights):.1f} MiB, most {max(weights):.1f} MiB", flush=True)


class Class:
    """Twenty-four people in one room."""

    def __init__(self, home: Path, browser: Browser) -> None:
        self._where = Places(home, home)
        self._browser = browser
        self._measured = Measured()
        self._pages: dict[str, Page] = {}
        self._shelf: RoomStore = open_room_store(self._where)
        self._practice = practice_at(self._where, clock, lambda: os.urandom(4).hex())
        self._code = new_code(SystemRandom())

    async def measure(self) -> Measured:
        """Open the room, let everybody in, play, and close it."""
        sheet = load_sheets()["ninety"]
        trainer = Trainer.open(self._shelf, self._practice, clock, self._code, sheet, ("wrong_box",))
        async with host(self._where.data, self._code) as (address, process):
            began = time.perf_counter()
            names = [f"Person {n:02}" for n in range(PEOPLE)]
            await asyncio.gather(*(self._to_the_door(address, name) for name in names))
            await asyncio.gather(*(self._come_in(name) for name in names))
            self._measured.joined = time.perf_counter() - began
            self._weigh(process)
            report("the room, when all are in", self._measured)
            trainer.refresh()
            trainer.start()
            trainer.seat_everybody(1)
            for number in range(ROUNDS):
                await self._round(trainer, number)
                self._weigh(process)
        return self._measured

    async def _to_the_door(self, address: str, name: str) -> None:
        context = await self._browser.new_context(viewport={"width": 1100, "height": 700})
        page = self._pages[name] = await context.new_page()
        await page.add_init_script(LOOK)
        await page.goto(address)
        await page.fill("#code", self._code)
        await page.fill("#name", name)

    async def _come_in(self, name: str) -> None:
        """All press the button at once."""
        pressed = time.time()
        await self._pages[name].click("button")
        self._measured.first.append(await first_screen(self._pages[name]) - pressed)

    async def _round(self, trainer: Trainer, number: int) -> None:
        trainer.refresh()
        trios = []
        for group in trainer.state.groups.values():
            seats = [self._seat(person) for person in group.people]
            trios.append(seats[number:] + seats[:number])
        for trio in trios:
            for seat, role in zip(trio, Role, strict=False):
                seat.take_role(role)
            trio[0].choose_scenario("wrong_box")
        began = time.time() * 1000
        for trio in trios:
            go_to(Stage.TALKING, trio)
        typing = [self._pages[trio[0].room_person.name] for trio in trios]
        await asyncio.gather(*(page.evaluate("sent => window.__wait(...sent)", [BEGINS, began]) for page in typing))
        await asyncio.sleep(1.0)
        if HURRY:
            for reply, words in enumerate(REPLIES):
                await asyncio.gather(
                    *(self._reply(trio, words, reply, n / len(trios) * BETWEEN) for n, trio in enumerate(trios))
                )
        else:
            await asyncio.gather(*(self._at_their_pace(trio, Random(f"{number}, {n}")) for n, trio in enumerate(trios)))
        for trio in trios:
            go_to(Stage.DONE, trio)
            trio[0].go_to_next_stage()
        await asyncio.sleep(1.0)

    def _seat(self, person: str) -> Participant:
        return Participant(self._shelf.open(self._code), self._practice, person, clock)

    async def _at_their_pace(self, trio: list[Participant], chance: Random) -> None:
        for reply, words in enumerate(REPLIES):
            await self._reply(trio, words, reply, chance.uniform(*READS))

    async def _reply(self, trio: list[Participant], words: str, number: int, after: float) -> None:
        """Type it, with letters whose echo is timed, and press Enter; the others see it."""
        await asyncio.sleep(after)
        pages = [self._pages[seat.room_person.name] for seat in trio]
        for letter in LETTERS[:2] if number else LETTERS:
            await pages[0].evaluate("letter => { window.__echoing = window.__echo(letter); }", letter)
            await pages[0].keyboard.press(letter)
            self._measured.echo.append(await pages[0].evaluate("() => window.__echoing") / 1000)
            await pages[0].keyboard.press("Backspace")
        token = f"({number + 1}{trio[0].person})"
        await pages[0].keyboard.type(f"{words} {token}", delay=A_KEY)
        await asyncio.sleep(0.3)
        pressed = time.time() * 1000
        seen = [page.evaluate("sent => window.__wait(...sent)", [token, pressed]) for page in pages[1:]]
        waiting = asyncio.gather(*seen)
        await pages[0].keyboard.press("Enter")
        self._measured.others += [(at - pressed) / 1000 for at in await waiting]
        await pages[0].evaluate("sent => window.__wait(...sent)", [token, pressed])
        await asyncio.sleep(1.0)  # whoever has said something looks at the answer before they type again
        for seat in trio:
            seat.refresh()
        with contextlib.suppress(NotNow):
            trio[1].note(number + 1, LineReaderNote.SAID)

    def _weigh(self, process: psutil.Process) -> None:
        """The processes that carry people: those that are forked from the warm one and draw screens, in threads."""
        warm = next(each for each in process.children() if "coach.web.warm" in each.cmdline())
        carriages = [each for each in warm.children() if each.num_threads() > 1]
        each_bears = len(carriages) / PEOPLE
        self._measured.unshared = [float(each.memory_full_info().uss) * each_bears for each in carriages]


def go_to(stage: Stage, trio: list[Participant]) -> None:
    """On and on, until a stage."""
    for _ in range(40):
        for seat in trio:
            seat.refresh()
        group = trio[0].group
        assert group is not None
        if group.stage is stage:
            return
        if group.stage in (Stage.NOTE, Stage.BRIEF):
            for seat in trio:
                seat.agree()
        trio[0].go_to_next_stage()
    raise AssertionError(f"{stage} was not reached")


async def first_screen(page: Page) -> float:
    """When the first screen with the page's words on it was drawn, in the browser's own time."""
    return float(await page.evaluate("() => window.__first")) / 1000


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


async def measure_plain(home: Path, browser: Browser) -> Measured:
    """The same screens for as many people, each a program of its own, through textual-serve as it comes."""
    measured = Measured()
    where = Places(home, home)
    shelf = open_room_store(where)
    practice = practice_at(where, clock, lambda: os.urandom(4).hex())
    Trainer.open(shelf, practice, clock, "PLAIN", load_sheets()["ninety"], ("wrong_box",))
    command = [sys.executable, "-m", "tests.web.plainly_served", str(home)]
    process = psutil.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        address = (await asyncio.to_thread(process.stdout.readline)).strip()
        began = time.perf_counter()

        async def come() -> Page:
            context = await browser.new_context(viewport={"width": 1100, "height": 700})
            await context.route("**/fonts.googleapis.com/**", lambda route: route.abort())
            page = await context.new_page()
            await page.add_init_script(LOOK)
            pressed = time.time()
            await page.goto(address)
            measured.first.append(await first_screen(page) - pressed)
            return page

        await asyncio.gather(*(come() for _ in range(PLAIN_PEOPLE)))
        measured.joined = time.perf_counter() - began
        apps = [each for each in process.children(recursive=True) if "tests.web.plain_seat" in each.cmdline()]
        measured.unshared = [float(each.memory_full_info().uss) for each in apps]
    finally:
        for each in process.children(recursive=True):
            each.kill()
        process.kill()
        process.wait()
    return measured


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
