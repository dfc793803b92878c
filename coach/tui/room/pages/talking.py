"""While a round is talked: the practitioner's page, and the page of whoever only watches."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from coach.classroom.views import PractitionerView, View
from coach.model.class_events import Role
from coach.tui.room.asks import Ask
from coach.tui.room.more import More
from coach.tui.room.onward import Onward
from coach.tui.room.pages.page import NotesPage, RoomPage
from coach.tui.room.say_box import SayBox
from coach.tui.room.sealed import Sealed
from coach.tui.room.told import SoFar
from coach.tui.room.words import left_in_words, turns, whoever

OVER = "That was the last of it. Take a breath; look back together when everybody is ready."
ALOUD = "Nobody types in this round. Say it aloud; the talk is followed on the line-reader's screen."
NO_READER = "Nobody follows the script any more. Somebody takes the line-reader's role (F8), or you end it here (F9)."


def asks_guess(reader: str) -> str:
    """What is asked of the practitioner once the talk is over."""
    return f"What did {reader} note at each opening? Guess for yourself: 1 or 2. Both are shown when you look back."


class PractitionerPage(NotesPage):
    """What was said, a box to say something in, and then guesses."""

    FIRST = "#box, .spots, #go-on, #transcript"

    def __init__(self, view: View, more: More) -> None:
        super().__init__(view, more)
        self.over = view.here.over

    def compose(self) -> ComposeResult:
        yield SoFar()
        yield Static("", id="how-many", markup=False)
        yield SayBox("Send", self.more.draft)
        with Vertical(id="afterwards"):
            yield Sealed(asks_guess(whoever(self.view.here, Role.LINE_READER)), "")
            yield Onward()

    async def fill(self) -> None:
        """What is new in the talk, and what can be done."""
        view = self.view
        assert isinstance(view, PractitionerView)
        here = view.here
        await self.query_one(SoFar).show(turns(view.said, "You"))
        self.query_one(SayBox).show(open_=not here.over and not here.spoken, first=not here.replies)
        words = (ALOUD if not here.screen_speaks else NO_READER) if here.spoken else left_in_words(here)
        note = self.query_one("#how-many", Static)
        note.update(OVER if here.over else words)
        note.display = bool(here.over or words)
        self.query_one("#afterwards").display = here.over
        sealed = self.query_one(Sealed)
        sealed.display = bool(view.to_guess)
        sealed.show(view.to_guess if here.over else (), view.guesses)
        self.query_one(Onward).show(here)
        if here.over and not self.over:
            self.over = True
            self.focus_first()

    def said(self, words: str) -> None:
        """It was said: the box is empty of it, and what was typed meanwhile stays."""
        self.query_one(SayBox).said(words)

    @on(Sealed.Given)
    def guess(self, event: Sealed.Given) -> None:
        """A guess at a note."""
        self.post_message(Ask(lambda seat: seat.guess(event.opening, event.note)))


class WatcherPage(RoomPage):
    """What is said, as it is said."""

    FIRST = "#go-on, #transcript"

    def compose(self) -> ComposeResult:
        yield SoFar()
        yield Static("You watch. Nothing is asked of you.", id="how-many")
        yield Onward()

    async def fill(self) -> None:
        """What is new."""
        here = self.view.here
        await self.query_one(SoFar).show(turns(self.view.said, whoever(here, Role.PRACTITIONER, "They")))
        self.query_one("#how-many", Static).display = not here.over
        onward = self.query_one(Onward)
        onward.display = here.over or here.nobody_speaks()
        onward.show(here)
