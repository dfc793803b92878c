"""When a promise falls due, by the days and hours that it names."""

import pytest

from coach.debrief.promise_anchors import TalkTime, find_due, read_talk_time, sets_time
from coach.debrief.wording import spell_plain

DAY = 24 * 60
THURSDAY_AT_TEN = TalkTime(3, 10 * 60)
WEDNESDAY_AT_NOON, WEDNESDAY_AT_FIVE = TalkTime(2, 12 * 60), TalkTime(2, 17 * 60)


@pytest.mark.parametrize(
    ("setting", "talk"),
    [
        ("Sindy's allotment, ten o'clock on a Thursday in October", THURSDAY_AT_TEN),
        ("a lobby, a Thursday, just after five", TalkTime(3, 17 * 60)),
        ("a side room, ten past two in the afternoon", TalkTime(None, 14 * 60 + 10)),
        ("the police station, at five past ten on a Wednesday night", TalkTime(2, 22 * 60 + 5)),
        ("a kitchen", TalkTime()),
    ],
)
def test_the_time_of_the_talk_is_read_from_its_setting(setting: str, talk: TalkTime) -> None:
    assert read_talk_time(spell_plain(setting)) == talk


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("I'll tell Dr Farrell now.", "I'll ring you by six."),
        ("I'll ring you by quarter past five.", "Before eight you have a different bed."),
        ("Before eight you have a different bed.", "I'll ring you tonight."),
        ("I'll write it tonight.", "Tomorrow at ten I ring you."),
        ("I'll ring you tomorrow at nine.", "I'll ring you tomorrow at half past nine."),
        ("I'll ring you tomorrow.", "I'll ring the school on Monday."),
        ("By Friday you have it.", "I'll come on Wednesday after one."),
        ("By Friday you have it.", "Friday week it's the calls to Devon."),
        ("Friday week it's the calls to Devon.", "I'll do it next month."),
    ],
)
def test_what_falls_due_first_stands_before_the_rest(first: str, second: str) -> None:
    due, later = find_due(spell_plain(first), WEDNESDAY_AT_NOON), find_due(spell_plain(second), WEDNESDAY_AT_NOON)
    assert due is not None
    assert later is not None
    assert due < later


def test_at_five_before_eight_is_this_evening_and_before_four_is_past() -> None:
    assert find_due("i will do it before eight", WEDNESDAY_AT_FIVE) == 20 * 60
    assert find_due("i will ring at nine on thursday", WEDNESDAY_AT_FIVE) == DAY + 9 * 60


@pytest.mark.parametrize(
    "text",
    [
        "I'll ring the school.",
        "I have one thing to say.",
        "Now the other line.",
        "I signed it on a Friday.",
    ],
)
def test_nothing_is_due_where_no_time_is_named(text: str) -> None:
    assert find_due(spell_plain(text)) is None


def test_a_time_is_set_by_what_is_said_and_not_by_what_is_asked_of_them() -> None:
    assert sets_time("the workloads by next wednesday")
    assert not sets_time("send me that by six")
    assert not sets_time("it is quarter past twelve and i am going to ask you")
    assert not sets_time("so it was quarter past five today")
