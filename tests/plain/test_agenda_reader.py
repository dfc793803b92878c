"""The agenda in plain lines: a part at a time, with a clock that moves nobody."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from coach.plain.agenda_reader import read_agenda
from coach.plain.console import LineConsole
from coach.supervision.agenda import load_agenda
from coach.supervision.sheet import Meeting
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


def test_a_part_is_left_out_and_the_agenda_saved_with_its_day_and_names(tmp_path: Path) -> None:
    """What was brought stands in the part of the moment, and what was promised in its own."""
    meeting = Meeting(practitioner="Ann", about=(("Brought", "One moment, The bus"),))
    file = tmp_path / "agenda.md"
    talk = Talk("2", "out", "3", "6", "save", "31/02", "in a week", "", "Sue", str(file), "leave")
    read_agenda(talk.lines, lambda: NINE, meeting=meeting, said_before=("Ask for an interpreter",))
    assert "Left out. `out` puts it back." in talk.written
    assert "Brought: One moment, The bus" in talk.written
    assert "Said before: Ask for an interpreter" in talk.written
    assert any(line.startswith("There is no such day.") for line in talk.written)
    assert "What you said to them that you would take up goes along: Ask for an interpreter." in talk.written
    text = file.read_text("utf-8")
    for words in ("18 March 2026", "Ann and Sue", "One moment, The bus", "Ask for an interpreter"):
        assert words in text
    assert "What stays here" not in text


def test_of_a_part_that_is_left_out_nothing_is_said_to_go_along(tmp_path: Path) -> None:
    meeting = Meeting(practitioner="Ann", about=(("Brought", "One moment, The bus"),))
    place = next(number for number, part in enumerate(load_agenda().parts, 1) if part.actions)
    talk = Talk(str(place), "out", "save", "", "", "", str(tmp_path / "agenda.md"), "leave")
    read_agenda(talk.lines, lambda: NINE, meeting=meeting, said_before=("Ask for an interpreter",))
    assert not any("goes along" in line for line in talk.written)
    assert any(line.startswith("What was brought, and what they would like to talk about") for line in talk.written)
