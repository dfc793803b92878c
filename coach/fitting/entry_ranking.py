"""Fits what chooses an entry for a reply, and makes the vectors of askings that ship.

    python -m coach.fitting.entry_ranking            how well families kept out are answered
    python -m coach.fitting.entry_ranking --write    fit on all marked replies, and write the ranker that ships
    python -m coach.fitting.entry_ranking --ready    `ready.zip`, and the vectors beside it
    python -m coach.fitting.entry_ranking --axes     the axes on which vectors are kept; then fit and make all anew

It learns from replies that were played and marked by readers, and is judged on these and on the banks: an asking left
out should find its own entry, and sentences that were said to other families should find none. Families are never
judged by a fit that saw them. Needs only numpy. The marked replies are measured by `tests.marked_answers`; where what
is measured changes, they have to be measured again. Those that an earlier encoder measured are kept beside newer ones:
they steady what is rare.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.content.library import Folder, Library, ReadyModels, find_shipped_folders, write_shipped
from coach.content.validation import load_acts
from coach.fitting.corpus import load_corpus
from coach.matching.entry_picker import (
    FEATURES,
    NONE_FEATURES,
    PICKER_FILE,
    Askings,
    Measured,
    Ranker,
    gather_askings,
    make_candidate,
    measure_reply,
)
from coach.matching.hearing_reader import LONG, make_whole, split_reply
from coach.matching.masked_names import find_named, find_spoken_to, list_names, mask_names
from coach.matching.ml.encoder import ASKINGS_FILE, AXES_FILE, DIMENSIONS, AskingEncoder, hash_asking, pack_vectors
from coach.matching.ml.model import AskingVectors, locate_shipped_vectors
from coach.matching.ml.weight_files import locate_weights, write_atomically
from coach.matching.sentences import parse
from coach.model.reading import Candidate, Thresholds
from coach.model.scenario import Entry
from coach.rehearsal.script import Script, stage

Numbers = NDArray[np.float32]
SEED = 3

# --- What is asked of families, and what is said to others


FITS, NEAR, WRONG, UNMARKED = 2, 1, 0, -1
"""What a reader marked of an entry as the answer to a reply; most entries nobody looked at."""


class Trial(NamedTuple):
    """A reply, a question to a family, or words said to another, with what fits."""

    family: str
    measured: Measured
    marks: NDArray[np.int8]
    """What each pair's entry was marked; where none fits, none is right."""
    text: str
    played: bool = False
    """It was said in a rehearsal, and readers marked what fits."""

    @property
    def answered(self) -> bool:
        """Whether an entry fits it."""
        return bool((self.marks == FITS).any())


FEWEST_ENTRIES = 50
"""Entries of a family from which anything can be learnt."""
ASKED, LOCAL, ACTS, ELSEWHERE = 120, 60, 20, 120
"""Trials of each family at most: entries of the family, of its turns, acts, and sentences said to others."""
NEARLY = 0.2
"""The share of askings that are not left out, but said in nearly the words that stand there."""
WAYS_TO_SAY = (
    "so {}?",
    "and {}?",
    "{}",
    "can I ask, {}?",
    "{}, then?",
    "sorry, {}?",
    "{}, would you say?",
    "right, {}.",
)


def load_scripts(library: Library) -> list[Script]:
    """Load every scenario whose family has an answer bank, one scenario for each family."""
    scripts: dict[str, Script] = {}
    for shelved in library.shelf("dialogues"):
        dialogue = library.dialogue(shelved.id)
        family = library.family(dialogue.family)
        if len(family.knows) >= FEWEST_ENTRIES:
            scripts[dialogue.family] = stage(shelved.id, dialogue, family, library.rubric(dialogue.rubric))
    return list(scripts.values())


