"""The commands of a partnership: contribute counts, and show the quarter's published table."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli.context import (
    Subparsers,
    add_command,
    add_json_option,
    add_library_option,
    find_places,
    open_practice,
    print_data,
    read_clock,
    read_store_address,
)
from coach.errors import CoachError, NotNow, RecordsError
from coach.language.catalogue import ENGLISH, say, speak
from coach.model.characters import make_visible

if TYPE_CHECKING:
    from coach.partnership.counts import Quarter
    from coach.partnership.giving import Contributor
    from coach.partnership.publishing import PublishedTable, PublishedTables
    from coach.practice.service import PracticeService
    from coach.records.contributions import Contributions


def add_commands(subparsers: Subparsers) -> None:
    """Add the commands `contribute` and `partnership`, with their options."""
    gives = add_command(
        subparsers,
        "contribute",
        contribute_counts,
        say("give the counts of a rehearsal's openings to your partnership; nothing else"),
    )
    gives.add_argument(
        "rehearsal", nargs="?", help=say("its first letters, or `last`; without it, what you gave is listed")
    )
    gives.add_argument(
        "--to", type=Path, metavar="FOLDER", help=say("a folder for its file; else your team's store, or here")
    )
    gives.add_argument(
        "--withdraw", action="store_true", help=say("take it back; without a rehearsal, all of this quarter")
    )
    gives.add_argument("--look", action="store_true", help=say("only show what would leave"))
    gives.add_argument("--yes", action="store_true", help=say("give it without being asked"))
    add_library_option(gives)
    add_json_option(gives)

    shows = add_command(
        subparsers,
        "partnership",
        show_partnership,
        say("which subjects stay silent across a workforce's rehearsals, by the quarter"),
    )
    shows.add_argument("folder", nargs="?", type=Path, help=say("the folder of contributions; else your team's store"))
    shows.add_argument("--quarter", metavar="QUARTER", help=say("such as 2026-q3; the last one without it"))
    shows.add_argument("--yes", action="store_true", help=say("fix the quarter's table without being asked"))
    shows.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=say("a page (.html), a document (.docx), text or a picture (.svg)"),
    )


def contribute_counts(options: argparse.Namespace) -> int:
    """Run `coach contribute`: list, preview, give or withdraw rehearsals' counts of openings."""
    practice = open_practice(options.library)
    giving = _open_contributor(practice)
    try:
        if options.withdraw:
            return _withdraw(practice, giving, options.rehearsal)
        if options.rehearsal:
            return _give(options, practice, giving)
        return _list_contributions(giving, as_data=options.json)
    finally:
        practice.keeping.close()


def _give(options: argparse.Namespace, practice: "PracticeService", giving: "Contributor") -> int:
    from coach.debrief.render import render_plain
    from coach.partnership.giving import TEAM, describe_outgoing
    from coach.plain.console import confirm

    rehearsal = practice.go_on(options.rehearsal)
    leaving = giving.preview(rehearsal)
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    if options.to and not options.look:
        _require_folder(options.to, asks=asks)
    print(render_plain(describe_outgoing(leaving, only_look=options.look)))
    if not (options.look or options.yes or asks):
        print(say("Nothing was given: nobody is here to ask. The same with `--yes` gives exactly this."))
        return 1
    if options.look or not (options.yes or confirm(say("Give exactly this? yes, or Enter for no: "))):
        print(say("Nothing was given."))
        return 0
    where = str(options.to.resolve()) if options.to else TEAM if read_store_address() else str(Path.cwd())
    contributions = _open_contributions(where)
    try:
        giving.give(rehearsal.id, leaving, contributions, where)
    finally:
        contributions.close()
    print(
        say(
            "Given to {place}. `coach contribute {id} --withdraw` takes it back.",
            place=_describe_place(where),
            id=rehearsal.id,
        )
    )
    return 0


def _require_folder(folder: Path, *, asks: bool) -> None:
    """Raise CoachError if a folder is missing, unless the user confirms that it should be made.

    A missing folder may be one whose name was mistyped.

    Args:
        folder: the folder.
        asks: whether the user is asked before the error is raised.
    """
    from coach.plain.console import confirm

    if folder.is_dir() or (
        asks and confirm(say("There is no folder {folder}. Make it? yes, or Enter for no: ", folder=folder))
    ):
        return
    raise CoachError(
        say("There is no folder {folder}.", folder=folder), say("Look at its name again, or make it first.")
    )


def _list_contributions(giving: "Contributor", *, as_data: bool) -> int:
    given = giving.list_given()
    if as_data:
        with speak(ENGLISH):
            places = [(contribution, _describe_place(contribution.where)) for contribution in given]
        print_data([{"rehearsal": one.rehearsal, "to": place, "key": one.key} for one, place in places])
        return 0
    for contribution in given:
        print(
            say(
                "{rehearsal}: given to {place}, as {key}",
                rehearsal=contribution.rehearsal,
                place=_describe_place(contribution.where),
                key=contribution.key,
            )
        )
    if not given:
        print(say("Nothing was contributed this quarter."))
    return 0


def _withdraw(practice: "PracticeService", giving: "Contributor", rehearsal: str | None) -> int:
    gone = giving.withdraw(practice.find(rehearsal) if rehearsal else "", _open_contributions)
    print(say("Taken back."))
    for contribution in gone:
        print(
            say(
                "{key} is not in {place} any more. Whoever moved it can delete it by that number.",
                key=contribution.key,
                place=_describe_place(contribution.where),
            )
        )
    return 0


