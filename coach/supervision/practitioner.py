"""The practitioner's side of supervision: submitting, withdrawing, and receiving reviews."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from coach.content.validation import load_reflection_models
from coach.debrief.builder import build_debrief
from coach.debrief.first_page import AGAIN, BACK, CardKind
from coach.debrief.page_builder import make_page_key
from coach.debrief.render import Block
from coach.debrief.report import INTENTION, OpeningOutcome, combine_reflections
from coach.debrief.speech import join_names
from coach.errors import CoachError, HandedOverUnreadable, NotKnown, NotNow, OlderReview, RecordsError
from coach.language.catalogue import ENGLISH, say, speak
from coach.model.events import Began, BroughtAlong, CameBack, Reflected
from coach.model.submission import OwnWords, Review, Submission
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import Question
from coach.practice.service import PracticeService
from coach.records.paths import HANDED_OVER, fit_ending, write_export
from coach.rehearsal.history import replay
from coach.supervision.agenda import format_day
from coach.supervision.documents import DOCUMENT_ENDINGS, save_blocks
from coach.supervision.exercises import name_exercise, parse_exercise
from coach.supervision.importing import is_part_of, parse_handed_over, serialize_handed_over
from coach.supervision.reflection import (
    ASKED_BACK,
    PastRehearsal,
    draft_learning_record,
    find_last_review,
    list_earlier_answers,
    list_questions,
    list_reviews,
    list_shareable_reflections,
    pair_answers,
    quote_chosen_lines,
)
from coach.supervision.stores import NO_STORE, SubmissionStores
from coach.supervision.submissions import SubmissionChoice, lay_out_submission, make_submission

if TYPE_CHECKING:
    from coach.records.submission_store import SubmissionStore


# --- Looking for reviews in a team's store


class ReviewLookup:
    """A lookup of new reviews in the team's store, which changes nothing. Safe in a thread."""

    def __init__(self, table: SubmissionStores) -> None:
        """Look in these stores, which no other code may use at the same time."""
        self.stores = table

    @property
    def has_team_store(self) -> bool:
        """Whether there is a team's store to look in."""
        return self.stores.has_team_store

    def find_reviews(self, brought: tuple[str, ...] | None = None) -> tuple[Review, ...]:
        """Find the reviews of submissions. Raises RecordsError.

        Args:
            brought: the submissions' ids; None for all of this login.
        """
        if not self.has_team_store:
            return ()
        store = self.stores.store
        if brought is None:
            me = store.me()
            brought = tuple(submission.id for submission in store.read_submissions() if submission.owner == me)
        return find_reviews(store, brought)

    def find_stranded(self) -> frozenset[str]:
        """Find the ids of this login's submissions that no supervisor can read any more.

        Their supervisor left, or was taken out of the team's store. Raises RecordsError.
        """
        return find_stranded(self.stores.store) if self.has_team_store else frozenset()

    def find_given(self) -> tuple[tuple[str, str], ...]:
        """Find the titles of exercises that were given to this login, each with its giver's login.

        One that cannot be read is left out; the list of exercises says so. Raises RecordsError.
        """
        if not self.has_team_store:
            return ()
        me, titles = self.stores.store.me(), list[tuple[str, str]]()
        for row in self.stores.store.read_exercises():
            with suppress(CoachError):
                titles.append((parse_exercise(row.body).title, "" if row.author == me else row.author))
        return tuple((title, author) for title, author in titles if author)

    def close(self) -> None:
        """Close the connection."""
        self.stores.close()


def find_stranded(store: "SubmissionStore") -> frozenset[str]:
    """Find the ids of this login's submissions whose supervisor reads nothing any more."""
    me, readers = store.me(), frozenset(store.readers())
    return frozenset(row.id for row in store.read_submissions() if row.owner == me and row.reader not in readers)


def find_reviews(store: "SubmissionStore", brought: Iterable[str]) -> tuple[Review, ...]:
    """Find the reviews of submissions; one that cannot be read hides none of the others.

    Args:
        store: The store to look in.
        brought: The submissions' ids.
    """
    return tuple(said for said in _read_reviews(store, brought) if said)


