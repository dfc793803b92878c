"""Reading keeps up with typing, and starting up is not noticed. Run with `pytest -m slow`."""

from pathlib import Path
from time import process_time

import pytest
import yaml

import coach
from coach.matching.classifier import Matcher
from coach.matching.framing import Context
from coach.model.rubric import Rubric

pytestmark = pytest.mark.slow
SHIPPED = Path(coach.__file__).parent / "rubrics" / "openness.yaml"
SIXTY_WORDS = (
    "So I've been thinking about what you said last week, about the bus and the word they used, and I don't want to "
    "let it go by again. What was it like for him when he came home that day, and what would you want the school to "
    "do about it? I can ring them on Friday if you'd like, or not at all."
)


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return Rubric.model_validate(yaml.load(SHIPPED.read_bytes(), Loader=yaml.CBaseLoader))


def quickest(runs: int, run: object) -> float:
    """Seconds of a processor for the quickest run: what else the machine does is no fault of the program's."""
    assert callable(run)
    taken = []
    for _ in range(runs):
        begun = process_time()
        run()
        taken.append(process_time() - begun)
    return min(taken)


def test_a_rubric_is_ready_at_once(rubric: Rubric) -> None:
    assert quickest(5, lambda: Matcher(rubric)) < 0.6


def test_sixty_words_are_read_before_anybody_notices(rubric: Rubric) -> None:
    matcher = Matcher(rubric)
    context = Context("He came home with it in his bag.", "inter_rec", "Social worker to Jan")
    assert quickest(20, lambda: matcher.read(SIXTY_WORDS, context)) < 0.03


def test_twice_the_words_take_about_twice_the_time(rubric: Rubric) -> None:
    matcher = Matcher(rubric)
    short, long = (" ".join([SIXTY_WORDS] * times) for times in (15, 60))
    assert quickest(3, lambda: matcher.read(long)) < 8 * quickest(3, lambda: matcher.read(short))
