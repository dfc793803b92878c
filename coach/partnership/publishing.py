"""Published tables and their report: a quarter's table is made once, after it ended.

Two tables of one quarter, of which one has a few people more, could be subtracted from each other (disclosure by
differencing). So whatever is pooled afterwards on this machine, from whichever folder, the same table is shown. A table
that was made from a shared folder is stored in that folder too, and others who pool it are shown that one. It holds
only suppressed counts, and no contributor.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from coach.debrief.document_formats import render_html
from coach.debrief.render import Block, Heading, ListItem, Paragraph
from coach.errors import CoachError, NotKnown, NotNow
from coach.language.catalogue import ENGLISH, say, speak
from coach.model.types import Frozen
from coach.partnership.counts import SUBJECT_NAMES, CountedSubject, Quarter, Row
from coach.partnership.suppression import MIN_CONTRIBUTORS, Leaning, SuppressedCounts, pool_rows
from coach.records.class_log_sqlite import read_value, write_value

# --- Published tables: the table of a quarter is made once, after it ended, and never again

MIN_QUARTERS = 3
"""Quarters below which nothing is compared over time."""


class PublishedTable(Frozen):
    """The published table of one quarter: suppressed counts by subject."""

    format: Literal[1] = 1
    quarter: str
    contributors: Annotated[int, Field(ge=MIN_CONTRIBUTORS, le=1_000_000)]
    subjects: tuple[SuppressedCounts, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> "PublishedTable":
        try:
            Quarter.parse(self.quarter)
        except NotKnown:
            raise ValueError("it has no quarter") from None
        if tuple(subject.subject for subject in self.subjects) != tuple(CountedSubject):
            raise ValueError("it has not every subject once")
        return self

    @property
    def period(self) -> Quarter:
        """The quarter of the table."""
        return Quarter.parse(self.quarter)


class PublishedTables:
    """The tables that were published on this machine, and those in the shared folder."""

    def __init__(self, folder: Path, pool: Path | None = None) -> None:
        """Open the published tables.

        Args:
            folder: the folder on this machine where the tables are stored.
            pool: the shared folder of contributions, where other machines may publish tables too.
        """
        self._folder = folder
        self._pool = pool
        self.sharing_failure = ""
        """Why the table could not be written into the pool, once that was tried."""

    def read(self, quarter: Quarter) -> PublishedTable | None:
        """Read the table of a quarter; None before it is published.

        Raises RecordsError where it is unreadable.
        """
        return read_value(self._find_file(quarter), PublishedTable, say("The table of {words}", words=quarter.words))

    def list_tables(self) -> tuple[PublishedTable, ...]:
        """List every table that can be read, in the order of their quarters."""
        tables = []
        for file in self._folder.glob("shown-*.json"):
            try:
                table = read_value(file, PublishedTable, "A table")
            except CoachError:
                continue  # said by `of`, to whoever asks for that quarter
            if table is not None:
                tables.append(table)
        return tuple(sorted(tables, key=lambda table: table.period))

    def publish(self, quarter: Quarter, rows: Iterable[tuple[str, Row]], today: date) -> PublishedTable:
        """Publish the table of a quarter, unless it is published already; return the published one.

        Args:
            quarter: the quarter.
            rows: the pooled rows, each with its contributor's id.
            today: the day, to tell whether the quarter has ended.

        Raises:
            NotNow: the quarter has not ended, or has too few contributors.
            RecordsError: the table cannot be stored.
        """
        # A table that exists anywhere is the table: a second one could be subtracted from it.
        if fixed := self.read(quarter) or self.read_from_pool(quarter):
            return fixed
        check_quarter_ended(quarter, today)
        table = pool_rows(rows)
        if table.shortfall:
            raise NotNow(*explain_too_few(table.shortfall))
        made = PublishedTable(quarter=quarter.name, contributors=table.contributors, subjects=table.subjects)
        # Another machine may have been quicker; then its table is kept here too.
        published = self.share(made)
        write_value(self._find_file(quarter), published)
        return published

    def read_from_pool(self, quarter: Quarter) -> PublishedTable | None:
        """Read the table that another machine published in the shared folder, and copy it here.

        Raises:
            RecordsError: the table is there and unreadable. A second one must not be made then.
        """
        if self._pool is None:
            return None
        table = read_value(
            self._pool / _make_file_name(quarter), PublishedTable, say("The table of {words}", words=quarter.words)
        )
        if table is not None:
            write_value(self._find_file(quarter), table)
        return table

    def share(self, table: PublishedTable) -> PublishedTable:
        """Write a table into the shared folder, unless the folder has one for that quarter.

        Returns:
            The table that the folder now has. If the folder cannot be written, the given table; `sharing_failure` then
            says why.

        Raises:
            RecordsError: the folder has an unreadable table for the quarter.
        """
        if self._pool is None:
            return table
        try:
            write_once(self._pool / _make_file_name(table.period), table.model_dump_json(indent=2) + "\n")
        except FileExistsError:
            return (
                read_value(
                    self._pool / _make_file_name(table.period),
                    PublishedTable,
                    say("The table of {words}", words=table.period.words),
                )
                or table
            )
        except OSError as error:
            self.sharing_failure = (error.strerror or say("no access")).lower()
        return table

    def _find_file(self, quarter: Quarter) -> Path:
        return self._folder / _make_file_name(quarter)


def write_once(file: Path, text: str) -> None:
    """Write a new file into a shared folder, complete or not at all.

    Args:
        file: the path; it must not exist.
        text: what is in it.

    Raises:
        FileExistsError: another machine was quicker.
        OSError: the folder cannot be written.
    """
    half = file.with_name(f".{file.stem}-{secrets.token_hex(4)}")
    try:
        half.write_text(text, "utf-8")
        try:
            os.link(half, file)  # a rename would replace one that came in the same moment
        except FileExistsError:
            raise
        except OSError:  # not every network drive knows links
            with file.open("x", encoding="utf-8") as out:
                out.write(text)
    finally:
        half.unlink(missing_ok=True)


def _make_file_name(quarter: Quarter) -> str:
    return f"shown-{quarter.name}.json"


def check_quarter_ended(quarter: Quarter, today: date) -> None:
    """Raise NotNow if a quarter has not ended."""
    if not quarter.has_ended(today):
        raise NotNow(
            say("{words} is not over.", words=quarter.words),
            say("A quarter is shown once it is over, so that nobody can compare it with itself a few people later."),
        )


def explain_too_few(needed: int) -> tuple[str, str]:
    """Return two sentences: that too few people contributed, and why nothing is shown then.

    Args:
        needed: how many more contributors are needed.
    """
    return (
        say(
            "Nothing is shown of fewer than {min_contributors} contributors; {needed} more would be needed.",
            min_contributors=MIN_CONTRIBUTORS,
            needed=needed,
        ),
        say("That is what keeps a single person from being seen."),
    )


# --- The report on a published table: the page, its chart, how it was counted, and what to ask

TITLE = "Which subjects stay silent"
CHOSEN = "These are rehearsals with scripted families, and people chose which to contribute."
QUESTIONS = (
    "Have we commissioned the right interpreters?",
    "Does our assessment form ask about racism?",
    "Does supervision?",
    "Who do staff go to?",
    "What did families tell us?",
)
SOURCES = (
    "complaints, and what families say of us",
    "audits of how ethnicity and heritage are recorded",
    "how often an interpreter was there when one was asked for",
)
MOST_QUARTERS = 8
"""How many quarters are compared, the latest."""


def build_page(table: PublishedTable, before: tuple[PublishedTable, ...] = ()) -> Iterator[Block]:
    """Build the page on a quarter's published table.

    Args:
        table: the quarter's table.
        before: other quarters' tables. With fewer than three in all, nothing is compared over time.
    """
    yield Heading(f"{TITLE}: {table.period.words}", 1)
    yield Paragraph(summarize(table.subjects, table.contributors))
    yield Heading(say("Openings, by what they were about"))
    yield from _list_subjects(table.subjects, table.contributors)
    yield from _compare_quarters(tuple(sorted({*before, table}, key=lambda quarter_table: quarter_table.period)))
    yield Heading(say("How it was counted"))
    yield from _explain_counting()
    yield Paragraph(
        say(
            "It is never broken down by who anybody is, where they work or who manages them. It belongs in no "
            "appraisal."
        )
    )
    yield Heading(say("Put it beside"))
    yield from (ListItem(source) for source in SOURCES)
    yield Heading(say("What to ask of the organisation"))
    yield from (ListItem(question) for question in QUESTIONS)


def summarize(subjects: tuple[SuppressedCounts, ...], contributors: int) -> str:
    """Summarize a table in a few sentences, using only the counts that the table shows."""
    silent = [_describe_silent(subject, contributors) for subject in subjects if subject.leaning is Leaning.PASSED_BY]
    taken = [f"“{SUBJECT_NAMES[subject.subject]}”" for subject in subjects if subject.leaning is Leaning.TAKEN]
    said = (
        [
            say(
                "In {contributors} colleagues' rehearsals this quarter, {silent}.",
                contributors=contributors,
                silent="; ".join(silent),
            )
        ]
        if silent
        else []
    )
    if taken:
        begins = (
            say("Openings")
            if said
            else say("In {contributors} colleagues' rehearsals this quarter, openings", contributors=contributors)
        )
        said.append(
            say("{begins} about {taken} were taken more often than passed by.", begins=begins, taken=_join_names(taken))
        )
    if not said:
        said.append(
            say(
                "{contributors} colleagues contributed this quarter. No subject stands out that can be shown.",
                contributors=contributors,
            )
        )
    return " ".join((*said, say(CHOSEN)))


def describe_counts(shown: SuppressedCounts, contributors: int) -> str:
    """Describe the counts of one subject in words, saying where a count is not shown.

    Args:
        shown: the counts after suppression.
        contributors: how many people contributed to the table.
    """
    numbers = [
        f"{words} for {number}"
        for words, number in (
            (say("mostly taken"), shown.taken),
            (say("partly taken, or some of each,"), shown.partly),
            (say("mostly passed by"), shown.passed_by),
            (say("never came up"), shown.none_came_up),
        )
        if number is not None
    ]
    if numbers:
        whole = "" if None not in shown.numbers else say(" The rest is not shown.")
        sentence = f"{'; '.join(numbers)}, of {contributors} colleagues.{whole}"
        return f"{sentence[0].upper()}{sentence[1:]}"
    match shown.leaning:
        case Leaning.TAKEN:
            return say("Taken more often than passed by. The numbers are not shown.")
        case Leaning.PASSED_BY:
            return say("Passed by more often than taken. The numbers are not shown.")
        case Leaning.UNSAID:
            return say("Nothing can be shown.")


def _list_subjects(subjects: tuple[SuppressedCounts, ...], contributors: int) -> Iterator[Block]:
    for subject in subjects:
        yield ListItem(describe_counts(subject, contributors), capitalize_name(subject))


def _compare_quarters(tables: tuple[PublishedTable, ...]) -> Iterator[Block]:
    if len(tables) < MIN_QUARTERS:
        return
    latest = tables[-MOST_QUARTERS:]
    yield Heading(say("Quarter by quarter"))
    yield Paragraph(say("Other people chose other rehearsals each quarter, so a difference may mean nothing."))
    for number, subject in enumerate(latest[-1].subjects):
        yield Heading(capitalize_name(subject), 3)
        for table in latest:
            yield ListItem(describe_counts(table.subjects[number], table.contributors), table.period.words)


def _explain_counting() -> Iterator[Block]:
    yield ListItem(say("Each colleague counts once, however many rehearsals they contributed."))
    yield ListItem(say("“Mostly” is more than half of one colleague's own openings on that subject."))
    yield ListItem(say("Openings that were skipped, or that the coach was not sure of, are not counted."))
    yield ListItem(say("No number below five is shown, nor any from which such a number could be worked out."))
    yield ListItem(say("The table of a quarter is made once, when it is over. There are no other cuts of it."))
    yield ListItem(say("The coach reads words, and sometimes misreads them. It describes rehearsals, not visits."))


def _describe_silent(shown: SuppressedCounts, contributors: int) -> str:
    number = (
        say(
            " (mostly passed by for {passed_by} of {contributors})",
            passed_by=shown.passed_by,
            contributors=contributors,
        )
        if shown.passed_by is not None
        else ""
    )
    return say(
        "openings about “{subject_name}” were passed by more often than taken{number}",
        subject_name=SUBJECT_NAMES[shown.subject],
        number=number,
    )


def capitalize_name(shown: SuppressedCounts) -> str:
    """Return a subject's name with a capital, for the beginning of a line."""
    name = SUBJECT_NAMES[shown.subject]
    return f"{name[0].upper()}{name[1:]}"


