"""Voices told apart: how often ten lines, by small words and marks alone, name who speaks.

Begin with `compare_voices`. What a line is about is left out on purpose: a bicycle names its owner, and two people who
share a writer still talk alike. Lines that are drawn to be named were not learnt from.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from coach.content.library import Library
from coach.errors import CoachError, ContentError, NotKnown
from coach.model.characters import count
from coach.model.conditions import SCENE, Line

FEWEST_LINES = 50
"""Lines that a speaker needs to be compared: with fewer it is chance that names them."""
DRAWN = 10
"""Lines that are drawn to be named together."""
DRAWS = 200
"""How many times that is done for each speaker."""
FOLDS = 5
MOST_LEARNT = 200
"""Lines learnt from of each speaker, so that long parts are not named more often for being long."""
SMOOTHING = 0.5
RARE = 0.002
"""A share of all small words and marks: a word that is rarer sets nobody apart."""
SHOWN_APART = 4
"""Small words and marks shown for what one speaker has more of, and as many for what the other has."""

SMALL_WORDS = frozenset(
    # articles and what stands in their place
    "a an the this that these those some any no every each all both either neither none other another such what which "
    "who whose whom "
    # persons
    "i me my mine myself you your yours yourself he him his himself she her hers herself it its itself we us our ours "
    "ourselves they them their theirs themselves one ones somebody someone something anybody anyone anything nobody "
    "nothing everybody everyone everything "
    # helping verbs
    "am is are was were be been being have has had having do does did doing done will would shall should can could may "
    "might must ought cannot get got let "
    # what joins
    "and or but nor so yet if because cos although though unless until till while when whenever where wherever why how "
    "than as whether since once "
    # where and which way
    "of in on at to from by with without for about against between into through during before after above below over "
    "under up down out off again near along round around across behind beside past towards upon per "
    # not, and short forms
    "not n't 's 'd 'll 're 've 'm "
    # how much, when, how far
    "there here then just only even still very too also always never ever already quite rather really much many more "
    "most few less least own same enough "
    # what is said to keep a talk going
    "yes yeah no nah oh ah well right okay please like mind".split()
)
_MARKS = re.compile(r"\.\.\.|…|--|[a-z]+(?:'[a-z]+)*|[.,;:?!()\"—–]")
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")  # the quotes of a word processor
_ALIKE = {"...": "…", "--": "—", "–": "—"}


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person of one family or of several variants of it, with all lines that are theirs."""

    name: str
    families: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """A small word or mark that two speakers use unlike often, in a thousand of them."""

    mark: str
    own: float
    other: float


@dataclass(frozen=True, slots=True)
class SpeakerVoice:
    """How well one speaker is told from the others."""

    speaker: Speaker
    right: float
    """The share of draws that named them."""
    neighbour: str
    """Whoever their lines were taken for most."""
    taken_for_neighbour: float
    apart: tuple[Contrast, ...]
    """What sets them apart from that neighbour: what they have more of first."""


@dataclass(frozen=True, slots=True)
class VoiceReport:
    """The table of voices: each speaker that was asked for, among all that were compared."""

    voices: tuple[SpeakerVoice, ...]
    among: int
    """How many speakers a draw could name."""
    seed: int
    left_out: tuple[str, ...] = ()
    """Scenarios whose files cannot be used."""

    @property
    def right(self) -> float:
        """The mean share of right names, each speaker counting the same."""
        return float(np.mean([voice.right for voice in self.voices]))

    def to_data(self) -> dict[str, object]:
        """Return the report as data, for `--json`."""
        return {
            "right": round(self.right, 3),
            "chance": round(1 / self.among, 3),
            "among": self.among,
            "drawn": DRAWN,
            "draws": DRAWS,
            "seed": self.seed,
            "left_out": list(self.left_out),
            "speakers": [
                {
                    "speaker": voice.speaker.name,
                    "families": list(voice.speaker.families),
                    "lines": len(voice.speaker.lines),
                    "right": round(voice.right, 3),
                    "neighbour": voice.neighbour,
                    "taken_for_neighbour": round(voice.taken_for_neighbour, 3),
                    "apart": [
                        {"mark": one.mark, "own": round(one.own, 1), "neighbour": round(one.other, 1)}
                        for one in voice.apart
                    ],
                }
                for voice in self.voices
            ],
        }

    def render_lines(self) -> Iterator[str]:
        """Render the report line by line: what was done, the table, and how to read it."""
        yield (
            f"By small words and marks alone, {DRAWN} lines name the right one of {count(self.among, 'speaker')} "
            f"{_percent(self.right)} times in 100 (chance {_percent(1 / self.among)}; seed {self.seed})."
        )
        yield ""
        width = max(len("speaker"), *(len(voice.speaker.name) for voice in self.voices))
        wide = max(len("taken for"), *(len(voice.neighbour) + 4 for voice in self.voices))
        yield f"{'speaker':{width}}  lines  right  {'taken for':{wide}}  has more of | less of (in 1,000)"
        for voice in sorted(self.voices, key=lambda voice: voice.right):
            taken = f"{voice.neighbour} {_percent(voice.taken_for_neighbour)}"
            more = [one for one in voice.apart if one.own > one.other]
            less = [one for one in voice.apart if one.own <= one.other]
            yield (
                f"{voice.speaker.name:{width}}  {len(voice.speaker.lines):5}  {_percent(voice.right):>5}  "
                f"{taken:{wide}}  {_render_contrasts(more)} | {_render_contrasts(less)}"
            )
        yield ""
        yield "right: of 100 draws that are this speaker's. taken for: whoever was named most often instead."
        yield "and 60/31: 60 of 1,000 small words and marks are theirs, 31 the other's."
        for scenario in self.left_out:
            yield f"Left out: {scenario}, which cannot be used. `coach check {scenario}` says why."


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def _render_contrasts(contrasts: Iterable[Contrast]) -> str:
    return "  ".join(f"{one.mark} {one.own:.0f}/{one.other:.0f}" for one in contrasts) or "-"


