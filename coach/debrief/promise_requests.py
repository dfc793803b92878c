"""What the family asks to be done, and which promise undertakes it.

Begin with `answers_request`. "I'll write both down" is a promise where they had just asked who will. A question that
only shares a word with a promise asks for something else: its verb is compared.
"""

import re
from collections.abc import Iterable, Sequence

from coach.debrief.promise_anchors import VERBS
from coach.debrief.promise_words import FOOD, NEVER_PROMISES
from coach.debrief.wording import find_content_words, find_stem, spell_plain
from coach.matching.memory import remember
from coach.matching.sentences import parse

_UNDERTAKES = re.compile(
    r"\b(?:i|we) (?:will|shall|am going to|are going to)(?: (?:also|just|then|both|certainly|of course|\w+ly))* "
    r"(?P<verb>\w+)\b(?P<rest>.*)"
)
_WOULD_YOU = re.compile(r"\b(?:would|could|can|will) you (?:please |just |also )*(?P<verb>\w+)\b")
_WHO = re.compile(
    r"\bwho\b(?! (?:else|are you|is that)\b)(?: \w+){0,5} (?:is|are|will|going to)(?: be)? (?P<verb>\w+)\b"
)
_REQUESTS = (
    re.compile(r"^(?:(?:so|then|and|but|please|go on|now|only|just|well|yes|no) )*(?:you )?(?P<verb>\w+)\b"),
    re.compile(r"\bif you (?:would|could|can|will) (?P<verb>\w+)\b"),
    _WOULD_YOU,
    re.compile(r"\byou (?:would|will) have to (?P<verb>\w+)\b"),
    _WHO,
)
"""How the family asks for something: "You do the haircut", "Would you ring her?", "Who is writing down both?"."""
_NAMED = frozenset(
    map(find_stem, "do say tell ring phone send change cross write put ask correct tick sign remind".split())
)
"""What is undertaken where the same thing is named in the request."""
_BARE = frozenset(map(find_stem, "write put change cross send ring phone correct tick sign".split()))
"""Of these, what is undertaken by "it" too: nobody does them only to go on with the talk."""
_KEPT_FOR_LATER = frozenset(map(find_stem, ("read", "show", "remind")))
"""What is undertaken where it was asked for at a later time: "Only read it me before you go"."""
_AT_THE_END = re.compile(
    r"\b(?:before (?:you|we|i|he|she|they|anyone|anybody|going|leaving)|after|afterwards|when|once|at the end|later|"
    r"over the phone|remind me)\b"
)
_ASKS_WHAT = re.compile(r"^(?:(?:and|so|but|then|well) )*(?:when|what|which|why|how|where)\b")
"""A question that asks for no act: "When will you read it to me?"."""
_WITHIN = re.compile(
    r"\b(?:tell|ask|show|give|say to|ring|call|write) you\b|\b(?:again|slower|slowly|louder|quietly|once more|now)\b"
    r"(?!.*\b(?:in front of|when|to (?:him|her|them|mr|mrs|ms|dr))\b)|\b(?:kettle|coat|chair|seat|door|window)\b"
)
"""What is done there and then, as it was asked: "Say it again, slower?"."""
ANOTHER_ONE = r"(?:another|a (?:proper|different|new|second|better)) one"
OF_THEM = re.compile(r"\b(?:it|that|this|them|those|these|both|him|her|so)\b")
POINTS_BACK = re.compile(rf"{OF_THEM.pattern}|\b(?:your|that|his|her) words?$|\b{ANOTHER_ONE}\b")


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
    if verb not in _NAMED | _KEPT_FOR_LATER or (
        verb not in _BARE and any(pattern.search(part) for pattern in NEVER_PROMISES)
    ):
        return False
    words = find_subject_words(act["rest"])
    if _OF_PERSON.match(act["rest"]) and any(_LEAVES_TO.search(spell_plain(line)) for line in asked):
        return True
    for line in asked:
        for request in list_requests(line, verb):
            if verb in _KEPT_FOR_LATER and not _ASKS_WHAT.match(request) and _AT_THE_END.search(request):
                return True
            if words & find_subject_words(request) or (not words and verb in _BARE and POINTS_BACK.search(act["rest"])):
                return True
    return False


_IT_IS_ME = re.compile(r"^(?:(?:and|well|oh|yes|right|ok|okay) )*(?:me|i am|i will|i shall|that is me|i have got it)$")


