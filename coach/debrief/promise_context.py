"""What a promise answers and what it is about, by the words around it.

Begin with `find_about` and `points_elsewhere`. "I'll write both down" tells a reader something only beside the question
who will; `coach.debrief.promise_requests` finds what was asked for.
"""

import re
from collections.abc import Iterable, Sequence

from coach.debrief.promise_anchors import (
    DATE,
    DO,
    FAR,
    HOUR,
    LEAD,
    NOT,
    RECORD,
    ROLE,
    VERBS,
    WE,
    WEIGHTY,
    WHEN,
    WILL,
    add_ing,
    tells_them_first,
)
from coach.debrief.promise_lookalikes import was_called_off
from coach.debrief.promise_requests import (
    ANOTHER_ONE,
    OF_THEM,
    POINTS_BACK,
    find_plain_request,
    find_request,
    find_subject_words,
)
from coach.debrief.promise_words import FOOD, WHOLE_PROMISES
from coach.debrief.wording import (
    WEEKDAYS,
    drop_quotations,
    find_content_words,
    list_weighty_words,
    spell_plain,
)
from coach.matching.sentences import parse

_SAYS_WHAT = re.compile(
    r"\b(?:what|all|everything|anything|nothing|whatever)(?: that)? (?:you|he|she|they) (?:\w+ )?"
    r"(?:say|says|said|tell|tells|told)\b"
)
"""What is promised of all that was said needs nothing beside it."""
_MANNER = re.compile(
    r"\b(?:in|with|under) my (?:own )?(?:name|initials)(?: beside it| on it)?\b|\bthis (?:morning|afternoon|evening|"
    rf"week)\b|\bby (?:{'|'.join(WEEKDAYS)})\b|\b(?:at|by|before) (?:half )?(?:one|"
    r"two|three|four|five|six|seven|eight|nine|ten|noon|\d+)\b|\b(?:nicely|personally|properly|straight)\b"
)
"""How and when something is done: it says nothing of what."""
_INTO_RECORD = re.compile(
    r"\b(?:write|put|record|note|add|log|enter) (?:it|that|this|both|them|those) (?:down )?(?:in|into|on) (?:the|my|"
    r"your) \w+$"
)
"""What is written somewhere: what it is, the sentence or the line before has to say."""
_OF_A_THING = re.compile(r"\b(?:it|that|this|them|those|these|both)\b")


_READ_BY = re.compile(r"\b(?:me|i) and my \w+ (?:will )?(?:read|see) (?:it|that|this|them)\b")


def tells_who_reads(plain: str) -> bool:
    """Whether a sentence only informs who reads a record: "me and my manager read it"."""
    return _READ_BY.search(plain) is not None


_FEEDS = re.compile(
    r"\b(?:i|we) (?:will|shall|am|are)(?: going to)?(?: just| also)? (?:get|getting|find|finding|fetch|fetching|bring|"
    r"bringing) (?:you|him|her|them) (?:something (?:hot|to eat)\b|(?:some |a |that )?hot (?:meal|dinner|food)\b|that "
    r"(?:meal|dinner|food)\b)(?! to drink)|"
    r"\b(?:i|we) will ask for something hot\b(?! to drink)"
)


def feeds(part: str) -> bool:
    """Whether a part of a sentence undertakes a meal: "I'll get you something hot"."""
    return _FEEDS.search(part) is not None


def list_fed(plain: str) -> frozenset[str]:
    """List who else than the one spoken to has the meal that a promise undertakes."""
    meal = _FEEDS.search(plain)
    return frozenset(meal[0].split() if meal else ()) & {"him", "her", "them"}


