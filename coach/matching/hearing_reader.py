"""What a reply does in the conversation: how it answers, what it asks, whom it speaks to.

Begin with `find_short_answers`, `find_question_kind` and `find_addressee`; `split_reply` cuts a reply into what an
entry may answer. All work on words alone, without weights. The first three are asked only where the family has asked
something, or where nothing that is written fits, so they may be generous.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from coach.matching.masked_names import find_greeted, find_named, find_spoken_to, has_you, mask_names
from coach.matching.sentences import ParsedText, Sentence, cut_questions, parse
from coach.matching.speech_acts import AUXILIARIES, LEADING, classify_question
from coach.model.conditions import SCENE, Lines
from coach.model.reading import QuestionKind, ShortAnswer
from coach.model.scenario import Person

Words = tuple[str, ...]


def _phrases(*written: str) -> tuple[Words, ...]:
    """Split phrases into words, the longest first, so that the most particular one is heard."""
    return tuple(sorted((tuple(phrase.split()) for phrase in written), key=len, reverse=True))


_YES = _phrases(
    *"yes yeah yea yep yup yah aye ye yh yis absolutely definitely certainly indeed exactly sure surely course".split(),
    *"please gladly mhm mm ok okay fine true correct agreed always".split(),
    *("of course", "i do", "i did", "i am", "i have", "i will", "i can", "i was", "i would", "we do", "we did"),
    *("we are", "we have", "we will", "it is", "it was", "it does", "it did", "that is right", "that is it", "you can"),
    *("i think so", "i believe so", "i hope so", "i am afraid so", "afraid so", "go on then", "go on", "i would love"),
    *("they do", "they did", "they are", "they will", "she does", "she did", "he does", "he did", "you do", "you are"),
    *("that would be", "too right", "i should think so", "yes please", "you may", "if you like", "happily"),
)
_NO = _phrases(
    *"no nope nah naw na never nay nae".split(),
    *("not really", "not at all", "not yet", "not me", "not now", "not today", "not that i know of", "not one"),
    *("i do not", "i did not", "i am not", "i have not", "i will not", "i can not", "i was not", "i would not"),
    *("we do not", "we did not", "we are not", "we have not", "we will not", "it is not", "it was not", "it does not"),
    *("it did not", "it will not", "they do not", "they did not", "they are not", "they will not", "she does not"),
    *("she did not", "he does not", "he did not", "you do not", "i am afraid not", "afraid not", "hardly"),
    *("i do not think so", "i should not think so", "i hope not", "no way", "nobody", "nothing", "none"),
)
_NOT_NO = _phrases(
    *("no worries", "no problem", "no bother", "no wonder", "no doubt", "no rush", "no hurry", "no pressure"),
    *("no need", "no idea", "no clue", "no one", "no matter", "never mind", "no pun", "not to worry", "nobody else"),
)
_DONT_KNOW = _phrases(
    *(
        "i do not know",
        "do not know",
        "do not ken",
        "i do not ken",
        "i did not know",
        "i dunno",
        "dunno",
        "i do not rightly know",
    ),
    *("i do not really know", "i honestly do not know", "i do not actually know", "i do not know yet"),
    *("i am not sure", "not sure", "i am not certain", "not certain", "no idea", "i have no idea"),
    *(
        "i have not a clue",
        "not a clue",
        "no clue",
        "i have not the foggiest",
        "i could not say",
        "i could not tell you",
    ),
    *("i can not say", "i can not tell you", "could not tell you", "i can not remember", "i do not remember"),
    *("i would have to check", "i would need to check", "i will have to check", "i will need to check"),
    *("i would have to ask", "i will have to ask", "i would have to find out", "i will have to find out"),
    *("i will find out", "i have to find out", "i wish i knew", "god knows", "goodness knows", "who knows", "beats me"),
    *("search me", "your guess is as good as mine", "hard to say", "i have not been told", "i was not told"),
    *("nobody has told me", "nobody told me", "i do not have that", "i have not got that", "i was not there"),
    *("i do not have an answer", "i have not got an answer", "i am none the wiser"),
)
_WEAK = _phrases(*"ok okay mm mhm fine true correct exactly agreed always sure surely please".split(), "go on")
_WEAK_WORDS = frozenset(word for phrase in _WEAK for word in phrase)
"""Words that are a yes by themselves, and else begin a sentence of another sort."""
_MAY_FOLLOW = frozenset("and but so thanks thank love honestly really actually either yet though i you please".split())
"""Words that may follow "I do" or "not really" without a comma, and leave it an answer."""
_LEFT_OPEN = frozenset("if whether what who when where why which how either yet though sorry and but honestly".split())
"""Words after which "I don't know" stays one: "I don't know what they told you"."""
_DOES = frozenset(
    "moved put closed shut switched turned taken rung called sent written crossed signed changed opened brought "
    "fetched rubbed deleted ripped torn sat done stopped finished corrected fixed booked asked left dropped".split()
)
_DOING = frozenset(
    "moving putting closing shutting switching turning taking ringing calling sending writing crossing signing "
    "changing opening getting fetching rubbing deleting ripping tearing sitting stopping correcting booking".split()
)
_WILL_DO = frozenset(
    "move put close shut switch turn take ring call send write cross sign change open bring fetch rub delete rip "
    "tear sit stop correct fix book leave shift pop stick".split()
)
_THERE = _phrases("done", "there", "there you go", "there you are", "all done", "sorted", "like that", "here you go")
_STATES_DONE = _phrases("it is off", "it is away", "it is done", "it is shut", "that is off", "that is done")
_ACTS_IT_OUT = re.compile(r"\s*[(*\[]\s*\w+")
"""A stage direction of the practitioner's own: "(closes the laptop)"."""
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty hundred thousand half quarter once twice dozen couple first "
    "second third fourth".split()
)
_TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december today tomorrow yesterday tonight morning afternoon evening lunchtime midday noon "
    "midnight week month fortnight year oclock o'clock".split()
)
_NAMES_IT = _phrases("my name is", "i am called", "it is called", "he is called", "she is called", "they call me")
SOFT = LEADING | frozenset("honestly truthfully actually really just um er uh oh god look listen love".split())
FEW = 3
"""Words beyond a short answer that still leave the reply nothing but that answer."""
FEWEST_TOLD = 4
"""Words of a sentence in which something is told."""


