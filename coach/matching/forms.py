"""How each sentence is put: asked openly, asked closed, reflected, affirmed or stated.

After the form tags of the domain design (from MITI 4.2.1). A question needs no question mark: people who dictate leave
it out. Form is information for the debrief and for rules that ask for it, never a fault.
"""

from collections.abc import Iterable
from typing import NamedTuple

from coach.matching.asking import AUXILIARIES, LEADING, SUBJECTS, asks_inside, begins, question
from coach.matching.sentences import Parsed, Sentence
from coach.model.reading import Form

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


class Put(NamedTuple):
    """How one sentence is put, and how many closed questions it asks."""

    forms: frozenset[Form]
    closed: int


def forms_of(parsed: Parsed) -> list[Put]:
    """How each sentence of a reply is put."""
    return [_put(parsed, sentence) for sentence in parsed.sentences]


def in_order(puts: Iterable[Put]) -> tuple[Form, ...]:
    """The forms of a whole reply, in the order in which they are defined."""
    met = frozenset().union(*(put.forms for put in puts))
    return tuple(form for form in Form if form in met) or (Form.STATEMENT,)


def _put(parsed: Parsed, sentence: Sentence) -> Put:
    words = parsed.words
    if all(word in LEADING for word in words[sentence.first : sentence.last]) and not sentence.asks:
        return Put(frozenset(), 0)  # "OK." on its own is not put in any way
    open_ones = closed_ones = short_open = 0
    pieces = _pieces(parsed, sentence)
    for first, last in pieces:
        asked = question(words[first:last], sentence.asks)
        if asked is Form.OPEN_QUESTION:
            open_ones += 1
            short_open += last - first <= 7 and words[first] not in ("tell", "say", "how", "why")
        elif asked is Form.CLOSED_QUESTION:
            closed_ones += 1
    if sentence.asks and not open_ones + closed_ones and not _tagged(words, sentence):
        if asks_inside(words[sentence.first : sentence.last]):
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
        rest = [piece for piece in pieces if question(words[slice(*piece)], sentence.asks) is None]
        told = {_told(words, *piece) for piece in rest}
        if not forms or told - {Form.STATEMENT}:
            forms |= told if len(told) == 1 or not forms else told - {Form.STATEMENT}
    return Put(frozenset(forms or {Form.STATEMENT}), closed_ones)


def _pieces(parsed: Parsed, sentence: Sentence) -> list[tuple[int, int]]:
    """Stretches in which a question may begin: after any mark, after "and", or, where nothing is marked, anywhere."""
    words, first, last = parsed.words, sentence.first, sentence.last
    begins_clause = {clause[0] for clause in sentence.clauses}
    unmarked = parsed.soft.keys().isdisjoint(range(first, last))
    pieces, begun = [], first
    for at in range(first + 1, last):
        here, following = words[at], words[at + 1] if at + 1 < last else ""
        cut = at in parsed.soft or at in begins_clause
        if here in _JOINS:
            second = words[at + 2] if at + 2 < last else ""
            cut = cut or following in _ASKS or (following in AUXILIARIES and second in SUBJECTS)
        elif unmarked and here in _ASKS and following in _ASKED and at - begun > 2:
            cut = cut or words[at - 1] not in _EMBEDS
        if cut:
            pieces.append((begun, at))
            begun = at
    pieces.append((begun, last))
    return pieces


def _tagged(words: tuple[str, ...], sentence: Sentence) -> bool:
    """Whether the question mark only hangs on a tag ("isn't it?"), which asks for nothing."""
    tail = words[max(sentence.first, sentence.last - 3) : sentence.last]
    return len(tail) == 3 and tail[0] in AUXILIARIES and tail[1] == "not" and tail[2] in SUBJECTS


def _told(words: tuple[str, ...], first: int, last: int) -> Form:
    """What a stretch that asks nothing does."""
    at = first
    while at < last - 1 and words[at] in LEADING and words[at] != "so":
        at += 1
    here = words[at:last]
    so = here[:1] == ("so",)
    if so:
        here = here[1:]
    if not here:
        return Form.STATEMENT
    about_you = here[0] == "you" or begins(here, _SHOWS)
    if about_you and _STRENGTHS & set(here[1:8]) and "not" not in here[:6] and "so" not in here:
        return Form.AFFIRMATION
    if begins(here, _REFLECTS) and len(here) > 2:
        return Form.REFLECTION
    if here[0] == "you" and len(here) > 2 and here[1] not in _DUTY and not _ordered(here):
        return Form.REFLECTION
    if so and here[0] in _SO_BACK and len(here) > 2 and here[1] not in _DUTY:
        return Form.REFLECTION
    return Form.STATEMENT


def _ordered(here: tuple[str, ...]) -> bool:
    return here[1] == "are" and here[2] in ("going", "to", "not", "welcome", "one", "wrong")
