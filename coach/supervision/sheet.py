"""The papers of supervision: an agenda, a record of a talk, and an agreement to sign.

The coach keeps nothing of what is signed. It holds what the two of them wrote on it, and nothing from a rehearsal.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from coach.debrief.render import Block, Heading, ListItem, Paragraph
from coach.errors import NotNow
from coach.language.catalogue import ENGLISH, say, speak
from coach.model.submission import Review, Submission, SubmissionScope, SubmittedLine
from coach.model.types import Frozen
from coach.practice.safeguarding import Question, Safeguard
from coach.records.paths import fit_ending, write_export
from coach.supervision.actions import OwnAction
from coach.supervision.agenda import Agenda, format_day, parse_day
from coach.supervision.desk_texts import (
    ABOUT_AGREEMENT,
    ABOUT_SHEET,
    AGREEMENT_FIELDS,
    BROUGHT_ALONG,
    PROMISED_ALONG,
    SHEET_FIELDS,
)
from coach.supervision.documents import DOCUMENT_ENDINGS, render_blocks
from coach.supervision.submissions import KINDS_IN_WORDS, TO_TALK_ABOUT, describe_reply

TITLE = "Record of supervision"
AGREEMENT_TITLE = "Supervision agreement"
IN_THE_COACH = (
    "A supervisor sees what is brought, and nothing else: not who rehearses, nor how often. What is brought through a "
    "team's store can be withdrawn from it. A file or a printed page that was given cannot: it can only be asked for "
    "back. Nobody is scored or counted."
)
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
    yield Heading(say(TITLE), 1)
    yield Paragraph(format_day(sheet.day) if sheet.day else BLANK, say("Date"))
    yield Paragraph(sheet.practitioner or BLANK, say("Practitioner"))
    yield Paragraph(sheet.supervisor or BLANK, say("Supervisor"))
    yield Heading(say("What was discussed"))
    yield Paragraph(sheet.discussed or BLANK)
    for heading, actions in (
        (say("What the supervisor will do, and by when"), sheet.supervisor_actions),
        (say("What the practitioner will do, and by when"), sheet.practitioner_actions),
    ):
        yield Heading(heading)
        yield from (ListItem(action) for action in actions or (BLANK,))
    yield Heading(say("The next talk"))
    yield Paragraph(format_day(sheet.next_day) if sheet.next_day else BLANK, say("Date"))
    yield Heading(say("Signed"))
    yield Paragraph(SIGNED, say("Practitioner"))
    yield Paragraph(SIGNED, say("Supervisor"))
    yield Paragraph(say(OURS))


class SupervisionAgreement(Frozen):
    """What two people agree on before they begin; an empty field is a line to write on."""

    day: date | None = None
    practitioner: str = ""
    supervisor: str = ""
    purpose: str = ""
    """What the supervision is for."""
    stays: str = ""
    """What stays between the two, and what would change that."""
    written: str = ""
    """What is written down, where, and who reads it."""
    next_day: date | None = None
    """When the two look at it again."""

    def list_typed(self) -> tuple[str, ...]:
        """Every text on it but the two names, which belong there."""
        return tuple(filter(None, (self.purpose, self.stays, self.written)))


def lay_out_agreement_sheet(sheet: SupervisionAgreement) -> Iterator[Block]:
    """Lay out a supervision agreement, with room for both to sign."""
    yield Heading(say(AGREEMENT_TITLE), 1)
    yield Paragraph(format_day(sheet.day) if sheet.day else BLANK, say("Date"))
    yield Paragraph(sheet.practitioner or BLANK, say("Practitioner"))
    yield Paragraph(sheet.supervisor or BLANK, say("Supervisor"))
    for heading, words in (
        (say("What it is for"), sheet.purpose),
        (say("What stays between us, and what would change that"), sheet.stays),
        (say("What is written down, where, and who reads it"), sheet.written),
    ):
        yield Heading(heading)
        yield from (Paragraph(line) for line in split_lines(words) or (BLANK, BLANK))
    yield Heading(say("When we look at this again"))
    yield Paragraph(format_day(sheet.next_day) if sheet.next_day else BLANK, say("Date"))
    yield Paragraph(say(IN_THE_COACH), say("In the coach"))
    yield Heading(say("Signed"))
    yield Paragraph(SIGNED, say("Practitioner"))
    yield Paragraph(SIGNED, say("Supervisor"))


Paper = SupervisionSheet | SupervisionAgreement
"""A sheet to sign, of either kind."""


PAPER_DAYS = ("day", "next_day")
PAPER_NAMES = ("practitioner", "supervisor")
"""The fields of both sheets that hold days, and those that hold the two names."""


@dataclass(frozen=True, slots=True)
class PaperForm:
    """What a form asks for a sheet to sign, and what the sheet is called."""

    title: str
    about: str
    file_name: str
    """The file's name, before the day."""
    labels: dict[str, str]
    """What stands above each field, by its name."""
    texts: tuple[str, ...]
    """The fields in which several lines are typed."""

    def make(
        self, days: Mapping[str, date | None], names: Mapping[str, str], lines: Mapping[str, tuple[str, ...]]
    ) -> Paper:
        """Make the sheet from what stands in the fields.

        Args:
            days: the days, by their fields.
            names: the two names, by theirs.
            lines: the lines of each text.
        """
        if self is AGREEMENT_FORM:
            joined = {name: "\n".join(typed) for name, typed in lines.items()}
            return SupervisionAgreement.model_validate({**days, **names, **joined})
        discussed = "\n".join(lines["discussed"])
        return SupervisionSheet.model_validate({**days, **names, **lines, "discussed": discussed})


