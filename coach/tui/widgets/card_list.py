"""Cards of one line each that open: one stop of a page, among which the arrow keys move.

`CardList` is the list, `CardRow` what it is made from.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Button, Static

from coach.language.catalogue import say
from coach.tui.commands import make_bindings
from coach.tui.text import sanitize

TAKEN_OFF = "Marked as not so: “{title}”. Press n again to put it back."
PUT_BACK = "Put back: “{title}”."
OUT_OF_SIGHT = "This is the chosen card: “{title}”. Press n again to mark it as not so."


@dataclass(frozen=True, slots=True)
class CardRow:
    """The data of one line that opens: a card, or a question to the practitioner."""

    key: str
    title: str
    brief: str
    """What it says, in one line."""
    draw: Callable[[], Iterator[Widget]]
    """Makes what stands below the line once it is open."""
    lengths: tuple[int, ...] = ()
    """How many characters each paragraph of that has, by which is guessed what fits on the page at first."""
    replies: tuple[int, ...] = ()
    """The replies that it is about."""
    may_be_off: bool = False
    """Whether it is a claim that can be called not so."""
    is_off: bool = False
    """Whether it was called not so."""


class CardView(Vertical):
    """A card as one line; open, what it says stands below."""

    def __init__(self, row: CardRow, *, is_open: bool) -> None:
        super().__init__(classes="card -off" if row.is_off else "card", id=f"card-{row.key}")
        self.row = row
        self.is_open = is_open

    def compose(self) -> ComposeResult:
        yield Static(self._head(), classes="card-head", markup=False)
        if self.is_open:
            yield self._draw_body()

    def _head(self) -> Content:
        row, sign = self.row, "▾" if self.is_open else "▸"
        title = say("Not so: {title}", title=row.title) if row.is_off else row.title
        brief = "" if self.is_open else f"  {sanitize(row.brief)}"
        # No colour of its own: on the highlight it could not be read.
        return Content.assemble((f"{sign} {sanitize(title)}", "bold"), brief)

    def _draw_body(self) -> Vertical:
        row, onward = self.row, list[Button]()
        if row.replies and not row.is_off:
            again = say("Say reply {reply} again", reply=row.replies[0])
            onward.append(Button(again, action=f"screen.say_again({row.replies[0]})", compact=True))
        if row.may_be_off:
            onward.append(
                Button(say("Put it back (n)") if row.is_off else say("Not so (n)"), classes="not-so", compact=True)
            )
        for button in onward:
            button.can_focus = False  # the list of cards is one stop, and has a key for each of them
        return Vertical(*row.draw(), Horizontal(*onward, classes="onward"), classes="card-body")

    async def on_mount(self) -> None:
        """Open it, or fold it, as was asked while it was being drawn."""
        await self._show_open()

    async def set_open(self, is_open: bool) -> None:
        """Open the card, or fold it to one line."""
        if is_open == self.is_open:
            return
        self.is_open = is_open
        if self.query(".card-head"):  # else it comes as it is now, once it is mounted
            await self._show_open()

    async def _show_open(self) -> None:
        """Show the card open, or as one line, as it is now."""
        is_open = self.is_open
        self.query_one(".card-head", Static).update(self._head())
        bodies = self.query(".card-body")
        if bodies:
            bodies.first().display = is_open
        elif is_open:
            await self.mount(self._draw_body())

    async def set_off(self, *, is_off: bool) -> None:
        """Mark the card as called not so, or as the coach's again; it stays in its place.

        Args:
            is_off: whether it was called not so.
        """
        self.row = replace(self.row, is_off=is_off)
        self.set_class(is_off, "-off")
        if heads := self.query(".card-head"):
            heads.first(Static).update(self._head())
        await self.query(".card-body").remove()
        if self.is_open and heads:
            await self.mount(self._draw_body())

    def show_head(self) -> None:
        """Bring the card's line into view, which says whether it is called not so."""
        for head in self.query(".card-head"):
            head.scroll_visible(animate=False)


