"""Pictures of a class: the board, a trio's three screens, the plenary. Real seats, a real trainer, a clock by hand."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from docs_pictures import picture, settled  # beside this file

from coach.classroom.door import join, mark_away
from coach.classroom.participant import Participant
from coach.classroom.run_sheets import load_sheets
from coach.classroom.trainer import Trainer
from coach.content.library import Library
from coach.model.class_events import LineReaderNote, Mark, Role, Stage
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.safeguarding import care
from coach.practice.service import PracticeService
from coach.records.class_log import MemoryRoomLog, MemoryRoomStore
from coach.records.paths import Places
from coach.tui.room.app import RoomApp
from coach.tui.trainer.app import BoardApp, Door
from coach.tui.trainer.plenary_screen import PlenaryScreen

CODE = "KDPRWT"
DOOR = Door("http://192.168.1.20:8765")
TRIOS = (
    ("Rosa", "Tunde", "Megan"),
    ("Ann", "Bilal", "Carys"),
    ("Dev", "Esther", "Finn"),
    ("Grace", "Hal", "Imani"),
)
LATE = ("Joss", "Kay")
SIZE = (100, 30)
TALK = (
    "Hello Louise, thanks for having me. You don't have to answer anything you'd rather not.",
    "And where is he from originally?",
    "I asked that as if Dundee wasn't an answer. That was wrong of me, and I'm sorry. "
    "What words do you and Theo use for his heritage?",
    "Has racism been part of it, at school?",
)
DRAFT = "What do you think he was really asking you?"
STAYS = (
    "Hello Louise, thanks for having me.",
    "What should it say, in the words you and Theo use?",
    "What do you think he was really asking you?",
    "Has racism been part of it, at school?",
    "That's racist, and no wonder he's gone quiet. I believe you.",
    "I'll ring the school by four tomorrow and get the record put right.",
)
GOES_PAST = (
    "I'll make a note of the form. And how is he sleeping?",
    "And is he eating well?",
    "When does he see his dad?",
    "Is he on time for school?",
    "Right. And the house, is it warm enough?",
    "Any plans for the summer?",
)
HEARS_THE_CHILD = (
    "What should it say, in the words you and Theo use?",
    "I see. And how is he sleeping?",
    "That must be hard for him. Is he eating well?",
    "Is he on time for school?",
    "What did he say, when he came home?",
)
ROUNDS = (*[GOES_PAST] * 7, *[STAYS] * 5, *[TALK] * 5, *[HEARS_THE_CHILD] * 3)
"""What is said in each round whose counts are given: one person's each, two by two."""


class Wall:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, minutes: float) -> None:
        """Move it on."""
        self.now += timedelta(minutes=minutes)


@dataclass(frozen=True, slots=True)
class Room:
    """A room in memory, with its trainer."""

    practice: PracticeService
    clock: Wall
    log: MemoryRoomLog
    trainer: Trainer

    def comes(self, *names: str) -> tuple[Participant, ...]:
        """People come in, by these names."""
        people = [join(self.log, name, self.clock) for name in names]
        return tuple(Participant(self.log, self.practice, person, self.clock) for person in people)


async def take(home: Path, into: Path) -> None:
    """Play two rooms, and write their pictures."""
    into.mkdir(parents=True, exist_ok=True)
    clock, numbers = Wall(), itertools.count(1)
    places = Places(home, home)
    practice = PracticeService(
        Library(), ResilientStore(store_opener(places, clock)), clock, lambda: f"picture{next(numbers)}"
    )
    room = _room(practice, clock)
    trio = _in_round_one(room)
    for seat in trio:
        seat.refresh()
        app = RoomApp(Participant(room.log, practice, seat.person, clock), practice, care(), still=True)
        role = seat.role or Role.OBSERVER
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            picture(app, into / f"trio-{role.value.replace('_', '-')}.svg")
    await _board(room, into / "board.svg")
    clock.passes(60)
    silent = _room(practice, clock)
    _counts_given(silent)
    await _board(silent, into / "plenary.svg", plenary=True)


