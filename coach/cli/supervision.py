"""The commands of supervision: exercises, what is brought, the desk, and where readers differ."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli.context import Adder, library_option, now, places_here, practice_here, store_here
from coach.errors import CoachError, NotKnown, NotNow, RecordsUnwritable

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from coach.model.submission import Submission
    from coach.practice.rehearsal import Rehearsal
    from coach.records.team.guards import SpoiltRow
    from coach.supervision.inbox import Inbox
    from coach.supervision.practitioner import SubmissionService


# --- The commands of a team's store: its tables and rules, who may use it, and tidying up after whoever l

ADDS = ("add-practitioner", "add-supervisor", "add-partnership")
"""Ways to let a login into a team's store."""
WITHOUT_A_LOGIN = ("set-up", "check", "expire", "administrator-sql")
TIDY = "Delete everything that {login} kept in the team's store, for good? yes or Enter: "
SPOILT_STAY = (
    "Rows from before that do not hold the rules. They stay as they are, and only their own login can delete them:"
)


def add_store_commands(add: Adder) -> None:
    """The command, with its options."""
    does = add("team", team, "a team's store: its tables and rules, who may use it, and tidying up after whoever left")
    does.add_argument("do", choices=(*WITHOUT_A_LOGIN, *ADDS, "remove", "tidy"))
    does.add_argument(
        "login", nargs="?", help="the login, which the server has already; for administrator-sql the owner's"
    )
    does.add_argument("--yes", action="store_true", help="`tidy` without being asked")


def team(options: argparse.Namespace) -> int:
    """Set the store up, look after it, let a login in or take it out, or delete what somebody who left kept there."""
    from coach.records.team.logins import let_in, let_publish, open_engine, set_up, take_out

    login = options.login
    if options.do == "administrator-sql":
        return _administrator_sql(login)
    url = store_here()
    if not url:
        raise CoachError(
            "COACH_STORE does not say where the team's store is.",
            "Set it, such as COACH_STORE=postgresql+psycopg://owner@server/coach.",
        )
    if options.do not in WITHOUT_A_LOGIN and not login:
        raise CoachError("Which login?", f"Such as `coach team {options.do} sam`.")
    if options.do == "tidy":
        return _tidy(url, login, sure=options.yes)
    with open_engine(url) as engine:
        match options.do:
            case "set-up":
                _list_spoilt(set_up(engine))
                print("The team's store is ready. Let people in with `coach team add-practitioner LOGIN`.")
            case "check":
                return _check(engine)
            case "expire":
                return _expire(engine)
            case "remove":
                take_out(engine, login)
                print(f"{login} may use it no longer. What {login} kept there stays until `coach team tidy {login}`.")
            case "add-partnership":
                let_publish(engine, login)
            case add:
                let_in(engine, login, supervisor=add == "add-supervisor")
        if options.do in ADDS:
            print(f"{login} may use it as {options.do.removeprefix('add-')}.")
    return 0


def _administrator_sql(owner: str | None) -> int:
    """Print what an administrator of the server runs, for the database that COACH_STORE names, or `coach`."""
    from coach.records.team.administrator import administrator_sql
    from coach.records.team.logins import database_of

    print(administrator_sql(owner or "coach_owner", database_of(store_here()) or "coach"), end="")
    return 0


def _check(engine: "Engine") -> int:
    """Say what is wrong with the store and its server; the exit status is 1 where anything is."""
    from coach.debrief.render import make_visible
    from coach.records.team.inspection import inspect_store, why_unreachable
    from coach.records.team.logins import address

    print(f"Looking at {address(engine.url.render_as_string(hide_password=False))}.")
    if why := why_unreachable(engine):
        print(f"It cannot be reached. The server or the network says: {make_visible(why)}")
        return 1
    found = inspect_store(engine)
    for fault in found.faults:
        print(f"- {make_visible(fault)}")
    _list_spoilt(found.spoilt)
    for note in found.notes:
        print(f"({note})")
    if not (found.faults or found.spoilt):
        print("Nothing wrong was found.")
    return int(bool(found.faults or found.spoilt))


def _list_spoilt(rows: "Sequence[SpoiltRow]") -> None:
    from coach.debrief.render import make_visible

    if rows:
        print(SPOILT_STAY)
        for row in rows:
            print(f"- {make_visible(str(row))}")


