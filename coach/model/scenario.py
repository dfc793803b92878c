"""A scenario as its author writes it: the family, the dialogue with its turns, examples.

`Family` is a persona file, `Dialogue` a dialogue file, `Examples` a file of examples that `coach check` runs.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from coach.model.afterwards import Afterwards
from coach.model.conditions import HIGHEST, LOWEST, SCENE, Guard, Line, Lines, Takes, Voices
from coach.model.line_book import LineBook
from coach.model.reading import Forms, QuestionKind, ShortAnswer
from coach.model.types import BRITISH_ENGLISH, Frozen, Id, Ids, LanguageTag, Prose, Proses, ReviewStatus, wrap_single

# --- Entries of an answer bank

MOST_ENTRIES = 2000
"""Entries of one family, or of one dialogue. A writer makes some twenty-five in an hour."""
LONGEST_ANSWER = 90
"""Words of one take of an answer. Longer ones are speeches."""
LONGEST_ASKING = 40
"""Words of one asking: people ask in a sentence or two."""


class Entry(Guard):
    """A question that a family can be asked, in words unlike each other, and what they answer.

    Its conditions are those of a branch, about how things stand; where they do not hold, it is not there.
    """

    asked: Annotated[Proses, Field(min_length=1)]
    """Ways to ask it, four or five, unlike each other; or ways to say it, where it is something said."""
    says: Voices = {}
    again: Voices = {}
    """Answered the second time and later."""
    about: Id | None = None
    """The subject that has to be in play, where the question says only "it" or "that"."""
    opens: Id | None = None
    """A silence that a plain question may open; `says` is for when the family keeps it."""
    turns: Ids = ()
    """The turns in which it can be asked; everywhere if there are none."""
    not_turns: Ids = ()
    """The turns in which it can not be asked."""
    remember: Ids = ()
    """Marks set when it is said, which later guards can look for."""
    facts: Ids = ()
    """The facts of the family that the answer agrees with."""

    def list_takes(self) -> tuple[Lines, ...]:
        """All takes that may be said, the second time included."""
        return tuple(take for voices in (self.says, self.again) for takes in voices.values() for take in takes)

    def list_first_lines(self) -> tuple[str, ...]:
        """The first line of each speaker, the first time; lines of the scene are left out."""
        takes = (takes[0] for takes in self.says.values() if takes)
        return tuple(take[0].text for take in takes if take and take[0].speaker != SCENE)


class Act(Frozen):
    """What every family can be asked or told, such as a greeting, with ways to say it."""

    about: str
    """What the practitioner does by it, in a phrase."""
    asked: Annotated[Proses, Field(min_length=5, max_length=16)]


class Acts(Frozen):
    """A file of acts, by id."""

    format: int = 1
    acts: dict[Id, Act]


def list_voices(voices: Mapping[str, tuple[Lines, ...]]) -> tuple[Line, ...]:
    """List every line in some voices."""
    return tuple(line for takes in voices.values() for take in takes for line in take)


# --- A family: who they are, what they keep to themselves, and how they are when they are hurt

Degree = Annotated[int, Field(ge=LOWEST, le=HIGHEST)]


class WhenHurt(StrEnum):
    """How a family reacts to a hurt: withdraws or pushes back.

    Chosen by person, never by ethnicity.
    """

    WITHDRAWS = "withdraws"
    PUSHES_BACK = "pushes_back"


class Person(Frozen):
    """A person of the family: full name, the name beside their lines, and a description."""

    name: Prose
    """The full name."""
    called: Prose
    """The name beside their lines."""
    also_called: Proses = ()
    """How a practitioner may speak to them besides, such as "Mrs Gill"; a surname that others share is nobody's."""
    about: Prose


class Scales(Frozen):
    """The family's position on two scales from 0 to 4: trust, and how guarded it is."""

    trust: Degree
    guarded: Degree


class Silence(Frozen):
    """A fact the family keeps until a fitting reply opens it. A keyword alone never opens it."""

    layer: Annotated[int, Field(ge=1, le=3)]
    about: Prose
    """What it is, in a phrase, for 'what stayed silent'."""
    opens: Guard
    tells: Lines


