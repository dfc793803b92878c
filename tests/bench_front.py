"""How quickly screens come and the family answers, what it weighs, beside a minimal Textual app and chat; a debrief.

    python -m tests.bench_front            prints the ratios and fails where a bar is not met

Everything is measured in a real pseudo-terminal, in the same run, turn by turn, each process held to one core.
"""

import compileall
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import sysconfig
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
ROUNDS = 9
REPLIES = ["Right.", "What does he say about it?", "Okay.", "What happened?", "I see.", "And then?", "Mm.", "Go on."]

MINIMAL = """
from textual.app import App
from textual.widgets import Static
class Minimal(App):
    def compose(self):
        yield Static("minimal-is-here")
Minimal().run()
"""

CHAT = """
from textual.app import App
from textual.containers import VerticalScroll
from textual.widgets import Input, Static
class Chat(App):
    AUTO_FOCUS = "Input"
    def compose(self):
        yield VerticalScroll(Static("chat-is-here"))
        yield Input()
    async def on_input_submitted(self, event):
        event.input.clear()
        lines = self.query_one(VerticalScroll)
        await lines.mount(Static("ECHO " + event.value))
        lines.scroll_end(animate=False)
Chat().run()
"""
"""The least that a chat in Textual can be: what was typed is echoed."""

BARS = {"first frame": 1.45, "answer": 4.0}
"""How many times what a minimal app takes: to the first frame, and from Enter to the answer (p95 by p95)."""
HEAVIEST = 230
"""MiB resident in the middle of a conversation, with the encoders."""
SLOWEST_BEGINNING = 0.8
"""Seconds from the last key before a conversation to the family's first line."""

DEBRIEF = 0.3
"""Seconds until the first page of a debrief of twelve replies is drawn, once the letter for it counts as one."""
WAITS = 0.3
"""Seconds for which a letter is held, to tell it from a word (`LetterGuard.burst`)."""
SAID = [
    *("Hello Louise, thank you for seeing me.", "What does he say about it?", "What happened at school?"),
    *("How do you feel about the form?", "Has racism been part of it, at school?", "What was that like for him?"),
    *("I am sorry, that sounds hard.", "What would you like the form to say?", "Who else have you told?"),
    *("What languages do you speak at home?", "I will ring the school on Friday.", "Is there anything I have missed?"),
]


