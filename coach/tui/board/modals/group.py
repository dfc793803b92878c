"""One group, and what a trainer can do for it."""

from collections.abc import Iterable

from textual import events, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.classroom.views import Board, GroupOnBoard
from coach.tui.board.words import marks, sitting, stage
from coach.tui.commands import bindings
from coach.tui.modals.sheet import Sheet
from coach.tui.room.options import keep
from coach.tui.shown import shown


class GroupSheet(Sheet):
    """Gives back `on`, `back`, `helped`, `tell` or `move`, or None."""

    BINDINGS = bindings("groups")
    AUTO_FOCUS = "OptionList"

    def __init__(self, group: GroupOnBoard) -> None:
        super().__init__()
        self.group = group
        self.heading = shown(group.name)

    def words(self) -> Iterable[Widget]:
        """Who sits there and where they are, nothing of what they say; and what can be done."""
        yield Static(self._standing(), id="group-stands", markup=False)
        yield OptionList(*self._options(), id="to-do", markup=False)

    def show(self, now: Board) -> None:
        """The group as it is by now; one that is gone stays as it was."""
        self.group = next((each for each in now.groups if each.id == self.group.id), self.group)
        for standing in self.query("#group-stands").results(Static):
            standing.update(self._standing())
        for to_do in self.query("#to-do").results(OptionList):
            keep(to_do, self._options())

    def _standing(self) -> Content:
        group = self.group
        playing = f"\n{shown(group.scenario)}" if group.scenario else ""
        number = f", round {group.round}" if group.round and playing else ""
        spoken = ", spoken: nobody types" if group.spoken and playing else ""
        lines = (f"{stage(group)}.{playing}{number}{spoken}", sitting(group), shown(group.not_yet))
        asked = [Content.assemble((words, "bold $wrong")) for words in marks(group)]
        return Content("\n\n").join([*asked, *(Content(each) for each in lines if each)])

    def key_enter(self, event: events.Key) -> None:
        """Enter is the list's: this is no sheet that is only read."""

    def action_group_on(self) -> None:
        """Take it on to its next stage."""
        self.dismiss("on")

    def action_group_back(self) -> None:
        """Bring it back to where it was taken on."""
        self.dismiss("back")

    def action_group_tell(self) -> None:
        """Write to it."""
        self.dismiss("tell")

    def action_group_helped(self) -> None:
        """Somebody went over."""
        self.dismiss("helped")

    def _options(self) -> list[Option]:
        return [Option(words, id=key) for key, words in self._to_do()]

    def _to_do(self) -> Iterable[tuple[str, str]]:
        if self.group.asked_for_help is not None:
            yield "helped", "I went over: they no longer ask"
        if self.group.next_stage:
            yield "on", f"Take them on to: {self.group.next_stage.title()}"
        if self.group.back_to:
            yield "back", f"Bring them back to: {self.group.back_to.title()}"
        yield "tell", "Write to this group"
        yield "move", "Move someone"

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """That."""
        self.dismiss(event.option_id)
