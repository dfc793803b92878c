"""`python -m tests.bench_team`: fifty practitioners write at once to one PostgreSQL store, each with their own login.

Prints how long a reply takes to be safely kept, and whether any was lost. Then one laptop's file with five thousand
rehearsals: how long each screen takes to open.
"""

import asyncio
import gc
import os
import statistics
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coach.content.library import Library, find_shipped_folders
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.records.sqlite_store import open_store
from coach.records.team.logins import let_in, open_url, set_up
from coach.records.team.store import TeamRehearsalStore
from tests import postgres
from tests.conftest import began, said
from tests.records.rooms import p95

PRACTITIONERS, REPLIES, BETWEEN = 50, 20, 1.0
"""How many write, how many replies each, and the seconds each takes to type one, by chance half as long or twice."""
SAVED_WITHIN, OPEN_WITHIN = 50.0, 300.0
MANY = 5000


def main() -> int:
    """Both benches; the exit status says whether the bars were kept."""
    late, lost = fifty_at_once()
    half, most = statistics.median(late), p95(late)
    print(f"a reply is kept, half within {half:.1f} ms, 95 in 100 within {most:.1f} ms; lost {lost}")
    opened = asyncio.run(five_thousand())
    for name, took in opened.items():
        print(f"{name} opens in {took:.0f} ms with {MANY} rehearsals")
    return int(p95(late) > SAVED_WITHIN or lost > 0 or max(opened.values()) > OPEN_WITHIN)


def fifty_at_once() -> tuple[list[float], int]:
    """Milliseconds of each save, and how many replies are not there afterwards."""
    from random import Random

    late: list[float] = []
    with postgres.running() as server:
        owner = open_url(server.url())
        set_up(owner)
        names = [f"p{number}" for number in range(PRACTITIONERS)]
        for name in names:
            server.sql(f"CREATE ROLE {name} LOGIN PASSWORD 'x'")
            let_in(owner, name, supervisor=False)
        stores = {name: TeamRehearsalStore(open_url(server.url(name, "x"))) for name in names}

        def practise(name: str) -> None:
            chance = Random(name)
            stores[name].append(name, began())
            for number in range(REPLIES):
                time.sleep(BETWEEN * chance.choice((0.5, 0.75, 1, 1.5, 2)))
                event = said(text=f"{name} says {number}. " + "What was that like for him? " * 6)
                begun = time.perf_counter()
                stores[name].append(name, event)
                late.append((time.perf_counter() - begun) * 1e3)

        threads = [threading.Thread(target=practise, args=(name,)) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        lost = sum(REPLIES + 1 - len(stores[name].read(name)) for name in names)
        for store in stores.values():
            store.close()
        owner.dispose()
    return late, lost


async def five_thousand() -> dict[str, float]:
    """Milliseconds until each screen shows what it is for, with so many rehearsals in the file."""
    from coach.tui.app import CoachApp

    with tempfile.TemporaryDirectory() as folder:
        where = Places(Path(folder), Path(folder))
        _fill(where)
        library = Library(find_shipped_folders())
        clock = lambda: datetime.now(UTC)  # noqa: E731  # a clock
        practice = PracticeService(
            library, ResilientStore(store_opener(where, clock)), clock, lambda: os.urandom(4).hex()
        )
        app = CoachApp(where, made=lambda: practice, still=True)
        took: dict[str, float] = {}
        async with app.run_test(size=(100, 30)) as pilot:
            await app.wait_until_open()
            await pilot.pause()
            gc.freeze()  # as the program does for itself where there is a screen
            for name in ("rehearsals", "library", "exercises", "inbox", "own_practice"):
                begun = time.perf_counter()
                app.open_page(name)
                await pilot.pause()
                await app.workers.wait_for_complete()
                await pilot.pause()
                took[name.replace("_", " ")] = (time.perf_counter() - begun) * 1e3
                app.go_home()
                await pilot.pause()
                await app.workers.wait_for_complete()
        return took


def _fill(where: Places) -> None:
    """So many rehearsals of a few replies each, in the scenarios that ship."""
    store = open_store(where.rehearsals, lambda file: file)
    store.close()
    import sqlite3

    scenarios = [shelved.id for shelved in Library(find_shipped_folders()).shelf("dialogues")]
    now = datetime.now(UTC)
    with sqlite3.connect(where.rehearsals) as raw:
        for number in range(MANY):
            at = (now - timedelta(minutes=number)).isoformat(timespec="microseconds")
            scenario = scenarios[number % len(scenarios)]
            raw.execute(
                "INSERT INTO rehearsals (id, scenario, began, touched, replies, going, kept) "
                "VALUES (?, ?, ?, ?, 1, 0, 1)",
                (f"r{number}", scenario, at, at),
            )
            first = began().model_copy(update={"scenario": scenario})
            for place, event in enumerate((first, said(text=f"Reply {number}")), 1):
                raw.execute(
                    "INSERT INTO events (rehearsal, number, body) VALUES (?, ?, ?)",
                    (f"r{number}", place, event.model_dump_json()),
                )


if __name__ == "__main__":
    sys.exit(main())
