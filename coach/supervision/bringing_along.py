"""A practitioner's side of supervision: what they bring, take back, and hear back. The facade that front ends call."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from coach.debrief.debrief import debrief
from coach.debrief.happened import INTENTION
from coach.debrief.written import Block
from coach.errors import CoachError, HandedOverUnreadable, NotKnown, NotNow, RecordsError
from coach.model.brought import Brought, OwnWords, Response
from coach.model.events import BroughtAlong, CameBack, Reflected
from coach.practice.export import HANDED_OVER, write_export
from coach.practice.practice import Practice
from coach.practice.rehearsing import Rehearsing
from coach.practice.safeguarding import Question
from coach.rehearsal.story import tell
from coach.supervision.bias import KEPT_UNDER
from coach.supervision.bringing import Choice, bring
from coach.supervision.coming_back import said_in, spoilt_in
from coach.supervision.copies import part_of
from coach.supervision.cpd import cpd_draft
from coach.supervision.documents import save_blocks
from coach.supervision.handing_over import brought_blocks
from coach.supervision.mine import Tried
from coach.supervision.reflecting import answers, models
from coach.supervision.taking_in import written
from coach.supervision.team import Table

MOST_TRIED = 20
"""Rehearsals that `my_practice` looks back on; earlier ones have their own debriefs."""
MAKE_ROOM = "Once it can be kept again, bring it then."
NO_STORE = "No team's store"
ENDING = HANDED_OVER
"""What a file that is handed over ends in."""


class Bringing:
    """What one practitioner brings. Nothing is handed over but what `preview` gave back and they said yes to."""

    def __init__(self, practice: Practice, table: Table) -> None:
        self.practice = practice
        self.table = table

    def preview(self, rehearsing: Rehearsing, choice: Choice, attempt: int = 0) -> Brought:
        """Exactly what would be handed over. Raises NotNow where there is nothing to hand over yet."""
        return bring(
            choice,
            rehearsing.debrief(attempt),
            rehearsing.story,
            key=f"{self.practice.new_id()}{self.practice.new_id()}",
            day=self.practice.clock().date(),
            rubric=rehearsing.script.dialogue.rubric,
            reflections=self.own_words(rehearsing),
        )

    def own_words(self, rehearsing: Rehearsing) -> tuple[OwnWords, ...]:
        """What the practitioner wrote afterwards, each with what was asked; not about their own picture of a family."""
        return answers(_may_go_along(rehearsing), models())

    def to_file(
        self, rehearsing: Rehearsing, brought: Brought, file: Path, *, confirmed: Collection[Question] = ()
    ) -> Path:
        """Hand it over as a file that whoever can look into its folder can read. Raises NotNow, WordsHeld or more.

        It is noted first: what is not noted could not be withdrawn, nor its answer be taken in.
        """
        rehearsing.brought_along(brought, confirmed=confirmed)
        try:
            if rehearsing.not_kept:
                raise NotNow(f"{rehearsing.not_kept} So nothing was handed over.", MAKE_ROOM, title="Not just now")
            return write_export(file, written(brought), for_others=True)
        except CoachError:
            rehearsing.brought_along(brought, withdrawn=True)
            raise

    def to_reader(
        self, rehearsing: Rehearsing, brought: Brought, reader: str, *, confirmed: Collection[Question] = ()
    ) -> None:
        """Hand it over to a supervisor in the team's store. Raises NotKnown, NotNow, WordsHeld or RecordsError.

        It is noted first, so that whatever happens then can be withdrawn.
        """
        if not self.practice.keeping.lasting:
            why = "Nothing can be kept just now, so it could not be withdrawn later."
            raise NotNow(why, MAKE_ROOM, title="Not just now")
        if not self.table.shared:
            raise NotNow("No team's store is in use here.", "Make a file instead, and give it to them.", title=NO_STORE)
        store = self.table.handed
        if reader not in (readers := store.readers()):
            there = f"There are: {', '.join(readers) or 'none yet'}."
            raise NotKnown("There is no supervisor of that login.", there, title="No such login")
        rehearsing.brought_along(brought, reader, confirmed=confirmed)
        try:
            store.bring(brought.id, reader, self.practice.clock(), written(brought))
        except RecordsError:
            rehearsing.brought_along(brought, reader, withdrawn=True)
            raise

    def withdraw(self, rehearsing: Rehearsing, key: str) -> None:
        """Take it back: out of the team's store for good, with what was said to it there. Raises NotKnown.

        What came back is the practitioner's, and stays with the rehearsal: it is kept first.
        """
        event = _find(rehearsing, key)
        if event.to:
            self.keep(rehearsing, said_in(self.table.handed, (key,)))
            with suppress(NotKnown):  # it is gone already
                self.table.handed.withdraw(key)
        rehearsing.brought_along(event.brought, event.to, withdrawn=True)

    def take_in(self, response: Response, *, damaged: bool = False) -> Rehearsing:
        """Keep what came back with the rehearsal that it speaks of. Raises NotKnown.

        Raises NotNow where it says less than a copy that is here: `damaged`, or changed since it was handed back.
        """
        for summary in self.practice.rehearsals():
            with suppress(RecordsError):  # one that cannot be read is not the one that anything was brought from
                happened = self.practice.keeping.store.events(summary.id)
                if any(isinstance(each, BroughtAlong) and each.brought.id == response.brought for each in happened):
                    rehearsing = self.practice.go_on(summary.id)
                    if all(event.brought.id != response.brought for event in rehearsing.story.brought):
                        withdrawn = "You have withdrawn what that speaks of."
                        raise NotKnown(withdrawn, "Nothing was changed.", title=HandedOverUnreadable.title)
                    if response not in _heard(rehearsing.story.came_back):
                        _says_no_less(response, said_to(rehearsing, response.brought), damaged)
                        rehearsing.came_back(response)
                    return rehearsing
        not_here = "That speaks of something you did not bring, or no longer have."
        raise NotKnown(not_here, "Nothing was changed.", title=HandedOverUnreadable.title)

    def fetch(self, rehearsing: Rehearsing) -> int:
        """Look in the team's store for what was said to what was brought; how many things were new."""
        brought = tuple(event.brought.id for event in rehearsing.story.brought if event.to)
        return self.keep(rehearsing, said_in(self.table.handed, brought)) if brought else 0

    def spoilt_answers(self, rehearsing: Rehearsing) -> int:
        """How many answers to what was brought from it lie in the team's store and cannot be read."""
        return spoilt_in(self.table.handed, (event.brought.id for event in rehearsing.story.brought if event.to))

    def keep(self, rehearsing: Rehearsing, came_back: Iterable[Response]) -> int:
        """Keep what came back with the rehearsal that it was brought from; how many things were new."""
        brought = {event.brought.id for event in rehearsing.story.brought}
        new = 0
        for response in came_back:
            if response.brought in brought and response not in _heard(rehearsing.story.came_back):
                rehearsing.came_back(response)
                new += 1
        return new

    def waits(self, rehearsal: str, came_back: Iterable[Response]) -> bool:
        """Whether any of this speaks of something brought from a rehearsal, and is not kept with it yet."""
        happened = self.practice.keeping.store.events(rehearsal)
        brought = {each.brought.id for each in happened if isinstance(each, BroughtAlong) and not each.withdrawn}
        heard = _heard(tuple(each for each in happened if isinstance(each, CameBack)))
        return any(each.brought in brought and each not in heard for each in came_back)

    def print_out(
        self, rehearsing: Rehearsing, brought: Brought, file: Path, *, confirmed: Collection[Question] = ()
    ) -> Path:
        """The same as a page (.html) or a document for Word (.docx), with what came back. Raises RecordsError."""
        rehearsing.hold_brought(brought, confirmed)
        response = said_to(rehearsing, brought.id)
        blocks = brought_blocks(brought, response, rehearsing.rubric)
        return save_blocks(blocks, file, "Brought to supervision", for_others=True)

    def learning_record(self, rehearsing: Rehearsing, brought: Brought) -> tuple[Block, ...]:
        """A draft for one's own record of learning, to look at and to save. It goes to nobody."""
        last = {event.on: event for event in _may_go_along(rehearsing)}
        kept = tuple(zip(last, answers(tuple(last.values()), models()), strict=True))
        began = rehearsing.begun()
        draft = cpd_draft(
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

    def tried(self) -> tuple[Tried, ...]:
        """One's own latest rehearsals that can be read, for `my_practice`."""
        found: list[Tried] = []
        for summary in self.practice.rehearsals():
            if summary.replies and len(found) < MOST_TRIED:
                with suppress(CoachError):  # one that cannot be read here is left out
                    script = self.practice.script(summary.scenario)
                    story = tell(script, self.practice.keeping.store.events(summary.id))
                    rubric = self.practice.library.rubric(script.dialogue.rubric)
                    found.append(Tried(summary.began.date(), debrief(script, rubric, story)))
        return tuple(found)


def said_to(rehearsing: Rehearsing, key: str) -> Response | None:
    """The last thing said to something brought."""
    found = [each for each in _heard(rehearsing.story.came_back) if each.brought == key]
    return found[-1] if found else None


def _says_no_less(response: Response, before: Response | None, damaged: bool) -> None:
    """Raise NotNow where a spoilt copy would stand in place of a better one."""
    if before and (damaged or response.at == before.at) and not part_of(before, response):
        raise NotNow(
            "What came back is here already, and in this copy of it something is missing.",
            "What is here stays. Ask for the file again if it should say something else.",
            title="Already here",
        )


def _heard(came_back: tuple[CameBack, ...]) -> tuple[Response, ...]:
    return tuple(event.response for event in came_back)


def _find(rehearsing: Rehearsing, key: str) -> BroughtAlong:
    found = next((event for event in rehearsing.story.brought if event.brought.id == key), None)
    if found is None:
        gone = "That was not brought from this rehearsal, or is withdrawn already."
        raise NotKnown(gone, title="Nothing to withdraw")
    return found


def _may_go_along(rehearsing: Rehearsing) -> tuple[Reflected, ...]:
    """Never what is for oneself alone: one's own picture of a family, and whether one's intention happened."""
    return tuple(
        event for event in rehearsing.story.reflected if not event.on.startswith(KEPT_UNDER) and event.on != INTENTION
    )
