"""The commands of supervision: exercises, what is brought, the desk, and where readers differ."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import CoachError, NotKnown, NotNow, RecordsUnwritable
from coach.stores import add_commands as add_store_commands
from coach.this_machine import Adder, library_option, now, places_here, practice_here, store_here

if TYPE_CHECKING:
    from coach.model.brought import Brought
    from coach.practice.rehearsing import Rehearsing
    from coach.supervision.bringing_along import Bringing
    from coach.supervision.desk import Desk

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


def bringing_here(options: argparse.Namespace) -> "Bringing":
    """What this user brings, from their own practice."""
    from coach.supervision.bringing_along import Bringing
    from coach.supervision.team import Table

    return Bringing(practice_here(getattr(options, "library", None)), Table(places_here(), store_here(), now))


def _own(options: argparse.Namespace) -> "Bringing":
    """The same for whoever asks what is kept: in a store that is away nothing is found. Raises RecordsError."""
    bringing = bringing_here(options)
    bringing.table.reach()
    return bringing


def _desk(options: argparse.Namespace) -> "Desk":
    from coach.supervision.desk import Desk
    from coach.supervision.team import Table

    return Desk(practice_here(getattr(options, "library", None)), Table(places_here(), store_here(), now))


def exercises(options: argparse.Namespace) -> int:
    """List them, the sequence first; what is left out is said apart."""
    from coach.debrief.written import visible
    from coach.supervision.exercises import ended

    here = _desk(options)
    for shown in here.exercises():
        found = shown.exercise
        if found is None:
            print(visible(f"{shown.id} cannot be used: {shown.problem}"), file=sys.stderr)
        else:
            print(visible(f"{found.title} ({shown.id}). {ended(found.why)} Scenario: {found.scenarios[0]}."))
    for problem in here.practice.library.doubled():
        if problem.file.parent.name == "exercises":
            print(visible(f"{problem.file.stem} is left out: {problem.what} {problem.advice}"), file=sys.stderr)
    for folder in options.library:
        for file in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))):
            where = folder / "exercises"
            print(visible(f"{file} is not looked at: the exercises of a folder lie in {where}."), file=sys.stderr)
    return 0


def my_practice(options: argparse.Namespace) -> int:
    """The page."""
    from coach.debrief.written import as_plain
    from coach.supervision.mine import my_practice as page

    print(as_plain(page(_own(options).tried())), end="")
    return 0


def bring(options: argparse.Namespace) -> int:
    """Show exactly what is handed over; then hand it over, once that is wanted."""
    from coach.debrief.written import as_plain
    from coach.model.brought import What
    from coach.plain.reflecting import HAND_OVER, agreed_to
    from coach.supervision.bringing import Choice
    from coach.supervision.handing_over import besides, brought_blocks, in_the_store

    bringing = _own(options)
    rehearsing = bringing.practice.go_on(options.rehearsal)
    what = What.WHOLE if options.whole else What.MOMENT if options.moment is not None else What.QUESTION
    choice = Choice(
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
    print(as_plain(brought_blocks(brought)))
    if not _printed(options):
        print(besides(brought))
    if options.to and bringing.table.shared:
        print(in_the_store(options.to, bringing.table.handed.me()))
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    if not (options.look or options.yes or asks):
        print("Nothing was handed over: nobody is here to ask. The same with `--yes` hands exactly this over.")
        return 1
    if options.look or not (options.yes or agreed_to(HAND_OVER)):
        print("Nothing was handed over.")
        return 0
    print(_hand_over(options, bringing, rehearsing, brought))
    return 0


def _point_out(rehearsing: "Rehearsing", brought: "Brought") -> None:
    """Say which kinds of real people's details their words may hold; never the words, and it stops nothing."""
    from coach.practice.care import care_whatever
    from coach.practice.details import kinds, look_through
    from coach.practice.safeguarding import Question

    typed = (brought.question, brought.note, *(each.words for each in brought.reflections))
    if found := kinds(look_through(typed, rehearsing.known)):
        print(f"What you wrote may hold {found}. Please leave real people out.", file=sys.stderr)
    held = rehearsing.own_words(typed)
    if held and held.question is Question.FOR_WHOM:
        looking_after = care_whatever(places_here().signposts)
        for line in (looking_after.asks_of_notes, "Where to turn:", *(f"- {each}" for each in looking_after.signposts)):
            print(line, file=sys.stderr)


