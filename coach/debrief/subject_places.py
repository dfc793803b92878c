"""Where a subject is on the table: the replies beside which somebody put it into words.

Begin with `list_places`. A place is sure only where words of the subject stand in the reply, in the line that it
answers, or in the answer; `list_named_alone` finds the replies that are shown where no such place is.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from coach.debrief.acknowledgements import goes_round, says_heard, thanks
from coach.debrief.first_page import MarkKind, PictureMark, SaidLine
from coach.debrief.owning import find_owning, holds_off, owns_own_work
from coach.debrief.page_facts import RACISM, PageFacts, came_of_food, choose_direct_answer, list_opened, puts_into_words
from coach.debrief.picture import LIKELY, find_named, may_hurt, quote_line, quote_lines
from coach.debrief.promise_words import FOOD
from coach.debrief.slights import has_slight
from coach.debrief.wording import (
    BRINGS,
    drop_quotations,
    find_content_words,
    says_racism,
    share_words,
    spell_plain,
    split_sentences,
)
from coach.matching.tokens import tokenize
from coach.model.conditions import SCENE, Line
from coach.model.events import Replied
from coach.rehearsal.line_blocks import find_tags
from coach.rehearsal.state import Exchange, TurnOutput

CULTURE = "culture"
"""The subject, by id, that is shown only where the family's own lines have it: a faith or an upbringing in a reply
alone is as often what somebody was treated for, or a guess."""
WHAT_IS_DONE = "acting"
"""The subject, by id, of what the service does: it is owned, promised or set in motion, or there is no row of it."""
SETS_IN_MOTION = frozenset(("gets_it_written", "takes_it_up"))
"""The criteria of a reply that clearly gets something written, or takes it to those who can change it."""


@dataclass(frozen=True, slots=True)
class SubjectPlace:
    """A reply beside which a subject was put into words, with the family's lines around it."""

    mark: PictureMark
    before: tuple[SaidLine, ...]
    """The family's line before the reply that has a word of the subject, with those between; empty if none does."""
    answer: tuple[SaidLine, ...]
    named: bool
    """Whether the reply itself names the subject."""
    echoed: bool = False
    """Whether their answer names it too."""
    asked: bool = False
    """Whether they named it in answer to a question that has no word of it."""
    naming: tuple[SaidLine, ...] = ()
    """A line of the family's that names it, where no reply beside it does, with those up to the next reply."""


