"""What the trainer of a room sees and does. Nobody's words are among it, but their own."""

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field

from coach.classroom.client import Clock, RoomClient, plan_leaving, plan_next_stage, plan_step_back
from coach.classroom.plenary import Plenary, build_plenary
from coach.classroom.state import RoomState
from coach.classroom.view_builder import build_board
from coach.classroom.views import Board, SaidLine
from coach.classroom.warm_up import find_warm_up_cue
from coach.content.validation import bind
from coach.content.yaml_reader import read_yaml
from coach.errors import NotKnown, NotNow, RecordsError
from coach.model.class_events import (
    RULES,
    Covered,
    Grouped,
    Helped,
    LaidTogether,
    Moved,
    PartReached,
    RoomClosed,
    RoomEvent,
    RoomOpened,
    RoomPaused,
    RoomResumed,
    Stage,
    Told,
    Uncovered,
)
from coach.model.run_sheet import Sheet
from coach.model.types import Frozen, Id, Prose, Proses
from coach.practice.safeguarding import Question, Safeguard
from coach.practice.service import PracticeService
from coach.records.class_log import RoomLog, RoomStore


class Trainer(RoomClient):
    """The trainer's hold on a room. Every method that does something raises NotNow where it cannot be done just now."""

    def __init__(self, log: RoomLog, practice: PracticeService, clock: Clock, shelf: RoomStore | None = None) -> None:
        """`shelf`: where the room lies, so that closing it can delete it."""
        super().__init__(log, clock)
        self._practice = practice
        self._shelf = shelf

    @classmethod
    def open(
        cls,
        shelf: RoomStore,
        practice: PracticeService,
        clock: Clock,
        code: str,
        sheet: Sheet,
        scenarios: tuple[str, ...] = (),
    ) -> "Trainer":
        """Open a new room. Raises NotNow where the code is taken, NotKnown or Unusable for a scenario."""
        played = [practice.script(scenario) for scenario in scenarios or sheet.scenarios]
        families = dict.fromkeys(person.called for script in played for person in script.people.values())
        opened = RoomOpened(
            at=clock(), code=code, sheet=sheet, scenarios=scenarios, families=tuple(families), rules=RULES
        )
        return cls(shelf.make(code, opened), practice, clock, shelf)

    @classmethod
    def resume(cls, shelf: RoomStore, practice: PracticeService, clock: Clock, code: str) -> "Trainer":
        """Take up a room again where it was. Raises NotKnown."""
        return cls(shelf.open(code), practice, clock, shelf)

    def build_board(self) -> Board:
        """The board as of now."""
        chosen = {group.scenario for group in self.state.groups.values() if group.scenario}
        titles = {each: self._practice.library.cover(each).title for each in chosen}
        return build_board(self.state, self._clock(), titles)

    def find_warm_up_cue(self) -> tuple[SaidLine, ...]:
        """The lines that stand on the screen while everybody warms up; none where the sheet has no scenario for it."""
        return find_warm_up_cue(self.state.sheet, self._practice)

    def start(self) -> None:
        """Begin with the first part of the run sheet."""
        self.go_to_part(0)

    def go_to_next_part(self) -> None:
        """Go on to the next part; begin where nothing has."""
        now = self.state.part
        self.append(lambda state: (self._part(0 if now is None else now + 1),) if state.part == now else ())

    def go_to_part(self, part: int) -> None:
        """Go to a part, counted from 0. Its clock begins anew."""
        self.append(lambda _: (self._part(part),))

    def pause(self, since: datetime | None = None) -> None:
        """Everybody waits; quiet where they do. `since`: when it began, where a laptop slept and nobody could say."""
        self.append(lambda state: () if state.is_paused else (RoomPaused(at=since or self._clock()),))

    def resume_room(self) -> None:
        """Everybody goes on; quiet where they do."""
        self.append(lambda state: (RoomResumed(at=self._clock()),) if state.is_paused else ())

    def advance_group(self, group: str, stage: Stage) -> None:
        """Take a group on from the stage that was on the board; nothing where it is further by now.

        Nobody's consent is skipped by it.
        """
        self.append(lambda state: plan_next_stage(state, group, stage, "", self._practice, self._clock))

    def step_back(self, group: str, pressed_at: Stage) -> None:
        """Bring a group back to where it was taken on from. Raises NotNow where something was said since."""
        self.append(lambda state: plan_step_back(state, group, pressed_at, "", self._clock))

    def mark_helped(self, group: str) -> None:
        """Somebody went over to them."""
        self.append(lambda _: (Helped(at=self._clock(), group=group),))

    def list_known_words(self) -> frozenset[str]:
        """Names that are no stranger's: those that people chose in this room, and the families' that are played."""
        names = (*(person.name for person in self.state.people.values()), *self.state.families)
        return frozenset(word.casefold() for name in names for word in name.split())

    def send_message(self, words: str, *to: str, confirmed: Collection[Question] = ()) -> None:
        """Say something to people and groups by id; to everybody where none are given.

        Raises WordsHeld where what may be a real person's detail has to be asked about first.
        """
        if not words.strip():
            raise NotNow("Nothing was typed yet.")
        Safeguard(self.list_known_words).hold_shared_words((words, *to), confirmed)
        self.append(lambda _: (Told(at=self._clock(), to=to, words=words[:1000]),))

    def move(self, person: str, group: str) -> None:
        """Move somebody into a group, or out of any for an empty one."""
        self.append(lambda _: (Moved(at=self._clock(), person=person, group=group),))

    def remove(self, person: str) -> None:
        """See somebody out of the room for good; quiet where they are not here any more. Their group goes on."""
        self.append(lambda state: plan_leaving(state, person, self._clock))
        self._log.keep_draft(person, "")

    def seat_everybody(self, seed: int) -> None:
        """Sit down everybody who is in no group; whoever chose each other stays together. Nobody is seated alone.

        Raises NotNow where one person is left over and no group takes anybody.
        """
        self.append(lambda state: self._paired(state, seed))

    def cover(self) -> None:
        """Cover all screens at once."""
        self.append(lambda state: () if state.covered else (Covered(at=self._clock()),))

    def uncover(self) -> None:
        """Bring them back."""
        self.append(lambda state: (Uncovered(at=self._clock()),) if state.covered else ())

    def pool_counts(self) -> None:
        """Lay the counts together that people gave.

        Nobody can give more afterwards, so that nothing can be worked out by subtracting.
        """
        self.append(lambda _: (LaidTogether(at=self._clock()),))

    def build_plenary(self) -> Plenary:
        """What the counts show; before they are laid together, only how many people gave theirs."""
        return build_plenary(self.state)

    def close(self, *, forget: bool) -> None:
        """End the session. `forget` deletes everything in it now; otherwise it goes after seven days."""
        self.append(lambda state: () if state.closed else (RoomClosed(at=self._clock()),))
        if forget and self._shelf is not None:
            self._shelf.forget(self.state.code)

    def _part(self, part: int) -> PartReached:
        return PartReached(at=self._clock(), part=part)

    def _paired(self, state: RoomState, seed: int) -> Sequence[RoomEvent]:
        between = (Stage.GATHERING, Stage.DONE)
        groups = {g.id: g.people for g in state.groups.values() if g.stage in between and len(g.people) <= TRIO}
        grouped = {each for group in state.groups.values() for each in group.people}
        loose = [person.id for person in state.list_people() if person.id not in grouped and not person.away]
        added, made = assign_to_groups(groups, loose, seed)
        if loose and not (added or made):
            raise NotNow(
                "One person is left, and nobody is free to sit with them.", "They can join a group, or F6 moves them."
            )
        at = self._clock()
        joined = [Grouped(at=at, group=group, people=(*groups[group], *people)) for group, people in added.items()]
        first = state.groups_made + 1
        return [*joined, *(Grouped(at=at, group=f"g{first + n}", people=people) for n, people in enumerate(made))]


