"""The services that a screen, a dialog or a widget may ask of the app it is shown in.

`CoachApp` in `coach/tui/app.py` fulfils the protocol. A page reaches it as `self.coach`, every other widget with
`services_of(self)`. Because nothing below the app imports it, screens and the app make no circle of imports.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, Protocol, TypeVar, cast

from coach.errors import CoachError


class Clock:
    """The clock of a supervision session, in minutes. Nothing depends on it."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._before = 0.0
        self._since: float | None = None

    @property
    def is_going(self) -> bool:
        """Whether the clock is running."""
        return self._since is not None

    @property
    def is_begun(self) -> bool:
        """Whether the clock was started at all."""
        return self.is_going or self._before > 0

    @property
    def minutes(self) -> float:
        """The minutes that the clock has run, without the pauses."""
        now = 0.0 if self._since is None else self._seconds() - self._since
        return (self._before + now) / 60

    def start_or_pause(self) -> None:
        """Start the clock, or pause it."""
        if self._since is None:
            self._since = self._seconds()
        else:
            self._before, self._since = self._before + self._seconds() - self._since, None

    def reset(self) -> None:
        """Stop the clock and set it to zero."""
        self._before, self._since = 0.0, None


if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.screen import Screen

    from coach.classroom.door import RoleNames
    from coach.debrief.first_page import DebriefPage
    from coach.model.exercise import ExerciseDraft
    from coach.model.submission import Review
    from coach.options import RehearseOptions
    from coach.practice.rehearsal import Rehearsal
    from coach.practice.safeguarding import Care
    from coach.practice.service import PracticeService
    from coach.practice.settings import Settings
    from coach.records.paths import Places
    from coach.supervision.inbox import Inbox
    from coach.supervision.practitioner import ReviewLookup, SubmissionService


# --- The table of screens: a name for each, so that no screen imports another one

PageName = Literal[
    "actions",
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
    "sheet",
    "supervision_agreement",
]
"""The screens that are opened by their name alone."""
ScreenName = (
    PageName
    | Literal[
        "briefing", "compare_attempts", "conversation", "debrief", "home", "pair", "reflection", "review", "submit"
    ]
)
"""Every screen; but for the first page, those beyond `PageName` are about something that is handed to them."""

SCREENS: dict[ScreenName, str] = {
    "actions": "coach.tui.screens.actions_screen:ActionsScreen",
    "agenda": "coach.tui.screens.agenda_screen:AgendaScreen",
    "agreement": "coach.tui.screens.agreement_screen:AgreementScreen",
    "briefing": "coach.tui.screens.briefing_screen:BriefingScreen",
    "compare_attempts": "coach.tui.screens.compare_attempts_screen:CompareAttemptsScreen",
    "conversation": "coach.tui.screens.conversation_screen:ConversationScreen",
    "debrief": "coach.tui.screens.debrief_screen:DebriefScreen",
    "exercise_editor": "coach.tui.screens.exercise_editor_screen:ExerciseEditorScreen",
    "exercises": "coach.tui.screens.exercises_screen:ExercisesScreen",
    "home": "coach.tui.screens.home_screen:HomeScreen",
    "inbox": "coach.tui.screens.inbox_screen:InboxScreen",
    "library": "coach.tui.screens.library_screen:LibraryScreen",
    "own_practice": "coach.tui.screens.own_practice_screen:OwnPracticeScreen",
    "pair": "coach.tui.pair.roles_screen:RolesScreen",
    "partnership": "coach.tui.screens.partnership_screen:PartnershipScreen",
    "reflection": "coach.tui.screens.reflection_screen:ReflectionScreen",
    "rehearsals": "coach.tui.screens.rehearsals_screen:RehearsalsScreen",
    "review": "coach.tui.screens.review_screen:ReviewScreen",
    "settings": "coach.tui.screens.settings_screen:SettingsScreen",
    "sheet": "coach.tui.screens.sheet_screen:SheetScreen",
    "supervision_agreement": "coach.tui.screens.sheet_screen:make_agreement_screen",
    "submit": "coach.tui.screens.submit_screen:SubmitScreen",
}
"""Where each screen's class is: its module, a colon, its name."""

AWAITS_PAGE = "-awaits-page"
"""The class of the first page until another one comes that was asked for on the command line."""


def find_screen(name: ScreenName) -> Any:
    """Import a screen's module, and return its class."""
    module, _, class_name = SCREENS[name].partition(":")
    return getattr(import_module(module), class_name)


