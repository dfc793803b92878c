"""What every command shares: how it is added, the user's folders, the clock, the library."""

import argparse
import contextlib
import gc
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO, TypeAlias

from coach.errors import CoachError
from coach.language.catalogue import say
from coach.model.characters import dump_data, sanitize
from coach.options import RehearseOptions

if TYPE_CHECKING:
    from coach.content.library import GivenFile
    from coach.plain.debrief import PlainServices
    from coach.practice.service import PracticeService
    from coach.records.paths import Places
    from coach.supervision.practitioner import SubmissionService


Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""Where the commands of a group are added."""


_SAID: set[str] = set()
"""What was said of the folders in this run."""


def can_draw() -> bool:
    """Return whether a screen can be drawn in this terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


PLAIN = "COACH_PLAIN"
"""Environment variable for plain lines in place of screens; 0 draws the screens whatever the settings say."""
_PLAIN_SETTING = re.compile(r"^plain: *['\"]?(\w+)", re.MULTILINE | re.IGNORECASE)
STORE = "COACH_STORE"
"""Environment variable for the address of a team's store; set to nothing, there is none whatever the settings say."""
_STORE_SETTING = re.compile(r"^store: *['\"]?([^\s'\"]+)", re.MULTILINE)


_LANGUAGE_SETTING = re.compile(r"^language: *['\"]?([\w-]+)", re.MULTILINE)


def set_language() -> None:
    """Choose the language of this run, from the environment or the settings.

    A language in the settings that is none is said where they are read, as any other mistake in them.

    Raises:
        NotKnown: the environment names a language that the coach does not speak.
    """
    from coach.language.catalogue import ENVIRONMENT, choose_language
    from coach.records.paths import places, search_settings

    choose_language(os.environ.get(ENVIRONMENT, ""))
    if not os.environ.get(ENVIRONMENT, "").strip():
        stated = search_settings(_LANGUAGE_SETTING, places(os.environ).settings)
        with contextlib.suppress(CoachError):
            choose_language(stated[1] if stated else "")


def prefers_plain() -> bool:
    """Return whether the user's environment or settings ask for plain lines in place of screens."""
    if said := os.environ.get(PLAIN, "").strip().casefold():
        return said not in ("0", "no", "false", "off")
    from coach.records.paths import search_settings

    # The line alone, as of the theme: the first frame does not wait for YAML to be loaded.
    stated = search_settings(_PLAIN_SETTING, find_places().settings)
    return stated is not None and stated[1].casefold() in ("true", "yes", "on", "1")


def wants_plain(options: argparse.Namespace) -> bool:
    """Return whether to work line by line: if asked for, or if the terminal can draw no screen."""
    return bool(options.plain or not can_draw() or prefers_plain())


def is_asked_in_lines(options: argparse.Namespace) -> bool:
    """Return whether a command that prints a list goes on to ask about it, in plain lines."""
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    return asks and bool(getattr(options, "plain", False) or prefers_plain())


class SafeStream:
    """An output stream that makes every text safe for the terminal before it is written.

    Every line of every command passes here, so no command has to think of it. A carriage return stays in front of a
    line's end, and where it begins a line of progress that is written over the last.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text, with a visible mark for each character that could control the terminal."""
        back = "\r" if text.startswith("\r") and not text.startswith("\r\n") else ""
        lines = text.removeprefix(back).split("\r\n")
        self._stream.write(back + "\r\n".join(sanitize(line) for line in lines))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        """Write several texts, each without control characters that could change the terminal."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextlib.contextmanager
def make_output_safe() -> Iterator[None]:
    """Make everything that the block prints safe for the terminal, whatever text it quotes.

    Screens do not print: they make their text safe when they draw.
    """
    out, err = SafeStream(sys.stdout), SafeStream(sys.stderr)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        yield


@contextlib.contextmanager
def start_uncollected() -> Iterator[None]:
    """Open a screen in this block without a search for garbage until its practice is open.

    What a start makes stays, and searching all of it took a sixth of the time to the first frame. The app enables it
    again; the end of the block does so in any case.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def add_command(
    subparsers: Subparsers, name: str, run: Callable[[argparse.Namespace], int], summary: str
) -> argparse.ArgumentParser:
    """Add a command to the command line.

    Args:
        subparsers: where the commands are added.
        name: what is typed after `coach`.
        run: what runs it; its result is the exit status.
        summary: what it does in a few words, without a capital and a full stop.

    Returns:
        The command's parser, for its own options.
    """
    parser = subparsers.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    parser.set_defaults(run=run)
    return parser


def add_plain_option(parser: argparse.ArgumentParser) -> None:
    """Add the option `--plain`, for plain lines.

    Where it is not given after a command, it is as it was before the command.
    """
    parser.add_argument(
        "--plain",
        action="store_true",
        default=argparse.SUPPRESS,
        help=say("line by line, for screen readers and pipes"),
    )


