"""The console of the plain front end: lines, lists to choose from, questions to skip.

Begin with `LineConsole`; `choose` shows a list. Everything is said in words, one thing a line, so that a screen reader
can read it: no colour, no columns, and nothing that has to be found by its place.
"""

import os
import re
import select
import shutil
import sys
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import TextIO

from coach.errors import CoachError, StoppedUnstored
from coach.language.catalogue import say
from coach.model.characters import sanitize, sanitize_line
from coach.practice.safeguarding import LONGEST
from coach.records.paths import add_ending, expand_home, find_ending, offer_place, parse_file

_WORDS = re.compile(r"\w+")
HELP_WORDS = ("?", "help", "/help")
"""What is typed at any question for more words on it."""


@dataclass(slots=True)
class LineConsole:
    """A console: reads and writes lines.

    `asks` is whether a person is there to answer questions.
    """

    read: Callable[[str], str | None]
    """The next line after showing a prompt; None when there are no more."""
    write: Callable[[str], None]
    asks: bool

    def __post_init__(self) -> None:
        """Make every prompt and line safe to show before it is written."""
        read, write = self.read, self.write
        self.read = lambda prompt: read(sanitize(prompt))
        self.write = lambda line: write(sanitize(line))


def read_bounded_line(stream: TextIO) -> str | None:
    """Read a line, of a very long one only the beginning; None at the end of input."""
    line = stream.readline(LONGEST + 2)
    end = line
    while end and not end.endswith("\n"):
        end = stream.readline(LONGEST)
    return line.rstrip("\r\n") if line else None


@contextmanager
def say_errors(lines: LineConsole) -> Iterator[None]:
    """Say what goes wrong with what was chosen, and let the list go on."""
    try:
        yield
    except CoachError as error:
        lines.write(f"{say(error.title)}. {error}")


@contextmanager
def tell_unstored() -> Iterator[None]:
    """Let Ctrl+C in a form say that nothing of it is stored, where only its end stores anything.

    Raises:
        StoppedUnstored: Ctrl+C was pressed.
    """
    try:
        yield
    except KeyboardInterrupt:
        raise StoppedUnstored from None


NO_MORE = "There is no more to say of this. Type your answer, or press Enter, which does what the question says."


def ask(lines: LineConsole, question: str, more: str = "") -> str:
    """Ask a question, and return what was typed; empty where Enter skipped it.

    Args:
        lines: the console.
        question: the prompt, which says what Enter does.
        more: what `?` says before the question is asked again.
    """
    while (typed := (lines.read(question) or "").strip()).casefold() in HELP_WORDS:
        lines.write(more or say(NO_MORE))
    return typed


MOST_TIMES = 20
"""Times that one question is asked where only Enter is pressed."""


def ask_for_word(lines: LineConsole, question: str, on_enter: str) -> str:
    """Ask until something is typed, where Enter alone would lose what was typed before.

    Args:
        lines: the console.
        question: the prompt, with the words that answer it.
        on_enter: what Enter alone is answered with, and `?`, which is no answer either.

    Returns:
        What was typed; empty at the end of input, and where Enter is all that is pressed.
    """
    for _ in range(MOST_TIMES):
        if (typed := lines.read(question)) is None:
            break
        if (word := typed.strip()) and word.casefold() not in HELP_WORDS:
            return word
        lines.write(on_enter)
    return ""


def ask_place(lines: LineConsole, name: str, also: str = "") -> Path:
    """Ask where a new file goes; Enter takes the place that the screens offer.

    Args:
        lines: the console.
        name: the file's name where Enter is pressed; one that is typed without an ending gets the ending of this.
        also: what else the prompt says, after the offered place.
    """
    place = offer_place(name)
    question = say("The file's path, or Enter for {place}{also}: ", place=place, also=also)
    typed = ask(lines, question)
    if lines.asks and typed.isdecimal():
        # It was most likely meant for a list: a file of that name would lie about where nobody looks for it.
        lines.write(say("That is a number. A file of that name would be ./{number}", number=typed))
        typed = ask(lines, question)
    file = parse_file(typed)
    return add_ending(file, find_ending(name)) if file else expand_home(place)


YES, NO = ("yes", "y"), ("no", "n")
"""What is typed for yes and for no."""


