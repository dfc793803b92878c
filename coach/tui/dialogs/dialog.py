"""A sheet in front of a page: some words, some buttons. Escape closes it, and the focus goes back to where it was."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, TypeVar

from textual import events, on, work
from textual.app import App, ComposeResult
from textual.containers import ItemGrid, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Button, Input, Static, TextArea

from coach.tui.commands import make_bindings
from coach.tui.text import sanitize

# --- The one guard over typed words: a page or a sheet that was typed in asks before it is left

T = TypeVar("T")
PASSING = "passing"
"""The class of a box, or of what holds it: its words may go, as a search may, or are kept while they are typed."""


class TypedBox(TextArea):
    """A box of several lines in which no key for commands selects what stands there: the next key would replace it."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """F6 and F7 belong to the page; Textual's own box would select a line, or everything."""
        return action not in {"select_line", "select_all"} and super().check_action(action, parameters)


class TypedLine(Input):
    """A box of one line whose words are not selected when the focus comes back: the next key would replace them."""

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, select_on_focus=False, **named)


class Guarded(Screen[T]):
    """A screen that knows which of its boxes were typed in, and asks once before those words are lost."""

    CAN_KEEP: ClassVar[bool] = False
    """Whether `keep_typed` keeps anything. Where it is not so, the question offers to go back or to leave."""

    _stood: dict[Widget, str]

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """Remember what stood in a box when the focus first came to it."""
        if isinstance(widget, Input | TextArea):
            self._began().setdefault(widget, text_of(widget))
        super().set_focus(widget, scroll_visible, from_app_focus)

    def _began(self) -> dict[Widget, str]:
        if not hasattr(self, "_stood"):
            self._stood = {}
        return self._stood

    def typed(self) -> list[Widget]:
        """The boxes with words that were typed here and are kept nowhere."""
        return [
            box
            for box, stood in self._began().items()
            if box.is_attached and not _passing(box) and text_of(box).strip() not in {"", stood.strip()}
        ]

    def settled(self, box: Widget) -> None:
        """What stands in this box is kept now, or was put there by the coach: nobody is asked about it."""
        self._began()[box] = text_of(box)

    def replaces(self, new: Widget, old: Widget) -> None:
        """A box was made anew with the words of another: they are as unkept as they were there."""
        if old in self._began():
            self._began()[new] = self._began().pop(old)

    def may_keep(self) -> bool:
        """Whether `keep_typed` can keep what was typed, as things are."""
        return self.CAN_KEEP

    def unkept(self) -> bool:
        """Whether anything typed here would be lost."""
        return bool(self.typed())

    async def keep_typed(self) -> bool:
        """Keep what was typed, if that can be done here; whether it is kept. Await it in a worker."""
        return False

    def ask_first(self, go: Callable[[], object]) -> None:
        """Go, once words that would be lost were asked about. Where there are none, at once."""
        if self.unkept():
            self._ask_and_go(go)
        else:
            go()

    @work(exclusive=True, group="leaving")
    async def _ask_and_go(self, go: Callable[[], object]) -> None:
        if await may_go(self.app, (self,)):
            go()


def _passing(box: Widget) -> bool:
    return any(each.has_class(PASSING) for each in box.ancestors_with_self)


def text_of(box: Widget) -> str:
    """What stands in a box."""
    return box.text if isinstance(box, TextArea) else box.value if isinstance(box, Input) else ""


def unkept_among(screens: Iterable[Screen[Any]]) -> list[Guarded[Any]]:
    """Those of these screens whose words would be lost."""
    return [screen for screen in screens if isinstance(screen, Guarded) and screen.unkept()]


async def may_go(app: App[Any], screens: Iterable[Screen[Any]]) -> bool:
    """Ask about words that would be lost with these screens; whether they may go. Await it in a worker."""
    if isinstance(app.screen, UnkeptDialog):
        app.screen.dismiss(None)
    for screen in unkept_among(tuple(screens)):
        wanted = await app.push_screen_wait(UnkeptDialog(can_keep=screen.may_keep()))
        if wanted == "keep" and await screen.keep_typed():
            continue
        if wanted != "leave":
            return False
    return True


# --- A sheet whose words can be longer than it is: keys move them wherever the focus is


