"""The page of a debrief as frozen models: a picture, and cards of facts and whole lines.

`DebriefPage`, at the end, is the whole of it, and every front end draws it; `page_builder.build_page` makes it. No
field could hold a score, and what the coach says itself stands apart from what was said in the conversation.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from coach.language.catalogue import say
from coach.model.types import Frozen

# --- What was said


class SaidLine(Frozen):
    """A whole line of the conversation, unchanged, with its speaker."""

    part: Literal["line"] = "line"
    speaker: str
    """`You` for the practitioner; the name beside the line for a person of the family."""
    text: str
    how: str = ""
    """How the family said it, as a stage direction."""
    reply: int = 0
    """The reply's number if the practitioner said it; 0 for a line of the family's."""
    scene: bool = False
    """It is something seen and not said."""


# --- The picture: one mark a reply


class MarkKind(StrEnum):
    """What the family did straight after a reply, by its lines or by the branch that answered."""

    TOLD_MORE = "told_more"
    TALKED_ON = "talked_on"
    DREW_BACK = "drew_back"
    SPOKE_UP = "spoke_up"
    PUT_RIGHT = "put_right"
    NOT_TAKEN_UP = "not_taken_up"


SIGNS = {
    MarkKind.TOLD_MORE: "●",
    MarkKind.TALKED_ON: "·",
    MarkKind.DREW_BACK: "▽",
    MarkKind.SPOKE_UP: "▲",
    MarkKind.PUT_RIGHT: "◆",
    MarkKind.NOT_TAKEN_UP: "○",
}
"""The sign of each kind of mark, which differ by shape and not by colour alone."""

MEANINGS = {
    MarkKind.TOLD_MORE: "they told more straight after",
    MarkKind.TALKED_ON: "they talked on",
    MarkKind.DREW_BACK: "they drew back",
    MarkKind.SPOKE_UP: "they spoke up about what you said",
    MarkKind.PUT_RIGHT: "you put something right",
    MarkKind.NOT_TAKEN_UP: "they began something, and it wasn't taken up",
}
"""What each mark means, in words that stand without the sign."""


class PictureMark(Frozen):
    """The mark of one reply, with the lines around it and the subjects that were named there."""

    reply: int
    kind: MarkKind
    before: SaidLine | None
    """The family's last line before the reply."""
    said: SaidLine
    """The reply, whole."""
    after: tuple[SaidLine, ...]
    """What the family said straight after it, scenes left out."""
    by_you: tuple[str, ...] = ()
    """The subjects, by id, that the reply named or asked about."""
    by_them: tuple[str, ...] = ()
    """The subjects, by id, that the family named in the lines straight after it."""
    noted: tuple[str, ...] = ()
    """Subjects, by id, that a note of the coach's surely says were named, in other words than a subject's own."""

    @property
    def yours(self) -> tuple[str, ...]:
        """The subjects, by id, that the picture shows as named by the practitioner."""
        return (*self.by_you, *self.noted)

    @property
    def sign(self) -> str:
        """The sign of the mark."""
        return SIGNS[self.kind]

    def describe(self) -> str:
        """Return the mark in words: `Reply 4: they told more straight after`."""
        return say("Reply {reply}: {meaning}", reply=self.reply, meaning=say(MEANINGS[self.kind]))


class PictureSubject(Frozen):
    """A subject whose naming is shown under the picture, such as race."""

    id: str
    name: str


class ConversationPicture(Frozen):
    """The picture of a conversation: one mark a reply, in order. It describes no person."""

    marks: tuple[PictureMark, ...] = ()
    subjects: tuple[PictureSubject, ...] = ()

    def list_kinds(self) -> tuple[MarkKind, ...]:
        """Return the kinds of mark that occur, in the order in which they are explained."""
        present = {mark.kind for mark in self.marks}
        return tuple(kind for kind in MarkKind if kind in present)


# --- Cards


GO_BACK_TO = "To go back to"
"""The heading of a card of kind `BACK`."""


def say_went_back(reply: int, mending: int) -> str:
    """Say when a reply was gone back to, in a sentence.

    Args:
        reply: the number of the reply.
        mending: the number of the later one.
    """
    return say("You went back to it straight after.") if mending == reply + 1 else say("You went back to it later.")


