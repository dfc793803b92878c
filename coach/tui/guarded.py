"""The one guard over typed words: a page or a sheet that was typed in asks before it is left."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, TypeVar

from textual import work
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

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
    from coach.tui.modals.unkept import UnkeptSheet

    if isinstance(app.screen, UnkeptSheet):
        app.screen.dismiss(None)
    for screen in unkept_among(tuple(screens)):
        wanted = await app.push_screen_wait(UnkeptSheet(can_keep=screen.may_keep()))
        if wanted == "keep" and await screen.keep_typed():
            continue
        if wanted != "leave":
            return False
    return True
