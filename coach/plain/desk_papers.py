"""A supervisor's actions, a sheet to sign, and the folder they look into, in plain lines.

Begin with `visit_actions`, `write_sheet`, `write_agreement` or `take_in_folder`; the desk offers them all.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

from coach.errors import NotNow, RecordsError
from coach.language.catalogue import say, say_count
from coach.model.characters import make_visible
from coach.model.submission import Action, Review, Submission
from coach.plain.agenda_reader import read_agenda
from coach.plain.console import (
    LineConsole,
    MenuLine,
    agree,
    ask,
    ask_place,
    ask_yes_or_no,
    choose,
    is_yes,
    say_errors,
    tell_unstored,
)
from coach.plain.conversation import check_shared_words
from coach.plain.debrief import PlainServices
from coach.practice.safeguarding import ASKED, Safeguard
from coach.practice.settings import read_settings
from coach.records.event_store import LONG_AGO
from coach.records.paths import parse_file
from coach.supervision.actions import CALENDAR, describe_action
from coach.supervision.agenda import format_day, parse_day, parse_future_day
from coach.supervision.desk_texts import ABOUT_AGREEMENT, AGREEMENT_FIELDS, SIGNED_ALIKE, WHO_PROVES_NOTHING
from coach.supervision.documents import name_review_file
from coach.supervision.inbox import InboxItem
from coach.supervision.inbox_folder import FolderLook, InboxFolder, describe_look
from coach.supervision.sheet import (
    SupervisionAgreement,
    SupervisionSheet,
    plan_meeting,
    save_sheet,
    split_date,
    word_action,
)
from coach.supervision.stores import ReviewDraft
from coach.supervision.submissions import KINDS_IN_WORDS, describe_sender, describe_submission

# --- What the supervisor said they would take up

ACTIONS_HELP = (
    "What you said you would take up in the service, the next date first. It is kept on this machine, for you alone. A "
    "number says that one is done, or open again, or takes it off the list."
)
BY_WHEN = "By when, such as 18 December or in a fortnight, or Enter: "


def visit_actions(services: PlainServices) -> None:
    """Read out the supervisor's actions, and change those that are chosen, until Enter leaves."""
    lines, actions = services.lines, services.inbox.actions
    while True:
        listed = actions.list_all()
        lines.write(
            say_count("{count} action on your list.", "{count} actions on your list.", len(listed))
            if listed
            else say("There is nothing on your list yet.")
        )
        entries = [MenuLine(action.id, describe_action(action, actions.today)) for action in listed]
        entries.append(MenuLine("add", say("Add something that you will take up")))
        if any(action.by and not action.done for action in listed):
            entries.append(MenuLine("calendar", say("Write those with a date to a calendar file")))
        key = choose(lines, entries, more=say(ACTIONS_HELP))
        if key is None:
            return
        with say_errors(lines):
            _do_with_action(services, key)


def _do_with_action(services: PlainServices, key: str) -> None:
    """Do what a line of the list stands for. Raises CoachError."""
    lines, actions = services.lines, services.inbox.actions
    match key:
        case "add":
            what = check_shared_words(lines, Safeguard(frozenset), ask(lines, say("What, or Enter: ")))
            if what:
                actions.add(what, ask_day(lines, say(BY_WHEN), actions.today, future=True), confirmed=ASKED)
                lines.write(say("It is on your list."))
        case "calendar":
            lines.write(
                say("It is in {calendar}.", calendar=actions.write_calendar(ask_place(lines, f"my-actions{CALENDAR}")))
            )
        case _:
            chosen = choose(
                lines, (MenuLine("tick", say("Done, or open again")), MenuLine("off", say("Take it off the list")))
            )
            if chosen == "tick":
                actions.tick(key)
            elif chosen == "off" and agree(lines, say("Take it off for good? yes, or Enter for no: ")):
                actions.drop(key)


TAKE_AWAY = "no"
"""What is typed to take something away that was written before."""


def ask_action(lines: LineConsole, draft: ReviewDraft, today: date, ask_words: Callable[[str], str]) -> ReviewDraft:
    """Ask what the supervisor will take up, and by when; return the draft with it.

    Args:
        lines: the console.
        draft: the answer so far.
        today: the day from which one such as "in a fortnight" is reckoned.
        ask_words: asks a question for words that go to the practitioner.
    """
    lines.write(say("Changing the service is not theirs to carry. It goes back to them with its date."))
    before = draft.response.action
    question = (
        say("What will you take up? {take_away} takes it away, Enter leaves it: ", take_away=TAKE_AWAY)
        if before
        else say("What, or Enter: ")
    )
    what = ask_words(question)
    if before and what.casefold() == TAKE_AWAY:
        lines.write(say("Taken away."))
        return ReviewDraft(response=draft.response.model_copy(update={"action": None}))
    if not what and before is None:
        return draft
    when = say("By when, such as 31 December 2026 or in a fortnight, or Enter: ")
    by = ask_day(lines, when, today, future=True) or _find_day(draft, today)
    action = Action(what=what or (before.what if before else ""), by=by)
    when = say(", by {day}", day=format_day(by)) if by else ""
    lines.write(say("You will: {what}{when}.", what=make_visible(action.what), when=when))
    # On the screen a day may have been typed that cannot be read yet: it stays there to be put right.
    typed = format_day(by) if by else draft.by
    return ReviewDraft(response=draft.response.model_copy(update={"action": action}), by=typed)