class CardList(Vertical, can_focus=True):
    """Cards below one another, among which the arrow keys move: one stop of the page."""

    BINDINGS = make_bindings("card")

    highlighted: reactive[int] = reactive(0)

    @dataclass
    class Highlighted(Message):
        """Message posted when the highlight comes to a card."""

        row: CardRow

    @dataclass
    class Toggled(Message):
        """Message posted when a card was opened or folded."""

        key: str
        is_open: bool

    @dataclass
    class NotSo(Message):
        """Message posted when a card is called not so, or is to be put back."""

        row: CardRow
        """The card as it was before."""

        def describe(self) -> str:
            """Say what was done, and to which card: its line may have gone out of sight."""
            return say(PUT_BACK if self.row.is_off else TAKEN_OFF, title=sanitize(self.row.title))

    @dataclass
    class Left(Message):
        """Message posted when the highlight is moved beyond the first card, or the last."""

        steps: int

    def __init__(self, rows: tuple[CardRow, ...], opened: frozenset[str], at: str, key: str) -> None:
        """Make the list.

        Args:
            rows: the cards.
            opened: the keys of those that are open.
            at: the key of the highlighted one, if it is among them.
            key: the list's id.
        """
        super().__init__(*(CardView(row, is_open=row.key in opened) for row in rows), id=key, classes="cards")
        self.is_followed = False
        """Whether a key led to the highlighted card, so that it stays in view when the page above it changes."""
        places = [place for place, row in enumerate(rows) if row.key == at]
        self.set_reactive(CardList.highlighted, places[0] if places else 0)

    @property
    def views(self) -> list[CardView]:
        """The cards, in order."""
        return list(self.query_children(CardView))

    def on_mount(self) -> None:
        self._mark()

    def watch_highlighted(self) -> None:
        """Mark the highlighted card, and say so."""
        self._mark()
        view = self.views[self.highlighted]
        self.post_message(self.Highlighted(view.row))
        if self.has_focus:
            self.show_highlighted()

    def _mark(self) -> None:
        for place, view in enumerate(self.views):
            view.set_class(place == self.highlighted, "-highlighted")

    def on_key(self, event: events.Key) -> None:
        """Go by Tab to what the highlighted card asks, else beyond the list."""
        if event.key != "tab" or not self.has_focus:
            return
        event.stop()
        event.prevent_default()
        chain, view = self.screen.focus_chain, self.views[self.highlighted]
        own = [stop for stop in chain if view in stop.ancestors]
        beyond = [stop for stop in chain[chain.index(self) + 1 :] if self not in stop.ancestors]
        next(iter((*own, *beyond, *chain))).focus()

    def on_focus(self) -> None:
        """Show what the highlighted card is about."""
        self.post_message(self.Highlighted(self.views[self.highlighted].row))

    def on_blur(self) -> None:
        self.is_followed = False

    def show_highlighted(self) -> None:
        """Bring the highlighted card into view, and let it stay there."""
        self.is_followed = True
        self.views[self.highlighted].scroll_visible(animate=False)

    def enter(self, steps: int) -> None:
        """Take the focus, with the highlight on the first card; coming from below, on the last."""
        self.highlighted = 0 if steps > 0 else len(self.views) - 1
        self.focus()

    def take_focus_from(self, asked: Widget) -> None:
        """Take the focus from what a card asks, and highlight the card; the page stays in place."""
        self.highlighted = next(place for place, view in enumerate(self.views) if view in asked.ancestors)
        self.screen.set_focus(self, scroll_visible=False)

    def action_step(self, steps: int) -> None:
        """Highlight the next card, or the one before; beyond the last one the page goes on."""
        place = self.highlighted + steps
        if 0 <= place < len(self.views):
            self.highlighted = place
        else:
            self.post_message(self.Left(steps))

    async def action_open_card(self) -> None:
        """Open the highlighted card, or fold it."""
        view = self.views[self.highlighted]
        await view.set_open(not view.is_open)
        self.post_message(self.Toggled(view.row.key, view.is_open))
        self.call_after_refresh(view.scroll_visible, animate=False)

    async def action_not_so(self) -> None:
        """Take the highlighted card off as not so, or put it back; one out of sight is only shown."""
        view = self.views[self.highlighted]
        if view.row.may_be_off and not self.screen.can_view_partial(view):
            self.show_highlighted()
            self.notify(say(OUT_OF_SIGHT, title=sanitize(view.row.title)), markup=False)
            return
        await self._turn(view)
        self.call_after_refresh(view.show_head)

    async def _turn(self, view: CardView) -> None:
        """Take a card off as not so, or put it back."""
        if (row := view.row).may_be_off:
            await view.set_off(is_off=not row.is_off)
            self.post_message(self.NotSo(row))
        else:
            self.notify(say("There is nothing of the coach's on this line to call not so."), timeout=3)

    async def on_click(self, event: events.Click) -> None:
        """Highlight the card that is clicked; a click on its line opens or folds it."""
        for place, view in enumerate(self.views):
            if event.widget is not None and view in event.widget.ancestors_with_self:
                self.highlighted = place
                if event.widget.has_class("card-head"):
                    await self.action_open_card()

    @on(Button.Pressed, ".not-so")
    async def press_not_so(self, event: Button.Pressed) -> None:
        """Take the card of the pressed button off, or put it back."""
        event.stop()
        self.highlighted = next(place for place, view in enumerate(self.views) if view in event.button.ancestors)
        # What is below the pointer stays there: the same button puts it back.
        await self._turn(self.views[self.highlighted])