def is_no(answer: str | None) -> bool:
    """Whether an answer is `no` or `n`."""
    return (answer or "").strip().casefold() in NO


def is_yes(answer: str | None) -> bool:
    """Whether an answer is `yes` or `y`."""
    return (answer or "").strip().casefold() in YES


NEITHER = "That is neither yes nor no."


def ask_one_of(lines: LineConsole, question: str, answers: Collection[str], unclear: str, more: str = "") -> str | None:
    """Ask until one of some words is typed, or Enter alone.

    Whoever types something else is asked again: taken for Enter, it would leave the question, and what is typed next
    would be heard as something else, such as a reply to the family.

    Args:
        lines: the console.
        question: the prompt, with the words that answer it and what Enter does.
        answers: those words, in small letters.
        unclear: what is said to any other word.
        more: what `?` says.

    Returns:
        The word; empty where Enter was pressed, None at the end of input.
    """
    while (typed := lines.read(question)) is not None:
        word = typed.strip().casefold()
        if not word or word in answers:
            return word
        lines.write((more or say(NO_MORE)) if word in HELP_WORDS else unclear)
    return None


def ask_yes_or_no(lines: LineConsole, question: str, more: str = "", also: str = "") -> str | None:
    """Ask a yes-or-no question until the answer is clear.

    Args:
        lines: the console.
        question: the prompt, which says what Enter does.
        more: what `?` says.
        also: one more word that answers it.

    Returns:
        `yes`, `no` or the one more word; empty where Enter was pressed, None at the end of input.
    """
    word = ask_one_of(lines, question, (*YES, *NO, also), say(NEITHER), more)
    return YES[0] if word in YES else NO[0] if word in NO else word


def agree(lines: LineConsole, question: str) -> bool:
    """Ask a yes-or-no question, which `?` explains; return False at the end of input.

    Args:
        lines: the console.
        question: the prompt, which says what Enter does.
    """
    return is_yes(ask_yes_or_no(lines, question))


def confirm(question: str) -> bool:
    """Ask a yes-or-no question at the terminal; `?` explains, the end of input is no."""
    return agree(LineConsole(_read_input, print, True), question)


def _read_input(prompt: str) -> str | None:
    """Read a line at the terminal; None at the end of input."""
    try:
        return input(prompt)
    except EOFError:
        return None


# --- Lists to choose from, by number or by words

