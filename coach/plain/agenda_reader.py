"""The agenda of a supervision session in plain lines, part by part, with a clock.

Begin with `read_agenda`.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from coach.debrief.render import Block, Heading, ListItem, Paragraph, render_plain
from coach.model.characters import make_visible
from coach.plain.console import HELP_WORDS, LineConsole
from coach.supervision.agenda import Agenda, AgendaSection, load_agenda

AGENDA_HELP = (
    "Enter goes to the next part, a number to the part of that number. `clock` starts a clock, and later says which "
    "part it is in; it moves nobody. `leave` leaves the agenda. Nothing of the talk is written down."
)
MINUTE = 60


def lay_out_agenda(agenda: Agenda) -> Iterator[Block]:
    """Lay out the whole agenda, to print or to read at once."""
    yield Heading(agenda.title, 1)
    for number, part in enumerate(agenda.parts, 1):
        yield Heading(f"{number}. {part.title} (minutes {part.begins} to {part.ends})")
        yield from (ListItem(question) for question in part.ask)
        if part.note:
            yield Paragraph(part.note, "Note")


def read_agenda(lines: LineConsole, clock: Callable[[], datetime], agenda: Agenda | None = None) -> None:
    """Read the agenda out, a part at a time; all of it at once where nobody is there to ask.

    Args:
        lines: the console.
        clock: tells the time, for a practitioner or supervisor who wants a clock.
        agenda: the agenda; the one that ships without it.
    """
    agenda = agenda or load_agenda()
    if not lines.asks:
        lines.write(render_plain(lay_out_agenda(agenda)))
        return
    last, place, begun = len(agenda.parts), 1, None
    lines.write(f"{make_visible(agenda.title)}, in {last} parts. Leave out what does not serve.")
    _read_part(lines, agenda.parts[0], place, last)
    while True:
        typed = lines.read(f"Part {place} of {last} (Enter goes on, `leave` leaves): ")
        word = (typed or "").strip().casefold()
        if typed is None or word == "leave" or (not word and place == last):
            return
        if word in HELP_WORDS:
            lines.write(AGENDA_HELP)
        elif word == "clock":
            now = clock()
            begun = begun or now
            lines.write(_describe_clock(agenda, (now - begun).total_seconds() / MINUTE))
        elif not word or (word.isdecimal() and 1 <= int(word) <= last):
            place = int(word) if word else place + 1
            _read_part(lines, agenda.parts[place - 1], place, last)
        else:
            lines.write(f"The parts go from 1 to {last}. `?` says what else you can type.")


def _read_part(lines: LineConsole, part: AgendaSection, place: int, last: int) -> None:
    """Read one part out: its title and minutes, its questions and its note."""
    lines.write(f"Part {place} of {last}, minutes {part.begins} to {part.ends}: {make_visible(part.title)}")
    for question in part.ask:
        lines.write(make_visible(question))
    if part.note:
        lines.write(f"Note: {make_visible(part.note)}")


def _describe_clock(agenda: Agenda, minutes: float) -> str:
    """Say how long the session has gone on, and which part that is."""
    if minutes < 1:
        return "The clock is started. Type `clock` again to hear which part it is in."
    if minutes >= agenda.parts[-1].ends:
        return f"About {int(minutes)} minutes in, past the last part. Take what time you need."
    part = agenda.parts[agenda.find_section(minutes)]
    return f"About {int(minutes)} minutes in: {make_visible(part.title)}"
