"""The table of screens: a name for each, so that no screen imports another one.

A screen's module is imported when the screen is first opened, which keeps the first frame quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    from textual.screen import Screen

PageName = Literal[
    "agenda",
    "agreement",
    "exercise_editor",
    "exercises",
    "inbox",
    "library",
    "own_practice",
    "partnership",
    "rehearsals",
    "settings",
]
"""The screens that are opened by their name alone."""
ScreenName = (
    PageName
    | Literal["briefing", "compare_attempts", "conversation", "debrief", "pair", "reflection", "review", "submit"]
)
"""Every screen but the first page; those beyond `PageName` are about something that is handed to them."""

SCREENS: dict[ScreenName, str] = {
    "agenda": "coach.tui.screens.agenda_screen:AgendaScreen",
    "agreement": "coach.tui.screens.agreement_screen:AgreementScreen",
    "briefing": "coach.tui.screens.briefing_screen:BriefingScreen",
    "compare_attempts": "coach.tui.screens.compare_attempts_screen:CompareAttemptsScreen",
    "conversation": "coach.tui.screens.conversation_screen:ConversationScreen",
    "debrief": "coach.tui.screens.debrief_screen:DebriefScreen",
    "exercise_editor": "coach.tui.screens.exercise_editor_screen:ExerciseEditorScreen",
    "exercises": "coach.tui.screens.exercises_screen:ExercisesScreen",
    "inbox": "coach.tui.screens.inbox_screen:InboxScreen",
    "library": "coach.tui.screens.library_screen:LibraryScreen",
    "own_practice": "coach.tui.screens.own_practice_screen:OwnPracticeScreen",
    "pair": "coach.tui.pair.roles_screen:RolesScreen",
    "partnership": "coach.tui.screens.partnership_screen:PartnershipScreen",
    "reflection": "coach.tui.screens.reflection_screen:ReflectionScreen",
    "rehearsals": "coach.tui.screens.rehearsals_screen:RehearsalsScreen",
    "review": "coach.tui.screens.review_screen:ReviewScreen",
    "settings": "coach.tui.screens.settings_screen:SettingsScreen",
    "submit": "coach.tui.screens.submit_screen:SubmitScreen",
}
"""Where each screen's class is: its module, a colon, its name."""


def make_screen(name: ScreenName, *arguments: Any, **options: Any) -> "Screen[None]":
    """Import a screen's module, and make the screen.

    Args:
        name: The screen's name in the table.
        arguments: What the screen is about, as its class takes it.
        options: The same, by keyword.
    """
    module, _, class_name = SCREENS[name].partition(":")
    return cast("Screen[None]", getattr(import_module(module), class_name)(*arguments, **options))
