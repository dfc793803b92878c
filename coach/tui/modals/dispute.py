"""The practitioner's own word on a note of the coach's: it stands in their debrief, and both are kept."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import ItemGrid, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, RadioSet, Static

from coach.debrief.parts import Mark
from coach.debrief.transcript import note
from coach.model.events import Stance
from coach.tui.guarded import TypedLine
from coach.tui.modals.scrolled import Scrolled
from coach.tui.shown import shown
from coach.tui.widgets.choices import Choices
from coach.tui.widgets.debrief_words import Words
from coach.tui.widgets.ticks import Choice

BOTH_STAY = "Your word stands in your debrief. The coach's note stays beside it."
NOT_OF_THEIRS = "What you say here is about the coach's note. Your supervisor's word is for you two to talk over."
THE_NOTE = "The coach's note:"
STANCES = {
    Stance.NOT_MEANT: "The note is not what I meant",
    Stance.FAIR: "The coach's note is fair",
}
"""The two answers. They name whose reading is meant, as a supervisor's may stand beside it."""


@dataclass(frozen=True, slots=True)
class OwnWord:
    """What the practitioner says of a note."""

    mark: Mark
    stance: Stance
    note: str


class DisputeSheet(Scrolled[OwnWord | None]):
    """The coach's note is not what was meant, or it is fair; with a few words if they like."""

    AUTO_FOCUS = "RadioSet, Input"

    def __init__(self, marks: tuple[Mark, ...], draft: OwnWord | None = None, supervisor: str = "") -> None:
        """`draft` is what was said of one of them just now, to be changed; `supervisor` what theirs said of it."""
        super().__init__()
        self.marks = marks
        self.draft = draft
        self.supervisor = supervisor

    def compose(self) -> ComposeResult:
        """The notes to choose from, room for a few words, and the two answers."""
        with Vertical(classes="sheet"):
            yield Static(f"Your own word on the coach's note on reply {self.marks[0].reply}", classes="sheet-heading")
            with VerticalScroll(classes="sheet-words", can_focus=False):
                if len(self.marks) == 1:
                    yield Words(note(self.marks[0]), THE_NOTE)
                else:
                    with Choices():
                        chosen = self.marks.index(self.draft.mark) if self.draft else 0
                        for number, mark in enumerate(self.marks):
                            yield Choice(Content(shown(note(mark))), value=number == chosen)
                if self.supervisor:
                    yield Words(self.supervisor, "Your supervisor:")
                    yield Words(NOT_OF_THEIRS)
                yield Words(BOTH_STAY)
                words = self.draft.note if self.draft else ""
                yield TypedLine(
                    words, placeholder="A few words of your own, if you like", max_length=1000, compact=True
                )
            with ItemGrid(classes="buttons", min_column_width=30, stretch_height=False):
                for stance, words in STANCES.items():
                    yield Button(words, id=stance.value)
                yield Button("Say nothing", id="close")

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """That one, of the note that is chosen."""
        if event.button.id == "close":
            self.action_close()
            return
        place = max((notes.pressed_index for notes in self.query(RadioSet)), default=0)
        words = self.query_one(Input).value.strip()
        self.dismiss(OwnWord(self.marks[max(place, 0)], Stance(str(event.button.id)), words))

    def action_close(self) -> None:
        """Say nothing of it; a few words that were typed are asked about first."""
        self.ask_first(lambda: self.dismiss(None))