def _expire(engine: "Engine") -> int:
    """Delete what is over its time, of every login, and say only how much."""
    from coach.records.team.guards import expire
    from coach.records.team.inspection import owns, server_time
    from coach.records.team.logins import check_version
    from coach.records.team.store import retry_while_away

    check_version(engine)
    if not retry_while_away(engine, owns):
        raise CoachError(
            "Only the login that owns the tables does that.", "Each login's own goes when it next practises."
        )
    if abs(retry_while_away(engine, server_time) - now()) > timedelta(days=1):
        raise CoachError(
            "The server's clock and this machine's are more than a day apart.",
            "Nothing was deleted. Put the one that is wrong right first.",
        )
    rehearsals, rooms = retry_while_away(engine, expire)
    print(f"Over their time and deleted for good: {_of(rehearsals, 'rehearsal')}, {_of(rooms, 'room')}.")
    return 0


def _of(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _tidy(url: str, login: str, *, sure: bool) -> int:
    """Delete it, once that is wanted. How much there was is nobody's to know, so it is not said."""
    from coach.plain.debrief import confirm
    from coach.records.team.logins import check_left, open_engine, tidy

    with open_engine(url) as engine:
        check_left(engine, login)
        if not sure and not (sys.stdin.isatty() and sys.stdout.isatty()):
            print("Nothing was deleted: nobody is here to ask. The same with `--yes` deletes it.")
            return 1
        if not (sure or confirm(TIDY.format(login=login))):
            print("Nothing was deleted.")
            return 0
        tidy(engine, login)
    print(f"Whatever {login} kept there is gone for good.")
    return 0


# --- The commands of supervision: exercises, what is brought, the desk, and where readers differ

WITHDRAWN_FILE = "Withdrawn. If you gave the file to somebody, they still have it; ask them for it back."


def add_commands(add: Adder) -> None:
    """Every command of supervision, with its options."""
    library_option(add("exercises", exercises, "list the exercises"))
    library_option(add("practice", my_practice, "what you tried, for you alone"))

    brings = add("bring", bring, "hand a moment, a whole rehearsal or a question over to supervision")
    brings.add_argument("rehearsal", help="its first letters, from `coach rehearsals`; or `last`")
    what = brings.add_mutually_exclusive_group(required=True)
    what.add_argument("--moment", type=int, metavar="REPLY", help="one moment: the number of your reply")
    what.add_argument("--whole", action="store_true", help="the whole conversation")
    what.add_argument("--question", metavar="WORDS", help="just a question")
    brings.add_argument("--note", default="", metavar="WORDS", help="a note of your own")
    brings.add_argument("--about", default="", metavar="WORDS", help="what you would like to talk about")
    brings.add_argument(
        "--as", dest="who", default="", metavar="NAME", help="what you want to be called; nothing without"
    )
    brings.add_argument("--own-words", action="store_true", help="with what you wrote afterwards")
    brings.add_argument("--with-exercise", action="store_true", help="with the name of the exercise it was for")
    brings.add_argument("--without-notes", action="store_true", help="without what the coach read")
    brings.add_argument(
        "--without-mending", action="store_true", help="without the reply that mended a moment which may have hurt"
    )
    brings.add_argument("--may-teach", action="store_true", help="lines may be counted in `coach agreement`")
    brings.add_argument("--look", action="store_true", help="only show what would be handed over")
    brings.add_argument("--yes", action="store_true", help="hand it over without being asked")
    where = brings.add_mutually_exclusive_group()
    where.add_argument("-o", "--output", type=Path, metavar="FILE", help="the file; .html and .docx are for printing")
    where.add_argument("--to", metavar="LOGIN", help="a supervisor, in the team's store")
    library_option(brings)

    taken = add("take-in", take_in, "take in a file that was handed over, or came back from supervision")
    taken.add_argument("file", type=Path)
    library_option(taken)

    fetches = add("fetch", fetch, "look in the team's store for what came back from supervision")
    fetches.add_argument("--again", action="store_true", help="show what came back before, too; needs no store")
    fetches.add_argument("rehearsal", nargs="?", help="only for this one: its first letters, or `last`")
    library_option(fetches)

    back = add("withdraw", withdraw, "take back something that you brought")
    back.add_argument("rehearsal", help="the rehearsal it was brought from; or `last`")
    back.add_argument("brought", nargs="?", help="the first letters of its id; not needed where it is one thing")

    desk_ = add("desk", desk, "for supervisors: what was brought to you")
    desk_.add_argument("brought", nargs="?", help="show one: the first letters of its id")
    desk_.add_argument("--take-back", action="store_true", help="take back what you answered to it")

    agree = add("agreement", agreement, "where coach, practitioner and supervisor saw a line alike, and where not")
    agree.add_argument("--labelled", type=Path, metavar="FILE", help="also write labelled replies, where both said yes")
    agree.add_argument("--csv", type=Path, metavar="FILE", help="also write the counts for a spreadsheet")

    add_store_commands(add)


def bringing_here(options: argparse.Namespace) -> "SubmissionService":
    """What this user brings, from their own practice."""
    from coach.supervision.practitioner import SubmissionService
    from coach.supervision.team import SubmissionStores

    return SubmissionService(
        practice_here(getattr(options, "library", None)), SubmissionStores(places_here(), store_here(), now)
    )


def _own(options: argparse.Namespace) -> "SubmissionService":
    """The same for whoever asks what is kept: in a store that is away nothing is found. Raises RecordsError."""
    bringing = bringing_here(options)
    bringing.stores.reach()
    return bringing


def _desk(options: argparse.Namespace) -> "Inbox":
    from coach.supervision.inbox import Inbox
    from coach.supervision.team import SubmissionStores

    return Inbox(practice_here(getattr(options, "library", None)), SubmissionStores(places_here(), store_here(), now))


def exercises(options: argparse.Namespace) -> int:
    """List them, the sequence first; what is left out is said apart."""
    from coach.debrief.render import make_visible
    from coach.supervision.exercises import end_sentence

    here = _desk(options)
    for shown in here.list_exercises():
        found = shown.exercise
        if found is None:
            print(make_visible(f"{shown.id} cannot be used: {shown.problem}"), file=sys.stderr)
        else:
            print(
                make_visible(f"{found.title} ({shown.id}). {end_sentence(found.why)} Scenario: {found.scenarios[0]}.")
            )
    for problem in here.practice.library.find_excluded():
        if problem.file.parent.name == "exercises":
            print(make_visible(f"{problem.file.stem} is left out: {problem.what} {problem.advice}"), file=sys.stderr)
    for folder in options.library:
        for file in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))):
            where = folder / "exercises"
            print(make_visible(f"{file} is not looked at: the exercises of a folder lie in {where}."), file=sys.stderr)
    return 0


