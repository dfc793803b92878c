"""The commands that measure how replies are read, and those of `coach author`."""

import argparse
import json
import os
import shutil
import stat
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

from coach.cli.authoring import find_scenario, open_practice_with
from coach.cli.context import (
    Subparsers,
    add_command,
    add_library_option,
    find_places,
    open_practice,
    print_data,
    print_report,
    read_store_address,
)
from coach.errors import CoachError, OptionRefused
from coach.language.catalogue import say
from coach.model.characters import count, escape_unsafe

if TYPE_CHECKING:
    from coach.matching.classifier import Matcher

ENOUGH_TO_SHARE = 1 << 20
"""Bytes of a file that are looked at before it is decided how to read it."""
WORTH_SHARING = 100
"""Replies from which another process is worth its start."""
MOST = 4
"""Processes that read at once."""
Row = dict[str, str]
"""A reply with what came before it, by the names of its fields."""
RowKey = tuple[str, ...]
"""All of a row by which it is read."""
Answer = dict[str, Any]
"""What is said of a reply, but for its id."""


def add_commands(subparsers: Subparsers) -> None:
    """Add the commands `match`, `evaluate`, `fit` and the group `author`, with their options."""
    reads = add_command(
        subparsers, "match", read_replies, say("read replies (JSON lines on standard input) by a rubric")
    )
    reads.add_argument("--rubric", default="openness", help=say("the rubric's name"))
    add_library_option(reads)

    judges = add_command(subparsers, "evaluate", evaluate_file, say("say how well a file of labelled replies is read"))
    judges.add_argument("file", type=Path, metavar="FILE", help=say("labelled replies, one JSON object a line"))
    judges.add_argument("--rubric", default="openness", help=say("the rubric's name"))
    judges.add_argument("--json", action="store_true", help=say("as data"))
    add_library_option(judges)

    learns = add_command(subparsers, "fit", fit_weights, say("let the coach learn from labelled replies of your own"))
    learns.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help=say("labelled replies, one JSON object a line")
    )
    learns.add_argument("--rubric", default="openness", help=say("the rubric's name, one that ships or your own"))
    learns.add_argument(
        "--only-look", action="store_true", help=say("show the figures before and after, and keep nothing")
    )
    learns.add_argument("--undo", action="store_true", help=say("go back to the weights that the coach came with"))
    add_library_option(learns)

    author = subparsers.add_parser("author", help=say(MEASURING), description=f"{MEASURING.capitalize()}.")
    _add_measuring_commands(author.add_subparsers(title="commands", metavar="COMMAND", required=True))


REQUESTS = (
    'Requests are read from standard input, one JSON object a line: {"rehearsal": "wrong_box-1"} begins a rehearsal of '
    'wrong_box, {"rehearsal": "wrong_box-1", "reply": "Hello, Louise."} says something in it. The name is the '
    "scenario's, a dash, and letters or digits of your own. Where the coach asks whether words are for the family, say "
    'them again with "for_the_family": true.'
)
MEASURING = "measure how families answer and differ in voice, give them the answers they lack, and tag their lines"


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


def read_replies(options: argparse.Namespace) -> int:
    """Run `coach match`: read replies given as JSON lines, and print the verdicts on each.

    A file is shared among several processes; from a pipe each line is read as it comes.
    """
    practice = open_practice(options.library)
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    lines = sys.stdin.readlines(ENOUGH_TO_SHARE) if _is_a_file() else []
    matcher = practice.matcher(options.rubric)  # what is wrong with a rubric is said before processes are begun
    if len(lines) >= WORTH_SHARING:
        make = practice.matchers.make_opener(options.rubric)
        answers: Iterator[str] = read_file([*lines, *sys.stdin], matcher, make, min(os.cpu_count() or 1, MOST))
    else:
        answers = read_lines([*lines, *sys.stdin] if lines else sys.stdin, matcher)
    for line in answers:
        print(line, flush=True)
    return 0


def _is_a_file() -> bool:
    """Return whether standard input is a file, so that no reader waits for a first answer."""
    try:
        return stat.S_ISREG(os.fstat(sys.stdin.fileno()).st_mode)
    except (OSError, ValueError):
        return False


# --- Replies in, verdicts out: one JSON line each, in order

_SHAPE = 'Each line is one JSON object such as {"id": "1", "cue": "...", "topic": "none", "reply": "..."}.'


