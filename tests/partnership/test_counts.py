"""A row of counts: what is counted, what is refused, and the quarters."""

import pytest

from coach.content.library import Library
from coach.debrief.report import OpeningOutcome, OpeningStanding
from coach.errors import HandedOverUnreadable
from coach.model.class_events import Counted
from coach.partnership.counts import (
    MAX_CHARACTERS,
    MAX_OPENINGS,
    SUBJECT_BY_TOPIC,
    CountedSubject,
    Quarter,
    Row,
    count_openings,
    read_row,
    write_row,
)
from coach.practice.rehearsal import Rehearsal
from tests.partnership.pools import row


def test_every_topic_that_ships_is_counted_under_one_subject(whole: Library) -> None:
    """Only everyday matters are not; every subject has a topic."""
    topics = {topic for shelved in whole.shelf("rubrics") for topic in whole.rubric(shelved.id).topics}
    assert topics - set(SUBJECT_BY_TOPIC) == {"none"}
    assert set(SUBJECT_BY_TOPIC.values()) == set(CountedSubject)


def test_a_row_counts_openings_and_leaves_out_what_was_skipped_unsure_or_not_reached(rehearsing: Rehearsal) -> None:
    """Two topics that belong to one subject are one."""
    stood = [
        ("inter_rec", OpeningStanding.TAKEN),
        ("intra_rec", OpeningStanding.MISSED),
        ("intra_individual", OpeningStanding.MISSED),
    ]
    stood += [
        ("risk", OpeningStanding.PARTLY),
        ("none", OpeningStanding.TAKEN),
        ("my_own_topic", OpeningStanding.TAKEN),
    ]
    stood += [
        ("child", standing)
        for standing in (OpeningStanding.UNSURE, OpeningStanding.SKIPPED, OpeningStanding.NOT_REACHED)
    ]
    seen = tuple(
        OpeningOutcome(turn="t", topic=topic, topic_name="x", about="x", line="x", speaker="x", standing=standing)
        for topic, standing in stood
    )
    made = count_openings(rehearsing.debrief().model_copy(update={"openings": seen}))
    assert [each.topic for each in made] == list(CountedSubject)
    assert [each for each in made if each.taken or each.partly or each.passed_by] == [
        Counted(topic="racism", taken=1),
        Counted(topic="culture_faith", passed_by=2),
        Counted(topic="risk", partly=1),
    ]


@pytest.mark.parametrize(
    ("standing", "counted"),
    [(OpeningStanding.MISSED, Counted(topic="child")), (OpeningStanding.TAKEN, Counted(topic="child", taken=1))],
)
def test_what_was_perhaps_not_passed_by_is_not_counted_and_what_was_perhaps_taken_is(
    rehearsing: Rehearsal, standing: OpeningStanding, counted: Counted
) -> None:
    """Nobody is counted as passing by a child's voice where the words of the replies leave a doubt."""
    perhaps = OpeningOutcome(
        turn="t", topic="child", topic_name="x", about="x", line="x", speaker="x", standing=standing, sure=False
    )
    made = count_openings(rehearsing.debrief().model_copy(update={"openings": (perhaps,)}))
    assert next(each for each in made if each.topic == "child") == counted


def test_every_row_has_the_same_shape() -> None:
    """So that nothing can be read from what is left out."""
    made: Row = row(racism=(1, 0, 0))
    assert read_row(write_row(made), "it") == made
    assert len(made) == len(CountedSubject)


GOOD = write_row(row(racism=(1, 0, 0)))


BAD = {
    "a field of its own": GOOD.replace('"format"', '"name":"Ann","format"'),
    "a field in a count": GOOD.replace('"taken"', '"who":"Ann","taken"', 1),
    "another subject": GOOD.replace('"child"', '"ethnicity"'),
    "a subject twice": GOOD.replace('"child"', '"racism"'),
    "a number below none": GOOD.replace('"partly":0', '"partly":-1', 1),
    "a great number": GOOD.replace('"partly":0', '"partly":101', 1),
    "a word for a number": GOOD.replace('"partly":0', '"partly":"1"', 1),
    "a yes for a number": GOOD.replace('"partly":0', '"partly":true', 1),
    "half a person": GOOD.replace('"partly":0', '"partly":0.5', 1),
    "a newer format": GOOD.replace('"format":1', '"format":2'),
    "nothing": "",
    "no JSON": "\x1b[2J{",
    "very deep": "[" * 3_000,
    "longer than four thousand characters": GOOD.ljust(4_001),
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_what_is_no_row_is_refused_in_a_sentence(body: str) -> None:
    """And nothing of it is repeated."""
    assert body != GOOD
    with pytest.raises(HandedOverUnreadable) as refused:
        read_row(body, "It")
    assert str(refused.value).count(".") == 1
    assert refused.value.__cause__ is None
    assert "Ann" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "words", "before"),
    [
        ("2026-q1", "January to March 2026", "2025-q4"),
        ("2026-q2", "April to June 2026", "2026-q1"),
        ("2026-Q4", "October to December 2026", "2026-q3"),
    ],
)
def test_quarters_have_names(name: str, words: str, before: str) -> None:
    quarter = Quarter.parse(name)
    assert (quarter.words, quarter.previous.name) == (words, before)


def test_the_largest_row_is_read_and_one_character_more_is_not() -> None:
    largest = GOOD.ljust(MAX_CHARACTERS)
    assert read_row(largest, "It") == read_row(GOOD, "It")
    with pytest.raises(HandedOverUnreadable, match="larger than any row"):
        read_row(f"{largest} ", "It")


def test_as_many_openings_as_a_conversation_can_have_are_read() -> None:
    most = row(racism=(MAX_OPENINGS, 0, 0))
    assert read_row(write_row(most), "It") == most
