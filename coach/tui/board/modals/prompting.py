"""What a trainer could say and do when something happens."""

from collections.abc import Iterable

from textual.containers import HorizontalGroup
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from coach.classroom.prompts import Prompt
from coach.tui.modals.sheet import Sheet
from coach.tui.shown import shown


class PromptSheet(Sheet):
    """One situation: words to say, what to do, what helps nobody. Only to be read; gives back `cover`, or None."""

    AUTO_FOCUS = ".sheet-words"
    choices = (("close", "Close"), ("cover", "Cover all screens"))

    def __init__(self, prompt: Prompt) -> None:
        super().__init__()
        self.heading = shown(prompt.when)
        self.prompt = prompt

    def words(self) -> Iterable[Widget | Content]:
        """What to say first: that is what is looked for."""
        for words in self.prompt.say:
            yield Content.assemble((f"“{shown(words)}”", "bold"))
        yield from _listed("Do", self.prompt.do)
        yield from _listed("Leave out", self.prompt.leave)


def _listed(lead: str, lines: tuple[str, ...]) -> Iterable[Widget | Content]:
    if lines:
        yield Static(Content.assemble((lead, "bold $you")), classes="then")
    for each in lines:
        yield HorizontalGroup(Static("-", classes="dash"), Static(Content(shown(each))), classes="listed")