def count_unreadable_reviews(store: "SubmissionStore", brought: Iterable[str]) -> int:
    """Count the reviews of submissions that cannot be read."""
    return sum(said is None for said in _read_reviews(store, brought))


def _read_reviews(store: "SubmissionStore", brought: Iterable[str]) -> Iterator[Review | None]:
    """Yield every review of submissions; None for one that cannot be read."""
    for key in brought:
        for body in store.responses(key):
            try:
                said = parse_handed_over(body.encode(), say("The answer")).found
            except HandedOverUnreadable:
                yield None
            else:
                yield said if isinstance(said, Review) else None


# --- Submitting, withdrawing and taking in reviews

MOST_TRIED = 20
"""Rehearsals that `my_practice` looks back on; earlier ones have their own debriefs."""
MAKE_ROOM = "Once it can be kept again, bring it then."
MORE_HERE = "You have an answer to that, of {before}, with {lost}. This one, of {now}, has none."
NEWER_HERE = "You have a newer answer to that, of {newer}. This one is of {older}."
ENDING = HANDED_OVER
"""What a file that is handed over ends in."""


def is_document(file: Path) -> bool:
    """Whether a file is a page or a document by its ending: words to read or print, and no more."""
    return file.suffix.casefold() in DOCUMENT_ENDINGS


