"""What was brought to supervision from a rehearsal, and what came back."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Button, Collapsible

from coach.model.brought import BroughtLine, Response
from coach.supervision.days import in_words
from coach.supervision.handing_over import WHATS, brought_blocks, response_blocks, view_words
from coach.tui.brought_from import Thing
from coach.tui.commands import bindings
from coach.tui.widgets.debrief_question import STANCES
from coach.tui.widgets.debrief_words import Words, drawn, heading, quote

NOTHING_YET = (
    "Nothing was brought. You choose what a supervisor sees of this, if anything: all of it, one moment, or just a "
    "question. What comes back stands here."
)


class BroughtThing(Vertical, can_focus=True):
    """One thing that was brought."""

    BINDINGS = bindings("thing")

    class Withdrawn(Message):
        """It is to be taken back."""

        def __init__(self, thing: Thing) -> None:
            super().__init__()
            self.thing = thing

    class Answering(Message):
        """The practitioner wants to answer a supervisor's view of a line."""

        def __init__(self, thing: Thing, reply: int, criterion: str) -> None:
            super().__init__()
            self.thing, self.reply, self.criterion = thing, reply, criterion

    def __init__(self, thing: Thing) -> None:
        super().__init__(classes="brought-thing", id=f"thing-{thing.brought.id}")
        self.thing = thing

    def compose(self) -> ComposeResult:
        brought, to = self.thing.brought, self.thing.event.to
        yield heading(f"{WHATS[brought.what]}, {f'to {to}' if to else 'as a file'}")
        about = brought.question or next((line.text for line in brought.replies()), "")
        yield Words(f"{in_words(brought.day)}. {f'“{about}”' if about else ''}", classes="say first")
        if self.thing.response is None:
            yield Words("Nothing came back yet.", classes="say")
        else:
            yield from self._came_back(self.thing.response)
        with Collapsible(title="What was handed over, exactly"):
            yield from drawn(brought_blocks(brought), ":")
        with Horizontal(classes="onward"):
            yield Button("Withdraw (w)", classes="withdraw", compact=True)

    def _came_back(self, response: Response) -> ComposeResult:
        for place, line in enumerate(self.thing.brought.lines, 1):
            views = [view for view in response.views if line.reply and view.reply == line.reply]
            comments = [comment.words for comment in response.comments if comment.line == place]
            if views or comments:
                yield quote(line.text, f"You, reply {line.reply}" if line.reply else line.speaker)
            for view in views:
                yield Words(view_words(view, line, self.thing.rubric), "Supervisor:", classes="item")
                yield from self._answer(line, view.criterion)
            for words in comments:
                yield Words(words, "Supervisor:", classes="item")
        yield from drawn(response_blocks(response), ":")

    def _answer(self, line: BroughtLine, criterion: str) -> ComposeResult:
        """The practitioner's own word on the note that the view is about, or a way to give it."""
        mark = self.thing.mark(line.reply, criterion)
        if mark is None:
            return
        if mark.disputed:
            yield Words(f"{STANCES[mark.disputed]}. {mark.note}".strip(), "You said:", classes="item")
        yield Button("My own word on that", name=f"{line.reply} {criterion}", classes="own-word", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.has_class("withdraw"):
            self.action_withdraw()
        else:
            reply, _, criterion = (event.button.name or "").partition(" ")
            self.post_message(self.Answering(self.thing, int(reply), criterion))

    def action_withdraw(self) -> None:
        """Ask for it to be taken back."""
        self.post_message(self.Withdrawn(self.thing))


class BroughtPage(VerticalScroll):
    """Each thing brought, the latest first, and the ways on."""

    def __init__(self, things: tuple[Thing, ...], shared: bool) -> None:
        super().__init__(id="brought-page")
        self._things = things
        self._shared = shared

    def compose(self) -> ComposeResult:
        with Vertical(classes="reading"):
            if not self._things:
                yield Words(NOTHING_YET, classes="say")
            yield from map(BroughtThing, self._things)
            with Horizontal(classes="onward"):
                yield Button("Bring something", action="screen.bring", compact=True)
                if self._shared:
                    yield Button("Look for what came back", action="screen.look_for", compact=True)
                yield Button("Take in a file", action="screen.came_back", compact=True)