_BRINGS_WORD = re.compile(
    # What is asked while they wait, with word of it brought back; and in one breath with a message.
    rf"{WILL} (?:ask|find out|check)\b{FAR} and (?:then )?come back (?:and|to) (?:tell|let) you\b|"
    rf"(?<!think ){WE} can (?:ask|ring|find|check|look|get)\b(?!.*\b(?:if|or|unless)\b){FAR} and (?:then )?"
    rf"(?:text|ring|phone|email|message|let) you\b{FAR} {DATE}|"
    # As whom somebody is treated, and what will be in what goes to them.
    rf"{WILL} treat (?:you|him|her|them) as (?:an? )?(?:child|minor|young person|boy|girl|1\d|\w+teen)\b|"
    rf"\b(?:the|my|that|this) {RECORD} (?:goes|is going|will go) to (?:you|him|her|them)(?: both| all| two)? {DATE} "
    r"with \w+.* in(?: it)?$|"
    # What is done at an hour, and who hears of it or rings when.
    rf"{LEAD}(?:on |by )?{DATE} (?:at|by|before|from) (?:about |around |half )?(?:{HOUR}|\d+) (?:i|we) (?:{DO}|come|go|"
    r"bring|write|tell|see|speak|ask|take|put|meet|find)\b|"
    rf"\b(?:my|our|the|your) {ROLE} (?:hears|knows|is told|gets told)(?: it| this| that| about it)? {DATE}|"
    rf"{LEAD}(?:i|we) (?:see|meet|find|ring|tell) (?:you|m(?:r|rs|s) \w+|dr \w+)\b"
    rf"(?!.*\b(?:if|when|every|always|was)\b){FAR} (?:at|before|by) (?:lunch|break|last (?:lesson|bell)|{HOUR})\b|"
    rf"{WILL} come back and (?:tell|let) you\b{FAR} before (?:i|we) (?:go|leave)\b|"
    rf"{WILL} say (?:so|it|that) to (?:your faces?|you both|both of you)\b|"
    rf"{WILL} have (?!to |been )(?:\w+ ){{1,6}}?by (?:(?:the )?end of|next week)\b|"
    rf"{WILL} stop (?:coming|asking|using|sending|ringing|booking|writing)\b|{LEAD}(?:i|we) (?:change|correct|strike) "
    r"(?:it|that|this)$"
)


_OTHERS_ACT = re.compile(
    rf"{LEAD}(?:my|our|the|an?|your) (?:\w+ )?{ROLE} (?:rings|calls|phones|visits|sees|emails)\b(?!.*\b(?:every|always|"
    rf"usually|said|told)\b).* {WHEN}"
)


def promises_as_whole(whole: str) -> bool:
    """Whether a sentence promises only as a whole: "The advocate rings, as agreed, at twelve"."""
    return _OTHERS_ACT.search(whole) is not None or any(pattern.search(whole) for pattern in WHOLE_PROMISES)


def brings_word(part: str) -> bool:
    """Whether a part of a sentence undertakes word brought back, or what they are owed.

    So it is with "I'll ask and come back and tell you a time", and "I'll treat you as 16".

    Args:
        part: the part, in plain words.
    """
    return _BRINGS_WORD.search(part) is not None or tells_them_first(part)


_NOT_IN_RECORD = re.compile(
    rf"\bnot(?: yet)? (?:in|on) (?:my|the|your|his|her|our) (?:\w+ )?(?:{RECORD}|folder)(?: yet)?$"
)
_WILL_BE_SO = re.compile(r"^(?:(?:but|and|yet) )*(?:it|that|they) will be(?: now| today| tonight| tomorrow)?$")


def will_be_in_record(whole: str, before: str) -> bool:
    """Whether a sentence says that what is on no record will be.

    So it is in "It's not in my folder. It will be.".

    Args:
        whole: the sentence.
        before: the sentence before it.
    """
    return _WILL_BE_SO.match(spell_plain(whole)) is not None and _NOT_IN_RECORD.search(spell_plain(before)) is not None


_IN_JEST = re.compile(
    r"\b(?:i|we) will (?:bite|lick|kiss|eat (?:it|him|her|them|my hat)|throttle|strangle)\b|"
    r"\b(?:i|we) (?:will|shall|am|are going to)(?: not)? (?:never )?(?:drink|eat|touch|wear|sleep|look at|wash)\b"
    r"(?! you)(?: \w+){0,4} (?:again|ever)$|"
    r"\b(?:write|writing|put|putting|pin|pinning|copy) (?:it|that|this|them|both|all of it) (?:up |down )?on "
    r"(?:the back of )?(?:my|the) (?:wall|hand|arm|wrist|sleeve|heart|forehead|fridge|mug|biscuits?|custard)\b|"
    r"\b(?:i|we) (?:will|shall)(?: not)? (?:move|lift|budge|shift) (?:my|me|a) (?:foot|feet|toe|leg|hand|finger|muscle)"
    r"\b|\b(?:i|we) (?:will|shall) not (?:move|budge)$|\b(?:i|we) (?:will|shall) (?:talk|speak) to the (?:box|dog|cat|"
    r"table|kettle|lamp|window|wall|puppy)\b|^(?:(?:oh|aw|ah) )*go on\b.*\b(?:i|we) (?:will|shall) not (?:tell|say|"
    r"laugh)\b|\bif (?:i|we) (?:was|were) \w+ing\b"
)
"""What nobody does, or on what nobody keeps a record: "I'll never drink it again", "I'll write that on my wall"."""


