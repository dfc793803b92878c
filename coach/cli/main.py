"""One command, `coach`, with subcommands. A front end is imported only when it is asked for."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from coach import __version__
from coach.cli import authoring, classroom, evaluation, partnership, rehearsals, supervision
from coach.cli.context import drawn, harmless_output, library_option, now, places_here, practice_here, store_here
from coach.errors import CoachError
from coach.model.characters import escape_unsafe
from coach.options import RehearseOptions

if TYPE_CHECKING:
    from coach.plain.conversation import LineConsole
    from coach.practice.rehearsal import Rehearsal
    from coach.practice.service import PracticeService

DESCRIPTION = (
    "Rehearse conversations about race, culture and racism with scripted families. Offline, and never a score."
)


NOT_KEPT = 3
"""Exit status of a rehearsal that went on to its end, and was not kept."""
STATUSES = (
    "Exit status: 0 done; 1 it did not work; 2 no such name, or a word that the command does not know; "
    "3 a rehearsal went on and could not be kept."
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line. The exit status is one of those that `STATUSES` names."""
    options = command_parser().parse_args(arguments)
    options.library = [*options.library_first, *getattr(options, "library", [])]
    with harmless_output():
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    try:
        _see_that_names_are_given(options)
        status: int = options.run(options)
    except CoachError as error:
        print(f"{error.title}. {error}", file=sys.stderr)
        return error.status
    except KeyboardInterrupt:
        print("\nStopped. What was answered is kept.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever was reading has gone; say nothing, and let nothing be said at the interpreter's end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _see_that_names_are_given(options: argparse.Namespace) -> None:
    """An empty name would fit everything, or pass for none. Raises NotKnown."""
    for name in ("rehearsal", "over", "brought"):
        given = getattr(options, name, None)
        if given is not None and not given.strip():
            from coach.practice.service import no_such_rehearsal

            raise no_such_rehearsal()


def command_parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    parser = argparse.ArgumentParser(prog="coach", description=DESCRIPTION, epilog=STATUSES)
    parser.add_argument("--version", action="version", version=f"conversation-coach {__version__}")
    _plain_option(parser)
    library_option(parser, into="library_first")
    parser.set_defaults(run=_home)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    rehearse = _command(commands, "rehearse", _rehearse, "rehearse a scenario, from the content note to the debrief")
    rehearse.add_argument(
        "scenario", nargs="?", help="the scenario's name, such as wrong_box, or its file in a library"
    )
    _plain_option(rehearse)
    library_option(rehearse)
    rehearse.add_argument("--json", metavar="FILE", type=Path, help="also write the rehearsal and debrief as data")
    rehearse.add_argument("--hints", choices=("each", "none"), default="", help="a hint after each reply, or none")
    rehearse.add_argument("--exercise", default="", metavar="NAME", help="for this exercise")
    rehearse.add_argument("--intention", default="", metavar="WORDS", help="something you want to practise")

    library_option(_command(commands, "scenarios", _scenarios, "list the scenarios"))
    for others in (rehearsals, evaluation, authoring, supervision, classroom, partnership):
        others.add_commands(lambda name, run, does: _command(commands, name, run, does))
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
    does: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.")
    parser.set_defaults(run=run)
    return parser


def _plain_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plain", action="store_true", help="line by line, for screen readers and pipes")


def _wants_plain(options: argparse.Namespace) -> bool:
    """Plain where asked for, and by itself where no screen could be drawn."""
    return bool(options.plain or not drawn() or getattr(options, "json", None))


def _home(options: argparse.Namespace) -> int:
    if not _wants_plain(options):
        return _tui(options, None)
    from coach.plain.scenario_choice import choose_scenario

    practice, lines = practice_here(options.library), _lines()
    scenario = choose_scenario(lines, practice)
    if scenario is None:
        return 0
    return _play_plain(practice, lines, scenario, options)


def _rehearse(options: argparse.Namespace) -> int:
    from coach.authoring.named_files import find_rehearsal_folder, find_scenario_file, is_path

    if options.exercise and options.scenario is None:
        from coach.plain.debrief import find_exercise

        options.scenario = find_exercise(supervision.bringing_here(options), options.exercise).scenarios[0]
    if options.scenario is None:
        return _home(options)
    if is_path(options.scenario):
        named = find_scenario_file(options.scenario)
        options.scenario = named.id()
        if folder := find_rehearsal_folder(named, tuple(options.library)):
            options.library.append(folder)
    practice = practice_here(options.library)
    with authoring.files_here_said(options.scenario):
        practice.library.file("dialogues", options.scenario)  # a wrong name is said before a screen opens
    if not _wants_plain(options):
        return _tui(options, options.scenario)
    return _play_plain(practice, _lines(), options.scenario, options)


def _tui(options: argparse.Namespace, scenario: str | None) -> int:
    from coach.tui import run

    return run(places_here(), tuple(options.library), scenario, store=store_here(), options=_begun_with(options))


def _begun_with(options: argparse.Namespace) -> RehearseOptions:
    """What a rehearsal is begun with; `coach` alone has none of these options."""
    return RehearseOptions(**{name: getattr(options, name, "") for name in ("hints", "intention", "exercise")})


def _play_plain(practice: "PracticeService", lines: "LineConsole", scenario: str, options: argparse.Namespace) -> int:
    """Play it, and say at the end where something could not be kept."""
    try:
        _converse(practice, lines, scenario, options)
    except KeyboardInterrupt:
        if not (lost := practice.keeping.only_here()):
            raise
        print(f"\nStopped. {lost}", file=sys.stderr)
        return 130
    if lost := practice.keeping.only_here():
        print(lost, file=sys.stderr)
        return NOT_KEPT
    return 0


def _converse(practice: "PracticeService", lines: "LineConsole", scenario: str, options: argparse.Namespace) -> None:
    from coach.plain.scenario_choice import play, rehearse
    from coach.practice.safeguarding import care
    from coach.supervision.practitioner import SubmissionService
    from coach.supervision.team import SubmissionStores

    looking_after = care(places_here().signposts)
    bringing = SubmissionService(practice, SubmissionStores(places_here(), store_here(), now))
    unfinished = practice.find_unfinished() if lines.asks else None
    if (
        unfinished
        and (lines.read(f"Go on with {unfinished.scenario}, where you left it? yes or Enter: ") or "").strip()
    ):
        rehearsing = play(lines, bringing, looking_after, practice.go_on(unfinished.id))
    else:
        rehearsing = rehearse(
            lines,
            bringing,
            looking_after,
            scenario,
            _begun_with(options),
        )
    if (file := getattr(options, "json", None)) and rehearsing:
        _write_data(file, rehearsing)


def _lines() -> "LineConsole":
    """Lines from and to the terminal or pipe. Bytes that are no text are shown as such and harm nothing."""
    from coach.plain.conversation import LineConsole, read_bounded_line
    from coach.plain.typed_lines import TypedLines

    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    asks = sys.stdin.isatty()
    read = TypedLines(descriptor=sys.stdin.fileno()).read if asks else lambda _prompt: read_bounded_line(sys.stdin)
    return LineConsole(read, lambda line: print(line, flush=True), asks)


def _write_data(file: Path, rehearsing: "Rehearsal") -> None:
    from coach.practice.export import as_data, write_export
    from coach.supervision.reflection import find_question

    text = escape_unsafe(json.dumps(as_data(rehearsing, asked=find_question), ensure_ascii=False, indent=2)) + "\n"
    if str(file) == "-":
        print(text, end="")
    else:
        print(f"Written to {write_export(file, text)}.")


def _scenarios(options: argparse.Namespace) -> int:
    from coach.plain.scenario_choice import describe_scenario

    for scenario in practice_here(options.library).scenarios():
        print(describe_scenario(scenario))
    return 0