def _join_names(names: list[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


# --- The chart: plain bars with every number beside them

WIDE, BAR, LEFT, ROW, TOP, FOOT = 900, 860, 20, 62, 96, 44
"""Sizes in the chart, in pixels.

The picture, a bar for everybody, the margin, a subject's height, above the first and below the last.
"""
PARTS = (
    ("taken", "mostly taken", "#1b5e57"),
    ("partly", "partly, or some of each", "#7d5600"),
    ("passed_by", "mostly passed by", "#8c2f39"),
    ("none_came_up", "never came up", "#d5d5d5"),
)
"""Each part of a bar: its count, its name and its colour.

The numbers stand there too, for readers without colour.
"""
DARK, QUIET, LIGHT = "#1b1b1b", "#4a4a4a", "#ffffff"


@speak(ENGLISH)  # a file is in English, because others read it
def draw_chart(table: PublishedTable) -> str:
    """Return the table as an SVG chart that needs no font and no other file."""
    title = f"{TITLE}: {table.period.words}"
    high = TOP + ROW * len(table.subjects) + FOOT
    told = " ".join(
        f"{capitalize_name(subject)}: {describe_counts(subject, table.contributors)}" for subject in table.subjects
    )
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" role="img" '
            'font-family="Helvetica, Arial, sans-serif" font-size="15">',
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(told)}</desc>",
            f'<rect width="{WIDE}" height="{high}" fill="{LIGHT}"/>',
            _draw_text(LEFT, 32, title, size=20, weight="bold"),
            *_draw_key(),
            *(
                part
                for place, subject in enumerate(table.subjects)
                for part in _draw_bar(subject, place, table.contributors)
            ),
            _draw_text(
                LEFT,
                high - 18,
                say(
                    "{contributors} colleagues, each counted once. {chosen}",
                    contributors=table.contributors,
                    chosen=CHOSEN,
                ),
                size=13,
                fill=QUIET,
            ),
            "</svg>\n",
        )
    )


