"""The base of dialogs, made from a `DialogText`; and the guard over unsaved typed words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, TypeGuard, TypeVar

from rich.cells import cell_len
from textual import events, on, work
from textual.actions import SkipAction
from textual.app import App, ComposeResult
from textual.containers import HorizontalGroup, ItemGrid, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from coach.language.catalogue import say
from coach.tui.commands import make_bindings
from coach.tui.text import sanitize

if TYPE_CHECKING:  # the first frame has no box of several lines, and does not wait until one could be made
    from textual.widgets import TextArea

# --- The guard over typed words

T = TypeVar("T")
TYPED_HERE = "What you typed here"
PASSING = "passing"
"""The class of a box, or of what holds it: its words may go, as a search may, or are kept while they are typed."""


class TypedLine(Input):
    """A text box of one line whose words are not selected when the focus returns to it.

    The next key would replace what is selected. Ctrl+A selects them, as in a box of several lines.
    """

    BINDINGS = make_bindings("typed")

    def action_mark_all(self) -> None:
        """Select all that was typed."""
        self.select_all()

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, select_on_focus=False, **named)


def list_size_classes(app: App[Any]) -> tuple[str, ...]:
    """Return the classes that Textual gives a page for the size of the terminal."""
    kinds = ((app.HORIZONTAL_BREAKPOINTS, app.size.width), (app.VERTICAL_BREAKPOINTS, app.size.height))
    return tuple(max((least, name) for least, name in kind if least <= many)[1] for kind, many in kinds if kind)


class Guarded(Screen[T]):
    """A screen that knows which of its boxes were typed in, and asks before the words are lost."""

    TAKES_KEYS: ClassVar[bool] = False
    """Whether a key is an answer in itself, as where a key for a command is chosen."""
    CAN_KEEP: ClassVar[bool] = False
    """Whether `keep_typed` keeps anything. Where it is not so, the question offers to go back or to leave."""

    _stood: dict[Widget, str]

    # Textual 8.2 styles each widget as it is mounted, all of a page when it first comes to the front, and all again for
    # the classes of the terminal's size. With these classes before anything is on it, each was styled for good.

    @on(events.Compose)
    def take_size_classes(self) -> None:
        """Take the classes of the terminal's size before anything is on the page."""
        self.add_class(*list_size_classes(self.app), update=False)
        self.app.stylesheet.apply(self)

    @on(events.ScreenResume)
    def come_styled(self, event: events.ScreenResume) -> None:
        """Come to the front first with the styles that each widget got as it was mounted."""
        if event.refresh_styles and not self.stack_updates and self.is_attached:
            event.refresh_styles = False

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """Remember a box's text when it first gets the focus, to know later whether it was changed."""
        if is_box(widget):
            self._began().setdefault(widget, text_of(widget))
        comes = scroll_visible and not self.stack_updates
        super().set_focus(widget, scroll_visible and not comes, from_app_focus)
        if comes and widget is not None:
            # Textual asks between two layouts of a new page, of which the first has no scroll bars yet, and scrolls it.
            self.call_after_refresh(self._bring_into_view, widget)

    def _bring_into_view(self, widget: Widget) -> None:
        if self.focused is widget and not self.can_view_entire(widget):
            self.scroll_to_center(widget, origin_visible=True)

    def action_step_button(self, steps: int) -> None:
        """Go to the button beside the focused one; from the end of a row, to the next row."""
        focused = self.focused
        if not isinstance(focused, Button) or focused.parent is None:
            raise SkipAction
        beside = [button for button in focused.parent.query_children(Button) if button.focusable]
        beside.sort(key=lambda button: (button.region.y, button.region.x))
        place = beside.index(focused) + steps
        if 0 <= place < len(beside):
            beside[place].focus()

    # Made on first use: a screen that is mixed in here may not call the `__init__` of every base.
    def _began(self) -> dict[Widget, str]:
        if not hasattr(self, "_stood"):
            self._stood = {}
        return self._stood

    def find_typed(self) -> list[Widget]:
        """Return the boxes with words that were typed here and are stored nowhere."""
        return [
            box
            for box, stood in self._began().items()
            if box.is_attached and not _passing(box) and text_of(box).strip() not in {"", stood.strip()}
        ]

    def settle(self, box: Widget) -> None:
        """Count the words in a box as stored, so that nobody is asked about them."""
        self._began()[box] = text_of(box)

    def unsettle(self, box: Widget) -> None:
        """Count the words that a box came with as typed here and stored nowhere."""
        self._began()[box] = ""

    def replaces(self, new: Widget, old: Widget) -> None:
        """Treat a new box as the one that it replaces: its words are as unstored as they were.

        Args:
            new: the box that is there now.
            old: the box that it replaces.
        """
        if old in self._began():
            self._began()[new] = self._began().pop(old)

    def may_keep(self) -> bool:
        """Return whether `keep_typed` can store what was typed at present."""
        return self.CAN_KEEP

    def unkept(self) -> bool:
        """Return whether anything typed here would be lost."""
        return bool(self.find_typed())

    def describe_unkept(self) -> str:
        """Name what would be lost, as the beginning of a sentence."""
        return say(TYPED_HERE)

    def make_unkept_question(self) -> "DialogText":
        """Make the question about words that would be lost. Answers: `keep`, `leave`, or None."""
        return confirm_leaving_words(can_keep=self.may_keep(), about=self.describe_unkept())

    async def keep_typed(self) -> bool:
        """Store what was typed, where the screen can; return whether it is stored.

        Await it in a worker.
        """
        return False

    async def drop_typed(self) -> None:
        """Take away what was stored of typed words that may go now."""

    async def keep_in_time(self) -> None:
        """Store typed words unasked, where the screen can: its window closes."""

    def ask_first(self, go: Callable[[], object]) -> None:
        """Call `go`, after asking about words that would be lost, if there are any."""
        if self.unkept():
            self._ask_and_go(go)
        else:
            go()

    @work(exclusive=True, group="leaving")
    async def _ask_and_go(self, go: Callable[[], object]) -> None:
        if await may_go(self.app, (self,)):
            go()