def count_small(text: str) -> Counter[str]:
    """Count the small words and marks of a line; short forms such as `n't` count as words."""
    marks: Counter[str] = Counter()
    for mark in _MARKS.findall(text.lower().translate(_STRAIGHT)):
        if mark[0].isalpha():
            split = re.sub(r"n't\b", " n't", mark)
            marks.update(word for word in re.sub(r"(?<!n)'", " '", split).split() if word in SMALL_WORDS)
        else:
            marks[_ALIKE.get(mark, mark)] += 1
    return marks


def collect_speakers(library: Library) -> tuple[tuple[Speaker, ...], tuple[str, ...]]:
    """Collect everybody who speaks in a library, with all that they say, each line once.

    Lines are those of persona and dialogue, without stage directions and the scene. Variants of a family are one where
    a full name is the same.

    Returns:
        The speakers, and the scenarios that cannot be used.
    """
    lines: dict[str, dict[str, None]] = {}
    called: dict[str, str] = {}
    families: dict[str, dict[str, None]] = {}
    left_out = []
    for shelved in library.shelf("dialogues"):
        try:
            dialogue = library.dialogue(shelved.id)
            family = library.family(dialogue.family)
        except (ContentError, NotKnown):
            left_out.append(shelved.id)
            continue
        for line in (*_find_lines(family), *_find_lines(dialogue)):
            person = family.people.get(line.speaker)
            if person and line.speaker != SCENE:
                lines.setdefault(person.name, {})[" ".join(line.text.split())] = None
                called[person.name] = person.called
                families.setdefault(person.name, {})[dialogue.family] = None
    shown = Counter(called.values())
    speakers = (
        Speaker(called[name] if shown[called[name]] == 1 else name, tuple(families[name]), tuple(texts))
        for name, texts in lines.items()
    )
    return tuple(speakers), tuple(left_out)


