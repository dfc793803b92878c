"""A line that was brought: who said it, what the coach read in it, and what this supervisor says."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from coach.model.brought import Brought, Response, View, Viewed
from coach.model.rubric import Rubric
from coach.supervision.handing_over import criterion_words, is_own, note_words
from coach.supervision.saying import remark
from coach.tui.commands import bindings
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import Words

YOURS = {
    View.AGREE: "You agree",
    View.PARTLY: "You partly agree",
    View.DISAGREE: "You see it otherwise",
    View.ALSO: "You would also say",
}
DOES = (("agree", "Agree (y)"), ("partly", "Partly (p)"), ("disagree", "Otherwise (n)"))


@dataclass
class Wanted(Message):
    """Something is to be said of a line."""

    place: int
    what: str
    """`agree`, `partly`, `disagree`, `also` or `comment`."""


@dataclass
class Chosen(Message):
    """A line has the focus."""

    place: int


class BroughtLineBox(Vertical, can_focus=True):
    """One line, the practitioner's own or another. `place` counts the lines from 1."""

    BINDINGS = bindings("brought_line")

    def __init__(self, brought: Brought, place: int, rubric: Rubric | None) -> None:
        self.line = brought.lines[place - 1]
        super().__init__(classes="brought-line own" if self.line.reply else "brought-line")
        self.place = place
        self._who = brought.who or "The practitioner"
        self._rubric = rubric

    def compose(self) -> ComposeResult:
        line = self.line
        yield Words(line.text if line.speaker else f"({line.text})", self._lead(), classes="brought-words")
        notes = (*(note_words(note, "They") for note in line.notes), *line.margin)
        if notes:
            yield Words("\n".join(notes), "The coach:", classes="coach-says")
        yield Static("", markup=False, classes="you-say")
        with Horizontal(classes="doing"):
            if line.notes:
                for what, words in DOES:
                    yield Button(words, name=what, compact=True)
            if line.reply:
                yield Button("Also (a)", name="also", compact=True)
            yield Button("Comment (c)", name="comment", compact=True)

    def on_mount(self) -> None:
        """One stop of the tab key for the line; its buttons are for the mouse."""
        for button in self.query(Button):
            button.can_focus = False

    def said(self, response: Response) -> None:
        """Show what is said of this line now."""
        own = [self._view(each) for each in response.views if self.line.reply and each.reply == self.line.reply]
        if wrote := remark(response, self.place):
            own.append(Content.assemble(("You wrote: ", "bold"), shown(wrote)))
        says = self.query_one(".you-say", Static)
        words = Content("\n").join(own)
        if self.has_focus and str(says.content) != str(words):
            self.call_after_refresh(self.scroll_visible, animate=False)
        says.update(words)
        says.display = bool(own)

    def on_focus(self) -> None:
        """Tell the page which line is looked at."""
        self.post_message(Chosen(self.place))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(Wanted(self.place, event.button.name or ""))

    def action_say(self, view: str) -> None:
        """Agree, partly, or not."""
        self.post_message(Wanted(self.place, view))

    def action_also(self) -> None:
        """Something that the coach did not say."""
        self.post_message(Wanted(self.place, "also"))

    def action_comment(self) -> None:
        """Words of one's own."""
        self.post_message(Wanted(self.place, "comment"))

    def action_step(self, step: int) -> None:
        """To the line before or after, if there is one."""
        lines = list(self.screen.query(BroughtLineBox))
        place = lines.index(self) + step
        if 0 <= place < len(lines):
            lines[place].focus()

    def _lead(self) -> str:
        line = self.line
        if not line.speaker:
            return ""
        who = self._who if is_own(line) else line.speaker
        reply = f", reply {line.reply}" if line.reply else ""
        how = f" ({line.how})" if line.how else ""
        return f"{who}{reply}{how}:"

    def _view(self, view: Viewed) -> Content:
        name = criterion_words(view.criterion, self.line, self._rubric)
        because = f": {view.reason}" if view.reason else "."
        return Content.assemble((f"{YOURS[view.view]} ", "bold"), shown(f"({name}){because}"))
