"""How quickly screens come and the family answers, what it weighs, beside a minimal Textual app and chat; a debrief.

    python -m tests.bench start reply debrief      prints them, and says which bars are met

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
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil

from tests.bench.figures import ROOT, Figure, describe
from tests.bench.sizes import Sizes
from tests.records.rooms import p95

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


def measure_start(sizes: Sizes) -> Iterator[Figure]:
    """Start the coach and a minimal app in turn, and begin a conversation."""
    _compile()
    first: dict[str, list[float]] = {"minimal": [], "coach": []}
    with tempfile.TemporaryDirectory() as home:
        helped = []
        for _ in range(sizes.rounds):
            for name, command, shown in (
                ("minimal", [sys.executable, "-c", MINIMAL], b"minimal-is-here"),
                ("coach", [sys.executable, "-m", "coach"], b"Rehearse"),
            ):
                with closing(Terminal(command, home)) as terminal:
                    first[name].append(terminal.wait_for(lambda seen, shown=shown: shown in seen))  # type: ignore[misc]
                    terminal.quiet()
            began = time.perf_counter()
            subprocess.run([sys.executable, "-m", "coach", "--help"], cwd=ROOT, capture_output=True, check=True)
            helped.append(time.perf_counter() - began)
        beginnings = [_begin(home) for _ in range(_third(sizes))]
    frame = statistics.median(first["coach"]) / statistics.median(first["minimal"])
    yield Figure("a minimal Textual app: command to first frame", statistics.median(first["minimal"]), None, "s", "")
    yield Figure(
        "the coach: command to first frame", statistics.median(first["coach"]), None, "s", describe(first["coach"])
    )
    yield Figure("times the minimal app", frame, BARS["first frame"], "×", "")
    yield Figure("`coach --help`", statistics.median(helped), None, "s", "")
    yield Figure("from the brief to the family's first line", statistics.median(beginnings), SLOWEST_BEGINNING, "s", "")


def measure_reply(sizes: Sizes) -> Iterator[Figure]:
    """Talk, and have a minimal chat echo the same replies; what each weighs then."""
    _compile()
    with tempfile.TemporaryDirectory() as home:
        echoes, least = _echoes(home, _third(sizes))
        answers, weights = _answers(home, _third(sizes))
    late, echoed = p95(answers), p95(echoes)
    yield Figure("a minimal chat: Enter to the echo, 95 in 100", echoed, None, "s", describe(echoes))
    yield Figure("the coach: Enter to the family's line, 95 in 100", late, None, "s", describe(answers))
    yield Figure("times the minimal chat", late / echoed, BARS["answer"], "×", "")
    minimal, coach = (statistics.median(each) / 2**20 for each in (least, weights))
    yield Figure("memory of the minimal chat", minimal, None, "MiB", "")
    yield Figure("memory of the coach in a conversation", coach, HEAVIEST, "MiB", f"{coach / minimal:.1f} times that")


def measure_debrief(sizes: Sizes) -> Iterator[Figure]:
    """Open the debrief of twelve replies, the first time in a program and later."""
    _compile()
    cold, warm = _debriefs(_third(sizes))
    yield Figure(
        "a debrief of 12 replies, the first of a program", statistics.median(cold), DEBRIEF, "s", describe(cold)
    )
    yield Figure("the same, again", statistics.median(warm), DEBRIEF, "s", describe(warm))


def _third(sizes: Sizes) -> int:
    """How many conversations there are to so many starts."""
    return max(sizes.rounds // 2, 1)


def _compile() -> None:
    """As an installation does. Some installers leave it to the first start, and some machines keep nothing of that."""
    for folder in (ROOT / "coach", *(Path(sysconfig.get_path("purelib")) / name for name in ("textual", "rich"))):
        compileall.compile_dir(folder, quiet=2)


def _begin(home: str) -> float:
    """Seconds from the brief to the family's first line."""
    with closing(Terminal([sys.executable, "-m", "coach", "rehearse", "wrong_box"], home)) as terminal:
        terminal.wait_for(lambda seen: b"Start" in seen)
        terminal.quiet(2.0)  # as long as somebody takes to read the first page
        return _into_the_conversation(terminal)


def _answers(home: str, rounds: int) -> tuple[list[float], list[int]]:
    """Seconds from Enter to the answer over several rehearsals, and weights after each."""
    times: list[float] = []
    weights: list[int] = []
    for _ in range(rounds):
        with closing(Terminal([sys.executable, "-m", "coach", "rehearse", "wrong_box"], home)) as terminal:
            terminal.wait_for(lambda seen: b"Start" in seen)
            terminal.quiet(2.0)
            _into_the_conversation(terminal)
            times += _say_all(terminal, b"Louise")
            weights.append(terminal.weighs())
    return times, weights


def _debriefs(rounds: int) -> tuple[list[float], list[float]]:
    """Seconds from the letter to the first page of a debrief: the first of a program, and later ones."""
    cold: list[float] = []
    warm: list[float] = []
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "coach", "rehearse", "wrong_box", "--plain"]
        typed, environment = "\n".join(SAID) + "\n", {**os.environ, "COACH_HOME": home}
        subprocess.run(command, input=typed, env=environment, text=True, capture_output=True, check=True)
        for _ in range(rounds):
            with closing(Terminal([sys.executable, "-m", "coach"], home)) as terminal:
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
    return cold, warm


def _echoes(home: str, rounds: int) -> tuple[list[float], list[int]]:
    """Seconds from Enter to the echo in a minimal chat, for the same replies, and weights after them."""
    times: list[float] = []
    weights: list[int] = []
    for _ in range(rounds):
        with closing(Terminal([sys.executable, "-c", CHAT], home)) as terminal:
            terminal.wait_for(lambda seen: b"chat-is-here" in seen)
            terminal.quiet(0.6)
            times += _say_all(terminal, b"ECHO")
            weights.append(terminal.weighs())
    return times, weights


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
