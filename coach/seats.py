"""What the web server's process loads once for a whole class, and runs for each participant.

The warm process is told `coach.seats:prepare`. Before anybody joins, a round is played with made-up participants:
whatever a screen imports, parses or reads for the first time is loaded afterwards, and shared by all.
"""

import asyncio
import secrets
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coach.classroom.door import join
from coach.classroom.participant import Participant
from coach.classroom.run_sheets import load_sheets
from coach.errors import CoachError
from coach.model.class_events import LineReaderNote, Mark, Role, RoomOpened, Stage
from coach.practice.safeguarding import Care, care_whatever
from coach.practice.service import PracticeService, practice_at
from coach.records.class_log import MemoryRoomLog, RoomLog
from coach.records.class_log_sqlite import open_room_store
from coach.records.paths import Places
from coach.tui.compat import bound_pastes
from coach.tui.room.app import RoomApp
from coach.web.carriage import Coming, Run, Seated
from coach.web.driver import RoomDriver
from coach.web.ends import Ends
from coach.web.reading import MatchersAside
from coach.web.styles import KeptStyles
from coach.web.thrift import lines_forget
from coach.web.wire import Size

SAID = ("Hello.", "What should it say, in your own words? Has racism been part of it?", "I'm sorry. I believe you.")
USUAL, BROAD = (100, 30), (140, 40)


def prepare(settings: Mapping[str, Any]) -> Run:
    """Load the library, the matchers and the screens, and play a trial round. Raises CoachError.

    Args:
        settings: the plain values that `coach.cli.room_door.make_process_settings` made.

    Returns:
        A function that runs the room's screens for one participant.
    """
    where, store = Places(Path(settings["data"]), Path(settings["config"])), str(settings["store"])
    new_id = lambda: secrets.token_hex(4)  # noqa: E731  # forks must not have ids in common, so no seed
    practice = practice_at(where, _read_clock, new_id, tuple(map(Path, settings["folders"])))
    looking_after = care_whatever(where.signposts)
    bound_pastes(RoomDriver)
    lines_forget()
    rubrics = _load_library(practice)
    if practice.picker:
        practice.picker.prepare((), ())
    if settings.get("forked"):
        practice.matchers = aside = MatchersAside(practice.matchers, rubrics)
        practice.picker = aside.picks_aside
    styles = _RoundRehearsal(practice, looking_after).styles()
    thread = ThreadPoolExecutor(1, "practice")  # one practice for all who are drawn in one process, and so one thread

    make_placeholder = _make_placeholder(practice)

    async def run(coming: Coming, ends: Ends) -> None:
        with ExitStack() as opened:

            def open_participant(whose: Seated) -> Participant:
                shelf = opened.enter_context(closing(open_room_store(where, store)))
                return Participant(
                    opened.enter_context(closing(shelf.open(whose.room))), practice, whose.person, _read_clock
                )

            async def arrives() -> Participant:
                return open_participant(await coming)

            known = coming.result() if coming.done() else None
            app = RoomApp(
                open_participant(known) if known else make_placeholder(),
                practice,
                looking_after,
                thread=thread,
                arrives=None if known else arrives(),
            )
            app.stylesheet, app.driver_class = styles.for_another(), RoomDriver.over(ends)
            await app.run_async(size=known.size if known else USUAL)

    return run


def _make_placeholder(practice: PracticeService) -> Callable[[], Participant]:
    """Return a function that makes placeholder participants in an empty room.

    With one, a screen can be drawn and stand ready before the participant it is for has joined.
    """
    log = MemoryRoomLog(RoomOpened(at=_read_clock(), code="NOBODYS", sheet=next(iter(load_sheets().values()))))
    person = join(log, "Nobody", _read_clock)
    return lambda: Participant(log, practice, person, _read_clock)


def _read_clock() -> datetime:
    return datetime.now(UTC)


def _load_library(practice: PracticeService) -> tuple[str, ...]:
    """Load every scenario that a room can choose, with its cover.

    A scenario that is unusable is passed over here; the error is shown when a group chooses it.

    Returns:
        The names of the rubrics that the scenarios are read by.
    """
    rubrics: dict[str, None] = {}
    for scenario in practice.library.shelf("dialogues"):
        try:
            script = practice.script(scenario.id)
            practice.library.cover(scenario.id)
            practice.library.fingerprint(scenario.id)
            practice.matcher(script.dialogue.rubric)
            rubrics[script.dialogue.rubric] = None
        except CoachError:
            continue
    return tuple(rubrics)


class _RoundRehearsal:
    """A trial round with made-up participants, in a room that is deleted afterwards."""

    def __init__(self, practice: PracticeService, looking_after: Care) -> None:
        self._practice = practice
        self._care = looking_after
        self._styles: KeptStyles | None = None

    def styles(self) -> KeptStyles:
        """Play the trial round, and return the parsed styles that its screens used."""
        with tempfile.TemporaryDirectory() as folder:
            shelf = open_room_store(Places(Path(folder), Path(folder)))
            sheet = next(iter(load_sheets().values()))
            opened = RoomOpened(
                at=_read_clock(), code="REHEARSAL", sheet=sheet.model_copy(update={"replies": len(SAID)})
            )
            log = shelf.make("REHEARSAL", opened)
            asyncio.run(self._play(log))
            log.close()
            shelf.close()
        assert self._styles is not None
        return self._styles

    async def _play(self, log: RoomLog) -> None:
        """Play every stage of a round on one screen, and the conversation on each role's screen."""
        people = [
            Participant(log, self._practice, join(log, name, _read_clock), _read_clock) for name in ("A", "B", "C")
        ]
        practitioner, reader, observer = people
        await self._look(log, practitioner, BROAD)
        practitioner.make_group(*(person.person for person in people[1:]))
        for seat, role in zip(people, Role, strict=True):
            seat.take_role(role)
        practitioner.choose_scenario(practitioner.build_view().context.offers[0].id)
        while practitioner.group is not None and practitioner.group.stage is not Stage.DONE:
            await self._look(log, practitioner)
            match practitioner.group.stage:
                case Stage.NOTE | Stage.BRIEF:
                    for seat in people:
                        seat.agree()
                case Stage.TALKING:
                    for words in SAID:
                        practitioner.say(words)
                    _give_notes(practitioner, reader, observer)
                    for seat in people[1:]:
                        await self._look(log, seat)
            practitioner.refresh()
            practitioner.go_to_next_stage()
        await self._look(log, practitioner)

    async def _look(self, log: RoomLog, seat: Participant, size: Size = USUAL) -> None:
        """Draw a participant's screen in its present state, and press a few keys on it."""
        app = RoomApp(Participant(log, self._practice, seat.person, _read_clock), self._practice, self._care)
        self._styles = app.stylesheet = self._styles or KeptStyles(app.get_css_variables())
        async with app.run_test(size=size, tooltips=True, notifications=True) as pilot:
            while app.room.view is None:
                await pilot.pause(0.01)
            app.notify("This is a rehearsal.")
            await pilot.press("h", "backspace", "tab")


def _give_notes(practitioner: Participant, reader: Participant, observer: Participant) -> None:
    """Give a line-reader's note, a guess and a mark on the first opening, if there is one."""
    try:
        reader.note(1, LineReaderNote.MORE)
        practitioner.guess(1, LineReaderNote.SAID)
        observer.mark(1, 0, Mark.TAKEN)
    except CoachError:
        return
