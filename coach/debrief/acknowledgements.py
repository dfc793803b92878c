"""The words in which a family says that a reply reached them, or goes round it.

Begin with `says_heard`. What an answer tells may come of anything; that somebody was heard, it says itself: "So it's
come from you", "Nobody's asked me that". Thanks alone are less sure, since people thank for a chair too (`thanks`).
"""

import re

from coach.debrief.owning import pushes_back, refuses
from coach.matching.memory import remember
from coach.matching.sentences import parse

_HEARD = re.compile(
    r"^(?:oh )?you are not supposed to ask$|\b(?:nobody|no one) (?:has |is )?(?:ever )?(?:told|asked)(?: me)? that$|"
    r"\b(?:nobody|no one) (?:has |is )?(?:ever )?asked it like that\b|"
    r"\b(?:nobody|no one) (?:has|is) (?:ever )?(?:said|asked) (?:that|it|me (?:that|who|for mine))\b(?! (?:was|is)\b)|"
    r"\bit (?:is|has) come from you\b|\bglad to have it from you\b|^you believe me$|"
    r"\bi (?:had|would) thought it was only me\b|"
    r"\byou are the first (?:who|that|person|in|of|one|to)\b|\bthat is the first (?:i do not know|one|time)\b|"
    r"\bthe first time (?:that )?(?:anyone|anybody|somebody|someone) (?:has )?(?:asked|does not know)\b|"
    r"\bi (?:have|had|would) (?:not|never) said (?:that|it) (?:in one go |to (?:anyone|anybody)\b|before\b)|"
    r"^so it is just us$|^(?:you noticed|you saw it|you heard it(?: yourself)?|you came back to it)$|"
    r"^you asked (?:small|about me)\b|^that has got a person in it\b|^i know that you "
    r"did(?: and i am glad)?\b|^you as well$|^so we both\b|\bi had stopped waiting for that\b"
)
"""One of these says in itself that a reply reached somebody: "You believe me", "Nobody's told me that"."""
_FIRST_SENTENCES = 2
"""The sentences of an answer in which it says how it took the reply; what comes behind is told."""
_THANKS = re.compile(r"^(?:(?:yes|oh|good|well|that is it|all right|okay) ?)*(?:thank you|thanks|i am hearing it)$")
_TELLS_OFF = re.compile(r"^(?:do not|but|no)\b")
"""What behind thanks takes them back: "Thank you. Don't be ashamed, it's not useful"."""
_GOES_ROUND = re.compile(
    r"\bnot (?:quite )?to you\b|\bnot even a word\b|\bthere is nothing to tell\b|\bpart of me is (?:still )?standing "
    r"in\b|\bthat is not what you asked\b"
)
"""Words by which an answer goes round the reply: "There's nothing to tell"."""


@remember
def _list_sentences(line: str) -> tuple[str, ...]:
    """List the sentences of a line in plain words."""
    parsed = parse(line)
    return tuple(" ".join(parsed.words[one.first : one.last]) for one in parsed.sentences)


def says_heard(line: str) -> bool:
    """Whether a line of the family's says that the reply before it reached them."""
    return not pushes_back(line) and any(_HEARD.search(plain) for plain in _list_sentences(line)[:_FIRST_SENTENCES])


def thanks(line: str) -> bool:
    """Whether a line begins with thanks that stand by themselves, and asks for nothing more."""
    said = _list_sentences(line)
    begins = any(_THANKS.match(" ".join(said[:count])) for count in range(1, _FIRST_SENTENCES + 1))
    return begins and not pushes_back(line) and not refuses(line) and not any(_TELLS_OFF.match(plain) for plain in said)


def goes_round(line: str) -> bool:
    """Whether a line of the family's goes round what was asked: "It's not even a word"."""
    return any(_GOES_ROUND.search(plain) for plain in _list_sentences(line))
