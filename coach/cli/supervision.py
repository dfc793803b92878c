"""The commands of supervision: exercises, submissions, the inbox, and agreement of readers.

In commands, `bring` is the older word for submitting: handing something over to a supervisor.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli.context import (
    Subparsers,
    add_command,
    add_json_option,
    add_library_option,
    add_plain_option,
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
from coach.errors import CoachError, NotKnown, NotNow, OptionRefused, RecordsUnwritable
from coach.language.catalogue import ENGLISH, say, speak
from coach.model.characters import count, make_visible

if TYPE_CHECKING:
    from coach.model.submission import Submission
    from coach.practice.rehearsal import Rehearsal
    from coach.supervision.exercises import ListedExercise
    from coach.supervision.inbox import Inbox, InboxItem
    from coach.supervision.practitioner import SubmissionService


# --- The commands

DESK_WAYS = (
    "`coach take-in FILE` takes in a file that somebody gave you. To answer, open the desk: `coach desk` in a "
    "terminal, with --plain for plain lines."
)
WITHDRAWN_FILE = "Withdrawn. If you gave the file to somebody, they still have it; ask them for it back."


def add_commands(subparsers: Subparsers) -> None:
    """Add every command of supervision, with its options."""
    exercises = add_command(subparsers, "exercises", list_exercises, say("list the exercises"))
    exercises.add_argument("--take-off", metavar="NAME", help=say("delete one of your own for good, by its name"))
    exercises.add_argument("--yes", action="store_true", help=say("with `--take-off`: without asking, as in a script"))
    add_library_option(exercises)
    add_plain_option(exercises)
    add_json_option(exercises)
    practice = add_command(subparsers, "practice", show_own_practice, say("what you tried, for you alone"))
    add_library_option(practice)
    add_json_option(practice)

    brings = add_command(
        subparsers, "bring", submit, say("hand a moment, a whole rehearsal or a question over to supervision")
    )
    brings.add_argument("rehearsal", help=say("its first letters, from `coach rehearsals`; or `last`"))
    what = brings.add_mutually_exclusive_group()
    what.add_argument("--moment", type=int, metavar="REPLY", help=say("one moment: the number of your reply"))
    what.add_argument("--whole", action="store_true", help=say("the whole conversation"))
    what.add_argument("--question", metavar="WORDS", help=say("just a question"))
    brings.add_argument("--note", default="", metavar="WORDS", help=say("a note of your own"))
    brings.add_argument("--about", default="", metavar="WORDS", help=say("what you would like to talk about"))
    brings.add_argument(
        "--as", dest="who", default="", metavar="NAME", help=say("what you want to be called; nothing without")
    )
    brings.add_argument("--own-words", action="store_true", help=say("with what you wrote afterwards"))
    brings.add_argument("--with-exercise", action="store_true", help=say("with the name of the exercise it was for"))
    brings.add_argument("--without-notes", action="store_true", help=say("without what the coach read"))
    brings.add_argument(
        "--without-mending",
        action="store_true",
        help=say("of a reply that may have hurt and the one that mended it, only the one that is named"),
    )
    brings.add_argument("--may-teach", action="store_true", help=say("lines may be counted in `coach agreement`"))
    brings.add_argument("--look", action="store_true", help=say("only show what would go; alone, the whole"))
    brings.add_argument("--yes", action="store_true", help=say("hand it over without being asked"))
    where = brings.add_mutually_exclusive_group()
    where.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=say("the file; .html, .docx, .txt and .md are for printing")
    )
    where.add_argument("--to", metavar="LOGIN", help=say("a supervisor, in the team's store"))
    add_library_option(brings)

    taken = add_command(
        subparsers, "take-in", import_file, say("take in a file that was handed over, or came back from supervision")
    )
    taken.add_argument("file", type=Path)
    taken.add_argument("--older", action="store_true", help=say("an older answer in place of a newer one, unasked"))
    add_library_option(taken)

    fetches = add_command(
        subparsers, "fetch", fetch_reviews, say("look in the team's store for what came back from supervision")
    )
    fetches.add_argument("--again", action="store_true", help=say("show what came back before, too; needs no store"))
    fetches.add_argument("rehearsal", nargs="?", help=say("only for this one: its first letters, or `last`"))
    add_library_option(fetches)

    back = add_command(subparsers, "withdraw", withdraw_submission, say("take back something that you brought"))
    back.add_argument("rehearsal", help=say("the rehearsal it was brought from; or `last`"))
    back.add_argument("brought", nargs="?", help=say("the first letters of its id; not needed where it is one thing"))
    back.add_argument("--to", metavar="LOGIN", help=say("bring the same to another supervisor instead"))

    desk_ = add_command(subparsers, "desk", show_inbox, say("for supervisors: what was brought to you"))
    desk_.add_argument("brought", nargs="?", help=say("show one: the first letters of its id"))
    desk_.add_argument("--take-back", action="store_true", help=say("take back what you answered to it"))
    add_plain_option(desk_)
    add_json_option(desk_)

    agree = add_command(
        subparsers,
        "agreement",
        show_agreement,
        say("where readers differ: coach, practitioner and supervisor on the same lines"),
    )
    agree.add_argument(
        "--labelled", type=Path, metavar="FILE", help=say("also write labelled replies, where both said yes")
    )
    agree.add_argument("--csv", type=Path, metavar="FILE", help=say("also write the counts for a spreadsheet"))
    add_json_option(agree)


def _open_reachable_submissions(options: argparse.Namespace) -> "SubmissionService":
    """Open the service for submissions, after checking that the team's store can be reached.

    Raises RecordsError.
    """
    submission_service = open_submissions(options)
    submission_service.stores.reach()
    return submission_service


def _open_inbox(options: argparse.Namespace) -> "Inbox":
    from coach.supervision.inbox import Inbox
    from coach.supervision.stores import SubmissionStores

    return Inbox(
        open_practice(getattr(options, "library", None)),
        SubmissionStores(find_places(), read_store_address(), read_clock),
    )


def list_exercises(options: argparse.Namespace) -> int:
    """Print the exercises: given ones first, then the library's; then what could not be read."""
    from coach.supervision.exercises import end_sentence

    if options.take_off:
        return _take_exercise_off(options)
    if not options.json and is_asked_in_lines(options):
        from coach.plain.exercise_list import visit_exercises

        visit_exercises(open_plain_services(options))
        return 0
    inbox = _open_inbox(options)
    listed_exercises = sorted(inbox.list_exercises(), key=lambda listed: not listed.given)
    if options.json:
        print_data([_list_as_data(listed) for listed in listed_exercises])
        return 0
    for shown in listed_exercises:
        exercise = shown.exercise
        if exercise is None:
            print(
                make_visible(say("{id} cannot be used: {problem}", id=shown.id, problem=shown.problem)), file=sys.stderr
            )
        else:
            whence = f" {shown.origin[:1].upper()}{shown.origin[1:]}." if shown.given else ""
            why = end_sentence(exercise.why)
            print(make_visible(f"{exercise.title} ({shown.id}).{whence} {why} Scenario: {exercise.scenarios[0]}."))
    for problem in inbox.practice.library.find_excluded():
        if problem.file.parent.name == "exercises":
            print(
                make_visible(say("{stem} is left out: {why}", stem=problem.file.stem, why=problem.describe())),
                file=sys.stderr,
            )
    beside = {problem.file for problem in inbox.practice.library.find_misplaced_exercises()}
    for folder in options.library:
        for file in sorted({*folder.glob("*.yaml"), *folder.glob("*.yml")} - beside):
            where = folder / "exercises"
            print(
                make_visible(
                    say("{file} is not looked at: the exercises of a folder lie in {where}.", file=file, where=where)
                ),
                file=sys.stderr,
            )
    return 0


