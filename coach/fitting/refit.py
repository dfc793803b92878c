"""Refitting the matcher's last step on a user's machine, with their labelled replies.

Begin with `fit_own_replies`. The encoder and the n-grams' weights stay as shipped; only their mix and the thresholds
are learnt anew. A rubric without weights of its own is learnt from its examples and the replies together. It takes
seconds, needs only numpy, and nothing leaves the machine.
"""

import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.errors import CoachError, NotKnown, RecordsUnwritable
from coach.fitting import calibration
from coach.fitting.calibration import Numbers
from coach.fitting.corpus import LabelledReply, read_labelled
from coach.fitting.cross_validation import score_layers
from coach.fitting.metrics import (
    METRIC_NAMES,
    LabelTable,
    ReadingMetrics,
    compute_metrics,
    convert_evaluation,
    evaluate_matcher,
    format_evaluation,
    read_clear,
)
from coach.matching.classifier import Matcher
from coach.matching.loading import Matchers, open_matcher, prepare_training
from coach.matching.ml.few_shot import OWN_FIT_FILE, FewShotClassifier, FewShotModel, FewShotTraining, LabelledExample
from coach.matching.ml.model import Weights
from coach.matching.ml.weight_files import DECISION_FILE, LOAD_ERRORS, locate_weights
from coach.matching.sentences import parse
from coach.model.characters import sanitize
from coach.model.rubric import Polarity, Rubric
from coach.records.paths import write_whole

Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

FEWEST_REPLIES = 30
"""Labelled replies of one's own below which a refit would only follow chance."""
OWN_WEIGHT = 2.0
"""How much a reply of one's own counts, against one of the corpus."""
FOLDS = 5
"""A reply of one's own is judged by a fit on four fifths of the others."""
SCORES_FILE = "crossed.npz"
"""The corpus's cross-fitted scores and labels, beside the weights that ship."""


class CorpusScores(NamedTuple):
    """The corpus's scores by fits that did not see the scored reply, its labels, and its folds."""

    ids: tuple[str, ...]
    encoded: Numbers
    counted: Numbers
    met: Flags
    counts: Flags
    fold: Whole


@dataclass(frozen=True, slots=True)
class RefitResult:
    """New weights, with measures before and after on the user's replies and on the corpus."""

    weights: Weights
    own_before: ReadingMetrics
    own_after: ReadingMetrics
    corpus_before: ReadingMetrics
    corpus_after: ReadingMetrics


def refit_weights(
    replies: Sequence[LabelledReply], matcher: Matcher, weights: Weights, kept: Path, progress: Callable[[int], None]
) -> RefitResult:
    """Fit the mix of the layers and the thresholds again, on corpus and user's replies together.

    Args:
        replies: the user's labelled replies.
        matcher: the matcher as it reads now.
        weights: the weights that ship.
        kept: the file of the corpus's scores.
        progress: called with how many replies have been read.

    Raises:
        CoachError: there are too few replies, or the weights that ship are missing.
    """
    if len(replies) < FEWEST_REPLIES:
        raise _refuse_few(len(replies))
    if matcher.fitted is None:
        raise CoachError("There are no fitted weights to start from.", "Install the coach with its weights first.")
    harmful = matcher.rubric.of(Polarity.HARMFUL)
    _, encoded, counted, met, counts, fold = load_scores(kept)
    corpus = LabelTable.from_tables(weights.criteria, met, counts)
    mine = LabelTable(replies, weights.criteria)
    mine_encoded, mine_counted = score_layers(replies, matcher, matcher.fitted, progress)

    shipped = calibration.CalibratedMix(weights.mix.astype(np.float64), weights.mix_bias.astype(np.float64))
    before = shipped.compute_odds(mine_encoded, mine_counted) >= weights.clear
    mixed, clear, possible, odds = _fit_mix(encoded, counted, corpus, fold, mine_encoded, mine_counted, mine, harmful)
    after = odds[len(encoded) :] >= clear
    old = calibration.cross_validate_odds(encoded, counted, corpus, fold)
    return RefitResult(
        weights=replace(
            weights,
            mix=mixed.weights.astype(np.float32),
            mix_bias=mixed.bias.astype(np.float32),
            clear=clear.astype(np.float32),
            possible=possible.astype(np.float32),
            version="own",
        ),
        own_before=compute_metrics(mine, before, harmful),
        own_after=compute_metrics(mine, after, harmful),
        corpus_before=compute_metrics(corpus, old >= weights.clear, harmful),
        corpus_after=compute_metrics(corpus, odds[: len(encoded)] >= clear, harmful),
    )


