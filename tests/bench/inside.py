"""What is measured in a process of the bench's own: library, check, explore, match, rehearsals, and long ones."""

import asyncio
import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil

from coach.authoring.check import check_library
from coach.authoring.explore import Exploration, explore_each
from coach.content.library import Folder, Library, find_shipped_folders
from coach.matching.framing import Context
from coach.matching.loading import Matchers
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService, practice_at
from coach.records.paths import Places
from tests.bench.figures import Figure, describe
from tests.bench.generated import REPLIES, fill_store, write_long_scenario, write_scenarios
from tests.bench.sizes import Sizes
from tests.submitting import submit_reply

MIB = 2**20
SCREENS = ("rehearsals", "library", "exercises", "inbox", "own_practice")
READS_ON = SCREENS[-1]
"""The screen that shows what was tried, and reads what stands below that, off the screen, while somebody looks."""
SCREENS_WITHIN = 0.3
"""Seconds until a screen shows what it is for, with `BARRED` rehearsals."""
BARRED = 5000
LISTED_WITHIN = 0.5
"""Seconds until a library of 20 scenarios of one's own, beside those that ship, is listed."""
READ_WITHIN = 0.05
"""Seconds until a reply of sixty words is read."""
GROWS = 3.0
"""Times the time at the fewest turns that a reply may take at the most of them."""
SIXTY_WORDS = (
    "So I've been thinking about what you said last week, about the bus and the word they used, and I don't want to "
    "let it go by again. What was it like for him when he came home that day, and what would you want the school to "
    "do about it? I can ring them on Friday if you'd like, or not at all."
)
AFTER = Context("He came home with it in his bag.", "inter_rec", "Social worker to Jan")


@contextmanager
def home() -> Iterator[Places]:
    """Places in a folder that goes with the block."""
    with tempfile.TemporaryDirectory() as folder:
        yield Places(Path(folder) / "data", Path(folder) / "config")


def clock() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    return os.urandom(4).hex()


def took(do: Callable[[], object]) -> float:
    """Seconds that something takes, once."""
    gc.collect()
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def middle(do: Callable[[], object], times: int = 5) -> float:
    """Seconds that something takes, in the middle of some times."""
    return statistics.median(took(do) for _ in range(times))


# --- The library


def measure_library(sizes: Sizes) -> Iterator[Figure]:
    """List a library of one's own beside what ships, and check one scenario of it."""
    for number in sizes.scenarios:
        with tempfile.TemporaryDirectory() as folder:
            names = write_scenarios(Path(folder), number)
            library = Library((*find_shipped_folders(), Folder(Path(folder), "own")))
            with home() as where:
                keeping = ResilientStore(store_opener(where, clock))
                practice = PracticeService(library, keeping, clock, new_id)
                listed = took(practice.scenarios)
                again = middle(practice.scenarios)
                keeping.close()
            bar = LISTED_WITHIN if number <= 20 else None
            yield Figure(f"{number:,} scenarios of one's own are listed, the first time", listed, bar, "s", "")
            yield Figure("the same, again", again, 0.1, "s", "")
            matchers = Matchers(Library(library.folders))
            check_library(matchers, names[:1])
            alone = middle(lambda: check_library(matchers, names[:1]), 3)  # noqa: B023  # called at once
            yield Figure("`coach check` of one of them, once loaded", alone, None, "s", "")


def measure_check(sizes: Sizes) -> Iterator[Figure]:
    """Check all of a library, with two conversations played in each of its scenarios."""
    for number in sizes.checked:
        with tempfile.TemporaryDirectory() as folder:
            write_scenarios(Path(folder), number)
            library = Library((*find_shipped_folders(), Folder(Path(folder), "own")))
            whole = took(lambda: check_library(Matchers(library), shipped_too=False))  # noqa: B023  # called at once
            yield Figure(f"`coach check` of {number:,} scenarios", whole, None, "s", "two conversations played in each")
            each = (whole / number) * 1000
            yield Figure("the same, for each", each / 1000, None, "s", f"2,000 would take {each * 2 / 60:.0f} min")


def measure_explore(sizes: Sizes) -> Iterator[Figure]:
    """Walk every state of a scenario that ships, and of ever longer ones."""
    shipped = find_shipped_folders()
    walked: list[Exploration] = []
    for name in sizes.shipped:
        whole = took(lambda: walked.extend(explore_each(shipped, (name,))))  # noqa: B023  # called at once
        yield Figure(f"`coach explore {name}`", whole, 10.0, "s", f"{walked[-1].states:,} states")
    for turns in sizes.turns:
        with tempfile.TemporaryDirectory() as folder:
            folders = (*shipped, Folder(Path(folder), "own"))
            name = write_long_scenario(Path(folder), turns)
            whole = took(lambda: walked.extend(explore_each(folders, (name,))))  # noqa: B023  # called at once
            yield Figure(f"{turns:,} turns, one after another", whole, 60.0, "s", f"{walked[-1].states:,} states")


# --- Reading