def _passing(box: Widget) -> bool:
    return any(ancestor.has_class(PASSING) for ancestor in box.ancestors_with_self)


def is_box(widget: object) -> "TypeGuard[Input | TextArea]":
    """Return whether words can be typed in a widget."""
    return isinstance(widget, Input) or any(kind.__name__ == "TextArea" for kind in type(widget).__mro__)


def text_of(box: Widget) -> str:
    """Return the text in a box."""
    if not is_box(box):
        return ""
    return box.value if isinstance(box, Input) else box.text


def guarded_among(screens: Iterable[Screen[Any]]) -> list[Guarded[Any]]:
    """Return the screens that know which of their boxes were typed in."""
    return [screen for screen in screens if isinstance(screen, Guarded)]


def unkept_among(screens: Iterable[Screen[Any]]) -> list[Guarded[Any]]:
    """Return the screens whose typed words would be lost by closing them."""
    return [screen for screen in guarded_among(screens) if screen.unkept()]


OFFERED = "offered"
"""The class of a box whose words are an offer, such as a path: what is typed takes their place."""


def lead_to_box(dialog: Guarded[Any]) -> bool:
    """Focus the box of a dialog that has only one, so that a word typed towards it gets there.

    Returns:
        whether there is one box, and it has the focus now.
    """
    boxes = [box for box in dialog.query("*") if is_box(box) and box.focusable and box.region]
    if len(boxes) != 1:
        return False
    box = boxes[0]
    is_offer = isinstance(box, Input) and box.has_class(OFFERED) and box not in dialog.find_typed()
    dialog.set_focus(box)  # at once, as the key comes next
    if isinstance(box, Input):
        box.select_all() if is_offer else box.action_end()
    return True


