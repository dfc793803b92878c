"""What is on the screen while it is for nobody's eyes: whom it goes to, or that everybody takes a moment."""

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical
from textual.content import Content
from textual.widgets import Button

from coach.classroom.laptop import Laptop
from coach.debrief.written import Heading, Item, Say
from coach.practice.care import Care
from coach.tui.pair.asks import Does
from coach.tui.pair.now import Now
from coach.tui.pair.words import hand_over, somebody
from coach.tui.room.asks import Wanted
from coach.tui.room.pages.page import Written
from coach.tui.widgets.debrief_words import Words

CLOSED_FOR = 0.6
"""Seconds before a cover can be lifted, so that one Enter too many shows nothing to the wrong eyes."""
NOT_SAID_WHO = "Somebody asked for a moment. Nobody has to say why, and the screen does not say who."
WHEN_READY = "Go on when all of you are ready. To stop altogether is fine too."


class CoverPage(Vertical):
    """Whom the laptop goes to, and nothing else. What comes next is not there yet, not even behind it."""

    def __init__(self, now: Now) -> None:
        super().__init__(classes="middle-page")
        self._now = now

    def compose(self) -> ComposeResult:
        whom, *rest = hand_over(self._now)
        eyes = self._now.place.eyes
        with Vertical(classes="in-the-middle"):
            yield Words("", whom, classes="hand-over")
            yield from (Words(each, classes="say") for each in rest)
            with HorizontalGroup(classes="buttons"):
                words = f"I am {somebody(self._now, eyes)}" if eyes else "Go on"
                yield Button(Content(words), id="lift", classes="main")

    def on_mount(self) -> None:
        """Shut for a moment."""
        button = self.query_one("#lift", Button)
        button.disabled = True
        self.set_timer(CLOSED_FOR, self._open)

    def _open(self) -> None:
        button = self.query_one("#lift", Button)
        button.disabled = False
        button.focus(scroll_visible=False)

    @on(Button.Pressed, "#lift")
    def lift(self) -> None:
        """They have it."""
        self.post_message(Does(Laptop.uncover))


class RestPage(Vertical):
    """A moment out, in neutral words."""

    def __init__(self, care: Care, also: str = "") -> None:
        """`also`: what happened to words that were just typed, if anything did."""
        super().__init__(classes="middle-page")
        self._care = care
        self._also = also

    def compose(self) -> ComposeResult:
        with Vertical(classes="in-the-middle"):
            yield Written()
            with HorizontalGroup(classes="buttons"):
                yield Button("Go on together", id="together", classes="main")
                yield Button("Stop here", id="stop")

    async def on_mount(self) -> None:
        """The words."""
        care = self._care
        await self.query_one(Written).put(
            (
                Heading("A moment out", 1),
                Say(f"{NOT_SAID_WHO} {self._also}".strip()),
                Say(WHEN_READY),
                Say(care.grounding),
                Heading("Where to turn"),
                *(Item(place) for place in care.signposts),
            )
        )
        self.query_one("#together").focus(scroll_visible=False)

    @on(Button.Pressed, "#together")
    def together(self) -> None:
        """Everybody is ready."""
        self.post_message(Does(Laptop.go_on_together))

    @on(Button.Pressed, "#stop")
    def stop(self) -> None:
        """No further."""
        self.post_message(Wanted("stop"))