def is_in_jest(plain: str) -> bool:
    """Whether a sentence says what nobody means to do: "I'll meet the hand and I'll bite it".

    Args:
        plain: the sentence, in plain words.
    """
    return _IN_JEST.search(plain) is not None


_MANNERS = re.compile(
    r"\b(?:i|we) (?:will|shall) hold (?:it|that|on to (?:it|that|this)|my (?:tongue|peace|question))(?: "
    r"(?:then|for now|and not (?:add|say|ask)\b.*|till you\b.*|while you\b.*))?$|"
    r"\b(?:i|we) (?:will|shall) take (?:it|that|this) as (?:one|read|said|an? \w+)$|"
    r"\b(?:i|we) (?:will|shall) (?:just )?note (?:that )?this is what (?:you|he|she|they) (?:say|said|think)\b|"
    r"^(?:(?:and|so|right|ok|okay) )*(?:i|we) (?:am|are) (?:going|off)(?: \w+)? now$|"
    r"\b(?:i|we) (?:will|am going to|shall) say (?:for the record|(?:\w+ ){1,2}plainly now)\b|"
    r"\bthen (?:i|we) (?:will|shall) let you (?:get on|go|be)\b|"
    r"\b(?:i|we) (?:will|shall) (?:come|get|turn) (?:on |back )?to (?:the|your|his|her|their|that|this)(?: \w+){0,2}? "
    r"(?:email|letter|report|form|file|note|notes|question|photo|list)\b(?! (?:at|on|by|today|tonight|tomorrow)\b)|"
    r"\b(?:it|that) (?:does|will) not have to be you\b|"
    # What is done at once and in the saying, what was got wrong, what is not gone into, and what a form asks for.
    r"\b(?:i|we) (?:will|shall)(?: just| quickly)? do the (?:opening|official|formal|boring|first|standard)(?: \w+)? "
    r"(?:bit|part|words|speech|stuff)\b|\b(?:i|we) withdraw (?:it|that|this)$|"
    r"\b(?:i|we) (?:will|shall) have (?:got|missed|said)\b|"
    r"\b(?:i|we) (?:will|shall) not (?:be )?(?:argu(?:e|ing)|debat(?:e|ing)|fight(?:ing)?)\b|"
    r"\b(?:i|we) (?:will|would) have to (?:write|put) (?:down )?an? (?:name|date|reason|number|answer)(?: down)?$|"
    r"\bbe the one (?:\w+ ){0,4}(?:that|who) (?:knows?|believes?|remembers?|minds?)\b"
)


_LEAVES_CHOICE = re.compile(
    r"\b(?:i|we) (?:will|shall) (?:just )?note (?:that )?(?:that is|it is) what (?:you|he|she|they) (?:say|said|"
    r"think)\b|\bor (?:i|we) (?:will|shall) (?:not|say nothing)\b.*\b(?:your choice|you choose|up to you|as you like|"
    r"you say)\b|"
    # What they may do here, what is theirs to do, and what is only said of a word.
    r"^(?:\w+ )?you can (?:shout|cry|swear|laugh|scream|stamp)\b.*\bif you (?:like|want|need)\b|"
    r"^(?:(?:and|so|then|right) )*that is you (?:on|at|in|with)\b|^(?:(?:and|so) )*(?:it|that) is racis\w+ if\b"
)


def is_manners(part: str) -> bool:
    """Whether a part of a sentence only says how the talk goes on: "I'll hold it then"."""
    return _MANNERS.search(part) is not None


def leaves_choice(plain: str) -> bool:
    """Whether a sentence leaves a choice or waves off: "I'll write it or not, your choice"."""
    return _LEAVES_CHOICE.search(plain) is not None