def find_short_answers(parsed: ParsedText) -> tuple[tuple[ShortAnswer, ...], bool]:
    """Find how a reply answers a question of the family's.

    Args:
        parsed: the reply.

    Returns:
        The ways, the surest first, and whether the reply is that answer and nothing else.
    """
    answers: list[ShortAnswer] = []
    used = 0
    words = parsed.words
    if where := _find_dont_know(parsed):
        answers.append(ShortAnswer.DONT_KNOW)
        used = max(used, where[1] - where[0])
    for sentence in parsed.sentences[:2]:
        heard, length = find_yes_or_no(parsed, sentence)
        if heard is not None:
            if heard not in answers:
                answers.append(heard)
            used = max(used, length)
            break
    if _is_done(parsed):
        answers.append(ShortAnswer.DONE)
    told = [sentence for sentence in parsed.sentences if not is_asking(parsed, sentence)]
    if _holds_fact(parsed, told):
        answers.append(ShortAnswer.FACT)
    if any(sentence.last - sentence.first >= FEWEST_TOLD for sentence in told):
        answers.append(ShortAnswer.TOLD)
    substance = sum(1 for word in words if word not in SOFT)
    return tuple(answers), bool(answers) and len(told) == len(parsed.sentences) and substance <= used + FEW


def _find_dont_know(parsed: ParsedText) -> tuple[int, int] | None:
    """Find where the practitioner says "I don't know"; the first word and the one past the last.

    It begins a sentence or a clause: "you don't know" and "I'm sure they don't know" are said of others.
    """
    words = parsed.words
    starts = {sentence.first for sentence in parsed.sentences} | parsed.soft.keys()
    for at in range(len(words)):
        begins = at in starts or (at and words[at - 1] in SOFT | {"and", "but", "so", "no", "well"})
        if not begins or (match := _match(words[at:], _DONT_KNOW)) is None:
            continue
        after = at + len(match)
        # "I don't know him" and "I'm not sure that's right" answer nothing.
        if _ends_at(parsed, after) or words[after] in _LEFT_OPEN:
            return at, after
    return None


