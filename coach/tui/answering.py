"""Saying something to what was brought: of a line, beside it, on the whole; and handing it back."""

from textual import work

from coach.model.brought import BroughtLine, Response, View
from coach.model.rubric import Rubric
from coach.practice.details import look_for_details
from coach.practice.safeguarding import ASKED, Question
from coach.supervision.desk import OnDesk
from coach.supervision.drafts import Draft
from coach.supervision.handing_over import addressee
from coach.supervision.saying import own_words, remark, remarked, reworded, says_nothing
from coach.tui.modals.also import AlsoSheet
from coach.tui.modals.comment import CommentSheet
from coach.tui.modals.hand_back import HandBackSheet
from coach.tui.modals.take_back import TakeBackSheet
from coach.tui.modals.told import ToldSheet
from coach.tui.modals.view import ViewSheet
from coach.tui.page import Page
from coach.tui.real_people import NOT_KEPT, RealPeople
from coach.tui.reasons import Reasons, Saw
from coach.tui.widgets.brought_line import Wanted
from coach.tui.widgets.brought_tabs import BroughtTabs
from coach.tui.widgets.goes_back import GoesBack

NO_NOTE = "The coach read nothing into that line. Say with “a” what you see in it, or comment with “c”."
NOT_THEIRS = "That is not a line of theirs. “c” writes a comment beside it."
NO_RUBRIC = "The rubric it was read by is not here. “c” writes a comment beside it."
NOT_HANDED_BACK = "It has not been handed back."
TAKEN_BACK = "Taken back. What you said is still here, and goes to nobody until you hand it back."
NOTHING_SAID = "Nothing is said of it yet. Agree with a note, comment, or send a question back."