def list_places(facts: PageFacts, subject: str, promising: Collection[int] = ()) -> Iterator[SubjectPlace]:
    """Yield the replies beside which a subject was put into words by either side.

    A reply that may have hurt, that the family drew back from, that denies the subject, that names it of the speaker
    alone, or that names one to which it gives way, is none. Where the rubric has no words for the subject, a reply that
    clearly took it up stands for it. Of a subject to which others give way, such as racism, the family's own naming is
    a place too.

    Args:
        facts: what the program holds of the attempt.
        subject: the id of the subject.
        promising: the replies in which something is promised.
    """
    names = facts.names
    # Where somebody has read the lines, one that has a word of the subject is meant to have it.
    offered = bool(facts.script.dialogue.lines.names) or is_offered(facts, subject)
    weighty = is_weighty(facts, subject)
    worded = any(names.knows(other.id) for other in facts.picture.subjects)
    for exchange in facts.attempt.replies():
        mark = facts.mark(exchange.number)
        if _shows_nothing(facts, exchange, subject):
            continue
        answer = choose_direct_answer(facts, mark)
        named = subject in mark.by_you and not offers_food(facts, exchange, subject)
        acts = owns_own_work(exchange.text) or exchange.number in promising
        read = exchange.reading.clear() if exchange.reading else frozenset()
        if subject == WHAT_IS_DONE and not acts and read.isdisjoint(SETS_IN_MOTION):
            continue  # words of a record alone, such as "the report", are about anything
        if not names.knows(subject):
            # By its reading alone little is sure: what the service does is owned there, or changed.
            if named and (acts or not worded):
                yield SubjectPlace(mark, (), answer, named)
            continue
        heard = [line for line in exchange.cue if line.speaker != SCENE]
        if (
            named
            and is_of_racism(facts, exchange, subject)
            and not any(puts_into_words(facts, line, subject) for line in heard)
        ):
            continue
        # A reply that does not name it answers the very last line, or has a word of the one before that.
        answered = [*(line for line in heard[-2:-1] if share_words(exchange.text, line.text)), *heard[-1:]]
        cue = [line for line in (heard if named else answered) if puts_into_words(facts, line, subject)]
        said = [line for line in exchange.lines() if puts_into_words(facts, line, subject)]
        before = list_up_to_reply(facts, heard, cue[-1]) if cue else ()
        if cue and not before and _takes_up(facts, exchange, cue[-1], subject):
            before = (quote_line(facts.script, cue[-1]),)
        looked_at = [line for line in heard if _ASKS_OF_YOU.search(line.text)]
        if looked_at and named and subject in names.list_own(exchange.text):
            # "And you? When you look at me?" asks for just what is named of the speaker: "I'm White".
            yield SubjectPlace(mark, list_up_to_reply(facts, heard, looked_at[-1]), answer, named)
        elif before and (named or (offered and (weighty or _goes_on_about(facts, exchange, cue[-1], subject)))):
            yield SubjectPlace(mark, before, answer, named)
        elif (
            named
            and subject not in names.list_own(exchange.text)
            and not (_is_of_papers(facts, exchange, subject) or is_small_talk(facts, exchange, subject))
        ):
            # What came straight after it stands with it, though it has no word of it: a reply alone shows nothing.
            naming = [mark.after.index(line) for line in quote_lines(facts.script, tuple(said)) if line in mark.after]
            near = bool(naming) and naming[0] < MOST_TOGETHER
            shown = answer if not near else mark.after[: max(naming[0] + 1, len(answer))]
            if near or not _answers_the_rest(facts, exchange, subject):
                yield SubjectPlace(mark, (), shown, named, echoed=near)
        elif weighty and (asked := find_asked(facts, exchange, subject)):
            yield SubjectPlace(mark, (), asked, named, echoed=True, asked=True)
        following = facts.attempt.replies()[exchange.number : exchange.number + 1]
        # Behind a skipped line the next reply answers another one.
        if said and weighty and all(said[0] in later.cue for later in following):
            spoken = [line for line in exchange.lines() if line.speaker != SCENE]
            lines = list_up_to_reply(facts, spoken, said[0])
            # Without the reply after it, a line shows nothing of how it was answered.
            if lines and following:
                yield SubjectPlace(mark, (), (), named=False, naming=lines)


_ASKS_OF_YOU = re.compile(r"\byou (?:look at|see)(?: (?:me|us|him|her))?\?", re.IGNORECASE)


def is_sure(place: SubjectPlace, subject: str) -> bool:
    """Whether a place surely shows its subject: culture only where the family names it.

    Args:
        place: the place.
        subject: the id of the subject.
    """
    return subject != CULTURE or bool(place.before) or place.echoed


def list_named_alone(facts: PageFacts, subject: str) -> Iterator[SubjectPlace]:
    """Yield the replies that plainly name a subject which no answer took up.

    They are shown where nothing surer is: that a reply put race into words is to be seen, whatever was said to the rest
    of it. A reply that hurts, denies it, names it of the speaker alone or only in passing is none.

    Args:
        facts: what the program holds of the attempt.
        subject: the id of the subject.
    """
    if not facts.names.knows(subject) or subject == WHAT_IS_DONE:
        return
    for exchange in facts.attempt.replies():
        mark = facts.mark(exchange.number)
        passing = offers_food(facts, exchange, subject) or is_small_talk(facts, exchange, subject)
        passing = passing or _is_of_papers(facts, exchange, subject) or has_slight(exchange.text)
        passing = passing or is_of_racism(facts, exchange, subject)
        if subject not in mark.by_you or passing or _shows_nothing(facts, exchange, subject):
            continue
        naming = [one for one in split_sentences(exchange.text) if subject in facts.names.find(one)]
        naming = [one for one in naming if not _OFFERS.match(" ".join(tokenize(one)))]
        plainly = any(len(one.split()) >= _NOT_IN_PASSING or one.endswith("?") for one in naming)
        if plainly and subject not in facts.names.list_own(exchange.text):
            yield SubjectPlace(mark, (), choose_direct_answer(facts, mark), named=True)