def _list_as_data(listed: "ListedExercise") -> dict[str, object]:
    """Return what a list says of an exercise as data; `problem` where it cannot be used."""
    origin: dict[str, object] = {"id": listed.id, "origin": listed.origin, "given": listed.given}
    if listed.exercise is None:
        return {**origin, "problem": listed.problem}
    exercise = listed.exercise
    return {**origin, "title": exercise.title, "why": exercise.why, "scenarios": list(exercise.scenarios)}


def _take_exercise_off(options: argparse.Namespace) -> int:
    """Delete one of the user's own exercises, once that is confirmed."""
    from coach.plain.console import confirm
    from coach.supervision.exercises import take_off_exercise

    practice, own = open_practice(options.library), find_places().library
    if not options.yes:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            print(say("Nothing was taken off: nobody is here to ask. The same with `--yes` takes it off."))
            return 1
        if not confirm(
            say(
                "Take {take_off} off your own exercises for good? yes, or Enter for no: ",
                take_off=make_visible(options.take_off),
            )
        ):
            print(say("Nothing was taken off."))
            return 1
    file = take_off_exercise(options.take_off, practice.library, own)
    print(make_visible(say("Taken off: {file} is deleted. Rehearsals of it stay.", file=file)))
    return 0


def show_own_practice(options: argparse.Namespace) -> int:
    """Print the practitioner's own practice page: past rehearsals and practice intentions."""
    from coach.debrief.render import render_plain
    from coach.supervision.reflection import lay_out_own_practice as page

    submission_service = _open_reachable_submissions(options)
    if options.json:
        tried = submission_service.list_tried()
        print_data([{"day": past.day.isoformat(), "title": past.title, "intention": past.intention} for past in tried])
        return 0
    print(render_plain(page(submission_service.list_past_rehearsals())), end="")
    return 0