def _find_lines(value: object) -> Iterator[Line]:
    """Find every line in a model, however deep."""
    if isinstance(value, Line):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _find_lines(getattr(value, name))
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _find_lines(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from _find_lines(part)


def compare_voices(
    library: Library, names: Sequence[str] = (), among: Sequence[str] = (), seed: int = 1
) -> VoiceReport:
    """Compare the voices of a library's speakers with 50 lines or more.

    Args:
        library: whose families are compared.
        names: families or scenarios whose speakers the table shows; all of them without any.
        among: speakers, by the name beside their lines, that a draw may name; all of them without any.
        seed: decides what is drawn.

    Raises:
        NotKnown: there is no such family or scenario.
        CoachError: there are not two speakers to tell apart, or none of the named ones has lines enough.
    """
    wanted = {_find_family(library, name) for name in names}
    everybody, left_out = collect_speakers(library)
    speakers = [speaker for speaker in everybody if len(speaker.lines) >= FEWEST_LINES]
    if among:
        speakers = _choose_speakers(everybody, among)
    if len(speakers) < 2:
        raise CoachError(f"There are not two speakers with {FEWEST_LINES} lines or more to tell apart.")
    shown = [index for index, one in enumerate(speakers) if not wanted or wanted & set(one.families)]
    if not shown:
        raise CoachError(
            f"None of them is compared: nobody there has {FEWEST_LINES} lines, or they are not among those named.",
            "`coach author voices` shows everybody that is.",
        )
    counts, vocabulary = _count_lines(speakers)
    named = _name_drawn_lines([part[0] for part in counts], [part[1] for part in counts], seed)
    voices = tuple(_describe(speakers, index, named, counts, vocabulary) for index in shown)
    return VoiceReport(voices, len(speakers), seed, left_out)


def _find_family(library: Library, name: str) -> str:
    """Return the id of a family by its own or by a scenario's. Raises NotKnown."""
    if any(shelved.id == name for shelved in library.shelf("dialogues")):
        return library.dialogue(name).family
    library.file("personas", name)
    return name


def _choose_speakers(everybody: Iterable[Speaker], among: Sequence[str]) -> list[Speaker]:
    """Choose speakers by the names beside their lines.

    Raises NotKnown, or CoachError for too few lines.
    """
    by_name = {speaker.name.casefold(): speaker for speaker in everybody}
    chosen = []
    for key, name in {name.casefold(): name for name in among}.items():
        if key not in by_name:
            raise NotKnown(f"Nobody here is called '{name}'.", "`coach author voices` shows who is compared.")
        if len(by_name[key].lines) < FEWEST_LINES:
            raise CoachError(f"{by_name[key].name} has fewer than {FEWEST_LINES} lines: chance would name them.")
        chosen.append(by_name[key])
    return chosen


Counts = NDArray[np.float64]
"""A row for each line, a column for each small word and mark."""


def _count_lines(speakers: Sequence[Speaker]) -> tuple[list[tuple[Counts, list[str]]], list[str]]:
    """Count small words and marks in each line.

    Lines that begin alike share a key, to be kept together.
    """
    counted = [[count_small(text) for text in speaker.lines] for speaker in speakers]
    vocabulary = sorted({mark for lines in counted for line in lines for mark in line})
    return [
        (
            np.array([[line[mark] for mark in vocabulary] for line in lines], dtype=np.float64),
            [" ".join(text.casefold().split()[:4]) for text in speaker.lines],
        )
        for speaker, lines in zip(speakers, counted, strict=True)
    ], vocabulary


def _name_drawn_lines(counts: list[Counts], keys: list[list[str]], seed: int) -> Counts:
    """Draw lines of each speaker, and name whose they are by what the other lines taught.

    Returns:
        For each speaker a row: the share of draws in which each was named.
    """
    rng = np.random.default_rng(seed)
    folds = [_deal_folds(part, rng) for part in keys]
    named = np.zeros((len(counts), len(counts)))
    for fold in range(FOLDS):
        learnt = []
        for lines, dealt in zip(counts, folds, strict=True):
            chosen = rng.permutation(np.flatnonzero(dealt != fold))[:MOST_LEARNT]
            learnt.append(lines[chosen].sum(axis=0))
        likely = np.log(_estimate(np.array(learnt)))
        for index, (lines, dealt) in enumerate(zip(counts, folds, strict=True)):
            kept_out = np.flatnonzero(dealt == fold)
            for _ in range(DRAWS // FOLDS):
                drawn = lines[rng.choice(kept_out, min(DRAWN, len(kept_out)), replace=False)].sum(axis=0)
                named[index, int(np.argmax(likely @ drawn))] += 1
    shares: Counts = named / named.sum(axis=1, keepdims=True)
    return shares


def _deal_folds(keys: list[str], rng: np.random.Generator) -> NDArray[np.int64]:
    """Deal lines into folds of like size, those of one key (such as two takes) into the same."""
    fold_of: dict[str, int] = {}
    sizes = [0] * FOLDS
    held = Counter(keys)
    different = list(held)
    for position in rng.permutation(len(different)):
        fold = sizes.index(min(sizes))
        fold_of[different[position]] = fold
        sizes[fold] += held[different[position]]
    return np.array([fold_of[key] for key in keys])


def _estimate(learnt: Counts) -> Counts:
    """Estimate how often each speaker uses each mark; few lines lean towards everybody's."""
    shares = learnt / learnt.sum(axis=1, keepdims=True)
    prior = SMOOTHING * learnt.shape[1]
    everybody = (shares.mean(axis=0) + 1e-6) / (1 + 1e-6 * learnt.shape[1])
    smoothed: Counts = (learnt + prior * everybody) / (learnt.sum(axis=1, keepdims=True) + prior)
    return smoothed


def _describe(
    speakers: Sequence[Speaker],
    index: int,
    named: Counts,
    counts: list[tuple[Counts, list[str]]],
    vocabulary: list[str],
) -> SpeakerVoice:
    """Describe one speaker's voice beside that of whoever it was taken for most."""
    others = named[index].copy()
    others[index] = -1
    neighbour = int(np.argmax(others))
    own, other = (total / total.sum() for total in (counts[one][0].sum(axis=0) for one in (index, neighbour)))
    weight = np.abs((own - other) * np.log((own + RARE) / (other + RARE)))
    order = np.argsort(-weight)
    more = [i for i in order if own[i] > other[i]][:SHOWN_APART]
    less = [i for i in order if own[i] < other[i]][:SHOWN_APART]
    return SpeakerVoice(
        speakers[index],
        float(named[index, index]),
        speakers[neighbour].name,
        float(named[index, neighbour]),
        tuple(Contrast(vocabulary[i], 1000 * float(own[i]), 1000 * float(other[i])) for i in (*more, *less)),
    )
