"""A clear verdict is set aside only by a hurt in the same words that is likelier."""

import pytest

from coach.model.events import FIRST_RULES, RULES, Replied
from coach.model.reading import Certainty, Reading, Span, Verdict
from tests.conftest import START

WORDS = "You would play that card, about racism."
HARMFUL = frozenset({"blunt"})


def verdict(criterion: str, certainty: Certainty, likely: float | None, start: int = 0) -> Verdict:
    span = Span(start=start, end=len(WORDS), text=WORDS[start:])
    return Verdict(criterion=criterion, certainty=certainty, span=span, rule="meaning", likely=likely)


@pytest.mark.parametrize(
    ("good", "hurt", "aside"),
    [
        (0.8, 0.5, False),
        (0.5, 0.8, True),
        (0.7, 0.7, False),
        (None, 0.9, False),
        (0.6, None, False),
        (None, None, False),
    ],
)
def test_a_clear_good_gives_way_only_to_a_hurt_that_is_likelier(
    good: float | None, hurt: float | None, aside: bool
) -> None:
    verdicts = verdict("names", Certainty.CLEAR, good), verdict("blunt", Certainty.POSSIBLE, hurt, 4)
    reading = Reading(verdicts=verdicts)
    assert ("names" in reading.doubtful(HARMFUL, "mend")) is aside
    event = Replied(at=START, text=WORDS, reading=reading, rules=RULES)
    assert ("names" in event.doubtful(HARMFUL, "mend")) is aside
    # A rehearsal from before was played by other rules, and goes on as it was played.
    assert "names" in event.model_copy(update={"rules": FIRST_RULES}).doubtful(HARMFUL, "mend")


def test_a_repair_is_never_set_aside() -> None:
    verdicts = verdict("mend", Certainty.CLEAR, 0.6), verdict("blunt", Certainty.POSSIBLE, 0.9)
    assert not Reading(verdicts=verdicts).doubtful(HARMFUL, "mend")
