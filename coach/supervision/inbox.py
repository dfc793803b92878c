"""The supervisor's inbox: submissions they received, their reviews, and exercises they give.

In stored names a submission is `brought` and a review `response`.
"""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import CoachError, HandedOverUnreadable, NotKnown, NotNow, RecordsError, RecordsUnwritable
from coach.language.catalogue import say
from coach.model.exercise import Exercise
from coach.model.rubric import Rubric
from coach.model.submission import Review, Submission, collect_own_words, reword_review
from coach.practice.safeguarding import NeedsConfirmation, Question, Safeguard
from coach.practice.service import PracticeService
from coach.records.leftovers import CopyStays
from coach.records.paths import HANDED_OVER, fit_ending, write_export
from coach.rehearsal.script import Script
from coach.supervision.actions import ActionFile, ActionService, PromiseBook, mark_practitioner
from coach.supervision.agreement import ReviewedLines, collect_reviewed_lines
from coach.supervision.exercises import (
    ListedExercise,
    hold_exercise_words,
    list_given_exercises,
    list_library_exercises,
    name_exercise,
    parse_exercise_title,
    require_may_be_given,
)
from coach.supervision.exercises import serialize_exercise as exercise_written
from coach.supervision.importing import (
    ImportedFile,
    has_stand_ins,
    import_file,
    is_part_of,
    parse_handed_over,
    serialize_handed_over,
)
from coach.supervision.stores import NO_STORE, ReviewDraft, ReviewDraftFolder, SubmissionStores

if TYPE_CHECKING:
    from coach.records.submission_store import StoredSubmission, SubmissionStore


REPLACED_COPY = (
    "A copy of it that could be read less well lay here. This one stands in its place, with what you said of it."
)
REVIEW_UNREADABLE = "What you said to it cannot be read any more. Handing something back puts that in its place."
NOT_HERE = "Not here any more"
ALREADY_HERE = "Already here"
PUT_AWAY_AFTER = timedelta(days=90)
"""What was taken in from a file goes from the desk by itself after so long. In the team's store it is its owner's."""


@dataclass(frozen=True, slots=True)
class InboxItem:
    """A submission in the inbox, sentences on what of it could not be read, and its review."""

    id: str
    who: str
    at: datetime
    brought: Submission | None
    unread: tuple[str, ...]
    response: Review | None
    draft: ReviewDraft | None = None
    """What is begun and not handed back yet."""
    shared: bool = False
    """Whether it lies in the team's store, where it is its owner's."""
    login: str = ""
    """The login that laid it in the team's store; empty for a file, which proves nothing of who made it."""
    instead: str = ""
    """What it took the place of, in a sentence, when it was taken in."""
    exercise: str = ""
    """The exercise whose name goes along, by its title, or by its id where that is not known here."""

    @property
    def about(self) -> tuple[str, ...]:
        """The scenario and the exercise that it is from, where their names go along."""
        title, exercise = self.brought.title if self.brought else "", self.exercise
        return tuple(filter(None, (title, say("for the exercise {exercise}", exercise=exercise) if exercise else "")))

    @property
    def mark(self) -> str:
        """A hash of whoever brought it: of the login, or else of the name that they gave, if any."""
        return mark_practitioner(self.who, self.login)

    @property
    def is_answered(self) -> bool:
        """Whether an answer was handed back, and not changed since."""
        return self.response is not None and self.draft is None

    def describe_state(self) -> str:
        """Say whether the submission was answered, and whether the answer was changed since."""
        if self.draft:
            return say("changed since you handed it back") if self.response else say("begun, not handed back yet")
        return "answered" if self.response else say("not answered yet")


@dataclass(frozen=True, slots=True)
class GivenExercise:
    """An exercise given through the team's store; to everybody where `reader` is empty."""

    key: str
    title: str
    reader: str


