"""The footer: a page's few keys, closer together where there is little room."""

from textual import events
from textual.widgets import Footer

ROOM_FOR_ALL = 80


class Keys(Footer):
    """At most six short keys and the palette; without the palette's on a narrow screen."""

    def on_resize(self, event: events.Resize) -> None:
        """Draw closer together, or apart."""
        roomy = event.size.width >= ROOM_FOR_ALL
        self.compact = not roomy
        self.show_command_palette = roomy
