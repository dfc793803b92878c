"""Pages for everybody round the laptop: the content note, the end of a round, and the close."""

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button

from coach.debrief.written import Block, Heading, Item, Say
from coach.model.room import Role
from coach.tui.pair.pages.page import Further, LaptopPage
from coach.tui.pair.words import first
from coach.tui.room.asks import Wanted
from coach.tui.room.pages.done import CLOSE
from coach.tui.room.pages.page import Written
from coach.tui.widgets.content_note import AT_YOU

ASKED = (
    "Each of you reads it. Whoever would rather not says “another one”, and nobody asks why: another is as good. "
    "Or press F3, and nobody is named."
)
NOTHING_KEPT = "Nothing of this round is kept unless somebody asks."
YOURS = "{who}, what you said is yours, and yours to decide on. Notes and marks of the others are not kept with it."
HERE = (
    "“Keep it” puts it among the rehearsals of whoever's account this is. If that is not you, take it along as a file."
)
KEPT = "It is kept as a rehearsal on this machine, and goes by itself after thirty days unless it is kept longer."
NOT_TYPED = "Nothing was typed, so there is nothing to keep."
AGAIN = (
    "For another round, change places if you like; nobody has to. Whoever has read a family's lines knows what that "
    "family keeps, so the next practitioner may like another scenario."
)


class NotePage(LaptopPage):
    """Nothing begins before everybody has read it."""

    FIRST = "#go-on"

    def compose(self) -> ComposeResult:
        yield Written()
        yield Further("We have read it, and go on", Button("Another one", id="another"))

    async def fill(self) -> None:
        """The note."""
        chosen = self.view.here.chosen
        title, note = (chosen.title, chosen.content_note) if chosen else ("", "")
        at_you = (Say(AT_YOU),) if chosen and chosen.towards_practitioner else ()
        await self.query_one(Written).put(
            (Heading(title, 1), Heading("Before you start"), Say(note), *at_you, Say(ASKED))
        )

    @on(Button.Pressed, "#another")
    def another(self) -> None:
        """Choose again, all of you."""
        self.post_message(Wanted("choose_again"))


class EndPage(LaptopPage):
    """A round is over: what its practitioner keeps, and whether there is another."""

    FIRST = "#go-on"

    def compose(self) -> ComposeResult:
        yield Written()
        yield Further(
            "Change places",
            Button("Another round", id="another"),
            Button("Close", id="close-round"),
            Button("Keep it", id="keep"),
            Button("Do not keep it", id="not-keep"),
            Button("As a file", id="file"),
        )

    async def fill(self) -> None:
        """What can be kept."""
        await self.query_one(Written).put(self._words())
        typed = not self.now.spoken
        self.query_one("#keep").display = typed and not self.now.kept
        self.query_one("#not-keep").display = bool(self.now.kept)
        self.query_one("#file").display = typed

    def _words(self) -> Iterator[Block]:
        yield Heading("This round is finished", 1)
        yield Say(CLOSE)
        yield Heading("What is kept")
        if self.now.spoken:
            yield Say(f"{NOTHING_KEPT} {NOT_TYPED}")
        elif self.now.kept:
            yield Say(KEPT)
        else:
            yield Say(f"{NOTHING_KEPT} {YOURS.format(who=first(self.now, Role.PRACTITIONER))}")
            yield Say(HERE)
        yield Heading("Another round")
        yield Say(AGAIN)

    @on(Button.Pressed, "#another, #close-round, #keep, #not-keep, #file")
    def press(self, event: Button.Pressed) -> None:
        """Do it."""
        event.stop()
        wants = {"another": "choose_again", "close-round": "close_round", "file": "take_home"}
        wants |= {"keep": "keep", "not-keep": "keep_no_longer"}
        self.post_message(Wanted(wants[str(event.button.id)]))


def closing(*, kept: bool, stopped: bool) -> Iterator[Block]:
    """The last words, before where to turn."""
    yield Heading("Stopped" if stopped else "Before you go", 1)
    if stopped:
        yield Say(f"Stopping is fine at any point. {'' if kept else 'Nothing of this round is kept.'}".strip())
    else:
        yield Say("Each of you, aloud and in a sentence:")
        yield Item("one thing I'll say,")
        yield Item("one thing I'll ask my manager for.")
    yield Say(CLOSE)
