"""Choosing the entry of a family's answer bank that answers a reply, by meaning.

Begin with `EntryPicker.pick`. A reply is cut into sentences, and long ones into clauses; each is compared with the
askings of every entry that can be asked there, and a small ranker that ships says how likely each entry is meant by any
of them, and none. A statement only finds entries that can be asked by stating something.
"""

import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.matching.hearing_reader import LITTLE, LONG, Segment, find_manner, split_reply
from coach.matching.masked_names import find_named, is_of_hearer, mask_names, take_first_name
from coach.matching.ml.encoder import ASKINGS_FILE, WORDS_FILE, AskingEncoder, Numbers, open_published_encoder
from coach.matching.ml.model import VECTORS_FILE, AskingVectors, Progress, locate_shipped_vectors
from coach.matching.ml.weight_files import locate_weights
from coach.matching.tokens import tokenize
from coach.model.reading import Candidate, Pick, PickContext, QuestionKind, Span, Thresholds
from coach.model.scenario import Entry, Person

LINES_COMPARED = 2
"""Lines of an entry that a reply is compared with."""

# --- What is measured of a segment and each entry

FEATURES = (
    "nearest", "nearest three", "middle", "ahead of the others", "ahead, nearest", "same kind of question",
    "other kind of question", "put alike", "local", "act", "meets", "nearest of few words", "one asking",
    "local, few words", "act, few words", "what is said to it", "nearest, over half", "nearest, over three quarters",
    "local, nearest", "act, nearest", "same person named", "other person named", "cannot be said by who is spoken to",
    "close together", "a part", "asks", "last", "few words", "long", "ahead, what is said to it",
    "first", "a question besides", "middle, whole reply", "what is said to it, whole reply", "ahead in the reply",
)  # fmt: skip
"""What the ranker weighs of a segment and an entry; the last five are of the whole reply."""
NONE_FEATURES = ("none", "none, few words", "none, only statements", "none, long", "none, sentences")
"""What it weighs of the reply alone, for none of the entries."""
PAIRS_WEIGHED = 30
"""Pairs of a segment and an entry that are weighed: those nearest. All others are as good as none."""
LOCAL_FIRST, LINES_SHARE = 0.15, 0.5
"""What being of the turn, and being near to the answer, count for in what is nearest."""


class Sums(NamedTuple):
    """The sum of each candidate's askings, shape (candidates, 128), and how long it is."""

    vectors: Numbers
    lengths: Numbers


class Askings(NamedTuple):
    """The askings of some candidates, one after another, with what is known of each."""

    vectors: Numbers
    """Shape (askings, 128)."""
    asks: NDArray[np.bool_]
    states: NDArray[np.bool_]
    kinds: NDArray[np.int8]
    """The kind of question, by its number; -1 for none."""
    starts: NDArray[np.intp]
    """Where each candidate's askings begin."""
    lines: Numbers
    """Vectors of what is said to them, one after another; a nought for a candidate without. Shape (lines, 128)."""
    line_starts: NDArray[np.intp]
    """Where each candidate's lines begin."""
    named: tuple[frozenset[str], ...]
    """Who is spoken of in each asking, by name."""
    of_hearer: NDArray[np.bool_]
    """Whether each candidate is asked of whom it is put to alone: "how are you", and never of anybody else."""
    of_somebody: NDArray[np.bool_]
    """Whether at least half of each candidate's askings name somebody."""
    speakers: tuple[frozenset[str], ...]
    """Who can say the answer of each candidate; nobody where that is open."""
    places: NDArray[np.int8]
    """Where each candidate is from: 0 the family, 1 the turn, 2 an act, 3 a condition."""
    agreement: Numbers
    """How near each candidate's askings are to each other, from 0 to 1."""
    sums: Sums
    stated: Sums
    """The same of those askings that state something."""
    owners: NDArray[np.intp]
    """The number of the candidate that each asking is of."""
    ranks: NDArray[np.intp]
    """The number of each asking among those of its candidate."""

    @property
    def counts(self) -> NDArray[np.intp]:
        """How many askings each candidate has."""
        return np.diff(np.append(self.starts, len(self.vectors)))


KINDS = tuple(QuestionKind)
PLACES = {"knows": 0, "asked": 1, "acts": 2, "meets": 3}


