"""The commands for authors of scenarios, families and rubrics, such as `coach check`."""

import argparse
import contextlib
import json
import shutil
import sys
import webbrowser
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli.context import (
    Subparsers,
    add_command,
    add_json_option,
    add_library_option,
    find_places,
    open_practice,
    print_data,
    print_report,
    read_clock,
    wants_plain,
)
from coach.errors import CoachError, ContentError, RecordsUnwritable
from coach.language.catalogue import say

if TYPE_CHECKING:
    from coach.authoring.named_files import NamedFile
    from coach.practice.service import PracticeService


def add_commands(subparsers: Subparsers) -> None:
    """Add every command for authors to the command line, with its options."""
    checks = add_command(
        subparsers, "check", check_content, say("check scenarios, families and rubrics, and run their examples")
    )
    checks.add_argument(
        "names", nargs="*", help=say("names or files, of run sheets too; all that is your own without it")
    )
    checks.add_argument("--all", action="store_true", help=say("everything, also what ships"))
    checks.add_argument("--json", action="store_true", help=say("as data"))
    add_library_option(checks)

    explores = add_command(
        subparsers,
        "explore",
        explore_scenarios,
        say("walk every state of a scenario: what can be reached, and by which way"),
    )
    explores.add_argument("names", nargs="*", help=say("scenarios to walk, by name or file"))
    explores.add_argument("--all", action="store_true", help=say("all of them"))
    explores.add_argument("--json", action="store_true", help=say("as data"))
    explores.add_argument("--ways", action="store_true", help=say("show the shortest way to each silence and ending"))
    explores.add_argument("--most", type=int, metavar="STATES", help=say("stop after so many states, and say so"))
    add_library_option(explores)

    graphs = add_command(
        subparsers,
        "graph",
        draw_graph,
        say("draw a scenario: its turns, openings, silences and endings, and where each leads"),
    )
    graphs.add_argument("name", help=say("the scenario to draw: its name, or its file"))
    form = graphs.add_mutually_exclusive_group()
    form.add_argument("--svg", metavar="FILE", type=Path, help=say("as a picture, into a file; - for the screen"))
    form.add_argument(
        "--script", metavar="FILE", type=Path, help=say("as a script to read and print: .docx, .html or .txt")
    )
    form.add_argument("--mermaid", action="store_true", help=say("as a Mermaid diagram, for documents"))
    form.add_argument("--open", action="store_true", help=say("as a picture, in the browser"))
    graphs.add_argument(
        "--over", metavar="REHEARSAL", help=say("with the way of one of your rehearsals: its first letters, or last")
    )
    add_library_option(graphs)

    news = add_command(
        subparsers,
        "new",
        begin_file,
        say("begin a scenario, family, rubric or exercise: a few questions, and a file that works"),
    )
    news.add_argument("kind", choices=("scenario", "family", "rubric", "exercise"))
    news.add_argument("--folder", type=Path, help=say("the folder of your scenarios; your own library without it"))

    writes = add_command(
        subparsers,
        "write",
        write_scenario,
        say("try a scenario as you write it: every save is checked and played again"),
    )
    writes.add_argument("name", metavar="SCENARIO", help=say("its name, or its file"))
    writes.add_argument("--turn", default="", help=say("begin at this turn"))
    writes.add_argument("--trust", type=int, choices=range(5), help=say("begin with this much trust"))
    writes.add_argument("--guarded", type=int, choices=range(5), help=say("begin this guarded"))
    writes.add_argument("--plain", action="store_true", help=say("line by line, for screen readers"))
    add_library_option(writes)

    criteria = add_command(
        subparsers, "criteria", list_criteria, say("list a rubric's criteria and topics, with what each means")
    )
    criteria.add_argument("--rubric", default="openness", help=say("the rubric's name"))
    add_library_option(criteria)
    add_json_option(criteria)

    builds = add_command(
        subparsers, "rubric", build_rubric, say("make again what is made from a rubric, after its file was changed")
    )
    builds.add_argument("what", choices=("build",), help=say("build: learn its examples, write its page and schemas"))
    builds.add_argument("name", help=say("the rubric's name, or its file"))
    builds.add_argument(
        "--labelled",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help=say("labelled replies to learn from too"),
    )
    builds.add_argument("--only-look", action="store_true", help=say("say what would be done and how long it takes"))
    add_library_option(builds)

    schemas = add_command(
        subparsers, "schema", write_schemas, say("write JSON Schemas of the content files, for editors")
    )
    schemas.add_argument("folder", type=Path)


