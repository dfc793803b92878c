"""Bringing something of a rehearsal to supervision: choose, see exactly what goes, hand it over."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.timer import Timer
from textual.widgets import Button, Checkbox, Input, RadioSet, Select

from coach.errors import CoachError, RecordsError
from coach.model.brought import What
from coach.practice.rehearsing import Rehearsing
from coach.supervision.bringing import Choice, mended_in, next_after
from coach.tui.commands import bindings
from coach.tui.modals.hand_over import HandOverSheet
from coach.tui.modals.own_record import OwnRecordSheet
from coach.tui.modals.told import ToldSheet
from coach.tui.page import Page
from coach.tui.real_people import NOT_KEPT, NOT_SENT, RealPeople
from coach.tui.screens.home import NO_REAL_CASES
from coach.tui.widgets.bring_choices import BringChoices
from coach.tui.widgets.bring_preview import BringPreview
from coach.tui.widgets.debrief_words import Words
from coach.tui.widgets.keys import Keys

SOON = 0.25
"""Seconds without a keystroke before the preview is made again."""
OWN_STAYS = "Some of it is in what you wrote afterwards, all of which would stay behind then."


class BringScreen(Page):
    """The choices, and beside them (below them on a narrow screen) what they come to."""

    WHERE = "bring"
    HELP = """\
Bring as much as you like, or nothing: the whole conversation, one moment of it, or just a question. A moment is one \
of your lines with what the family said before and after. Where it may have hurt and you mended it later, that reply \
goes along unless you untick it; where the coach read no mending, your next reply can go along if you tick it.

What will be handed over stands on the page, exactly. What is not there does not go along: no other line, no time, no \
file name, and nothing the family kept to itself.

Nothing goes to anybody by itself. Hand over writes a file, a page or a document for you to give on or keep; \
where your team has a store it can go to a supervisor there. You can withdraw it later.

