"""Saving a rehearsal to a file that only its owner can read, or copying it."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from platformdirs import user_documents_path
from textual import on, work
from textual.widget import Widget
from textual.widgets import Button, Input, RadioSet, Static

from coach.errors import RecordsUnwritable
from coach.practice.export import Form, default_name, exported, write_export
from coach.practice.rehearsing import Rehearsing
from coach.supervision.reflecting import asked
from coach.supervision.review_blocks import lay_out_reviews
from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown
from coach.tui.typed_file import typed_file
from coach.tui.widgets.debrief_words import Words
from coach.tui.widgets.ticks import Choice

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

FORMS = (
    (Form.TEXT, "Plain text, to read or print"),
    (Form.MARKDOWN, "Markdown, for a document with headings"),
    (Form.DATA, "Data (JSON), with how each reply was read"),
)
ONLY_YOU = "Only you can read the file. Nothing that is already there is written over."
COPIED = "Copied. If pasting brings nothing, your terminal has no clipboard: save it instead."


class ExportSheet(Sheet):
    """Which form, and where to. It closes once that is done; where it cannot be done it says why and stays."""

    AUTO_FOCUS = "RadioSet"
    choices = (("save", "Save"), ("copy", "Copy"), ("close", "Close"))

    def __init__(self, what: str, written: Callable[[Form], str], named: Callable[[Form], str]) -> None:
        """`written` gives the text in a form (called in the practice's thread), `named` a file name for it."""
        super().__init__()
        self.heading = f"Export {what}"
        self.written = written
        self.named = named

    @classmethod
    def of(cls, rehearsing: Rehearsing) -> "ExportSheet":
        """For one rehearsal, with every attempt of it."""
        title = rehearsing.script.dialogue.title
        written = partial(exported, rehearsing, asked=asked, reviews=lay_out_reviews)
        return cls(f"“{title}”", written, partial(default_name, rehearsing))

    def words(self) -> Iterable[Widget]:
        """The forms, the place, and what saving does."""
        yield RadioSet(*(Choice(words, value=form is Form.TEXT) for form, words in FORMS))
        yield Input(offered_place(self.named(Form.TEXT)), id="place", compact=True)
        yield Words(ONLY_YOU)
        yield Static("", id="went-wrong", markup=False)

    @on(RadioSet.Changed)
    def rename(self) -> None:
        """Another form, another ending of the name; the folder and the name stay as typed."""
        place, form = self.query_one("#place", Input), self._form()
        untouched = place not in self.typed()
        place.value = str(Path(place.value or offered_place(self.named(form))).with_suffix(form.suffix()))
        if untouched:
            self.settled(place)

    @on(Input.Submitted)
    def enter(self) -> None:
        """Enter saves."""
        self._save()

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Save, copy, or neither."""
        event.prevent_default()
        match event.button.id:
            case "save":
                self._save()
            case "copy":
                self._copy()
            case _:
                self.action_close()

    @work(exclusive=True)
    async def _save(self) -> None:
        form = self._form()
        place = typed_file(self.query_one("#place", Input).value) or Path(offered_place(self.named(form))).expanduser()
        try:
            file = await self._coach.in_practice(lambda: write_export(place, self.written(form)))
        except RecordsUnwritable as error:
            self.went_wrong(str(error))
            return
        self.notify(shown(str(file)), title="Saved", markup=False)
        self.dismiss(None)

    @work(exclusive=True)
    async def _copy(self) -> None:
        self.app.copy_to_clipboard(await self._coach.in_practice(self.written, self._form()))
        self.notify(COPIED)
        self.dismiss(None)

    def _form(self) -> Form:
        return FORMS[max(self.query_one(RadioSet).pressed_index, 0)][0]

    @property
    def _coach(self) -> "CoachApp":
        return cast("CoachApp", self.app)


def offered_place(name: str) -> str:
    """Among one's documents if there is such a folder, or else at home."""
    folder, home = user_documents_path(), Path.home()
    file = (folder if folder.is_dir() else home) / name
    return f"~/{file.relative_to(home)}" if file.is_relative_to(home) else str(file)