def open_practice_with(options: argparse.Namespace, named: "Iterable[NamedFile]") -> "PracticeService":
    """Open a practice in which the ids of the named files mean exactly these files."""
    from coach.authoring.named_files import SHEETS
    from coach.content.library import find_shipped_folders

    ships = {shipped.path for shipped in find_shipped_folders()}
    files = list(named)
    own = [folder for file in files if (folder := file.folder()) and folder not in ships and file.kind != SHEETS]
    given = dict.fromkeys(given_file for file in files for given_file in file.collect_given())
    return open_practice(list(dict.fromkeys([*options.library, *own])), tuple(given))


def find_scenario(options: argparse.Namespace, name: str) -> "tuple[PracticeService, str]":
    """Find a scenario by its id or its file.

    Returns:
        The practice whose library has the scenario, and the scenario's id in it.

    Raises:
        NotKnown: there is no such scenario.
    """
    from coach.authoring.named_files import find_scenario_file, is_path, suggest_files_here

    if is_path(name):
        file = find_scenario_file(name)
        return open_practice_with(options, [file]), file.id()
    practice = open_practice(options.library)
    with suggest_files_here(name):
        practice.library.file("dialogues", name)
    return practice, name


NOTHING_OF_YOUR_OWN = (
    "There are no scenarios, families, rubrics or exercises of your own yet. `coach new scenario` begins one, "
    "`coach check NAME` checks one that ships, and `coach check --all` everything."
)


def check_content(options: argparse.Namespace) -> int:
    """Run `coach check`: check content files, play their examples, and print the problems found."""
    from coach.authoring.check import CheckReport, check_library
    from coach.authoring.named_files import SHEETS, explain_which_was_checked, find_file, is_path, suggest_files_here
    from coach.classroom.run_sheets import find_sheet_problems

    if options.all and options.names:
        raise CoachError(say("Names, or everything?"), say("Give names, or --all."))
    seen = sys.stderr.isatty()
    shown = _make_progress("checked") if seen else lambda _done, _all: None
    embedding = _make_progress(say("askings embedded")) if seen else None
    files = [find_file(name) for name in options.names if is_path(name)]
    practice = open_practice_with(options, files)
    names = [name for name in options.names if not is_path(name)]
    names += [file.id() for file in files if file.kind != SHEETS]
    if names or not options.names:
        with suggest_files_here(*names):
            wanted = tuple(dict.fromkeys(names))
            report = check_library(practice.matchers, wanted, shown, shipped_too=options.all, embedding=embedding)
        if report.is_empty():
            print(say(NOTHING_OF_YOUR_OWN), file=sys.stderr)
    else:
        report = CheckReport(plays=False)
    for file in files:
        if file.kind == SHEETS:
            report.checked += 1
            report.problems += find_sheet_problems(practice.library, file.file)
    for note in explain_which_was_checked(practice.library, files, names):
        print(note, file=sys.stderr)
    print_report(report, as_data=options.json)
    return report.find_exit_status()


def explore_scenarios(options: argparse.Namespace) -> int:
    """Run `coach explore`: walk every way through scenarios, and print what can be reached."""
    from coach.authoring.explore import explore_each
    from coach.authoring.named_files import find_scenario_file, is_path, suggest_files_here

    files = [find_scenario_file(name) for name in options.names if is_path(name)]
    library = open_practice_with(options, files).library
    names = tuple(file.id() for file in files) + tuple(name for name in options.names if not is_path(name))
    for name in names:
        with suggest_files_here(name):
            library.file("dialogues", name)
    if options.all:
        names = tuple(shelved.id for shelved in library.shelf("dialogues"))
    if not names:
        raise CoachError(say("Which scenario?"), say("Give its name or file, or --all."))
    shown = _make_progress("walked") if sys.stderr.isatty() and not options.json else lambda _done, _all: None
    explorations = explore_each(library.folders, names, options.most, shown, library.given)
    if options.json:
        print_data([exploration.to_data() for exploration in explorations])
    else:
        for exploration in explorations:
            for line in (*exploration.describe(), *(exploration.describe_ways() if options.ways else ())):
                print(line)
    return int(any(not exploration.is_sound() for exploration in explorations))


