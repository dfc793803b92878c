"""The tabs of a debrief: looking back, the conversation with its notes, several attempts, and what was brought."""

from typing import cast

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Collapsible, Input, Static, TabbedContent, TabPane

from coach.debrief.parts import Debrief
from coach.model.exercise import Exercise
from coach.practice.care import Care
from coach.rehearsal.story import Story
from coach.tui.brought_from import Looked, Thing
from coach.tui.guarded import Guarded
from coach.tui.widgets.debrief_attempts import Attempts
from coach.tui.widgets.debrief_brought import BroughtPage, BroughtThing
from coach.tui.widgets.debrief_conversation import Conversation
from coach.tui.widgets.debrief_lines import OwnLine
from coach.tui.widgets.debrief_page import LookingBack

PAGE, LINES, ATTEMPTS, BROUGHT = "tab-page", "tab-lines", "tab-attempts", "tab-brought"
SOON = "One moment."
"""What stands on a tab until its page is made: an empty one would show its own name."""
Brought = tuple[tuple[Thing, ...], Looked]
"""What was brought, and whether anybody has looked in the team's store for what came back."""


class DebriefTabs(Vertical):
    """Filled by `show`, and filled again whenever the debrief is made again."""

    def __init__(self, story: Story) -> None:
        super().__init__()
        self._several = len(story.attempts) > 1
        self._were: list[tuple[VerticalScroll, float]] = []
        """Pages that were put anew, with where they were scrolled to."""

    def compose(self) -> ComposeResult:
        with TabbedContent(id="tabs"):
            yield TabPane("Looking back", Static(SOON, classes="quiet"), id=PAGE)
            yield TabPane("The conversation", Static(SOON, classes="quiet"), id=LINES)
            if self._several:
                yield TabPane("Attempts", Static(SOON, classes="quiet"), id=ATTEMPTS)
            yield TabPane("Brought", Static(SOON, classes="quiet"), id=BROUGHT)

    async def show(
        self, debrief: Debrief, story: Story, care: Care, exercise: Exercise | None, brought: Brought
    ) -> None:
        """Show a debrief, its first page before the rest; whoever is reading stays where they were."""
        with self.app.batch_update():
            await self._put(PAGE, LookingBack(debrief, story, care, exercise))
        with self.app.batch_update():
            await self._put(LINES, Conversation(debrief))
            if self._several:
                await self._put(ATTEMPTS, Attempts(story, debrief.attempt))
            await self._put(BROUGHT, BroughtPage(*brought))
        self._back()

    async def show_brought(self, brought: Brought) -> None:
        """Only what was brought, as it is now."""
        with self.app.batch_update():
            await self._put(BROUGHT, BroughtPage(*brought))
        self._back()

    def _back(self) -> None:
        """Back to where whoever is reading was: only now are the pages laid out, and can be scrolled."""
        for page, y in self._were:
            page.call_after_refresh(page.scroll_to, y=y, animate=False, immediate=True)
        self._were.clear()

    def to_page(self) -> None:
        """To the first page, with the focus: a tab that keeps the focus comes back by itself."""
        self.query_one(TabbedContent).active = PAGE
        self.query_one(LookingBack).focus(scroll_visible=False)

    @property
    def at_brought(self) -> bool:
        """Whether what was brought is in front."""
        return self.query_one(TabbedContent).active == BROUGHT

    def to_brought(self, key: str = "") -> None:
        """To what was brought, with the focus; to what came back to one thing, where that is said."""
        self.query_one(TabbedContent).active = BROUGHT
        for page in self.query(BroughtPage):
            page.focus(scroll_visible=False)
        for thing in self.query(BroughtThing):
            if thing.thing.brought.id == key:
                self.call_after_refresh(thing.to_what_came_back)

    def more(self) -> None:
        """Show what stands behind the first page, or put it away."""
        self.to_page()
        for more in self.query("#more").results(Collapsible):
            more.collapsed = not more.collapsed
            more.call_after_refresh(more.scroll_visible, top=not more.collapsed)

    def chosen(self) -> int:
        """The number of the reply that is chosen; 0 where none is, and then the last one is chosen."""
        tabs, focused = self.query_one(TabbedContent), self.screen.focused
        if tabs.active == LINES and isinstance(focused, OwnLine):
            return focused.reply
        tabs.active = LINES
        if lines := self.query(OwnLine):
            lines.last().focus()
        return 0

    async def _put(self, tab: str, page: VerticalScroll) -> None:
        """Put a page where its like was, scrolled and focused as that was."""
        pane = next(iter(self.query(f"#{tab}").results(TabPane)), None)
        if pane is None or not pane.is_attached:
            return  # whoever was looking has left meanwhile
        before = next(iter(pane.query_children(VerticalScroll)), None)
        y, held = (before.scroll_y, _held(before, self.screen.focused)) if before else (0, "")
        begun = {box.id: box for box in before.query(Input) if box.value} if before else {}
        await pane.remove_children()
        await pane.mount(page)
        for box in page.query(Input):
            if (old := begun.get(box.id)) is not None:  # a thought that somebody is writing stays in its box
                box.value = old.value
                cast("Guarded[None]", self.screen).replaces(box, old)
        if before is None and tab == PAGE:
            page.focus()
        if before is not None:
            self._were.append((page, y))
        if held:
            found = page.query(f"#{held}")
            (found.first() if found else page).focus(scroll_visible=False)


def _held(page: Widget, focused: Widget | None) -> str:
    """The name of what is focused on a page, if that is where the focus is."""
    if focused is None or page not in focused.ancestors_with_self:
        return ""
    return next((str(node.id) for node in focused.ancestors_with_self if node.id), "")
