"""A process that carries a few people: each has an app of their own, over their own line to the host.

What is shared with the warm process is only shared until it is touched, and a Python object is touched by being looked
at. So each process pays for the pages it looks at, whoever it draws for; three who share one pay a third each. One's
errors end one's own app and say nothing, because they could quote what somebody typed.
"""

import asyncio
import json
import socket
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from coach.web.ends import Ends
from coach.web.wire import Size, meta


class Seated(NamedTuple):
    """Whose screen it is, and how large."""

    room: str
    """Its code."""
    person: str
    """Their id."""
    size: Size


Coming = asyncio.Future[Seated]
"""Whoever it is for. A screen can stand ready before it is known, and then it is there at once."""
Run = Callable[[Coming, Ends], Coroutine[Any, Any, None]]
"""Runs one person's app to its end, over their line."""

SEATS = 3
"""People in one process at most: a third of its weight each, and at most two others go with one that breaks."""
LARGEST_REQUEST = 64 * 1024
HANGS_UP_WITHIN = 2.0
"""Seconds for the last of what was drawn to be taken, and for its thread to end."""


@dataclass(slots=True)
class Carriage:
    """The warm process's hold on one: its process, the way to tell it things, and who is in it."""

    process: int
    control: socket.socket
    people: set[str] = field(default_factory=set)
    standing: int = 0
    """Screens that stand ready for somebody; people and these are never more than there are seats."""
    leaving: dict[str, float] = field(default_factory=dict)
    """Who was asked to leave, and until when it is waited for."""

    @property
    def free(self) -> bool:
        """Whether there is a seat for somebody else. Where somebody does not leave, nobody comes in."""
        return len(self.people) < SEATS and not self.leaving

    @property
    def roomy(self) -> bool:
        """Whether one more screen can stand ready."""
        return len(self.people) + self.standing < SEATS and not self.leaving

    def stand(self) -> None:
        """Have a screen stand ready for somebody. Raises OSError where the process has gone."""
        self.control.send(json.dumps({"stand": 1}).encode())
        self.standing += 1

    def take(self, name: str, wanted: dict[str, Any], descriptor: int) -> None:
        """Take somebody in. Raises OSError where the process has gone."""
        socket.send_fds(self.control, [json.dumps({"start": name, **wanted}).encode()], [descriptor])
        self.people.add(name)
        self.standing = max(0, self.standing - 1)

    def let_out(self, name: str, until: float) -> None:
        """Ask for somebody's app to end, whatever it is at."""
        if name in self.people and name not in self.leaving:
            self.leaving[name] = until
            with suppress(OSError):
                self.control.send(json.dumps({"end": name}).encode())

    def hear(self) -> None:
        """Take in who has left."""
        with suppress(OSError, ValueError):
            name = json.loads(self.control.recv(LARGEST_REQUEST))["ended"]
            self.people.discard(name)
            self.leaving.pop(name, None)

    def stuck(self, now: float) -> bool:
        """Whether somebody has not left in time. Then all it carries is stuck, for there is one thread that draws."""
        return any(until < now for until in self.leaving.values())


class _Standing(NamedTuple):
    """An app, and what it still has to be given."""

    coming: Coming
    ends: Ends
    app: asyncio.Task[None]


class Inside:
    """The process itself, from the fork until it is told that nobody is in it any more."""

    def __init__(self, control: socket.socket, run: Run) -> None:
        self._control = control
        self._run = run
        self._standing: list[_Standing] = []
        self._apps: dict[str, asyncio.Task[None]] = {}
        self._people: dict[str, asyncio.Task[None]] = {}
        """From when they come in until nothing of theirs is left."""

    async def serve(self) -> None:
        """Take people in until the warm process lets go, and carry on until the last of them has left."""
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        self._control.setblocking(False)
        loop.add_reader(self._control, self._hear, over)
        await over.wait()
        loop.remove_reader(self._control)
        for each in self._standing:
            each.app.cancel()
        await asyncio.gather(*(each.app for each in self._standing), return_exceptions=True)
        while self._people:
            await asyncio.wait(self._people.values())

    def _hear(self, over: asyncio.Event) -> None:
        try:
            said, descriptors, _, _ = socket.recv_fds(self._control, LARGEST_REQUEST, 1)
        except BlockingIOError:
            return
        except OSError:
            said, descriptors = b"", []
        if not said:
            over.set()
            return
        match json.loads(said):
            case {"start": str(name), "room": str(room), "person": str(person), "size": [int(columns), int(rows)]}:
                line, seat = socket.socket(fileno=descriptors[0]), self._a_seat()
                seat.ends.give(line.fileno(), line.fileno(), meta(type="resize", width=columns, height=rows))
                seat.coming.set_result(Seated(room, person, (columns, rows)))
                self._apps[name] = seat.app
                self._people[name] = asyncio.create_task(self._seated(name, line, seat.ends))
            case {"stand": 1}:
                self._standing.append(self._stand())
            case {"end": str(name)} if name in self._apps:
                self._apps[name].cancel()  # and nothing else of theirs: what follows it must be done

    def _a_seat(self) -> "_Standing":
        """One that stands ready and is sound, or a new one, which has not begun yet."""
        while self._standing:
            if not (first := self._standing.pop(0)).app.done():
                return first
        return self._stand()

    def _stand(self) -> "_Standing":
        coming, ends = asyncio.get_running_loop().create_future(), Ends()
        return _Standing(coming, ends, asyncio.create_task(self._run(coming, ends)))

    async def _seated(self, name: str, line: socket.socket, ends: Ends) -> None:
        await asyncio.wait([self._apps[name]])
        if await ends.hang_up(lambda: _shut(line), HANGS_UP_WITHIN):
            line.close()
        del self._apps[name], self._people[name]
        with suppress(OSError):
            self._control.send(json.dumps({"ended": name}).encode())


def _shut(line: socket.socket) -> None:
    """Whoever waits at either end wakes up."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
