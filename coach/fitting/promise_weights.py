"""Fit the weights that say how likely a sentence promises something, and judge them.

python -m coach.fitting.promise_weights            writes coach/weights/promises/promises.json.gz
python -m coach.fitting.promise_weights --judge    how well sentences are read that no fit learnt from

Needs scikit-learn (the extra `fit`), and half a minute. `coach/corpus/promises` has what a reader marked, a line a
reply: `marks.jsonl` is learnt from; by `kept_out.jsonl` the thresholds were drawn; `unseen.jsonl` judges. Sentences are
counted from 1, as `coach.debrief.wording.split_sentences` splits a reply. P is a promise, O an offer, T what is done
within the talk, ? what the reader could not tell; a sentence without a mark promises nothing.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from coach.debrief.promise_choice import choose_promises
from coach.debrief.promise_clauses import list_typed_sentences
from coach.debrief.promise_reader import WEIGHTS_FILE, PromiseWeights, list_features, read_promises
from coach.debrief.promises import find_promises
from coach.debrief.wording import split_sentences
from coach.fitting.corpus import load_part, locate_corpus

HELD = 5.0
"""How strongly weights are held towards nought."""
COMMON_ENOUGH = 3
"""Sentences that a feature must stand in."""
UNIT, LEAST = 100, 5
"""Weights are kept as whole hundredths; those below `LEAST` of them are left out."""
STEPS = 400
"""Steps of the fit at most."""
PROMISE, UNSURE = "P", "?"
LEARNT, KEPT_OUT, UNSEEN = "marks", "kept_out", "unseen"
"""What is learnt from; what thresholds are drawn by; what judges."""


class MarkedSentences(NamedTuple):
    """A reply whose sentences a reader marked, with the family's lines around it."""

    id: str
    text: str
    asked: str
    answer: str
    marks: Mapping[str, str]
    """The mark of each sentence that has one, by what the sentence says."""


class JudgedSentences(NamedTuple):
    """How many sentences were marked as promises, how many are shown, and how many are both."""

    marked: int
    shown: int
    right: int