class Scrolled(ModalScreen[T], Guarded[T]):
    """What uses these keys itself, such as a list or choices, keeps them."""

    BINDINGS = make_bindings("modal", "sheet")

    def action_words(self, lines: int) -> None:
        """Move the words by some lines."""
        for words in self.query(".sheet-words").results(VerticalScroll):
            words.scroll_relative(y=lines, animate=False)

    def action_words_page(self, pages: int) -> None:
        """Move the words by a whole sheet of them."""
        for words in self.query(".sheet-words").results(VerticalScroll):
            words.scroll_relative(y=pages * words.scrollable_content_region.height, animate=False)


# --- A sheet in front of a page: some words, some buttons. Escape closes it, and the focus goes back to w


class Dialog(Scrolled[str | None]):
    """Says something and asks one thing. What comes back is the pressed button's id, or None where it was closed."""

    AUTO_FOCUS = ".buttons Button"
    heading: str = ""
    choices: tuple[tuple[str, str], ...] = (("close", "Close"),)
    """Each button's id and words; the first has the focus, unless the words are longer than the sheet."""

    def words(self) -> Iterable[Widget | Content | str]:
        """What the sheet says, paragraph by paragraph."""
        return ()

    def compose(self) -> ComposeResult:
        """The heading, the words, the buttons."""
        with Vertical(classes="sheet"):
            if self.heading:
                yield Static(self.heading, classes="sheet-heading", markup=False)
            with VerticalScroll(classes="sheet-words"):
                for words in self.words():
                    yield words if isinstance(words, Widget) else Static(words, markup=False)
            with ItemGrid(classes="buttons", min_column_width=26, stretch_height=False):
                for key, label in self.choices:
                    yield Button(Content(label), id=key)

    def on_mount(self) -> None:
        """Once it is laid out it is known how long the words are."""
        self.call_after_refresh(self._begin_in_words)

    def _begin_in_words(self) -> None:
        """Words that go on below are read before a button is pressed: nobody agrees to what they could not see."""
        for words in self.query(".sheet-words").results(VerticalScroll):
            longer = words.max_scroll_y > 1  # below the last of them stands an empty line
            if longer and words.can_focus and isinstance(self.focused, Button):
                words.focus(scroll_visible=False)

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """That one."""
        if event.button.id == "close":
            self.action_close()
        else:
            self.dismiss(event.button.id)

    def action_close(self) -> None:
        """None of them, once words that would be lost were asked about."""
        self.ask_first(lambda: self.dismiss(None))

    def key_enter(self, event: events.Key) -> None:
        """Enter in the words closes what is only to be read; else it reads on, and at their end goes to a button.

        A list or a box among them has an Enter of its own.
        """
        words = self.focused
        if words is not None and not words.has_class("sheet-words"):
            return
        event.stop()
        if len(self.choices) == 1:
            self.action_close()
        elif words is None or words.is_vertical_scroll_end:
            self.query(".buttons Button").first().focus()
        else:
            self.action_words_page(1)

    def went_wrong(self, words: str) -> None:
        """Say what went wrong where it is seen: below a long text it would stand out of sight."""
        wrong = self.query_one("#went-wrong", Static)
        wrong.update(sanitize(words))
        wrong.call_after_refresh(wrong.scroll_visible, animate=False)


# --- The question about words that were typed and are kept nowhere yet


class UnkeptDialog(Dialog):
    """Gives back `keep`, `leave`, or None to go on writing."""

    def __init__(self, *, can_keep: bool, about: str = "What you typed here") -> None:
        """`can_keep`: whether the page behind it has a way to keep the words; `about` names what would be lost."""
        super().__init__()
        self.can_keep = can_keep
        self.about = about
        self.heading = "Keep what you wrote?" if can_keep else "Leave what you wrote?"
        keep = (("keep", "Keep it"),) if can_keep else ()
        self.choices = (("close", "Go on writing"), *keep, ("leave", "Don't keep it"))

    def words(self) -> Iterable[str]:
        """What each choice does."""
        if self.can_keep:
            yield f"{self.about} is not kept yet. If you don't keep it, it is gone."
        else:
            yield f"{self.about} is not kept anywhere. If you leave, it is gone."
