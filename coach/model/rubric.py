"""A rubric: the criteria by which replies are read, their rules, and how levels follow.

`Rubric`, at the end, is the whole file; `docs/rubrics.md` explains it to authors.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from coach.model.reading import Certainty, Forms
from coach.model.types import BRITISH_ENGLISH, Frozen, Id, Ids, LanguageTag, Phrases, Prose, Proses

# --- Phrases and rules; `docs/rubrics.md` explains them to authors


class Rule(Frozen):
    """A way of wording a criterion: phrases that must or must not occur.

    All given parts must hold.
    """

    says: Phrases = ()
    """Any one of these in one sentence; that sentence is the span."""
    with_: Phrases = ()
    """And any one of these in the same sentence."""
    near: Phrases = ()
    """And any one of these anywhere in the reply."""
    without: Phrases = ()
    """And none of these in the same sentence."""
    nowhere: Phrases = ()
    """And none of these anywhere in the reply."""
    form: Forms = ()
    """And that sentence is put in one of these forms."""
    after: Phrases = ()
    """And the cue says one of these."""
    topic: Ids = ()
    """And the cue's topic is one of these."""
    after_hurt: bool = False
    """And something that the practitioner said has hurt, and was not put right yet."""
    follows_up: bool = False
    """And the reply is a bare open invitation that takes up the cue."""
    closed_questions: int = 0
    """And the reply asks at least this many closed questions."""
    unless_met: Ids = ()
    """And none of these criteria is met by the reply."""
    through_frames: Ids = ()
    """Frames that do not silence this rule (a denial cannot silence a denial)."""
    certainty: Certainty = Certainty.CLEAR
    stands: bool = False
    """It holds by itself, whatever the fitted decision makes of the reply: for the few words that need no weighing."""

    model_config = Frozen.model_config | {"alias_generator": lambda name: name.rstrip("_")}


Rules = dict[Id, Rule]


# --- Domains, criteria and the rubric itself

MOST_EXAMPLES = 200
"""Of one criterion, of what counts and of what does not. Each is read by the encoder when a rubric is first opened."""


class Polarity(StrEnum):
    """What a criterion does for the family: helps, hurts, or avoids the subject."""

    HELPFUL = "helpful"
    AVOIDANT = "avoidant"
    HARMFUL = "harmful"


class Needs(StrEnum):
    """What is needed besides the reply to decide a criterion: nothing, the cue, or the scenario."""

    NONE = "none"
    CUE = "cue"
    SCENARIO = "scenario"


class Level(StrEnum):
    """How openly a subject was explored in one conversation (after Day-Vines' broaching styles).

    A level never describes a person.
    """

    LEFT_SILENT = "left_silent"
    TOUCHED_ON = "touched_on"
    OPENING = "opening"
    EXPLORING = "exploring"
    WOVEN_THROUGH = "woven_through"
    NOT_IN_PLAY = "not_in_play"
    NOT_ENOUGH = "not_enough"


class LevelRow(Frozen):
    """The clear verdicts that must all be there for a level of a subject to hold."""

    any: Ids = ()
    """At least one of these criteria."""
    all: Ids = ()
    """Every one of these."""
    groups: tuple[Ids, ...] = ()
    """From at least `groups_met` of these groups, one each."""
    groups_met: int = Field(default=2, ge=1)
    openly: Ids = ()
    """One of these, in a reply that asks openly or reflects."""
    openings: bool = False
    """And most openings reached on this subject were taken."""
    phases: int = Field(default=1, ge=1)
    """The row's criteria come up in at least this many stretches of the conversation."""
    traces: Ids = ()
    """Or, in place of all the rest, one of these traces."""


class SubjectWords(Frozen):
    """The words by which a line names a subject, such as race: no word, no claim."""

    says: Phrases
    """Any one of these in a sentence."""
    without: Phrases = ()
    """And none of these in the same sentence."""
    yields_to: Ids = ()
    """Subjects to which a line belongs that names one of them as well: how somebody is treated because of their faith
    is the family's experience of racism, and not their faith."""


