"""What can be done with a rehearsal afterwards, besides looking back: think it over, bring it, hear what came back."""

from collections.abc import Callable
from dataclasses import replace

from textual import work

from coach.debrief.parts import Mark
from coach.model.events import Event
from coach.model.exercise import Exercise, ReflectionModel
from coach.practice.rehearsing import Rehearsing
from coach.practice.safeguarding import ASKED
from coach.supervision.bias import KEPT_UNDER
from coach.tui.brought_from import Looked
from coach.tui.came_back import came_back_to
from coach.tui.modals.dispute import DisputeSheet, OwnWord
from coach.tui.modals.own_picture import OwnPictureSheet
from coach.tui.modals.own_record import OwnRecordSheet
from coach.tui.modals.taking_in import TakingInSheet
from coach.tui.modals.told import ToldSheet
from coach.tui.modals.withdraw import WithdrawSheet
from coach.tui.page import Page
from coach.tui.real_people import RealPeople
from coach.tui.screens.reflect import ReflectScreen
from coach.tui.widgets.debrief_brought import BroughtThing
from coach.tui.widgets.debrief_tabs import DebriefTabs

WHICH = "Choose what to withdraw with Tab, then press it again."


class Afterwards(Page):
    """The debrief's dealings with its practitioner's own words and with supervision."""

    def __init__(self, rehearsing: Rehearsing, attempt: int, *, to_brought: bool) -> None:
        super().__init__()
        self.rehearsing = rehearsing
        self.attempt = attempt
        self.exercise: Exercise | None = None
        self._to_brought = to_brought
        self._real_people = RealPeople()
        self._seen: tuple[Event, ...] = ()
        """What had happened when it was last shown."""
        self._looked = Looked.NO_STORE

    def show_anew(self) -> object:
        """Show what is to be said of the rehearsal now."""
        raise NotImplementedError

    def show_brought(self) -> object:
        """Show what was brought of it, and what came back, as it is now."""
        raise NotImplementedError

    @work(group="change")
    async def change(self, change: Callable[[], None], said: str) -> None:
        """Do something to the rehearsal and show it again. Nothing that comes after it can call it off."""
        await self.coach.in_practice(change)
        self.notify(self.rehearsing.once_kept(said))
        self.show_anew()

    def _dispute(self, word: OwnWord, attempt: int = 0) -> None:
        mark, attempt = word.mark, attempt or self.attempt
        self.change(
            lambda: self.rehearsing.dispute(mark.reply, mark.criterion, word.stance, word.note, attempt, ASKED),
            "Your word stands. The debrief is made again with it.",
        )

    @work(exclusive=True, group="asking")
    async def ask_for_word(self, marks: tuple[Mark, ...], attempt: int = 0, supervisor: str = "") -> None:
        """Their own word on one of these notes, looked over for real people; where it shall be changed it is there.

        `supervisor`: what a supervisor said of the note, if one did.
        """
        word: OwnWord | None = None
        while word := await self.app.push_screen_wait(DisputeSheet(marks, word, supervisor)):
            if looked_over := await self._nobody_real(word.note):
                self._dispute(replace(word, note=looked_over[0]), attempt)
                return

    async def _nobody_real(self, words: str) -> tuple[str] | None:
        """Words as they may be kept, once what looks like a real person's detail was asked about; None to change it."""
        known = await self.coach.in_practice(self.coach.practice.known_words, self.rehearsing.script)
        looked_over = await self._real_people.looked_over(self, {0: words}, known)
        return None if looked_over is None else (looked_over[0],)

    def on_screen_resume(self) -> None:
        """Show it anew when one comes back from bringing or from writing."""
        if self._seen and self.rehearsing.events is not self._seen:
            self.show_anew()

    def action_reflect(self) -> None:
        """Questions for afterwards, by the exercise's model or another."""
        model = self.exercise.reflection if self.exercise else ReflectionModel.DRISCOLL
        self.app.push_screen(ReflectScreen(self.rehearsing, model))

    def action_bring(self, what: str = "") -> None:
        """Choose what to bring of it."""
        self.coach.open_bring(self.rehearsing, self.attempt, what)

    def action_brought(self) -> None:
        """What was brought, and what came back."""
        self.query_one(DebriefTabs).to_brought()

    @work(exclusive=True, group="asking")
    async def action_own_picture(self) -> None:
        """Questions about their own picture of the family; kept only where they say so."""
        before: dict[str, tuple[str, ...]] = {}
        for event in self.rehearsing.story.reflected:
            key = event.on.removeprefix(KEPT_UNDER)
            before[key] = (*before.get(key, ()), event.words)
        known = await self.coach.in_practice(self.coach.practice.known_words, self.rehearsing.script)
        sheet = OwnPictureSheet("after", before, {}, self.coach.settings, known)
        for question, words in (await self.app.push_screen_wait(sheet) or {}).items():
            await self.coach.in_practice(self.rehearsing.reflect, f"{KEPT_UNDER}{question}", words, ASKED)
            self.notify(self.rehearsing.once_kept("Kept with this rehearsal, for you alone."))

    def action_withdraw(self) -> None:
        """Take back what was brought, from wherever one is beside it; where it is several things, one is chosen."""
        if any(tabs.at_brought for tabs in self.query(DebriefTabs)):
            things = [each for each in self.query(BroughtThing) if not each.thing.withdrawn]
            if len(things) == 1:
                things[0].action_withdraw()
            elif things:
                things[0].focus()
                self.notify(WHICH)

    @work(exclusive=True, group="asking")
    async def on_brought_thing_withdrawn(self, event: BroughtThing.Withdrawn) -> None:
        """Take something back, once it is said what that does."""
        thing, bringing = event.thing, self.coach.opened.bringing
        if await self.app.push_screen_wait(WithdrawSheet(thing.event.to)):
            self.change(lambda: bringing.withdraw(self.rehearsing, thing.brought.id), "Withdrawn.")

    def on_brought_thing_answering(self, event: BroughtThing.Answering) -> None:
        """Their own word where a supervisor said theirs; both stay, and the coach's."""
        thing = event.thing
        if mark := thing.mark(event.reply, event.criterion):
            self.ask_for_word((mark,), thing.attempt, thing.view_in_words(event.reply, event.criterion))

    @work(exclusive=True, group="asking")
    async def on_brought_thing_recording(self, event: BroughtThing.Recording) -> None:
        """A draft for their own record of learning; it is shown first, and goes to nobody."""
        bringing = self.coach.opened.bringing
        draft = await self.coach.in_practice(bringing.learning_record, self.rehearsing, event.brought)
        if said := await self.app.push_screen_wait(OwnRecordSheet(bringing, draft)):
            self.app.push_screen(ToldSheet("Saved", said))

    @work(exclusive=True, group="looking")
    async def look(self) -> None:
        """Look in the team's store for what came back, while everything else goes on; quiet where it is away."""
        await self.coach.ready()
        if not (brought := tuple(event.brought.id for event in self.rehearsing.story.brought if event.to)):
            return
        found = await came_back_to(self.coach, brought)
        self._looked = Looked.AWAY if found is None else Looked.LOOKED
        if found:
            new = await self.coach.in_practice(self.coach.opened.bringing.keep, self.rehearsing, found)
            if new and not (self._to_brought or any(tabs.at_brought for tabs in self.query(DebriefTabs))):
                self.notify("Something came back from supervision. It stands under “Brought”.", timeout=8)
        self.show_brought()

    @work(group="change")
    async def action_look_for(self) -> None:
        """Look in the team's store for what came back."""
        if not self.coach.opened.bringing.table.shared:
            self.notify("No team's store is in use here. What came back as a file is taken in as a file.")
            return
        new = await self.coach.in_practice(self.coach.opened.bringing.fetch, self.rehearsing)
        self.notify("Something came back." if new else "Nothing new came back yet.")
        self._to_brought, self._looked = True, Looked.LOOKED
        self.show_anew()

    @work(exclusive=True, group="asking")
    async def action_came_back(self) -> None:
        """Take in a file that came back; it may speak of another rehearsal, and then that one is shown."""
        sheet = TakingInSheet.came_back(self.coach.opened.bringing)
        if not (rehearsal := await self.app.push_screen_wait(sheet)):
            return
        rehearsing = await self.coach.in_practice(self.coach.practice.go_on, rehearsal)
        if rehearsal != self.rehearsing.id:
            self.coach.open_debrief(rehearsing, brought=True)
            return
        self.rehearsing, self._to_brought = rehearsing, True
        self.notify("Taken in. It stands with what you brought.")
        self.show_anew()
