"""`python -m tests.web.host FOLDER PORT`: a host that can be killed, for a room that is in the folder already."""

import asyncio
import sys
from pathlib import Path

from coach.records.class_log_sqlite import open_room_store
from coach.records.paths import Places
from coach.web.hosting import serve
from tests.web.rooms import CODE, a_host, clock, library_at


def main() -> None:
    home, port = Path(sys.argv[1]), int(sys.argv[2])
    log = open_room_store(Places(home, home)).open(CODE)
    asyncio.run(
        serve(a_host(home, port=port), log, clock, lambda address: print(address, flush=True), library_at(home))
    )


if __name__ == "__main__":
    main()
