"""Boxes to tick and choices to make, whose state is in the mark itself and not in its colour; long words wrap."""

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Checkbox, RadioButton


class Tick(Checkbox):
    """`[x]` or `[ ]`."""

    @property
    def _button(self) -> Content:
        return _mark(self, "[x]" if self.value else "[ ]")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As high as its words need."""
        return self.render().get_height({}, width)


class Choice(RadioButton):
    """`(o)` or `( )`."""

    @property
    def _button(self) -> Content:
        return _mark(self, "(o)" if self.value else "( )")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As high as its words need."""
        return self.render().get_height({}, width)


def _mark(toggle: Tick | Choice, mark: str) -> Content:
    return Content.assemble((mark, toggle.get_visual_style("toggle--button")))
