"""Widgets of a round: lines to read aloud, the transcript, the reply box, branches, buttons."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, Vertical, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from coach.classroom.round_words import BACK_TO, HAVE_READ, ON_TO, OPENING_LINE
from coach.classroom.state import STILL_BRIEFED
from coach.classroom.views import ConversationLine, RoomContext, SpokenChoice, View
from coach.debrief.render import Block
from coach.language.catalogue import say
from coach.model.class_events import Stage
from coach.page_words import NO_REAL_CASES
from coach.practice.conversation_view import LineKind, ScreenTurn
from coach.tui.pair.marking import MarkingPanel, NoteList
from coach.tui.pair.page_data import CommandRequest, DraftChanged, PageExtras, RoundStatus, SayRequest, SeatRequest
from coach.tui.text import sanitize
from coach.tui.widgets.reply_input import ReplyBox
from coach.tui.widgets.text import draw_blocks
from coach.tui.widgets.transcript import Transcript, TurnLines


class ReadAloudPanel(VerticalScroll, can_focus=True):
    """The family's lines that the line-reader reads out now, in large letters."""

    BORDER_TITLE = "To read aloud"

    def __init__(self) -> None:
        super().__init__(Static("", markup=False), id="aloud")
        self._lines: tuple[ConversationLine, ...] | None = None

    def show(self, lines: tuple[ConversationLine, ...]) -> None:
        """Show other lines, scrolled to the first."""
        if lines == self._lines:
            return
        self._lines = lines
        self.query_one(Static).update(_read_on(lines))
        self.display = bool(lines)
        self.scroll_home(animate=False)

    def to_the_end(self) -> None:
        """Scroll to the last line, for a panel in which nothing more is to be read aloud."""
        self.call_after_refresh(self.scroll_end, animate=False)


def _read_on(lines: tuple[ConversationLine, ...]) -> Content:
    """Lay out lines; a speaker who says several in a row is named once, to save room."""
    words = Content("")
    for before, line in zip((None, *lines), lines, strict=False):
        goes_on = before and not (before.scene or line.scene or line.how) and before.speaker == line.speaker
        if goes_on:
            words = Content.assemble(words, "\n", (sanitize(line.text), "bold"))
        else:
            words = Content.assemble(words, "\n\n" if before else "", _read(line))
    return words


def _read(line: ConversationLine) -> Content:
    if line.scene:
        return Content.assemble((f"({sanitize(line.text)})", "$quiet italic"))
    how = f"  ({sanitize(line.how)})" if line.how else ""
    return Content.assemble(
        (sanitize(line.speaker), "bold $family"), (how, "$quiet"), "\n", (sanitize(line.text), "bold")
    )


# --- The talk so far


class RoundTranscript(Transcript):
    """The transcript of the round; a reader who scrolled up stays there until a new line comes."""

    def __init__(self) -> None:
        super().__init__()
        self._said: tuple[ScreenTurn, ...] = ()

    def on_resize(self) -> None:
        """Lay the lines out again for the new size, so that the newest is in view."""
        self.refresh(layout=True)

    def show_opening(self, number: int) -> None:
        """Scroll the transcript to an opening, with the reply to it and what followed.

        An opening is where the family lets a subject be spoken of.
        """
        drawn, begins = list(self.query(TurnLines)), OPENING_LINE.format(number, "")
        for lines, turn in zip(reversed(drawn), reversed(self._said), strict=False):
            for place, said in enumerate(turn):
                if said.kind is LineKind.COACH and said.speaker.startswith(begins):
                    self.scroll_to_center(lines.children[place], animate=False)
                    return

    async def show(self, turns: tuple[ScreenTurn, ...]) -> None:
        """Update the transcript with the turns of the conversation."""
        before, self._said = self._said, turns
        if turns == before:
            return
        if before and turns[: len(before)] == before:
            await self.add(turns[len(before) :])
        else:
            await self.fill(turns)


# --- The box for a reply


