"""How soon a paste of 200,000 characters is refused in a sentence, in each place that takes words.

    python -m tests.bench_paste            prints the figures and fails where a bar is not met

A pseudo-terminal stands for the terminal: it hands the paste over as fast as the program reads, and reads all the while
what the program shows. The clock runs from the end of the paste (its last character was handed over) until the sentence
is among what was shown; where a line has to be ended first, Enter is that last character. Beside it stands the time
from the paste's beginning, and what a program takes that only reads the paste and answers: the terminal's own share,
which is not taken off.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from coach.plain import console
from tests.pasting import PastedTerminal
from tests.web.rooms import ROOT

RUNS = int(os.environ.get("COACH_BENCH_RUNS", "7"))
BAR = 0.3
"""Seconds from the end of the paste to the sentence."""
HUGE = "word " * 40_000
BEGINS, ENDS = "\x1b[200~", "\x1b[201~"
IN_A_BOX, IN_A_PIPE = "That paste is longer", "more than the 10,000 characters"
BEGUN = "Mind the bike"

READER = """
import os, sys, tty
tty.setraw(0)
os.write(1, b"ready")
last = b""
while not last.endswith(b"\\x1b[201~"):
    last = last[-6:] + os.read(0, 65536)
os.write(1, b"read-whole")
"""


@dataclass
class Timed:
    """Seconds of one kind, and the load of the machine while they were taken."""

    from_end: list[float] = field(default_factory=list)
    from_start: list[float] = field(default_factory=list)
    load: list[float] = field(default_factory=list)

    def add(self, started: float, ended: float) -> None:
        """Count one, which was seen just now."""
        now = time.perf_counter()
        self.from_end.append(now - ended)
        self.from_start.append(now - started)
        self.load.append(os.getloadavg()[0])

    def report(self, what: str) -> bool:
        """Print it, and say whether the least is within the bar."""
        end, start = ([round(each * 1000) for each in sorted(times)] for times in (self.from_end, self.from_start))
        print(
            f"{what}: from the end least {end[0]} ms, median {statistics.median(end):.0f}, most {end[-1]}; "
            f"from the start least {start[0]} ms, median {statistics.median(start):.0f} "
            f"(load {min(self.load):.1f} to {max(self.load):.1f}, {len(end)} runs)",
            flush=True,
        )
        return min(self.from_end) <= BAR


def main() -> int:
    """Measure, print, and say whether every bar is met."""
    met = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _own_share(home).report("a program that only reads it")
        met.append(_in_the_box(home).report("the conversation's box"))
        met.append(_in_plain_lines(home).report("plain lines, at a terminal"))
        met.append(_in_a_pipe(home).report("plain lines, from a pipe"))
    print("every bar is met" if all(met) else "a bar is not met")
    return int(not all(met))


def _own_share(home: Path) -> Timed:
    terminal = PastedTerminal([sys.executable, "-c", READER], home)
    terminal.waits_for("ready")
    terminal.closes()
    timed = Timed()
    for _ in range(RUNS):
        terminal = PastedTerminal([sys.executable, "-c", READER], home)
        terminal.waits_for("ready")
        _paste(terminal, f"{BEGINS}{HUGE}{ENDS}", "read-whole", timed)
        terminal.closes()
    return timed


def _in_the_box(home: Path) -> Timed:
    terminal, timed = _coach(home), Timed()
    terminal.waits_for("Start")
    terminal.rests()
    terminal.sends("\r")
    terminal.waits_for("Early help worker")
    terminal.rests()
    terminal.sends("\r")
    terminal.waits_for(BEGUN)
    terminal.waits(1.0)
    for _ in range(RUNS):
        terminal.sends("hi")
        terminal.waits(0.5)
        _paste(terminal, f"{BEGINS}{HUGE}{ENDS}", IN_A_BOX, timed)
        terminal.waits(7.0)  # until the sentence is gone again
    terminal.closes()
    return timed


def _in_plain_lines(home: Path) -> Timed:
    terminal, timed = _coach(home, "--plain"), Timed()
    for asked in ("type no: ", "or Enter: "):
        terminal.waits_for(asked)
        terminal.sends("\n")
    for _ in range(RUNS):
        terminal.waits_for("You: ")
        terminal.rests()
        _paste(terminal, f"{HUGE}\n", console.TOO_LONG, timed)
    terminal.closes()
    return timed


def _in_a_pipe(home: Path) -> Timed:
    timed = Timed()
    for _ in range(RUNS):
        command = [sys.executable, "-m", "coach", "rehearse", "wrong_box", "--plain"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        with subprocess.Popen(command, cwd=ROOT, env=_environment(home), text=True, **pipes) as program:  # type: ignore[call-overload]
            shown = iter(program.stdout.readline, "")
            next(line for line in shown if BEGUN in line)
            started = time.perf_counter()
            program.stdin.write(f"{HUGE}\n")
            program.stdin.flush()
            ended = time.perf_counter()
            next(line for line in shown if IN_A_PIPE in line)
            timed.add(started, ended)
            program.kill()
    return timed


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "COACH_HOME": str(home)}


def _coach(home: Path, *more: str) -> PastedTerminal:
    return PastedTerminal([sys.executable, "-m", "coach", "rehearse", "wrong_box", *more], home)


def _paste(terminal: PastedTerminal, text: str, sentence: str, timed: Timed) -> None:
    started = time.perf_counter()
    ended = terminal.sends(text)
    terminal.waits_for(sentence)
    timed.add(started, ended)


if __name__ == "__main__":
    sys.exit(main())
