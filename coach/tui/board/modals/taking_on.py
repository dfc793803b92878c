"""Taking a group on to its next stage, or back to where it was: asked first, with the group's name and stage."""

from collections.abc import Iterable

from textual.content import Content

from coach.classroom.views import GroupOnBoard
from coach.model.room import Stage
from coach.tui.board.words import sitting
from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown


class TakeOnSheet(Sheet):
    """Gives back `on`, or None to leave the group where it is."""

    choices = (("close", "Leave them there"), ("on", "Take them on"))

    def __init__(self, group: GroupOnBoard, onward: Stage) -> None:
        """`onward`: the stage that they would be taken on to."""
        super().__init__()
        self.group = group
        self.onward = onward
        self.heading = f"Take {shown(group.name)} on?"

    def words(self) -> Iterable[Content]:
        """Who they are, where they are, how far, and where they would be; and what can be taken back."""
        yield Content(sitting(self.group))
        yield Content(f"They are at “{self.group.stage.title()}”{_how_far(self.group)}.")
        yield Content(f"Taking them on brings all of them to “{self.onward.title()}”, from what they read or say now.")
        if self.group.stage.reached(Stage.BRIEF):
            yield Content("Key b brings them back, until something more is said. What is half typed stays.")


class BringBackSheet(Sheet):
    """Gives back `back`, or None to leave the group where it is."""

    choices = (("close", "Leave them there"), ("back", "Bring them back"))

    def __init__(self, group: GroupOnBoard, former: Stage) -> None:
        """`former`: the stage that they were taken on from."""
        super().__init__()
        self.group = group
        self.former = former
        self.heading = f"Bring {shown(group.name)} back?"

    def words(self) -> Iterable[Content]:
        """Where they are, and where they would be."""
        yield Content(sitting(self.group))
        yield Content(f"They are at “{self.group.stage.title()}”, and go back to “{self.former.title()}”.")
        yield Content("Nothing that was said, noted or marked is lost by it.")


def _how_far(group: GroupOnBoard) -> str:
    """How many of its replies a talk has had."""
    if group.stage is not Stage.TALKING:
        return ""
    return f", after {group.replies} of {group.most_replies} replies"
