"""How likely each sentence of a reply promises something, by fitted weights.

Begin with `read_promises`. The rules of `coach.debrief.promise_words` know promises by their words; "Thursday at four,
then" and "consider it crossed out" have none of them. These weights were learnt from sentences that a reader marked
(`coach/corpus/promises`), by `coach.fitting.promise_weights`. `coach.debrief.promises` looks at them beside the rules.
Nothing but the standard library is needed. Without the file of weights the rules decide alone.
"""

import gzip
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from coach.debrief.promise_clauses import spell_words
from coach.debrief.wording import blank_quotations
from coach.matching.memory import remember
from coach.matching.sentences import parse

WEIGHTS_FILE = Path(__file__).parent.parent / "weights" / "promises" / "promises.json.gz"
LAST_WORDS = 14
"""The last words of theirs that are looked at."""
FIRST_WORDS = 4
"""The first words of the next sentence that are looked at."""


class PromiseWeights(NamedTuple):
    """Fitted weights: a bias, and a weight for each feature."""

    bias: float
    by_feature: Mapping[str, float]


@remember
def read_promises(sentences: tuple[str, ...], asked: str = "") -> tuple[float, ...] | None:
    """Return how likely each sentence of a reply is to promise something, from 0 to 1.

    Args:
        sentences: the sentences of the reply, as they were typed.
        asked: the family's last line before it.

    Returns:
        A number for each sentence; none if there are no weights.
    """
    weights = load_promise_weights()
    if weights is None:
        return None
    odds = (
        weights.bias + sum(weights.by_feature.get(feature, 0.0) for feature in sorted(features))
        for features in list_features(sentences, asked)
    )
    return tuple(1 / (1 + math.exp(-one)) for one in odds)


@cache
def load_promise_weights(file: Path = WEIGHTS_FILE) -> PromiseWeights | None:
    """Load the weights that ship; none if the file is not there."""
    if not file.is_file():
        return None
    packed = json.loads(gzip.decompress(file.read_bytes()))
    names: list[str] = packed["features"].split("\n")
    steps: list[int] = packed["steps"]
    return PromiseWeights(
        packed["bias"], {name: step / packed["unit"] for name, step in zip(names, steps, strict=True)}
    )


# --- What is looked at


def list_features(sentences: Sequence[str], asked: str = "") -> list[frozenset[str]]:
    """List the features of each sentence of a reply: its words, and those around it.

    Args:
        sentences: the sentences of the reply, as they were typed.
        asked: the family's last line before it.
    """
    spelled = [_spell(sentence) for sentence in sentences]
    theirs = {f"t {word}" for word in _spell(asked)[-LAST_WORDS:]}
    if asked.rstrip().endswith("?"):
        theirs.add("t?")
    return [
        frozenset(
            {
                *_list_words(spelled[at]),
                *_list_shapes(sentence, at, len(sentences)),
                *_list_acts(" ".join(spelled[at]), sentence),
                *_list_around(sentences, spelled, at),
                *theirs,
            }
        )
        for at, sentence in enumerate(sentences)
    ]


_NUMBER = re.compile(r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|quarter|\d+)")
_DAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day")


def _spell(text: str) -> list[str]:
    """Spell a text in plain words, without what is quoted in it."""
    parsed = parse(blank_quotations(text))
    return [
        word for sentence in parsed.sentences for spelled in spell_words(parsed, sentence) for word in spelled.split()
    ]


def _list_words(words: Sequence[str]) -> Iterator[str]:
    """Yield the words of a sentence, alone, in twos and threes, and in twos with one left out."""
    kinds = ["DAY" if _DAY.fullmatch(word) else "NUM" if _NUMBER.fullmatch(word) else word for word in words]
    row = ["<", *kinds, ">"]
    for many in (1, 2, 3):
        yield from (f"{many} {' '.join(row[at : at + many])}" for at in range(len(row) - many + 1))
    yield from (f"k {row[at]} {row[at + 2]}" for at in range(len(row) - 2))


def _list_shapes(sentence: str, at: int, many: int) -> Iterator[str]:
    """Yield what a sentence looks like, and where it stands in its reply.

    Args:
        sentence: the sentence, as it was typed.
        at: its place among the sentences.
        many: how many there are.
    """
    yield f"long={min(len(sentence.split()) // 4, 6)}"
    yield f"place={min(at, 3)}"
    if at == many - 1:
        yield "last"
    if at >= many * 0.6:
        yield "late"
    if many >= _MANY:
        yield "many"
    if "?" in sentence:
        yield "asks"
    if "!" in sentence:
        yield "calls"
    if blank_quotations(sentence) != sentence:
        yield "quotes"
    if _NAME.search(sentence):
        yield "name"


