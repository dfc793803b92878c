"""A walk over every pair of keys from a box with words in it, as the search of a graph that it is."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, TextArea

from coach.tui.dialogs.dialog import text_of
from coach.tui.screens.briefing_screen import BriefingScreen
from coach.tui.screens.review_screen import ReviewScreen
from coach.tui.screens.submit_screen import SubmissionChoices, SubmitScreen
from tests.conftest import PATIENCE

from .seeing import until
from .states import state_of

USUAL = (
    *("escape", "enter", "tab", "shift+tab", "ctrl+s", "ctrl+q", "space"),
    *(f"f{n}" for n in range(1, 13)),
    *("up", "down", "left", "right", "pageup", "pagedown"),
)
"""Keys that people press anywhere, whether they are bound to anything or not."""


@dataclass
class Place:
    """A box, and how to come to it with nothing typed in it yet."""

    pilot: Pilot[None]
    arrive: Callable[[], Awaitable[Widget]]
    kept: Callable[[], str] = lambda: ""
    """Everything that is kept in memory, where it is not in a file."""


Visits = Callable[[], AbstractAsyncContextManager[Place]]


class Walk:
    """Types words of its own before each pair of keys, and looks for them afterwards."""

    def __init__(self, place: Place, files: Path) -> None:
        self.place = place
        self.pilot = place.pilot
        self.files = files
        self.closed = 0
        self.words = ""
        self._number = 0
        self._box: Widget | None = None
        place.pilot.app.exit = self._exit  # type: ignore[method-assign]

    def _exit(self, *_: object, **__: object) -> None:
        """The program would be closed now; only noted, so that one app serves for many pairs."""
        self.closed += 1

    async def arrive(self, *, anew: bool = False) -> Widget:
        """To the box, with the words of this pair in it."""
        box = self._box
        if anew or box is None or not await self._back_to(box):
            box = self._box = await self.place.arrive()
        self.closed = 0
        self._number += 1
        self.words = f"qz{self._number:05}vx"
        box.focus()
        await until(self.pilot, lambda: self.pilot.app.focused is box)
        if isinstance(box, TextArea):
            box.text = self.words
        else:
            assert isinstance(box, Input)
            box.value = self.words
            box.cursor_position = 0
        await self.pilot.pause()
        return box

    async def _back_to(self, box: Widget) -> bool:
        """Put away what lies over the box's own page; whether the box is in front then."""
        app = self.pilot.app
        for _ in range(3):
            if not box.is_attached or not (
                app.screen.name in ("unkept", "help") or isinstance(app.screen, CommandPalette)
            ):
                break
            app.screen.dismiss(None)
            await self.pilot.pause()
        return box.is_attached and app.screen is box.screen and shown(box)

    async def state(self) -> str:
        """How everything stands, once it has come to rest."""
        if self.closed:
            return CLOSED
        now, same = state_of(self.pilot.app), 0
        for _ in range(100):
            if (thread := getattr(self.pilot.app, "_thread", None)) is not None:  # behind what the practice still does
                await asyncio.get_running_loop().run_in_executor(thread, lambda: None)
            await self.pilot.pause(0.01)
            before, now = now, CLOSED if self.closed else state_of(self.pilot.app)
            same = same + 1 if before == now and self._at_rest() else 0
            if same == STEADY:
                break
        return now

    def _at_rest(self) -> bool:
        """Whether every preview shows what is chosen now: it is made anew a moment after the last keystroke."""
        pages = [] if self.closed else [each for each in self.pilot.app.screen_stack if isinstance(each, SubmitScreen)]
        return all(page._shown == page.query_one(SubmissionChoices).choice for page in pages)

    def in_a_box(self) -> bool:
        """Whether they still stand where they can be gone on with."""
        boxes = [box for screen in self.pilot.app.screen_stack for box in screen.query("Input, TextArea")]
        return not self.closed and any(self.words in "".join(text_of(box).split()) for box in boxes)

    def kept(self) -> bool:
        """Whether they are in a file, or in what this place keeps in memory."""
        if self.words in "".join(self.place.kept().split()) or self._kept_with_a_page():
            return True
        return any(self.words in file.name or _holds(file, self.words) for file in self.files.rglob("*"))

    def _kept_with_a_page(self) -> bool:
        """Reasons that were typed and not said stay with the desk's page; an own picture waits on the brief."""
        stack = [] if self.closed else self.pilot.app.screen_stack
        typed = [page._typed for page in stack if isinstance(page, ReviewScreen)]
        typed += [page._picture for page in stack if isinstance(page, BriefingScreen)]
        return any(self.words in words for page in typed for words in page.values())

    async def press(self, key: str) -> bool:
        """Whether this key leaves the words in the box, kept, or with a question before them."""
        if not self.closed:
            await self.pilot.press(key)
        until_ = time.monotonic() + PATIENCE
        while not (self.in_a_box() or self.kept()):
            if time.monotonic() > until_:
                return False
            await self.pilot.pause(0.02)
        return True

    async def safe(self, *keys: str) -> bool:
        """The same for keys one after another, from the box."""
        await self.arrive()
        return all([await self.press(key) for key in keys])

    def bound(self) -> set[str]:
        """Keys that are bound now, besides what edits the box itself, and what answers the question about words."""
        screen, focused = self.pilot.app.screen, self.pilot.app.focused
        edits = {focused} if isinstance(focused, Input | TextArea) else set()
        asked = {screen} if screen.name == "unkept" else set()
        return {key for key, active in screen.active_bindings.items() if active.node not in edits | asked}

    async def keys(self) -> list[str]:
        """What is bound at the box, and what people press anywhere."""
        await self.arrive()
        return sorted({*self.bound(), *USUAL})