def make_candidate(name: str, entry: Entry, people: Mapping[str, Person]) -> Candidate:
    """Make the candidate of an entry.

    Args:
        name: the entry's name, with its place.
        entry: the entry.
        people: the people of the family, by id.
    """
    speakers = tuple(people[speaker].called for speaker in entry.says if speaker in people)
    lines = entry.list_first_lines()[:LINES_COMPARED]
    return Candidate(name, entry.asked, local=name.startswith("asked:"), lines=lines, speakers=speakers)


class _Block(NamedTuple):
    """The askings of one candidate, as they are gathered."""

    vectors: Numbers
    asks: NDArray[np.bool_]
    states: NDArray[np.bool_]
    kinds: NDArray[np.int8]
    lines: Numbers
    named: tuple[frozenset[str], ...]
    of_hearer: bool
    speakers: frozenset[str]
    agreement: float


def gather_askings(
    candidates: Sequence[Candidate], people: tuple[str, ...], embed_all: Callable[[Sequence[str]], Numbers]
) -> Askings:
    """Gather the vectors and manners of all askings of some candidates.

    Args:
        candidates: the entries, each with at least one asking.
        people: the names that are masked.
        embed_all: gives the vectors of some askings, a row each.
    """
    blocks = [_gather_block(one.askings, one.lines, one.speakers, people, embed_all) for one in candidates]
    vectors, states = np.concatenate([block.vectors for block in blocks]), np.concatenate([b.states for b in blocks])
    counts = [len(block.vectors) for block in blocks]
    starts = np.cumsum([0, *counts[:-1]])
    return Askings(
        vectors=vectors,
        asks=np.concatenate([block.asks for block in blocks]),
        states=states,
        kinds=np.concatenate([block.kinds for block in blocks]),
        starts=starts,
        lines=np.concatenate([block.lines for block in blocks]),
        line_starts=np.cumsum([0, *(len(block.lines) for block in blocks[:-1])]),
        named=tuple(named for block in blocks for named in block.named),
        of_hearer=np.array([block.of_hearer for block in blocks]),
        of_somebody=np.array([sum(map(bool, block.named)) * 2 >= len(block.named) for block in blocks]),
        speakers=tuple(block.speakers for block in blocks),
        places=np.array([PLACES.get(candidate.name.partition(":")[0], 0) for candidate in candidates], np.int8),
        agreement=np.array([block.agreement for block in blocks], np.float32),
        sums=_add_up(vectors, starts),
        stated=_add_up(vectors * states[:, None], starts),
        owners=np.repeat(np.arange(len(blocks)), counts),
        ranks=np.arange(len(vectors)) - np.repeat(starts, counts),
    )


def _add_up(vectors: Numbers, starts: NDArray[np.intp]) -> Sums:
    """Add up each candidate's askings."""
    sums = np.add.reduceat(vectors, starts, axis=0)
    return Sums(sums, np.maximum(np.linalg.norm(sums, axis=1), 1e-6))


def _leave_out(askings: Askings, sums: Sums, usable: NDArray[np.bool_], without: Sequence[int]) -> Sums:
    """Return sums without some askings; only the entries of these are added up anew.

    Args:
        askings: the entries' askings.
        sums: the sums with all of them.
        usable: which askings count.
        without: the numbers of those that are left out.
    """
    loses = np.zeros(len(askings.starts), bool)
    loses[askings.owners[list(without)]] = True
    changed, own = np.flatnonzero(loses), np.flatnonzero(loses[askings.owners])
    left = _add_up(askings.vectors[own] * usable[own, None], np.searchsorted(askings.owners[own], changed))
    vectors, lengths = sums.vectors.copy(), sums.lengths.copy()
    vectors[changed], lengths[changed] = left
    return Sums(vectors, lengths)