def _printed(options: argparse.Namespace) -> bool:
    """Whether it goes to a page or a document, which holds the words alone."""
    return bool(options.output and options.output.suffix.casefold() in (".html", ".docx"))


def _hand_over(options: argparse.Namespace, bringing: "Bringing", rehearsing: "Rehearsing", brought: "Brought") -> str:
    """Do it, and say where it went. Raises RecordsError."""
    from coach.plain.reflecting import WRITTEN
    from coach.practice.safeguarding import ASKED
    from coach.supervision.bringing_along import ENDING

    if options.to:
        bringing.to_reader(rehearsing, brought, options.to, confirmed=ASKED)
        return f"Handed over to {options.to}. `coach withdraw {rehearsing.id} {brought.id[:8]}` takes it back."
    file = options.output or Path(f"brought-{brought.id[:8]}{ENDING}")
    written = (bringing.print_out if _printed(options) else bringing.to_file)(
        rehearsing, brought, file, confirmed=ASKED
    )
    return WRITTEN.format(file=written)


def take_in(options: argparse.Namespace) -> int:
    """A file that came back goes to its rehearsal; one that was brought goes on the desk."""
    from coach.debrief.written import visible
    from coach.model.brought import Response
    from coach.plain.reflecting import came_back
    from coach.supervision.taking_in import PROVES_NOTHING
    from coach.supervision.taking_in import take_in as read

    taken = read(options.file)
    for sentence in taken.unread:
        print(visible(sentence), file=sys.stderr)
    if isinstance(taken.found, Response):
        rehearsing = _own(options).take_in(taken.found, damaged=taken.damaged)
        print(came_back(rehearsing, taken.found))
        print(PROVES_NOTHING)
        if rehearsing.not_kept:
            raise RecordsUnwritable(rehearsing.not_kept)
        print(f"Kept with rehearsal {rehearsing.id}.")
    else:
        thing = _desk(options).lay_down(taken)
        name = visible(thing.id[:8])
        if thing.instead:
            print(thing.instead)
        print(PROVES_NOTHING)
        print(f"On the desk as {name}. `coach desk {name}` shows it.")
    return 0


def fetch(options: argparse.Namespace) -> int:
    """Look for what came back to one rehearsal, or to any that something was brought from to the store."""
    from coach.debrief.written import as_plain
    from coach.plain.reflecting import fetched, needs_a_store
    from coach.supervision.review_blocks import lay_out_reviews

    bringing = _own(options)
    if options.again:
        rehearsals = [options.rehearsal] if options.rehearsal else [each.id for each in bringing.practice.rehearsals()]
        before = [as_plain(lay_out_reviews(bringing.practice.go_on(name))) for name in rehearsals]
        print("\n".join(words for words in before if words) or "Nothing came back yet.")
        return 0
    needs_a_store(bringing)
    chosen = [options.rehearsal] if options.rehearsal else list(_brought_to_the_store(bringing))
    found = [words for name in chosen for words in fetched(bringing, bringing.practice.go_on(name))]
    for words in found:
        print(words)
    if not found:
        print("Nothing new came back.")
    return 0


def _brought_to_the_store(bringing: "Bringing") -> Iterator[str]:
    """The rehearsals that something was brought from, and not only as a file. Raises RecordsError."""
    from coach.model.events import BroughtAlong

    for summary in bringing.practice.rehearsals():
        happened = bringing.practice.keeping.store.events(summary.id)
        if any(isinstance(event, BroughtAlong) and event.to for event in happened):
            yield summary.id


