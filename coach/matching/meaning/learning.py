"""Learning a rubric that nobody fitted: made on the spot from its examples, near-misses and ordinary replies.

Ten examples and a few near-misses a criterion are enough for a linear decision over what the encoder makes of a
sentence, its words and letters, and how it is put. Every other criterion's examples are shared counter-examples: they
teach more than a handful of near-misses alone.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.matching.meaning.encoder import Encoder
from coach.matching.meaning.features import PLACES
from coach.matching.meaning.learnt import Counted, Learnt, Numbers, Row, Rows
from coach.matching.meaning.logistic import logistic
from coach.matching.similarity import Document

HELD_BACK = 0.1
FEWEST = 4
"""Examples that a criterion needs before it is decided on at all; below, only wording and likeness speak."""
CLEAR, CLEAR_HARM = 0.0, 0.25
"""Log-odds from which a verdict is clear, and clear for a hurt at the least."""
CLEAR_TOLD, CLEAR_HARM_TOLD = 1.0, 3.0
"""The same where labelled replies taught too. For `supervision`, judged by each voice left out in turn, nine in ten of
the clear hurts were right; one in three was heard."""
SURE_OF_A_HURT = 0.75
"""A hurt is only clear where so large a share of what is at least as likely, among examples kept out, is one."""
ENOUGH_TO_JUDGE = 25
"""Examples from which that share can be told at all."""
PARTS = 10
"""Each tenth of the examples is judged by the others."""
OF_OTHERS = 8
"""Examples of a criterion decided on elsewhere that show what the others are not."""
WIDEST = 320
"""Directions that are looked along, of as many as there are examples."""


class Told(NamedTuple):
    """A labelled reply that teaches beside the examples. What is contested of it teaches nothing."""

    text: str
    labels: frozenset[str]
    contested: frozenset[str]


class Lesson:
    """The examples laid out to be learnt from."""

    def __init__(
        self,
        documents: list[Document],
        encoder: Encoder,
        fitted: frozenset[str] = frozenset(),
        told: Sequence[Told] = (),
    ) -> None:
        """Encoding takes some milliseconds an example.

        `fitted`: criteria that are decided on elsewhere. `told`: labelled replies, where there are any.
        """
        counts = [each.criterion for each in documents if each.counts]
        self.criteria = tuple(key for key in dict.fromkeys(counts) if counts.count(key) >= FEWEST and key not in fitted)
        self.documents = _taught(documents, fitted)
        makes = Rows(encoder)
        texts = [each.text if each.counts else each.plain for each in self.documents] + [each.text for each in told]
        rows = [makes.row(text) for text in texts]
        self.counted = _counted(rows)
        table = self.counted.table()
        whole = np.array([table.numbers(row) for row in rows], np.float32)
        # as many columns as there are examples, or the widest of them, say all that thousands of words can say
        spread = (whole @ whole.T).astype(np.float64)
        sizes, left = np.linalg.eigh(spread)
        kept = np.flatnonzero(sizes > 1e-9)[::-1][:WIDEST]
        size = np.sqrt(sizes[kept])
        self.right = (left[:, kept] / size).T.astype(np.float32) @ whole
        self.narrow = np.column_stack([left[:, kept] * size, np.ones(len(rows))])
        shown = [{each.criterion} if each.counts else set() for each in self.documents]
        labels = [*shown, *(each.labels for each in told)]
        self.met = np.array([[key in here for key in self.criteria] for here in labels])
        unsure = [*([frozenset[str]()] * len(self.documents)), *(each.contested for each in told)]
        self.counts = np.array([[key not in here for key in self.criteria] for here in unsure])
        self.told = bool(told)

    def kept_out(self) -> Numbers:
        """Every document's log-odds by a decision that never saw it. Shape (documents, criteria)."""
        odds = np.zeros(self.met.shape)
        part = np.arange(len(self.narrow)) % PARTS
        for number in range(PARTS):
            others, here = part != number, part == number
            for i in range(len(self.criteria)):
                odds[here, i] = self.narrow[here] @ self._fitted(i, others)
        return odds

    def learn(self, harmful: frozenset[str]) -> Learnt:
        """The decisions, each with the line from which it is clear."""
        everything = np.ones(len(self.narrow), bool)
        found = np.array([self._fitted(i, everything) for i in range(len(self.criteria))])
        found = found.reshape(len(self.criteria), self.narrow.shape[1])
        clear, clear_harm = (CLEAR_TOLD, CLEAR_HARM_TOLD) if self.told else (CLEAR, CLEAR_HARM)
        lines = np.array([clear_harm if key in harmful else clear for key in self.criteria])
        judged = (self.met.sum(0) >= ENOUGH_TO_JUDGE) & np.isin(self.criteria, list(harmful))
        if judged.any() and not self.told:
            odds = self.kept_out()
            for i in np.flatnonzero(judged):
                lines[i] = max(CLEAR_HARM, _sure_from(odds[:, i], self.met[:, i]))
        return Learnt(
            self.criteria,
            self.counted,
            (found[:, :-1] @ self.right).astype(np.float32),
            found[:, -1].astype(np.float32),
            lines.astype(np.float32),
        )

    def _fitted(self, criterion: int, among: NDArray[np.bool_]) -> Numbers:
        """Weights for one criterion from some of the documents; those contested on it are left out."""
        here = among & self.counts[:, criterion]
        return _fit(self.narrow[here], self.met[here, criterion])


def _taught(documents: list[Document], fitted: frozenset[str]) -> list[Document]:
    """Everything, but of criteria decided on elsewhere only some examples and no near-misses."""
    taken: dict[str, int] = {}
    kept = []
    for each in documents:
        if each.criterion in fitted:
            taken[each.criterion] = taken.get(each.criterion, 0) + each.counts
            if not each.counts or taken[each.criterion] > OF_OTHERS:
                continue
        kept.append(each)
    return kept


def _counted(rows: list[Row]) -> Counted:
    often = np.zeros(PLACES, np.int32)
    for row in rows:
        for grams in row.grams:
            often[list(grams)] += 1
    at = np.flatnonzero(often).astype(np.int32)
    return Counted(at, (np.log((1 + len(rows)) / (1 + often[at])) + 1).astype(np.float32))


def _sure_from(odds: Numbers, met: NDArray[np.bool_]) -> float:
    """The lowest log-odds at and above which a large enough share is met; beyond all of them where there is none."""
    order = np.argsort(-odds, kind="stable")
    share = np.cumsum(met[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((share >= SURE_OF_A_HURT) & met[order])
    return float(odds[order[enough[-1]]]) if len(enough) else float(odds.max()) + 1.0


def _fit(table: Numbers, met: NDArray[np.bool_]) -> Numbers:
    """Weights for one criterion; its examples together weigh as much as all the others."""
    share = met.mean()
    return logistic(table, met.astype(float), held=HELD_BACK, weigh=np.where(met, 0.5 / share, 0.5 / (1 - share)))
