"""Whether a later reply takes up an opening, a matter or a line of the family's.

Begin with `is_taken_up`. A page that says "no later line of yours comes back to it" must be sure of it, so whatever may
take something up does. What is left for the child or for a plan wants more than a word: something undertaken about it
(`undertakes`).
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from coach.debrief.promises import find_promises
from coach.debrief.wording import (
    FEW_WORDS,
    OFFERS_SELF,
    count_words_of,
    find_content_words,
)
from coach.matching.memory import remember
from coach.matching.sentences import ParsedText, parse
from coach.model.events import Replied
from coach.model.reading import Form
from coach.rehearsal.state import Exchange


@dataclass(frozen=True, slots=True)
class Uptake:
    """What takes something up in a later reply: any of these does."""

    words: frozenset[str] = frozenset()
    """Stems of words that carry its subject: one of them in a reply."""
    about: tuple[str, ...] = ()
    """Words of an author's, or beginnings of words: one of them in a reply."""
    subjects: frozenset[str] = frozenset()
    """Subjects of the page, by id, that it is about: a reply that names one of them."""
    any_subject: bool = False
    """Whether a reply that names any subject of the page is enough."""
    criteria: frozenset[str] = frozenset()
    """Criteria of the rubric that take it: even a possible verdict."""
    helpful: frozenset[str] | None = None
    """Criteria that help: one in the reply straight after it may have answered something as weighty first.

    With these, a short question straight after it takes it up too, and so does a silence that was told. None where only
    its own words and subjects count.
    """


def is_taken_up(signs: Uptake, later: Sequence[Exchange], names: Callable[[str], Collection[str]]) -> bool:
    """Whether any later reply takes something up.

    Args:
        signs: what takes it up.
        later: the replies after it, in order; the first came straight after it.
        names: finds the subjects, by id, that a text names.
    """
    return any(_takes_up(signs, exchange, names, first=exchange is later[0]) for exchange in later)


def _takes_up(signs: Uptake, exchange: Exchange, names: Callable[[str], Collection[str]], *, first: bool) -> bool:
    """Whether one later reply takes something up; `first` says that it came straight after it."""
    reply = exchange.event
    if not isinstance(reply, Replied):
        raise TypeError("a skipped line has no reply")
    named = names(reply.text)
    criteria = {verdict.criterion for verdict in (*reply.reading.verdicts, *reply.settled)}
    if (
        not signs.words.isdisjoint(find_content_words(reply.text))
        or count_words_of(reply.text, signs.about)
        or not signs.subjects.isdisjoint(named)
        or (signs.any_subject and named)
        or not signs.criteria.isdisjoint(criteria)
    ):
        return True
    if signs.helpful is None:
        return False
    asks = "?" in reply.text or {Form.OPEN_QUESTION, Form.CLOSED_QUESTION}.intersection(reply.reading.forms)
    short = bool(asks) and len(reply.text.split()) <= FEW_WORDS and not OFFERS_SELF.match(reply.text)
    answers = short or reply.reading.follows_up or not signs.helpful.isdisjoint(criteria)
    return (first and answers) or bool(exchange.told_silences)


# --- What is undertaken about it


@remember
def _promises(sentence: str) -> bool:
    """Whether a sentence promises something."""
    return bool(find_promises([(1, sentence)]))


_UNDERTAKES = re.compile(
    r"\b(?:(?:i|we|you|he|she|they) (?:will|shall|am going to|are going to|is going to|are gonna|am gonna|"
    r"have to|need to|must(?! (?:all )?be\b))|let us|shall we|(?:can|could|will|would) (?:i|we|you)|"
    r"(?:what|how) about (?:you|i|we) \w+|"
    r"(?:is|are) (?:held|stopped|on hold)|(?:does|do|will) not go|(?:i|we) have (?:just |already )?(?:written|put|"
    r"noted|changed|corrected|crossed|rung|asked|sent|booked))\b"
)
"""Words by which something is planned or decided: "we'll", "can you get her from the gate", "the report is held"."""


