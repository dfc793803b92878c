"""While a round is talked: the practitioner's page, and the page of whoever only watches."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from coach.classroom.room_words import ALOUD, NOBODY_FOLLOWS, TALK_OVER, WATCHING
from coach.classroom.round_words import BY_KEY, describe_replies_left, name_role_holder, word_guess_question
from coach.classroom.views import PractitionerView, View
from coach.language.catalogue import say
from coach.model.class_events import Role
from coach.tui.commands import make_bindings
from coach.tui.pair.marking import NoteList
from coach.tui.pair.page_data import PageExtras, SeatRequest
from coach.tui.pair.round_turns import make_turns
from coach.tui.pair.round_widgets import (
    OnwardButtons,
    RoundPage,
    RoundTranscript,
    SayBox,
)


class PractitionerPage(RoundPage):
    """What was said, a box to say something in, and then guesses."""

    BINDINGS = make_bindings("sealed")
    FIRST = "#box, .spots, #go-on, #transcript"

    def __init__(self, view: View, extras: PageExtras) -> None:
        super().__init__(view, extras)
        self.over = view.context.over

    def compose(self) -> ComposeResult:
        yield RoundTranscript()
        yield Static("", id="how-many", markup=False)
        yield SayBox(say("Send"), self.extras.draft)
        with Vertical(id="afterwards"):
            yield NoteList(word_guess_question(name_role_holder(self.view.context, Role.LINE_READER), BY_KEY), "")
            yield OnwardButtons()

    async def fill(self) -> None:
        """What is new in the talk, and what can be done."""
        view = self.view
        assert isinstance(view, PractitionerView)
        here = view.context
        await self.query_one(RoundTranscript).show(make_turns(view.lines, say("You")))
        self.query_one(SayBox).show(open_=not here.over and not here.spoken, first=not here.replies)
        words = (
            (say(ALOUD) if not here.screen_speaks else say(NOBODY_FOLLOWS, place="F7", end=BY_KEY.end))
            if here.spoken
            else describe_replies_left(here)
        )
        note = self.query_one("#how-many", Static)
        note.update(say(TALK_OVER) if here.over else words)
        note.display = bool(here.over or words)
        self.query_one("#afterwards").display = here.over
        sealed = self.query_one(NoteList)
        sealed.display = bool(view.to_guess)
        sealed.show(view.to_guess if here.over else (), view.guesses)
        self.query_one(OnwardButtons).show(here)
        if here.over and not self.over:
            self.over = True
            self.focus_first()

    def clear_said(self, words: str) -> None:
        """It was said: the box is empty of it, and what was typed meanwhile stays."""
        self.query_one(SayBox).clear_said(words)

    @on(NoteList.Given)
    def guess(self, event: NoteList.Given) -> None:
        """A guess at a note."""
        self.post_message(SeatRequest(lambda seat: seat.guess(event.opening, event.note)))


class WatcherPage(RoundPage):
    """What is said, as it is said."""

    FIRST = "#go-on, #transcript"

    def compose(self) -> ComposeResult:
        yield RoundTranscript()
        yield Static(say(WATCHING), id="how-many")
        yield OnwardButtons()

    async def fill(self) -> None:
        """What is new."""
        here = self.view.context
        await self.query_one(RoundTranscript).show(
            make_turns(self.view.lines, name_role_holder(here, Role.PRACTITIONER, say("They")))
        )
        self.query_one("#how-many", Static).display = not here.over
        onward = self.query_one(OnwardButtons)
        onward.display = here.over or here.lacks_practitioner()
        onward.show(here)
