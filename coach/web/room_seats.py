"""Seats of a room's people at their browsers, and the threads that work for them.

A `Participant` is for one thread at a time, so each seat has a lock. Reading a reply takes long, so it has a thread of
its own, and the pages of others go on meanwhile.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from coach.classroom.client import RoomClient, RoomFold
from coach.classroom.comparison import Comparison
from coach.classroom.participant import Participant
from coach.classroom.round_conversation import RoundConversation
from coach.classroom.state import GroupState, RoomState
from coach.classroom.view_builder import narrow_to_concern
from coach.classroom.views import TrainerMessage, View
from coach.debrief.first_page import DebriefPage
from coach.errors import CoachError, NotKnown, RecordsError
from coach.language.catalogue import ENGLISH, speak
from coach.model.class_events import Stage
from coach.page_words import AT_YOU
from coach.practice.safeguarding import Care
from coach.practice.service import PracticeService
from coach.records.class_log import RoomLog
from coach.web.live_stream import LiveStream
from coach.web.rendering import NO_NOTICE, Notice

T = TypeVar("T")

AFTER = (Stage.COACH_SPEAKS, Stage.OUT_OF_ROLE, Stage.DONE)
"""The stages at which the coach's reading is shown."""
CLOCK_EVERY = 10.0
"""Seconds after which a view is built anew though nothing happened, for the minutes that are left on it."""
LOOKS_AGAIN = 1.0
"""Seconds that one wait for news lasts at most, so that closing is never held up longer."""
THREADS = 2
MOST_STREAMS = 6
"""Pages of one person that are kept live at once; of more, the oldest is closed."""


@dataclass(frozen=True, slots=True)
class SeatView:
    """The view that a person's pages are made from, with what is slow to make."""

    view: View
    version: int = 0
    """The number of the last event that it holds."""
    draft: str = ""
    unread: tuple[TrainerMessage, ...] = ()
    may_take_home: bool = False
    may_contribute: bool = False
    has_contributed: bool = False
    lacks_contributors: bool = False
    """Whether no counts are asked for, because too few people are here for any to be shown."""
    warm_up_note: str = ""
    comparison: Comparison | None = None
    page: DebriefPage | None = None
    """What the coach says; None where nobody typed."""
    replayed: int = 0
    """The reply that this person says again."""


@dataclass(slots=True)
class Seat:
    """A person's place in the room while this program runs; only the log outlives it."""

    participant: Participant
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    streams: list[LiveStream] = field(default_factory=list)
    notice: Notice = NO_NOTICE
    """What the next page says, after a form that led to it."""
    cue_open: bool = False
    """Whether the lines of the warm-up are wanted."""
    cue_over: bool = False
    """Whether the warm-up was put away; nobody else learns that."""
    concern: tuple[RoomState, GroupState | None] | None = None
    seen: SeatView | None = None
    """The last view, which serves until something of the person's concern changes, or its clock is old."""
    seen_at: float = 0.0
    """When that was built, in seconds."""

    @property
    def person(self) -> str:
        """The person's id."""
        return self.participant.person

    def take_notice(self) -> Notice:
        """Return what is to be said on the next page, once."""
        notice, self.notice = self.notice, NO_NOTICE
        return notice


