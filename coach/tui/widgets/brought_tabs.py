"""The parts of something that was brought; what stands beside a line is a tab of its own where there is no room."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import TabbedContent, TabPane

from coach.debrief.written import Block
from coach.model.brought import Brought, Response
from coach.model.exercise import ReflectionModel
from coach.model.rubric import Rubric
from coach.supervision.drafts import Draft
from coach.supervision.reflecting import Questions
from coach.tui.widgets.brought_beside import Beside
from coach.tui.widgets.brought_line import BroughtLineBox
from coach.tui.widgets.brought_whole import BroughtWhole
from coach.tui.widgets.goes_back import GoesBack

WHOLE, BESIDE, BACK = "tab-whole", "tab-beside", "tab-back"


class BroughtTabs(Horizontal):
    """What was brought, what stands beside it, what goes back."""

    def __init__(
        self, brought: Brought, rubric: Rubric | None, draft: Draft, models: dict[ReflectionModel, Questions]
    ) -> None:
        super().__init__(id="brought")
        self._whole = BroughtWhole(brought, rubric)
        self._back = GoesBack(brought, draft, models)

    def compose(self) -> ComposeResult:
        with TabbedContent(id="tabs"):
            with TabPane("What was brought", id=WHOLE):
                yield self._whole
            with TabPane("Beside", id=BESIDE):
                yield Beside()
            with TabPane("What goes back", id=BACK):
                yield self._back
        yield Beside(id="beside-it")

    def broad(self, is_broad: bool) -> None:
        """With room for two columns, there is no tab for the second."""
        tabs = self.query_one(TabbedContent)
        if is_broad:
            if tabs.active == BESIDE:
                tabs.active = WHOLE
            tabs.hide_tab(BESIDE)
        else:
            tabs.show_tab(BESIDE)

    async def beside(self, blocks: Iterable[Block]) -> None:
        """Show what stands beside the line that is looked at."""
        found = tuple(blocks)
        for place in self.query(Beside):
            await place.show(found)

    def said(self, response: Response) -> None:
        """Show what is said now."""
        self._whole.said(response)

    def to_whole(self, place: int = 0) -> None:
        """To what was brought, at a line if there is one there."""
        tabs = self.query_one(TabbedContent)
        elsewhere, tabs.active = tabs.active != WHOLE, WHOLE
        there = self._whole.line(place) or next(iter(self.query(BroughtLineBox)), None) or self._whole
        if elsewhere:
            self.call_after_refresh(there.focus)  # what lies in a tab behind another cannot take the focus yet
        else:
            there.focus()

    def to_beside(self, is_broad: bool) -> None:
        """To what stands beside the line."""
        if not is_broad:
            self.query_one(TabbedContent).active = BESIDE
        (self.query_one("#beside-it") if is_broad else self.query(Beside).first()).focus()

    def to_back(self, what: str = "#model") -> None:
        """To what goes back."""
        self.query_one(TabbedContent).active = BACK
        self._back.query_one(what).focus()

    @property
    def at_whole(self) -> bool:
        """Whether what was brought is in front, and is what one is at: beside it may stand what goes with a line."""
        at_beside = self.screen.focused is self.query_one("#beside-it")
        return self.query_one(TabbedContent).active == WHOLE and not at_beside