def find_yes_or_no(parsed: ParsedText, sentence: Sentence) -> tuple[ShortAnswer | None, int]:
    """Find a yes or a no at the beginning of a sentence, and how many words it takes.

    "Yeah, no" is a no, and "no, yeah" a yes: of several at the beginning the last counts.
    """
    words = parsed.words[sentence.first : sentence.last]
    at, heard, length = 0, None, 0
    while at < len(words):
        rest = words[at:]
        if (skipped := _match(rest, _NOT_NO)) is not None:
            at += len(skipped)
            continue
        if (match := _match(rest, _NO)) and not _begins_statement(parsed, sentence.first + at, match):
            heard, length = ShortAnswer.NO, length + len(match)
            at += len(match)
        elif (match := _match(rest, _YES)) and not _begins_statement(parsed, sentence.first + at, match):
            # "OK" and "please" only answer where nothing else has: "Oh no, please don't."
            heard = ShortAnswer.YES if heard is None or match not in _WEAK else heard
            at, length = at + len(match), length + len(match)
        elif rest[0] in SOFT:
            at += 1
        else:
            break
    # "No?" and "Yes?" ask; "Did I?" does too. "OK." before more is no answer.
    weak = heard is ShortAnswer.YES and all(word in _WEAK_WORDS | SOFT for word in words[:at])
    goes_on = len(parsed.words) > at + FEW
    return (None, 0) if (sentence.asks and at >= len(words)) or (weak and goes_on) else (heard, length)


def _begins_statement(parsed: ParsedText, at: int, match: Words) -> bool:
    """Whether "I am" or "I don't" only begins a sentence of more: "I am from the school".

    Args:
        parsed: the reply.
        at: the number of the first word.
        match: the words that might be an answer by themselves.
    """
    after = at + len(match)
    if _ends_at(parsed, after) or parsed.words[after] in _MAY_FOLLOW:
        return False
    return match[-1] in AUXILIARIES | {"not", "nothing", "nobody", "none", "never"} or match in _WEAK


def _ends_at(parsed: ParsedText, after: int) -> bool:
    """Whether a sentence or a clause ends before a word."""
    ends = after >= len(parsed.words) or after in parsed.soft
    return ends or any(sentence.first == after for sentence in parsed.sentences)


def _is_done(parsed: ParsedText) -> bool:
    """Whether a reply says that what was asked for is done, or being done."""
    words = parsed.words
    if _ACTS_IT_OUT.match(parsed.text):
        return True
    for sentence in parsed.sentences:
        if sentence.asks:
            continue
        said = tuple(word for word in words[sentence.first : sentence.last] if word not in ("just", "now", "already"))
        while said and said[0] in SOFT - {"there"}:
            said = said[1:]
        if said in _THERE or _match(said[1:] if said[:1] == ("there",) else said, _STATES_DONE):
            return True
        for at in range(len(said) - 2):
            if said[at : at + 2] == ("i", "have") and said[at + 2] in _DOES:
                return True
            if said[at : at + 2] == ("i", "am") and said[at + 2] in _DOING:
                return True
            if said[at : at + 2] in (("i", "will"), ("let", "me")) and said[at + 2] in _WILL_DO:
                return True
    return False


def _holds_fact(parsed: ParsedText, told: Iterable[Sentence]) -> bool:
    """Whether what is told holds a name, a number, a day or a time."""
    for sentence in told:
        words = parsed.words[sentence.first : sentence.last]
        if any(word[:1].isdigit() or word in _NUMBERS or word in _TIMES for word in words):
            return True
        if any(_match(words[at:], _NAMES_IT) for at in range(len(words))):
            return True
        for number in range(sentence.first + 1, sentence.last):
            token = parsed.tokens[number]
            written = parsed.text[token.start : token.end]
            if written[:1].isupper() and not written.startswith(("I'", "I’")) and written != "I":
                return True
    return False


