"""`python -m tests.bench_team`: fifty practitioners write at once to one PostgreSQL store, each with their own login.

Prints how long a reply takes to be safely kept, and whether any was lost. One laptop's file with ever more rehearsals
is a part of `python -m tests.bench`.
"""

import statistics
import sys
import threading
import time

from coach.records.team.logins import let_in, open_url, set_up
from coach.records.team.store import TeamRehearsalStore
from tests import postgres
from tests.conftest import began, said
from tests.records.rooms import p95

PRACTITIONERS, REPLIES, BETWEEN = 50, 20, 1.0
"""How many write, how many replies each, and the seconds each takes to type one, by chance half as long or twice."""
SAVED_WITHIN = 50.0


def main() -> int:
    """The bench; the exit status says whether the bars were kept."""
    late, lost = fifty_at_once()
    half, most = statistics.median(late), p95(late)
    print(f"a reply is kept, half within {half:.1f} ms, 95 in 100 within {most:.1f} ms; lost {lost}")
    return int(p95(late) > SAVED_WITHIN or lost > 0)


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


if __name__ == "__main__":
    sys.exit(main())
