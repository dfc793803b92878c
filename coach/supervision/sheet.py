"""The papers of a supervision talk: its agenda, and a record that both write and sign.

The coach keeps nothing of the record. It holds what the two of them wrote on it, and nothing from a rehearsal.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path

from coach.debrief.render import Block, Heading, ListItem, Paragraph
from coach.errors import NotNow
from coach.model.types import Frozen
from coach.practice.safeguarding import Question, Safeguard
from coach.records.paths import write_export
from coach.supervision.actions import OwnAction
from coach.supervision.agenda import Agenda, format_day, parse_day
from coach.supervision.documents import render_blocks

TITLE = "Record of supervision"
BLANK = "_" * 44
"""Stands for what is left to be written by hand."""
SIGNED = f"{'_' * 30}   Date: {'_' * 14}"
OURS = (
    "Written by the two of us, in our own words. Families who are real are left out, or written of as our service asks."
)


class SupervisionSheet(Frozen):
    """The record of a supervision talk; an empty field becomes a line to write on by hand."""

    day: date | None = None
    practitioner: str = ""
    supervisor: str = ""
    discussed: str = ""
    """What was discussed, in a line or a few."""
    supervisor_actions: tuple[str, ...] = ()
    practitioner_actions: tuple[str, ...] = ()
    next_day: date | None = None

    def list_typed(self) -> tuple[str, ...]:
        """Every text on it but the two names and the dates of actions, which belong there."""
        actions = (split_date(action)[0] for action in (*self.supervisor_actions, *self.practitioner_actions))
        return tuple(filter(None, (self.discussed, *actions)))


def lay_out_sheet(sheet: SupervisionSheet) -> Iterator[Block]:
    """Lay out the record of a supervision talk, with room for both to sign."""
    yield Heading(TITLE, 1)
    yield Paragraph(format_day(sheet.day) if sheet.day else BLANK, "Date")
    yield Paragraph(sheet.practitioner or BLANK, "Practitioner")
    yield Paragraph(sheet.supervisor or BLANK, "Supervisor")
    yield Heading("What was discussed")
    yield Paragraph(sheet.discussed or BLANK)
    for heading, actions in (
        ("What the supervisor will do, and by when", sheet.supervisor_actions),
        ("What the practitioner will do, and by when", sheet.practitioner_actions),
    ):
        yield Heading(heading)
        yield from (ListItem(action) for action in actions or (BLANK,))
    yield Heading("The next talk")
    yield Paragraph(format_day(sheet.next_day) if sheet.next_day else BLANK, "Date")
    yield Heading("Signed")
    yield Paragraph(SIGNED, "Practitioner")
    yield Paragraph(SIGNED, "Supervisor")
    yield Paragraph(OURS)


def save_sheet(sheet: SupervisionSheet, file: Path, *, confirmed: Collection[Question] = ()) -> Path:
    """Save a sheet for its writer alone, in the form of the file's ending; return its path.

    Args:
        sheet: the sheet.
        file: the path.
        confirmed: the questions that were asked about its words and answered with "as it is".

    Raises:
        WordsHeld: it may hold a real person's details, which is asked about first.
        RecordsError: the file cannot be written.
    """
    return write_export(file, render_sheet(sheet, file.suffix, confirmed=confirmed))


def render_sheet(sheet: SupervisionSheet, suffix: str, *, confirmed: Collection[Question] = ()) -> str | bytes:
    """Render a sheet in the form of a file's ending, for a browser to save.

    Args:
        sheet: the sheet.
        suffix: the end of the file's name, from its dot on.
        confirmed: the questions that were asked about its words and answered with "as it is".

    Raises:
        WordsHeld: it may hold a real person's details, which is asked about first.
    """
    Safeguard(frozenset[str]).hold_shared_words(sheet.list_typed(), confirmed)
    return render_blocks(lay_out_sheet(sheet), suffix, TITLE)


def word_action(action: OwnAction) -> str:
    """Word an action as it stands on a sheet: what, and by when."""
    return f"{action.what}, by {format_day(action.by)}" if action.by else action.what


def split_date(action: str) -> tuple[str, str]:
    """Split an action into what and by when; the second is empty where no day stands at its end.

    A day in a text may be of somebody's birth, and is asked about. One by which something is done is none.
    """
    what, by, day = action.rpartition(", by ")
    try:
        return (what, f"{by}{day}") if by and parse_day(day) else (action, "")
    except NotNow:
        return action, ""


def split_lines(text: str) -> tuple[str, ...]:
    """Split typed text into actions, one a line, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


# --- The agenda, on paper

SAID_BEFORE = "Said before"
"""Stands before what the supervisor said they would take up."""


def lay_out_agenda(agenda: Agenda, said_before: Iterable[str] = ()) -> Iterator[Block]:
    """Lay out an agenda, to print it or to send it to whoever brought something.

    Args:
        agenda: the agenda.
        said_before: what the supervisor said they would take up, to be looked at again.
    """
    yield Heading(agenda.title, 1)
    for part in agenda.parts:
        yield Heading(f"{part.title} (minutes {part.begins} to {part.ends})")
        yield from (ListItem(question) for question in part.ask)
        if part.actions:
            yield from (ListItem(action, SAID_BEFORE) for action in said_before)
        if part.note:
            yield Paragraph(part.note)
