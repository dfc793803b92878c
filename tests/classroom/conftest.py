"""A room over the small library: a run sheet, a log in memory, and three people who sit together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest

from coach.classroom.door import join
from coach.classroom.participant import Participant
from coach.classroom.trainer import Trainer
from coach.model.class_events import Role, Stage
from coach.model.run_sheet import Part, PartPurpose, Sheet
from coach.practice.service import PracticeService
from coach.records.class_log import MemoryRoomLog, MemoryRoomStore

SHEET = Sheet(
    title="A short one",
    about="For tests.",
    replies=3,
    scenarios=("bus",),
    warm_up="bus",
    parts=(
        Part(title="Welcome", minutes=5, what="Ground rules.", does=PartPurpose.WELCOME, say=("Hello.",)),
        Part(title="A round", minutes=12, what="Three replies.", does=PartPurpose.ROUND),
    ),
)


@dataclass
class Room:
    """A room with what is needed to sit down in it."""

    shelf: MemoryRoomStore
    log: MemoryRoomLog
    practice: PracticeService
    clock: Callable[[], datetime]
    trainer: Trainer

    def seat(self, name: str) -> Participant:
        """Somebody who has just come in."""
        return self.again(join(self.log, name, self.clock))

    def again(self, person: str) -> Participant:
        """The same person after a reload: nothing but the log is left."""
        return Participant(self.log, self.practice, person, self.clock)

    def fill(self, people: int = 9) -> None:
        """Others who have come in and sit with nobody yet: with one more, counts can be shown of so many."""
        for number in range(people):
            join(self.log, f"Person {number}", self.clock)

    def trio(self) -> tuple[Participant, Participant, Participant]:
        """Ann, Ben and Cy sit together with a role each, and have chosen what to play."""
        ann, ben, cy = self.seat("Ann"), self.seat("Ben"), self.seat("Cy")
        ann.make_group(ben.person, cy.person)
        ann.take_role(Role.PRACTITIONER)
        ben.take_role(Role.LINE_READER)
        cy.take_role(Role.OBSERVER)
        ann.choose_scenario("bus")
        return ann, ben, cy


@pytest.fixture
def room(practice: PracticeService, clock: Callable[[], datetime]) -> Room:
    shelf = MemoryRoomStore()
    trainer = Trainer.open(shelf, practice, clock, "MOSSY", SHEET)
    return Room(shelf, shelf.open("MOSSY"), practice, clock, trainer)


def to_talking(*people: Participant) -> None:
    """Through the content note and the briefs."""
    people[0].go_to_next_stage()
    for person in people:
        person.agree()
    people[0].go_to_next_stage()
    for person in people:
        person.agree()
    people[0].go_to_next_stage()


def to_stage(stage: Stage, *people: Participant) -> None:
    """On and on until a stage."""
    while people[0].group and people[0].group.stage is not stage:
        people[0].go_to_next_stage()
    for person in people:
        person.refresh()
