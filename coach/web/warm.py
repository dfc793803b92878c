"""The warm one: a process with one thread and everything loaded, from which each person's process is forked.

    python -m coach.web.warm DESCRIPTOR      over a socket of the host's, one fork for each request
    python -m coach.web.warm alone           one person's, over standard input and output, where nothing can be forked

What is loaded and run is a parameter: `module:function`, a `Prepare`. It is called once; what it returns is called in
every process that is forked. Between the two, the garbage is collected and the rest frozen, so that what is shared
stays shared, and the gaps between what is loaded are filled, so that what a person's process makes lies together and
not on pages that it shared until then. That saves each of them about four megabytes.

A process that was forked knows nothing of the others: not their files, not their words. Its errors go nowhere, because
they could quote what somebody typed; the host hears only that it ended, and how.
"""

import gc
import importlib
import json
import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from coach.web.wire import Size

Run = Callable[[str, str, Size], None]
"""Runs one person's app to its end: the room's code, the person's id, and the size of their screen."""
Prepare = Callable[[Mapping[str, Any]], Run]
"""Loads everything that an app needs, from what the host gives it, and leaves no thread, file or connection open."""

LARGEST_REQUEST = 64 * 1024
GRACE = 3.0
"""Seconds that processes have to end by themselves once the host is gone."""
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
        self._processes: dict[str, int] = {}
        """Which process is whose, by the host's name for it, for as long as it has not been waited for."""

    def serve(self) -> int:
        """Load, then fork on request until the host goes."""
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
            with suppress(TimeoutError):
                self._control.settimeout(0.25 if self._processes else None)
                request, descriptors, _, _ = socket.recv_fds(self._control, LARGEST_REQUEST, 1)
                if not request:
                    break
                self._answer(json.loads(request), descriptors, run)
            self._reap()
        self._end_all()
        return 0

    def _answer(self, request: dict[str, Any], descriptors: list[int], run: Run) -> None:
        match request:
            case {"start": str(name), **wanted} if descriptors:
                self._processes[name] = self._fork(descriptors[0], lambda: _run(run, wanted))
            case {"end": str(name)} if name in self._processes:
                os.kill(self._processes[name], signal.SIGKILL)
        for descriptor in descriptors:
            os.close(descriptor)

    def _fork(self, descriptor: int, run: Callable[[], None]) -> int:
        process = os.fork()
        if process:
            return process
        status = 1
        try:
            self._control.close()
            os.dup2(descriptor, 0)
            os.dup2(descriptor, 1)
            os.close(descriptor)
            _say_nothing_more()
            run()
            status = 0
        finally:
            os._exit(status)  # nothing of the warm one's is tidied up twice, and no error is printed

    def _reap(self) -> None:
        """Wait for whichever processes have ended, and say so."""
        for name, process in list(self._processes.items()):
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                del self._processes[name]
                self._say(ended=name, status=os.waitstatus_to_exitcode(status))

    def _end_all(self) -> None:
        """The host is gone: ask every process to end, and do not ask twice."""
        for process in self._processes.values():
            os.kill(process, signal.SIGTERM)
        until = time.monotonic() + GRACE
        while self._processes and time.monotonic() < until:
            self._reap()
            time.sleep(0.02)
        for process in self._processes.values():
            os.kill(process, signal.SIGKILL)

    def _say(self, **said: Any) -> None:
        with suppress(OSError):  # the host has gone; the next look for a request finds that out
            self._control.send(json.dumps(said).encode())


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
    _run(run, wanted)
    return 0


def _run(run: Run, wanted: Mapping[str, Any]) -> None:
    """Textual's web driver learns its first size from where a terminal's would be."""
    columns, rows = wanted["size"]
    os.environ["COLUMNS"], os.environ["ROWS"] = str(columns), str(rows)
    run(wanted["room"], wanted["person"], (columns, rows))


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
