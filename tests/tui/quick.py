"""What makes many apps in one run bearable: styles are parsed once, whoever waits for rest waits no longer, and a
screen is drawn when somebody looks at it. (Without a terminal Textual draws each change, and shows it to nobody.)
"""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic, process_time
from typing import Any

import pytest
import textual.app
import textual.pilot
from rich.console import RenderableType
from textual._compositor import Compositor
from textual._context import active_app, visible_screen_stack
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

from coach.tui.base_app import BaseApp

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
        self.kept: dict[tuple[object, ...], list[RuleSet]] = {}
        self._parse: Callable[..., list[RuleSet]] = Stylesheet._parse_rules

    def rules(self, sheet: Stylesheet, css: str, *where: Any, **how: Any) -> list[RuleSet]:
        """As Textual parses it; what is wrong in a sheet is raised each time, and not kept."""
        key = (tuple(sheet._variables.items()), css, where, tuple(sorted(how.items())))
        if key not in self.kept:
            self.kept[key] = self._parse(sheet, css, *where, **how)
        return self.kept[key]

    def spoilt(self) -> list[str]:
        """Rules that no longer are what the sheet says: no app may have changed what the next one is given."""
        found = []
        for (variables, css, where, how), kept in self.kept.items():
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


_drawn = Compositor.render_update


def drawn_for_somebody(
    compositor: Compositor, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
) -> RenderableType | None:
    """As Textual draws it, for a terminal or a picture; without either, it is only noted that it was drawn."""
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
    for module in (textual.app, textual.pilot):
        monkeypatch.setattr(module, "wait_for_idle", rest.comes)
