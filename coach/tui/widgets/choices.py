"""Tick boxes and lists to choose from, whose state is shown by a mark, not by colour alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import events, on
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Checkbox, OptionList, RadioButton, RadioSet, SelectionList
from textual.widgets.option_list import Option
from textual.widgets.selection_list import Selection

from coach.page_words import AT_YOU
from coach.tui.text import sanitize

if TYPE_CHECKING:  # the first frame has boxes to tick, and waits for no model
    from coach.classroom.views import ScenarioOffer

# --- Boxes to tick

TICKED, NOT_TICKED = "[x]", "[ ]"


class Tick(Checkbox):
    """A box to tick, drawn as `[x]` or `[ ]`."""

    @property
    def _button(self) -> Content:
        return _mark(self, TICKED if self.value else NOT_TICKED)

    def render(self) -> Content:
        return super().render().rstrip()  # a space behind words that just fit would cut off their last letter

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # as Textual calls it
        return self.render().get_height({}, width)


class Choice(RadioButton):
    """A radio button, drawn as `(o)` or `( )`."""

    @property
    def _button(self) -> Content:
        return _mark(self, "(o)" if self.value else "( )")

    def render(self) -> Content:
        return super().render().rstrip()  # a space behind words that just fit would cut off their last letter

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # as Textual calls it
        return self.render().get_height({}, width)


class Ticks(SelectionList[str]):
    """Many tick boxes in one widget, a line each.

    A widget for each box would be most of what a class costs to draw.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))  # it changes with the boxes, which are laid out anyway

    def put(self, wanted: Mapping[str, Content]) -> None:
        """Show boxes, by their values. Those that stay keep their tick and highlight."""
        boxes = [self.get_option_at_index(index) for index in range(self.option_count)]
        if [(box.value, box.prompt) for box in boxes] == list(wanted.items()):
            return
        ticked, at = set(self.selected), self.highlighted or 0
        highlighted_value = boxes[at].value if boxes else ""
        # The boxes are replaced as a whole; the page should only hear of it if the ticks differ afterwards.
        with self.prevent(self.SelectedChanged, self.SelectionHighlighted):
            self.clear_options()
            self.add_options([Selection(words, value, value in ticked) for value, words in wanted.items()])
            if wanted:
                order = list(wanted)
                self.highlighted = (
                    order.index(highlighted_value) if highlighted_value in wanted else min(at, len(order) - 1)
                )
        if set(self.selected) != ticked:
            self.post_message(self.SelectedChanged(self))

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Scroll the parent to the highlighted box, because the widget itself is never scrolled."""
        if self.highlighted is not None and isinstance(self.parent, Widget):
            cursor = self.virtual_region
            line = Region(cursor.x, cursor.y + self.highlighted, cursor.width, 1)
            self.parent.scroll_to_region(line, top=top, animate=False)

    def _get_left_gutter_width(self) -> int:
        # Textual counts this width when it wraps the words.
        return len(TICKED) + 1

    def render_line(self, y: int) -> Strip:
        """Draw a mark before the words, since Textual's own boxes differ in colour alone."""
        line = OptionList.render_line(self, y)
        index = self.scroll_offset.y + y
        if index >= self.option_count:
            return line
        mark = TICKED if self.get_option_at_index(index).value in self.selected else NOT_TICKED
        style = next(iter(line)).style
        return Strip([Segment(f"{mark} ", style), *line])


def _mark(toggle: Tick | Choice, mark: str) -> Content:
    return Content.assemble((mark, toggle.get_visual_style("toggle--button")))


# --- Sets of choices


class Choices(RadioSet):
    """A set of radio buttons, in which arrow keys choose once one is chosen.

    Its cursor begins on the chosen button. Textual's own set puts it on the first one, so Enter would choose that
    instead; and its arrow keys only move, so that whoever goes on with Tab leaves with the choice of before.
    """

    FOLLOWS: ClassVar[bool] = True
    """Whether the arrow keys choose."""

    def on_mount(self) -> None:
        """Move the cursor to the chosen button, after Textual has put it on the first."""
        # Textual's own `on_mount` runs after this one, so the cursor is moved once that is done.
        self.call_next(self._to_chosen)

    def action_next_button(self) -> None:
        """Go to the next button, and choose it."""
        super().action_next_button()
        self._follow()

    def action_previous_button(self) -> None:
        """Go to the button before, and choose it."""
        super().action_previous_button()
        self._follow()

    def action_toggle_button(self) -> None:
        """Choose what is under the cursor, unless an arrow key has just chosen it."""
        if not self._is_under_cursor_chosen():
            super().action_toggle_button()

    def _to_chosen(self) -> None:
        if self.pressed_index >= 0:
            self._selected = self.pressed_index

    def _follow(self) -> None:
        # Where nothing is chosen yet, to look through the answers is not to give one.
        if self.FOLLOWS and self.pressed_index >= 0 and not self._is_under_cursor_chosen():
            super().action_toggle_button()

    def _is_under_cursor_chosen(self) -> bool:
        button = None if self._selected is None else self.children[self._selected]
        return isinstance(button, RadioButton) and button.value


