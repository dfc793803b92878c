"""Fits what chooses an entry for a reply, and makes the vectors of askings that ship.

    python -m coach.fitting.entry_ranking            how well families kept out are answered
    python -m coach.fitting.entry_ranking --write    fit on all families, and write the ranker that ships
    python -m coach.fitting.entry_ranking --ready    `ready.zip`, and the vectors beside it
    python -m coach.fitting.entry_ranking --axes     the axes on which vectors are kept; then fit and make all anew

Each asking is left out in turn and has to find its own entry among all that can be asked there; sentences of replies
that were said to other families have to find none. Families are never judged by a fit that saw them. Needs only numpy.
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
    AskingVectors,
    Ranker,
    gather_askings,
    hash_asking,
    locate_shipped_vectors,
    make_candidate,
    measure,
    pack_vectors,
)
from coach.matching.hearing_reader import (
    LONG,
    find_named,
    find_spoken_to,
    list_names,
    make_whole,
    mask_names,
    split_reply,
)
from coach.matching.ml.encoder import ASKINGS_FILE, AXES_FILE, DIMENSIONS, AskingEncoder
from coach.matching.ml.model import locate_weights, write_atomically
from coach.matching.sentences import parse
from coach.model.reading import Candidate, Thresholds
from coach.model.scenario import Entry
from coach.rehearsal.script import Script, stage

Numbers = NDArray[np.float32]
SEED = 3

# --- What is asked of families, and what is said to others


class Trial(NamedTuple):
    """A question to a family, or words said to another one, with the entry that is right."""

    family: str
    features: Numbers
    alone: Numbers
    right: int
    """The number of the right entry; -1 where none is."""
    text: str
    names: tuple[str, ...]
    """The entries' names, in the order of the features."""


FEWEST_ENTRIES = 50
"""Entries of a family from which anything can be learnt."""
ASKED, LOCAL, ACTS, ELSEWHERE = 300, 150, 50, 400
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
CONSIDERED = 20
"""Entries of a trial that are weighed: those nearest."""


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
            pools[turn] = candidates, gather_askings(candidates, people, vectors.embed)
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
        features, alone, possible = measure(askings, vector, segment, left_out)
        if possible[right]:
            yield _keep_nearest(script, features, alone, possible, right, segment.text, names)
    for reply in random.sample(elsewhere, min(ELSEWHERE, len(elsewhere))):
        # As long as what is asked: a fit must not learn that whatever is long is said to others.
        if segments := [one for one in split_reply(reply, people) if not one.part and one.words <= LONG]:
            segment = random.choice(segments)
            candidates, askings = pool(random.choice(turns))
            names = [candidate.name for candidate in candidates]
            features, alone, possible = measure(askings, vectors.encoder.embed(segment.text), segment)
            yield _keep_nearest(script, features, alone, possible, -1, segment.text, names)


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


def _keep_nearest(
    script: Script,
    features: Numbers,
    alone: Numbers,
    possible: NDArray[np.bool_],
    right: int,
    text: str,
    names: Sequence[str],
) -> Trial:
    """Make a trial of the entries that are nearest, and the right one.

    Args:
        script: the scenario.
        features: what was measured of each entry.
        alone: what was measured of the words alone.
        possible: which entries can be meant.
        right: the right one; -1 for none.
        text: the words.
        names: the entries' names.
    """
    order = np.argsort(-np.where(possible, features[:, :3].sum(1), -9.0))[:CONSIDERED]
    kept = [int(entry) for entry in order if possible[entry]]
    if right >= 0 and right not in kept:
        kept.append(right)
    place = kept.index(right) if right >= 0 else -1
    return Trial(script.dialogue.family, features[kept], alone, place, text, tuple(names[entry] for entry in kept))


# --- Fitting the ranker

RESTRAINT = 3.0
"""How strongly weights are held near nought."""
STEPS, SETTLED = 30, 0.01
"""Steps of a fit at most; and the change of a weight below which it has settled."""
FOLDS = 4
"""Families are judged in so many groups, each by a fit on the others."""


class TrialTable(NamedTuple):
    """Trials as arrays: what was measured, which entries there are, and what is right."""

    features: NDArray[np.float64]
    there: NDArray[np.bool_]
    alone: NDArray[np.float64]
    right: NDArray[np.intp]

    def select(self, rows: NDArray[np.intp]) -> "TrialTable":
        """Return some of the trials."""
        return TrialTable(self.features[rows], self.there[rows], self.alone[rows], self.right[rows])


def lay_out(trials: Sequence[Trial]) -> TrialTable:
    """Lay trials out as arrays."""
    most = max(len(trial.features) for trial in trials)
    features = np.zeros((len(trials), most, len(FEATURES)))
    there = np.zeros((len(trials), most), bool)
    for row, trial in enumerate(trials):
        features[row, : len(trial.features)] = trial.features
        there[row, : len(trial.features)] = True
    alone = np.array([trial.alone for trial in trials], np.float64)
    return TrialTable(features, there, alone, np.array([trial.right for trial in trials]))


