"""How a class is served at a room's pages: 24 people at once, 100, a flood, and a process that is killed.

    python -m tests.bench room             measures all of it, and prints it beside its bars (about eight minutes)
    python -m tests.bench_room class kill  measures these alone: one, class, hundred, browsers, flood, kill, rehearsal

Learners come in through the door within two seconds, as real Chromium or as clients that fetch and listen as a page
does. They sit in trios and play a round of eight replies: of eight trios all practitioners send within a second and a
half, more of them as often and so for longer. What
nobody times (groups, roles, the content note) is done by this script. In the same run the same people use a bare
event-stream page of the same stack, so that what is measured is set beside what this machine can do at all.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import SystemRandom

import psutil
from playwright.async_api import Browser, async_playwright

from coach.classroom.participant import Participant
from coach.classroom.run_sheets import load_sheets
from coach.classroom.trainer import Trainer
from coach.model.class_events import Role, Stage
from coach.practice.service import PracticeService, practice_at
from coach.records.class_log import RoomStore
from coach.records.class_log_sqlite import open_room_store
from coach.records.paths import Places
from coach.web.forms import make_form_token
from coach.web.room_code import new_code
from tests.bench.figures import Figure, describe
from tests.bench.processes import run_process
from tests.bench.sizes import WHOLE, Sizes
from tests.records.rooms import p95
from tests.web.crowd import Chromium, Client, Timed
from tests.web.rooms import CHROMIUM, ROOT, SWITCHES, clock

COME_WITHIN, SEND_WITHIN, RESTS = 2.0, 1.5, 1.0
"""Seconds in which all come in, in which all practitioners send a reply, and between two replies."""
REST = 0.5
"""Seconds that words rest in the box before Enter, after the pause in which they are stored there as a draft."""
MIB = 2**20
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
DRAFT = "Half a sen"
BACK_MARK = "(99-99)"


@dataclass
class Class:
    """A class in a room: its people, its trios, and the process that serves them."""

    code: str
    trainer: Trainer
    shelf: RoomStore
    practice: PracticeService
    address: str
    process: psutil.Process
    people: list[Timed]
    trios: list[list[Timed]] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)
    worked: float = 0.0
    """Seconds of processor time that the process took for each reply."""

    async def come(self) -> None:
        """Everybody comes in through the door, evenly over two seconds."""

        async def come(number: int, person: Timed) -> None:
            await asyncio.sleep(number / len(self.people) * COME_WITHIN)
            self.first.append(await person.enter(self.code))

        await asyncio.gather(*(come(number, person) for number, person in enumerate(self.people)))

    def sit_down(self) -> None:
        """Seat people in trios in the order of their list, and take them to the talk."""
        self.trainer.refresh()
        ids = {person.name: person.id for person in self.trainer.state.list_people()}
        for place in range(0, len(self.people) - 2, 3):
            trio = self.people[place : place + 3]
            seats = [Participant(self.shelf.open(self.code), self.practice, ids[person.name], clock) for person in trio]
            seats[0].make_group(*(seat.person for seat in seats[1:]))
            for seat, role in zip(seats, Role, strict=True):
                seat.refresh()
                seat.take_role(role)
            seats[0].choose_scenario("wrong_box")
            go_to(Stage.TALKING, seats)
            self.trios.append(trio)

    async def talk(self, replies: Sequence[str] = REPLIES, begin: int = 0, rest: float = 0.0) -> None:
        """Every practitioner says each reply; noted is when the two others have it on their pages."""
        before = sum(self.process.cpu_times()[:2])
        await talk(self.trios, replies, self.others, begin, rest)
        self.worked = (sum(self.process.cpu_times()[:2]) - before) / len(replies) / len(self.trios)

    def read_memory(self) -> float:
        """MiB that the process holds."""
        return float(self.process.memory_full_info().pss) / MIB


async def talk(
    trios: list[list[Timed]], replies: Sequence[str], others: list[float], begin: int = 0, rest: float = 0.0
) -> None:
    """Say replies in every trio at once.

    Args:
        trios: whoever speaks first, and the two who hear.
        replies: what is said.
        others: seconds from each Enter to each other's page, which is added to.
        begin: the number of the first reply.
        rest: seconds that the words stand in the box, once they are stored there, before Enter.
    """

    async def say(trio: list[Timed], words: str, number: str, after: float) -> None:
        await asyncio.sleep(after)
        mark = f"({number})"
        if rest:
            await trio[0].type_only(f"{words} {mark}")
            await asyncio.sleep(rest)
        began, *heard = await asyncio.gather(trio[0].say(f"{words} {mark}"), *(other.hear(mark) for other in trio[1:]))
        others.extend(at - began for at in heard)

    for reply, words in enumerate(replies, begin + 1):
        spread = SEND_WITHIN / 8  # as often as in a class of twenty-four
        await asyncio.gather(*(say(trio, words, f"{reply}-{n}", n * spread) for n, trio in enumerate(trios)))
        await asyncio.sleep(RESTS)


def go_to(stage: Stage, seats: list[Participant]) -> None:
    """Take a group on and on, until a stage."""
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


# --- Who is measured, and where


async def make_people(
    address: str, browser: Browser | None, browsers: int, clients: int, *, bare: bool = False
) -> list[Timed]:
    """Make people who have not come yet, those in Chromium first.

    Args:
        address: where they go.
        browser: a Chromium; each person in it has a profile of their own.
        browsers: how many people are in Chromium.
        clients: how many are clients.
        bare: whether the address is that of the bare page.
    """
    people: list[Timed] = []
    for number in range(browsers + clients):
        name, table = f"Person {number:03}", str(number // 3) if bare else ""
        if number < browsers:
            assert browser is not None
            # What is noted in the page comes from here, which its policy lets nobody else do.
            page = await (await browser.new_context(bypass_csp=True)).new_page()
            people.append(Chromium(address, name, page, table))
        else:
            people.append(Client(address, name, table))
    return people


@asynccontextmanager
async def open_class(browsers: int, clients: int) -> AsyncIterator[Class]:
    """Open a room with `coach room`, as a trainer does, and people who have not come in yet."""
    async with AsyncExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        shelf = open_room_store(Places(home, home))
        practice = practice_at(Places(home, home), clock, lambda: os.urandom(4).hex())
        code = new_code(SystemRandom())
        trainer = Trainer.open(shelf, practice, clock, code, load_sheets()["ninety"], ("wrong_box",))
        most = str(browsers + clients + 5)
        address, process = await stack.enter_async_context(
            run_process("coach", "room", code, "--no-board", "--port", "0", "--most", most, home=home)
        )
        browser = await stack.enter_async_context(open_browser()) if browsers else None
        people = await make_people(address, browser, browsers, clients)
        room = Class(code, trainer, shelf, practice, address, process, people)
        try:
            yield room
        finally:
            for person in people:
                await person.end()


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Open a real Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        await browser.close()


async def measure_bare(browsers: int, clients: int, *options: str) -> list[float]:
    """Seconds from Enter to the others' screens at a bare event-stream page, with as many people.

    Args:
        browsers: how many people are in Chromium.
        clients: how many are clients.
        options: `--reads` for a page that reads and keeps each reply first, and does nothing else.
    """
    async with AsyncExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address, _ = await stack.enter_async_context(run_process("tests.web.bare_stream", *options, home=home))
        browser = await stack.enter_async_context(open_browser()) if browsers else None
        people = await make_people(address, browser, browsers, clients, bare=True)
        await asyncio.gather(*(person.enter("") for person in people))
        others: list[float] = []
        await talk([people[place : place + 3] for place in range(0, len(people) - 2, 3)], REPLIES, others)
        for person in people:
            await person.end()
        return others


async def play(browsers: int, clients: int, rest: float = 0.0) -> tuple[Class, float, float]:
    """Play a round with a class; the class, and MiB of its process before anybody came and after."""
    async with open_class(browsers, clients) as room:
        before = room.read_memory()
        await room.come()
        room.sit_down()
        await room.talk(rest=rest)
        return room, before, room.read_memory()


# --- The parts


async def measure_one() -> list[Figure]:
    """One trio, of whom one is in Chromium."""
    room, _, _ = await play(1, 2)
    return [
        Figure("3 people, 1 in Chromium: first screen", p95(room.first), 0.5, "s", describe(room.first)),
        Figure("the same: Enter to the others' screens", p95(room.others), 0.25, "s", describe(room.others)),
    ]


async def measure_least() -> list[Figure]:
    """One trio of clients and one reply: whether all this runs."""
    async with open_class(0, 3) as room:
        await room.come()
        room.sit_down()
        await room.talk(REPLIES[:1])
    return [Figure("3 clients: Enter to the others' screens", p95(room.others), None, "s", describe(room.others))]


async def measure_class() -> list[Figure]:
    """Three in Chromium and twenty-one clients, and the bare page in the same run."""
    bare, reads = await measure_bare(3, 21), await measure_bare(3, 21, "--reads")
    room, before, after = await play(3, 21)
    rested, _, _ = await play(3, 21, REST)
    screens, least, each = p95(room.others), p95(bare), (after - before) / len(room.people)
    return [
        Figure("24 people, 3 in Chromium: first screen", p95(room.first), 0.5, "s", describe(room.first)),
        Figure("the same: Enter to the others' screens", screens, 0.25, "s", describe(room.others)),
        Figure("a bare event-stream page, same people, same run", least, None, "s", describe(bare)),
        Figure("times the bare page", screens / least, 2.0, "×", "the bare page reads and keeps nothing"),
        Figure("a bare page that reads and keeps each reply", p95(reads), None, "s", describe(reads)),
        Figure("times that page", screens / p95(reads), None, "×", "what a room's pages add"),
        Figure("words that rested before Enter", p95(rested.others), None, "s", describe(rested.others)),
        Figure("processor time for each reply, with its pages", room.worked, None, "s", "of the room's process"),
        Figure("memory for each of 24", each, 6.0, "MiB", f"{before:.0f} MiB before anybody came, {after:.0f} after"),
    ]


async def measure_hundred() -> list[Figure]:
    """A hundred clients."""
    room, before, after = await play(0, 100)
    memory = f"memory {before:.0f} MiB before anybody came, {after:.0f} after"
    return [
        Figure("100 clients: first screen", p95(room.first), 1.0, "s", describe(room.first)),
        Figure(
            "the same: Enter to the others' screens", p95(room.others), 0.4, "s", f"{describe(room.others)}; {memory}"
        ),
    ]


async def measure_browsers() -> list[Figure]:
    """All twenty-four in Chromium: what the machine needs to draw them counts too, so this has no bar."""
    bare = await measure_bare(24, 0)
    room, _, _ = await play(24, 0)
    return [
        Figure("24 people, all in Chromium here: first screen", p95(room.first), None, "s", describe(room.first)),
        Figure("the same: Enter to the others' screens", p95(room.others), None, "s", describe(room.others)),
        Figure("a bare event-stream page, all in Chromium", p95(bare), None, "s", describe(bare)),
    ]


async def measure_flood() -> list[Figure]:
    """A class beside one who floods the door, and has let themselves in as well."""
    async with open_class(3, 21) as room:
        await room.come()
        room.sit_down()
        eve = Client(room.address, "Eve")
        await eve.enter(room.code)
        key, value = eve.cookie
        flood = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.web.flood", room.address, f"{key}={value}", make_form_token(value)),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip
        await asyncio.sleep(5.0)
        await room.talk()
        late = Client(room.address, "Late")
        let_in = await late.enter(room.code)
        did, _ = await flood.communicate(b"\n")
        memory = room.read_memory()
        shut_out = sum(person.broken for person in room.people if isinstance(person, Client))
        await eve.end()
        await late.end()
    return [
        Figure("beside a flood: Enter to the others' screens", p95(room.others), 0.5, "s", describe(room.others)),
        Figure("the same: somebody new comes in", let_in, None, "s", f"the flood: {did.decode().strip()}"),
        Figure("the same: pages that were closed", shut_out, 0, "", f"memory {memory:.0f} MiB"),
    ]


async def measure_kill() -> list[Figure]:
    """The process is killed in mid-round, with a half-typed reply in every practitioner's box."""
    async with open_class(3, 21) as room:
        await room.come()
        room.sit_down()
        await room.talk(REPLIES[:3])
        for trio in room.trios:
            await trio[0].type_only(DRAFT)
        port, home = room.address.rpartition(":")[2], Path(room.process.environ()["COACH_HOME"])
        room.process.kill()
        await asyncio.to_thread(room.process.wait)
        room.trainer.send_message(f"We go on {BACK_MARK}.")
        began = time.time()
        again = run_process("coach", "room", room.code, "--no-board", "--port", port, home=home)
        async with again as (_, room.process):
            back = [at - began for at in await asyncio.gather(*(person.hear(BACK_MARK) for person in room.people))]
            drafts = [await trio[0].read_draft() for trio in room.trios]
            await room.talk(REPLIES[3:5], begin=3)
            said = [len(trainer_replies(room, number)) for number in range(len(room.trios))]
    lost = sum(draft != DRAFT for draft in drafts) + sum(count != 5 for count in said)
    return [
        Figure("killed in mid-round: the last of 24 is back", max(back), 5.0, "s", describe(back)),
        Figure(
            "the same: drafts or replies lost or doubled", lost, 0, "", f"{len(drafts)} drafts, {sum(said)} replies"
        ),
    ]