RECORD_FORM = PaperForm(
    TITLE, ABOUT_SHEET, "supervision", SHEET_FIELDS, ("discussed", "supervisor_actions", "practitioner_actions")
)
AGREEMENT_FORM = PaperForm(
    AGREEMENT_TITLE, ABOUT_AGREEMENT, "supervision-agreement", AGREEMENT_FIELDS, ("purpose", "stays", "written")
)


def save_sheet(sheet: Paper, file: Path, *, confirmed: Collection[Question] = ()) -> Path:
    """Save a sheet for its writer alone, in the form of the file's ending; return its path.

    Args:
        sheet: the sheet.
        file: the path; without an ending it is an HTML page.
        confirmed: the questions that were asked about its words and answered with "as it is".

    Raises:
        WordsHeld: it may hold a real person's details, which is asked about first.
        RecordsError: the file cannot be written, or its name ends in something else.
    """
    file = fit_ending(file, DOCUMENT_ENDINGS)
    return write_export(file, render_sheet(sheet, file.suffix, confirmed=confirmed))


def render_sheet(sheet: Paper, suffix: str, *, confirmed: Collection[Question] = ()) -> str | bytes:
    """Render a sheet in the form of a file's ending, for a browser to save.

    Args:
        sheet: the sheet.
        suffix: the end of the file's name, from its dot on.
        confirmed: the questions that were asked about its words and answered with "as it is".

    Raises:
        WordsHeld: it may hold a real person's details, which is asked about first.
    """
    Safeguard(frozenset[str]).hold_shared_words(sheet.list_typed(), confirmed)
    if isinstance(sheet, SupervisionAgreement):
        return render_blocks(lay_out_agreement_sheet(sheet), suffix, AGREEMENT_TITLE)
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


BROUGHT = "Brought"
"""Stands before what the talk is about."""


