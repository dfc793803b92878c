"""The gates that typed words pass before they are read: distress, and real people's details.

Begin with `Safeguard.of_reply`. Words that may be about the practitioner's own distress, or hold a real person's
details, are asked about first; words that clearly express own distress are neither read nor stored. Nothing here
stores, logs or passes on the words.
"""

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from coach.content.validation import bind
from coach.content.yaml_reader import UnusableContent, parse_yaml, read_own_file
from coach.errors import CoachError, ReplyTooLong
from coach.language.catalogue import say
from coach.matching.distress import add_meaning, may_be_distress, may_be_harm
from coach.model.submission import Submission
from coach.model.types import Frozen, Prose, Proses
from coach.records.paths import SIGNPOSTS_FILE, find_machine_folder, read_trusted_file
from coach.rehearsal.script import Script

# --- A light look for real people's details in what is typed. It warns, never blocks, and what it finds g

LEFT_OUT = "(left out)"
"""What stands where a detail was."""
KINDS = (
    "an e-mail address",
    "an NHS number",
    "a postcode",
    "a date of birth",
    "a telephone or case number",
    "an address",
    "somebody's name",
    "somebody's full name",
)
"""What real people's details can be, in words."""
_SHAPES = (
    ("an e-mail address", re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,9}")),
    ("an NHS number", re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")),
    ("a postcode", re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b", re.IGNORECASE)),
    (
        "a date of birth",
        re.compile(
            r"(?<!\d)(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})(?!\d)"
            r"|\b\d{1,2}(?:st|nd|rd|th)? (?:of )?"
            r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} (?:19|20)\d\d\b",
            re.IGNORECASE,
        ),
    ),
    ("a telephone or case number", re.compile(r"(?<!\d)\+?(?:\d[ -]?){6,}\d(?!\d)")),
)
"""Each reads a text in a time that grows no faster than its length: every run that can fail at its end is bounded."""

_STREETS = "Road|Street|Avenue|Lane|Close|Drive|Court|Crescent|Gardens|Terrace|Grove|Rd|Ave"
_ADDRESS = re.compile(
    r"(?:\b\d{1,4}[A-Za-z]?,? )?\b(?P<name>[A-Z][a-z]{1,30}(?: [A-Z][a-z]{1,30})?) (?:" + _STREETS + r")\b"
)

_PAIR = re.compile(r"\b(?=([A-Z][a-z]{2,}(?:[-'’][A-Z][a-z]+)?) ([A-Z][a-z]{2,}(?:[-'’][A-Z][a-z]+)?)\b)")
"""Looked for from every word: in `Has Mary Okonkwo` the name begins with the second."""

_TO_DO = frozenset(
    "ask call check email find give help invite meet phone remind ring see show speak take tell text thank visit "
    "write".split()
)
"""Words that begin what somebody is to do, and no name: `Ask Kelly`, at the beginning of a sentence or a line."""
_BEGINS = re.compile(r"(?:^|[.!?:;\n])[\s\-*•]*$")
_SMALL_WORDS = frozenset(
    "the and but what who how why when where which this that there they you your she her his him mum dad if is it in "
    "on at we he my no not yes please thank thanks sorry okay can could would will let has have had did does do was "
    "were are am should so then well also".split()
)
_WRITTEN_AS_NAME = re.compile(r"(?<=[\w,;] )(?P<name>[A-Z\u00c0-\u00de][^\W\d_]+)")
"""A word in capitals behind another word of its sentence."""
_NOT_NAMES = _SMALL_WORDS | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december mrs miss black white asian african caribbean british english scottish welsh "
    "irish roma traveller gypsy mixed heritage muslim sikh hindu christian jewish church school social child children "
    "family early help health visitor worker care services service year team working together south north east west "
    "new".split()
)

