"""Sentences that sound like promises and are none. Begin with `promises_nothing`.

"I'll put 'unable to answer'" has all that "I'll put 'sixteen'" has, and is said against the family. What is only
thought about, only proposed, one of several ways, beyond what they can do, or done as it is said is no promise
either. `coach.debrief.promises` asks this of the whole sentence as it was typed; manners and jokes are known by
their words in `coach.debrief.promise_context`.
"""

import re
from collections.abc import Iterable

from coach.debrief.promise_anchors import DATE, RECORD, find_hours
from coach.debrief.promise_words import ABOUT_SAFETY, HAS_TO_TELL, MIGHT_HAVE_TO
from coach.debrief.wording import drop_quotations, spell_plain, split_sentences

_AGAINST = re.compile(
    r"\b(?:unable to|guarded|agitated|uncooperative|hostile|evasive|defensive|unwilling|unclear|claims|alleged|"
    r"declin(?:ed|es|ing)|refus(?:ed|es|ing|al)|(?<!i )(?<!we )(?:did|will|would) not (?:say|answer|engage|tell)|"
    r"not (?:really )?engag\w+)\b"
)
"""What is said of the family on a record, to their harm."""
_RECORDS_THEM = re.compile(
    r"\b(?:i|we) (?:will|shall|am|have to|must)\b(?: have to| going to| just)* (?:put|write|record|note|take|tell|"
    rf"report|putting|writing|recording|noting)\b(?P<what>.*{_AGAINST.pattern}.*)"
)
"""What is written of the family against them."""
_SPEAKS_FOR_THEM = re.compile(
    r"\b(?:not|never|nobody|no|wrong|instead|cross\w*|str(?:ike|uck|iking)|should|because|cos|i was|we were|out|off|"
    r"agency|school|police|they)\b"
)
"""Beside such a word it is of the service, or it is undone: "I'll put that nobody asked and 'refused' is wrong"."""
_ONLY_THINKS = re.compile(
    r"\b(?:i|we) (?:(?:will|shall|would) )?(?:will|shall|have to|need to|am going to) (?:have a )?"
    r"think (?:\w+ )?about\b"
)
_PROPOSES = re.compile(
    r"^(?:(?:and|so|then|well) )*(?:i|we) (?:propose\b|would (?:report|write|raise|complain)\b(?!.*\b(?:i|we) will\b))"
)
_ONE_WAY_OF_SEVERAL = re.compile(
    r"\bor (?:somebody|someone)(?: else)? (?:will|can|would)\b|"
    r"^or (?:i|we) (?!will\b|shall\b)\w+\b|\b(?:i|we) (?:will|can|would) do (?:either|whichever|any of (?:them|"
    r"those))\b|"
    r"^(?:(?:and|so) )*(?:one|another|the (?:other|first|second))(?: way)? is (?:that )?(?:i|we) "
)
_IS_BEYOND_THEM = re.compile(
    r"^(?:(?:and|but|so|well) )*(?:i|we) can not (?:take|change|delete|rub|cross|correct|undo|stop|remove) (?:it|that|"
    r"this|them)\b(?!.*\b(?:but|so i|and i|i will|i can)\b)"
)
"""What they say that they cannot do, and nothing else: "I can't take it out of their file myself"."""
_IS_HONEST_OF_LIMIT = re.compile(
    r"^(?:(?!(?:i|we)\b)\w+ ){0,5}(?:i|we) can not (?:swear|promise|guarantee|vow)\b(?!.*\b(?:but|so|though|i|we)\b)"
)
"""What they say that they cannot promise, and nothing else: "My notes I can't swear no one will read"."""
_OTHERS_WILL = re.compile(
    r"^(?:(?:and|so|then|well|oh) )*(?:the )?(?:panel|court|police|school|council|department|office|hospital|agency|"
    r"they|somebody|someone) (?:(?:will|would) (?:write|ring|call|be in touch|contact|let you know|decide|send)|rings|"
    r"calls|writes|tells)\b(?!.*\b(?:i|we)\b)"
)
"""What somebody else will do: "The panel'll write"."""
_HAS_TO_BE = re.compile(
    r"^(?:(?:and|so|but|well) )*(?:they|that|it|those|these) (?:will )?ha(?:ve|s) to be \w+(?!.*\b(?:i|we)\b)"
)
"""What has to be done by nobody who is named: "They will have to be talked about tomorrow"."""
_FORCES = re.compile(
    r"\bif (?:i am|we are|you) (?:not |do not |refuse|obstruct|will not|can not).*\b(?:i|we) (?:will|shall) (?:be back "
    r"with|call|get|fetch|bring|ring|come back with) (?:a |the )?(?:police|officer|court|order|warrant)\b"
)
"""What the family is threatened with: "If I'm obstructed I'll be back with a police officer"."""
_THREATENS = re.compile(
    r"\b(?:if|unless) (?:you|i|we|they|he|she|nobody|it|there)\b(?! (?:want|would like|agree|say so|like)\b).*"
    r"\b(?:i|we) (?:will|shall|would|am going to|am afraid i will|might|may) (?:\w+ )?(?:have|need|be forced) to "
    r"(?:\w+ )?(?:take|pass|send|go|escalate|report|refer|put|write|record|"
    r"close|call|get|move|look at|consider|think about|start)\b|"
    # "I'll have to let social care know if it's missed"
    r"\b(?:i|we) (?:will|shall|would) have to (?:let|tell|inform|notify|ring|involve) (?:the )?"
    r"(?:social (?:care|services|"
    r"work)|council|court|courts|police|conference|local authority)\b.*\b(?:if|unless|next time)\b"
)
"""What the family is told will come of it if they don't: "If you can't say, I'll have to take it up a level"."""
_UNDERTAKES_NOTHING = (
    _ONLY_THINKS,
    _PROPOSES,
    _ONE_WAY_OF_SEVERAL,
    _IS_BEYOND_THEM,
    _IS_HONEST_OF_LIMIT,
    _OTHERS_WILL,
    _HAS_TO_BE,
    _FORCES,
    _THREATENS,
)
_COURTESY = re.compile(
    r"\b(?:i|we) (?:will|shall) take (?:it|that|this) as an? \w+(?: (?:to|for|from) .*)?$|"
    r"\b(?:i|we) (?:will|shall|am going to) have an? (?:little|quick|wee|bit of an?) (?:chat|word|natter)\b|"
    r"\b(?:i|we) will not (?:butt|barge|jump|chip) in\b|\bi would advise (?:you|him|her|them)\b|"
    r"\bnot (?:going to )?(?:pass|passing|push|pushing|shove|shoving) (?:it|that|this) (?:back )?(?:on ?to|to|on) you\b"
)
_SAID_AT_ONCE = re.compile(r"\bI(?:['’]ll| will) say (?:it|this|the worry[^:.]*):", re.IGNORECASE)
"""What stands behind the colon: "There's a line missing, and I'll say it: ..."."""
_FOR_NOW = re.compile(
    r"\b(?:i|we) (?:will|shall|am)(?: not)? \w+(?: \w+)? for (?:the next|a|one) (?:minute|second|moment)$|"
    r"\b(?:i|we) (?:will|shall) (?:not )?(?:do|make|pull|put on) (?:the|a|that|my) (?:face|voice)$"
)
"""What is over when the talk goes on: "And I won't be nice for the next minute"."""
_AT_HAND = re.compile(
    r"^(?:(?:and|so|then|right) )*(?:i|we) (?:will|shall) take (?:it|that|this|my \w+|the \w+) off\b(?: hang on)?(?!.* "
    rf"(?:{RECORD})\b)(?!.*{DATE})(?=.*\b(?:hang on|caught|hair|lanyard|coat|hat|badge)\b)"
)
"""What is taken off while they talk: a lanyard, a coat."""
_PUT_DOWN = re.compile(
    r"^(?:(?:and|so|then|right|no|okay|look|there|well) )*(?:i|we) (?:will|shall|am) (?:just )?(?:put|putting|lay|"
    r"laying|close|closing|shut|shutting|turn|turning) (?:my|the|this|that) (?:pen|phone|laptop|notebook|pad|folder|"
    r"file|tablet|form|paper|bag|clipboard)s?(?: (?:down|away|off|over|to one side|on the \w+|face down))*(?: now)?$"
)
"""What is put down while they talk: "Right, I'm putting my pen down"."""


