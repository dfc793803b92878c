"""The pages after a round's conversation: notes and guesses revealed, each role speaks."""

from collections.abc import Iterable, Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static, TabbedContent, TabPane
from textual.widgets.option_list import Option

from coach.classroom.comparison import ComparedOpening, ComparedReply, Comparison
from coach.classroom.round_words import (
    ALOUD_AGAIN,
    BY_KEY,
    CHOOSE,
    NO_CARDS,
    NOBODY_RIGHT,
    NOT_HEARD,
    NOTES,
    NOTHING,
    NOTHING_TYPED,
    lay_out_looking,
    lay_out_steps,
    name_role_holder,
    word_guess_question,
)
from coach.classroom.views import LineReaderView, ObserverView, PractitionerView, RoomContext, View
from coach.debrief.first_page import CardKind, DebriefPage
from coach.debrief.render import HEADINGS, describe_picture, lay_out_cards
from coach.language.catalogue import say
from coach.model.characters import shorten_name
from coach.model.class_events import Mark, Role, Stage
from coach.tui.commands import make_bindings
from coach.tui.pair.marking import MarkingPanel, NoteList
from coach.tui.pair.page_data import PageExtras, SeatRequest
from coach.tui.pair.round_turns import make_turns
from coach.tui.pair.round_widgets import (
    BlockView,
    OnwardButtons,
    RoundPage,
    SayBox,
)
from coach.tui.text import sanitize
from coach.tui.widgets.choices import update_options
from coach.tui.widgets.text import Prose, draw_blocks, draw_heading, draw_quote, set_apart
from coach.tui.widgets.transcript import TurnLines

# --- The coach's turn, last: its cards, every reading side by side, one line to say again


class ComparisonPane(VerticalScroll):
    """Openings of a round, and replies that may have hurt or repaired, as each person saw them."""

    def __init__(self, context: RoomContext, comparison: Comparison) -> None:
        super().__init__(classes="written")
        self._room_context = context
        self._all = comparison

    def compose(self) -> ComposeResult:
        with Vertical(classes="reading"):
            yield Prose(say(NOBODY_RIGHT) if self._all.heard else say(NOT_HEARD), classes="say first")
            for opening in self._all.openings:
                yield OpeningComparison(self._room_context, opening, heard=self._all.heard)
            for reply in self._all.replies:
                yield ReplyComparison(reply, heard=self._all.heard)
            if not (self._all.openings or self._all.replies):
                yield Prose(say(NOTHING), classes="say")


class OpeningComparison(Vertical):
    """An opening with the observer's mark, the note and the guess, and the coach's reading.

    An opening is where the family lets a subject be spoken of.
    """

    def __init__(self, context: RoomContext, opening: ComparedOpening, *, heard: bool) -> None:
        super().__init__(classes="seen-by-all")
        self._room_context = context
        self._opening = opening
        self._heard = heard

    def compose(self) -> ComposeResult:
        compared = self._opening
        yield draw_heading(f"Opening {compared.number}: {compared.topic}")
        yield draw_quote(compared.line, compared.speaker)
        with Vertical(classes="columns"):
            yield from (_column(lead, words) for lead, words in self._rows())
        for sentence in compared.differ:
            yield Prose(sentence, say("> Worth talking about:"), classes="item differ")

    def _rows(self) -> Iterator[tuple[str, str]]:
        compared, context = self._opening, self._room_context
        yield say("Observer"), _marks(compared.marks) or say("no mark")
        reader = name_role_holder(context, Role.LINE_READER)
        practitioner = name_role_holder(context, Role.PRACTITIONER, say("The practitioner"))
        if reader or compared.note:
            guess = (
                say("\n{practitioner} guessed: “{says}”", practitioner=practitioner, says=compared.guess.says())
                if compared.guess
                else ""
            )
            yield (
                f"{reader or 'Line-reader'} noted",
                f"{f'“{compared.note.says()}”' if compared.note else 'nothing'}{guess}",
            )
        if self._heard:
            yield say("The coach"), f"{compared.coach or 'nothing'}{f'. {compared.why}' if compared.why else ''}"


