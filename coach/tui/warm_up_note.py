"""What may be hard in the lines of a room's warm-up: it is read before they are, on every screen."""

from coach.model.sheet import Sheet
from coach.practice.practice import Practice
from coach.tui.widgets.content_note import AT_YOU


def warm_up_note(sheet: Sheet | None, practice: Practice) -> str:
    """The content note of the warm-up's scenario; empty without one. Raises NotKnown or Unusable."""
    if sheet is None or sheet.warm_up is None:
        return ""
    cover = practice.library.cover(sheet.warm_up)
    return f"{cover.content_note} {AT_YOU}" if cover.towards_practitioner else cover.content_note
