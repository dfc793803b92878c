"""Ways to deny, decline or withdraw what a sentence names, whatever the sentence is about.

Begin with `list_denials`. A decision learnt from examples hears the subject of a sentence better than its polarity:
"I won't ask what he does to you" lies near the question that is not asked. Each way is grammar and not vocabulary, so
that it holds for a rubric on any subject. A criterion whose own examples deny in the same way ("You didn't do this")
is not held back by it: `find_usual_denials` says which ways are its own.
"""

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]

_NOT = r"(?:n't|not|never|won't|don't|didn't|can't|wouldn't|haven't|couldn't)"
_SPEAKING = (
    r"(?:ask|asking|say|said|saying|says|tell|telling|told|call|calling|called|think|thought|thinks|thinking|believe|"
    r"reckon|mean|meant|expect|promise|getting|going into|get into|interested)"
)
_A = r"(?:a|an|some|any)"
_EITHER = r"(?:not|never|\w+n't)"


def _compile(*ways: str) -> re.Pattern[str]:
    """Compile alternatives to one pattern that ignores case."""
    return re.compile("|".join(ways), re.IGNORECASE)


WAYS = (
    # "I'm not asking", "we won't say", "never said that"
    _compile(
        r"\b(?:i|we)(?:'m|'re|'ll|'d|'ve| am| are| will| would| do| did| have| can| could)? ?"
        rf"{_NOT}(?: \w+)? {_SPEAKING}\b",
        rf"^\W*(?:never|not) {_SPEAKING}\b",
    ),
    # "nobody here thinks", "none of us said"
    _compile(rf"\b(?:nobody|no one|no-one|none of (?:us|them))(?:'s| \w+)? ?{_SPEAKING}\b"),
    # "no longer", "not any more", "now it isn't"
    _compile(
        r"\bno longer\b",
        rf"\b{_EITHER}\b.{{0,20}}\bany ?more\b",
        rf"\bnow (?:it|he|she|they|you|that)(?:'s| is| are)? ?{_EITHER}",
    ),
    # "leave that aside", "never mind", "that's not the question", "I don't need to know"
    _compile(
        r"\b(?:leave|leaving|set|setting|put|putting)\b.{0,40}\b(?:aside|for now|for the moment|out of it)\b",
        r"\bnever mind\b",
        rf"\b{_EITHER} (?:\w+ )?(?:matter|important|the question|the point)\b",
        rf"\b{_EITHER} (?:\w+ )?need (?:to (?:know|hear)|your)\b",
    ),
    # "it's not you who decides"
    _compile(
        r"\b(?:it's|it is|it was|its) (?:not|never) \w+(?: \w+)? (?:who|that)\b",
        r"\bit (?:isn't|wasn't) \w+(?: \w+)? (?:who|that)\b",
    ),
    # "he's not a liar"
    _compile(
        rf"(?:\b(?:is|are|was|were|am)|'s|'re|'m) (?:not|never) {_A}\b",
        rf"\b(?:isn't|aren't|wasn't|weren't|ain't) {_A}\b",
    ),
)
"""The ways, in an order that is stored with what was learnt: a new one goes to the end."""
USUAL = 2
"""Examples of a criterion that deny in one way, from which that way is the criterion's own."""


def list_denials(text: str) -> Flags:
    """Return which ways to deny, decline or withdraw a text has. Shape (ways,)."""
    plain = text.replace("’", "'")
    return np.array([bool(way.search(plain)) for way in WAYS], bool)


def find_usual_denials(examples: Iterable[str]) -> Flags:
    """Return which ways to deny are usual among a criterion's examples. Shape (ways,)."""
    counts = sum((list_denials(text).astype(int) for text in examples), np.zeros(len(WAYS), int))
    return np.asarray(counts >= USUAL, bool)
