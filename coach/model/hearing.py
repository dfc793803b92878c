"""What a family hears in a reply besides its criteria: an answer, a question, who is spoken to.

`Hearing` is read from the words by `coach.matching`, and stored with the reply as a fact, so that a replay never reads
the words again.
"""

from enum import StrEnum

from coach.model.types import Frozen, Id


class ShortAnswer(StrEnum):
    """A way in which a reply answers the family's own question."""

    YES = "yes"
    NO = "no"
    DONT_KNOW = "dont_know"
    DONE = "done"
    """What was asked for is done, or being done: "I've moved it"."""
    FACT = "fact"
    """A name, a number, a day or a time: "Tuesday, at ten"."""
    TOLD = "told"
    """Something is told, in a sentence of its own: "I've come about the school's letter"."""


class QuestionKind(StrEnum):
    """The kind of a question, by what would answer it."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    WHY = "why"
    HOW_MANY = "how_many"
    YES_OR_NO = "yes_or_no"
    WHAT = "what"


class Hearing(Frozen):
    """What a reply does in the conversation: how it answers, what it asks, whom it speaks to."""

    answers: tuple[ShortAnswer, ...] = ()
    """How it answers a question of the family's, the surest first."""
    alone: bool = False
    """The reply is that answer and nothing else."""
    question: QuestionKind | None = None
    """What its last question asks; None for a statement."""
    to: Id | None = None
    """The person spoken to: by name, or because their question was the last."""
