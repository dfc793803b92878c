"""A practitioner's side of supervision: what they bring, take back, and hear back. The facade that front ends call."""

from contextlib import suppress
from pathlib import Path

from coach.debrief.debrief import debrief
from coach.errors import CoachError, HandedOverUnreadable, NotKnown, NotNow, RecordsError
from coach.model.brought import Brought, OwnWords, Response
from coach.model.events import BroughtAlong, CameBack, Reflected
from coach.practice.export import HANDED_OVER, write_export
from coach.practice.practice import Practice
from coach.practice.rehearsing import Rehearsing
from coach.rehearsal.story import tell
from coach.supervision.bias import KEPT_UNDER
from coach.supervision.bringing import Choice, bring
from coach.supervision.cpd import cpd_draft
from coach.supervision.documents import save_blocks
from coach.supervision.handing_over import brought_blocks
from coach.supervision.mine import Tried
from coach.supervision.reflecting import INTENTION, answers, models
from coach.supervision.taking_in import read, written
from coach.supervision.team import Table

MOST_TRIED = 20
"""Rehearsals that `my_practice` looks back on; earlier ones have their own debriefs."""
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

    def to_file(self, rehearsing: Rehearsing, brought: Brought, file: Path) -> Path:
        """Hand it over as a file that only its maker can read until they give it on. Raises RecordsError."""
        path = write_export(file, written(brought))
        rehearsing.brought_along(brought)
        return path

    def to_reader(self, rehearsing: Rehearsing, brought: Brought, reader: str) -> None:
        """Hand it over to a supervisor in the shared store. Raises NotKnown, NotNow or RecordsError.

        It is noted first, so that whatever happens then can be withdrawn.
        """
        if not self.practice.keeping.lasting:
            raise NotNow("Nothing can be kept just now, so it could not be withdrawn later.", "Make a file instead.")
        if not self.table.shared:
            raise NotNow("There is no shared store here.", "Make a file instead, and give it to them.")
        store = self.table.handed
        if reader not in (readers := store.readers()):
            raise NotKnown("There is no supervisor of that login.", f"There are: {', '.join(readers) or 'none yet'}.")
        rehearsing.brought_along(brought, reader)
        try:
            store.bring(brought.id, reader, self.practice.clock(), written(brought))
        except RecordsError:
            rehearsing.brought_along(brought, reader, withdrawn=True)
            raise

    def withdraw(self, rehearsing: Rehearsing, key: str) -> None:
        """Take it back: out of the shared store for good, with what was said to it there. Raises NotKnown."""
        event = _find(rehearsing, key)
        if event.to:
            with suppress(NotKnown):  # it is gone already
                self.table.handed.withdraw(key)
        rehearsing.brought_along(event.brought, event.to, withdrawn=True)

    def take_in(self, response: Response) -> Rehearsing:
        """Keep what came back with the rehearsal that it speaks of. Raises NotKnown."""
        for summary in self.practice.rehearsals():
            with suppress(RecordsError):  # one that cannot be read is not the one that anything was brought from
                happened = self.practice.keeping.store.events(summary.id)
                if any(isinstance(each, BroughtAlong) and each.brought.id == response.brought for each in happened):
                    rehearsing = self.practice.go_on(summary.id)
                    _find(rehearsing, response.brought)
                    if response not in _heard(rehearsing.story.came_back):
                        rehearsing.came_back(response)
                    return rehearsing
        raise NotKnown("That speaks of something you did not bring, or no longer have.", "Nothing was changed.")

    def fetch(self, rehearsing: Rehearsing) -> int:
        """Look in the shared store for what was said to what was brought; how many things were new."""
        new = 0
        for event in rehearsing.story.brought:
            for body in self.table.handed.responses(event.brought.id) if event.to else ():
                with suppress(HandedOverUnreadable):  # one that is spoilt stops none of the others
                    found = read(body.encode(), "The answer").found
                    if isinstance(found, Response) and found not in _heard(rehearsing.story.came_back):
                        rehearsing.came_back(found)
                        new += 1
        return new

    def print_out(self, rehearsing: Rehearsing, brought: Brought, file: Path) -> Path:
        """The same as a page (.html) or a document for Word (.docx), with what came back. Raises RecordsError."""
        response = said_to(rehearsing, brought.id)
        return save_blocks(brought_blocks(brought, response, rehearsing.rubric), file, "Brought to supervision")

    def learning_record(self, rehearsing: Rehearsing, brought: Brought, file: Path) -> Path:
        """A draft for one's own record of learning, as a page or a document. Raises RecordsError."""
        last = {event.on: event for event in _may_go_along(rehearsing)}
        kept = tuple(zip(last, answers(tuple(last.values()), models()), strict=True))
        draft = cpd_draft(
            brought,
            kept,
            intention=rehearsing.begun().intention,
            came_back=said_to(rehearsing, brought.id) is not None,
        )
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
                    found.append(Tried(summary.began.date(), story, debrief(script, rubric, story)))
        return tuple(found)


def said_to(rehearsing: Rehearsing, key: str) -> Response | None:
    """The last thing said to something brought."""
    found = [each for each in _heard(rehearsing.story.came_back) if each.brought == key]
    return found[-1] if found else None


def _heard(came_back: tuple[CameBack, ...]) -> tuple[Response, ...]:
    return tuple(event.response for event in came_back)


def _find(rehearsing: Rehearsing, key: str) -> BroughtAlong:
    found = next((event for event in rehearsing.story.brought if event.brought.id == key), None)
    if found is None:
        raise NotKnown("That was not brought from this rehearsal, or is withdrawn already.")
    return found


def _may_go_along(rehearsing: Rehearsing) -> tuple[Reflected, ...]:
    """Never what is for oneself alone: one's own picture of a family, and whether one's intention happened."""
    return tuple(
        event for event in rehearsing.story.reflected if not event.on.startswith(KEPT_UNDER) and event.on != INTENTION
    )