def find_question_kind(parsed: ParsedText) -> QuestionKind | None:
    """Find what the last question of a reply asks; None if the reply asks nothing."""
    for sentence in reversed(parsed.sentences):
        if (kind := classify_sentence(parsed, sentence)) is not None:
            return kind
    return None


def classify_sentence(parsed: ParsedText, sentence: Sentence) -> QuestionKind | None:
    """Return what a sentence asks; None for a statement."""
    return _classify_kind(parsed.words[sentence.first : sentence.last]) if is_asking(parsed, sentence) else None


def is_asking(parsed: ParsedText, sentence: Sentence) -> bool:
    """Whether a sentence asks, with or without a question mark."""
    words = parsed.words[sentence.first : sentence.last]
    # "Told them what" asks without a sign, as people type.
    if sentence.asks or (1 < len(words) <= _SHORT_QUESTION and words[-1] in _ENDS_ASKING):
        return True
    if words[-2:] == ("how", "come") or _ASKS_OPENLY.match(" ".join(words)):
        return True
    if words[:1] == ("who",) and len(words) > 2 and words[1].endswith("s"):  # "who looks after her"
        return True
    kind = classify_question(words, False)
    return kind is not None and not _is_statement_of_wish(words)


_SHORT_QUESTION = 5
_ASKS_OPENLY = re.compile(r"(?:(?:and|so|then|now|well|okay|ok|right|yes) )*i (?:ask|am asking) (?:you )?about\b")
"""Words such as "Then I ask you about the bus", which ask without a question's form."""
_ENDS_ASKING = frozenset("what who where why".split())


def _is_statement_of_wish(words: Words) -> bool:
    """Whether words such as "I'd like to hear" only wish, and so wait for no fact."""
    return words[:1] == ("i",)


def _classify_kind(words: Words) -> QuestionKind:
    """Return what a question asks, by its words."""
    at = 0
    while at < len(words) - 1 and words[at] in SOFT | {"if", "can", "could"} and words[at] not in AUXILIARIES:
        at += 1
    rest = words[at:]
    for number, word in enumerate(rest):
        following = rest[number + 1 : number + 2]
        if word == "how":
            if following and following[0] in ("many", "much", "often", "old", "long", "far", "big", "tall"):
                return QuestionKind.HOW_MANY
            return QuestionKind.WHY if following == ("come",) else QuestionKind.WHAT
        if word in ("what", "which"):
            if following and following[0] in ("time", "day", "year", "month", "date"):
                return QuestionKind.WHEN
            if word == "what" and rest[-1] == "for":
                return QuestionKind.WHY
            return QuestionKind.WHAT
        # "Do you know when he left?" asks when; "Did he cry when he left?" asks for yes or no.
        if word in _WH and (number == 0 or rest[0] not in AUXILIARIES or rest[number - 1] in _ASKS_AFTER):
            return _WH[word]
    return QuestionKind.YES_OR_NO


_WH = {
    "who": QuestionKind.WHO,
    "whose": QuestionKind.WHO,
    "whom": QuestionKind.WHO,
    "when": QuestionKind.WHEN,
    "where": QuestionKind.WHERE,
    "why": QuestionKind.WHY,
}
_ASKS_AFTER = frozenset("know me say remember tell wonder ask idea".split())


def match_no_answer(words: Words) -> bool:
    """Whether words begin with what only sounds like a no, such as "no worries"."""
    return _match(words, _NOT_NO) is not None


def _match(words: Words, phrases: tuple[Words, ...]) -> Words | None:
    """Return the longest phrase with which the words begin, or None."""
    return next((phrase for phrase in phrases if words[: len(phrase)] == phrase), None)


# --- Who a reply speaks to

