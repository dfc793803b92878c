"""The line-reader's page: what to read out, a sealed note after each opening and, where nobody types, the script."""

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.widgets import Static

from coach.classroom.views import LineReaderView
from coach.model.class_events import Role
from coach.tui.commands import bindings
from coach.tui.room.aloud import Aloud
from coach.tui.room.asks import Ask
from coach.tui.room.onward import Onward
from coach.tui.room.pages.page import NotesPage
from coach.tui.room.sealed import Sealed
from coach.tui.room.told import SoFar
from coach.tui.room.ways import Ways
from coach.tui.room.words import left_in_words, parted, turns, whoever

NOTES = "Your notes on openings, sealed until you look back:"
NO_NOTES = "Once the talk has gone on from an opening, you can note here whether there was more to say."
WHERE = "What did they do? Choose it."


class LineReaderPage(NotesPage):
    """Read what is in the frame, flat if you like."""

    FIRST = "#ways, .spots, #aloud, #go-on"
    BINDINGS = bindings("following")

    def compose(self) -> ComposeResult:
        yield SoFar()
        yield Aloud()
        with VerticalGroup(id="following"):
            yield Static(WHERE, classes="asks")
            yield Ways()
        yield Sealed(NOTES, NO_NOTES)
        yield Static("", id="how-many", markup=False)
        yield Onward()

    async def fill(self) -> None:
        """What to read now, and what was said before."""
        view = self.view
        assert isinstance(view, LineReaderView)
        here = view.here
        before, _ = parted(view.said)
        self.query_one(Aloud).show(view.to_read)
        followed = self.query_one(Ways)
        followed.show(view.ways, len(view.said))
        had_focus, self.query_one("#following").display = followed.has_focus, bool(view.ways)
        sealed = self.query_one(Sealed)
        sealed.show(view.to_note, view.notes)
        sealed.display = not here.spoken or here.over  # whoever follows a script notes afterwards
        await self.query_one(SoFar).show(turns(before, whoever(here, Role.PRACTITIONER, "They")))
        note = self.query_one("#how-many", Static)
        note.update(left_in_words(here))
        note.display = bool(left_in_words(here))
        onward = self.query_one(Onward)
        self.set_class(here.over, "-over")
        self.set_class(here.spoken, "-spoken")
        onward.display = here.over or here.nobody_speaks()
        onward.show(here)
        if self.screen.focused is None or (had_focus and not view.ways):
            self.focus_first()

    @on(Ways.Went)
    def went(self, event: Ways.Went) -> None:
        """It went this way."""
        event.stop()
        branch = event.branch
        self.post_message(Ask(lambda seat: seat.went(branch)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # as Textual calls it
        """A choice is taken back where there is one."""
        view = self.view
        return action != "choice_back" or (isinstance(view, LineReaderView) and view.may_take_back)

    def action_choice_back(self) -> None:
        """The last choice was a slip."""
        self.post_message(Ask(lambda seat: seat.went_back()))

    @on(Sealed.Given)
    def note(self, event: Sealed.Given) -> None:
        """A note, sealed."""
        self.post_message(Ask(lambda seat: seat.note(event.opening, event.note)))