def make_trials(script: Script, vectors: AskingVectors, elsewhere: Sequence[str], random: Random) -> Iterator[Trial]:
    """Make the trials of one family.

    Args:
        script: a scenario with the family.
        vectors: the vectors of askings.
        elsewhere: replies that were said to other families.
        random: chooses turns and trials.
    """
    people = list_names(script.people.values())
    turns = list(script.dialogue.turns)
    pools: dict[str, tuple[list[Candidate], Askings]] = {}

    def pool(turn: str) -> tuple[list[Candidate], Askings]:
        if turn not in pools:
            candidates = list_turn_candidates(script, turn)
            pools[turn] = candidates, gather_askings(candidates, people, vectors.embed_all)
        return pools[turn]

    for name, number, turn in _choose_asked(script, random):
        candidates, askings = pool(turn)
        names = [candidate.name for candidate in candidates]
        if name not in names or len(candidates[names.index(name)].askings) < 2:
            continue
        right = names.index(name)
        asking = candidates[right].askings[number]
        text, named, to = mask_names(asking, people), find_named(asking, people), find_spoken_to(asking, people)
        nearly = random.random() < NEARLY
        if nearly:  # said nearly as it stands there, as much of what people ask is
            text = random.choice(WAYS_TO_SAY).format(text[:1].lower() + text[1:].rstrip("?.! "))
        segment = make_whole(text)._replace(named=named, to=to)
        # Every other entry loses an asking as well, so that none is known by having fewer.
        left_out = [
            int(start) + (number if entry == right else random.randrange(int(count)))
            for entry, (start, count) in enumerate(zip(askings.starts, askings.counts, strict=True))
            if (entry == right or count > 1) and not nearly
        ]
        vector = vectors.encoder.embed(text) if nearly else vectors.embed(text)
        measured = measure_reply(askings, vector[None], [segment], left_out, right)
        if right in measured.entries:
            marks = np.where(measured.entries == right, FITS, UNMARKED).astype(np.int8)
            yield Trial(script.dialogue.family, measured, marks, segment.text)
    for reply in random.sample(elsewhere, min(ELSEWHERE, len(elsewhere))):
        # As long as what is asked: a fit must not learn that whatever is long is said to others.
        if segments := [one for one in split_reply(reply, people) if not one.part and one.words <= LONG]:
            segment = random.choice(segments)
            _, askings = pool(random.choice(turns))
            measured = measure_reply(askings, vectors.encoder.embed(segment.text)[None], [segment])
            marks = np.full(len(measured.entries), UNMARKED, np.int8)
            yield Trial(script.dialogue.family, measured, marks, segment.text)


def _choose_asked(script: Script, random: Random) -> Iterator[tuple[str, int, str]]:
    """Choose askings of a family, each with a turn in which it could be asked."""
    acts = load_acts()
    known = [
        (f"knows:{key}", number, entry) for key, entry in script.knows.items() for number in range(len(entry.asked))
    ]
    for name, number, entry in random.sample(known, min(ASKED, len(known))):
        turns = [turn for turn in script.dialogue.turns if _is_in_scope(script, turn, entry)]
        if turns:
            yield name, number, random.choice(turns)
    local = [
        (f"asked:{key}", number, turn)
        for turn, there in script.dialogue.turns.items()
        for key, entry in there.asked.items()
        for number in range(len(entry.asked))
    ]
    yield from random.sample(local, min(LOCAL, len(local)))
    common = [(f"acts:{key}", number) for key in script.acts if key in acts for number in range(len(acts[key].asked))]
    for name, number in random.sample(common, min(ACTS, len(common))):
        yield name, number, random.choice(list(script.dialogue.turns))


def _is_in_scope(script: Script, turn: str, entry: Entry) -> bool:
    """Whether an entry could be asked in a turn, as far as turn and subject say."""
    about = script.turn(turn).about
    return (not entry.turns or turn in entry.turns) and (not entry.about or not about or about == entry.about)


def list_turn_candidates(script: Script, turn: str) -> list[Candidate]:
    """List the entries that could be asked in a turn, as far as turn and subject say."""
    acts = load_acts()
    candidates = []
    for name, entry in script.list_entries(turn).items():
        place, _, key = name.partition(":")
        if place == "acts" and key in acts:
            candidates.append(Candidate(name, acts[key].asked, local=False))
        elif place != "acts" and _is_in_scope(script, turn, entry):
            candidates.append(make_candidate(name, entry, script.people))
    return candidates


# --- Fitting the ranker

RESTRAINT, NONE_RESTRAINT = 10.0, 0.3
"""How strongly weights are held near nought, for measures of equal spread; and those of no entry at all."""
STEPS, SETTLED, LONGEST_STEP = 40, 0.01, 3.0
"""Steps of a fit at most; the change of a weight below which it has settled; and how far a step may go."""
FOLDS = 5
"""Families are judged in so many groups, each by a fit on the others."""


class TrialTable(NamedTuple):
    """Trials as arrays: what was measured, which pairs there are, and what is right."""

    features: NDArray[np.float64]
    there: NDArray[np.bool_]
    alone: NDArray[np.float64]
    right: NDArray[np.bool_]
    """Which pairs are right, and last whether none is. Shape (trials, pairs and 1)."""

    def select(self, rows: NDArray[np.intp]) -> "TrialTable":
        """Return some of the trials."""
        return TrialTable(self.features[rows], self.there[rows], self.alone[rows], self.right[rows])


