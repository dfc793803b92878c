"""The practitioner's side of supervision: submitting, withdrawing, and taking in reviews."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from coach.content.validation import load_reflection_models
from coach.debrief.builder import build_debrief
from coach.debrief.render import Block
from coach.debrief.report import INTENTION
from coach.errors import CoachError, HandedOverUnreadable, NotKnown, NotNow, RecordsError
from coach.model.events import BroughtAlong, CameBack, Reflected
from coach.model.submission import OwnWords, Review, Submission
from coach.practice.export import HANDED_OVER, write_export
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import Question
from coach.practice.service import PracticeService
from coach.rehearsal.history import replay
from coach.supervision.documents import save_blocks
from coach.supervision.importing import is_part_of, parse_handed_over, serialize_handed_over
from coach.supervision.reflection import KEPT_UNDER, PastRehearsal, draft_learning_record, pair_answers
from coach.supervision.stores import NO_STORE, SubmissionStores
from coach.supervision.submissions import SubmissionChoice, lay_out_submission, make_submission

if TYPE_CHECKING:
    from coach.records.submission_store import SubmissionStore


# --- Looking for reviews in a team's store


class ReviewLookup:
    """A look in the team's store for new reviews, which changes nothing. Safe in a thread."""

    def __init__(self, table: SubmissionStores) -> None:
        """`table`: one that nothing else uses."""
        self.stores = table

    @property
    def has_team_store(self) -> bool:
        """Whether there is a store to look in."""
        return self.stores.has_team_store

    def find_reviews(self, brought: tuple[str, ...] | None = None) -> tuple[Review, ...]:
        """Find the reviews of these submissions, or of all of this login. Raises RecordsError."""
        if not self.has_team_store:
            return ()
        store = self.stores.store
        if brought is None:
            me = store.me()
            brought = tuple(each.id for each in store.read_submissions() if each.owner == me)
        return find_reviews(store, brought)

    def close(self) -> None:
        """Let go of the connection."""
        self.stores.close()


def find_reviews(store: "SubmissionStore", brought: Iterable[str]) -> tuple[Review, ...]:
    """Find the reviews of these submissions; one that cannot be read hides none of the others."""
    return tuple(said for said in _read_reviews(store, brought) if said)


def count_unreadable_reviews(store: "SubmissionStore", brought: Iterable[str]) -> int:
    """How many answers to these things lie there that cannot be read."""
    return sum(said is None for said in _read_reviews(store, brought))


def _read_reviews(store: "SubmissionStore", brought: Iterable[str]) -> Iterator[Review | None]:
    """Every answer to these things; None for one that cannot be read."""
    for key in brought:
        for body in store.responses(key):
            try:
                said = parse_handed_over(body.encode(), "The answer").found
            except HandedOverUnreadable:
                yield None
            else:
                yield said if isinstance(said, Review) else None


# --- Submitting, withdrawing and taking in reviews

MOST_TRIED = 20
"""Rehearsals that `my_practice` looks back on; earlier ones have their own debriefs."""
MAKE_ROOM = "Once it can be kept again, bring it then."
ENDING = HANDED_OVER
"""What a file that is handed over ends in."""


