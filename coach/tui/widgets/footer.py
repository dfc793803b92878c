"""The footer: a page's few keys, closer together on a narrow screen."""

from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Footer

from coach.tui.compat import FooterKey

ROOM_FOR_ALL = 80


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
    """The footer with at most six keys, and the command palette's on a wide screen.

    A page that changes may well leave its keys as they were. They are made anew only where one of them differs, and at
    once in the style they keep: a footer that did both each time took a third of all drawing in a class.
    """

    def __init__(self) -> None:
        super().__init__()
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
        if self.compact != (not roomy) or self.show_command_palette != roomy:
            self.compact, self.show_command_palette = not roomy, roomy
            await self.recompose()

    def _list_entries(self) -> tuple[_FooterEntry, ...]:
        """List the keys that the footer shows: each action once, and the palette's key last."""
        active, palette = self.screen.active_bindings, self.app.COMMAND_PALETTE_BINDING
        shown: dict[str, _FooterEntry] = {}
        for _, binding, enabled, tooltip in active.values():
            if binding.show:
                shown.setdefault(binding.action, self._key(binding, enabled, tooltip))
        keys = list(shown.values())
        if self.show_command_palette and self.app.ENABLE_COMMAND_PALETTE and palette in active:
            _, binding, enabled, _ = active[palette]
            keys.append(self._key(binding, enabled, binding.tooltip or binding.description, "-command-palette"))
        return tuple(keys)

    def _key(self, binding: Binding, enabled: bool, tooltip: str, kind: str = "") -> _FooterEntry:
        display = self.app.get_key_display(binding)
        return _FooterEntry(binding.key, display, binding.description, binding.action, not enabled, tooltip, kind)
