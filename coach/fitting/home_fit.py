"""The work of `coach evaluate` and `coach fit`: figures, and a refit on this machine."""

import json
import re
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from coach.errors import CoachError, NotKnown, RecordsUnwritable
from coach.fitting.corpus import LabelledReply, read_labelled
from coach.fitting.matcher_evaluation import METRIC_NAMES, convert_evaluation, evaluate_matcher, format_evaluation
from coach.fitting.metrics import ReadingMetrics
from coach.fitting.refit import SCORES_FILE, RefitResult, refit_weights
from coach.matching.classifier import Matcher
from coach.matching.ml.model import DECISION_FILE, Weights, locate_weights
from coach.model.characters import sanitize
from coach.records.paths import write_whole

IS_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
"""What a rubric's name is made of."""
FITTED_RUBRIC = "openness"
"""The rubric that ships with what a fit begins from. Others are decided on by their examples."""


def print_evaluation(file: Path, matcher: Matcher, *, json_too: bool) -> None:
    """Read a file of labelled replies and print how well they were read. Raises CoachError."""
    replies = _read_replies((file,), matcher)
    found = evaluate_matcher(replies, matcher, _show_progress("Read", len(replies)))
    if json_too:
        print(json.dumps(convert_evaluation(found), indent=2))
    else:
        print("\n".join(format_evaluation(found)))


def fit_own_replies(files: tuple[Path, ...], rubric: str, matcher: Matcher, folder: Path, *, only_look: bool) -> None:
    """Refit on the corpus's scores and a user's labelled replies, and print before and after.

    Args:
        files: the labelled replies.
        rubric: the rubric's name.
        matcher: what reads by it now.
        folder: where the user's weights are kept.
        only_look: whether to keep nothing.

    Raises:
        CoachError: where there are too few replies, or a label is not of the rubric.
        RecordsUnwritable: where the weights cannot be kept.
    """
    replies = _read_replies(files, matcher)
    weights = Weights.load(locate_weights() / rubric / DECISION_FILE)
    found = refit_weights(
        replies, matcher, weights, locate_weights() / rubric / SCORES_FILE, _show_progress("Read", len(replies))
    )
    print("\n".join(_compare_metrics(found)))
    if only_look:
        print("Nothing was changed.")
        return
    kept = BytesIO()
    found.weights.save(kept)
    try:
        write_whole(folder / rubric / DECISION_FILE, kept.getvalue())
    except OSError as error:
        why = (error.strerror or "no access").lower()
        raise RecordsUnwritable(f"What was learnt could not be kept: {why}.", "Nothing was changed.") from None
    print(f"Kept in {folder / rubric}. The coach reads by it from now on; `coach fit --undo` goes back.")


def restore_shipped(rubric: str, folder: Path) -> None:
    """Go back to the weights that ship. Raises CoachError where there is nothing to undo."""
    if not IS_ID.fullmatch(rubric):  # it is made a path of, and what lies there goes
        raise NotKnown(f"There is no rubric called '{sanitize(rubric[:40])}'.", "Give its name, such as openness.")
    file = folder / rubric / DECISION_FILE
    if not file.is_file():
        raise CoachError("Nothing was fitted here.", "The coach reads by the weights that it came with.")
    try:
        file.unlink()
    except OSError as error:
        raise RecordsUnwritable(f"{file} cannot be deleted: {(error.strerror or 'no access').lower()}.") from None
    print("Gone back to the weights that the coach came with.")


def _read_replies(files: tuple[Path, ...], matcher: Matcher) -> tuple[LabelledReply, ...]:
    replies = tuple(reply for file in files for reply in read_labelled(file))
    if not replies:
        raise CoachError("There are no replies in it.", "Give a file of labelled replies, one JSON object a line.")
    strange = sorted({label for reply in replies for label in reply.labels} - set(matcher.rubric.criteria))
    if strange:
        raise CoachError(f"The rubric has no criterion '{strange[0]}'.", "Correct the label, or name another rubric.")
    return replies


def _compare_metrics(found: RefitResult) -> list[str]:
    lines = [f"{'':42}  your replies       the corpus", f"{'':42}  before   after    before   after"]
    for name, words in METRIC_NAMES.items():
        four = (found.own_before, found.own_after, found.corpus_before, found.corpus_after)
        lines.append(f"{words:42}  {'     '.join(_format_metric(each, name) for each in four)}")
    lines.append("Yours are judged by a fit on the other four fifths of them; the corpus by voices kept out.")
    return lines


def _format_metric(figures: ReadingMetrics, name: str) -> str:
    return f"{getattr(figures, name):.2f}"


def _show_progress(doing: str, whole: int) -> Callable[[int], None]:
    """A line that counts, where somebody is watching."""

    def show(done: int) -> None:
        if sys.stderr.isatty() and (done % 20 == 0 or done == whole):
            print(f"\r{doing} {done} of {whole}", end="\n" if done == whole else "", file=sys.stderr, flush=True)

    return show
