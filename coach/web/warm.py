"""The warm one: a process with one thread and everything loaded, from which those that carry people are forked.

    python -m coach.web.warm DESCRIPTOR      over a socket of the host's, a seat in a carriage for each request
    python -m coach.web.warm alone           one person's, over standard input and output, where nothing can be forked

What is loaded and run is a parameter: `module:function`, a `Prepare`. It is called once; what it returns is called for
everybody, in the process that carries them. Between the two, the garbage is collected and the rest frozen, so that what
is shared stays shared, and the gaps between what is loaded are filled, so that what a screen makes lies together and
not on pages that were shared until then. That saves each process about four megabytes.

A process that was forked says nothing of its errors, because they could quote what somebody typed.
"""

import asyncio
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from coach.web.carriage import LARGEST_REQUEST, Carriage, Inside, Run, Seated
from coach.web.ends import Ends

Prepare = Callable[[Mapping[str, Any]], Run]
"""Loads everything that an app needs, from what the host gives it, and leaves no thread, file or connection open."""

GRACE = 3.0
"""Seconds that people's apps have to end by themselves, once they are asked to or the host is gone."""
LOOKS_AFTER = 0.25
"""Seconds between two looks whether a process has broken."""
SIZE_CLASSES = range(16, 513, 16)
"""Bytes of the objects that Python lays side by side, in pools of one size each."""
POOL = 16 * 1024
MOST_FILLED = 2 * 1024 * 1024
"""Bytes that are filled for one size at most, should pools ever be laid out otherwise."""


class NotAlone(RuntimeError):
    """A thread was left behind by what was loaded; a fork would copy whatever it held half done."""


def main() -> int:
    """Serve the host over the descriptor given, or one person."""
    _keep_no_dumps()
    if sys.argv[1] == "alone":
        return _alone()
    with socket.socket(fileno=int(sys.argv[1])) as control:
        return Warm(control).serve()


