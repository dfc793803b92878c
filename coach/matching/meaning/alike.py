"""One reply as it would be said of other people: who somebody is changes nothing about how a reply to them is read.

The encoder learnt from more replies about some people than about others, and leaned on which were named. So wherever
a heritage is named, what it makes of the reply is the mean over the same three, whichever was typed; and of the words
that are counted, each is the first of them. A heritage is not a language: "a Somali interpreter" stays what it is.
"""

import re

PEOPLE = ("Black", "Pakistani", "Roma")
"""Three of those that the replies learnt from are about most, each unlike the others in the words around it."""

_WIDER = "Black|British|South|East|North|West"
_HERITAGES = (
    "African", "Afghan", "Arab", "Asian", "Bajan", "Bangladeshi", "Bengali", "British", "Caribbean", "Chinese",
    "Congolese", "Eritrean", "Ethiopian", "Filipin[oa]", "Ghanaian", "Gypsy", "Indian", "Iranian", "Iraqi", "Jamaican",
    "Kurdish", "Nigerian", "Pakistani", "Roma", "Romani", "Somali", "Sri Lankan", "Sudanese", "Syrian", "Tamil",
    "Trinidadian", "Turkish", "Vietnamese", "Zimbabwean",
)  # fmt: skip
_MORE = r"Irish Traveller|(?:mixed|dual)[ -](?:heritage|race)"
_SOMEBODY = (
    "baby|boy|child|children|dad|daughter|dads|families|family|father|fathers|girl|girls|kid|kids|lad|lads|lass|"
    "man|men|mother|mothers|mum|mums|parent|parents|people|person|pupils?|son|sons|student|students|teenager|"
    "woman|women|boys"
)
_NOT_SPOKEN = r"(?<!\bspeak )(?<!\bspeaks )(?<!\bspeaking )(?<!\bin )"
_NO_LANGUAGE = r"(?![ -](?:dialect|food|interpret|language|speak|takeaway|translat|word))"
_NAMED = re.compile(
    rf"{_NOT_SPOKEN}\b(?:(?:{_WIDER}) (?:{'|'.join(_HERITAGES)})|(?!British)(?:{'|'.join(_HERITAGES)})|{_MORE})\b"
    rf"{_NO_LANGUAGE}|(?-i:\bBlack\b)|\bblack(?= (?:{_SOMEBODY})\b)",
    re.IGNORECASE,
)


def said_of_others(text: str) -> tuple[str, ...]:
    """The text said of each of those people; nothing where it names nobody's heritage."""
    return tuple(_NAMED.sub(people, text) for people in PEOPLE) if _NAMED.search(text) else ()


def said_of_one(text: str) -> str:
    """The text with every heritage as the first of them."""
    return _NAMED.sub(PEOPLE[0], text)