_BELIEVES = re.compile(r"\bi will believe (?:you|him|her|them)$")
"""A promise to believe, by which nothing is done: "You can tell me it's the police, and I'll believe you"."""
_IT = re.compile(r"\b(?:it|that|this|them)\b")
_DIRECTS = re.compile(
    r"^(?:(?:and|so|then|right|ok|okay|now|just) )*(?:put|write|type|say|strike|cross|take|change|call) (?:it|that|"
    r"this|"
    r"them|those)\b"
)
"""A colleague is told what to do: "Put it as a question", "Write that"."""


_SAYS_SOMETHING = 2
"""Content words of a sentence that is about something of its own."""
_WRITES = (
    r"(?:(?:just|now|also|quickly|going to|gonna|be) )*"
    r"(?:writ\w+|typ(?:e|ing)|not(?:e|ing)|record(?:ing)?|jot(?:ting)?|"
    r"(?:mak(?:e|ing)|tak(?:e|ing)) (?:a |some )?notes?|"
    r"putt?(?:ing)? (?:it|that|this|all that) down|putt?(?:ing)? (?:\w+ ){1,4}in (?:my|the) notes?)\b"
)
_ONLY_WRITES = re.compile(rf"\b(?:i|we) (?:am|are|will|shall) {_WRITES}")
_WILL_DO = re.compile(rf"\b(?:i|we|you) (?:will|shall|am going to|are going to|can|am|are) (?!{_WRITES})")


def only_writes(plain: str) -> bool:
    """Whether a sentence in plain words says that something is written down, and nothing else.

    What is written down is not asked, done or looked at by that.

    Args:
        plain: the sentence.
    """
    return _ONLY_WRITES.search(plain) is not None and _WILL_DO.search(plain) is None


def undertakes(text: str, about: Collection[str], cue: str = "", *, written: bool = True) -> bool:
    """Whether a reply undertakes something about a matter, in one sentence or the next.

    Args:
        text: the reply.
        about: words of the matter, or beginnings of words.
        cue: what the family had just said: "I'll take it out" may be about that.
        written: whether it is enough that something is written down.
    """
    parsed = parse(text)
    before, points_at = "", cue
    for at, sentence in enumerate(parsed.sentences):
        start, end = parsed.span(sentence.first, sentence.last)
        typed = text[start:end]
        plain = parsed.spell(sentence)
        if not written and only_writes(plain):
            before, points_at = typed, typed
            continue
        # "It" of the next sentence is what the one before was about.
        promises = _promises(typed) and not _BELIEVES.search(plain)
        if promises and count_words_of(f"{before} {typed}", about):
            return True
        # What is only written down is what the sentence just before says, however that points back itself.
        just_before = before if only_writes(plain) and find_content_words(before) else points_at
        beside = f"{just_before} {typed} {_find_stated_next(parsed, at)}"
        if _IT.search(plain) and promises and count_words_of(beside, about):
            return True
        if count_words_of(typed, about) and _UNDERTAKES.search(plain):
            return True
        if _DIRECTS.match(plain) and count_words_of(f"{before} {typed}", about):
            return True
        before = typed
        # "Right." has nothing at which "it" could point, and "You're right about that" points back itself.
        itself = len(find_content_words(typed)) >= _SAYS_SOMETHING and not _IT.search(plain)
        points_at = typed if itself else f"{points_at} {typed}"
    return False


def _find_stated_next(parsed: ParsedText, at: int) -> str:
    """Return the sentence behind another one; empty if it asks, for "it" never points at that.

    Args:
        parsed: the reply, split.
        at: the place of the other sentence.
    """
    following = parsed.sentences[at + 1 : at + 2]
    if not following or following[0].asks:
        return ""
    start, end = parsed.span(following[0].first, following[0].last)
    return parsed.text[start:end]


def promises_about(text: str, matter: str, fewest: int = 1) -> bool:
    """Whether a reply promises something in a sentence that shares words with a matter.

    Args:
        text: the reply.
        matter: what the matter is about, in a few words.
        fewest: how many words that carry a subject have to be shared.
    """
    parsed, wanted = parse(text), find_content_words(matter)
    spans = (parsed.span(sentence.first, sentence.last) for sentence in parsed.sentences)
    typed = (parsed.text[start:end] for start, end in spans)
    return any(len(find_content_words(one) & wanted) >= fewest and _promises(one) for one in typed)