def submit(options: argparse.Namespace) -> int:
    """Print exactly what a submission would hand over, then hand it over once confirmed."""
    from coach.debrief.render import render_plain
    from coach.model.submission import SubmissionScope
    from coach.plain.console import confirm
    from coach.plain.submission_form import HAND_OVER
    from coach.supervision.practitioner import is_document
    from coach.supervision.reflection import list_named_replies
    from coach.supervision.submissions import (
        SubmissionChoice,
        describe_metadata,
        describe_own_words,
        describe_store_visibility,
        lay_out_submission,
    )

    what = SubmissionScope.WHOLE
    if options.moment is not None:
        what = SubmissionScope.MOMENT
    elif options.question is not None:
        what = SubmissionScope.QUESTION
    elif not (options.whole or options.look):
        raise OptionRefused(say("Bring what?"), say("`--moment REPLY`, `--whole` or `--question WORDS` says it."))
    submission_service = _open_reachable_submissions(options)
    rehearsal = submission_service.practice.go_on(options.rehearsal)
    choice = SubmissionChoice(
        what,
        reply=options.moment or 0,
        who=options.who,
        question=options.question or options.about,
        note=options.note,
        with_reflections=options.own_words,
        with_notes=not options.without_notes,
        with_exercise=options.with_exercise,
        may_teach=options.may_teach,
        with_mending=not options.without_mending,
    )
    _warn_of_details(rehearsal, brought := submission_service.preview(rehearsal, choice))
    print(render_plain(lay_out_submission(brought, exercise=submission_service.name_exercise(brought))))
    if options.own_words and (named := list_named_replies(rehearsal)):
        print(say("{own_words}, go along.", own_words=describe_own_words("your", named)))
    if not (options.output and is_document(options.output)):
        print(describe_metadata(brought))
    if options.to and submission_service.stores.has_team_store:
        print(describe_store_visibility(options.to, submission_service.stores.store.me()))
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    if not (options.look or options.yes or asks):
        print(say("Nothing was handed over: nobody is here to ask. The same with `--yes` hands exactly this over."))
        return 1
    if options.look or not (options.yes or confirm(say(HAND_OVER))):
        print(say("Nothing was handed over."))
        return 0
    print(_hand_over(options, submission_service, rehearsal, brought))
    return 0


def _warn_of_details(rehearsal: "Rehearsal", brought: "Submission") -> None:
    """Print a warning which kinds of real people's details a submission may hold.

    The warning names the kinds, never the words.
    """
    from coach.practice.safeguarding import Question, care_whatever, kinds, look_through

    typed = (brought.question, brought.note, *(reflection.words for reflection in brought.reflections))
    if detail_kinds := kinds(look_through(typed, rehearsal.script_words)):
        print(
            say("What you wrote may hold {detail_kinds}. Please leave real people out.", detail_kinds=detail_kinds),
            file=sys.stderr,
        )
    held = rehearsal.own_words(typed)
    if held and held.question is Question.FOR_WHOM:
        looking_after = care_whatever(find_places().signposts)
        for line in (
            looking_after.asks_of_notes,
            say("Where to turn:"),
            *(f"- {signpost}" for signpost in looking_after.signposts),
        ):
            print(line, file=sys.stderr)