_KEEPS_TIME = re.compile(
    rf"^(?!.*\b(?:till|until|when|if|every|always|usually|holidays?|leave)\b)(?=.*(?:{DATE}|\bnext\b))(?:.*\b)?"
    r"(?:i|we) (?:am|are) (?:back|there\b|with (?!you\b|me\b|it\b|that\b|this\b)\w+ (?:on|at|tomorrow|tonight)\b|"
    r"(?:at|in) (?:your|that|the) (?:desk|door|gate|school|house|surgery|ward|"
    r"meeting|office)\b|with "
    r"(?:m(?:r|rs|s)|dr|the|my|your) \w+)"
)


def keeps_time(part: str) -> bool:
    """Whether a part of a sentence says where its speaker is when: "At six I'm with him"."""
    return _KEEPS_TIME.search(part) is not None


_HERE_AND_NOW = re.compile(
    # How it is done while they talk, and what lies at hand.
    r"\bas (?:fast|quick|quickly|slow|slowly|neat|neatly|best|well) as\b|"
    r"\b(?:write|writing|type|typing|put) (?:it|that|this|them) (?:down )?(?:as|while) you (?:say|talk|speak|tell)\b|"
    r"\b(?:get|take|fetch|put) (?:my|the) \w+ (?:out|away|down|here|in my (?:pocket|bag))$|\bfor the record$|"
    r"^(?:and |or )*the \w+ that (?:i|we) (?:will|do|did)\b"
)


def happens_here(plain: str) -> bool:
    """Whether a sentence only says how or with what the talk goes on: "I'll get my form out".

    Args:
        plain: the sentence, in plain words.
    """
    return _HERE_AND_NOW.search(plain) is not None


_GOES_ON_ABOUT = re.compile(
    r"^(?:(?:and|but|so) )*(?:then (?:i|we)|(?:i|we) will (?:read|send|show|give|tell) you the rest\b|(?:i|we) will "
    r"not \w+ (?:it|that|them)$|you (?:will|would|would always|shall) hear (?:it|that|about it)|(?:i|we) would "
    r"(?:always )?tell you(?: that| it)?|(?:and )?nobody else|both stay|you (?:can|may|will|get to) (?:\w+ ){0,6}?"
    r"(?:check|read|see|cross|sign|watch|change|correct|strike) (?:out )?(?:it|that|this|any|anything|every|each|all|"
    r"what (?:i|we))\b|(?:i|we) will tell (?:the |my |our )?\w+ (?:myself|personally)(?! (?:that|what|about|how|"
    r"why)))\b"
)


_WRITES_QUOTED = re.compile(
    r"^(?:\"[^\"]{3,}\"|“[^”]{3,}”|‘[^’]{3,}’|'[^']{3,}'),? (?:(?:and|yes|right|so),? )*(?:i am|i'm|i’m|im|i will|"
    r"i'll|i’ll|i "
    r"shall) (?:be )?(?:writing|write|putting|put) (?:that|it|this) (?:down|in)[.!]?$",
    re.IGNORECASE,
)


_CHANGES_QUOTED = re.compile(
    r"(?:(?:and|so|then),? )*(?:(?:i am|i'm|i’m) (?:changing|correcting|striking|deleting)|(?:i will|i'll|i’ll) "
    r"(?:change|correct|strike|delete)) (?:out )?[\"“'‘]\w",
    re.IGNORECASE,
)
"""How what stands on a record is changed: "I'm changing 'identity needs: met'"."""


def writes_quoted(whole: str) -> bool:
    """Whether a sentence quotes some words and says that they are written down, or changed.

    So it is with "'One with a knee', I'm writing that down".

    Args:
        whole: the sentence, as it was typed.
    """
    return any(pattern.match(whole) for pattern in (_WRITES_QUOTED, _CHANGES_QUOTED))


def completes(whole: str) -> bool:
    """Whether a sentence says the other half of the promise before it.

    So it is with "I'd rather write what you said", and "You can see it first".
    """
    return _COMPLETES.match(spell_plain(whole)) is not None


def goes_on_about(whole: str) -> bool:
    """Whether a promise goes on about the one before it: "You would hear that from me."."""
    return _GOES_ON_ABOUT.match(spell_plain(whole)) is not None