def answers_who(part: str, asked: Sequence[str]) -> str:
    """Find the line that asked who does something later, which a bare "Me." answers.

    Args:
        part: the first part of a reply, in plain words.
        asked: what the family said straight before it.

    Returns:
        The line; empty if there is none.
    """
    if not _IT_IS_ME.match(part):
        return ""
    for line in reversed(asked[-_LAST_ASKED:]):
        parsed = parse(line)
        for sentence in parsed.sentences:
            plain = parsed.spell(sentence)
            request = _WHO.search(plain) or _WOULD_YOU.search(plain)
            if sentence.asks and request and _is_later(request["verb"], plain):
                return line
    return ""


_TAKES_ALL_ON = re.compile(
    r"(?:both|all of it|all of that|every word) (?:of it )?(?:today|tonight|this \w+|now|on the|in the)\b"
)
"""A fragment behind "I am." that says what is undertaken, and when or where: "Both, today, on the same page"."""


def takes_all_on(plain: str) -> bool:
    """Whether the words behind a bare "I am." undertake all that was asked for.

    Args:
        plain: the sentence, in plain words.
    """
    return _TAKES_ALL_ON.match(plain) is not None


_LAST_ASKED = 2
"""The last lines of theirs that a bare answer may be to."""


def _is_later(verb: str, plain: str) -> bool:
    """Whether what is asked for is done after the talk: "Who is writing down both?"."""
    return find_stem(verb) in _BARE and not _WITHIN.search(plain) and not FOOD.search(plain)


_OF_PERSON = re.compile(r"^ (?:him|her|them)$")
_LEAVES_TO = re.compile(
    r"\byou (?:can|could|will have to|would have to|must) (?:ask|tell|ring|phone) (?:him|her|them)\b"
)
"""By whom it is left to be asked who is not there: "He'll be through that door, and you can ask him"."""


def list_requests(line: str, verb: str) -> list[str]:
    """List the sentences of a line that ask for something to be done, in plain words.

    Args:
        line: the line.
        verb: the stem of what is to be done.
    """
    parsed = parse(line)
    plain = [parsed.spell(sentence) for sentence in parsed.sentences]
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


def find_request(text: str, said: Sequence[str]) -> str:
    """Find the family's last line that asked for what a promise undertakes; empty if none did.

    Args:
        text: the promise.
        said: the family's lines straight before it.
    """
    act = _UNDERTAKES.search(spell_plain(text))
    verb = find_stem(act["verb"]) if act else ""
    named = verb in _NAMED | _KEPT_FOR_LATER
    return next((line for line in reversed(said) if named and list_requests(line, verb)), "")


_STAYS_OUT = re.compile(
    r"\b(?:stays?|is left|are left|leave|leaving|keep|keeping|kept|not put|not go)\b.*\b(?:out|in)\b"
)
_LEAVE_OUT = re.compile(
    r"^(?:(?:please|and|so|just|but|then|only|no|yes) )*(?:(?:leave|keep|take)\b.*\bout\b|do not "
    r"(?:put|write|mention)\b)"
)
"""How somebody asks for something to be kept out: "Leave my boy out"."""
_ONE_ACT = (
    frozenset(map(find_stem, "have take pull get cross strike remove delete leave keep rub scrub cut".split())),
    frozenset(map(find_stem, "ring phone call speak talk contact email telephone ask tell".split())),
    frozenset(map(find_stem, "write put record note log add type minute".split())),
    frozenset(map(find_stem, "find get book bring order fetch arrange organise sort ask".split())),
    frozenset(map(find_stem, "change correct amend fix reword rewrite put".split())),
)
"""Verbs in other words for one act: who is asked to have it out pulls it."""
_NO_REQUEST = frozenset(map(find_stem, "read send trust get".split()))
"""What "would you" asks an opinion by as often as an act: "Would you send yours there?"."""


def find_plain_request(text: str, said: Sequence[str]) -> str:
    """Find the family's line that plainly asked for what a promise names, by a word they share.

    Args:
        text: the promise.
        said: the family's lines straight before it.
    """
    words = find_subject_words(text)
    plain_text = spell_plain(text)
    verbs = frozenset(map(find_stem, plain_text.split()))
    stays_out = _STAYS_OUT.search(plain_text) is not None
    for line in reversed(said):
        parsed = parse(line)
        for sentence in parsed.sentences:
            plain = parsed.spell(sentence)
            asks = (sentence.asks and _asks_for_act(plain, verbs)) or (stays_out and _LEAVE_OUT.search(plain))
            if asks and words & find_subject_words(plain):
                return line
    return ""


def _asks_for_act(plain: str, verbs: frozenset[str]) -> bool:
    """Whether a question asks for one of some acts, by the same verb or another for it.

    Args:
        plain: the question, in plain words.
        verbs: the stems of the words of a promise.
    """
    asked = {find_stem(request["verb"]) for request in _WOULD_YOU.finditer(plain)} - _NO_REQUEST
    return bool(asked & verbs) or any(asked & act and verbs & act for act in _ONE_ACT)