def draw_graph(options: argparse.Namespace) -> int:
    """Run `coach graph`: draw a scenario's turns and branches, or a rehearsal's way through."""
    from coach.authoring.graph import build_picture, lay_out_script, render_mermaid, render_svg, render_tree

    practice, name = find_scenario(options, options.name)
    drawn_over = ""
    if options.over:
        rehearsal = practice.go_on(options.over)
        scenario = rehearsal.script.scenario
        if scenario != name:
            raise CoachError(
                say("That rehearsal is of {scenario}.", scenario=scenario),
                say("Draw it with `coach graph {scenario}`.", scenario=scenario),
            )
        drawn, drawn_over = build_picture(rehearsal.script, rehearsal.attempt), rehearsal.id
    else:
        drawn = build_picture(practice.script(name))
    if options.open:
        print(say("Drawn into {file}.", file=_open_in_browser(render_svg(drawn), drawn_over, name)))
    elif options.script:
        from coach.supervision.documents import save_blocks

        script = practice.script(name)
        blocks = lay_out_script(script, practice.library.rubric(script.dialogue.rubric))
        print(save_blocks(blocks, options.script, script.dialogue.title, for_others=True))
    elif options.mermaid or options.svg == Path("-"):
        print(render_mermaid(drawn) if options.mermaid else render_svg(drawn), end="")
    elif options.svg:
        if options.over:
            options.svg.touch(mode=0o600)
            if options.svg.is_file():
                options.svg.chmod(0o600)
        with _explain_unwritable(options.svg):
            options.svg.write_text(render_svg(drawn), encoding="utf-8")
        print(options.svg)
        if options.over:
            print(
                say("It shows the way of your rehearsal, and stays where it is when that is forgotten."),
                file=sys.stderr,
            )
    else:
        for line in render_tree(drawn, shutil.get_terminal_size().columns):
            print(line)
    return 0


def _open_in_browser(text: str, rehearsal: str, scenario: str) -> Path:
    """Write a picture of a scenario to a file, open it in the browser, and return the file.

    The file lies in the coach's own folder, and is deleted with the rehearsal that it shows.

    Args:
        text: the picture, as text of the file.
        rehearsal: the id of the rehearsal that is laid over the scenario.
        scenario: the scenario's id or file, by which the picture is named.
    """
    from coach.records.leftovers import Leftovers

    file = Leftovers(find_places(), read_clock).keep_picture(rehearsal, Path(scenario).stem, text)
    webbrowser.open(file.absolute().as_uri())
    return file


def begin_file(options: argparse.Namespace) -> int:
    """Run `coach new`: ask an author about a new content file, then write it.

    Nothing is written before the last question is answered.
    """
    from coach.authoring.scaffold import Interview, is_working_copy, make_files, make_id
    from coach.cli.rehearsals import STOPPED_BY_KEY
    from coach.records.paths import make_private_folder

    def ask(question: str) -> str | None:
        print(question, end="", flush=True)
        return sys.stdin.readline() or None

    folder = options.folder or find_places().library
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    practice = open_practice([*options.library, *([folder] if folder.is_dir() else [])])
    interview = Interview(practice.library, folder, ask, print)
    try:
        answers = interview.ask_questions(options.kind)
    except KeyboardInterrupt:
        print(say("\nStopped. Nothing was written."), file=sys.stderr)
        return STOPPED_BY_KEY
    finally:
        print()
    for file in make_files(options.kind, answers, folder, interview.family):
        with _explain_unwritable(file.path):
            if not options.folder:
                make_private_folder(folder)
            file.path.parent.mkdir(parents=True, exist_ok=True)
            file.path.write_text(file.text, encoding="utf-8")
        print(f"Written: {file.path}")
    ships = is_working_copy(folder)
    if not ships:
        _write_schemas(folder / "schemas", practice)
        print(say("The schemas beside it let an editor such as VS Code complete and check it as you type."))
    if options.kind == "scenario":
        name = make_id(answers["id"])
        where = f" --library {folder}" if options.folder and not ships else ""
        print(
            say(
                "Next: `coach check {name}{where}`, and `coach write {name}{where}` to try it as you write.",
                name=name,
                where=where,
            )
        )
    if ships:
        print(say("It ships from now on. `python docs/make.py`, at the end, makes again what is generated from it."))
    return 0


