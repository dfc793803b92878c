"""Days as people type them, and sentences as they are read."""

from datetime import date

import pytest

from coach.errors import NotNow
from coach.model.submission import Note, SecondView, SubmittedLine, View
from coach.supervision.agenda import parse_day, parse_future_day
from coach.supervision.reflection import _lower_role
from coach.supervision.submissions import describe_note, describe_view


@pytest.mark.parametrize("typed", ["31 December 2026", "31st dec 2026", "2026-12-31", "31/12/2026", "31.12.2026"])
def test_a_day_is_read_as_people_here_write_it(typed: str) -> None:
    """In words, or in numbers with the day first."""
    assert parse_day(typed) == date(2026, 12, 31)


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
    assert describe_view(said, line) == "sees it otherwise (Brushes it off? The coach wasn't sure): It was a quote."
    sure = line.model_copy(update={"notes": (note.model_copy(update={"sure": True}),)})
    assert describe_view(said, sure) == "sees it otherwise (may have hurt: Brushes it off): It was a quote."


def test_a_role_keeps_the_letter_of_the_name_it_begins_with() -> None:
    """In a sentence."""
    assert _lower_role("Social worker") == "social worker"
    assert _lower_role("Temi's supervisor") == "Temi's supervisor"
