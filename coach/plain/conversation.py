"""The conversation line by line: commands typed as words, the family's lines, the gates.

Begin with `PlainConversation.play`.
"""

import os
import select
import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TextIO

from coach.debrief.render import make_visible
from coach.errors import CoachError, ForgottenElsewhere, ReplyTooLong, SaidElsewhere
from coach.model.characters import sanitize, sanitize_line
from coach.model.conditions import SCENE, Line
from coach.model.events import Hints, Replied
from coach.practice.rehearsal import Answered, Rehearsal
from coach.practice.safeguarding import (
    LONGEST,
    Care,
    Distress,
    NeedsConfirmation,
    Question,
    Safeguard,
    kinds,
    look_for_details,
    without,
)
from coach.rehearsal.explain import hint
from coach.rehearsal.script import Script
from coach.rehearsal.state import Attempt, Exchange

# --- Commands that are typed as words


@dataclass(frozen=True, slots=True)
class CommandWord:
    """A command that is typed as a word, and what it does."""

    word: str
    does: str


CONVERSATION_COMMANDS = (
    CommandWord("pause", "stop looking at this for a while; `go on` comes back"),
    CommandWord("skip", "skip this line; never counted"),
    CommandWord("back", "take your last reply back"),
    CommandWord("why", "why the family answered as it did"),
    CommandWord("finish", "end here and talk about it"),
    CommandWord("stop", "leave; you are asked whether to keep it"),
    CommandWord("help", "these words"),
)
"""While a conversation goes on."""

DEBRIEF_COMMANDS = (
    CommandWord("more", "every opening, and the seven parts of the conversation"),
    CommandWord("notes", "the conversation with the coach's notes"),
    CommandWord("again", "say a line again: again 3"),
    CommandWord("fair", "a note on your line is fair: fair 3"),
    CommandWord("not meant", "a note is not what you meant: not meant 3"),
    CommandWord("silent", "what stayed silent"),
    CommandWord("why", "why the family answered a line: why 3"),
    CommandWord("reflect", "questions to think about, kept if you answer: reflect, or reflect gibbs"),
    CommandWord("bring", "one moment for supervision: bring 3"),
    CommandWord("fetch", "look in the team's store for what came back"),
    CommandWord("export", "write it to a file: export debrief.md"),
    CommandWord("keep", "keep it beyond thirty days"),
    CommandWord("forget", "delete it for good"),
    CommandWord("help", "these words"),
    CommandWord("close", "close the coach; an empty line does too"),
)
"""After the debrief."""

TAKE_MORE = frozenset({"again", "fair", "not meant", "why", "export", "reflect", "bring"})
"""Words of the debrief that something may follow."""


def parse_command(line: str, words: tuple[CommandWord, ...]) -> tuple[str, str]:
    """Return the command that a line is, and what follows it; both empty if the line is a reply."""
    said = line.strip().casefold()
    for word in words:
        if said == word.word:
            return word.word, ""
        rest = said.removeprefix(word.word + " ")
        if rest != said and word.word in TAKE_MORE and words is DEBRIEF_COMMANDS:
            return word.word, line.strip()[len(word.word) + 1 :].strip()
    return "", ""


def list_commands(words: tuple[CommandWord, ...]) -> str:
    """Return the commands with what they do, a line each."""
    return "\n".join(f"{word.word}: {word.does}." for word in words)


# --- A conversation

STOP_ASKS = "Type keep to stop and keep it, nothing to stop and keep nothing, or press Enter to go on: "


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


def render_lines(script: Script, lines: tuple[Line, ...]) -> Iterator[str]:
    """Yield the family's lines as text, each with its speaker and stage direction."""
    for line in lines:
        if line.speaker == SCENE:
            yield sanitize_line(f"({line.text})")
        else:
            how = f" ({line.how})" if line.how else ""
            yield sanitize_line(f"{script.speaker(line)}{how}: {line.text}")


FOR_WHOM = "For the family, or for you? Type say to say it, pause, or other words: "
REAL = "remove, keep, or type it again: "
NOT_READ = "That line was not read, and is not kept."
MOST_ANSWERS = 20
"""Times that one box is asked about in a row; after that it is left out."""


