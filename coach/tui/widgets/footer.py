"""The footer: the keys that work now, as many as fit, closer together on a narrow screen."""

from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Footer

from coach.language.catalogue import say
from coach.page_words import LET_IT_GO
from coach.tui.compat import FooterKey

ROOM_FOR_ALL = 80
"""Columns from which the keys stand apart, and the palette's is among them."""
IN_OUR_WORDS = {"Dismiss menu": "Close the list"}
"""What Textual's own keys are called here."""
KEEP = "keep"
"""The action of the key that keeps something, and lets it go again where it is kept already."""
HELP, ALWAYS = "app.help", ("escape", "enter")


class _FooterEntry(NamedTuple):
    """A key in the footer: its symbol, words and action."""

    key: str
    display: str
    words: str
    action: str
    disabled: bool
    tooltip: str
    kind: str


class Keys(Footer):
    """The footer with every key that works now, and the command palette's on a wide screen.

    Where not all fit, the palette's and then the page's later ones are left out; Back and Help, which lists all, stay.

    A page that changes may well leave its keys as they were. They are made anew only where one of them differs, and at
    once in the style they keep: a footer that did both each time took a third of all drawing in a class.
    """

    def __init__(self, *least_needed: str, together: tuple[str, ...] = ()) -> None:
        """Make the footer of a page.

        Args:
            least_needed: actions of the page whose keys are left out before its others, the first of them first.
            together: actions whose keys are all left out where one of them is.
        """
        super().__init__()
        self._least_needed = least_needed
        self._together = together
        self._drawn: tuple[_FooterEntry, ...] = ()

    def compose(self) -> ComposeResult:
        if not self._bindings_ready:
            return
        self._drawn = self._list_entries()
        self.styles.grid_size_columns = len(self._drawn)
        for shown in self._drawn:
            close = self.compact or bool(shown.kind)  # the palette's stands close everywhere
            key = FooterKey(*shown[:-1], classes=f"{shown.kind} -compact" if close else shown.kind)
            key.set_reactive(FooterKey.compact, close)
            yield key

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Draw the keys again if any of them differs from those drawn."""
        before, self._bindings_ready = self._bindings_ready, True
        if not self.app.app_focus or not self.is_attached or screen is not self.screen:
            return
        shown = self._list_entries()
        if not before or shown != self._drawn:
            self._drawn = shown
            self.call_later(self.recompose)

    async def on_resize(self, event: events.Resize) -> None:
        """Draw the keys closer together on a narrow screen, or apart on a wide one."""
        roomy = event.size.width >= ROOM_FOR_ALL
        if self.compact != (not roomy) or self.show_command_palette != roomy or self._list_entries() != self._drawn:
            self.compact, self.show_command_palette = not roomy, roomy
            await self.recompose()

    def _list_entries(self) -> tuple[_FooterEntry, ...]:
        """List the keys that the footer shows: each action once, and the palette's key last.

        The keys of what has the focus come first, then the page's.
        """
        active, palette = self.screen.active_bindings, self.app.COMMAND_PALETTE_BINDING
        shown: dict[str, _FooterEntry] = {}
        for _, binding, enabled, tooltip in active.values():
            if binding.show:
                shown.setdefault(binding.action, self._key(binding, enabled, tooltip))
        keys = list(shown.values())
        if self.show_command_palette and self.app.ENABLE_COMMAND_PALETTE and palette in active:
            _, binding, enabled, _ = active[palette]
            keys.append(self._key(binding, enabled, binding.tooltip or binding.description, "-command-palette"))
        return self._leave_out_what_does_not_fit(keys)

    def _leave_out_what_does_not_fit(self, keys: list[_FooterEntry]) -> tuple[_FooterEntry, ...]:
        """Leave out the palette's key, the least needed, then the page's last ones, until all fit."""
        may_go = [entry for entry in keys if entry.action != HELP and entry.key not in ALWAYS]
        may_go.sort(key=self._rank)
        while may_go and sum(map(self._measure, keys)) > self.app.size.width:
            gone = may_go.pop()
            keys.remove(gone)
            if gone.action in self._together:
                keys[:] = [entry for entry in keys if entry.action not in self._together]
                may_go[:] = [entry for entry in may_go if entry.action not in self._together]
        return tuple(keys)

    def _rank(self, entry: _FooterEntry) -> int:
        """Return how soon an entry is left out: the highest first, and of the same rank the last."""
        if entry.kind:
            return len(self._least_needed) + 1
        needed_less = entry.action in self._least_needed
        return len(self._least_needed) - self._least_needed.index(entry.action) if needed_less else 0

    def _measure(self, entry: _FooterEntry) -> int:
        """Return how many columns an entry takes, with the space around it."""
        around = 4 if entry.kind else 2 if self.compact else 3
        return cell_len(entry.display) + cell_len(entry.words) + around

    def _key(self, binding: Binding, enabled: bool, tooltip: str, kind: str = "") -> _FooterEntry:
        display = self.app.get_key_display(binding)
        words = say(IN_OUR_WORDS.get(binding.description, binding.description))
        if binding.action == KEEP and getattr(self.screen, "is_kept", bool)():
            words = say(LET_IT_GO)
        return _FooterEntry(binding.key, display, words, binding.action, not enabled, say(tooltip), kind)