class SubmissionService:
    """A practitioner's submissions: previewed, made, withdrawn, and their reviews received.

    Only what `preview` returned is ever handed over.
    """

    def __init__(self, practice: PracticeService, table: SubmissionStores) -> None:
        self.practice = practice
        self.stores = table

    @speak(ENGLISH)  # others read it
    def preview(self, rehearsal: Rehearsal, choice: SubmissionChoice, attempt: int = 0) -> Submission:
        """Return exactly what would be handed over, without handing it over.

        Args:
            rehearsal: the rehearsal.
            choice: what the practitioner wants to submit.
            attempt: the attempt; 0 for the last.

        Raises:
            NotNow: there is nothing to hand over yet.
        """
        return make_submission(
            choice,
            rehearsal.debrief(attempt),
            rehearsal.story,
            key=f"{self.practice.new_id()}{self.practice.new_id()}",
            day=self.practice.clock().date(),
            rubric=rehearsal.script.dialogue.rubric,
            reflections=self.collect_own_words(rehearsal, attempt or rehearsal.attempt.number),
            subjects=rehearsal.page(attempt).list_cards(CardKind.SUBJECT),
        )

    def collect_own_words(self, rehearsal: Rehearsal, attempt: int = 0) -> tuple[OwnWords, ...]:
        """Collect the practitioner's reflections on a rehearsal, each with its question.

        Args:
            rehearsal: the rehearsal.
            attempt: the attempt whose lines go along; what was said of the lines of others is left out. 0 for all.
        """
        reflections = list_shareable_reflections(rehearsal)
        others = {
            make_page_key(question, other.number)
            for question in (AGAIN, BACK)
            for other in rehearsal.story.attempts
            if attempt and other.number != attempt
        }
        own = tuple(event for event in reflections if event.on not in others)
        return pair_answers(tuple(quote_chosen_lines(rehearsal, own)), load_reflection_models())

    def submit_to_file(
        self, rehearsal: Rehearsal, brought: Submission, file: Path, *, confirmed: Collection[Question] = ()
    ) -> Path:
        """Write a submission to a file that others can read, and return its path.

        A file that ends in .html, .docx, .txt or .md is a page or a document of its words, which no coach takes in. The
        rehearsal notes it first: without a note it could not be said later, withdrawn, nor its review be imported.

        Args:
            rehearsal: the rehearsal.
            brought: what `preview` returned.
            file: the path; without an ending it is a file for a supervisor's coach.
            confirmed: the questions that were asked about it and answered with "as it is".

        Raises:
            NotNow: the rehearsal cannot be stored just now.
            WordsHeld: it may hold a real person's details, which is asked about first.
            RecordsError: the file cannot be written, or its name ends in something else.
        """
        file = fit_ending(file, (ENDING, ".json", *DOCUMENT_ENDINGS))
        rehearsal.brought_along(brought, confirmed=confirmed)
        try:
            # A submission that is noted in memory only could not be withdrawn after the program is closed.
            if rehearsal.not_kept:
                raise NotNow(
                    say("{not_kept} So nothing was handed over.", not_kept=rehearsal.not_kept),
                    say(MAKE_ROOM),
                    title=say("Not just now"),
                )
            if is_document(file):
                return self.save_document(rehearsal, brought, file, confirmed=confirmed)
            return write_export(file, serialize_handed_over(brought), for_others=True)
        except CoachError:
            # The note is an event that cannot be deleted, so it is taken back by another.
            rehearsal.brought_along(brought, withdrawn=True)
            raise

    def submit_as_text(self, rehearsal: Rehearsal, brought: Submission, *, confirmed: Collection[Question] = ()) -> str:
        """Return the text of a submission file for a browser to save, and note it first.

        Args:
            rehearsal: the rehearsal.
            brought: what `preview` returned.
            confirmed: the questions that were asked about it and answered with "as it is".

        Raises:
            NotNow: the rehearsal cannot be stored just now.
            WordsHeld: it may hold a real person's details, which is asked about first.
        """
        rehearsal.brought_along(brought, confirmed=confirmed)
        if rehearsal.not_kept:
            rehearsal.brought_along(brought, withdrawn=True)
            raise NotNow(
                say("{not_kept} So nothing was handed over.", not_kept=rehearsal.not_kept),
                say(MAKE_ROOM),
                title=say("Not just now"),
            )
        return serialize_handed_over(brought)

    def submit_to_supervisor(
        self, rehearsal: Rehearsal, brought: Submission, reader: str, *, confirmed: Collection[Question] = ()
    ) -> None:
        """Send a submission to a supervisor through the team's store.

        The rehearsal notes it first, so that it can be withdrawn whatever happens then.

        Args:
            rehearsal: the rehearsal.
            brought: what `preview` returned.
            reader: the supervisor's login.
            confirmed: the questions that were asked about it and answered with "as it is".

        Raises:
            NotKnown: no supervisor has that login.
            NotNow: nothing can be stored, or there is no team's store.
            WordsHeld: it may hold a real person's details, which is asked about first.
            RecordsError: the store cannot be written.
        """
        if not self.practice.keeping.lasting:
            why = say("Nothing can be kept just now, so it could not be withdrawn later.")
            raise NotNow(why, say(MAKE_ROOM), title=say("Not just now"))
        self._require_reader(reader)
        store = self.stores.store
        rehearsal.brought_along(brought, reader, confirmed=confirmed)
        try:
            store.bring(brought.id, reader, self.practice.clock(), serialize_handed_over(brought))
        except RecordsError:
            rehearsal.brought_along(brought, reader, withdrawn=True)
            raise

    def _require_reader(self, reader: str) -> None:
        """Raise NotNow without a team's store, NotKnown where no supervisor there has that login."""
        if not self.stores.has_team_store:
            raise NotNow(
                say("No team's store is in use here."),
                say("Make a file instead, and give it to them."),
                title=say(NO_STORE),
            )
        if reader not in (readers := self.stores.store.readers()):
            there = say("There are: {readers}.", readers=", ".join(readers) or "none yet")
            raise NotKnown(say("There is no supervisor of that login."), there, title=say("No such login"))

    def bring_to_another(
        self, rehearsal: Rehearsal, key: str, reader: str, *, confirmed: Collection[Question] = ()
    ) -> None:
        """Withdraw a submission and send the same to another supervisor, as when the first has left.

        What came back so far stays with the rehearsal. If the second step fails, the submission is withdrawn.

        Args:
            rehearsal: the rehearsal.
            key: the submission's id.
            reader: the other supervisor's login.
            confirmed: the questions that were asked about it and answered with "as it is".

        Raises:
            NotKnown: the submission is withdrawn already, or no supervisor has that login.
            NotNow: it lies with that supervisor already, or nothing can be stored.
            RecordsError: the store cannot be written.
        """
        event = _find_submission(rehearsal, key)
        self._require_reader(reader)
        if event.to == reader:
            raise NotNow(
                say("It lies with {reader} already.", reader=reader),
                say("Choose another supervisor."),
                title=say("Already there"),
            )
        self.withdraw(rehearsal, key)
        self.submit_to_supervisor(rehearsal, event.brought, reader, confirmed=confirmed)

    def list_stranded(self, rehearsal: Rehearsal) -> tuple[BroughtAlong, ...]:
        """List the submissions of a rehearsal that no supervisor can read. Raises RecordsError."""
        if not self.stores.has_team_store or not any(event.to for event in rehearsal.story.brought):
            return ()
        stranded = find_stranded(self.stores.store)
        return tuple(event for event in rehearsal.story.brought if event.brought.id in stranded)

    def has_brought(self, rehearsal: str, which: Collection[str]) -> bool:
        """Return whether any of the submissions is of this rehearsal and not withdrawn.

        Args:
            rehearsal: the rehearsal's id.
            which: the submissions' ids.
        """
        happened = self.practice.keeping.store.read(rehearsal)
        last = {event.brought.id: event for event in happened if isinstance(event, BroughtAlong)}
        return any(key in which and not event.withdrawn for key, event in last.items())

    def withdraw(self, rehearsal: Rehearsal, key: str) -> None:
        """Withdraw a submission, with its review in the team's store. Raises NotKnown.

        A review that came back is the practitioner's: it is first stored with the rehearsal, and stays there.
        """
        event = _find_submission(rehearsal, key)
        if event.to:
            # First, because withdrawing deletes the reviews in the store.
            self.keep_reviews(rehearsal, find_reviews(self.stores.store, (key,)))
            with suppress(NotKnown):  # it is gone already
                self.stores.store.withdraw(key)
        rehearsal.brought_along(event.brought, event.to, withdrawn=True)

    def import_review(self, response: Review, *, damaged: bool = False, older: bool = False) -> Rehearsal:
        """Store a review from a file with the rehearsal that it is about, and return the rehearsal.

        Args:
            response: the review.
            damaged: whether parts of the file could not be read.
            older: whether it takes the place of a newer one; asked about before.

        Raises:
            NotKnown: no rehearsal has that submission.
            OlderReview: a newer one is stored already, or one with words that this one would take away.
            NotNow: it says less than a copy that is stored already.
        """
        for summary in self.practice.rehearsals():
            with suppress(RecordsError):  # one that cannot be read is not the one that anything was brought from
                happened = self.practice.keeping.store.read(summary.id)
                if any(isinstance(event, BroughtAlong) and event.brought.id == response.brought for event in happened):
                    rehearsal = self.practice.go_on(summary.id)
                    if all(event.brought.id != response.brought for event in rehearsal.story.brought):
                        withdrawn = say("You have withdrawn what that speaks of.")
                        raise NotKnown(withdrawn, say("Nothing was changed."), title=HandedOverUnreadable.title)
                    if response != (before := find_last_review(rehearsal, response.brought)):
                        _refuse_lesser_copy(response, before, damaged)
                        if before and response.at < before.at and not older:
                            raise OlderReview(say(NEWER_HERE, newer=_name_moment(before), older=_name_moment(response)))
                        if before and not older and (lost := _list_lost(before, response)):
                            of = {"before": _name_moment(before), "now": _name_moment(response)}
                            raise OlderReview(say(MORE_HERE, lost=join_names(lost), **of)).as_lesser()
                        rehearsal.came_back(response)
                    return rehearsal
        not_here = say("That speaks of something you did not bring, or no longer have.")
        raise NotKnown(not_here, say("Nothing was changed."), title=HandedOverUnreadable.title)

    def fetch(self, rehearsal: Rehearsal) -> int:
        """Fetch new reviews of a rehearsal's submissions from the team's store; return how many."""
        brought = tuple(event.brought.id for event in rehearsal.story.brought if event.to)
        return self.keep_reviews(rehearsal, find_reviews(self.stores.store, brought)) if brought else 0

    def count_unreadable_reviews(self, rehearsal: Rehearsal) -> int:
        """Count the reviews of a rehearsal's submissions in the team's store that cannot be read."""
        return count_unreadable_reviews(
            self.stores.store, (event.brought.id for event in rehearsal.story.brought if event.to)
        )

    def keep_reviews(self, rehearsal: Rehearsal, came_back: Iterable[Review]) -> int:
        """Store reviews with the rehearsal that was submitted; return how many were new.

        Args:
            rehearsal: The rehearsal.
            came_back: The reviews; those of other rehearsals are passed over.
        """
        brought = {event.brought.id for event in rehearsal.story.brought}
        new = 0
        for response in came_back:
            if response.brought in brought and _is_new(response, list_reviews(rehearsal.story.came_back)):
                rehearsal.came_back(response)
                new += 1
        return new

    def has_new_reviews(self, rehearsal: str, came_back: Iterable[Review]) -> bool:
        """Return whether any of the reviews is of this rehearsal and not stored with it yet.

        Args:
            rehearsal: the rehearsal's id.
            came_back: the reviews.
        """
        happened = self.practice.keeping.store.read(rehearsal)
        brought = {event.brought.id for event in happened if isinstance(event, BroughtAlong) and not event.withdrawn}
        heard = list_reviews(tuple(event for event in happened if isinstance(event, CameBack)))
        return any(review.brought in brought and _is_new(review, heard) for review in came_back)

    def name_exercise(self, brought: Submission) -> str:
        """Return the title of the exercise that goes along, or its id; empty where none does."""
        return name_exercise(self.practice.library, brought.exercise)

    def save_document(
        self, rehearsal: Rehearsal, brought: Submission, file: Path, *, confirmed: Collection[Question] = ()
    ) -> Path:
        """Save a submission and its review as an HTML page or a Word document, and return its path.

        Raises RecordsError.

        Args:
            rehearsal: The rehearsal.
            brought: The submission.
            file: The path; its ending decides on the form.
            confirmed: The questions that were asked about it and answered with "as it is".
        """
        rehearsal.hold_brought(brought, confirmed)
        response = find_last_review(rehearsal, brought.id)
        blocks = lay_out_submission(brought, response, rehearsal.rubric, self.name_exercise(brought))
        return save_blocks(blocks, file, "Brought to supervision", for_others=True)

    @speak(ENGLISH)  # it is written to be saved, and a document says that it is in English
    def draft_learning_record(self, rehearsal: Rehearsal, brought: Submission) -> tuple[Block, ...]:
        """Draft an entry for the practitioner's own record of learning, which goes to nobody.

        Answers to what came back from supervision stand under the heading of peer reflection.
        """
        own = tuple(quote_chosen_lines(rehearsal, list_shareable_reflections(rehearsal)))
        last = {event.on: event for event in own if not event.on.startswith(ASKED_BACK)}
        last = {on: event for on, event in last.items() if event.words}
        kept = tuple(zip(last, pair_answers(tuple(last.values()), load_reflection_models()), strict=True))
        began, response = rehearsal.beginning, find_last_review(rehearsal, brought.id)
        draft = draft_learning_record(
            brought,
            kept,
            written=self.practice.clock().date(),
            rehearsed=began.at.astimezone().date(),
            title=rehearsal.script.dialogue.title,
            intention=began.intention,
            came_back=response is not None,
            came_back_on=response.at.astimezone().date() if response else None,
            asked=(*list_questions(rehearsal, brought.id), *list_earlier_answers(rehearsal, brought.id)),
        )
        return tuple(draft)

    def save_learning_record(self, draft: Iterable[Block], file: Path) -> Path:
        """Save the draft as an HTML page or a Word document that only the practitioner can read.

        Raises RecordsError.
        """
        return save_blocks(draft, file, "Draft for my record of learning")

    def list_past_rehearsals(self) -> tuple[PastRehearsal, ...]:
        """List the practitioner's latest rehearsals that can be read, with their openings."""
        return self.add_openings(self.list_tried())

    def list_tried(self) -> tuple[PastRehearsal, ...]:
        """List the same without their openings, which takes no reading of a scenario."""
        tried: list[PastRehearsal] = []
        for summary in self.practice.rehearsals():
            if summary.replies and len(tried) < MOST_TRIED:
                with suppress(CoachError):  # one that cannot be read here is left out
                    cover = self.practice.library.cover(summary.scenario)
                    events = self.practice.keeping.store.read(summary.id)
                    began = next((event for event in events if isinstance(event, Began)), None)
                    said = [e.words for e in events if isinstance(e, Reflected) and e.on == INTENTION]
                    key, exercise = began.exercise if began else "", ""
                    with suppress(CoachError):  # one that is not here any more has no title
                        exercise = self.practice.library.exercise(key).title if key else ""
                    tried.append(
                        PastRehearsal(
                            id=summary.id,
                            day=summary.began.astimezone().date(),
                            title=cover.title,
                            you_are=cover.you_are,
                            intention=began.intention if began else "",
                            happened=combine_reflections(said),
                            exercise=exercise,
                            time=f"{summary.began.astimezone():%H:%M}",
                        )
                    )
        return tuple(tried)

    def add_openings(self, tried: Iterable[PastRehearsal]) -> tuple[PastRehearsal, ...]:
        """Return past rehearsals with their openings, for which each scenario is read."""
        return tuple(replace(past, openings=self._find_openings(past.id)) for past in tried)

    def _find_openings(self, rehearsal: str) -> tuple[OpeningOutcome, ...]:
        """Find the openings of a rehearsal, the last attempt first.

        None where its scenario cannot be read any more.
        """
        try:
            events = self.practice.keeping.store.read(rehearsal)
            began = next((event for event in events if isinstance(event, Began)), None)
            if began is None:
                return ()
            script = self.practice.script(began.scenario)
            rubric = self.practice.library.rubric(script.dialogue.rubric)
            history = replay(script, events)
            attempts = [attempt.number for attempt in reversed(history.attempts) if attempt.replies()]
            outcomes = [one for n in attempts for one in build_debrief(script, rubric, history, attempt=n).openings]
            # What was said once, before a line was said again, is in both attempts.
            return tuple({(one.about, one.standing, one.quote): one for one in reversed(outcomes)}.values())[::-1]
        except CoachError:
            return ()


