"""Textual's web driver, for a room: it ends with its host, is always in focus, and believes no size."""

import os
from contextlib import suppress
from functools import partial
from typing import Any

from textual import events, messages
from textual.app import App
from textual.drivers.web_driver import WebDriver
from textual.message import Message

from coach.web.wire import sized


def _write(descriptor: int, data: bytes) -> int:
    """To the host. When it has gone, reading ends too, and that ends the app; a drawing is no reason to break."""
    with suppress(BrokenPipeError, ConnectionResetError):
        return os.write(descriptor, data)
    return len(data)


class RoomDriver(WebDriver):
    """What a person's process draws with."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._write = partial(_write, self.fileno)

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
        super().send_message(message)
