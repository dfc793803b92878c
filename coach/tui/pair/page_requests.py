"""What pages say when somebody wants something. Whoever shows a page does it, at the seat that the page is for."""

from collections.abc import Callable

from textual.message import Message

from coach.classroom.participant import Participant
from coach.classroom.single_device import SingleDeviceRound


class SeatRequest(Message):
    """Something to do at the seat; `said` is told once it is done."""

    def __init__(self, do: Callable[[Participant], object], said: str = "") -> None:
        super().__init__()
        self.do = do
        self.said = said


class SayRequest(Message):
    """Words to be said: a reply of the round or, once the coach has spoken, a line in other words."""

    def __init__(self, words: str, *, again: bool = False) -> None:
        super().__init__()
        self.words = words
        self.again = again


class DraftChanged(Message):
    """What stands in the box now."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class CommandRequest(Message):
    """A command of the screen's, by its name in the table, from a button."""

    def __init__(self, command: str) -> None:
        super().__init__()
        self.command = command


class LaptopRequest(Message):
    """Something to do with the laptop: go on, uncover, note something."""

    def __init__(self, do: Callable[[SingleDeviceRound], object], said: str = "") -> None:
        super().__init__()
        self.do = do
        self.said = said


class ObserverRequest(Message):
    """Something to do at the observer's seat, from a page that they share with the line-reader."""

    def __init__(self, do: Callable[[Participant], object]) -> None:
        super().__init__()
        self.do = do
