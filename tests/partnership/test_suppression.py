"""What is kept back stays kept back, whoever reckons: by margins, by the rules themselves, by subtracting tables."""

import itertools
from collections import defaultdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import NotNow, RecordsError
from coach.model.class_events import Counted
from coach.partnership.counts import CountedSubject, Quarter, Row, write_row
from coach.partnership.publishing import PublishedTable, PublishedTables
from coach.partnership.suppression import (
    MIN_CELL_SIZE,
    MIN_CONTRIBUTORS,
    Cells,
    Leaning,
    pool_rows,
    read_contributions,
    suppress,
)
from coach.records.contributions import ContributionRow
from tests.partnership.pools import row

POSSIBLE = 5
"""Values that a number kept back must still be able to have."""
Four = tuple[int, int, int, int]
Q1, TODAY = Quarter(2026, 1), date(2026, 4, 2)


def every_pool(contributors: int) -> list[Four]:
    """Every way in which so many contributors can lie in the four cells of a subject."""
    upto = range(contributors + 1)
    return [
        (taken, partly, passed, contributors - taken - partly - passed)
        for taken, partly, passed in itertools.product(upto, repeat=3)
        if taken + partly + passed <= contributors
    ]


def seen(cells: Four) -> tuple[tuple[int | None, ...], Leaning]:
    """Everything that a reader of the page has of a subject."""
    made = suppress(CountedSubject.RACISM, Cells(*cells[:3]), sum(cells))
    return made.numbers, made.leaning


def bounds(numbers: tuple[int | None, ...], contributors: int) -> list[tuple[int, int]]:
    """Each cell's least and greatest value by the margin alone: intervals narrowed until nothing moves."""
    found = [(number, number) if number is not None else (0, contributors) for number in numbers]
    while True:
        lows, highs = sum(low for low, _ in found), sum(high for _, high in found)
        narrower = [
            (max(low, contributors - (highs - high)), min(high, contributors - (lows - low))) for low, high in found
        ]
        if narrower == found:
            return found
        found = narrower


@pytest.mark.parametrize("contributors", [*range(MIN_CONTRIBUTORS, 25), 32])
def test_who_knows_every_rule_still_cannot_tell_what_is_kept_back(contributors: int) -> None:
    """Over every pool there can be: of all pools that give the same page, each number kept back has five values."""
    alike: dict[object, list[Four]] = defaultdict(list)
    for cells in every_pool(contributors):
        alike[seen(cells)].append(cells)
    for (numbers, _), pools in alike.items():  # type: ignore[misc]
        for place, number in enumerate(numbers):
            if number is None:
                assert len({pool[place] for pool in pools}) >= POSSIBLE
            else:
                assert number >= MIN_CELL_SIZE
                assert {pool[place] for pool in pools} == {number}


@pytest.mark.parametrize("contributors", [*range(MIN_CONTRIBUTORS, 25), 32])
def test_sums_of_what_is_kept_back_stand_for_five_people_too(contributors: int) -> None:
    """Any cells taken together are a cell as well: what the margin tells of them is never of one to four people."""
    for cells in every_pool(contributors):
        numbers, _ = seen(cells)
        assert sum(cell for cell, number in zip(cells, numbers, strict=True) if number is None) not in range(1, 5)
        for (low, high), number in zip(bounds(numbers, contributors), numbers, strict=True):
            assert number is not None or high - low >= MIN_CELL_SIZE


def test_a_word_rests_on_five_people_and_on_what_is_true() -> None:
    for cells in every_pool(14):
        taken, _, passed, _ = cells
        match seen(cells)[1]:
            case Leaning.TAKEN:
                assert taken > passed
                assert taken >= MIN_CELL_SIZE
            case Leaning.PASSED_BY:
                assert passed > taken
                assert passed >= MIN_CELL_SIZE


def test_nothing_is_shown_of_nine() -> None:
    """Also where a caller forgot to ask how many there are."""
    with pytest.raises(ValueError, match="so few"):
        suppress(CountedSubject.RACISM, Cells(5, 0, 4), 9)


def test_the_example_reads_as_it_should() -> None:
    """Fourteen people: interpreters mostly passed by, with the number; the child's voice taken, without one."""
    assert seen((4, 1, 9, 0)) == ((None, None, 9, None), Leaning.PASSED_BY)
    assert seen((10, 2, 0, 2)) == ((None, None, None, None), Leaning.TAKEN)
    assert seen((6, 5, 7, 6)) == ((6, 5, 7, 6), Leaning.PASSED_BY)
    assert seen((9, 6, 7, 1)) == ((9, None, 7, None), Leaning.TAKEN)
    assert seen((40, 1, 58, 1)) == ((None, None, 58, None), Leaning.PASSED_BY)
    assert seen((10, 0, 10, 0)) == ((None, None, None, None), Leaning.UNSAID)


