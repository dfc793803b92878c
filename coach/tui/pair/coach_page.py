"""The coach's turn, last: its points, every reading side by side, one line to say again."""

from collections.abc import Iterable, Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static, TabbedContent, TabPane
from textual.widgets.option_list import Option

from coach.classroom.comparison import ComparedOpening, ComparedReply, Comparison
from coach.classroom.views import RoomContext, View
from coach.debrief.builder import LIMITS
from coach.debrief.report import Debrief
from coach.model.class_events import Mark, Role
from coach.tui.pair.page_data import PageExtras, SeatRequest
from coach.tui.pair.round_page import RoundPage
from coach.tui.pair.round_widgets import OnwardButtons, SayBox
from coach.tui.pair.round_words import make_turns, name_role_holder
from coach.tui.text import sanitize, shorten_name
from coach.tui.widgets.choices import update_options
from coach.tui.widgets.debrief_page import PointCard
from coach.tui.widgets.text import Prose, draw_heading, draw_quote, set_apart
from coach.tui.widgets.transcript import TurnLines

NOBODY_RIGHT = "None of these is the right one. Where they differ, there is something to talk about."
NOT_HEARD = "Nobody typed, so the coach heard nothing. What people saw is here."
NOTHING = "Nothing was marked, noted or guessed, and no opening came up. That is fine."


class ComparisonPane(VerticalScroll):
    """Every opening of the round, and every reply that may have hurt or mended, as each saw it."""

    def __init__(self, context: RoomContext, comparison: Comparison) -> None:
        super().__init__(classes="written")
        self._room_context = context
        self._all = comparison

    def compose(self) -> ComposeResult:
        with Vertical(classes="reading"):
            yield Prose(NOBODY_RIGHT if self._all.heard else NOT_HEARD, classes="say first")
            for opening in self._all.openings:
                yield OpeningComparison(self._room_context, opening, heard=self._all.heard)
            for reply in self._all.replies:
                yield ReplyComparison(reply, heard=self._all.heard)
            if not (self._all.openings or self._all.replies):
                yield Prose(NOTHING, classes="say")


class OpeningComparison(Vertical):
    """An opening: the observer's mark, the note and the guess, the coach's reading."""

    def __init__(self, context: RoomContext, opening: ComparedOpening, *, heard: bool) -> None:
        super().__init__(classes="seen-by-all")
        self._room_context = context
        self._opening = opening
        self._heard = heard

    def compose(self) -> ComposeResult:
        each = self._opening
        yield draw_heading(f"Opening {each.number}: {each.topic}")
        yield draw_quote(each.line, each.speaker)
        with Vertical(classes="columns"):
            yield from (_column(lead, words) for lead, words in self._rows())
        for sentence in each.differ:
            yield Prose(sentence, "> Worth talking about:", classes="item differ")

    def _rows(self) -> Iterator[tuple[str, str]]:
        each, context = self._opening, self._room_context
        yield "Observer", _marks(each.marks) or "no mark"
        reader = name_role_holder(context, Role.LINE_READER)
        practitioner = name_role_holder(context, Role.PRACTITIONER, "The practitioner")
        if reader or each.note:
            guess = f"\n{practitioner} guessed: “{each.guess.says()}”" if each.guess else ""
            yield f"{reader or 'Line-reader'} noted", f"{f'“{each.note.says()}”' if each.note else 'nothing'}{guess}"
        if self._heard:
            yield "The coach", f"{each.coach or 'nothing'}{f'. {each.why}' if each.why else ''}"


class ReplyComparison(Vertical):
    """A reply that an observer or the coach thinks may have hurt or mended."""

    def __init__(self, reply: ComparedReply, *, heard: bool) -> None:
        super().__init__(classes="seen-by-all")
        self._reply = reply
        self._heard = heard

    def compose(self) -> ComposeResult:
        each = self._reply
        yield draw_heading(f"Reply {each.reply}")
        if each.text:
            yield draw_quote(each.text, "")
        with Vertical(classes="columns"):
            yield _column("Observer", _marks(each.marks) or "no mark")
            if self._heard:
                yield _column("The coach", each.coach or "nothing")
        for sentence in each.differ:
            yield Prose(sentence, "> Worth talking about:", classes="item differ")


def _column(lead: str, words: str) -> Static:
    return Static(Content.assemble((sanitize(lead), "bold"), "\n", sanitize(words)), markup=False, classes="column")


def _marks(marks: Iterable[tuple[str, Mark]]) -> str:
    return "\n".join(f"{shorten_name(name)}: {mark.says()}" for name, mark in marks)


# --- One line said in other words

CHOOSE = "Anybody may. Choose a line; the family answers from there, and the round itself stays as it was."
NOTHING_TYPED = "Nothing was said in this round, so there is no line to say again."