_BEFORE = (
    r"(?:and|so|well|but|ok|okay|oh|hi|hello|hiya|hey|right|thanks|thank you|sorry|no|yes|yeah|now|then|look|listen"
    r"|please|what about|how about|and you|what about you|how about you|you|morning|good morning|good afternoon|dear)"
)
_ASKS = r"(?:what|how|why|when|where|who|which|do|did|are|is it|was it|can|could|would|will|have|shall|tell|you|if you)"
_SENTENCES = re.compile(r"[^.?!…\n]+[.?!…]*")


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """Return the ways in which a person of this name is spoken to in one sentence."""
    called = re.escape(name)
    return (
        # "Lenka, what...", "And you, Lenka?", "Lenka?"
        re.compile(rf"^\W*(?:{_BEFORE}[\s,]+){{0,3}}{called}\s*(?:[,:;–—?!…-]|\.|$)", re.IGNORECASE),
        # "What do you think, Lenka?", "Look, Lenka, ..."
        re.compile(rf"[,–—-]\s*{called}\s*(?:[,?!.…–—]|$)", re.IGNORECASE),
        # The same without signs, as a dictating phone writes it.
        re.compile(rf"^\W*(?:{_BEFORE}\s+){{0,2}}{called}\s+{_ASKS}\b.*\b(?:you|your|me)\b", re.IGNORECASE | re.DOTALL),
        re.compile(
            rf"\b(?:you (?:think|reckon|say|want|mean|feel)|about you|and you|thank you|thanks)\s+{called}\W*$",
            re.IGNORECASE,
        ),
    )


def find_addressee(text: str, people: Mapping[str, Person], cue: Lines) -> str | None:
    """Return the id of the person that a reply speaks to; None where that cannot be told.

    Args:
        text: the reply.
        people: the people of the family, by id.
        cue: the family's lines before the reply.
    """
    return find_called(text, people) or find_asker(cue)


def find_called(text: str, people: Mapping[str, Person]) -> str | None:
    """Return the id of the person whom a reply calls by name; None for nobody, or for several.

    Args:
        text: the reply.
        people: the people who can be called, by id.
    """
    named = {person: _list_names(about) for person, about in people.items()}
    for sentence in reversed(_SENTENCES.findall(text)):
        called = [
            person
            for person, names in named.items()
            if any(pattern.search(sentence.strip()) for name in names for pattern in _patterns(name))
        ]
        if called:
            return called[0] if len(called) == 1 else None
    return None


def find_asker(cue: Lines) -> str | None:
    """Return who asked the last question of a cue, if no other person spoke after it; else None."""
    for line in reversed(cue):
        if line.speaker == SCENE:
            continue
        return line.speaker if line.text.rstrip("”\"' ").endswith("?") else None
    return None


def _list_names(person: Person) -> tuple[str, ...]:
    """List what a person is called: the names that they are given, and the first word of each."""
    words = (person.called, *person.also_called, person.called.split()[0], person.name.split()[0])
    titles = {"Mr", "Mrs", "Ms", "Miss", "Dr", "The", "A"}
    return tuple(dict.fromkeys(word for word in words if word not in titles))


# --- Cutting a reply into segments


class Manner(NamedTuple):
    """The manner of a sentence: a statement, a question and its kind, or both, by a tag."""

    asks: bool
    states: bool
    kind: QuestionKind | None = None


STATEMENT = Manner(asks=False, states=True)
_TAG = re.compile(
    r"(?:[,.–—-] *(?:(?:is|are|was|were|do|does|did|have|has|had|ca|could|wo|would|should)n['’]?t|am|is|are|was|were|do"
    r"|does|did|have|has|can|will|would) (?:i|you|he|she|it|we|they|there|that)"
    r"|[,–—-]? *(?:right|yeah|yes|no|eh|then|innit|is it|really|i (?:suppose|guess|take it)))\W*\?\W*$",
    re.IGNORECASE,
)
"""Words after a statement that make a question of it: "A long way, isn't it?"."""


def find_manner(text: str) -> Manner:
    """Find how a text is put, by its last sentence."""
    parsed = parse(text)
    return _find_manner(parsed, len(parsed.sentences) - 1) if parsed.sentences else STATEMENT


def _find_manner(parsed: ParsedText, number: int) -> Manner:
    """Find how one sentence of a text is put."""
    sentence = parsed.sentences[number]
    kind = classify_sentence(parsed, sentence)
    if kind is None:
        return STATEMENT
    start, end = parsed.span(sentence.first, sentence.last)
    return Manner(asks=True, states=bool(_TAG.search(parsed.text[start:end])), kind=kind)