CLOSED = "closed"
STEADY = 2
"""Looks, one after another, that find the same state: it has come to rest."""


def shown(box: Widget) -> bool:
    """Whether a box can be seen and typed in."""
    return box.is_attached and box.focusable and all(each.display for each in box.ancestors_with_self)


def _holds(file: Path, words: str) -> bool:
    """Whether a file holds the words, so that they can be read again: not in a log, nor as a store's torn-off slip."""
    if not file.is_file() or file.suffix in {".log", ".lock"} or file.name.endswith(("-wal", "-shm", "-journal")):
        return False
    beside = file.with_name(f"{file.name}-wal")
    held = file.read_bytes() + (beside.read_bytes() if beside.exists() else b"")
    if words.encode() not in b"".join(held.split()):
        return False
    return not held.startswith(b"SQLite format 3") or _in_a_row(file, words)


def _in_a_row(file: Path, words: str) -> bool:
    """Whether a store has a row with them: what was deleted may still lie about in its file."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as store:
        tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in store.execute(f'SELECT * FROM "{table}"'):
                if any(words in "".join(_as_text(each).split()) for each in row):
                    return True
    return False


def _as_text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


@dataclass
class Found:
    """What a search of a place found."""

    keys: int = 0
    pairs: int = 0
    """All pairs: each first key, and after it each key that is pressed anywhere, or bound at the box or there."""
    run: int = 0
    """Those that were pressed."""
    states: int = 0
    """Different states after the first key, that of the box itself with them."""
    lost: list[tuple[str, ...]] = field(default_factory=list)
    unsteady: list[tuple[str, ...]] = field(default_factory=list)
    """Keys that did not lead to where they had led before."""
    checked: int = 0
    """Skipped pairs that were pressed after all."""
    differ: list[tuple[str, ...]] = field(default_factory=list)
    """Those among them that came to another end than the pair that stood for them."""


class Search:
    """Presses every pair of keys at a place, but no pair that is known to be the same as another.

    A key meets a state: the screens, the focus, the boxes, the ticks (`state_of`). If the first key of a pair leaves
    the state as it was, the pair is its second key alone. If two first keys lead to one state, their second keys are
    pressed once for both. And where a second key leaves the state as it was, the next one is pressed from there.
    What is skipped thus is a claim, so some of it, drawn by a seed, is pressed for real: it has to end in the same
    state with the same words safe.
    """

    def __init__(self, visits: Visits, files: Path, seed: str) -> None:
        self.found = Found()
        self._visits = visits
        self._files = files
        self._drawn = random.Random(seed)
        self._stack = AsyncExitStack()
        self._walk: Walk | None = None
        self._start = ""
        self._starts: set[str] = set()
        """How the box stood in apps made anew: all but the first are noted as unsteady."""
        self._after: dict[str, str] = {}
        """The state after each first key."""
        self._ends: dict[tuple[str, str], tuple[bool, str]] = {}
        """From a state, by a key: whether the words were safe, and the state after it."""

    async def all_pairs(self, check: int) -> Found:
        """Search, and check so many of the pairs that were skipped."""
        async with self._stack:
            walk = await self._at_the_box()
            self._start = await walk.state()
            self._starts.add(self._start)
            keys = await walk.keys()
            self.found.keys = len(keys)
            led = await self._first(keys)
            self.found.states = len({*self._after.values(), self._start})
            seconds = {self._start: keys}
            for state, first in led.items():
                seconds[state] = [] if state == CLOSED else await self._second(state, first, keys)
            self.found.pairs = sum(len(seconds[self._after[first]]) for first in keys)
            skipped = [
                (first, second)
                for first in keys
                for second in seconds[self._after[first]]
                if led.get(self._after[first]) != first
            ]
            for first, second in self._drawn.sample(skipped, min(check, len(skipped))):
                await self._check(first, second)
        return self.found

    async def _at_the_box(self) -> Walk:
        """At the box as it was at first: as it stands, else by the way to it, else in an app made anew."""
        if self._walk is not None:
            for anew in (False, True):
                try:
                    await self._walk.arrive(anew=anew)
                except AssertionError:
                    break
                if await self._walk.state() in self._starts:
                    return self._walk
            await self._stack.aclose()
        place = await self._stack.enter_async_context(self._visits())
        self._walk = Walk(place, self._files)
        await self._walk.arrive()
        if self._start and (state := await self._walk.state()) not in self._starts:
            self._starts.add(state)
            self.found.unsteady.append(("the box", _difference(self._start, state)))
        return self._walk

    async def _first(self, keys: list[str]) -> dict[str, str]:
        """Each key alone; which key first led to each other state."""
        led: dict[str, str] = {}
        walk: Walk | None = None
        for key in keys:
            walk = walk or await self._at_the_box()
            self.found.run += 1
            safe = await walk.press(key)
            state = self._after[key] = await walk.state()
            self._ends[self._start, key] = safe, state
            if not safe:
                self.found.lost.append((key,))
            if state not in self._starts:
                led.setdefault(state, key)
                walk = None
            else:
                self._after[key] = self._start
        return led

    async def _second(self, state: str, first: str, keys: list[str]) -> list[str]:
        """Each key from a state that this first key leads to; which keys those are."""
        walk: Walk | None = (led := await self._led_by(first, state))
        wanted = sorted({*keys, *led.bound()})
        for second in wanted:
            walk = walk or await self._led_by(first, state)
            self.found.run += 1
            safe = await walk.press(second)
            end = await walk.state()
            self._ends[state, second] = safe, end
            if not safe:
                self.found.lost.append((first, second))
            if end != state:
                walk = None
        return wanted

    async def _led_by(self, first: str, state: str) -> Walk:
        walk = await self._at_the_box()
        await walk.press(first)
        if (now := await walk.state()) != state:
            self.found.unsteady.append((first, _difference(state, now)))
        return walk

    async def _check(self, first: str, second: str) -> None:
        """Press a pair that was skipped: it ends as the pair ended that stands for it."""
        walk = await self._at_the_box()
        safe = await walk.press(first) and await walk.press(second)
        self.found.checked += 1
        meant, now = self._ends[self._after[first], second], (safe, await walk.state())
        if now != meant:
            self.found.differ.append((first, second, f"{meant[0]}, {safe}; {_difference(meant[1], now[1])}"))


def _difference(was: str, now: str) -> str:
    """The first lines in which two states differ."""
    lines, others = was.split("\n"), now.split("\n")
    gone = [each for each in lines if each not in others][:2]
    come = [each for each in others if each not in lines][:2]
    return f"was {gone}, is {come}"[:600]