def _beats(value: object) -> object:
    """Turn one set of lines into a list of sets (first time, second time, and so on)."""
    if isinstance(value, dict):
        return [[value]]
    if isinstance(value, list):
        return [[item] if isinstance(item, dict) else item for item in value]
    return value


Beats = Annotated[tuple[Lines, ...], BeforeValidator(_beats), Field(min_length=1)]


class FamilyName(Frozen):
    """The name of a family, read from its file without the rest."""

    model_config = ConfigDict(extra="ignore")

    name: Prose


class Family(Frozen):
    """A family, as its persona file describes it: people, scales, silences.

    The file's stem is its id.
    """

    format: int = 1
    language: LanguageTag = BRITISH_ENGLISH
    """The language that it is written in."""
    name: Prose
    people: dict[Id, Person]
    about: Prose
    """What a practitioner would know on the doorstep."""
    strengths: Proses
    starts: Scales
    when_hurt: WhenHurt
    hurt_lines: Beats
    """Said when something hurt and the turn has no answer of its own: first time, second time…"""
    mended_lines: Beats
    """Said when a hurt is mended and the turn has no answer of its own."""
    asks_back: Annotated[tuple[Lines, ...], BeforeValidator(_beats)] = ()
    """How they ask what was meant, where a reply could be taken two ways: first time, second time…"""
    asked_straight: Annotated[tuple[Lines, ...], BeforeValidator(_beats)] = ()
    """Said first where somebody asks straight out whether a child is hurt or safe, and the turn has no answer to that.

    By whoever spoke last there. A frightened person may not answer, but nobody talks past such a question.
    """
    silences: dict[Id, Silence]
    knows: dict[Id, Entry] = {}
    """What they can be asked, wherever the talk is, and what they answer."""
    facts: dict[Id, Prose] = {}
    """What is so, for whoever writes their entries: none may say otherwise."""
    acts: dict[Id, Voices] = {}
    """Their lines to what every family can be asked or told, by the id of the act."""
    receives: Takes = {}
    """Said to a statement that nothing else takes up."""
    defers: Takes = {}
    """Said to a question that nothing answers: openly, that it has to wait."""
    lightly: Takes = {}
    """Said to a small question that nothing answers, such as whose the bicycle is: of no consequence either."""
    doesnt_know: dict[QuestionKind, Takes] = {}
    """Said to a question that nothing answers once it was put off twice, by what the question asks."""
    leaves_open: Proses = ()
    """What has been said to them that none of their entries is meant for."""
    private: Proses
    """Never told, however well it goes. It never leaves the author's file: see `rehearsal.script`."""
    review_status: ReviewStatus = ReviewStatus.DRAFTED
    reviewed_by: Proses = ()


# --- A dialogue: the script of a scenario, as turns, the replies each listens for, and endings

END = "end"
"""`goto: end` takes the first ending whose conditions hold."""


class Difficulty(StrEnum):
    """The difficulty of a scenario, graded by emotional heat, not by knowledge (Feinberg 2022)."""

    FOUNDATION = "foundation"
    DEVELOPING = "developing"
    STRETCH = "stretch"


class Reality(StrEnum):
    """Whether the worry about a child in a scenario turns out to be founded.

    Over the whole library it must not be possible to guess it from who a family is.
    """

    FOUNDED = "founded"
    PARTLY_FOUNDED = "partly_founded"
    UNFOUNDED = "unfounded"
    NO_CONCERN = "no_concern"
    BETWEEN_COLLEAGUES = "between_colleagues"