_COMPLETES = re.compile(
    r"^(?:(?:and|but|so|no) )*(?:(?:i|we) would (?:rather|sooner|much rather) (?:write|put|say|call|record)\b)|"
    r"^(?:(?:and|but|so) )*not (?:an? |as |the )?(?!(?:yet|now|today|tomorrow|really|ever|always|that|this|you|me|him|"
    r"her|us|them|i|we|sure|much|quite|even|bad|good|at|in|on|for|to|if|so|too|often|here|there|any|all)\b)\w+(?: "
    r"\w+)?$"
)
"""Of the second kind a thing is named that the record will not have: "Not an incident."."""
_DECIDES = re.compile(
    r"^(?:(?:and|so|then|right|ok|okay) )*(?:the |your |this )?(?:it|that|report|copy|letter|map|file|form|note)"
    r"(?: \w+)? (?:(?:is|stays|are) (?:held|stopped|on hold)|(?:does|do|will) not go (?:out |home )?(?:at|today|"
    r"tonight|tomorrow|this|until|before))\b|^(?:(?:and|so|then|right|ok|okay) )*nothing (?:goes|is going|will go) "
    r"(?:out|home|to (?:the|your) \w+) (?:at|today|tonight|tomorrow|this|until|before)\b"
)


def decides(part: str) -> bool:
    """Whether a part of a sentence says what becomes of a paper: "Then it does not go at five"."""
    return _DECIDES.search(part) is not None


_VERB, _VERBING = "|".join(sorted(VERBS)), "|".join(sorted(map(add_ing, VERBS)))
_OF_PRONOUN = re.compile(
    rf"(?!(?:ask|tell|ring|phone|call|show|give|let|get|find|bring) them\b|make it an? )\b(?:{_VERB}|{_VERBING})"
    rf"(?: (?:just|also|then|all|for|exactly))* (?:(?:(?:you|him|her) )?{ANOTHER_ONE}\b|"
    r"(?:it|them)\b(?! (?:was|were|is|are)\b)|"
    r"(?:this|that|those|these|both)(?: (?:one|two|three|ones|things?))?"
    r"(?: (?:down|in|into|on|onto|up|to|with|for|as|at|by|right|out|off|back|too|also|today|"
    r"tonight|tomorrow|now|and|so|first|again|exactly|word|myself|like|just|when|before|after|under|beside|taken|"
    r"changed|put|done|corrected|fixed|sorted|straight|one|of)\b|$))"
)
"""A verb with nothing but a pronoun for what is done to: "write it", "put them", and not "write that they looked"."""
_IT_WILL = re.compile(
    r"^(?:(?:and|so|but|then) )*(?:i promise (?:you )?(?:that )?)?(?:it|that|this) (?:will(?: not)?|does not|goes|is "
    r"going|is coming) (?:be|go|in|on|out|off|down|to)\b"
)
"""How it is said what becomes of a thing that was named before: "I promise it won't be in my minutes"."""
_HAS_CLAUSE = re.compile(
    r"\b(?:in writing|on record|down|clear|know|sure) (?:that|how|what|why|who|which) |\bthat (?:you|he|she|they|i|"
    r"we|it|"
    r"there|nobody|somebody) \w+"
)
"""What says behind the pronoun what it is about: "I'll put it in writing that you got a room"."""


_NAMES_WORD = re.compile(r"^you can (?:say|use|have) (?:the|your|that) (?:word|words|sentence|line|name)\b")
"""What says itself what "it" is: "You can say the word here, I'm writing it down as you said it"."""
_SAYS_SO = re.compile(r"\b(?:say|saying) so to (?:m(?:r|rs|s) )?\w+$")
_REMINDS = re.compile(r"\b(?:i|we) (?:will|shall) remind (?:you|him|her|them)$")