def add_json_option(parser: argparse.ArgumentParser) -> None:
    """Add the option `--json`, which prints a list as data."""
    parser.add_argument("--json", action="store_true", help=say("as data"))


def add_rehearse_options(
    parser: argparse.ArgumentParser, *, rounds: bool = False, of: type[RehearseOptions] = RehearseOptions
) -> None:
    """Add an argument for each option of a rehearsal.

    Args:
        parser: the parser of a command.
        rounds: whether it is a round at one laptop that begins, which takes only some of them.
        of: the class whose fields the options are.
    """
    for option in fields(of):
        argument = dict(option.metadata)
        argument.pop("own_words")
        if argument.pop("rounds") or not rounds:
            parser.add_argument(f"--{option.name.replace('_', '-')}", default=option.default, **argument)


def add_library_option(parser: argparse.ArgumentParser, into: str = "library") -> None:
    """Add the option `--library FOLDER`, which may be given several times.

    Args:
        parser: the parser of a command.
        into: the attribute of the parsed options that collects the folders.
    """
    parser.add_argument(
        "--library",
        dest=into,
        action="append",
        type=Path,
        default=[],
        metavar="FOLDER",
        help=say("a folder of your own scenarios"),
    )


def find_places() -> "Places":
    """Return this user's data and settings folders, and print once what is risky about them.

    Raises:
        RecordsUnwritable: the folders cannot be used.
    """
    from coach.records.paths import doubts, places

    where = places(os.environ)
    for folder in dict.fromkeys((where.data, where.config)):
        for doubt in doubts(folder):
            if doubt not in _SAID:
                _SAID.add(doubt)
                sys.stderr.write(f"{doubt}\n")
    return where


def read_clock() -> datetime:
    """Return the current time, in UTC."""
    return datetime.now(UTC)


def open_practice(folders: list[Path] | None = None, given: "tuple[GivenFile, ...]" = ()) -> "PracticeService":
    """Open the practice with folders of the user's own content.

    Args:
        folders: folders of the user's own scenarios, families and rubrics.
        given: files that the user named by their path.

    Raises:
        CoachError: a folder is missing.
    """
    from coach.practice.service import practice_at

    for folder in folders or ():
        if not folder.is_dir():
            raise CoachError(
                say("There is no folder {folder}.", folder=folder),
                say("Give the folder that holds dialogues and personas."),
            )
    return practice_at(
        find_places(), read_clock, lambda: os.urandom(4).hex(), tuple(folders or ()), read_store_address(), given
    )


def read_store_address() -> str:
    """Read the address of the team's store, from the environment or the settings; or nothing.

    On Windows any user can lay files where a whole machine's settings lie, so no store is taken from there.
    """
    if (stated := os.environ.get(STORE)) is not None:
        return stated.strip()
    from coach.records.paths import find_own_setting, search_settings

    look = find_own_setting if os.name == "nt" else search_settings
    stated_setting = look(_STORE_SETTING, find_places().settings)
    return stated_setting[1] if stated_setting else ""


def open_submissions(options: argparse.Namespace, practice: "PracticeService | None" = None) -> "SubmissionService":
    """Open the service for a practitioner's submissions.

    Args:
        options: the command's options, which name the folders of the library.
        practice: a practice that is open already; without it, one is opened.
    """
    from coach.supervision.practitioner import SubmissionService
    from coach.supervision.stores import SubmissionStores

    practice = practice or open_practice(getattr(options, "library", None))
    return SubmissionService(practice, SubmissionStores(find_places(), read_store_address(), read_clock))


def open_plain_services(options: argparse.Namespace, practice: "PracticeService | None" = None) -> "PlainServices":
    """Open what the pages in plain lines need, with the terminal or pipe as their console.

    Args:
        options: the command's options.
        practice: a practice that is open already; without it, one is opened.
    """
    from coach.plain.console import open_console
    from coach.plain.debrief import PlainServices
    from coach.practice.safeguarding import care
    from coach.supervision.inbox import Inbox

    submission_service, where = open_submissions(options, practice), find_places()
    return PlainServices(
        open_console(),
        submission_service,
        Inbox(submission_service.practice, submission_service.stores),
        care(where.signposts),
        where,
        RehearseOptions.read_from(options),
    )


# --- Reports, as text or as data


class PrintableReport(Protocol):
    """A report that can be printed as lines of text or as JSON."""

    def to_data(self) -> dict[str, object]:
        """Return the report as data for JSON."""

    def render_lines(self) -> Iterable[str]:
        """Return the report as lines of text."""


def print_data(data: object) -> None:
    """Print data as JSON in which every control or invisible character is escaped."""
    print(dump_data(data), end="")


def print_report(report: PrintableReport, *, as_data: bool) -> None:
    """Print a report.

    Args:
        report: the report.
        as_data: whether to print JSON instead of text.
    """
    if as_data:
        print_data(report.to_data())
        return
    for line in report.render_lines():
        print(line)
