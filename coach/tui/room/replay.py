"""One line said in other words: choose it, say it, and hear what the family answers from there."""

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from coach.classroom.views import View
from coach.tui.room.asks import Ask
from coach.tui.room.more import More
from coach.tui.room.options import keep
from coach.tui.room.say_box import SayBox
from coach.tui.room.words import turns
from coach.tui.text import sanitize
from coach.tui.widgets.text import set_apart
from coach.tui.widgets.transcript import TurnLines

CHOOSE = "Anybody may. Choose a line; the family answers from there, and the round itself stays as it was."
NOTHING_TYPED = "Nothing was said in this round, so there is no line to say again."


class Replay(Vertical):
    """The lines of the round, what was answered last, and under them, always in view, a box for other words."""

    def __init__(self) -> None:
        super().__init__()
        self._replaying = 0
        self._draft = True
        """Whether what stood in the box before a reload is wanted."""
        self._choosing = False
        """Whether another line is being chosen, while one is."""
        self._again: object = None

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="written", can_focus=False):
            yield Static("", classes="asks", markup=False)
            yield OptionList(id="own-lines", markup=False, compact=True)
            yield VerticalGroup(id="said-again")
        with VerticalGroup(id="again"):
            with HorizontalGroup(id="which-line"):
                yield Static("", id="instead-of", markup=False)
                yield Button("Another line", id="another-line", compact=True)
            yield SayBox("Say it", again=True)

    async def show(self, view: View, more: More) -> None:
        """How it stands for this person, and what was said again last by anybody."""
        lines = {line.reply: line.text for line in view.said if line.reply and line.text}
        self.query_one(".asks", Static).update(CHOOSE if lines else NOTHING_TYPED)
        options = [
            Option(Content.assemble((f"Reply {number}  ", "bold"), sanitize(text)), id=str(number))
            for number, text in lines.items()
        ]
        keep(self.query_one("#own-lines", OptionList), options)
        box = self.query_one(SayBox).box
        if more.replaying != self._replaying:
            self._replaying = more.replaying
            self.query_one("#instead-of", Static).update(_answered(view, more.replaying))
            draft = more.draft if self._draft else ""
            box.load_text(draft or lines.get(more.replaying, ""))
            if draft:
                box.move_cursor(box.document.end)
            else:
                box.select_all()  # to be typed over, or changed
            self.call_after_refresh(box.focus)
        self._lay_out()
        if view.said_again != self._again:
            self._again = view.said_again
            group = self.query_one("#said-again")
            await group.remove_children()
            await group.mount_all([TurnLines(turn) for turn in turns(view.said_again, "In other words")])
            if view.said_again:
                self.query_one(".written", VerticalScroll).anchor()  # the end stays in view however wide it is drawn

    def _lay_out(self) -> None:
        """The lines to choose from or, once one is chosen, the box."""
        chosen = bool(self._replaying) and not self._choosing
        self.query_one("#again").display = chosen
        self.query_one("#own-lines").display = not chosen

    def said(self, words: str) -> None:
        """It was said."""
        self.query_one(SayBox).said(words)

    @on(OptionList.OptionSelected, "#own-lines")
    def choose(self, event: OptionList.OptionSelected) -> None:
        """This line."""
        self.choose_reply(int(str(event.option_id)))

    def choose_reply(self, reply: int) -> None:
        """Say this one again, with its words to change."""
        self._replaying, self._choosing, self._draft = 0, False, False
        self.post_message(Ask(lambda seat: seat.replay(reply)))

    @on(Button.Pressed, "#another-line")
    def another(self) -> None:
        """Back to the lines."""
        self._choosing = True
        self._lay_out()
        self.query_one("#own-lines").focus()


def _answered(view: View, reply: int) -> Content:
    """Which line is said again, and what of the family's it answers."""
    lead = f"Reply {reply}, in other words"
    place = next((place for place, line in enumerate(view.said) if line.reply == reply), 0)
    before = next((line for line in reversed(view.said[:place]) if line.text and not (line.reply or line.scene)), None)
    return set_apart(f"{lead}. {before.speaker}:", f"“{before.text}”") if before else set_apart(f"{lead}:", "")
