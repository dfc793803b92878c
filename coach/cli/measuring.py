"""The commands of `coach author`: families are played, marked, measured and given answers."""

import argparse
import json
import shutil
import sys
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from coach.cli.authoring import find_scenario, open_practice_with
from coach.cli.context import (
    Subparsers,
    add_command,
    add_library_option,
    open_practice,
    print_data,
    print_report,
    read_store_address,
)
from coach.errors import CoachError, OptionRefused
from coach.language.catalogue import say
from coach.model.characters import count, escape_unsafe

if TYPE_CHECKING:
    pass

REQUESTS = (
    'Requests are read from standard input, one JSON object a line: {"rehearsal": "wrong_box-1"} begins a rehearsal of '
    'wrong_box, {"rehearsal": "wrong_box-1", "reply": "Hello, Louise."} says something in it. The name is the '
    "scenario's, a dash, and letters or digits of your own. Where the coach asks whether words are for the family, say "
    'them again with "for_the_family": true.'
)
MEASURING = "measure how families answer and differ in voice, give them the answers they lack, and tag their lines"


def add_commands(subparsers: Subparsers) -> None:
    """Add the group `author`, with its commands and their options."""
    author = subparsers.add_parser("author", help=say(MEASURING), description=f"{MEASURING.capitalize()}.")
    _add_measuring_commands(author.add_subparsers(title="commands", metavar="COMMAND", required=True))


def _add_measuring_commands(subparsers: Subparsers) -> None:
    """Add the commands of `coach author`, with their options."""
    plays = add_command(
        subparsers, "play", play_scenarios, say("play scenarios step by step: requests and answers as JSON lines")
    )
    plays.epilog = say(REQUESTS)
    plays.add_argument(
        "names", nargs="*", metavar="SCENARIO", help=say("scenarios that can be played, by name or file")
    )
    plays.add_argument(
        "--yard", type=Path, metavar="FOLDER", help=say("keep the rehearsals in this folder between calls")
    )
    plays.add_argument("--player", default="", metavar="NAME", help=say("who plays; needed with --yard"))
    plays.add_argument(
        "--invented", action="store_true", help=say("nobody in what is played is real, whatever it looks like")
    )
    plays.add_argument(
        "--inside", action="store_true", help=say("with turn, branch, reading and scales; not for players")
    )
    plays.add_argument(
        "--again",
        type=Path,
        metavar="FOLDER",
        help=say("answer each reply of that yard anew, and keep the answers in --yard"),
    )
    add_library_option(plays)

    sheets = add_command(
        subparsers,
        "sheet",
        write_marking_sheet,
        say("write a blind marking sheet of what was played, and its key apart"),
    )
    sheets.add_argument("yards", nargs="+", type=Path, metavar="YARD", help=say("folders that were played in"))
    sheets.add_argument(
        "--beside",
        nargs="+",
        type=Path,
        default=[],
        metavar="YARD",
        help=say("the same of another version, side by side"),
    )
    sheets.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help=say("the sheet: .jsonl for data, or .txt")
    )
    sheets.add_argument("--key", type=Path, metavar="FILE", help=say("the key; beside the sheet without it"))
    sheets.add_argument("--seed", type=int, default=1, help=say("what decides the order, usually 1"))
    sheets.add_argument("--second", type=Path, metavar="FILE", help=say("also a share of it, for a second reader"))
    sheets.add_argument(
        "--share",
        type=int,
        default=25,
        choices=range(1, 101),
        metavar="1-100",
        help=say("of that, in a hundred; usually 25"),
    )
    sheets.add_argument(
        "--wrote",
        action="append",
        default=[],
        metavar="NAME",
        help=say("who wrote what is marked, and may not mark it"),
    )

    marks = add_command(
        subparsers, "marks", count_marking_sheets, say("count the marks of a sheet, and how far a second reader agrees")
    )
    marks.add_argument("sheet", type=Path, help=say("the sheet, filled in"))
    marks.add_argument("second", nargs="?", type=Path, help=say("the same, or a share of it, by another reader"))
    marks.add_argument("--key", type=Path, metavar="FILE", help=say("the sheet's key; beside the sheet without it"))
    marks.add_argument("--json", action="store_true", help=say("as data"))

    answers = add_command(
        subparsers, "answers", list_unanswered, say("what a family had no answer to, and a key to give it one")
    )
    answers.add_argument("name", metavar="SCENARIO", help=say("its name, or its file"))
    answers.add_argument(
        "--yard",
        type=Path,
        action="append",
        default=[],
        metavar="FOLDER",
        help=say("look at what was played there too"),
    )
    answers.add_argument(
        "--replies",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help=say("at these too, one a line; - to paste"),
    )
    answers.add_argument("--not-own", action="store_true", help=say("not at your own rehearsals on this machine"))
    answers.add_argument("--list", action="store_true", help=say("only list them"))
    answers.add_argument("--json", action="store_true", help=say("only list them, as data"))
    add_library_option(answers)

    lines = add_command(
        subparsers,
        "lines",
        list_lines,
        say("every block of lines that a family can say, with its address and its tags"),
    )
    lines.add_argument("name", metavar="SCENARIO", help=say("its name, or its file"))
    shown = lines.add_mutually_exclusive_group()
    shown.add_argument("--untagged", action="store_true", help=say("only those of which the line book says nothing"))
    shown.add_argument(
        "--check", action="store_true", help=say("only say how many are tagged, and which addresses are unknown")
    )
    add_library_option(lines)

    voices = add_command(
        subparsers,
        "voices",
        compare_speakers,
        say("how often ten lines, by small words and marks alone, name who speaks"),
    )
    voices.add_argument("names", nargs="*", metavar="FAMILY", help=say("families or scenarios to show; all without it"))
    voices.add_argument(
        "--among", nargs="+", default=[], metavar="SPEAKER", help=say("compare these alone, such as --among Jan Louise")
    )
    voices.add_argument("--seed", type=int, default=1, help=say("what decides the draw, usually 1"))
    voices.add_argument("--json", action="store_true", help=say("as data"))
    add_library_option(voices)


