"""Notes, guesses and marks in words, as they are laid open."""

from collections.abc import Iterable, Iterator

from coach.classroom.views import Here, MarkShown, Revealed, View
from coach.debrief.written import Block, Heading, Item, Quote, Say
from coach.model.room import Note, Role
from coach.tui.room.words import by_whom, whoever

DIFFER = "They differ: worth talking about. What would have made more room, or what was enough?"


def laid_open(here: Here, revealed: Iterable[Revealed]) -> Iterator[Block]:
    """Each opening with the line-reader's note and the practitioner's guess."""
    reader = whoever(here, Role.LINE_READER, "The line-reader")
    practitioner = whoever(here, Role.PRACTITIONER, "The practitioner")
    for each in revealed:
        yield Heading(f"Opening {each.number}", 3)
        yield Quote(each.line, each.speaker)
        yield Item(_note(each.note), f"{reader} noted")
        yield Item(_note(each.guess), f"{practitioner} guessed")
        if each.note and each.guess and each.note is not each.guess:
            yield Item(DIFFER)


def marks_in_words(view: View) -> Iterator[Block]:
    """Observers' marks, opening by opening, then those on replies."""
    marks: tuple[MarkShown, ...] = view.marks
    for each in sorted((mark for mark in marks if mark.opening), key=lambda mark: mark.opening):
        line = f"  “{each.line}”" if each.line else ""
        yield Item(f"{each.mark.says()}, by {by_whom(each.observer)}.{line}", f"Opening {each.opening}")
    replies = [line for line in view.said if line.reply]
    for each in sorted((mark for mark in marks if not mark.opening), key=lambda mark: mark.reply):
        said = next((f"  “{line.text}”" for line in replies if line.reply == each.reply and line.text), "")
        yield Item(f"{each.mark.says()}, by {by_whom(each.observer)}.{said}", f"Reply {each.reply}")
    if not marks:
        yield Say("No marks were made, or they are not locked yet.")


def _note(note: Note | None) -> str:
    return f"“{note.says()}”" if note else "nothing, which is fine"