class Answering(Page):
    """What is said is kept on this machine as it is said, and goes to nobody before it is handed back."""

    def __init__(self) -> None:
        super().__init__()
        self.thing: OnDesk | None = None
        self.rubric: Rubric | None = None
        self.draft: Draft | None = None
        self.known: frozenset[str] = frozenset()
        """Words of the script, whose people are invented."""
        self._real_people = RealPeople(own_words=False)
        self._typed: dict[tuple[int, str], str] = {}
        self._held = False
        """Whether some of what is said has to be asked about before it is kept."""
        self._passed: set[str] = set()
        """What need not be asked about: it is kept."""

    def unkept(self) -> bool:
        """Whether a reason was typed and not said, or words may hold a real person's details. The rest is kept."""
        return self._held or self._unsaid() or super().unkept()

    def may_keep(self) -> bool:
        """Only a reason that was not said yet cannot be kept."""
        return self._held and not self._unsaid() and not super().unkept()

    async def keep_typed(self) -> bool:
        """Ask about the details, and keep what is said with them or without."""
        if self.draft is None or (response := await self._nobody_real(self.draft.response, NOT_KEPT)) is None:
            return False
        await self._kept(self.draft.model_copy(update={"response": response}), ASKED)
        return not self._held

    def _unsaid(self) -> bool:
        return any(words.strip() for words in self._typed.values())

    def say(self, response: Response) -> None:
        """Show what is said now, and keep it."""
        draft = Draft(response=response, by=self.query_one(GoesBack).by)
        if draft == self.draft or self.draft is None:
            return
        before, self.draft = self.draft.response, draft
        if not self._held:
            self._passed.update(own_words(before))
        new = [text for text in own_words(response) if text not in self._passed]
        self._held = any(look_for_details(text, self.known) for text in new)  # at once: the page may be left at once
        if (before.views, before.comments) != (response.views, response.comments):
            self.query_one(BroughtTabs).said(response)
        self._keep(draft)

    @work(group="keep")
    async def _keep(self, draft: Draft) -> None:
        await self._kept(draft)

    async def _kept(self, draft: Draft, confirmed: frozenset[Question] = frozenset()) -> None:
        why = await self.coach.in_practice(self.coach.opened.desk.keep_draft, draft, confirmed)
        if confirmed:
            self._passed.update(own_words(draft.response))
        if draft == self.draft or confirmed:
            self._held = why is not None

    def on_goes_back_changed(self) -> None:
        """Something that goes back was changed."""
        if self.draft:
            self.say(self.query_one(GoesBack).said(self.draft.response))

    def on_wanted(self, event: Wanted) -> None:
        """Something is to be said of a line."""
        line = self.line(event.place)
        if line is None:
            return
        match event.what:
            case "comment":
                self.action_comment(event.place)
            case "also":
                self._also(line)
            case view:
                self._view(line, View(view))

    @work(exclusive=True, group="asking")
    async def _view(self, line: BroughtLine, view: View) -> None:
        """Agree with a note, partly or not."""
        if not line.notes:
            self.notify(NO_NOTE if line.reply else NOT_THEIRS)
            return
        reasons = self._reasons(line)
        self.saw(reasons, await self.app.push_screen_wait(ViewSheet(line.notes, view, reasons)))

    @work(exclusive=True, group="asking")
    async def _also(self, line: BroughtLine) -> None:
        """Something that the coach did not say of it."""
        if not line.reply or self.rubric is None:
            self.notify(NO_RUBRIC if line.reply else NOT_THEIRS)
            return
        reasons = self._reasons(line)
        noted = frozenset(note.criterion for note in line.notes)
        self.saw(reasons, await self.app.push_screen_wait(AlsoSheet(self.rubric, noted, reasons)))

    def saw(self, reasons: Reasons, saw: Saw) -> None:
        """Say it, or keep what was typed for when one comes back."""
        self.say(reasons.with_it(saw))

    @work(exclusive=True, group="asking")
    async def action_comment(self, place: int) -> None:
        """Words beside a line, or on the whole for 0."""
        line = self.line(place)
        if self.draft and (line or not place):
            heading = "Beside this line" if line else "On the whole"
            sheet = CommentSheet(heading, line.text if line else "", remark(self.draft.response, place))
            words = await self.app.push_screen_wait(sheet)
            self.say(remarked(self.draft.response, place, words))

    @work(exclusive=True, group="asking")
    async def action_hand_back(self) -> None:
        """Hand it back, once it is seen as it goes."""
        if not (self.thing and self.thing.brought and self.draft):
            return
        desk, back = self.coach.opened.desk, self.query_one(GoesBack)
        response = back.said(self.draft.response).model_copy(update={"at": self.coach.practice.clock()})
        if says_nothing(response):
            self.notify(NOTHING_SAID)
        elif wrong := back.cannot_go():
            self.query_one(BroughtTabs).to_back("#by" if back.wrong_day() else "OwnBox")
            self.notify(wrong)
        elif looked_over := await self._nobody_real(response, NOT_HANDED_BACK):
            thing, brought = self.thing, self.thing.brought
            if self._held:  # it stays begun where it is not handed back, and was asked about now
                await self._kept(self.draft.model_copy(update={"response": looked_over}), ASKED)
            sheet = HandBackSheet(desk, brought, looked_over, self.rubric, shared=thing.shared, login=thing.login)
            if said := await self.app.push_screen_wait(sheet):
                await self.app.push_screen_wait(ToldSheet("Handed back", said))
                self.dismiss()

    @work(exclusive=True, group="asking")
    async def action_take_back(self) -> None:
        """Take back what was handed back, once asked; it stays here as begun."""
        if self.thing is None or self.thing.brought is None:
            return
        desk = self.coach.opened.desk
        thing = await self.coach.in_practice(desk.thing, self.thing.id)
        if thing.response is None:
            self.notify(NOT_HANDED_BACK)
        elif await self.app.push_screen_wait(TakeBackSheet(addressee(thing.who, thing.login), shared=thing.shared)):
            await self.coach.in_practice(desk.take_back, thing.id)
            self.thing = await self.coach.in_practice(desk.thing, thing.id)
            self.notify(TAKEN_BACK)

    async def _nobody_real(self, response: Response, so_far: str) -> Response | None:
        """What is said, once what looks like a real person's detail was asked about; None to change it first."""
        typed = dict(enumerate(own_words(response)))
        match await self._real_people.asked(self, typed, self.known, so_far):
            case "remove":
                return reworded(response, lambda text: self._real_people.bare(text, self.known))
            case "keep":
                return response
            case _:
                return None

    def line(self, place: int) -> BroughtLine | None:
        """The line at a place, counted from 1."""
        lines = self.thing.brought.lines if self.thing and self.thing.brought else ()
        return lines[place - 1] if 0 < place <= len(lines) else None

    def _reasons(self, line: BroughtLine) -> Reasons:
        assert self.draft is not None, "a line is chosen, so it is read"
        return Reasons(line.reply, self.draft.response, self._typed)
