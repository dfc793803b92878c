"""Similarity of a reply to a rubric's examples, compared with what is no example.

Begin with `ExampleSimilarity.find`. It is a cosine over words and pairs of words, rare ones weighing most, in plain
Python. Most ordinary replies are a little like some example, so likeness alone proves little. A verdict needs a
sentence that is all but the example itself, and clearly nearer to it than to any counter-example or ordinary reply;
below that it is only possible. Otherwise similarity only picks which example is shown beside a verdict.
"""

import re
from collections import Counter
from itertools import chain, pairwise
from math import log, sqrt
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from coach.matching.sentences import ParsedText
from coach.matching.tokens import tokenize
from coach.model.reading import Certainty
from coach.model.rubric import Criterion, MoreExamples, Needs, Polarity, Rubric

SAME_RATIO = 90.0
"""From here on, of a hundred, two sentences are the same but for a word or a slip."""
RATIO_MARGIN = 8.0
"""And this far above the nearest counter-example."""
SIMILAR_COSINE = 0.38
"""From this cosine on it is worth asking."""
SIMILAR_COSINE_HARM = 0.45
"""And from this one where the example hurts: a false suspicion of hurt costs more."""
COSINE_MARGIN = 0.16
"""And this far ahead of the nearest counter-example, or of another criterion's example."""
REPEATED_COSINE, REPEATED_MARGIN = 0.5, 0.1
"""Cosine from which words say an example again, nearly, so that they are never clear for its opposite; and its lead."""
ADDED_COSINE = 0.4
"""Cosine from which words are near enough to an example that an author added for it to be heard."""
FEWEST_WORDS = 4
"""Words a sentence needs before likeness means anything."""
MOST_SENTENCES = 40
"""Sentences of one reply that are compared; a reply that goes on longer has said it by then, or a rule finds it."""

_NO_LETTERS = re.compile(r"[\W_]+")
_ASIDE = re.compile(r"\s*\([^)]*\)\s*$")
_AFTER = re.compile(r"^\s*\[([^\]]+)\]\s*(?=\S)")
"""What the family said before, in an example of a criterion that needs it: "[He came home white.] How was it?"."""
_INSIDE = re.compile(r"(?<!\w)'([^']{8,}(?:'[a-z]+[^']*)*)'(?!\w)")
_COMMON = frozenset(
    "a an the and or but of to in on for is are was were it that this i you we be with at do not".split()
)


class SimilarSpan(NamedTuple):
    """A stretch of a reply that is like an example, with the example's criterion."""

    criterion: str
    certainty: Certainty
    first: int
    last: int


class ExampleDocument(NamedTuple):
    """An example or near-miss of a criterion; `criterion` is empty for an ordinary reply."""

    criterion: str
    counts: bool
    text: str
    plain: str
    cue: str = ""
    """What the family said before; empty where the example does not say."""
    added: bool = False
    """Whether an author added it to a criterion of the rubric that theirs builds on."""


