"""`coach why --whole` says which rules matched a reply and were outvoted."""

from collections.abc import Callable
from datetime import datetime

from coach.content.library import Library
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.service import PracticeService
from coach.records.paths import Places


def test_a_rule_that_was_outvoted_is_said_to_its_author_and_not_to_the_practitioner(
    whole: Library, places: Places, clock: Callable[[], datetime], new_id: Callable[[], str]
) -> None:
    keeping = ResilientStore(store_opener(places, clock))
    rehearsal = PracticeService(whole, keeping, clock, new_id).begin("wrong_box")
    rehearsal.submit("I get to go home after this and you don't.")
    told = [line for line in rehearsal.why() if line.startswith("Outvoted: ")]
    keeping.close()
    assert any("holds_the_power of owns_position" in line and "fitted weights" in line for line in told)
    assert not any("utvoted" in line for line in rehearsal.why_in_words())
