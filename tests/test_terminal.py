"""The whole way in a real terminal: a pseudo-terminal, a screen that is read as a person would read it, and keys."""

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

from tests.cases import a_few_quickly
from tests.conftest import PATIENCE


class Person:
    """Somebody at a terminal, who sees a screen and presses keys."""

    def __init__(self, home: Path, *arguments: str, columns: int = 100, rows: int = 30) -> None:
        environment = {**os.environ, "COACH_HOME": str(home), "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"}
        for name in ("NO_COLOR", "COLUMNS", "LINES"):  # the terminal itself says how large it is
            environment.pop(name, None)
        self.program = pexpect.spawn(
            sys.executable, ["-m", "coach", *arguments], dimensions=(rows, columns), env=environment, timeout=PATIENCE
        )
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)

    def sees(self, words: str, seconds: float = PATIENCE) -> str:
        """Wait until words are on the screen, wherever its lines break; the screen as text."""
        end = time.monotonic() + seconds
        while words not in self.text():
            assert time.monotonic() < end, f"waited in vain for {words!r}; saw:\n" + "\n".join(self.screen.display)
            self._look()
        return self.text()

    def text(self) -> str:
        """What is on the screen, as one line."""
        return " ".join(re.sub(r"[\u2500-\u259f]", " ", " ".join(self.screen.display)).split())

    def presses(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self.program.send(key)
            self._look()

    def says(self, words: str) -> None:
        """Type a reply and send it."""
        self.program.send(words)
        self.sees(words[-6:])
        self.program.send("\r")

    def _look(self) -> None:
        try:
            self.stream.feed(self.program.read_nonblocking(65536, timeout=0.1))
        except pexpect.TIMEOUT:
            pass
        except pexpect.EOF:
            time.sleep(0.05)


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Callable[..., Person]]:
    sat_down: list[Person] = []

    def sit_down(*arguments: str, **more: int) -> Person:
        sat_down.append(Person(tmp_path / "home", *arguments, **more))
        return sat_down[-1]

    yield sit_down
    for one in sat_down:
        one.program.close(force=True)


ENTER, F9, CTRL_Q = "\r", "\x1b[20~", "\x11"


@pytest.mark.parametrize(("columns", "rows"), a_few_quickly([(100, 30), (80, 24), (60, 20)], [(60, 20)]))
def test_from_the_content_note_to_the_debrief(person: Callable[..., Person], columns: int, rows: int) -> None:
    someone = person("rehearse", "wrong_box", columns=columns, rows=rows)
    someone.sees("A racist slur is referred to, not spelled out.")
    someone.presses(ENTER)
    someone.sees("Early help worker")
    someone.presses(ENTER)
    someone.sees("Mind the bike")
    someone.says("Hello Louise, thanks for having me.")
    someone.sees("I've stopped correcting it, to be honest.")
    someone.says("What should it say, in the words you and Theo use?")
    someone.sees("He says Trini and Scottish. In that order.")
    someone.presses(F9)
    someone.sees("End here, and look back?")
    someone.presses("\t", ENTER)
    someone.sees("Before you look back: which of your lines would you stand by?")
    someone.presses(ENTER, ENTER)
    someone.sees("Looking back: The wrong box")
    someone.sees("Reply 2: they told more straight after.")
    someone.presses(CTRL_Q)
    someone.program.expect(pexpect.EOF)
    someone.program.close()
    assert someone.program.exitstatus == 0


def says_hello(person: Callable[..., Person]) -> Person:
    """Somebody who began a rehearsal, and whose first reply has its answer."""
    first = person("rehearse", "wrong_box")
    first.sees("A racist slur is referred to")
    first.presses(ENTER)
    first.sees("Early help worker")
    first.presses(ENTER)
    first.sees("Mind the bike")
    first.says("Hello Louise, thanks for having me.")
    first.sees("I've stopped correcting it")
    return first


@pytest.mark.slow
def test_killed_in_the_middle_it_offers_to_go_on(person: Callable[..., Person]) -> None:
    first = says_hello(person)
    first.program.kill(9)
    second = person()
    second.sees("Go on with The wrong box")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM], ids=lambda number: number.name)
def test_a_line_that_was_not_sent_is_in_the_box_after_the_window_was_closed(
    person: Callable[..., Person], number: signal.Signals
) -> None:
    first = says_hello(person)
    first.program.send("Half a kingfisher")
    first.sees("kingfisher")
    first.program.kill(number)
    first.program.expect(pexpect.EOF)
    first.program.close()
    assert first.program.exitstatus == 129
    second = person()
    second.sees("Go on with The wrong box")
    second.presses(ENTER)
    second.sees("Half a kingfisher")


@pytest.mark.slow
def test_without_a_terminal_that_can_draw_it_talks_in_lines(tmp_path: Path) -> None:
    environment = {**os.environ, "COACH_HOME": str(tmp_path), "TERM": "dumb"}
    program = pexpect.spawn(
        sys.executable, ["-m", "coach", "rehearse", "wrong_box"], env=environment, timeout=PATIENCE, encoding="utf-8"
    )
    program.expect("Enter to start, or type no: ")
    program.sendline("")
    program.expect("words of your own to practise, or Enter: ")
    program.sendline("Say the word first")
    program.expect("to practise, or Enter: ")
    program.sendline("")
    program.expect("You: ")
    program.sendline("Hello Louise, it's kind of you to see me at BS5 9QX.")
    program.expect("or type it again: ")
    program.sendline("remove")
    program.expect("You: ")
    program.sendline("finish")
    program.expect("End here, and look back\\? yes, or Enter to go on: ")
    program.sendline("yes")
    program.expect("would you stand by\\? ")
    program.sendline("")
    program.expect("would you take back\\? ")
    program.sendline("")
    program.expect("You wanted: “Say the word first”. Did it happen\\?")
    program.expect("Debrief: ")
    program.sendline("notes")
    program.expect("at \\(left out\\)")
    program.expect("Debrief: ")
    program.sendline("again 1")
    program.expect("You said: Hello Louise")
    program.expect("You: ")
    program.sendline("stop")
    program.expect("press Enter to go on: ")
    program.sendline("")
    program.expect("You: ")
    program.sendline("stop")
    program.expect("press Enter to go on: ")
    program.sendline("nothing")
    program.expect("Stopped. Nothing of this attempt is kept.")
    program.expect(pexpect.EOF)
