"""Words by which a family says that a reply reached it, and replies that answer in kind.

Begin with `says_heard`. What an answer tells may come of anything; that somebody was heard, it says itself: "So it's
come from you", "Nobody's asked me that". Thanks alone are less sure, since people thank for a chair too (`thanks`).
A reply may answer a line without a word of it (`answers_directly`): "Who reads it?" is answered by "My manager, me, and
you first", and "Don't go" by "I'm not going".
"""

import re

from coach.debrief.owning import accepts, is_content, pushes_back, refuses
from coach.debrief.wording import list_questions, spell_plain, split_sentences
from coach.matching.memory import remember
from coach.matching.sentences import parse
from coach.rehearsal.state import Exchange

_UNKIND = (
    r"\b(?:call|called|calls|hit|hits|accuse|accused|blame|blamed|lie|lied|laugh|laughed|hurt|threaten|threatened|"
    r"insult|insulted|swear|swore|push|pushed|forget|forgot|walk out|walked out|shout at|shouted at|make me|made me)\b"
)
"""What somebody is the first to do who has not heard: "the first person to call me that"."""
_HEARD = re.compile(
    r"^(?:oh )?you are not supposed to ask$|\b(?:nobody|no one) (?:has |is )?(?:ever )?(?:told|asked)(?: me)? that$|"
    r"\b(?:nobody|no one) (?:has |is )?(?:ever )?asked it like that\b|"
    r"\b(?:nobody|no one) (?:has|is) (?:ever )?(?:said|asked) (?:that|it|me (?:that|who|for mine))\b(?! (?:was|is)\b)|"
    r"\bit (?:is|has) come from you\b(?! (?:all|lot|people|two)\b)|\bglad to have it from you\b|^you believe me$|"
    r"\bi (?:had|would) thought it was only me\b|^(?!.*\bdo not (?:think|imagine|suppose|believe)\b).*\byou are the "
    rf"first (?:who|that|person|in|of|one|to)\b(?!.*{_UNKIND})|\bthat is the first (?:i do not know\b|one$|one (?:that|"
    rf"who)\b(?!.*{_UNKIND})|time (?:that )?(?:(?:anyone|anybody|somebody|someone) (?:(?:has|is) )?(?:not )?(?:asked|"
    rf"said|"
    r"told|listened|looked|put)|it (?:has|is) (?:been (?:said|asked|put)|had))\b)|"
    r"\bthe first time (?:that )?(?:anyone|anybody|somebody|someone) (?:has )?(?:asked|does not know)\b|"
    r"\bi (?:have|had|would) (?:not|never) said (?:that|it) (?:in one go |to (?:anyone|anybody)\b|before\b)|"
    r"^so it is just us$|^(?:you noticed|you saw it|you heard it(?: yourself)?|you came back to it)$|"
    r"^you asked (?:small|about me(?: first)?)$|^(?:good )?that (?:has|is) got a person in it\b|^i know that you "
    r"did(?: and i am glad)?\b|^you as well$|\b(?:somebody|someone) (?:has |is )?said it\b(?! to\b)|"
    r"^you(?: have)? said the (?:actual |real )?word\b|\bi had stopped waiting for that\b"
)
"""One of these says in itself that a reply reached somebody: "You believe me", "Nobody's told me that"."""
_FIRST_SENTENCES = 2
"""The sentences of an answer in which it says how it took the reply; what comes behind is told."""
_REPROACHES = re.compile(
    r"\byou never said (?:anything|a word|a thing)\b|"
    r"\byou (?:all |just |still )?(?:did|said) nothing\b|^(?:and|but|so) (?:then |still )?you (?:all |just |still |"
    r"then )?(?:did not|never|sat|left|let|walked|laughed|stood|signed|wrote)\b|^so why\b"
)
"""What behind it is held against the one who heard: "You saw it. And you did nothing"."""
_THANKS = re.compile(
    r"^(?:(?:yes|oh|good|well|that is it|all right|okay) ?)*(?:(?:thank you|thanks|ta|cheers)(?: (?:very|so|ever so) "
    r"much| kindly| for (?:that|saying (?:it|that|so)))?|i am hearing it)$"
)
_TELLS_OFF = re.compile(r"^(?:do not|but|no)\b")
"""What behind thanks takes them back: "Thank you. Don't be ashamed, it's not useful"."""
_DISMISSES = re.compile(
    r"\b(?:want|like|asking) you to (?:go|leave)(?: now| please)?$|"
    r"^(?:and |now |so )*(?:you (?:can|may|had better)|please|will you) (?:just )?(?:go|leave)\b(?! (?:"
    r"on|ahead|it|that|this|the|a|him|her|them|first)\b)|^(?:just |now )*(?:go|leave)(?: now| away| please)?$|"
    r"\bnothing (?:\w+ )?to say to you\b|^(?:what for|for what)\?$|(?<!not )\btoo late\b|^that (?:is|will be) all$|"
    r"^(?:good ?bye|bye)\b"
)
"""What sends somebody away, or says that it is too late: "You can go now"."""
_GOES_ROUND = re.compile(
    r"^(?:no |well |but )*not (?:quite )?to you$|\bnot even a word\b|\bthere is nothing to tell\b|\bpart of me is "
    r"(?:still )?standing in\b|\bthat is not what you asked\b"
)
"""Words by which an answer goes round the reply: "There's nothing to tell"."""


