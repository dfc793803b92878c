"""One command, `coach`, with subcommands. A front end is imported only when it is asked for."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from coach import __version__, authors, classes, partners, together, workshop
from coach.errors import CoachError
from coach.this_machine import drawn, library_option, now, places_here, practice_here, store_here

if TYPE_CHECKING:
    from coach.plain.talk import Lines
    from coach.practice.practice import Practice
    from coach.practice.rehearsing import Rehearsing

DESCRIPTION = (
    "Rehearse conversations about race, culture and racism with scripted families. Offline, and never a score."
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line. The exit status: 0 done, 1 it did not work, 2 no such name or a wrong word."""
    options = command_parser().parse_args(arguments)
    options.library = [*options.library_first, *getattr(options, "library", [])]
    try:
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


def command_parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    parser = argparse.ArgumentParser(prog="coach", description=DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"conversation-coach {__version__}")
    _plain_option(parser)
    library_option(parser, into="library_first")
    parser.set_defaults(run=_home)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    rehearse = _command(commands, "rehearse", _rehearse, "rehearse a scenario, from the content note to the debrief")
    rehearse.add_argument("scenario", nargs="?", help="the scenario's name, such as wrong_box")
    _plain_option(rehearse)
    library_option(rehearse)
    rehearse.add_argument("--json", metavar="FILE", type=Path, help="also write the rehearsal and debrief as data")
    rehearse.add_argument("--hints", choices=("each", "none"), default="none", help="a hint after each reply, or none")
    rehearse.add_argument("--exercise", default="", metavar="NAME", help="for this exercise")
    rehearse.add_argument("--intention", default="", metavar="WORDS", help="something you want to practise")

    library_option(_command(commands, "scenarios", _scenarios, "list the scenarios"))
    _command(commands, "rehearsals", _rehearsals, "list your rehearsals")
    debrief = _command(commands, "debrief", _debrief, "show a rehearsal's debrief again")
    _which(debrief)
    debrief.add_argument("--all", action="store_true", help="with every opening, all seven parts and the transcript")
    library_option(debrief)
    why = _command(commands, "why", _why, "why the family answered as it did")
    _which(why)
    why.add_argument("reply", nargs="?", type=int, default=0, help="the number of your reply; the last one without it")
    why.add_argument("--whole", action="store_true", help="for authors: also name the silences that stayed kept")
    library_option(why)
    keep = _command(commands, "keep", _keep, "keep a rehearsal beyond thirty days")
    _which(keep)

    export = _command(commands, "export", _export, "write one rehearsal, or all, to read or to hand over")
    _one_or_all(export)
    form = export.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as data")
    form.add_argument("--markdown", action="store_true", help="as Markdown")
    library_option(export)
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="into a file, not to the screen")

    forget = _command(commands, "forget", _forget, "delete one rehearsal, or all, for good")
    _one_or_all(forget)

    match = _command(commands, "match", workshop.match, "read replies (JSON lines on standard input) by a rubric")
    match.add_argument("--rubric", default="openness", help="the rubric's name")

    evaluate = _command(commands, "evaluate", workshop.evaluate, "say how well a file of labelled replies is read")
    evaluate.add_argument("file", type=Path, metavar="FILE", help="labelled replies, one JSON object a line")
    evaluate.add_argument("--rubric", default="openness", help="the rubric's name")
    evaluate.add_argument("--json", action="store_true", help="as data")

    fit = _command(commands, "fit", workshop.fit, "let the coach learn from labelled replies of your own")
    fit.add_argument("files", nargs="*", type=Path, metavar="FILE", help="labelled replies, one JSON object a line")
    fit.add_argument("--rubric", default="openness", help="the rubric's name")
    fit.add_argument("--only-look", action="store_true", help="show the figures before and after, and keep nothing")
    fit.add_argument("--undo", action="store_true", help="go back to the weights that the coach came with")

    _command(commands, "places", _places, "say where your rehearsals, settings and own scenarios are kept")

    authors.add_commands(lambda name, run, does: _command(commands, name, run, does))
    together.add_commands(lambda name, run, does: _command(commands, name, run, does))
    classes.add_commands(lambda name, run, does: _command(commands, name, run, does))
    partners.add_commands(lambda name, run, does: _command(commands, name, run, does))
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


def _which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rehearsal", help="its first letters, from `coach rehearsals`; or `last`")


def _one_or_all(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("rehearsal", nargs="?", help="its first letters, from `coach rehearsals`; or `last`")
    which.add_argument("--all", action="store_true", help="all of them")


def _wants_plain(options: argparse.Namespace) -> bool:
    """Plain where asked for, and by itself where no screen could be drawn."""
    return bool(options.plain or not drawn() or getattr(options, "json", None))


def _home(options: argparse.Namespace) -> int:
    if not _wants_plain(options):
        return _tui(options, None)
    from coach.plain.front import choose

    practice, lines = practice_here(options.library), _lines()
    scenario = choose(lines, practice)
    if scenario is None:
        return 0
    usual = argparse.Namespace(hints="none", intention="", json=None, exercise="")
    return _play_plain(practice, lines, scenario, usual)


def _rehearse(options: argparse.Namespace) -> int:
    if options.exercise and options.scenario is None:
        from coach.plain.reflecting import exercise_named

        options.scenario = exercise_named(together.bringing_here(options), options.exercise).scenarios[0]
    if options.scenario is None:
        return _home(options)
    if not _wants_plain(options):
        return _tui(options, options.scenario)
    return _play_plain(practice_here(options.library), _lines(), options.scenario, options)


def _tui(options: argparse.Namespace, scenario: str | None) -> int:
    if scenario is not None:
        practice_here(options.library).library.file("dialogues", scenario)  # a wrong name is said before a screen opens
    from coach.tui import run

    exercise = getattr(options, "exercise", "")
    return run(places_here(), tuple(options.library), scenario, store=store_here(), exercise=exercise)


def _play_plain(practice: "Practice", lines: "Lines", scenario: str, options: argparse.Namespace) -> int:
    from coach.model.events import Hints
    from coach.plain.front import play, rehearse
    from coach.practice.care import care
    from coach.supervision.bringing_along import Bringing
    from coach.supervision.team import Table

    looking_after = care(places_here().signposts)
    bringing = Bringing(practice, Table(places_here(), store_here(), now))
    unfinished = practice.unfinished() if lines.asks else None
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
            hints=Hints(options.hints),
            intention=options.intention,
            exercise=options.exercise,
        )
    if options.json and rehearsing:
        _write_data(options.json, rehearsing)
    return 0


