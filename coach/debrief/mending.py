"""Hurts and their mendings: which later reply went back to an earlier one, and was taken so.

Begin with `find_mending`. What is sure here is little: a reply that owns, in words, what an earlier one said, or one
straight after it that the family took as putting right.
"""

from collections.abc import Iterator

from coach.debrief.evidence import is_for_another, quotes, quotes_own
from coach.debrief.first_page import CardPart, MarkKind
from coach.debrief.owning import (
    begins_with_sorry,
    denies_what_nobody_said,
    find_owning,
    goes_back,
    is_bare_apology,
    receives,
)
from coach.debrief.page_facts import RACISM, PageFacts, choose_answer, choose_whole_answer
from coach.debrief.promises import find_promises
from coach.debrief.slights import denies_race, has_slight
from coach.debrief.wording import FEW_WORDS, find_content_words, share_words
from coach.model.conditions import SCENE
from coach.model.rubric import Polarity
from coach.rehearsal.state import Exchange

SAID_FIRST = "What you had said first:"
WENT_BACK = "You went back to it later."


def find_mending(facts: PageFacts, reply: int, meant: str = "") -> int:
    """Return the reply that went back to an earlier one and owned it; 0 if none surely did.

    It owns, in words, what the earlier reply said; or it is the very next one, it begins with a sorry, and the family
    took it as putting right. What comes after another hurt, or after another thing was put right, is looked at only
    where it owns the earlier reply's words by quoting them. A reply that denies what nobody had said mends nothing.

    Args:
        facts: what the program holds of the attempt.
        reply: the number of the earlier reply.
        meant: the words of it that are meant; empty for the whole reply.
    """
    earlier = meant if find_content_words(meant) else facts.exchange(reply).text
    passed = False
    for mark in facts.picture.marks[reply:]:
        later = facts.exchange(mark.reply).text
        straight_after = mark.reply == reply + 1
        if denies_unsaid(facts, facts.exchange(mark.reply)):
            continue
        rights = mark.kind is MarkKind.PUT_RIGHT
        if quotes_own(earlier, later) and mark.kind is not MarkKind.DREW_BACK:
            return mark.reply
        if passed:
            continue
        if goes_back(earlier, later, straight_after=straight_after):
            return mark.reply
        if straight_after and rights and is_bare_apology(later):
            return mark.reply
        # What *why* says of it: the hurt was still there, and it was mended.
        repaired = rights and find_owning(later) and facts.exchange(mark.reply).repair == "repaired"
        if repaired and not _is_for_another(facts, reply, mark.reply):
            return mark.reply
        passed = rights or mark.kind is MarkKind.DREW_BACK
    return 0


def was_put_right(facts: PageFacts, reply: int) -> bool:
    """Whether the family took a later reply as putting right, before another hurt.

    What surely goes back to a reply in between, and not to this one, puts that one right alone.
    """
    kinds = (MarkKind.PUT_RIGHT, MarkKind.DREW_BACK)
    first = next((mark for mark in facts.picture.marks[reply:] if mark.kind in kinds), None)
    if first is None or first.kind is not MarkKind.PUT_RIGHT:
        return False
    return not _is_for_another(facts, reply, first.reply)


def _is_for_another(facts: PageFacts, reply: int, later: int) -> bool:
    """Whether a reply surely goes back to one in between, and not to an earlier one.

    Args:
        facts: what the program holds of the attempt.
        reply: the number of the earlier reply.
        later: the number of the reply that goes back.
    """
    between = [facts.exchange(number).text for number in range(reply + 1, later)]
    return is_for_another(facts.exchange(reply).text, between, facts.exchange(later).text)


def find_taken_back(facts: PageFacts, mending: int) -> int:
    """Return the reply that one which put something right goes back to; 0 if none is sure.

    Args:
        facts: what the program holds of the attempt.
        mending: the number of the reply that put something right.
    """
    if hurt := find_hurt(facts, mending):
        return hurt
    text = facts.exchange(mending).text
    owned = find_content_words(" ".join(find_owning(text)))

    def names(number: int, sentence: str) -> bool:
        said = facts.exchange(number).text
        return goes_back(said, sentence, straight_after=number == mending - 1) or quotes(said, sentence)

    fitting = [number for number in range(1, mending) if names(number, text)]
    # What names race or racism openly is seldom what is taken back: "I asked something silly" is of another reply.
    others = [n for n in fitting if n == mending - 1 or not _NAMING_IT.intersection(facts.mark(n).by_you)]
    # Of several it is the one with most words of what is owned, then the later.
    return max(others, key=lambda one: (len(owned & find_content_words(facts.exchange(one).text)), one), default=0)


