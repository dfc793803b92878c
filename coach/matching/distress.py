"""Whether a line is likely about the practitioner's own distress, by fitted weights.

Begin with `may_be_distress`. A short line said about oneself and to nobody ("it's bringing up my own stuff") is asked
about before it is read. This runs without numpy; where the encoder can be had, a line that words alone leave open is
judged by its meaning as well (`coach.matching.ml.distress_net`). `coach.fitting.distress_weights` makes both from
`coach/corpus/care`.
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

import yaml

from coach.matching.tokens import SENTENCE_ENDS, WORD, expand_token

LONGEST_LINE = 45
"""Words of a line that is still judged as a whole. In a longer one only hints of harm are looked for."""
ASK_THRESHOLD = 0.5
"""Log-odds from which a line is asked about: `python -m coach.fitting.distress_weights --cross` shows
what others cost."""
OPEN_ODDS = (-4.0, 4.0)
"""Log-odds by words alone between which a line is judged by its meaning too: one reply in six."""
UNGROUNDED_THRESHOLD = 0.8
"""The same for a line with neither the typist nor a feeling in it: `enough` is asked about, `keep` is not."""
_WORD = re.compile(WORD)
_NAME = re.compile(r"(?<![.!?…] )(?<!^)\b[A-Z][a-z]+")
_FEELINGS = frozenset("tired tears panic shaking sick too_much hopeless dying hurt memory stop body angry".split())
_GROUNDS = _FEELINGS | {"me", "gone"}
FEATURE_WEIGHTS: Mapping[str, float] = {
    "word": 1.5,
    "two": 1.5,
    "three": 1.2,
    "kind": 1.2,
    "kinds": 2.2,
    "gap": 1.0,
    "bit": 1.5,
}
"""How much each sort of feature weighs, shared among as many as a line has of it."""
SHAPE_WEIGHT = 0.4
_SELF = frozenset("i me my myself masel".split())
_LENGTHS = (2, 4, 7, 12, 20, 30)
_SAID_BY_OTHERS = re.compile(
    r"\b(you|your|he|she|they|his|her|their|him|them|said|says|saying|child|children|kids|boy|girl|son|daughter)\b"
)


class DistressSentence(NamedTuple):
    """The plain words of a sentence, and whether it has a question mark."""

    words: tuple[str, ...]
    asks: bool


GROUPS = 2048
"""Texts in which packed weights lie: with so many, each is quickly searched."""
MOST_MET = 3000
"""Features whose weights are remembered; then they are forgotten, all at once."""


class PackedWeights(Mapping[str, float]):
    """The weights of features, packed in a few texts.

    They are 70,000, of which a line has two hundred: as a dictionary they would hold four times the memory.
    """

    def __init__(self, unit: int, groups: Sequence[str]) -> None:
        """Take weights as `pack` gives them.

        Args:
            unit: how many steps a weight of 1 has.
            groups: texts of lines, each a feature, a tab and its steps; which text, says the feature's checksum.
        """
        self._unit = unit
        self._groups = groups
        self._met: dict[str, float] = {}

    @staticmethod
    def pack(steps: Mapping[str, int]) -> list[str]:
        """Pack the steps of features into texts."""
        groups = ["\n"] * GROUPS
        for name, many in sorted(steps.items()):
            groups[crc32(name.encode()) % GROUPS] += f"{name}\t{many}\n"
        return groups

    def get(self, key: str, default: float = 0.0) -> float:  # type: ignore[override]  # always a number
        """Return the weight of a feature, or the default; those met lately are remembered."""
        weight = self._met.get(key)
        if weight is None:
            if len(self._met) >= MOST_MET:
                self._met.clear()
            weight = self._met[key] = self._look_up(key)
        return weight or default

    def _look_up(self, key: str) -> float:
        """Find the weight of a feature in the texts; nought if it is not there."""
        group = self._groups[crc32(key.encode()) % GROUPS]
        line = f"\n{key}\t"
        if line not in group:
            return 0.0
        begins = group.index(line) + len(line)
        return int(group[begins : group.index("\n", begins)]) / self._unit

    def __getitem__(self, key: str) -> float:
        if not (weight := self._look_up(key)):
            raise KeyError(key)
        return weight

    def __iter__(self) -> Iterator[str]:
        return (line.partition("\t")[0] for group in self._groups for line in group.splitlines() if line)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class DistressWeights(NamedTuple):
    """Fitted weights for distress: a bias, and a weight for each feature."""

    bias: float
    by_feature: Mapping[str, float]


def may_be_distress(text: str) -> bool:
    """Whether a reply is likely about the practitioner's own distress.

    The practitioner is then asked whether it was said to the family; nothing is decided by it.
    """
    said = split_sentences(text)
    if not 0 < sum(len(sentence.words) for sentence in said) <= LONGEST_LINE:
        return False
    return needs_asking(text, add_meaning(text, compute_odds(said, text, load_shipped_weights())))


def add_meaning(text: str, odds: float) -> float:
    """Add what a line's meaning says to the log-odds by words, where words leave it open.

    Without the encoder nothing is added.

    Args:
        text: the line.
        odds: the log-odds by words that it is about the practitioner's own distress.
    """
    if not OPEN_ODDS[0] < odds < OPEN_ODDS[1]:
        return odds
    try:
        from coach.matching.ml.distress_net import open_distress_net
    except ImportError:  # no numpy: words alone decide
        return odds
    reader = open_distress_net()
    return odds + reader.compute_odds(text) if reader else odds


def needs_asking(text: str, odds: float, least: float = ASK_THRESHOLD) -> bool:
    """Whether the odds of distress are high enough to ask the practitioner about a line.

    Args:
        text: the line.
        odds: the log-odds that it is about the practitioner's own distress.
        least: the threshold; higher for a line that speaks neither of the practitioner nor of a feeling.
    """
    if odds <= least or _is_of_their_group(text):
        return False
    kinds = {load_word_kinds().get(word, "") for sentence in split_sentences(text) for word in sentence.words}
    return odds > (least if kinds & _GROUNDS else max(least, UNGROUNDED_THRESHOLD))


_OF_THEIR_GROUP = re.compile(
    r"(?:i|we) (?:know|knew|think|heard|hear|understand|see|gather|get) (?:that )?"
    r"(?:your|you) (?:people|lot|folk|folks|kind|sort|community|communities|families|culture)\b"
)


def _is_of_their_group(text: str) -> bool:
    """Whether a line says only what its writer thinks of the family's people.

    "I know your people don't like hospitals" may hurt, and is of nobody's own distress, though its words are near to
    that. One sentence, with nothing else of the writer in it and no feeling.
    """
    said = split_sentences(text)
    if len(said) != 1 or any(sign in text for sign in ",;:–—"):
        return False
    words = said[0].words
    begun = _OF_THEIR_GROUP.match(" ".join(words))
    kinds = {load_word_kinds().get(word, "") for word in words}
    return begun is not None and not _SELF.intersection(words[1:]) and kinds.isdisjoint(_FEELINGS | {"gone"})


def may_be_harm(text: str) -> bool:
    """Whether a sentence may hint at the practitioner's own self-harm, not at anyone else's.

    A question counts only if it names the practitioner.
    """
    return any(
        _hints_at_harm(" ".join(sentence.words), asks=sentence.asks)
        for sentence in split_sentences(text)
        if not sentence.asks or _SELF.intersection(sentence.words)
    )


def compute_odds(said: tuple[DistressSentence, ...], text: str, weights: DistressWeights) -> float:
    """Compute the log-odds that a line is about the practitioner's own distress.

    Args:
        said: the sentences of the line.
        text: the line as typed, for names and capital letters.
        weights: the fitted weights.
    """
    weight_of = weights.by_feature
    return weights.bias + sum(weight_of.get(name, 0.0) * much for name, much in extract_features(said, text))


def split_sentences(text: str) -> tuple[DistressSentence, ...]:
    """Split a text into sentences of plain words, with contractions and dialect written out."""
    parts = SENTENCE_ENDS.split(text.strip())
    sentences = (DistressSentence(tuple(_normalize(part)), "?" in part) for part in parts)
    return tuple(sentence for sentence in sentences if sentence.words)


def _normalize(part: str) -> Iterator[str]:
    """Yield the plain words that a part of a text stands for."""
    for match in _WORD.finditer(part):
        yield from expand_token(match[0])


def extract_features(said: tuple[DistressSentence, ...], text: str) -> Iterator[tuple[str, float]]:
    """Yield the features of a line with their values, for the distress weights.

    They are words, pairs and threes of words, kinds of words, parts of words, and the line's shape.

    Args:
        said: the sentences of the line.
        text: the line as typed, for names and capital letters.
    """
    alike = load_word_kinds()
    sorts: dict[str, set[str]] = {sort: set() for sort in FEATURE_WEIGHTS}
    for words, asks in said:
        # The edges of a sentence are words too: "I can't" alone means more than within a longer sentence.
        end = "?" if asks else "."
        plain = ("^", *words, end)
        kinds = ("^", *(alike.get(word, word) for word in words), end)
        sorts["word"].update(words)
        sorts["two"].update(map(" ".join, pairwise(plain)))
        sorts["three"].update(map(" ".join, zip(plain, plain[1:], plain[2:], strict=False)))
        sorts["kind"].update(kind for word, kind in zip(plain, kinds, strict=True) if word != kind)
        sorts["kinds"].update(map(" ".join, pairwise(kinds)))
        sorts["kinds"].update(map(" ".join, zip(kinds, kinds[1:], kinds[2:], strict=False)))
        sorts["gap"].update(f"{first} _ {last}" for first, last in zip(kinds, kinds[2:], strict=False))
        for word in set(words):
            whole = f"<{word}>"
            sorts["bit"].update(whole[at : at + long] for long in (3, 4, 5) for at in range(len(whole) - long + 1))
    for sort, names in sorts.items():
        if names:
            # Shared among as many features of a sort as the line has, so that long lines do not outweigh short ones.
            much = FEATURE_WEIGHTS[sort] / len(names) ** 0.5
            yield from ((f"{sort}:{name}", much) for name in names)
    yield from ((f"shape:{name}", SHAPE_WEIGHT) for name in _describe_shape(said, text))


def _describe_shape(said: tuple[DistressSentence, ...], text: str) -> Iterator[str]:
    """Yield the features of a line's shape: persons, names, question, length, feelings."""
    alike = load_word_kinds()
    kinds = [alike.get(word, "") for sentence in said for word in sentence.words]
    me, you, them = (kinds.count(kind) for kind in ("me", "you", "them"))
    asks = any(sentence.asks for sentence in said)
    whom = f"me{min(me, 1)} you{min(you, 1)} them{min(them, 1)}"
    yield from (f"me{min(me, 3)}", f"you{min(you, 2)}", f"them{min(them, 2)}", f"asks{asks:d}", whom)
    yield f"long{sum(len(kinds) > longest for longest in _LENGTHS)}"
    yield f"names{min(sum(1 for _ in _NAME.finditer(text)), 2)}"
    yield from (f"{feeling} {whom} asks{asks:d}" for feeling in _FEELINGS.intersection(kinds))