class Terminal:
    """A program in a pseudo-terminal of 100 by 30."""

    def __init__(self, command: list[str], home: str) -> None:
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(COACH_HOME=home, TERM="xterm-256color", TEXTUAL_ANIMATIONS="none", PYTHONPATH=str(ROOT))
            if hasattr(os, "sched_setaffinity"):
                os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
            os.execvp(command[0], command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.seen = b""

    def wait_for(self, shown: Callable[[bytes], bool], most: float = 20) -> float:
        """Seconds until the output so far satisfies `shown`."""
        end = time.perf_counter() + most
        while time.perf_counter() < end:
            ready, _, _ = select.select([self.fd], [], [], 0.5)
            if ready:
                self.seen += os.read(self.fd, 65536)
                if shown(self.seen):
                    return time.perf_counter() - self.started
        raise TimeoutError(f"not shown within {most} s")

    def press(self, keys: str) -> None:
        """Press keys, and start the clock."""
        self.seen = b""
        self.started = time.perf_counter()
        os.write(self.fd, keys.encode())

    def quiet(self, seconds: float = 0.25) -> None:
        """Wait until nothing more is drawn."""
        while select.select([self.fd], [], [], seconds)[0]:
            self.seen += os.read(self.fd, 65536)

    def weighs(self) -> int:
        """Resident bytes."""
        return int(psutil.Process(self.pid).memory_info().rss)

    def close(self) -> None:
        """End it, kindly or not."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def main() -> int:
    """Measure, print, and say whether every bar is met."""
    # As an installation does. Some installers leave it to the first start, and some machines keep nothing of that.
    for folder in (ROOT / "coach", *(Path(sysconfig.get_path("purelib")) / name for name in ("textual", "rich"))):
        compileall.compile_dir(folder, quiet=2)
    first: dict[str, list[float]] = {"minimal": [], "coach": []}
    weight: dict[str, list[int]] = {"minimal": [], "coach": []}
    with tempfile.TemporaryDirectory() as home:
        for _ in range(ROUNDS):
            for name, command, shown in (
                ("minimal", [sys.executable, "-c", MINIMAL], b"minimal-is-here"),
                ("coach", [sys.executable, "-m", "coach"], b"Rehearse"),
            ):
                terminal = Terminal(command, home)
                first[name].append(terminal.wait_for(lambda seen, shown=shown: shown in seen))  # type: ignore[misc]
                terminal.quiet(1.0)
                if name == "minimal":
                    weight[name].append(terminal.weighs())
                terminal.close()
        answers, weight["coach"], beginnings = _answers(home)
        echoes = _echoes(home)
        cold, warm = _debriefs()
    frame = statistics.median(first["coach"]) / statistics.median(first["minimal"])
    memory = statistics.median(weight["coach"]) / statistics.median(weight["minimal"])
    p95, p95_echo = statistics.quantiles(answers, n=20)[-1], statistics.quantiles(echoes, n=20)[-1]
    beginning = statistics.median(beginnings)
    print(
        f"spawn to first frame: minimal {statistics.median(first['minimal']) * 1000:.0f} ms, "
        f"coach {statistics.median(first['coach']) * 1000:.0f} ms, ratio {frame:.2f} (at most {BARS['first frame']})"
    )
    print(
        f"Enter to the family's line: median {statistics.median(answers) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms "
        f"over {len(answers)} replies; a minimal chat's echo: median {statistics.median(echoes) * 1000:.0f} ms, "
        f"p95 {p95_echo * 1000:.0f} ms; ratio {p95 / p95_echo:.1f} (at most {BARS['answer']})"
    )
    print(f"briefing to the family's first line: median {beginning:.2f} s (at most {SLOWEST_BEGINNING} s)")
    print(
        f"resident, in a conversation: minimal {statistics.median(weight['minimal']) / 2**20:.0f} MiB, "
        f"coach {statistics.median(weight['coach']) / 2**20:.0f} MiB, ratio {memory:.2f} (at most {HEAVIEST} MiB)"
    )
    print(
        f"a debrief of {len(SAID)} replies: median {statistics.median(cold) * 1000:.0f} ms the first time, "
        f"{statistics.median(warm) * 1000:.0f} ms again (at most {DEBRIEF * 1000:.0f} ms)"
    )
    met = (
        frame <= BARS["first frame"]
        and statistics.median(weight["coach"]) <= HEAVIEST * 2**20
        and p95 <= BARS["answer"] * p95_echo
        and beginning <= SLOWEST_BEGINNING
        and max(statistics.median(cold), statistics.median(warm)) <= DEBRIEF
    )
    print("every bar is met" if met else "a bar is not met")
    return 0 if met else 1


def _answers(home: str) -> tuple[list[float], list[int], list[float]]:
    """Seconds from Enter to the answer over several rehearsals, weights after each, and how long each took to begin."""
    times: list[float] = []
    weights: list[int] = []
    beginnings: list[float] = []
    for _ in range(5):
        terminal = Terminal([sys.executable, "-m", "coach", "rehearse", "wrong_box"], home)
        terminal.wait_for(lambda seen: b"Start" in seen)
        terminal.quiet(2.0)  # as long as somebody takes to read the first page
        beginnings.append(_into_the_conversation(terminal))
        times += _say_all(terminal, b"Louise")
        weights.append(terminal.weighs())
        terminal.close()
    return times, weights, beginnings


def _debriefs() -> tuple[list[float], list[float]]:
    """Seconds from the letter to the first page of a debrief: the first of a program, and later ones."""
    cold: list[float] = []
    warm: list[float] = []
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "coach", "rehearse", "wrong_box", "--plain"]
        typed, environment = "\n".join(SAID) + "\n", {**os.environ, "COACH_HOME": home}
        subprocess.run(command, input=typed, env=environment, text=True, capture_output=True, check=True)
        for _ in range(5):
            terminal = Terminal([sys.executable, "-m", "coach"], home)
            terminal.wait_for(lambda seen: b"Rehearse" in seen)
            terminal.quiet(2.0)
            terminal.press("4")
            terminal.wait_for(lambda seen: b"The wrong box" in seen)
            terminal.quiet(1.0)
            for times in (cold, warm, warm):
                terminal.press("d")
                times.append(terminal.wait_for(lambda seen: b"told more" in seen) - WAITS)
                terminal.quiet(1.5)
                terminal.press("\x1b")
                terminal.quiet(1.5)
            terminal.close()
    return cold, warm


def _echoes(home: str) -> list[float]:
    """Seconds from Enter to the echo in a minimal chat, for the same replies."""
    times: list[float] = []
    for _ in range(5):
        terminal = Terminal([sys.executable, "-c", CHAT], home)
        terminal.wait_for(lambda seen: b"chat-is-here" in seen)
        terminal.quiet(0.6)
        times += _say_all(terminal, b"ECHO")
        terminal.close()
    return times


def _say_all(terminal: Terminal, answer: bytes) -> list[float]:
    """Type every reply; the seconds from each Enter until the answer is on the screen."""
    times: list[float] = []
    for reply in REPLIES:
        os.write(terminal.fd, reply.encode())
        terminal.quiet(0.2)
        terminal.press("\r")
        times.append(terminal.wait_for(lambda seen: answer in seen))
        terminal.quiet(0.2)
    return times


def _into_the_conversation(terminal: Terminal) -> float:
    """Past the content note and the brief; the seconds from the last key to the family's first line."""
    for _ in range(6):
        terminal.press("\r")
        try:
            took = terminal.wait_for(lambda seen: b"Mind the bike" in seen, most=2.5)
        except TimeoutError:
            terminal.quiet(0.3)
            continue
        terminal.quiet(0.4)
        return took
    raise TimeoutError("the conversation did not begin")


if __name__ == "__main__":
    raise SystemExit(main())
