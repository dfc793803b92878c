"""Promises that were kept before the conversation ended, so that nothing of them is owed.

Begin with `was_kept`. A page that lists what was done already as if it were open tells its reader nothing. What is not
surely done stays on the page. `find_new_time` finds where another time was given for what is still owed.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from coach.debrief.page_facts import PageFacts
from coach.debrief.promise_anchors import NOT, find_hours
from coach.debrief.promises import SpokenPromise
from coach.debrief.wording import DAYS, spell_plain, split_sentences
from coach.model.conditions import SCENE, Line

_ANOTHER_INTERPRETER = re.compile(
    r"\b(?:interpreter|(?:somebody|someone) else|another (?:one|person|\w+ speaker)|(?:find|get) (?:you )?another)\b|"
    r"\b(?:i|we) will (?:ring|call|ask) the agency(?: then| now)?$"
)
_MORE_THAN_THAT = re.compile(
    r"\b(?:tell(?! (?:m(?:r|rs|s) )?\w+ it is me\b)|report|never|"
    r"(?<!need )not(?! (?:this|that|him|her)\b)|write|record)\b"
)
"""What is promised besides another interpreter: that is owed still."""
_COMES_ON = re.compile(r"\binterpreter\b", re.IGNORECASE)
_READS_BACK = re.compile(r"^(?:i|we) will (?:just )?read (?:it|that|this|them|your words) back(?: to you)?(?: now)?$")
"""Reading back as the only clause, and at no later time: whatever is promised besides is owed still."""
_HAS_READ = re.compile(r"(?:\blet me read\b|(?<!what )(?<!whatever )\bit says\b)[^.!?]*[.!]?\s[\"“'‘]\w", re.IGNORECASE)
"""What is read back is quoted straight behind it: "Let me read it back: 'not Tuesdays'"."""
_WRITES_DOWN = re.compile(r"^(?:\w+ ){0,3}i will write (?:it|that|this|them)(?: all)? down(?: now)?$")
_HAS_WRITTEN = re.compile(r"\b(?:i have|i am|i) (?:just )?(?:written|wrote|writing|got that down)\b")
_SPEAKS_TO = re.compile(r"^i will (?:tell|ask|thank) (?:him|her|them)(?: now)?$")
_CALLS = re.compile(r"^(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?(?P<name>[A-Z]\w+),")
"""A sentence that begins by calling somebody: "Mr Tesfay, thank you"."""


def was_kept(facts: PageFacts, promise: SpokenPromise) -> bool:
    """Whether a promise was surely kept within the conversation, and holds nothing else.

    Another interpreter came, what was to be read back was read back, what was to be written down was, the person who
    was to be told was told in the next breath, or their next line ruled out the case that it was for. What the author
    says of a promise stands whatever happened.

    Args:
        facts: what the program holds of the attempt.
        promise: the promise.
    """
    if promise.shared:
        return False
    plain = spell_plain(promise.text)
    later = [exchange.text for exchange in facts.attempt.replies()[promise.reply :]]
    return (
        _another_came(facts, promise, plain)
        or (bool(_READS_BACK.search(plain)) and any(_HAS_READ.search(reply) for reply in later))
        or (bool(_WRITES_DOWN.search(plain)) and any(_HAS_WRITTEN.search(spell_plain(reply)) for reply in later[:1]))
        or _was_told_at_once(facts, promise, plain)
        or _has_lapsed(facts, promise, plain)
    )


_IF_NOT = re.compile(
    r"(?<!even )(?<!ask )(?<!see )(?<!find out )(?<!check )(?<!know )\bif (?:not|(?:you|he|she|they|it) "
    r"(?P<lacks>do|does|did|have|has|is|are|can|will) not\b(?: \w+){0,4}|there is (?:no|not)\b(?: \w+){0,4}|nobody "
    r"(?P<nobody>has|can|will)\b(?: \w+){0,4})$"
)
"""What is done only where something is missing, as the end of it: "I'll find the hospital copy myself if not"."""
_VOWS_NOT = re.compile(rf"{NOT}|\b(?:never|nobody|nothing)\b.* if\b")
_BARE_YES = re.compile(r"^(?:(?:yes|yeah|aye|course|of course|oh|well) ?)+$")
_IS_THERE = re.compile(
    r"^(?:(?:yes|yeah|aye|oh|well) )*(?:(?:it|they|he|she|that) (?:is|are) (?:in|on|here|there|at)\b|here\b|got "
    r"(?:it|them)\b)"
)
"""How it turns out not to be missing: "It's in the bag"."""
_CAN_DO = re.compile(
    r"^(?:(?:yes|yeah|aye|oh|well) )*(?:i|we|he|she|they) (?P<has>have|has|do|does|can|did|will)(?: (?:got|brought))?"
    r"(?: (?:it|that|them|one|him|her))?(?: \w+){0,2}$"
)
"""The same of an act, by the verb of the condition: "I'll ring if you can't" and "I can"."""
_HAVING, _DOING = frozenset(("have", "has")), frozenset(("do", "does", "did"))
_SAME_VERB = {**dict.fromkeys(_HAVING, _HAVING), **dict.fromkeys(_DOING, _DOING)}


def _has_lapsed(facts: PageFacts, promise: SpokenPromise, plain: str) -> bool:
    """Whether a promise was only for a case that their very next line rules out."""
    case = _IF_NOT.search(plain)
    if case is None or _VOWS_NOT.search(plain[: case.start()]):
        return False
    lines = [line.text for line in facts.mark(promise.reply).after if line.speaker != SCENE][:1]
    return any(_rules_out(case, spell_plain(one)) for line in lines for one in split_sentences(line)[:1])


def _rules_out(case: re.Match[str], answer: str) -> bool:
    """Whether an answer says of the very thing of a case that it is not missing.

    Args:
        case: the condition of a promise, as `_IF_NOT` found it.
        answer: the first sentence of their next line, in plain words.
    """
    lacks = case["lacks"] or case["nobody"] or ""
    if _BARE_YES.match(answer):
        return lacks in _HAVING
    if lacks not in ("can", "will", *_DOING) and _IS_THERE.match(answer):
        return True
    can_do = _CAN_DO.match(answer)
    wanted = _SAME_VERB.get(lacks, frozenset((lacks,))) if lacks else _HAVING
    return can_do is not None and can_do["has"] in wanted


def _another_came(facts: PageFacts, promise: SpokenPromise, plain: str) -> bool:
    """Whether another interpreter was promised, and a new speaker says that they interpret."""
    if not _ANOTHER_INTERPRETER.search(plain) or _MORE_THAN_THAT.search(plain):
        return False
    replies = facts.attempt.replies()
    before: list[Line] = [*facts.attempt.arrival, *(line for e in replies[: promise.reply - 1] for line in e.lines())]
    known = {line.speaker for line in before} | {SCENE}
    after = (line for e in replies[promise.reply - 1 :] for line in e.lines())
    return any(line.speaker not in known and _COMES_ON.search(line.text) for line in after)


def _was_told_at_once(facts: PageFacts, promise: SpokenPromise, plain: str) -> bool:
    """Whether the next sentence speaks to who was to be told: "Mr Tesfay, thank you"."""
    if not _SPEAKS_TO.search(plain):
        return False
    sentences = split_sentences(facts.exchange(promise.reply).text)
    last = split_sentences(promise.text)[-1:]
    following = [after for said, after in pairwise(sentences) if [said] == last]
    called = [name["name"] for after in following if (name := _CALLS.match(after))]
    persons = " ".join((*(person.called for person in facts.script.people.values()), *facts.script.people))
    return any(re.search(rf"\b{re.escape(name)}\b", persons, re.IGNORECASE) for name in called)


# --- Another time for it

_MEETS = re.compile(
    r"\b(?:(?P<ring>ring(?:ing)?|call(?:ing)?|phon(?:e|ing))|com(?:e|ing)|(?:be|am) (?:here|back|round|there))"
    r"(?: back)?(?= (?P<whom>\w+)|$)"
)
"""What somebody does at a time that the other waits for: they ring, or they come."""
_TO_YOU = frozenset("you at by on before after about around then tomorrow tonight and".split())
"""What may stand behind it where it is the family that is rung."""
_BESIDES = re.compile(r"\b(?:again|too|as well|also|if|unless|not)\b")
"""What makes a later time one more, or one of several."""


def find_new_time(facts: PageFacts, promise: SpokenPromise) -> int:
    """Find the last reply that gave another time for what was promised; 0 if none.

    It rings the same people, or comes, on the same day or on none that is named, at another hour.

    Args:
        facts: what the program holds of the attempt.
        promise: the promise.
    """
    later = facts.attempt.replies()[max(promise.reply, *promise.again, 0) :]
    times = [one for one in map(_read_meeting, split_sentences(promise.text)) if one]
    for exchange in reversed(later):
        for other in filter(None, map(_read_meeting, split_sentences(exchange.text))):
            if any(_is_another_time(one, other) for one in times):
                return exchange.number
    return 0


class _Meeting(NamedTuple):
    """When somebody said that they would ring or come."""

    act: str
    """`ring` or `come`."""
    whom: str
    hours: frozenset[int]
    """In minutes from midnight."""
    days: frozenset[str]


def _read_meeting(sentence: str) -> _Meeting | None:
    """Read when a sentence says that its speaker will ring or come; None where it does not."""
    plain = spell_plain(sentence)
    if _BESIDES.search(plain) or _ASKS_ANOTHER.search(plain):
        return None
    if _SEVERAL_ACTS.search(plain):
        # "Eleven I ring Donna, half eleven I tell you": which hour is for which act, only the clauses say.
        plain = next((part for part in map(spell_plain, sentence.split(",")) if _MEETS.search(part)), plain)
    does = _MEETS.search(plain)
    if does is None or sentence.endswith("?") or not re.search(r"\b(?:i|we)\b", plain):
        return None
    hours = frozenset(minute for _, minute in find_hours(plain))
    if len(hours) != 1:
        return None
    whom = does["whom"] or "you"
    days = frozenset(word for word in plain.split() if word in DAYS)
    whom = "you" if whom in _TO_YOU or whom in DAYS else whom
    return _Meeting("ring" if does["ring"] else "come", whom, hours, days)


_SEVERAL_ACTS = re.compile(r"\b(?:i|we) (?:\w+ )*(?:i|we|you) (?:will )?(?:ring|tell|come|see|go|ask|write|bring)\b")
"""A sentence that says of two persons what they do, or of one twice."""
_ASKS_ANOTHER = re.compile(r"\b(?:ask|get|have) (?:\w+ ){1,4}(?:to )?(?:ring|come)\b")
"""What another is asked to do: "I'll ask her social worker to ring you by ten"."""


def _is_another_time(one: _Meeting, other: _Meeting) -> bool:
    """Whether two sentences name one act for the same people and day, at other hours."""
    if (one.act, one.whom) != (other.act, other.whom) or one.hours & other.hours:
        return False
    return not (one.days and other.days) or bool(one.days & other.days)
