"""Where something goes: one of several ways, to a new file or without one, and where to."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from platformdirs import user_documents_path
from textual import on, work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, RadioSet, Select, Static
from textual.widgets.option_list import Option

from coach.debrief.render import Block, Heading, ListItem, Paragraph
from coach.errors import CoachError, NotNow, RecordsUnwritable
from coach.model.exercise import Exercise
from coach.model.rubric import Rubric
from coach.model.submission import Review, Submission
from coach.practice.export import HANDED_OVER, ExportFormat, default_name, export_rehearsal, write_export
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import ASKED
from coach.supervision.documents import lay_out_reviews
from coach.supervision.exercises import make_exercise_id, save_exercise, write_exercise_file
from coach.supervision.inbox import GivenExercise, Inbox
from coach.supervision.practitioner import ENDING, SubmissionService
from coach.supervision.reflection import find_question
from coach.supervision.submissions import (
    describe_addressee,
    describe_counting,
    describe_criterion,
    describe_store_visibility,
    lay_out_whole_review,
)
from coach.tui.dialogs.dialog import Dialog
from coach.tui.services import CoachServices, services_of
from coach.tui.text import parse_file, sanitize
from coach.tui.widgets.choices import Choice
from coach.tui.widgets.submission_view import YOURS
from coach.tui.widgets.text import Prose, drawn

# --- Saving a rehearsal to a file that only its owner can read, or copying it

FORMS = (
    (ExportFormat.TEXT, "Plain text, to read or print"),
    (ExportFormat.MARKDOWN, "Markdown, for a document with headings"),
    (ExportFormat.DATA, "Data (JSON), with how each reply was read"),
)
ONLY_YOU = "Only you can read the file. Nothing that is already there is written over."
COPIED = "Copied. If pasting brings nothing, your terminal has no clipboard: save it instead."


class ExportDialog(Dialog):
    """Which form, and where to. It closes once that is done; where it cannot be done it says why and stays."""

    AUTO_FOCUS = "RadioSet"
    choices = (("save", "Save"), ("copy", "Copy"), ("close", "Close"))

    def __init__(self, what: str, written: Callable[[ExportFormat], str], named: Callable[[ExportFormat], str]) -> None:
        """`written` gives the text in a form (called in the practice's thread), `named` a file name for it."""
        super().__init__()
        self.heading = f"Export {what}"
        self.written = written
        self.named = named

    @classmethod
    def of(cls, rehearsing: Rehearsal) -> "ExportDialog":
        """For one rehearsal, with every attempt of it."""
        title = rehearsing.script.dialogue.title
        written = partial(export_rehearsal, rehearsing, asked=find_question, reviews=lay_out_reviews)
        return cls(f"“{title}”", written, partial(default_name, rehearsing))

    def words(self) -> Iterable[Widget]:
        """The forms, the place, and what saving does."""
        yield RadioSet(*(Choice(words, value=form is ExportFormat.TEXT) for form, words in FORMS))
        yield Input(offered_place(self.named(ExportFormat.TEXT)), id="place", compact=True)
        yield Prose(ONLY_YOU)
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
        place = parse_file(self.query_one("#place", Input).value) or Path(offered_place(self.named(form))).expanduser()
        try:
            file = await self._coach.in_practice(lambda: write_export(place, self.written(form)))
        except RecordsUnwritable as error:
            self.went_wrong(str(error))
            return
        self.notify(sanitize(str(file)), title="Saved", markup=False)
        self.dismiss(None)

    @work(exclusive=True)
    async def _copy(self) -> None:
        self.app.copy_to_clipboard(await self._coach.in_practice(self.written, self._form()))
        self.notify(COPIED)
        self.dismiss(None)

    def _form(self) -> ExportFormat:
        return FORMS[max(self.query_one(RadioSet).pressed_index, 0)][0]

    @property
    def _coach(self) -> CoachServices:
        return services_of(self)


def offered_place(name: str) -> str:
    """Among one's documents if there is such a folder, or else at home."""
    folder, home = user_documents_path(), Path.home()
    file = (folder if folder.is_dir() else home) / name
    return f"~/{file.relative_to(home)}" if file.is_relative_to(home) else str(file)


# --- Where something goes: one of several ways, to a new file or without one, and where to

FOR_OTHERS = "Whoever can look into that folder can read the file. Nothing that is already there is written over."


@dataclass(frozen=True, slots=True)
class Way:
    """A way for something to go. `name` is offered for its file; a way without one needs no file.

    `about` says of its file who can read it.
    """

    key: str
    words: str
    name: str = ""
    about: str = ONLY_YOU


class SaveDialog(Dialog):
    """Gives back a sentence on what went where, or None. Where it cannot be done it says why, and stays."""

    AUTO_FOCUS = "RadioSet, #place"
    choices: tuple[tuple[str, str], ...] = (("save", "Save"), ("close", "Close"))

    def __init__(self, heading: str, ways: tuple[Way, ...], save: Callable[[str, Path], str]) -> None:
        """`save` does it, given a way's key and a file, in the practice's thread."""
        super().__init__()
        self.heading = heading
        self.ways = ways
        self._save = save
        self._offered = ways[0].name

    def words(self) -> Iterable[Widget]:
        """The ways, the place, and what saving does."""
        if len(self.ways) > 1:
            yield RadioSet(*(Choice(way.words, value=way == self.ways[0]) for way in self.ways), id="ways")
        yield Input(offered_place(self.ways[0].name), id="place", compact=True)
        yield Prose(self.ways[0].about, classes="about-files")
        yield Static("", id="went-wrong", markup=False)

    def on_mount(self) -> None:
        """Ask for a place only where there is one."""
        self.rename()

    @property
    def way(self) -> Way:
        """The way that is chosen."""
        return self.ways[max((each.pressed_index for each in self.query(RadioSet)), default=0)]

    @on(RadioSet.Changed, "#ways")
    def rename(self) -> None:
        """Another way, another name or ending; a folder and a name that were typed stay."""
        place, name = self.query_one("#place", Input), self.way.name
        untouched = place not in self.typed()
        for each in self.query("#place, .about-files"):
            each.display = bool(name)
        if not name:
            return
        self.query_one(".about-files", Prose).update(self.way.about)
        typed = Path(place.value if self._offered and place.value else offered_place(name))
        offered = typed.name == self._offered or not self._offered
        place.value = str(typed.with_name(name if offered else f"{_bare(typed.name)}{_ending(name)}"))
        self._offered = Path(place.value).name if offered else self._offered
        if untouched:
            self.settled(place)

    @on(Input.Submitted, "#place")
    def enter(self) -> None:
        """Enter saves."""
        self._go()

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Save, or not."""
        event.prevent_default()
        if event.button.id == "save":
            self._go()
        else:
            self.action_close()

    @work(exclusive=True)
    async def _go(self) -> None:
        way = self.way
        place = parse_file(self.query_one("#place", Input).value) or Path(offered_place(way.name)).expanduser()
        coach = services_of(self)
        try:
            said = await coach.in_practice(self._save, way.key, place)
        except CoachError as error:
            self.went_wrong(str(error))
            return
        self.dismiss(said)


def _ending(name: str) -> str:
    return HANDED_OVER if name.endswith(HANDED_OVER) else Path(name).suffix


def _bare(name: str) -> str:
    return name.removesuffix(_ending(name))


# --- How something is handed over: as a file, on paper, or to a supervisor's desk

READER = "reader"


class HandOverDialog(SaveDialog):
    """Hands over exactly what was shown, and gives back a sentence on what went where."""

    choices = (("save", "Hand it over"), ("close", "Not yet"))

    def __init__(
        self,
        bringing: SubmissionService,
        rehearsing: Rehearsal,
        brought: Submission,
        readers: tuple[str, ...],
        login: str = "",
    ) -> None:
        """`readers` are the supervisors of a team's store, if there is one; `login` is one's own there."""
        super().__init__("Hand over exactly what was shown", _ways(brought, bool(readers)), self._do)
        self.bringing = bringing
        self.rehearsing = rehearsing
        self.brought = brought
        self.readers = readers
        self.login = login
        self._reader = readers[0] if readers else ""

    def words(self) -> Iterable[Widget]:
        """The ways; where there is a team's store, its supervisors."""
        ways, *rest = super().words()
        yield ways
        if self.readers:
            names = ((name, name) for name in self.readers)
            yield Prose(describe_store_visibility("", self.login), classes="in-the-store")
            yield Select(names, value=self.readers[0], allow_blank=False, compact=True, id="readers")
        yield from rest

    @on(RadioSet.Changed)
    def whom(self) -> None:
        """Whom to, only where it goes to somebody."""
        for each in self.query("#readers, .in-the-store"):
            each.display = self.way.key == READER

    @on(Select.Changed, "#readers")
    def to(self, event: Select.Changed) -> None:
        """To this supervisor."""
        self._reader = str(event.value)

    def _do(self, way: str, file: Path) -> str:
        """In the practice's thread. Raises CoachError. Where it could not be noted for later, that is said too."""
        said = self._hand_over(way, file)
        return f"{said} {self.rehearsing.not_kept}" if way != "page" and self.rehearsing.not_kept else said

    def _hand_over(self, way: str, file: Path) -> str:
        bringing, rehearsing, brought = self.bringing, self.rehearsing, self.brought
        match way:
            case "reader":
                if not self._reader:
                    raise NotNow("Nobody is chosen yet.", "Choose a supervisor.")
                bringing.submit_to_supervisor(rehearsing, brought, self._reader, confirmed=ASKED)
                return f"{self._reader} can read it in your team's store now. You can withdraw it under “Brought”."
            case "file":
                path = bringing.submit_to_file(rehearsing, brought, file, confirmed=ASKED)
                return f"It is in {path}. Nothing was sent: it goes to a supervisor when you give them that file."
            case _:
                path = bringing.save_document(rehearsing, brought, file, confirmed=ASKED)
                return f"It is in {path}, to read or print. Nothing was sent."


def _ways(brought: Submission, shared: bool) -> tuple[Way, ...]:
    name = f"brought-{brought.id[:8]}"
    return (
        *((Way(READER, "To a supervisor, in your team's store"),) if shared else ()),
        Way("file", "A file, for a supervisor's coach to open", f"{name}{ENDING}", FOR_OTHERS),
        Way("page", "A page to read or print", f"{name}.html", FOR_OTHERS),
        Way("word", "A Word document to read or print", f"{name}.docx", FOR_OTHERS),
    )


# --- Where an exercise goes: into one's own library, to a file, or through the team's store to people

EVERYBODY = ""


class GiveDialog(SaveDialog):
    """Says what was done. It never says, to anybody, who has done an exercise."""

    def __init__(self, desk: Inbox, exercise: Exercise, library: Path, people: tuple[str, ...]) -> None:
        """`library` is one's own; `people` the logins of a team's store, if there is one."""
        key = make_exercise_id(exercise.title)
        ways = (
            Way("library", "Into my own library, to use here"),
            Way("file", "As a file, to give to people or put in a shared folder", f"{key}.yaml", FOR_OTHERS),
            *((Way("store", "Through your team's store"),) if desk.stores.has_team_store else ()),
        )
        super().__init__(f"Save “{sanitize(exercise.title)}”", ways, self._do)
        self.desk = desk
        self.exercise = exercise
        self.key = key
        self.library = library
        self.people = people
        self._reader = EVERYBODY

    def words(self) -> Iterable[Widget]:
        """The ways; in a team's store, to whom."""
        ways, *rest = super().words()
        yield ways
        if self.desk.stores.has_team_store:
            names = [("To everybody", EVERYBODY), *((f"To {sanitize(name)}", name) for name in self.people)]
            to_whom = Select(names, value=EVERYBODY, allow_blank=False, compact=True, id="to-whom")
            to_whom.display = False
            yield to_whom
        yield from rest

    @on(RadioSet.Changed, "#ways")
    def whom(self) -> None:
        """Whom to, only where it goes to somebody."""
        for each in self.query("#to-whom"):
            each.display = self.way.key == "store"

    @on(Select.Changed, "#to-whom")
    def to(self, event: Select.Changed) -> None:
        """To everybody, or to one."""
        self._reader = str(event.value)

    def _do(self, way: str, file: Path) -> str:
        """In the practice's thread; the form asked about its words before. Raises CoachError."""
        practice = self.desk.practice
        match way:
            case "library":
                path = save_exercise(practice, self.exercise, self.key, self.library, confirmed=ASKED)
                practice.library.look_again()
                return f"It is with your exercises now, in {path}."
            case "store":
                self.desk.give_exercise(self.key, self.exercise, self._reader, confirmed=ASKED)
                whom = self._reader or "Everybody"
                return f"{whom} can find it under Exercises now. Nobody is told whether it was done."
            case _:
                return f"It is in {write_exercise_file(practice, self.exercise, file, confirmed=ASKED)}."


# --- Handing back what was said, once it is shown exactly as it goes

LONGEST_PART = 30
"""Letters of a name that become part of a file's."""


class HandBackDialog(SaveDialog):
    """What goes back, word for word, and where to. It says what was done."""

    AUTO_FOCUS = ".buttons Button"
    choices = (("save", "Hand it back"), ("close", "Not yet"))

    def __init__(
        self,
        desk: Inbox,
        brought: Submission,
        response: Review,
        rubric: Rubric | None,
        *,
        shared: bool,
        login: str = "",
    ) -> None:
        """`shared`: whether it lies in a team's store, so that it can go back there; `login` laid it there."""
        whom = describe_addressee(brought.who, login)
        name = f"{brought.scenario.replace('_', '-') or 'question'}-{_part_of_a_name(brought.who or login)}"
        store = Way("store", f"Through your team's store; {f'login {login}' if login else 'they'} can read it there")
        file = Way("file", f"As a file, to give to {whom}", f"{name}from-supervision{ENDING}", FOR_OTHERS)
        super().__init__(f"This goes back to {sanitize(whom)}", (store, file) if shared else (file,), self._do)
        self.whom = whom
        self.desk = desk
        self.response = response
        self._blocks = tuple(_goes(brought, response, rubric))

    def words(self) -> Iterable[Widget]:
        """All of it, then where to."""
        yield from drawn(self._blocks, ":")
        yield from super().words()

    def _do(self, way: str, file: Path) -> str:
        """In the practice's thread; the page asked about the words before. Raises CoachError."""
        path = self.desk.hand_back(self.response, file if way == "file" else None, confirmed=ASKED)
        if path is None:
            return (
                f"{self.whom} can read it in your team's store now. You can change it and hand it back again, or take "
                "it back (F7 where you read what was brought)."
            )
        return f"It is in {path}. Nothing was sent: give {self.whom} that file."


def _part_of_a_name(who: str) -> str:
    """Letters and digits of a name, for a file's name: answers to several people are told apart by it."""
    words = "".join(each if each.isalnum() else " " for each in who.casefold()).split()
    return f"for-{'-'.join(words)[:LONGEST_PART]}-" if words else ""


def _goes(brought: Submission, response: Review, rubric: Rubric | None) -> Iterator[Block]:
    """What is said of each line, then of the whole."""
    for place, line in enumerate(brought.lines, 1):
        views = [view for view in response.views if line.reply and view.reply == line.reply]
        comments = [each.words for each in response.comments if each.line == place]
        if not views and not comments:
            continue
        yield Heading(f"“{line.text}”", 3)
        for view in views:
            because = f". {view.reason}" if view.reason else ""
            name = describe_criterion(view.criterion, line, rubric)
            yield ListItem(f"{name[:1].upper()}{name[1:]}{because}", YOURS[view.view])
        yield from (ListItem(words, "You wrote") for words in comments)
    whole = tuple(lay_out_whole_review(response))
    yield from whole if len(whole) > 1 else ()
    if brought.replies():
        yield Paragraph(describe_counting(brought, response))


# --- The exercises that one gave through the team's store, and taking one away again

NONE = "You have given no exercise through your team's store. Make an exercise is where one is given."
WHAT = "Once you take it away, nobody finds it under Exercises any more. Rehearsals of it stay with whoever did them."


class GaveDialog(Dialog):
    """Gives back the place in the list of the one to take away, as text, or None."""

    heading = "What you gave"
    AUTO_FOCUS = "OptionList, .buttons Button"

    def __init__(self, gave: tuple[GivenExercise, ...]) -> None:
        super().__init__()
        self.gave = gave
        self.choices = (("close", "Leave it"), ("take-away", "Take it away")) if gave else (("close", "Close"),)

    def words(self) -> Iterable[Widget]:
        """Each with whom it was given to."""
        if not self.gave:
            yield Prose(NONE)
            return
        yield OptionList(*(Option(_line(each)) for each in self.gave), id="gave")
        yield Prose(WHAT)

    def on_mount(self) -> None:
        """The first is chosen."""
        for listed in self.query(OptionList):
            listed.highlighted = 0

    @on(OptionList.OptionSelected)
    def to_the_button(self) -> None:
        """Enter chooses; what is done with it takes one more."""
        self.query_one("#take-away").focus()

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Take the chosen one away, or none."""
        event.prevent_default()
        place = next((listed.highlighted for listed in self.query(OptionList)), None)
        self.dismiss(None if event.button.id == "close" or place is None else str(place))


def _line(gave: GivenExercise) -> Content:
    whom = f"to {sanitize(gave.reader)}" if gave.reader else "to everybody"
    return Content.assemble((sanitize(gave.title), "bold"), f"  {whom}")


# --- A draft for one's own record of learning: shown as it is, and saved for its writer alone

WAYS = (
    Way("word", "A Word document", "learning-record.docx"),
    Way("page", "A page to read or print", "learning-record.html"),
)
OWN_RECORD = (
    "This goes to nobody. It holds what you wrote afterwards, also where you leave that out of what you hand over. "
    "This is what it says:"
)


class OwnRecordDialog(SaveDialog):
    """The draft itself, then where to. It gives back a sentence on where it is."""

    AUTO_FOCUS = ".buttons Button"
    choices = (("save", "Save the draft"), ("close", "Not now"))

    def __init__(self, bringing: SubmissionService, draft: tuple[Block, ...]) -> None:
        super().__init__("Save a draft for my own record", WAYS, self._do)
        self._bringing = bringing
        self._draft = draft

    def words(self) -> Iterable[Widget]:
        """What it is for, all of it, and the ways."""
        yield Prose(OWN_RECORD)
        yield from drawn(self._draft, ":")
        yield from super().words()

    def _do(self, _: str, file: Path) -> str:
        """In the practice's thread. Raises CoachError."""
        path = self._bringing.save_learning_record(self._draft, file)
        return f"A draft for your own record of learning is in {path}. Nobody else has it."