def fit_ranker(table: TrialTable, begin: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Fit the weights by which the right entry, or none, is the likeliest, in Newton's steps.

    Args:
        table: the trials.
        begin: weights to begin with, to be quicker.

    Returns:
        The weights, of an entry's features and then of the words alone.
    """
    first = len(FEATURES)
    weights = np.zeros(first + len(NONE_FEATURES)) if begin is None else begin.copy()
    answered = table.right >= 0
    rows = np.nonzero(answered)[0]
    for _ in range(STEPS):
        shares, none = _share(table, weights)
        expected = np.concatenate(
            [np.einsum("ne,nef->nf", shares, table.features), none[:, None] * table.alone], axis=1
        )
        seen = np.zeros_like(expected)
        seen[rows, :first] = table.features[rows, table.right[rows]]
        seen[~answered, first:] = table.alone[~answered]
        slope = (seen - expected).sum(0) - RESTRAINT * weights
        bend = np.eye(len(weights)) * RESTRAINT - np.einsum("nf,ng->fg", expected, expected)
        flat = (table.features * np.sqrt(shares)[:, :, None]).reshape(-1, first)
        bend[:first, :first] += flat.T @ flat
        bend[first:, first:] += (table.alone * none[:, None]).T @ table.alone
        step = np.linalg.solve(bend, slope)
        weights += step * min(1.0, 5 / max(float(np.abs(step).max()), 1e-9))
        if np.abs(step).max() < SETTLED:
            break
    return weights


def _share(table: TrialTable, weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how likely each entry is by some weights, and none of them, for each trial."""
    scores = np.where(table.there, table.features @ weights[: len(FEATURES)], -np.inf)
    none = table.alone @ weights[len(FEATURES) :]
    top = np.maximum(scores.max(1), none)
    shares, rest = np.exp(scores - top[:, None]), np.exp(none - top)
    whole = shares.sum(1) + rest
    return shares / whole[:, None], rest / whole


# --- Judging it on families kept out


def judge(trials: Sequence[Trial]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Rank each family's trials by a fit on families of other groups.

    Returns:
        How likely the likeliest entry of each trial is, and whether it is the right one.
    """
    likely, right = np.zeros(len(trials)), np.zeros(len(trials), bool)
    table, families = lay_out(trials), list(dict.fromkeys(trial.family for trial in trials))
    fold = np.array([families.index(trial.family) % FOLDS for trial in trials])
    whole = fit_ranker(table)
    for number in range(FOLDS):
        mine = np.nonzero(fold == number)[0]
        weights = fit_ranker(table.select(np.nonzero(fold != number)[0]), whole)
        shares, _ = _share(table.select(mine), weights)
        likely[mine] = shares.max(1)
        right[mine] = shares.argmax(1) == table.right[mine]
    return likely, right


def report(trials: Sequence[Trial], likely: NDArray[np.float64], right: NDArray[np.bool_]) -> Iterator[str]:
    """Yield lines that say how well families kept out are answered.

    Args:
        trials: the trials.
        likely: how likely the likeliest entry of each is.
        right: whether it is the right one.
    """
    asked = np.array([trial.right >= 0 for trial in trials])
    yield f"{asked.sum()} askings left out, {(~asked).sum()} sentences said to other families"
    for family in dict.fromkeys(trial.family for trial in trials):
        mine = np.array([trial.family == family for trial in trials]) & asked
        yield f"  {family}: its own entry comes first for {right[mine].mean():.1%} of {mine.sum()}"
    yield f"its own entry comes first: {right[asked].mean():.1%}"
    for share in (0.02, 0.05, 0.1):
        line = np.quantile(likely[~asked], 1 - share)
        yield f"right at {share:.0%} false alarms: {(right & (likely >= line))[asked].mean():.1%} (from {line:.2f})"
    for line in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        chosen = likely >= line
        yield (
            f"from {line}: {chosen[asked].mean():.1%} of askings answered, {right[chosen & asked].mean():.1%} of these "
            f"by their own entry; {chosen[~asked].mean():.2%} of sentences from elsewhere"
        )


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

THRESHOLDS = Thresholds(generic=0.45, criterion=0.75)


def main() -> int:
    """Judge, fit, or make what ships."""
    parser = argparse.ArgumentParser(prog="python -m coach.fitting.entry_ranking", description="Fit the ranker.")
    parser.add_argument("--write", action="store_true", help="fit on all families, and write the ranker that ships")
    parser.add_argument("--ready", action="store_true", help="make ready.zip and the vectors of askings")
    parser.add_argument("--axes", action="store_true", help="learn the axes of the vectors anew")
    parser.add_argument("--library", type=Path, action="append", default=[], help="more families to learn from")
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
    print("\n".join(report(trials, *judge(trials))))
    if options.write:
        weights = zip((*FEATURES, *NONE_FEATURES), fit_ranker(lay_out(trials)), strict=True)
        kept = {
            "weights": {name: round(float(weight), 4) for name, weight in weights},
            "thresholds": {"generic": THRESHOLDS.generic, "criterion": THRESHOLDS.criterion},
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