def my_practice(options: argparse.Namespace) -> int:
    """The page."""
    from coach.debrief.render import render_plain
    from coach.supervision.own_practice import lay_out_own_practice as page

    print(render_plain(page(_own(options).list_past_rehearsals())), end="")
    return 0


def bring(options: argparse.Namespace) -> int:
    """Show exactly what is handed over; then hand it over, once that is wanted."""
    from coach.debrief.render import render_plain
    from coach.model.submission import SubmissionScope
    from coach.plain.debrief import HAND_OVER, confirm
    from coach.supervision.submissions import (
        SubmissionChoice,
        describe_metadata,
        describe_store_visibility,
        lay_out_submission,
    )

    bringing = _own(options)
    rehearsing = bringing.practice.go_on(options.rehearsal)
    what = (
        SubmissionScope.WHOLE
        if options.whole
        else SubmissionScope.MOMENT
        if options.moment is not None
        else SubmissionScope.QUESTION
    )
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
    brought = bringing.preview(rehearsing, choice)
    _point_out(rehearsing, brought)
    print(render_plain(lay_out_submission(brought)))
    if not _printed(options):
        print(describe_metadata(brought))
    if options.to and bringing.stores.has_team_store:
        print(describe_store_visibility(options.to, bringing.stores.store.me()))
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    if not (options.look or options.yes or asks):
        print("Nothing was handed over: nobody is here to ask. The same with `--yes` hands exactly this over.")
        return 1
    if options.look or not (options.yes or confirm(HAND_OVER)):
        print("Nothing was handed over.")
        return 0
    print(_hand_over(options, bringing, rehearsing, brought))
    return 0


def _point_out(rehearsing: "Rehearsal", brought: "Submission") -> None:
    """Say which kinds of real people's details their words may hold; never the words, and it stops nothing."""
    from coach.practice.safeguarding import Question, care_whatever, kinds, look_through

    typed = (brought.question, brought.note, *(each.words for each in brought.reflections))
    if found := kinds(look_through(typed, rehearsing.script_words)):
        print(f"What you wrote may hold {found}. Please leave real people out.", file=sys.stderr)
    held = rehearsing.own_words(typed)
    if held and held.question is Question.FOR_WHOM:
        looking_after = care_whatever(places_here().signposts)
        for line in (looking_after.asks_of_notes, "Where to turn:", *(f"- {each}" for each in looking_after.signposts)):
            print(line, file=sys.stderr)