My own record is something else: a draft for your record of learning, shown before it is saved, and for you alone."""
    BINDINGS = bindings("bring")
    AUTO_FOCUS = "#how-much"

    def __init__(self, rehearsing: Rehearsing, attempt: int = 0, what: str = "") -> None:
        super().__init__()
        self.rehearsing = rehearsing
        self.attempt = attempt or rehearsing.attempt.number
        self._what = What(what or What.MOMENT)
        self._shown: Choice | None = None
        self._timer: Timer | None = None
        self._known: frozenset[str] = frozenset()
        self._real_people = RealPeople()

    def compose(self) -> ComposeResult:
        """What is chosen, what that comes to, and the way on."""
        own_words = any(not each.for_oneself for each in self.rehearsing.story.reflected)
        yield Words(self.rehearsing.script.dialogue.title, "Bring to supervision:", classes="title")
        with VerticalScroll(id="bringing", can_focus=False):
            with VerticalScroll(id="bring-what", can_focus=False):
                yield BringChoices(self.rehearsing, self.attempt, self._what, own_words)
                yield Words(NO_REAL_CASES, classes="say quiet")
            yield BringPreview()
        with Horizontal(id="bring-on"):
            yield Button("Hand it over…", action="screen.hand_over", id="hand-over", compact=True)
            yield Button("See what goes", action="screen.see_it", compact=True, id="see-it")
            yield Button("My record…", action="screen.record", compact=True)
            yield Button("Back", action="screen.back", compact=True)
        yield Keys()

    @work(group="known")
    async def on_mount(self) -> None:
        """Show what it comes to as it stands."""
        self._known = await self.coach.in_practice(self.coach.practice.known_words, self.rehearsing.script)
        hurts = await self.coach.in_practice(_hurts, self.rehearsing, self.attempt)
        self.query_one(BringChoices).offer(*hurts)
        self.show_anew()

    @property
    def preview(self) -> BringPreview:
        """What will be handed over."""
        return self.query_one(BringPreview)

    @on(RadioSet.Changed)
    @on(Select.Changed)
    @on(Checkbox.Changed)
    @on(Input.Changed)
    def soon(self) -> None:
        """Make it again, once there is a moment's quiet."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SOON, self.show_anew)

    @work(exclusive=True, group="preview")
    async def show_anew(self) -> None:
        """Show what the choices come to now."""
        await self._look(anew=True)

    async def _look(self, anew: bool = False) -> None:
        """Make what would be handed over, unless it is shown as it stands."""
        choice = self.query_one(BringChoices).choice
        if not anew and choice == self._shown:
            return
        preview, make = self.preview, self.coach.opened.bringing.preview
        try:
            brought = await self.coach.in_practice(make, self.rehearsing, choice, self.attempt)
        except CoachError as error:
            await preview.show(None, str(error))
        else:
            await preview.show(brought)
        self._shown = choice

    def action_see_it(self) -> None:
        """To what will be handed over."""
        self.preview.focus()
        self.preview.scroll_visible(top=True, animate=False)

    @work(exclusive=True, group="asking")
    async def action_hand_over(self) -> None:
        """Hand over what is shown, once it was looked at for real people's details."""
        if not await self._can_go(NOT_SENT):
            return
        assert self.preview.brought is not None
        bringing = self.coach.opened.bringing
        readers: tuple[str, ...] = ()
        login = ""
        if bringing.table.shared:
            try:
                readers = await self.coach.in_practice(lambda: bringing.table.handed.readers())
                login = await self.coach.in_practice(lambda: bringing.table.handed.me())
            except RecordsError as error:
                self.coach.tell(error)  # a file can still be made
        sheet = HandOverSheet(bringing, self.rehearsing, self.preview.brought, readers, login)
        if said := await self.app.push_screen_wait(sheet):
            for box in self.typed():
                self.settled(box)  # it went along, or stayed behind as was chosen
            self.show_anew()  # another time it is another thing, with a number of its own
            self.app.push_screen(ToldSheet("Done", said))

    @work(exclusive=True, group="asking")
    async def action_record(self) -> None:
        """A draft for one's own record of learning, shown as it is; it is not handed over, and goes to nobody."""
        if not await self._can_go(NOT_KEPT):
            return
        bringing, brought = self.coach.opened.bringing, self.preview.brought
        assert brought is not None
        draft = await self.coach.in_practice(bringing.learning_record, self.rehearsing, brought)
        if said := await self.app.push_screen_wait(OwnRecordSheet(bringing, draft)):
            self.app.push_screen(ToldSheet("Saved", said))

    async def _can_go(self, so_far: str) -> bool:
        """Whether there is anything, and nothing in it that looks like a real person's detail."""
        await self._look()
        if self.preview.brought is None:
            self.action_see_it()
            return False
        return await self._nobody_real(so_far) and self.preview.brought is not None

    async def _nobody_real(self, so_far: str) -> bool:
        """Point out, once, what looks like a real person's detail in what they typed. False to change it first."""
        boxes = {name: self.query_one(name, Input) for name in ("#own-question", "#own-note")}
        own = " ".join(each.words for each in self.preview.brought.reflections) if self.preview.brought else ""
        typed = {**{name: box.value for name, box in boxes.items()}, "#with-own-words": own}
        stays = self._real_people.bare(own, self._known) != own
        said = f"{so_far} {OWN_STAYS}" if stays else so_far
        wanted = await self._real_people.asked(self, typed, self._known, said)
        if wanted == "remove":
            for box in boxes.values():
                box.value = self._real_people.bare(box.value, self._known)
            if stays:
                self.query_one("#with-own-words", Checkbox).value = False
            await self._look()
            self.notify("Left out. Look at it once more, then go on.")
        return wanted == "keep"


def _hurts(rehearsing: Rehearsing, attempt: int) -> tuple[frozenset[int], frozenset[int]]:
    """The replies that may have hurt: those that a later one mended, and those that have a next one."""
    debrief = rehearsing.debrief(attempt)
    replies = [line.reply for line in debrief.transcript if line.reply]
    return (
        frozenset(reply for reply in replies if mended_in(debrief, reply)),
        frozenset(reply for reply in replies if next_after(debrief, reply)),
    )
