"""Racism that the family named and that the next replies passed over.

Begin with `find_passed_over`. What a family says in so many words is sure, and so is what follows it: two whole lines.
Whatever might take it up counts as taking it up, since who heard and answered in words of their own must never read
that they did not. So this finds few of the places that a person would find, and those surely.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.debrief.first_page import GO_BACK_TO, CardKind, CardText, DebriefCard
from coach.debrief.owning import apologises, begins_with_sorry, find_owning, owns_for_service, owns_own_work, receives
from coach.debrief.page_facts import RACISM, PageFacts
from coach.debrief.picture import quote_line, quote_reply
from coach.debrief.suggestions import choose_suggestions
from coach.debrief.wording import find_content_words, share_words, spell_plain, split_sentences
from coach.language.catalogue import say
from coach.model.conditions import SCENE, Line
from coach.rehearsal.line_blocks import find_tags
from coach.rehearsal.state import Exchange

NOT_SPOKEN_OF = "Racism was not spoken of there."
NOR_NEXT = "Racism was not spoken of there, nor in reply {reply}."
_BY_NAME = r"racis\w*|islamophob\w*|prejudic\w*|discriminat\w*"
"""Words for racism, wherever they stand in a reply."""
_MAY_HELP = ("race", RACISM)
"""The subjects, by id, of which a criterion in a reply, even a possible one, may take it up."""
_OTHER_HELP = frozenset(
    ("challenges_bias_or_record", "gets_it_written", "takes_it_up", "repairs_rupture", "shares_own_silence")
)
"""The criteria beside those that do: it is written down, brought further, or owned."""
_WRITES = frozenset(("challenges_bias_or_record", "gets_it_written"))
"""Those of them that count only where what is written is not surely something else."""
_FOLLOWING = 2
"""The replies that pass it over: the next, and one more where there is one."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A line in which the family named racism, and the replies that did not take it up."""

    line: Line
    replies: tuple[Exchange, ...]
    """The next reply, and the one after it where there is one."""


def _names_who_did_it(text: str, naming: Sequence[Line]) -> bool:
    """Whether a reply names somebody whom the lines that tell of racism name: "And Kyle?"."""
    named = {name for line in naming for name in _NAME.findall(line.text)}
    return any(re.search(rf"\b{name}\b", text) for name in named)


_NAME = re.compile(r"(?<=[a-z,;:] )(?!I\b)[A-Z][a-z]{2,}\b|(?<=\. )(?!I\b)[A-Z][a-z]{2,}(?= said\b)")
"""A name within a sentence, or of somebody who said something."""


def find_passed_over(facts: PageFacts) -> PassedOver | None:
    """Find the first place where the family named racism that was passed over, or None.

    The author marked the line as telling of racism, and it has a word for it. Neither of the next two replies names
    race or racism, asks about it, believes, owns or is sorry, and none to the end names racism. Nor did the reply to
    which that line was the answer, and no skipped line lies between.
    """
    exchanges = facts.attempt.exchanges
    for place, first in enumerate(exchanges):
        if not first.number:
            continue
        spoken = [line for line in first.cue if line.speaker != SCENE]
        naming = [line for line in spoken if _names_racism(facts, line)]
        replies = [exchange for exchange in exchanges[place:] if exchange.number]
        following, later = tuple(replies[:_FOLLOWING]), replies[_FOLLOWING:]
        if (
            naming
            and not _asked_about_it(facts, first.said_before)
            and not any(_says_racism(facts, exchange.text) for exchange in later)
            and not any(_may_take_up(facts, exchange, first) for exchange in following)
            and not any(_names_who_did_it(exchange.text, naming) for exchange in following)
            and not _may_answer_at_once(facts, first, first.text, spoken, naming)
            # What was said beside that line is answered in the next reply alone.
            and not any(_may_answer_at_once(facts, first, exchange.text, (), naming) for exchange in following[1:])
            and not any(_RETURNS.search(plain) for exchange in following[1:] for _, plain in _list_plain(exchange.text))
        ):
            return PassedOver(naming[-1], following)
    return _find_never_said(facts)


