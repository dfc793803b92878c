"""The form of each sentence of a reply: open or closed question, reflection, affirmation.

Begin with `find_speech_acts`. After the forms of MITI 4.2.1 (`docs/domain-rules.md#forms`). A question needs no
question mark, since dictated replies leave it out. A form is information for the debrief and for rules that ask for
it, never a fault.
"""

from collections.abc import Iterable
from typing import NamedTuple

from coach.matching.sentences import ParsedText, Sentence
from coach.model.reading import Form

# --- Classifying questions

AUXILIARIES = frozenset(
    "do did does is are was were have has had can could would will shall should may might am".split()
)
SUBJECTS = frozenset(
    "i you he she it they we this that there anyone anybody someone somebody anything something everyone the your his "
    "her their our my any either these those mum dad nobody no some all".split()
)
LEADING = frozenset(
    "and so but well okay right oh then now also or because yes sorry gosh ah hmm um er plus look listen hi hello "
    "thanks sure fine please".split()
)
BACKCHANNELS = frozenset("mm mmm mhm hm hmm uh huh ah oh er erm um right ok okay sure fine well so now".split())
"""Words that say "I am listening" and no more."""
_FACTS = frozenset(
    "name names address date birth dob number postcode age gp surgery phone email surname nhs time year month day "
    "school".split()
)
_SINGLE_FACT = frozenset("who whose where when which".split())
_AMOUNTS = frozenset("time year month day date many old long often much far big tall soon late early class".split())
_OPENERS = (
    ("tell", "me"),
    ("tell", "us"),
    ("say", "more"),
    ("say", "a", "bit", "more"),
    ("say", "some", "more"),
    ("go", "on"),
    ("walk", "me", "through"),
    ("walk", "us", "through"),
    ("talk", "me", "through"),
    ("talk", "us", "through"),
    ("take", "me", "through"),
    ("help", "me", "understand"),
    ("describe",),
    ("paint", "me"),
    ("carry", "on"),
    ("give", "me", "a", "sense"),
    ("give", "me", "an", "idea"),
)
_INVITES = frozenset("hear understand wonder wondering interested curious know ask".split())
_WISHES = frozenset("would want am was wonder".split())
_TAGS = (("you", "think"), ("you", "reckon"), ("you", "know"), ("you", "suppose"), ("you", "see"))
_ASKS_LAST = frozenset("how why what".split())
MOST_BEFORE_IT = 4
"""Words of a question that ends in what it asks."""
_POLITE = frozenset("can could would will".split())
_HAPPENS = frozenset(
    "got gets brings brought stops stopped keeps kept worries worried frightens frightened scares scared bothers "
    "bothered upsets upset hurts hurt changes changed goes went gives gave leads led stands stood feels felt helped "
    "mattered works worked matters became becomes comes came puts put held holds lies lay said says troubles troubled "
    "angers angered tells told sits sat stays stayed weighs weighed".split()
)
"""What something does or did: a question that asks what did it is open."""
_WHOSE_WHICH = frozenset("else one ones school day of language words side way".split())


def classify_question(words: tuple[str, ...], asks: bool) -> Form | None:
    """Return whether some words ask openly or closed, by how they begin.

    None if they do not ask.

    Args:
        words: the words.
        asks: whether their sentence ends in a question mark.
    """
    at = 0
    while at < len(words) - 1 and words[at] in LEADING:
        at += 1
    rest = words[at:]
    if not rest:
        return None
    # "Could you tell me about it?" is closed only by its grammar.
    if rest[0] in _POLITE and len(rest) > 2 and rest[1] == "you" and begins_with(rest[2:], _OPENERS):
        rest = rest[2:]
    if begins_with(rest, _OPENERS):
        return Form.CLOSED_QUESTION if _wants_fact(rest) else Form.OPEN_QUESTION
    if rest[0] == "i" and _INVITES.intersection(rest[1:6]) and rest[1] in _WISHES and "not" not in rest[1:6]:
        return Form.OPEN_QUESTION
    if asks and rest[-1] in _ASKS_LAST and len(rest) <= MOST_BEFORE_IT and rest[0] not in AUXILIARIES:
        return Form.OPEN_QUESTION  # "Different how?"
    if rest[0] in ("what", "how", "why") and len(rest) > 1:
        return _classify_what_question(rest, asks)
    if rest[0] in _SINGLE_FACT and len(rest) > 1 and rest[1] in AUXILIARIES | _WHOSE_WHICH:
        return Form.CLOSED_QUESTION
    if rest[0] == "who" and len(rest) > 1 and rest[1] not in SUBJECTS and asks:
        return Form.CLOSED_QUESTION
    if rest[0] in AUXILIARIES and len(rest) > 1:
        not_ = rest[1] == "not"
        if rest[1:] in _TAGS or (len(rest) == 3 and not_ and rest[2] in SUBJECTS):
            return None  # a tag ("isn't she", "do you think") asks for nothing
        if rest[1] in SUBJECTS or (not_ and rest[0] != "do" and len(rest) > 2 and rest[2] in SUBJECTS):
            return Form.CLOSED_QUESTION
    return None