async def may_go(app: App[Any], screens: Iterable[Screen[Any]]) -> bool:
    """Ask about words that would be lost with screens; return whether the screens may be closed.

    Await it in a worker.

    Args:
        app: the app that shows them.
        screens: the screens that would be closed.
    """
    # Asked twice, as by a second Escape: the question that is open gives way to the new one.
    if isinstance(app.screen, Dialog) and app.screen.name == UNKEPT:
        app.screen.dismiss(None)
    dropped: list[Guarded[Any]] = []
    asked = tuple(screens)
    for screen in unkept_among(asked):
        wanted = await app.push_screen_wait(Dialog(screen.make_unkept_question()))
        if wanted == "keep" and await screen.keep_typed():
            continue
        if wanted != "leave":
            return False
        dropped.append(screen)
    for screen in dropped:
        await screen.drop_typed()
    for screen in guarded_among(asked):
        if not screen.unkept():  # what was kept of a box that is empty by now goes
            await screen.keep_in_time()
    return True


# --- What a dialog says and asks, as data


@dataclass(frozen=True, slots=True)
class Bullet:
    """A paragraph of a dialog after a dash."""

    words: str


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading among the paragraphs of a dialog."""

    words: str


BodyPart = str | Content | Bullet | Subheading | Callable[[], Iterable[Widget]]
"""A paragraph, plain or styled, or a call that makes widgets for what is more than that."""
Buttons = tuple[tuple[str, str], ...]
"""Each button's id, which is the answer that it gives, and its words. The id `close` closes the dialog."""
STAY = "Stay here"  # both as in `coach/practice/question_texts.py`
CLOSE = "close"  # as in `coach/practice/question_texts.py`, which no first frame waits for
ONLY_CLOSE: Buttons = ((CLOSE, "Close"),)


@dataclass(frozen=True, slots=True)
class DialogText:
    """The words of a dialog: a heading, paragraphs, and buttons with their answers."""

    name: str
    """The dialog's name among all dialogs."""
    heading: str = ""
    body: tuple[BodyPart, ...] = ()
    buttons: Buttons = ONLY_CLOSE
    """The first has the focus, unless the words are longer than the dialog. None where a list holds the answers."""
    is_read: bool = False
    """Whether the words have the focus rather than a button: the dialog is there to be read."""
    classes: str = ""
    """Classes for the styles; `covers` hides the page behind the dialog."""
    comes_unasked: bool = False
    """Whether it comes while its reader may be typing: keys on their way are no answer, and no button has the focus."""


QUIET = 0.7
"""Seconds without a key after which a dialog that comes unasked takes keys for its answer."""
BRIEFLY = 2.5
"""Seconds that a short answer to a key stands: by then the reader is at what it says."""
CHOOSE = "Tab or an arrow key moves, Enter chooses."
MOST_IN_A_ROW, WIDEST_ROW, AROUND = 3, 51, 5
"""Buttons that stand side by side on a short screen, their columns together, and those around a button's words.

More or wider ones stand one below another.
"""

# --- The dialog


