"""How one page leads to another. Each is imported when somebody goes there."""

from typing import TYPE_CHECKING

from textual.app import App

if TYPE_CHECKING:
    from coach.practice.rehearsing import Rehearsing


class Going(App[None]):
    """Ways through the coach. The first page always stays at the bottom."""

    def start_page(self) -> None:
        """Back to the first page, from wherever."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def open_scenario(self, scenario: str) -> None:
        """What comes before a rehearsal."""
        from coach.tui.screens.before import BeforeScreen

        self.push_screen(BeforeScreen(scenario))

    def begin_again(self, rehearsing: "Rehearsing", draft: str = "") -> None:
        """To the conversation, with words in the box if there are any."""
        from coach.tui.screens.conversation import ConversationScreen

        self.start_page()
        self.push_screen(ConversationScreen(rehearsing, draft))

    def open_debrief(self, rehearsing: "Rehearsing", attempt: int = 0) -> None:
        """Look back on an attempt; the last one for 0. From a conversation, the way back is to the first page."""
        from coach.tui.screens.conversation import ConversationScreen
        from coach.tui.screens.debrief import DebriefScreen

        if any(isinstance(screen, ConversationScreen) for screen in self.screen_stack):
            self.start_page()
        self.push_screen(DebriefScreen(rehearsing, attempt))

    def open_rehearsals(self) -> None:
        """The list of one's own rehearsals."""
        from coach.tui.screens.rehearsals import RehearsalsScreen

        self.push_screen(RehearsalsScreen())

    def open_library(self) -> None:
        """The scenarios to choose from."""
        from coach.tui.screens.library import LibraryScreen

        self.push_screen(LibraryScreen())

    def open_settings(self) -> None:
        """What can be chosen."""
        from coach.tui.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen())
