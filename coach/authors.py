"""The commands of those who write scenarios, families and rubrics."""

import argparse
import json
import shutil
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path

from coach.errors import CoachError
from coach.model.characters import escape_unsafe
from coach.this_machine import Adder, library_option, now, places_here, practice_here


def add_commands(add: Adder) -> None:
    """Every command for authors, with its options."""
    checks = add("check", check, "check scenarios, families and rubrics, and run their examples")
    checks.add_argument("names", nargs="*", help="scenarios, families, rubrics or exercises; everything without it")
    checks.add_argument("--json", action="store_true", help="as data")
    library_option(checks)

    explores = add("explore", explore, "walk every state of a scenario: what can be reached, and by which way")
    explores.add_argument("names", nargs="*", help="scenarios to walk")
    explores.add_argument("--all", action="store_true", help="all of them")
    explores.add_argument("--json", action="store_true", help="as data")
    explores.add_argument("--ways", action="store_true", help="show the shortest way to each silence and ending")
    explores.add_argument("--most", type=int, metavar="STATES", help="stop after so many states, and say so")
    library_option(explores)

    graphs = add("graph", graph, "draw a scenario: its turns, openings, silences and endings, and where each leads")
    graphs.add_argument("name", help="the scenario to draw")
    form = graphs.add_mutually_exclusive_group()
    form.add_argument("--svg", metavar="FILE", type=Path, help="as a picture, into a file; - for the screen")
    form.add_argument("--mermaid", action="store_true", help="as a Mermaid diagram, for documents")
    form.add_argument("--open", action="store_true", help="as a picture, in the browser")
    graphs.add_argument(
        "--over", metavar="REHEARSAL", help="with the way of one of your rehearsals: its first letters, or last"
    )
    library_option(graphs)

    news = add("new", new, "begin a scenario, family, rubric or exercise: a few questions, and a file that works")
    news.add_argument("kind", choices=("scenario", "family", "rubric", "exercise"))
    news.add_argument("--folder", type=Path, help="the folder of your scenarios; your own library without it")

    writes = add("write", write, "try a scenario as you write it: every save is checked and played again")
    writes.add_argument("name", metavar="SCENARIO", help="its name, or its file")
    writes.add_argument("--turn", default="", help="begin at this turn")
    writes.add_argument("--trust", type=int, choices=range(5), help="begin with this much trust")
    writes.add_argument("--guarded", type=int, choices=range(5), help="begin this guarded")
    writes.add_argument("--plain", action="store_true", help="line by line, for screen readers")
    library_option(writes)

    criteria = add("criteria", list_criteria, "list a rubric's criteria and topics, with what each means")
    criteria.add_argument("--rubric", default="openness", help="the rubric's name")
    library_option(criteria)

    schemas = add("schema", schema, "write JSON Schemas of the content files, for editors")
    schemas.add_argument("folder", type=Path)


def _by_file(name: str) -> tuple[str, Path | None]:
    """A thing's name, and the folder of the library it is in, where it was named by its file."""
    file = Path(name)
    if file.suffix not in (".yaml", ".yml"):
        return name, None
    from coach.content.library import shipped

    own = file.absolute().parent.parent
    known = any(own == each.path for each in shipped())
    return file.name.removesuffix(file.suffix).removesuffix(".examples"), own if own.is_dir() and not known else None


def check(options: argparse.Namespace) -> int:
    """Check content, and play its examples."""
    from coach.authoring.check import check_library

    shown = _shown("checked") if sys.stderr.isatty() else lambda _done, _all: None
    named = [_by_file(name) for name in options.names]
    folders = dict.fromkeys([*options.library, *(folder for _, folder in named if folder)])
    report = check_library(practice_here(list(folders)).matchers, tuple(name for name, _ in named), shown)
    if options.json:
        print(escape_unsafe(json.dumps(report.data(), ensure_ascii=False, indent=2)))
    else:
        for line in report.lines():
            print(line)
    return report.status()


def explore(options: argparse.Namespace) -> int:
    """Walk scenarios, and say what can be reached."""
    from coach.authoring.exploring import explore_each

    library = practice_here(options.library).library
    names = tuple(options.names)
    if options.all:
        names = tuple(shelved.id for shelved in library.shelf("dialogues"))
    if not names:
        raise CoachError("Which scenario?", "Give its name, or --all.")
    shown = _shown("walked") if sys.stderr.isatty() and not options.json else lambda _done, _all: None
    found = explore_each(library.folders, names, options.most, shown)
    if options.json:
        print(escape_unsafe(json.dumps([each.data() for each in found], ensure_ascii=False, indent=2)))
    else:
        for each in found:
            for line in (*each.says(), *(each.ways() if options.ways else ())):
                print(line)
    return int(any(not each.sound() for each in found))