def check_own_words(lines: LineConsole, care: Care, safeguard: Safeguard, typed: str) -> str | None:
    """Check the practitioner's own words for distress and details, and ask about what is found.

    Words that are typed instead of an answer are checked like the first.

    Args:
        lines: the console.
        care: the texts about distress, and signposts.
        safeguard: the checks of this rehearsal.
        typed: the words.

    Returns:
        The words to store, perhaps changed; None to leave them out.
    """
    for _ in range(MOST_ANSWERS):
        why = safeguard.of_own_words(typed) if typed else None
        if why is None:
            return typed
        if not lines.asks:
            lines.write(explain_refusal(why))
            return None
        if why.question is Question.REAL_PEOPLE:
            lines.write(f"That may hold {kinds(why.details)}. Please leave real people out.")
            answer = (lines.read(REAL) or "").strip()
        else:
            lines.write(care.asks_of_notes)
            write_signposts(lines, care)
            answer = (lines.read("keep, leave out, or type it again: ") or "").strip()
        match answer.casefold():
            case "keep":
                if why.question is Question.REAL_PEOPLE or not (
                    details := look_for_details(typed, safeguard.script_words)
                ):
                    return typed
                lines.write(f"That may hold {kinds(details)}. Please leave real people out.")
                return (
                    typed
                    if (lines.read("remove or keep: ") or "").strip().casefold() == "keep"
                    else without(typed, details)
                )
            case "remove":
                typed = without(typed, why.details)
            case "" | "leave out":
                return None
            case _:
                typed = answer
    return None


def explain_refusal(why: NeedsConfirmation) -> str:
    """Say why a line from a pipe was not read: no person is there to answer a question about it."""
    if why.question is Question.REAL_PEOPLE:
        return f"{NOT_READ} It may hold {kinds(why.details)}, and nobody is here to ask."
    return f"{NOT_READ} It may be for you rather than for the family, and nobody is here to ask."


def write_signposts(lines: LineConsole, care: Care) -> None:
    """Write the list of signposts (places to turn to)."""
    lines.write("Where to turn:")
    for signpost in care.signposts:
        lines.write(f"- {signpost}")


