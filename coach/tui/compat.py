"""The only use of Textual's private parts: limits on pastes, parsed styles, layouts, errors.

Textual (https://github.com/Textualize/textual) reads a paste character by character before any box sees it, without a
bound and with no setting for one: 200,000 characters take a second. So what is beyond the bound is dropped as it comes.

Textual also raises errors in what a page still does while it is closed, and prints local variables with any error: the
former are recognized here, and the latter is replaced.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from traceback import walk_tb
from typing import Any

import textual
from textual import events
from textual._compositor import Compositor, ReflowResult
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets._footer import FooterKey as FooterKey  # not exported: how the footer draws a key

LONGEST_PASTE = 10_000
"""Characters of a paste that boxes take. A longer one is refused whole."""
TOO_LONG = f"That paste is longer than the {LONGEST_PASTE:,} characters that a box takes. None of it was put in."
_BEGINS, _ENDS = "\x1b[200~", "\x1b[201~"
_OVERLAP = len(_ENDS) - 1


class BoundedParser(XTermParser):
    """Textual's parser of terminal input, with a limit on how much of a paste is read."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasted: int | None = None
        """Characters of the paste that is coming in; None where none is."""
        self._kept_back = ""
        """The last few characters, in which the end of a paste may begin."""

    def feed(self, data: str) -> Iterable[Message]:
        """Pass input on to Textual's parser; of a paste only enough to show that it is too long."""
        if not data:  # the end of everything, for Textual
            return super().feed(data)
        return super().feed(bounded) if (bounded := self._cut_paste(data)) else ()

    def _cut_paste(self, data: str) -> str:
        # The terminal sends input in pieces, and the mark that ends a paste may be cut by two of them.
        data, self._kept_back = self._kept_back + data, ""
        parts: list[str] = []
        while data:
            if self._pasted is None:
                before, begins, data = data.partition(_BEGINS)
                parts += (before, begins)
                self._pasted = 0 if begins else None
                continue
            words, ends, rest = data.partition(_ENDS)
            if not ends:
                words, self._kept_back = words[:-_OVERLAP], words[-_OVERLAP:]
            # One character more than allowed is passed on: that tells `on_event` that the paste was too long.
            parts += (words[: max(0, LONGEST_PASTE + 1 - self._pasted)], ends)
            self._pasted = None if ends else self._pasted + len(words)
            data = rest
        return "".join(parts)


def bound_pastes(driver: type[Any]) -> None:
    """Make a Textual driver class, and its base classes, parse input with `BoundedParser`."""
    # A driver looks the parser up in its own module, so it is replaced in every module of its base classes.
    for base in driver.__mro__:
        module = sys.modules.get(base.__module__)
        if getattr(module, "XTermParser", None) is XTermParser:
            module.XTermParser = BoundedParser  # type: ignore[union-attr]  # it was just found there


# --- Styles

MOST_SHEETS = 1024
"""Sheets that stay parsed, each widget's own counted. Up to a conversation there are about 45."""


class ParsedStylesheet(Stylesheet):
    """Styles of which each sheet is parsed once for each theme.

    Textual (https://github.com/Textualize/textual/pull/3575) forgets what it parsed where variables are set, even to
    what they were, and then parses into a sheet that it drops. So all were parsed twice before the first frame.
    """

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(MOST_SHEETS)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Set the theme's variables; what was parsed with the same ones stays."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse what was not parsed with these variables."""
        self.parse()


# A rule's hash is its identity. Written in Python it was called a hundred thousand times for each page that opens: for
# each widget Textual looks every rule up in a set.
RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]


# --- Layouts


class OneMapCompositor(Compositor):
    """A compositor that works out once where everything lies after a new widget came.

    Textual 8.2 marks the map of a page as out of date where a new widget is drawn (`update_widgets`), makes the map
    anew (`reflow`), leaves the mark, and makes it once more for whoever asks next.
    """

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay the page out; the map that is made by that is whole."""
        result = super().reflow(parent, size)
        self._full_map_invalidated = False
        return result


def lay_out_once(screen: Screen[Any]) -> None:
    """Let a new screen make its map once for each layout."""
    screen._compositor = OneMapCompositor()


# --- The app


class PasteBoundApp(App[None]):
    """An app that refuses a paste that is too long: no box takes any of it, or loses its words."""

    def __init__(self) -> None:
        super().__init__()
        self.stylesheet = ParsedStylesheet(variables=self.theme_variables)

    def get_driver_class(self) -> type[Driver]:
        driver = super().get_driver_class()
        bound_pastes(driver)
        return driver

    async def on_event(self, event: events.Event) -> None:
        """Drop a paste that is too long before any box gets it, and warn the user."""
        if isinstance(event, events.Paste) and len(event.text) > LONGEST_PASTE:
            event.stop()
            self.notify(TOO_LONG, title="A very long paste", severity="warning", timeout=6, markup=False)
            return
        await super().on_event(event)

    def fail(self, error: Exception, words: str) -> None:
        """Close the app with a failing exit status, and print a message in the terminal.

        Args:
            error: The error; a test that runs the app sees it raised.
            words: The message, without anything that was typed.
        """
        # What Textual's own handler of errors does, without its traceback, which would show local variables.
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self.bell()
        self.panic(words)


# --- Errors of a page that was closed meanwhile

_TEXTUAL = Path(textual.__file__).parent


def is_teardown_error(error: BaseException, app: App[None]) -> bool:
    """Return whether an error was only raised because its screen was being closed.

    An error that the coach itself raises is always real: something may not have been stored.
    """
    # Only an error from Textual's own code, below a widget that is being removed, can be one of these.
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    return (
        bool(frames)
        and Path(frames[-1].f_code.co_filename).is_relative_to(_TEXTUAL)
        and (app._exit or not app._running or any(_is_going(frame.f_locals.get("self")) for frame in frames))
    )


def _is_going(whose: object) -> bool:
    """Return whether Textual has begun to remove this node.

    It marks all nodes of a page at once.
    """
    return isinstance(whose, DOMNode) and (whose._pruning or not whose.is_attached)
