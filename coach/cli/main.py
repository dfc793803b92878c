"""The command line `coach`: its groups of commands, and how an error becomes an exit status."""

import argparse
import contextlib
import io
import os
import re
import sys
from collections.abc import Iterable
from importlib import import_module

from coach import __version__
from coach.cli import rehearsals
from coach.cli.context import add_library_option, add_plain_option, make_output_safe, set_language
from coach.cli.rehearsals import STOPPED_BY_KEY
from coach.errors import CoachError, StoppedUnstored
from coach.language.catalogue import say

DESCRIPTION = (
    "Rehearse conversations about race, culture and racism with scripted families. Offline, and never a score."
)
STATUSES = (
    "Exit status: 0 done; 1 it did not work; 2 no such name, or a word that the command does not know; "
    "3 a rehearsal went on and could not be kept."
)
GROUPS = {
    "rehearsals": ("rehearse scenarios rehearsals debrief why keep export forget recover places").split(),
    "evaluation": "match evaluate fit".split(),
    "measuring": ["author"],
    "authoring": "check explore graph new write criteria rubric schema".split(),
    "supervision": "exercises practice bring take-in fetch withdraw desk agreement".split(),
    "team": ["team"],
    "classroom": "room pair join".split(),
    "partnership": "contribute partnership".split(),
    "plain_mode": "settings agenda".split(),
    "own_web": ["serve"],
    "installation": "help report completion".split(),
}
"""The groups of commands, modules of this package in the order of `coach --help`, and what the `add_commands` of each
adds: for a command that is known, only its own group is loaded."""


ABOUT_ITSELF = frozenset("-V --version -h --help".split())
"""What is answered in English where the environment names a language that the coach does not speak."""
IN_ENGLISH = frozenset("room join team".split())
"""Commands whose pages are in English whatever language was chosen: they say so to a browser."""


def command_parser(groups: Iterable[str] = tuple(GROUPS)) -> argparse.ArgumentParser:
    """Make the parser of the command line, with every command of some groups and its options."""
    parser = argparse.ArgumentParser(prog="coach", description=say(DESCRIPTION), epilog=say(STATUSES))
    parser.add_argument("-V", "--version", action="version", version=f"conversation-coach {__version__}")
    add_plain_option(parser)
    parser.set_defaults(plain=False)
    add_library_option(parser, into="library_first")
    parser.set_defaults(run=rehearsals.open_home)
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    for group in groups:
        import_module(f"coach.cli.{group}").add_commands(subparsers)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the command line, and return its exit status, one of those that `STATUSES` names.

    Args:
        arguments: the words after `coach`; those of this process by default.
    """
    words = sys.argv[1:] if arguments is None else arguments
    with make_output_safe():
        return _run(words)


def _parse(words: list[str]) -> argparse.Namespace:
    """Parse the words after `coach`, and name the nearest where one is mistyped.

    Raises:
        SystemExit: they cannot be parsed, or ask for help or the version.
    """
    known = [command for commands in GROUPS.values() for command in commands]
    typed = _find_command(words)
    if typed is not None and typed not in known:
        from coach.cli.installation import refuse_command

        refuse_command(typed, known)
    parser = command_parser(_choose_groups(words))
    parser.set_defaults(known=known, make_parser=command_parser)  # for commands about the commands
    options, unknown = parser.parse_known_args(words)
    if unknown:
        near = ""
        if typed and unknown[0].startswith("--"):
            from coach.cli.installation import guess

            near = guess(unknown[0].partition("=")[0], _find_options(typed))
        parser.error(
            say(
                "unrecognized arguments: {unknown}{what}",
                unknown=" ".join(unknown),
                what=f"; did you mean {near}?" if near else "",
            )
        )
    return options


def _find_command(words: list[str]) -> str | None:
    """Return the first word that is no option of `coach` itself; None where there is none."""
    ahead = iter(words)
    for word in ahead:
        if word == "--library":
            next(ahead, None)
        elif not word.startswith("-"):
            return word
    return None


def _find_options(command: str) -> set[str]:
    """Return the options of a command, as its help names them."""
    group = next(group for group, commands in GROUPS.items() if command in commands)
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.suppress(SystemExit):
        command_parser([group]).parse_args([command, "--help"])
    return set(re.findall(r"--[a-z][a-z-]*", shown.getvalue()))


def _choose_groups(words: list[str]) -> Iterable[str]:
    """Choose the groups of commands that the words after `coach` may need.

    Without a word the home page opens, whose first frame waits for no command.
    """
    if not words:
        return ()
    return [group for group, commands in GROUPS.items() if words[0] in commands] or GROUPS


def _run(words: list[str]) -> int:
    """Run the command that was typed; print an expected error as its title and its advice.

    The language is chosen first, so that the pages of help are in it too.

    Args:
        words: the words after `coach`.
    """
    try:
        if _find_command(words) not in IN_ENGLISH:
            with contextlib.suppress(*([CoachError] if ABOUT_ITSELF.intersection(words) else ())):
                set_language()
        options = _parse(words)
        options.library = [*options.library_first, *getattr(options, "library", [])]
        _refuse_empty_names(options)
        status: int = options.run(options)
    except CoachError as error:
        print(f"{say(error.title)}. {error}", file=sys.stderr)
        return error.status
    except StoppedUnstored:
        print(say("\nStopped. What you typed here was not saved yet, and nothing of it is kept."), file=sys.stderr)
        return STOPPED_BY_KEY
    except KeyboardInterrupt:
        print(say("\nStopped. What was answered is kept."), file=sys.stderr)
        return STOPPED_BY_KEY
    except BrokenPipeError:
        # The reader of the pipe has gone: print nothing more, also not when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _refuse_empty_names(options: argparse.Namespace) -> None:
    """Raise NotKnown if a name was typed as empty, which would fit every rehearsal or none."""
    for name in ("rehearsal", "over", "brought"):
        typed = getattr(options, name, None)
        if typed is not None and not typed.strip():
            from coach.practice.service import no_such_rehearsal

            raise no_such_rehearsal()