def load_marked_replies(part: str, folder: Path | None = None) -> tuple[MarkedSentences, ...]:
    """Load the replies of one part whose sentences were marked.

    Args:
        part: `LEARNT`, `KEPT_OUT` or `UNSEEN`.
        folder: the folder of the corpus; the one that ships if not given.
    """
    folder = folder or locate_corpus()
    lines = (folder / "promises" / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    if part == UNSEEN:
        return tuple(
            MarkedSentences(
                row["id"], " ".join(row["sentences"]), row["asked"], row["answer"], _name_marks(row["sentences"], row)
            )
            for row in rows
        )
    said = load_part("conversations/kept_out" if part == KEPT_OUT else "conversations", folder)
    replies = {reply.id: reply for reply in said}
    # The family's answer is the cue of the next reply.
    answers = {one.id: after.cue for one, after in pairwise(said) if one.conversation == after.conversation}
    return tuple(
        MarkedSentences(
            reply.id,
            reply.reply,
            reply.cue,
            answers.get(reply.id, ""),
            _name_marks(split_sentences(reply.reply), row),
        )
        for row in rows
        for reply in (replies[row["id"]],)
    )


def _name_marks(sentences: Sequence[str], row: Mapping[str, Any]) -> dict[str, str]:
    """Return the mark of each sentence that has one, by what the sentence says.

    Args:
        sentences: the sentences of a reply.
        row: the line of the corpus about it.
    """
    return {sentences[int(at) - 1]: mark for at, mark in row["marks"].items()}


def find_mark(sentence: str, marks: Mapping[str, str]) -> str:
    """Return the mark of a sentence as it was typed, which may hold several that were marked.

    Args:
        sentence: the sentence.
        marks: the marks of the sentences of its reply.
    """
    held = {mark for part, mark in marks.items() if " ".join(part.split()) in sentence}
    return next((mark for mark in (PROMISE, UNSURE, *sorted(held)) if mark in held), "")


def fit_promise_weights(replies: Iterable[MarkedSentences]) -> PromiseWeights:
    """Fit a logistic regression to marked sentences; the same sentences give the same weights."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    read: list[frozenset[str]] = []
    promised: list[bool] = []
    for reply in replies:
        sentences = list_typed_sentences(reply.text)
        marks = [find_mark(sentence, reply.marks) for sentence in sentences]
        for features, mark in zip(list_features(sentences, reply.asked), marks, strict=True):
            if mark != UNSURE:
                read.append(features)
                promised.append(mark == PROMISE)
    often = Counter(feature for features in read for feature in features)
    names = sorted(feature for feature, many in often.items() if many >= COMMON_ENOUGH)
    place = {name: at for at, name in enumerate(names)}
    columns = [sorted(place[feature] for feature in features if feature in place) for features in read]
    ends = np.cumsum([0, *map(len, columns)])
    table = csr_matrix((np.ones(ends[-1]), np.concatenate(columns), ends), shape=(len(read), len(names)))
    fitted = LogisticRegression(C=1 / HELD, max_iter=STEPS).fit(table, promised)
    return PromiseWeights(float(fitted.intercept_[0]), dict(zip(names, fitted.coef_[0].tolist(), strict=True)))


def write_weights(weights: PromiseWeights, file: Path) -> None:
    """Write the weights to a file, without those near nought; the same fit gives the same bytes."""
    steps = {name: round(much * UNIT) for name, much in sorted(weights.by_feature.items())}
    kept = {name: much for name, much in steps.items() if abs(much) >= LEAST}
    said = {
        "unit": UNIT,
        "bias": round(weights.bias, 4),
        "features": "\n".join(kept),
        "steps": list(kept.values()),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(json.dumps(said, separators=(",", ":")).encode(), mtime=0))


# --- How well it reads


def judge_reader(replies: Iterable[MarkedSentences], least: float) -> JudgedSentences:
    """Count how many sentences the weights alone find.

    Args:
        replies: marked replies.
        least: how likely a sentence has to be.
    """
    return _count(replies, lambda reply: _list_likely(reply, least))


def judge_page(replies: Iterable[MarkedSentences]) -> JudgedSentences:
    """Count how many sentences a page would show: by weights, rules, and offers taken up."""
    return _count(replies, _list_shown)


def _list_likely(reply: MarkedSentences, least: float) -> list[str]:
    """List the sentences of a reply that are likely enough."""
    sentences = tuple(list_typed_sentences(reply.text))
    likely = read_promises(sentences, reply.asked) or ()
    return [one for one, much in zip(sentences, likely, strict=False) if much >= least]


def _list_shown(reply: MarkedSentences) -> list[str]:
    """List what a page would show as promised in a reply."""
    promises = find_promises([(1, reply.text)], (), {1: _list_lines(reply.answer)}, {1: _list_lines(reply.asked)})
    return [promise.text for promise in choose_promises(promises)]


def _list_lines(line: str) -> list[str]:
    """List a line of theirs; none where nothing was said."""
    return [line] if line else []


def _count(replies: Iterable[MarkedSentences], find: Callable[[MarkedSentences], Sequence[str]]) -> JudgedSentences:
    """Count the sentences that are found; those that the reader could not tell are left out.

    What stands before a promise and only says what it is about is not counted either.

    Args:
        replies: marked replies.
        find: what returns all that is found in one of them.
    """
    marked = shown = right = 0
    for reply in replies:
        texts = find(reply)
        marks = {sentence: find_mark(sentence, reply.marks) for sentence in list_typed_sentences(reply.text)}
        promised = [sentence for sentence, mark in marks.items() if mark == PROMISE]
        marked += len(promised)
        for sentence, mark in marks.items():
            around = [text for text in texts if sentence in text]
            leads = any(text.find(one) > text.find(sentence) for text in around for one in promised)
            if around and mark != UNSURE and (mark == PROMISE or not leads):
                shown += 1
                right += mark == PROMISE
    return JudgedSentences(marked, shown, right)


def _print_judged(name: str, judged: JudgedSentences) -> None:
    """Print how many of what is found are promises, and how many promises are found."""
    print(
        f"{name:24} {judged.shown:4} shown, {judged.right / max(judged.shown, 1):.2f} of them right; "
        f"{judged.right / max(judged.marked, 1):.2f} of {judged.marked} promises"
    )


def main() -> None:
    """Fit and write the weights, or print how well they read what no fit learnt from."""
    parser = argparse.ArgumentParser(prog="python -m coach.fitting.promise_weights", description=__doc__)
    parser.add_argument("--judge", action="store_true", help="judge sentences that no fit learnt from")
    parser.add_argument("--to", type=Path, default=WEIGHTS_FILE, metavar="FILE", help="where the weights are written")
    options = parser.parse_args()
    if options.judge:
        for part in (KEPT_OUT, UNSEEN):
            replies = load_marked_replies(part)
            for least in (0.3, 0.5, 0.7, 0.8, 0.9):
                _print_judged(f"{part}, from {least}", judge_reader(replies, least))
            _print_judged(f"{part}, as shown", judge_page(replies))
        return
    write_weights(fit_promise_weights(load_marked_replies(LEARNT)), options.to)
    print(f"{options.to}: {options.to.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