AT_ONCE = 12
"""Lines of a list that are read out before the list asks; a long list is heard in parts."""
LIST_HELP = (
    "Type the number of a line and press Enter. Or type a few words, to find the lines that have them. "
    "`list` reads the list again. Enter alone does what the question says."
)
CHOOSE = "A number, or Enter to leave: "


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A line of a list: the key that it stands for, and the words that it says."""

    key: str
    words: str
    found_by: str = ""
    """Further words that a search finds it by."""

    def fits(self, words: Collection[str]) -> bool:
        """Return whether each of some words begins a word of the line.

        So `roma` finds Roma, and no aroma.
        """
        text = f"{self.key} {self.words} {self.found_by}".casefold().replace("_", " ")
        own = _WORDS.findall(text)
        return all(any(word.startswith(beginning) for word in own) for beginning in words)


def choose(
    lines: LineConsole, entries: Sequence[MenuLine], question: str = "", more: str = "", *, heard: bool = False
) -> str | None:
    """Read out a numbered list and ask for one of its lines.

    Args:
        lines: the console.
        entries: the lines of the list.
        question: the prompt, which says what Enter does.
        more: what `?` says first, about this very list.
        heard: whether the list was read out a moment ago, and need not be again.

    Returns:
        The key of the chosen line; None where Enter left the list, or at the end of input.
    """
    end = len(entries) if heard else _read_out(lines, entries, 0)
    while typed := (lines.read(question or say(CHOOSE)) or "").strip():
        word = typed.casefold()
        if word in HELP_WORDS:
            lines.write(f"{more} {say(LIST_HELP)}".strip())
        elif word == "list":
            end = _read_out(lines, entries, 0)
        elif word == "more":
            end = _read_out(lines, entries, end if end < len(entries) else 0)
        elif (entry := _find_entry(lines, entries, word)) is not None:
            return entry.key
    return None


def choose_several(
    lines: LineConsole, entries: Sequence[MenuLine], chosen: Sequence[str] = (), more: str = ""
) -> tuple[str, ...]:
    """Read out a numbered list and ask for any of its lines, until Enter says that it is enough.

    Args:
        lines: the console.
        entries: the lines of the list.
        chosen: the keys that are chosen already.
        more: what `?` says first, about this very list.
    """
    taken = list(chosen)
    names = {entry.key: entry.words.rstrip(".") for entry in entries}
    heard = False
    while True:
        said = "; ".join(names.get(key, key) for key in taken)
        lines.write(say("Chosen: {said}.", said=said) if said else say("Nothing is chosen yet."))
        question = say("A number adds one, or takes it out again. Enter goes on: ")
        if (key := choose(lines, entries, question, more, heard=heard)) is None:
            return tuple(taken)
        heard = True
        if key in taken:
            taken.remove(key)
        else:
            taken.append(key)


def _read_out(lines: LineConsole, entries: Sequence[MenuLine], first: int) -> int:
    """Write the next lines of a list with their numbers; return how many were read out so far."""
    end = len(entries) if len(entries) - first <= AT_ONCE + 1 else first + AT_ONCE
    for number, entry in enumerate(entries[first:end], first + 1):
        lines.write(f"{number}: {sanitize_line(entry.words)}")
    if end < len(entries):
        lines.write(
            say(
                "These are {first} to {end} of {all}. `more` reads the next; words find one.",
                first=first + 1,
                end=end,
                all=len(entries),
            )
        )
    return end


def _find_entry(lines: LineConsole, entries: Sequence[MenuLine], typed: str) -> MenuLine | None:
    """Find a line by its number, its key or its words; say why if there is not exactly one."""
    if typed.isdecimal():
        if 1 <= int(typed) <= len(entries):
            return entries[int(typed) - 1]
        lines.write(
            say("There is no number {typed} here. They go from 1 to {last}.", typed=typed[:9], last=len(entries))
        )
        return None
    for entry in entries:
        if entry.key.casefold() == typed:
            return entry
    words = _WORDS.findall(typed) or [typed]
    fitting = [(number, entry) for number, entry in enumerate(entries, 1) if entry.fits(words)]
    if len(fitting) == 1:
        return fitting[0][1]
    if not fitting:
        lines.write(say("No line here has those words. Type a number, other words, or Enter to leave."))
        return None
    for number, entry in fitting:
        lines.write(f"{number}: {sanitize_line(entry.words)}")
    lines.write(say("These have your words. Type the number of one."))
    return None


# --- Reading lines that are typed at a terminal; a paste that is too long is refused whole

CUT_AT = 4095 if sys.platform == "linux" else 1023
"""Bytes in a line of which a terminal may have cut some off."""
FOLLOWS_WITHIN = 0.02
"""Seconds within which the next line of a paste is there once the one before it was read."""
NARROWEST = 20
"""Columns that a line is never folded below."""
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
            # Its echo stood there before the prompt did, so what follows begins a line of its own.
            _write(f"{fold_lines(prompt)}\n")
            return self._waiting.popleft()
        while True:
            try:
                line = self._ask(prompt)
            except EOFError:
                return None
            if self._collect_paste(line):
                return line
            _write(f"{say(TOO_LONG)}\n")

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
    typed = TypedLines(lambda prompt: input(fold_lines(prompt)), sys.stdin.fileno()) if asks else None
    read = typed.read if typed else lambda _prompt: read_bounded_line(sys.stdin)
    return LineConsole(read, lambda line: _write(f"{fold_lines(line)}\n"), asks)


def fold_lines(text: str) -> str:
    """Fold lines between words at the terminal's width; a pipe gets them whole."""
    if not sys.stdout.isatty():
        return text
    width = max(shutil.get_terminal_size().columns - 1, NARROWEST)
    folded = (
        fill(line, width, break_long_words=False, break_on_hyphens=False) if len(line) > width else line
        for line in text.split("\n")
    )
    ending = " " if text.endswith(" ") else ""
    return "\n".join(folded).rstrip(" ") + ending


def _write(text: str) -> None:
    """Write a text to the terminal at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


def _may_be_cut(line: str) -> bool:
    """Whether a line is so long that the terminal may have cut it."""
    return len(line.rstrip("\r\n").encode("utf-8", "surrogateescape")) >= CUT_AT