def points_elsewhere(text: str) -> bool:
    """Whether a promise says by itself nothing of what it is about: "I'll put that in".

    So it is where no word of a subject stands before the pronoun that something is done to, whatever comes behind it:
    "I'll write both, one under the other, and you can read it".
    """
    plain = spell_plain(text)
    if _INTO_RECORD.search(plain) or _REMINDS.search(plain) or _SAYS_SO.search(plain):
        return True
    if POINTS_BACK.search(plain) is None or _SAYS_WHAT.search(plain):
        return False
    done_to = _OF_PRONOUN.search(plain)
    if done_to and _NAMES_WORD.match(plain[: done_to.start()]):
        return False
    if not find_subject_words(_MANNER.sub(" ", plain)) or _IT_WILL.match(plain):
        return True
    if done_to is None or _HAS_CLAUSE.search(plain, done_to.start()):
        return False
    before = plain[: done_to.start()]
    return _BEGINS_BACK.match(before) is not None or not find_subject_words(_MANNER.sub(" ", before))


def choose_line_before(text: str, said: Sequence[str]) -> str:
    """Choose the family's line that a promise answers, at the beginning of a reply.

    It is the last line that asked for it, else the very last where the promise has no words but what that line has.
    Empty if there is none.

    Args:
        text: the promise.
        said: the family's lines straight before it.
    """
    if line := find_request(text, said):
        return line
    plain = spell_plain(text)
    last = said[-1] if said else ""
    pronoun = OF_THEM.search(plain) is not None and not _is_bare(last)
    return last if pronoun and find_subject_words(_MANNER.sub(" ", plain)) <= find_content_words(last) else ""


_BEGINS_BACK = re.compile(
    # "I did, and at him second": what somebody did stands in the sentence before.
    r"^(?:(?:and|so|but|no|yes|well|oh) )*(?:i|we|you|he|she|they) (?:did|do|have|had|was|were|would|could)(?: not)?"
    r"(?: (?:and|but|too|as well)\b|$)|"
    r"^(?:(?:and|so|but|no|yes|right|well|ok|okay|oh|sorry|very well) )*(?:i have (?:heard|got) (?:it|that)|it\b|"
    r"they\b|"
    r"(?:thats?|this|those|these|both)(?: (?:just |all )?(?:is|are|was|were|will|would|should|does|do|has|have|sounds?|"
    r"looks?|just|wrong|right)\b|$))"
)
"""How a sentence begins that itself points at what was said before it: "That's the best answer I've had"."""


def find_about(whole: str, said_before: Sequence[str], asked: Sequence[str]) -> tuple[str, str]:
    """Find what a promise is about, where it says only "it": sentences before, or their line.

    Args:
        whole: the promise.
        said_before: the sentences before it in the same reply, the nearest last.
        asked: the family's lines straight before the reply.

    Returns:
        The promise as it is quoted, and the family's line that stands before it.
    """
    if said_before and _SAYS_SO.search(spell_plain(whole)):
        return f"{said_before[-1]} {whole}", ""
    if said_before and _DONE_FIRST.search(spell_plain(whole)) and _CAN_ALL.match(said_before[-1]):
        return " ".join((*said_before[-2:], whole)), ""
    if not points_elsewhere(whole) or _NAMES_BY_QUOTING.match(whole):
        line = find_plain_request(whole, asked)
        return whole, line or ("" if said_before else choose_line_before(whole, asked))
    if line := find_request(whole, asked):
        bare = "" if find_content_words(" ".join(said_before)) else " ".join(said_before[-1:])
        return f"{bare} {whole}".strip(), line
    told: list[str] = []
    for sentence in reversed(said_before[-_MOST_BEFORE:]):
        told.insert(0, sentence)
        if echoed := _find_echoed(sentence, asked):
            return " ".join((*told, whole)), choose_line_before(whole, asked) or echoed
        if _says_what(sentence) and not _BEGINS_BACK.match(spell_plain(sentence)):
            return " ".join((*told, whole)), ""
    if len(told) == len(said_before) <= _MOST_BEFORE:
        # All that was said up to it only points back: at what they said.
        plain = spell_plain(whole)
        if _GETS_BACK.search(plain):
            return " ".join((*told, whole)), ""  # what somebody gets back is seldom what was spoken of last
        points = _OF_A_THING.search(plain)
        line = _choose_pointed_at(told, asked, plain) if points else choose_line_before(whole, asked)
        return " ".join((*told, whole)), line
    return whole, choose_line_before(whole, asked)