class SayBox(VerticalGroup):
    """A reply box with its button. It posts what to say; the page around it does the rest."""

    def __init__(self, label: str, draft: str = "", *, again: bool = False) -> None:
        """Make the box.

        Args:
            label: the words of the button.
            draft: what stands in the box at first.
            again: whether it is for a reply said in other words.
        """
        super().__init__(id="saying")
        self._label = label
        self._draft = draft
        self._again = again

    def compose(self) -> ComposeResult:
        if not self._again:
            yield Static(say(NO_REAL_CASES), id="no-real-cases")
        with HorizontalGroup():
            yield ReplyBox(self._draft)
            yield Button(self._label, id="send", classes="main")

    def on_mount(self) -> None:
        self.box.cursor_blink = not getattr(self.app, "still", False)

    @property
    def box(self) -> ReplyBox:
        """The text box without its button."""
        return self.query_one(ReplyBox)

    def show(self, *, open_: bool, first: bool) -> None:
        """Show the box while a reply can be said, with a warning before the first reply.

        Args:
            open_: whether anything can be said.
            first: whether it would be the first words.
        """
        self.display = open_
        self.query_one("#no-real-cases").display = first

    def clear_said(self, words: str) -> None:
        """Remove words that were said from the box; what was typed meanwhile stays."""
        self.box.clear_said(words)

    @on(ReplyBox.Sent)
    @on(Button.Pressed, "#send")
    def send(self) -> None:
        """Post the words in the box, to be said as a reply."""
        self.post_message(SayRequest(self.box.text, again=self._again))

    @on(TextArea.Changed)
    def post_draft(self, event: TextArea.Changed) -> None:
        """Post what is typed, to be stored as a draft."""
        self.post_message(DraftChanged(event.text_area.text))


# --- The branches of a spoken round

MORE, HURTS, BACK = "more", "hurts", "back"
FURTHER = {
    MORE: "More that they may have done",
    HURTS: "Something that may have hurt",
    BACK: "Back to the others",
}
"""What leads further into the list, and back. No branch can be meant by it: these ids stand apart from theirs."""
OF_THE_LIST = "/"


class BranchList(OptionList):
    """A list of what the practitioner may have done, from which a line-reader chooses.

    The most usual stands first; what is seldom done, and what may have hurt, is one level further in.
    """

    class Went(Message):
        """Message posted when the line-reader chooses the branch that the conversation took."""

        def __init__(self, branch: str) -> None:
            super().__init__()
            self.branch = branch

    def __init__(self) -> None:
        super().__init__(id="ways", markup=False, compact=True)
        self._now: tuple[tuple[SpokenChoice, ...], int] | None = None
        self._part = ""

    def show(self, ways: tuple[SpokenChoice, ...], said: int) -> None:
        """Show branches, with none highlighted after a new line, so that a stray Enter does nothing.

        Args:
            ways: the branches.
            said: how many lines were said so far.
        """
        if (ways, said) != self._now:
            # Laid out only after a new line, or the highlight would jump while somebody chooses.
            self._now = ways, said
            self._lay_out("")

    def _lay_out(self, part: str) -> None:
        self._part = part
        ways = self._now[0] if self._now else ()
        self.clear_options()
        self.add_options(list(_options(ways, part)))
        self.highlighted = None

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Open or leave a part of the list, or choose a branch, by the selected line."""
        event.stop()
        key = str(event.option_id)
        if key.startswith(OF_THE_LIST):
            part = key.removeprefix(OF_THE_LIST)
            self._lay_out("" if part == BACK else part)
        else:
            self.post_message(self.Went(key))


def _options(ways: tuple[SpokenChoice, ...], part: str) -> Iterator[Option]:
    hurts, seldom = [way for way in ways if way.may_have_hurt], [way for way in ways if way.seldom]
    if part:
        yield from map(_option, hurts if part == HURTS else seldom)
        yield _leads(BACK)
        return
    often = [way for way in ways if not (way.may_have_hurt or way.seldom)]
    yield from map(_option, often[:-1])
    if seldom:
        yield _leads(MORE)
    yield from [_leads(HURTS)] if len(hurts) > 1 else map(_option, hurts)
    yield from map(_option, often[-1:])  # something else


def _option(way: SpokenChoice) -> Option:
    """Return a branch's list entry: "!" before one that may have hurt, "-" before any other."""
    return Option(f"{'!' if way.may_have_hurt else '-'} {sanitize(way.words)}", id=way.branch)