def graph(options: argparse.Namespace) -> int:
    """Draw a scenario."""
    from coach.authoring.graph.mermaid import mermaid
    from coach.authoring.graph.picture import picture
    from coach.authoring.graph.svg import svg
    from coach.authoring.graph.tree import tree

    practice, drawn_over = practice_here(options.library), ""
    if options.over:
        rehearsing = practice.go_on(options.over)
        scenario = rehearsing.script.scenario
        if scenario != options.name:
            raise CoachError(f"That rehearsal is of {scenario}.", f"Draw it with `coach graph {scenario}`.")
        drawn, drawn_over = picture(rehearsing.script, rehearsing.attempt), rehearsing.id
    else:
        drawn = picture(practice.script(options.name))
    if options.open:
        print(f"Drawn into {_in_browser(svg(drawn), drawn_over, options.name)}.")
    elif options.mermaid or options.svg == Path("-"):
        print(mermaid(drawn) if options.mermaid else svg(drawn), end="")
    elif options.svg:
        if options.over:
            options.svg.touch(mode=0o600)
            if options.svg.is_file():
                options.svg.chmod(0o600)
        options.svg.write_text(svg(drawn), encoding="utf-8")
        print(options.svg)
        if options.over:
            print("It shows the way of your rehearsal, and stays where it is when that is forgotten.", file=sys.stderr)
    else:
        for line in tree(drawn, shutil.get_terminal_size().columns):
            print(line)
    return 0


def _in_browser(text: str, rehearsal: str, scenario: str) -> Path:
    """Open a picture in the browser. It lies in the coach's own folder, and goes with the rehearsal that it shows."""
    from coach.records.remains import Remains

    file = Remains(places_here(), now).keep_picture(rehearsal, Path(scenario).stem, text)
    webbrowser.open(file.absolute().as_uri())
    return file


def new(options: argparse.Namespace) -> int:
    """Begin a file. Nothing is written before every question is answered."""
    from coach.authoring.new.questions import QUESTIONS, named, or_else
    from coach.authoring.new.writing import files

    folder = options.folder or places_here().library
    answers: dict[str, str] = {}
    for question in QUESTIONS[options.kind]:
        otherwise = or_else(question, answers)
        print(f"{question.asks} [{otherwise}]: ", end="", flush=True)
        answers[question.name] = sys.stdin.readline().strip() or otherwise
    print()
    for each in files(options.kind, answers, folder):
        each.path.parent.mkdir(parents=True, exist_ok=True)
        each.path.write_text(each.text, encoding="utf-8")
        print(f"Written: {each.path}")
    _write_schemas(folder / "schemas")
    print("The schemas beside it let an editor such as VS Code complete and check it as you type.")
    if options.kind == "scenario":
        name = named(answers["id"])
        where = f" --library {folder}" if options.folder else ""
        print(f"Next: `coach check {name}{where}`, and `coach write {name}{where}` to try it as you write.")
    return 0


def write(options: argparse.Namespace) -> int:
    """Try a scenario beside the editor it is written in."""
    from coach.authoring.craft import house_words
    from coach.authoring.draft import Beginning, Draft

    name, own = _by_file(options.name)
    folders = list(dict.fromkeys([*options.library, *([own] if own else [])]))
    matchers = practice_here(folders).matchers
    draft = Draft(matchers.library, name, matchers.weights, house_words())
    draft.beginning = Beginning(options.turn, options.trust, options.guarded)
    draft.files()  # a wrong name is said before a screen opens
    if options.plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
        from coach.plain.writing import write_plainly

        return write_plainly(draft, sys.stdin, print)
    from coach.tui.writing import run

    return run(places_here(), draft)


def list_criteria(options: argparse.Namespace) -> int:
    """Everything that a dialogue can listen for."""
    from coach.authoring.glossary import glossary

    for line in glossary(practice_here(options.library).library.rubric(options.rubric)):
        print(line)
    return 0


def schema(options: argparse.Namespace) -> int:
    """Write JSON Schemas of the content files."""
    for file in _write_schemas(options.folder):
        print(file)
    return 0


def _write_schemas(folder: Path) -> list[Path]:
    from coach.content.schema import schemas

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    library = practice_here().library
    rubrics = [library.rubric(shelved.id) for shelved in library.shelf("rubrics")]
    for name, each in schemas(rubrics).items():
        written.append(folder / f"{name}.schema.json")
        written[-1].write_text(json.dumps(each, indent=2) + "\n", encoding="utf-8")
    return written


def _shown(done: str) -> Callable[[int, int], None]:
    def show(so_far: int, whole: int) -> None:
        print(f"\r{so_far} of {whole} {done}", end="\n" if so_far == whole else "", file=sys.stderr, flush=True)

    return show