class ReplyComparison(Vertical):
    """A reply that an observer or the coach thinks may have hurt or repaired."""

    def __init__(self, reply: ComparedReply, *, heard: bool) -> None:
        super().__init__(classes="seen-by-all")
        self._reply = reply
        self._heard = heard

    def compose(self) -> ComposeResult:
        compared = self._reply
        yield draw_heading(f"Reply {compared.reply}")
        if compared.text:
            yield draw_quote(compared.text, "")
        with Vertical(classes="columns"):
            yield _column(say("Observer"), _marks(compared.marks) or say("no mark"))
            if self._heard:
                yield _column(say("The coach"), compared.coach or "nothing")
        for sentence in compared.differ:
            yield Prose(sentence, say("> Worth talking about:"), classes="item differ")


def _column(lead: str, words: str) -> Static:
    return Static(Content.assemble((sanitize(lead), "bold"), "\n", sanitize(words)), markup=False, classes="column")


def _marks(marks: Iterable[tuple[str, Mark]]) -> str:
    return "\n".join(f"{shorten_name(name)}: {mark.says()}" for name, mark in marks)


# --- One line said in other words


class ReplayPanel(Vertical):
    """A list of the round's replies, and a box to say the chosen one in other words."""

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
                yield Button(say("Another line"), id="another-line", compact=True)
            yield SayBox(say("Say it"), again=True)

    async def show(self, view: View, extras: PageExtras) -> None:
        """Show the reply that this participant says again, and the last one said again in the round.

        Args:
            view: the round as this participant may see it.
            extras: what the page has besides.
        """
        lines = {line.reply: line.text for line in view.lines if line.reply and line.text}
        self.query_one(".asks", Static).update(say(CHOOSE) if lines else say(NOTHING_TYPED))
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
            await group.mount_all([TurnLines(turn) for turn in make_turns(view.lines_again, say("In other words"))])
            if view.lines_again:
                self.query_one(".written", VerticalScroll).anchor()  # the end stays in view however wide it is drawn

    def _lay_out(self) -> None:
        """Show the list of replies or, once one is chosen, the box."""
        chosen = bool(self._replaying) and not self._choosing
        self.query_one("#again").display = chosen
        self.query_one("#own-lines").display = not chosen

    def clear_said(self, words: str) -> None:
        """Remove words that were said from the box."""
        self.query_one(SayBox).clear_said(words)

    @on(OptionList.OptionSelected, "#own-lines")
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Choose the reply that was selected in the list."""
        self.choose_reply(int(str(event.option_id)))

    def choose_reply(self, reply: int) -> None:
        """Choose a reply to say again, with its old words in the box to change."""
        self._replaying, self._choosing, self._draft = 0, False, False
        self.post_message(SeatRequest(lambda seat: seat.choose_replay(reply)))

    @on(Button.Pressed, "#another-line")
    def another(self) -> None:
        """Go back from the box to the list of replies."""
        self._choosing = True
        self._lay_out()
        self.query_one("#own-lines").focus()


def _describe_replayed(view: View, reply: int) -> Content:
    """Say which reply is said again, and quote the family's line that it answers."""
    lead = say("Reply {reply}, in other words", reply=reply)
    place = next((place for place, line in enumerate(view.lines) if line.reply == reply), 0)
    before = next((line for line in reversed(view.lines[:place]) if line.text and not (line.reply or line.scene)), None)
    return set_apart(f"{lead}. {before.speaker}:", f"“{before.text}”") if before else set_apart(f"{lead}:", "")


# --- The page


class CoachPage(RoundPage):
    """The page with the coach's reading of the round, after every participant has spoken."""

    FIRST = "#go-on"

    def compose(self) -> ComposeResult:
        with TabbedContent(id="coach-tabs"):
            with TabPane(say("The coach"), id="coach-says"), VerticalScroll(classes="written"):
                yield from _draw_page(self.view.context, self.extras.page)
            with TabPane(say("Side by side"), id="side-by-side"):
                if self.extras.comparison is not None:
                    yield ComparisonPane(self.view.context, self.extras.comparison)
            if not self.view.context.spoken:  # nobody would answer: the talk has gone on from there
                with TabPane(say("Say one again"), id="say-again"):
                    yield ReplayPanel()
        yield OnwardButtons()

    async def fill(self) -> None:
        """Update the page with what was said again meanwhile."""
        for replay in self.query(ReplayPanel):
            await replay.show(self.view, self.extras)
        self.query_one(OnwardButtons).show(self.view.context)

    def say_again(self, reply: int) -> None:
        """Open the panel for saying a reply again, at the reply that a card of the coach's is about."""
        for replay in self.query(ReplayPanel):
            self.query_one(TabbedContent).active = "say-again"
            replay.choose_reply(reply)

    def clear_said(self, words: str) -> None:
        """Remove the words of a reply that has been said from the box; what was typed since stays."""
        for replay in self.query(ReplayPanel):
            replay.clear_said(words)


