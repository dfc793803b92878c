"""The trainer of a room: what they see and do. No words of a participant's are in it."""

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field

from coach.classroom.client import Clock, RoomClient, plan_leaving, plan_next_stage, plan_step_back
from coach.classroom.comparison import Plenary, build_plenary, list_opened_subjects
from coach.classroom.run_sheets import find_warm_up_cue
from coach.classroom.state import RoomState
from coach.classroom.view_builder import build_board
from coach.classroom.views import Board, ConversationLine
from coach.content.validation import bind
from coach.content.yaml_reader import read_yaml
from coach.errors import CoachError, NotKnown, NotNow, RecordsError
from coach.language.catalogue import say
from coach.model.class_events import (
    RULES,
    Admitted,
    Covered,
    DoorAsked,
    Grouped,
    Helped,
    KeptOut,
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

LONGEST_MESSAGE = 1000
"""Characters of a message, or of a reason, that a room's log takes."""


class Trainer(RoomClient):
    """Everything the trainer can do in a room.

    Every method that does something raises NotNow, with a sentence, where it cannot be done just now.
    """

    def __init__(self, log: RoomLog, practice: PracticeService, clock: Clock, shelf: RoomStore | None = None) -> None:
        """Connect the trainer to a room.

        Args:
            log: the room's events.
            practice: the library of scenarios.
            clock: tells the time.
            shelf: where the room is stored, so that closing it can delete it.
        """
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
        """Open a new room.

        Args:
            shelf: where the room is stored.
            practice: the library of scenarios.
            clock: tells the time.
            code: the code that people come in by.
            sheet: the run sheet.
            scenarios: what groups may choose; those of the sheet where there are none.

        Raises:
            NotNow: the code is taken.
            NotKnown: there is no such scenario.
            UnusableContent: a scenario has problems.
        """
        played = [practice.script(scenario) for scenario in scenarios or sheet.scenarios]
        families = dict.fromkeys(person.called for script in played for person in script.people.values())
        opened = RoomOpened(
            at=clock(), code=code, sheet=sheet, scenarios=scenarios, families=tuple(families), rules=RULES
        )
        return cls(shelf.make(code, opened), practice, clock, shelf)

    @classmethod
    def resume(cls, shelf: RoomStore, practice: PracticeService, clock: Clock, code: str) -> "Trainer":
        """Connect to a room that was opened before.

        Args:
            shelf: where the room is stored.
            practice: the library of scenarios.
            clock: tells the time.
            code: the room's code.

        Raises:
            NotKnown: there is no such room any more.
        """
        return cls(shelf.open(code), practice, clock, shelf)

    def build_board(self) -> Board:
        """Build the trainer's board as of the last `refresh`."""
        chosen = {group.scenario for group in self.state.groups.values() if group.scenario}
        titles = {chosen_id: self._practice.library.cover(chosen_id).title for chosen_id in chosen}
        return build_board(self.state, self._clock(), titles)

    def find_warm_up_cue(self) -> tuple[ConversationLine, ...]:
        """Return the family's lines that the warm-up shows; none where the sheet names no scenario."""
        return find_warm_up_cue(self.state.sheet, self._practice)

    def start(self) -> None:
        """Begin the class with the first part of the run sheet."""
        self.go_to_part(0)

    def go_to_next_part(self) -> None:
        """Go to the next part of the run sheet, or begin with the first."""
        self.go_on_from(self.state.part)

    def go_on_from(self, seen: int | None) -> None:
        """Go on to the part after the one that the trainer sees; None before the first.

        Does nothing where the room has gone on since: a key that is pressed twice skips no part.
        """
        after = 0 if seen is None else seen + 1
        self._append(lambda state: (self._make_part_event(after),) if state.part == seen else ())

    def go_to_part(self, part: int) -> None:
        """Go to a part of the run sheet, counted from 0. Its clock begins anew."""
        self._append(lambda _: (self._make_part_event(part),))

    def pause(self, since: datetime | None = None) -> None:
        """Pause the room. Does nothing while it is paused.

        Args:
            since: when the pause began, if that was earlier, as when the laptop was asleep.
        """
        self._append(lambda state: () if state.is_paused else (RoomPaused(at=since or self._clock()),))

    def resume_room(self) -> None:
        """Resume the room. Does nothing where it is not paused."""
        self._append(lambda state: (RoomResumed(at=self._clock()),) if state.is_paused else ())

    def advance_group(self, group: str, stage: Stage) -> None:
        """Take a group to its next stage. It skips nobody's consent.

        Args:
            group: the group's id.
            stage: the stage that the board showed. Nothing happens where the group has gone on from it.

        Raises:
            NotNow: the group still waits for a person, a role or a choice, which the message names.
        """
        self._append(lambda state: plan_next_stage(state, group, stage, "", self._practice, self._clock))

    def step_back(self, group: str, pressed_at: Stage) -> None:
        """Return a group to the stage before.

        Args:
            group: the group's id.
            pressed_at: the stage that the board showed. Nothing happens where the group has left it.

        Raises:
            NotNow: something was said or chosen since.
        """
        self._append(lambda state: plan_step_back(state, group, pressed_at, "", self._clock))

    def mark_helped(self, group: str) -> None:
        """Record that the trainer has gone to help a group."""
        self._append(lambda _: (Helped(at=self._clock(), group=group),))

    def list_known_words(self) -> frozenset[str]:
        """List the names of the room's people and families, about which no gate asks.

        The details gate asks about other names in the trainer's messages, which may be real people's.
        """
        names = (*(person.name for person in self.state.people.values()), *self.state.families)
        return frozenset(word.casefold() for name in names for word in name.split())

    def send_message(self, words: str, *to: str, confirmed: Collection[Question] = ()) -> None:
        """Send a message to people and groups.

        Args:
            words: what the trainer says.
            to: ids of people and groups; everybody where there are none.
            confirmed: the questions that were asked about these words and answered with "as it is".

        Raises:
            WordsHeld: the words may hold a real person's detail, which is asked about first.
        """
        if not words.strip():
            raise NotNow(say("Nothing was typed yet."))
        # A message stands on every screen, so it passes the same gate as a reply.
        Safeguard(self.list_known_words).hold_shared_words((words, *to), confirmed)
        self._append(lambda _: (Told(at=self._clock(), to=to, words=words[:LONGEST_MESSAGE]),))

    def move(self, person: str, group: str) -> None:
        """Move a person into a group.

        Args:
            person: the person's id.
            group: the group's id; empty to take the person out of theirs.
        """
        self._append(lambda _: (Moved(at=self._clock(), person=person, group=group),))

    def remove(self, person: str) -> None:
        """Remove a person from the room for good. Does nothing where they have left."""
        self._append(lambda state: plan_leaving(state, person, self._clock))
        # What they typed and did not say is theirs, and they cannot come back for it.
        self._log.keep_draft(person, "")

    def set_newcomers_wait(self, *, waits: bool) -> None:
        """Have newcomers wait at the door until they are admitted, or let them straight in."""
        self._append(lambda state: () if state.newcomers_wait is waits else (DoorAsked(at=self._clock(), waits=waits),))

    def admit(self, *people: str) -> None:
        """Admit people who wait at the door; everybody who waits where nobody is named.

        Args:
            people: their ids. Those who wait no longer are passed over.
        """
        self._append(
            lambda state: tuple(
                Admitted(at=self._clock(), person=person.id)
                for person in state.list_waiting_people()
                if not people or person.id in people
            )
        )

    def keep_out(self, person: str, why: str, confirmed: Collection[Question] = ()) -> None:
        """Keep a person out, who waits at the door or is in the room.

        Does nothing where they have left.

        Args:
            person: the person's id.
            why: why, in a sentence that stands on their screen.
            confirmed: the questions that were asked about these words and answered with "as it is".

        Raises:
            WordsHeld: the words may hold a real person's detail, which is asked about first.
        """
        if not why.strip():
            raise NotNow(say("Say why, in a sentence: it stands on their screen."))
        Safeguard(self.list_known_words).hold_shared_words((why,), confirmed)

        def make(state: RoomState) -> Sequence[RoomEvent]:
            known = state.people.get(person)
            gone = known is None or known.gone
            return () if gone else (KeptOut(at=self._clock(), person=person, why=why[:LONGEST_MESSAGE]),)

        self._append(make)
        self._log.keep_draft(person, "")

    def seat_everybody(self, seed: int) -> None:
        """Assign everybody who is in no group to one, by chance; existing groups stay together.

        Raises NotNow where one person is left over and no group can take them.

        Args:
            seed: the seed of the shuffle.
        """
        self._append(lambda state: self._plan_seating(state, seed))

    def cover(self) -> None:
        """Cover all screens at once."""
        self._append(lambda state: () if state.covered else (Covered(at=self._clock()),))

    def uncover(self) -> None:
        """Uncover all screens."""
        self._append(lambda state: (Uncovered(at=self._clock()),) if state.covered else ())

    def pool_counts(self) -> None:
        """Pool the counts of openings that people contributed, and end contributing.

        Nobody can contribute after that, so nothing can be worked out by subtracting one table from the next.
        """
        self._append(lambda _: (LaidTogether(at=self._clock()),))

    def build_plenary(self) -> Plenary:
        """Build the room's plenary; before the counts are pooled it shows only how many contributed."""
        dialogues = {}
        for scenario in {round_.scenario for round_ in self.state.list_rounds()}:
            with suppress(CoachError):  # what a scenario opens that is gone or broken by now is left out
                dialogues[scenario] = self._practice.library.dialogue(scenario)
        return build_plenary(self.state, list_opened_subjects(self.state, dialogues))

    def close(self, *, forget: bool) -> None:
        """Close the room, so that nobody can do anything in it.

        Args:
            forget: whether to delete everything in it now. Otherwise it is deleted after seven days.
        """
        self._append(lambda state: () if state.closed else (RoomClosed(at=self._clock()),))
        if forget and self._shelf is not None:
            self._shelf.forget(self.state.code)

    def _make_part_event(self, part: int) -> PartReached:
        return PartReached(at=self._clock(), part=part)

    def _plan_seating(self, state: RoomState, seed: int) -> Sequence[RoomEvent]:
        # Only groups between two rounds take others; a conversation is not disturbed.
        between = (Stage.GATHERING, Stage.DONE)
        groups = {g.id: g.people for g in state.groups.values() if g.stage in between and len(g.people) <= TRIO}
        grouped = {member for group in state.groups.values() for member in group.people}
        loose = [person.id for person in state.list_people() if person.id not in grouped and not person.away]
        added, made = assign_to_groups(groups, loose, seed)
        if loose and not (added or made):
            raise NotNow(
                say("One person is left, and nobody is free to sit with them."),
                say("They can join a group, or F6 moves them."),
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
    """Assign people to groups by chance: trios, and pairs for the rest.

    Two who sit together already stay two: only one person who would be left alone joins them.

    Args:
        groups: the groups that can take more people, each with the ids of those in it.
        loose: the ids of the people in no group.
        seed: of the shuffle.

    Returns:
        The people added to each group, and the groups that are made. One person is left alone only where there is no
        group.
    """
    # Sorted first, so that the seed alone decides, and not the order in which people came.
    waiting = sorted(loose)
    random.Random(seed).shuffle(waiting)
    added: dict[str, tuple[str, ...]] = {}

    def size(group: str) -> int:
        return len(groups[group]) + len(added.get(group, ()))

    def add(group: str) -> None:
        added[group] = (*added.get(group, ()), waiting.pop())

    # Whoever sits alone gets a partner first, and one who is left over joins the smallest group.
    for group in sorted(groups):
        if waiting and size(group) < TRIO - 1:
            add(group)
    if len(waiting) == 1 and groups:
        add(min(groups, key=lambda group: (size(group), group)))
    return added, _make_groups(waiting)


def _make_groups(waiting: list[str]) -> tuple[tuple[str, ...], ...]:
    """Split people into trios, with as few pairs as that allows; one person makes no group."""
    if len(waiting) == 1:
        return ()
    pairs = {0: 0, 1: 2, 2: 1}[len(waiting) % TRIO]
    trios = (len(waiting) - 2 * pairs) // TRIO
    sizes = [TRIO] * trios + [2] * pairs
    made = []
    for size in sizes:
        members, waiting = tuple(waiting[:size]), waiting[size:]
        if members:
            made.append(members)
    return tuple(made)


# --- Rooms that nobody closed

LATELY = timedelta(hours=12)
"""A room that is offered once more was used within this time."""
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """A room that nobody closed, as after a crash, for the trainer to go on with."""

    code: str
    people: int
    """How many people came in and did not leave."""
    touched: datetime
    """When the room was used last."""


def find_open_rooms(shelf: RoomStore, clock: Clock) -> tuple[OpenRoom, ...]:
    """Find the rooms of the last hours that nobody closed, the last used first.

    Args:
        shelf: where the rooms are stored. A room that cannot be read is passed over.
        clock: tells the time.

    Raises:
        RecordsError: the store cannot be read at all.
    """
    now, open_rooms = clock(), []
    for summary in shelf.summaries():
        if now - summary.touched >= LATELY:
            continue
        try:
            with closing(shelf.open(summary.code)) as log:
                state = RoomClient(log, clock).state
        except (NotKnown, RecordsError):
            continue
        if not state.closed:
            open_rooms.append(OpenRoom(summary.code, len(state.list_people()), summary.touched))
    return tuple(open_rooms[:MOST_NAMED])


# --- Prompts for what happens in a room

FILE = Path(__file__).with_name("prompts.yaml")


class Prompt(Frozen):
    """A prompt for the trainer: a situation, what to say and do in it, and what to leave alone."""

    when: Prose
    say: Proses
    """Words to say, as they are or in the trainer's own."""
    do: Proses
    leave: Proses = ()
    """What helps nobody in this situation."""


class Prompts(Frozen):
    """The file of prompts, by id, in the order in which they are offered."""

    format: int = 1
    prompts: Annotated[dict[Id, Prompt], Field(min_length=1)]


def load_prompts(file: Path = FILE) -> dict[str, Prompt]:
    """Load the prompts that ship, or a service's own. Raises UnusableContent."""
    return dict(bind(read_yaml(file), Prompts).prompts)
