"""One's place in a room: role, group, and leaving altogether. Nobody is asked why."""

from textual import work

from coach.classroom.participant import Participant
from coach.classroom.room_words import GIVEN_UP, PlaceAction
from coach.model.class_events import Role
from coach.tui.dialogs.dialog import Dialog
from coach.tui.room.at_seat import AtSeat
from coach.tui.room.sheets import PlaceDialog, ask


class Placing(AtSeat):
    """What a person says of themselves, and what anybody may at any moment."""

    @work(exclusive=True, group="asking")
    async def action_my_place(self) -> None:
        """One's role, whom one sits with, and the way out."""
        if self.view is None:
            return
        take, give = await self.framed.in_practice(_ones_own, self.seat)
        chosen = await self.app.push_screen_wait(PlaceDialog(self.view.context, take_home=take, give_counts=give))
        if chosen is None:
            return
        action, _, about = chosen.partition("-")
        match PlaceAction(action):
            case PlaceAction.TAKE_HOME:
                await self.run_action("take_home")
            case PlaceAction.GIVE_COUNTS:
                await self.run_action("contribute")
            case (PlaceAction.WATCH | PlaceAction.LEAVE | PlaceAction.LEAVE_ROOM) as given_up:
                await self._give_up(given_up)
            case PlaceAction.ANEW:
                await self.run_action("begin_anew")
            case PlaceAction.STEP_BACK:
                await self.run_action("step_back")
            case (PlaceAction.OPEN | PlaceAction.SHUT) as wanted:
                await self.do(lambda seat: seat.open_group(open_=wanted is PlaceAction.OPEN))
            case (PlaceAction.ADMIT | PlaceAction.REFUSE) as answer:
                await self.do(lambda seat: seat.answer_join(about, admitted=answer is PlaceAction.ADMIT))
            case PlaceAction.TAKE:
                await self.do(lambda seat: seat.take_role(Role(about)))

    @work(exclusive=True, group="asking")
    async def action_leave_room(self) -> None:
        """Leave the room, once asked."""
        await self._give_up(PlaceAction.LEAVE_ROOM)

    async def _give_up(self, what: PlaceAction) -> None:
        """Give up one's role, group or place in the room, once asked."""
        asked = Dialog(ask(what.value.replace("_", "-"), GIVEN_UP[what], "leave"))
        if await self.app.push_screen_wait(asked) != "leave":
            return
        match what:
            case PlaceAction.WATCH:
                await self.do(lambda seat: seat.take_role(None))
            case PlaceAction.LEAVE:
                await self.do(lambda seat: seat.leave_group())
            case _:
                await self.do(lambda seat: seat.leave_room())


def _ones_own(seat: Participant) -> tuple[bool, bool]:
    """Whether there is anything to take home, and any counts to give; whatever one's group does by now."""
    seat.refresh()
    return seat.may_take_home, seat.may_contribute and not seat.has_contributed
