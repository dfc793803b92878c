"""A room's door in a process of its own, behind the trainer's board.

Neither holds up the other's screens.

    python -m coach.web.behind

Lines of JSON go in: what is to be loaded, which begins at once, then how the door is opened, and what is changed of it
later. One comes out: the address, or why not. The door closes when the lines end, and so with whoever wrote them,
however that one ends.
"""

import asyncio
import json
import re
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coach.errors import CoachError
from coach.records.class_log_sqlite import open_room_store
from coach.records.paths import Places
from coach.web.hosting import Hosting, NoDoor, open_door
from coach.web.room_code import Latch
from coach.web.room_library import open_room_library

CLOSES_WITHIN = 10.0
"""Seconds for the process to end."""
COMPLAINS_WITHIN = 1.0
"""Seconds to wait for the last that an ended process had to say."""
COMPLAINTS_KEPT = 50
LONGEST_COMPLAINT = 500
ERROR = re.compile(r"(?:\w+\.)*(\w+(?:Error|Exception|Exit|Interrupt|CannotStart|NoDoor))\b")
"""The last line of a traceback, by the name of its error."""


class Behind:
    """The process of a door, from before the room is chosen until it is closed.

    Methods may be called from any one thread.
    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        """Start the process and let it load; `given` also says where the room's log is."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "coach.web.behind"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=sys.platform != "win32",  # Ctrl+C is the board's alone
        )
        self._complaints: deque[str] = deque(maxlen=COMPLAINTS_KEPT)
        self._reading = threading.Thread(target=self._hear_complaints, daemon=True)
        self._reading.start()
        self._write({"given": dict(given)})

    def open(self, how: Hosting) -> str:
        """Open the door; the address. May wait until everything is loaded. Raises NoDoor."""
        plain = {key: str(value) if isinstance(value, Path) else value for key, value in asdict(how).items()}
        self._write(plain)
        assert self._process.stdout is not None
        with suppress(ValueError):
            match json.loads(self._process.stdout.readline()):
                case {"address": str(address)}:
                    return address
                case {"message": str(message), "advice": str(advice)}:
                    raise NoDoor(message, advice)
        raise NoDoor("The room's door did not open.", "Try it with `coach room CODE --no-board`, which says why.")

    def set_latch(self, latch: Latch) -> None:
        """Lock or unlock the open door, and change its code."""
        self._write(asdict(latch))

    def explain_end(self) -> str:
        """Why the process has ended, in a few words; nothing while it runs.

        Of what it complained of, only the name of an error is told: its message could hold what somebody typed.
        """
        status = self._process.poll()
        if status is None:
            return ""
        self._reading.join(COMPLAINS_WITHIN)
        named = [error[1] for line in self._complaints if (error := ERROR.match(line))]
        if named:
            return f"{named[-1]}, status {status}"
        return f"it was ended from outside, by signal {-status}" if status < 0 else f"status {status}"

    def _hear_complaints(self) -> None:
        """In a thread of its own, so that the process never waits for somebody to read them."""
        assert self._process.stderr is not None
        with self._process.stderr as complaints:
            self._complaints.extend(line[:LONGEST_COMPLAINT] for line in complaints)

    def close(self) -> None:
        """Close the door, and wait until its process has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(CLOSES_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def _write(self, said: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):  # it has ended; what it had to say about that is read next
            self._process.stdin.write(json.dumps(said) + "\n")
            self._process.stdin.flush()


async def _serve(read: Callable[[], str]) -> None:
    """What the process does."""
    loading = json.loads(read())
    library = await asyncio.to_thread(open_room_library, loading["given"])
    line = await asyncio.to_thread(read)
    if not line:
        return
    given = loading["given"]
    try:
        wanted = json.loads(line)
        files = {key: Path(wanted[key]) if wanted[key] else None for key in ("certificate", "key")}
        shelf = open_room_store(Places(Path(given["data"]), Path(given["config"])), given["store"])
        log = shelf.open(wanted["code"])
        how = Hosting(**{**wanted, **files})
        latch = how.make_latch()
        async with open_door(how, log, lambda: datetime.now(UTC), library, latch) as address:
            print(json.dumps({"address": address}), flush=True)  # noqa: T201  # it is read by whoever started this
            while line := await asyncio.to_thread(read):
                wanted = json.loads(line)
                latch.code, latch.locked = wanted["code"], wanted["locked"]
        log.close()
        shelf.close()
    except CoachError as error:
        print(json.dumps({"message": error.message, "advice": error.advice}), flush=True)  # noqa: T201  # so is this


def main() -> int:
    """Serve whoever started it."""
    asyncio.run(_serve(sys.stdin.readline))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