_FETCHES = re.compile(
    r"^(?:(?:and|so|then|right|well) )*(?:i|we) (?:will|shall) (?:go and )?(?:get|fetch|find) (?:mr|mrs|ms|miss) \w+$"
)
"""Somebody who is called in from next door: "I'll get Mr Haigh"."""


def promises_nothing(whole: str) -> bool:
    """Whether a sentence undertakes nothing, whatever its words.

    Args:
        whole: the sentence, as it was typed.
    """
    plain = spell_plain(whole)
    if _SAID_AT_ONCE.search(whole) or records_against(whole):
        return True
    return any(
        pattern.search(plain) for pattern in (*_UNDERTAKES_NOTHING, _COURTESY, _FOR_NOW, _AT_HAND, _PUT_DOWN, _FETCHES)
    )


def records_against(whole: str) -> bool:
    """Whether a sentence is to be written against the family: "I'll put that you were guarded".

    Args:
        whole: the sentence, as it was typed.
    """
    said = _RECORDS_THEM.search(spell_plain(whole))
    if said is None:
        return False
    # Each of two things that are written is for them or against: "no evidence, and that the family were guarded".
    written = [one for one in said["what"].split(" and that ") if _AGAINST.search(one)]
    return any(not _SPEAKS_FOR_THEM.search(_OWN_WORD.sub(" ", one)) for one in written)


