"""What the coach makes of one reply: its form, and the criteria it meets, each with its words."""

from collections.abc import Container
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from coach.model.types import Frozen, Id, wrap_single

BY_WORDING = "words-1"
"""The version of a matcher that reads by wording and likeness alone."""


class Form(StrEnum):
    """How a reply is put (after MITI 4.2.1): information for the debrief, never a fault."""

    OPEN_QUESTION = "open_question"
    CLOSED_QUESTION = "closed_question"
    REFLECTION = "reflection"
    AFFIRMATION = "affirmation"
    STATEMENT = "statement"


Forms = Annotated[tuple[Form, ...], BeforeValidator(wrap_single)]
"""One form or several, as an author writes them."""


class Certainty(StrEnum):
    """How sure a verdict is.

    A possible one never moves the family, nor a level; it is shown as a question.
    """

    CLEAR = "clear"
    POSSIBLE = "possible"


class Span(Frozen):
    """A stretch of what was typed: character offsets into the reply, and the words there."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.end <= self.start or len(self.text) != self.end - self.start:
            raise ValueError("a span holds the very words between its start and its end")
        return self


class Verdict(Frozen):
    """A criterion found in a reply. No span, no verdict."""

    criterion: Id
    certainty: Certainty
    span: Span
    example: str = ""
    """The rubric's example nearest to these words."""
    near_miss: str = ""
    """What sounds like it and is not, as the rubric has it: the nearest of those."""
    rule: str
    """What spoke: the id of a wording rule, or `near_example`."""


class Trace(Frozen):
    """Words that meet no criterion and still touch on a subject, such as a recited list."""

    id: Id
    span: Span


class Frame(Frozen):
    """A way of speaking that changes what words do: denial, quotation, list and others."""

    kind: Id
    span: Span


class Reading(Frozen):
    """Everything the matcher says of one reply."""

    verdicts: tuple[Verdict, ...] = ()
    forms: tuple[Form, ...] = ()
    frames: tuple[Frame, ...] = ()
    traces: tuple[Trace, ...] = ()
    follows_up: bool = False
    """A bare open invitation or reflection that takes up the cue's own subject (the inheritance rule)."""
    matcher: str = ""
    """Which matcher read it, so that an old rehearsal can be read again knowingly."""

    def by_wording_alone(self) -> bool:
        """Whether the reply was read without fitted weights, and so less well."""
        return self.matcher.startswith(BY_WORDING)

    def clear(self) -> frozenset[str]:
        """List the criteria met beyond doubt."""
        return frozenset(v.criterion for v in self.verdicts if v.certainty is Certainty.CLEAR)

    def doubtful(self, harmful: Container[str], mends: str | None) -> frozenset[str]:
        """List criteria that are clear in words which may also have hurt: then neither is sure.

        Contempt often names its subject plainly; what looks like openness there is no credit to whoever said it. But
        whoever `mends` is heard.
        """
        hurts = [v.span for v in self.verdicts if v.certainty is Certainty.POSSIBLE and v.criterion in harmful]
        return frozenset(
            v.criterion
            for v in self.verdicts
            if v.certainty is Certainty.CLEAR and v.criterion not in harmful and v.criterion != mends
            if any(v.span.start < hurt.end and hurt.start < v.span.end for hurt in hurts)
        )

    def possible(self) -> frozenset[str]:
        """List the criteria that may be met, and are not clear."""
        return frozenset(v.criterion for v in self.verdicts) - self.clear()
