"""The gate that all typed words pass before they are read or kept: distress first, then real people's details.

What may be of one's own distress, and what looks like a real person's detail, is asked about; what is plainly of one's
own distress is neither read nor kept. Nothing here keeps, logs or hands on the words themselves.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from coach.errors import CoachError, ReplyTooLong
from coach.matching.distress import may_be_distress, may_be_harm
from coach.practice.care import Care, care
from coach.practice.details import LEFT_OUT, Detail, kinds, look_for_details, names_with_titles
from coach.rehearsal.script import Script

LONGEST = 10_000
"""Characters in one reply, or in any other box: ten minutes' speech."""


class Question(StrEnum):
    """What is asked about words before they are read or kept."""

    FOR_WHOM = "for_whom"
    """Are they for the family, or of the typist's own distress?"""
    REAL_PEOPLE = "real_people"
    """Do they hold a real person's details?"""


ASKED = frozenset(Question)
"""For words about which everything was asked, and answered with "as they are"."""


@dataclass(frozen=True, slots=True)
class NeedsConfirmation:
    """Words that were neither read nor kept yet, because one question comes first. Holds none of the words."""

    question: Question
    details: tuple[Detail, ...] = ()
    """Where details stand in the words, and of which kinds."""
    harm: bool = False
    """Whether they may hint at harm to the typist's own self, so that places to turn are shown with the question."""


@dataclass(frozen=True, slots=True)
class Distress:
    """Words plainly of the typist's own distress: not read, not kept, and not to be said again by a front end."""


class WordsHeld(CoachError):
    """Words were stopped at the gate: neither read nor kept. `why` says what stopped them, without the words."""

    title = "Not read, and not kept"

    def __init__(self, why: NeedsConfirmation | Distress) -> None:
        message, advice = _told(why)
        super().__init__(message, advice)
        self.why = why


def _told(why: NeedsConfirmation | Distress) -> tuple[str, str]:
    if isinstance(why, Distress):
        return (
            "That may be about yourself. It was not read, and is not kept.",
            "Pause if you like.",
        )
    if why.question is Question.REAL_PEOPLE:
        return f"That may hold {kinds(why.details)}. It was not read, and is not kept.", "Leave real people out."
    return "That may be for you rather than for the family. It was not read, and is not kept.", "Pause, or say it anew."


@cache
def _shipped_care() -> Care:
    return care()


class Safeguard:
    """The gate of one rehearsal or one seat. It knows the words of its script, whose people are invented."""

    def __init__(self, known_words: Callable[[], frozenset[str]]) -> None:
        self._known_words = known_words
        self._known: frozenset[str] | None = None

    @property
    def known(self) -> frozenset[str]:
        """Words of the script, looked up once."""
        if self._known is None:
            self._known = self._known_words()
        return self._known

    def prepare(self) -> None:
        """Read everything that looking at words needs, so that the first reply does not wait for it."""
        self.of_reply("Hello.")
        look_for_details("Hello.", self.known)

    def of_reply(self, text: str, confirmed: Collection[Question] = ()) -> NeedsConfirmation | Distress | None:
        """Look at words meant for the family. Raises ReplyTooLong before anything is looked for.

        Args:
            text: what was typed.
            confirmed: the questions that the typist has answered with "yes, as it is".

        Returns:
            What stops the words, or None where they may be read and kept.
        """
        bounded(text)
        if Question.FOR_WHOM not in confirmed:
            if _shipped_care().touched(text):
                return Distress()
            own = text.replace(LEFT_OUT, "Somebody")  # a name, as far as the judgement is concerned
            if (harm := may_be_harm(own)) or may_be_distress(own):
                return NeedsConfirmation(Question.FOR_WHOM, harm=harm)
        return self._of_details(text, confirmed)

    def of_own_words(self, text: str, confirmed: Collection[Question] = ()) -> NeedsConfirmation | None:
        """Look at words that the typist writes for themselves, or for someone they turn to. Raises ReplyTooLong.

        A reflection may well say how one feels, so only plain distress and hints of self-harm are asked about.
        """
        bounded(text)
        if Question.FOR_WHOM not in confirmed and ((harm := may_be_harm(text)) or _shipped_care().touched(text)):
            return NeedsConfirmation(Question.FOR_WHOM, harm=harm)
        return self._of_details(text, confirmed)

    def of_shared_words(self, text: str, confirmed: Collection[Question] = ()) -> NeedsConfirmation | None:
        """Look at words written for other people: an answer, an exercise, a message. Raises ReplyTooLong.

        Only real people's details are asked about: such words speak of a family's distress as a matter of course.
        """
        bounded(text)
        return self._of_details(text, confirmed)

    def _of_details(self, text: str, confirmed: Collection[Question]) -> NeedsConfirmation | None:
        if Question.REAL_PEOPLE not in confirmed and (details := look_for_details(text, self.known)):
            return NeedsConfirmation(Question.REAL_PEOPLE, details)
        return None

    def hold_shared_words(self, texts: Iterable[str], confirmed: Collection[Question] = ()) -> None:
        """Let words for other people through, or raise WordsHeld or ReplyTooLong."""
        for text in texts:
            if text and (why := self.of_shared_words(text, confirmed)):
                raise WordsHeld(why)

    def hold_own_words(self, texts: Iterable[str], confirmed: Collection[Question] = ()) -> None:
        """Let own words through, or raise WordsHeld or ReplyTooLong."""
        for text in texts:
            if text and (why := self.of_own_words(text, confirmed)):
                raise WordsHeld(why)


def bounded(text: str) -> None:
    """Raise ReplyTooLong where a text is longer than anything that is read or kept here."""
    if len(text) > LONGEST:
        raise ReplyTooLong(
            f"That is more than the {LONGEST:,} characters that are taken at once.",
            "Nothing was sent or kept. Use fewer words.",
        )


def known_words(script: Script) -> frozenset[str]:
    """Collect the words a script itself uses, so that its invented people are not taken for real ones."""
    texts = [person.name for person in script.people.values()]
    texts += [line.text for turn in script.dialogue.turns.values() for line in turn.says]
    texts += [script.dialogue.brief, script.dialogue.setting, script.dialogue.concern]
    texts += [line.text for silence in script.silences.values() for line in silence.tells]
    words = frozenset(word.strip(".,;:!?'’\"()").casefold() for text in texts for word in text.split())
    beats = (*script.hurt_lines, *script.mended_lines, *script.asks_back, *script.asked_straight)
    said = [line.text for lines in beats for line in lines]
    return words | names_with_titles([script.dialogue.model_dump_json(), *texts, *said])