def play_scenarios(options: argparse.Namespace) -> int:
    """Run `coach author play`: answer each request on standard input before the next is read.

    Returns:
        The exit status: 0, or 1 where a line could not be answered.
    """
    from coach.authoring.named_files import find_scenario_file, is_path, suggest_files_here
    from coach.authoring.play_yard import PlayYard, answer_requests

    if options.again:
        return _answer_anew(options)
    if not options.names:
        raise OptionRefused(say("Name at least one scenario to play."), say("`coach scenarios` lists them."))
    if options.yard and not options.player.strip():
        raise OptionRefused(say("A yard says who played."), say("Give --player NAME: whoever plays does not mark."))
    files = [find_scenario_file(name) for name in options.names if is_path(name)]
    names = [file.id() for file in files] + [name for name in options.names if not is_path(name)]
    practice = open_practice_with(options, files)
    with suggest_files_here(*names):
        yard = PlayYard(practice, names, options.yard, player=options.player.strip(), invented=options.invented)
    if options.yard:
        print(say(INVENTED_ONLY, folder=options.yard), file=sys.stderr)
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    status = 0
    for answer in answer_requests(yard, sys.stdin, inside=options.inside):
        print(escape_unsafe(json.dumps(answer, ensure_ascii=False)), flush=True)
        status = 1 if "error" in answer else status
    return status


INVENTED_ONLY = "Play invented words only, and nobody real: they are kept in {folder} as they are, until you delete it."


def _answer_anew(options: argparse.Namespace) -> int:
    """Answer each reply of an earlier yard anew, and say how many could be."""
    from coach.authoring.play_yard import answer_yard_anew

    if options.names or not options.yard:
        raise OptionRefused(say("--again takes the scenarios of the yard, and needs --yard FOLDER for the answers."))
    practice = open_practice(options.library)
    answered, lost = answer_yard_anew(practice, options.again, options.yard)
    print(say("{answered} answered anew in {yard}.", answered=count(answered, "reply"), yard=options.yard))
    if lost:
        print(say("{lost} left out: the scenario has changed before them.", lost=count(lost, "reply")))
    return 0


def write_marking_sheet(options: argparse.Namespace) -> int:
    """Run `coach author sheet`: write a blind sheet, a second reader's share, and the key."""
    from coach.authoring.marking_sheet import make_sheet, write_sheets
    from coach.authoring.play_yard import read_yard

    versions = {_name_version(options.yards): [file for yard in options.yards for file in read_yard(yard)]}
    if options.beside:
        name = _name_version(options.beside)
        name = f"{name}, beside" if name in versions else name
        versions[name] = [file for yard in options.beside for file in read_yard(yard)]
    sheet, key = make_sheet(versions, options.seed, options.wrote)
    sheets = {options.output: sheet}
    if options.second:
        sheets[options.second] = sheet.draw_share(options.share, options.seed)
    key_file = options.key or _locate_key(options.output)
    if len({*sheets, key_file}) < len(sheets) + 1 or (options.second and len(sheets) == 1):
        raise OptionRefused(
            say("Two of these files are one."), say("The sheet, the second reader's and the key each need their own.")
        )
    texts = {file: one.render(as_data=file.suffix == ".jsonl") for file, one in sheets.items()}
    write_sheets({**texts, key_file: key.model_dump_json(indent=1) + "\n"})
    for file, one in sheets.items():
        print(say("Written: {file}, {items} to mark.", file=file, items=count(len(one.items), "reply")))
    print(say("Written: {key_file}, the key. Whoever marks does not see it.", key_file=key_file))
    return 0


