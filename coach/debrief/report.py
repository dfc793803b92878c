"""What a debrief is made of. Words and moments only: there is no field that could hold a score."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from coach.model.reading import Certainty, Form
from coach.model.rubric import Level
from coach.model.types import Frozen

# --- What came of the intention

INTENTION = "intention"
"""What an answer is kept under, in `Reflected.on`."""
ANSWERS = ("Yes", "Partly", "Not yet")
"""Answers that one press gives."""


class IntentionOutcome(Frozen):
    """The answer whether an intention happened, and the words with it. Either may be empty."""

    answer: str = ""
    words: tuple[str, ...] = ()

    def describe(self) -> str:
        """Describe both in a line for the practitioner; empty where nothing was said."""
        wrote = " ".join(f"“{each}”" for each in self.words)
        said = f"You said: {self.answer}." if self.answer else ""
        return " ".join(part for part in (said, f"You wrote: {wrote}" if wrote else "") if part)


def combine_reflections(kept: Iterable[str]) -> IntentionOutcome:
    """Combine what was kept, in order, into the answer that stands and the words with it."""
    answer, words = "", list[str]()
    for each in kept:
        pressed = next((one for one in ANSWERS if each == one or each.startswith(f"{one}. ")), "")
        if answer and pressed and pressed != answer:
            words.clear()
        answer = pressed or answer
        if wrote := each.removeprefix(pressed).removeprefix(". ") if pressed else each:
            words.append(wrote)
    return IntentionOutcome(answer=answer, words=tuple(words))


# --- The parts of a debrief; none of them could hold a score


class OpeningStanding(StrEnum):
    """How an opening stands at the end (`docs/domain-rules.md#openings`)."""

    TAKEN = "taken"
    PARTLY = "partly"
    MISSED = "missed"
    UNSURE = "unsure"
    """The only reading that takes it is a possible one: shown as a question, never as missed."""
    SKIPPED = "skipped"
    NOT_REACHED = "not_reached"


class RepairStanding(StrEnum):
    """The repair of a hurt (Safran & Muran; Owen 2014: what is never spoken of does the damage)."""

    REPAIRED = "repaired"
    PARTLY = "partly"
    """It eased, without being named."""
    NOT_YET = "not_yet"


class VerdictMark(Frozen):
    """A verdict as it counts in a debrief: the practitioner's own word on it stands."""

    reply: int
    criterion: str
    name: str
    harmful: bool
    certainty: Certainty
    start: int
    end: int
    words: str
    """What carries it, beside the reply that it stands in."""
    quote: str
    """The same in its sentence, where it stands by itself."""
    example: str
    rule: str
    openly: bool
    """The reply asks openly, or reflects."""
    stretch: int
    """Which stretch of the conversation it stands in; a stretch runs from one opening to the next."""
    disputed: str = ""
    """`not_meant` or `fair`, in the practitioner's words beside it."""
    note: str = ""

    def counts(self) -> bool:
        """Whether anything may be built on it: sure or agreed to, and not disputed."""
        return self.disputed != "not_meant" and (self.certainty is Certainty.CLEAR or self.disputed == "fair")


class OpeningOutcome(Frozen):
    """An opening that came up, what was done with it, and the words of both."""

    turn: str
    topic: str
    topic_name: str
    about: str
    line: str
    speaker: str
    standing: OpeningStanding
    why: str = ""
    """In a few words, why it is partly, or missed."""
    replies: tuple[int, ...] = ()
    """The replies it was open for."""
    reply: int = 0
    """The reply its standing rests on; 0 where it was not reached."""
    quote: str = ""
    criterion: str = ""
    could_say: tuple[str, ...] = ()


class HarmOutcome(Frozen):
    """A moment that may have hurt, and whether it was mended."""

    reply: int
    criteria: tuple[str, ...]
    names: tuple[str, ...]
    quote: str
    mended: RepairStanding
    mended_by: int = 0
    mending_quote: str = ""


class Evidence(Frozen):
    """Words that show a level: the practitioner's, or the family's that passed by."""

    reply: int
    quote: str
    speaker: str = ""
    """Empty where the words are the practitioner's."""
    unsure: bool = False
    """The coach wasn't sure of them."""


class SubjectOutcome(Frozen):
    """How openly one subject was explored in this conversation."""

    id: str
    name: str
    asks: str
    level: Level
    level_name: str
    meaning: str
    evidence: tuple[Evidence, ...] = ()
    because: str = ""
    """What keeps it where it is: a hurt not mended, or what would carry it on."""


class PointKind(StrEnum):
    """The three points of a debrief, at most."""

    KEEP = "keep"
    TRY = "try"
    THINK = "think"


class Point(Frozen):
    """Something to keep, to try, or to think about."""

    kind: PointKind
    title: str
    reply: int
    before: str
    before_speaker: str
    quote: str
    after: str
    after_speaker: str
    text: str
    thought: str = ""
    """The text without sentences that only quote, to stand under the three lines."""
    could_say: tuple[str, ...] = ()
    wonder: str = ""
    criterion: str = ""


class TranscriptLine(Frozen):
    """A line of the transcript; `reply` is 0 for the family's."""

    speaker: str
    text: str
    how: str = ""
    reply: int = 0
    scene: bool = False
    skipped: bool = False
    forms: tuple[Form, ...] = ()
    notes: tuple[str, ...] = ()
    """What the coach wrote in the margin."""


class Debrief(Frozen):
    """Everything said about one attempt."""

    scenario: str
    title: str
    you_are: str
    attempt: int
    attempts: int
    intention: str
    ending: str
    after: str
    headline: str
    enough: bool
    answers: tuple[SubjectOutcome, ...]
    domains: tuple[SubjectOutcome, ...]
    openings: tuple[OpeningOutcome, ...]
    hurts: tuple[HarmOutcome, ...]
    points: tuple[Point, ...]
    marks: tuple[VerdictMark, ...]
    question: str
    """To take to supervision."""
    transcript: tuple[TranscriptLine, ...]
    diverges_at: Annotated[str, Field(serialization_alias="parts_at")] = ""
    """Why the attempt stops before its end, in a sentence; empty where it does not. Exports call it `parts_at`."""
    happened: IntentionOutcome = IntentionOutcome()
    """Whether the intention happened, in their own words. It is theirs alone."""
    mends: str = ""
    """The criterion that mends a hurt, by its id."""
    reads_less_well: str = ""
    """A sentence, where replies were read without fitted weights."""