def _hand_over(
    options: argparse.Namespace, submission_service: "SubmissionService", rehearsal: "Rehearsal", brought: "Submission"
) -> str:
    """Hand a submission over to a person or into a file, and return a sentence on where it went.

    Raises RecordsError.
    """
    from coach.plain.submission_form import WRITTEN
    from coach.practice.safeguarding import ASKED
    from coach.supervision.practitioner import ENDING

    if options.to:
        submission_service.submit_to_supervisor(rehearsal, brought, options.to, confirmed=ASKED)
        return say(
            "Handed over to {to}. `coach withdraw {id} {brought}` takes it back.",
            to=options.to,
            id=rehearsal.id,
            brought=brought.id[:8],
        )
    file = options.output or Path(f"brought-{brought.id[:8]}{ENDING}")
    written = submission_service.submit_to_file(rehearsal, brought, file, confirmed=ASKED)
    return say(WRITTEN, file=written.absolute())


def import_file(options: argparse.Namespace) -> int:
    """Import a file: a review goes to its rehearsal, a submission into the supervisor's inbox."""
    from coach.model.submission import Review
    from coach.plain.console import confirm
    from coach.plain.debrief import render_review
    from coach.plain.rehearsal_list import import_asked
    from coach.supervision.importing import PROVES_NOTHING
    from coach.supervision.importing import import_file as read

    taken = read(options.file)
    for sentence in taken.unread:
        print(make_visible(sentence), file=sys.stderr)
    if isinstance(taken.found, Review):
        service, ask = _open_reachable_submissions(options), confirm if sys.stdin.isatty() else None
        rehearsal = import_asked(service, taken.found, ask, damaged=taken.damaged, older=options.older)
        if rehearsal is None:
            return 0
        print(render_review(rehearsal, taken.found))
        print(say(PROVES_NOTHING))
        if rehearsal.not_kept:
            raise RecordsUnwritable(rehearsal.not_kept)
        print(say("Kept with rehearsal {id}.", id=rehearsal.id))
    else:
        thing = _open_inbox(options).add_item(taken)
        name = make_visible(thing.id[:8])
        if thing.instead:
            print(thing.instead)
        print(say(PROVES_NOTHING))
        print(say("On the desk as {name}. `coach desk {name}` shows it.", name=name))
    return 0


def fetch_reviews(options: argparse.Namespace) -> int:
    """Fetch and print reviews of one rehearsal's submissions, or of all in the team's store."""
    from coach.debrief.render import render_plain
    from coach.plain.debrief import fetch_reviews, require_team_store
    from coach.supervision.documents import lay_out_reviews
    from coach.supervision.reflection import lay_out_answers

    service = _open_reachable_submissions(options)
    if options.again:
        names = [options.rehearsal] if options.rehearsal else [one.id for one in service.practice.rehearsals()]
        opened = (service.practice.go_on(name) for name in names)
        before = [render_plain((*lay_out_reviews(one), *lay_out_answers(one))) for one in opened]
        print("\n".join(words for words in before if words) or say("Nothing came back yet."))
        return 0
    require_team_store(service)
    _tell_stranded(service)
    chosen = [options.rehearsal] if options.rehearsal else list(_list_rehearsals_in_store(service))
    reviews = [words for name in chosen for words in fetch_reviews(service, service.practice.go_on(name))]
    for words in reviews:
        print(words)
    if not reviews:
        print(say("Nothing new came back."))
    return 0