@lru_cache(maxsize=2048)
def _gather_block(
    texts: tuple[str, ...],
    lines: tuple[str, ...],
    speakers: tuple[str, ...],
    people: tuple[str, ...],
    embed_all: Callable[[Sequence[str]], Numbers],
) -> _Block:
    """Gather the askings of one candidate, and remember them for the next reply.

    Args:
        texts: the askings.
        lines: what is said to them.
        speakers: the names of those who can say it.
        people: the names that are masked.
        embed_all: gives the vectors of some askings, a row each.
    """
    manners = [find_manner(text) for text in texts]
    all_vectors = embed_all([mask_names(text, people) for text in (*texts, *lines)])
    vectors, said = all_vectors[: len(texts)], all_vectors[len(texts) :]
    return _Block(
        vectors=vectors,
        asks=np.array([manner.asks for manner in manners]),
        states=np.array([manner.states for manner in manners]),
        kinds=np.array([KINDS.index(manner.kind) if manner.kind else -1 for manner in manners], np.int8),
        lines=said if len(said) else np.zeros_like(vectors[:1]),
        named=tuple(find_named(text, people) for text in texts),
        of_hearer=is_of_hearer(texts, people),
        speakers=frozenset(map(take_first_name, speakers)),
        agreement=float(np.linalg.norm(vectors.mean(0))),
    )


class Measured(NamedTuple):
    """What was measured of pairs of a segment and an entry, and of the reply alone."""

    features: Numbers
    """Shape (pairs, features)."""
    entries: NDArray[np.intp]
    """The number of each pair's entry."""
    segments: NDArray[np.intp]
    """The number of each pair's segment."""
    alone: Numbers


def measure_reply(
    askings: Askings, vectors: Numbers, segments: Sequence[Segment], without: Sequence[int] = (), also: int = -1
) -> Measured:
    """Measure how segments of a reply and entries go together, for the nearest pairs.

    Args:
        askings: the entries' askings.
        vectors: the segments' vectors, of length one. Shape (segments, 128).
        segments: the segments of a reply, at least one.
        without: the numbers of askings that are left out, as if they had not been written.
        also: the number of an entry that is weighed however far it is, if it can be meant; -1 for none.
    """
    entries = len(askings.starts)
    whole = [not segment.part for segment in segments]
    middle = vectors[whole].mean(0) if any(whole) else vectors.mean(0)
    middle /= max(float(np.linalg.norm(middle)), 1e-6)
    of_reply = np.stack(
        [
            _measure_middle(askings.sums, middle),
            np.maximum.reduceat(askings.lines @ middle, askings.line_starts),
        ],
        axis=1,
    )
    asks = any(segment.manner.asks for segment in segments)
    features, possible = [], []
    for number, (vector, segment) in enumerate(zip(vectors, segments, strict=True)):
        measured, can_be = _measure_segment(askings, vector, segment, without)
        place = np.tile([number == 0, asks and not segment.manner.asks], (entries, 1))
        features.append(np.concatenate([measured, place, of_reply], axis=1))
        possible.append(can_be)
    together = np.concatenate(features).astype(np.float32)
    pairs = _find_nearest(together, np.concatenate(possible), also, entries)
    near = together[pairs, :3].sum(1)
    numbers = pairs % entries
    best = np.full(entries, -9.0)
    np.maximum.at(best, numbers, near)
    first, second = np.sort(best)[::-1][:2] if entries > 1 else (best[0], best[0])
    second = second if second > -9.0 else first
    ahead = np.where(near >= first, first - second, near - first)
    return Measured(
        features=np.concatenate([together[pairs], ahead[:, None]], axis=1).astype(np.float32),
        entries=numbers,
        segments=pairs // entries,
        alone=_measure_alone(segments, asks=asks),
    )


def _find_nearest(features: Numbers, possible: NDArray[np.bool_], also: int, entries: int) -> NDArray[np.intp]:
    """Find the pairs that are weighed, the nearest first.

    Args:
        features: what was measured of all pairs, segment after segment.
        possible: whether a pair's entry can be meant.
        also: the number of an entry that is weighed in any case; -1 for none.
        entries: how many entries there are.
    """
    local, line = features[:, FEATURES.index("local")], features[:, FEATURES.index("what is said to it")]
    near = features[:, :3].sum(1) + LINES_SHARE * np.maximum(line, 0.0) + LOCAL_FIRST * local
    order = np.argsort(-np.where(possible, near, -np.inf), kind="stable")
    kept = order[: min(PAIRS_WEIGHED, int(possible.sum()))]
    if also >= 0 and also not in kept % entries:
        mine = [pair for pair in order if pair % entries == also and possible[pair]]
        kept = np.append(kept, mine[:1]).astype(np.intp)
    return kept


