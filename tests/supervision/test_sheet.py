"""The record of a talk is theirs to write and sign; what is left empty is a line for a pen."""

import io
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from coach.debrief.render import render_plain
from coach.practice.safeguarding import WordsHeld
from coach.supervision.actions import OwnAction
from coach.supervision.documents import render_docx
from coach.supervision.sheet import (
    BLANK,
    SIGNED,
    TITLE,
    SupervisionSheet,
    lay_out_sheet,
    save_sheet,
    split_date,
    split_lines,
    word_action,
)

FULL = SupervisionSheet(
    day=date(2026, 3, 11),
    practitioner="Ann",
    supervisor="Sue",
    discussed="How to ask about the bus a second time.",
    supervisor_actions=("Ask for an interpreter, by 1 April 2026",),
    practitioner_actions=("Say the word first", "Write it up"),
    next_day=date(2026, 4, 15),
)


def test_a_sheet_has_what_a_service_asks_for() -> None:
    """Date, what was discussed, actions of both, the next date, both names, and two lines to sign."""
    text = render_plain(lay_out_sheet(FULL))
    for words in (
        "Date: 11 March 2026",
        "Practitioner: Ann",
        "Supervisor: Sue",
        "How to ask about the bus a second time.",
        "Ask for an interpreter, by 1 April 2026",
        "Say the word first",
        "Write it up",
        "Date: 15 April 2026",
    ):
        assert words in text
    assert text.count(SIGNED) == 2
    assert BLANK not in text.replace(SIGNED, "")


def test_an_empty_sheet_has_a_line_for_everything() -> None:
    """So it can be printed, and written by hand in the room."""
    text = render_plain(lay_out_sheet(SupervisionSheet())).replace(SIGNED, "")
    assert text.count(BLANK) == 7


def test_a_sheet_is_a_word_document() -> None:
    paragraphs = [each.text for each in Document(io.BytesIO(render_docx(lay_out_sheet(FULL), TITLE))).paragraphs]
    assert TITLE in paragraphs
    assert f"Practitioner: {SIGNED}" in paragraphs


def test_the_gate_is_shown_all_that_is_typed_but_the_two_names() -> None:
    """Nor is it asked about the day by which something is done, which is nobody's birthday."""
    assert FULL.list_typed() == (FULL.discussed, "Ask for an interpreter", *FULL.practitioner_actions)
    assert split_date("Ring, by and by") == ("Ring, by and by", "")


def test_a_sheet_that_may_hold_a_real_family_is_not_saved_before_that_is_asked_about(tmp_path: Path) -> None:
    """Both names on it belong there, and are not asked about."""
    with pytest.raises(WordsHeld):
        save_sheet(FULL.model_copy(update={"discussed": "Mary Okonkwo, mary@example.org"}), tmp_path / "a.txt")
    assert not (tmp_path / "a.txt").exists()
    named = FULL.model_copy(update={"practitioner": "Ann Okonkwo"})
    assert "Ann Okonkwo" in save_sheet(named, tmp_path / "b.txt").read_text()


def test_actions_are_typed_one_a_line_and_said_with_their_date() -> None:
    assert split_lines(" One \n\n two") == ("One", "two")
    action = OwnAction(id="a", what="Ask", by=date(2026, 4, 1))
    assert word_action(action) == "Ask, by 1 April 2026"
    assert word_action(action.model_copy(update={"by": None})) == "Ask"
