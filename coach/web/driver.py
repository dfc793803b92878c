"""Textual's web driver, for a room: it ends with its host, has the focus, believes no size, and loses no key.

Textual types a letter where the focus is, but does what a key is bound to only once that key has gone all the way up to
the app. Over a network keys come in bunches, and a Backspace would come after the letters that followed it. So each key
is waited for.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Event
from typing import Any

from textual import events, messages
from textual.app import App, ScreenError
from textual.dom import DOMNode
from textual.drivers.web_driver import WebDriver
from textual.message import Message

from coach.web.ends import Ends
from coach.web.wire import sized

PATIENCE = 3.0
"""Seconds that the next key waits at most, should an app be busy."""


class RoomDriver(WebDriver):
    """What somebody's screen is drawn with. `over` makes one for somebody's own line to the host."""

    ends: Ends

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._focused = False
        """Whether anything has had the focus, or was waited for long enough."""
        self._moving = Event()
        """Set while a move of the mouse waits for the app."""
        self._write = partial(self.ends.write)
        self._input_reader = self.ends  # type: ignore[assignment]  # it is iterated and closed, and so are these

    @classmethod
    def over(cls, ends: Ends) -> "type[RoomDriver]":
        """For an app's `driver_class`, which Textual makes a driver of by itself."""
        return type(cls.__name__, (cls,), {"ends": ends})

    def start_application_mode(self) -> None:
        """As usual, but in focus: a browser says nothing of it before somebody clicks, and keys would be lost."""
        super().start_application_mode()
        self._app.call_later(self._app.post_message, events.AppFocus())

    def run_input_thread(self) -> None:
        """Read what the host sends. The host's end is the app's end too."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self.send_message(messages.ExitApp())

    def send_message(self, message: Message) -> None:
        """Hand on what came in. A size can also come in the guise of keys, so it is looked at here once more."""
        if isinstance(message, events.Resize):
            message = events.Resize.from_dimensions(sized(message.size.width, message.size.height), None)
        if isinstance(message, events.Key) and not self._focused:
            self._wait_for_focus()
        if isinstance(message, events.MouseMove) and self._moving.is_set():
            return  # the app has not come to the last one yet, and where the mouse is then is soon enough
        super().send_message(message)
        if isinstance(message, events.Key):
            self._wait_until_typed()
        else:
            self._wait_until_reached(message)

    def _wait_until_reached(self, message: Message) -> None:
        """In the thread that reads: until the app comes to a message, or, for a move of the mouse, until later.

        So no more than a few wait in the app's queue, however many a browser sends; the rest waits on the way here.
        """
        reached = self._moving if isinstance(message, events.MouseMove) else Event()
        if reached is self._moving:
            reached.set()
            self._after_it(reached.clear)
        else:
            self._after_it(reached.set)
            reached.wait(PATIENCE)

    def _after_it(self, done: Callable[[], object]) -> None:
        """Have this done once the app has come to what was sent to it before."""

        async def to_the_app() -> None:
            if not self._app.call_later(done):
                done()

        asyncio.run_coroutine_threadsafe(to_the_app(), self._loop)

    def _wait_for_focus(self) -> None:
        """In the thread that reads, once: whoever types before the first page is there means its first box."""
        until, self._focused = time.monotonic() + PATIENCE, True
        while time.monotonic() < until:
            with suppress(ScreenError):
                if self._app.focused is not None:
                    return
            time.sleep(0.01)

    def _wait_until_typed(self) -> None:
        """In the thread that reads: until a key has been everywhere.

        It goes to the app, from there to the widget that has the focus, and up again through all that the widget lies
        in, each with a queue of its own, until one does what it is bound to. What follows it all the way is behind it.
        """
        typed = Event()

        def follow(way: list[DOMNode]) -> None:
            if not way or not way[0].call_later(follow, way[1:]):
                typed.set()

        def down_and_up() -> None:
            focused = self._app.focused
            follow([focused, *focused.ancestors] if focused else [])

        async def to_the_app() -> None:
            self._app.call_later(down_and_up)

        asyncio.run_coroutine_threadsafe(to_the_app(), self._loop)
        typed.wait(PATIENCE)