class Segment(NamedTuple):
    """A part of a reply that an entry may answer: where it stands, its words, and how it is put."""

    start: int
    end: int
    text: str
    """Its words, with names masked."""
    manner: Manner
    words: int
    part: bool
    """It is only a clause, or two sentences together, and not one sentence."""
    last: bool
    """It is, or holds, the last sentence."""
    named: frozenset[str] = frozenset()
    """Who is spoken of by name."""
    to: frozenset[str] = frozenset()
    """Who is spoken to by name, here or last before."""
    of_other: bool = False
    """It asks of another than whom it is put to: "How's Micah doing?"."""


LITTLE = 3
"""Words of a segment that says little."""


def make_whole(text: str) -> Segment:
    """Make the segment of a whole text, whose names are masked already."""
    return Segment(0, len(text), text, find_manner(text), len(text.split()), part=False, last=True)


LONG = 14
"""Words of a sentence whose clauses are looked at by themselves, too."""
SHORTEST_CLAUSE = 4
MOST_SENTENCES = 8
"""Sentences that are looked at; of a longer reply the first two and the last ones."""
MOST_SEGMENTS = 14
LONGEST_JOINED = 30
"""Words of the last two sentences that are looked at together."""


def split_reply(text: str, people: tuple[str, ...]) -> list[Segment]:
    """Cut a reply into sentences, clauses of long ones, and the last two together.

    Args:
        text: the reply.
        people: the names that are masked.
    """
    parsed = cut_questions(parse(text))
    numbers = list(range(len(parsed.sentences)))
    if len(numbers) > MOST_SENTENCES:
        numbers = [*numbers[:2], *numbers[-(MOST_SENTENCES - 2) :]]
    segments: list[Segment] = []
    for number in numbers:
        sentence = parsed.sentences[number]
        manner, last = _find_manner(parsed, number), number == len(parsed.sentences) - 1
        whole = (sentence.first, sentence.last)
        segments.append(_make_segment(parsed, whole, people, manner, part=False, last=last))
        if sentence.last - sentence.first >= LONG and len(sentence.clauses) > 1:
            for clause in sentence.clauses:
                if clause[1] - clause[0] >= SHORTEST_CLAUSE:
                    # A clause of a question is put as it is by itself: "I wondered, did he cry?"
                    own = find_manner(parsed.text[slice(*parsed.span(*clause))]) if clause[1] < whole[1] else manner
                    segments.append(_make_segment(parsed, clause, people, own, part=True, last=last))
    if len(parsed.sentences) > 1:
        one, two = parsed.sentences[-2:]
        if two.last - one.first <= LONGEST_JOINED:
            manner = _find_manner(parsed, len(parsed.sentences) - 1)
            segments.append(_make_segment(parsed, (one.first, two.last), people, manner, part=True, last=True))
    segments = [segment for segment in segments if segment.text.strip(" .…?!-–—")]
    # "Lenka, hello. What are you reading?" is asked of Lenka.
    before: frozenset[str] = frozenset()
    for at, segment in enumerate(segments):
        before = segment.to or before
        segments[at] = segment._replace(to=before)
    if any(segment.words > LITTLE for segment in segments):  # "Right." before more says nothing to be answered
        segments = [segment for segment in segments if segment.manner.asks or segment.words > LITTLE]
    return segments if len(segments) <= MOST_SEGMENTS else [one for one in segments if not one.part]


def _make_segment(
    parsed: ParsedText, words: tuple[int, int], people: tuple[str, ...], manner: Manner, *, part: bool, last: bool
) -> Segment:
    """Make a segment of some words of a reply.

    Args:
        parsed: the reply.
        words: the first word, and the one past the last.
        people: the names that are masked.
        manner: how the words are put.
        part: whether they are not one whole sentence.
        last: whether the last sentence is among them.
    """
    start, end = parsed.span(*words)
    text = parsed.text[start:end]
    named, to = find_named(text, people), find_spoken_to(text, people)
    of_other = manner.asks and bool(named - find_greeted(text, people)) and not has_you(text)
    return Segment(start, end, mask_names(text, people), manner, words[1] - words[0], part, last, named, to, of_other)
