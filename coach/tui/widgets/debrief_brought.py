"""What was brought to supervision from a rehearsal, and what came back."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Button, Collapsible

from coach.debrief.transcript import note
from coach.model.brought import Brought, BroughtLine, Response, Viewed, What
from coach.supervision.days import in_words
from coach.supervision.handing_over import WHATS, brought_blocks, response_blocks, view_words, which
from coach.tui.brought_from import Looked, Thing
from coach.tui.commands import bindings
from coach.tui.widgets.debrief_question import STANCES
from coach.tui.widgets.debrief_words import Words, drawn, heading, quote

NOTHING_YET = (
    "Nothing was brought. You choose what a supervisor sees of this, if anything: all of it, one moment, or just a "
    "question. What comes back stands here."
)
NONE_CAME = {
    Looked.NO_STORE: "No team's store is in use here, so nobody has looked for what came back.",
    Looked.LOOKING: "Looking in your team's store for what came back…",
    Looked.LOOKED: "Nothing came back yet.",
    Looked.AWAY: "Your team's store cannot be reached just now, so it is not known whether anything came back.",
}
"""What is said where nothing is here of what was brought to the store: never more than is known."""
BY_FILE = "What comes back is a file, which they give to you. “Take in a file” shows it here."
WITHDRAWN = "You withdrew this. What had come back stays here, for you alone."


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

    class Recording(Message):
        """The practitioner wants a draft for their own record of learning."""

        def __init__(self, brought: Brought) -> None:
            super().__init__()
            self.brought = brought

    def __init__(self, thing: Thing, looked: Looked) -> None:
        super().__init__(classes="brought-thing", id=f"thing-{thing.brought.id}")
        self.thing = thing
        self._looked = looked

    def compose(self) -> ComposeResult:
        brought, to = self.thing.brought, self.thing.event.to
        how = "withdrawn" if self.thing.withdrawn else f"to {to}" if to else "as a file"
        yield heading(f"{WHATS[brought.what]}, {how}")
        about = brought.question or next((line.text for line in brought.replies()), "")
        reply = f", {which(brought)}" if brought.what is What.MOMENT and which(brought) else ""
        yield Words(f"{in_words(brought.day)}{reply}. {f'“{about}”' if about else ''}", classes="say first")
        if self.thing.withdrawn:
            yield Words(WITHDRAWN, classes="say")
        if self.thing.response is None:
            yield Words(NONE_CAME[self._looked] if to else BY_FILE, classes="say")
        else:
            yield from self._came_back(self.thing.response)
        with Collapsible(title="What was handed over, exactly"):
            yield from drawn(brought_blocks(brought), ":")
        with Horizontal(classes="onward"):
            if not self.thing.withdrawn:
                yield Button("Withdraw (w)", classes="withdraw", compact=True)
            yield Button("A draft for my own record…", classes="record", compact=True)

    def _came_back(self, response: Response) -> ComposeResult:
        for place, line in enumerate(self.thing.brought.lines, 1):
            views = [view for view in response.views if line.reply and view.reply == line.reply]
            comments = [comment.words for comment in response.comments if comment.line == place]
            if views or comments:
                yield quote(line.text, f"You, reply {line.reply}" if line.reply else line.speaker)
            for view in views:
                yield from self._viewed(line, view)
            for words in comments:
                yield Words(words, "Supervisor:", classes="item")
        yield from drawn(response_blocks(response), ":")

    def _viewed(self, line: BroughtLine, view: Viewed) -> ComposeResult:
        """The coach's note with one's own word on it, or a way to give it; then what the supervisor makes of it."""
        mark = self.thing.mark(line.reply, view.criterion)
        if mark is not None:
            yield Words(note(mark.model_copy(update={"disputed": ""})), "The coach's note:", classes="item")
            if mark.disputed:
                said = f"{STANCES[mark.disputed]}. {mark.note}".strip()
                yield Words(said, "You said of the coach's note:", classes="item")
            what = "Change my word on the coach's note" if mark.disputed else "My own word on the coach's note"
            yield Button(what, name=f"{line.reply} {view.criterion}", classes="own-word", compact=True)
        yield Words(view_words(view, line, self.thing.rubric), "Supervisor:", classes="item")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.has_class("withdraw"):
            self.action_withdraw()
        elif event.button.has_class("record"):
            self.action_record()
        else:
            reply, _, criterion = (event.button.name or "").partition(" ")
            self.post_message(self.Answering(self.thing, int(reply), criterion))

    def to_what_came_back(self) -> None:
        """Show it from its top, with the focus."""
        self.focus(scroll_visible=False)
        self.scroll_visible(top=True, animate=False)

    def action_withdraw(self) -> None:
        """Ask for it to be taken back, unless it is already."""
        if not self.thing.withdrawn:
            self.post_message(self.Withdrawn(self.thing))

    def action_record(self) -> None:
        """Ask for a draft for one's own record of learning."""
        self.post_message(self.Recording(self.thing.brought))


class BroughtPage(VerticalScroll):
    """Each thing brought, the latest first, and the ways on."""

    def __init__(self, things: tuple[Thing, ...], looked: Looked) -> None:
        super().__init__(id="brought-page")
        self._things = things
        self._looked = looked

    def compose(self) -> ComposeResult:
        with Vertical(classes="reading"):
            if not self._things:
                yield Words(NOTHING_YET, classes="say")
            with Horizontal(classes="onward"):
                yield Button("Bring something", action="screen.bring", compact=True)
                if self._looked is not Looked.NO_STORE:
                    yield Button("Look for what came back", action="screen.look_for", compact=True)
                yield Button("Take in a file", action="screen.came_back", compact=True)
            yield from (BroughtThing(thing, self._looked) for thing in self._things)
