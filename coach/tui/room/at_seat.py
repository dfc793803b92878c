"""A page at somebody's seat: things are done there in a thread of their own, and then everything is shown anew."""

from collections.abc import Callable
from typing import TypeVar

from coach.classroom.participant import Participant
from coach.classroom.views import View
from coach.practice.safeguarding import Care
from coach.practice.service import PracticeService
from coach.tui.room.speaking import SpeakingPage

T = TypeVar("T")


class AtSeat(SpeakingPage):
    """What every screen of one person's in a room needs."""

    def __init__(self, seat: Participant, practice: PracticeService, care: Care) -> None:
        super().__init__()
        self.seat = seat
        self.practice = practice
        self.care = care
        self.view: View | None = None
        """What is shown; None before the first look."""

    async def show_anew(self) -> None:
        """Show how things stand now."""
        raise NotImplementedError

    async def do(self, call: Callable[[Participant], T], said: str = "") -> T:
        """Do something at the seat, and show what became of it. Raises CoachError; everything is shown anew then too.

        A refusal mostly means that the room has moved on, and the seat has seen it by then.
        """
        self.answered()  # what came of the last thing is old by now
        try:
            came = await self.framed.in_practice(call, self.seat)
        finally:
            await self.show_anew()
        if said:
            self.notify(said, markup=False)
        return came