class Inbox:
    """The submissions that a supervisor received, their reviews and exercises.

    It has no way to look for anything that was not submitted.
    """

    def __init__(self, practice: PracticeService, table: SubmissionStores) -> None:
        self.practice = practice
        self.stores = table
        self._drafts = ReviewDraftFolder(table.drafts)
        self.actions = ActionService(ActionFile(table.actions), practice, self._list_reviews)
        """What the supervisor said they would take up."""
        self.promises = PromiseBook(self.actions, lambda: ((item.id, item.mark) for item in self.list_items()))
        self._gates: dict[str, Safeguard] = {}
        """By what is answered: an answer is looked at with every letter."""

    def list_items(self) -> tuple[InboxItem, ...]:
        """List every submission that this supervisor received, those to be answered first.

        Of both, the latest stands first. Raises RecordsError.
        """
        items = [self._make_item(row, lies) for lies in self._list_stores() for row in self._list_rows(lies)]
        items.sort(key=lambda item: item.at, reverse=True)
        items.sort(key=lambda item: item.is_answered)
        # A draft quotes what it answers, so it is deleted with a submission that was withdrawn or has expired.
        self._drafts.keep_only(frozenset(item.id for item in items))
        return tuple(items)

    def count_taken_in(self) -> int:
        """Count what was taken in from files; read only. Raises RecordsError."""
        return sum(1 for _ in self.stores.own_file.to_me()) if self.stores.has_own_file else 0

    def find_item(self, key: str) -> InboxItem:
        """Find one submission in the inbox by its id. Raises NotKnown."""
        for lies in self._list_stores():
            for row in self._list_rows(lies, key):
                return self._make_item(row, lies)
        raise NotKnown(say("That is not on the desk."), say("It may have been withdrawn."), title=say(NOT_HERE))

    def import_file(self, file: Path) -> tuple[InboxItem, tuple[str, ...]]:
        """Import a submission from a file that a practitioner handed over. Raises CoachError.

        Returns:
            The submission in the inbox, and sentences on what of it could not be read.
        """
        taken = import_file(file)
        return self.add_item(taken), taken.unread

    def add_item(self, taken: ImportedFile) -> InboxItem:
        """Add an imported submission to the inbox, replacing a copy of which less could be read.

        Raises:
            NotNow: it is in the inbox already, or the file is a review.
        """
        brought = taken.found
        if not isinstance(brought, Submission):
            came_back = say("That came back from a supervisor; it was not brought to one.")
            raise NotNow(came_back, say("Open it under My rehearsals."), title=HandedOverUnreadable.title)
        now = self.practice.clock()
        instead = ""
        if lies := self._find_store(brought.id):
            self._replace(self.find_item(brought.id), brought, lies)
            instead = say(REPLACED_COPY)
        else:
            self.stores.own_file.bring(brought.id, "", now, serialize_handed_over(brought))
        return InboxItem(brought.id, brought.who, now, brought, taken.unread, None, instead=instead)

    def _replace(self, before: InboxItem, brought: Submission, lies: "SubmissionStore") -> None:
        """Replace a submission in the inbox by a more complete copy of it.

        The review so far stays: it is kept as a draft meanwhile, so that nothing can lose it.

        Args:
            before: the submission in the inbox.
            brought: the other copy.
            lies: the store of the first.

        Raises:
            NotNow: the other copy is no more complete.
        """
        there = before.brought
        # A copy replaces the other only if it says all of that and more; two that contradict each other are both
        # refused.
        no_more = there is not None and (there == brought or (has_stand_ins(brought) and is_part_of(brought, there)))
        if self._is_store(lies) or no_more or not (there is None or is_part_of(there, brought)):
            raise NotNow(
                say("That lies on the desk already."), say("Look for it in the list."), title=say(ALREADY_HERE)
            )
        # Comments refer to lines by number. If lines came in between, they would stand beside the wrong ones.
        places_stay = there is None or is_part_of(there.lines, brought.lines[: len(there.lines)])
        said = [response for response in (before.response, before.draft and before.draft.response) if response]
        if not places_stay and any(comment.line for response in said for comment in response.comments):
            raise NotNow(
                say("That is a more complete copy of something on the desk that you have written beside."),
                say("Put away the one on the desk first; what you wrote beside its lines goes with it."),
                title=say(ALREADY_HERE),
            )
        if before.response and not before.draft:
            self._drafts.keep(ReviewDraft(response=before.response))
        # To withdraw deletes the review with it, which is why that was kept as a draft first and is written again
        # below.
        lies.withdraw(brought.id)
        lies.bring(brought.id, "", before.at, serialize_handed_over(brought))
        if before.response:
            self._write_review(before.response, lies)
            if not before.draft:
                self._drafts.delete(brought.id)

    def keep_draft(self, draft: ReviewDraft, confirmed: Collection[Question] = ()) -> NeedsConfirmation | None:
        """Store a draft of a review, without words that may be a real person's details.

        The details gate has to ask about those first.

        Args:
            draft: the review so far.
            confirmed: the questions that were asked about it and answered with "as it is".

        Returns:
            What holds some of the words back, which are then not stored; None where all of them are.

        Raises:
            RecordsUnwritable: the draft cannot be stored.
        """
        held = self._find_held(draft.response, confirmed)
        passed = reword_review(draft.response, lambda text: "" if text in held else text)
        self._drafts.keep(draft.model_copy(update={"response": passed}))
        return next(iter(held.values()), None)

    def find_details(self, response: Review, confirmed: Collection[Question] = ()) -> NeedsConfirmation | None:
        """Return what the gate asks of a review's new words; None for nothing.

        A front end asks that before it stores a draft.

        Args:
            response: the review.
            confirmed: the questions that were asked about it and answered with "as it is".
        """
        return next(iter(self._find_held(response, confirmed).values()), None)

    def _find_held(self, response: Review, confirmed: Collection[Question]) -> dict[str, NeedsConfirmation]:
        """Find the texts of a review that the details gate stops, each with what it asks."""
        gate = self._find_safeguard(response)
        asked = {text: gate.of_shared_words(text, confirmed) for text in collect_own_words(response)}
        held = {text: why for text, why in asked.items() if why}
        # Words that were stored before have passed the gate; to ask again at every keystroke would teach people to say
        # yes.
        kept = self._collect_kept_words(response.brought) if held else frozenset[str]()
        return {text: why for text, why in held.items() if text not in kept}

    def write_review_file(self, response: Review, file: Path, *, confirmed: Collection[Question] = ()) -> Path:
        """Write a review to a file that others can read, and return its path.

        Raises WordsHeld or RecordsError.

        Args:
            response: The review.
            file: The path.
            confirmed: The questions that were asked about it and answered with "as it is".
        """
        self._hold(response, confirmed)
        return write_export(fit_ending(file, (HANDED_OVER, ".json")), serialize_handed_over(response), for_others=True)

    def hand_back(
        self, response: Review, file: Path | None = None, *, confirmed: Collection[Question] = ()
    ) -> Path | None:
        """Hand a review back to its practitioner: through the team's store, or as a file.

        A review of a submission in the team's store that goes back as a file is not put into the store too; it stays a
        draft.

        Args:
            response: the review.
            file: the file; None for the store.
            confirmed: the questions that were asked about it and answered with "as it is".

        Returns:
            The file that was written.

        Raises:
            NotKnown: the submission was withdrawn or deleted.
            WordsHeld: it may hold a real person's details; no file is written then.
            RecordsError: it cannot be stored or written.
        """
        self._hold(response, confirmed)
        # The store is looked for before the file is written, so that no file goes out about a withdrawn submission.
        lies = self._require_store(response.brought)
        written_to = self.write_review_file(response, file, confirmed=confirmed) if file else None
        self._note_as_answered(response, lies, as_file=file is not None)
        return written_to

    def hand_back_as_text(self, response: Review, *, confirmed: Collection[Question] = ()) -> str:
        """Return the text of a review's file for a browser to save, and note it as handed back.

        Args:
            response: the review.
            confirmed: the questions that were asked about it and answered with "as it is".

        Raises:
            NotKnown: the submission was withdrawn or deleted.
            WordsHeld: it may hold a real person's details; nothing is returned then.
            RecordsError: it cannot be stored.
        """
        self._hold(response, confirmed)
        self._note_as_answered(response, self._require_store(response.brought), as_file=True)
        return serialize_handed_over(response)

    def _note_as_answered(self, response: Review, lies: "SubmissionStore", *, as_file: bool) -> None:
        """Store a review that goes back, or leave it a draft.

        It stays one where a submission in the team's store is answered by a file.
        """
        if not as_file or not self._is_store(lies):
            self._write_review(response, lies)
            self._drafts.delete(response.brought)
        if response.action:
            self.actions.take_up(response, self.find_item(response.brought).mark)

    def take_back(self, key: str) -> str:
        """Take a review back, as a draft again; return what became of its action, in words.

        Raises:
            NotKnown: the submission was withdrawn or deleted.
            NotNow: no review of it was handed back.
            RecordsError: the store cannot be written.
        """
        lies, said = self._require_store(key), self.find_item(key)
        if said.response is None:
            raise NotNow(
                say("Nothing was handed back to that."), say("So there is nothing to take back."), title=say("Not said")
            )
        # A draft that was begun since is newer than the review and stays.
        if said.draft is None:
            self._drafts.keep(ReviewDraft(response=said.response))
        promised = self.actions.describe_taking_back(said.response)
        lies.take_back(key)
        self.actions.take_back(said.response)
        return promised

    def put_away(self, key: str) -> None:
        """Delete a submission that was imported from a file; no folder offers it again.

        Raises NotNow for one in the team's store.
        """
        if self._is_store(self._find_store(key)):
            theirs = say("What lies in the team's store is its owner's to take back.")
            raise NotNow(theirs, say("Ask them to withdraw it."), title=say("Not yours to put away"))
        item = self.find_item(key)
        self.actions.keep_promise(key, item.response, item.mark)
        self.stores.own_file.withdraw(key)
        self._drafts.delete(key)
        self.stores.keep_seen(self.stores.read_seen().with_away(key))

    def compare_readers(self) -> ReviewedLines:
        """Collect the reviewed lines that both practitioner and supervisor permitted to be counted."""
        return collect_reviewed_lines(
            (item.brought, item.response) for item in self._list_reviewed_items() if item.brought and item.response
        )

    # --- What the library knows of a submission

    def find_script(self, brought: Submission) -> Script | None:
        """Return the script of a submission's scenario; None if the library does not have it."""
        try:
            return self.practice.script(brought.scenario)
        except CoachError:
            return None

    def find_rubric(self, brought: Submission) -> Rubric | None:
        """Return the rubric that a submission was read by; None if the library does not have it."""
        try:
            return self.practice.library.rubric(brought.rubric)
        except CoachError:
            return None

    def collect_known_words(self, brought: Submission) -> frozenset[str]:
        """Collect the words of a submission's script, whose people are invented.

        Without the script they are the words of the family's submitted lines.
        """
        if script := self.find_script(brought):
            return self.practice.known_words(script)
        # Without the scenario only the family's own lines tell which names are invented.
        texts = (f"{line.speaker} {line.text}" for line in brought.lines if not line.reply)
        return frozenset(word.strip(".,;:!?'’\"()").casefold() for text in texts for word in text.split())

    def list_criterion_names(self) -> dict[str, str]:
        """Map the ids of every rubric's criteria to their plain names."""
        names: dict[str, str] = {}
        for shelved in self.practice.library.shelf("rubrics"):
            with suppress(CoachError):  # said where that file is checked
                rubric = self.practice.library.rubric(shelved.id)
                names |= {key: criterion.name for key, criterion in rubric.criteria.items()}
        return names

    def find_signature(self) -> str:
        """Find the name that the supervisor last signed a review with; empty where there is none."""
        last = max(filter(None, (lies.said_last() for lies in self._list_begun_stores())), default=None)
        said = _parse_review(last[1]) if last else None
        return said.who if said else ""

    # --- Exercises

    def list_exercises(self) -> tuple[ListedExercise, ...]:
        """List the exercises of the library, and of the team's store where there is one."""
        library = self.practice.library
        given = self.stores.store.read_exercises() if self.stores.has_team_store else ()
        return (*list_library_exercises(library), *list_given_exercises(given, library))

    def find_exercise(self, key: str) -> Exercise | None:
        """Find a usable exercise by its id, in the library first, then in the team's store."""
        with suppress(CoachError):
            return self.practice.library.exercise(key)
        with suppress(RecordsError):
            return next((given.exercise for given in self.list_exercises() if given.id == key and given.exercise), None)
        return None

    def list_people(self) -> tuple[str, ...]:
        """List the logins in the team's store that can be given an exercise. Raises RecordsError."""
        return self.stores.store.people() if self.stores.has_team_store else ()

    def give_exercise(
        self, key: str, exercise: Exercise, reader: str = "", *, confirmed: Collection[Question] = ()
    ) -> None:
        """Give an exercise through the team's store, to everybody or to one practitioner.

        Args:
            key: the exercise's id.
            exercise: the exercise.
            reader: the practitioner's login; empty for everybody.
            confirmed: the questions that its author was asked and answered with "as it is".

        Raises:
            WordsHeld: it may hold a real person's details, which is asked about first.
            NotNow: there is no team's store, or it may not be given to one person.
            RecordsError: it cannot be stored.
        """
        hold_exercise_words(self.practice, exercise, (key, reader), confirmed)
        require_may_be_given(exercise, reader, self.practice.library)
        if not self.stores.has_team_store:
            raise NotNow(
                say("No team's store is in use here."),
                say("Give it as a file, or put it in a shared folder."),
                title=say(NO_STORE),
            )
        self.stores.store.give(key, reader, self.practice.clock(), exercise_written(exercise))

    def list_given_exercises(self) -> tuple[GivenExercise, ...]:
        """List the exercises that this login has given in the team's store. Raises RecordsError."""
        if not self.stores.has_team_store:
            return ()
        store, me = self.stores.store, self.stores.store.me()
        return tuple(
            GivenExercise(given.id, parse_exercise_title(given.body), given.reader)
            for given in store.read_exercises()
            if given.author == me
        )

    def withdraw_exercise(self, gave: GivenExercise) -> None:
        """Withdraw an exercise that was given. Raises NotKnown or RecordsError."""
        self.stores.store.take_away(gave.key, gave.reader)

    # --- The stores in which submissions lie

    def _list_stores(self) -> "tuple[SubmissionStore, ...]":
        """List the stores of this inbox: the team's if there is one, then the supervisor's own file.

        Raises RecordsError.
        """
        return (self.stores.store, self.stores.own_file) if self.stores.has_team_store else (self.stores.own_file,)

    def _list_begun_stores(self) -> "Iterator[SubmissionStore]":
        """List the stores that are there: only to read, no own file is made. Raises RecordsError."""
        if self.stores.has_team_store:
            yield self.stores.store
        if self.stores.has_own_file:
            yield self.stores.own_file

    def _is_store(self, lies: "SubmissionStore | None") -> bool:
        return self.stores.has_team_store and lies is self.stores.store

    def _find_store(self, key: str) -> "SubmissionStore | None":
        """Return the store that holds a submission; None if no store has it."""
        return next((lies for lies in self._list_stores() if any(self._list_rows(lies, key))), None)

    def _require_store(self, key: str) -> "SubmissionStore":
        """Return the store that holds a submission.

        Raises NotKnown where it was withdrawn meanwhile.
        """
        if lies := self._find_store(key):
            return lies
        if self.stores.has_team_store:
            raise NotKnown(
                say("Whoever brought this has withdrawn it."), say("So nothing was handed back."), title=say(NOT_HERE)
            )
        put_away = say("This is no longer on your desk: it was put away.")
        raise NotKnown(put_away, say("Take the file in again to answer it."), title=say(NOT_HERE))

    def _list_rows(
        self, lies: "SubmissionStore", key: str = "", *, answered: bool = False
    ) -> "Iterator[StoredSubmission]":
        """List the rows of one store; expired ones of the supervisor's own file are deleted.

        Args:
            lies: the store.
            key: the id of a single submission; empty for all.
            answered: whether to list only those that have a review.
        """
        for row in lies.to_me(key, answered=answered):
            lay_long = self.practice.clock() - row.at > PUT_AWAY_AFTER
            if lay_long and not row.spoilt and not self._is_store(lies):
                try:
                    item = self._make_item(row, lies)
                    self.actions.keep_promise(item.id, item.response, item.mark)
                    lies.withdraw(row.id)
                except (CopyStays, RecordsUnwritable):
                    yield row  # a damaged copy of it, or its action, cannot be written: all stays until the next time
            else:
                yield row

    def _find_safeguard(self, response: Review) -> Safeguard:
        """Return the gate that stops real people's details in a review; it knows the script's words."""

        def find_known_words() -> frozenset[str]:
            try:
                brought = self.find_item(response.brought).brought
            except CoachError:  # it is not here, so none of its words are known
                return frozenset()
            return self.collect_known_words(brought) if brought else frozenset()

        return self._gates.setdefault(response.brought, Safeguard(find_known_words))

    def _hold(self, response: Review, confirmed: Collection[Question]) -> None:
        self._find_safeguard(response).hold_shared_words(collect_own_words(response), confirmed)

    def _collect_kept_words(self, key: str) -> frozenset[str]:
        """Collect the texts of a review that are stored already: they passed the gate before."""
        try:
            said = self.find_item(key).response
        except CoachError:
            said = None
        draft = self._drafts.find(key)
        kept = (said, draft.response if draft else None)
        return frozenset(text for response in kept if response for text in collect_own_words(response))

    def _write_review(self, response: Review, lies: "SubmissionStore") -> None:
        lies.respond(response.brought, self.practice.clock(), serialize_handed_over(response))

    def _list_reviews(self) -> Iterator[Review]:
        return (item.response for item in self._list_reviewed_items() if item.response)

    def _list_reviewed_items(self) -> Iterator[InboxItem]:
        return (
            self._make_item(row, lies)
            for lies in self._list_begun_stores()
            for row in self._list_rows(lies, answered=True)
        )

    def _make_item(self, handed: "StoredSubmission", lies: "SubmissionStore") -> InboxItem:
        try:
            taken = parse_handed_over(handed.body.encode(), say("What was brought"))
            brought = taken.found if isinstance(taken.found, Submission) else None
            unread = taken.unread
        except CoachError as error:
            brought, unread = None, (str(error),)
        said = _parse_review(handed.said) if handed.said else None
        if handed.spoilt:
            unread = (*unread, handed.spoilt)
        if handed.said and said is None:
            unread = (*unread, say(REVIEW_UNREADABLE))
        who, draft = brought.who if brought else "", self._drafts.find(handed.id)
        shared = self._is_store(lies)
        login = handed.owner if shared else ""
        exercise = name_exercise(self.practice.library, brought.exercise) if brought else ""
        return InboxItem(handed.id, who, handed.at, brought, unread, said, draft, shared, login, exercise=exercise)


def _parse_review(body: str) -> Review | None:
    """Parse a stored review; None if it cannot be read, so that it hides none of the others."""
    try:
        content = parse_handed_over(body.encode(), say("What was said to it")).found
    except HandedOverUnreadable:
        return None
    return content if isinstance(content, Review) else None