def _find_day(draft: ReviewDraft, today: date) -> date | None:
    """Return the day of the action so far; it may have been typed before the action."""
    if draft.response.action:
        return draft.response.action.by
    with suppress(NotNow):
        return parse_day(draft.by, today)
    return None


def ask_day(lines: LineConsole, question: str, today: date, *, future: bool = False) -> date | None:
    """Ask for a day until it can be read; None where Enter skipped it.

    Args:
        lines: the console.
        question: the prompt.
        today: the day from which one such as "in a fortnight" is reckoned.
        future: whether a past day is refused.
    """
    while typed := ask(lines, question):
        try:
            return parse_future_day(typed, today) if future else parse_day(typed, today)
        except NotNow as error:
            lines.write(str(error))
    return None


# --- A sheet to sign

SHEET = (
    "A record of the talk, for your service's own file. Enter leaves any line to be written by hand. The coach keeps "
    "nothing of it but the file that you save."
)
MAY_BE_SEVERAL = "More than one may sign {who}: these were promised for several things. Put on what is theirs alone."
ASK_AGAIN = "You said before who is the same one here. Enter leaves that, `ask` asks again: "
SAME_OR_NOT = "Is that the one who brought this? yes, no, or Enter to leave it out for now: "
ONE_MORE = "{what}, one at a time; Enter goes on: "


@tell_unstored()
def write_sheet(services: PlainServices) -> None:
    """Ask for what stands on a sheet to sign, line by line, and save it.

    Raises:
        RecordsError: the file cannot be written.
    """
    lines, inbox = services.lines, services.inbox
    today = inbox.actions.today
    lines.write(say(SHEET))
    day = ask_day(lines, say("The day of the talk, or Enter for {day}: ", day=format_day(today)), today) or today
    practitioner, supervisor = _ask_names(lines, inbox.find_signature())
    discussed = _ask_words(lines, say("What was discussed, in a line, or Enter: "))
    said_before = _ask_promised_to(services, practitioner)
    sheet = SupervisionSheet(
        day=day,
        practitioner=practitioner,
        supervisor=supervisor,
        discussed=discussed,
        supervisor_actions=(*said_before, *_ask_several(lines, say("What you will do and by when"))),
        practitioner_actions=_ask_several(lines, say("What the practitioner will do and by when")),
        next_day=ask_day(lines, say("The day of the next talk, or Enter: "), today),
    )
    place = ask_place(lines, f"supervision-{day:%Y-%m-%d}.docx", say("; .txt, .md and .html will do too"))
    file = save_sheet(sheet, place, confirmed=ASKED)
    lines.write(say("It is in {file}, to print and sign. Only you can read it.", file=file.absolute()))


@tell_unstored()
def write_agreement(services: PlainServices) -> None:
    """Ask for what stands on a supervision agreement, line by line, and save it.

    Raises:
        RecordsError: the file cannot be written.
    """
    lines, inbox = services.lines, services.inbox
    today = inbox.actions.today
    lines.write(say(ABOUT_AGREEMENT))
    day = ask_day(lines, say("The day, or Enter for {day}: ", day=format_day(today)), today) or today
    practitioner, supervisor = _ask_names(lines, inbox.find_signature())
    words = {
        field: "\n".join(_ask_several(lines, AGREEMENT_FIELDS[field])) for field in ("purpose", "stays", "written")
    }
    next_day = ask_day(lines, say("The day on which you look at it again, or Enter: "), today)
    names = {"practitioner": practitioner, "supervisor": supervisor}
    sheet = SupervisionAgreement.model_validate({"day": day, "next_day": next_day, **names, **words})
    place = ask_place(lines, f"supervision-agreement-{day:%Y-%m-%d}.docx", say("; .txt, .md and .html will do too"))
    file = save_sheet(sheet, place, confirmed=ASKED)
    lines.write(say("It is in {file}, to print and sign. Only you can read it.", file=file.absolute()))


def _ask_names(lines: LineConsole, signed: str) -> tuple[str, str]:
    """Ask for the practitioner's name and the supervisor's; Enter leaves who signed before."""
    practitioner = ask(lines, say("The practitioner's name, or Enter: "))
    return practitioner, ask(
        lines, say("Your name, or Enter for {signed}: ", signed=signed or say("a line to write on"))
    ) or signed