def say_went_back_to(replies: tuple[int, ...], mending: int) -> str:
    """Say when one reply or two were gone back to, in a sentence.

    Args:
        replies: the numbers of the replies.
        mending: the number of the later one.
    """
    return say("You went back to both.") if len(replies) > 1 else say_went_back(replies[0], mending)


class CardKind(StrEnum):
    """The kind of a card, in the order of the page."""

    CHOSEN = "chosen"
    """A line that the practitioner would stand by, or would take back."""
    LATER = "later"
    """What happened later that day, by the ending that was reached."""
    SUBJECT = "subject"
    """Where a subject came up: their line and yours, and what they did straight after."""
    KEEP = "keep"
    BACK = "back"
    """One to go back to."""
    PROMISE = "promise"
    CHILD = "child"
    """What is left for the child, or for a plan."""
    QUESTION = "question"
    """A question for supervision."""


class CardText(Frozen):
    """A sentence or two of the coach's or the author's on a card."""

    part: Literal["text"] = "text"
    text: str


class CardSuggestion(Frozen):
    """Other words to try, which the scenario's author wrote for this very line."""

    part: Literal["suggestion"] = "suggestion"
    text: str


CardPart = Annotated[SaidLine | CardText | CardSuggestion, Field(discriminator="part")]


HURT = "back-"
"""What the id of a card begins with that goes back to a reply that hurt."""


class DebriefCard(Frozen):
    """A claim of a debrief with its lines, which the practitioner can call not so."""

    id: str
    """Stable within an attempt, such as `keep-4`: what a practitioner's "not so" is kept under."""
    kind: CardKind
    title: str
    brief: str
    """The card in one line, for a page that folds it."""
    parts: tuple[CardPart, ...]
    replies: tuple[int, ...] = ()
    """The replies that it is about: any of them can be said again."""

    def list_own_words(self) -> Iterator[str]:
        """Yield the texts of the card that nobody said in the conversation."""
        yield self.title
        yield from (part.text for part in self.parts if not isinstance(part, SaidLine))

    def count_own_words(self) -> int:
        """Count the words of the card that nobody said in the conversation."""
        return sum(len(text.split()) for text in self.list_own_words())

    def keep_ways(self, most: int) -> "DebriefCard":
        """Return the card with so many suggestions at the most."""
        ways = [part for part in self.parts if isinstance(part, CardSuggestion)][most:]
        return self.model_copy(update={"parts": tuple(part for part in self.parts if part not in ways)})


class SpeechCount(Frozen):
    """A way of talking, such as open questions, and how often it was used: no norm."""

    name: str
    said: str


# --- The page


AGAIN, BACK = "would_say_again", "would_take_back"
"""What the answers before the page are kept under, in `Reflected.on`; those of a later attempt end in its number."""
ANSWER_NAMES = {AGAIN: "Would stand by", BACK: "Would take back"}
"""What the answers are called in a list. To say a line again means to say it in other words, everywhere."""


class LearnerAnswers(Frozen):
    """What the practitioner answered before the page: two lines, each of which can be left."""

    again: str = ""
    """Which line they would stand by: a number or a few words."""
    back: str = ""
    """Which line they would take back."""

    @property
    def is_given(self) -> bool:
        """Whether either of them was answered."""
        return bool(self.again or self.back)


class DebriefPage(Frozen):
    """The first page of the debrief of one attempt."""

    title: str
    attempt: int
    attempts: int
    stops: str = ""
    """Why the attempt is shown only in part, in a sentence; empty if it is whole."""
    intention: str = ""
    """What the practitioner wanted to practise."""
    happened: str = ""
    """What the practitioner said of whether it happened, in a line; empty if nothing yet."""
    picture: ConversationPicture
    cards: tuple[DebriefCard, ...] = ()
    """In the order of the page, without those that the practitioner took off."""
    taken_off: tuple[DebriefCard, ...] = ()
    """The cards that the practitioner called not so."""
    talk: tuple[SpeechCount, ...] = ()
    """How the practitioner talked, which stands behind "more"."""
    limits: str
    """What the coach cannot tell."""
    close: str

    def list_cards(self, kind: CardKind) -> tuple[DebriefCard, ...]:
        """Return the cards of one kind, in order."""
        return tuple(card for card in self.cards if card.kind is kind)

    def find_card(self, key: str) -> DebriefCard | None:
        """Return a card by its id, taken off or not; None if the page has none of that id."""
        return next((card for card in (*self.cards, *self.taken_off) if card.id == key), None)
