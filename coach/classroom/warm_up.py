"""The warm-up: a cue for everybody to answer, and transcripts that are marked already.

The transcripts show what an opening is: a place where a family lets something show. People look at what was said to it,
with reasons, before they observe a colleague.
"""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from coach.classroom.views import ConversationLine
from coach.content.validation import bind
from coach.content.yaml_reader import read_yaml
from coach.model.class_events import Mark
from coach.model.conditions import SCENE
from coach.model.run_sheet import Sheet
from coach.model.types import Frozen, Prose
from coach.practice.service import PracticeService

# --- The cue: lines of a family that stand on every screen


def find_warm_up_cue(sheet: Sheet | None, practice: PracticeService) -> tuple[ConversationLine, ...]:
    """Find the first lines of the warm-up scenario that open something; none without a scenario.

    Raises NotKnown or UnusableContent.
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
    """A line of a transcript, with its mark."""

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
        """Tell whether there is a mark to give."""
        return self.mark is not None


class MarkedTranscript(Frozen):
    """A short conversation to mark."""

    title: Prose
    about: Prose
    lines: Annotated[tuple[MarkedLine, ...], Field(min_length=2, max_length=30)]


class WarmUp(Frozen):
    """The file of transcripts."""

    format: int = 1
    title: Prose
    about: Prose
    """What an opening is."""
    transcripts: Annotated[tuple[MarkedTranscript, ...], Field(min_length=1, max_length=9)]
    close: Prose
    """Said at the end."""


def load_warm_up(file: Path = FILE) -> WarmUp:
    """Load the transcripts that ship, or a trainer's own. Raises UnusableContent."""
    return bind(read_yaml(file), WarmUp)
