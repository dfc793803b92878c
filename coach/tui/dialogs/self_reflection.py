"""The dialog with questions on a practitioner's own picture (assumptions) of a family."""

from collections.abc import Mapping

from textual import on, work
from textual.app import ComposeResult
from textual.containers import ItemGrid, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from coach.practice.settings import Settings
from coach.supervision.reflection import choose_bias_questions
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import Guarded
from coach.tui.send_reply import DetailCheck
from coach.tui.services import services_of
from coach.tui.text import fill_in_store
from coach.tui.widgets.choices import Tick
from coach.tui.widgets.reply_input import OwnBox, QuestionBox
from coach.tui.widgets.text import Prose

FOR_YOU = (
    "For yourself, and only if you like. Close this and nothing is kept. What you keep stays with this rehearsal, "
    "{kept}, and is never handed over."
)


class OwnPictureDialog(ModalScreen[dict[str, str] | None], Guarded[dict[str, str] | None]):
    """A dialog on the practitioner's own picture of a family, for themselves alone.

    It returns what is to be stored, by question; None where the dialog was closed and what was typed may be lost.
    """

    BINDINGS = make_bindings("modal")
    AUTO_FOCUS = ""
    CAN_KEEP = True

    def __init__(
        self,
        when: str,
        before: Mapping[str, tuple[str, ...]],
        drafts: Mapping[str, str],
        settings: Settings,
        known: frozenset[str],
    ) -> None:
        """Make the dialog for one moment, before or after a rehearsal.

        Args:
            when: `before` or `after` the rehearsal.
            before: what was stored earlier, by question.
            drafts: what waits to be stored, by question.
            settings: whether questions about the practitioner's identity are left out.
            known: words of the script, whose people are invented.
        """
        super().__init__()
        self.when = when
        self.before = before
        self.drafts = drafts
        self.skips = settings.skip_identity
        self.known = known
        self._real_people = DetailCheck()

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static("My own picture", classes="sheet-heading")
            with VerticalScroll(classes="sheet-words", can_focus=False):
                yield Prose(fill_in_store(FOR_YOU, services_of(self).shared))
                yield Vertical(id="own-picture")
                yield Tick("Leave out questions about my own identity", value=self.skips, id="leave-out")
            with ItemGrid(classes="buttons", min_column_width=26, stretch_height=False):
                yield Button("Close, keep nothing", id="close")
                yield Button("Keep with this rehearsal", id="keep")

    async def on_mount(self) -> None:
        """Show the questions, scrolled to the top.

        Focusing a box in the usual way would scroll past the introduction.
        """
        await self._ask(self.skips)
        self.query(OwnBox).first().focus(scroll_visible=False)

    @on(Tick.Changed, "#leave-out")
    @work
    async def leave_out(self, event: Tick.Changed) -> None:
        """Leave out the questions on identity, or show them, and store the choice in the settings."""
        await self._ask(event.value)
        await services_of(self).keep_settings(skip_identity=event.value)

    async def _ask(self, skips: bool) -> None:
        """Show the questions, each with a box; boxes that stay keep what was typed in them.

        Args:
            skips: whether the questions about the practitioner's own identity are left out.
        """
        asked = await services_of(self).in_practice(choose_bias_questions, self.when, skip_identity=skips)
        there = {box.key: box for box in self.query(QuestionBox)}
        for key, box in there.items():
            if key not in asked:
                await box.remove()
        new = [
            QuestionBox(key, question, self.before.get(key, ()), self.drafts.get(key, ""))
            for key, question in asked.items()
            if key not in there
        ]
        await self.query_one("#own-picture").mount_all(new)

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Store the answers or close, by the pressed button."""
        if event.button.id == "keep":
            self._keep()
        else:
            self.action_close()

    @work(exclusive=True, group="keep")
    async def _keep(self) -> None:
        """Return the answers, unless one is too long.

        Real people's details in them are asked about first.
        """
        asked = [box for box in self.query(QuestionBox) if box.words]
        if refused := next((box for box in asked if box.refused), None):
            self.notify(refused.refused, severity="warning", timeout=12)
            refused.query_one(OwnBox).focus()
            return
        typed = {box.key: box.words for box in asked}
        kept = await self._real_people.check(self, typed, self.known)
        if kept is not None:
            self.dismiss(kept)

    def action_close(self) -> None:
        """Close and store nothing, after asking about typed words."""
        self.ask_first(lambda: self.dismiss(None))