@pytest.mark.parametrize(
    ("openings", "leans"),
    [
        ((3, 2, 0), Leaning.TAKEN),
        ((2, 2, 1), Leaning.UNSAID),
        ((2, 2, 0), Leaning.UNSAID),
        ((1, 0, 1), Leaning.UNSAID),
        ((0, 2, 2), Leaning.UNSAID),
        ((1, 2, 2), Leaning.UNSAID),
        ((0, 2, 3), Leaning.PASSED_BY),
    ],
)
def test_a_person_counts_for_what_they_did_with_more_than_half(openings: tuple[int, int, int], leans: Leaning) -> None:
    table = pool_rows([(f"person{number:02}", row(racism=openings)) for number in range(12)])
    assert next(each for each in table.subjects if each.subject is CountedSubject.RACISM).leaning is leans


def test_which_way_more_went_is_said_from_five_people_on() -> None:
    assert seen((4, 0, 5, 5))[1] is Leaning.PASSED_BY
    assert seen((5, 0, 4, 5))[1] is Leaning.TAKEN
    assert seen((4, 2, 3, 5))[1] is seen((3, 2, 4, 5))[1] is seen((5, 0, 5, 4))[1] is Leaning.UNSAID


def test_ten_people_are_shown_and_nine_are_not() -> None:
    """The last who is missing is waited for; with that one nothing more is."""
    rows = [(f"person{number:02}", row(racism=(1, 0, 0))) for number in range(MIN_CONTRIBUTORS)]
    enough, fewer = pool_rows(rows), pool_rows(rows[1:])
    assert len(enough.subjects) == len(CountedSubject)
    assert enough.shortfall == 0
    assert not fewer.subjects
    assert fewer.shortfall == 1


EVERY_COUNT = [
    Counted(topic=topic, taken=taken, partly=partly, passed_by=passed)
    for topic in CountedSubject
    for taken, partly, passed in itertools.product(range(5), repeat=3)
]
rows = st.lists(st.sampled_from(EVERY_COUNT), max_size=7, unique_by=lambda each: each.topic).map(tuple)
one = st.tuples(st.integers(0, 30).map("person{:03}".format), rows)
pools = st.one_of(st.lists(one, max_size=15), st.lists(one, min_size=30, max_size=60))


@pytest.mark.slow
@given(pools)
@settings(max_examples=60, deadline=None)
def test_random_pools_hold_against_both_reckonings(pool: list[tuple[str, Row]]) -> None:
    """Every subject's margin, all at once; there is no other margin, because a contributor may be in many subjects."""
    table = pool_rows(pool)
    assert table.contributors == len({who for who, _ in pool})
    if table.contributors < MIN_CONTRIBUTORS:
        assert not table.subjects
        assert table.shortfall == MIN_CONTRIBUTORS - table.contributors
        return
    for each in table.subjects:
        for (low, high), number in zip(bounds(each.numbers, table.contributors), each.numbers, strict=True):
            assert (number is not None and number >= MIN_CELL_SIZE) or high - low >= MIN_CELL_SIZE


@pytest.mark.slow
@given(pools, st.randoms())
@settings(max_examples=40, deadline=None)
def test_a_table_tells_nothing_of_the_order_or_of_who_is_who(pool: list[tuple[str, Row]], chance: object) -> None:
    again = [(f"x{who}", row) for who, row in pool]
    chance.shuffle(again)  # type: ignore[attr-defined]
    assert pool_rows(again) == pool_rows(pool)


@pytest.mark.slow
@given(pools, st.integers(2, 30))
@settings(max_examples=40, deadline=None)
def test_a_keen_user_weighs_as_one(pool: list[tuple[str, Row]], often: int) -> None:
    """Whoever contributes the same thing thirty times changes nothing."""
    keen = [(who, row) for who, row in pool if who == "person007"]
    assert pool_rows([*pool, *(keen * often)]) == pool_rows(pool)


def people(*ways: tuple[int, int, int], start: int = 0) -> list[tuple[str, Row]]:
    """Contributors, each with openings about racism."""
    return [
        (f"person{number:03}", (Counted(topic="racism", taken=taken, partly=partly, passed_by=passed),))
        for number, (taken, partly, passed) in enumerate(ways, start)
    ]