_NAMING_IT = frozenset((RACISM, "race"))
"""The subjects by which a reply says openly what is at stake."""


def find_hurt(facts: PageFacts, mending: int) -> int:
    """Return the hurtful reply that a later one put right; 0 if there is none."""
    drew = (mark.reply for mark in facts.picture.marks[: mending - 1] if mark.kind is MarkKind.DREW_BACK)
    return next((reply for reply in drew if find_mending(facts, reply) == mending), 0)


def took_it_back_to(facts: PageFacts, mending: int, hurt: int) -> bool:
    """Whether who took a mending is one of those who had been spoken to.

    A father's "You're all right" takes nothing that was said to the mother.

    Args:
        facts: what the program holds of the attempt.
        mending: the number of the reply that put something right.
        hurt: the number of the reply that it goes back to.
    """
    taking, said = facts.mark(mending).after[:1], facts.mark(hurt)
    spoke = {line.speaker for line in (*([said.before] if said.before else ()), *said.after)}
    return any(line.speaker in spoke for line in taking)


def list_pair(facts: PageFacts, reply: int, *, before: bool = False, whole: bool = False) -> Iterator[CardPart]:
    """Yield a reply and what the family said straight after it.

    Args:
        facts: what the program holds of the attempt.
        reply: the number of the reply.
        before: with their line before it.
        whole: with the whole of their answer, not only as far as it shows what they did.
    """
    mark = facts.mark(reply)
    if before and mark.before:
        yield mark.before
    yield mark.said
    yield from choose_whole_answer(facts, mark) if whole else choose_answer(facts, mark)


def owns(exchange: Exchange) -> bool:
    """Whether a reply owns, in words, what the practitioner said or did in the conversation."""
    return bool(find_owning(exchange.text))


def slights(exchange: Exchange) -> bool:
    """Whether a reply has a small slight in it that it does not own."""
    return has_slight(exchange.text) and not owns(exchange)


def has_clear(facts: PageFacts, reply: int, criteria: tuple[str, ...]) -> bool:
    """Whether a reply clearly has one of some criteria."""
    read = facts.exchange(reply).reading
    return read is not None and not read.clear().isdisjoint(criteria)


def clearly_helps(facts: PageFacts, reply: int) -> bool:
    """Whether a reply clearly has a criterion that helps."""
    return has_clear(facts, reply, tuple(facts.rubric.of(Polarity.HELPFUL)))


def clearly_missed(facts: PageFacts, reply: int) -> bool:
    """Whether a reply clearly missed what was told: it hurt, made less of it, or left it lie.

    Beside such a reply other words are of use. Beside any other they are seldom better than what was typed.

    Args:
        facts: what the program holds of the attempt.
        reply: the number of the reply.
    """
    exchange = facts.exchange(reply)
    if clearly_helps(facts, reply) or owns(exchange):
        return False
    small = len(exchange.text.split()) <= FEW_WORDS and "?" not in exchange.text
    hurt = bool(exchange.hurts()) or has_slight(exchange.text) or denies_race(exchange.text)
    return small or hurt or _takes_nothing_up(exchange)


def _takes_nothing_up(exchange: Exchange) -> bool:
    """Whether a reply asks and undertakes nothing, and has no word of the last lines before it.

    "Let me find my copy of it" takes up nothing of "They said I fit the description".
    """
    text, spoken = exchange.text, [line.text for line in exchange.cue if line.speaker != SCENE]
    answers = receives(text) or begins_with_sorry(text) or bool(find_promises([(1, text)]))
    return "?" not in text and not answers and not share_words(text, " ".join(spoken[-_LAST_LINES:]))


_LAST_LINES = 2
"""The last lines of an answer, which the next reply would take up."""


def denies_unsaid(facts: PageFacts, exchange: Exchange) -> bool:
    """Whether a reply denies what nobody had said here: "I didn't mean you were second best"."""
    earlier = (*facts.list_theirs(exchange.number), *facts.list_said()[: exchange.number - 1])
    return denies_what_nobody_said(exchange.text, earlier)
