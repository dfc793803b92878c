"""Where a try begins: at which turn, and how the family stands there."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, ItemGrid, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Label, Select, Static

from coach.authoring.draft import Beginning
from coach.model.guard import HIGHEST, LOWEST
from coach.rehearsal.script import Script
from coach.tui.commands import bindings

AS_WRITTEN = "as written"


class WhereSheet(ModalScreen[Beginning | None]):
    """A turn, and both scales."""

    BINDINGS = bindings("modal")
    AUTO_FOCUS = "#turn"

    def __init__(self, script: Script, now: Beginning) -> None:
        super().__init__()
        self._script = script
        self._now = now

    def compose(self) -> ComposeResult:
        """Three things to choose, and two buttons."""
        turns = [(name, name) for name in self._script.dialogue.turns]
        with Vertical(classes="sheet"):
            yield Static("Begin somewhere else", classes="sheet-heading", markup=False)
            yield Select(turns, value=self._script.dialogue.begins, allow_blank=False, id="turn")
            for scale, now in (("trust", self._now.trust), ("guarded", self._now.guarded)):
                degrees = [(AS_WRITTEN, -1), *((str(n), n) for n in range(LOWEST, HIGHEST + 1))]
                with Horizontal(classes="scale"):
                    yield Label(scale.capitalize())
                    yield Select(degrees, value=-1 if now is None else now, allow_blank=False, id=scale, compact=True)
            with ItemGrid(classes="buttons", min_column_width=20, stretch_height=False):
                yield Button("Begin there", id="begin")
                yield Button("Leave it", id="close")

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """There, or nowhere else."""
        if event.button.id == "close":
            self.dismiss(None)
            return
        self.dismiss(
            Beginning(str(self.query_one("#turn", Select).value), self._scale("trust"), self._scale("guarded"))
        )

    def _scale(self, name: str) -> int | None:
        value = self.query_one(f"#{name}", Select).value
        return value if isinstance(value, int) and value >= LOWEST else None

    def action_close(self) -> None:
        """Nowhere else."""
        self.dismiss(None)