class SubmissionService:
    """The practitioner's submissions. Only what `preview` returned is ever handed over."""

    def __init__(self, practice: PracticeService, table: SubmissionStores) -> None:
        self.practice = practice
        self.stores = table

    def preview(self, rehearsing: Rehearsal, choice: SubmissionChoice, attempt: int = 0) -> Submission:
        """Exactly what would be handed over. Raises NotNow where there is nothing to hand over yet."""
        return make_submission(
            choice,
            rehearsing.debrief(attempt),
            rehearsing.story,
            key=f"{self.practice.new_id()}{self.practice.new_id()}",
            day=self.practice.clock().date(),
            rubric=rehearsing.script.dialogue.rubric,
            reflections=self.collect_own_words(rehearsing),
        )

    def collect_own_words(self, rehearsing: Rehearsal) -> tuple[OwnWords, ...]:
        """Collect what the practitioner wrote afterwards, each with its question."""
        return pair_answers(_list_shareable_reflections(rehearsing), load_reflection_models())

    def submit_to_file(
        self, rehearsing: Rehearsal, brought: Submission, file: Path, *, confirmed: Collection[Question] = ()
    ) -> Path:
        """Hand a submission over as a file that others can read. Raises NotNow, WordsHeld or more.

        It is noted first: what is not noted could not be withdrawn, nor its answer be taken in.
        """
        rehearsing.brought_along(brought, confirmed=confirmed)
        try:
            if rehearsing.not_kept:
                raise NotNow(f"{rehearsing.not_kept} So nothing was handed over.", MAKE_ROOM, title="Not just now")
            return write_export(file, serialize_handed_over(brought), for_others=True)
        except CoachError:
            rehearsing.brought_along(brought, withdrawn=True)
            raise

    def submit_to_supervisor(
        self, rehearsing: Rehearsal, brought: Submission, reader: str, *, confirmed: Collection[Question] = ()
    ) -> None:
        """Hand a submission over to a supervisor in the team's store.

        Raises NotKnown, NotNow, WordsHeld or RecordsError.

        It is noted first, so that whatever happens then can be withdrawn.
        """
        if not self.practice.keeping.lasting:
            why = "Nothing can be kept just now, so it could not be withdrawn later."
            raise NotNow(why, MAKE_ROOM, title="Not just now")
        if not self.stores.has_team_store:
            raise NotNow("No team's store is in use here.", "Make a file instead, and give it to them.", title=NO_STORE)
        store = self.stores.store
        if reader not in (readers := store.readers()):
            there = f"There are: {', '.join(readers) or 'none yet'}."
            raise NotKnown("There is no supervisor of that login.", there, title="No such login")
        rehearsing.brought_along(brought, reader, confirmed=confirmed)
        try:
            store.bring(brought.id, reader, self.practice.clock(), serialize_handed_over(brought))
        except RecordsError:
            rehearsing.brought_along(brought, reader, withdrawn=True)
            raise

    def withdraw(self, rehearsing: Rehearsal, key: str) -> None:
        """Withdraw a submission, from the team's store with its review there. Raises NotKnown.

        What came back is the practitioner's, and stays with the rehearsal: it is kept first.
        """
        event = _find_submission(rehearsing, key)
        if event.to:
            self.keep_reviews(rehearsing, find_reviews(self.stores.store, (key,)))
            with suppress(NotKnown):  # it is gone already
                self.stores.store.withdraw(key)
        rehearsing.brought_along(event.brought, event.to, withdrawn=True)

    def import_review(self, response: Review, *, damaged: bool = False) -> Rehearsal:
        """Keep what came back with the rehearsal that it speaks of. Raises NotKnown.

        Raises NotNow where it says less than a copy that is here: `damaged`, or changed since it was handed back.
        """
        for summary in self.practice.rehearsals():
            with suppress(RecordsError):  # one that cannot be read is not the one that anything was brought from
                happened = self.practice.keeping.store.read(summary.id)
                if any(isinstance(each, BroughtAlong) and each.brought.id == response.brought for each in happened):
                    rehearsing = self.practice.go_on(summary.id)
                    if all(event.brought.id != response.brought for event in rehearsing.story.brought):
                        withdrawn = "You have withdrawn what that speaks of."
                        raise NotKnown(withdrawn, "Nothing was changed.", title=HandedOverUnreadable.title)
                    if response not in _list_reviews(rehearsing.story.came_back):
                        _refuse_lesser_copy(response, find_last_review(rehearsing, response.brought), damaged)
                        rehearsing.came_back(response)
                    return rehearsing
        not_here = "That speaks of something you did not bring, or no longer have."
        raise NotKnown(not_here, "Nothing was changed.", title=HandedOverUnreadable.title)

    def fetch(self, rehearsing: Rehearsal) -> int:
        """Look in the team's store for what was said to what was brought; how many things were new."""
        brought = tuple(event.brought.id for event in rehearsing.story.brought if event.to)
        return self.keep_reviews(rehearsing, find_reviews(self.stores.store, brought)) if brought else 0

    def count_unreadable_reviews(self, rehearsing: Rehearsal) -> int:
        """How many answers to what was brought from it lie in the team's store and cannot be read."""
        return count_unreadable_reviews(
            self.stores.store, (event.brought.id for event in rehearsing.story.brought if event.to)
        )

    def keep_reviews(self, rehearsing: Rehearsal, came_back: Iterable[Review]) -> int:
        """Store reviews with the rehearsal that was submitted; return how many were new."""
        brought = {event.brought.id for event in rehearsing.story.brought}
        new = 0
        for response in came_back:
            if response.brought in brought and response not in _list_reviews(rehearsing.story.came_back):
                rehearsing.came_back(response)
                new += 1
        return new

    def has_new_reviews(self, rehearsal: str, came_back: Iterable[Review]) -> bool:
        """Return whether any of these reviews is of this rehearsal and not kept with it yet."""
        happened = self.practice.keeping.store.read(rehearsal)
        brought = {each.brought.id for each in happened if isinstance(each, BroughtAlong) and not each.withdrawn}
        heard = _list_reviews(tuple(each for each in happened if isinstance(each, CameBack)))
        return any(each.brought in brought and each not in heard for each in came_back)

    def save_document(
        self, rehearsing: Rehearsal, brought: Submission, file: Path, *, confirmed: Collection[Question] = ()
    ) -> Path:
        """Save a submission and its review as a page or a document. Raises RecordsError."""
        rehearsing.hold_brought(brought, confirmed)
        response = find_last_review(rehearsing, brought.id)
        blocks = lay_out_submission(brought, response, rehearsing.rubric)
        return save_blocks(blocks, file, "Brought to supervision", for_others=True)

    def draft_learning_record(self, rehearsing: Rehearsal, brought: Submission) -> tuple[Block, ...]:
        """A draft for one's own record of learning, to look at and to save. It goes to nobody."""
        last = {event.on: event for event in _list_shareable_reflections(rehearsing)}
        kept = tuple(zip(last, pair_answers(tuple(last.values()), load_reflection_models()), strict=True))
        began = rehearsing.beginning
        draft = draft_learning_record(
            brought,
            kept,
            written=self.practice.clock().date(),
            rehearsed=began.at.astimezone().date(),
            title=rehearsing.script.dialogue.title,
            intention=began.intention,
            came_back=any(event.response.brought == brought.id for event in rehearsing.story.came_back),
        )
        return tuple(draft)

    def save_learning_record(self, draft: Iterable[Block], file: Path) -> Path:
        """The draft as a page or a document that only its writer can read. Raises RecordsError."""
        return save_blocks(draft, file, "Draft for my record of learning")

    def list_past_rehearsals(self) -> tuple[PastRehearsal, ...]:
        """List the practitioner's latest rehearsals that can be read."""
        found: list[PastRehearsal] = []
        for summary in self.practice.rehearsals():
            if summary.replies and len(found) < MOST_TRIED:
                with suppress(CoachError):  # one that cannot be read here is left out
                    script = self.practice.script(summary.scenario)
                    story = replay(script, self.practice.keeping.store.read(summary.id))
                    rubric = self.practice.library.rubric(script.dialogue.rubric)
                    found.append(PastRehearsal(summary.began.date(), build_debrief(script, rubric, story)))
        return tuple(found)