def read_lines(lines: Iterable[str], matcher: "Matcher") -> Iterator[str]:
    """Read replies, one JSON object a line, and yield a JSON line for each before the next.

    An error never repeats what a line says.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            row = _parse_row(line, number)
            yield _write_answer(row, _read_row(row, matcher))


def read_file(
    lines: Iterable[str], matcher: "Matcher", make: "Callable[[], Matcher]", processes: int
) -> Generator[str, None, None]:
    """Read all replies of a file in several processes, and yield the answers in order.

    The same reply at the same place is read once, and answered wherever it stands.

    Args:
        lines: the replies, one JSON object a line.
        matcher: reads in this process.
        make: opens a matcher in each other process; it must be possible to pickle it.
        processes: the most processes that read, this one among them.
    """
    rows = [_parse_row(line, number) for number, line in enumerate(lines, 1) if line.strip()]
    distinct = list({_key_row(row): row for row in rows}.values())
    batches = [distinct[first : first + BATCH_SIZE] for first in range(0, len(distinct), BATCH_SIZE)]
    others = processes - 1 if len(distinct) >= WORTH_SHARING else 0
    answers: dict[RowKey, Answer] = {}
    with closing(_read_batches(batches, matcher, make, others)) as read:
        for row in rows:
            while (key := _key_row(row)) not in answers:
                answers.update(next(read))
            yield _write_answer(row, answers[key])


def _read_batches(
    batches: Sequence[list[Row]], matcher: "Matcher", make: "Callable[[], Matcher]", others: int
) -> Generator[dict[RowKey, Answer], None, None]:
    """Read batches of replies in other processes and, while they are at it, in this one.

    Args:
        batches: the replies.
        matcher: reads in this process.
        make: opens a matcher in each other process.
        others: the number of other processes; none is begun for 0.

    Yields:
        The answers of each batch, in the order of the batches.
    """
    if not others:
        yield from (_read_batch(batch, matcher) for batch in batches)
        return
    from concurrent.futures import Future, ProcessPoolExecutor  # only now: most commands need no other process

    waiting, begun = deque(batches), deque[Future[dict[RowKey, Answer]]]()
    with ProcessPoolExecutor(others, initializer=_start_process, initargs=(make,)) as pool:
        while waiting or begun:
            while waiting and sum(not batch.done() for batch in begun) < others * BATCHES_AHEAD:
                begun.append(pool.submit(_read_in_process, waiting.popleft()))
            if waiting and not begun[0].done():
                own: Future[dict[RowKey, Answer]] = Future()
                own.set_result(_read_batch(waiting.popleft(), matcher))
                begun.append(own)
            else:
                yield begun.popleft().result()


BATCH_SIZE = 20
"""Replies that are read in one go by one process."""
BATCHES_AHEAD = 2
"""Batches that wait for each other process, so that it always has one."""
_process_matcher: list["Matcher"] = []
"""The matcher of a process that does nothing else but read; empty in every other."""


def _start_process(make: "Callable[[], Matcher]") -> None:
    """Open the matcher of a new process."""
    _process_matcher.append(make())


def _read_in_process(batch: list[Row]) -> dict[RowKey, Answer]:
    """Read a batch of replies with the matcher of this process."""
    return _read_batch(batch, _process_matcher[0])


def _read_batch(batch: list[Row], matcher: "Matcher") -> dict[RowKey, Answer]:
    """Read a batch of replies; return the answer to each."""
    return {_key_row(row): _read_row(row, matcher) for row in batch}


def _key_row(row: Row) -> RowKey:
    """Return all of a row by which it is read: everything but its id."""
    return tuple(row[name] for name in ("reply", "cue", "topic", "context", "before"))


def _parse_row(line: str, number: int) -> Row:
    """Read one line of JSON into its fields.

    Args:
        line: the line.
        number: its number, for the message of an error.

    Raises:
        CoachError: the line is no JSON object, or a field is missing or no text.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise CoachError(say("Line {number} is not JSON.", number=number), say(_SHAPE)) from None
    if not isinstance(row, dict):
        raise CoachError(say("Line {number} is JSON, but not an object.", number=number), say(_SHAPE))
    for key in ("id", "reply"):
        if key not in row:
            raise CoachError(say("Line {number} has no '{key}'.", number=number, key=key), say(_SHAPE))
    if isinstance(row["id"], int) and not isinstance(row["id"], bool):
        row["id"] = str(row["id"])
    for key in ("id", "reply", "cue", "topic", "context", "scenario", "before"):
        if not isinstance(row.get(key) or "", str):
            raise CoachError(say("On line {number} the '{key}' is not text.", number=number, key=key), say(_SHAPE))
    return {key: row.get(key) or "" for key in ("id", "reply", "cue", "topic", "context", "before")}


def _read_row(row: Row, matcher: "Matcher") -> Answer:
    """Read one reply; return its verdicts as data."""
    from coach.matching.framing import Context

    after = Context(row["cue"], row["topic"] or "none", row["context"], before=row["before"])
    reading = matcher.read(row["reply"], after)
    return {
        "clear": sorted(reading.clear()),
        "possible": sorted(reading.possible()),
        "form": [form.value for form in reading.forms],
        "evidence": [
            {
                "criterion": verdict.criterion,
                "certainty": verdict.certainty.value,
                "start": verdict.span.start,
                "end": verdict.span.end,
                "text": verdict.span.text,
                "example": verdict.example,
                "rule": verdict.rule,
            }
            for verdict in reading.verdicts
        ],
    }


def _write_answer(row: Row, answer: Answer) -> str:
    """Write the answer to a reply as a JSON line."""
    return escape_unsafe(json.dumps({"id": row["id"], **answer}, ensure_ascii=False))


# --- Evaluating and fitting


def evaluate_file(options: argparse.Namespace) -> int:
    """Run `coach evaluate`: print how well the matcher reads a file of labelled replies."""
    from coach.fitting.refit import print_evaluation

    print_evaluation(options.file, open_practice(options.library).matcher(options.rubric), json_too=options.json)
    return 0


def fit_weights(options: argparse.Namespace) -> int:
    """Run `coach fit`: fit weights to labelled replies, or restore those that ship (`--undo`)."""
    from coach.fitting.refit import fit_own_replies, restore_shipped

    folder = find_places().weights
    if options.undo:
        restore_shipped(options.rubric, folder)
        return 0
    if not options.files:
        raise CoachError(say("Give at least one file of labelled replies."), say("`coach fit --help` says how."))
    practice = open_practice(options.library)
    practice.library.rubric(options.rubric)  # a name that is not known is said first
    fit_own_replies(tuple(options.files), options.rubric, practice.matchers, folder, only_look=options.only_look)
    return 0


# --- Measuring how families answer


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
