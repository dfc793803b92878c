"""Augmentation: labelled replies rewritten as other people might have typed them.

Begin with `augment_reply`. Names, heritages, dialect, capitals and slips are changed, never what the words do, so the
labels stay. Random choices are seeded, so that a fit can be repeated.
"""

import re
from random import Random

from coach.fitting.corpus import LabelledReply

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
_WORD = re.compile(r"[A-Za-z]+(?:['\u2019][a-z]+)?")
_SMALL = re.compile(r"\b(?:the|a|an|is|are|was|were|has|have|to|of|do|does|did|been)\s+", re.IGNORECASE)
_DIALECT = dict(
    pair.split("/")
    for pair in (
        "you/yous your/yer my/me myself/meself nothing/nowt something/summat anything/owt isn't/ain't aren't/ain't "
        "haven't/ain't hasn't/ain't was/were yes/aye no/nah little/wee girl/lass boy/lad mum/mam small/wee "
        "very/dead really/proper going/gannin know/ken those/them child/bairn what/wot with/wi"
    ).split()
)
"""Words in other Englishes of these islands; no one of them says all of these."""
_TEXTED = dict(
    pair.split("/")
    for pair in (
        "you/u your/ur you're/ur are/r because/cos please/pls people/ppl and/n with/w about/abt though/tho "
        "thanks/thx what/wot something/smth really/rly to/2 for/4 before/b4 see/c okay/k want/wanna going/goin"
    ).split()
)
_MISHEARD = dict(
    pair.split("/")
    for pair in (
        "there/their their/there they're/there your/you're you're/your its/it's it's/its hear/here here/hear to/too "
        "too/to of/off then/than than/then where/wear were/where would/wood right/write by/buy been/bean our/are "
        "who's/whose whose/who's son/sun"
    ).split()
)
"""What a telephone writes for what it hears."""
_BEFORE = (
    "Right.|OK.|Okay, so.|Hi.|Thanks for that.|Thanks for having me.|Sorry, bear with me.|Um.|Well.|Yeah.|Ah, right.|"
    "Thank you.|Hello again.|So, yeah."
).split("|")
_AFTER = "Is that OK?|Thanks.|Thank you.|please|if you don't mind|if I may|you know|to be honest|so yeah|OK?".split("|")
_FILLERS = "um,|er,|like,|you know,|sort of|I mean,|kind of|erm".split("|")
_TAKES_UP = re.compile(r"\b(what|how|tell|say|go on|more|that|it)\b", re.IGNORECASE)


def augment_reply(reply: LabelledReply, chance: Random) -> LabelledReply:
    """Rewrite a reply at random, with names and heritages changed alike in cue and reply."""
    text, cue = reply.reply, reply.cue
    for pattern, others in ((_NAME, NAMES), (_HERITAGE, HERITAGES)):
        names = sorted(set(pattern.findall(f"{text} {cue}")))
        if names and chance.random() < 0.6:
            instead = {name: chance.choice(others) for name in names}
            text, cue = (
                pattern.sub(lambda match, instead=instead: instead[match[0]], part)  # type: ignore[misc]  # a default
                for part in (text, cue)
            )
    said = _add_fillers(_change_dialect(text, chance), chance)
    return reply.model_copy(update={"reply": _add_slips(_change_typing(said, chance.random()), chance), "cue": cue})


def move_to_cue(reply: LabelledReply, after: LabelledReply, by_cue: frozenset[str]) -> LabelledReply | None:
    """Give a reply another cue if its labels hold there too; None if they might not.

    What a reply does must not rest on what it answers, or the network learns what people usually say to a cue, and
    finds it when it is not said. A reply that might only take up its cue is not moved.

    Args:
        reply: the reply.
        after: a reply with the other cue.
        by_cue: the criteria that depend on the cue; they are contested for a reply that was moved, unless it has no
            labels.
    """
    words = reply.reply.split()
    if by_cue.intersection(reply.labels) or len(words) < 6 or (len(words) < 9 and _TAKES_UP.search(reply.reply)):
        return None
    contested = by_cue.union(reply.contested) if reply.labels else reply.contested
    # What one reader of two heard was heard after the first cue, so it is not learnt after another.
    moved = {"cue": after.cue, "topic": after.topic, "context": after.context, "contested": tuple(contested)}
    return reply.model_copy(update={**moved, "first": (), "second": ()})


def _change_dialect(text: str, chance: Random) -> str:
    """Change the dialect of some texts: known words in another form, or small words left out."""
    how = chance.random()
    if how < 0.12:
        return _SMALL.sub(lambda match: "" if chance.random() < 0.6 else match[0], text)
    ways = (_DIALECT, _TEXTED, _MISHEARD)
    if how < 0.12 + 0.08 * len(ways):
        other = ways[int((how - 0.12) / 0.08)]
        return _WORD.sub(lambda match: _replace_word(match[0], other, chance), text)
    return text


def _replace_word(word: str, other: dict[str, str], chance: Random) -> str:
    """Return the other form of a word, most times it has one, with the same capital letter."""
    instead = other.get(word.lower())
    if instead is None or chance.random() < 0.25:
        return word
    return instead.capitalize() if word[0].isupper() and len(word) > 1 else instead


def _add_fillers(text: str, chance: Random) -> str:
    """Add to some texts a filler, or words before or after, that do nothing."""
    how = chance.random()
    if how < 0.08:
        return f"{chance.choice(_BEFORE)} {text}"
    if how < 0.16:
        return f"{text} {chance.choice(_AFTER)}"
    if how < 0.24:
        words = text.split(" ")
        for _ in range(1 + len(words) // 20):
            words.insert(chance.randrange(len(words) + 1), chance.choice(_FILLERS))
        return " ".join(words)
    return text


def _change_typing(text: str, how: float) -> str:
    """Change how a text is typed: capitals, punctuation, apostrophes, or punctuation as words.

    Args:
        text: the text.
        how: a random number from 0 to 1 that decides which change is made.
    """
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


def _add_slips(text: str, chance: Random) -> str:
    """Swap, leave out or double a few letters in some texts."""
    if chance.random() >= 0.2:
        return text
    words = text.split(" ")
    for _ in range(max(1, len(words) // 12)):
        place = chance.randrange(len(words))
        words[place] = _misspell(words[place], chance)
    return " ".join(words)


def _misspell(word: str, chance: Random) -> str:
    """Swap, leave out or double one letter of a word of four letters or more."""
    if len(word) < 4 or not word.isalpha():
        return word
    place, how = chance.randrange(1, len(word) - 1), chance.random()
    if how < 0.35:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if how < 0.7:
        return word[:place] + word[place + 1 :]
    return word[:place] + word[place] + word[place:]
