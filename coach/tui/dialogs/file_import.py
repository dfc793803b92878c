"""The dialog that imports a file which another person handed over."""

from collections.abc import Callable, Iterable
from pathlib import Path

from textual import on, work
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from coach.errors import CoachError, NotNow, OlderReview
from coach.language.catalogue import say
from coach.model.submission import Review
from coach.page_words import fill_in_place
from coach.records.paths import parse_file
from coach.supervision.desk_texts import (
    LOOK_INTO,
    TAKE_IN_EXERCISE,
    TAKE_IN_REVIEW,
    TAKE_IN_SUBMISSION,
    list_unread,
)
from coach.supervision.exercises import import_exercise
from coach.supervision.importing import PROVES_NOTHING, import_file
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import SubmissionService
from coach.tui.dialogs.dialog import CLOSE, PASSING, Dialog, DialogText, TypedLine
from coach.tui.services import services_of
from coach.tui.widgets.text import Prose

TakeIn = Callable[[Path, bool], "Taken"]
"""Imports a file. The flag says that an older answer may take the place of a newer one."""
Taken = tuple[str, tuple[str, ...]]
"""The id of what it belongs to now, and what is to be said before it is shown."""
FOLDER = "folder"
"""What the dialog returns where a folder to look into is wanted; no id is so short."""
DROP_IT = "Type where it is, or drop the file on this window if your terminal does that."