class Recommendation(StrEnum):
    """A recommendation of the Panel's report of March 2025 that a scenario gives practice in."""

    RECOGNISE_AND_CHALLENGE = "recognise_and_challenge"
    SKILL_AND_CONFIDENCE = "skill_and_confidence"
    SAFE_REFLECTION = "safe_reflection"
    START_FROM_RACISM = "start_from_racism"
    INTERPRETERS = "interpreters"
    COMMISSIONING = "commissioning"
    LOCAL_REVIEW = "local_review"

    def asks(self) -> str:
        """Return the recommendation in a few plain words."""
        return {
            "recognise_and_challenge": "Structures within services to recognise, discuss and challenge racism",
            "skill_and_confidence": "Skill and confidence to talk with children and families about race and identity",
            "safe_reflection": "Safe opportunities for self-reflection in teams and supervision",
            "start_from_racism": "Start from the position that families will have experienced racism",
            "interpreters": "Interpreters and translation that families can speak freely through",
            "commissioning": "Services designed and commissioned for the families who live here",
            "local_review": "Local strategies and reviews that look at race, racism and culture",
        }[self]


class RoleCards(Frozen):
    """The instructions for each role (practitioner, line-reader, observer) in a spoken round."""

    practitioner: Prose
    line_reader: Prose
    """Whoever reads the family's lines: how to read them plainly. Never an accent, never a performance."""
    observer: Prose
    """What to listen for: openings, never mistakes."""


class Weight(StrEnum):
    """How plainly the family offers a subject: plainly (open for one reply) or hinted (for two)."""

    PLAIN = "plain"
    HINTED = "hinted"

    def window(self) -> int:
        """Return for how many replies the offered subject can be taken up."""
        return 1 if self is Weight.PLAIN else 2


class Opening(Frozen):
    """A cue by which the family lets a subject be spoken of, with what takes it up.

    It has the id of its turn.
    """

    topic: Id
    weight: Weight
    about: Prose
    """What it was about, to stand after 'Louise spoke of'."""
    taken_by: Ids = ()
    """Criteria that take it here, beyond its topic's own."""
    could_say: Proses
    """Two ways or more to take it, of different lengths."""


Change = Annotated[int, Field(ge=-2, le=2)]


class Changes(Frozen):
    """How far an answer of the family moves its two scales: -2 to 2 on each."""

    trust: Change = 0
    guarded: Change = 0


class Answer(Frozen):
    """What the family does after a reply: says lines, tells a silence, moves on to another turn."""

    says: Lines = ()
    tells: Id | None = None
    """A silence of the family's, told after `says` if its own guard holds too."""
    changes: Changes = Changes()
    remember: Ids = ()
    """Marks that later guards can look for."""
    topic: Id | None = None
    """What the talk is about from here in this turn, if it moved."""
    goto: Id | None = None
    """The next turn, an ending, or `end`. Without it the talk stays in this turn."""


class Branch(Guard, Answer):
    """A kind of reply that a turn waits for, and the family's answer.

    Used once for each visit to the turn.
    """

    could_say: Proses = ()
    """Where this branch is a hurt or a miss: other words to try here."""


def _read_reaction(value: object) -> object:
    """Turn a name alone, or lines alone, into the fields of a reaction."""
    if isinstance(value, str):
        return {"branch": value}
    if isinstance(value, dict) and value.keys() <= Reaction.model_fields.keys():
        return value
    return {"says": value} if isinstance(value, dict | list) else value


class Reaction(Answer):
    """What the family does where its question is answered: a branch's answer, or another."""

    branch: Id | None = None
    """A branch of the turn whose answer is given. The name of a turn or an ending leads there."""


Reactions = dict[ShortAnswer, Annotated[Reaction, BeforeValidator(_read_reaction)]]


class Condition(Guard, Answer):
    """What the family asks for before it goes on, and what it does when that is met.

    It is met in words (`asked`), by a short answer (`answers`), or by what the reply does (the conditions of a branch).
    """

    asked: Proses = ()
    """Ways to say that it is so: "I've put it away"."""
    answers: Annotated[tuple[ShortAnswer, ...], BeforeValidator(wrap_single)] = ()


def _wrap_omissions(value: object) -> object:
    """Wrap a single omission in a list."""
    return [value] if isinstance(value, dict) else value