class Dialog(ModalScreen[str | None], Guarded[str | None]):
    """A dialog made from its text: it shows words and asks a question.

    It returns the pressed button's id, or None where it was closed. A dialog with boxes or lists of its own overrides
    `make_body`.
    """

    BINDINGS = make_bindings("modal", "sheet")
    AUTO_FOCUS = ".focus-first, .buttons Button"

    def __init__(self, text: DialogText) -> None:
        super().__init__(name=text.name, classes=text.classes or None)
        self.text = text
        self.typed_meanwhile = ""
        """What was typed towards the page behind it, before it took keys."""
        self._last_key = monotonic() if text.comes_unasked else None
        if text.comes_unasked:
            self.AUTO_FOCUS = ""  # type: ignore[misc]  # of this dialog alone

    def make_body(self) -> Iterable[Widget]:
        """Make the widgets between the heading and the buttons."""
        for part in self.text.body:
            match part:
                case Bullet(words):
                    dash, paragraph = Static("-", classes="dash"), Static(Content(sanitize(words)))
                    yield HorizontalGroup(dash, paragraph, classes="listed")
                case Subheading(words):
                    yield Static(Content.assemble((say(words), "bold $you")), classes="then")
                case str():
                    yield Static(say(part), markup=False)
                case Content():
                    yield Static(part, markup=False)
                case _:
                    yield from part()

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            if self.text.heading:
                yield Static(say(self.text.heading), classes="sheet-heading", markup=False)
            with VerticalScroll(classes="sheet-words focus-first" if self.text.is_read else "sheet-words"):
                yield from self.make_body()
            if self.text.comes_unasked:
                yield Static(say(CHOOSE), classes="quiet", markup=False)
            if not self.text.buttons:
                return
            widths = [cell_len(say(label)) + AROUND for _, label in self.text.buttons]
            many = " many" if len(widths) > MOST_IN_A_ROW or sum(widths) > WIDEST_ROW else ""
            with ItemGrid(classes=f"buttons{many}", min_column_width=26, stretch_height=False):
                for answer, label in self.text.buttons:
                    yield Button(Content(say(label)), id=answer)

    def on_mount(self) -> None:
        """Choose what gets the focus, once it is laid out and known how long the words are."""
        self.call_after_refresh(self._begin_in_words)

    def _begin_in_words(self) -> None:
        """Focus words that do not fit, before a button: nobody agrees to what they could not see."""
        for words in self.query(".sheet-words").results(VerticalScroll):
            longer = words.max_scroll_y > 1  # below the last of them stands an empty line
            if self.text.comes_unasked:
                words.can_focus = longer  # so that Tab chooses a button at once
            if longer and words.can_focus and (self.text.comes_unasked or isinstance(self.focused, Button)):
                words.focus(scroll_visible=False)

    def passes_over(self, key: events.Key) -> bool:
        """Return whether a key was on its way to the page behind; keep what it types."""
        if self._last_key is None or key.key == "escape":  # nobody types that, and it changes nothing
            return False
        before, self._last_key = self._last_key, monotonic()
        if self._last_key - before >= QUIET:
            self._last_key = None
            return False
        if key.key == "backspace":
            self.typed_meanwhile = self.typed_meanwhile[:-1]
        elif key.is_printable and key.character is not None:
            self.typed_meanwhile += key.character
        return True

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Close the dialog and return the pressed button's id."""
        if event.button.id == CLOSE:
            self.action_close()
        else:
            self.dismiss(event.button.id)

    def action_close(self) -> None:
        """Close without an answer, after asking about typed words that would be lost."""
        self.ask_first(lambda: self.dismiss(None))

    def action_step_button(self, steps: int) -> None:
        if self._choose_first(steps):
            return
        buttons = self.query(".buttons Button").results(Button)
        if self.focused is not None and self.focused.has_class("sheet-words"):
            # Words that are longer than the dialog have the focus first, and nothing else says how to leave them.
            chosen = next(iter(buttons) if steps > 0 else reversed(list(buttons)), None)
            if chosen is not None:
                chosen.focus()
                return
        super().action_step_button(steps)

    def action_words(self, lines: int) -> None:
        """Scroll the words by some lines; where all are in sight, go to the button above or below."""
        scroll_lines(self, lines)
        if not self._choose_first(1) and not any(w.max_scroll_y for w in self.query(".sheet-words")):
            self._step_row(lines)

    def _step_row(self, steps: int) -> None:
        """Focus the nearest button in the row below the focused one, or in the row above."""
        focused = self.focused
        if not isinstance(focused, Button):
            return
        at = focused.region
        rows = [b for b in self.query(".buttons Button").results(Button) if (b.region.y - at.y) * steps > 0]
        if rows:
            min(rows, key=lambda b: (abs(b.region.y - at.y), abs(b.region.x - at.x))).focus()

    def _choose_first(self, steps: int) -> bool:
        """Focus a button of a dialog that came without one; return whether it did."""
        if self.focused is not None or not self.text.comes_unasked:
            return False
        buttons = self.query(".buttons Button").results(Button)
        (list(buttons)[0 if steps > 0 else -1]).focus()
        return True

    def action_words_page(self, pages: int) -> None:
        """Scroll the words by pages, each as much as can be seen at once."""
        scroll_pages(self, pages)

    def key_enter(self, event: events.Key) -> None:
        """Close a dialog that is only to be read; else scroll on, and at the end focus a button.

        A list or a box in the dialog uses Enter itself.
        """
        words = self.focused
        if words is not None and not words.has_class("sheet-words"):
            return
        event.stop()
        if len(self.text.buttons) == 1:
            self.action_close()
        elif words is None or words.is_vertical_scroll_end:
            if self.text.comes_unasked:  # an Enter may not be meant for it, and brings no answer nearer
                self.notify(say(CHOOSE), timeout=BRIEFLY)
            else:
                self.query(".buttons Button, OptionList").first().focus()
        else:
            self.action_words_page(1)

    def say_wrong(self, words: str) -> None:
        """Show what went wrong, and scroll it into view: below a long text it would not be seen."""
        wrong = self.query_one("#went-wrong", Static)
        wrong.update(sanitize(words))
        wrong.call_after_refresh(wrong.scroll_visible, animate=False)