@remember
def _list_sentences(line: str) -> tuple[str, ...]:
    """List the sentences of a line in plain words; one that ends with a question mark keeps it."""
    parsed = parse(line)
    said = ((one, line[parsed.tokens[one.last - 1].end :].lstrip("'’\"”)")) for one in parsed.sentences)
    return tuple(f"{parsed.spell(one)}{'?' * rest.startswith('?')}" for one, rest in said)


def says_heard(line: str) -> bool:
    """Whether a line of the family's says that the reply before it reached them."""
    said = _list_sentences(line)
    # "You believe me?" asks, and "You saw it. And you did nothing." holds it against them.
    heard = any(_HEARD.search(plain) and not plain.endswith("?") for plain in said[:_FIRST_SENTENCES])
    return heard and not pushes_back(line) and not any(_REPROACHES.search(plain) for plain in said)


def thanks(line: str) -> bool:
    """Whether a line begins with thanks that stand by themselves, and asks for nothing more."""
    said = _list_sentences(line)
    begins = any(_THANKS.match(" ".join(said[:count])) for count in range(1, _FIRST_SENTENCES + 1))
    turned = pushes_back(line) or refuses(line) or dismisses(line) or any(_TELLS_OFF.match(plain) for plain in said)
    return begins and not turned


def takes_apology(line: str) -> bool:
    """Whether a line surely takes an apology: not by an "Okay" alone, which may only go along."""
    plain = (_GOES_ALONG.sub(" ", one.rstrip("?")) for one in _list_sentences(line))
    return is_content(line) and any(accepts(one) and not _OF_THEMSELVES.match(one) for one in plain)


_OF_THEMSELVES = re.compile(r"^(?:no )?(?:i am|we are) (?:quite )?(?:all right|alright|fine|good)\b")
"""What somebody says who wants no tea: "I'm all right, thanks"."""
_GOES_ALONG = re.compile(
    r"(?<!it is )(?<!that is )(?<!you are )(?<!we are )\b(?:okay|ok)\b|^it is fine$|"
    r"^(?:sure|fine|right|no problem|no worries)\b"
)
"""Words by which somebody may only go along: "Okay. He also falls and stands up"."""


def dismisses(line: str) -> bool:
    """Whether a line of the family's sends somebody away: "Please leave", "It's too late"."""
    return any(_DISMISSES.search(plain) for plain in _list_sentences(line))


def goes_round(line: str) -> bool:
    """Whether a line of the family's goes round what was asked: "It's not even a word"."""
    return any(_GOES_ROUND.search(plain) for plain in _list_sentences(line))


# --- Answers that share no word with what they answer


def answers_directly(line: str, exchange: Exchange) -> bool:
    """Whether a reply answers a line in kind, does what it asks, or is thanked for.

    Args:
        line: the line, as it was said.
        exchange: the reply straight after it, with its answer.
    """
    if answers_in_kind(line, exchange.text) or answers_yes_or_no(line, exchange.text):
        return True
    if does_as_asked(line, exchange.text):
        return True
    first = exchange.find_first_words()
    # "Ta. I can see your face now": a question was met, where they thank for it.
    return bool(list_questions(line)) and (thanks(first) or says_heard(first))


