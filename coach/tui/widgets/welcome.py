"""What is asked once, the first time."""

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Button, Static

from coach.tui.widgets.ticks import Tick

if TYPE_CHECKING:
    from coach.tui.app import CoachApp


class Welcome(VerticalGroup):
    """Offers everyone to leave out questions about their own identity, and goes when it is read."""

    def compose(self) -> ComposeResult:
        """One offer, and one way on."""
        yield Static(
            Content.assemble(
                ("First time here?  ", "bold $you"),
                "Some pages ask, only if you like, about your own place in a conversation. You can leave that out.",
            )
        )
        yield Tick("Skip questions about my own identity", id="skip-identity")
        yield Button("Right, thank you", id="welcomed")

    @on(Button.Pressed, "#welcomed")
    @work
    async def welcomed(self) -> None:
        """Keep the answer on this machine only, and go."""
        app: CoachApp = self.app  # type: ignore[assignment]  # the only app there is
        skip = self.query_one("#skip-identity", Tick).value
        await self.remove()
        app.screen.query_one("#choices").focus()
        await app.keep_settings(welcomed=True, skip_identity=skip)