def _measure_alone(segments: Sequence[Segment], *, asks: bool) -> Numbers:
    """Measure what a reply is like, whatever the entries are."""
    whole = [segment for segment in segments if not segment.part]
    words = sum(segment.words for segment in whole)
    long = max(words - LONG, 0) / LONG
    return np.array([1.0, words <= LITTLE, not asks, long, np.log(max(len(whole), 1))], np.float32)


def _measure_segment(
    askings: Askings, vector: Numbers, segment: Segment, without: Sequence[int] = ()
) -> tuple[Numbers, NDArray[np.bool_]]:
    """Measure how a segment and each entry go together.

    Args:
        askings: the entries' askings.
        vector: the segment's vector, of length one.
        segment: the segment.
        without: the numbers of askings that are left out, as if they had not been written.

    Returns:
        The features of each entry, of shape (entries, features), and which entries can be meant at all.
    """
    likeness = askings.vectors @ vector
    usable = np.ones(len(likeness), bool) if segment.manner.asks else askings.states.copy()
    usable[list(without)] = False
    entries = len(askings.starts)
    # A row of each entry's askings, as long as the longest, of which the nearest three are taken.
    rows = np.full((entries, max(int(askings.ranks.max()) + 1, 3)), -1.0, np.float32)
    rows[askings.owners, askings.ranks] = np.where(usable, likeness, -1.0)
    ranked = np.partition(rows, (-3, -2, -1), axis=1)[:, :-4:-1]
    first = ranked[:, 0]
    within = ranked > -1.0
    near = np.where(within, ranked, np.float32(0.0))
    three = (near[:, 0] + (near[:, 1] + near[:, 2])) / np.maximum(within.sum(1), 1)
    many = np.add.reduceat(usable.astype(np.int64), askings.starts)
    sums = askings.sums if segment.manner.asks else askings.stated
    if len(without):
        sums = _leave_out(askings, sums, usable, without)
    middle = _measure_middle(sums, vector)
    mixed = np.where(many > 0, (first + three + middle) / 3, -1.0)
    nearest = rows.argmax(1) + askings.starts
    possible = many > 0
    named_alike, named_another = _compare_named(askings, segment, usable)
    if segment.of_other and any(segment.named & names for names in (*askings.speakers, *askings.named)):
        # "How's Micah doing?" is not "How are you doing?", unless Micah himself can say how he is; nor is it how his
        # mother is, by her name. A name that no entry has may be another one of anybody's.
        own = np.array([bool(speakers & segment.named) for speakers in askings.speakers])
        possible &= ~askings.of_hearer | own
        possible &= ~(named_another & askings.of_somebody)
    kind = KINDS.index(segment.manner.kind) if segment.manner.kind else -1
    same = np.add.reduceat((askings.kinds == kind) & usable, askings.starts) / np.maximum(many, 1)
    alike = np.add.reduceat((askings.asks == segment.manner.asks) & usable, askings.starts) / np.maximum(many, 1)
    few = float(segment.words <= LITTLE)
    line = np.maximum.reduceat(askings.lines @ vector, askings.line_starts)
    manner = (segment.part, segment.manner.asks, segment.last, few, max(segment.words - LONG, 0) / LONG)
    features = np.stack(
        [
            first,
            three,
            middle,
            _find_lead(mixed),
            _find_lead(first),
            same * (kind >= 0),
            (askings.kinds[nearest] != kind) & (kind >= 0) & (askings.kinds[nearest] >= 0),
            alike,
            askings.places == PLACES["asked"],
            askings.places == PLACES["acts"],
            askings.places == PLACES["meets"],
            first * few,
            many == 1,
            (askings.places == PLACES["asked"]) * few,
            (askings.places == PLACES["acts"]) * few,
            line,
            np.maximum(first - 0.5, 0.0),
            np.maximum(first - 0.75, 0.0),
            (askings.places == PLACES["asked"]) * first,
            (askings.places == PLACES["acts"]) * first,
            named_alike,
            named_another,
            _find_unable(askings, segment),
            askings.agreement,
            *(np.full(entries, value, np.float32) for value in manner),
            _find_lead(line),
        ],
        axis=1,
    ).astype(np.float32)
    return features, possible


