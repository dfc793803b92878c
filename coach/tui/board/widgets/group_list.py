"""The groups as a list, those that asked for help first; then whoever sits with nobody yet."""

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.classroom.views import Board, GroupOnBoard
from coach.model.room import Stage
from coach.tui.board.words import marks, not_in_a_group, sitting, stage
from coach.tui.commands import bindings
from coach.tui.shown import shown

BESIDE = 2
"""Columns to the left and right of a line."""
FREE = "free"
"""The line of those who are in no group."""


class GroupList(OptionList):
    """Two lines a group, in words. Enter opens one."""

    BINDINGS = bindings("groups")

    class Wanted(Message):
        """Something to do with the chosen group: `on`, `back`, `tell` or `helped`. `stage` is as it was shown."""

        def __init__(self, group: str, what: str, stage: Stage) -> None:
            super().__init__()
            self.group = group
            self.what = what
            self.stage = stage

    def __init__(self) -> None:
        super().__init__(id="groups", markup=False)
        self._described: dict[str, Content] = {}
        self._now: Board | None = None

    def on_resize(self) -> None:
        """Lines end elsewhere."""
        if self._now is not None:
            self.show(self._now)

    def show(self, now: Board) -> None:
        """Show these, and stay on the one that was chosen."""
        self._now = now
        columns = max(self.scrollable_content_region.width - BESIDE, 0)
        lines = {group.id: described(group, columns) for group in now.groups}
        if now.free:
            lines[FREE] = Content.assemble(("Not in a group yet", "bold"), f"\n{not_in_a_group(now)}")
        if list(lines) == list(self._described):
            for key, line in lines.items():
                if line != self._described[key]:
                    self.replace_option_prompt(key, line)
        else:
            chosen = self.chosen()
            self.clear_options()
            for key, line in lines.items():
                self.add_options([*([None] if self.option_count else []), Option(line, id=key)])
            if lines:
                self.highlighted = list(lines).index(chosen) if chosen in lines else 0
        self._described = lines

    def chosen(self) -> str:
        """The id of the group that is chosen, `FREE`, or nothing."""
        place = self.highlighted
        return "" if place is None else str(self.get_option_at_index(place).id)

    def action_group_on(self) -> None:
        """Take it on to its next stage."""
        self._want("on")

    def action_group_back(self) -> None:
        """Bring it back to where it was taken on."""
        self._want("back")

    def action_group_tell(self) -> None:
        """Write to it."""
        self._want("tell")

    def action_group_helped(self) -> None:
        """Somebody went over."""
        self._want("helped")

    def _want(self, what: str) -> None:
        group = next((each for each in (self._now.groups if self._now else ()) if each.id == self.chosen()), None)
        if group is not None:
            self.post_message(self.Wanted(group.id, what, group.stage))


def described(group: GroupOnBoard, columns: int = 0) -> Content:
    """A group: what to see at once, where it is, and who sits there, in so many columns."""
    asked = "".join(f"\n{words}" for words in marks(group))
    return Content.assemble(
        (shown(group.name), "bold"), f"  {stage(group)}", (asked, "bold"), f"\n{sitting(group, columns)}"
    )