def _ask_promised_to(services: PlainServices, practitioner: str) -> tuple[str, ...]:
    """Ask which open actions promised under a name stand on a sheet; return their words."""
    lines, promised = services.lines, services.inbox.promises.find_by_name(practitioner)
    groups = tuple(filter(None, (promised.sure, *promised.unsure)))
    if len(groups) > 1:
        lines.write(say(MAY_BE_SEVERAL, who=make_visible(practitioner)))
    chosen: list[str] = []
    for group in groups:
        worded = tuple(map(word_action, group))
        for action in worded:
            lines.write(say("Said before: {action}.", action=make_visible(action)))
        if agree(lines, say("Put this on the sheet? yes, or Enter for no: ")):
            chosen += worded
    return tuple(chosen)


def _ask_words(lines: LineConsole, question: str) -> str:
    """Ask for words that others will read; empty where they are skipped or left out."""
    typed, day = split_date(ask(lines, question))
    words = check_shared_words(lines, Safeguard(frozenset), typed) if typed else ""
    return f"{words}{day}" if words else ""


def _ask_several(lines: LineConsole, what: str) -> tuple[str, ...]:
    """Ask for words until Enter goes on, and return them."""
    said: list[str] = []
    while words := _ask_words(lines, say(ONE_MORE, what=what)):
        said.append(words)
    return tuple(said)


# --- The folder that the desk looks into


def look_into_folder(services: PlainServices) -> FolderLook:
    """Look into the folder that the settings name, and say what lies there."""
    settings, _ = read_settings(services.where.settings)
    look = InboxFolder(services.inbox, settings.inbox).look()
    for sentence in describe_look(look):
        services.lines.write(make_visible(sentence))
    return look


def take_in_folder(services: PlainServices, look: FolderLook) -> None:
    """Take in every new file of the folder; those that cannot be are named, and stay.

    Raises:
        RecordsError: the desk's store cannot be written.
    """
    settings, _ = read_settings(services.where.settings)
    items, refused = InboxFolder(services.inbox, settings.inbox).take_in(look.new)
    services.lines.write(
        say_count(
            "{count} file taken in. The files stay where they are.",
            "{count} files taken in. The files stay where they are.",
            len(items),
        )
    )
    for entry in refused:
        services.lines.write(make_visible(f"{entry.file.name}: {entry.problem}"))


def describe_item(item: InboxItem) -> str:
    """Describe a submission in one line: what, from whom, when, and whether it was answered."""
    brought = item.brought
    what = KINDS_IN_WORDS[brought.what] if brought else say("It cannot be read")
    title = "".join(f", {words}" for words in item.about)
    which = f", {words}" if brought and (words := describe_submission(brought)) else ""
    if brought:
        day = format_day(brought.day)
    else:
        day = format_day(item.at.date()) if item.at > LONG_AGO else say("on a day that cannot be read")
    sender = describe_sender(item.who, item.login, shared=item.shared)
    return f"{what}{title}{which}, {sender}, {day}, {item.describe_state()}"


def ask_review_file(lines: LineConsole, item: InboxItem, brought: Submission) -> Path | None:
    """Ask for the file that an answer goes into; None where it goes through the team's store."""
    if item.shared:
        typed = ask(lines, say("Enter hands it back through your team's store; or type a file's path: "))
        return parse_file(typed) if typed else None
    return ask_place(lines, name_review_file(brought, item.login))


def read_agenda_of(services: PlainServices, brought: Submission | None = None, review: Review | None = None) -> None:
    """Read the agenda of a talk out, about what was brought if that is given."""
    inbox, signed = services.inbox, ""
    with suppress(RecordsError):  # a team's store that is away keeps nobody from the agenda
        signed = inbox.find_signature()
    meeting = plan_meeting(brought, review, day=inbox.actions.today, supervisor=signed)
    said_before = _list_promised_for(services, brought) if brought else ()
    read_agenda(services.lines, services.practice.clock, meeting=meeting, said_before=said_before)


def _list_promised_for(services: PlainServices, brought: Submission) -> tuple[str, ...]:
    """List what was promised to whoever brought something; ask where others may be the same one."""
    lines, promises = services.lines, services.inbox.promises
    if promises.has_told(brought.id) and ask(lines, say(ASK_AGAIN)).casefold() == "ask":
        promises.ask_anew(brought.id)
    for group in promises.find(brought.id).unsure:
        worded = "; ".join(map(word_action, group))
        lines.write(make_visible(say(SIGNED_ALIKE, who=brought.who, promised=worded)))
        lines.write(say(WHO_PROVES_NOTHING))
        if answer := ask_yes_or_no(lines, say(SAME_OR_NOT)):
            promises.tell(brought.id, group, same=is_yes(answer))
        else:
            lines.write(say("It is left out."))
    return tuple(map(word_action, promises.find(brought.id).sure))
