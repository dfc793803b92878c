"""Run sheets: those that ship, and one of a trainer's own, which is checked before a room opens."""

from pathlib import Path

from coach.content.binding import bind
from coach.content.found import Found
from coach.content.library import Library
from coach.content.nodes import read_yaml
from coach.content.problems import Problem, Unusable
from coach.errors import ContentError, NotKnown
from coach.model.sheet import Sheet

SHIPPED = Path(__file__).parent.parent / "sheets"


def sheets(folder: Path = SHIPPED) -> dict[str, Sheet]:
    """The run sheets of a folder by id, shortest first. Raises Unusable."""
    found = {file.stem: read_sheet(file) for file in sorted(folder.glob("*.yaml"))}
    return dict(sorted(found.items(), key=lambda item: item[1].minutes()))


def read_sheet(file: Path) -> Sheet:
    """A run sheet from its file. Raises Unusable with every problem at its place."""
    return bind(read_yaml(file), Sheet)


def sheet_problems(library: Library, file: Path) -> tuple[Problem, ...]:
    """Everything that is wrong with a run sheet: its file, and each scenario that it names, also for the warm-up."""
    try:
        sheet = read_sheet(file)
    except Unusable as unusable:
        return unusable.problems
    found = Found(read_yaml(file))
    named = [(("scenarios", number), name) for number, name in enumerate(sheet.scenarios)]
    for path, name in [*named, *([(("warm_up",), sheet.warm_up)] if sheet.warm_up else [])]:
        try:
            library.dialogue(name)
        except NotKnown as error:
            found.add(path, "unknown-scenario", error.message, error.advice)
        except Unusable as unusable:
            found.add(path, "unknown-scenario", f"'{name}' cannot be used.", str(unusable))
    return tuple(found.problems)


def checked_sheet(library: Library, file: Path) -> Sheet:
    """A run sheet of a trainer's own. Raises ContentError with all its problems, a line each: not only the first."""
    wrong = [problem.says() for problem in sheet_problems(library, file) if not problem.warning]
    if wrong:
        raise ContentError("\n".join(wrong), title="This run sheet needs mending")
    return read_sheet(file)