def _wants_fact(words: tuple[str, ...]) -> bool:
    """Whether "tell me" is followed by a single fact, such as "your date of birth"."""
    return (
        words[0] == "tell"
        and words[2:3] in (("your",), ("his",), ("her",), ("the",), ("their",))
        and bool(_FACTS.intersection(words[3:6]))
    )


def _classify_what_question(words: tuple[str, ...], asks: bool) -> Form | None:
    """Return whether a question with what, how or why is open or closed; None if it is neither.

    Args:
        words: the words.
        asks: whether their sentence ends in a question mark.
    """
    if words[1] in _AMOUNTS and words[0] != "why":
        return Form.CLOSED_QUESTION
    if words[0] == "what" and words[1] in ("is", "was", "are", "were") and set(words[2:5]) & _FACTS:
        return Form.CLOSED_QUESTION
    if words[0] in ("what", "how") and words[1] == "a":
        return None
    if words[1] in AUXILIARIES or words[1] in (
        "about",
        "else",
        "come",
        "happened",
        "happens",
        "makes",
        "made",
        "helps",
        "matters",
        "kind",
        "sort",
        "words",
        "way",
        "might",
        "must",
    ):
        return Form.OPEN_QUESTION
    # Without its sign, "what got in the way" is as often the beginning of what is told.
    if asks and words[0] == "what" and words[1] in _HAPPENS:
        return Form.OPEN_QUESTION
    if any(word in AUXILIARIES for word in words[2:5]) and words[1] not in (
        "i",
        "you",
        "we",
        "he",
        "she",
        "they",
        "it",
    ):
        return Form.OPEN_QUESTION
    return None


def asks_openly_inside(words: tuple[str, ...]) -> bool:
    """Whether a sentence with a question mark asks openly somewhere after its beginning."""
    return any(
        word in ("what", "how", "why") and words[at + 1] in AUXILIARIES | {"about", "happened"}
        for at, word in enumerate(words[:-1])
    ) or begins_with(words, (("and", "you"), ("meaning",), ("such", "as"), ("how",), ("in", "what", "way")))


def is_backchannel(words: Iterable[str]) -> bool:
    """Whether a reply is made of backchannels alone ("Mm. Right.").

    Such a reply meets no criterion by its meaning. "Yes" and "no" are none: they answer.
    """
    return BACKCHANNELS.issuperset(words)


def begins_with(words: tuple[str, ...], openings: Iterable[tuple[str, ...]]) -> bool:
    """Whether the words begin with one of some beginnings."""
    return any(words[: len(opening)] == opening for opening in openings)


# --- Classifying sentences

_REFLECTS = (
    ("sounds", "like"),
    ("sounds", "as"),
    ("it", "sounds"),
    ("that", "sounds"),
    ("sounds",),
    ("no", "wonder"),
    ("that", "must"),
    ("it", "must"),
    ("must", "have"),
    ("must", "be"),
    ("that", "makes", "sense"),
    ("it", "makes", "sense"),
    ("i", "can", "hear"),
    ("i", "hear", "that", "you"),
    ("you", "feel"),
    ("you", "felt"),
    ("seems", "like"),
    ("it", "seems"),
    ("feels", "like"),
    ("and", "you"),
    ("i", "am", "hearing"),
    ("i", "can", "see", "why"),
    ("i", "can", "see", "how"),
    ("like", "you"),
)
_SO_BACK = frozenset("you he she it they that nobody no every".split())
_DUTY = frozenset(
    "need have should can could will would must may might better ought do are_going know said asked told want".split()
)
_STRENGTHS = frozenset(
    "kept worked managed raised held fought noticed protected carried cared stayed spotted stood thought tried "
    "brave courage strength patient gentle careful loving thoughtful effort hard-won steady guts kind good brilliant "
    "great trusted sorted handled coped turned remembered taught loved".split()
)
_SHOWS = (
    ("that", "took"),
    ("it", "took"),
    ("that", "takes"),
    ("takes",),
    ("you", "know", "him"),
    ("you", "know", "her"),
)


_JOINS = frozenset("and but so or".split())
_ASKS = frozenset("what how who why when where which tell".split())
_ASKED = AUXILIARIES | {"year", "month", "time", "old", "long", "many"}
_EMBEDS = frozenset(
    "know knew say said saying says see saw tell told wonder wondering ask asked asking about of understand remember "
    "explain hear heard show sure like that to on for me you us them is was depends matter and or but at from with in "
    "idea no".split()
)
"""Words after which "what is" asks nothing: "I know what is said"."""


class SpeechAct(NamedTuple):
    """The forms of one sentence, and how many closed questions it asks."""

    forms: frozenset[Form]
    closed: int


def find_speech_acts(parsed: ParsedText) -> list[SpeechAct]:
    """Return the forms of each sentence of a reply, in order."""
    return [_classify_sentence(parsed, sentence) for sentence in parsed.sentences]


