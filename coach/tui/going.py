"""How one page leads to another. Each is imported when somebody goes there."""

from pathlib import Path
from typing import TYPE_CHECKING

from coach.tui.frame import Framed

if TYPE_CHECKING:
    from coach.classroom.roles import Roles
    from coach.practice.rehearsing import Rehearsing
    from coach.tui.clock import Clock
    from coach.tui.filling import Filling


class Going(Framed):
    """Ways through the coach. The first page always stays at the bottom."""

    clock: "Clock | None" = None
    """The agenda's clock, once somebody has looked at it."""
    exercise: "Filling | None" = None
    """The exercise that is being made, for as long as the coach is open."""

    def open_scenario(self, scenario: str, exercise: str = "") -> None:
        """What comes before a rehearsal, for an exercise or for itself."""
        from coach.tui.screens.before import BeforeScreen

        self.push_screen(BeforeScreen(scenario, exercise))

    def begin_again(self, rehearsing: "Rehearsing", draft: str = "") -> None:
        """To the conversation, with words in the box if there are any."""
        from coach.tui.screens.conversation import ConversationScreen

        self.start_page()
        self.push_screen(ConversationScreen(rehearsing, draft))

    def open_debrief(self, rehearsing: "Rehearsing", attempt: int = 0, *, brought: bool = False) -> None:
        """Look back on an attempt (the last one for 0), or at what was brought; from a conversation, for good."""
        from coach.tui.screens.conversation import ConversationScreen
        from coach.tui.screens.debrief import DebriefScreen

        if any(isinstance(screen, ConversationScreen) for screen in self.screen_stack):
            self.start_page()
        self.push_screen(DebriefScreen(rehearsing, attempt, brought=brought))

    def open_rehearsals(self) -> None:
        """The list of one's own rehearsals."""
        from coach.tui.screens.rehearsals import RehearsalsScreen

        self.push_screen(RehearsalsScreen())

    def open_library(self) -> None:
        """The scenarios to choose from."""
        from coach.tui.screens.library import LibraryScreen

        self.push_screen(LibraryScreen())

    def open_exercises(self) -> None:
        """Exercises to choose from."""
        from coach.tui.screens.exercises import ExercisesScreen

        self.push_screen(ExercisesScreen())

    def open_bring(self, rehearsing: "Rehearsing", attempt: int = 0, what: str = "") -> None:
        """What of a rehearsal to bring to supervision; `what` is how much, as a start."""
        from coach.tui.screens.bring import BringScreen

        self.push_screen(BringScreen(rehearsing, attempt, what))

    def open_my_practice(self) -> None:
        """What one tried, for oneself alone."""
        from coach.tui.screens.my_practice import MyPracticeScreen

        self.push_screen(MyPracticeScreen())

    def open_desk(self) -> None:
        """A supervisor's desk."""
        from coach.tui.screens.desk import DeskScreen

        self.push_screen(DeskScreen())

    def open_brought(self, key: str) -> None:
        """One thing that was brought to the desk."""
        from coach.tui.screens.brought import BroughtScreen

        self.push_screen(BroughtScreen(key))

    def open_agenda(self) -> None:
        """The agenda; its clock goes on while one is elsewhere."""
        from coach.tui.clock import Clock
        from coach.tui.screens.agenda import AgendaScreen

        self.clock = self.clock or Clock()
        self.push_screen(AgendaScreen(self.clock))

    def open_exercise_form(self) -> None:
        """Making an exercise."""
        from coach.tui.screens.exercise_form import ExerciseFormScreen

        self.push_screen(ExerciseFormScreen())

    def open_differences(self) -> None:
        """Where readers differ."""
        from coach.tui.screens.differences import DifferencesScreen

        self.push_screen(DifferencesScreen())

    def open_pair(self, scenario: str = "", roles: "Roles | None" = None, *, spoken: bool = False) -> None:
        """One laptop for two or three people: who does what, and what to play; another round begins there too."""
        from coach.tui.pair.roles_screen import RolesScreen

        for name in ("room.tcss", "pair.tcss"):
            self.stylesheet.read(Path(__file__).with_name(name))
        self.refresh_css(animate=False)
        self.start_page()
        self.push_screen(RolesScreen(scenario, roles, spoken=spoken))

    def action_partnership(self) -> None:
        """The partnership view, from the palette."""
        self.open_partnership()

    def open_partnership(self) -> None:
        """Which subjects stay silent, as it was shown on this machine."""
        from coach.tui.screens.partnership import PartnershipScreen

        self.push_screen(PartnershipScreen())

    def open_settings(self) -> None:
        """What can be chosen."""
        from coach.tui.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen())
