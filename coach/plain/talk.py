"""A conversation line by line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coach.debrief.written import visible
from coach.errors import CoachError, ForgottenElsewhere, ReplyTooLong, SaidElsewhere
from coach.model.characters import on_one_line, replace_unsafe
from coach.model.events import Hints, Replied
from coach.model.lines import SCENE, Line
from coach.plain.words import DURING, asked, listed
from coach.practice.care import Care
from coach.practice.details import kinds, look_for_details, without
from coach.practice.hints import hint
from coach.practice.rehearsing import Rehearsing
from coach.rehearsal.script import Script
from coach.rehearsal.story import Attempt

STOP_ASKS = "Type keep to stop and keep it, nothing to stop and keep nothing, or press Enter to go on: "


@dataclass(slots=True)
class Lines:
    """Where lines come from and go to. `asks` is whether somebody is there to answer."""

    read: Callable[[str], str | None]
    """The next line after showing a prompt; None when there are no more."""
    write: Callable[[str], None]
    asks: bool

    def __post_init__(self) -> None:
        """Let nothing through that drives a terminal, whether it is content, a name or what was typed."""
        read, write = self.read, self.write
        self.read = lambda prompt: read(replace_unsafe(prompt))
        self.write = lambda line: write(replace_unsafe(line))


def said(script: Script, lines: tuple[Line, ...]) -> Iterator[str]:
    """The family's lines, each with who speaks and how."""
    for line in lines:
        if line.speaker == SCENE:
            yield on_one_line(f"({line.text})")
        else:
            how = f" ({line.how})" if line.how else ""
            yield on_one_line(f"{script.speaker(line)}{how}: {line.text}")


def looked_over(lines: Lines, typed: str, known: frozenset[str]) -> str | None:
    """What is typed, once any real person's details were asked about; None where it is left out."""
    details = look_for_details(typed, known)
    if not details:
        return typed
    lines.write(f"That may hold {kinds(details)}. Please leave real people out.")
    if not lines.asks:
        return typed
    answer = (lines.read("remove, keep, or type it again: ") or "").strip()
    if answer.casefold() == "keep":
        return typed
    if answer.casefold() == "remove":
        return without(typed, details)
    return answer or None


class Talk:
    """Plays a rehearsal until it ends, is finished, or is left."""

    def __init__(self, lines: Lines, rehearsing: Rehearsing, care: Care, known: frozenset[str]) -> None:
        self.lines = lines
        self.rehearsing = rehearsing
        self.care = care
        self.known = known
        self.hints = rehearsing.begun().hints is Hints.EACH
        self.noticed = ""

    def play(self) -> bool:
        """Whether it was finished, so that there is something to talk about. False when it was left."""
        for line in said(self.rehearsing.script, self.rehearsing.attempt.cue()):
            self.lines.write(line)
        while not self.rehearsing.over:
            typed = self.lines.read("You: ")
            if typed is None:
                break
            word, _ = asked(typed, DURING)
            if word == "finish":
                break
            if word == "stop":
                if self._stop():
                    return False
                continue
            before = self.rehearsing.attempt
            try:
                if word:
                    self._do(word)
                elif typed.strip():
                    self._say(typed)
            except SaidElsewhere as error:
                self._show_elsewhere(before, error, "" if word else typed)
            except CoachError as error:
                self.lines.write(str(error))
                if not word and not isinstance(error, ReplyTooLong):
                    self.lines.write(f"Not sent: {visible(typed)}")
        try:
            self.rehearsing.finish()
        except ForgottenElsewhere as error:
            self.lines.write(str(error))
            return False
        return True

    def _show_elsewhere(self, before: Attempt, error: SaidElsewhere, typed: str) -> None:
        """What was said in another window, and then the words that were not sent because of it."""
        self.lines.write(str(error))
        now = self.rehearsing.attempt
        known = len(before.exchanges)
        new = now.exchanges[known:] if now.exchanges[:known] == before.exchanges else now.exchanges
        for exchange in new:
            if isinstance(exchange.event, Replied):
                self.lines.write(f"You: {visible(exchange.event.text)}")
            for line in said(self.rehearsing.script, exchange.lines()):
                self.lines.write(line)
        if not new:
            for line in said(self.rehearsing.script, now.cue()):
                self.lines.write(line)
        if typed:
            self.lines.write(f"Not sent: {visible(typed)}")

    def _say(self, typed: str) -> None:
        if self.care.touched(typed):
            self.lines.write(self.care.distress_says)
            self._signposts()
            return
        wanted = looked_over(self.lines, typed, self.known)
        if wanted is None:
            return
        if not self.lines.asks:
            self.lines.write(f"You: {visible(wanted)}")
        exchange = self.rehearsing.reply(wanted)
        for line in said(self.rehearsing.script, exchange.lines()):
            self.lines.write(line)
        if self.hints and (words := hint(self.rehearsing.script, self.rehearsing.rubric, exchange)):
            self.lines.write(f"Coach: {words}")
        if self.rehearsing.notice != self.noticed:
            self.noticed = self.rehearsing.notice
            self.lines.write(self.noticed)

    def _do(self, word: str) -> None:
        match word:
            case "pause":
                self._pause()
            case "skip":
                for line in said(self.rehearsing.script, self.rehearsing.skip().lines()):
                    self.lines.write(line)
            case "back":
                words = self.rehearsing.take_back()
                self.lines.write(f"Taken back: {visible(words)}" if words else "Taken back.")
                for line in said(self.rehearsing.script, self.rehearsing.attempt.cue()):
                    self.lines.write(line)
            case "why":
                for line in self.rehearsing.why_in_words():
                    self.lines.write(line)
            case _:
                self.lines.write(listed(DURING))

    def _pause(self) -> None:
        before = self.rehearsing.attempt
        self.rehearsing.pause()
        self.lines.write(self.care.pause)
        self.lines.write(self.care.grounding)
        self._signposts()
        if self.lines.asks:
            self.lines.read("Press Enter to go on: ")
        self.rehearsing.resume()
        if self.rehearsing.attempt != before:
            self._show_elsewhere(before, SaidElsewhere(), "")
            return
        for line in said(self.rehearsing.script, self.rehearsing.attempt.cue()):
            self.lines.write(line)

    def _stop(self) -> bool:
        """Whether it was stopped: an empty line goes on."""
        keep = False
        if self.lines.asks:
            answer = (self.lines.read(STOP_ASKS) or "").strip().casefold()
            if answer not in {"keep", "nothing"}:
                return False
            keep = answer == "keep"
        self.rehearsing.stop(keep=keep)
        self.lines.write(self.rehearsing.once_kept("Stopped. It is kept.") if keep else "Stopped. Nothing is kept.")
        self._signposts()
        return True

    def _signposts(self) -> None:
        self.lines.write("Where to turn:")
        for signpost in self.care.signposts:
            self.lines.write(f"- {signpost}")
