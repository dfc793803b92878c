"""Who a reply speaks to: the person named in it, or the one whose question it answers.

Begin with `find_addressee`. A name counts only where somebody is called by it ("Lenka, what do you think?"), not where
somebody is spoken of ("How is Lenka at school?").
"""

import re
from collections.abc import Mapping
from functools import cache

from coach.model.conditions import SCENE, Lines
from coach.model.scenario import Person

_BEFORE = (
    r"(?:and|so|well|but|ok|okay|oh|hi|hello|hiya|hey|right|thanks|thank you|sorry|no|yes|yeah|now|then|look|listen"
    r"|please|what about|how about|and you|what about you|how about you|you|morning|good morning|good afternoon|dear)"
)
_ASKS = r"(?:what|how|why|when|where|who|which|do|did|are|is it|was it|can|could|would|will|have|shall|tell|you|if you)"
_TO_YOU = r"(?:you (?:think|reckon|say|want|mean|feel)|about you|and you|thank you|thanks)"
_SENTENCES = re.compile(r"[^.?!…\n]+[.?!…]*")


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """Return the ways in which a person of this name is spoken to in one sentence."""
    called = re.escape(name)
    return (
        # "Lenka, what...", "And you, Lenka?", "Lenka?"
        re.compile(rf"^\W*(?:{_BEFORE}[\s,]+){{0,3}}{called}\s*(?:[,:;–—?!…-]|\.|$)", re.IGNORECASE),
        # "What do you think, Lenka?", "Look, Lenka, ..."
        re.compile(rf"[,–—-]\s*{called}\s*(?:[,?!.…–—]|$)", re.IGNORECASE),
        # The same without signs, as a dictating phone writes it.
        re.compile(rf"^\W*(?:{_BEFORE}\s+){{0,2}}{called}\s+{_ASKS}\b.*\b(?:you|your|me)\b", re.IGNORECASE | re.DOTALL),
        re.compile(
            rf"\b(?:you (?:think|reckon|say|want|mean|feel)|about you|and you|thank you|thanks)\s+{called}\W*$",
            re.IGNORECASE,
        ),
    )


def find_addressee(text: str, people: Mapping[str, Person], cue: Lines) -> str | None:
    """Return the id of the person that a reply speaks to; None where that cannot be told.

    Args:
        text: the reply.
        people: the people of the family, by id.
        cue: the family's lines before the reply.
    """
    named = {person: _list_names(about) for person, about in people.items()}
    for sentence in reversed(_SENTENCES.findall(text)):
        called = [
            person
            for person, names in named.items()
            if any(pattern.search(sentence.strip()) for name in names for pattern in _patterns(name))
        ]
        if called:
            return called[0] if len(called) == 1 else None
    return find_asker(cue)


def find_asker(cue: Lines) -> str | None:
    """Return who asked the last question of a cue, if no other person spoke after it; else None."""
    for line in reversed(cue):
        if line.speaker == SCENE:
            continue
        return line.speaker if line.text.rstrip("”\"' ").endswith("?") else None
    return None


def _list_names(person: Person) -> tuple[str, ...]:
    """List what a person is called: the name beside the lines, and the first word of each name."""
    words = (person.called, person.called.split()[0], person.name.split()[0])
    titles = {"Mr", "Mrs", "Ms", "Miss", "Dr", "The", "A"}
    return tuple(dict.fromkeys(word for word in words if word not in titles))
