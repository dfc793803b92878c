"""Dialogs for saving to a file and for handing over through a team's store."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from textual import on, work
from textual.widget import Widget
from textual.widgets import Button, Input, RadioSet, Select, Static

from coach.debrief.render import Block
from coach.errors import CoachError, NotNow, RecordsUnwritable
from coach.language.catalogue import say
from coach.model.events import BroughtAlong
from coach.model.exercise import Exercise
from coach.model.rubric import Rubric
from coach.model.submission import Review, Submission
from coach.practice.export import (
    Exported,
    ExportFormat,
    ExportRequest,
    default_name,
    export_rehearsal,
)
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import ASKED
from coach.records.paths import add_ending, find_ending, offer_place, parse_file, write_export
from coach.supervision.desk_texts import OWN_RECORD
from coach.supervision.documents import lay_out_own_review, lay_out_reviews, name_review_file
from coach.supervision.exercises import describe_written_file, make_exercise_id, save_exercise, write_exercise_file
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import ENDING, SubmissionService
from coach.supervision.reflection import find_question
from coach.supervision.submissions import (
    describe_addressee,
    describe_store_visibility,
    lay_out_submission,
)
from coach.tui.dialogs.dialog import CLOSE, OFFERED, Dialog, DialogText, TypedLine
from coach.tui.services import CoachServices, services_of
from coach.tui.text import sanitize
from coach.tui.widgets.choices import Choice, LeadingChoices
from coach.tui.widgets.text import Prose, draw_blocks

# --- Exporting a rehearsal

FORMS = tuple((form, form.description) for form in ExportFormat)
ONLY_YOU = "Only you can read the file. Nothing that is already there is written over."
COPIED = "Copied. If pasting brings nothing, your terminal has no clipboard: save it instead."


class ExportDialog(Dialog):
    """A dialog that saves or copies an export in one of several formats.

    Where it cannot be done, the dialog says why and stays open.
    """

    AUTO_FOCUS = "RadioSet"

    def __init__(
        self, what: str, written: Callable[[ExportFormat], Exported], named: Callable[[ExportFormat], str]
    ) -> None:
        """Make a dialog that offers the formats of an export.

        Args:
            what: what is exported, as the heading says it.
            written: makes the text or document in a format; called in the practice's thread.
            named: makes a file name for a format.
        """
        buttons = (("save", say("Save")), ("copy", say("Copy")), (CLOSE, say("Close")))
        super().__init__(DialogText("export", f"Export {what}", buttons=buttons))
        self.written = written
        self.named = named

    @classmethod
    def of(cls, rehearsal: Rehearsal) -> "ExportDialog":
        """Make the dialog for one rehearsal, with every attempt of it."""
        title = rehearsal.script.dialogue.title
        request = ExportRequest(find_question=find_question, lay_out_reviews=lay_out_reviews)
        write = partial(export_rehearsal, rehearsal, request=request)
        return cls(f"“{title}”", write, partial(default_name, rehearsal))

    def make_body(self) -> Iterable[Widget]:
        yield LeadingChoices(*(Choice(words, value=form is ExportFormat.TEXT) for form, words in FORMS))
        yield TypedLine(offer_place(self.named(ExportFormat.TEXT)), id="place", compact=True, classes=OFFERED)
        yield Prose(say(ONLY_YOU))
        yield Static("", id="went-wrong", markup=False)

    @on(RadioSet.Changed)
    def rename(self) -> None:
        """Change the file's ending to the chosen format's; a typed folder and name stay."""
        place, form = self.query_one("#place", Input), self._form()
        untouched = place not in self.find_typed()
        typed = Path(place.value or offer_place(self.named(form)))
        place.value = str(typed.with_name(f"{_bare(typed.name)}{form.suffix}"))
        if untouched:
            self.settle(place)

    @on(LeadingChoices.Taken)
    def go_on(self) -> None:
        """Go on from the formats to the file."""
        self.query_one("#place").focus()

    @on(Input.Submitted)
    def enter(self) -> None:
        """Save the export on Enter."""
        self._save()

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Save, copy or close, by the pressed button."""
        event.prevent_default()  # or the base would close the dialog with the button's id
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
        place = parse_file(self.query_one("#place", Input).value) or Path(offer_place(self.named(form))).expanduser()
        try:
            file = await self._coach.in_practice(lambda: write_export(place, self.written(form), ending=form.suffix))
        except RecordsUnwritable as error:
            self.say_wrong(str(error))
            return
        self.notify(sanitize(str(file)), title=say("Saved"), markup=False)
        self.dismiss(None)

    @work(exclusive=True)
    async def _copy(self) -> None:
        # A document cannot be pasted: what is copied of it is its text.
        made = await self._coach.in_practice(self.written, self._form())
        text = made if isinstance(made, str) else await self._coach.in_practice(self.written, ExportFormat.TEXT)
        self.app.copy_to_clipboard(str(text))
        self.notify(say(COPIED))
        self.dismiss(None)

    def _form(self) -> ExportFormat:
        return FORMS[max(self.query_one(RadioSet).pressed_index, 0)][0]

    @property
    def _coach(self) -> CoachServices:
        return services_of(self)