def trainer_replies(room: Class, number: int) -> tuple[str, ...]:
    """The replies of a group's round that the log holds, for counting."""
    room.trainer.refresh()
    group = list(room.trainer.state.groups.values())[number]
    assert group.round is not None
    return tuple(event.text for event in group.round.happened if hasattr(event, "text"))


async def measure_rehearsal() -> list[Figure]:
    """`coach serve` is killed in mid-rehearsal, with a half-typed reply in the box."""
    async with AsyncExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        browser = await stack.enter_async_context(open_browser())
        page = await browser.new_page()
        box, log = page.get_by_label("Your reply"), page.get_by_role("log")
        async with run_process("coach", "serve", "--no-browser", "--port", "0", home=home) as (address, process):
            await page.goto(address)
            port = page.url.split(":")[2].split("/")[0]
            await page.goto(f"http://127.0.0.1:{port}/scenarios/wrong_box/brief")
            await page.get_by_role("button", name="Begin").click()
            for words in REPLIES[:2]:
                await box.fill(words)
                await box.press("Enter")
                await log.get_by_text(words).wait_for()
            async with page.expect_response(lambda answer: "draft" in answer.url):
                await box.fill(DRAFT)
            process.kill()
            await asyncio.to_thread(process.wait)
        began = time.time()
        async with run_process("coach", "serve", "--no-browser", "--port", port, home=home):
            await page.reload()
            draft = await box.input_value()
            took = time.time() - began
            said = [await log.get_by_text(words).count() for words in REPLIES[:2]]
    lost = int(draft != DRAFT) + sum(count != 1 for count in said)
    return [
        Figure("killed in mid-rehearsal: the page is back", took, 5.0, "s", ""),
        Figure("the same: drafts or replies lost or doubled", lost, 0, "", ""),
    ]


PARTS: dict[str, Callable[[], Coroutine[None, None, list[Figure]]]] = {
    "one": measure_one,
    "class": measure_class,
    "hundred": measure_hundred,
    "browsers": measure_browsers,
    "flood": measure_flood,
    "kill": measure_kill,
    "rehearsal": measure_rehearsal,
    "least": measure_least,
}


def measure_room(sizes: Sizes) -> Iterator[Figure]:
    """Measure the parts of a class one after another."""
    for name in sizes.room:
        yield from asyncio.run(PARTS[name]())


def main() -> int:
    """Measure what is asked for; 1 where a bar is missed."""
    missed: list[str] = []
    for figure in measure_room(replace(WHOLE, room=tuple(sys.argv[1:]) or WHOLE.room)):
        figure.print()
        missed += [figure.what] if figure.is_missed else []
    print("every bar is met" if not missed else f"not met: {'; '.join(missed)}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