def save_scores(
    file: Path, ids: Sequence[str], encoded: Numbers, counted: Numbers, truth: LabelTable, fold: Whole
) -> None:
    """Save the corpus's scores and labels to a file, for refits.

    Args:
        file: the path.
        ids: the ids of the replies.
        encoded: the encoder's scores, of shape (replies, criteria).
        counted: the n-grams' scores, of the same shape.
        truth: the labels.
        fold: the fold of each reply.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        file,
        encoded=encoded.astype(np.float16),
        counted=counted.astype(np.float16),
        met=np.packbits(truth.met, axis=1),
        counts=np.packbits(truth.counts, axis=1),
        fold=fold.astype(np.int8),
        ids=np.array(ids),
    )


def load_scores(file: Path) -> CorpusScores:
    """Load the corpus's scores and labels.

    Raises:
        CoachError: the file is missing or damaged.
    """
    try:
        with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as kept:
            encoded, counted = kept["encoded"].astype(np.float64), kept["counted"].astype(np.float64)
            wide = encoded.shape[1]
            met, counts = (np.unpackbits(kept[key], axis=1)[:, :wide].astype(np.bool_) for key in ("met", "counts"))
            return CorpusScores(
                tuple(kept["ids"].tolist()), encoded, counted, met, counts, kept["fold"].astype(np.int64)
            )
    except LOAD_ERRORS as error:
        raise CoachError("The corpus's scores are not installed here.", "Install the coach again, whole.") from error


def _fit_mix(
    encoded: Numbers,
    counted: Numbers,
    corpus: LabelTable,
    fold: Whole,
    mine_encoded: Numbers,
    mine_counted: Numbers,
    mine: LabelTable,
    harmful: frozenset[str],
) -> tuple[calibration.CalibratedMix, Numbers, Numbers, Numbers]:
    """Fit mix and thresholds on the corpus's and the user's replies together.

    Args:
        encoded: the encoder's scores of the corpus, of shape (replies, criteria).
        counted: the n-grams' scores of the corpus, of the same shape.
        corpus: the labels of the corpus.
        fold: the fold of each reply of the corpus.
        mine_encoded: the encoder's scores of the user's replies.
        mine_counted: the n-grams' scores of the user's replies.
        mine: the labels of the user's replies.
        harmful: the ids of the harmful criteria.

    Returns:
        The mix, the clear and the possible thresholds, and the cross-fitted log-odds they rest on.
    """
    both = LabelTable.from_tables(
        corpus.criteria, np.vstack([corpus.met, mine.met]), np.vstack([corpus.counts, mine.counts])
    )
    e, c = np.vstack([encoded, mine_encoded]), np.vstack([counted, mine_counted])
    weigh = np.concatenate([np.ones(len(encoded)), np.full(len(mine_encoded), OWN_WEIGHT)])
    folds = np.concatenate([fold, fold.max() + 1 + np.arange(len(mine_encoded)) % FOLDS])
    odds = calibration.cross_validate_odds(e, c, both, folds, weigh)
    clear, possible = calibration.choose_thresholds(odds, both, harmful)
    return calibration.fit_mix(e, c, both, weigh), clear, possible, odds


# --- Fitting a rubric that is decided on by its examples

PARTS = 10
"""A reply is judged by what was learnt from the other nine tenths."""
FEWEST_OF_CRITERION = 4
"""Replies labelled with a criterion below which it stays as it was."""
LINES = np.arange(-1.5, 3.01, 0.1)
"""Log-odds among which the line is chosen from which a criterion is clear."""
HELD_TO_OTHERS = 10
"""Labels of its own from which a criterion's line is half its own, and half that of all others of its kind."""
HARM_PRECISION, HELP_PRECISION = 0.75, 0.65
"""The share of clear verdicts that is right, on replies kept out, where a line is drawn."""
ENOUGH_GAINED, MOST_ALARMS = 0.01, 0.05
"""What a fit must gain in F1 on replies kept out, and how many more false alarms it may bring, to be kept."""


class ExamplesFit(NamedTuple):
    """A model learnt from a rubric's examples and labelled replies, with how well it reads."""

    model: FewShotModel
    of: str
    """The fingerprint of the examples that it belongs to."""
    before: ReadingMetrics
    after: ReadingMetrics
    left_out: tuple[str, ...]
    """Criteria with too few labels, which stay as they were."""

    def is_better(self) -> bool:
        """Whether it reads the replies kept out better than the examples alone do."""
        alarms = self.after.false_alarms - self.before.false_alarms
        return self.after.macro_f1 - self.before.macro_f1 >= ENOUGH_GAINED and alarms <= MOST_ALARMS