def withdraw(options: argparse.Namespace) -> int:
    """Take something back: the very thing that is named, or the only one."""
    from coach.debrief.written import visible

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
    print(f"Withdrawn. {visible(to)} can no longer read it." if to else WITHDRAWN_FILE)
    return 0


def _not_brought(rehearsing: "Rehearsing") -> CoachError:
    if not rehearsing.story.brought:
        nothing = "Nothing was brought from this rehearsal, or all of it is withdrawn already."
        return NotKnown(nothing, title="Nothing to withdraw")
    return NotKnown("Nothing of that id was brought from this rehearsal.", _there(rehearsing))


def _there(rehearsing: "Rehearsing") -> str:
    """What there is to withdraw, each by the first letters of its id and what tells it from the others."""
    from coach.debrief.written import visible
    from coach.supervision.days import in_words
    from coach.supervision.handing_over import WHATS, which

    there = (
        f"{event.brought.id[:8]} ({WHATS[event.brought.what].lower()}, "
        f"{f'to {visible(event.to)}' if event.to else 'as a file'}, {in_words(event.brought.day)}"
        f"{f', {visible(found)}' if (found := which(event.brought)) else ''})"
        for event in rehearsing.story.brought
    )
    return f"There is: {'; '.join(there)}."


def desk(options: argparse.Namespace) -> int:
    """What was brought, or one thing of it."""
    from coach.debrief.written import as_plain, visible
    from coach.records.kept import LONG_AGO
    from coach.supervision.days import in_words
    from coach.supervision.handing_over import WHATS, addressee, brought_blocks, sender

    here = _desk(options)
    things = here.things()
    if options.brought:
        found = next((each for each in things if each.id.startswith(options.brought)), None)
        if found is None or found.brought is None:
            raise CoachError("That is not on the desk.", "`coach desk` lists what is.", title="No such name")
        whose = addressee(found.who, found.login)
        if options.take_back:
            here.take_back(found.id)
            print(visible(f"Taken back. What you said to {whose} is kept as begun, and goes to nobody."))
            return 0
        print(visible(f"From {whose}: {sender(found.who, found.login, shared=found.shared)}."))
        print(as_plain(brought_blocks(found.brought, found.response, here.rubric(found.brought))), end="")
        return 0
    if options.take_back:
        raise NotNow("Name what you answered.", "`coach desk` lists what is there.", title="No such name")
    for each in things:
        what = WHATS[each.brought.what] if each.brought else "It cannot be read"
        title = f", {each.brought.title}" if each.brought and each.brought.title else ""
        state = "answered" if each.response else "not answered yet"
        day = in_words(each.at) if each.at > LONG_AGO else "on a day that cannot be read"
        sent = sender(each.who, each.login, shared=each.shared)
        print(visible(f"{each.id[:8]}: {what}{title}, {sent}, {day}, {state}"))
        for sentence in each.unread:
            print(visible(f"  {sentence}"))
    if not things:
        print("Nothing was brought. You see what somebody hands over, and nothing else.")
    return 0


def agreement(options: argparse.Namespace) -> int:
    """Criterion by criterion, then the lines to look at: the page, as the screens have it."""
    from coach.debrief.written import as_plain
    from coach.practice.export import write_export
    from coach.supervision.agreement import agreements, as_spreadsheet, labelled
    from coach.supervision.differing import differences, many

    here = _desk(options)
    compared = here.compared()
    found = agreements(compared.lines)
    print(as_plain(differences(compared, found, here.names())), end="")
    if options.csv:
        print(f"The counts are in {write_export(options.csv, as_spreadsheet(found))}.")
    if options.labelled:
        rows = tuple(labelled(compared.lines, here.known))
        file = write_export(options.labelled, "".join(f"{row}\n" for row in rows))
        print(f"{many(len(rows), 'labelled reply', 'labelled replies')} in {file}, without names or dates.")
    return 0
