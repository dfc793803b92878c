"""The agenda in plain lines: a part at a time, with a clock that moves nobody."""

from datetime import UTC, datetime, timedelta

from coach.plain.agenda_reader import read_agenda
from coach.plain.console import LineConsole
from coach.supervision.agenda import load_agenda
from tests.plain.talk import Talk

NINE = datetime(2026, 3, 11, 9, tzinfo=UTC)


def test_each_part_is_read_with_its_minutes_and_questions_and_enter_goes_on_to_the_end() -> None:
    agenda, talk = load_agenda(), Talk(*[""] * 20)
    read_agenda(talk.lines, lambda: NINE)
    for part in agenda.parts:
        assert any(line.endswith(f"minutes {part.begins} to {part.ends}: {part.title}") for line in talk.written)
        assert all(question in talk.written for question in part.ask)
    assert len(talk.asked) == len(agenda.parts)


def test_a_number_goes_to_a_part_and_the_agenda_can_be_left_anywhere() -> None:
    talk = Talk("3", "99", "?", "leave")
    read_agenda(talk.lines, lambda: NINE)
    assert any(line.startswith("Part 3 of 7, minutes 8 to 20") for line in talk.written)
    assert any("The parts go from 1 to 7" in line for line in talk.written)
    assert any("Nothing of the talk is written down." in line for line in talk.written)


def test_a_clock_says_which_part_it_is_in() -> None:
    times = iter((NINE, NINE + timedelta(minutes=22), NINE + timedelta(minutes=70)))
    talk = Talk("clock", "clock", "clock", "leave")
    read_agenda(talk.lines, lambda: next(times))
    assert "About 22 minutes in: Say it again, three ways" in talk.written
    assert talk.written[-1].startswith("About 70 minutes in, past the last part.")


def test_the_whole_is_written_at_once_where_nobody_is_there_to_ask() -> None:
    written: list[str] = []
    read_agenda(LineConsole(lambda _: None, written.append, False), lambda: NINE)
    assert "Read the two lines aloud" in written[0]
