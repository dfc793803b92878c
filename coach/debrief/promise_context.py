"""What a promise answers and what it is about, by the words around it.

Begin with `answers_request` and `points_elsewhere`. "I'll write both down" is a promise where they had just asked who
will, and it tells a reader something only beside that question.
"""

import re
from collections.abc import Iterable, Sequence

from coach.debrief.promise_verbs import VERBS
from coach.debrief.promise_words import FOOD, NEVER_PROMISES
from coach.debrief.wording import drop_quotations, find_content_words, find_stem
from coach.matching.memory import remember
from coach.matching.sentences import parse

_UNDERTAKES = re.compile(
    r"\b(?:i|we) (?:will|shall|am going to|are going to)(?: (?:also|just|then|both|certainly|of course|\w+ly))* "
    r"(?P<verb>\w+)\b(?P<rest>.*)"
)
_REQUESTS = (
    re.compile(r"^(?:(?:so|then|and|please|go on|now|only|just|well|yes|no) )*(?:you )?(?P<verb>\w+)\b"),
    re.compile(r"\b(?:would|could|can|will) you (?:please |just |also )*(?P<verb>\w+)\b"),
    re.compile(r"\byou (?:would|will) have to (?P<verb>\w+)\b"),
    re.compile(r"\bwho\b(?: \w+){0,5} (?:is|are|will|going to)(?: be)? (?P<verb>\w+)\b"),
)
"""How the family asks for something: "You do the haircut", "Would you ring her?", "Who is writing down both?"."""
_NAMED = frozenset(map(find_stem, "do say tell ring phone send change cross write put ask correct tick sign".split()))
"""What is undertaken where the same thing is named in the request."""
_BARE = frozenset(map(find_stem, "write put change cross send ring phone correct tick sign".split()))
"""Of these, what is undertaken by "it" too: nobody does them only to go on with the talk."""
_WITHIN = re.compile(
    r"\b(?:tell|ask|show|give|say to|ring|call|write) you\b|\b(?:again|slower|slowly|louder|quietly|once more|now)\b"
    r"(?!.*\b(?:in front of|when|to (?:him|her|them|mr|mrs|ms|dr))\b)|\b(?:kettle|coat|chair|seat|door|window)\b"
)
"""What is done there and then, as it was asked: "Say it again, slower?"."""
_SAYS_WHAT = re.compile(
    r"\b(?:what|all|everything|anything|nothing|whatever)(?: that)? (?:you|he|she|they) (?:\w+ )?"
    r"(?:say|says|said|tell|tells|told)\b"
)
"""What is promised of all that was said needs nothing beside it."""
_MANNER = re.compile(
    r"\b(?:in|with|under) my (?:own )?(?:name|initials)(?: beside it| on it)?\b|\bby (?:mon|tues|wednes|thurs|fri|"
    r"satur|sun)day\b|\bthis (?:morning|afternoon|evening|week)\b|\b(?:at|by|before) (?:half )?(?:one|"
    r"two|three|four|five|six|seven|eight|nine|ten|noon|\d+)\b"
)
"""How and when something is done: it says nothing of what."""
_INTO_RECORD = re.compile(
    r"\b(?:write|put|record|note|add|log|enter) (?:it|that|this|both|them|those) (?:down )?(?:in|into|on) (?:the|my|"
    r"your) \w+$"
)
"""What is written somewhere: what it is, the sentence or the line before has to say."""
_POINTS = re.compile(r"\b(?:it|that|this|them|those|these|both|him|her|so)\b")


def answers_request(part: str, asked: Iterable[str]) -> bool:
    """Whether a part of a sentence undertakes what the family has just asked for.

    Args:
        part: the part, in plain words.
        asked: what the family said straight before it.
    """
    act = _UNDERTAKES.search(part)
    if act is None or FOOD.search(part) or _WITHIN.search(part):
        return False
    verb = find_stem(act["verb"])
    if verb not in _NAMED or (verb not in _BARE and any(pattern.search(part) for pattern in NEVER_PROMISES)):
        return False
    words = find_subject_words(act["rest"])
    for line in asked:
        for request in list_requests(line, verb):
            if words & find_subject_words(request) or (not words and verb in _BARE and _POINTS.search(act["rest"])):
                return True
    return False