def lay_out(trials: Sequence[Trial]) -> TrialTable:
    """Lay trials out as arrays."""
    most = max(len(trial.marks) for trial in trials)
    features = np.zeros((len(trials), most, len(FEATURES)))
    there = np.zeros((len(trials), most), bool)
    right = np.zeros((len(trials), most + 1), bool)
    for row, trial in enumerate(trials):
        pairs = len(trial.marks)
        features[row, :pairs] = trial.measured.features
        there[row, :pairs] = True
        right[row, :pairs] = trial.marks == FITS
        right[row, most] = not trial.answered
    alone = np.array([trial.measured.alone for trial in trials], np.float64)
    return TrialTable(features, there, alone, right)


def fit_ranker(table: TrialTable) -> NDArray[np.float64]:
    """Fit the weights by which a right entry, or none, is likeliest, in Newton's steps.

    Args:
        table: the trials.

    Returns:
        The weights, of a pair's features and then of the reply alone.
    """
    first = len(FEATURES)
    pairs = table.features[table.there]
    middle, spread = pairs.mean(0), np.maximum(pairs.std(0), 1e-3)
    even = table._replace(features=(table.features - middle) / spread * table.there[:, :, None])
    restraint = np.concatenate([np.full(first, RESTRAINT), np.full(len(NONE_FEATURES), NONE_RESTRAINT)])
    weights = np.zeros(len(restraint))
    for _ in range(STEPS):
        step = _find_step(even, weights, restraint)
        weights += step * min(1.0, LONGEST_STEP / max(float(np.abs(step).max()), 1e-9))
        if np.abs(step).max() < SETTLED:
            break
    weights[:first] /= spread
    weights[first] += middle @ weights[:first]
    return weights