def make_screen(name: ScreenName, *arguments: Any, **options: Any) -> "Screen[None]":
    """Import a screen's module, and make the screen.

    Args:
        name: The screen's name in the table.
        arguments: The arguments of the screen's class.
        options: Its keyword arguments.
    """
    return cast("Screen[None]", find_screen(name)(*arguments, **options))


# --- The services that a screen, a dialog or a widget may ask of the app it is shown in

P = ParamSpec("P")
T = TypeVar("T")


class CoachServices(Protocol):
    """The services of the app for one practitioner or supervisor.

    Most of them exist only once the practice is open: await `wait_until_open` before the first use.
    """

    where: "Places"
    """The folders of this machine that the coach reads and writes."""
    options: "RehearseOptions"
    """How a rehearsal begins, as the command line said."""
    still: bool
    """Whether nothing may move on the screen, as in pictures."""
    clock: "Clock"
    """The clock of the supervision talk; it goes on while the supervisor looks at another screen."""
    exercise: "ExerciseDraft | None"
    """The exercise that the supervisor is making, for as long as the coach is open."""

    # --- Known before the practice is open

    @property
    def shared(self) -> bool:
        """Whether rehearsals are stored in a team's store."""

    async def wait_until_open(self) -> None:
        """Wait until the library and the store behind the screens are loaded."""

    # --- The opened practice

    @property
    def practice(self) -> "PracticeService":
        """The practice service. It is slow: call it through `in_practice`."""

    @property
    def care(self) -> "Care":
        """The texts that care for a practitioner in distress, and the places to turn to for help."""

    @property
    def welcomed(self) -> bool:
        """Whether the first-time words were read before this start."""

    @property
    def settings(self) -> "Settings":
        """The practitioner's settings."""

    @property
    def submission_service(self) -> "SubmissionService":
        """The practitioner's side of supervision: submissions, and fetching their reviews."""

    @property
    def inbox(self) -> "Inbox":
        """The supervisor's side of supervision."""

    @property
    def lookout(self) -> "ReviewLookup":
        """The lookup of new reviews in the team's store, with its own connection."""

    @property
    def limits(self) -> str:
        """The sentence that says what the coach cannot do."""

    @property
    def closing_words(self) -> str:
        """The sentence that a practitioner reads on leaving a rehearsal."""

    async def in_practice(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a slow function in the practice's thread, one call at a time, and return its result."""

    async def keep_settings(self, **changes: Any) -> None:
        """Change settings, apply them, and write them to the settings file.

        Raises:
            RecordsError: The file could not be written; the changes hold until the coach is closed.
        """

    # --- Telling the practitioner something

    def tell(self, error: "CoachError") -> None:
        """Show an error's message with its advice as a toast."""

    def action_help(self) -> None:
        """Open a dialog that explains the current page and its keys."""

    def settle_down(self) -> None:
        """Exempt everything loaded so far from garbage collection."""

    # --- Going to another screen

    def go_home(self) -> None:
        """Close every screen above the home page."""

    def open_page(self, name: "PageName") -> None:
        """Open the screen with a name, for screens that need nothing else."""

    def open_briefing(self, scenario: str, exercise: str = "") -> None:
        """Open the content note and the brief of a scenario.

        Args:
            scenario: The scenario's id.
            exercise: The id of the exercise that it is rehearsed for; empty for none.
        """

    def open_conversation(self, rehearsal: "Rehearsal", draft: str = "") -> None:
        """Open the conversation of a rehearsal, directly above the home page.

        Args:
            rehearsal: The rehearsal.
            draft: Words that stand in the reply box.
        """

    def resume_rehearsal(self, rehearsal: str) -> object:
        """Open the conversation of a stored rehearsal, by its id."""

    def open_debrief(
        self, rehearsal: "Rehearsal", attempt: int = 0, *, brought: bool = False, page: "DebriefPage | None" = None
    ) -> None:
        """Open the debrief of an attempt.

        Args:
            rehearsal: The rehearsal.
            attempt: The attempt's number; 0 for the last one.
            brought: Whether to show its submissions first.
            page: The first page of it, where that is built already.
        """

    def open_comparison(self, rehearsal: "Rehearsal") -> None:
        """Open the comparison of two attempts of a rehearsal."""

    def open_reflection(self, rehearsal: "Rehearsal", model: str) -> None:
        """Open the questions of a reflection model for a rehearsal."""

    def open_submission(self, rehearsal: "Rehearsal", attempt: int = 0, what: str = "", reply: int = 0) -> None:
        """Open the page on which a practitioner chooses what to submit to supervision.

        Args:
            rehearsal: The rehearsal.
            attempt: The attempt's number; 0 for the last one.
            what: The scope that is chosen at first, such as a moment; empty for the usual one.
            reply: The reply that is chosen at first; 0 for none.
        """

    def open_agenda(self, submission: str = "") -> None:
        """Open the agenda of a supervision talk, about a submission if its id is given."""

    def open_sheet(self, submission: str = "") -> None:
        """Open the form for a record of a supervision talk, about a submission if its id is given."""

    def open_review(self, submission: str) -> None:
        """Open the page on which a supervisor reviews a submission of the inbox, by its id."""

    def open_pair(self, scenario: str = "", roles: "RoleNames | None" = None, *, spoken: bool = False) -> None:
        """Open a round for two or three people at one laptop, directly above the home page.

        Args:
            scenario: The scenario's id; empty to choose one.
            roles: Who takes which role, if that is known.
            spoken: Whether nobody types.
        """


def services_of(widget: "DOMNode") -> CoachServices:
    """Return the services of the coach's app in which a widget is shown."""
    return cast("CoachServices", widget.app)


# --- Looking for reviews in the team's store, while everything else goes on

Waiting = tuple[tuple[str, str], ...]
"""Rehearsals that something came back to and is not kept with yet: each by its id, with its scenario's title."""


async def find_reviews(coach: CoachServices, brought: tuple[str, ...] | None = None) -> "tuple[Review, ...] | None":
    """Return the reviews in the team's store; None where the store cannot be reached.

    Args:
        coach: The services of the app.
        brought: The ids of submissions; None for every submission of the practitioner.
    """
    lookout = coach.lookout
    if not lookout.has_team_store:
        return None
    return await _call_apart(lambda: lookout.find_reviews(brought))


async def find_waiting(coach: CoachServices) -> Waiting:
    """Return the rehearsals for which a review is in the store that was not fetched yet.

    They are looked at one after another, so that other calls to the practice can come between.
    """
    if not (said := await find_reviews(coach)):
        return ()
    waits = coach.submission_service.has_new_reviews
    return await _find_rehearsals(coach, lambda rehearsal: waits(rehearsal, said))


async def find_given(coach: CoachServices) -> Waiting:
    """Return the titles of exercises that were given to this login, each with its giver's login."""
    lookout = coach.lookout
    return (await _call_apart(lookout.find_given) if lookout.has_team_store else None) or ()


async def find_stranded(coach: CoachServices) -> frozenset[str]:
    """Return the ids of submissions whose supervisor has left; none where the store is away."""
    lookout = coach.lookout
    return (await _call_apart(lookout.find_stranded) if lookout.has_team_store else None) or frozenset()


async def find_stranded_rehearsals(coach: CoachServices) -> Waiting:
    """Return the rehearsals with something brought to a supervisor who has left."""
    if not (stranded := await find_stranded(coach)):
        return ()
    has_brought = coach.submission_service.has_brought
    return await _find_rehearsals(coach, lambda rehearsal: has_brought(rehearsal, stranded))


async def _find_rehearsals(coach: CoachServices, is_one: Callable[[str], bool]) -> Waiting:
    """Return the rehearsals for which a function is true, asked one after another."""
    practice = coach.practice
    summaries = await coach.in_practice(practice.rehearsals)
    try:
        chosen = [summary for summary in summaries if await coach.in_practice(is_one, summary.id)]
        return tuple(
            [(summary.id, await coach.in_practice(_get_title, practice, summary.scenario)) for summary in chosen]
        )
    except CoachError:
        return ()  # the store is away now


def _get_title(practice: "PracticeService", scenario: str) -> str:
    try:
        return practice.library.cover(scenario).title
    except CoachError:
        return scenario.replace("_", " ")


async def _call_apart(call: Callable[[], T]) -> T | None:
    """Call a function in a thread that neither the practice nor the app's closing waits for.

    It returns None where the store refuses, since no action of the practitioner failed.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T | None] = loop.create_future()

    def run() -> None:
        answer = None
        try:
            with suppress(CoachError):
                answer = call()
        finally:
            with suppress(RuntimeError):  # the coach was closed meanwhile
                loop.call_soon_threadsafe(lambda: None if done.done() else done.set_result(answer))

    threading.Thread(target=run, name="looking", daemon=True).start()
    return await done
