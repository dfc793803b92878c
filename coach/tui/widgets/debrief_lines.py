"""The lines of a transcript: the family's, and the practitioner's own with the coach's notes beside them."""

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.widgets import Button

from coach.debrief.parts import Mark, TranscriptLine
from coach.model.events import Stance
from coach.model.reading import Certainty
from coach.rehearsal.why import put_as
from coach.tui.commands import bindings
from coach.tui.widgets.debrief_question import Answered
from coach.tui.widgets.debrief_words import Words


def others_line(line: TranscriptLine) -> Words:
    """A line of the family's, of the scene, or one that was skipped."""
    if line.scene:
        return Words(f"({line.text})", classes="spoken seen")
    how = f" ({line.how})" if line.how else ""
    return Words(line.text, f"{line.speaker}{how}:", classes="spoken")


class OwnLine(Vertical, can_focus=True):
    """A line of the practitioner's. Choosing it shows what can be done with it."""

    BINDINGS = bindings("line")

    def __init__(self, line: TranscriptLine, marks: tuple[Mark, ...]) -> None:
        super().__init__(classes="own-line", id=f"line-{line.reply}")
        self.reply = line.reply
        self._line = line
        self._marks = marks
        self._unsure = next((m for m in marks if m.certainty is Certainty.POSSIBLE and not m.disputed), None)

    def compose(self) -> ComposeResult:
        with Container(classes="beside"):
            yield Words(self._line.text, f"You, reply {self.reply}:", classes="spoken own")
            yield Words("\n".join(self._notes()), classes="margin")
        with Horizontal(classes="doing"):
            yield Button("Say it again", action=f"screen.say_again({self.reply})", compact=True)
            if self._unsure:
                yield Button("It fits (y)", classes="fair", compact=True)
                yield Button("Not what I meant (n)", classes="not-meant", compact=True)
            elif self._marks:
                yield Button("Answer a note", action=f"screen.dispute({self.reply})", compact=True)
            yield Button("Why?", action=f"screen.why({self.reply})", compact=True)

    def on_mount(self) -> None:
        """One stop of the tab key for the line; its buttons are for the mouse."""
        for button in self.query(Button):
            button.can_focus = False

    def on_button_pressed(self, event: Button.Pressed) -> None:
        for stance in ("fair", "not_meant"):
            if event.button.has_class(stance.replace("_", "-")):
                event.stop()
                self.action_answer(stance)

    def action_answer(self, stance: str) -> None:
        """Answer the coach's question about this line, if it has one."""
        if self._unsure:
            self.post_message(Answered(self._unsure, Stance(stance)))

    def action_neighbour(self, step: int) -> None:
        """To the line before or after, if there is one."""
        lines = list(self.screen.query(OwnLine))
        place = lines.index(self) + step
        if 0 <= place < len(lines):
            lines[place].focus()

    def _notes(self) -> tuple[str, ...]:
        form = put_as(self._line.forms)
        return (*self._line.notes, *((form,) if form else ()))
