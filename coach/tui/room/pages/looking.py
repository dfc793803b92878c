"""Looking back: guesses and notes laid open together, and each person's turn to speak, in order."""

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult

from coach.classroom.views import LineReaderView, ObserverView, PractitionerView, RoomContext
from coach.debrief.render import Block, Heading, Paragraph
from coach.model.class_events import Role, Stage
from coach.tui.room.asks import Ask
from coach.tui.room.looked_back import laid_open, marks_in_words
from coach.tui.room.marking import Marking
from coach.tui.room.onward import Onward
from coach.tui.room.pages.line_reader import NOTES
from coach.tui.room.pages.page import MarksPage, NotesPage, Written
from coach.tui.room.pages.talking import asks_guess
from coach.tui.room.sealed import Sealed
from coach.tui.room.words import whoever

TURNS = {
    Stage.PRACTITIONER_SPEAKS: (Role.PRACTITIONER, "What did I hope?"),
    Stage.LINE_READER_SPEAKS: (Role.LINE_READER, "Where did I want to say more?"),
    Stage.OBSERVER_SPEAKS: (Role.OBSERVER, "Two openings: one that was taken, and one that passed by. What did I see?"),
}
"""Whose turn it is, and the question for them."""
FIRST_OF_ALL = (
    "There is no need to explain yet. Finish what you note, guess or mark; then the practitioner speaks first, the "
    "line-reader next, the observer after that, and the coach last."
)
SEALED_STILL = "Notes and guesses are laid open together, once both are there or when you go on."
LOCKED_SOON = "Your marks are yours alone until you lock them, or it is your turn to speak: then everybody sees them."
YOURS = "It is your turn. Say it aloud, as long or as short as you like; passing is fine too."
LISTEN = "The others listen. Nobody answers yet, and nobody puts anything right."


class LookingPage(NotesPage, MarksPage):
    """Before the coach says anything, people do."""

    FIRST = ".spots, #openings, #go-on"

    def compose(self) -> ComposeResult:
        yield Written()
        yield Sealed(NOTES if isinstance(self.view, LineReaderView) else asks_guess(self._reader()), "")
        if isinstance(self.view, ObserverView):
            yield Marking()
        yield Onward()

    async def fill(self) -> None:
        """Whose turn it is, and what is open by now."""
        view = self.view
        await self.query_one(Written).put(self._words())
        sealed, still = self.query_one(Sealed), view.here.stage is Stage.LOOKING and not view.revealed
        match view:
            case PractitionerView():
                sealed.show(view.to_guess, view.guesses)
                sealed.display = still and bool(view.to_guess)
            case LineReaderView():
                sealed.show(view.to_note, view.notes)
                sealed.display = still and bool(view.to_note)
            case ObserverView():
                sealed.display = False
                self.query_one(Marking).show(view)
                self.query_one(Marking).display = not view.locked
            case _:
                sealed.display = False
        self.query_one(Onward).show(view.here)

    def _words(self) -> Iterator[Block]:
        view = self.view
        here = view.here
        if turn := TURNS.get(here.stage):
            yield from whose_turn(here, *turn)
        else:
            yield Heading("Looking back", 1)
            yield Paragraph(FIRST_OF_ALL)
            if isinstance(view, PractitionerView | LineReaderView) and not view.revealed and not here.screen_speaks:
                yield Paragraph(SEALED_STILL)
        if isinstance(view, ObserverView) and not (view.locked or here.stage.is_at_least(Stage.OBSERVER_SPEAKS)):
            yield Paragraph(LOCKED_SOON)
        if here.stage is Stage.OBSERVER_SPEAKS:
            yield Heading("What was marked")
            yield from marks_in_words(view)
        if view.revealed and here.stage is not Stage.OBSERVER_SPEAKS:
            yield Heading("What was noted, and what was guessed")
            yield from laid_open(here, view.revealed)

    def _reader(self) -> str:
        return whoever(self.view.here, Role.LINE_READER, "the line-reader")

    @on(Sealed.Given)
    def given(self, event: Sealed.Given) -> None:
        """A note or a guess, while they are sealed."""
        opening, note = event.opening, event.note
        if isinstance(self.view, LineReaderView):
            self.post_message(Ask(lambda seat: seat.note(opening, note)))
        else:
            self.post_message(Ask(lambda seat: seat.guess(opening, note)))


def whose_turn(here: RoomContext, role: Role, question: str) -> Iterator[Block]:
    """Who speaks, and the question for them."""
    yours = here.role is role
    who = whoever(here, role, f"The {role.title().lower()}")
    yield Heading("You speak" if yours else f"{who} speaks", 1)
    yield Paragraph(f"“{question}”")
    yield Paragraph(YOURS if yours else LISTEN)