class Omission(Guard):
    """Lines of a turn's beginning that are left out once they are settled."""

    lines: Annotated[tuple[Annotated[int, Field(ge=1)], ...], BeforeValidator(wrap_single)] = ()
    """The lines that are left out, counted from 1; all of them if none is named."""


MOST_HELD = 2
"""Entries that hold a turn, at the most: after that the family goes on with its own."""


class Arrival(Guard):
    """Other lines with which the family begins a turn, used if the state meets their conditions."""

    says: Lines


class Turn(Frozen):
    """A place in the dialogue: the family's lines, and the branches that answer the reply."""

    says: Lines
    says_when_hurt: Lines = ()
    """Said instead while a hurt stands: shorter, flatter, or sharper."""
    says_if: tuple[Arrival, ...] = ()
    """Said instead where things stand so: the first that holds, looked at before `says_when_hurt`."""
    asks_back: Lines = ()
    """Said once where the reading is unsure between answers that matter; the next reply is read with the last."""
    opening: Opening | None = None
    topic: Id = "none"
    """What a turn without an opening is about."""
    context: Prose | None = None
    """What is known here, for reading replies that need it."""
    replies: dict[Id, Branch]
    otherwise: Annotated[tuple[Answer, ...], Field(min_length=1)]
    """First, second… time nothing fits. The last one leads on."""
    about: Id | None = None
    """The subject in play from here, for entries that ask about "it"; kept until another turn names one."""
    asked: dict[Id, Entry] = {}
    """What the family can be asked here alone, such as who "they" are in the line just said."""
    asks: Reactions = {}
    """What counts as an answer to the turn's own question, and what comes of it."""
    meets: dict[Id, Condition] = {}
    """What the family has asked for here, and what it does when that is met."""
    unless: Annotated[tuple[Omission, ...], BeforeValidator(_wrap_omissions)] = ()
    """When the turn's lines, or some of them, are left out because they are settled."""
    hold: Annotated[int, Field(ge=0, le=MOST_HELD)] = MOST_HELD
    """How many entries hold this turn before the family goes on with its own; 0 on a way out."""
    remark: Lines = ()
    """What follows a receiving or a deferring line here, while the turn stays."""
    present: Ids = ()
    """Who is in the room, and so can be spoken to and answer; everybody if nobody is named."""

    @model_validator(mode="before")
    @classmethod
    def _tell_branches_from_places(cls, value: Any) -> Any:
        """Take a reaction's name for a `goto` where the turn has no branch of that name."""
        if not isinstance(value, dict) or not isinstance(asks := value.get("asks"), dict):
            return value
        replies = value.get("replies")
        known = replies if isinstance(replies, dict) else {}
        placed = {
            kind: {"goto": reaction} if isinstance(reaction, str) and reaction not in known else reaction
            for kind, reaction in asks.items()
        }
        return {**value, "asks": placed}

    def find_topic(self) -> str:
        """Return the id of the topic that this turn of the conversation is about."""
        return self.opening.topic if self.opening else self.topic

    def list_own_answers(self) -> dict[str, Answer]:
        """Return the answers of `asks` and `meets`, by the names that they have among branches."""
        reactions = {f"asks:{kind}": reaction for kind, reaction in self.asks.items() if reaction.branch is None}
        return {**reactions, **{f"meets:{key}": condition for key, condition in self.meets.items()}}

    def answers(self) -> tuple[Answer, ...]:
        """All answers the family may give here: branches, reactions, and `otherwise`."""
        return (*self.replies.values(), *self.list_own_answers().values(), *self.otherwise)

    def listens_for(self) -> frozenset[str]:
        """The ids of the criteria that branches wait for; `any` stands for any harmful one."""
        guards: tuple[Guard, ...] = (*self.replies.values(), *self.meets.values())
        return frozenset(name for guard in guards for name in guard.met + guard.any_met + guard.hurt)


class Ending(Guard):
    """A way the conversation can end, with the conditions under which it does.

    `goto: end` takes the first ending whose conditions hold.
    """

    title: Prose
    says: Lines
    after: Prose
    """What happens later that day, in a sentence or two: consequences, never a verdict."""
    worry_open: bool = False
    """Whether the worry about the child is still open here: nobody has answered it yet."""