def fit_examples(
    replies: Sequence[LabelledReply], name: str, matchers: Matchers, progress: Callable[[int], None]
) -> ExamplesFit:
    """Fit a rubric that has no weights of its own: labelled replies teach beside its examples.

    Each reply is read by a model learnt from the examples and the other nine tenths of the replies; from that, where
    each criterion is clear is chosen, again without the reply that is judged.

    Args:
        replies: the user's labelled replies.
        name: the id of the rubric.
        matchers: the library's matchers.
        progress: called with how many replies have been read.

    Raises:
        CoachError: there are too few replies or labels, or nothing to fit.
    """
    if len(replies) < FEWEST_REPLIES:
        raise _refuse_few(len(replies))
    rubric = matchers.library.rubric(name)
    matcher = open_matcher(name, rubric, matchers.weights, with_labelled=False)
    if matcher.few_shot is None:
        raise CoachError(f"{name} has no examples to begin from here.", "Install the coach with its weights first.")
    fitted = {*matcher.few_shot.criteria}
    often = {key: sum(key in reply.labels for reply in replies) for key in matcher.few_shot.criteria}
    taught = frozenset(key for key, count in often.items() if count >= FEWEST_OF_CRITERION)
    if not taught:
        what = f"No criterion of {name} has {FEWEST_OF_CRITERION} labelled replies, so there is nothing to learn from."
        raise CoachError(what, "Label more, and those of a rubric that it builds on by that rubric's name.")
    examples = [_make_example(reply, fitted - taught, fitted) for reply in replies]
    prepared = prepare_training(matchers, name, examples)
    if prepared is None:
        raise CoachError(f"{name} has nothing to learn here.", "Install the coach with its weights first.")
    training, of = prepared
    harmful, truth = rubric.of(Polarity.HARMFUL), LabelTable(replies, training.criteria)
    truth.counts &= np.isin(training.criteria, list(taught))
    before = read_clear(replies, matcher, training.criteria, progress)
    fold, said = _share_out(replies), np.zeros(truth.met.shape, bool)
    models = [_learn_without(training, fold == number, matcher.few_shot) for number in range(PARTS)]
    odds = np.array([_weigh(models[fold[row]], reply) for row, reply in enumerate(replies)])
    usual = matcher.few_shot.lines
    for number in range(PARTS):
        held_out, others = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
        lines = usual | draw_lines(odds[others], truth.select(others), harmful)
        reader = matcher.with_few_shot(models[number].with_lines(lines))
        said[held_out] = read_clear([replies[int(row)] for row in held_out], reader, training.criteria)
    model = training.learn(harmful, usual | draw_lines(odds, truth, harmful))
    left_out = tuple(key for key in training.criteria if key not in taught)
    after = compute_metrics(truth, said, harmful)
    return ExamplesFit(model, of, compute_metrics(truth, before, harmful), after, left_out)


def _make_example(reply: LabelledReply, untaught: Iterable[str], fitted: Iterable[str]) -> LabelledExample:
    """Make a labelled reply into what a training takes; of some criteria it teaches nothing."""
    labels = frozenset(reply.labels) & {*fitted}
    return LabelledExample(reply.reply, labels, frozenset({*reply.contested, *untaught}), reply.cue)


def _share_out(replies: Sequence[LabelledReply]) -> Whole:
    """Share replies out among parts, those of one scenario, or else of one voice, together."""
    for groups in ([reply.scenario for reply in replies], [reply.voice for reply in replies]):
        names = sorted(set(groups), key=lambda name: -groups.count(name))
        if len(names) >= PARTS:
            sizes, places = [0] * PARTS, {}
            for name in names:
                places[name] = int(np.argmin(sizes))
                sizes[places[name]] += groups.count(name)
            return np.array([places[name] for name in groups])
    return np.arange(len(replies)) % PARTS


def _learn_without(training: FewShotTraining, held_out: Flags, classifier: FewShotClassifier) -> FewShotClassifier:
    """Learn a model without some of the user's replies, which are the last that it was given."""
    rows = np.zeros(len(training.narrow), bool)
    rows[len(rows) - len(held_out) :] = held_out
    return classifier.with_model(training.learn_without(rows, dict.fromkeys(training.criteria, 0.0)))


def _weigh(classifier: FewShotClassifier, reply: LabelledReply) -> Numbers:
    """Return the log-odds of each criterion where a reply is surest of it."""
    odds: Numbers = classifier.weigh(parse(reply.reply), reply.cue).odds.max(axis=0)
    return odds


