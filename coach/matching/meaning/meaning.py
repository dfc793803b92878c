"""A reply read by meaning: how sure each criterion is, and which words carry it."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from coach.matching.context import Context
from coach.matching.meaning.alike import said_of_one, said_of_others
from coach.matching.meaning.decision import Decision
from coach.matching.meaning.encoder import MOST_OF_REPLY, Encoded, Encoder, Numbers
from coach.matching.meaning.evidence import evidence
from coach.matching.meaning.features import Features, Said
from coach.matching.meaning.ways import ways
from coach.matching.meaning.weights import Weights
from coach.matching.sentences import Parsed, parse
from coach.model.reading import Certainty, Reading


class Sense(NamedTuple):
    """One criterion that a reply meets, or may meet, and the words that say so: first, and past the last."""

    criterion: str
    certainty: Certainty
    first: int
    last: int


class Meaning:
    """Fitted weights and the encoder, ready to read."""

    def __init__(self, weights: Weights, encoder: Encoder) -> None:
        self.criteria = frozenset(weights.criteria)
        self.version = f"{weights.version}-alike"
        self.instead_of_damaged = weights.instead_of_damaged
        self._weights = weights
        self._decision = Decision(weights)
        self._features = Features(weights.rarity, weights.names)
        self._encoder = encoder

    def senses(self, parsed: Parsed, context: Context, worded: Reading) -> list[Sense]:
        """Everything a reply does, given what wording and frames alone made of it."""
        parts = self._encoded(parsed, context)
        odds = self._decision.decide(_best(parts), self._counted(parsed, context, worded))
        found = []
        for column, criterion in enumerate(self._weights.criteria):
            if odds[column] < self._weights.possible[column]:
                continue
            sure = Certainty.CLEAR if odds[column] >= self._weights.clear[column] else Certainty.POSSIBLE
            found.append(Sense(criterion, sure, *self._words(parsed, parts, column)))
        return found

    def scores(self, reply: str, context: Context, worded: Reading) -> tuple[Numbers, Numbers]:
        """The two layers' log-odds for every criterion, before they are brought together: what a refit learns from."""
        parsed = parse(reply)
        return _best(self._encoded(parsed, context)), self._counted(parsed, context, worded)

    def _encoded(self, parsed: Parsed, context: Context) -> list[tuple[int, Encoded]]:
        return [(start, self._steady(text, context)) for start, text in _parts(parsed)]

    def _steady(self, text: str, context: Context) -> Encoded:
        """What the encoder makes of it on the mean, however it was typed and whoever it was said of.

        Its words are those of the text itself.
        """
        typed = self._encoder.read(text, context.cue, context.topic)
        others = said_of_others(text) or ways(text)
        read = (typed if each == text else self._encoder.read(each, context.cue, context.topic) for each in others)
        return replace(typed, scores=np.mean([each.scores for each in read], axis=0))

    def _counted(self, parsed: Parsed, context: Context, worded: Reading) -> Numbers:
        said = Said(said_of_one(parsed.text), context.cue, context.topic, worded)
        return self._decision.counted(self._features.count(said))

    def _words(self, parsed: Parsed, parts: list[tuple[int, Encoded]], column: int) -> tuple[int, int]:
        start, part = max(parts, key=lambda each: float(each[1].scores[column]))
        pieces = tuple(piece._replace(start=piece.start + start, end=piece.end + start) for piece in part.pieces)
        looks: Numbers = part.looks[:, column]
        return evidence(parsed, pieces, looks)


def _best(parts: list[tuple[int, Encoded]]) -> Numbers:
    """Each criterion's score in the part of the reply where it is surest."""
    scores: Numbers = np.max([part.scores for _, part in parts], axis=0)
    return scores


def _parts(parsed: Parsed) -> list[tuple[int, str]]:
    """A reply whole where the encoder can take it in, else sentence by sentence as many as fit; with where each starts.

    Roughly a piece and a half a word, so that nothing is cut off.
    """
    most = MOST_OF_REPLY * 2 // 3
    if len(parsed.words) <= most:
        return [(0, parsed.text)]
    groups: list[list[int]] = []
    for each in parsed.sentences:
        if groups and each.last - groups[-1][0] <= most:
            groups[-1][1] = each.last
        else:
            groups.append([each.first, each.last])
    spans = [parsed.span(first, last) for first, last in groups]
    return [(start, parsed.text[start:end]) for start, end in spans]
