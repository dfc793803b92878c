"""The box that words are said from, where others read them: typed, kept as a draft, sent by Enter or by its button."""

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.widgets import Button, Static, TextArea

from coach.tui.room.asks import Drafted, Say
from coach.tui.text import NO_REAL_CASES
from coach.tui.widgets.reply_input import ReplyBox


class SayBox(VerticalGroup):
    """Posts `Say` and `Drafted`; the page above it does the rest."""

    def __init__(self, label: str, draft: str = "", *, again: bool = False) -> None:
        """`label`: what the button says; `again`: whether it is for a line in other words."""
        super().__init__(id="saying")
        self._label = label
        self._draft = draft
        self._again = again

    def compose(self) -> ComposeResult:
        if not self._again:
            yield Static(NO_REAL_CASES, id="no-real-cases")
        with HorizontalGroup():
            yield ReplyBox(self._draft)
            yield Button(self._label, id="send", classes="main")

    def on_mount(self) -> None:
        """Nothing moves where everything is to keep still."""
        self.box.cursor_blink = not getattr(self.app, "still", False)

    @property
    def box(self) -> ReplyBox:
        """Where it is typed."""
        return self.query_one(ReplyBox)

    def show(self, *, open_: bool, first: bool) -> None:
        """Whether anything can be said, and whether it would be the first words."""
        self.display = open_
        self.query_one("#no-real-cases").display = first

    def said(self, words: str) -> None:
        """It was said: the box is empty of it, and what was typed meanwhile stays."""
        self.box.said(words)

    @on(ReplyBox.Sent)
    @on(Button.Pressed, "#send")
    def send(self) -> None:
        """Say what is in the box."""
        self.post_message(Say(self.box.text, again=self._again))

    @on(TextArea.Changed)
    def drafted(self, event: TextArea.Changed) -> None:
        """What is typed, to be kept."""
        self.post_message(Drafted(event.text_area.text))