def _leads(part: str) -> Option:
    mark = {MORE: "+", HURTS: "!", BACK: "<"}[part]
    return Option(f"{mark} {FURTHER[part]}", id=f"{OF_THE_LIST}{part}")


# --- The way on for a whole group


class OnwardButtons(HorizontalGroup):
    """The buttons that take the whole group to its next stage, for any participant to press."""

    def __init__(self) -> None:
        super().__init__()
        self._scenario = ""

    def compose(self) -> ComposeResult:
        yield Button(say("Go on"), id="go-on", classes="main", action="screen.go_on")
        yield Button(say("Another round"), id="begin-anew")
        yield Button(say("Back"), id="step-back", action="screen.step_back")
        yield Button(say("Type it instead"), id="type-it")
        yield Static("", id="not-yet", markup=False)

    def show(self, context: RoomContext) -> None:
        """Update the buttons: what comes next, or what the group waits for."""
        button = self.query_one("#go-on", Button)
        if context.next_stage is not None:
            button.label = ON_TO[context.next_stage]
        if context.to_read:
            button.label = say(HAVE_READ)
        button.display = context.to_read or (context.next_stage is not None and not context.refusal)
        self.query_one("#begin-anew").display = context.lacks_practitioner()
        back = self.query_one("#step-back", Button)
        back.display = context.back_to is not None
        if context.back_to is not None:
            back.label = BACK_TO.format(stage=context.back_to.title())
        self._scenario = context.chosen.id if context.chosen else ""
        # While people gather there is a tick for it.
        nobody_reads = context.spoken and context.screen_speaks and context.stage in (Stage.NOTE, Stage.BRIEF)
        self.query_one("#type-it").display = nobody_reads
        waits_for = "" if context.to_read and context.refusal == say(STILL_BRIEFED) else context.refusal
        self.query_one("#not-yet", Static).update(sanitize(waits_for))
        self.query_one("#not-yet").display = bool(waits_for)

    @on(Button.Pressed, "#type-it")
    def type_it(self) -> None:
        """Choose the same scenario typed instead of spoken; everybody agrees to it once more."""
        scenario = self._scenario
        self.post_message(SeatRequest(lambda seat: seat.choose_scenario(scenario, spoken=False)))

    @on(Button.Pressed, "#begin-anew")
    def begin_anew(self) -> None:
        """Ask for another round, where the practitioner of this one has left."""
        self.post_message(CommandRequest("begin_anew"))


# --- The base class of a round's pages, and widgets for their words

SCROLL_KEYS: list[BindingType] = [
    Binding(key, f"scroll_words({key!r})", show=False) for key in ("up", "down", "pageup", "pagedown", "home", "end")
]
"""The keys that move a page's words while the focus is on one of its buttons."""


