"""A program in a pseudo-terminal into which much is pasted, and what it then shows."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from pathlib import Path

from tests.conftest import PATIENCE

ROOT = Path(__file__).parent.parent


class PastedTerminal:
    """A program in a pseudo-terminal of 100 by 30, which is read from while it is written to, as terminals do."""

    def __init__(self, command: list[str], home: Path) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(COACH_HOME=str(home), TERM="xterm-256color", TEXTUAL_ANIMATIONS="none")
            os.environ.update(PYTHONPATH=str(ROOT))
            os.chdir(home)
            os.execvp(command[0], command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        os.set_blocking(self.fd, False)
        self.seen = b""

    def waits_for(self, words: str, most: float = PATIENCE) -> str:
        """Read on until these words are shown; all that was shown since the last such words."""
        end, sought = time.monotonic() + most, words.encode()
        while sought not in self.seen:
            assert time.monotonic() < end, f"waited in vain for {words!r}; saw: {self.seen[-2000:]!r}"
            self._look(0.2)
        before, _, self.seen = self.seen.partition(sought)
        return before.decode("utf-8", "replace")

    def rests(self, seconds: float = 0.3) -> None:
        """Wait until nothing more is shown, and forget what was."""
        while self._look(seconds):
            pass
        self.seen = b""

    def waits(self, seconds: float) -> None:
        """Wait so long, whatever is shown, and forget it."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._look(left)
        self.seen = b""

    def sends(self, text: str) -> float:
        """Send keys or a paste as fast as they are taken; when the last of it was, by `time.perf_counter`."""
        left = memoryview(text.encode())
        while left:
            _, room, _ = select.select([], [self.fd], [], 0.0)
            if room:
                try:
                    left = left[os.write(self.fd, left[:4096]) :]
                except BlockingIOError:
                    self._look(0.05)
            self._look(0.0 if room else 0.05)
        return time.perf_counter()

    def closes(self) -> None:
        """End the program, kindly or not."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def _look(self, most: float) -> bool:
        if not select.select([self.fd], [], [], most)[0]:
            return False
        try:
            self.seen += os.read(self.fd, 65536)
        except OSError:  # the program ended
            return False
        return True
