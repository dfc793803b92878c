"""The transcript with the coach's notes in its margin."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from coach.debrief.parts import Debrief
from coach.tui.widgets.debrief_lines import OwnLine, others_line
from coach.tui.widgets.debrief_words import Words

HOW = "Choose one of your lines to say it again, or to answer a note: by mouse, or with tab and the arrow keys."


class Conversation(VerticalScroll):
    """Every line in order; notes stand beside yours where there is room, and beneath them where there is not."""

    def __init__(self, debrief: Debrief) -> None:
        super().__init__(id="conversation", can_focus=True)
        self._debrief = debrief

    def compose(self) -> ComposeResult:
        with Vertical(classes="transcript"):
            yield Words(HOW, classes="say quiet")
            for line in self._debrief.transcript:
                if line.reply:
                    marks = tuple(mark for mark in self._debrief.marks if mark.reply == line.reply)
                    yield OwnLine(line, marks)
                else:
                    yield others_line(line)