class RoundPage(Vertical):
    """The base of a round's pages; `fill` updates it from a view, leaving what did not change.

    A page with notes or marks names their keys in its `BINDINGS`; what the keys do is the same on every page.
    """

    BINDINGS = SCROLL_KEYS
    FIRST: ClassVar[str] = ""
    """What has the focus first: selectors, of which the first that is there and can have it is taken."""

    def __init__(self, view: View, extras: PageExtras) -> None:
        super().__init__(classes="room-page")
        self.view = view
        self.extras = extras

    async def on_mount(self) -> None:
        """Fill the page once it is shown, and focus its first widget."""
        await self.fill()
        self.focus_first()

    async def show(self, view: View, extras: PageExtras) -> None:
        """Update the page. If the focused widget is hidden by that, focus the first thing to do.

        Args:
            view: the round as the participant may see it.
            extras: what the page has besides.
        """
        self.view, self.extras = view, extras
        await self.fill()
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors and not _is_displayed(focused):
            self.focus_first()  # or keys would go nowhere

    async def fill(self) -> None:
        """Update the page's words from its view; overridden by each page."""

    def clear_said(self, words: str) -> None:
        """Remove words that have been said from the page's box, if it has one."""

    def focus_first(self) -> None:
        """Focus the first widget on this page with which something can be done."""
        for selector in (*self.FIRST.split(", "), "Button.main", "Button"):
            for widget in self.query(selector) if selector else ():
                if widget.focusable and all(node.display for node in widget.ancestors_with_self if node is not self):
                    widget.focus(scroll_visible=False)
                    return

    # --- Keys that work wherever the focus is

    def action_scroll_words(self, key: str) -> None:
        """Scroll the words on the page, if they do not all fit."""
        scroll_words(self, key)

    def action_note(self, note: str) -> None:
        """Give this note or guess on the highlighted opening."""
        for notes in self.query(NoteList):
            if notes.display:
                notes.action_note(note)

    def action_mark(self, mark: str) -> None:
        """Mark the highlighted opening, or the last reply."""
        for marking in self.query(MarkingPanel):
            marking.action_mark(mark)

    def action_unmark(self) -> None:
        """Remove the last mark given."""
        for marking in self.query(MarkingPanel):
            marking.action_unmark()

    def on_marking_panel_chosen(self, event: MarkingPanel.Chosen) -> None:
        """Scroll the transcript, if the page has one, to a chosen opening."""
        event.stop()
        for transcript in self.query(RoundTranscript):
            transcript.show_opening(event.opening)


def scroll_words(page: Widget, key: str) -> None:
    """Scroll the displayed words of a page.

    Args:
        page: the page.
        key: one of `SCROLL_KEYS`.
    """
    for words in page.query(".written").results(VerticalScroll):
        if _is_displayed(words):
            {
                "up": words.scroll_up,
                "down": words.scroll_down,
                "pageup": words.scroll_page_up,
                "pagedown": words.scroll_page_down,
                "home": words.scroll_home,
                "end": words.scroll_end,
            }[key](animate=False)
            return


def _is_displayed(widget: Widget) -> bool:
    return all(node.display for node in widget.ancestors_with_self)


class BlockView(VerticalScroll):
    """A view of a document's blocks, drawn again only where they changed."""

    def __init__(self) -> None:
        super().__init__(classes="written")
        self._blocks: tuple[Block, ...] | None = None

    async def put(self, blocks: Iterable[Block]) -> None:
        """Show other blocks in place of the present ones."""
        now = tuple(blocks)
        if now == self._blocks:
            return
        self._blocks = now
        with self.app.batch_update():
            await self.query_children(".block").remove()
            await self.mount(Vertical(*draw_blocks(now), classes="block reading"), before=0)


# --- The base of the pages at one laptop


class LaptopPage(RoundPage):
    """A page of a round at one laptop, for all participants or for one alone."""

    def __init__(self, status: RoundStatus) -> None:
        super().__init__(take_shared_view(status), status.extras)
        self.status = status

    async def show_status(self, status: RoundStatus) -> None:
        """Update the page with the round's present state."""
        self.status = status
        await self.show(take_shared_view(status), status.extras)


class ForwardButtons(HorizontalGroup):
    """The button that goes on, as F9 does, with the page's other buttons."""

    def __init__(self, words: str, *others: Button) -> None:
        super().__init__(classes="buttons further")
        self._words = words
        self._others = others

    def compose(self) -> ComposeResult:
        yield Button(self._words, id="go-on", classes="main", action="screen.go_on")
        yield from self._others


def take_shared_view(status: RoundStatus) -> View:
    """Return the view of a page that is not covered."""
    assert status.view is not None, "behind a cover there is no page"
    return status.view