_CAPITAL = r"[A-Z\u00c0-\u00de]"
_NAME = rf"{_CAPITAL}(?:[^\W\d_]+(?:[-'’]{_CAPITAL}[^\W\d_]+)*|['’]{_CAPITAL}[^\W\d_]+)"
_SHORT = 3
"""Letters up to which a name is not also looked for without an s at its end, as in `Mr Haighs chart`."""
_TITLED = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|Revd?|Cllr|mr|mrs|ms|mx|dr)\b\.?"
    r"|(?:Miss|Sir|Dame|Doctor|Professor|Reverend|Pastor|Father|Sister|Brother|Imam|Rabbi|Sheikh|Councillor|Judge|Nurse)"
    r"\b)[ \u00a0]+(?P<name>(?:(?:de|da|del|van|von|der|den|al|el|bin|ibn)[ -])*"
    rf"{_NAME}(?: {_NAME})?)"
)
"""A title and what it stands before. After one, `Black`, `May` and `English` are names like any other."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A stretch of text that looks like a real person's detail, with its kind (`a postcode`)."""

    kind: str
    start: int
    end: int


def look_for_details(text: str, known: Iterable[str]) -> tuple[Detail, ...]:
    """Find everything in a text that looks like a real person's detail.

    Args:
        text: the text as typed.
        known: the words of the script, whose people are invented.
    """
    details: list[Detail] = []
    taken = bytearray(len(text))
    invented, spared = _spare_words(frozenset(known))
    people = _list_people(frozenset(known))

    def add(kind: str, start: int, end: int) -> None:
        """Add a detail, unless one was found at the same place before."""
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            details.append(Detail(kind, start, end))

    for kind, shape in _SHAPES:
        for match in shape.finditer(text):
            add(kind, match.start(), match.end())
    for match in _ADDRESS.finditer(text):
        if not set(match["name"].casefold().split()) & (invented | _SMALL_WORDS):
            add("an address", match.start(), match.end())
    for match in _TITLED.finditer(text):
        if not _is_invented(match["name"], people):
            add("somebody's name", match.start(), match.end())
    pairs: list[tuple[int, int]] = []
    for match in _PAIR.finditer(text):
        if not {match[1].casefold(), match[2].casefold()} & spared and not _is_to_do(text, match):
            first = pairs.pop()[0] if pairs and match.start(1) < pairs[-1][1] else match.start(1)
            pairs.append((first, match.end(2)))
    for start, end in pairs:
        add("somebody's full name", start, end)
    return tuple(sorted(details, key=lambda detail: detail.start))


def _is_to_do(text: str, pair: re.Match[str]) -> bool:
    """Whether the first of two words in capitals only says what to do, as in `Ask Kelly`."""
    return pair[1].casefold() in _TO_DO and _BEGINS.search(text, 0, pair.start(1)) is not None


