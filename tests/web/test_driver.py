"""What a browser sends waits on the way to the app, and does not pile up in it."""

from collections.abc import Iterator

import pytest
from textual import events
from textual.app import App
from textual.drivers.web_driver import WebDriver
from textual.message import Message

from coach.web.driver import RoomDriver


class Line:
    """A line to a host that says nothing."""

    def write(self, data: str) -> None:
        """Take what is drawn."""

    def __iter__(self) -> Iterator[object]:
        return iter(())


def move(column: int) -> events.MouseMove:
    return events.MouseMove(None, column, 1, 1, 0, 0, False, False, False)


async def test_of_a_thousand_moves_of_a_mouse_one_waits_for_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """An app that is busy has one to come to, however many were made meanwhile; then the next one counts again."""
    sent: list[Message] = []
    monkeypatch.setattr(WebDriver, "send_message", lambda _, message: sent.append(message))
    monkeypatch.setattr("textual.drivers.web_driver.InputReader", Line)
    app: App[None] = App()
    async with app.run_test() as pilot:
        driver = RoomDriver.over(Line())(app)  # type: ignore[arg-type]
        for column in range(1000):
            driver.send_message(move(column))
        assert len(sent) == 1
        for _ in range(3):
            await pilot.pause()
        driver.send_message(move(7))
        assert len(sent) == 2
