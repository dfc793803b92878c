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

_WHOLE = {
    # without an apostrophe, as phones and hurried hands leave them; real words such as "were" and "well" stay
    "im": "i am",
    "ive": "i have",
    "id": "i would",
    "il": "i will",
    "youre": "you are",
    "youve": "you have",
    "youd": "you would",
    "youll": "you will",
    "theyre": "they are",
    "theyve": "they have",
    "theyd": "they would",
    "theyll": "they will",
    "weve": "we have",
    "hes": "he is",
    "shes": "she is",
    "its": "it is",
    "thats": "that is",
    "whats": "what is",
    "wheres": "where is",
    "whos": "who is",
    "hows": "how is",
    "theres": "there is",
    "itll": "it will",
    "thatll": "that will",
    "heres": "here is",
    "dont": "do not",
    "didnt": "did not",
    "doesnt": "does not",
    "isnt": "is not",
    "wasnt": "was not",
    "arent": "are not",
    "werent": "were not",
    "hasnt": "has not",
    "havent": "have not",
    "hadnt": "had not",
    "wouldnt": "would not",
    "couldnt": "could not",
    "shouldnt": "should not",
    "cant": "can not",
    "wont": "will not",
    "can't": "can not",
    "won't": "will not",
    "cannot": "can not",
    "shan't": "shall not",
    "ain't": "is not",
    "aint": "is not",
    "mustnt": "must not",
    "d'you": "do you",
    "i'd've": "i would have",
    "y'know": "you know",
    "let's": "let us",
    "lets": "let us",
    # said as heard, and the words of home: the same reply in another dialect is the same reply
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "dunno": "do not know",
    "cos": "because",
    "coz": "because",
    "cuz": "because",
    "'cause": "because",
    "u": "you",
    "ur": "your",
    "yous": "you",
    "youse": "you",
    "yer": "your",
    "summat": "something",
    "owt": "anything",
    "nowt": "nothing",
    "didnae": "did not",
    "dinnae": "do not",
    "doesnae": "does not",
    "cannae": "can not",
    "wasnae": "was not",
    "isnae": "is not",
    "wouldnae": "would not",
    "couldnae": "could not",
    "wisnae": "was not",
    "naw": "no",
    "aye": "yes",
    "yeah": "yes",
    "yep": "yes",
    "yh": "yes",
    "ok": "okay",
    "mam": "mum",
    "mom": "mum",
    "anyones": "anyone is",
    "everyones": "everyone is",
    "somethings": "something is",
    "colour": "colour",
    "color": "colour",
    "colours": "colours",
    "colored": "coloured",
}
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
    word = (raw if raw.isascii() else normalize("NFKC", raw)).casefold().translate(_CURLY)
    whole = _WHOLE.get(word)
    if whole is not None:
        return tuple(whole.split())
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
