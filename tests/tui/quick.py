"""What makes many apps in one run bearable: styles are parsed once, whoever waits for rest waits no longer, and a
screen is drawn when somebody looks at it. (Without a terminal Textual draws each change, and shows it to nobody.)
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from pathlib import Path
from time import monotonic, process_time
from types import FunctionType, MethodType
from typing import Any
from weakref import WeakKeyDictionary

import pytest
import textual._callback
import textual.app
import textual.css.query
import textual.dom
import textual.message_pump
import textual.pilot
from rich.console import RenderableType
from textual._compositor import Compositor
from textual._context import active_app, visible_screen_stack
from textual.app import ScreenStackError
from textual.css.match import _check_selectors
from textual.css.model import CombinatorType, RuleSet, Selector, SelectorSet
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.message import Message
from textual.message_pump import MessagePump
from textual.notifications import Notification
from textual.pilot import Pilot, WaitForScreenTimeout
from textual.screen import Screen

from coach.tui.base_app import BaseApp, LetterGuard

from . import found_styles

STEP = 0.004
SOON = 0.02
"""Textual's own wait for rest looks this long at once, so that nothing due within it is missed."""
AT_MOST_FOR_THE_PRACTICE = 0.1
"""How long a call of the practice that waits for something itself keeps an app from being at rest."""
AT_MOST = 30.0
"""How long one that works does, where other work on the machine takes its turns."""
TASKS = Path("/proc/self/task")


class Parsed:
    """Rules of style sheets as Textual parsed them, for every app that has the same sheet and the same colours."""

    def __init__(self) -> None:
        self.kept: dict[tuple[Any, ...], list[RuleSet]] = {}
        self._colours: dict[tuple[tuple[str, str], ...], int] = {}
        self._parse: Callable[..., list[RuleSet]] = Stylesheet._parse_rules

    def rules(self, sheet: Stylesheet, css: str, *where: Any, **how: Any) -> list[RuleSet]:
        """As Textual parses it; what is wrong in a sheet is raised each time, and not kept."""
        key = (self._colours_of(sheet), css, where, tuple(sorted(how.items())))
        if key not in self.kept:
            self.kept[key] = self._parse(sheet, css, *where, **how)
        return self.kept[key]

    def _colours_of(self, sheet: Stylesheet) -> int:
        """A number for a sheet's colours: hundreds of them, which are looked through once for each sheet."""
        known: tuple[object, int] | None = getattr(sheet, "_coloured", None)
        if known is None or known[0] is not sheet._variables:
            number = self._colours.setdefault(tuple(sheet._variables.items()), len(self._colours))
            known = sheet._coloured = (sheet._variables, number)  # type: ignore[attr-defined]
        return known[1]

    def spoilt(self) -> list[str]:
        """Rules that no longer are what the sheet says: no app may have changed what the next one is given."""
        found = []
        colours = list(self._colours)
        for (number, css, where, how), kept in self.kept.items():
            variables = colours[number]
            fresh = self._parse(Stylesheet(variables=dict(variables)), css, *where, **dict(how))  # type: ignore[call-overload, misc, arg-type]
            now, once = ([f"{rule.selectors} {rule.styles.get_rules()}" for rule in rules] for rules in (kept, fresh))
            found += [a for a, b in zip(now, once, strict=True) if a != b]
        return found


class Rest:
    """Waiting until an app is at rest: nothing is ready to run, and nothing is due as far ahead as Textual would look.

    Textual asks how busy the processor was, so on a machine with other work whoever got no turn seems to be at rest.
    """

    def __init__(self) -> None:
        self._in_practice = BaseApp.in_practice
        self._calls = 0

    async def in_practice(self, app: BaseApp, *call: Any, **how: Any) -> Any:
        """The practice is called as always; while it works, nothing is at rest."""
        self._calls += 1
        try:
            return await self._in_practice(app, *call, **how)
        finally:
            self._calls -= 1

    async def comes(self, min_sleep: float = SOON, max_sleep: float = 1) -> None:
        """In place of Textual's `wait_for_idle`, which takes 20 to 40 ms to see what was so at once."""
        began = monotonic()
        while (waited := monotonic() - began) < max_sleep or (waited < AT_MOST and self._works()):
            used = process_time()
            await asyncio.sleep(STEP)
            idle = process_time() - used < STEP / 8
            if idle and waited >= min_sleep - STEP and not self._due(waited):
                return

    def _due(self, waited: float) -> bool:
        loop = asyncio.get_running_loop()
        timers = [each for each in loop._scheduled if not each.cancelled()]  # type: ignore[attr-defined]
        return (
            bool(loop._ready)  # type: ignore[attr-defined]
            or any(each.when() < loop.time() + SOON for each in timers)
            or (self._calls > 0 and waited < AT_MOST_FOR_THE_PRACTICE)
            or self._works()
        )

    def _works(self) -> bool:
        """Whether a call of the practice wants the processor, or a disk, and may only be waiting for its turn.

        How long it takes then is the machine's affair: what the kernel says of each thread is so under any load.
        """
        if not self._calls or not TASKS.exists():
            return False
        others = (task for task in TASKS.iterdir() if int(task.name) != threading.get_native_id())
        return any(_state(task) in "RD" for task in others)