def scroll_lines(dialog: Screen[Any], lines: int) -> None:
    """Scroll the words of a dialog by some lines, wherever the focus is."""
    for words in dialog.query(".sheet-words").results(VerticalScroll):
        words.scroll_relative(y=lines, animate=False)


def scroll_pages(dialog: Screen[Any], pages: int) -> None:
    """Scroll the words of a dialog by pages, each as much as can be seen at once."""
    for words in dialog.query(".sheet-words").results(VerticalScroll):
        words.scroll_relative(y=pages * words.scrollable_content_region.height, animate=False)


# --- The question about words that are kept nowhere yet

UNKEPT = "unkept"


def confirm_leaving_words(*, can_keep: bool, about: str = TYPED_HERE) -> DialogText:
    """Make the question about words that would be lost. Answers: `keep`, `leave`, or None.

    Args:
        can_keep: whether the page behind the dialog has a way to store the words.
        about: what would be lost, as the beginning of a sentence.
    """
    if can_keep:
        says = say("{about} is not kept yet. If you don't keep it, it is gone.", about=say(about))
    else:
        says = say("{about} is not kept anywhere. If you go, it is gone.", about=say(about))
    return DialogText(
        UNKEPT,
        say("Keep what you wrote?") if can_keep else say("Go without what you wrote?"),
        (says,),
        (
            (CLOSE, say("Go on writing")),
            *((("keep", say("Keep it")),) if can_keep else ()),
            ("leave", say("Don't keep it") if can_keep else say("Go without it")),
        ),
    )


def ask_about_unsaid_line(*, can_keep: bool) -> DialogText:
    """Make the question about a line that was typed and not said.

    Answers: `keep`, `leave`, or None to stay with it.

    Args:
        can_keep: whether the line can wait in the box for when the conversation goes on.
    """
    waits = say("Keep the line, and it stands in the box when you come back.") if can_keep else ""
    return DialogText(
        UNKEPT,
        say("The line in the box was not said"),
        (f"{say('What you said before it is kept with the rehearsal.')} {waits}".strip(),),
        (
            (CLOSE, say(STAY)),
            *((("keep", say("Leave, and keep the line")),) if can_keep else ()),
            ("leave", say("Leave, and drop the line")),
        ),
    )
