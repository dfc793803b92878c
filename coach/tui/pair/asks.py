"""What pages at one laptop say when somebody wants something."""

from collections.abc import Callable

from textual.message import Message

from coach.classroom.laptop import Laptop
from coach.classroom.seat import Seat


class Does(Message):
    """Something to do with the laptop: go on, uncover, note something."""

    def __init__(self, do: Callable[[Laptop], object], said: str = "") -> None:
        super().__init__()
        self.do = do
        self.said = said


class Watched(Message):
    """Something to do at the observer's seat, from a page that they share with the line-reader."""

    def __init__(self, do: Callable[[Seat], object]) -> None:
        super().__init__()
        self.do = do