def _printed(options: argparse.Namespace) -> bool:
    """Whether it goes to a page or a document, which holds the words alone."""
    return bool(options.output and options.output.suffix.casefold() in (".html", ".docx"))


def _hand_over(
    options: argparse.Namespace, bringing: "SubmissionService", rehearsing: "Rehearsal", brought: "Submission"
) -> str:
    """Do it, and say where it went. Raises RecordsError."""
    from coach.plain.debrief import WRITTEN
    from coach.practice.safeguarding import ASKED
    from coach.supervision.practitioner import ENDING

    if options.to:
        bringing.submit_to_supervisor(rehearsing, brought, options.to, confirmed=ASKED)
        return f"Handed over to {options.to}. `coach withdraw {rehearsing.id} {brought.id[:8]}` takes it back."
    file = options.output or Path(f"brought-{brought.id[:8]}{ENDING}")
    written = (bringing.save_document if _printed(options) else bringing.submit_to_file)(
        rehearsing, brought, file, confirmed=ASKED
    )
    return WRITTEN.format(file=written)


def take_in(options: argparse.Namespace) -> int:
    """A file that came back goes to its rehearsal; one that was brought goes on the desk."""
    from coach.debrief.render import make_visible
    from coach.model.submission import Review
    from coach.plain.debrief import render_review
    from coach.supervision.importing import PROVES_NOTHING
    from coach.supervision.importing import import_file as read

    taken = read(options.file)
    for sentence in taken.unread:
        print(make_visible(sentence), file=sys.stderr)
    if isinstance(taken.found, Review):
        rehearsing = _own(options).import_review(taken.found, damaged=taken.damaged)
        print(render_review(rehearsing, taken.found))
        print(PROVES_NOTHING)
        if rehearsing.not_kept:
            raise RecordsUnwritable(rehearsing.not_kept)
        print(f"Kept with rehearsal {rehearsing.id}.")
    else:
        thing = _desk(options).add_item(taken)
        name = make_visible(thing.id[:8])
        if thing.instead:
            print(thing.instead)
        print(PROVES_NOTHING)
        print(f"On the desk as {name}. `coach desk {name}` shows it.")
    return 0


def fetch(options: argparse.Namespace) -> int:
    """Look for what came back to one rehearsal, or to any that something was brought from to the store."""
    from coach.debrief.render import render_plain
    from coach.plain.debrief import fetch_reviews, require_team_store
    from coach.supervision.documents import lay_out_reviews

    bringing = _own(options)
    if options.again:
        rehearsals = [options.rehearsal] if options.rehearsal else [each.id for each in bringing.practice.rehearsals()]
        before = [render_plain(lay_out_reviews(bringing.practice.go_on(name))) for name in rehearsals]
        print("\n".join(words for words in before if words) or "Nothing came back yet.")
        return 0
    require_team_store(bringing)
    chosen = [options.rehearsal] if options.rehearsal else list(_brought_to_the_store(bringing))
    found = [words for name in chosen for words in fetch_reviews(bringing, bringing.practice.go_on(name))]
    for words in found:
        print(words)
    if not found:
        print("Nothing new came back.")
    return 0


def _brought_to_the_store(bringing: "SubmissionService") -> Iterator[str]:
    """The rehearsals that something was brought from, and not only as a file. Raises RecordsError."""
    from coach.model.events import BroughtAlong

    for summary in bringing.practice.rehearsals():
        happened = bringing.practice.keeping.store.read(summary.id)
        if any(isinstance(event, BroughtAlong) and event.to for event in happened):
            yield summary.id


def withdraw(options: argparse.Namespace) -> int:
    """Take something back: the very thing that is named, or the only one."""
    from coach.debrief.render import make_visible

    bringing = _own(options)
    rehearsing = bringing.practice.go_on(options.rehearsal)
    names = [event.brought.id for event in rehearsing.story.brought]
    chosen = [name for name in names if name.startswith(options.brought or "")]
    if not chosen:
        raise _not_brought(rehearsing)
    if len(chosen) > 1:
        such_as = f"Such as `coach withdraw {rehearsing.id} {chosen[-1][:8]}`."
        several = f"{len(chosen)} things were brought from this rehearsal."
        raise NotNow(several, f"{_there(rehearsing)} {such_as}", title="More than one")
    to = next(event.to for event in rehearsing.story.brought if event.brought.id == chosen[0])
    bringing.withdraw(rehearsing, chosen[0])
    print(f"Withdrawn. {make_visible(to)} can no longer read it." if to else WITHDRAWN_FILE)
    return 0