def _state(task: Path) -> str:
    """The kernel's letter for a thread; S, that it waits, for one that has just ended."""
    try:
        return (task / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "S"


_count_parameters = textual._callback._count_parameters
_counted: WeakKeyDictionary[Callable[..., object], int] = WeakKeyDictionary()


def count_parameters(call: Callable[..., object]) -> int:
    """As Textual counts them, which for each message looks at the whole signature of what is called with it."""
    if isinstance(call, MethodType):
        return count_parameters(call.__func__) - 1
    if not isinstance(call, FunctionType):
        return _count_parameters(call)
    if call not in _counted:
        _counted[call] = _count_parameters(call)
    return _counted[call]


_dispatch_methods = MessagePump._get_dispatch_methods
Handler = Callable[[Message], Awaitable[Any]]


class Handlers:
    """Which classes of a widget have a handler for a message: Textual asks each of ten, for each of thousands."""

    def __init__(self) -> None:
        self._having: dict[tuple[type, str, type], list[type] | None] = {}

    def of(self, pump: MessagePump, name: str, message: Message) -> Iterable[tuple[type, Handler]]:
        """As Textual gives them, which is asked itself where a handler chooses by a selector."""
        key = type(pump), name, type(message)
        if key not in self._having:
            self._having[key] = self._look(*key)
        having = self._having[key]
        return _dispatch_methods(pump, name, message) if having is None else self._by_name(having, pump, name, message)

    @staticmethod
    def _look(kind: type, name: str, message: type) -> list[type] | None:
        if any(each in cls.__dict__.get("_decorated_handlers", ()) for cls in kind.__mro__ for each in message.__mro__):
            return None
        return [cls for cls in kind.__mro__ if f"_{name}" in cls.__dict__ or name in cls.__dict__]

    @staticmethod
    def _by_name(having: list[type], pump: MessagePump, name: str, message: Message) -> Iterator[tuple[type, Handler]]:
        for cls in having:
            if message._no_default_action:
                break
            method = cls.__dict__.get(f"_{name}") or cls.__dict__.get(name)
            if method is not None and not getattr(method, "_textual_on", None):
                yield cls, method.__get__(pump, cls)


HANDLERS = Handlers()
"""For all tests of a run, as no test gives a class another handler."""


async def wait_for_screen(pilot: Pilot[Any], timeout: float = 30.0) -> bool:
    """As Textual waits for all widgets of a screen, but for those that have nothing to do and wait themselves.

    Textual sends each of them a message and waits for all to be read, at each key and each look.
    """
    try:
        pumps = [pilot.app, *pilot.app.screen.walk_children(with_self=True)]
    except ScreenStackError:
        return False
    left, read = 0, asyncio.Event()

    def count() -> None:
        nonlocal left
        left -= 1
        if not left:
            read.set()

    left = sum(pump.call_later(count) for pump in pumps if not _waits(pump))
    if left:
        ends = [asyncio.create_task(event.wait()) for event in (read, pilot.app._exception_event)]
        done, pending = await asyncio.wait(ends, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        if not done:
            raise WaitForScreenTimeout("Timed out while waiting for widgets to process pending messages.")
    return not left


def _waits(pump: MessagePump) -> bool:
    """Whether a widget waits for its next message, and has none."""
    ready: Any = pump._message_queue.ready_event
    return not ready.is_set() and any(not waiting.done() for waiting in ready._waiters)


def match(selector_sets: Iterable[SelectorSet], node: DOMNode) -> bool:
    """As Textual does it, which follows the way from the app to each widget of a page before it looks at the widget."""
    return any(
        way.selectors[-1].check(node)
        and (_is_alone(way.selectors) or _check_selectors(way.selectors, node.css_path_nodes))
        for way in selector_sets
    )


def _is_alone(selectors: list[Selector]) -> bool:
    """Whether a widget itself is asked for, wherever it lies."""
    return len(selectors) == 1 and selectors[0].combinator is CombinatorType.DESCENDENT


_drawn = Compositor.render_update
_drawings = 0


def drawings() -> int:
    """How often something was drawn so far, or would have been."""
    return _drawings


def drawn_for_somebody(
    compositor: Compositor, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
) -> RenderableType | None:
    """As Textual draws it, for a terminal or a picture; without either, it is only noted that it was drawn."""
    global _drawings
    _drawings += 1
    if full or not active_app.get().is_headless:
        return _drawn(compositor, full, screen_stack, simplify)
    visible_screen_stack.set([] if screen_stack is None else screen_stack)
    compositor._dirty_regions.clear()
    return None


def use(parsed: Parsed, found: found_styles.FoundStyles, monkeypatch: pytest.MonkeyPatch) -> None:
    """For one test."""
    found_styles.use(found, monkeypatch)
    rest = Rest()

    def rules(sheet: Stylesheet, css: str, *where: Any, **how: Any) -> list[RuleSet]:
        return parsed.rules(sheet, css, *where, **how)

    async def in_practice(app: BaseApp, *call: Any, **how: Any) -> Any:
        return await rest.in_practice(app, *call, **how)

    monkeypatch.setattr(Stylesheet, "_parse_rules", rules)
    monkeypatch.setattr(BaseApp, "in_practice", in_practice)
    monkeypatch.setattr(Compositor, "render_update", drawn_for_somebody)

    def dispatch_methods(pump: MessagePump, name: str, message: Message) -> Iterable[tuple[type, Handler]]:
        return HANDLERS.of(pump, name, message)

    monkeypatch.setattr(MessagePump, "_get_dispatch_methods", dispatch_methods)
    monkeypatch.setattr(textual._callback, "_count_parameters", count_parameters)
    monkeypatch.setattr(Pilot, "_wait_for_screen", wait_for_screen)
    for module in (textual.css.query, textual.dom, textual.message_pump):
        monkeypatch.setattr(module, "match", match)
    # Two keys of a test come sooner than two of a person; `test_base_app_keys.py` has the real time.
    monkeypatch.setattr(LetterGuard, "burst", 0.0)
    # A note goes after some seconds, which a busy machine takes for a few keys; here one stays until it is read.
    monkeypatch.setattr(Notification, "time_left", property(lambda note: note.timeout))
    for module in (textual.app, textual.pilot):
        monkeypatch.setattr(module, "wait_for_idle", rest.comes)