_DECIDES = re.compile(
    r"^(?:(?:and|so|then|right|ok|okay) )*(?:the |your |this )?(?:it|that|report|copy|letter|map|file|form|note)"
    r"(?: \w+)? (?:(?:is|stays|are) (?:held|stopped|on hold)|(?:does|do|will) not go (?:out |home )?(?:at|today|"
    r"tonight|tomorrow|this|until|before))\b"
)


def decides(part: str) -> bool:
    """Whether a part of a sentence says what becomes of a paper: "Then it does not go at five"."""
    return _DECIDES.search(part) is not None


def list_requests(line: str, verb: str) -> list[str]:
    """List the sentences of a line that ask for something to be done, in plain words.

    Args:
        line: the line.
        verb: the stem of what is to be done.
    """
    parsed = parse(line)
    plain = [" ".join(parsed.words[sentence.first : sentence.last]) for sentence in parsed.sentences]
    return [
        one
        for one in plain
        if any(find_stem(request["verb"]) == verb for pattern in _REQUESTS for request in pattern.finditer(one))
    ]


_ALSO_THINGS = "log report note name record file book text mark mail email post order word form flag".split()
_ACTS = frozenset(
    map(
        find_stem,
        (*sorted(VERBS.difference(_ALSO_THINGS)), *"course sorry mean fine thanks straight yours pen".split()),
    )
)
"""Stems of words that say what is done; of what is done to a thing, such as "log", the thing may be meant."""


@remember
def find_subject_words(text: str) -> frozenset[str]:
    """Return the words of a promise that say what it is about, and not only what is done."""
    return find_content_words(text) - _ACTS


def points_elsewhere(text: str) -> bool:
    """Whether a promise says by itself nothing of what it is about: "I'll put that in"."""
    plain = " ".join(parse(text).words)
    if _INTO_RECORD.search(plain):
        return True
    if _POINTS.search(plain) is None or _SAYS_WHAT.search(plain):
        return False
    return not find_subject_words(_MANNER.sub(" ", plain))


def choose_line_before(text: str, said: Sequence[str]) -> str:
    """Choose the family's line that a promise answers, at the beginning of a reply.

    It is the last line that asked for it, else the very last where the promise has no words but what that line has.
    Empty if there is none.

    Args:
        text: the promise.
        said: the family's lines straight before it.
    """
    plain = " ".join(parse(text).words)
    if (act := _UNDERTAKES.search(plain)) is not None:
        verb = find_stem(act["verb"])
        for line in reversed(said):
            if verb in _NAMED and list_requests(line, verb):
                return line
    last = said[-1] if said else ""
    pronoun = _POINTS.search(plain) is not None
    return last if pronoun and find_subject_words(_MANNER.sub(" ", plain)) <= find_content_words(last) else ""


def find_about(whole: str, said_before: str, asked: Sequence[str]) -> tuple[str, str]:
    """Find what a promise is about, where it says only "it": the sentence before, or their line.

    Args:
        whole: the promise.
        said_before: the sentence before it in the same reply; empty if it comes first.
        asked: the family's lines straight before the reply.

    Returns:
        The promise as it is quoted, and the family's line that stands before it.
    """
    if not points_elsewhere(whole):
        return whole, "" if said_before else choose_line_before(whole, asked)
    words = len(find_content_words(said_before))
    told = len(said_before.split()) > _FEWEST_WORDS and not said_before.endswith("?")
    if words >= _FEWEST_WORDS or (words and told) or drop_quotations(said_before) != said_before:
        return f"{said_before} {whole}", ""
    if words and len(said_before.split()) > _FEWEST_WORDS:
        return whole, ""
    return f"{said_before} {whole}".strip(), choose_line_before(whole, asked)


_FEWEST_WORDS = 2
"""Content words of a sentence that says what the promise after it is about."""
_PARTICIPLES = {"ring": "rung", "phone": "phoned", "ask": "asked", "tell": "told", "speak": "spoken", "call": "called"}
"""What is done while they wait, and said to be done: "I will ring now", "I have rung"."""


def was_done(parts: Sequence[str], later: Iterable[str]) -> bool:
    """Whether all parts of a promise were for now and done within the talk, by a later reply.

    Args:
        parts: the parts of the sentence that promise.
        later: the replies after it.
    """
    plain = [" ".join(parse(reply).words) for reply in later]
    return all(
        any(
            re.search(rf"\bi have (?:just |already )?{participle}\b", reply)
            for verb, participle in _PARTICIPLES.items()
            if verb in words and "now" in words
            for reply in plain
        )
        for words in (parse(part).words for part in parts)
    )
