"""Fit the weights that say whether a promise was said again or overtaken, and judge them.

python -m coach.fitting.standing_weights    prints the weights, and how they judge players that they did not learn from

Needs scikit-learn (the extra `fit`), and some seconds. `coach/corpus/promises/standing.jsonl` has what readers marked,
a line a conversation: its player, its scenario, how many replies it has, and the promises that a page showed. Each has
a mark: `right`, `wrong` (it is none, or was replaced) or `empty` (it was said again, done by the end or overtaken).
`coach.debrief.promise_standing` holds the weights.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from coach.debrief.promise_standing import BIAS, WEIGHTS, Standing, keep_standing, list_later, measure_standing
from coach.debrief.promises import SpokenPromise
from coach.fitting.corpus import locate_corpus

RIGHT = "right"
STEPS = 3000
"""Steps of the fit at most."""


class MarkedConversation(NamedTuple):
    """The promises of one conversation that a page showed, each with a reader's mark."""

    player: str
    replies: int
    promises: tuple[SpokenPromise, ...]
    marks: tuple[str, ...]


class JudgedStanding(NamedTuple):
    """How many promises of each kind are kept on a page, and how many there were."""

    right_kept: int
    right: int
    others_kept: int
    others: int


def load_standing(folder: Path | None = None) -> tuple[MarkedConversation, ...]:
    """Load the conversations whose promises were marked.

    Args:
        folder: the folder of the corpus; the one that ships if not given.
    """
    lines = ((folder or locate_corpus()) / "promises" / "standing.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return tuple(
        MarkedConversation(
            row["player"],
            row["replies"],
            tuple(
                SpokenPromise(one["reply"], one["text"], again=tuple(one["again"]), likely=one["likely"])
                for one in row["promises"]
            ),
            tuple(one["mark"] for one in row["promises"]),
        )
        for row in rows
    )


def fit_standing(conversations: Iterable[MarkedConversation]) -> tuple[Standing, float]:
    """Fit a logistic regression to marked promises; return the weights, and what is added."""
    from sklearn.linear_model import LogisticRegression

    measured: list[Standing] = []
    doubted: list[bool] = []
    for one in conversations:
        for promise, mark in zip(one.promises, one.marks, strict=True):
            measured.append(measure_standing(promise, list_later(promise, one.promises), one.replies))
            doubted.append(mark != RIGHT)
    fitted = LogisticRegression(max_iter=STEPS).fit(measured, doubted)
    return Standing(*fitted.coef_[0].tolist()), float(fitted.intercept_[0])


def judge_standing(
    conversations: Iterable[MarkedConversation], weights: Standing = WEIGHTS, bias: float = BIAS
) -> JudgedStanding:
    """Count what stays on the pages of some conversations.

    Args:
        conversations: the marked conversations.
        weights: the weights.
        bias: what is added.
    """
    right_kept = right = others_kept = others = 0
    for one in conversations:
        kept = keep_standing(one.promises, one.replies, weights, bias)
        for promise, mark in zip(one.promises, one.marks, strict=True):
            right += mark == RIGHT
            others += mark != RIGHT
            right_kept += mark == RIGHT and promise in kept
            others_kept += mark != RIGHT and promise in kept
    return JudgedStanding(right_kept, right, others_kept, others)


def judge_by_player(conversations: Sequence[MarkedConversation]) -> JudgedStanding:
    """Judge each player's conversations by weights that were fitted to all others."""
    total = JudgedStanding(0, 0, 0, 0)
    for player in sorted({one.player for one in conversations}):
        weights, bias = fit_standing([one for one in conversations if one.player != player])
        judged = judge_standing([one for one in conversations if one.player == player], weights, bias)
        total = JudgedStanding(*(one + other for one, other in zip(total, judged, strict=True)))
    return total


def main() -> None:
    """Print the weights, and how well weights judge players that they did not learn from."""
    conversations = load_standing()
    weights, bias = fit_standing(conversations)
    print(
        ", ".join(f"{name}={much:.2f}" for name, much in zip(Standing._fields, weights, strict=True)), f"and {bias:.2f}"
    )
    for name, judged in (
        ("by weights of other players", judge_by_player(conversations)),
        ("by the weights that ship", judge_standing(conversations)),
    ):
        print(
            f"{name}: {judged.right_kept} of {judged.right} right ones are kept, and {judged.others_kept} of "
            f"{judged.others} others"
        )


if __name__ == "__main__":
    main()
