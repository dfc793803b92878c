"""The observer's page: the talk with its openings marked as they come, and the marks."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from coach.classroom.round_words import describe_replies_left
from coach.classroom.views import ObserverView
from coach.tui.commands import make_bindings
from coach.tui.pair.marking import MarkingPanel
from coach.tui.pair.round_turns import make_turns_with_openings
from coach.tui.pair.round_widgets import OnwardButtons, RoundPage, RoundTranscript


class ObserverPage(RoundPage):
    """Openings, not mistakes."""

    BINDINGS = make_bindings("marking")
    FIRST = "#openings, #go-on, #transcript"

    def compose(self) -> ComposeResult:
        with Horizontal(id="observing"):
            yield RoundTranscript()
            yield MarkingPanel()
        yield Static("", id="how-many", markup=False)
        yield OnwardButtons()

    async def fill(self) -> None:
        """What is new."""
        view = self.view
        assert isinstance(view, ObserverView)
        here = view.context
        await self.query_one(RoundTranscript).show(make_turns_with_openings(view))
        self.query_one(MarkingPanel).show(view)
        note = self.query_one("#how-many", Static)
        note.update(describe_replies_left(here))
        note.display = bool(describe_replies_left(here))
        onward = self.query_one(OnwardButtons)
        onward.display = here.over or here.lacks_practitioner()
        self.set_class(here.over, "-over")
        onward.show(here)
        if self.screen.focused is None:
            self.focus_first()
