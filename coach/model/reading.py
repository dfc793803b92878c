"""A reading: what the matcher found in one reply.

`Reading` holds verdicts, forms, frames and traces.
"""

from collections.abc import Container
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from coach.model.types import Frozen, Id, wrap_single

BY_WORDING = "words-1"
"""The version of a matcher that reads by wording and likeness alone."""


class Form(StrEnum):
    """The form of a reply, such as an open question (after MITI 4.2.1).

    Never counted as a fault.
    """

    OPEN_QUESTION = "open_question"
    CLOSED_QUESTION = "closed_question"
    REFLECTION = "reflection"
    AFFIRMATION = "affirmation"
    STATEMENT = "statement"


Forms = Annotated[tuple[Form, ...], BeforeValidator(wrap_single)]
"""One form or several, as an author writes them."""


class Certainty(StrEnum):
    """How sure a verdict is: clear or possible.

    A possible verdict never moves the family or a level; it is shown as a question.
    """

    CLEAR = "clear"
    POSSIBLE = "possible"


class Span(Frozen):
    """A stretch of a reply: its start and end, in characters of the reply, and the words there."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        """Require that the span is not empty, and its text as long as its start and end say."""
        if self.end <= self.start or len(self.text) != self.end - self.start:
            raise ValueError("a span holds the very words between its start and its end")
        return self


class Verdict(Frozen):
    """A criterion found in a reply: how certain, the words that show it, the rule that found it.

    There is no verdict without such words.
    """

    criterion: Id
    certainty: Certainty
    span: Span
    example: str = ""
    """The rubric's example nearest to these words."""
    near_miss: str = ""
    """What sounds like it and is not, as the rubric has it: the nearest of those."""
    rule: str
    """What spoke: the id of a wording rule, or `near_example`."""
    likely: Annotated[float, Field(ge=0, le=1)] | None = None
    """How likely it is by the fitted weights, from 0 to 1; None where wording alone decided."""

    def overlaps(self, other: "Verdict") -> bool:
        """Whether the words of two verdicts overlap."""
        return self.span.start < other.span.end and other.span.start < self.span.end

    def outweighs(self, hurt: "Verdict") -> bool:
        """Whether this clear verdict is at least as likely as a hurt that is only possible.

        Where wording alone decided, what is clear outweighs what is possible.
        """
        return (1.0 if self.likely is None else self.likely) >= (0.0 if hurt.likely is None else hurt.likely)


class Trace(Frozen):
    """Words that meet no criterion but touch on its subject, such as a list recited by rote."""

    id: Id
    span: Span


class Frame(Frozen):
    """Words spoken in a way that changes what they do, such as a denial, a quotation or a list."""

    kind: Id
    span: Span


class Reading(Frozen):
    """The result of reading one reply by a rubric: its verdicts, forms, frames and traces."""

    verdicts: tuple[Verdict, ...] = ()
    forms: tuple[Form, ...] = ()
    frames: tuple[Frame, ...] = ()
    traces: tuple[Trace, ...] = ()
    follows_up: bool = False
    """A bare open invitation or reflection that takes up the cue's own subject (the inheritance rule)."""
    matcher: str = ""
    """Which matcher read it, so that an old rehearsal can be read again knowingly."""

    def by_wording_alone(self) -> bool:
        """Whether the reply was read without fitted weights, and so less reliably."""
        return self.matcher.startswith(BY_WORDING)

    def clear(self) -> frozenset[str]:
        """The ids of the criteria with a clear verdict."""
        return frozenset(v.criterion for v in self.verdicts if v.certainty is Certainty.CLEAR)

    def doubtful(self, harmful: Container[str], mends: str | None, *, weighed: bool = True) -> frozenset[str]:
        """List clear criteria that a likelier hurt in the same words takes the credit from.

        Contempt often names its subject plainly; what looks like openness there is no credit to the practitioner. But
        a hurt that is only possible sets nothing aside that is likelier than itself. The criterion of repairing a hurt
        always stays clear.

        Args:
            harmful: the ids of the rubric's harmful criteria.
            mends: the id of the criterion that repairs a hurt, if the rubric has one.
            weighed: whether the likelihoods are compared; by the first rules of answering any possible hurt was enough.
        """
        hurts = [v for v in self.verdicts if v.certainty is Certainty.POSSIBLE and v.criterion in harmful]
        return frozenset(
            v.criterion
            for v in self.verdicts
            if v.certainty is Certainty.CLEAR and v.criterion not in harmful and v.criterion != mends
            if any(v.overlaps(hurt) and not (weighed and v.outweighs(hurt)) for hurt in hurts)
        )

    def possible(self) -> frozenset[str]:
        """The ids of the criteria that have a possible verdict and no clear one."""
        return frozenset(v.criterion for v in self.verdicts) - self.clear()