@lru_cache(maxsize=8)
def _spare_words(known: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return a script's words in small letters, and those with all words that are no names."""
    invented = frozenset(word.casefold() for word in known)
    return invented, invented | _NOT_NAMES


@lru_cache(maxsize=8)
def _list_people(known: frozenset[str]) -> frozenset[str]:
    """Return the words that a script writes as names, in small letters.

    All of its words, where it tells none apart. A script that has "an allotment, bright and cold" has no Mrs Bright.
    """
    names = frozenset(word.casefold() for word in known if word[:1].isupper())
    return names or frozenset(word.casefold() for word in known)


def _is_invented(name: str, people: frozenset[str]) -> bool:
    """Whether a name after a title is an invented person's, or no name at all.

    "Mrs Okonkwo-Bright" is somebody else than the script's Mrs Okonkwo.

    Args:
        name: what stands behind the title.
        people: the words, in small letters, that the script writes as names.
    """
    parts = [part for word in name.casefold().split() for part in word.split("-")]
    first, *rest = parts or [""]
    if first in _SMALL_WORDS:
        return True
    # Behind the name of an invented person another word in capitals may begin what is said of them.
    double = "-" in name.split()[0]
    return all(_names(part) & people for part in (parts if double else [first])) or (
        not double and any(_names(part) & people for part in rest)
    )


def names_with_titles(texts: Iterable[str]) -> frozenset[str]:
    """Return the names that follow a title (Mrs, Dr) in texts, such as that of a teacher."""
    return frozenset(name for text in texts for match in _TITLED.finditer(text) for name in _names(match["name"]))


def look_through(texts: Iterable[str], known: Iterable[str]) -> tuple[Detail, ...]:
    """Find the details in several texts, for a caller who needs only their kinds.

    Args:
        texts: the texts as typed.
        known: the words of the script, whose people are invented.
    """
    spared = frozenset(known)
    return tuple(detail for text in texts for detail in look_for_details(text, spared))


def _names(name: str) -> frozenset[str]:
    """Split a name into its words and the halves of a double name, in small letters, to compare."""
    words = name.casefold().split()
    parts = {*words, *(part for word in words for part in word.split("-"))}
    return frozenset(parts | {part.removesuffix("s").rstrip("'’") for part in parts if len(part) > _SHORT})


def kinds(details: Iterable[Detail]) -> str:
    """Return the kinds of some details in words, without the details themselves; empty for none."""
    *before, last = dict.fromkeys(detail.kind for detail in details) or ("",)
    last = say(last) if last else last
    return say("{others} and {last}", others=", ".join(map(say, before)), last=last) if before else last


def without(text: str, details: Iterable[Detail]) -> str:
    """Return a text with the details replaced by `(left out)`."""
    kept: list[str] = []
    begins = 0
    for detail in sorted(details, key=lambda d: d.start):
        kept += (text[begins : detail.start], LEFT_OUT)
        # A space after it belongs to what stays.
        begins = detail.start + len(text[detail.start : detail.end].rstrip())
    return "".join((*kept, text[begins:]))


# --- Noticing distress, the pause, and where to turn (`docs/domain-rules.md#the-practitioners-own-distress`)

_QUOTES = re.compile(r" (?:said|says|wrote|chanted|chanting|the)$")
"""Before words that are somebody else's: `he said I want to die`."""
_LONGEST_QUOTE = 12
"""Letters before a phrase in which such a word stands."""


class Care(Frozen):
    """The content of the care file: signs of distress, what is said about them, and signposts."""

    distress: Proses
    pause: Prose
    distress_says: Prose
    asks: Prose
    asks_of_notes: Prose
    grounding: Prose
    signposts: Proses

    def is_touched_by(self, text: str) -> bool:
        """Whether words clearly speak of the practitioner's own distress."""
        words, sentences = f" {_simplify(text)} ", f" {_end_sentence(text)} "
        return any(_has_phrase(sign, sentences if ends else words) for ends, sign in _simplify_signs(self.distress))


class Signposts(Frozen):
    """A service's own signposts (places to turn to), from its local file."""

    signposts: Proses


def care(local: Path | None = None) -> Care:
    """Load the care file that ships, with a local file's signposts, or the whole machine's.

    Raises:
        UnusableContent: the local file cannot be used.
    """
    shipped = resources.files("coach.practice") / "care.yaml"
    known = bind(parse_yaml(Path("care.yaml"), shipped.read_text("utf-8")), Care)
    if local is None:
        return known
    machine = find_machine_folder(os.environ) / SIGNPOSTS_FILE
    if local.is_file():
        own = bind(read_own_file(local), Signposts)
    elif text := read_trusted_file(machine):
        own = bind(parse_yaml(machine, text), Signposts)
    else:
        return known
    return known.model_copy(update={"signposts": own.signposts})


def care_whatever(local: Path) -> Care:
    """Load the care file as `care` does, but without the local signposts if they cannot be used."""
    try:
        return care(local)
    except UnusableContent:
        return care()


def _has_phrase(phrase: str, words: str) -> bool:
    """Whether words contain a phrase that is not quoted from another person."""
    return phrase in words and any(
        not _QUOTES.search(words[max(0, matched.start() - _LONGEST_QUOTE) : matched.start()])
        and not words.startswith("laughing ", matched.end())
        for matched in re.finditer(re.escape(phrase), words)
    )


def _end_sentence(text: str) -> str:
    """Return the plain words of a text with a stop after each sentence.

    A phrase may ask for that stop: `can we stop please.` is said for oneself, `can we stop please and ask her` is not.
    """
    sentences = (_simplify(part) for part in re.split(r"[.!?…\n]+", text))
    return " ".join(f"{sentence} ." for sentence in sentences if sentence)


@cache
def _simplify_signs(signs: Proses) -> tuple[tuple[bool, str], ...]:
    """Simplify signs of distress, and say whether each asks for the end of its sentence."""
    ends = ((sign.endswith("."), sign) for sign in signs)
    return tuple((end, f" {_end_sentence(sign) if end else _simplify(sign)} ") for end, sign in ends)


def _simplify(text: str) -> str:
    """Return words in small letters without apostrophes or punctuation."""
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", re.sub(r"['’]", "", text.casefold())).split())


# --- The gate that all typed words pass before they are read or kept: distress first, then real people's

LONGEST = 10_000
"""Characters in one reply, or in any other box: ten minutes' speech."""


class Question(StrEnum):
    """A question to the practitioner about their words, before these are read or stored."""

    FOR_WHOM = "for_whom"
    """Are they for the family, or of the typist's own distress?"""
    REAL_PEOPLE = "real_people"
    """Do they hold a real person's details?"""


ASKED = frozenset(Question)
"""For words about which everything was asked, and answered with "as they are"."""


@dataclass(frozen=True, slots=True)
class NeedsConfirmation:
    """Result of a check: there is a question, and the words are not read or stored until then.

    It holds none of the words.
    """

    question: Question
    details: tuple[Detail, ...] = ()
    """Where details stand in the words, and of which kinds."""
    harm: bool = False
    """Whether they may hint at harm to the typist's own self, so that places to turn are shown with the question."""


@dataclass(frozen=True, slots=True)
class Distress:
    """Result of a check: the words express own distress, and are neither read nor stored.

    It holds none of the words.
    """


class WordsHeld(CoachError):
    """Error: a check stopped words, which are neither read nor stored. `why` is its result."""

    title = "Not read, and not kept"

    def __init__(self, why: NeedsConfirmation | Distress) -> None:
        message, advice = _describe_hold(why)
        super().__init__(message, advice)
        self.why = why


def _describe_hold(why: NeedsConfirmation | Distress) -> tuple[str, str]:
    """Return the message and the advice for words that a check stopped."""
    if isinstance(why, Distress):
        return (
            say("That may be about yourself. It was not read, and is not kept."),
            say("Pause if you like."),
        )
    if why.question is Question.REAL_PEOPLE:
        return say("That may hold {kinds}. It was not read, and is not kept.", kinds=kinds(why.details)), say(
            "Leave real people out."
        )
    return say("That may be for you rather than for the family. It was not read, and is not kept."), say(
        "Pause, or say it anew."
    )


@cache
def _shipped_care() -> Care:
    """Return the care file that ships; it is read once."""
    return care()


class Safeguard:
    """The checks (gates) on words typed in a rehearsal or room, for distress and real details.

    It knows the invented people of the script, which are no real people's details.
    """

    def __init__(self, known_words: Callable[[], frozenset[str]]) -> None:
        self._known_words = known_words
        self._known: frozenset[str] | None = None

    @property
    def script_words(self) -> frozenset[str]:
        """The words of the script; they are collected once."""
        if self._known is None:
            self._known = self._known_words()
        return self._known

    def prepare(self) -> None:
        """Load everything that the checks need, so that the first reply does not wait for it."""
        self.of_reply("Hello.")
        add_meaning("Hello.", 0.0)  # its words leave nothing open, so the gate above has not read its meaning
        look_for_details("Hello.", self.script_words)

    def of_reply(self, text: str, confirmed: Collection[Question] = ()) -> NeedsConfirmation | Distress | None:
        """Check words that are meant for the family.

        Args:
            text: the words as typed.
            confirmed: the gate's questions that were answered with "as it is".

        Returns:
            What stops the words; None if they may be read and stored.

        Raises:
            ReplyTooLong: there are too many words.
        """
        check_length(text)
        if Question.FOR_WHOM not in confirmed:
            if _shipped_care().is_touched_by(text):
                return Distress()
            own = text.replace(LEFT_OUT, "Somebody")  # a name, as far as the judgement is concerned
            if (harm := may_be_harm(own)) or may_be_distress(own):
                return NeedsConfirmation(Question.FOR_WHOM, harm=harm)
        return self._of_details(text, confirmed)

    def of_own_words(self, text: str, confirmed: Collection[Question] = ()) -> NeedsConfirmation | None:
        """Check words that a practitioner writes for themselves or for their supervisor.

        A reflection may well speak of feelings, so only clear distress and hints of self-harm are asked about.

        Args:
            text: the words as typed.
            confirmed: the gate's questions that were answered with "as it is".

        Returns:
            What the gate asks; None if the words may be stored.

        Raises:
            ReplyTooLong: there are too many words.
        """
        check_length(text)
        if Question.FOR_WHOM not in confirmed and ((harm := may_be_harm(text)) or _shipped_care().is_touched_by(text)):
            return NeedsConfirmation(Question.FOR_WHOM, harm=harm)
        return self._of_details(text, confirmed)

    def of_shared_words(self, text: str, confirmed: Collection[Question] = ()) -> NeedsConfirmation | None:
        """Check words that are meant for other people: a review, an exercise, a message.

        Only real people's details are asked about, because such words often speak of a family's distress.

        Args:
            text: the words as typed.
            confirmed: the gate's questions that were answered with "as it is".

        Returns:
            What the gate asks; None if the words may be stored.

        Raises:
            ReplyTooLong: there are too many words.
        """
        check_length(text)
        return self._of_details(text, confirmed)

    def _of_details(self, text: str, confirmed: Collection[Question]) -> NeedsConfirmation | None:
        """Ask about real people's details in a text; None if there are none, or they were confirmed."""
        if Question.REAL_PEOPLE not in confirmed and (details := look_for_details(text, self.script_words)):
            return NeedsConfirmation(Question.REAL_PEOPLE, details)
        return None

    def hold_shared_words(self, texts: Iterable[str], confirmed: Collection[Question] = ()) -> None:
        """Check words for other people; raise WordsHeld or ReplyTooLong if they are stopped."""
        for text in texts:
            if text and (why := self.of_shared_words(text, confirmed)):
                raise WordsHeld(why)

    def hold_own_words(self, texts: Iterable[str], confirmed: Collection[Question] = ()) -> None:
        """Check the practitioner's own words; raise WordsHeld or ReplyTooLong if they are stopped."""
        for text in texts:
            if text and (why := self.of_own_words(text, confirmed)):
                raise WordsHeld(why)


def check_length(text: str) -> None:
    """Raise ReplyTooLong if a text is longer than 10,000 characters."""
    if len(text) > LONGEST:
        raise ReplyTooLong(
            say("That is more than the {most} characters that are taken at once.", most=f"{LONGEST:,}"),
            say("Nothing was sent or kept. Use fewer words."),
        )


LONG_REPLY = 2_000
"""Characters from which a reply is asked about before it is said: two minutes' speech, or a page that was pasted."""


def is_long_reply(text: str) -> bool:
    """Whether a reply is so long that it may not be meant as one."""
    # What is too long to be read is refused anyway.
    return len(text.strip()) >= LONG_REPLY and len(text) <= LONGEST


def known_words(script: Script) -> frozenset[str]:
    """Return the words of a script, so that its invented people are not taken for real ones."""
    texts = [person.name for person in script.people.values()]
    texts += [line.text for turn in script.dialogue.turns.values() for line in turn.says]
    texts += [script.dialogue.brief, script.dialogue.setting, script.dialogue.concern]
    texts += [line.text for silence in script.silences.values() for line in silence.tells]
    texts += [line.text for line in script.list_bank_lines()]
    words = frozenset(word.strip(".,;:!?'’\"()").casefold() for text in texts for word in text.split())
    # Names as the script writes them: in capitals where no sentence begins.
    capital = frozenset(match["name"] for text in texts for match in _WRITTEN_AS_NAME.finditer(text))
    capital |= frozenset(word for person in script.people.values() for word in person.name.split())
    beats = (*script.hurt_lines, *script.mended_lines, *script.asks_back, *script.asked_straight)
    said = [line.text for lines in beats for line in lines]
    titled = names_with_titles([script.dialogue.model_dump_json(), *texts, *said])
    return words | capital | titled | frozenset(name.capitalize() for name in titled)


# --- What was typed


def typed_in(brought: Submission) -> Iterator[str]:
    """Yield everything in a submission that its practitioner typed, except their name.

    The rest is the script's or the coach's: a title, the family's lines, the coach's notes.
    """
    yield from (brought.question, brought.note, brought.intention)
    yield from (words for reflection in brought.reflections for words in (reflection.asked, reflection.words))
    for line in brought.lines:
        if line.reply:
            yield line.text
        yield from (note.own_note for note in line.notes)


def list_texts(value: object) -> Iterator[str]:
    """Yield every text in nested mappings and lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from list_texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from list_texts(part)