def _list_lost(before: Review, response: Review) -> list[str]:
    """List in words what an answer has of which a later one of the same writer has nothing.

    A comment that was changed, or one of several that was taken back, is no loss: they wrote it so.

    Args:
        before: the answer that is stored.
        response: the later one.
    """
    if before.who != response.who:
        return []  # another supervisor's stands beside it
    lost = [say("comments")] if before.comments and not response.comments else []
    return [*lost, *([say("something that they will do")] if before.action and not response.action else [])]


def _refuse_lesser_copy(response: Review, before: Review | None, damaged: bool) -> None:
    """Raise NotNow if a damaged or shortened copy of a review would replace a better one.

    Args:
        response: the copy.
        before: the review that is stored; None if there is none.
        damaged: whether parts of the copy could not be read.
    """
    if before and (damaged or response.at == before.at) and not is_part_of(before, response):
        raise NotNow(
            say("What came back is here already, and in this copy of it something is missing."),
            say("What is here stays. Ask for the file again if it should say something else."),
            title=say("Already here"),
        )


def _name_moment(review: Review) -> str:
    """Name the day and the time at which a review was handed back."""
    at = review.at.astimezone()
    return f"{format_day(at.date())}, {at:%H:%M}"


def _is_new(response: Review, heard: Collection[Review]) -> bool:
    """Return whether a review in the team's store is new, and none of its writer's is later.

    A later one may have come as a file, which is not laid in the store too.

    Args:
        response: the review.
        heard: the reviews that are stored with the rehearsal.
    """
    later = (
        one for one in heard if (one.brought, one.who) == (response.brought, response.who) and one.at > response.at
    )
    return response not in heard and not any(later)


def _find_submission(rehearsal: Rehearsal, key: str) -> BroughtAlong:
    brought_event = next((event for event in rehearsal.story.brought if event.brought.id == key), None)
    if brought_event is None:
        gone = say("That was not brought from this rehearsal, or is withdrawn already.")
        raise NotKnown(gone, title=say("Nothing to withdraw"))
    return brought_event
