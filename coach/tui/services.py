"""The services that a screen, a dialog or a widget may ask of the app it is shown in.

`CoachApp` in `coach/tui/app.py` fulfils the protocol. A page reaches it as `self.coach`, every other widget with
`services_of(self)`. Because nothing below the app imports it, screens and the app make no circle of imports.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from coach.classroom.single_device import RoleNames
    from coach.errors import CoachError
    from coach.options import RehearseOptions
    from coach.practice.rehearsal import Rehearsal
    from coach.practice.safeguarding import Care
    from coach.practice.service import PracticeService
    from coach.practice.settings import Settings
    from coach.records.paths import Places
    from coach.supervision.inbox import Inbox
    from coach.supervision.practitioner import ReviewLookup, SubmissionService
    from coach.tui.exercise_draft import ExerciseDraft
    from coach.tui.navigation import PageName
    from coach.tui.startup import Clock

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
        """Whether rehearsals are kept in a team's store."""

    async def wait_until_open(self) -> None:
        """Wait until the practice is open."""

    # --- The opened practice

    @property
    def practice(self) -> "PracticeService":
        """The practice service. It is slow: call it through `in_practice`."""

    @property
    def care(self) -> "Care":
        """The words and signposts that look after the person who types."""

    @property
    def settings(self) -> "Settings":
        """The practitioner's settings."""

    @property
    def bringing(self) -> "SubmissionService":
        """The practitioner's side of supervision: submissions, and the reviews that came back."""

    @property
    def inbox(self) -> "Inbox":
        """The supervisor's side of supervision."""

    @property
    def lookout(self) -> "ReviewLookup":
        """The look-out for reviews in the team's store, over a connection of its own."""

    @property
    def limits(self) -> str:
        """The sentence on what the coach cannot do."""

    @property
    def closing_words(self) -> str:
        """The sentence that a practitioner reads when a rehearsal is left."""

    async def in_practice(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call what is slow in the practice's own thread, one call at a time, and return its result."""

    async def keep_settings(self, **changes: Any) -> None:
        """Change settings, use them, and write them to the settings file.

        Raises:
            RecordsError: The file could not be written; the changes hold until the coach is closed.
        """

    # --- Telling the practitioner something

    def tell(self, error: "CoachError") -> None:
        """Show what could not be done, and what to do next."""

    def action_help(self) -> None:
        """Explain the current page and its keys."""

    def settle_down(self) -> None:
        """Keep the garbage collector away from everything loaded so far."""

    # --- Going to another screen

    def go_home(self) -> None:
        """Close every screen above the first page."""

    def open_page(self, name: "PageName") -> None:
        """Open a screen that needs nothing but its name."""

    def open_briefing(self, scenario: str, exercise: str = "") -> None:
        """Open the content note and the brief of a scenario, for an exercise if one is named."""

    def open_conversation(self, rehearsal: "Rehearsal", draft: str = "") -> None:
        """Open the conversation of a rehearsal over the first page, with its draft in the box."""

    def resume_rehearsal(self, rehearsal: str) -> object:
        """Open the conversation of a kept rehearsal, by its id."""

    def open_debrief(self, rehearsal: "Rehearsal", attempt: int = 0, *, brought: bool = False) -> None:
        """Open the debrief of an attempt, the last one for 0; at its submissions if `brought`."""

    def open_comparison(self, rehearsal: "Rehearsal") -> None:
        """Open two attempts of a rehearsal beside each other."""

    def open_reflection(self, rehearsal: "Rehearsal", model: str) -> None:
        """Open the questions of a reflection model for a rehearsal."""

    def open_submission(self, rehearsal: "Rehearsal", attempt: int = 0, what: str = "") -> None:
        """Open the choice of what to bring to supervision; `what` is how much is chosen at first."""

    def open_review(self, submission: str) -> None:
        """Open a submission of the inbox by its id, to be reviewed."""

    def open_pair(self, scenario: str = "", roles: "RoleNames | None" = None, *, spoken: bool = False) -> None:
        """Open a round for two or three people at one laptop, over the first page."""


def services_of(widget: "DOMNode") -> CoachServices:
    """Return the services of the app that a widget is shown in, which has to be the coach's."""
    return cast("CoachServices", widget.app)