class Subject(Frozen):
    """A subject that a debrief looks at: a domain, or one of the three answers it opens with."""

    name: Prose
    asks: Prose
    """The question the debrief answers."""
    topics: Ids = ()
    """Topics of openings that put it in play."""
    criteria: Ids = ()
    """Criteria that speak of it, beyond a domain's own."""
    levels: dict[Level, LevelRow] = {}
    capped_by: Ids = ()
    """Harmful criteria that, while not mended, keep it at Opening."""
    named_by: SubjectWords | None = None
    """The words by which a line names it, for the page after a conversation."""
    ledger: bool = False
    """Shown as a ledger of hurt and repair instead of a level."""


class Topic(Frozen):
    """A topic that the family may offer to speak of, and what takes it up (Day-Vines' MMBB)."""

    name: Prose
    plain: Prose
    """In words for a practitioner, to stand after 'an opening about'."""
    taken_by: Ids = ()
    """Criteria that take an opening on it."""
    also_taken_by: Ids = ()
    """In a rubric that builds on another: criteria of its own that take an opening on the other's topic."""
    partly_by: Ids = ()
    """Criteria, such as a stand-in word, that only half take it."""
    inherits: Id | None = None
    """What a bare open follow-up to it earns."""
    wonder: Prose | None = None
    """A question about the moment in which an opening on it went by."""


class Feedback(Frozen):
    """What a debrief may say about one criterion: a question for supervision, and words to try.

    The other sentences were filled into a debrief before it had cards. They are read, so that rubrics of that time
    open, and shown nowhere.
    """

    kept: Prose | None = None
    missed: Prose | None = None
    hurt: Prose | None = None
    could_say: Proses = ()
    wonder: Prose | None = None
    """The question, of a harmful criterion: asked where a reply that met it is gone back to."""
    take_back: Prose | None = None
    """Words that take a harmful criterion back, offered beside a reply for which nobody wrote other words."""


class Claims(Frozen):
    """What the name of a criterion says was spoken of, and by which words that shows."""

    subjects: Ids
    """The subjects, of which one has to be named near the reply, by their `named_by`."""
    says: Phrases = ()
    """Phrases that show it in the reply as well: "how were you treated"."""


class Criterion(Frozen):
    """A thing that words can do for or to a family, such as asking about racism."""

    domain: Id
    polarity: Polarity
    name: Prose
    """A short plain name for screens."""
    aloud: Prose | None = None
    """What somebody beside the talk says was done: 'Asked about racism'."""
    definition: Prose
    counts: Annotated[Proses, Field(max_length=MOST_EXAMPLES)]
    not_: Annotated[Proses, Field(max_length=MOST_EXAMPLES)] = Field(alias="not")
    """What a careless reader would take for it, and is not."""
    needs: Needs
    claims: Claims | None = None
    """What its name says was spoken of. Where nobody near a reply used a word of it, the note on the reply is a
    question: nobody is told that they asked about racism who did not."""
    source: Prose
    wording: Rules = {}
    feedback: Feedback = Feedback()
    note: Prose | None = None


class MoreExamples(Frozen):
    """Examples that an author adds to a criterion of the rubric that theirs builds on."""

    counts: Annotated[Proses, Field(max_length=MOST_EXAMPLES)] = ()
    not_: Annotated[Proses, Field(max_length=MOST_EXAMPLES)] = Field(default=(), alias="not")


class TraceRule(Frozen):
    """Rules for words that touch on a subject although they meet no criterion."""

    domain: Id
    name: Prose
    wording: Rules
    heard_as: Id | None = None
    """A criterion that a family hears in it. What they then say is moved by it; the debrief gives no credit for it."""
    often: Prose | None = None
    """A sentence from before a debrief had cards, as is `wonder`; shown nowhere."""
    wonder: Prose | None = None