def order_forms(acts: Iterable[SpeechAct]) -> tuple[Form, ...]:
    """Return the forms of a whole reply in their defined order; a statement if there are none."""
    met = frozenset().union(*(act.forms for act in acts))
    return tuple(form for form in Form if form in met) or (Form.STATEMENT,)


def _classify_sentence(parsed: ParsedText, sentence: Sentence) -> SpeechAct:
    """Return the forms of one sentence, counting the questions in it."""
    words = parsed.words
    if all(word in LEADING for word in words[sentence.first : sentence.last]) and not sentence.asks:
        return SpeechAct(frozenset(), 0)  # "OK." on its own is not put in any way
    open_ones = closed_ones = short_open = 0
    pieces = _split_questions(parsed, sentence)
    for first, last in pieces:
        asked = classify_question(words[first:last], sentence.asks)
        if asked is Form.OPEN_QUESTION:
            open_ones += 1
            short_open += last - first <= 7 and words[first] not in ("tell", "say", "how", "why")
        elif asked is Form.CLOSED_QUESTION:
            closed_ones += 1
    if sentence.asks and not open_ones + closed_ones and not _ends_in_tag(words, sentence):
        if asks_openly_inside(words[sentence.first : sentence.last]):
            open_ones = 1
        else:
            closed_ones = 1
    if closed_ones + open_ones >= 3:
        open_ones -= short_open
        closed_ones += short_open  # "what were the exact words" among a stack of questions is one more of them
    forms = set()
    if open_ones:
        forms.add(Form.OPEN_QUESTION)
    if closed_ones:
        forms.add(Form.CLOSED_QUESTION)
    if not forms or len(pieces) > open_ones + closed_ones:
        rest = [piece for piece in pieces if classify_question(words[slice(*piece)], sentence.asks) is None]
        told = {_classify_statement(words, *piece) for piece in rest}
        if not forms or told - {Form.STATEMENT}:
            forms |= told if len(told) == 1 or not forms else told - {Form.STATEMENT}
    return SpeechAct(frozenset(forms or {Form.STATEMENT}), closed_ones)


def _split_questions(parsed: ParsedText, sentence: Sentence) -> list[tuple[int, int]]:
    """Split a sentence into stretches in which a question may begin.

    They begin after any comma or dash, after "and", and, in a sentence without signs, at any question word.
    """
    words, first, last = parsed.words, sentence.first, sentence.last
    begins_clause = {clause[0] for clause in sentence.clauses}
    unmarked = parsed.soft.keys().isdisjoint(range(first, last))
    pieces, begun = [], first
    for at in range(first + 1, last):
        word, following = words[at], words[at + 1] if at + 1 < last else ""
        cut = at in parsed.soft or at in begins_clause
        if word in _JOINS:
            second = words[at + 2] if at + 2 < last else ""
            cut = cut or following in _ASKS or (following in AUXILIARIES and second in SUBJECTS)
        elif unmarked and word in _ASKS and following in _ASKED and at - begun > 2:
            cut = cut or words[at - 1] not in _EMBEDS
        if cut:
            pieces.append((begun, at))
            begun = at
    pieces.append((begun, last))
    return pieces


def _ends_in_tag(words: tuple[str, ...], sentence: Sentence) -> bool:
    """Whether the question mark belongs only to a tag ("isn't it?"), which asks nothing."""
    tail = words[max(sentence.first, sentence.last - 3) : sentence.last]
    return len(tail) == 3 and tail[0] in AUXILIARIES and tail[1] == "not" and tail[2] in SUBJECTS


def _classify_statement(words: tuple[str, ...], first: int, last: int) -> Form:
    """Return the form of words that ask nothing: reflection, affirmation or statement."""
    at = first
    while at < last - 1 and words[at] in LEADING and words[at] != "so":
        at += 1
    rest = words[at:last]
    so = rest[:1] == ("so",)
    if so:
        rest = rest[1:]
    if not rest:
        return Form.STATEMENT
    about_you = rest[0] == "you" or begins_with(rest, _SHOWS)
    # Praise for what the person did counts, not praise of the practitioner or of things.
    if about_you and _STRENGTHS & set(rest[1:8]) and "not" not in rest[:6] and "so" not in rest:
        return Form.AFFIRMATION
    if begins_with(rest, _REFLECTS) and len(rest) > 2:
        return Form.REFLECTION
    if rest[0] == "you" and len(rest) > 2 and rest[1] not in _DUTY and not _is_order(rest):
        return Form.REFLECTION
    if so and rest[0] in _SO_BACK and len(rest) > 2 and rest[1] not in _DUTY:
        return Form.REFLECTION
    return Form.STATEMENT


def _is_order(words: tuple[str, ...]) -> bool:
    """Whether "you are ..." tells the family what to do, and so reflects nothing."""
    return words[1] == "are" and words[2] in ("going", "to", "not", "welcome", "one", "wrong")