class Warm:
    """The warm one at work."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._carriages: list[Carriage] = []
        self._left: list[int] = []
        """Processes that nobody is in any more, until they have been waited for."""

    def serve(self) -> int:
        """Load, then find everybody a seat until the host goes."""
        first = self._control.recv(LARGEST_REQUEST)
        if not first:
            return 0
        try:
            run = load(json.loads(first))
            gaps = settle()
        except Exception as error:  # noqa: BLE001  # whatever it was, the host says it; its message could hold anything
            self._say(failed=_plainly(error))
            return 1
        self._say(ready=len(gaps))
        while True:
            waiting = [self._control, *(each.control for each in self._carriages)]
            said, _, _ = select.select(waiting, [], [], LOOKS_AFTER if self._carriages or self._left else None)
            if self._control in said:
                request, descriptors, _, _ = socket.recv_fds(self._control, LARGEST_REQUEST, 1)
                if not request:
                    break
                self._answer(json.loads(request), descriptors, run)
            for each in [each for each in self._carriages if each.control in said]:
                each.hear()
            self._tidy()
        self._end_all()
        return 0

    def _answer(self, request: dict[str, Any], descriptors: list[int], run: Run) -> None:
        match request:
            case {"start": str(name), **wanted} if descriptors:
                with suppress(OSError):  # it broke this moment; the host finds the line shut, and asks again
                    free = [each for each in self._carriages if each.free]
                    self._with_room(run, free, descriptors).take(name, wanted, descriptors[0])
            case {"stand": 1}:
                with suppress(OSError):
                    self._with_room(run, [each for each in self._carriages if each.roomy], descriptors).stand()
            case {"end": str(name)}:
                for each in self._carriages:
                    each.let_out(name, time.monotonic() + GRACE)
        for descriptor in descriptors:
            os.close(descriptor)

    def _with_room(self, run: Run, some: list[Carriage], descriptors: list[int]) -> Carriage:
        """Of these one where a screen stands ready, or else the fullest; or a new one, without these descriptors."""
        if some:
            return max(some, key=lambda each: (each.standing > 0, len(each.people)))
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        process = os.fork()
        if not process:
            ours.close()
            for descriptor in descriptors:
                os.close(descriptor)
            self._inside(theirs, run)
        theirs.close()
        ours.settimeout(GRACE)
        self._carriages.append(Carriage(process, ours))
        return self._carriages[-1]

    def _inside(self, control: socket.socket, run: Run) -> NoReturn:
        """What the process does that was forked."""
        status = 1
        try:
            self._control.close()
            for each in self._carriages:
                each.control.close()
            os.dup2(control.fileno(), 0)  # Textual looks at what it would read from, in case that is a terminal
            _say_nothing_more()
            asyncio.run(Inside(control, run).serve())
            status = 0
        finally:
            os._exit(status)  # nothing of the warm one's is tidied up twice, and no error is printed

    def _tidy(self) -> None:
        """Let go of those with nobody in them, and of those that broke or that somebody does not leave."""
        for each in list(self._carriages):
            if each.stuck(time.monotonic()):
                os.kill(each.process, signal.SIGKILL)
            if _waited_for(each.process) or not (each.people or each.standing):
                each.control.close()
                self._carriages.remove(each)
                self._left.append(each.process)
        self._left = [process for process in self._left if not _waited_for(process)]

    def _end_all(self) -> None:
        """The host is gone, and every line with it: let go of every process, and wait for it to end; not for long."""
        processes = [each.process for each in self._carriages] + self._left
        for each in self._carriages:
            each.control.close()
        until = time.monotonic() + GRACE
        while (processes := [each for each in processes if not _waited_for(each)]) and time.monotonic() < until:
            time.sleep(0.02)
        for process in processes:
            os.kill(process, signal.SIGKILL)

    def _say(self, **said: Any) -> None:
        with suppress(OSError):  # the host has gone; the next look for a request finds that out
            self._control.send(json.dumps(said).encode())


def _waited_for(process: int) -> bool:
    """Whether it has ended; it is not asked after again."""
    try:
        return os.waitpid(process, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return True


def load(wanted: Mapping[str, Any]) -> Run:
    """What runs an app, from `{"target": "module:function", "given": {…}}`. Raises whatever loading it raises."""
    module, _, function = wanted["target"].partition(":")
    prepare: Prepare = getattr(importlib.import_module(module), function)
    return prepare(wanted["given"])


def settle() -> list[object]:
    """Make what is loaded ready to be shared; what fills the gaps must be held on to. Raises NotAlone."""
    until = time.monotonic() + GRACE
    while _threads() > 1:  # one that was waited for may still be on its way out
        if time.monotonic() > until:
            raise NotAlone
        time.sleep(0.01)
    gc.collect()
    filling = [filler for size in SIZE_CLASSES for filler in _filled(size)]
    gc.freeze()
    return filling


def _filled(size: int) -> list[object]:
    """Objects of this size in every gap that there is, up to a pool of their own: there they lie one after another."""
    header = sys.getsizeof(b"")
    fillers: list[object] = []
    in_a_row, before = 0, 0
    while in_a_row < POOL // size - 4 and len(fillers) < MOST_FILLED // size:
        filler: object = object() if size == 16 else complex(before, 1.0) if size == 32 else bytes(size - header)
        in_a_row = in_a_row + 1 if id(filler) == before + size else 0
        before = id(filler)
        fillers.append(filler)
    return fillers


def _plainly(error: BaseException) -> str:
    """What broke and where, by name alone."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"


def _threads() -> int:
    """Threads of this process, those that no Python code started among them."""
    try:
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208  # nothing of the files is wanted
    except OSError:
        return threading.active_count()


def _alone() -> int:
    """One person's process by itself: what is wanted comes as the first line, then packets."""
    line = bytearray()
    while not line.endswith(b"\n"):  # byte by byte: what comes after it is the driver's to read
        byte = os.read(0, 1)
        if not byte:
            return 0
        line += byte
    wanted = json.loads(line)
    run = load(wanted)
    _say_nothing_more()
    asyncio.run(_seated_alone(run, wanted))
    return 0


async def _seated_alone(run: Run, wanted: Mapping[str, Any]) -> None:
    ends = Ends(0, 1)
    columns, rows = wanted["size"]
    coming = asyncio.get_running_loop().create_future()
    coming.set_result(Seated(wanted["room"], wanted["person"], (columns, rows)))
    await run(coming, ends)
    await ends.hang_up(lambda: None, GRACE)


def _say_nothing_more() -> None:
    """Errors go nowhere: they could quote what somebody typed."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _keep_no_dumps() -> None:
    """A process that breaks leaves no picture of its memory, which holds words."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    raise SystemExit(main())