def only_promises(facts: PageFacts, text: str, subject: str) -> bool:
    """Whether a reply names a subject only in what it will do or whom it brings.

    "I'll book a Roma woman" says little of race.

    Args:
        facts: what the program holds of the attempt.
        text: the reply.
        subject: the id of the subject.
    """
    naming = [one for one in split_sentences(text) if subject in facts.names.find(one)]
    plain = [(one, spell_plain(one)) for one in naming]
    return bool(naming) and all(
        BRINGS.search(said) or (_WILL.search(said) and not one.endswith("?")) for one, said in plain
    )


_WILL = re.compile(
    r"\b(?:i|we) (?:will|shall|am going to|are going to)\b(?! (?:not )?(?:say|call|be honest|be plain)\b)"
)
"""What is promised; "I'll say it: it's racism" says it."""


def _shows_nothing(facts: PageFacts, exchange: Exchange, subject: str) -> bool:
    """Whether a reply is no place for a subject: it may have hurt, denies it, or has no answer.

    One that is about what the subject gives way to is a place for that.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply.
        subject: the id of the subject.
    """
    mark, names = facts.mark(exchange.number), facts.names
    if mark.kind is MarkKind.DREW_BACK or not mark.after or may_hurt(facts.script, exchange):
        return True
    if has_slight(exchange.text) and not (find_owning(exchange.text) or mark.kind is MarkKind.TOLD_MORE):
        return True
    return subject in names.list_denied(exchange.text) or names.gives_way(subject, names.find(exchange.text))


def find_asked(facts: PageFacts, exchange: Exchange, subject: str) -> tuple[SaidLine, ...]:
    """Find the lines of an answer up to one that names a subject and that a question opened.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply with its answer.
        subject: the id of the subject.
    """
    answer = choose_direct_answer(facts, facts.mark(exchange.number))
    if "?" not in exchange.text or came_of_food(facts, exchange):
        return ()
    opened = [line for line in list_opened(facts, exchange) if puts_into_words(facts, line, subject)]
    at = [place for place, line in enumerate(answer) if line in quote_lines(facts.script, tuple(opened))]
    return answer[: at[0] + 1] if at else ()


def takes_up_word(facts: PageFacts, place: "SubjectPlace") -> bool:
    """Whether a reply says "racist" or "racism", and the family's next lines take it up.

    They do if they name it too, say that they were heard, or tell more.

    Args:
        facts: what the program holds of the attempt.
        place: the place.
    """
    if not (place.named and says_racism(drop_quotations(place.mark.said.text))):
        return False
    heard = any(says_heard(line.text) or thanks(line.text) for line in place.answer[:1])
    if any(holds_off(line.text) or goes_round(line.text) for line in place.answer):
        return False
    spoken = [line for line in facts.exchange(place.mark.reply).lines() if find_tags(facts.script, line).told]
    told = any(line in place.answer for line in quote_lines(facts.script, tuple(spoken)))
    return heard or told or place.echoed or is_echoed(facts, place)


def states_racism(text: str) -> bool:
    """Whether a reply says of something that it is racism, in a sentence that asks nothing."""
    return any(
        says_racism(clause) and not _IS_OPEN.search(spell_plain(clause))
        for sentence in split_sentences(drop_quotations(text))
        for clause in _CLAUSES.split(sentence)
        if not sentence.endswith("?")
    )


_CLAUSES = re.compile(r"[,;:–—]+|\bbut\b")
_IS_OPEN = re.compile(
    r"\b(?:if|whether|or not|whatever|wonder|maybe|perhaps|might|may|could|would (?:you|it|that)|do not (?:say|think|"
    r"know|call)|not (?:saying|racist|racism)|have(?: you)? (?:ever )?(?:had|been)|any racis[mt]|how have)\b"
)
"""What leaves open whether it is racism, or denies it."""


_AGREES = re.compile(r"^(?:(?:oh|well|then|and|yes|yeah|so) )*(?:yes|yeah|it is|you are right|i agree|she is right)\b")