def _find_step(table: TrialTable, weights: NDArray[np.float64], restraint: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find the next step of a fit.

    Where several entries are right, each counts for as much as it is likely so far.

    Args:
        table: the trials, with measures of equal spread.
        weights: the weights so far.
        restraint: how strongly each is held near nought.
    """
    first = len(FEATURES)
    shares = _share(table, weights)
    wanted = shares * table.right
    wanted /= np.maximum(wanted.sum(1, keepdims=True), 1e-12)
    missing = wanted - shares
    slope = np.concatenate([np.einsum("ne,nef->f", missing[:, :-1], table.features), missing[:, -1] @ table.alone])
    slope -= restraint * weights
    expected = np.concatenate(
        [np.einsum("ne,nef->nf", shares[:, :-1], table.features), shares[:, -1:] * table.alone], axis=1
    )
    bend = np.diag(restraint) - expected.T @ expected
    flat = (table.features * np.sqrt(shares[:, :-1])[:, :, None]).reshape(-1, first)
    bend[:first, :first] += flat.T @ flat
    bend[first:, first:] += (table.alone * shares[:, -1:]).T @ table.alone
    step: NDArray[np.float64] = np.linalg.solve(bend, slope)
    return step


def _share(table: TrialTable, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how likely each pair is by some weights, and last none of them, for each trial."""
    scores = np.where(table.there, table.features @ weights[: len(FEATURES)], -np.inf)
    whole = np.concatenate([scores, (table.alone @ weights[len(FEATURES) :])[:, None]], axis=1)
    shares: NDArray[np.float64] = np.exp(whole - whole.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    return shares


# --- Judging it on families kept out


class Judged(NamedTuple):
    """What was chosen for a trial by weights that never saw its family."""

    likely: float
    mark: int
    """What the chosen entry was marked."""


def judge(trials: Sequence[Trial]) -> list[Judged]:
    """Choose an entry for each trial by a fit on the played replies of families of other groups."""
    table, families = lay_out(trials), list(dict.fromkeys(trial.family for trial in trials))
    fold = np.array([families.index(trial.family) % FOLDS for trial in trials])
    played = np.array([trial.played for trial in trials])
    judged: dict[int, Judged] = {}
    for number in range(FOLDS):
        mine = np.nonzero(fold == number)[0]
        if len(mine):
            weights = fit_ranker(table.select(np.nonzero((fold != number) & played)[0]))
            for row, shares in zip(mine.tolist(), _share(table.select(mine), weights), strict=True):
                judged[row] = _choose(trials[row], shares)
    return [judged[row] for row in range(len(trials))]


def _choose(trial: Trial, shares: NDArray[np.float64]) -> Judged:
    """Return the likeliest entry of a trial, by whichever segments."""
    entries = trial.measured.entries
    likely = np.bincount(entries, shares[: len(entries)])
    chosen = int(likely.argmax())
    return Judged(float(likely[chosen]), int(trial.marks[entries == chosen].max()))


LINES_DRAWN = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9)


def report(trials: Sequence[Trial], judged: Sequence[Judged]) -> Iterator[str]:
    """Yield lines that say how well families kept out are answered.

    Args:
        trials: the trials.
        judged: what was chosen for each.
    """
    both = list(zip(trials, judged, strict=True))
    asked = [one for trial, one in both if not trial.played and trial.answered]
    elsewhere = [one for trial, one in both if not trial.played and not trial.answered]
    played = [one for trial, one in both if trial.played]
    yield f"{len(asked)} askings left out, {len(elsewhere)} sentences said to others, {len(played)} played replies"
    if asked:
        yield f"an asking's own entry comes first: {sum(one.mark == FITS for one in asked) / len(asked):.1%}"
    if played:
        yield f"played replies whose likeliest entry {_count_marks(played)}"
    for line in LINES_DRAWN:
        chosen = [one for one in asked if one.likely >= line]
        own = sum(one.mark == FITS for one in chosen)
        wrongly = sum(one.likely >= line for one in elsewhere)
        answered = [one for one in played if one.likely >= line]
        yield (
            f"from {line}: {len(answered)} played replies, {_count_marks(answered)}; {len(chosen)} askings, "
            f"{own} by their own entry; {wrongly} sentences said to others"
        )


def _count_marks(judged: Sequence[Judged]) -> str:
    """Say how many chosen entries fit, are near, are wrong, and how many nobody marked."""
    counts = [sum(one.mark == mark for one in judged) for mark in (FITS, NEAR, WRONG, UNMARKED)]
    return "fits {}, is near {}, is wrong {}, unmarked {}".format(*counts)


# --- Played replies that readers marked

MARKED_FILE = "marked_replies.npz"


def locate_marked() -> Path:
    """Return the path of the measures of marked replies."""
    return Path(__file__).parent / MARKED_FILE


def write_marked(file: Path, trials: Sequence[Trial]) -> None:
    """Write what was measured of marked replies, and their marks; no word of them.

    Args:
        file: the file.
        trials: the trials of marked replies.
    """
    np.savez_compressed(
        file,
        names=np.array((*FEATURES, *NONE_FEATURES)),
        families=np.array([trial.family for trial in trials]),
        pairs=np.array([len(trial.marks) for trial in trials]),
        features=np.concatenate([trial.measured.features for trial in trials]).astype(np.float16),
        entries=np.concatenate([trial.measured.entries for trial in trials]).astype(np.int16),
        segments=np.concatenate([trial.measured.segments for trial in trials]).astype(np.int8),
        marks=np.concatenate([trial.marks for trial in trials]),
        alone=np.array([trial.measured.alone for trial in trials]).astype(np.float16),
    )


def read_marked(file: Path) -> list[Trial]:
    """Read the trials of marked replies.

    Args:
        file: the file.

    Raises:
        ValueError: other measures are taken now than when it was written.
    """
    with np.load(file, allow_pickle=False) as kept:
        if tuple(kept["names"]) != (*FEATURES, *NONE_FEATURES):
            raise ValueError(f"{file.name} has other measures; measure the marked replies again.")
        ends = np.cumsum(kept["pairs"])[:-1]
        parts = [np.split(kept[name], ends) for name in ("features", "entries", "segments", "marks")]
        alone, families = kept["alone"].astype(np.float32), kept["families"]
    return [
        Trial(str(family), Measured(features.astype(np.float32), entries, segments, one), marks, "", played=True)
        for family, features, entries, segments, marks, one in zip(families, *parts, alone, strict=True)
    ]


# --- The axes of vectors

SENTENCES = 3000
"""Last sentences of replies on which the mean and the axes rest."""


def write_axes(folder: Path) -> None:
    """Learn the mean and the axes of vectors from replies of the corpus, and write them."""
    last = []
    for reply in load_corpus():
        parsed = parse(reply.reply)
        if parsed.sentences:
            start, end = parsed.span(parsed.sentences[-1].first, parsed.sentences[-1].last)
            last.append(parsed.text[start:end])
    encoder = AskingEncoder(folder)
    whole = np.array([encoder.embed_whole(text) for text in Random(SEED).sample(last, SENTENCES)])
    mean = whole.mean(0)
    axes = np.linalg.svd(whole - mean, full_matrices=False)[2][:DIMENSIONS].astype(np.float16)
    digest = blake2b((folder / ASKINGS_FILE).read_bytes(), digest_size=4)
    digest.update(mean.tobytes() + axes.tobytes())
    np.savez(folder / AXES_FILE, mean=mean, axes=axes, version=digest.hexdigest())


# --- The vectors that ship


def list_askings(script: Script) -> dict[str, None]:
    """List every asking of a scenario, and what is said to it, with names masked."""
    people = list_names(script.people.values())
    candidates = [candidate for turn in script.dialogue.turns for candidate in list_turn_candidates(script, turn)]
    met = [text for turn in script.dialogue.turns.values() for one in turn.meets.values() for text in one.asked]
    texts = [text for candidate in candidates for text in (*candidate.askings, *candidate.lines)]
    return dict.fromkeys(mask_names(text, people) for text in (*texts, *met))


def write_shipped_vectors(library: Library, progress: Callable[[int, int], None] | None = None) -> Path:
    """Write the vectors of everything that shipped families can be asked, and return the file.

    What has a vector already is not embedded again.

    Args:
        library: the content that ships.
        progress: called with how many are embedded, and of how many.
    """
    file = locate_shipped_vectors()
    vectors = AskingVectors(AskingEncoder(locate_weights() / "encoder"), [file])
    texts: dict[str, None] = {}
    for shelved in library.shelf("dialogues"):
        dialogue = library.dialogue(shelved.id)
        family = library.family(dialogue.family)
        if family.knows or any(turn.asked for turn in dialogue.turns.values()):
            texts |= list_askings(stage(shelved.id, dialogue, family, library.rubric(dialogue.rubric)))
    vectors.prepare(texts, progress)
    packed = {hash_asking(text, vectors.encoder.version): vectors.get_stored(text) for text in texts}
    np.save(file, pack_vectors(packed))
    return file


# --- The command

THRESHOLDS = Thresholds(generic=0.28, criterion=0.62, put_off=0.28, beside=0.2)


def main() -> int:
    """Judge, fit, or make what ships."""
    parser = argparse.ArgumentParser(prog="python -m coach.fitting.entry_ranking", description="Fit the ranker.")
    parser.add_argument(
        "--write", action="store_true", help="fit on all marked replies, and write the ranker that ships"
    )
    parser.add_argument("--ready", action="store_true", help="make ready.zip and the vectors of askings")
    parser.add_argument("--axes", action="store_true", help="learn the axes of the vectors anew")
    parser.add_argument(
        "--library", type=Path, action="append", default=[], help="families to judge by, instead of those that ship"
    )
    parser.add_argument("--cache", type=Path, help="where vectors are kept between runs")
    options = parser.parse_args()
    shipped = Library(find_shipped_folders(), ReadyModels(Path("nothing ready")))
    if options.axes:
        write_axes(locate_weights() / "encoder")
    if options.ready:
        print(write_shipped())
        print(write_shipped_vectors(shipped, _show_progress))
    if options.axes or options.ready:
        return 0
    folders = [(Folder(path / "coach", "named"), Folder(path, "named")) for path in options.library]
    libraries = [Library(pair, ReadyModels(Path("nothing ready"))) for pair in folders] or [shipped]
    trials = _make_all_trials([script for library in libraries for script in load_scripts(library)], options.cache)
    trials += read_marked(locate_marked())
    print("\n".join(report(trials, judge(trials))))
    if options.write:
        weights = zip((*FEATURES, *NONE_FEATURES), fit_ranker(lay_out(read_marked(locate_marked()))), strict=True)
        kept = {
            "weights": {name: round(float(weight), 4) for name, weight in weights},
            "thresholds": {
                "generic": THRESHOLDS.generic,
                "criterion": THRESHOLDS.criterion,
                "put_off": THRESHOLDS.put_off,
                "beside": THRESHOLDS.beside,
            },
        }
        file = locate_weights() / "picker" / PICKER_FILE
        write_atomically(file, (json.dumps(kept, indent=1) + "\n").encode())
        Ranker.load(file)
    return 0


def _make_all_trials(scripts: Iterable[Script], cache: Path | None) -> list[Trial]:
    """Make the trials of all families; one family is tried once."""
    vectors = AskingVectors(AskingEncoder(locate_weights() / "encoder"), [locate_shipped_vectors()], cache)
    random = Random(SEED)
    by_family = {script.dialogue.family: script for script in scripts}
    situations = {script.scenario for script in by_family.values()}
    elsewhere = [reply.reply for reply in load_corpus() if reply.scenario not in situations]
    trials: list[Trial] = []
    for script in by_family.values():
        vectors.prepare(list_askings(script), _show_progress)
        trials += make_trials(script, vectors, elsewhere, random)
    return trials


def _show_progress(done: int, whole: int) -> None:
    """Show on one line how many texts are embedded."""
    if done % 100 == 0 or done == whole:
        print(f"\r{done} of {whole} embedded", end="\n" if done == whole else "", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