class ExampleSimilarity:
    """The examples of a rubric, ready for replies to be compared with them."""

    def __init__(self, rubric: Rubric) -> None:
        self.harmful = rubric.of(Polarity.HARMFUL)
        self.helpful = rubric.of(Polarity.HELPFUL)
        self.documents: list[ExampleDocument] = []
        for key, criterion in rubric.criteria.items():
            self.documents += _build_documents(key, criterion, rubric.more_examples.get(key))
        self.documents += [_build_document("", text, counts=False) for text in rubric.ordinary]
        features = [_extract_features(document.plain.split()) for document in self.documents]
        often = Counter(chain.from_iterable(features))
        whole = len(self.documents) + 1
        self.unknown = log(whole) ** 2
        # Squared, because each feature is in both vectors: a shared feature adds its weight once to the product.
        self.weights = {feature: (log(whole / count) + 0.1) ** 2 for feature, count in often.items()}
        self.lengths = [sqrt(sum(map(self.weights.__getitem__, text_features))) or 1.0 for text_features in features]
        self.filed: dict[str, list[int]] = {}
        for number, text_features in enumerate(features):
            for feature in text_features:
                self.filed.setdefault(feature, []).append(number)
        self.first = {
            key: criterion.counts[0] if criterion.counts else "" for key, criterion in rubric.criteria.items()
        }

    def find_nearest(self, criterion: str, said: tuple[str, ...]) -> tuple[str, str]:
        """Return the example and the near-miss of a criterion that are nearest to some words.

        Args:
            criterion: the id of the criterion.
            said: the words.

        Returns:
            The example (the first one if none is near), and the near-miss (empty if none is near).
        """
        best: dict[bool, tuple[float, int]] = {}
        for number, score in self._compute_cosines(list(said)).items():
            document = self.documents[number]
            if document.criterion == criterion:
                best[document.counts] = max(best.get(document.counts, (0.0, -number)), (score, -number))
        example = self.documents[-best[True][1]].text if True in best else self.first.get(criterion, "")
        return example, self.documents[-best[False][1]].text if False in best else ""

    def find_repeated(self, parsed: ParsedText) -> list[SimilarSpan]:
        """Find the sentences that say an example again, word for word or nearly.

        A sentence that is nearly as near to a near-miss, or to an example of the opposite, is left out.
        """
        spans = []
        for first, last in _list_stretches(parsed):
            said = list(parsed.words[first:last])
            scores = self._compute_cosines(said)
            leader = min(scores, key=lambda number: (-scores[number], number), default=None)
            if leader is None or scores[leader] < REPEATED_COSINE or not self.documents[leader].counts:
                continue
            criterion, helps = self.documents[leader].criterion, self.documents[leader].criterion in self.helpful
            rival = max(
                (
                    score
                    for number, score in scores.items()
                    if not self.documents[number].counts or (self.documents[number].criterion in self.helpful) != helps
                ),
                default=0.0,
            )
            same = ratio(" ".join(said), self.documents[leader].plain) >= SAME_RATIO
            if same or scores[leader] - rival >= REPEATED_MARGIN:
                spans.append(SimilarSpan(criterion, Certainty.CLEAR if same else Certainty.POSSIBLE, first, last))
        return spans

    def find_added(self, criterion: str, said: tuple[str, ...]) -> bool | None:
        """Return which kind of added example some words are nearest to, among all of a criterion's.

        Args:
            criterion: the id of the criterion.
            said: the words.

        Returns:
            True for one that counts, False for a near-miss; None if the nearest is none that an author added.
        """
        scores = self._compute_cosines(list(said))
        own = [number for number in scores if self.documents[number].criterion == criterion]
        leader = min(own, key=lambda number: (-scores[number], number), default=None)
        if leader is None or scores[leader] < ADDED_COSINE or not self.documents[leader].added:
            return None
        return self.documents[leader].counts

    def find(self, parsed: ParsedText, focus: tuple[str, ...]) -> list[SimilarSpan]:
        """Find stretches that are all but an example (clear), or much like one (possible).

        Args:
            parsed: the reply.
            focus: the only criteria for which likeness may be possible; empty for all.
        """
        hits = []
        for first, last in _list_stretches(parsed):
            said = list(parsed.words[first:last])
            scores = self._compute_cosines(said)
            if not scores or max(scores.values()) < SIMILAR_COSINE - COSINE_MARGIN:
                continue
            # Ties are broken by the number, so that the same reply is always read alike.
            best = sorted(scores, key=lambda number: (-scores[number], number))[:6]
            verdict = self._find_same(" ".join(said), best) or self._find_similar(scores, best, focus)
            if verdict:
                hits.append(SimilarSpan(*verdict, first, last))
        return hits

    def _find_same(self, said: str, best: list[int]) -> tuple[str, Certainty] | None:
        """Return the criterion of an example that the words repeat almost exactly.

        None if there is none.
        """
        ratios = {number: ratio(said, self.documents[number].plain) for number in best}
        leader = next((n for n in sorted(best, key=lambda n: -ratios[n]) if self.documents[n].counts), None)
        if leader is None or ratios[leader] < SAME_RATIO:
            return None
        # A sentence as near to a counter-example as to the example proves neither.
        rival = max((ratios[n] for n in best if not self.documents[n].counts), default=0.0)
        return (self.documents[leader].criterion, Certainty.CLEAR) if ratios[leader] - rival >= RATIO_MARGIN else None

    def _find_similar(
        self, scores: dict[int, float], best: list[int], focus: tuple[str, ...]
    ) -> tuple[str, Certainty] | None:
        """Return the criterion of an example that the words are much like; None if there is none."""
        leader = best[0]
        criterion = self.documents[leader].criterion
        enough = SIMILAR_COSINE_HARM if criterion in self.harmful else SIMILAR_COSINE
        if not self.documents[leader].counts or scores[leader] < enough or (focus and criterion not in focus):
            return None
        rival = max(
            (scores[n] for n in best if self.documents[n].criterion != criterion or not self.documents[n].counts),
            default=0.0,
        )
        return (criterion, Certainty.POSSIBLE) if scores[leader] - rival >= COSINE_MARGIN else None

    def _compute_cosines(self, said: list[str]) -> dict[int, float]:
        """Compute the cosine with every document that shares a feature with the words.

        A feature counts once, however often it is said.
        """
        features = _extract_features(said)
        scores: dict[int, float] = {}
        for feature in features:
            weight = self.weights.get(feature, 0.0)
            for number in self.filed.get(feature, ()):
                scores[number] = scores.get(number, 0.0) + weight
        length = sqrt(sum(self.weights.get(feature, self.unknown) for feature in features)) or 1.0
        return {number: score / (length * self.lengths[number]) for number, score in scores.items()}


