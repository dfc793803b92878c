"""The same reply as others might have typed it: other names and heritages, no capitals, spoken marks, slips.

None of it changes what the words do, so the labels stay. Seeded, for a fit that can be repeated.
"""

import re
from random import Random

from coach.fitting.corpus import Labelled

HERITAGES = (
    "Black Caribbean|Somali|Nigerian|Ghanaian|Jamaican|Eritrean|Zimbabwean|British Pakistani|Bangladeshi|Indian|"
    "Punjabi|Gujarati|Tamil|Pakistani|Sylheti|Roma|Irish Traveller|Gypsy"
).split("|")
NAMES = (
    "Theo Simran Lenka Micah Ezra Elis Naomi Hafsa Mel Tobi Rafi Meera Ffion Yonas Ash Bilal Amara Kofi Priya Sana "
    "Jamal Anya Zara Leon Tunde Aisha Idris Noor Maya Dylan Callum Keziah Femi Safiya Harpreet Wei Mina Jonah Imran "
    "Louise Jan Kunle Sunita Craig Temi Colin Stuart"
).split()
_HERITAGE = re.compile(rf"\b({'|'.join(sorted(HERITAGES, key=len, reverse=True))})\b")
_NAME = re.compile(rf"\b({'|'.join(NAMES)})\b")
_MARKS = re.compile(r"[.,;:!?]")
_TAKES_UP = re.compile(r"\b(what|how|tell|say|go on|more|that|it)\b", re.IGNORECASE)


def varied(reply: Labelled, chance: Random) -> Labelled:
    """A reply said again, with names and heritages exchanged alike in cue and reply."""
    text, cue = reply.reply, reply.cue
    for pattern, others in ((_NAME, NAMES), (_HERITAGE, HERITAGES)):
        found = sorted(set(pattern.findall(f"{text} {cue}")))
        if found and chance.random() < 0.6:
            instead = {each: chance.choice(others) for each in found}
            text, cue = (
                pattern.sub(lambda match, instead=instead: instead[match[0]], each)  # type: ignore[misc]  # a default
                for each in (text, cue)
            )
    return reply.model_copy(update={"reply": _slips(_typed(text, chance.random()), chance), "cue": cue})


def moved(reply: Labelled, after: Labelled, by_cue: frozenset[str]) -> Labelled | None:
    """A reply said after another cue, where its labels stay: what it does must not rest on what it answers.

    Else the network learns what people usually say to a cue, and hears it when it is not said. `by_cue`: criteria that
    are read after their cue; they teach nothing about a reply that was moved, unless it does nothing at all. A reply
    that might only take up a cue is left where it is.
    """
    words = reply.reply.split()
    if by_cue.intersection(reply.labels) or len(words) < 6 or (len(words) < 9 and _TAKES_UP.search(reply.reply)):
        return None
    contested = by_cue.union(reply.contested) if reply.labels else reply.contested
    return reply.model_copy(
        update={"cue": after.cue, "topic": after.topic, "context": after.context, "contested": tuple(contested)}
    )


def _typed(text: str, how: float) -> str:
    """Lower case, no marks, no apostrophes, or marks spoken to a phone; mostly as it was."""
    if how < 0.15:
        return text.lower()
    if how < 0.30:
        return _MARKS.sub("", text).lower()
    if how < 0.35:
        return text.replace("'", "").replace("\u2019", "")
    if how < 0.42:
        spoken = re.sub(r"[.](?=\s|$)", " full stop", text.replace("?", " question mark")).replace(",", " comma")
        return spoken.lower()
    return text


def _slips(text: str, chance: Random) -> str:
    """Now and then a few letters changed over, left out or doubled."""
    if chance.random() >= 0.2:
        return text
    words = text.split(" ")
    for _ in range(max(1, len(words) // 12)):
        place = chance.randrange(len(words))
        words[place] = _slip(words[place], chance)
    return " ".join(words)


def _slip(word: str, chance: Random) -> str:
    if len(word) < 4 or not word.isalpha():
        return word
    place, how = chance.randrange(1, len(word) - 1), chance.random()
    if how < 0.35:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if how < 0.7:
        return word[:place] + word[place + 1 :]
    return word[:place] + word[place] + word[place:]