def _lines() -> "Lines":
    """Lines from and to the terminal or pipe. Bytes that are no text are shown as such and harm nothing."""
    from coach.plain.talk import Lines

    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    asks = sys.stdin.isatty()

    def read(prompt: str) -> str | None:
        if asks:
            try:
                return input(prompt)
            except EOFError:
                return None
        line = sys.stdin.readline()
        return line.rstrip("\r\n") if line else None

    return Lines(read, lambda line: print(line, flush=True), asks)


def _write_data(file: Path, rehearsing: "Rehearsing") -> None:
    from coach.practice.export import as_data, write_export
    from coach.supervision.reflecting import asked

    text = json.dumps(as_data(rehearsing, asked=asked), ensure_ascii=False, indent=2) + "\n"
    if str(file) == "-":
        print(text, end="")
    else:
        print(f"Written to {write_export(file, text)}.")


def _scenarios(options: argparse.Namespace) -> int:
    from coach.plain.front import on_the_shelf

    for scenario in practice_here(options.library).scenarios():
        print(on_the_shelf(scenario))
    return 0


def _rehearsals(_options: argparse.Namespace) -> int:
    from coach.supervision.days import in_words

    practice = practice_here()
    summaries = practice.rehearsals()
    if not summaries:
        practice.keeping.must_be_here()
    for s in summaries:
        state = "not finished" if s.going else "finished"
        expires = s.expires()
        until = "kept until you forget it" if expires is None else f"will be deleted on {in_words(expires.date())}"
        replies = "1 reply" if s.replies == 1 else f"{s.replies} replies"
        print(f"{s.id}: {s.scenario}, {in_words(s.began.date())}, {replies}, {state}, {until}")
    if not summaries:
        print("No rehearsals yet. `coach rehearse` begins one.")
    if practice.keeping.notice:
        print(practice.keeping.notice, file=sys.stderr)
    return 0


def _debrief(options: argparse.Namespace) -> int:
    from coach.debrief.written import as_plain, first_page, margin, more

    rehearsing = practice_here(options.library).go_on(options.rehearsal)
    debrief = rehearsing.debrief()
    print(as_plain(first_page(debrief)))
    if options.all:
        print(as_plain(more(debrief)))
        print(as_plain(margin(debrief)))
    return 0


def _why(options: argparse.Namespace) -> int:
    for line in practice_here(options.library).go_on(options.rehearsal).why(options.reply, whole=options.whole):
        print(line)
    return 0


def _places(_options: argparse.Namespace) -> int:
    where, store = places_here(), store_here()
    if store:
        from coach.records.team.opening import address

        print(f"rehearsals: your team's store, {address(store)}")
    else:
        _say_where("rehearsals", where.rehearsals)
    for what, path in (
        ("settings", where.settings),
        ("places to turn", where.signposts),
        ("your own scenarios", where.library),
        ("what was learnt here", where.weights),
    ):
        _say_where(what, path)
    return 0


def _say_where(what: str, path: Path) -> None:
    print(f"{what}: {path}{'' if path.exists() else ' (nothing yet)'}")


def _keep(options: argparse.Namespace) -> int:
    rehearsing = practice_here().go_on(options.rehearsal)
    rehearsing.keep()
    print(f"{rehearsing.id} is kept until you forget it.")
    return 0


def _export(options: argparse.Namespace) -> int:
    from coach.practice.export import as_data, as_markdown, as_text, write_export
    from coach.supervision.reflecting import asked

    practice = practice_here(options.library)
    if options.all:
        practice.keeping.must_be_here()
    names = [s.id for s in practice.rehearsals()] if options.all else [options.rehearsal]
    found = [practice.go_on(name) for name in names]
    if options.json:
        data = [as_data(rehearsing, asked=asked, everything=options.all) for rehearsing in found]
        text = json.dumps(data if options.all else data[0], ensure_ascii=False, indent=2) + "\n"
    else:
        write = as_markdown if options.markdown else as_text
        text = "\n\n".join(write(rehearsing, asked=asked, everything=options.all) for rehearsing in found)
    if options.output:
        print(f"Written to {write_export(options.output, text)}.")
    else:
        print(text, end="")
    return 0


def _forget(options: argparse.Namespace) -> int:
    practice = practice_here()
    if options.all:
        count = practice.forget_all()
        print(f"{count} rehearsals forgotten for good." if count != 1 else "1 rehearsal forgotten for good.")
    else:
        practice.forget(options.rehearsal)
        print("Forgotten for good.")
    return 0