def collect_vocabulary(rubric: Rubric) -> set[str]:
    """Return every word in the rubric's own texts, so that none is taken for a slip of spelling."""
    texts = [
        text
        for criterion in rubric.criteria.values()
        for text in (criterion.definition, *criterion.counts, *criterion.not_)
    ]
    return set(_NO_LETTERS.sub(" ", " ".join([*texts, *rubric.ordinary]).casefold()).split())


def _build_documents(key: str, criterion: Criterion, more: MoreExamples | None) -> list[ExampleDocument]:
    """Make the documents of a criterion's examples and near-misses, and of added ones."""
    with_cue = criterion.needs is Needs.CUE
    documents = [_build_document(key, text, counts=True, with_cue=with_cue) for text in criterion.counts]
    documents += [_build_document(key, text, counts=False, with_cue=with_cue) for text in criterion.not_]
    for counts, texts in ((True, more.counts), (False, more.not_)) if more else ():
        added = (_build_document(key, text, counts=counts, with_cue=with_cue) for text in texts)
        documents += [document._replace(added=True) for document in added]
    return documents


def _build_document(criterion: str, text: str, *, counts: bool, with_cue: bool = False) -> ExampleDocument:
    """Make a document of an example.

    Of a near-miss, only what its author put in quotation marks.

    Args:
        criterion: the id of its criterion; empty for an ordinary reply.
        text: the example as it is written.
        counts: whether it counts, or is a near-miss.
        with_cue: whether it may begin with what the family said before, in square brackets.
    """
    after = _AFTER.match(text) if with_cue else None
    text = text[after.end() :] if after else text
    quoted = None if counts else _INSIDE.search(text)
    plain = " ".join(tokenize(quoted[1] if quoted else _ASIDE.sub("", text)))
    return ExampleDocument(criterion, counts, text, plain, after[1].strip() if after else "")


def _extract_features(said: list[str]) -> set[str]:
    """Return the words, without the most common ones, and the pairs of neighbouring words."""
    features = {word for word in said if word not in _COMMON}
    features.update(map(" ".join, pairwise(said)))
    return features


def _list_stretches(parsed: ParsedText) -> list[tuple[int, int]]:
    """List the stretches to compare: each sentence, and each two sentences in a row."""
    sentences = parsed.sentences[:MOST_SENTENCES]
    single = [(sentence.first, sentence.last) for sentence in sentences]
    pairs = [(one.first, two.last) for one, two in pairwise(sentences)]
    return [stretch for stretch in single + pairs if stretch[1] - stretch[0] >= FEWEST_WORDS]