class ReplayPanel(Vertical):
    """The round's lines to choose from, and a box to say one of them in other words."""

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

    async def show(self, view: View, extras: PageExtras) -> None:
        """Show what this participant says again, and what was said again last in the round.

        Args:
            view: the round as this participant may see it.
            extras: what the page has besides.
        """
        lines = {line.reply: line.text for line in view.lines if line.reply and line.text}
        self.query_one(".asks", Static).update(CHOOSE if lines else NOTHING_TYPED)
        options = [
            Option(Content.assemble((f"Reply {number}  ", "bold"), sanitize(text)), id=str(number))
            for number, text in lines.items()
        ]
        update_options(self.query_one("#own-lines", OptionList), options)
        box = self.query_one(SayBox).box
        if extras.replaying != self._replaying:
            self._replaying = extras.replaying
            self.query_one("#instead-of", Static).update(_describe_replayed(view, extras.replaying))
            draft = extras.draft if self._draft else ""
            box.load_text(draft or lines.get(extras.replaying, ""))
            if draft:
                box.move_cursor(box.document.end)
            else:
                box.select_all()  # to be typed over, or changed
            self.call_after_refresh(box.focus)
        self._lay_out()
        if view.lines_again != self._again:
            self._again = view.lines_again
            group = self.query_one("#said-again")
            await group.remove_children()
            await group.mount_all([TurnLines(turn) for turn in make_turns(view.lines_again, "In other words")])
            if view.lines_again:
                self.query_one(".written", VerticalScroll).anchor()  # the end stays in view however wide it is drawn

    def _lay_out(self) -> None:
        """Show the lines to choose from or, once one is chosen, the box."""
        chosen = bool(self._replaying) and not self._choosing
        self.query_one("#again").display = chosen
        self.query_one("#own-lines").display = not chosen

    def clear_said(self, words: str) -> None:
        """Take words that were said out of the box."""
        self.query_one(SayBox).clear_said(words)

    @on(OptionList.OptionSelected, "#own-lines")
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Choose a line of the list."""
        self.choose_reply(int(str(event.option_id)))

    def choose_reply(self, reply: int) -> None:
        """Ask to say a reply again, with its words to change."""
        self._replaying, self._choosing, self._draft = 0, False, False
        self.post_message(SeatRequest(lambda seat: seat.choose_replay(reply)))

    @on(Button.Pressed, "#another-line")
    def another(self) -> None:
        """Go back to the lines."""
        self._choosing = True
        self._lay_out()
        self.query_one("#own-lines").focus()


def _describe_replayed(view: View, reply: int) -> Content:
    """Say which line is said again, and what of the family's it answers."""
    lead = f"Reply {reply}, in other words"
    place = next((place for place, line in enumerate(view.lines) if line.reply == reply), 0)
    before = next((line for line in reversed(view.lines[:place]) if line.text and not (line.reply or line.scene)), None)
    return set_apart(f"{lead}. {before.speaker}:", f"“{before.text}”") if before else set_apart(f"{lead}:", "")


# --- The page

ALOUD_AGAIN = "A line can be said again here where it was typed. Of a spoken round, take another turn in another round."
NO_POINTS = "The coach has no point to make of this one."


class CoachPage(RoundPage):
    """What the coach makes of the round, after every participant has spoken."""

    FIRST = "#go-on"

    def compose(self) -> ComposeResult:
        with TabbedContent(id="coach-tabs"):
            with TabPane("The coach", id="coach-says"), VerticalScroll(classes="written"):
                yield from _points(self.view.context, self.extras.debrief)
            with TabPane("Side by side", id="side-by-side"):
                if self.extras.comparison is not None:
                    yield ComparisonPane(self.view.context, self.extras.comparison)
            if not self.view.context.spoken:  # nobody would answer: the talk has gone on from there
                with TabPane("Say one again", id="say-again"):
                    yield ReplayPanel()
        yield OnwardButtons()

    async def fill(self) -> None:
        """Show what was said again meanwhile."""
        for replay in self.query(ReplayPanel):
            await replay.show(self.view, self.extras)
        self.query_one(OnwardButtons).show(self.view.context)

    def say_again(self, reply: int) -> None:
        """Go from a point of the coach's to its line."""
        for replay in self.query(ReplayPanel):
            self.query_one(TabbedContent).active = "say-again"
            replay.choose_reply(reply)

    def clear_said(self, words: str) -> None:
        """Take words that were said out of the box."""
        for replay in self.query(ReplayPanel):
            replay.clear_said(words)


def _points(context: RoomContext, debrief: Debrief | None) -> Iterator[Vertical | Prose]:
    if debrief is None:
        yield Prose(NOT_HEARD, classes="say first")
        yield Prose(ALOUD_AGAIN, classes="say")
        return
    yield Vertical(*_reading(context, debrief), classes="reading")


def _reading(context: RoomContext, debrief: Debrief) -> Iterator[Vertical | Prose]:
    who = name_role_holder(context, Role.PRACTITIONER)
    lead = "" if who == "You" else f"To {who or 'the practitioner'}; the others listen."
    yield Prose(debrief.headline, lead, classes="say first")
    yield from (PointCard(point, debrief.question, who or "The practitioner") for point in debrief.points)
    if not debrief.points:
        yield Prose(NO_POINTS, classes="say")
    if debrief.question:
        yield draw_heading("A question to take along")
        yield Prose(debrief.question, classes="say first")
    yield Prose(f"{LIMITS} {debrief.reads_less_well}".strip(), "Please remember:", classes="say")