def find_last_review(rehearsing: Rehearsal, key: str) -> Review | None:
    """The last thing said to something brought."""
    found = [each for each in _list_reviews(rehearsing.story.came_back) if each.brought == key]
    return found[-1] if found else None


def _refuse_lesser_copy(response: Review, before: Review | None, damaged: bool) -> None:
    """Raise NotNow where a spoilt copy would stand in place of a better one."""
    if before and (damaged or response.at == before.at) and not is_part_of(before, response):
        raise NotNow(
            "What came back is here already, and in this copy of it something is missing.",
            "What is here stays. Ask for the file again if it should say something else.",
            title="Already here",
        )


def _list_reviews(came_back: tuple[CameBack, ...]) -> tuple[Review, ...]:
    return tuple(event.response for event in came_back)


def _find_submission(rehearsing: Rehearsal, key: str) -> BroughtAlong:
    found = next((event for event in rehearsing.story.brought if event.brought.id == key), None)
    if found is None:
        gone = "That was not brought from this rehearsal, or is withdrawn already."
        raise NotKnown(gone, title="Nothing to withdraw")
    return found


def _list_shareable_reflections(rehearsing: Rehearsal) -> tuple[Reflected, ...]:
    """List the reflections that may be shared: none on the own picture or the intention."""
    return tuple(
        event for event in rehearsing.story.reflected if not event.on.startswith(KEPT_UNDER) and event.on != INTENTION
    )
