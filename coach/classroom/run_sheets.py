"""Run sheets, those that ship and a trainer's own, and the cards of the roles."""

from pathlib import Path

from coach.content.library import Library
from coach.content.problems import Problem, UnusableContent
from coach.content.validation import bind
from coach.content.yaml_reader import ProblemList, read_yaml
from coach.errors import ContentError, NotKnown
from coach.model.class_events import Role
from coach.model.run_sheet import Sheet
from coach.model.scenario import Dialogue

SHIPPED_SHEETS = Path(__file__).parent.parent / "sheets"


def load_sheets(folder: Path = SHIPPED_SHEETS) -> dict[str, Sheet]:
    """Load the run sheets of a folder by id, shortest first. Raises UnusableContent."""
    sheets = {file.stem: read_sheet(file) for file in sorted(folder.glob("*.yaml"))}
    return dict(sorted(sheets.items(), key=lambda item: item[1].minutes()))


def read_sheet(file: Path) -> Sheet:
    """Read a run sheet from its file. Raises UnusableContent with every problem at its place."""
    return bind(read_yaml(file), Sheet)


def find_sheet_problems(library: Library, file: Path) -> tuple[Problem, ...]:
    """Find everything that is wrong with a run sheet's file, and with the scenarios it names."""
    try:
        sheet = read_sheet(file)
    except UnusableContent as unusable:
        return unusable.problems
    problems = ProblemList(read_yaml(file))
    named = [(("scenarios", number), name) for number, name in enumerate(sheet.scenarios)]
    for path, name in [*named, *([(("warm_up",), sheet.warm_up)] if sheet.warm_up else [])]:
        try:
            library.dialogue(name)
        except NotKnown as error:
            problems.add(path, "unknown-scenario", error.message, error.advice)
        except UnusableContent as unusable:
            problems.add(path, "unknown-scenario", f"'{name}' cannot be used.", str(unusable))
    return tuple(problems.problems)


def load_checked_sheet(library: Library, file: Path) -> Sheet:
    """Load a trainer's own run sheet. Raises ContentError with all its problems, a line each."""
    wrong = [problem.says() for problem in find_sheet_problems(library, file) if not problem.warning]
    if wrong:
        raise ContentError("\n".join(wrong), title="This run sheet needs mending")
    return read_sheet(file)


# --- What each role is told before a round

CARDS = {
    Role.PRACTITIONER: (
        "Say it your own way; the words you say are the ones the family hears. You may stop, skip a line or ask for a "
        "moment whenever you like."
    ),
    Role.LINE_READER: (
        "You read the family's lines as they come, in your own voice. Flat is fine. No accent, nothing acted, nothing "
        "added. You read a person; you do not speak for anybody who is like them."
    ),
    Role.OBSERVER: (
        "Listen for openings: places where the family lets something show. Was each taken up, partly, or passed by? "
        "You look for openings, and not for mistakes."
    ),
}


def find_card(dialogue: Dialogue, role: Role) -> str:
    """Find the card of a role: the scenario's own, or the usual one."""
    cards = dialogue.role_cards
    if cards is None:
        return CARDS[role]
    match role:
        case Role.PRACTITIONER:
            return cards.practitioner
        case Role.LINE_READER:
            return cards.line_reader
        case Role.OBSERVER:
            return cards.observer
