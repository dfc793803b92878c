"""What state an app is in, as far as the next key can tell: two equal states answer every key alike."""

import re
from collections.abc import Iterator
from enum import Enum
from pathlib import PurePath
from typing import Any

from textual.app import App
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from coach.tui.dialogs.dialog import Guarded

WORDS = re.compile(r"qz(\d+|#)vx")
"""The words that a walk types; each pair has words of its own, and they are the same state."""
NUMBERS = re.compile(r"[0-9a-f]{8,}|\d+")
PLAIN = (bool, int, str, type(None), Enum)
PASSING_STATES = re.compile(
    r"_reactive_(scroll|hover|mouse|has_focus|cursor_blink|virtual|show_|title|sub_title|ansi|app_focus|loading"
    r"|_cursor|cursor_visible|highlight_|_initial|current_sorting|_anim|_blink|border_|expand|shrink|text$|layers|dark)"
)
"""What only the eye sees, or what is written down beside it in another way."""


def state_of(app: App[Any]) -> str:
    """The screens from the first to the last, where the focus is, and everything on them that a key can change.

    Whole, so that too little is never taken for equal: how each widget is set, what its coach's own attributes hold,
    what it says, what stands in each box, and where the cursor is. Left out is only how far a page is scrolled, what
    blinks, messages that pass by themselves, and numbers in sentences (times, and how many rehearsals there are).
    """
    focused = app.focused
    parts = [f"focus {_name(focused)}" if focused is not None else "no focus"]
    for number, screen in enumerate(app.screen_stack):
        if screen is not app.screen and type(screen).__name__ == "HomeScreen":
            parts.append("home")  # nothing is typed there, and no key reaches it before it is in front
            continue
        unkept = isinstance(screen, Guarded) and screen.unkept()
        parts.append(f"{number} {type(screen).__name__} {_own(screen)}{' unkept' if unkept else ''}")
        for widget in _widgets(screen):
            here = "*" if widget is focused else ""
            parts.append(f"{here}{_name(widget)} {_set(widget)} {_own(widget)} {_says(widget)}")
    return WORDS.sub("WORDS", "\n".join(parts))


def _widgets(screen: Screen[Any]) -> Iterator[Widget]:
    for widget in screen.walk_children(Widget):
        if not any(type(each).__name__ in {"ToastRack", "Toast"} for each in widget.ancestors_with_self):
            yield widget


def _name(widget: Widget) -> str:
    classes = sorted(each for each in widget.classes if not each.startswith("-") or each in {"-on", "-active"})
    return f"{type(widget).__name__}#{widget.id}.{'.'.join(classes)}{'' if widget.display else ' away'}"


def _set(widget: Widget) -> str:
    """Whether it is ticked, chosen, open, out of use: everything that Textual watches in it."""
    held = {
        key: value
        for key, value in vars(widget).items()
        if key.startswith("_reactive_") and isinstance(value, PLAIN) and not PASSING_STATES.match(key)
    }
    return " ".join(f"{key.removeprefix('_reactive_')}={value}" for key, value in sorted(held.items()))


def _own(thing: Widget) -> str:
    """What the coach's own classes remember in it: a first press of two, words put by, a page of several."""
    known = _of_textual(type(thing))
    held = {key: value for key, value in vars(thing).items() if key not in known and not key.startswith("_reactive_")}
    held.pop("_stood", None)  # boxes that were come to: what becomes of it is whether the screen is unkept
    return " ".join(f"{key}={said}" for key, value in sorted(held.items()) if (said := _plain(value)) is not None)


_known: dict[type, frozenset[str]] = {}


def _of_textual(kind: type) -> frozenset[str]:
    """Names that Textual's own classes set; what they hold is theirs."""
    if kind not in _known:
        of_textual = [each for each in kind.__mro__ if each.__module__.startswith("textual")]
        names = {name for each in of_textual for name in _names_in(each)}
        _known[kind] = frozenset(names)
    return _known[kind]


def _names_in(kind: type) -> Iterator[str]:
    for each in vars(kind).values():
        code = getattr(getattr(each, "fget", each), "__code__", None)
        if code is not None:
            yield from code.co_names
    yield from vars(kind)


def _plain(value: object, deep: int = 3) -> str | None:
    """A value as words, if it is one that a key may depend on; nothing for what is made anew each time."""
    if isinstance(value, PLAIN) and not isinstance(value, float):
        return NUMBERS.sub("#", str(value))
    if isinstance(value, PurePath) or not deep:
        return None
    if isinstance(value, dict):
        pairs = ((_plain(key, deep - 1), _plain(each, deep - 1)) for key, each in value.items())
        return "{" + ",".join(f"{key}:{each}" for key, each in pairs) + "}"
    if isinstance(value, list | tuple | set | frozenset):
        each_of_them = [str(_plain(each, deep - 1)) for each in value]
        return f"[{','.join(sorted(each_of_them) if isinstance(value, set | frozenset) else each_of_them)}]"
    return None


def _says(widget: Widget) -> str:
    """What it says, or what stands in it and where."""
    if isinstance(widget, TextArea):
        return f"{widget.text!r} {widget.selection}"
    if isinstance(widget, Input):
        return f"{widget.value!r} {widget.selection}"
    return NUMBERS.sub("#", str(widget.content)) if isinstance(widget, Static) else ""
