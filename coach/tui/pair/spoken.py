"""The page of a spoken round: the line-reader follows the script, the observer marks."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalGroup
from textual.content import Content
from textual.widgets import OptionList, Static

from coach.classroom.views import LineReaderView, ObserverView
from coach.model.class_events import Role
from coach.rehearsal.decision import SKIPPED
from coach.tui.base_app import BROAD
from coach.tui.commands import make_bindings
from coach.tui.pair.marking import MarkingPanel, describe_opening, list_reply_marks
from coach.tui.pair.page_data import ObserverRequest, RoundStatus, SeatRequest, name_holder_first
from coach.tui.pair.round_page import ForwardButtons, LaptopPage
from coach.tui.pair.round_widgets import BranchList, ReadAloudPanel
from coach.tui.pair.round_words import describe_elapsed, describe_replies_left

WHERE = "{practitioner} answers aloud. What did they do?"
IN_SHORT = "F5: marks."
OVER = "That was the last of it. Read it out, and take a breath before you look back."


class SpokenPage(LaptopPage):
    """The page of a spoken round: lines to read out, branches to choose, an observer's marks."""

    FIRST = "#ways, #go-on"
    BINDINGS = make_bindings("marking", "speaking", "spoken")

    def compose(self) -> ComposeResult:
        with Horizontal(id="side-by-side-here"):
            with Vertical(id="reading-out"):
                yield ReadAloudPanel()
                with VerticalGroup(id="following"):
                    yield Static("", id="where-to", classes="asks", markup=False)
                    yield BranchList()
                yield Static("", id="how-many", markup=False)
            if self.status.watching is not None:
                yield ObserverHalf()
        yield ForwardButtons("Look back")

    async def fill(self) -> None:
        """Update the lines to read out, the branches they can lead to, and the marks."""
        view, context = self.view, self.view.context
        assert isinstance(view, LineReaderView), "the line-reader follows the script"
        self.query_one(ReadAloudPanel).border_title = Content(
            f"{name_holder_first(self.status, Role.LINE_READER)} reads aloud"
        )
        self.query_one(ReadAloudPanel).show(view.to_read)
        self.query_one("#where-to", Static).update(
            WHERE.format(practitioner=name_holder_first(self.status, Role.PRACTITIONER))
        )
        self.query_one(BranchList).show(view.choices, len(view.lines))
        self.query_one("#following").display = bool(view.choices)
        words = OVER if context.over else describe_replies_left(context)
        self.query_one("#how-many", Static).update(words)
        self.query_one("#how-many").display = bool(words)
        self.query_one(ForwardButtons).display = context.over
        for beside in self.query(ObserverHalf):
            beside.show(self.status)
        if context.over:
            self.focus_first()

    @on(BranchList.Went)
    def went(self, event: BranchList.Went) -> None:
        """Record the branch that the line-reader chose."""
        event.stop()
        branch = event.branch
        self.post_message(SeatRequest(lambda seat: seat.choose_branch(branch)))

    def action_skip(self) -> None:
        """Skip this reply, which is never counted."""
        if not self.view.context.over:
            self.post_message(SeatRequest(lambda seat: seat.choose_branch(SKIPPED)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # as Textual calls it
        """Allow taking back a branch if there is one, and showing the marks if they are out of view."""
        view = self.view
        if action == "choice_back":
            return isinstance(view, LineReaderView) and view.may_take_back
        return action != "marks_here" or (self.status.watching is not None and self.app.size.width < BROAD)

    def action_choice_back(self) -> None:
        """Take back the last branch that was chosen."""
        self.post_message(SeatRequest(lambda seat: seat.take_back_branch()))

    def action_marks_here(self) -> None:
        """Switch between the line-reader's half and the observer's, on a narrow screen."""
        self.toggle_class("-marking")
        self.query_one("#openings" if self.has_class("-marking") else "#ways").focus(scroll_visible=False)

    def action_opening(self, step: int) -> None:
        """Highlight the opening before or after the highlighted one.

        Args:
            step: 1 for the next, -1 for the one before.
        """
        for openings in self.query("#openings").results(OptionList):
            many = openings.option_count
            if many:
                openings.highlighted = max(0, min(many - 1, (openings.highlighted or 0) + step))


class ObserverHalf(Vertical):
    """The observer's half of the page: the clock, openings as they come up, and timed marks.

    An opening is where the family lets a subject be spoken of.
    """

    def __init__(self) -> None:
        super().__init__()
        self._watching: ObserverView | None = None

    def compose(self) -> ComposeResult:
        yield Static("", id="in-short", markup=False)
        yield Static("", id="into-it", markup=False)
        yield MarkingPanel()

    def show(self, status: RoundStatus) -> None:
        """Update the observer's marks and the time."""
        if status.watching is None:
            return
        self._watching = status.watching
        self.query_one(MarkingPanel).show(status.watching)
        self.query_one("#locking").display = False  # marks are locked on the observer's own page, afterwards
        self._say_it_short()

    @on(OptionList.OptionHighlighted, "#openings")
    def _say_it_short(self) -> None:
        """Show the clock and, where marks are hidden, the opening and the last mark."""
        view = self._watching
        if view is None:
            return
        place = self.query_one("#openings", OptionList).highlighted
        words = [describe_elapsed(view.second)]
        if place is not None and place < len(view.openings):
            words.append(f"Opening {describe_opening(view.openings[place]).plain}")
        self.query_one("#into-it", Static).update(words[0])
        self.query_one("#in-short", Static).update(
            "  ".join((words[0], IN_SHORT, *list_reply_marks(view)[-1:], *words[1:]))
        )

    def on_seat_request(self, event: SeatRequest) -> None:
        """Post a mark as the observer's, because the page around it is the line-reader's."""
        event.stop()
        self.post_message(ObserverRequest(event.do))