class FileImportDialog(Dialog):
    """A dialog that imports a file, and says what of it could not be read.

    It returns the id of what was imported, or None.
    """

    AUTO_FOCUS = "Input"

    def __init__(self, heading: str, what: str, such_as: str, take: TakeIn, *, offers_folder: bool = False) -> None:
        """Make a dialog that asks for the file's path.

        Args:
            heading: the dialog's heading.
            what: what such a file is, and where a copy of it is kept.
            such_as: a file like it, as an example.
            take: imports a file, in the practice's thread. May raise CoachError.
            offers_folder: whether a folder to look into is offered, for which the dialog returns `FOLDER`.
        """
        folder = ((FOLDER, say("A folder to look into")),) if offers_folder else ()
        buttons = (("take", say("Take it in")), *folder, (CLOSE, say("Close")))
        super().__init__(DialogText("file-import", heading, buttons=buttons))
        self._what = what
        self._such_as = such_as
        self._takes = take
        self._taken: str | None = None
        self._older: Path | None = None
        """The file of an older answer, once it was said that it is one."""

    @classmethod
    def for_inbox(cls, desk: Inbox) -> "FileImportDialog":
        """Make the dialog that imports a submission into the supervisor's inbox."""

        def take(file: Path, _: bool) -> Taken:
            thing, unread = desk.import_file(file)
            return thing.id, list_unread(unread, thing.instead)

        return cls(
            say("Take in a file"),
            fill_in_place(say(TAKE_IN_SUBMISSION)),
            "~/Downloads/bus.coach.json",
            take,
            offers_folder=True,
        )

    @classmethod
    def for_review(cls, submission_service: SubmissionService) -> "FileImportDialog":
        """Make the dialog that imports a supervisor's review; it returns the rehearsal's id."""

        def take(file: Path, older: bool) -> Taken:
            taken = import_file(file)
            if not isinstance(taken.found, Review):
                said = say("That was brought to a supervisor; it did not come back from one.")
                raise NotNow(said, say("Look for the other file."))
            rehearsal = submission_service.import_review(taken.found, damaged=taken.damaged, older=older)
            return rehearsal.id, list_unread(taken.unread)

        return cls(
            say("Take in what came back from your supervisor"),
            say(TAKE_IN_REVIEW),
            "~/Downloads/bus-from-supervision.coach.json",
            take,
        )

    @classmethod
    def for_exercise(cls, desk: Inbox, library: Path) -> "FileImportDialog":
        """Make the dialog that imports an exercise into the practitioner's own library."""

        def take(file: Path, _: bool) -> Taken:
            key = import_exercise(file, desk.practice.library, library)
            return key, ()

        return cls(say("Take in an exercise"), say(TAKE_IN_EXERCISE), "~/Downloads/an_exercise.yaml", take)

    def make_body(self) -> Iterable[Widget]:
        signed = "" if self._what == say(TAKE_IN_EXERCISE) else f" {say(PROVES_NOTHING)}"
        yield Prose(f"{self._what}{signed} {say(DROP_IT)}")
        yield TypedLine(
            placeholder=say("Where it is, such as {such_as}", such_as=self._such_as),
            id="place",
            compact=True,
            classes=PASSING,
        )
        yield Static("", id="went-wrong", markup=False)

    @on(Input.Submitted)
    def enter(self) -> None:
        """Import the file on Enter."""
        self._take()

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Import the file, or close, by the pressed button."""
        event.prevent_default()
        if event.button.id == "take":
            self._take()
        elif event.button.id == FOLDER:
            self.ask_first(lambda: self.dismiss(FOLDER))
        else:
            self.action_close()

    def action_close(self) -> None:
        """Close, and return the id of what was imported by then."""
        self.ask_first(lambda: self.dismiss(self._taken))

    @work(exclusive=True)
    async def _take(self) -> None:
        place = self.query_one("#place", Input)
        file = parse_file(place.value)
        if file is None:
            self.say_wrong(say("There is no file yet. Type where it is."))
            place.focus()
            return
        try:
            self._taken, said = await services_of(self).in_practice(self._takes, file, file == self._older)
        except OlderReview as error:
            self._offer_older(file, str(error), lesser=error.lesser)
            return
        except CoachError as error:
            self.say_wrong(str(error))
            place.focus()
            return
        if not said:
            self.dismiss(self._taken)
            return
        self.say_wrong("\n".join(said))
        self.settle(place)
        place.display = False
        self.query_one("#take").display = False
        self.query_one("#close").focus()

    def _offer_older(self, file: Path, what: str, *, lesser: bool) -> None:
        """Say that a newer answer is here, and that the same file once more takes its place.

        Args:
            file: the file.
            what: of when both are, in a sentence.
            lesser: whether an earlier answer is here instead, with words that this one lacks.
        """
        self._older = file
        self.say_wrong(f"{what} {say('What you wrote to their questions stays, whichever stands.')}")
        button = self.query_one("#take", Button)
        button.label = say("Put this one there") if lesser else say("Put the older one there")
        button.focus()

    @on(Input.Changed, "#place")
    def ask_anew(self) -> None:
        """Ask again for another file."""
        if self._older is not None:
            self._older = None
            self.query_one("#take", Button).label = say("Take it in")


# --- The folder that the desk looks into


class InboxFolderDialog(Dialog):
    """A dialog for the folder that the desk looks into. It returns `keep`, or None."""

    AUTO_FOCUS = "Input"

    def __init__(self, folder: str) -> None:
        """Make the dialog with the folder as it stands in the settings."""
        buttons = (
            ("keep", say("Look into it")),
            *((("none", say("Look into none")),) if folder else ()),
            (CLOSE, say("Close")),
        )
        super().__init__(DialogText("inbox-folder", say("A folder to look into"), buttons=buttons))
        self.folder = folder

    def make_body(self) -> Iterable[Widget]:
        yield Prose(say(LOOK_INTO))
        yield TypedLine(
            self.folder, placeholder=say("Its path, such as ~/Shared/supervision"), id="place", compact=True
        )
        yield Static("", id="went-wrong", markup=False)

    @on(Input.Submitted)
    def enter(self) -> None:
        """Keep the folder on Enter."""
        self._keep()

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Keep the folder, keep none, or close, by the pressed button."""
        event.prevent_default()
        match event.button.id:
            case "keep":
                self._keep()
            case "none":
                self.folder = ""
                self.dismiss("keep")
            case _:
                self.action_close()

    def _keep(self) -> None:
        typed = self.query_one("#place", Input).value.strip()
        path = parse_file(typed)
        if path is None:
            self.say_wrong(say("There is no folder yet. Type where it is."))
        elif not path.is_dir():
            self.say_wrong(say("There is no such folder. Look at how it is written, or connect its drive."))
        else:
            self.folder = str(path) if typed.startswith(("'", '"', "file:")) else typed
            self.dismiss("keep")