_OWN_WORD = re.compile(r"\b(?:did|will|would) not (?:say|answer|engage|tell)\b|\bnot (?:really )?engag\w+")
"""The word that is written, which has a "not" of its own."""


# --- Where confidence ends


def says_limit(whole: str, plain: str) -> bool:
    """Whether a part only says where confidence ends: "if you're not safe I'd have to tell".

    Args:
        whole: the sentence as it was typed.
        plain: the part that may promise.
    """
    said = spell_plain(whole)
    if _TOLD_FIRST.match(plain) and _TELLS_TODAY.search(said):
        return False  # what they would tell the child first is undertaken, whatever the limit
    # "If you or someone's in danger I've got to tell": it is said of anybody, and of nothing that was told.
    if _IF_ANYBODY.search(said) and ABOUT_SAFETY.search(said) and HAS_TO_TELL.search(plain):
        return True
    return bool(MIGHT_HAVE_TO.search(plain) and _IF.search(said) and ABOUT_SAFETY.search(said))


def says_condition(whole: str) -> bool:
    """Whether a sentence says under what condition confidence ends."""
    said = spell_plain(whole)
    return MIGHT_HAVE_TO.search(said) is not None and _IF.search(said) is not None


_IF = re.compile(r"\b(?:if|unless)\b")
_TOLD_FIRST = re.compile(r"and (?:i|we) (?:would|will) tell you first$")
_TELLS_TODAY = re.compile(r"\b(?:i|we) (?:would )?have to tell (?:mr|mrs|ms|miss|dr) \w+ (?:today|tonight|now)\b")
_IF_ANYBODY = re.compile(r"\bif (?:you or )?(?:someone|somebody|anyone|anybody)\b")


def takes_back_promise(sentence: str) -> bool:
    """Whether a sentence takes back the promise before it: "No, that's a daft promise"."""
    return _NO_PROMISE.search(spell_plain(sentence)) is not None


_NO_PROMISE = re.compile(
    r"\b(?:that|it) (?:is|was) (?:a |an )?(?:daft|silly|stupid|empty|rash|foolish|rubbish|bad) (?:promise|thing to "
    r"promise)\b|\bi (?:should not have|cannot|can not) promised? (?:you )?that$"
)


def was_called_off(promise: str, later: Iterable[str]) -> bool:
    """Whether a later reply calls off what was promised for an hour: "not at five".

    Args:
        promise: the promise.
        later: the replies after it.
    """
    hours = {minute for _, minute in find_hours(spell_plain(promise))}
    if not hours:
        return False
    sentences = (spell_plain(one) for reply in later for one in split_sentences(drop_quotations(reply)))
    return any(_NOT_AT.search(one) and hours & {minute for _, minute in find_hours(one)} for one in sentences)


_NOT_AT = re.compile(
    r"\b(?:does|do|will|is|are) not (?:get|go|goes|going|have|be|come|happen|leave)\b(?: \w+){0,5} at \w+"
)