def _name_version(yards: list[Path]) -> str:
    return " and ".join(yard.resolve().name for yard in yards)


def _locate_key(sheet: Path) -> Path:
    return sheet.with_suffix(".key.json")


def count_marking_sheets(options: argparse.Namespace) -> int:
    """Run `coach author marks`: print the counted marks, and the agreement of two readers."""
    from coach.authoring.marking_sheet import count_marks, read_key, read_marked_sheet

    key = read_key(options.key or _locate_key(options.sheet))
    second = read_marked_sheet(options.second) if options.second else None
    print_report(count_marks(key, read_marked_sheet(options.sheet), second), as_data=options.json)
    return 0


def _print_folded(line: str) -> None:
    """Print a line, folded between words at a terminal; whole into a file or pipe."""
    if not sys.stdout.isatty():
        print(line)
        return
    indent = " " * (len(line) - len(line.lstrip()))
    width = min(shutil.get_terminal_size().columns, WIDEST)
    print(fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False))


WIDEST = 100
"""Columns of a line that is easy to read, on a wider terminal too."""
NO_TEAM_STORE = "Rehearsals in a team's store are not looked at: words of a team never enter content from there."
NOTHING_UNANSWERED = "Nothing went unanswered in what was looked at."


def list_unanswered(options: argparse.Namespace) -> int:
    """Run `coach author answers`: list unanswered replies, and take a key for each cluster."""
    from coach.authoring.unanswered import (
        AnswerBank,
        UnansweredReply,
        cluster_replies,
        collect_kept,
        collect_played,
        find_embedder,
        read_pasted,
    )

    practice, name = find_scenario(options, options.name)
    bank = AnswerBank(practice.library, name, practice.script(name))
    replies: list[UnansweredReply] = []
    if read_store_address() and not options.not_own:
        print(say(NO_TEAM_STORE), file=sys.stderr)
    elif not options.not_own:
        replies += collect_kept(practice, name)
    for yard in options.yard:
        replies += collect_played(practice, name, yard)
    for file in options.replies:
        replies += read_pasted(str(file), _read_lines(file), name)
    embedder = find_embedder(practice.picker, bank.family.people.values())
    clusters = cluster_replies(replies, bank.list_entries(), embedder, bank.family.leaves_open)
    if options.json:
        print_data([cluster.to_data() for cluster in clusters])
        return 0
    if not clusters:
        print(say(NOTHING_UNANSWERED))
        return 0
    from coach.plain.write import answer_plainly, render_clusters

    if options.list or Path("-") in options.replies:
        for line in render_clusters(clusters):
            _print_folded(line)
        return 0
    answered = answer_plainly(bank, clusters, sys.stdin, _print_folded)
    print(f"{count(answered, 'cluster')} of {len(clusters)} settled.")
    if answered:
        print(say("Next: `coach check {name}`.", name=options.name))
    return 0


def _read_lines(file: Path) -> list[str]:
    """Read the lines of a file that the author hands over, or of standard input.

    Raises CoachError.
    """
    from coach.content.yaml_reader import read_content

    if file == Path("-"):
        return sys.stdin.read().split("\n")
    try:
        return read_content(file).decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise CoachError(
            say("{file} is no text.", file=file), say("Give a text with one reply on each line.")
        ) from None


def list_lines(options: argparse.Namespace) -> int:
    """Run `coach author lines`: print a scenario's blocks to read and tag, or check its book.

    The exit status of a check is 1 where an address is unknown.
    """
    from coach.authoring.tagged_blocks import count_tags, render_blocks
    from coach.rehearsal.line_blocks import find_unknown

    practice, name = find_scenario(options, options.name)
    script = practice.script(name)
    for line in count_tags(script) if options.check else render_blocks(script, untagged=options.untagged):
        _print_folded(line)
    return int(options.check and bool(find_unknown(script)))


def compare_speakers(options: argparse.Namespace) -> int:
    """Run `coach author voices`: print how well each speaker is told apart, and from whom."""
    from coach.authoring.voices import compare_voices

    report = compare_voices(open_practice(options.library).library, options.names, options.among, options.seed)
    print_report(report, as_data=options.json)
    return 0