class RoomSeats:
    """All seats of a room, over its one log."""

    def __init__(self, log: RoomLog, practice: PracticeService, care: Care, clock: Callable[[], datetime]) -> None:
        """Prepare the seats of a room.

        Args:
            log: the room's events.
            practice: the library, and the reading of replies.
            care: the words and signposts that look after people.
            clock: tells the time.
        """
        self.care = care
        self._log = log
        self._practice = practice
        self._clock = clock
        self.fold = RoomFold(log)
        """The room as everything in this process reads it."""
        self._seats: dict[str, Seat] = {}
        self._room = ThreadPoolExecutor(THREADS, "seats")
        self._reading = ThreadPoolExecutor(1, "reading")
        self._waiting = ThreadPoolExecutor(1, "waiting")
        self._watching: asyncio.Task[None] | None = None
        self._closing = False
        self._replies = 0
        """How many replies are read or wait to be."""
        self._ahead: set[asyncio.Task[None]] = set()

    def open(self) -> None:
        """Watch the log from now on, and tell open pages when something happened."""
        self._watching = asyncio.get_running_loop().create_task(self._watch())
        self._reading.submit(self._prepare)

    async def close(self) -> None:
        """Close every stream, and wait for what is being done."""
        self._closing = True
        for seat in self._seats.values():
            for stream in seat.streams:
                stream.close()
        if self._watching is not None:
            await self._watching
        await asyncio.gather(*self._ahead, return_exceptions=True)
        for threads in (self._waiting, self._reading, self._room):
            await asyncio.to_thread(threads.shutdown)

    async def take(self, person: str) -> Seat:
        """Return a person's seat; it is made when they come with their first page."""
        if person not in self._seats:
            participant = await self._in_thread(
                self._room, lambda: Participant(self._log, self._practice, person, self._clock, fold=self.fold)
            )
            self._seats.setdefault(person, Seat(participant))
        return self._seats[person]

    async def do(self, seat: Seat, call: Callable[[Participant], T], *, reads: bool = False) -> T:
        """Do something at a seat, in a thread. Raises whatever the call raises.

        Args:
            seat: the seat.
            call: what is done.
            reads: whether a reply is read in it, which takes long.
        """
        self._replies += reads
        try:
            async with seat.lock:
                try:
                    return await self._in_thread(self._reading if reads else self._room, lambda: call(seat.participant))
                finally:
                    seat.concern = None  # also what the log does not hold may have changed: a draft, a message read
        finally:
            self._replies -= reads

    def read_ahead(self, seat: Seat, words: str) -> None:
        """Have words that rest in a box be read meanwhile, unless a reply is read just now.

        Args:
            seat: whose box it is.
            words: what stands in it.
        """
        if self._replies or self._ahead or self._closing:
            return

        async def read() -> None:
            async with seat.lock:
                with suppress(CoachError):
                    await self._in_thread(self._reading, lambda: seat.participant.read_ahead(words))

        task = asyncio.get_running_loop().create_task(read())
        self._ahead.add(task)
        task.add_done_callback(self._ahead.discard)

    async def look(self, seat: Seat) -> SeatView:
        """Take in what is new, and return everything that the person's pages are made from.

        Where nothing of theirs changed lately it is the very same view as before, so that pages need not be made anew:
        in a class most of what happens happens in other groups.

        Raises NotKnown once the room is deleted.
        """
        async with seat.lock:
            return await self._in_thread(self._room, lambda: self._look(seat))

    def wake(self, *, everybody: bool = False) -> None:
        """Have open pages look at what changed. Whose page shows all of it already is left alone.

        Args:
            everybody: whether all of them look, as where the room itself is gone.
        """
        state = self.fold.peek()
        for seat in self._seats.values():
            same = not everybody and _is_as_before(seat, narrow_to_concern(state, seat.person))
            for stream in seat.streams:
                if not same or stream.made_from is not seat.seen:
                    stream.wake()

    def follow(self, seat: Seat, stream: LiveStream) -> None:
        """Keep a page live; of too many of one person's, the oldest ends."""
        seat.streams.append(stream)
        if len(seat.streams) > MOST_STREAMS:
            seat.streams[0].close()

    # --- In a thread

    def _prepare(self) -> None:
        """Load what a first reply needs. What cannot be read is said when it is chosen."""
        with suppress(CoachError):
            state = self.fold.catch_up()[1]
            for scenario in state.scenarios[:1]:
                RoundConversation(self._practice).prepare(scenario)

    @speak(ENGLISH)  # a room's pages are in English, and what was made for one is shown to others
    def _look(self, seat: Seat) -> SeatView:
        participant = seat.participant
        participant.refresh()
        concern = narrow_to_concern(participant.state, participant.person)
        if seat.seen is not None and _is_as_before(seat, concern):
            return seat.seen
        view, seat.seen_at = participant.build_view(), time.monotonic()
        if concern == seat.concern and seat.seen is not None:
            # Only the room's clock went on; what is slow to make, or asks the store, is as it was.
            number, draft = participant.last_event_number, _find_draft(participant)
            seat.seen = replace(seat.seen, view=view, version=number, draft=draft)
            return seat.seen
        seen = self._read(participant, view, seat.seen)
        seat.concern, seat.seen = concern, seen
        return seen

    def _read(self, participant: Participant, view: View, before: SeatView | None) -> SeatView:
        """Read what pages show besides the view, where they show it."""
        context = view.context
        seen = SeatView(
            view,
            participant.last_event_number,
            _find_draft(participant),
            participant.list_unread(),
            participant.may_take_home,
            participant.may_contribute and not participant.has_contributed,
            participant.has_contributed,
            participant.lacks_contributors,
            self._read_warm_up_note(participant) if context.cue else "",
        )
        if context.stage not in AFTER or not context.round or context.to_agree:
            return seen
        # Once the coach speaks, nothing of these can change in this round.
        same = before if before and _find_round(before.view) == _find_round(view) else None
        page = same.page if same else None
        return replace(
            seen,
            comparison=(same.comparison if same else None) or participant.compare(),
            page=page or (None if context.spoken else participant.build_page()),
            replayed=0 if context.spoken else participant.replayed_reply or 0,
        )

    def _read_warm_up_note(self, participant: Participant) -> str:
        sheet = participant.state.sheet
        if sheet is None or sheet.warm_up is None:
            return ""
        cover = self._practice.library.cover(sheet.warm_up)
        return f"{cover.content_note} {AT_YOU}" if cover.towards_practitioner else cover.content_note

    async def _in_thread(self, threads: ThreadPoolExecutor, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(threads, call)

    async def _watch(self) -> None:
        """Wait in one thread for all, and wake every open page when something happened."""
        client: RoomClient | None = None
        while not self._closing:
            try:
                if client is None:
                    client = await self._in_thread(
                        self._waiting, partial(RoomClient, self._log, self._clock, self.fold)
                    )
                if await self._in_thread(self._waiting, partial(_hear, client)):
                    self.wake()
            except NotKnown:
                self.wake(everybody=True)
                await asyncio.sleep(LOOKS_AGAIN)
            except RecordsError:
                await asyncio.sleep(LOOKS_AGAIN)


def _hear(client: RoomClient) -> bool:
    """Wait a while for something new; return whether there was anything."""
    return client.wait(LOOKS_AGAIN) and client.refresh()


def _is_as_before(seat: Seat, concern: tuple[RoomState, GroupState | None]) -> bool:
    """Return whether a seat's last view still serves, and its clock is not old."""
    return concern == seat.concern and seat.seen is not None and time.monotonic() - seat.seen_at < CLOCK_EVERY


def _find_draft(participant: Participant) -> str:
    """Return what was typed before a reload. What was said meanwhile is no draft."""
    draft = ""
    with suppress(CoachError):
        draft = participant.draft
    group = participant.group
    happened = group.round.happened if group and group.round else ()
    return "" if any(getattr(event, "text", None) == draft for event in happened) else draft


def _find_round(view: View) -> tuple[str, int]:
    return view.context.group, view.context.round