TAKES, PASSES, HALF = (2, 0, 0), (0, 0, 2), (0, 2, 0)
NONE = (0, 0, 0)
TWENTY = people(*[TAKES] * 5, *[PASSES] * 5, *[HALF] * 5, *[NONE] * 5)


def differences(tables: list[PublishedTable]) -> set[int]:
    """Every difference that subtracting every pair of tables gives, number by number, and of contributors."""
    found = set()
    for one, other in itertools.combinations(tables, 2):
        found.add(abs(one.contributors - other.contributors))
        for mine, theirs in zip(one.subjects, other.subjects, strict=True):
            pairs = zip(mine.numbers, theirs.numbers, strict=True)
            found |= {abs(a - b) for a, b in pairs if a is not None and b is not None}
    return found


def test_why_a_quarter_is_fixed_two_tables_a_person_apart_would_tell_that_person() -> None:
    """The danger is real: subtracting them would say how the twenty-first spoke."""
    before, after = pool_rows(TWENTY), pool_rows([*TWENTY, *people(PASSES, start=90)])
    racism = zip(before.subjects[0].numbers, after.subjects[0].numbers, strict=True)
    assert [b - a for a, b in racism if a is not None and b is not None] == [0, 0, 1, 0]


def test_subtracting_every_pair_of_tables_that_can_be_got_tells_nothing(tmp_path: Path) -> None:
    """Files pooled again with one more, one fewer, a team of their own, all but a team: one quarter, one table."""
    publishing = PublishedTables(tmp_path)
    cuts = [TWENTY, [*TWENTY, *people(PASSES, start=90)], TWENTY[1:], TWENTY[:12], TWENTY[8:], TWENTY[5:], []]
    tables = [publishing.publish(Q1, cut, TODAY) for cut in cuts]
    again = [PublishedTables(tmp_path).publish(Q1, cut, TODAY) for cut in reversed(cuts)]
    assert differences([*tables, *again]) == {0}
    assert len(set(tables + again)) == 1
    assert list(publishing.list_tables()) == tables[:1]


@given(st.lists(pools, min_size=2, max_size=4))
@settings(max_examples=25, deadline=None)
def test_whatever_is_pooled_in_whatever_order_a_quarter_has_one_table(cuts: list[list[tuple[str, Row]]]) -> None:
    with TemporaryDirectory() as folder:
        made = []
        for cut in cuts:
            try:
                made.append(PublishedTables(Path(folder)).publish(Q1, cut, TODAY))
            except NotNow:
                assert not made
        assert differences(made) <= {0}


def test_a_quarter_that_is_going_on_has_no_table(tmp_path: Path) -> None:
    """Neither on its last day, nor under another name; on the day after it has."""
    with pytest.raises(NotNow, match="not over"):
        PublishedTables(tmp_path).publish(Q1, TWENTY, date(2026, 3, 31))
    assert PublishedTables(tmp_path).publish(Q1, TWENTY, date(2026, 4, 1)).contributors == 20


def test_nine_contributors_make_no_table_and_nothing_is_fixed(tmp_path: Path) -> None:
    """Whoever forgot a file can add it: nothing was shown yet."""
    with pytest.raises(NotNow, match="1 more would be needed"):
        PublishedTables(tmp_path).publish(Q1, TWENTY[:9], TODAY)
    assert PublishedTables(tmp_path).publish(Q1, TWENTY, TODAY).contributors == 20


def test_a_table_that_cannot_be_read_is_not_made_anew(tmp_path: Path) -> None:
    """Else whoever spoils it gets a second one to subtract."""
    publishing = PublishedTables(tmp_path)
    publishing.publish(Q1, TWENTY, TODAY)
    (tmp_path / "shown-2026-q1.json").write_text("{", "utf-8")
    with pytest.raises(RecordsError, match="cannot be read"):
        publishing.publish(Q1, TWENTY[:12], TODAY)


def test_spoilt_contributions_stop_none_of_the_others() -> None:
    """A few are named, more are only counted."""
    bad = [ContributionRow(f"bad{number:05}", "2026-q1", "somebody1", "{}") for number in range(9)]
    good = [ContributionRow("good00001", "2026-q1", "somebody2", write_row(row(racism=(1, 0, 0))))]
    rows, unread = read_contributions([*bad, *good])
    assert [who for who, _ in rows] == ["somebody2"]
    assert len(unread) == 6
    assert unread[-1].startswith("4 more could not be read")
    _, few = read_contributions(bad[:5])
    assert len(few) == 5
    assert not any("more" in sentence for sentence in few)
