"""Help: what this page is for, then its keys."""

from collections.abc import Iterable

from textual.content import Content

from coach.tui.commands import commands
from coach.tui.modals.sheet import Sheet


class HelpSheet(Sheet):
    """A page explained."""

    heading = "Help"
    AUTO_FOCUS = ".sheet-words"

    def __init__(self, where: str, text: str) -> None:
        super().__init__()
        self.where = where
        self.text = text

    def words(self) -> Iterable[Content]:
        """The page's own words first."""
        yield from (Content(paragraph) for paragraph in self.text.split("\n\n"))
        yield Content.assemble(("Keys here", "bold $you"))
        listed = []
        for command in commands(self.where, "everywhere"):
            if command.key:
                key = self.app.get_key_display(next(iter(self._binding(command.id, command.key))))
                listed.append(Content.assemble((f"{key:>7}  ", "bold"), f"{command.words}. {command.tooltip}."))
        yield Content("\n").join(listed)
        yield Content("ctrl+p finds every command by its words. Tab goes from part to part; all of it works by mouse.")
