"""What opens in front of a page: another scenario, one's card, marking to practise, and what goes home."""

from textual import work

from coach.classroom.room_words import IT_IS_IN, NOTHING_TO_TAKE, explain_no_counts
from coach.language.catalogue import say
from coach.model.class_events import Stage
from coach.tui.dialogs.dialog import Dialog
from coach.tui.room.home import GiveCountsDialog, in_terminal
from coach.tui.room.placing import Placing
from coach.tui.room.sheets import AnotherDialog, show_card


class InFront(Placing):
    """Sheets, and the warm-up of whoever observes. A cover closes them."""

    @work(exclusive=True, group="asking")
    async def action_choose_another(self) -> None:
        """Another scenario: everybody reads its note first."""
        if self.view is None:
            return
        spoken = self.view.context.spoken
        if chosen := await self.app.push_screen_wait(AnotherDialog(self.view.context)):
            await self.do(lambda seat: seat.choose_scenario(chosen, spoken=spoken))

    def action_my_brief(self) -> None:
        """One's own card, once more."""
        if self.view is not None and self.view.context.to_agree:
            self.notify(say("The content note comes first."))
        elif self.view is not None and self.view.context.stage.is_at_least(Stage.BRIEF):
            self.app.push_screen(Dialog(show_card(self.view)))
        else:
            self.notify(say("There is no brief yet. It comes before you begin."))

    def action_practise_marking(self) -> None:
        """Three short talks to mark."""
        from coach.tui.pair.warm_up_screen import WarmUpScreen

        self.app.push_screen(WarmUpScreen())

    def action_take_home(self) -> None:
        """One's own words, as a file."""
        if not self.seat.may_take_home:
            self.notify(say(NOTHING_TO_TAKE))
            return
        self.app.push_screen(in_terminal(self.seat))

    @work(exclusive=True, group="asking")
    async def action_contribute(self) -> None:
        """The row of counts, seen first."""
        if self.seat.has_contributed or not self.seat.may_contribute:
            given, too_few = self.seat.has_contributed, self.seat.lacks_contributors
            self.notify(explain_no_counts(given=given, too_few=too_few))
            return
        row = await self.framed.in_practice(self.seat.preview_contribution)
        topics = await self.framed.in_practice(self.seat.name_topics)
        if await self.app.push_screen_wait(GiveCountsDialog(row, topics)) == "give":
            await self.do(lambda seat: seat.contribute(), say(IT_IS_IN))
