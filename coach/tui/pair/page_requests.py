"""What the pages of a round ask for. The screen that shows a page does it."""

from collections.abc import Callable

from textual.message import Message

from coach.classroom.participant import Participant
from coach.classroom.single_device import SingleDeviceRound


class SeatRequest(Message):
    """Posted to do something at the seat that the page is for; `said` is told afterwards."""

    def __init__(self, do: Callable[[Participant], object], said: str = "") -> None:
        super().__init__()
        self.do = do
        self.said = said


class SayRequest(Message):
    """Posted to say words: a reply of the round or, with `again`, a line in other words."""

    def __init__(self, words: str, *, again: bool = False) -> None:
        super().__init__()
        self.words = words
        self.again = again


class DraftChanged(Message):
    """Posted when the words in the box change."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class CommandRequest(Message):
    """Posted to run a command of the screen's, by its name in the table of commands."""

    def __init__(self, command: str) -> None:
        super().__init__()
        self.command = command


class LaptopRequest(Message):
    """Posted to do something with the laptop, such as to go on or to uncover."""

    def __init__(self, do: Callable[[SingleDeviceRound], object], said: str = "") -> None:
        super().__init__()
        self.do = do
        self.said = said


class ObserverRequest(Message):
    """Posted to do something at the observer's seat, from the page shared with a line-reader."""

    def __init__(self, do: Callable[[Participant], object]) -> None:
        super().__init__()
        self.do = do