def _tell_stranded(submission_service: "SubmissionService") -> None:
    """Say which submissions a supervisor who has left can no longer read."""
    for name in _list_rehearsals_in_store(submission_service):
        for event in submission_service.list_stranded(submission_service.practice.go_on(name)):
            key = event.brought.id[:8]
            print(
                say(
                    "{to} is no longer a supervisor in your team's store, so nobody can read what you "
                    "brought ({key}). `coach withdraw {name} {key} --to LOGIN` brings it to another.",
                    to=make_visible(event.to),
                    key=key,
                    name=name,
                )
            )


def _list_rehearsals_in_store(submission_service: "SubmissionService") -> Iterator[str]:
    """List the ids of rehearsals with a submission in the team's store. Raises RecordsError."""
    from coach.model.events import BroughtAlong

    for summary in submission_service.practice.rehearsals():
        happened = submission_service.practice.keeping.store.read(summary.id)
        if any(isinstance(event, BroughtAlong) and event.to for event in happened):
            yield summary.id


def withdraw_submission(options: argparse.Namespace) -> int:
    """Withdraw the submission that the command names, or the only one there is.

    With `--to`, the same is brought to another supervisor.
    """
    from coach.practice.safeguarding import ASKED

    submission_service = _open_reachable_submissions(options)
    rehearsal = submission_service.practice.go_on(options.rehearsal)
    names = [event.brought.id for event in rehearsal.story.brought]
    chosen = [name for name in names if name.startswith(options.brought or "")]
    if not chosen:
        raise _explain_missing_submission(rehearsal)
    if len(chosen) > 1:
        such_as = say("Such as `coach withdraw {id} {chosen}`.", id=rehearsal.id, chosen=chosen[-1][:8])
        several = say("{chosen} things were brought from this rehearsal.", chosen=len(chosen))
        raise NotNow(several, f"{_list_submissions(rehearsal)} {such_as}", title=say("More than one"))
    to = next(event.to for event in rehearsal.story.brought if event.brought.id == chosen[0])
    if options.to:
        submission_service.bring_to_another(rehearsal, chosen[0], options.to, confirmed=ASKED)
        before = say(" {to} can no longer read it.", to=make_visible(to)) if to else ""
        print(say("Handed over to {to}.{before}", to=make_visible(options.to), before=before))
        return 0
    submission_service.withdraw(rehearsal, chosen[0])
    print(say("Withdrawn. {to} can no longer read it.", to=make_visible(to)) if to else say(WITHDRAWN_FILE))
    return 0


def _explain_missing_submission(rehearsal: "Rehearsal") -> CoachError:
    if not rehearsal.story.brought:
        nothing = say("Nothing was brought from this rehearsal, or all of it is withdrawn already.")
        return NotKnown(nothing, title=say("Nothing to withdraw"))
    return NotKnown(say("Nothing of that id was brought from this rehearsal."), _list_submissions(rehearsal))


def _list_submissions(rehearsal: "Rehearsal") -> str:
    """List the submissions that can be withdrawn, each by the first letters of its id."""
    from coach.supervision.agenda import format_day
    from coach.supervision.submissions import KINDS_IN_WORDS, describe_submission

    there = (
        f"{event.brought.id[:8]} ({KINDS_IN_WORDS[event.brought.what].lower()}, "
        f"{f'to {make_visible(event.to)}' if event.to else 'as a file'}, {format_day(event.brought.day)}"
        f"{f', {make_visible(description)}' if (description := describe_submission(event.brought)) else ''})"
        for event in rehearsal.story.brought
    )
    return say("There is: {there}.", there="; ".join(there))


