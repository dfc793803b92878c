"""A reading: what the matcher found in one reply.

`Reading` holds verdicts, forms, frames and traces.
"""

from collections.abc import Container, Iterable, Sequence
from enum import StrEnum
from typing import Annotated, NamedTuple, Protocol, Self

from pydantic import BeforeValidator, Field, model_validator

from coach.model.types import Frozen, Id, Ids, wrap_single

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


EVEN = 0.5
"""How likely something is that is as likely as not."""


SIMILARITY_RULE, INHERITANCE_RULE, MEANING_RULE = "near_example", "inherited", "meaning"
"""What spoke, where it was none of a criterion's own rules. Stored with every verdict."""


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

    @property
    def is_likely(self) -> bool:
        """Whether it is likelier than not; where wording alone decided, that is taken to be so."""
        return self.likely is None or self.likely >= EVEN

    @property
    def has_own_words(self) -> bool:
        """Whether a rule of the criterion's own wording spoke."""
        return self.rule not in (SIMILARITY_RULE, INHERITANCE_RULE, MEANING_RULE)

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


# --- What a family hears in a reply besides criteria


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


class Aspect(StrEnum):
    """A further thing that a reply does, which changes who answers it and how."""

    SILENT = "silent"
    """It has no word: "..."."""
    NODS = "nods"
    """It only says that somebody listens: "Mm.", "Right."."""
    NAMED = "named"
    """The person spoken to is called by name, and not only the one who asked last."""
    PLAIN_NO = "plain_no"
    """It begins with a clear no, whatever follows."""
    QUOTES = "quotes"
    """It reads out or quotes what is written."""
    OFFERS = "offers"
    """It offers something of weight: an advocate, another interpreter, a call made now."""
    ASKS_SAFETY = "asks_safety"
    """It asks straight out whether somebody was hit or hurt, or is safe."""
    ASKS_AGAIN = "asks_again"
    """It asks again what was put off before."""
    FOREIGN = "foreign"
    """It is in another language, as far as its words tell."""
    ASKS_KNOWN = "asks_known"
    """It asks about the person spoken to, or about what was just said, so that they would know."""
    LIGHT = "light"
    """All that it asks is small, such as whose the bicycle is."""


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
    aspects: tuple[Aspect, ...] = ()
    """What else it does."""


class Thresholds(NamedTuple):
    """How sure the choice of an entry has to be, from 0 to 1, to replace another answer."""

    generic: float
    """Instead of a line that fits anything."""
    criterion: float
    """Instead of the answer to a criterion."""
    put_off: float
    """Instead of a put-off, or of a line that waits for any question."""
    beside: float
    """Besides the answer to a criterion, where the reply asks something."""


class Sureness(StrEnum):
    """How sure a choice is: enough to replace an answer, to be said besides, or neither."""

    SURE = "sure"
    FAIR = "fair"
    PERHAPS = "perhaps"
    SLIGHT = "slight"
    UNSURE = "unsure"

    @property
    def replaces(self) -> bool:
        """Whether it is enough to be said instead of another answer."""
        return self in (Sureness.SURE, Sureness.FAIR)


class Pick(Frozen):
    """The entry that was chosen for a reply, as a fact: a replay never chooses again."""

    entry: str
    """The entry with its place: `knows:puppies`, `asked:which_lads`, `acts:greeting`, `meets:the_laptop`."""
    likely: Annotated[float, Field(ge=0, le=1)]
    second: str = ""
    """The entry that came second, for the explanation."""
    second_likely: Annotated[float, Field(ge=0, le=1)] = 0.0
    span: Span | None = None
    """The sentence of the reply that it answers."""
    sureness: Sureness = Sureness.UNSURE
    received: Ids = ()
    """Criteria that are clear in the other sentences of the reply: what is received before the entry is said."""
    states: bool = False
    """That sentence states something, and asks nothing."""
    also: str = ""
    """A second entry, likely enough too, for another sentence of the reply."""
    also_likely: Annotated[float, Field(ge=0, le=1)] = 0.0
    also_span: Span | None = None
    """The sentence that the second entry answers."""
    also_states: bool = False
    """That sentence states something, and asks nothing."""

    def may_take_up(self, other: "Pick", thresholds: "Thresholds") -> bool:
        """Whether another choice may stand beside this one: it is sure enough, and another entry.

        Args:
            other: the choice for the other sentences of the reply.
            thresholds: how sure a choice has to be.
        """
        # What is said besides may be a little less sure than what speaks instead of a criterion's answer.
        return other.entry != self.entry and other.likely >= (thresholds.generic + thresholds.criterion) / 2

    @property
    def also_first(self) -> bool:
        """Whether what the second entry answers was said first."""
        return bool(self.span and self.also_span and self.also_span.start < self.span.start)


# --- Choosing an entry for a reply


class Candidate(NamedTuple):
    """An entry that can be asked as the conversation stands, with the ways to ask it."""

    name: str
    """Its name with its place, such as `knows:puppies`."""
    askings: tuple[str, ...]
    local: bool
    """It belongs to this turn, and not to the whole conversation."""
    lines: tuple[str, ...] = ()
    """What the family says to it, which tells what it is about."""
    speakers: tuple[str, ...] = ()
    """The names of those who can say it; none for an act, which anybody answers."""


class PickContext(NamedTuple):
    """What an entry is chosen by, besides the reply and the candidates."""

    cue: str
    """The family's last lines."""
    topic: str
    people: tuple[str, ...]
    """The names of the family's people, which are to be masked: a name must not draw an entry."""
    family: str = ""
    """The id of the family, by which vectors of its askings may be stored."""


class Picker(Protocol):
    """Interface for choosing an entry by meaning."""

    @property
    def thresholds(self) -> Thresholds:
        """How sure a choice has to be; fitted together with what chooses."""

    def prepare(self, texts: Iterable[str], people: tuple[str, ...]) -> None:
        """Load what is needed before the first reply.

        Args:
            texts: everything that a family can be asked, and what it says to it.
            people: the names of its people, which are masked.
        """

    def pick(self, reply: str, candidates: Sequence[Candidate], context: PickContext) -> Pick | None:
        """Choose the likeliest entry for a reply, with its sentence and what came second.

        Args:
            reply: the reply.
            candidates: the entries that can be asked here, the turn's own first.
            context: the cue, its topic, and the names of people.

        Returns:
            The choice, however unsure; None where the reply asks and says nothing that could be one of them.
        """


def weigh(pick: Pick, reading: Reading, thresholds: Thresholds) -> Pick:
    """Return a choice with how sure it is, and what the other sentences of the reply do.

    Both are stored as facts, so that thresholds that are fitted anew change no rehearsal from before.

    Args:
        pick: the choice.
        reading: the reading of the reply.
        thresholds: how sure a choice has to be.
    """
    steps = {
        Sureness.SURE: thresholds.criterion,
        Sureness.FAIR: thresholds.generic,
        Sureness.PERHAPS: thresholds.put_off,
        Sureness.SLIGHT: thresholds.beside,
    }
    sureness = next((step for step, least in steps.items() if pick.likely >= least), Sureness.UNSURE)
    span = pick.span
    received = (
        verdict.criterion
        for verdict in reading.verdicts
        if span is not None
        and verdict.certainty is Certainty.CLEAR
        and (verdict.span.end <= span.start or span.end <= verdict.span.start)
    )
    return pick.model_copy(update={"sureness": sureness, "received": tuple(received)})