def _find_never_said(facts: PageFacts) -> PassedOver | None:
    """Find racism that the family named twice and the practitioner never did, or None.

    The reply straight after it agrees with nothing and is sorry for nothing, and no later one names race or racism. A
    reply that turns away in so many words ("Anyway.") passes it over whatever else it may do. What they told because
    they were asked about it is not passed over.
    """
    replies = facts.attempt.replies()
    if any(_THE_WORD.search(spell_plain(one.text)) for one in replies):
        return None
    answers = (facts.attempt.arrival, *(one.lines() for one in replies))
    if sum(any(_names_racism(facts, line) for line in lines if line.speaker != SCENE) for lines in answers) < _TWICE:
        return None
    for first in replies:
        naming = [line for line in first.cue if line.speaker != SCENE and _names_racism(facts, line)]
        later = replies[first.number - 1 :]
        plain = spell_plain(first.text)
        turns = any(_TURNS_AWAY.match(one) for _, one in _list_plain(first.text))
        if (
            naming
            and first.number > 1
            and not _asked_about_it(facts, first.said_before)
            and not any(set(_MAY_HELP).intersection(facts.names.find(one.text)) for one in later)
            and not _AGREES.search(plain)
            and (turns or not _may_take_up(facts, first, first))
        ):
            return PassedOver(naming[-1], (first,))
    return None


_TWICE = 2
"""The answers of the family's that name racism, from which it was surely said to be heard."""
_THE_WORD = re.compile(r"\b(?:racis[mt]|islamophob\w*)\b")
_TURNS_AWAY = re.compile(r"(?:but |so |well |right )*(?:anyway|any way|moving on|let us move on)\b")
_AGREES = re.compile(
    rf"\b(?:{_BY_NAME}|believe\w*|agree\w*|(?:you|she|he|they) (?:are|is) right|wrong|true|(?:un)?fair|"
    r"sorry (?:for|about|that|you)|disgrac\w*|awful|vile|shocking|horrible|should (?:not|never)|"
    r"i (?:hear|heard) (?:you|that|it|what)|i know|"
    r"^(?:yes|yeah|aye)|thank\w*|heavy|no wonder)\b"
)
"""Words by which a reply may take in what was named."""


def _says_racism(facts: PageFacts, text: str) -> bool:
    """Whether a text has a word for racism."""
    return RACISM in facts.names.find(text)


def _asked_about_it(facts: PageFacts, text: str) -> bool:
    """Whether a reply named race or racism itself, so that what they told is the answer."""
    words = spell_plain(text)
    return not set(_MAY_HELP).isdisjoint(facts.names.find(text)) or _IS_ABOUT_IT.search(words) is not None


_IS_ABOUT_IT = re.compile(rf"\b(?:{_BY_NAME}|skin|colour\w*)\b")


def _names_racism(facts: PageFacts, line: Line) -> bool:
    """Whether a line tells of racism by its author, and names it without denying or asking."""
    if RACISM not in find_tags(facts.script, line).names or RACISM in facts.names.list_denied(line.text):
        return False
    return any(_says_racism(facts, one) for one in split_sentences(line.text) if not one.endswith("?"))


def _may_take_up(facts: PageFacts, exchange: Exchange, first: Exchange) -> bool:
    """Whether a reply may take racism up: by its reading, a word of it, or a sorry.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply.
        first: the reply straight after the line that names racism.
    """
    text = exchange.text
    criteria = {
        verdict.criterion
        for verdict in (exchange.reading.verdicts if exchange.reading else ())
        if verdict.criterion not in _WRITES or not is_of_something_else(facts, first, verdict.span.text)
    }
    rows = [row for row in _MAY_HELP if row in facts.rubric.list_rows()]
    helping = _OTHER_HELP.union(*(facts.rubric.list_criteria(row) for row in rows))
    return (
        not helping.isdisjoint(criteria)
        or not set(_MAY_HELP).isdisjoint(facts.names.find(text))
        or any(takes(text) for takes in (apologises, begins_with_sorry, owns_own_work, owns_for_service, receives))
        or bool(find_owning(text))
    )


