"""The card of a question that the family put off and that was never asked again.

Begin with `make_put_off_card`. "I'll get to it" is the family's own word that there is an answer. The card is made only
where nothing that was said afterwards has a word of the question.
"""

import re

from coach.debrief.first_page import GO_BACK_TO, CardKind, CardText, DebriefCard, MarkKind
from coach.debrief.matter_promises import list_called
from coach.debrief.owning import asks_anew, defers
from coach.debrief.page_facts import PageFacts, join_words
from coach.debrief.picture import list_spoken, quote_line
from coach.debrief.promise_words import FOOD
from coach.debrief.slights import has_slight
from coach.debrief.wording import find_content_words, list_questions, share_words, split_sentences
from coach.language.catalogue import say
from coach.matching.tokens import tokenize
from coach.model.conditions import SCENE
from coach.rehearsal.state import Exchange, HonestOutput

PUT_OFF = "{speaker} put this off, and no later line of yours asks it again."

_OF_WEIGHT = re.compile(r"\b(?:who|what|when|where|which|why|how)\b")
"""A question with one of these asks for something, and not only for a yes."""
_SMALL_TALK = re.compile(
    r"\bdo you (?:play|support|watch|listen to)\b|\binstruments?\b|\bfavourite\b|"
    r"\bhow (?:are|is|was) (?:you|it|that|the \w+)\b|\bhow does that sound\b|\bwhat (?:is|are) (?:it|you) called\b|"
    r"\bwhat (?:the|your|his|her|their|that) \w+ (?:(?:is|are) )?called\b"
)
_FIRST_OF_WEIGHT = 3
"""The reply from which a question is more than a greeting."""


def make_put_off_card(facts: PageFacts, used: set[int]) -> DebriefCard | None:
    """Make the card of the last question that was put off and surely never asked again, or None.

    Args:
        facts: what the program holds of the attempt.
        used: the replies that are on the page already.
    """
    replies = facts.attempt.replies()
    left = [e for e in replies[_FIRST_OF_WEIGHT - 1 : -1] if e.number not in used and was_put_off(facts, e)]
    if not left:
        return None
    exchange = left[-1]
    line = quote_line(facts.script, list_spoken(exchange)[0])
    says = say(PUT_OFF, speaker=line.speaker)
    return DebriefCard(
        id=f"asked-{exchange.number}",
        kind=CardKind.BACK,
        title=say(GO_BACK_TO),
        brief=f"{say('Reply {reply}.', reply=exchange.number)} {says}",
        parts=(facts.mark(exchange.number).said, line, CardText(text=says)),
        replies=(exchange.number,),
    )


def was_put_off(facts: PageFacts, exchange: Exchange) -> bool:
    """Whether a reply asked for something that was put off, and of which nobody spoke again.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply with its answer.
    """
    honest = any(isinstance(output, HonestOutput) and output.kind == "defers" for output in exchange.outputs)
    if not honest or not any(defers(line.text) for line in list_spoken(exchange)[:1]):
        return False
    # Somebody who goes off to tea, hurts, or was misheard, has put no question that anybody is to answer.
    if exchange.hurts() or has_slight(exchange.text) or FOOD.search(" ".join(tokenize(exchange.text))):
        return False
    asked = list_questions(exchange.text)
    plain = " ".join(tokenize(asked[-1])) if asked else ""
    if not _OF_WEIGHT.search(plain) or _SMALL_TALK.search(plain):
        return False
    if names_another(facts, exchange):
        return False
    later = facts.attempt.replies()[exchange.number :]
    # "Was the spoon about a mark?", and they told more: it was asked again in other words.
    if any(list_questions(one.text) and facts.mark(one.number).kind is MarkKind.TOLD_MORE for one in later):
        return False
    if any(comes_back(one.text) for one in later):
        return False
    if any(asks_anew(one.text) for one in later[:1]):
        return False
    if any(_asks_in_its_words(exchange.text, one.text) for one in later):
        return False
    # A later question with a word of theirs that the first one was about may ask the same.
    spoken = [line.text for line in exchange.cue if line.speaker != SCENE]
    about = [line for line in spoken if share_words(exchange.text, line)]
    if any(share_words(one, line) for reply in later for one in list_questions(reply.text) for line in about):
        return False
    after = [line.text for one in (exchange, *later) for line in one.lines()]
    said = [one.text for one in later]
    if _POINTS_AT_THING.search(exchange.text):
        # "Page nine then, pass it here": any later word for what they had spoken of may be for the same thing.
        things = join_words([line for line in exchange.cue if line.speaker != SCENE])
        if things & find_content_words(" ".join(said)) - find_content_words(" ".join(list_called(facts.script))):
            return False
    if not find_content_words(" ".join(asked)):
        # "What did he say?" has no word by which it could be known again: any later question like it may be it.
        again = [one for text in said for one in list_questions(text)]
        return all(find_content_words(one) for one in again)
    return not any(share_words(" ".join(asked), text) for text in (*after, *said))


def _asks_in_its_words(text: str, later: str) -> bool:
    """Whether a later question has three words in a row of the first one: "she said Ash"."""
    asked = split_sentences(text)[-_LAST:]
    return any(_list_threes(one) & _list_threes(question) for one in asked for question in list_questions(later))


def _list_threes(text: str) -> frozenset[tuple[str, ...]]:
    """List the words of a text in threes, as they stand in a row; not those of every text."""
    words = tokenize(text)
    threes = (tuple(words[at : at + 3]) for at in range(len(words) - 2))
    return frozenset(three for three in threes if sum(len(word) > _SHORT for word in three) > 1)


_LAST, _SHORT = 3, 2
"""The last sentences of a reply that say what it asks; a word as short as this says little."""


_POINTS_AT_THING = re.compile(
    r"\b(?:pass|hand|show|give|read|fetch|bring|open)\b[^.?!]{0,20}\b(?:it|that|them|those|this)\b", re.IGNORECASE
)
"""A reply that asks for a thing of which they had spoken, by a pronoun."""


def names_another(facts: PageFacts, exchange: Exchange) -> bool:
    """Whether a reply calls somebody else of the family than the one who puts it off.

    "Craig, did he do it to you too?" was not Sunita's to put off.

    Args:
        facts: what the program holds of the attempt.
        exchange: the reply with its answer.
    """
    answering = list_spoken(exchange)[0].speaker
    there = {line.speaker for line in (*facts.attempt.arrival, *exchange.cue)} - {answering, SCENE}
    called = [facts.script.people[key].called for key in sorted(there) if key in facts.script.people]
    return any(re.search(rf"\b{re.escape(name)}\b", exchange.text, re.IGNORECASE) for name in called if name)


def comes_back(text: str) -> bool:
    """Whether a reply is still with what was asked, or says that it waits: "In a bit is fine"."""
    return _COMES_BACK.search(" ".join(tokenize(text))) is not None


_COMES_BACK = re.compile(
    r"\b(?:am still (?:thinking|wondering|with|on)|(?:go|going|come|coming|get|getting) back to (?:what|that$|that "
    r"question|my question)|(?:in|wait) a bit (?:is|suits)|still here for|no (?:hurry|rush)|(?:in|at) your own time|"
    r"when(?:ever)? you are ready|(?:think about|think on|with|have) (?:it|that)(?: one)? (?:all|as long as|as "
    r"much as) you (?:like|want|need)|take your time|it can wait|"
    r"(?:asked|was asking) you (?:before|earlier|about|just now)|ask(?:ing)? (?:you )?again)\b"
)