def draw_lines(odds: Numbers, truth: LabelTable, harmful: frozenset[str]) -> dict[str, float]:
    """Draw the line of each criterion with enough labels, from log-odds of replies kept out.

    Few labels say little of where one criterion's line should be: it is drawn towards that of all helps, or all hurts.

    Args:
        odds: the log-odds, of shape (replies, criteria).
        truth: the labels.
        harmful: the ids of the harmful criteria.
    """
    lines = {}
    taught = [i for i in range(len(truth.criteria)) if (truth.met & truth.counts)[:, i].any()]
    for hurts in (False, True):
        kind = [i for i in taught if (truth.criteria[i] in harmful) == hurts]
        if not kind:
            continue
        asked = HARM_PRECISION if hurts else HELP_PRECISION
        common = LINES[int(np.argmax(np.mean([_score_lines(odds, truth, i, asked) for i in kind], axis=0)))]
        for i in kind:
            own = LINES[int(np.argmax(_score_lines(odds, truth, i, asked)))]
            count = int((truth.met & truth.counts)[:, i].sum())
            lines[truth.criteria[i]] = float((count * own + HELD_TO_OTHERS * common) / (count + HELD_TO_OTHERS))
    return lines


def _score_lines(odds: Numbers, truth: LabelTable, criterion: int, asked: float) -> Numbers:
    """Return the F1 of one criterion by each line, lowered where too few verdicts are right."""
    rows = truth.counts[:, criterion]
    met, said = truth.met[rows, criterion][:, None], odds[rows, criterion][:, None] >= LINES
    right = (met & said).sum(axis=0)
    precision = (right + asked) / (said.sum(axis=0) + 1)  # a single verdict proves little either way
    f1 = 2 * right / np.maximum(1, said.sum(axis=0) + met.sum())
    score: Numbers = f1 * np.minimum(1, precision / asked)
    return score


# --- The work of `coach evaluate` and `coach fit`: figures, and a refit on this machine

IS_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
"""What a rubric's name is made of."""
NOT_KEPT = "This did not help on replies kept out, so nothing was kept. More labelled replies may help."


def print_evaluation(file: Path, matcher: Matcher, *, json_too: bool) -> None:
    """Read a file of labelled replies and print how well the matcher reads them.

    Raises CoachError.

    Args:
        file: the labelled replies.
        matcher: the matcher to evaluate.
        json_too: whether to print JSON instead of text.
    """
    replies = _read_replies((file,), matcher)
    evaluation = evaluate_matcher(replies, matcher, _show_progress("Read", len(replies)))
    if json_too:
        print(json.dumps(convert_evaluation(evaluation), indent=2))
    else:
        print("\n".join(format_evaluation(evaluation)))


def fit_own_replies(files: tuple[Path, ...], rubric: str, matchers: Matchers, folder: Path, *, only_look: bool) -> None:
    """Refit with a user's labelled replies, print measures before and after, save what helped.

    Args:
        files: the labelled replies.
        rubric: the id of the rubric.
        matchers: the library's matchers.
        folder: the folder of the user's weights.
        only_look: whether to save nothing.

    Raises:
        CoachError: there are too few replies, or a label is not in the rubric.
        RecordsUnwritable: the weights cannot be saved.
    """
    matcher = matchers.matcher(rubric)
    replies = _read_replies(files, matcher)
    kept = BytesIO()
    if not (locate_weights() / rubric / SCORES_FILE).is_file():
        fit = fit_examples(replies, rubric, matchers, _show_progress("Read", len(replies)))
        print("\n".join(_compare_fit(fit, matcher.rubric)))
        file, helps = folder / rubric / OWN_FIT_FILE, fit.is_better()
        fit.model.write(kept, fit.of)
        _keep_fit(file, kept.getvalue(), helps=helps, only_look=only_look)
        return
    weights = Weights.load(locate_weights() / rubric / DECISION_FILE)
    result = refit_weights(
        replies, matcher, weights, locate_weights() / rubric / SCORES_FILE, _show_progress("Read", len(replies))
    )
    print("\n".join(_compare_metrics(result)))
    result.weights.save(kept)
    helps = result.own_after.macro_f1 > result.own_before.macro_f1
    _keep_fit(folder / rubric / DECISION_FILE, kept.getvalue(), helps=helps, only_look=only_look)