_ALSO = (
    r"colour\w*|where\b.*\bfrom|bull(?:y|ie[sd]|ying)|call(?:s|ed|ing)?|any(?:body|one)|take your time|listening|"
    r"frighten\w*|scared|vile"
)
_RECEIVES = re.compile(
    rf"\b(?:{_ALSO}|m+|mm+hm+|mhm+|h+m+|yes|yeah|go on)\b|"
    rf"\b(?:{_BY_NAME}|skin|black|white|asian|believe\w*|sorry|apolog\w*|forgive|"
    r"ashamed|awful|horrible|horrid|dreadful|terrible|disgust\w*|disgrac\w*|(?:un)?fair|rotten|shocking|nasty|"
    r"outrag\w*|(?:un)?acceptable|wrong|rubbish|makes? me|should|words?|names?|hurts?|angry|cross|sick of|tired|what|"
    r"who|how|why|when did|when was|tell me|tell you|thanks?|ta|hear|heard|i see|i know|means? a lot|makes sense|"
    r"no wonder|right|course|agree\w*|quite|exactly|true|read|show|look at|see (?:it|them|that)|write|writing|wrote|"
    r"written|put (?:it|that|them)|to record|noted|report\w*|complain\w*|log|heavy|hard|carry\w*|same|me too|also|"
    r"let me|i will|oh|that|this|it)\b"
)
"""Words of a sentence that may receive, judge, ask about or own what was told, or point at it."""
_RECEIVES_SURELY = re.compile(rf"\b(?:{_ALSO}|racis\w*|believe\w*|sorry|wrong|should|right|to hear|read)\b")
"""Those of them that count even where the sentence is about something else that the family said."""
_RETURNS = re.compile(
    rf"\b(?:{_BY_NAME}|skin|believe\w*|ashamed|(?:the|that|your|her|his) word|"
    r"you (?:said|told me)|(?:go|going|come|coming) back|back to|earlier|before)\b"
)
"""Words of the reply after the next by which it may come back to what was told."""


def _may_answer_at_once(
    facts: PageFacts, first: Exchange, reply: str, spoken: Sequence[Line], naming: Sequence[Line]
) -> bool:
    """Whether the reply straight after lines that name racism may answer them.

    Each sentence of a reply that does not is about something else that was said beside them, or at hand before; or it
    has no word that could receive, ask or point back.

    Args:
        facts: what the program holds of the attempt.
        first: the reply straight after the lines that name racism.
        reply: the reply.
        spoken: what the family said straight before it.
        naming: those of the lines that name racism.
    """
    clauses = (clause for line in naming for clause in _CLAUSES.split(line.text))
    persons = find_content_words(" ".join(person.called for person in facts.script.people.values()))
    named = find_content_words(" ".join(clause for clause in clauses if _says_racism(facts, clause))) - persons
    beside = find_content_words(" ".join(line.text for line in spoken)) - named
    for typed, plain in _list_plain(reply):
        words = find_content_words(typed)
        if words & named:
            return True
        receives_it = _RECEIVES_SURELY if words & beside else _RECEIVES
        if is_of_something_else(facts, first, typed):
            continue
        if receives_it.search(plain) or (typed.endswith("?") and not words):
            return True
    return False