# --- Seating people in groups by chance

TRIO = 3


def assign_to_groups(
    groups: Mapping[str, tuple[str, ...]], loose: Iterable[str], seed: int
) -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, ...], ...]]:
    """Who is added to which group, and which groups are made; trios, and pairs for the rest.

    `groups`: those that can still take somebody, with everybody in them. Nobody is left alone where it can be helped.
    """
    waiting = sorted(loose)
    random.Random(seed).shuffle(waiting)
    added: dict[str, tuple[str, ...]] = {}

    def size(group: str) -> int:
        return len(groups[group]) + len(added.get(group, ()))

    def add(group: str) -> None:
        added[group] = (*added.get(group, ()), waiting.pop())

    for wanted in (TRIO - 1, TRIO):
        for group in sorted(groups, key=lambda each: (-size(each), each)):
            while waiting and size(group) < wanted:
                add(group)
    if len(waiting) == 1 and groups:
        _seat_last_one(groups, added, waiting)
    return added, _make_groups(waiting)


def _seat_last_one(
    groups: Mapping[str, tuple[str, ...]], added: dict[str, tuple[str, ...]], waiting: list[str]
) -> None:
    """One person is over: they sit with somebody who would have been a pair's third, or make a group one larger."""
    third = next((group for group in added if len(groups[group]) == TRIO - 1), None)
    if third is not None:
        waiting.extend(added.pop(third))
        return
    smallest = min(groups, key=lambda each: (len(groups[each]) + len(added.get(each, ())), each))
    added[smallest] = (*added.get(smallest, ()), waiting.pop())