# --- Saving in one of several ways

FOR_OTHERS = "Whoever can look into that folder can read the file. Nothing that is already there is written over."


@dataclass(frozen=True, slots=True)
class SaveWay:
    """A way to save or hand something over: its words, and the name of its file."""

    key: str
    words: str
    name: str = ""
    """The file name that is offered; a way without one needs no file."""
    about: str = ONLY_YOU
    """Who can read the file, in a sentence."""


@dataclass(frozen=True, slots=True)
class Recipients:
    """The people to whom something can be given through a team's store, to choose from."""

    way: str
    """The key of the way that goes to one of them."""
    people: tuple[tuple[str, str], ...]
    """What each is called in the list, and their login."""
    give: Callable[[str], str]
    """Gives it to a login, in the practice's thread, and says in a sentence what went where."""
    id: str = "readers"
    """The id of the list, for the styles."""
    about: str = ""
    """What stands above the list, in a sentence."""


class SaveFields(Protocol):
    """What a dialog asks besides a file, such as the day of a talk."""

    def make(self) -> Iterable[Widget]:
        """Make the widgets; those to type in have the class `of-fields`."""

    def read(self, typed: dict[str, str]) -> str:
        """Read what was typed, by the boxes' ids; return the file's name. Raises CoachError."""


class SaveDialog(Dialog):
    """A dialog that saves something in one of several ways.

    It returns a sentence on what went where, or None. Where it cannot be done, the dialog says why and stays open.
    """

    def __init__(
        self,
        heading: str,
        ways: tuple[SaveWay, ...],
        save: Callable[[str, Path], str],
        *,
        name: str = "save",
        shows: Callable[[], Iterable[Widget]] | None = None,
        recipients: Recipients | None = None,
        fields: SaveFields | None = None,
        buttons: tuple[str, str] = ("Save", "Close"),
    ) -> None:
        """Make a dialog that offers ways to save something.

        Args:
            heading: the dialog's heading.
            ways: the ways, the first of which is chosen at first.
            save: saves it, given a way's key and a file, in the practice's thread. May raise CoachError.
            name: the dialog's name among all dialogs.
            shows: makes what is shown before the ways, word for word as it is saved; the focus is on a button then.
            recipients: the people to whom it can be given without a file.
            fields: what is asked besides, before the ways.
            buttons: the words of the button that saves, and of the one that closes.
        """
        save_words, close_words = buttons
        classes = "long-words" if shows else ""
        super().__init__(
            DialogText(name, heading, buttons=(("save", save_words), (CLOSE, close_words)), classes=classes)
        )
        self.ways = ways
        self.recipients = recipients
        self.recipient = recipients.people[0][1] if recipients and recipients.people else ""
        self._shows = shows
        self._fields = fields
        self._save = save
        self._offered = ways[0].name

    def make_body(self) -> Iterable[Widget]:
        if self._shows is not None:
            yield from self._shows()
        if self._fields is not None:
            yield from self._fields.make()
        begins_here = "" if self._shows else "focus-first"
        if len(self.ways) > 1:
            choices = (Choice(way.words, value=way == self.ways[0]) for way in self.ways)
            yield LeadingChoices(*choices, id="ways", classes=begins_here)
        if self.recipients is not None:
            if self.recipients.about:
                yield Prose(self.recipients.about, classes="in-the-store of-recipients")
            people = Select(
                self.recipients.people,
                value=self.recipient,
                allow_blank=False,
                compact=True,
                id=self.recipients.id,
                classes="of-recipients",
            )
            people.display = self.ways[0].key == self.recipients.way
            yield people
        yield TypedLine(offer_place(self.ways[0].name), id="place", compact=True, classes=f"{begins_here} {OFFERED}")
        yield Prose(self.ways[0].about, classes="about-files")
        yield Static("", id="went-wrong", markup=False)

    def on_mount(self) -> None:
        self.change_way()
        if self._fields is not None:  # from the first one's label on
            self.call_after_refresh(self.query_one(".sheet-words").scroll_home, animate=False)

    @property
    def way(self) -> SaveWay:
        """The chosen way to save."""
        return self.ways[max((choices.pressed_index for choices in self.query(RadioSet)), default=0)]

    @on(RadioSet.Changed, "#ways")
    def change_way(self) -> None:
        """Offer the file name of the newly chosen way; a typed folder and name stay."""
        for widget in self.query(".of-recipients"):
            widget.display = self.recipients is not None and self.way.key == self.recipients.way
        place, name = self.query_one("#place", Input), self.way.name
        untouched = place not in self.find_typed()
        for widget in self.query("#place, .about-files"):
            widget.display = bool(name)
        if not name:
            return
        self.query_one(".about-files", Prose).update(self.way.about)
        # A name that is still the offered one follows the way; one that was typed keeps all but its ending.
        typed = Path(place.value if self._offered and place.value else offer_place(name))
        offered = typed.name == self._offered or not self._offered
        place.value = str(typed.with_name(name if offered else f"{_bare(typed.name)}{find_ending(name)}"))
        self._offered = Path(place.value).name if offered else self._offered
        if untouched:
            self.settle(place)

    def rename(self, name: str) -> None:
        """Offer files of another name, which has no ending; one that was typed stays."""
        self.ways = tuple(replace(way, name=f"{name}{find_ending(way.name)}" if way.name else "") for way in self.ways)
        self.change_way()

    def _read_fields(self) -> None:
        """Read the fields of its own, and offer a file by what they say. Raises CoachError."""
        if self._fields is not None:
            boxes = self.query(".of-fields").results(Input)
            self.rename(self._fields.read({str(box.id): box.value.strip() for box in boxes}))

    @on(Input.Changed, ".of-fields")
    def look_at_fields(self) -> None:
        """Offer a file by what stands in the fields, as far as it can be read."""
        with suppress(CoachError):
            self._read_fields()

    @on(Select.Changed, ".of-recipients")
    def change_recipient(self, event: Select.Changed) -> None:
        """Choose the person to whom it is given."""
        self.recipient = str(event.value)

    @on(LeadingChoices.Taken)
    def go_on(self) -> None:
        """Go on from the ways to the file, to the people, or to the button that saves."""
        place, people = self.query_one("#place"), self.query("Select.of-recipients")
        next(box for box in (place, *people, self.query_one("#save")) if box.display).focus()

    @on(Input.Submitted, "#place")
    def enter(self) -> None:
        """Save on Enter."""
        self._go()

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Save or close, by the pressed button."""
        event.prevent_default()
        if event.button.id == "save":
            self._go()
        else:
            self.action_close()

    @work(exclusive=True)
    async def _go(self) -> None:
        way, recipients = self.way, self.recipients
        place = parse_file(self.query_one("#place", Input).value) or Path(offer_place(way.name)).expanduser()
        place = add_ending(place, find_ending(way.name))
        in_practice = services_of(self).in_practice
        try:
            self._read_fields()
            if recipients is not None and way.key == recipients.way:
                notice = await in_practice(recipients.give, self.recipient)
            else:
                notice = await in_practice(self._save, way.key, place)
        except CoachError as error:
            self.say_wrong(str(error))
            return
        self.dismiss(notice)


def _bare(name: str) -> str:
    return name.removesuffix(find_ending(name))


# --- Handing a submission over: to a supervisor, as a file, or on paper

READER = "reader"


def hand_over(
    submission_service: SubmissionService,
    rehearsal: Rehearsal,
    submission: Submission,
    readers: tuple[str, ...],
    login: str = "",
) -> SaveDialog:
    """Make the dialog that hands a submission over, exactly as it was shown.

    Args:
        submission_service: the practitioner's side of supervision.
        rehearsal: what the submission is from.
        submission: what is handed over.
        readers: the supervisors of a team's store, if there is one.
        login: the practitioner's own login there.
    """

    def note_not_kept(notice: str) -> str:
        """Return a notice, with why the handing over could not be stored with the rehearsal."""
        return f"{notice} {rehearsal.not_kept}" if rehearsal.not_kept else notice

    def give(reader: str) -> str:
        if not reader:
            raise NotNow(say("Nobody is chosen yet."), say("Choose a supervisor."))
        submission_service.submit_to_supervisor(rehearsal, submission, reader, confirmed=ASKED)
        return note_not_kept(
            say("{reader} can read it in your team's store now. You can withdraw it under “Brought”.", reader=reader)
        )

    def save(way: str, file: Path) -> str:
        if way == "file":
            path = submission_service.submit_to_file(rehearsal, submission, file, confirmed=ASKED)
            return note_not_kept(
                say(
                    "It is in {path}. Nothing was sent: it goes to a supervisor when you give them that file.",
                    path=path,
                )
            )
        path = submission_service.save_document(rehearsal, submission, file, confirmed=ASKED)
        notice = say("It is in {path}, to read or print. Nothing was sent.", path=path)
        return notice if way == "page" else note_not_kept(notice)

    name = f"brought-{submission.id[:8]}"
    ways = (
        *((SaveWay(READER, say("To a supervisor, in your team's store")),) if readers else ()),
        SaveWay("file", say("A file, for a supervisor's coach to open"), f"{name}{ENDING}", say(FOR_OTHERS)),
        SaveWay("page", say("A page to read or print"), f"{name}.html", say(FOR_OTHERS)),
        SaveWay("word", say("A Word document to read or print"), f"{name}.docx", say(FOR_OTHERS)),
    )
    people = tuple((reader, reader) for reader in readers)
    return SaveDialog(
        say("Hand over exactly what was shown"),
        ways,
        save,
        name="hand-over",
        recipients=Recipients(READER, people, give, about=describe_store_visibility("", login)) if readers else None,
        buttons=(say("Hand it over"), say("Not yet")),
    )


def hand_to_another(
    submission_service: SubmissionService, rehearsal: Rehearsal, brought: BroughtAlong, readers: tuple[str, ...]
) -> SaveDialog:
    """Make the dialog that brings a submission to another supervisor, word for word as it was.

    Args:
        submission_service: the practitioner's side of supervision.
        rehearsal: what the submission is from.
        brought: the submission, as it was handed over to the first.
        readers: the other supervisors of the team's store.
    """

    def give(reader: str) -> str:
        submission_service.bring_to_another(rehearsal, brought.brought.id, reader, confirmed=ASKED)
        said = say("{reader} can read it in your team's store now. {to} cannot.", reader=reader, to=brought.to)
        return f"{said} {rehearsal.not_kept}" if rehearsal.not_kept else said

    blocks = tuple(lay_out_submission(brought.brought, exercise=submission_service.name_exercise(brought.brought)))
    return SaveDialog(
        say("Bring this to another supervisor"),
        (SaveWay(READER, say("To a supervisor, in your team's store")),),
        lambda way, _: give(way),
        name="hand-to-another",
        shows=lambda: draw_blocks(blocks, ":"),
        recipients=Recipients(READER, tuple((reader, reader) for reader in readers), give),
        buttons=(say("Hand it over"), say("Not yet")),
    )


# --- Saving an exercise: into the supervisor's own library, as a file, or through the team's store

EVERYBODY = ""


def give_exercise(inbox: Inbox, exercise: Exercise, library: Path, people: tuple[str, ...]) -> SaveDialog:
    """Make the dialog that saves an exercise, or gives it to practitioners.

    Nobody is ever told who has done it.

    Args:
        inbox: the supervisor's side of supervision.
        exercise: what is saved; the editor asked about its words before.
        library: the supervisor's own library.
        people: the logins of a team's store, if there is one.
    """
    key = make_exercise_id(exercise.title)

    def give(login: str) -> str:
        inbox.give_exercise(key, exercise, login, confirmed=ASKED)
        return say(
            "{login} can find it under Exercises now. Nobody is told whether it was done.", login=login or "Everybody"
        )

    def save(way: str, file: Path) -> str:
        if way == "library":
            path = save_exercise(inbox.practice, exercise, key, library, confirmed=ASKED)
            inbox.practice.library.look_again()
            return say("It is with your exercises now, in {path}.", path=path)
        return describe_written_file(write_exercise_file(inbox.practice, exercise, file, confirmed=ASKED))

    ways = (
        SaveWay("library", say("Into my own library, to use here")),
        SaveWay(
            "file",
            say("As a file, to give to people, or into the exercises folder of a shared folder"),
            f"{key}.yaml",
            say(FOR_OTHERS),
        ),
        *((SaveWay("store", say("Through your team's store")),) if inbox.stores.has_team_store else ()),
    )
    names = ((say("To everybody"), EVERYBODY), *((f"To {sanitize(name)}", name) for name in people))
    return SaveDialog(
        say("Save “{sanitize}”", sanitize=sanitize(exercise.title)),
        ways,
        save,
        name="give-exercise",
        recipients=Recipients("store", names, give, id="to-whom") if inbox.stores.has_team_store else None,
    )


# --- Handing back a review, once it is shown exactly as it goes


def hand_back(
    inbox: Inbox,
    submission: Submission,
    review: Review,
    rubric: Rubric | None,
    *,
    shared: bool,
    login: str = "",
) -> SaveDialog:
    """Make the dialog that shows a review word for word, and hands it back.

    Args:
        inbox: the supervisor's side of supervision.
        submission: what the review is of.
        review: what goes back; the page asked about its words before.
        rubric: what the submission was read by, if it is known here.
        shared: whether the submission lies in a team's store, so that the review can go back there.
        login: the practitioner's login there.
    """
    whom = describe_addressee(submission.who, login)

    def save_review(way: str, file: Path) -> str:
        path = inbox.hand_back(review, file if way == "file" else None, confirmed=ASKED)
        if path is None:
            return say(
                "{whom} can read it in your team's store now. You can change it and hand it back again, "
                "or take it back (z where you read what was brought).",
                whom=whom,
            )
        return say("It is in {path}. Nothing was sent: give {whom} that file.", path=path, whom=whom)

    store = SaveWay(
        "store", say("Through your team's store; {what} can read it there", what=f"login {login}" if login else "they")
    )
    file = SaveWay(
        "file", say("As a file, to give to {whom}", whom=whom), name_review_file(submission, login), say(FOR_OTHERS)
    )
    blocks = tuple(lay_out_own_review(submission, review, rubric))
    return SaveDialog(
        say("This goes back to {sanitize}", sanitize=sanitize(whom)),
        (store, file) if shared else (file,),
        save_review,
        name="hand-back",
        shows=lambda: draw_blocks(blocks, ":"),
        buttons=(say("Hand it back"), say("Not yet")),
    )


# --- A draft for the practitioner's own record of learning

WAYS = (
    SaveWay("word", "A Word document", "learning-record.docx"),
    SaveWay("page", "A page to read or print", "learning-record.html"),
)


def save_own_record(submission_service: SubmissionService, draft: tuple[Block, ...]) -> SaveDialog:
    """Make the dialog that shows and saves a draft for the practitioner's record of learning.

    It is saved for them alone.

    Args:
        submission_service: the practitioner's side of supervision.
        draft: the draft, as it is saved.
    """

    def save_record(_: str, file: Path) -> str:
        path = submission_service.save_learning_record(draft, file)
        return say("A draft for your own record of learning is in {path}. Nobody else has it.", path=path)

    def show_draft() -> Iterable[Widget]:
        yield Prose(say(OWN_RECORD))
        yield from draw_blocks(draft, ":")

    return SaveDialog(
        say("Save a draft for my own record"),
        WAYS,
        save_record,
        name="own-record",
        shows=show_draft,
        buttons=(say("Save the draft"), say("Not now")),
    )