def measure_match(sizes: Sizes) -> Iterator[Figure]:
    """Read replies of ever more words."""
    matchers = Matchers(Library(find_shipped_folders()))
    opened: list[object] = []
    yield Figure("the matcher is opened", took(lambda: opened.append(matchers.matcher("openness"))), 1.5, "s", "")
    matcher = matchers.matcher("openness")
    texts = {6: ("What was that like for him", 0.03), 60: (SIXTY_WORDS, READ_WITHIN), 600: (SIXTY_WORDS * 10, None)}
    for words, (text, bar) in texts.items():
        # Each is another reply: what was read before is remembered.
        times = [took(lambda: matcher.read(f"{text} {place}?", AFTER)) for place in range(sizes.rounds * 2)]  # noqa: B023
        yield Figure(f"a reply of {words} words is read", statistics.median(times), bar, "s", describe(times))


# --- Rehearsals


def measure_rehearsals(sizes: Sizes) -> Iterator[Figure]:
    """List, go on, reply, forget and open the screens, with ever more rehearsals."""
    for number in sizes.rehearsals:
        barred, many = number <= BARRED, f"{number:,} rehearsals"
        with home() as where:
            fill_store(where, number)
            practice = practice_at(where, clock, new_id)
            yield Figure(f"{many} are listed, the first time", took(practice.rehearsals), None, "s", "")
            bar = 0.1 if barred else None
            yield Figure("the same, again", middle(practice.rehearsals), bar, "s", "")
            practice.go_on("r0").prepare()
            others = iter(range(number // 2, number))
            going = [took(lambda: practice.go_on(f"r{next(others)}")) for _ in range(3)]  # noqa: B023
            yield Figure("one of them is gone on with", statistics.median(going), 0.1, "s", "")
            rehearsal = practice.go_on("r0")
            said = [took(lambda: submit_reply(rehearsal, words)) for words in REPLIES]  # noqa: B023
            yield Figure("a reply is answered and kept", statistics.median(said), 0.1, "s", "")
            forgotten = [took(lambda: practice.forget(f"r{number - 1 - place}")) for place in range(3)]  # noqa: B023
            yield Figure("one is forgotten", statistics.median(forgotten), 0.5 if barred else None, "s", "")
            practice.keeping.close()
            screens, whole = asyncio.run(open_screens(where))
            slowest = max(screens, key=lambda name: screens[name])
            each = ", ".join(f"{name.replace('_', ' ')} {seconds * 1000:.0f} ms" for name, seconds in screens.items())
            each += f", with all that comes below it {whole * 1000:.0f} ms"
            bar = SCREENS_WITHIN if barred else None
            yield Figure("the slowest of five screens opens", screens[slowest], bar, "s", each)


async def open_screens(where: Places) -> tuple[dict[str, float], float]:
    """Seconds until each screen shows what it is for, and until the last, which reads on, has nothing left to do."""
    from coach.tui.app import CoachApp

    keeping = ResilientStore(store_opener(where, clock))
    practice = PracticeService(Library(find_shipped_folders()), keeping, clock, new_id)
    app = CoachApp(where, made=lambda: practice, still=True)
    screens, whole = dict[str, float](), 0.0
    async with app.run_test(size=(100, 30)) as pilot:
        await app.wait_until_open()
        await pilot.pause()
        gc.freeze()  # as the program does for itself where there is a screen
        for name in SCREENS:
            began = time.perf_counter()
            app.open_page(name)
            shown = 0.0
            if name == READS_ON:
                while not any(item.region for item in app.screen.query("#mine-words .item")):
                    await asyncio.sleep(0.002)
                shown = time.perf_counter() - began
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
            whole = time.perf_counter() - began
            screens[name] = shown or whole
            app.go_home()
            await pilot.pause()
            await app.workers.wait_for_complete()
    gc.unfreeze()
    return screens, whole


# --- Long conversations


@contextmanager
def long_rehearsal(turns: int) -> Iterator[tuple[PracticeService, Rehearsal]]:
    """A rehearsal of a scenario with so many turns, which has not begun to be talked in."""
    with home() as where:
        name = write_long_scenario(where.library, turns)
        practice = practice_at(where, clock, new_id)
        rehearsal = practice.begin(name)
        rehearsal.prepare()
        yield practice, rehearsal
        practice.keeping.close()


def measure_turns(sizes: Sizes) -> Iterator[Figure]:
    """Talk through ever longer conversations: a reply at their end, memory, going on, and the debrief."""
    first = 0.0
    process = psutil.Process()
    for turns in sizes.turns:
        with long_rehearsal(turns) as (practice, rehearsal):
            for words in REPLIES:  # what is loaded with the first replies is no growth
                practice.matcher("openness").read(words)
            before, times = process.memory_info().rss, []
            for place in range(turns):
                began = time.perf_counter()
                submit_reply(rehearsal, f"{REPLIES[place % len(REPLIES)]} And {place}?")
                times.append(time.perf_counter() - began)
                if rehearsal.over:
                    break
            late = times[-max(turns // 10, 1) :]
            value = statistics.median(late)
            first = first or value
            bar = None if turns == sizes.turns[0] else GROWS * first
            more = f"{describe(late)}; the last tenth of {len(times):,}"
            yield Figure(f"{turns:,} turns: a reply is answered and kept", value, bar, "s", more)
            grown = (process.memory_info().rss - before) / MIB
            yield Figure("the same: memory grows by", max(grown, 0.0), 60.0, "MiB", "")
            yield Figure("the same: going on with it", middle(lambda: practice.go_on("last"), 3), 1.0, "s", "")
            yield Figure("the same: its debrief", took(rehearsal.page), None, "s", "")
