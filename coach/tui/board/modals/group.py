"""One group, and what a trainer can do for it."""

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.classroom.views import GroupOnBoard
from coach.tui.board.words import marks, sitting, stage
from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown


class GroupSheet(Sheet):
    """Gives back `on`, `helped`, `tell` or `move`, or None."""

    AUTO_FOCUS = "OptionList"

    def __init__(self, group: GroupOnBoard) -> None:
        super().__init__()
        self.group = group
        self.heading = shown(group.name)

    def words(self) -> Iterable[Widget | Content]:
        """Who sits there and where they are, nothing of what they say; and what can be done."""
        yield from (Content.assemble((words, "bold $wrong")) for words in marks(self.group))
        playing = f"\n{shown(self.group.scenario)}" if self.group.scenario else ""
        number = f", round {self.group.round}" if self.group.round and playing else ""
        spoken = ", spoken: nobody types" if self.group.spoken and playing else ""
        yield Content(f"{stage(self.group)}.{playing}{number}{spoken}")
        yield Content(sitting(self.group))
        if self.group.not_yet:
            yield Content(shown(self.group.not_yet))
        yield OptionList(*(Option(words, id=key) for key, words in self._to_do()), id="to-do", markup=False)

    def _to_do(self) -> Iterable[tuple[str, str]]:
        if self.group.asked_for_help is not None:
            yield "helped", "I went over: they no longer ask"
        if self.group.next_stage:
            yield "on", f"Take them on to: {self.group.next_stage.title()}"
        yield "tell", "Write to this group"
        yield "move", "Move someone"

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """That."""
        self.dismiss(event.option_id)