class DeliberateChoices(Choices):
    """A set of choices in which arrow keys only move: choosing does something at once."""

    FOLLOWS = False


class LeadingChoices(Choices):
    """A set of choices that leads on: Space chooses, Enter chooses and goes on."""

    _leads = False
    """Whether the next change comes of Enter."""

    class Taken(Message):
        """Message posted when a choice was made with Enter, after the message on its change."""

    def key_enter(self, event: events.Key) -> None:
        """Choose what is under the cursor, and go on."""
        event.stop()
        event.prevent_default()
        if self._selected == self.pressed_index:
            self.post_message(self.Taken())
            return
        self._leads = True
        self.action_toggle_button()

    @on(RadioSet.Changed)
    def lead_on(self) -> None:
        """Go on once the choice is made."""
        if self._leads:
            self._leads = False
            self.post_message(self.Taken())


# --- Lists to choose from

MARKS = {None: "", True: "(o) ", False: "( ) "}


class ChoiceList(OptionList):
    """A list in which one line is marked `(o)`. Space chooses a line."""

    BINDINGS = [Binding("space", "select", show=False)]


class SearchedList(OptionList):
    """A list beside a search box: letters that are typed in it begin a search."""

    @dataclass
    class Typed(Message):
        """Message posted when letters to search for are typed in the list."""

        letters: str

    type_to_search = True
    """Letters are searched for here, and run no command."""
    _search_begun = False
    """Whether a search was begun here, and the search box has the focus only in a moment."""

    def on_key(self, event: events.Key) -> None:
        """Post a typed letter or figure to the search; signs are left to commands.

        Whoever types fast presses Space before the search box has the focus: that space is one of the search.
        """
        if event.character and (event.character.isalnum() or (self._search_begun and event.character == " ")):
            event.stop()
            event.prevent_default()
            self._search_begun = True
            self.post_message(self.Typed(event.character))

    def on_blur(self) -> None:
        """End what was begun: from now on the search box has the keys."""
        self._search_begun = False


class PreviewedList(OptionList):
    """A list beside a preview: one click looks at a line, two choose it, as Enter does."""

    async def action_page_down(self) -> None:  # type: ignore[override]  # the page's action is awaited
        """Go a page down in the list; in the text beside it where the whole list is in sight."""
        if self.max_scroll_y:
            super().action_page_down()  # type: ignore[no-untyped-call]
        else:
            await self.run_action("screen.turn_page(1)")

    async def action_page_up(self) -> None:  # type: ignore[override]  # as above
        """Go a page up, likewise."""
        if self.max_scroll_y:
            super().action_page_up()  # type: ignore[no-untyped-call]
        else:
            await self.run_action("screen.turn_page(-1)")

    def on_click(self, event: events.Click) -> None:
        """Highlight the clicked line; Textual's own list would choose it at once."""
        event.prevent_default()
        place = event.style.meta.get("option")
        if place is None or place < 0 or self.get_option_at_index(place).disabled:
            return
        self.highlighted = place
        if event.chain > 1:
            self.action_select()


def update_options(options: OptionList, now: list[Option]) -> None:
    """Change the lines of a list without moving the highlight; only changed lines are drawn.

    Args:
        options: the list as it is on the screen.
        now: the lines that it is to have.
    """
    before = [(option.id, option.prompt) for option in options.options]
    if before == [(option.id, option.prompt) for option in now]:
        return
    place = options.highlighted
    # With the same entries in the same order only changed words are drawn; the scrolling stays by itself.
    if [key for key, _ in before] == [option.id for option in now]:
        for option in now:
            options.replace_option_prompt(str(option.id), option.prompt)
        return
    options.clear_options()
    options.add_options(now)
    options.highlighted = min(place or 0, len(now) - 1) if now else None


def offer_option(offer: "ScenarioOffer", chosen: bool | None = None) -> Option:
    """Make the list entry of a scenario, with its content note.

    Args:
        offer: the scenario, and whether its racism is aimed at the practitioner.
        chosen: whether it is the chosen one; None where the list marks none.
    """
    hard = f"{offer.difficulty.capitalize()}, about {offer.minutes} minutes. " if offer.minutes else ""
    at_you = f" {AT_YOU}" if offer.towards_practitioner else ""
    note = sanitize(f"{hard}{offer.content_note}{at_you}")
    return Option(Content.assemble(MARKS[chosen], (sanitize(offer.title), "bold"), f". {note}"), id=offer.id)