def _not_brought(rehearsing: "Rehearsal") -> CoachError:
    if not rehearsing.story.brought:
        nothing = "Nothing was brought from this rehearsal, or all of it is withdrawn already."
        return NotKnown(nothing, title="Nothing to withdraw")
    return NotKnown("Nothing of that id was brought from this rehearsal.", _there(rehearsing))


def _there(rehearsing: "Rehearsal") -> str:
    """What there is to withdraw, each by the first letters of its id and what tells it from the others."""
    from coach.debrief.render import make_visible
    from coach.supervision.agenda import format_day
    from coach.supervision.submissions import KINDS_IN_WORDS, describe_submission

    there = (
        f"{event.brought.id[:8]} ({KINDS_IN_WORDS[event.brought.what].lower()}, "
        f"{f'to {make_visible(event.to)}' if event.to else 'as a file'}, {format_day(event.brought.day)}"
        f"{f', {make_visible(found)}' if (found := describe_submission(event.brought)) else ''})"
        for event in rehearsing.story.brought
    )
    return f"There is: {'; '.join(there)}."


def desk(options: argparse.Namespace) -> int:
    """What was brought, or one thing of it."""
    from coach.debrief.render import make_visible, render_plain
    from coach.records.event_store import LONG_AGO
    from coach.supervision.agenda import format_day
    from coach.supervision.submissions import KINDS_IN_WORDS, describe_addressee, describe_sender, lay_out_submission

    here = _desk(options)
    things = here.list_items()
    if options.brought:
        found = next((each for each in things if each.id.startswith(options.brought)), None)
        if found is None or found.brought is None:
            raise CoachError("That is not on the desk.", "`coach desk` lists what is.", title="No such name")
        whose = describe_addressee(found.who, found.login)
        if options.take_back:
            here.take_back(found.id)
            print(make_visible(f"Taken back. What you said to {whose} is kept as begun, and goes to nobody."))
            return 0
        print(make_visible(f"From {whose}: {describe_sender(found.who, found.login, shared=found.shared)}."))
        print(render_plain(lay_out_submission(found.brought, found.response, here.find_rubric(found.brought))), end="")
        return 0
    if options.take_back:
        raise NotNow("Name what you answered.", "`coach desk` lists what is there.", title="No such name")
    for each in things:
        what = KINDS_IN_WORDS[each.brought.what] if each.brought else "It cannot be read"
        title = f", {each.brought.title}" if each.brought and each.brought.title else ""
        state = "answered" if each.response else "not answered yet"
        day = format_day(each.at) if each.at > LONG_AGO else "on a day that cannot be read"
        sent = describe_sender(each.who, each.login, shared=each.shared)
        print(make_visible(f"{each.id[:8]}: {what}{title}, {sent}, {day}, {state}"))
        for sentence in each.unread:
            print(make_visible(f"  {sentence}"))
    if not things:
        print("Nothing was brought. You see what somebody hands over, and nothing else.")
    return 0


def agreement(options: argparse.Namespace) -> int:
    """Criterion by criterion, then the lines to look at: the page, as the screens have it."""
    from coach.debrief.render import render_plain
    from coach.practice.export import write_export
    from coach.supervision.agreement import (
        count_agreements,
        lay_out_agreement,
        many,
        render_spreadsheet,
        write_labelled_replies,
    )

    here = _desk(options)
    compared = here.compare_readers()
    found = count_agreements(compared.lines)
    print(render_plain(lay_out_agreement(compared, found, here.list_criterion_names())), end="")
    if options.csv:
        print(f"The counts are in {write_export(options.csv, render_spreadsheet(found))}.")
    if options.labelled:
        rows = tuple(write_labelled_replies(compared.lines, here.collect_known_words))
        file = write_export(options.labelled, "".join(f"{row}\n" for row in rows))
        print(f"{many(len(rows), 'labelled reply', 'labelled replies')} in {file}, without names or dates.")
    return 0