def _make_groups(waiting: list[str]) -> tuple[tuple[str, ...], ...]:
    """Trios, and as few pairs as that allows. One alone is no group: they are left to choose."""
    if len(waiting) == 1:
        return ()
    pairs = {0: 0, 1: 2, 2: 1}[len(waiting) % TRIO]
    trios = (len(waiting) - 2 * pairs) // TRIO
    sizes = [TRIO] * trios + [2] * pairs
    made = []
    for size in sizes:
        here, waiting = tuple(waiting[:size]), waiting[size:]
        if here:
            made.append(here)
    return tuple(made)


# --- Rooms that nobody closed

LATELY = timedelta(hours=12)
"""How long ago something happened, at most, in a room that is offered once more."""
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """One of them: its code, how many came in and did not leave, and when something happened in it last."""

    code: str
    people: int
    touched: datetime


def find_open_rooms(shelf: RoomStore, clock: Clock) -> tuple[OpenRoom, ...]:
    """Those of the last hours, the last used first. One that cannot be read is passed over. Raises RecordsError."""
    now, found = clock(), []
    for each in shelf.summaries():
        if now - each.touched >= LATELY:
            continue
        try:
            with closing(shelf.open(each.code)) as log:
                state = RoomClient(log, clock).state
        except (NotKnown, RecordsError):
            continue
        if not state.closed:
            found.append(OpenRoom(each.code, len(state.list_people()), each.touched))
    return tuple(found[:MOST_NAMED])


# --- Prompts for what happens in a room

FILE = Path(__file__).with_name("prompts.yaml")


class Prompt(Frozen):
    """One situation."""

    when: Prose
    say: Proses
    """Words to say, as they are or in one's own."""
    do: Proses
    leave: Proses = ()
    """What helps nobody here."""


class Prompts(Frozen):
    """All of them, by id, in the order they are offered."""

    format: int = 1
    prompts: Annotated[dict[Id, Prompt], Field(min_length=1)]


def load_prompts(file: Path = FILE) -> dict[str, Prompt]:
    """The prompts that ship, or a service's own. Raises Unusable."""
    return dict(bind(read_yaml(file), Prompts).prompts)