_NAMES_BY_QUOTING = re.compile(r"(?:(?:And|So|Then|Right),? )?(?:\"[^\"]{3,}\"|“[^”]{3,}”|‘[^’]{3,}’|'[^']{3,}'),? I")
"""How a promise begins that quotes what it is about: "'Tell the worker first', I'll put it on the desk"."""
_DONE_FIRST = re.compile(r"\b(?:i|we) will \w+ first$")
_CAN_ALL = re.compile(r"I can \w+ (?:for )?(?:all|both)\b", re.IGNORECASE)
"""What stands before what is done first of several: "I can ask for all four. The letter I'll do first."."""


def _choose_pointed_at(told: Sequence[str], asked: Sequence[str], plain: str) -> str:
    """Choose the line that is pointed back at: the one with most words in common, else the last.

    Args:
        told: the sentences before the promise, which only point back too.
        asked: the family's lines straight before the reply.
        plain: the promise, in plain words.
    """
    words = list_weighty_words(" ".join(told))
    shared = {line: len(words & list_weighty_words(line)) for line in asked}
    # Of lines alike it is the last: "They held the tree careful" is about the tree that was held, and not put away.
    sharing = [line for line in asked if shared[line] and shared[line] == max(shared.values())]
    if not sharing and (when := _WHEN_FIRST.match(plain)):
        sharing = [line for line in asked if line.casefold().startswith(f"{when[1]} ")]
    last = [line for line in asked[-1:] if not _is_bare(line)]
    return next(iter((*sharing[-1:], *last)), "")


_WHEN_FIRST = re.compile(r"(?:(?:yes|right|ok|okay) )*(before|by|after|till|until)\b")
"""What a promise begins with that answers a line beginning so: "Before you go, please.", "Before I go, yes"."""
_BARE_QUESTION = re.compile(r"(?:and|so|well|then|but)\?", re.IGNORECASE)


def _is_bare(line: str) -> bool:
    """Whether a line only asks on, as one of them asks the other: "And?"."""
    return _BARE_QUESTION.fullmatch(line.strip()) is not None


_GETS_BACK = re.compile(r"\b(?:he|she|they) (?:will|shall) have (?:it|them|that) back\b")


def _says_what(sentence: str) -> bool:
    """Whether a sentence says what the promise after it is about."""
    if drop_quotations(sentence).strip() != sentence.strip():
        return True
    words = len(find_content_words(sentence))
    told = len(sentence.split()) > _FEWEST_WORDS and not sentence.endswith("?")
    return words >= _FEWEST_WORDS or (words > 0 and told)


def _find_echoed(sentence: str, asked: Sequence[str]) -> str:
    """Find their line of which a sentence only says a word again: "Nine seconds."."""
    words = find_content_words(sentence)
    if not words or len(sentence.split()) > _FEWEST_WORDS:
        return ""
    return next((line for line in reversed(asked) if words <= find_content_words(line)), "")


_MOST_BEFORE = 3
"""The sentences before a promise that are looked at for what it is about."""
_FEWEST_WORDS = 2
"""Content words of a sentence that says what the promise after it is about."""
_PARTICIPLES = {"ring": "rung", "phone": "phoned", "ask": "asked", "tell": "told", "speak": "spoken", "call": "called"}
"""What is done while they wait, and said to be done: "I will ring now", "I have rung"."""


def is_over(promise: str, parts: Sequence[str], later: Sequence[str]) -> bool:
    """Whether a promise was done within the talk, or called off in it.

    Args:
        promise: the promise.
        parts: the parts of the sentence that promise.
        later: the replies after it.
    """
    return was_done(parts or [promise], later) or was_called_off(promise, later)


def was_done(parts: Sequence[str], later: Iterable[str]) -> bool:
    """Whether all parts of a promise were for now and done within the talk, by a later reply.

    Args:
        parts: the parts of the sentence that promise.
        later: the replies after it.
    """
    plain = [spell_plain(reply) for reply in later]
    return all(
        any(
            re.search(rf"\bi have (?:just |already )?{participle}\b", reply)
            for verb, participle in _PARTICIPLES.items()
            if verb in words and "now" in words
            for reply in plain
        )
        for words in (parse(part).words for part in parts)
    )