def _compare_named(askings: Askings, segment: Segment, usable: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], ...]:
    """Find which entries name the same person as a segment, and which only another."""
    if not segment.named:
        nobody = np.zeros(len(askings.starts), bool)
        return nobody, nobody
    anybody = np.array([bool(named) for named in askings.named]) & usable
    same = anybody.copy()
    same[anybody] = [bool(segment.named & askings.named[number]) for number in np.flatnonzero(anybody)]
    shared = np.logical_or.reduceat(same, askings.starts)
    return shared, np.logical_or.reduceat(anybody, askings.starts) & ~shared


def _find_unable(askings: Askings, segment: Segment) -> NDArray[np.bool_]:
    """Find the entries that nobody who is spoken to can say; none where nobody is so called."""
    if not segment.to & frozenset[str]().union(*askings.speakers):
        return np.zeros(len(askings.starts), bool)
    return np.array([bool(speakers and not segment.to & speakers) for speakers in askings.speakers])


def _measure_middle(sums: Sums, vector: Numbers) -> Numbers:
    """Measure how near a segment is to the middle of each entry's askings."""
    middle: Numbers = (sums.vectors @ vector) / sums.lengths
    return middle


def _find_lead(scores: Numbers) -> Numbers:
    """Return how far each entry is ahead of the best of the others; negative behind it."""
    if len(scores) < 2:
        return np.zeros_like(scores)
    best, second = np.partition(scores, -2)[[-1, -2]]
    lead: Numbers = np.where(scores >= best, scores - second, scores - best)
    return lead


# --- The ranker, and the picker

PICKER_FILE = "picker.json"


class Ranker:
    """The fitted weights that turn what is measured into how likely each entry is."""

    def __init__(self, weights: Mapping[str, float], thresholds: Thresholds, steepness: float = 1.0) -> None:
        """Take the weights.

        Args:
            weights: by the name of each feature; a missing one weighs nothing.
            thresholds: how sure a choice has to be.
            steepness: what the log-odds are multiplied by, so that the likelihoods are true of replies.
        """
        self.thresholds = thresholds
        self._entries = np.array([weights.get(name, 0.0) for name in FEATURES], np.float32) * steepness
        self._none = np.array([weights.get(name, 0.0) for name in NONE_FEATURES], np.float32) * steepness

    @classmethod
    def load(cls, file: Path) -> "Ranker":
        """Load the weights of a file."""
        kept = json.loads(file.read_text(encoding="utf-8"))
        return cls(kept["weights"], Thresholds(**kept["thresholds"]), kept.get("steepness", 1.0))

    def rank(self, measured: Measured) -> Numbers:
        """Return how likely each pair is meant; together they leave room for none.

        Args:
            measured: what was measured of a reply.
        """
        scores = measured.features @ self._entries
        none = float(measured.alone @ self._none)
        top = max(none, float(scores.max(initial=-np.inf)))
        shares = np.exp(scores - top)
        ranked: Numbers = shares / (shares.sum() + np.exp(none - top))
        return ranked

    def rank_entries(self, measured: Measured, entries: int) -> Numbers:
        """Return how likely each entry is meant, by whichever segment.

        Args:
            measured: what was measured of a reply.
            entries: how many entries there are.
        """
        return np.bincount(measured.entries, self.rank(measured), entries).astype(np.float32)


