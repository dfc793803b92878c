"""What each block of lines that a family can say does, as somebody found who read them all.

`LineBook` is the block `lines` of a dialogue's file. Nothing in it moves the family. The page after a conversation says
from it what the family did straight after a reply: no program could know that from words alone.

A block has an address: `a_turn` for the lines with which a turn begins (`a_turn#hurt` and `a_turn#if2` for its other
beginnings), `a_turn/a_branch`, `a_turn/otherwise2`, `a_turn/asks:yes`, `a_turn/meets:a_condition`,
`a_turn/asked:an_entry`, `knows:an_entry`, `silence:a_silence`, `ending:an_ending`. `@person` after an entry's address
means that person's answer alone, and `~2` their second take. What is said a second time (`again`), to what every family
can be asked, or where nothing answers, has no address: nothing is said of it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from coach.model.types import Frozen, Id, Prose, Proses, wrap_single

Address = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9_]+(#(hurt|if\d+))?(/[a-z0-9_]+)?(:[a-z0-9_]+)?(@[a-z0-9_]+(~\d+)?)?$"),
]
Addresses = Annotated[tuple[Address, ...], BeforeValidator(wrap_single)]
LONGEST_NEXT_WORDS = 40
"""Words of what is offered as a next line: a sentence or two, as people talk."""
LONGEST_LEFT = 25
"""Words of the sentence that says what is still open of a matter."""


class MatterFor(StrEnum):
    """Whom a matter waits for: the child, a plan, or the family themselves."""

    CHILD = "child"
    """It is left for the child, or whoever is at risk, after the conversation."""
    PLAN = "plan"
    """Somebody has to do it or put it in writing after the conversation."""
    THEM = "them"
    """They began something that wants an answer within the conversation."""


class Matter(Frozen):
    """A thing the family gives that a good supervisor would ask about afterwards."""

    id: Id
    for_: MatterFor = Field(alias="for")
    told: Addresses = ()
    """The blocks in which it is told, each plainly enough that it is in the room."""
    settled: Addresses = ()
    """The blocks after which it is no longer open: there it was heard, agreed, answered or told whole."""
    about: Proses = ()
    """Words of the telling, or beginnings of words, that a reply has which takes it up."""
    left: Prose
    """What is still open, true wherever it was told and not settled."""
    words: Prose
    """One way to take it up, or to settle it."""
    question: Prose
    """A question for supervision."""

    @property
    def still_unheard(self) -> bool:
        """Whether it is still to be told, so that nothing settles it but its telling.

        Who said "What she's said is two lines, and I want a door shut for those" has not said them, whatever was
        promised.
        """
        return "still unheard" in self.left


class LineBook(Frozen):
    """What the blocks of a family's lines do.

    Where it is empty, the page goes by what branches wait for.
    """

    told: Addresses = ()
    """They give something of themselves that they need not have: a feeling, something that happened, a worry."""
    drew_back: Addresses = ()
    """They rebuke, close a door, or go cold because of what was said."""
    safety: Addresses = ()
    """They make the child's safety now or soon a question."""
    names: dict[Id, Addresses] = {}
    """They put a subject of the rubric into words: by its id."""
    next_words: dict[Address, Proses] = {}
    """Words that would answer a block's last line well."""
    matters: tuple[Matter, ...] = ()
    """What a good supervisor would ask about afterwards, the weightiest first."""

    def __bool__(self) -> bool:
        """Whether the page goes by it, which it does once a block tells something or draws back.

        A book that was only begun, with a name here and there, would make marks of silence.
        """
        return bool(self.told or self.drew_back)

    def list_tagged(self) -> dict[tuple[str, ...], Addresses]:
        """Return each list of addresses, by its place: `("told",)`, or `("names", "race")`."""
        lists: dict[tuple[str, ...], Addresses] = {
            ("told",): self.told,
            ("drew_back",): self.drew_back,
            ("safety",): self.safety,
        }
        return lists | {("names", subject): addresses for subject, addresses in self.names.items()}

    def list_addresses(self) -> Addresses:
        """List every address in it, also those that stand in it twice."""
        tagged = (address for addresses in self.list_tagged().values() for address in addresses)
        matters = (address for matter in self.matters for address in (*matter.told, *matter.settled))
        return (*tagged, *self.next_words, *matters)

    def index_tags(self) -> dict[str, "LineTags"]:
        """Return what is said at each address, by the address as it is written."""
        told, drew_back, safety = set(self.told), set(self.drew_back), set(self.safety)
        names: dict[str, set[str]] = {}
        for subject, addresses in self.names.items():
            for address in addresses:
                names.setdefault(address, set()).add(subject)
        tells: dict[str, set[str]] = {}
        settles: dict[str, set[str]] = {}
        for matter in self.matters:
            for address in matter.told:
                tells.setdefault(address, set()).add(matter.id)
            for address in matter.settled:
                settles.setdefault(address, set()).add(matter.id)
        return {
            address: LineTags(
                told=address in told,
                drew_back=address in drew_back,
                safety=address in safety,
                names=frozenset(names.get(address, ())),
                next_words=self.next_words.get(address, ()),
                tells=frozenset(tells.get(address, ())),
                settles=frozenset(settles.get(address, ())),
            )
            for address in self.list_addresses()
        }


@dataclass(frozen=True, slots=True)
class LineTags:
    """What a book says of one block, or of one line."""

    told: bool = False
    drew_back: bool = False
    safety: bool = False
    names: frozenset[str] = frozenset()
    """The subjects that it puts into words, by their ids."""
    next_words: tuple[str, ...] = ()
    """Words that would answer its last line well."""
    tells: frozenset[str] = frozenset()
    """The matters that are told in it, by their ids."""
    settles: frozenset[str] = frozenset()
    """The matters that are no longer open after it."""

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return self != NOTHING_SAID

    def join(self, other: "LineTags") -> "LineTags":
        """Return what is said in either: at the address of a block, and at that of its entry."""
        return LineTags(
            told=self.told or other.told,
            drew_back=self.drew_back or other.drew_back,
            safety=self.safety or other.safety,
            names=self.names | other.names,
            next_words=self.next_words or other.next_words,
            tells=self.tells | other.tells,
            settles=self.settles | other.settles,
        )

    def agree(self, other: "LineTags", *, short: bool) -> "LineTags":
        """Return what is sure of a line that two blocks have: what both of them say.

        Words that answer a line in one block answer it in another too, unless the line is short: "Yes." to what?

        Args:
            other: what is said of the other block.
            short: whether the line says little by itself.
        """
        either = () if short else self.next_words or other.next_words
        return LineTags(
            told=self.told and other.told,
            drew_back=self.drew_back and other.drew_back,
            safety=self.safety and other.safety,
            names=self.names & other.names,
            next_words=self.next_words if self.next_words == other.next_words else either,
            tells=self.tells & other.tells,
            settles=self.settles & other.settles,
        )


NOTHING_SAID = LineTags()
"""What a book says of what does none of this."""
