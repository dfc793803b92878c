"""A paste at a terminal, in plain lines: what is too long is refused whole, and none of it is said to the family."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.plain.console import TOO_LONG
from tests.pasting import PastedTerminal

COACH = [sys.executable, "-m", "coach", "rehearse", "wrong_box", "--plain"]
HUGE = "word " * 40_000


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[PastedTerminal]:
    """A conversation in plain lines, whose next line is a reply."""
    terminal = PastedTerminal(COACH, tmp_path)
    for asked in ("type no: ", "or Enter: "):
        terminal.waits_for(asked)
        terminal.sends("\n")
    terminal.waits_for("You: ")
    yield terminal
    terminal.closes()


def test_a_paste_that_is_too_long_is_refused_whole(terminal: PastedTerminal) -> None:
    """One line, lines that are each short, and one whose second line is too long."""
    for pasted in (HUGE, "A line of a long report.\n" * 8_000, f"Hello.\n{HUGE}"):
        terminal.sends(f"{pasted}\n")
        terminal.waits_for(TOO_LONG)
        shown = terminal.waits_for("You: ")
        assert shown.strip() == ""
        terminal.sends("Hello Louise.\n")
        assert "Louise" in terminal.waits_for("You: ")


def test_the_longest_question_before_a_conversation_refuses_it_too(tmp_path: Path) -> None:
    terminal = PastedTerminal(COACH, tmp_path)
    terminal.waits_for("type no: ")
    terminal.sends("\n")
    terminal.waits_for("or Enter: ")
    terminal.sends(f"{HUGE}\n")
    terminal.waits_for(TOO_LONG)
    terminal.waits_for("or Enter: ")
    terminal.closes()


@pytest.mark.slow
def test_a_few_lines_that_are_pasted_are_said_one_after_another(terminal: PastedTerminal) -> None:
    terminal.sends("Hello Louise.\nWhat should it say, in your words?\n")
    assert "Louise" in terminal.waits_for("You: ")
    assert "Louise" in terminal.waits_for("You: ")