class Rubric(Frozen):
    """A rubric file: topics, domains, criteria and the rules that find them.

    The file's stem is its id.
    """

    format: int = 1
    language: LanguageTag = BRITISH_ENGLISH
    """The language that it is written in."""
    title: Prose
    about: Prose
    version: str = "1"
    builds_on: Id | None = None
    """Another rubric whose topics, domains, answers, criteria, lists and traces are all here too."""
    lists: dict[Id, Annotated[Phrases, Field(max_length=500)]] = {}
    """Named lists of words for `<list>` in phrases."""
    more_in_lists: dict[Id, Annotated[Phrases, Field(max_length=500)]] = {}
    """In a rubric that builds on another: phrases that a list of the other's has here too."""
    more_examples: dict[Id, MoreExamples] = {}
    """In a rubric that builds on another: examples and near-misses that a criterion of the other's has here too."""
    topics: dict[Id, Topic]
    domains: dict[Id, Subject]
    answers: dict[Id, Subject] = {}
    """The answers a debrief opens with: race, culture, the family's experience of racism."""
    rows: Ids = ()
    """The subjects that the page after a conversation has a row for, answers or domains; the answers if none is
    named."""
    criteria: Annotated[dict[Id, Criterion], Field(max_length=150)]
    traces: dict[Id, TraceRule] = {}
    mends: Id | None = None
    """The criterion that mends a hurt."""
    plans: Id | None = None
    """The criterion of a next step that is agreed."""
    ordinary: Annotated[Proses, Field(max_length=1000)] = ()
    """Replies that mean nothing in particular: what likeness to an example is measured against."""

    @model_validator(mode="after")
    def _refers_to_itself(self) -> Self:
        """Require that every criterion, topic, domain and trace named in the rubric stands in it."""

        def require(names: tuple[str, ...], where: str, among: object = self.criteria) -> None:
            for name in names:
                if name not in among:  # type: ignore[operator]  # a dict of one of three kinds
                    raise ValueError(f"{where} names '{name}', which this rubric does not have")

        for key, criterion in self.criteria.items():
            require((criterion.domain,), f"criteria.{key}.domain", self.domains)
            claimed = criterion.claims.subjects if criterion.claims else ()
            require(claimed, f"criteria.{key}.claims.subjects", {**self.answers, **self.domains})
        for key, topic in self.topics.items():
            require(topic.taken_by + topic.partly_by, f"topics.{key}.taken_by")
            require((topic.inherits,) if topic.inherits else (), f"topics.{key}.inherits")
        for group in (self.domains, self.answers):
            for key, subject in group.items():
                require(subject.criteria + subject.capped_by, key)
                require(subject.topics, f"{key}.topics", self.topics)
                stronger = subject.named_by.yields_to if subject.named_by else ()
                require(stronger, f"{key}.named_by.yields_to", {**self.answers, **self.domains})
                for level, row in subject.levels.items():
                    require(row.any + row.all + row.openly + sum(row.groups, ()), f"{key}.levels.{level}")
                    require(row.traces, f"{key}.levels.{level}.traces", self.traces)
        require(self.rows, "rows", {**self.answers, **self.domains})
        for key, trace in self.traces.items():
            require((trace.heard_as,) if trace.heard_as else (), f"traces.{key}.heard_as")
        require(tuple(self.more_examples), "more_examples")
        require((self.mends,) if self.mends else (), "mends")
        require((self.plans,) if self.plans else (), "plans")
        return self

    def list_rows(self) -> dict[str, Subject]:
        """Return the subjects that the page after a conversation has a row for, by id."""
        subjects = {**self.domains, **self.answers}
        return {key: subjects[key] for key in self.rows or self.answers}

    def find_name(self, criterion: str) -> str:
        """Return a criterion's plain name; if the rubric does not have it, its id as words."""
        return self.criteria[criterion].name if criterion in self.criteria else criterion.replace("_", " ")

    def aloud(self, criterion: str) -> str:
        """Return a sentence on what a reply did by a criterion; without one, the criterion's name."""
        return (self.criteria[criterion].aloud if criterion in self.criteria else None) or self.find_name(criterion)

    def heard_as(self, trace: str) -> str | None:
        """Return the criterion that the family hears in a trace (words that meet none), or None."""
        return self.traces[trace].heard_as if trace in self.traces else None

    def of(self, polarity: Polarity) -> frozenset[str]:
        """Return the ids of all criteria of one polarity."""
        return frozenset(key for key, c in self.criteria.items() if c.polarity is polarity)

    def list_criteria(self, row: str) -> tuple[str, ...]:
        """List the ids of the criteria of a row of the page; none if there is no such row."""
        if row in self.domains:
            return self.in_domain(row)
        return self.answers[row].criteria if row in self.answers else ()

    def in_domain(self, domain: str) -> tuple[str, ...]:
        """Return the ids of a domain's criteria in the rubric's order, then those its subject adds."""
        own = tuple(key for key, c in self.criteria.items() if c.domain == domain)
        return own + tuple(c for c in self.domains[domain].criteria if c not in own)