class PlainConversation:
    """A conversation on a console, until it ends, is finished, or is left."""

    def __init__(self, lines: LineConsole, rehearsal: Rehearsal, care: Care) -> None:
        self.lines = lines
        self.rehearsing = rehearsal
        self.care = care
        self.hints = rehearsal.beginning.hints is Hints.EACH
        self.noticed = ""
        self._next = ""
        """What was typed in place of an answer: the next line."""

    def play(self) -> bool:
        """Play the conversation; return True if it was finished, False if it was left."""
        for line in render_lines(self.rehearsing.script, self.rehearsing.attempt.cue()):
            self.lines.write(line)
        while not self.rehearsing.over:
            typed, self._next = self._next or self.lines.read("You: "), ""
            if typed is None:
                break
            word, _ = parse_command(typed, CONVERSATION_COMMANDS)
            if word == "finish":
                break
            if word == "stop":
                if self._stop():
                    return False
                continue
            before = self.rehearsing.attempt
            try:
                if word:
                    self._run_word(word)
                elif typed.strip():
                    self._say(typed)
            except SaidElsewhere as error:
                self._show_elsewhere(before, error, "" if word else typed)
            except CoachError as error:
                self.lines.write(str(error))
                if not word and not isinstance(error, ReplyTooLong):
                    self.lines.write(f"Not sent: {make_visible(typed)}")
        try:
            self.rehearsing.finish()
        except ForgottenElsewhere as error:
            self.lines.write(str(error))
            return False
        return True

    def _show_elsewhere(self, before: Attempt, error: SaidElsewhere, typed: str) -> None:
        """Show what was said in another window, then the words that were not sent because of it.

        Args:
            before: the attempt as it was shown last.
            error: the error that the other window caused.
            typed: the words that were not sent; empty if there are none.
        """
        self.lines.write(str(error))
        now = self.rehearsing.attempt
        known = len(before.exchanges)
        new = now.exchanges[known:] if now.exchanges[:known] == before.exchanges else now.exchanges
        for exchange in new:
            if isinstance(exchange.event, Replied):
                self.lines.write(f"You: {make_visible(exchange.event.text)}")
            for line in render_lines(self.rehearsing.script, exchange.lines()):
                self.lines.write(line)
        if not new:
            for line in render_lines(self.rehearsing.script, now.cue()):
                self.lines.write(line)
        if typed:
            self.lines.write(f"Not sent: {make_visible(typed)}")

    def _say(self, typed: str, confirmed: frozenset[Question] = frozenset()) -> None:
        """Submit a reply, and show the family's answer, or a question or care text about the reply."""
        came = self.rehearsing.submit(typed, confirmed)
        match came:
            case Distress():
                self.lines.write(self.care.distress_says)
                write_signposts(self.lines, self.care)
            case NeedsConfirmation() if self.lines.asks:
                self._ask(came, typed, confirmed | {came.question})
            case NeedsConfirmation():
                self.lines.write(explain_refusal(came))
                if came.harm:
                    write_signposts(self.lines, self.care)
            case Answered():
                self._show_answer(typed, came.exchange)

    def _ask(self, why: NeedsConfirmation, typed: str, confirmed: frozenset[Question]) -> None:
        """Ask the practitioner about a reply that was stopped; other words become the next line.

        Args:
            why: the result of the check.
            typed: the reply that was stopped.
            confirmed: the questions that are confirmed if the answer is to keep the reply.
        """
        if why.question is Question.REAL_PEOPLE:
            self.lines.write(f"That may hold {kinds(why.details)}. Please leave real people out.")
            answer = self.lines.read(REAL)
            chosen = {"keep": typed, "remove": without(typed, why.details)}
        else:
            self.lines.write(self.care.asks)
            if why.harm:
                write_signposts(self.lines, self.care)
            answer = self.lines.read(FOR_WHOM)
            chosen = {"say": typed}
        if (words := chosen.get((answer or "").strip().casefold())) is not None:
            self._say(words, confirmed)
        else:
            self._next = answer or ""

    def _show_answer(self, typed: str, exchange: Exchange) -> None:
        """Show the family's answer to a reply, a hint if wanted, and a new notice."""
        if not self.lines.asks:
            self.lines.write(f"You: {make_visible(typed)}")
        for line in render_lines(self.rehearsing.script, exchange.lines()):
            self.lines.write(line)
        if self.hints and (words := hint(self.rehearsing.script, self.rehearsing.rubric, exchange)):
            self.lines.write(f"Coach: {words}")
        if self.rehearsing.notice != self.noticed:
            self.noticed = self.rehearsing.notice
            self.lines.write(self.noticed)

    def _run_word(self, word: str) -> None:
        """Run a command of the conversation."""
        match word:
            case "pause":
                self._pause()
            case "skip":
                for line in render_lines(self.rehearsing.script, self.rehearsing.skip().lines()):
                    self.lines.write(line)
            case "back":
                words = self.rehearsing.take_back()
                self.lines.write(f"Taken back: {make_visible(words)}" if words else "Taken back.")
                for line in render_lines(self.rehearsing.script, self.rehearsing.attempt.cue()):
                    self.lines.write(line)
            case "why":
                for line in self.rehearsing.why_in_words():
                    self.lines.write(line)
            case _:
                self.lines.write(list_commands(CONVERSATION_COMMANDS))

    def _pause(self) -> None:
        """Pause: show the care text and signposts, wait, and show the family's last lines again."""
        before = self.rehearsing.attempt
        self.rehearsing.pause()
        self.lines.write(self.care.pause)
        self.lines.write(self.care.grounding)
        write_signposts(self.lines, self.care)
        if self.lines.asks:
            self.lines.read("Press Enter to go on: ")
        self.rehearsing.resume()
        if self.rehearsing.attempt != before:
            self._show_elsewhere(before, SaidElsewhere(), "")
            return
        for line in render_lines(self.rehearsing.script, self.rehearsing.attempt.cue()):
            self.lines.write(line)

    def _stop(self) -> bool:
        """Ask whether to stop, and whether to keep the rehearsal; return whether it was stopped."""
        keep = False
        if self.lines.asks:
            answer = (self.lines.read(STOP_ASKS) or "").strip().casefold()
            if answer not in {"keep", "nothing"}:
                return False
            keep = answer == "keep"
        self.rehearsing.stop(keep=keep)
        self.lines.write(self.rehearsing.once_kept("Stopped. It is kept.") if keep else "Stopped. Nothing is kept.")
        write_signposts(self.lines, self.care)
        return True


# --- Reading lines that are typed at a terminal; a paste that is too long is refused whole

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