_PAPER = (
    r"(?:words?|lines?|sentences?|phrase|wording|paragraph|box|row|page|name|label|heading|date|time|notes?|forms?|"
    r"logs?|reports?|records?|plan|file|minutes|letters?|map|copy|chronology|referral|statement|quotation|quotes|log)\b"
)
"""What stands on a record, and the record itself."""
_THESE = r"(?:it|that|this|them|those|these|both)\b"
_OF_RECORD = re.compile(
    rf"\b(?:put|putting|correct\w*|chang\w+|strik\w+|tak(?:e|ing)|get|getting)(?: (?:down|in|out|all|off))? {_THESE}|"
    rf"\b(?:put|putting|correct\w*|chang\w+|tak(?:e|ing)|get|getting)(?: \w+){{0,5}} {_PAPER}|"
    r"\b(?:writ(?:e|ing)|cross\w*|strik(?:e|ing)|record(?:s|ed|ing)?|report|log)\b|\bput (?:not|nothing|racis[mt])\b"
)
_TAKES_OUT = re.compile(r"\b(?:tak(?:e|ing)|get|getting) .* out\b")
"""What is done to words that stand quoted: "I'm taking 'in denial' out"."""
_ASKS = r"(?:^(?:(?:good|yes|then|and|please|thank you|but) )*|\bwould you (?:please )?)"
_PUTS_WORDS = re.compile(rf"{_ASKS}(?:put|write|leave|keep|cross|take) ")
"""How somebody asks for words that stand quoted: "Put 'not asked'"."""
_ASKS_OF_RECORD = re.compile(
    rf"{_ASKS}(?:(?:leave|keep|put|cross|take|write|have)(?: \w+){{0,5}} {_PAPER}|"
    rf"(?:cross|write|put|take) (?:out )?{_THESE}(?! (?:away|down$|back|on$|to me))|"
    rf"(?:leave|keep) {_THESE} (?:in|as|so|there|how|the way|word|under|beside|next|on (?:the|it|your))\b|"
    r"(?:leave|keep|put|write) (?:(?:the|that|his|her|my) )?\w+ in(?:$| (?:there|it)\b)|"
    r"(?:do not )?(?:write|put)(?: (?:it|\w+ and write))? that (?:i|he|she|we|they|you|nobody)\b)|"
    r"\b(?:put|write) the time (?:next to|beside|on) (?:it|that)\b"
)
"""How somebody asks something of what was promised: "Cross it so you can still read it, though"."""


def is_of_record(text: str) -> bool:
    """Whether a promise is of a record, of which something can be asked."""
    plain = spell_plain(text)
    quotes = drop_quotations(text).strip() != text.strip()
    return _OF_RECORD.search(plain) is not None or (quotes and _TAKES_OUT.search(plain) is not None)


def asks_of_record(sentence: str) -> bool:
    """Whether a sentence asks something of a record: "Leave it." and "Leave Theo alone." do not."""
    plain = spell_plain(sentence)
    quotes = drop_quotations(sentence).strip() != sentence.strip()
    return _ASKS_OF_RECORD.search(plain) is not None or (quotes and _PUTS_WORDS.search(plain) is not None)


_COMFORTS = re.compile(
    rf"{FOOD.pattern}|\b(?:hot|food|meal|dinner|supper|fed|eat|socks|seats?|heating|radiator|facilities|printer)\b"
)
_BESIDE_COMFORTS = re.compile(
    rf"{WEIGHTY[0].pattern}|\b(?:him|her|mum|dad|sister|brother|rest|racis[mt]|nobody|not tell|police|"
    r"housing|council|landlord|solicitor|school|head|doctor|nurse|gp|agency|court|panel|legal|health visitor|social "
    r"worker|advocate|interpreter)\b|\b(?:halal|kosher|pork|allerg\w+|food bank|flat|mould|damp|fixed|refer|complain|"
    rf"owner)\b|{NOT}|{WHEN}"
)
"""What is beside a meal or a seat that somebody needs: a time, a vow, what they may eat, where they live."""


def is_comfort(text: str, children: Iterable[str]) -> bool:
    """Whether a promise is of food, seats or the building, and names nothing of more weight.

    Args:
        text: the promise.
        children: what the child or children are called.
    """
    plain = spell_plain(text)
    named = any(child and re.search(rf"\b{re.escape(child.casefold())}\b", plain) for child in children)
    return not named and _COMFORTS.search(plain) is not None and _BESIDE_COMFORTS.search(plain) is None
