"""A room as one person's program sees it: events are read from the log and appended to it.

Two people may act at the same moment. The log takes an event only from a client that has read all events before it, so
`RoomClient._append` makes its events anew from the newer state until the log takes them.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

import coach
from coach.classroom.reducer import advance, advance_leniently
from coach.classroom.state import GroupState, RoomState, explain_refusal, explain_wait, find_next_stage
from coach.classroom.views import TrainerMessage
from coach.errors import NotNow
from coach.language.catalogue import say
from coach.model.class_events import (
    TRAINER,
    Left,
    Role,
    RoomEvent,
    RoundBegan,
    Stage,
    StageReached,
    SteppedBack,
)
from coach.model.events import Began
from coach.practice.reader import ScenarioSource
from coach.records.class_log import RoomLog

Clock = Callable[[], datetime]
MOST_TRIES = 200
"""How often `_append` tries again.

Each failure means that another event was written, so a room of thirty stays far below it.
"""


class RoomFold:
    """A room's log as far as it was read, and the state that its events fold to.

    Clients in one process share it, on any thread: an event is then read and applied once, and not once for everybody
    in the room.
    """

    def __init__(self, log: RoomLog) -> None:
        """Begin with nothing read."""
        self._log = log
        self._lock = threading.Lock()
        self._number = 0
        self._state = RoomState()
        self._last: datetime | None = None

    def catch_up(self) -> tuple[int, RoomState, datetime | None]:
        """Read what is new in the log.

        Returns:
            The number of the newest event, the state after it, and when it happened.

        Raises:
            NotKnown: the room was deleted.
        """
        with self._lock:
            for number, event in self._log.read(self._number):
                self._state = advance_leniently(self._state, event)
                self._number, self._last = number, event.at
            return self._number, self._state, self._last

    def peek(self) -> RoomState:
        """Return the room as it was last read, without reading the log."""
        return self._state


class RoomClient:
    """The connection of a participant or of the trainer to a room.

    For one thread; only `wait` may be called from another.
    """

    def __init__(self, log: RoomLog, clock: Clock, fold: RoomFold | None = None) -> None:
        """Connect to a room.

        Args:
            log: the room's events.
            clock: tells the time.
            fold: the room as other clients of this process read it; None for a client of its own.
        """
        self._log = log
        self._clock = clock
        self._fold = fold or RoomFold(log)
        self._number = 0
        self._state = RoomState()
        self._last: datetime | None = None
        self.refresh()

    @property
    def state(self) -> RoomState:
        """The room as of the last `refresh`."""
        return self._state

    @property
    def damage_report(self) -> str:
        """What was saved and lost when the file of rooms was found damaged, in sentences."""
        return self._log.damage_notice

    @property
    def last_event_at(self) -> datetime | None:
        """When the newest event that was read happened; None in a room without events."""
        return self._last

    @property
    def last_event_number(self) -> int:
        """The number of the newest event that was read; a page that shows more has a greater one."""
        return self._number

    def refresh(self) -> bool:
        """Read the new events of the log; return whether there were any.

        Raises NotKnown once the room is deleted.
        """
        before = self._number
        self._number, self._state, self._last = self._fold.catch_up()
        return self._number != before

    def wait(self, seconds: float) -> bool:
        """Wait for a new event, in its own thread; return whether one came within so many seconds."""
        return self._log.wait(self._number, seconds)

    def _append(self, make: Callable[[RoomState], Sequence[RoomEvent]], *, said_by: str = "") -> None:
        """Append the events that `make` makes of the current state; all of them or none.

        Args:
            make: makes the events; called again with the newer state where another person was quicker.
            said_by: the person whose draft the events take the words from. The draft is deleted in the same step.

        Raises:
            NotNow: from `make`, or from the reducer where an event cannot happen.
        """
        self.refresh()
        # The reducer speaks first: what cannot happen never reaches the log.
        for _ in range(MOST_TRIES):
            events = tuple(make(self._state))
            after = self._state
            for event in events:
                after = advance(after, event)
            # The log refuses where another event was written since `_number`; then all is made anew.
            if not events or self._log.append(self._number, *events, said_by=said_by):
                self.refresh()
                return
            self.refresh()
        raise NotNow(say("A great deal is going on in this room."), say("Nothing was lost. Try again in a moment."))


# --- The events that move a group on or back


def plan_next_stage(
    state: RoomState, group: str, pressed_at: Stage, by: str, practice: ScenarioSource, clock: Clock
) -> tuple[RoomEvent, ...]:
    """Make the event that takes a group to the stage after the one on a person's screen.

    Args:
        state: the room now.
        group: the group's id.
        pressed_at: the stage on the person's screen. Two people who press at once skip no stage by it.
        by: the person's id; empty for the trainer.
        practice: gives the scenario's rubric and the matcher's version.
        clock: tells the time.

    Returns:
        The event; nothing where the group has gone on already.

    Raises:
        NotNow: the group still waits for a person, a role or a choice, which the message names.
    """
    known = state.groups.get(group)
    if known is None:
        raise NotNow(say("There is no such group any more."), say("Find people to sit with."))
    # Two people pressed, or one pressed twice: the first was enough.
    if known.stage is not pressed_at:
        return ()
    if refusal := (explain_refusal if by == TRAINER else explain_wait)(state, known):
        raise NotNow(refusal)
    stage = find_next_stage(known)
    # The conversation begins with a round of its own, which holds the scenario as it is now.
    if stage is Stage.TALKING:
        return (_make_round(known, by, practice, clock),)
    return (StageReached(at=clock(), by=by, group=group, stage=stage),)


def plan_step_back(state: RoomState, group: str, pressed_at: Stage, by: str, clock: Clock) -> tuple[RoomEvent, ...]:
    """Make the event that returns a group to the stage before.

    Args:
        state: the room now.
        group: the group's id.
        pressed_at: the stage on the person's screen.
        by: the person's id; empty for the trainer.
        clock: tells the time.

    Returns:
        The event; nothing where the group is elsewhere by now.

    Raises:
        NotNow: something was said or chosen since.
    """
    known = state.groups.get(group)
    if known is None:
        raise NotNow(say("There is no such group any more."), say("Find people to sit with."))
    if known.stage is not pressed_at:
        return ()
    if known.former is None:
        raise NotNow(say("There is no way back from here."), say("Something was said or chosen since."))
    return (SteppedBack(at=clock(), by=by, group=group, stage=known.former.stage),)


def plan_new_round(state: RoomState, group: str, by: str, clock: Clock) -> tuple[RoomEvent, ...]:
    """Make the event by which a group whose practitioner left gathers for another round.

    Args:
        state: the room now.
        group: the group's id.
        by: the person's id; empty for the trainer.
        clock: tells the time.

    Returns:
        The event; nothing where the group has gone on.

    Raises:
        NotNow: the practitioner is there.
    """
    known = state.groups.get(group)
    if known is None:
        raise NotNow(say("There is no such group any more."), say("Find people to sit with."))
    if known.stage is not Stage.TALKING:
        return ()
    if known.find_holder(Role.PRACTITIONER) is not None:
        raise NotNow(say("The practitioner is here."), say("End the conversation, and look back first."))
    return (StageReached(at=clock(), by=by, group=group, stage=Stage.GATHERING),)


def plan_leaving(state: RoomState, person: str, clock: Clock) -> tuple[RoomEvent, ...]:
    """Make the event of a person who leaves the room for good.

    Returns nothing where they have left already, or the room is closed.
    """
    known = state.people.get(person)
    return () if state.closed or known is None or known.gone else (Left(at=clock(), by=person),)


def _make_round(group: GroupState, by: str, practice: ScenarioSource, clock: Clock) -> RoundBegan:
    at = clock()
    rubric = practice.library.dialogue(group.scenario).rubric
    began = Began(
        at=at,
        scenario=group.scenario,
        content=practice.library.fingerprint(group.scenario),
        coach=coach.__version__,
        # Nobody types in a spoken round, so no matcher reads it.
        matcher="" if group.spoken else practice.matcher(rubric).version,
    )
    return RoundBegan(at=at, by=by, group=group.id, number=group.rounds + 1, began=began)


# --- The trainer's messages that a person has not read


class UnreadMessages:
    """The trainer's messages that one participant has not put away yet.

    The time up to which they have read is stored beside their draft: it is no event, so nobody else sees it.
    """

    def __init__(self, log: RoomLog, person: str) -> None:
        self._log = log
        self._place = f"{person} has read"
        self._read: datetime | None = None
        self._looked = False

    def list_unread(self, messages: tuple[TrainerMessage, ...], came: datetime | None) -> tuple[TrainerMessage, ...]:
        """List the messages still to read, oldest first.

        Args:
            messages: the trainer's messages to this person.
            came: when the person came in. Of the messages before that, only the last is listed.
        """
        if not messages:
            return ()
        before = [message.at for message in messages if came is not None and message.at <= came]
        # Of the messages from before they came in, all but the last count as read.
        after = max(filter(None, (self._find_last_read(), *before[-2:-1])), default=None)
        return tuple(message for message in messages if after is None or message.at > after)

    def mark_read(self, at: datetime) -> None:
        """Mark the messages up to a moment as read."""
        self._read, self._looked = at, True
        self._log.keep_draft(self._place, at.isoformat())

    def forget(self) -> None:
        """Delete the time up to which the participant has read, when they leave the room."""
        self._log.keep_draft(self._place, "")

    def _find_last_read(self) -> datetime | None:
        # The draft is asked for once: a view is built often, and this client alone changes it.
        if not self._looked:
            self._looked = True
            with suppress(ValueError):
                self._read = datetime.fromisoformat(self._log.draft(self._place))
        return self._read