def answers_in_kind(line: str, reply: str) -> bool:
    """Whether a reply begins by saying who or when, where the last sentence of a line asks that.

    Args:
        line: the line.
        reply: what was typed straight after it.
    """
    asked = _find_last_question(line)
    first = split_sentences(reply)[:1]
    if not asked or not first or first[0].endswith("?"):
        return False
    return any(asks.search(asked) and says.search(spell_plain(first[0])) for asks, says in _KINDS)


def _find_last_question(line: str) -> str:
    """Find the question with which a line ends, in plain words; empty where it ends with none."""
    asked = list_questions(line)[-1:]
    return spell_plain(asked[0]) if asked and asked == split_sentences(line)[-1:] else ""


def answers_yes_or_no(line: str, reply: str) -> bool:
    """Whether a reply begins by answering by the question's verb: "Can you?", "You can".

    Args:
        line: the line.
        reply: what was typed straight after it.
    """
    verb = _ASKS_WHETHER.search(_find_last_question(line))
    if verb is None:
        return False
    begins = [spell_plain(one) for one in split_sentences(reply)[:_ANSWERED_BY] if not one.endswith("?")]
    by_verb = re.compile(
        rf"^(?:(?:oh|ha|well|yes|no|aye|of course|course) )*(?:you|he|she|they|it|i|we|that) {verb['verb']}\b"
    )
    return any(_YES_OR_NO.match(one) or by_verb.match(one) for one in begins)


_ASKS_WHETHER = re.compile(
    r"^(?:(?:and|so|but|then|well) )*(?P<verb>can|could|will|would|is|are|was|were|have|has|should|must|may) "
    r"(?:you|he|she|they|it|i|we|that|this|there|my|your|his|her|\w+)\b"
)
_YES_OR_NO = re.compile(r"^(?:oh |well |ha )*(?:yes|yeah|yep|aye|no|nope|course|of course|absolutely|never|always)\b")
_ANSWERED_BY = 4
"""The sentences in which a reply answers a question by its verb; a greeting each may stand before."""
_KINDS = (
    (
        re.compile(r"^(?:(?:and|so|but|then) )*(?:who|whose|whom)\b"),
        re.compile(r"^(?:(?:just|only|well|so|that is) )*(?:me|my|i am|i do|i will|us|we|you|nobody|no one)\b"),
    ),
    (
        re.compile(r"^(?:(?:and|so|but|then) )*(?:when|what (?:day|time))\b"),
        re.compile(
            r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|tomorrow|now|next week|"
            r"(?:at|by|before|after) (?:\d|half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\w*)\b"
        ),
    ),
)
"""What a question asks for, and what says so at the beginning of a reply."""


def does_as_asked(line: str, reply: str) -> bool:
    """Whether a line asks for something, and a reply does it: "Don't go".

    Args:
        line: the line.
        reply: what was typed straight after it.
    """
    asked, said = spell_plain(" ".join(split_sentences(line)[-_LAST:])), spell_plain(reply)
    return any(asks.search(asked) and does.search(said) for asks, does in _REQUESTS)


_LAST = 3
"""The last sentences of a line, among which it asks for something."""
_I_WILL = r"\b(?:i will|i would like to|i am going to|shall i|can i|could i)\b"
_REQUESTS = (
    (
        re.compile(r"\bdo not (?:go|leave)\b"),
        re.compile(r"\bi am (?:not going|staying|here)\b|\bi will (?:stay|sit)\b"),
    ),
    # "I'd tell you, if it'd be written the way I said it" is met by "Then I'll write it the way you say it"
    (
        re.compile(r"\bi (?:would|might|could) (?:tell|say|show|give)\b.* if\b"),
        re.compile(r"^(?:(?:then|right|okay|yes|well|so) )*i (?:will|am going to|promise)\b"),
    ),
    (re.compile(r"\b(?:you )?ask (?:him|her|them)\b"), re.compile(rf"{_I_WILL}(?: \w+){{0,3}} ask\b")),
    (re.compile(r"\b(?:you )?tell (?:him|her|them)\b"), re.compile(rf"{_I_WILL}(?: \w+){{0,3}} tell\b")),
    (re.compile(r"\b(?:write|put) (?:it|that|this) down\b"), re.compile(r"\bi (?:will|am|have) (?:\w+ )?(?:writ|put)")),
)
"""What a line asks for, and what a reply says that does it."""