def show_partnership(options: argparse.Namespace) -> int:
    """Run `coach partnership`: print the table of a quarter, which never changes once made."""
    from coach.debrief.render import render_plain
    from coach.partnership.counts import Quarter
    from coach.partnership.publishing import PublishedTables, build_page

    if options.folder and not options.folder.is_dir():
        raise CoachError(
            say("There is no folder {folder}.", folder=options.folder),
            say("Give the folder that the contributions are in."),
        )
    publishing = PublishedTables(_find_folder(), options.folder)
    quarter = Quarter.parse(options.quarter) if options.quarter else Quarter.of(read_clock().date()).previous
    table = publishing.read(quarter)
    if table and options.folder:
        print(
            say(
                "The table of {words} is made already, so what lies in this folder was not looked at.",
                words=quarter.words,
            ),
            file=sys.stderr,
        )
        _share_table(publishing, table)
    elif published := publishing.read_from_pool(quarter):
        table = published
        print(
            say("The table of {words} was made on another machine, and lies in this folder.", words=quarter.words),
            file=sys.stderr,
        )
    table = table or _make_table(options, publishing, quarter)
    if table is None:
        return 1
    if publishing.sharing_failure:
        print(
            say(
                "The table could not be put into this folder ({sharing_failure}). Whoever pools it on "
                "another machine would make a table of their own: give them this one.",
                sharing_failure=publishing.sharing_failure,
            ),
            file=sys.stderr,
        )
    blocks = tuple(build_page(table, publishing.list_tables()))
    if options.output:
        print(say("Written to {file}.", file=_save_page(options.output, table, publishing)))
    else:
        print(render_plain(blocks), end="")
    return 0


def _share_table(publishing: "PublishedTables", table: "PublishedTable") -> None:
    """Copy a table that was published before into the shared folder."""
    try:
        same = publishing.share(table) == table
    except RecordsError as error:
        print(error, file=sys.stderr)
        return
    if not same:
        print(say("Another table of it lies in this folder. This is the one that was made here."), file=sys.stderr)


def _make_table(
    options: argparse.Namespace, publishing: "PublishedTables", quarter: "Quarter"
) -> "PublishedTable | None":
    """Pool the contributions there are, and publish the table once the user confirms.

    Returns:
        The published table; None if it was not confirmed.

    Raises:
        NotNow: the quarter has not ended, or has too few contributors.
        RecordsError: a contribution or the table cannot be read or stored.
    """
    from coach.partnership.giving import TEAM
    from coach.partnership.publishing import check_quarter_ended, explain_too_few
    from coach.partnership.suppression import pool_rows, read_contributions
    from coach.plain.console import confirm

    check_quarter_ended(quarter, read_clock().date())
    if not options.folder and not read_store_address():
        raise CoachError(
            say("Where are the contributions?"), say("Name their folder, or set COACH_STORE to your team's store.")
        )
    contributions = _open_contributions(str(options.folder.resolve()) if options.folder else TEAM)
    try:
        rows, unread = read_contributions(contributions.of(quarter.name))
        unread = (*getattr(contributions, "spoilt", ()), *unread)
    finally:
        contributions.close()
    for sentence in unread:
        print(make_visible(sentence), file=sys.stderr)
    pooled = pool_rows(rows)
    if pooled.shortfall:
        raise NotNow(*explain_too_few(pooled.shortfall))
    print(
        say(
            "{contributors} colleagues contributed in {words}. The table is made once; what comes to "
            "light afterwards is not added, so look first whether everything is there.",
            contributors=pooled.contributors,
            words=quarter.words,
        ),
        file=sys.stderr,
    )
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    if not (options.yes or (asks and confirm(say("Make it now? yes, or Enter for no: ")))):
        print(say("It was not made.") if asks else say("It was not made: nobody is here to ask. `--yes` makes it."))
        return None
    return publishing.publish(quarter, rows, read_clock().date())


def _save_page(file: Path, table: "PublishedTable", publishing: "PublishedTables") -> Path:
    from coach.partnership.publishing import TITLE, build_page, draw_chart, render_page
    from coach.records.paths import fit_ending, write_export
    from coach.supervision.documents import DOCUMENT_ENDINGS, save_blocks

    tables = publishing.list_tables()
    file = fit_ending(file, (*DOCUMENT_ENDINGS, ".svg"))
    match file.suffix.casefold():
        case ".svg":
            return write_export(file, draw_chart(table))
        case ".docx" | ".txt" | ".md":
            return save_blocks(build_page(table, tables), file, TITLE)
        case _:
            return write_export(file, render_page(table, tables))


def _find_folder() -> Path:
    return find_places().data / "partnership"


def _open_contributor(practice: "PracticeService") -> "Contributor":
    from coach.partnership.giving import Contributor

    return Contributor(_find_folder(), practice.clock, practice.new_id)


def _open_contributions(where: str) -> "Contributions":
    """Open a folder of contributions, or the team's store if no folder is named.

    Raises:
        RecordsError: the store cannot be read.
        CoachError: neither a folder nor a team's store is known.
    """
    if where:
        from coach.records.contributions import FolderContributions

        return FolderContributions(Path(where))
    from coach.records.team.logins import check_version, open_url
    from coach.records.team.room_store import TeamContributions

    if not (url := read_store_address()):
        raise CoachError(
            say("COACH_STORE does not say where the team's store is."),
            say("It was given there. Set it, and try again."),
        )
    engine = open_url(url)
    try:
        check_version(engine)
    except CoachError:
        engine.dispose()
        raise
    return TeamContributions(engine)


def _describe_place(where: str) -> str:
    return where or say("your team's store")
