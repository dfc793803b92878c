"""What a supervisor makes of one note of the coach's, and why if they like to say."""

from textual import on
from textual.app import ComposeResult
from textual.containers import ItemGrid, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, RadioSet, Static

from coach.model.brought import Note, View
from coach.supervision.handing_over import note_words
from coach.tui.guarded import TypedLine
from coach.tui.modals.scrolled import Scrolled
from coach.tui.reasons import Reasons, Saw
from coach.tui.shown import shown
from coach.tui.widgets.brought_line import YOURS
from coach.tui.widgets.choices import Choices
from coach.tui.widgets.debrief_words import Words
from coach.tui.widgets.ticks import Choice


class ViewSheet(Scrolled[Saw]):
    """“You agree”, of which note if there are several, and a reason that may be left empty."""

    AUTO_FOCUS = "RadioSet, Input"

    def __init__(self, notes: tuple[Note, ...], view: View, reasons: Reasons) -> None:
        super().__init__()
        self.notes = notes
        self.view = view
        self.reasons = reasons
        self._first = next((place for place, note in enumerate(notes) if not reasons.said(note.criterion)), 0)
        """The first of them that nothing was said of."""
        self._filled = reasons.of(notes[self._first].criterion)

    def compose(self) -> ComposeResult:
        """The notes, room for a reason, and the ways on."""
        with Vertical(classes="sheet"):
            yield Static(YOURS[self.view], classes="sheet-heading")
            with VerticalScroll(classes="sheet-words", can_focus=False):
                if len(self.notes) == 1:
                    yield Words(note_words(self.notes[0], "They"))
                else:
                    with Choices():
                        for number, note in enumerate(self.notes):
                            yield Choice(Content(shown(note_words(note, "They"))), value=number == self._first)
                yield TypedLine(
                    self._filled, placeholder="Why, if you like", max_length=1000, compact=True, id="reason"
                )
            with ItemGrid(classes="buttons", min_column_width=20, stretch_height=False):
                yield Button("Say it", id="say", classes="main")
                yield Button("Take it back", id="take-back")
                yield Button("Say nothing", id="close")

    def on_mount(self) -> None:
        """There is something to take back only if something was said."""
        self._offer()

    @on(RadioSet.Changed)
    def another(self) -> None:
        """Another note: the reason given for it before, unless something else is being typed."""
        reason = self.query_one("#reason", Input)
        if reason.value == self._filled:
            self._filled = self.reasons.of(self._note().criterion)
            reason.value = self._filled
        self._offer()

    @on(Input.Submitted)
    @on(Button.Pressed, "#say")
    def say(self) -> None:
        """Say it."""
        self.dismiss(Saw(self._note().criterion, self.view, self._reason()))

    @on(Button.Pressed, "#take-back")
    def take_back(self) -> None:
        """Say nothing of it any more."""
        self.dismiss(Saw(self._note().criterion, None, ""))

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Leave it as it was; what was typed is there when one comes back."""
        self.dismiss(Saw(self._note().criterion, self.view, self._reason(), said=False))

    def _offer(self) -> None:
        self.query_one("#take-back").display = self.reasons.said(self._note().criterion)

    def _note(self) -> Note:
        return self.notes[max((notes.pressed_index for notes in self.query(RadioSet)), default=self._first)]

    def _reason(self) -> str:
        return self.query_one("#reason", Input).value.strip()