_MANY = 7
_NAME = re.compile(r"(?<=[a-z,;] )(?!I\b)[A-Z][a-z]+")


def _list_around(sentences: Sequence[str], spelled: Sequence[Sequence[str]], at: int) -> Iterator[str]:
    """Yield the words of the sentence before, and the first words of the one behind.

    Args:
        sentences: the sentences of the reply.
        spelled: their words.
        at: the sentence that is looked at.
    """
    before = ["<", *(spelled[at - 1] if at else ())]
    yield from (f"p {word}" for word in before)
    yield from (f"p {one} {two}" for one, two in pairwise(before))
    if at and sentences[at - 1].endswith("?"):
        yield "p?"
    if at + 1 < len(sentences):
        yield from (f"n {word}" for word in spelled[at + 1][:FIRST_WORDS])
        if sentences[at + 1].endswith("?"):
            yield "n?"


# --- What is done, by whom, to whom and when, each as one of a few kinds


_KINDS = {
    "record": frozenset(
        (
            "write writing put putting record note noting log type typing minute cross crossing strike correct change "
            "changing add rewrite copy print sign word draft move amend delete bin scrub tick"
        ).split()
    ),
    "contact": frozenset(
        (
            "ring ringing call phone ask asking tell telling email text send sending speak talk chase contact raise "
            "report take bring bringing post book arrange find check look get let see sort fix help make meet hand"
        ).split()
    ),
    "come": frozenset("come coming be back there return visit drive walk stay stand sit meet go going".split()),
    "here": frozenset("stop wait listen shut push rush say hurry sit eat drink pretend guess read put keep".split()),
}
_TIMES = frozenset("tomorrow tonight today afternoon morning week".split())
_BEGINS = frozenset("and but so then right ok okay yes no well".split())
_SUBJECTS = frozenset(
    "i we you he she they it nobody nothing that there not me your his her the my our this everything all".split()
)
_FUTURES = (
    ("will", re.compile(r"\b(?:i|we) (?:\w+ )?(?:will|shall)\b")),
    ("going", re.compile(r"\b(?:i|we) (?:\w+ )?(?:am |are )?going to\b")),
    ("must", re.compile(r"\b(?:i|we) (?:\w+ )?(?:have(?: got)?|need) to\b")),
    ("ing", re.compile(r"\b(?:i|we) (?:am|are) (?:not )?(?:\w+ing)\b")),
)
_VERB = re.compile(
    r"\b(?:i|we) (?:will|shall|am going to|are going to|am|are)(?: not| just| also| then)? (?P<verb>\w+)"
)
_ASKS_LEAVE = re.compile(
    r"\b(?:if you|unless you|if he|if she|if they|say yes|shall i|would you|do you want|like me to|all right with "
    r"you)\b"
)
_BECOMES = re.compile(r"\b(?:goes|comes|stays|gets|stands|reads|stops|leaves|has|is)\b")
_THIRD_PARTY = re.compile(
    r"\b(?:school|manager|head|doctor|gp|police|social worker|panel|agency|team|solicitor|teacher|nurse|office|board|"
    r"lado|consultant|sergeant|form|file|note|record|report|letter|log|minutes|notes|page)\b"
)


def _list_acts(plain: str, sentence: str) -> Iterator[str]:
    """Yield who does what kind of thing, in which tense, with whom and when.

    Args:
        plain: the sentence, in plain words.
        sentence: the sentence, as it was typed.
    """
    words = plain.split()
    if not words:
        return
    subject = words[1] if words[0] in _BEGINS and len(words) > 1 else words[0]
    yield f"subject={subject if subject in _SUBJECTS else 'other'}"
    tenses = [name for name, pattern in _FUTURES if pattern.search(plain)]
    yield from (f"tense={name}" for name in tenses)
    tenses = tenses or ["none"]
    if verb := _VERB.search(plain):
        rest = plain[verb.end() :].split()
        yield f"verb={verb['verb']}"
        yield f"verb={verb['verb']}/{rest[0] if rest else '>'}"
        yield f"rest={min(len(rest) // 3, 4)}"
        yield from (f"verb.kind={kind}" for kind, verbs in _KINDS.items() if verb["verb"] in verbs)
    elif _BECOMES.search(plain) and tenses == ["none"]:
        yield "becomes"
    matters = [f"kind={kind}" for kind, verbs in _KINDS.items() if not verbs.isdisjoint(words)]
    if _DAY.search(plain) or not _TIMES.isdisjoint(words):
        matters.append("time")
    if _NAME.search(sentence):
        matters.append("name")
    if _ASKS_LEAVE.search(plain):
        matters.append("leave")
    if _THIRD_PARTY.search(plain):
        matters.append("third")
    yield from matters
    yield from (f"{matter}/{tense}" for matter in matters for tense in tenses)
