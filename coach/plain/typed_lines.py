"""Reading lines that are typed at a terminal; a paste that is too long is refused whole.

Begin with `open_console`. A terminal hands a program one line at a time, and cuts a line that is longer than it holds
without a word: of a paste of 200,000 characters the family would be told the first 4,095. A paste of many lines would
be said to them line by line. So a line that may have been cut is refused, and so is a paste that is longer than 10,000
characters, with all of its lines.
"""

import os
import select
import sys
from collections import deque
from collections.abc import Callable

from coach.plain.conversation import LineConsole, read_bounded_line
from coach.practice.safeguarding import LONGEST

CUT_AT = 4095 if sys.platform == "linux" else 1023
"""Bytes in a line of which a terminal may have cut some off."""
FOLLOWS_WITHIN = 0.02
"""Seconds within which the next line of a paste is there once the one before it was read."""
TOO_LONG = "That was too long to paste at once, so none of it was taken. Paste a part of it, or type."


class TypedLines:
    """Reads lines that a person types or pastes at a terminal."""

    def __init__(self, ask: Callable[[str], str] = input, descriptor: int = 0) -> None:
        """Prepare to read.

        Args:
            ask: shows a prompt and returns the next line.
            descriptor: the file descriptor on which the rest of a paste waits.
        """
        self._ask = ask
        self._descriptor = descriptor
        self._waiting: deque[str | None] = deque()
        """Lines that came in the same paste as the one that was read; None is the end of all."""

    def read(self, prompt: str) -> str | None:
        """Show a prompt and return a line; None at the end. A paste that is too long is refused."""
        if self._waiting:
            _write(prompt)
            return self._waiting.popleft()
        while True:
            try:
                line = self._ask(prompt)
            except EOFError:
                return None
            if self._collect_paste(line):
                return line
            _write(f"{TOO_LONG}\n")

    def _collect_paste(self, line: str) -> bool:
        """Collect the lines pasted with this one; return False, with none of them, if too long."""
        fits, length = not _may_be_cut(line), len(line)
        while (follows := self._read_following()) is not None:
            length += len(follows)
            fits = fits and length <= LONGEST and not _may_be_cut(follows)
            if fits:
                self._waiting.append(follows.rstrip("\r\n") if follows else None)
            if not follows:
                break
        if not fits:
            self._waiting.clear()
        return fits

    def _read_following(self) -> str | None:
        """Return the next line if it waits already; empty at the end of input, None if none waits."""
        if os.name != "posix" or not select.select([self._descriptor], [], [], FOLLOWS_WITHIN)[0]:
            return None
        return os.read(self._descriptor, CUT_AT + 1).decode("utf-8", "replace")


def open_console() -> LineConsole:
    """Open the terminal or pipe as a console.

    Bytes that are no text are shown as a sign for that.
    """
    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    asks = sys.stdin.isatty()
    read = TypedLines(descriptor=sys.stdin.fileno()).read if asks else lambda _prompt: read_bounded_line(sys.stdin)
    return LineConsole(read, lambda line: _write(f"{line}\n"), asks)


def _write(text: str) -> None:
    """Write a text to the terminal at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


def _may_be_cut(line: str) -> bool:
    """Whether a line is so long that the terminal may have cut it."""
    return len(line.rstrip("\r\n").encode("utf-8", "surrogateescape")) >= CUT_AT