class Cover(Frozen):
    """The facts about a scenario that are needed to list and choose it, without its turns."""

    format: int = 1
    language: LanguageTag = BRITISH_ENGLISH
    """The language that it is written in."""
    title: Prose
    family: Id
    rubric: Id
    you_are: Prose
    setting: Prose
    difficulty: Difficulty
    minutes: Annotated[int, Field(ge=3, le=60)] = 15
    focus: Ids
    """The criteria this scenario gives room for."""
    content_note: Prose
    brief: Prose = ""
    """Never empty in a scenario's file; only covers that were made ready before they had one lack it."""
    concern: Prose = ""
    themes: Proses = ()
    """What a search finds it by, beside its words: who the family is, where, what about. Nothing that is told later."""
    start_here: Annotated[int, Field(ge=1, le=9)] | None = None
    """Its place among those to begin with."""
    towards_practitioner: bool = False
    """Racism towards the practitioner: opt-in only, with an alternative of equal standing."""
    alternative: Id | None = None
    review_status: ReviewStatus = ReviewStatus.DRAFTED
    reviewed_by: Proses = ()

    def cover(self) -> "Cover":
        """Copy the cover's fields alone, without the rest of a dialogue."""
        return Cover(**{name: getattr(self, name) for name in Cover.model_fields})


class Dialogue(Cover):
    """The file of a scenario: its cover, its turns and its endings. The file's stem is its id."""

    brief: Prose
    concern: Prose
    panel_link: Prose
    recommendations: tuple[Recommendation, ...] = ()
    """What the Panel asks for that this scenario gives practice in."""
    reality: Reality | None = None
    role_cards: RoleCards | None = None
    intentions: Proses = ()
    """Practice intentions someone might choose, in the first person."""
    calls: dict[Id, Prose] = {}
    """What an answer or a domain is called in this conversation, where nobody of a family is in it: by its id."""
    begins: Id
    turns: Annotated[dict[Id, Turn], Field(min_length=1)]
    endings: Annotated[dict[Id, Ending], Field(min_length=1)]
    afterwards: Afterwards = Afterwards()
    """What the page after the conversation needs its author for."""
    lines: LineBook = LineBook()
    """What each block of the family's lines does, as somebody found who read them."""
    variant_of: Id | None = None
    renamed: dict[Id, Id] = {}
    """Old turn ids and what they are called now, for rehearsals kept from before."""

    def leads_to(self, turn: str) -> frozenset[str]:
        """Return the ids of the turns and endings that can follow a turn."""
        return frozenset(answer.goto for answer in self.turns[turn].answers() if answer.goto)


# --- Example conversations beside a dialogue, run by `coach check`


class ExampleReply(Frozen):
    """A reply of an example, and what is expected after it.

    Only fields that are given are checked.
    """

    reply: str
    clear: Ids | None = None
    """Exactly these criteria are clear."""
    met: Ids = ()
    """At least these are clear."""
    not_met: Ids = ()
    """None of these is clear."""
    forms: Forms = ()
    branch: Id | None = None
    """The branch taken, or `otherwise`, `hurt` or `mended` for the turn's and the family's own."""
    turn: Id | None = None
    """Where the talk stands afterwards."""
    tells: Id | None = None
    ending: Id | None = None


class Example(Frozen):
    """A short example conversation with a scenario, and what is expected of it.

    `kind` says what kind of practitioner speaks: open, hesitant, euphemistic, harmful then repaired…
    """

    kind: Prose
    starts_at: Id | None = None
    replies: tuple[ExampleReply, ...]
    told: Ids | None = None
    """Exactly these silences were told, in whatever order."""
    openings: dict[Id, Id] = {}
    """How openings stand at the end: taken, partly, missed, not_reached."""
    ending: Id | None = None


class Examples(Frozen):
    """A file of example conversations for one scenario: `<scenario>.examples.yaml`."""

    format: int = 1
    examples: dict[Id, Example]