def show_inbox(options: argparse.Namespace) -> int:
    """Open the supervisor's inbox; print it to a pipe, or one submission in full.

    In plain lines at a terminal they are answered as well.
    """
    if options.json and (options.brought or options.take_back):
        raise OptionRefused(say("--json lists what was brought."), say("It takes no name of one thing."))
    if not (options.brought or options.take_back or options.json or wants_plain(options)):
        with start_uncollected():
            from coach.tui.app import run

            return run(find_places(), tuple(options.library), store=read_store_address(), page="inbox")
    from coach.debrief.render import render_plain
    from coach.records.event_store import LONG_AGO
    from coach.supervision.agenda import format_day
    from coach.supervision.submissions import (
        KINDS_IN_WORDS,
        describe_addressee,
        describe_sender,
        describe_submission,
        lay_out_submission,
    )

    inbox = _open_inbox(options)
    things = inbox.list_items()
    if options.json:
        print_data([_describe_item_as_data(thing) for thing in things])
        return 0
    if options.brought:
        item = next((thing for thing in things if thing.id.startswith(options.brought)), None)
        if item is None or item.brought is None:
            raise CoachError(
                say("That is not on the desk."), say("`coach desk` lists what is."), title=say("No such name")
            )
        whose = describe_addressee(item.who, item.login)
        if is_asked_in_lines(options) and not options.take_back:
            from coach.plain.desk import PlainReview

            PlainReview(open_plain_services(options), item.id).visit()
            return 0
        if options.take_back:
            promised = inbox.take_back(item.id)
            said = say("Taken back. What you said to {whose} is kept as begun, and goes to nobody.", whose=whose)
            print(make_visible(f"{said} {promised}".strip()))
            return 0
        print(make_visible(f"From {whose}: {describe_sender(item.who, item.login, shared=item.shared)}."))
        known = inbox.find_rubric(item.brought), item.exercise
        print(render_plain(lay_out_submission(item.brought, item.response, *known)), end="")
        return 0
    if options.take_back:
        raise NotNow(
            say("Name what you answered."), say("`coach desk` lists what is there."), title=say("No such name")
        )
    if is_asked_in_lines(options):
        from coach.plain.desk import visit_desk

        visit_desk(open_plain_services(options))
        return 0
    for thing in things:
        what = KINDS_IN_WORDS[thing.brought.what] if thing.brought else say("It cannot be read")
        title = "".join(f", {words}" for words in thing.about)
        day = format_day(thing.at) if thing.at > LONG_AGO else say("on a day that cannot be read")
        sent = describe_sender(thing.who, thing.login, shared=thing.shared)
        which = f", {words}" if thing.brought and (words := describe_submission(thing.brought)) else ""
        print(make_visible(f"{thing.id[:8]}: {what}{title}{which}, {sent}, {day}, {thing.describe_state()}"))
        for sentence in thing.unread:
            print(make_visible(f"  {sentence}"))
    if not things:
        print(say("Nothing was brought. You see what somebody hands over, and nothing else."))
    shows = say("`coach desk NAME` shows one, by its first letters. ") if things else ""
    print(f"{shows}{DESK_WAYS}")
    return 0


@speak(ENGLISH)
def _describe_item_as_data(thing: "InboxItem") -> dict[str, object]:
    """Return what the list of the desk says of one thing as data."""
    from coach.records.event_store import LONG_AGO

    brought = thing.brought
    return {
        "id": thing.id,
        "what": brought.what.value if brought else None,
        "title": brought.title if brought else "",
        "from": thing.who,
        "login": thing.login,
        "day": thing.at.date().isoformat() if thing.at > LONG_AGO else None,
        "state": thing.describe_state(),
        "unread": list(thing.unread),
    }


def show_agreement(options: argparse.Namespace) -> int:
    """Print how far two readers of the same lines agree, by criterion, and where they differ."""
    from coach.debrief.render import render_plain
    from coach.records.paths import write_export
    from coach.supervision.agreement import (
        count_agreements,
        lay_out_agreement,
        render_spreadsheet,
        write_labelled_replies,
    )

    inbox = _open_inbox(options)
    compared = inbox.compare_readers()
    agreements = count_agreements(compared.lines)
    if options.json:
        print_data([asdict(agreement) for agreement in agreements])
    else:
        print(render_plain(lay_out_agreement(compared, agreements, inbox.list_criterion_names())), end="")
    said = sys.stderr if options.json else sys.stdout
    if options.csv:
        file = write_export(options.csv, render_spreadsheet(agreements), ending=".csv")
        print(say("The counts are in {file}.", file=file), file=said)
    if options.labelled:
        rows = tuple(write_labelled_replies(compared.lines, inbox.collect_known_words))
        file = write_export(options.labelled, "".join(f"{row}\n" for row in rows), ending=".jsonl")
        written = count(len(rows), "labelled reply", "labelled replies")
        print(say("{written} in {file}, without who wrote them or when.", written=written, file=file), file=said)
    return 0
