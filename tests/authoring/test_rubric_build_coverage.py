"""The library as a whole: every criterion and recommendation is practised, and nobody can guess how things turn out."""

import pytest

from coach.authoring.rubric_build import Coverage, measure_coverage
from coach.content.library import Library
from coach.fitting.corpus import locate_corpus, read_labelled
from coach.model.scenario import Reality


@pytest.fixture(scope="module")
def found(whole: Library) -> Coverage:
    return measure_coverage(whole, [shelved.id for shelved in whole.shelf("dialogues")])


def test_eighteen_scenarios_or_more_ship_and_some_have_variants(found: Coverage) -> None:
    variants = [each for each in found.scenarios.values() if each.variant_of]
    assert len(found.scenarios) - len(variants) >= 18
    assert len(variants) >= 2


def test_every_criterion_that_was_measured_is_exercised_by_three_scenarios_or_more(found: Coverage) -> None:
    """A criterion that came since, without labelled replies, is shown in docs/library.md with the few that it has."""
    files = (file for folder in ("voices", "supervision") for file in (locate_corpus() / folder).glob("*.jsonl"))
    measured = {label for file in files for reply in read_labelled(file) for label in reply.labels}
    assert measured
    practised = {key: len(where) for criteria in found.criteria.values() for key, where in criteria.items()}
    assert [key for key, count in practised.items() if count < 3 and key in measured] == []


def test_every_recommendation_of_the_panel_is_practised_somewhere(found: Coverage) -> None:
    assert [each for each, names in found.recommendations.items() if not names] == []


def test_a_worry_turns_out_to_be_so_about_as_often_as_not(found: Coverage) -> None:
    assert 0.3 <= len(found.realities[Reality.FOUNDED]) / len(found.scenarios) <= 0.55
    assert len(found.realities[Reality.PARTLY_FOUNDED]) >= 4
    assert len(found.realities[Reality.UNFOUNDED]) + len(found.realities[Reality.NO_CONCERN]) >= 3
    assert sum(map(len, found.realities.values())) == len(found.scenarios)


def test_racism_towards_the_practitioner_is_never_the_only_choice(found: Coverage) -> None:
    for dialogue in found.scenarios.values():
        if dialogue.towards_practitioner:
            other = found.scenarios[dialogue.alternative or ""]
            assert not other.towards_practitioner
            assert other.rubric == dialogue.rubric


def test_every_family_keeps_something_to_itself_and_has_strengths(found: Coverage, whole: Library) -> None:
    for dialogue in found.scenarios.values():
        family = whole.family(dialogue.family)
        assert family.private
        assert len(family.strengths) >= 3
        assert {silence.layer for silence in family.silences.values()} >= {1, 2}
