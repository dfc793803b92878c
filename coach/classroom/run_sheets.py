"""Run sheets (the timed parts of a class), the warm-up, and the cards of the roles."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from coach.classroom.views import ConversationLine
from coach.content.library import Library
from coach.content.validation import bind
from coach.content.yaml_reader import Problem, ProblemList, UnusableContent, read_yaml
from coach.errors import ContentError, NotKnown
from coach.language.catalogue import say
from coach.model.class_events import Mark, Role
from coach.model.conditions import SCENE
from coach.model.run_sheet import Sheet
from coach.model.scenario import Dialogue
from coach.model.types import Frozen, Prose
from coach.practice.reader import ScenarioSource

# --- The warm-up: a cue for everybody to answer, and transcripts that are marked already

# --- The cue: lines of a family that stand on every screen


def find_warm_up_cue(sheet: Sheet | None, practice: ScenarioSource) -> tuple[ConversationLine, ...]:
    """Return the family's lines that everybody answers in the warm-up; none without a scenario.

    They are those of the scenario's first turn that has an opening. Raises NotKnown or UnusableContent.
    """
    if sheet is None or sheet.warm_up is None:
        return ()
    script = practice.script(sheet.warm_up)
    turns = script.dialogue.turns.values()
    lines = next((turn.says for turn in turns if turn.opening), script.turn(script.dialogue.begins).says)
    return tuple(
        ConversationLine(script.speaker(line), line.text, line.how, scene=line.speaker == SCENE) for line in lines
    )


# --- Transcripts that are marked already, to learn what an opening is

FILE = Path(__file__).with_name("warm_up.yaml")


class MarkedLine(Frozen):
    """A line of a warm-up transcript, with its mark and the reason for it."""

    who: Prose
    text: Prose
    opening: Annotated[int, Field(ge=1)] | None = None
    """The opening's number, where this line of the family's is one."""
    of: Annotated[int, Field(ge=1)] | None = None
    """The number of the opening that this reply answers."""
    mark: Mark | None = None
    """What became of that opening, or what the reply did."""
    why: str = ""
    """The reason, shown after the learner's own mark."""

    def asks(self) -> bool:
        """Return whether the line has a mark that people are asked for."""
        return self.mark is not None


class MarkedTranscript(Frozen):
    """A short conversation on which people practise marking."""

    title: Prose
    about: Prose
    lines: Annotated[tuple[MarkedLine, ...], Field(min_length=2, max_length=30)]


class WarmUp(Frozen):
    """The file of warm-up transcripts."""

    format: int = 1
    title: Prose
    about: Prose
    """What an opening is."""
    transcripts: Annotated[tuple[MarkedTranscript, ...], Field(min_length=1, max_length=9)]
    close: Prose
    """Said at the end."""


def load_warm_up(file: Path = FILE) -> WarmUp:
    """Load the warm-up transcripts that ship, or a trainer's own. Raises UnusableContent."""
    return bind(read_yaml(file), WarmUp)


# --- Run sheets, those that ship and a trainer's own, and the cards of the roles

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
            problems.add(path, "unknown-scenario", say("'{name}' cannot be used.", name=name), str(unusable))
    return tuple(problems.problems)


def load_checked_sheet(library: Library, file: Path) -> Sheet:
    """Load a trainer's own run sheet. Raises ContentError with all its problems, a line each."""
    wrong = [problem.says() for problem in find_sheet_problems(library, file) if not problem.warning]
    if wrong:
        raise ContentError("\n".join(wrong), title=say("This run sheet needs mending"))
    return read_sheet(file)


# --- What each role is told before a round

CARDS = {
    Role.PRACTITIONER: (
        "Say it your own way; the words you say are the ones the family hears. You may stop, skip a line or ask for a "
        "moment whenever you like."
    ),
    Role.LINE_READER: (
        "You read the family's lines as they come, in your own voice. A plain one is fine. No accent, nothing "
        "acted, nothing added. You read a person; you do not speak for anybody who is like them."
    ),
    Role.OBSERVER: (
        "Listen for openings: places where the family lets something show. Was each taken up, partly, or passed by? "
        "You look for openings, and not for mistakes."
    ),
}


def find_card(dialogue: Dialogue, role: Role) -> str:
    """Return the card that explains a role: the scenario's own, or the usual one."""
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
