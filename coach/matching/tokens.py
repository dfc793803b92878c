"""Words with their places in what was typed, made alike however they were typed.

Case, curly apostrophes and compatibility letters are folded for each word by itself, so that offsets stay those of
the reply. Contractions are opened, with or without their apostrophe: "I'm", "im" and "I am" are the same two words.
Phrases of a rubric pass through the same door, so an author writes whichever comes first to mind.
"""

import re
from typing import NamedTuple
from unicodedata import normalize

APOSTROPHES = "'\u2019\u02bc\u2018`\u00b4\u2032\uff07"
WORD = rf"(?:[^\W_]|[\u0300-\u036f])+(?:[{APOSTROPHES}](?:[^\W_]|[\u0300-\u036f])+)*"
_WORD = re.compile(WORD)
_CURLY = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))

_NEGATED = "do did does is was are were has have had would could should must".split()
_WHOLE = {
    # without an apostrophe, as phones and hurried hands leave them; "were", "well" and "ill" are words and stay
    **{f"{verb}nt": f"{verb} not" for verb in _NEGATED},
    **{f"{who}s": f"{who} is" for who in "he she it that what where who how there here anyone everyone".split()},
    **{f"{who}ll": f"{who} will" for who in "you they it that".split()},
    **{f"{who}ve": f"{who} have" for who in "i you they we".split()},
    **{f"{who}d": f"{who} would" for who in "i you they".split()},
    "im": "i am",
    "il": "i will",
    "youre": "you are",
    "theyre": "they are",
    "lets": "let us",
    "let's": "let us",
    "cant": "can not",
    "can't": "can not",
    "cannot": "can not",
    "wont": "will not",
    "won't": "will not",
    "shan't": "shall not",
    "aint": "is not",
    "ain't": "is not",
    "d'you": "do you",
    # said as heard, and the words of home: the same reply in another dialect is the same reply
    **{f"{verb}nae": f"{verb} not" for verb in _NEGATED},
    "dinnae": "do not",
    "cannae": "can not",
    "wisnae": "was not",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "dunno": "do not know",
    "cos": "because",
    "coz": "because",
    "cuz": "because",
    "u": "you",
    "yous": "you",
    "youse": "you",
    "ur": "your",
    "yer": "your",
    "summat": "something",
    "owt": "anything",
    "nowt": "nothing",
    "naw": "no",
    "aye": "yes",
    "yeah": "yes",
    "yep": "yes",
    "yh": "yes",
    "ok": "okay",
    "mam": "mum",
    "mom": "mum",
    "color": "colour",
    "colors": "colours",
}
SHORTENED = frozenset(_WHOLE)
"""Words that stand for other words."""
_OPENED = {short: tuple(whole.split()) for short, whole in _WHOLE.items()}
_TAILS = {"re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am"}
_THAT_IS = frozenset(
    "it he she that what who where how there here this when why everyone everybody someone somebody nobody "
    "something nothing everything one".split()
)


class Token(NamedTuple):
    """One word: where it stands in the reply, and how it reads."""

    start: int
    end: int
    word: str


def readings(raw: str) -> tuple[str, ...]:
    """The plain words a typed word stands for; most stand for themselves."""
    word = raw.casefold() if raw.isascii() else normalize("NFKC", raw).casefold().translate(_CURLY)
    whole = _OPENED.get(word)
    if whole is not None:
        return whole
    if word.isalnum():
        return (word,)
    word = word.translate(_CURLY)
    if "'" not in word:
        return (word,)
    base, _, tail = word.rpartition("'")
    if tail == "t" and base.endswith("n"):
        return (base[:-1].replace("'", ""), "not")
    if tail in _TAILS:
        return (base.replace("'", ""), _TAILS[tail])
    if tail == "s":
        base = base.replace("'", "")
        return (base, "is") if base in _THAT_IS else (base,)
    return (word.replace("'", ""),)


def words(text: str) -> list[str]:
    """The plain words of a text, without their places."""
    return [word for match in _WORD.finditer(text) for word in readings(match[0])]
