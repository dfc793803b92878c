"""What a scenario's author writes for the page after a conversation; all of it is optional.

`Afterwards` is the block of a dialogue's file. Nothing in it moves the family: it says what no program could know, such
as which promise is not a practitioner's alone to give, and each part is shown only where its condition is met.
"""

from typing import Annotated

from pydantic import Field

from coach.model.types import Frozen, Ids, Phrases, Prose, Proses


class EndState(Frozen):
    """Conditions on how things stand at the end of a conversation; all that are given must hold."""

    told: Ids = ()
    """Each of these silences was told."""
    not_told: Ids = ()
    remembers: Ids = ()
    """Each of these marks was left by an answer of the family's."""
    not_remembers: Ids = ()
    reached: Ids = ()
    """The conversation came to one of these turns."""


class SharedPromise(Frozen):
    """A promise that is not the practitioner's alone to give, known by its words."""

    words: Annotated[Phrases, Field(min_length=1)]
    """Any one of these in a sentence of the practitioner's that is no question."""
    because: Prose
    """Who decides, and what else hangs on it, in a sentence or two."""
    could_say: Proses = ()
    """Another way to say it."""


class UnplannedMatter(EndState):
    """A matter that was told and that a plan would answer, shown where no reply does."""

    about: Prose
    """What it is, in a phrase: 'the word that the boys use'."""
    answered_by: Annotated[Phrases, Field(min_length=1)]
    """Any one of these, in any reply of the practitioner's, answers it."""
    could_say: Proses = ()
    """Read and not shown: what is left stands without words to try, and older libraries have them."""


class UnsupportedWords(Frozen):
    """Words that must not be left standing while the worry is open, such as 'seemed fine'."""

    words: Annotated[Phrases, Field(min_length=1)]
    question: Prose
    """What to ask oneself before it is written up."""


class SupervisionQuestion(EndState):
    """A question for supervision, shown where its conditions hold at the end."""

    question: Prose
    words: Phrases = ()
    """And a reply of the practitioner's has one of these."""
    after_ending: Ids = ()
    """And the conversation came to one of these endings."""
    answered_by: Phrases = ()
    """And no reply of the practitioner's has any of these, by which they asked it themselves."""

    @property
    def is_for_every_end(self) -> bool:
        """Whether it hangs on nothing that was told, said or reached."""
        conditions = (self.told, self.not_told, self.remembers, self.not_remembers, self.reached)
        return not any((*conditions, self.words, self.after_ending))


class Afterwards(Frozen):
    """The block `afterwards` of a dialogue: what its author writes for the page."""

    not_yours_alone: tuple[SharedPromise, ...] = ()
    children: Ids = ()
    """The persons of the family who are the child or children: what they say are the child's own words."""
    child_said: Proses = ()
    """The child's own words within other lines of the family's, as they stand there."""
    worry_open: bool = False
    """Whether the worry is still open where the conversation was stopped before an ending."""
    unplanned: tuple[UnplannedMatter, ...] = ()
    must_not_be_left: tuple[UnsupportedWords, ...] = ()
    questions: tuple[SupervisionQuestion, ...] = ()
    """The first whose conditions hold is asked."""