def write_scenario(options: argparse.Namespace) -> int:
    """Run `coach write`: open the page on which an author tries a scenario while editing it."""
    from coach.authoring.live import Beginning, ScenarioDraft
    from coach.authoring.style import load_house_words

    practice, name = find_scenario(options, options.name)
    matchers = practice.matchers
    draft = ScenarioDraft(matchers.library, name, matchers.weights, load_house_words(), practice.picker)
    draft.beginning = Beginning(options.turn, options.trust, options.guarded)
    draft.find_files()  # a wrong name is said before a screen opens
    if wants_plain(options):
        from coach.plain.write import write_plainly

        return write_plainly(draft, sys.stdin, print)
    from coach.tui.writing import run

    return run(find_places(), draft)


def list_criteria(options: argparse.Namespace) -> int:
    """Print every criterion of a rubric that a dialogue can listen for."""
    from coach.authoring.rubric_build import describe_criteria

    rubric = open_practice(options.library).library.rubric(options.rubric)
    if options.json:
        told = {"name", "domain", "polarity", "definition", "counts"}
        print_data([{"id": key, **one.model_dump(mode="json", include=told)} for key, one in rubric.criteria.items()])
        return 0
    for line in describe_criteria(rubric):
        print(line)
    return 0


def build_rubric(options: argparse.Namespace) -> int:
    """Build every file that is generated from a rubric. Ctrl+C cancels and changes nothing."""
    from coach.authoring.named_files import find_file, is_path
    from coach.authoring.rubric_build import RubricBuild

    name, practice = options.name, open_practice(options.library)
    if is_path(name):
        file = find_file(name)
        name, practice = file.id(), open_practice_with(options, [file])
    build = RubricBuild(practice.matchers, name, find_places().weights, options.labelled)
    try:
        plan = build.plan()
        print(plan.describe(), flush=True)
        if options.only_look:
            return 0
        for written in build.run(plan, _show_progress if sys.stderr.isatty() else _show_nothing):
            print(f"Written: {written}")
    except KeyboardInterrupt:
        done = (
            say("Some files may be new and others not: build again.") if build.writing else say("Nothing was changed.")
        )
        raise CoachError(f"Cancelled. {done}", title=say("Not built")) from None
    print(say("Next: `coach check {name}` says what its examples teach too little.", name=options.name))
    return 0


def _show_progress(what: str, done: int, whole: int) -> None:
    print(f"\r{what}: {done} of {whole}", end="\n" if done == whole else "", file=sys.stderr, flush=True)


def _show_nothing(what: str, done: int, whole: int) -> None:
    """Ignore progress: used in place of a progress line where the output is no terminal."""


def write_schemas(options: argparse.Namespace) -> int:
    """Write JSON Schemas of the content files, for an author's editor, and print their paths."""
    for file in _write_schemas(options.folder, open_practice(options.library)):
        print(file)
    return 0


def _write_schemas(folder: Path, practice: "PracticeService") -> list[Path]:
    from coach.content.validation import build_schemas

    with _explain_unwritable(folder):
        folder.mkdir(parents=True, exist_ok=True)
    written = []
    rubrics = []
    for shelved in practice.library.shelf("rubrics"):
        with contextlib.suppress(ContentError):  # `coach check` says what is wrong with it; the others are offered
            rubrics.append(practice.library.rubric(shelved.id))
    for name, schema in build_schemas(rubrics).items():
        written.append(folder / f"{name}.schema.json")
        with _explain_unwritable(written[-1]):
            written[-1].write_text(json.dumps(schema, indent=2) + "\n", encoding="utf-8")
    return written


@contextlib.contextmanager
def _explain_unwritable(file: Path) -> Iterator[None]:
    """Turn the system's error on writing to a file into a RecordsUnwritable that explains it."""
    try:
        yield
    except OSError as error:
        why = (error.strerror or say("no access")).lower()
        raise RecordsUnwritable(
            say("{file} cannot be written: {why}.", file=file, why=why),
            say("Choose another folder."),
            title=say("Not saved"),
        ) from None


def _make_progress(done: str) -> Callable[[int, int], None]:
    def show(so_far: int, whole: int) -> None:
        if whole:
            print(f"\r{so_far} of {whole} {done}", end="\n" if so_far == whole else "", file=sys.stderr, flush=True)

    return show
