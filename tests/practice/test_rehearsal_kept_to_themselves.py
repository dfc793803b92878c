"""What a family keeps to itself, and what it has not told yet, is in no answer to 5,000 replies thrown at it."""

import itertools
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.fitting.corpus import load_corpus
from coach.model.scenario import Family
from coach.practice.rehearsal import Answered
from coach.practice.safeguarding import ASKED
from coach.practice.service import PracticeService, practice_at
from coach.records.paths import Places
from tests.conftest import START

REPLIES = 5_000
"""In all; every family hears as many as another."""
SEED = 16
RUN = 5
"""Words in a row that are no accident."""
SHORT = 4
"""Words of a line below which it says nothing that another line could not."""


@pytest.fixture
def shipped(tmp_path: Path) -> PracticeService:
    numbers = itertools.count()
    home = tmp_path / "home"
    return practice_at(Places(home, home), lambda: START, lambda: f"id{next(numbers)}")


def find_family(practice: PracticeService, scenario: str) -> Family:
    """The family of a scenario, with what its script leaves out."""
    return practice.library.family(practice.library.dialogue(scenario).family)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold().replace("’", "'").replace("'", ""))


def runs(text: str) -> set[tuple[str, ...]]:
    said = words(text)
    return {tuple(said[at : at + RUN]) for at in range(len(said) - RUN + 1)}


def find_given_away(family: Family, told: frozenset[str], said: str) -> Iterator[str]:
    """What is private and shares a run of words with what was said; and lines of a silence that is not told yet."""
    for private in family.private:
        if shared := runs(private) & runs(said):
            yield f"private: {' '.join(min(shared))}"
    for key, silence in family.silences.items():
        for line in silence.tells if key not in told else ():
            if len(words(line.text)) > SHORT and words(line.text) == words(said):
                yield f"{key}: {line.text}"


def test_what_gives_something_away_is_noticed(shipped: PracticeService) -> None:
    family = find_family(shipped, "wrong_box")
    silence = next(iter(family.silences))
    line = next(line.text for line in family.silences[silence].tells if len(words(line.text)) > SHORT)
    assert list(find_given_away(family, frozenset(), line)) == [f"{silence}: {line}"]
    assert list(find_given_away(family, frozenset({silence}), line)) == []
    assert list(find_given_away(family, frozenset(), f"Well. {family.private[0]} There."))


@pytest.mark.slow
def test_nothing_private_and_no_silence_before_its_time_in_5000_answers(shipped: PracticeService) -> None:
    thrown = random.Random(SEED).sample([reply.reply for reply in load_corpus()], REPLIES)
    scenarios = [shelved.id for shelved in shipped.scenarios()]
    heard = 0
    for number, scenario in enumerate(scenarios):
        family, rehearsal = find_family(shipped, scenario), shipped.begin(scenario)
        for reply in thrown[number :: len(scenarios)]:
            if rehearsal.over:
                rehearsal = shipped.begin(scenario)
            result = rehearsal.submit(reply, ASKED)
            assert isinstance(result, Answered)
            heard += 1
            for line in result.exchange.lines():
                told = result.exchange.after.told
                assert list(find_given_away(family, told, line.text)) == [], (scenario, reply)
    assert heard == REPLIES