def agrees_with_racism(place: "SubjectPlace") -> bool:
    """Whether a reply begins by agreeing with a line of theirs that says racism: "Yes, it is"."""
    return bool(_AGREES.search(spell_plain(place.mark.said.text))) and any(
        says_racism(line.text) for line in place.before
    )


def list_stating(facts: PageFacts) -> list[int]:
    """List the replies that say of something that it is racism, without hurting or denying it."""
    return [
        exchange.number
        for exchange in facts.attempt.replies()
        if states_racism(exchange.text)
        and not exchange.hurts()
        and RACISM in facts.mark(exchange.number).by_you
        and RACISM not in facts.names.list_denied(exchange.text)
    ]


def is_echoed(facts: PageFacts, place: "SubjectPlace") -> bool:
    """Whether a line of the answer shown names a subject to which others give way."""
    weighty = [one.id for one in facts.picture.subjects if is_weighty(facts, one.id)]
    return any(key in weighty for line in place.answer for key in facts.names.find(line.text))


MOST_TOGETHER = 3
"""The lines that stand between a line of theirs and a reply at most, that line among them."""


def list_up_to_reply(facts: PageFacts, spoken: Sequence[Line], line: Line) -> tuple[SaidLine, ...]:
    """List a line of theirs and those after it up to the reply; empty if too many.

    A line beside a reply that answers another one would say what did not happen.

    Args:
        facts: what the program holds of the attempt.
        spoken: what persons said straight before the reply.
        line: one of these lines.
    """
    together = spoken[max(at for at, one in enumerate(spoken) if one == line) :]
    return quote_lines(facts.script, tuple(together)) if len(together) <= MOST_TOGETHER else ()


def _takes_up(facts: PageFacts, exchange: Exchange, line: Line, subject: str) -> bool:
    """Whether a reply has a word of a line besides those of the subject that both name."""
    rest = " ".join(word for word in line.text.split() if subject not in facts.names.find(word))
    return share_words(exchange.text, rest)


def _answers_the_rest(facts: PageFacts, exchange: Exchange, subject: str) -> bool:
    """Whether the family answered another sentence than a brief one that names a subject.

    "Tigrinya's fine too. I'm only nosy because of the balloon." is answered by what they say of balloons.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply with its answer.
        subject: the id of the subject.
    """
    sentences = split_sentences(exchange.text)
    naming = [one for one in sentences if subject in facts.names.find(one)]
    if is_weighty(facts, subject) or not naming:
        return False
    answer = " ".join(line.text for line in choose_direct_answer(facts, facts.mark(exchange.number)))
    others = [one for one in sentences if one not in naming]
    if any(share_words(one, answer) or _has_their_words(facts, exchange, one) for one in naming):
        return False
    pick = exchange.event.pick if isinstance(exchange.event, Replied) else None
    span = pick.span.text if pick and pick.span and pick.likely >= LIKELY and not pick.also else ""
    if span and all(_OFFERS.match(" ".join(tokenize(one))) and span not in one for one in naming):
        return True  # what was surely answered is another sentence than the offer behind it
    if any(one.endswith("?") or len(find_content_words(one)) > _BRIEF for one in naming):
        return False
    return any(share_words(one, answer) for one in others)


def _has_their_words(facts: PageFacts, exchange: Exchange, sentence: str) -> bool:
    """Whether a sentence has two words of one thing that the family said: "Trini and Scottish"."""
    said, words = facts.list_theirs(before=exchange.number), find_content_words(sentence)
    return any(len(words & find_content_words(one)) > 1 for one in said)


_OFFERS = re.compile(
    r"(?:and |but |so |or )*(?:would it help|(?:shall|can|could|may) (?:i|we)|would you (?:like|want) (?:me|us))\b"
)
_BRIEF = 4
"""Content words of a sentence that names a subject in passing."""
_NOT_IN_PASSING = 8
"""Words of a sentence that plainly names a subject."""
_PAPERS = re.compile(r"\b(?:letters?|forms?|leaflets?|texts?|emails?)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:hundred|ten|few|three|two|many) of (?:them|the words)\b|\ball food\b|\bwords of\b", re.IGNORECASE
)