def _keep_fit(file: Path, content: bytes, *, helps: bool, only_look: bool) -> None:
    """Keep what was learnt where it helps; say what was done.

    Args:
        file: where it is kept.
        content: what was learnt.
        helps: whether replies kept out are read better by it.
        only_look: whether to keep nothing.

    Raises:
        RecordsUnwritable: it cannot be written.
    """
    if only_look:
        print("Nothing was changed.")
        return
    if not helps:
        print(NOT_KEPT)
        return
    try:
        write_whole(file, content)
    except OSError as error:
        why = (error.strerror or "no access").lower()
        raise RecordsUnwritable(f"What was learnt could not be kept: {why}.", "Nothing was changed.") from None
    print(f"Kept in {file.parent}. The coach reads by it from now on; `coach fit --undo` goes back.")


def restore_shipped(rubric: str, folder: Path) -> None:
    """Delete the weights fitted on this machine, so that the shipped ones are used again.

    Raises:
        NotKnown: the text cannot be the id of a rubric.
        CoachError: there are none.
        RecordsUnwritable: the file cannot be deleted.
    """
    if not IS_ID.fullmatch(rubric):  # it is made a path of, and what lies there goes
        raise NotKnown(f"There is no rubric called '{sanitize(rubric[:40])}'.", "Give its name, such as openness.")
    files = [file for name in (DECISION_FILE, OWN_FIT_FILE) if (file := folder / rubric / name).is_file()]
    if not files:
        raise CoachError("Nothing was fitted here.", "The coach reads by what it came with.")
    for file in files:
        try:
            file.unlink()
        except OSError as error:
            raise RecordsUnwritable(f"{file} cannot be deleted: {(error.strerror or 'no access').lower()}.") from None
    print("Gone back to what the coach came with, and to the rubric's own examples.")


def _read_replies(files: tuple[Path, ...], matcher: Matcher) -> tuple[LabelledReply, ...]:
    """Read files of labelled replies.

    Raises:
        CoachError: the files hold no reply, or a label that is not a criterion of the rubric.
    """
    replies = tuple(reply for file in files for reply in read_labelled(file))
    if not replies:
        raise CoachError("There are no replies in it.", "Give a file of labelled replies, one JSON object a line.")
    strange = sorted({label for reply in replies for label in reply.labels} - set(matcher.rubric.criteria))
    if strange:
        raise CoachError(f"The rubric has no criterion '{strange[0]}'.", "Correct the label, or name another rubric.")
    return replies


def _refuse_few(count: int) -> CoachError:
    """Make the error that there are too few replies to learn from."""
    what = "1 labelled reply is" if count == 1 else f"{count} labelled replies are"
    return CoachError(f"{what} too few to learn from.", f"Label at least {FEWEST_REPLIES}, by different people.")


def _compare_fit(fit: ExamplesFit, rubric: Rubric) -> list[str]:
    """Return a table of the measures before and after a fit of examples, as lines of text."""
    lines = [f"{'':42}  before   after"]
    for name, words in METRIC_NAMES.items():
        lines.append(f"{words:42}  {_format_metric(fit.before, name)}     {_format_metric(fit.after, name)}")
    lines.append(f"Each reply is judged by a fit that did not see it: one of {PARTS}, on the others.")
    if fit.left_out:
        names = ", ".join(f"“{rubric.find_name(key)}”" for key in fit.left_out)
        lines.append(
            f"Fewer than {FEWEST_OF_CRITERION} replies are labelled with these, which stay as they were: {names}."
        )
    return lines


def _compare_metrics(result: RefitResult) -> list[str]:
    """Return a table of the measures before and after a refit, as lines of text."""
    lines = [f"{'':42}  your replies       the corpus", f"{'':42}  before   after    before   after"]
    for name, words in METRIC_NAMES.items():
        four = (result.own_before, result.own_after, result.corpus_before, result.corpus_after)
        lines.append(f"{words:42}  {'     '.join(_format_metric(metrics, name) for metrics in four)}")
    lines.append("Yours are judged by a fit on the other four fifths of them; the corpus by voices kept out.")
    return lines


def _format_metric(figures: ReadingMetrics, name: str) -> str:
    """Return a measure with two decimals."""
    return f"{getattr(figures, name):.2f}"


def _show_progress(doing: str, whole: int) -> Callable[[int], None]:
    """Return a function that shows progress on one line, if a terminal is there to show it."""

    def show(done: int) -> None:
        if sys.stderr.isatty() and (done % 20 == 0 or done == whole):
            print(f"\r{doing} {done} of {whole}", end="\n" if done == whole else "", file=sys.stderr, flush=True)

    return show
