"""Choices of which one is made, with the cursor on it from the first."""

from textual.widgets import RadioSet


class Choices(RadioSet):
    """Textual's own puts the cursor on the first of them, whichever is chosen: Enter would choose that one instead."""

    def on_mount(self) -> None:
        """To what is chosen, once Textual has put it elsewhere."""
        self.call_next(self._to_chosen)

    def _to_chosen(self) -> None:
        if self.pressed_index >= 0:
            self._selected = self.pressed_index
