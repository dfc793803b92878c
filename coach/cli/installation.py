"""Commands about the coach as a program: help, a report for a ticket, shell completion."""

import argparse
import os
import sys
from collections.abc import Iterable
from typing import NoReturn

from coach.cli.context import Subparsers, add_command, add_json_option, find_places, print_report, read_store_address
from coach.language.catalogue import say

SHELLS = ("bash", "zsh", "tcsh", "fish", "powershell")
"""The shells for which `coach completion` writes a script."""
COMPLETION = """\
Write a script that completes commands and options in a shell.

bash:        coach completion bash >> ~/.bash_completion
zsh:         coach completion zsh > a folder of your $fpath, as _coach
tcsh:        coach completion tcsh > coach.csh, and `source coach.csh` in ~/.tcshrc
fish:        coach completion fish > ~/.config/fish/completions/coach.fish
PowerShell:  coach completion powershell >> $PROFILE
"""
MOST_GUESSES = 3


def add_commands(subparsers: Subparsers) -> None:
    """Add `coach help`, `coach report` and `coach completion`."""
    helps = add_command(subparsers, "help", show_help, say("say what a command does, or list them all"))
    helps.add_argument(
        "command", nargs="*", metavar="COMMAND", help=say("such as `rehearse`; without it, all are listed")
    )
    reports = add_command(
        subparsers,
        "report",
        print_installation,
        say("versions and settings for a ticket, without a word that you typed"),
    )
    add_json_option(reports)
    completes = add_command(
        subparsers, "completion", print_completion, say("a script that completes commands in a shell")
    )
    completes.description = COMPLETION
    completes.formatter_class = argparse.RawDescriptionHelpFormatter
    completes.add_argument("shell", choices=SHELLS)


def show_help(options: argparse.Namespace) -> int:
    """Print the help of a command, or of the coach."""
    if options.command and options.command[0] not in options.known:
        refuse_command(options.command[0], options.known)
    try:
        options.make_parser().parse_args([*options.command[:1], "--help"])
    except SystemExit as left:
        return int(left.code or 0)
    raise AssertionError("--help ends the program")


def print_installation(options: argparse.Namespace) -> int:
    """Print what a helper needs to know of this installation."""
    from coach.practice.machine_report import report_machine
    from coach.tui.themes import THEME_NAMES

    terminal = {
        "input": "a terminal" if sys.stdin.isatty() else "a pipe or a file",
        "output": "a terminal" if sys.stdout.isatty() else "a pipe or a file",
        "encoding": str(getattr(sys.stdout, "encoding", "")),
        "TERM": os.environ.get("TERM", ""),
    }
    report = report_machine(find_places(), os.environ, read_store_address(), frozenset(THEME_NAMES), terminal)
    print_report(report, as_data=options.json)
    return 0


def print_completion(options: argparse.Namespace) -> int:
    """Print a script that completes commands and options in a shell."""
    import shtab

    print(shtab.complete(options.make_parser(), shell=options.shell), end="")
    return 0


# --- What was mistyped


def refuse_command(typed: str, known: Iterable[str]) -> NoReturn:
    """Say that there is no such command, which ones are nearest, and which there are.

    Raises:
        SystemExit: always, with the status 2.
    """
    names = list(known)
    near = guess(typed, names)
    meant = say(" Did you mean {near}?", near=near) if near else ""
    print(
        say(
            "There is no command '{typed}'.{meant}\nThe commands are: {names}.",
            typed=typed[:40],
            meant=meant,
            names=", ".join(names),
        ),
        file=sys.stderr,
    )
    print(say("`coach help COMMAND` says what one does."), file=sys.stderr)
    raise SystemExit(2)


def guess(typed: str, known: Iterable[str]) -> str:
    """Return the nearest of some words, as a sentence has them; empty if none is near."""
    from difflib import get_close_matches

    near = get_close_matches(typed.casefold().replace("_", "-"), list(known), MOST_GUESSES)
    return " or ".join(f"`{word}`" for word in near)