class CardsOfKind(Vertical):
    """The coach's cards of one kind, with a button to say again what one could go back to."""

    def __init__(self, page: DebriefPage, kind: CardKind, who: str) -> None:
        """Make the cards of one kind.

        Args:
            page: what the coach says of the round.
            kind: the kind of the cards.
            who: what the practitioner is called: `You`, or a name.
        """
        super().__init__(classes="coach-cards")
        self._page = page
        self._kind = kind
        self._who = who

    def compose(self) -> ComposeResult:
        yield from draw_blocks(lay_out_cards(self._page, self._kind, self._who), ":")
        if self._kind is CardKind.BACK:
            # Two cards may be about one reply: a hurt in the last one, and what waits after it.
            for reply in dict.fromkeys(card.replies[0] for card in self._page.list_cards(self._kind) if card.replies):
                yield Button(
                    say("Say reply {reply} again", reply=reply),
                    action=f"screen.say_again({reply})",
                    compact=True,
                    tooltip=say("Go back to just before that line and try other words"),
                )


def _draw_page(context: RoomContext, page: DebriefPage | None) -> Iterator[Vertical | Prose]:
    if page is None:
        yield Prose(say(NOT_HEARD), classes="say first")
        yield Prose(say(ALOUD_AGAIN), classes="say")
        return
    yield Vertical(*_draw_cards(context, page), classes="reading")


def _draw_cards(context: RoomContext, page: DebriefPage) -> Iterator[Vertical | Prose]:
    who = name_role_holder(context, Role.PRACTITIONER)
    lead = "" if who == say("You") else say("To {who}; the others listen.", who=who or "the practitioner")
    yield Prose(describe_picture(page.picture) or say(NO_CARDS), lead, classes="say first")
    for kind in HEADINGS:
        if page.list_cards(kind):
            yield CardsOfKind(page, kind, who or say("The practitioner"))
    yield Prose(page.limits, say("Please remember:"), classes="say")


# --- Looking back together: notes and guesses laid open, turns to speak, stepping out of role


class LookingPage(RoundPage):
    """The page on which each participant speaks in turn, before the coach says anything."""

    BINDINGS = make_bindings("marking", "sealed")
    FIRST = ".spots, #openings, #go-on"

    def compose(self) -> ComposeResult:
        yield BlockView()
        yield NoteList(
            say(NOTES) if isinstance(self.view, LineReaderView) else word_guess_question(self._reader(), BY_KEY), ""
        )
        if isinstance(self.view, ObserverView):
            yield MarkingPanel()
        yield OnwardButtons()

    async def fill(self) -> None:
        """Show whose turn it is to speak, and the notes and guesses revealed by now."""
        view = self.view
        await self.query_one(BlockView).put(lay_out_looking(self.view))
        sealed, still = self.query_one(NoteList), view.context.stage is Stage.LOOKING and not view.revealed
        match view:
            case PractitionerView():
                sealed.show(view.to_guess, view.guesses)
                sealed.display = still and bool(view.to_guess)
            case LineReaderView():
                sealed.show(view.to_note, view.notes)
                sealed.display = still and bool(view.to_note)
            case ObserverView():
                sealed.display = False
                self.query_one(MarkingPanel).show(view)
                self.query_one(MarkingPanel).display = not view.locked
            case _:
                sealed.display = False
        self.query_one(OnwardButtons).show(view.context)

    def _reader(self) -> str:
        return name_role_holder(self.view.context, Role.LINE_READER, "the line-reader")

    @on(NoteList.Given)
    def take_note(self, event: NoteList.Given) -> None:
        """Store a note or a guess, while notes are still hidden from the others."""
        opening, note = event.opening, event.note
        if isinstance(self.view, LineReaderView):
            self.post_message(SeatRequest(lambda seat: seat.note(opening, note)))
        else:
            self.post_message(SeatRequest(lambda seat: seat.guess(opening, note)))


# --- Stepping out of role


class OutOfRolePage(RoundPage):
    """The page with three steps for leaving a role: a name, a difference, another seat."""

    FIRST = "#go-on"

    def compose(self) -> ComposeResult:
        yield BlockView()
        yield OnwardButtons()

    async def fill(self) -> None:
        await self.query_one(BlockView).put(tuple(lay_out_steps(self.view.context)))
        self.query_one(OnwardButtons).show(self.view.context)
