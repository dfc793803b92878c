"""Boxes to tick and choices to make, whose state is in the mark itself and not in its colour."""

from textual.content import Content
from textual.widgets import Checkbox, RadioButton


class Tick(Checkbox):
    """`[x]` or `[ ]`."""

    BUTTON_LEFT = "["
    BUTTON_RIGHT = "]"

    @property
    def _button(self) -> Content:
        return _mark(self, "[x]" if self.value else "[ ]")


class Choice(RadioButton):
    """`(o)` or `( )`."""

    @property
    def _button(self) -> Content:
        return _mark(self, "(o)" if self.value else "( )")


def _mark(toggle: Tick | Choice, mark: str) -> Content:
    return Content.assemble((mark, toggle.get_visual_style("toggle--button")))