@speak(ENGLISH)
def render_page(table: PublishedTable, tables: tuple[PublishedTable, ...]) -> str:
    """Render a table as an HTML page, with its chart under the title.

    Args:
        table: the table.
        tables: all tables that there are, to lay the quarters beside each other.
    """
    page = render_html(tuple(build_page(table, tables)), TITLE)
    return page.replace("</h1>", f"</h1>\n{draw_chart(table)}", 1)


def _draw_key() -> Iterator[str]:
    at = LEFT
    for _, words, colour in PARTS:
        yield f'<rect x="{at}" y="52" width="14" height="14" fill="{colour}"/>'
        yield _draw_text(at + 20, 64, words, size=13, fill=QUIET)
        at += 44 + 7 * len(words)
    yield f'<rect x="{at}" y="52" width="14" height="14" {_EMPTY}/>'
    yield _draw_text(at + 20, 64, say("not shown"), size=13, fill=QUIET)


def _draw_bar(shown: SuppressedCounts, place: int, contributors: int) -> Iterator[str]:
    top = TOP + ROW * place
    yield _draw_text(LEFT, top + 14, capitalize_name(shown), weight="bold")
    at = float(LEFT)
    for part, _, colour in PARTS:
        number: int | None = getattr(shown, part)
        if number is None:
            continue
        width = BAR * number / contributors
        yield f'<rect x="{at:.1f}" y="{top + 22}" width="{width:.1f}" height="24" fill="{colour}"/>'
        fill = DARK if part == "none_came_up" else LIGHT
        yield _draw_text(at + width / 2, top + 39, str(number), anchor="middle", fill=fill)
        at += width
    if (left := LEFT + BAR - at) > 1:
        yield f'<rect x="{at:.1f}" y="{top + 22}" width="{left:.1f}" height="24" {_EMPTY}/>'
        words = "" if any(number is not None for number in shown.numbers) else describe_counts(shown, contributors)
        yield _draw_text(at + 10, top + 39, words, size=13, fill=QUIET)


_EMPTY = f'fill="{LIGHT}" stroke="{QUIET}" stroke-dasharray="4 3"'


def _draw_text(
    x: float, y: float, words: str, *, size: int = 15, fill: str = DARK, weight: str = "", anchor: str = ""
) -> str:
    more = f' font-weight="{weight}"' if weight else ""
    more += f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:.1f}" y="{y}" font-size="{size}" fill="{fill}"{more}>{escape(words)}</text>'
