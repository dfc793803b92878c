"""Pages for one pair of eyes: a role's card, notes or guesses opening by opening, and an observer's marks."""

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from coach.classroom.laptop import Step
from coach.classroom.views import LineReaderView, ObserverView, PractitionerView
from coach.debrief.written import Block, Say
from coach.model.room import Role
from coach.tui.pair.asks import Does
from coach.tui.pair.pages.page import Further, LaptopPage
from coach.tui.pair.words import short
from coach.tui.room.asks import Wanted
from coach.tui.room.marking import Marking
from coach.tui.room.pages.brief import card
from coach.tui.room.pages.observer import with_openings
from coach.tui.room.pages.page import MarksPage, NotesPage, Written
from coach.tui.room.sealed import Sealed
from coach.tui.room.told import SoFar

DONE = "Cover the screen"
LATER = {
    Role.PRACTITIONER: "You type what you say, and all of you see it. What you guess afterwards, you guess alone.",
    Role.LINE_READER: (
        "All of you see the line that you read. Your notes come after the talk, when the laptop is yours again."
    ),
    Role.OBSERVER: (
        "Mark after the talk, on a page of your own; or as you go, with F5 on the page that all of you see. "
        "Your marks are shown once it is your turn to speak, and not before."
    ),
}
LATER_SPOKEN = {
    Role.PRACTITIONER: "Nobody types. Say it aloud; you do not look at the screen until you look back together.",
    Role.LINE_READER: (
        "After each thing that is said you choose what they did, and read out what is answered. F7 takes a slip back."
    ),
    Role.OBSERVER: "You sit beside the line-reader and mark as you go, with these keys.",
}
NOTES = "At each opening, for yourself: 1 “I could have said more”, or 2 “I said what I wanted to”."
GUESSES = "What did {reader} note at each opening? Guess for yourself: 1 or 2."
TOGETHER = "Both are laid open together, once all of you look back."
NONE = "No opening came up that the talk went on from, so there is nothing to do here."


class CardPage(LaptopPage):
    """What a role is told, for as long as they like."""

    FIRST = "#go-on"

    def compose(self) -> ComposeResult:
        yield Written()
        yield Further("Cover the screen", Button("Practise marking first", id="practise"))

    async def fill(self) -> None:
        """The card."""
        await self.query_one(Written).put(self._words())
        self.query_one("#practise").display = isinstance(self.view, ObserverView)

    def _words(self) -> Iterator[Block]:
        yield from card(self.view)
        role = self.view.here.role
        if role is not None:
            yield Say((LATER_SPOKEN if self.now.spoken else LATER)[role], "At this laptop")

    @on(Button.Pressed, "#practise")
    def practise(self) -> None:
        """Three short talks to mark before marking a person's."""
        self.post_message(Wanted("practise_marking"))


class SealedPage(LaptopPage, NotesPage):
    """The line-reader's notes, or the practitioner's guesses. They can be changed until the screen is covered."""

    FIRST = ".spots, #go-on"

    def compose(self) -> ComposeResult:
        asks = GUESSES.format(reader=short(self.now, Role.LINE_READER))
        notes = self.now.place.step is Step.NOTES
        yield Sealed(f"{NOTES if notes else asks} {TOGETHER}", NONE)
        yield Further(DONE)

    async def fill(self) -> None:
        """Each opening that the talk went on from."""
        view = self.view
        spots = view.to_note if isinstance(view, LineReaderView) else ()
        spots = view.to_guess if isinstance(view, PractitionerView) else spots
        self.query_one(Sealed).show(spots, self.now.sealed)

    @on(Sealed.Given)
    def given(self, event: Sealed.Given) -> None:
        """Sealed, until they look back."""
        opening, note = event.opening, event.note
        self.post_message(Does(lambda laptop: laptop.seal(opening, note)))


class LockPage(LaptopPage, MarksPage):
    """The observer's marks, which are locked as the screen is covered."""

    FIRST = "#openings, #go-on"

    def compose(self) -> ComposeResult:
        with Horizontal(id="observing"):
            yield SoFar()
            yield Marking()
        yield Further("Lock them, and cover the screen")

    async def fill(self) -> None:
        """What was said, its openings, and what was marked as it went."""
        view = self.view
        assert isinstance(view, ObserverView), "only the observer marks"
        await self.query_one(SoFar).show(with_openings(view))
        self.query_one(Marking).show(view)
        self.query_one("#locking").display = False  # the way on locks them
