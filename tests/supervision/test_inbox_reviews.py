"""Days as people type them, and sentences as they are read."""

from datetime import UTC, date, datetime

import pytest

from coach.errors import NotNow
from coach.model.submission import (
    Note,
    Review,
    SecondView,
    Submission,
    SubmissionScope,
    SubmittedLine,
    View,
    agree_with_all,
    list_unanswered_notes,
    set_view,
)
from coach.supervision.agenda import parse_day, parse_future_day
from coach.supervision.documents import word_own_view
from coach.supervision.reflection import _lower_role
from coach.supervision.submissions import describe_note, describe_view


@pytest.mark.parametrize("typed", ["31 December 2026", "31st dec 2026", "2026-12-31", "31/12/2026", "31.12.2026"])
def test_a_day_is_read_as_people_here_write_it(typed: str) -> None:
    """In words, or in numbers with the day first."""
    assert parse_day(typed) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("18 dec", date(2026, 12, 18)),
        ("the 1st of march".removeprefix("the "), date(2027, 3, 1)),
        ("18/12", date(2026, 12, 18)),
        ("in a fortnight", date(2026, 3, 25)),
        ("in two weeks", date(2026, 3, 25)),
        ("In a month's time", date(2026, 4, 11)),
        ("tomorrow", date(2026, 3, 12)),
        ("Wednesday", date(2026, 3, 18)),
        ("next fri", date(2026, 3, 13)),
    ],
)
def test_a_day_that_is_still_to_come_may_be_said_shorter(typed: str, day: date) -> None:
    """Reckoned from today, a Wednesday; the year is the next in which there is such a day."""
    assert parse_future_day(typed, date(2026, 3, 11)) == day


def test_a_month_from_a_long_months_last_day_is_a_day_that_there_is() -> None:
    """The end of January and a month is the end of February."""
    assert parse_future_day("in a month", date(2027, 1, 31)) == date(2027, 2, 28)


def test_nothing_is_taken_up_by_a_day_that_is_past() -> None:
    """Today is in time; no day at all may be left out."""
    today = date(2026, 3, 11)
    assert parse_future_day("11 March 2026", today) == today
    assert parse_future_day("", today) is None
    with pytest.raises(NotNow, match="That day is past"):
        parse_future_day("10 March 2026", today)


@pytest.mark.parametrize("typed", ["12/31/2026", "31/12", "soon"])
def test_what_is_no_day_says_how_to_write_one(typed: str) -> None:
    """In a sentence that has one such day in it."""
    with pytest.raises(NotNow, match="31/12/2026"):
        parse_day(typed)


@pytest.mark.parametrize(("typed", "said"), [("3 moons", "not a day that can be read"), ("31 november", "no such day")])
def test_a_day_that_is_not_understood_is_not_said_to_be_none(typed: str, said: str) -> None:
    """Only a date that no month has is no day; so many weeks are counted with and without “in”."""
    today = date(2026, 12, 2)
    with pytest.raises(NotNow, match=said):
        parse_day(typed, today)
    assert parse_day("3 weeks", today) == parse_day("in 3 weeks", today) == date(2026, 12, 23)


def test_agreeing_with_all_leaves_what_was_said_of_a_note_as_it_is() -> None:
    """Each note that nothing was said of is agreed with; the lines of the family have none.

    A note of which the coach wasn't sure is a question, and is left.
    """
    notes = tuple(Note(criterion=name, name=name.title(), quote="Banter") for name in ("blunt", "mend", "ask"))
    lines = (
        SubmittedLine(speaker="Pat", text="There was a thing."),
        SubmittedLine(speaker="You", text="Banter", reply=1, notes=notes[:2]),
        SubmittedLine(speaker="You", text="Sorry", reply=2, notes=notes[1:]),
    )
    doubt = Note(criterion="race", name="Race", quote="Sorry", sure=False)
    lines = (*lines[:2], lines[2].model_copy(update={"notes": (doubt, *lines[2].notes)}))
    brought = Submission(id="k", what=SubmissionScope.WHOLE, day=date(2026, 3, 11), lines=lines)
    begun = Review(brought="k", at=datetime(2026, 3, 11, tzinfo=UTC))
    begun = set_view(begun, 1, "mend", View.DISAGREE, "It was a quote.")
    assert [(reply, note.criterion) for reply, note in list_unanswered_notes(begun, brought)] == [
        (1, "blunt"),
        (2, "mend"),
        (2, "ask"),
    ]
    said = agree_with_all(begun, brought)
    assert {(view.reply, view.criterion): view.view for view in said.views} == {
        (1, "mend"): View.DISAGREE,
        (1, "blunt"): View.AGREE,
        (2, "mend"): View.AGREE,
        (2, "ask"): View.AGREE,
    }
    assert (view := said.view(1, "mend"))
    assert view.reason == "It was a quote."
    assert agree_with_all(said, brought) == said


def test_a_quotation_that_ends_its_sentence_gets_no_second_stop() -> None:
    """Nor before somebody's own word, which begins another sentence."""
    note = Note(criterion="blunt", name="Brushes it off", quote="Only banter.", sure=True, harmful=True)
    assert describe_note(note, "They") == "May have hurt: Brushes it off: “Only banter.”"
    assert describe_note(note.model_copy(update={"quote": "Only banter"}), "They").endswith("“Only banter”.")
    assert describe_note(note.model_copy(update={"own_word": "fair"}), "They").endswith(
        "banter.” They said: that's fair."
    )


def test_what_the_coach_was_unsure_of_stays_unsure_wherever_it_is_quoted() -> None:
    """A supervisor's word on it is about a question, and nobody is told that it may have hurt."""
    note = Note(criterion="blunt", name="Brushes it off", quote="Only banter.", sure=False, harmful=True)
    line = SubmittedLine(speaker="You", text="Only banter.", reply=1, notes=(note,))
    said = SecondView(reply=1, criterion="blunt", view=View.DISAGREE, reason="It was a quote.")
    assert describe_view(said, line) == "says that it wasn't (Brushes it off? The coach wasn't sure): It was a quote."
    agreed = said.model_copy(update={"view": View.AGREE, "reason": ""})
    assert describe_view(agreed, line) == "says that it was (Brushes it off? The coach wasn't sure)."
    assert word_own_view(View.AGREE, "blunt", line) == "You say that it was"
    sure = line.model_copy(update={"notes": (note.model_copy(update={"sure": True}),)})
    assert describe_view(agreed, sure) == "agrees (may have hurt: Brushes it off)."
    assert word_own_view(View.AGREE, "blunt", sure) == "You agree"
    assert describe_view(said, sure) == "sees it otherwise (may have hurt: Brushes it off): It was a quote."


def test_a_role_keeps_the_letter_of_the_name_it_begins_with() -> None:
    """In a sentence."""
    assert _lower_role("Social worker") == "social worker"
    assert _lower_role("Temi's supervisor") == "Temi's supervisor"