_POINTS = re.compile(
    rf"\b(?:{_BY_NAME}|skin|colour\w*|black|white|asian|believe\w*|sorry|apolog\w*|forgive|ashamed|awful|horrible|"
    r"horrid|dreadful|terrible|disgust\w*|disgrac\w*|(?:un)?fair|rotten|shocking|nasty|outrag\w*|(?:un)?acceptable|"
    r"wrong|rubbish|right|should (?:not|never|have)|words?|names?|nam(?:ed|ing)|hurts?|angry|cross|tired|hear|heard|"
    r"told|tell|said|says|saying|calls?|called|calling|bull(?:y|ie[sd]|ying)|happen\w*|about|i (?:see|know)|means?|"
    r"sense|wonder|agree\w*|exactly|true|hard|heavy|vile|frighten\w*|scared|safe|complain\w*|report\w*|do|doing|done|"
    r"help\w*|change\w*|stop\w*|same|also|he|she|they|him|them|his|their|theirs|it|this|these|those|such|did|was|were|been|"
    r"(?:any|some|every)(?:body|one|thing)|feel\w*|felt|treat\w*|let me|thanks?|listening|not)\b|"
    # "that" which stands for something, and a question that is not about what is to come
    r"\bthat\b(?! (?:you|we|i|the)\b)|"
    r"\b(?:what|how|why)\b(?! (?:day|time|date|(?:should|shall|can|could|will) (?:the|we|i|you)\b))|"
    r"^(?:and |but |so |oh |well )*(?:who|when|where)\b(?! (?:should|shall|can|could|will)\b)"
)
"""Words by which a sentence may point to what was told, judge it, ask about it or receive it, whatever it is about."""
_DAY = re.compile(
    r"\b(?:by|on|for|until|before|this|next) (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|week|month)\b|\btomorrow\b"
)
_WRITES_ITSELF = re.compile(
    r"\b(?:write|put|record|note)(?: \w+){0,2} that (?:you|we) (?:both |all |have |would |do )*"
    r"(?:come|came|attend(?:ed)?|rang|phoned|want(?:ed)?|need(?:ed)?|prefer(?:red)?|agreed?|speak)\b"
)
"""A sentence that says itself what is written, and it is that somebody came, or wants something."""
_LATELY = 3
"""The answers whose words may still be of what was told: the last, and two before it."""


def is_of_something_else(facts: PageFacts, first: Exchange, sentence: str) -> bool:
    """Whether a sentence is surely about something that was at hand before racism was named.

    "What should the record say?" takes up a record of which the brief speaks, and "by Friday" an interpreter who was
    offered before. So everyday words such as "what" and "write" do not make it an answer. It has no word of what the
    family said lately, and none that could point to it, judge it or ask about it.

    Args:
        facts: what the program holds of the attempt.
        first: the reply straight after the line.
        sentence: a sentence of that reply, or of the next.
    """
    plain = spell_plain(sentence)
    earlier = [one for one in facts.attempt.replies() if one.number < first.number]
    lately = (*first.cue, *(line for one in earlier[-_LATELY:] for line in (*one.cue, *one.lines())))
    persons = find_content_words(" ".join(person.called for person in facts.script.people.values()))
    words = find_content_words(sentence) - persons
    if _POINTS.search(plain) or not words.isdisjoint(find_content_words(" ".join(line.text for line in lately))):
        return False
    at_hand = find_content_words(" ".join((facts.script.dialogue.brief, *(one.text for one in earlier))))
    return bool(words & at_hand) or bool(_DAY.search(plain) or _WRITES_ITSELF.search(plain))


_CLAUSES = re.compile(r"[.,;:!?…–—]+|\b(?:but|and)\b")


def _list_plain(text: str) -> Iterator[tuple[str, str]]:
    """Yield each sentence of a text as it was typed, and in plain words."""
    return ((typed, spell_plain(typed)) for typed in split_sentences(text))


def make_passed_over_card(facts: PageFacts, passed: PassedOver, title: str = "") -> DebriefCard:
    """Make the card of racism that was passed over: the line, the next reply, that fact.

    Args:
        facts: what the program holds of the attempt.
        passed: the line and the replies.
        title: the subject of a row; empty for the moment to go back to.
    """
    line, first = quote_line(facts.script, passed.line), passed.replies[0]
    text = say(NOR_NEXT, reply=passed.replies[1].number) if len(passed.replies) > 1 else say(NOT_SPOKEN_OF)
    words = tuple(
        way
        for way in find_tags(facts.script, passed.line).next_words
        if _says_racism(facts, way) or share_words(way, line.text)
    )
    ways = choose_suggestions(facts.list_said(), facts.keep_fitting(*words), typed=first.text, missed=True)
    return DebriefCard(
        id=f"passed-{first.number}",
        kind=CardKind.SUBJECT if title else CardKind.BACK,
        title=title or say(GO_BACK_TO),
        brief=f"{say('Reply {reply}.', reply=first.number)} {text}",
        parts=(line, quote_reply(first), CardText(text=text), *ways),
        replies=(first.number,),
    )