async def _board(room: Room, file: Path, *, plenary: bool = False) -> None:
    room.trainer.refresh()
    app = BoardApp(
        room.practice, room.clock, opens=lambda *_: room.trainer, door=DOOR, trainer=room.trainer, still=True
    )
    async with app.run_test(size=(100, 40) if plenary else SIZE) as pilot:
        await settled(pilot)
        if plenary:
            app.push_screen(PlenaryScreen())
            await settled(pilot)
        picture(app, file)


def _room(practice: PracticeService, clock: Wall) -> Room:
    shelf = MemoryRoomStore()
    trainer = Trainer.open(shelf, practice, clock, CODE, load_sheets()["ninety"])
    return Room(practice, clock, shelf.open(CODE), trainer)


def _in_round_one(room: Room) -> tuple[Participant, ...]:
    """Four trios in their first round, each somewhere else in it, and two people who came late; the first trio."""
    trios = [_sits_down(room.comes(*names)) for names in TRIOS]
    room.trainer.refresh()
    room.trainer.go_to_part(3)
    room.clock.passes(1)
    first, second, third, fourth = trios
    for trio in (first, second, third):
        _begins(trio)
    fourth[0].choose_scenario("foster_hair_and_bus")
    _comes_to_talk(room, first)
    second[0].say(GOES_PAST[0])
    for words in STAYS[:2]:
        third[0].say(words)
    room.clock.passes(1)
    third[1].refresh()
    third[1].ask_for_help()
    late = room.comes(*LATE)
    mark_away(room.log, second[2].person, room.clock)
    mark_away(room.log, late[1].person, room.clock)
    return first


def _comes_to_talk(room: Room, trio: tuple[Participant, ...]) -> None:
    """Four replies, with what is noted and marked on the way, and a fifth that is still being typed."""
    practitioner, reader, observer = trio
    for words in TALK:
        room.clock.passes(0.6)
        practitioner.say(words)
    reader.refresh()
    reader.note(1, LineReaderNote.MORE)
    observer.refresh()
    observer.mark(0, 2, Mark.HURT)
    observer.mark(0, 3, Mark.MENDED)
    observer.mark(1, 3, Mark.TAKEN)
    practitioner.keep_draft(DRAFT)


def _counts_given(room: Room) -> None:
    """Pairs that change places, so that everybody has a round of their own; then everybody gives its counts."""
    people = room.comes(*(f"Person {number}" for number in range(1, len(ROUNDS) + 1)))
    pairs = [people[at : at + 2] for at in range(0, len(people), 2)]
    rounds = iter(ROUNDS)
    for pair in pairs:
        pair[0].make_group(*(seat.person for seat in pair))
        for speaks in (0, 1):
            _plays((pair[speaks], pair[1 - speaks]), next(rounds))
    room.trainer.refresh()
    room.trainer.pool_counts()


def _plays(pair: tuple[Participant, Participant], talk: tuple[str, ...]) -> None:
    """One round of a pair, from the roles to its end; its practitioner gives the counts."""
    practitioner, observer = pair
    for seat, role in ((practitioner, Role.PRACTITIONER), (observer, Role.OBSERVER)):
        seat.refresh()
        seat.take_role(role)
    practitioner.choose_scenario("wrong_box")
    _begins(pair)
    for words in talk:
        practitioner.say(words)
    practitioner.end_conversation()
    while practitioner.group and practitioner.group.stage is not Stage.DONE:
        practitioner.go_to_next_stage()
    practitioner.contribute()
    practitioner.go_to_next_stage()
    for seat in pair:
        seat.refresh()


def _sits_down(seats: tuple[Participant, ...]) -> tuple[Participant, ...]:
    """They sit together, with a role each."""
    seats[0].make_group(*(seat.person for seat in seats))
    for seat, role in zip(seats, Role, strict=True):
        seat.refresh()
        seat.take_role(role)
    seats[0].choose_scenario("wrong_box")
    return seats


def _begins(seats: tuple[Participant, ...]) -> None:
    """They read the content note and their briefs, and begin to talk."""
    seats[0].refresh()
    seats[0].go_to_next_stage()
    for seat in seats:
        seat.refresh()
        seat.agree()
    seats[0].refresh()
    seats[0].go_to_next_stage()
    for seat in seats:
        seat.refresh()
        seat.agree()
    while seats[0].group and seats[0].group.stage is not Stage.TALKING:
        seats[0].refresh()
        seats[0].go_to_next_stage()