class Meeting(Frozen):
    """A supervision talk that an agenda is made for; all of it may be empty."""

    day: date | None = None
    practitioner: str = ""
    supervisor: str = ""
    about: tuple[tuple[str, str], ...] = ()
    """What stands in the part of the moment: labels such as `Brought`, each with words."""
    left_out: tuple[int, ...] = ()
    """The places of parts that are left out, from 0."""

    def with_part(self, place: int) -> "Meeting":
        """Return the meeting with a part left out, or put back if it was."""
        others = tuple(other for other in self.left_out if other != place)
        return self.model_copy(update={"left_out": others if len(others) < len(self.left_out) else (*others, place)})

    @property
    def file_name(self) -> str:
        """The name of its agenda's file, without an ending: by whom it is with, and its day."""
        letters = "".join(letter if letter.isalnum() else " " for letter in self.practitioner.casefold())
        words = ("agenda", *letters.split(), *((f"{self.day:%Y-%m-%d}",) if self.day else ()))
        return "-".join(words)


@speak(ENGLISH)  # it is written into an agenda, and a document is in English
def plan_meeting(
    brought: Submission | None = None, review: Review | None = None, *, day: date | None = None, supervisor: str = ""
) -> Meeting:
    """Plan a meeting about something that was brought, if it is given.

    Args:
        brought: what the talk is about, if anything.
        review: what the supervisor says of it so far.
        day: the day of the talk.
        supervisor: what the supervisor is called.
    """
    if brought is None:
        return Meeting(day=day, supervisor=supervisor)
    what = (KINDS_IN_WORDS[brought.what], brought.title, describe_reply(brought))
    about = (
        (say(BROUGHT), ", ".join(filter(None, what))),
        (say("{who} would like to talk about", who=brought.who or "They"), brought.question),
        *((f"{brought.who or 'They'} said", f"“{line.text}”") for line in _find_moment(brought)),
        *((say(TO_TALK_ABOUT), question) for question in (review.questions if review else ())),
    )
    return Meeting(
        day=day,
        practitioner=brought.who,
        supervisor=(review.who if review else "") or supervisor,
        about=tuple((label, words) for label, words in about if words),
    )


def describe_along(agenda: Agenda, said_before: Iterable[str], meeting: Meeting) -> tuple[str, ...]:
    """Say what else the reader of an agenda gets to read, but for parts that are left out.

    Args:
        agenda: the agenda.
        said_before: what the supervisor said they would take up.
        meeting: what it is about, and which parts are left out.
    """
    parts = [part for place, part in enumerate(agenda.parts) if place not in meeting.left_out]
    promised = "; ".join(said_before)
    along = (
        say(BROUGHT_ALONG) if meeting.about and any(part.moment for part in parts) else "",
        say(PROMISED_ALONG, promised=promised) if promised and any(part.actions for part in parts) else "",
    )
    return tuple(filter(None, along))


def _find_moment(brought: Submission) -> tuple[SubmittedLine, ...]:
    """Return the lines that a moment is about; none of a whole conversation."""
    return brought.replies() if brought.what is SubmissionScope.MOMENT else ()


def lay_out_agenda(agenda: Agenda, said_before: Iterable[str] = (), meeting: Meeting | None = None) -> Iterator[Block]:
    """Lay out an agenda, to print it or to send it to whoever brought something.

    Args:
        agenda: the agenda.
        said_before: what the supervisor said they would take up, to be looked at again.
        meeting: when it is and with whom, what it is about, and which parts are left out.
    """
    meeting = meeting or Meeting()
    yield Heading(agenda.title, 1)
    if meeting.day:
        yield Paragraph(format_day(meeting.day), say("Date"))
    if names := " and ".join(filter(None, (meeting.practitioner, meeting.supervisor))):
        yield Paragraph(names, say("With") if meeting.practitioner else say("Supervisor"))
    spared = 0
    for place, part in enumerate(agenda.parts):
        if place in meeting.left_out:
            spared += part.ends - part.begins
            continue
        # What comes after a part that is left out begins that much sooner.
        yield Heading(f"{part.title} (minutes {part.begins - spared} to {part.ends - spared})")
        if part.moment:
            yield from (ListItem(words, label) for label, words in meeting.about)
        yield from (ListItem(question) for question in part.ask)
        if part.actions:
            yield from (ListItem(action, say(SAID_BEFORE)) for action in said_before)
        if part.note:
            yield Paragraph(part.note)