def is_small_talk(facts: PageFacts, exchange: Exchange, subject: str) -> bool:
    """Whether a reply names a subject only beside food or a count of words: "Do you eat halal?".

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply.
        subject: the id of the subject.
    """
    if is_weighty(facts, subject):
        return False
    naming = [sentence for sentence in split_sentences(exchange.text) if subject in facts.names.find(sentence)]
    return bool(naming) and all(
        (_EATS.search(sentence) or _COUNTED.search(sentence)) and not _TREATS.search(sentence) for sentence in naming
    )


_TREATS = re.compile(
    r"\b(?:because|laugh\w*|teas(?:e|es|ed|ing)|bull(?:y|ies|ied|ying)|star(?:e|es|ed|ing)|mock\w*|refus\w*|left out|"
    r"pick(?:s|ed|ing)? on|comments?|smells?|stinks?)\b",
    re.IGNORECASE,
)
"""How somebody is treated over what they eat, which is no small talk: "Do they laugh at his lunch?"."""


def is_of_racism(facts: PageFacts, exchange: Exchange, subject: str) -> bool:
    """Whether a reply names a subject only beside another one, in sentences of racism.

    "It was on her for being Muslim" is one: a faith is no race, and how somebody was treated for it is racism.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply.
        subject: the id of the subject.
    """
    if subject == RACISM:
        return False
    named = [frozenset(facts.names.find(sentence)) for sentence in split_sentences(exchange.text)]
    naming = [names for names in named if subject in names]
    return bool(naming) and all(RACISM in names and names - {RACISM, subject} for names in naming)


def offers_food(facts: PageFacts, exchange: Exchange, subject: str) -> bool:
    """Whether a reply names a subject only in a choice of food: "White or brown?".

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply.
        subject: the id of the subject.
    """
    sentences = split_sentences(exchange.text)
    naming = [at for at, sentence in enumerate(sentences) if subject in facts.names.find(sentence)]
    return bool(naming) and all(
        len(sentences[at].split()) <= _BRIEF and _EATS.search(" ".join(sentences[max(at - 1, 0) : at + 1]))
        for at in naming
    )


_EATS = re.compile(
    rf"{FOOD.pattern}|\b(?:eat|eats|meal|meals|cheese|cook|cooks|dinner|lunch|food|recipe)\b", re.IGNORECASE
)


def _is_of_papers(facts: PageFacts, exchange: Exchange, subject: str) -> bool:
    """Whether a reply names a subject only of letters and forms: "Were the letters in Slovak?"."""
    if is_weighty(facts, subject):
        return False
    naming = [sentence for sentence in split_sentences(exchange.text) if subject in facts.names.find(sentence)]
    return bool(naming) and all(_PAPERS.search(sentence) for sentence in naming)


def is_weighty(facts: PageFacts, subject: str) -> bool:
    """Whether other subjects of the page give way to a subject, as all do to racism."""
    return subject == RACISM or any(subject in facts.names.list_before(other.id) for other in facts.picture.subjects)


def _goes_on_about(facts: PageFacts, exchange: Exchange, line: Line, subject: str) -> bool:
    """Whether a reply that names no subject goes on about a line that does."""
    read = exchange.reading
    clear = read.clear() if read else frozenset()
    return (
        share_words(exchange.text, line.text)
        or not clear.isdisjoint(facts.rubric.list_criteria(subject))
        or any(puts_into_words(facts, answer, subject) for answer in exchange.lines())
    )


def is_offered(facts: PageFacts, subject: str) -> bool:
    """Whether the family put a subject forward: in an opening on it, or more than once.

    A word that falls once, such as the church that somebody walks past, puts nothing forward.
    """
    rows = facts.rubric.list_rows()
    theirs = [exchange for exchange in facts.attempt.replies() if subject in facts.mark(exchange.number).by_them]
    begun = subject in find_named(facts.script, facts.attempt.arrival, facts.names.find)
    turns = {facts.script.dialogue.begins} if begun else set()
    turns |= {output.turn for e in theirs for output in e.outputs if isinstance(output, TurnOutput)}
    openings = [opening for turn in turns if (opening := facts.script.turn(turn).opening)]
    return len(theirs) > 1 or any(opening.topic in rows[subject].topics for opening in openings)
