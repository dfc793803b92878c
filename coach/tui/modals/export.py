"""Saving a rehearsal to a file that only its owner can read, or copying it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from platformdirs import user_documents_path
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, RadioButton, RadioSet, Static

from coach.errors import RecordsUnwritable
from coach.practice.export import Form, default_name, exported, write_export
from coach.practice.rehearsing import Rehearsing
from coach.tui.commands import bindings
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import Words, heading

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

FORMS = (
    (Form.TEXT, "Plain text, to read or print"),
    (Form.MARKDOWN, "Markdown, for a document with headings"),
    (Form.DATA, "Data (JSON), with how each reply was read"),
)


class ExportModal(ModalScreen[None]):
    """Which form, and where to. Nothing is ever written over."""

    WHERE: ClassVar[str] = "modal"
    BINDINGS = bindings("modal")

    def __init__(self, what: str, written: Callable[[Form], str], name: Callable[[Form], str]) -> None:
        """`written` gives the text in a form (called in the practice's thread), `name` a file name for it."""
        super().__init__()
        self._what = what
        self._written = written
        self._named = name

    @classmethod
    def of(cls, rehearsing: Rehearsing) -> "ExportModal":
        """For one rehearsal, with every attempt of it."""
        title = rehearsing.script.dialogue.title
        return cls(f"“{title}”", partial(exported, rehearsing), partial(default_name, rehearsing))

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="asking", can_focus=False):
            yield heading(f"Export {self._what}")
            with RadioSet(id="forms"):
                for form, words in FORMS:
                    yield RadioButton(words, value=form is Form.TEXT)
            yield Input(self._place(Form.TEXT), id="place")
            yield Words("Only you can read the file. Nothing that is there already is written over.", classes="say")
            yield Static("", id="went-wrong", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Save", id="save", classes="main")
                yield Button("Copy", id="copy", tooltip="To the clipboard, where your terminal allows it")

    def on_radio_set_changed(self) -> None:
        """Another form, another ending of the name; the folder and the name stay as typed."""
        place = self.query_one("#place", Input)
        place.value = str(Path(place.value or self._place(self._form())).with_suffix(self._form().suffix()))

    def on_input_submitted(self) -> None:
        self._save()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            self._save()
        else:
            self._copy()

    @work(exclusive=True)
    async def _save(self) -> None:
        form, place = self._form(), Path(self.query_one("#place", Input).value.strip()).expanduser()
        try:
            file = await self._coach.in_practice(lambda: write_export(place, self._written(form)))
        except RecordsUnwritable as error:
            self.query_one("#went-wrong", Static).update(shown(str(error)))
            return
        self.notify(f"Saved as {shown(str(file))}", title="Saved", markup=False)
        self.dismiss()

    @work(exclusive=True)
    async def _copy(self) -> None:
        text = await self._coach.in_practice(self._written, self._form())
        self.app.copy_to_clipboard(text)
        self.notify("Copied. If pasting brings nothing, your terminal has no clipboard: save it instead.", markup=False)
        self.dismiss()

    def action_close(self) -> None:
        """Save nothing."""
        self.dismiss()

    def _form(self) -> Form:
        return FORMS[max(self.query_one(RadioSet).pressed_index, 0)][0]

    def _place(self, form: Form) -> str:
        folder, home = user_documents_path(), Path.home()
        file = (folder if folder.is_dir() else home) / self._named(form)
        return f"~/{file.relative_to(home)}" if file.is_relative_to(home) else str(file)

    @property
    def _coach(self) -> "CoachApp":
        return cast("CoachApp", self.app)
