"""What the coach needs of Textual's inside, in one place.

Textual (https://github.com/Textualize/textual) reads a paste character by character before any box sees it, without a
bound and with no setting for one: 200,000 characters take a second. So what is beyond the bound is dropped as it comes.

Textual also raises errors in what a page still does while it is closed, and prints local variables with any error: both
are told apart and said here.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from traceback import walk_tb
from typing import Any

import textual
from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver
from textual.message import Message
from textual.widgets._footer import FooterKey as FooterKey  # not exported: how the footer draws a key

LONGEST_PASTE = 10_000
"""Characters of a paste that boxes take. A longer one is refused whole."""
TOO_LONG = f"That paste is longer than the {LONGEST_PASTE:,} characters that a box takes. None of it was put in."
_BEGINS, _ENDS = "\x1b[200~", "\x1b[201~"
_OVERLAP = len(_ENDS) - 1


class BoundedParser(XTermParser):
    """Textual's parser of terminal input, which reads little more of a paste than boxes take."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasted: int | None = None
        """Characters of the paste that is coming in; None where none is."""
        self._kept_back = ""
        """The last few characters, in which the end of a paste may begin."""

    def feed(self, data: str) -> Iterable[Message]:
        """Hand on what came; of a paste only as much as shows that it is too long."""
        if not data:  # the end of everything, for Textual
            return super().feed(data)
        return super().feed(bounded) if (bounded := self._cut_paste(data)) else ()

    def _cut_paste(self, data: str) -> str:
        data, self._kept_back = self._kept_back + data, ""
        found: list[str] = []
        while data:
            if self._pasted is None:
                before, begins, data = data.partition(_BEGINS)
                found += (before, begins)
                self._pasted = 0 if begins else None
                continue
            words, ends, rest = data.partition(_ENDS)
            if not ends:
                words, self._kept_back = words[:-_OVERLAP], words[-_OVERLAP:]
            found += (words[: max(0, LONGEST_PASTE + 1 - self._pasted)], ends)
            self._pasted = None if ends else self._pasted + len(words)
            data = rest
        return "".join(found)


def bound_pastes(driver: type[Any]) -> None:
    """Let a driver class, and its base classes, parse input with `BoundedParser`."""
    for each in driver.__mro__:
        module = sys.modules.get(each.__module__)
        if getattr(module, "XTermParser", None) is XTermParser:
            module.XTermParser = BoundedParser  # type: ignore[union-attr]  # it was just found there


class PasteBoundApp(App[None]):
    """An app that refuses a paste that is too long: no box takes any of it, or loses its words."""

    def get_driver_class(self) -> type[Driver]:
        driver = super().get_driver_class()
        bound_pastes(driver)
        return driver

    async def on_event(self, event: events.Event) -> None:
        """Refuse a paste that is too long before a box gets it."""
        if isinstance(event, events.Paste) and len(event.text) > LONGEST_PASTE:
            event.stop()
            self.notify(TOO_LONG, title="A very long paste", severity="warning", timeout=6, markup=False)
            return
        await super().on_event(event)

    def fail(self, error: Exception, words: str) -> None:
        """Close the app with a failing exit status, and leave these words in the terminal.

        Args:
            error: The error, which a test that runs the app is to see.
            words: What is said of it, without anything that was typed.
        """
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self.bell()
        self.panic(words)


# --- Errors of a page that was closed meanwhile

_TEXTUAL = Path(textual.__file__).parent


def is_teardown_error(error: BaseException, app: App[None]) -> bool:
    """Tell real errors from those raised because the screen was closed meanwhile.

    An error that the coach itself raises is always real: something may not have been kept.
    """
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    return (
        bool(frames)
        and Path(frames[-1].f_code.co_filename).is_relative_to(_TEXTUAL)
        and (app._exit or not app._running or any(_is_going(frame.f_locals.get("self")) for frame in frames))
    )


def _is_going(whose: object) -> bool:
    """Return whether Textual has begun to remove this node; it marks all of a page at once."""
    return isinstance(whose, DOMNode) and (whose._pruning or not whose.is_attached)
