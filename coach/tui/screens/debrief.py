"""The debrief of a rehearsal: looked back on, answered, and gone on from."""

import asyncio

from textual import work
from textual.app import ComposeResult
from textual.widgets import Input

from coach.debrief.parts import Debrief
from coach.errors import NotNow, SaidElsewhere
from coach.practice.rehearsing import Rehearsing
from coach.practice.safeguarding import ASKED
from coach.tui.brought_from import Looked, things
from coach.tui.commands import bindings
from coach.tui.guarded import may_go, text_of
from coach.tui.modals.dispute import OwnWord
from coach.tui.modals.export import ExportSheet
from coach.tui.modals.forget import ForgetSheet
from coach.tui.modals.silent import SilentSheet
from coach.tui.modals.why import WhySheet
from coach.tui.screens.afterwards import Afterwards
from coach.tui.screens.side_by_side import SideBySideScreen
from coach.tui.widgets.debrief_partings import can_say_again, words_of
from coach.tui.widgets.debrief_question import Answered
from coach.tui.widgets.debrief_tabs import DebriefTabs
from coach.tui.widgets.debrief_thought import Thought
from coach.tui.widgets.debrief_words import Words
from coach.tui.widgets.keys import Keys
from coach.tui.widgets.not_kept import NotKept


class DebriefScreen(Afterwards):
    """Looking back on one attempt of a rehearsal; the last one for 0."""

    WHERE = "debrief"
    HELP = """\
Looking back begins with how openly race, culture and the family's experience of racism were explored in this \
conversation, in words, with the lines that show it. Then come the moments, three points at most, and a question \
you could take to supervision.

The conversation has the coach's notes beside your lines. Go from line to line with the arrow keys, or click one. \
Say it again goes back to just before that line, with your words in the box to change; this attempt is kept. If a \
note is not what you meant, say so: your word stands in your debrief, and both stay visible.

Where the coach wasn't certain it asks: press y if it fits, n if it is not what you meant, or leave it.

Bring chooses what of it to take to supervision, if anything. “Brought” has what you brought and what came back; \
you can withdraw it there, and give your own word on a supervisor's.

What a family kept to itself is shown only if you ask. The coach reads words. It can't hear you, it will miss things, \
and it sometimes misreads."""
    BINDINGS = bindings("debrief")
    AUTO_FOCUS = None
    CAN_KEEP = True

    def __init__(self, rehearsing: Rehearsing, attempt: int = 0, *, brought: bool = False) -> None:
        """`brought` opens it at what was brought."""
        super().__init__(rehearsing, attempt or rehearsing.attempt.number, to_brought=brought)
        self.debrief: Debrief | None = None
        self._showing = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """The title, the tabs, which are filled once the debrief is made, and the keys."""
        yield Words(self.rehearsing.script.dialogue.title, "Looking back:", classes="title")
        yield NotKept(self.rehearsing)
        yield DebriefTabs(self.rehearsing.story)
        yield Keys()

    def on_mount(self) -> None:
        """Make the debrief, and look for what came back meanwhile."""
        if self.coach.shared:
            self._looked = Looked.LOOKING
            self.look()
        self.show_anew()

    @work(group="show")
    async def show_anew(self) -> None:
        """Show what is to be said of the rehearsal now."""
        await self.coach.ready()
        async with self._showing:
            opened, rehearsing, began = self.coach.opened, self.rehearsing, self.rehearsing.story.began
            self._seen = rehearsing.events
            self.debrief = await self.coach.in_practice(rehearsing.debrief, self.attempt)
            if began and began.exercise and self.exercise is None:
                self.exercise = await self.coach.in_practice(opened.desk.exercise, began.exercise)
            brought = await self.coach.in_practice(things, rehearsing), self._looked
            self.query_one(NotKept).show_now()
            tabs = self.query_one(DebriefTabs)
            await tabs.show(self.debrief, rehearsing.story, self.coach.care, self.exercise, brought)
            if self._to_brought:
                last = rehearsing.story.came_back[-1:]
                tabs.to_brought(last[0].response.brought if last else "")
                self._to_brought = False

    @work(group="show")
    async def show_brought(self) -> None:
        """Show what was brought anew, and leave the rest alone: somebody may be writing there."""
        async with self._showing:
            self._seen = self.rehearsing.events
            brought = await self.coach.in_practice(things, self.rehearsing)
            await self.query_one(DebriefTabs).show_brought((brought, self._looked))

    # ------------------------------------------------------------------------------------------ answering the coach

    def on_answered(self, event: Answered) -> None:
        """The practitioner says whether a note fits."""
        self._dispute(OwnWord(event.mark, event.stance, ""))

    @work(exclusive=True, group="asking")
    async def on_thought(self, event: Thought) -> None:
        """The practitioner keeps a thought; where it shall be changed first it stays in its box."""
        if kept := await self._nobody_real(event.words):
            self.query_one(f"#thought-{event.on}", Input).value = ""
            self.change(lambda: self.rehearsing.reflect(event.on, kept[0], ASKED), "Kept with this rehearsal.")

    async def keep_typed(self) -> bool:
        """Keep the thoughts that stand in their boxes."""
        for box in self.typed():
            if (kept := await self._nobody_real(text_of(box))) is None:
                return False
            on = str(box.id).removeprefix("thought-")
            await self.coach.in_practice(self.rehearsing.reflect, on, kept[0], ASKED)
            self.settled(box)
        return True

    def action_dispute(self, reply: int = 0) -> None:
        """Say of a note that it is not what was meant, or that it is fair."""
        chosen = reply or self.query_one(DebriefTabs).chosen()
        marks = tuple(mark for mark in (self.debrief.marks if self.debrief else ()) if mark.reply == chosen)
        if marks:
            self.ask_for_word(marks)
        elif chosen:
            self.notify("The coach read nothing into that line, so there is nothing to answer.")
        else:
            self.notify("Choose the line whose note you want to answer, then press it again.", timeout=3)

    # ------------------------------------------------------------------------------------------ going on

    def action_say_again(self, reply: int = 0) -> None:
        """Go back to just before a line, with its words as a draft."""
        story = self.rehearsing.story
        chosen = reply or self.query_one(DebriefTabs).chosen()
        if not chosen:
            self.notify("Choose the line you want to say again, then press it again.", timeout=3)
        elif can_say_again(story, self.attempt, chosen):
            self._go_back(chosen, words_of(story, self.attempt, chosen), self.attempt)
        else:
            stops = story.stops() or "That line is no longer there"
            self.coach.tell(NotNow(f"{stops}.", "Look back on it as it was, or begin again from the start."))

    def action_from_start(self) -> None:
        """Another go from the start; what was said so far is kept."""
        story = self.rehearsing.story
        latest = story.attempt()
        if latest.exchanges and latest.exchanges[0].number and can_say_again(story, latest.number, 1):
            self._go_back(1, "")
        else:
            self._begin_anew()

    @work(exclusive=True, group="going")
    async def _go_back(self, reply: int, draft: str, attempt: int = 0) -> None:
        if not await may_go(self.app, (self,)):
            return
        try:
            await self.coach.in_practice(self.rehearsing.say_again, reply, attempt)
        except SaidElsewhere as error:
            self.coach.tell(error)
            self.show_anew()
            return
        self.coach.begin_again(self.rehearsing, draft)

    @work(exclusive=True, group="going")
    async def _begin_anew(self) -> None:
        if not await may_go(self.app, (self,)):
            return
        began, begin = self.rehearsing.begun(), self.coach.practice.begin
        again = await self.coach.in_practice(
            begin,
            began.scenario,
            intention=began.intention,
            hints=began.hints,
            position=began.position,
            exercise=began.exercise,
            confirmed=ASKED,
        )
        self.coach.begin_again(again)

    def action_look_at(self, attempt: int) -> None:
        """Look back on another attempt."""
        self.attempt = attempt
        self.query_one(DebriefTabs).to_page()
        self.show_anew()

    def action_side_by_side(self) -> None:
        """Two attempts beside each other."""
        self.app.push_screen(SideBySideScreen(self.rehearsing))

    def action_more(self) -> None:
        """Show what stands behind the first page, or put it away."""
        self.query_one(DebriefTabs).more()

    # ------------------------------------------------------------------------------------------ the owner's choices

    @work(exclusive=True, group="asking")
    async def action_why(self, reply: int) -> None:
        """Why the family answered a line as it did."""
        self.app.push_screen(WhySheet(await self.coach.in_practice(self.rehearsing.why_in_words, reply, self.attempt)))

    @work(exclusive=True, group="asking")
    async def action_silent(self) -> None:
        """What stayed silent, for who asks."""
        silences = await self.coach.in_practice(self.rehearsing.what_stayed_silent, self.attempt)
        self.app.push_screen(SilentSheet(silences))

    def action_export(self) -> None:
        """Save it, or copy it."""
        self.app.push_screen(ExportSheet.of(self.rehearsing))

    def action_keep(self) -> None:
        """Keep it beyond thirty days, or no longer."""
        keep = not self.rehearsing.story.kept
        said = "Kept. It stays until you forget it." if keep else "It goes by itself after thirty days."
        self.change(lambda: self.rehearsing.keep(keep), said)

    @work(exclusive=True, group="asking")
    async def action_forget(self) -> None:
        """Delete it for good, once asked plainly."""
        title = self.rehearsing.script.dialogue.title
        if await self.app.push_screen_wait(ForgetSheet(f"Forget this rehearsal of “{title}”?")):
            await self.coach.in_practice(self.coach.practice.forget, self.rehearsing.id)
            self.notify("Forgotten.")
            self.coach.start_page()
