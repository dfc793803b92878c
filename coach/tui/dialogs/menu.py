"""A dialog with a list of things to do, each with its key on the page behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.language.catalogue import say
from coach.tui.commands import make_bindings

KEY_WIDTH = 8
"""Columns for a key before the words."""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A thing to do: its words, and the action of the page that does it."""

    words: str
    action: str
    command: str = ""
    """The id of the command whose key does the same; empty where it has none."""


class MenuDialog(ModalScreen[str | None]):
    """A dialog with a list of things to do.

    It returns the chosen entry's action, or None where it was closed.
    """

    BINDINGS = make_bindings("modal")
    AUTO_FOCUS = "OptionList"

    def __init__(self, heading: str, entries: Iterable[MenuEntry], page: Screen[Any]) -> None:
        """Make the dialog.

        Args:
            heading: its heading.
            entries: the things to do, in order.
            page: the page behind it, whose keys stand beside the entries.
        """
        super().__init__(name="menu")
        self._heading = heading
        self._entries = tuple(entries)
        keys = {active.binding.id: active.binding for active in page.active_bindings.values()}
        self._keys = {entry.action: keys[entry.command] for entry in self._entries if entry.command in keys}

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(self._heading, classes="sheet-heading", markup=False)
            yield OptionList(
                *(Option(self._draw(entry), id=str(n)) for n, entry in enumerate(self._entries)), id="menu-list"
            )
            yield Static(say("Enter chooses, escape closes."), classes="quiet")

    def _draw(self, entry: MenuEntry) -> Content:
        bound = self._keys.get(entry.action)
        key = self.app.get_key_display(bound) if bound else ""
        # No colour of its own: on the highlight it could not be read.
        return Content.assemble((key.ljust(KEY_WIDTH), "bold"), entry.words)

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Close and return the chosen entry's action."""
        self.dismiss(self._entries[int(event.option_id or 0)].action)

    def on_key(self, event: events.Key) -> None:
        """Choose an entry by the key that stands beside it."""
        for action, binding in self._keys.items():
            if event.key in binding.key.split(","):
                event.stop()
                self.dismiss(action)

    def action_close(self) -> None:
        """Close without a choice."""
        self.dismiss(None)
