"""One's place in a room: role, group, and leaving altogether. Nobody is asked why."""

from textual import work

from coach.classroom.participant import Participant
from coach.model.class_events import Role
from coach.tui.dialogs.dialog import Dialog
from coach.tui.room.at_seat import AtSeat
from coach.tui.room.sheets import (
    ADMIT,
    ANEW,
    GIVE_COUNTS,
    LEAVE,
    LEAVE_ROOM,
    LEAVE_THE_ROOM,
    OPEN,
    REFUSE,
    SHUT,
    STEP_BACK,
    TAKE,
    TAKE_HOME,
    PlaceDialog,
)


class Placing(AtSeat):
    """What a person says of themselves, and what anybody may at any moment."""

    @work(exclusive=True, group="asking")
    async def action_my_place(self) -> None:
        """One's role, whom one sits with, and the way out."""
        if self.view is None:
            return
        take, give = await self.framed.in_practice(_ones_own, self.seat)
        match await self.app.push_screen_wait(PlaceDialog(self.view.context, take_home=take, give_counts=give)):
            case None:
                return
            case choice if choice == TAKE_HOME:
                await self.run_action("take_home")
            case choice if choice == GIVE_COUNTS:
                await self.run_action("contribute")
            case choice if choice == LEAVE_ROOM:
                await self._leave_room()
            case choice if choice == LEAVE:
                await self.do(lambda seat: seat.leave_group())
            case choice if choice == ANEW:
                await self.run_action("begin_anew")
            case choice if choice == STEP_BACK:
                await self.run_action("step_back")
            case choice if choice in (OPEN, SHUT):
                await self.do(lambda seat: seat.open_group(open_=choice == OPEN))
            case choice if choice.startswith((ADMIT, REFUSE)):
                person, admitted = choice.removeprefix(ADMIT).removeprefix(REFUSE), choice.startswith(ADMIT)
                await self.do(lambda seat: seat.answer_join(person, admitted=admitted))
            case choice:
                role = Role(choice.removeprefix(TAKE)) if choice.startswith(TAKE) else None
                await self.do(lambda seat: seat.take_role(role))

    @work(exclusive=True, group="asking")
    async def action_leave_room(self) -> None:
        """Leave the room, once asked."""
        await self._leave_room()

    async def _leave_room(self) -> None:
        if await self.app.push_screen_wait(Dialog(LEAVE_THE_ROOM)) == "leave":
            await self.do(lambda seat: seat.leave_room())


def _ones_own(seat: Participant) -> tuple[bool, bool]:
    """Whether there is anything to take home, and any counts to give; whatever one's group does by now."""
    seat.refresh()
    return seat.may_take_home, seat.may_contribute and not seat.has_contributed
