"""The line-reader's page: what to read out, a sealed note after each opening and, where nobody types, the script."""

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.widgets import Static

from coach.classroom.room_words import NO_NOTES, WHAT_DID_THEY
from coach.classroom.round_words import NOTES, describe_replies_left, name_role_holder, split_last_lines
from coach.classroom.views import LineReaderView
from coach.language.catalogue import say
from coach.model.class_events import Role
from coach.tui.commands import make_bindings
from coach.tui.pair.marking import NoteList
from coach.tui.pair.page_data import SeatRequest
from coach.tui.pair.round_turns import make_turns
from coach.tui.pair.round_widgets import (
    BranchList,
    OnwardButtons,
    ReadAloudPanel,
    RoundPage,
    RoundTranscript,
)


class LineReaderPage(RoundPage):
    """Read what is in the frame, flat if you like."""

    FIRST = "#ways, .spots, #aloud, #go-on"
    BINDINGS = make_bindings("sealed", "following")

    def compose(self) -> ComposeResult:
        yield RoundTranscript()
        yield ReadAloudPanel()
        with VerticalGroup(id="following"):
            yield Static(say(WHAT_DID_THEY), classes="asks")
            yield BranchList()
        yield NoteList(say(NOTES), say(NO_NOTES))
        yield Static("", id="how-many", markup=False)
        yield OnwardButtons()

    async def fill(self) -> None:
        """What to read now, and what was said before."""
        view = self.view
        assert isinstance(view, LineReaderView)
        here = view.context
        before, _ = split_last_lines(view.lines)
        self.query_one(ReadAloudPanel).show(view.to_read)
        followed = self.query_one(BranchList)
        followed.show(view.choices, len(view.lines))
        had_focus, self.query_one("#following").display = followed.has_focus, bool(view.choices)
        sealed = self.query_one(NoteList)
        sealed.show(view.to_note, view.notes)
        sealed.display = not here.spoken or here.over  # whoever follows a script notes afterwards
        await self.query_one(RoundTranscript).show(
            make_turns(before, name_role_holder(here, Role.PRACTITIONER, say("They")))
        )
        note = self.query_one("#how-many", Static)
        note.update(describe_replies_left(here))
        note.display = bool(describe_replies_left(here))
        onward = self.query_one(OnwardButtons)
        self.set_class(here.over, "-over")
        self.set_class(here.spoken, "-spoken")
        onward.display = here.over or here.lacks_practitioner()
        onward.show(here)
        if self.screen.focused is None or (had_focus and not view.choices):
            self.focus_first()

    @on(BranchList.Went)
    def went(self, event: BranchList.Went) -> None:
        """It went this way."""
        event.stop()
        branch = event.branch
        self.post_message(SeatRequest(lambda seat: seat.choose_branch(branch)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # as Textual calls it
        """A choice is taken back where there is one."""
        view = self.view
        return action != "choice_back" or (isinstance(view, LineReaderView) and view.may_take_back)

    def action_choice_back(self) -> None:
        """The last choice was a slip."""
        self.post_message(SeatRequest(lambda seat: seat.take_back_branch()))

    @on(NoteList.Given)
    def note(self, event: NoteList.Given) -> None:
        """A note, sealed."""
        self.post_message(SeatRequest(lambda seat: seat.note(event.opening, event.note)))
