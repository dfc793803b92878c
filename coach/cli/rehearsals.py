"""The commands for what was rehearsed before: list it, read it again, hand it over, keep it, forget it."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli.context import Adder, library_option, now, places_here, practice_here, store_here
from coach.model.characters import escape_unsafe

if TYPE_CHECKING:
    from coach.practice.service import PracticeService


def add_commands(add: Adder) -> None:
    """Their place in the command line."""
    add("rehearsals", _rehearsals, "list your rehearsals")
    debrief = add("debrief", _debrief, "show a rehearsal's debrief again")
    _which(debrief)
    debrief.add_argument("--all", action="store_true", help="with every opening, all seven parts and the transcript")
    library_option(debrief)
    why = add("why", _why, "why the family answered as it did")
    _which(why)
    why.add_argument("reply", nargs="?", type=int, default=0, help="the number of your reply; the last one without it")
    why.add_argument("--whole", action="store_true", help="for authors: by the names in their files")
    library_option(why)
    keep = add("keep", _keep, "keep a rehearsal beyond thirty days")
    _which(keep)

    export = add("export", _export, "write one rehearsal, or all, to read or to hand over")
    _one_or_all(export)
    form = export.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as data")
    form.add_argument("--markdown", action="store_true", help="as Markdown")
    library_option(export)
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="into a file, not to the screen")

    forget = add("forget", _forget, "delete one rehearsal, or all, for good")
    _one_or_all(forget).add_argument("--damaged", action="store_true", help="only damaged copies that were set aside")
    recover = add("recover", _recover, "bring back what can be read of damaged files that were set aside")
    recover.add_argument("file", nargs="?", type=Path, metavar="FILE", help="this file only, such as an old copy")
    add("places", _places, "say where your rehearsals, settings and own scenarios are kept")


def _which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rehearsal", help="its first letters, from `coach rehearsals`; or `last`")


def _one_or_all(parser: argparse.ArgumentParser) -> "argparse._MutuallyExclusiveGroup":
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("rehearsal", nargs="?", help="its first letters, from `coach rehearsals`; or `last`")
    which.add_argument("--all", action="store_true", help="all of them")
    return which


def _rehearsals(_options: argparse.Namespace) -> int:
    from coach.supervision.agenda import format_day

    practice = practice_here()
    summaries = practice.rehearsals()
    if not summaries:
        practice.keeping.must_be_here()
    for s in summaries:
        state = "not finished" if s.going else "finished"
        expires = s.expires()
        until = "kept until you forget it" if expires is None else f"will be deleted on {format_day(expires.date())}"
        replies = "1 reply" if s.replies == 1 else f"{s.replies} replies"
        print(f"{s.id}: {s.scenario}, {format_day(s.began.date())}, {replies}, {state}, {until}")
    if not summaries:
        print("No rehearsals yet. `coach rehearse` begins one.")
    if of_time := practice.keeping.of_time():
        print(of_time)
    _say_notice(practice)
    return 0


def _debrief(options: argparse.Namespace) -> int:
    from coach.debrief.render import lay_out_first_page, lay_out_more, lay_out_transcript, render_plain
    from coach.supervision.documents import lay_out_reviews

    practice = practice_here(options.library)
    rehearsing = practice.go_on(options.rehearsal)
    _say_notice(practice)
    debrief = rehearsing.debrief()
    if not rehearsing.over:
        print("This rehearsal has not ended. This is how it stands.")
    print(render_plain(lay_out_first_page(debrief)))
    if options.all:
        print(render_plain(lay_out_more(debrief)))
        print(render_plain(lay_out_transcript(debrief)))
        if came_back := render_plain(lay_out_reviews(rehearsing)):
            print(came_back)
    return 0


def _why(options: argparse.Namespace) -> int:
    rehearsing = practice_here(options.library).go_on(options.rehearsal)
    for line in (rehearsing.why if options.whole else rehearsing.why_in_words)(options.reply):
        print(line)
    return 0


def _places(_options: argparse.Namespace) -> int:
    from coach.practice.settings import read_settings
    from coach.records.leftovers import Leftovers

    where, store = places_here(), store_here()
    if store:
        from coach.records.team.logins import address

        print(f"rehearsals: your team's store, {address(store)}")
    else:
        _say_where("rehearsals", where.rehearsals)
    for copy in Leftovers(where, now).copies():
        print(f"a damaged file of your {copy.holds}, set aside: {copy.file}")
    for what, path in (
        ("settings", where.settings),
        ("places to turn", where.signposts),
        ("your own scenarios and exercises", where.library),
        ("what was learnt here", where.weights),
    ):
        _say_where(what, path)
    for folder in read_settings(where.settings)[0].folders():
        _say_where("a folder named in your settings", folder)
    return 0


def _say_where(what: str, path: Path) -> None:
    print(f"{what}: {path}{'' if path.exists() else ' (nothing yet)'}")


def _keep(options: argparse.Namespace) -> int:
    practice = practice_here()
    rehearsing = practice.go_on(options.rehearsal)
    rehearsing.keep()
    practice.keeping.must_be_here()
    print(f"{rehearsing.id} is kept until you forget it.")
    return 0


def _export(options: argparse.Namespace) -> int:
    from coach.practice.export import as_data, as_markdown, as_text
    from coach.supervision.documents import lay_out_reviews
    from coach.supervision.reflection import find_question

    practice = practice_here(options.library)
    if options.all:
        return _export_all(practice, options)
    rehearsing = practice.go_on(options.rehearsal)
    if options.json:
        text = escape_unsafe(json.dumps(as_data(rehearsing, asked=find_question), ensure_ascii=False, indent=2)) + "\n"
    else:
        text = (as_markdown if options.markdown else as_text)(rehearsing, asked=find_question, reviews=lay_out_reviews)
    _hand_out(text, options.output)
    _say_notice(practice)
    return 0


def _export_all(practice: "PracticeService", options: argparse.Namespace) -> int:
    """Write out what can be, and name the rest. The exit status is 1 where anything is missing."""
    from coach.practice.export import ExportFormat, export_all
    from coach.supervision.documents import lay_out_reviews
    from coach.supervision.reflection import find_question

    practice.keeping.must_be_here()
    form = ExportFormat.DATA if options.json else ExportFormat.MARKDOWN if options.markdown else ExportFormat.TEXT
    whole = export_all(practice, form, asked=find_question, reviews=lay_out_reviews)
    text = whole.text
    if options.json:
        text = escape_unsafe(json.dumps(whole.parts, ensure_ascii=False, indent=2)) + "\n"
    _hand_out(text, options.output)
    _say_notice(practice)
    if whole.left_out:
        print("Of these, only your own words could be written out:", file=sys.stderr)
        for sentence in whole.left_out:
            print(sentence, file=sys.stderr)
    return 1 if whole.left_out or practice.keeping.unread else 0


def _hand_out(text: str, output: Path | None) -> None:
    from coach.practice.export import write_export

    if output:
        print(f"Written to {write_export(output, text)}.")
    else:
        print(text, end="")


def _say_notice(practice: "PracticeService") -> None:
    """Say what is wrong with what is kept, where anything is."""
    if practice.keeping.notice:
        print(practice.keeping.notice, file=sys.stderr)


def _recover(options: argparse.Namespace) -> int:
    """Bring back what can be had of damaged files. The exit status is 1 where something could not be had."""
    from coach.practice.recovery import recover

    practice = practice_here()
    practice.keeping.must_be_here()
    _say_notice(practice)
    brought = recover(places_here(), options.file)
    for line in brought.lines:
        print(line)
    return 0 if brought.whole else 1


def _forget(options: argparse.Namespace) -> int:
    from coach.records.leftovers import COPIES, describe_overwritten

    practice = practice_here()
    if options.damaged:
        copies = practice.keeping.forget_damaged()
        print(f"{COPIES.count(copies)} forgotten for good." if copies else "There is no damaged copy.")
        return 0
    if options.all:
        print(practice.forget_all().in_words())
    else:
        forgotten = practice.forget(options.rehearsal)
        print("Forgotten for good.")
        if forgotten.copies:
            print(describe_overwritten(forgotten.copies))
    print("What you saved to a file of your own stays where you saved it.")
    return 0
