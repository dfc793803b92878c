"""Notes, guesses and marks in words, as they are laid open."""

from collections.abc import Iterable, Iterator

from coach.classroom.views import MarkShown, ObserverView, Revealed, RoomContext, View
from coach.debrief.render import Block, Heading, ListItem, Paragraph, Quote
from coach.model.class_events import LineReaderNote, Role
from coach.tui.room.words import by_whom, into_it, whoever

NO_MARKS = "No marks were made, which is fine."
YOURS_ALONE = "Nobody else sees these yet: lock your marks, and everybody does."
DIFFER = "They differ: worth talking about. What would have made more room, or what was enough?"


def laid_open(here: RoomContext, revealed: Iterable[Revealed]) -> Iterator[Block]:
    """Each opening with the line-reader's note and the practitioner's guess."""
    reader = whoever(here, Role.LINE_READER, "The line-reader")
    practitioner = whoever(here, Role.PRACTITIONER, "The practitioner")
    for each in revealed:
        yield Heading(f"Opening {each.number}", 3)
        yield Quote(each.line, each.speaker)
        yield ListItem(_note(each.note), f"{reader} noted")
        yield ListItem(_note(each.guess), f"{practitioner} guessed")
        if each.note and each.guess and each.note is not each.guess:
            yield ListItem(DIFFER)


def marks_in_words(view: View) -> Iterator[Block]:
    """Observers' marks, opening by opening, then those on replies."""
    marks: tuple[MarkShown, ...] = view.marks
    for each in sorted((mark for mark in marks if mark.opening), key=lambda mark: mark.opening):
        line = f"  “{each.line}”" if each.line else ""
        yield ListItem(f"{_marked(view, each)}{line}", f"Opening {each.opening}")
    replies = [line for line in view.said if line.reply]
    for each in sorted((mark for mark in marks if not mark.opening), key=lambda mark: mark.reply):
        said = next((f"  “{line.text}”" for line in replies if line.reply == each.reply and line.text), "")
        yield ListItem(f"{_marked(view, each)}{said}", f"Reply {each.reply}")
    if not marks:
        yield Paragraph(NO_MARKS)
    elif isinstance(view, ObserverView) and not view.locked:
        yield Paragraph(YOURS_ALONE)


def _marked(view: View, mark: MarkShown) -> str:
    """A mark with whose it is and, where there are no words to find it by, when it was made."""
    when = f", {into_it(mark.second)}" if view.here.spoken else ""
    return f"{mark.mark.says()}, by {by_whom(mark.observer)}{when}."


def _note(note: LineReaderNote | None) -> str:
    return f"“{note.says()}”" if note else "Nothing, which is fine."