class EntryPicker:
    """Chooses entries by meaning; what it needs is loaded on first use. Fulfils `Picker`."""

    def __init__(self, own: Path | None = None) -> None:
        """Prepare a picker; nothing heavy is loaded yet.

        Args:
            own: the folder where vectors of one's own families are kept; None to keep none.
        """
        self._own = own
        self._lock = threading.Lock()
        self._gathered: tuple[tuple[Candidate, ...], tuple[str, ...], Askings] | None = None
        self._people: tuple[str, ...] | None = None
        """The people of the family whose vectors were read."""

    @cached_property
    def ranker(self) -> Ranker:
        """The ranker that ships."""
        return Ranker.load(locate_weights() / "picker" / PICKER_FILE)

    @property
    def thresholds(self) -> Thresholds:
        """How sure a choice has to be."""
        return self.ranker.thresholds

    @cached_property
    def vectors(self) -> AskingVectors:
        """The vectors of askings, with the encoder that makes them."""
        with self._lock:
            # Where it cannot be opened, opening it here says why.
            encoder = open_published_encoder() or AskingEncoder(locate_weights() / "encoder")
            own = self._own / VECTORS_FILE if self._own else None
            return AskingVectors(encoder, [locate_shipped_vectors()], own)

    def prepare(self, askings: Iterable[str], people: tuple[str, ...] = (), progress: Progress | None = None) -> None:
        """Load the encoder, and embed what has no vector yet, before the first reply.

        Args:
            askings: everything that a family can be asked.
            people: the names of its people, which are masked.
            progress: called with how many are embedded, and of how many.
        """
        self.vectors.prepare((mask_names(asking, people) for asking in askings), progress)
        self._people = people

    def pick(self, reply: str, candidates: Sequence[Candidate], context: PickContext) -> Pick | None:
        """Choose the likeliest entry for a reply, with its sentence and what came second.

        Args:
            reply: the reply.
            candidates: the entries that can be asked here, the turn's own first.
            context: the cue, its topic, and the names of people.

        Returns:
            The choice, however unsure; None where the reply asks and says nothing that could be one of them.
        """
        candidates = tuple(candidate for candidate in candidates if candidate.askings)
        segments = split_reply(reply, context.people)
        if not candidates or not segments:
            return None
        vectors = self.vectors
        askings = self._gather(candidates, context.people)
        # "asdf" would be nearest to something; a word that no dictionary has may still be one that they are asked.
        if not any(
            vectors.encoder.tokenizer.knows_word(one.text) or _is_asked(one.text, candidates) for one in segments
        ):
            return None
        segment_vectors = np.array([vectors.encoder.embed(segment.text) for segment in segments])
        vectors.keep()
        measured = measure_reply(askings, segment_vectors, segments)
        if not len(measured.entries):
            return None
        pairs, likely = self.ranker.rank(measured), self.ranker.rank_entries(measured, len(candidates))
        first, second = (int(entry) for entry in np.argsort(-likely, kind="stable")[:2]) if len(likely) > 1 else (0, -1)
        spoke = segments[measured.segments[np.argmax(np.where(measured.entries == first, pairs, -1.0))]]
        return Pick(
            entry=candidates[first].name,
            likely=round(min(float(likely[first]), 1.0), 4),
            second="" if second < 0 or not likely[second] else candidates[second].name,
            second_likely=0.0 if second < 0 else round(float(likely[second]), 4),
            span=Span(start=spoke.start, end=spoke.end, text=reply[spoke.start : spoke.end]),
        )

    def _gather(self, candidates: tuple[Candidate, ...], people: tuple[str, ...]) -> Askings:
        """Gather the askings of candidates; mostly they are the same as at the reply before."""
        # Several may pick at once, each for another family, so what was gathered is not looked up again.
        gathered = self._gathered
        if gathered is None or gathered[:2] != (candidates, people):
            if self._people != people:
                # Not prepared for this family: all its vectors are read at once, and not one by one.
                texts = [text for candidate in candidates for text in (*candidate.askings, *candidate.lines)]
                self.prepare(texts, people)
            gathered = candidates, people, gather_askings(candidates, people, self.vectors.embed_all)
            self._gathered = gathered
        return gathered[2]


def _is_asked(text: str, candidates: Iterable[Candidate]) -> bool:
    """Whether a word of a text stands in something that can be asked here: "Shukran"."""
    words = set(tokenize(text))
    return any(not words.isdisjoint(tokenize(asking)) for one in candidates for asking in one.askings)


def open_picker(own: Path | None = None) -> EntryPicker | None:
    """Open a picker, still light; None where its run time or its weights are missing.

    Args:
        own: the folder where vectors of one's own families are kept; None to keep none.
    """
    weights = locate_weights()
    there = (weights / "encoder" / ASKINGS_FILE, weights / "encoder" / WORDS_FILE, weights / "picker" / PICKER_FILE)
    can_run = find_spec("onnxruntime") is not None and all(file.is_file() for file in there)
    return EntryPicker(own) if can_run else None
