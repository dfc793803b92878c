"""Promises that were kept before the conversation ended, so that nothing of them is owed.

Begin with `was_kept`. A page that lists what was done already as if it were open tells its reader nothing. What is not
surely done stays on the page.
"""

import re
from itertools import pairwise

from coach.debrief.page_facts import PageFacts
from coach.debrief.promises import SpokenPromise
from coach.debrief.wording import spell_plain, split_sentences
from coach.model.conditions import SCENE, Line

_ANOTHER_INTERPRETER = re.compile(
    r"\b(?:interpreter|(?:somebody|someone) else|another (?:one|person)|(?:find|get) (?:you )?another)\b"
)
_MORE_THAN_THAT = re.compile(r"\b(?:tell|report|never|not|write|record)\b")
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
    r"\bif (?:not$|(?:you|he|she|they|it) (?:do|does|did|have|has|is|are|can|will) not\b|there is (?:no|not)\b|nobody "
    r"(?:has|can|will)\b)"
)
"""What is done only where something is missing: "I'll find the hospital copy myself if not"."""
_IS_THERE = re.compile(
    r"^(?:(?:yes|yeah|aye|course|of course|oh|well) ?)+$|^(?:(?:yes|yeah|aye|oh|well) )*(?:(?:it|they|he|she|that) "
    r"(?:is|"
    r"are) (?:in|on|here|there|at)\b|here\b|(?:i|we) (?:have|do|can|did|will)(?: (?:got|brought))?(?: (?:it|that|them|"
    r"one|"
    r"him|her))?(?: \w+){0,2}$|got (?:it|them)\b)"
)
"""How it turns out not to be missing: "It's in the bag"."""


def _has_lapsed(facts: PageFacts, promise: SpokenPromise, plain: str) -> bool:
    """Whether a promise was only for a case that their very next line rules out."""
    if not _IF_NOT.search(plain):
        return False
    lines = [line.text for line in facts.mark(promise.reply).after if line.speaker != SCENE][:1]
    return any(_IS_THERE.search(spell_plain(one)) for line in lines for one in split_sentences(line)[:1])


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
