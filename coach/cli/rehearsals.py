"""The practitioner's commands: rehearse a scenario, and list, export or forget rehearsals."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli.context import (
    Subparsers,
    add_command,
    add_json_option,
    add_library_option,
    add_plain_option,
    add_rehearse_options,
    find_places,
    is_asked_in_lines,
    open_plain_services,
    open_practice,
    open_submissions,
    print_data,
    read_clock,
    read_store_address,
    start_uncollected,
    wants_plain,
)
from coach.cli.plain_mode import open_setting_list
from coach.errors import CoachError
from coach.language.catalogue import ENGLISH, say, say_count, speak
from coach.model.characters import describe_attempts, dump_data, make_visible
from coach.options import RehearseOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coach.plain.debrief import PlainServices
    from coach.practice.export import ExportFormat
    from coach.practice.rehearsal import Rehearsal
    from coach.practice.service import PracticeService, Scenario
    from coach.records.event_store import Summary

NOT_KEPT = 3
"""Exit status of a rehearsal that went on to its end, and was not kept."""
STOPPED_BY_KEY = 130


def add_commands(subparsers: Subparsers) -> None:
    """Add every command about rehearsals, with its options."""
    rehearse = add_command(
        subparsers, "rehearse", _rehearse, say("rehearse a scenario, from the content note to the debrief")
    )
    rehearse.add_argument(
        "scenario",
        nargs="?",
        help=say("the scenario's name, such as wrong_box, words that find it, or its file in a library"),
    )
    add_plain_option(rehearse)
    add_library_option(rehearse)
    rehearse.add_argument("--json", metavar="FILE", type=Path, help=say("also write the rehearsal and debrief as data"))
    add_rehearse_options(rehearse)

    scenarios = add_command(subparsers, "scenarios", _list_scenarios, say("list the scenarios"))
    add_library_option(scenarios)
    add_json_option(scenarios)
    rehearsals = add_command(subparsers, "rehearsals", _list_rehearsals, say("list your rehearsals"))
    add_plain_option(rehearsals)
    add_json_option(rehearsals)
    debrief = add_command(subparsers, "debrief", _show_debrief, say("show a rehearsal's debrief again"))
    _add_rehearsal_argument(debrief)
    debrief.add_argument(
        "--all", action="store_true", help=say("with every opening, all seven parts and the transcript")
    )
    add_plain_option(debrief)
    add_library_option(debrief)
    why = add_command(subparsers, "why", _explain_reply, say("why the family answered as it did"))
    _add_rehearsal_argument(why)
    why.add_argument(
        "reply", nargs="?", type=int, default=0, help=say("the number of your reply; the last one without it")
    )
    why.add_argument("--whole", action="store_true", help=say("for authors: by the names in their files"))
    add_library_option(why)
    keep = add_command(subparsers, "keep", _keep_rehearsal, say("keep a rehearsal beyond thirty days"))
    _add_rehearsal_argument(keep)

    export = add_command(
        subparsers, "export", _export_rehearsal, say("write one rehearsal, or all, to read or to hand over")
    )
    _add_one_or_all(export)
    form = export.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=say("as data"))
    form.add_argument("--markdown", action="store_true", help=say("as Markdown"))
    form.add_argument(
        "--format", default="text", metavar="NAME", help=say("in the format of that name, such as `text`")
    )
    add_library_option(export)
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help=say("into a file, not to the screen"))

    forget = add_command(subparsers, "forget", _forget_rehearsals, say("delete one rehearsal, or all, for good"))
    _add_one_or_all(forget).add_argument(
        "--damaged", action="store_true", help=say("only damaged copies that were set aside")
    )
    forget.add_argument("--yes", action="store_true", help=say("without asking, as in a script"))
    recover = add_command(
        subparsers, "recover", _recover_files, say("bring back what can be read of damaged files that were set aside")
    )
    recover.add_argument("file", nargs="?", type=Path, metavar="FILE", help=say("this file only, such as an old copy"))
    places = add_command(subparsers, "places", _show_places, say("name every folder and file that the coach keeps"))
    add_json_option(places)


def _add_rehearsal_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rehearsal", help=say("its first letters, from `coach rehearsals`; or `last`"))


def _add_one_or_all(parser: argparse.ArgumentParser) -> "argparse._MutuallyExclusiveGroup":
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("rehearsal", nargs="?", help=say("its first letters, from `coach rehearsals`; or `last`"))
    which.add_argument("--all", action="store_true", help=say("all of them"))
    return which


# --- Rehearsing, on a screen or line by line


def open_home(options: argparse.Namespace) -> int:
    """Run `coach` alone: open the home page, where the practitioner chooses a scenario."""
    if not _wants_plain(options):
        return _open_screen(options, None)
    from coach.plain.main_menu import open_menu
    from coach.plain.scenario_choice import choose_scenario

    services = open_plain_services(options)
    if services.lines.asks:
        return _run_in_lines(services, lambda: open_menu(services, open_setting_list()))
    scenario = choose_scenario(services)
    return 0 if scenario is None else _rehearse_plainly(services, scenario, options)


def _rehearse(options: argparse.Namespace) -> int:
    from coach.authoring.named_files import (
        find_files_here,
        find_rehearsal_folder,
        find_scenario_file,
        is_path,
        suggest_files_here,
    )
    from coach.practice.scenario_cards import find_scenario

    if options.exercise and options.scenario is None:
        from coach.plain.debrief import find_exercise

        options.scenario = find_exercise(open_submissions(options), options.exercise).scenarios[0]
    if options.scenario is None:
        return open_home(options)
    if is_path(options.scenario):
        file = find_scenario_file(options.scenario)
        options.scenario = file.id()
        if folder := find_rehearsal_folder(file, tuple(options.library)):
            options.library.append(folder)
    practice = open_practice(options.library)
    with suggest_files_here(options.scenario):
        # A wrong name is said before a screen opens. A file of that name in this folder is meant rather than words.
        by_words = not any(find_files_here(options.scenario))
        options.scenario = find_scenario(practice, options.scenario, by_words=by_words)
    if not _wants_plain(options):
        return _open_screen(options, options.scenario)
    return _rehearse_plainly(open_plain_services(options, practice), options.scenario, options)


def _wants_plain(options: argparse.Namespace) -> bool:
    """Return whether to rehearse line by line, as also where data are to be written."""
    return wants_plain(options) or bool(getattr(options, "json", None))


def _open_screen(options: argparse.Namespace, scenario: str | None) -> int:
    begun_with = RehearseOptions.read_from(options)
    with start_uncollected():
        from coach.tui.app import run

        return run(find_places(), tuple(options.library), scenario, store=read_store_address(), options=begun_with)


def _rehearse_plainly(services: "PlainServices", scenario: str, options: argparse.Namespace) -> int:
    """Rehearse line by line; the exit status is an error's if the rehearsal could not be stored.

    Args:
        services: the console, and the facades behind it.
        scenario: the scenario's id.
        options: the command's options.
    """
    from coach.plain.scenario_choice import go_on_or_rehearse

    def run() -> None:
        rehearsal = go_on_or_rehearse(services, scenario, services.options)
        if rehearsal and (file := getattr(options, "json", None)):
            _write_data(file, rehearsal)

    return _run_in_lines(services, run)


def _run_in_lines(services: "PlainServices", run: "Callable[[], None]") -> int:
    """Run a part of plain mode; the exit status says if something could not be stored.

    Args:
        services: the console, and the facades behind it.
        run: the part.
    """
    keeping = services.practice.keeping
    try:
        run()
    except KeyboardInterrupt:
        if not (lost := keeping.only_here()):
            raise
        print(f"\nStopped. {lost}", file=sys.stderr)
        return STOPPED_BY_KEY
    if lost := keeping.only_here():
        print(lost, file=sys.stderr)
        return NOT_KEPT
    return 0


def _write_data(file: Path, rehearsal: "Rehearsal") -> None:
    from coach.practice.export import ExportRequest, export_data
    from coach.records.paths import write_export
    from coach.supervision.reflection import find_question

    text = export_data(rehearsal, ExportRequest(find_question=find_question))
    if str(file) == "-":
        print(text, end="")
    else:
        print(say("Written to {file}.", file=write_export(file, text, ending=".json")))


def _list_scenarios(options: argparse.Namespace) -> int:
    from coach.plain.scenario_choice import describe_scenario

    scenarios = open_practice(options.library).scenarios()
    if options.json:
        print_data([_describe_as_data(scenario) for scenario in scenarios])
        return 0
    for scenario in scenarios:
        print(describe_scenario(scenario))
    return 0


def _describe_as_data(scenario: "Scenario") -> dict[str, object]:
    """Return what a list says of a scenario as data; `problem` where it cannot be used."""
    cover = scenario.cover
    if cover is None:
        return {"id": scenario.id, "problem": scenario.problem}
    chosen = {"title", "family", "rubric", "you_are", "setting", "difficulty", "minutes", "themes", "content_note"}
    return {"id": scenario.id, "origin": scenario.origin, **cover.model_dump(mode="json", include=chosen)}


# --- What was rehearsed before


def _name_scenario(practice: "PracticeService", scenario: str) -> str:
    """Return the title of a scenario; its id where it can no longer be read."""
    try:
        return make_visible(practice.library.cover(scenario).title)
    except CoachError:
        return scenario


def _list_rehearsals(options: argparse.Namespace) -> int:
    from coach.supervision.agenda import format_day

    if not options.json and is_asked_in_lines(options):
        from coach.plain.rehearsal_list import visit_rehearsals

        services = open_plain_services(options)
        return _run_in_lines(services, lambda: visit_rehearsals(services))
    practice = open_practice()
    summaries = practice.rehearsals()
    if not summaries:
        practice.keeping.must_be_here()
    if options.json:
        print_data([_summarise_as_data(summary) for summary in summaries])
        _print_notice(practice)
        return 0
    repeated = practice.count_attempts([s.id for s in summaries])
    for s in summaries:
        state = say("not finished") if s.going else say("finished")
        expires = s.expires()
        until = (
            say("kept until you forget it")
            if expires is None
            else say("will be deleted on {day}", day=format_day(expires.date()))
        )
        replies = describe_attempts(repeated.get(s.id) or (s.replies,))
        title = _name_scenario(practice, s.scenario)
        print(f"{s.id}: {title}, {format_day(s.began.date())}, {replies}, {state}, {until}")
    if not summaries:
        print(say("No rehearsals yet. `coach rehearse` begins one."))
    if of_time := practice.keeping.of_time():
        print(of_time)
    _print_notice(practice)
    return 0


def _summarise_as_data(summary: "Summary") -> dict[str, object]:
    expires = summary.expires()
    return {
        "id": summary.id,
        "scenario": summary.scenario,
        "began": summary.began.date().isoformat(),
        "replies": summary.replies,
        "finished": not summary.going,
        "kept": summary.kept,
        "deleted_on": expires and expires.date().isoformat(),
    }


def _show_debrief(options: argparse.Namespace) -> int:
    from coach.debrief.render import lay_out_more, lay_out_page, lay_out_talk, lay_out_transcript, render_plain
    from coach.supervision.documents import lay_out_reviews
    from coach.supervision.reflection import lay_out_answers

    practice = open_practice(options.library)
    rehearsal = practice.go_on(options.rehearsal)
    _print_notice(practice)
    if is_asked_in_lines(options) and not options.all:
        from coach.plain.scenario_choice import look_back

        services = open_plain_services(options, practice)
        return _run_in_lines(services, lambda: look_back(services, rehearsal))
    debrief = rehearsal.debrief()
    if not rehearsal.over:
        print(say("This rehearsal has not ended. This is how it stands."))
    page = rehearsal.page()
    print(render_plain(lay_out_page(page)))
    if options.all:
        print(render_plain(lay_out_talk(page)))
        print(render_plain(lay_out_more(debrief)))
        print(render_plain(lay_out_transcript(debrief)))
        if came_back := render_plain((*lay_out_reviews(rehearsal), *lay_out_answers(rehearsal))):
            print(came_back)
    elif rehearsal.story.came_back:
        print(
            say(
                "Something came back from supervision. `coach fetch --again {id}` reads it, at any time.",
                id=rehearsal.id,
            )
        )
    return 0


def _explain_reply(options: argparse.Namespace) -> int:
    rehearsal = open_practice(options.library).go_on(options.rehearsal)
    for line in (rehearsal.why if options.whole else rehearsal.why_in_words)(options.reply):
        print(line)
    return 0


def _show_places(options: argparse.Namespace) -> int:
    if options.json:
        with speak(ENGLISH):
            places = [*_list_places()]
        print_data([{"what": what, "place": str(place), "there": there} for what, place, there in places])
        return 0
    for what, place, there in _list_places():
        print(f"{what}: {place}{'' if there else ' (nothing yet)'}")
    return 0


def _list_places() -> "Iterator[tuple[str, Path | str, bool]]":
    """List what is kept, each with where, and whether there is anything yet."""
    from coach.practice.settings import read_settings
    from coach.records.erasure import companions
    from coach.records.leftovers import Leftovers
    from coach.records.paths import find_machine_folder

    where, store = find_places(), read_store_address()
    if store:
        from coach.records.team.logins import address

        yield "rehearsals", say("your team's store, {address}", address=address(store)), True
        if where.rehearsals.exists():
            yield say("what was brought to you as a file"), where.rehearsals, True
    else:
        yield say("rehearsals, and what was brought to you"), where.rehearsals, where.rehearsals.exists()
    # Words stand in these too, which whoever copies, backs up or hands out a folder has to know.
    for file in (where.rehearsals, where.rooms):
        for beside in companions(file):
            if beside.exists():
                what = say("the journal of {file}, with words as they were before a change", file=file.name)
                yield what, beside, True
    for copy in Leftovers(where, read_clock).copies():
        yield say("a damaged file of your {holds}, set aside", holds=copy.holds), copy.file, True
    for what, path in where.list_kept():
        yield what, path, path.exists()
    for folder in read_settings(where.settings)[0].folders():
        yield say("a folder named in your settings"), folder, folder.exists()
    machine = find_machine_folder(os.environ)
    yield say("settings of the whole machine, which its administrator may fill"), machine, machine.exists()


def _keep_rehearsal(options: argparse.Namespace) -> int:
    practice = open_practice()
    rehearsal = practice.go_on(options.rehearsal)
    rehearsal.keep()
    practice.keeping.must_be_here()
    print(say("{id} is kept until you forget it.", id=rehearsal.id))
    return 0


def _export_rehearsal(options: argparse.Namespace) -> int:
    from coach.practice.export import ExportRequest, export_rehearsal
    from coach.supervision.documents import lay_out_reviews
    from coach.supervision.reflection import find_question

    practice = open_practice(options.library)
    if options.all:
        return _export_everything(practice, options)
    rehearsal = practice.go_on(options.rehearsal)
    request = ExportRequest(find_question=find_question, lay_out_reviews=lay_out_reviews)
    form = _find_chosen_format(options)
    _write_out(export_rehearsal(rehearsal, form, request), options.output, form.suffix)
    _print_notice(practice)
    return 0


def _export_everything(practice: "PracticeService", options: argparse.Namespace) -> int:
    """Export every rehearsal, and name those that cannot be read; the exit status is then 1."""
    from coach.practice.export import ExportRequest, export_all
    from coach.supervision.documents import lay_out_reviews
    from coach.supervision.reflection import find_question

    practice.keeping.must_be_here()
    request = ExportRequest(find_question=find_question, lay_out_reviews=lay_out_reviews)
    form = _find_chosen_format(options)
    whole = export_all(practice, form, request)
    # `--json` has always given a list, which programs read; `--format data` gives what the screen saves.
    text = dump_data([json.loads(part) for part in whole.parts]) if options.json else whole.text
    _write_out(text, options.output, form.suffix)
    _print_notice(practice)
    if not (whole.parts or whole.left_out):
        print(say("No rehearsal is kept here, so there is nothing in it."), file=sys.stderr)
    if whole.left_out:
        print(say("Of these, only your own words could be written out:"), file=sys.stderr)
        for sentence in whole.left_out:
            print(sentence, file=sys.stderr)
    return 1 if whole.left_out or practice.keeping.unread else 0


def _find_chosen_format(options: argparse.Namespace) -> "ExportFormat":
    from coach.practice.export import find_format

    return find_format("data" if options.json else "markdown" if options.markdown else options.format)


def _write_out(text: str | bytes, output: Path | None, ending: str) -> None:
    from coach.records.paths import write_export

    if output:
        print(say("Written to {file}.", file=write_export(output, text, ending=ending)))
    elif isinstance(text, bytes):
        sys.stdout.buffer.write(text)
    else:
        print(text, end="")


def _print_notice(practice: "PracticeService") -> None:
    """Print what is wrong with the store of rehearsals, if anything is."""
    if practice.keeping.notice:
        print(practice.keeping.notice, file=sys.stderr)


def _recover_files(options: argparse.Namespace) -> int:
    """Recover what can be read of damaged files; the exit status is 1 if some cannot."""
    from coach.practice.persistence import recover

    practice = open_practice()
    practice.keeping.must_be_here()
    _print_notice(practice)
    brought = recover(find_places(), options.file)
    for line in brought.lines:
        print(line)
    return 0 if brought.whole else 1


FORGET_ONE = "Forget {which} for good, with all its attempts? yes, or Enter for no: "


def _confirm_forgetting_all(practice: "PracticeService") -> bool:
    """Ask at a terminal whether all rehearsals go, with how many; say so where none does."""
    from coach.plain.console import confirm
    from coach.practice.question_texts import ask_in_one_line

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(say("Nothing was forgotten: nobody is here to ask. The same with `--yes` forgets them all."))
        return False
    if not confirm(ask_in_one_line(practice.rehearsals(), practice.keeping.count_damaged())):
        print(say("Nothing was forgotten."))
        return False
    return True


def _confirm_forgetting(practice: "PracticeService", rehearsal: str, *, named: bool) -> bool:
    """Ask at a terminal whether a rehearsal is to go, by its title and day.

    Elsewhere nobody is there to ask. There an id is taken as meant; `last` is another rehearsal once one is gone, and
    needs a yes.

    Args:
        practice: the service of rehearsals.
        rehearsal: the id of the rehearsal.
        named: whether it was named by its id.
    """
    from coach.plain.console import confirm
    from coach.supervision.agenda import format_day

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        if not named:
            print(say("Nothing was forgotten: nobody is here to ask. The same with `--yes` forgets it."))
        return named
    which = rehearsal
    for summary in practice.rehearsals():
        if summary.id == rehearsal:
            day = format_day(summary.began.astimezone().date())
            which = say(
                "{id}, “{title}” of {day}", id=summary.id, title=_name_scenario(practice, summary.scenario), day=day
            )
            which += say(", which you kept,") if summary.kept else ""
    if not confirm(say(FORGET_ONE, which=which)):
        print(say("Nothing was forgotten."))
        return False
    return True


def _describe_desk(practice: "PracticeService") -> str:
    """Say what stays on a supervisor's desk, and how it goes; empty where nothing does."""
    from coach.supervision.inbox import Inbox
    from coach.supervision.stores import SubmissionStores

    many = Inbox(practice, SubmissionStores(find_places(), read_store_address(), read_clock)).count_taken_in()
    if not many:
        return ""
    return say_count(
        "{count} thing that somebody brought to you stays on your desk. `coach desk` opens it, to put it away.",
        "{count} things that people brought to you stay on your desk. `coach desk` opens each, to put it away.",
        many,
    )


def _forget_rehearsals(options: argparse.Namespace) -> int:
    from coach.practice.service import LAST
    from coach.records.leftovers import COPIES, describe_overwritten

    practice = open_practice()
    if options.damaged:
        copies = practice.keeping.forget_damaged()
        print(
            say("{copies} forgotten for good.", copies=COPIES.count(copies))
            if copies
            else say("There is no damaged copy.")
        )
        return 0
    if options.all:
        practice.keeping.must_be_here()
        if not (options.yes or _confirm_forgetting_all(practice)):
            return 1
        print(practice.forget_all().in_words())
        if on_desk := _describe_desk(practice):
            print(on_desk)
    else:
        rehearsal = practice.find(options.rehearsal)
        if not (options.yes or _confirm_forgetting(practice, rehearsal, named=options.rehearsal != LAST)):
            return 1
        forgotten = practice.forget(options.rehearsal)
        print(say("Forgotten for good."))
        if forgotten.copies:
            print(describe_overwritten(forgotten.copies))
    print(say("What you saved to a file of your own stays where you saved it."))
    return 0