def _hints_at_harm(words: str, *, asks: bool) -> bool:
    """Whether a sentence has a wording of self-harm that is not about anyone else."""
    of_others = _SAID_BY_OTHERS.search(words)
    if asks and of_others:
        return False
    # Families speak of self-harm too, and practitioners ask about it: most patterns count only where nobody else is
    # named.
    return any(pattern.search(words) for anyhow, pattern in _compile_harm_patterns() if anyhow or not of_others)


@cache
def _load_word_lists() -> Mapping[str, Mapping[str, str] | list[str]]:
    """Read the lists of words and patterns in `distress.yaml`."""
    text = (resources.files("coach.matching") / "distress.yaml").read_text("utf-8")
    lists: Mapping[str, Mapping[str, str] | list[str]] = yaml.safe_load(text)
    return lists


@cache
def load_word_kinds() -> Mapping[str, str]:
    """Return the kind of each listed word, such as `tired` for words of tiredness."""
    alike = _load_word_lists()["alike"]
    assert isinstance(alike, dict)
    return {word: kind for kind, words in alike.items() for word in words.split()}


@cache
def _compile_harm_patterns() -> tuple[tuple[bool, re.Pattern[str]], ...]:
    """Return each pattern of self-harm, and whether it counts even if others are spoken of."""
    return tuple(
        (pattern.startswith("!"), re.compile(rf"\b(?:{pattern.removeprefix('!')})(?!\w)"))
        for pattern in _load_word_lists()["harm"]
    )


@cache
def load_shipped_weights() -> DistressWeights:
    """Load the distress weights that ship; they are read once."""
    packed = (resources.files("coach.weights") / "care" / "distress.json.gz").read_bytes()
    kept = json.loads(gzip.decompress(packed))
    return DistressWeights(kept["bias"], PackedWeights(kept["unit"], kept["groups"]))
