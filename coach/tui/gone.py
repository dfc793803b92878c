"""Telling what breaks from what only comes too late, for a page or a part of one that is going away.

Somebody may leave a page while it still reads what it shows. Its parts go before its work does, and the work then asks
Textual for what is no longer there: nobody misses that, and it is no reason to close the coach.
"""

from pathlib import Path
from traceback import walk_tb

import textual
from textual.app import App
from textual.dom import DOMNode

_TEXTUAL = Path(textual.__file__).parent


def too_late(error: BaseException, app: App[None]) -> bool:
    """Whether Textual refused something in what is going away, or never came because its page went.

    What the coach itself raises is never too late: something may not have been kept.
    """
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    return (
        bool(frames)
        and Path(frames[-1].f_code.co_filename).is_relative_to(_TEXTUAL)
        and (app._exit or not app._running or any(_goes(frame.f_locals.get("self")) for frame in frames))
    )


def _goes(whose: object) -> bool:
    """All of a page is marked at once when it begins to go."""
    return isinstance(whose, DOMNode) and (whose._pruning or not whose.is_attached)
