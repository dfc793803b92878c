"""The parts of a debrief: words and moments only; no field could hold a score.

`Debrief`, at the end, is the whole of it.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from coach.language.catalogue import say
from coach.model.reading import Certainty, Form
from coach.model.rubric import Level
from coach.model.types import Frozen

# --- What is said on every debrief

LIMITS = "This coach reads words. It can't hear you. It will miss things and sometimes misread."
"""Said on every debrief (`docs/domain-rules.md#the-limits-on-screen`)."""

LESS_WELL = "The fitted part of the coach is missing, so it reads by wording alone and misses more than usual."
"""Said wherever replies are read without weights."""

CLOSE = "That was a rehearsal. The people in it are invented."
"""Said at the end of every run (`docs/domain-rules.md#before-during-and-after`)."""


# --- What came of the intention

INTENTION = "intention"
"""What an answer is kept under, in `Reflected.on`."""
ANSWERS = ("Yes", "Partly", "Not yet")
"""Answers that one press gives."""


class IntentionOutcome(Frozen):
    """The practitioner's answer whether the practice intention happened, with their words."""

    answer: str = ""
    words: tuple[str, ...] = ()

    def describe(self) -> str:
        """Return the answer and the words in one line; empty if there are none."""
        wrote = " ".join(f"“{word}”" for word in self.words)
        said = say("You said: {answer}.", answer=say(self.answer)) if self.answer else ""
        return " ".join(part for part in (said, say("You wrote: {wrote}", wrote=wrote) if wrote else "") if part)


def combine_reflections(kept: Iterable[str]) -> IntentionOutcome:
    """Combine stored answers on whether the practice intention happened, in order.

    The last answer counts, with the words written since.
    """
    answer, words = "", list[str]()
    for reflection in kept:
        pressed = next((one for one in ANSWERS if reflection == one or reflection.startswith(f"{one}. ")), "")
        if answer and pressed and pressed != answer:
            words.clear()
        answer = pressed or answer
        if wrote := reflection.removeprefix(pressed).removeprefix(". ") if pressed else reflection:
            words.append(wrote)
    return IntentionOutcome(answer=answer, words=tuple(words))


# --- The parts of a debrief; none of them could hold a score


class OpeningStanding(StrEnum):
    """Whether an opening (an offered subject) was taken, partly taken, missed or not reached.

    See `docs/domain-rules.md#openings`.
    """

    TAKEN = "taken"
    PARTLY = "partly"
    MISSED = "missed"
    UNSURE = "unsure"
    """The only reading that takes it is a possible one: shown as a question, never as missed."""
    SKIPPED = "skipped"
    NOT_REACHED = "not_reached"


class RepairStanding(StrEnum):
    """How far a hurt was repaired (after Safran & Muran; Owen 2014)."""

    REPAIRED = "repaired"
    PARTLY = "partly"
    """It eased, without being named."""
    NOT_YET = "not_yet"


class VerdictMark(Frozen):
    """A verdict on a reply as the debrief counts it, with the practitioner's own word on it."""

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
        """Whether the debrief may build on it: clear or called fair, and not called 'not meant'."""
        return self.disputed != "not_meant" and (self.certainty is Certainty.CLEAR or self.disputed == "fair")


class OpeningOutcome(Frozen):
    """An opening (an offered subject) that was reached, the reply, and whether it was taken."""

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
    sure: bool = True
    """Whether the words of the replies speak for its standing too; only then a page says what became of it."""


class HarmOutcome(Frozen):
    """A reply that may have hurt: its words, whether it was repaired, and by which reply."""

    reply: int
    criteria: tuple[str, ...]
    names: tuple[str, ...]
    quote: str
    mended: RepairStanding
    mended_by: int = 0
    mending_quote: str = ""


class Evidence(Frozen):
    """A quote that shows a level: the practitioner's words, or a cue of the family's passed by."""

    reply: int
    quote: str
    speaker: str = ""
    """Empty where the words are the practitioner's."""
    unsure: bool = False
    """The coach wasn't sure of them."""


class SubjectOutcome(Frozen):
    """How openly a subject was explored in this conversation, with quotes that show it."""

    id: str
    name: str
    asks: str
    level: Level
    level_name: str
    meaning: str
    evidence: tuple[Evidence, ...] = ()
    because: str = ""
    """What keeps it where it is: a hurt not mended, or what would carry it on."""


class TranscriptLine(Frozen):
    """A line of the transcript; `reply` is its number, 0 for a line of the family's."""

    speaker: str
    text: str
    how: str = ""
    reply: int = 0
    scene: bool = False
    skipped: bool = False
    forms: tuple[Form, ...] = ()
    notes: tuple[str, ...] = ()
    """What the coach wrote in the margin."""


class SilenceOutcome(Frozen):
    """A fact that the family kept until asked, and whether it was told in this attempt.

    Shown only if the practitioner asks.
    """

    id: str
    layer: int
    about: str
    told: bool


class Debrief(Frozen):
    """The whole debrief of one attempt."""

    scenario: str
    title: str
    you_are: str
    attempt: int
    intention: str
    ending: str
    after: str
    headline: str
    enough: bool
    answers: tuple[SubjectOutcome, ...]
    domains: tuple[SubjectOutcome, ...]
    openings: tuple[OpeningOutcome, ...]
    hurts: tuple[HarmOutcome, ...]
    marks: tuple[VerdictMark, ...]
    transcript: tuple[TranscriptLine, ...]
    diverges_at: Annotated[str, Field(serialization_alias="parts_at")] = ""
    """Why the attempt stops before its end, in a sentence; empty where it does not. Exports call it `parts_at`."""
    happened: IntentionOutcome = IntentionOutcome()
    """Whether the intention happened, in their own words. It is theirs alone."""
    mends: str = ""
    """The criterion that mends a hurt, by its id."""
    reads_less_well: str = ""
    """A sentence, where replies were read without fitted weights."""
