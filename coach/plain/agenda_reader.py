"""The agenda of a supervision session in plain lines, part by part, with a clock.

Begin with `read_agenda`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from coach.debrief.render import render_plain
from coach.errors import NotNow
from coach.language.catalogue import say
from coach.model.characters import make_visible
from coach.plain.console import HELP_WORDS, LineConsole, ask, ask_place, say_errors
from coach.supervision.agenda import Agenda, AgendaSection, format_day, load_agenda, parse_day
from coach.supervision.documents import save_blocks
from coach.supervision.sheet import SAID_BEFORE, Meeting, describe_along, lay_out_agenda

AGENDA_HELP = (
    "Enter goes to the next part, a number to the part of that number. `out` leaves the part out, and puts it back. "
    "`clock` starts a clock, and later says which part it is in; it moves nobody. `save` saves the agenda, to print it "
    "or send it on. `leave` leaves the agenda. Nothing of the talk is written down."
)
MINUTE = 60


def read_agenda(
    lines: LineConsole,
    clock: Callable[[], datetime],
    agenda: Agenda | None = None,
    meeting: Meeting | None = None,
    said_before: Iterable[str] = (),
) -> None:
    """Read the agenda out, a part at a time; all of it at once where nobody is there to ask.

    Args:
        lines: the console.
        clock: tells the time, for a practitioner or supervisor who wants a clock.
        agenda: the agenda; the one that ships without it.
        meeting: what the talk is about, and with whom; nothing in particular without it.
        said_before: what the supervisor said they would take up.
    """
    agenda, meeting, promised = agenda or load_agenda(), meeting or Meeting(), tuple(said_before)
    if not lines.asks:
        lines.write(render_plain(lay_out_agenda(agenda, promised, meeting)).rstrip())
        return
    last, place, begun = len(agenda.parts), 1, None
    lines.write(
        say(
            "{title}, in {last} parts. Leave out what does not serve. `?` says how.",
            title=make_visible(agenda.title),
            last=last,
        )
    )
    _read_part(lines, agenda.parts[0], place, last, meeting, promised)
    while True:
        typed = lines.read(say("Part {place} of {last} (Enter goes on, `leave` leaves): ", place=place, last=last))
        word = (typed or "").strip().casefold()
        if typed is None or word == "leave" or (not word and place == last):
            return
        if word in HELP_WORDS:
            lines.write(say(AGENDA_HELP))
        elif word == "clock":
            now = clock()
            begun = begun or now
            lines.write(_describe_clock(agenda, (now - begun).total_seconds() / MINUTE))
        elif word == "out":
            meeting = meeting.with_part(place - 1)
            lines.write(
                say("Left out. `out` puts it back.") if place - 1 in meeting.left_out else say("It is in it again.")
            )
        elif word == "save":
            with say_errors(lines):
                meeting = _save(lines, clock, agenda, meeting, promised)
        elif not word or (word.isdecimal() and 1 <= int(word) <= last):
            place = int(word) if word else place + 1
            _read_part(lines, agenda.parts[place - 1], place, last, meeting, promised)
        else:
            lines.write(say("The parts go from 1 to {last}. `?` says what else you can type.", last=last))


def _read_part(
    lines: LineConsole, part: AgendaSection, place: int, last: int, meeting: Meeting, said_before: tuple[str, ...]
) -> None:
    """Read one part out: its title and minutes, what was brought, its questions and its note."""
    out = say(", left out") if place - 1 in meeting.left_out else ""
    lines.write(f"Part {place} of {last}, minutes {part.begins} to {part.ends}{out}: {make_visible(part.title)}")
    for label, words in meeting.about if part.moment else ():
        lines.write(make_visible(f"{label}: {words}"))
    for question in part.ask:
        lines.write(make_visible(question))
    for action in said_before if part.actions else ():
        lines.write(make_visible(f"{SAID_BEFORE}: {action}"))
    if part.note:
        lines.write(f"Note: {make_visible(part.note)}")


def _save(
    lines: LineConsole, clock: Callable[[], datetime], agenda: Agenda, meeting: Meeting, said_before: tuple[str, ...]
) -> Meeting:
    """Save the agenda, and return the meeting with its day and names. Raises RecordsError."""
    today = clock().astimezone().date()
    day = meeting.day or today
    while typed := ask(lines, say("The day of the talk, or Enter for {day}: ", day=format_day(day))):
        try:
            day = parse_day(typed, today) or day
            break
        except NotNow as error:
            lines.write(str(error))
    who = ask(
        lines,
        say("The practitioner's name, or Enter for {practitioner}: ", practitioner=meeting.practitioner or say("none")),
    )
    own = ask(lines, say("Your name, or Enter for {supervisor}: ", supervisor=meeting.supervisor or say("none")))
    for sentence in describe_along(agenda, said_before, meeting):
        lines.write(make_visible(sentence))
    names = {"practitioner": who or meeting.practitioner, "supervisor": own or meeting.supervisor}
    meeting = meeting.model_copy(update={"day": day, **names})
    place = ask_place(lines, f"{meeting.file_name}.docx", say("; .txt, .md and .html will do too"))
    file = save_blocks(lay_out_agenda(agenda, said_before, meeting), place, agenda.title, for_others=True)
    lines.write(say("It is in {file}. Whoever can look into that folder can read it.", file=file.absolute()))
    return meeting


def _describe_clock(agenda: Agenda, minutes: float) -> str:
    """Say how long the session has gone on, and which part that is."""
    if minutes < 1:
        return say("The clock is started. Type `clock` again to hear which part it is in.")
    if minutes >= agenda.parts[-1].ends:
        return say("About {minutes} minutes in, past the last part. Take what time you need.", minutes=int(minutes))
    part = agenda.parts[agenda.find_section(minutes)]
    return say("About {minutes} minutes in: {title}", minutes=int(minutes), title=make_visible(part.title))
