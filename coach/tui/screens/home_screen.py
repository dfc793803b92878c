"""The home page: what the coach is, and where to go from here."""

from typing import TYPE_CHECKING, Literal, cast

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Checkbox, OptionList, Static
from textual.widgets.option_list import Option

from coach.errors import CoachError
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.services import PageName
from coach.tui.text import NO_REAL_CASES, ExpiryLine, fill_in_store, sanitize
from coach.tui.widgets.choices import Tick
from coach.tui.widgets.footer import Keys

if TYPE_CHECKING:
    from coach.practice.service import PracticeService


class Welcome(VerticalGroup):
    """The offer, made once, to leave out questions about the practitioner's own identity."""

    class Answered(Message):
        """Message posted when the practitioner has answered the offer."""

        def __init__(self, skip_identity: bool) -> None:
            super().__init__()
            self.skip_identity = skip_identity

    def __init__(self, skip_identity: bool) -> None:
        """Make the offer, with the choice as it stands in the settings."""
        super().__init__(id="welcome")
        self._skips = skip_identity

    def compose(self) -> ComposeResult:
        yield Static(
            Content.assemble(
                ("First time here?  ", "bold $you"),
                "Some pages ask, only if you like, about your own place in a conversation. You can leave that out.",
            )
        )
        yield Tick("Skip questions about my own identity", value=self._skips, id="skip-identity")
        yield Button("Right, thank you", id="welcomed")

    def now(self, skip_identity: bool) -> None:
        """Show whether questions about oneself are skipped, as chosen on another page."""
        tick = self.query_one(Tick)
        with tick.prevent(Tick.Changed):
            tick.value = skip_identity

    @on(Button.Pressed, "#welcomed")
    def answer(self) -> None:
        """Post the practitioner's choice."""
        self.post_message(self.Answered(self.query_one(Tick).value))


# --- The screen

WHAT = (
    "Rehearse conversations about race, culture and racism with scripted families, by typing, "
    "before you knock on a real door. It stays {kept}, and there is never a score."
)
CAME_BACK = "Something came back from supervision"

CHOICES = (
    ("rehearse", "Rehearse", "Choose a scenario"),
    ("exercises", "Exercises", "Something to practise"),
    ("pair", "Pairs and trios", "One laptop, two or three of you"),
    ("rehearsals", "My rehearsals", "Look back, bring, keep or delete"),
    ("my_practice", "My practice", "What you tried, for you alone"),
    ("desk", "Supervision", "What was brought to you"),
    ("settings", "Settings", "Looks, hints, keys"),
    ("help", "Help", "How this works"),
    ("quit", "Quit", ""),
)


class HomeScreen(Page):
    """The home page, which stays below every other page."""

    WHERE = "home"
    HELP = """\
You choose a scenario, read a short note on what is in it, and talk with a family by typing what you would say. \
What you say decides what they say next, and how much of their story they tell.

At the end you look back: what was opened, what passed by, what may have hurt and whether it was mended. \
Three points at most, and never a score.

You can pause, skip a line, take a line back or stop at any time. What you rehearse is kept {kept}. It goes by itself \
after thirty days unless you keep it, and to nobody unless you hand it over."""
    BINDINGS = make_bindings("home")
    AUTO_FOCUS = "#choices"

    def __init__(self) -> None:
        super().__init__()
        self._left: tuple[str, str] | None = None
        self._came_back: tuple[tuple[str, str], ...] = ()
        """What came back in the team's store and was not looked at yet: rehearsals, with their scenarios' titles."""

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="home", can_focus=False), Vertical(id="middle"):
            yield Static("Conversation coach", id="name")
            yield Static(fill_in_store(WHAT, self.coach.shared), id="what")
            yield ExpiryLine()
            yield OptionList(*(_make_option(*choice) for choice in CHOICES), id="choices")
            yield Static(NO_REAL_CASES, id="no-real-cases")
            yield Static("", id="limits")
        yield Keys()

    @work(group="welcome")
    async def on_mount(self) -> None:
        await self.coach.wait_until_open()
        self.query_one("#limits", Static).update(self.coach.limits)
        if not self.coach.settings.welcomed:
            await self.query_one("#middle").mount(Welcome(self.coach.settings.skip_identity), after="#choices")

    @on(Checkbox.Changed, "#skip-identity")
    @work(group="welcome")
    async def skip_identity(self, event: Checkbox.Changed) -> None:
        """Store the choice in the settings as soon as it is made."""
        await self.coach.keep_settings(skip_identity=event.value)

    @work(group="welcome")
    async def on_welcome_answered(self, event: "Welcome.Answered") -> None:
        """Store the answer in the settings, and remove the offer."""
        self.query_one("#choices").focus()
        await self.query("#welcome").remove()
        await self.coach.keep_settings(welcomed=True, skip_identity=event.skip_identity)

    def on_screen_resume(self) -> None:
        """Offer to resume an unfinished rehearsal, and look for reviews from supervision."""
        self.look_for_left()
        for welcome in self.query("#welcome"):
            cast("Welcome", welcome).now(self.coach.settings.skip_identity)
        if self.coach.shared:
            self.look_for_what_came_back()

    @work(exclusive=True, group="left")
    async def look_for_left(self) -> None:
        """List first the choice to resume an unfinished rehearsal, if there is one."""
        await self.coach.wait_until_open()
        self._left = await self.coach.in_practice(_find_unfinished, self.coach.practice)
        of_time = await self.coach.in_practice(self.coach.practice.keeping.of_time)
        self.query_one(ExpiryLine).show(of_time)
        self._offer(first=self._left is not None)

    @work(exclusive=True, group="came back")
    async def look_for_what_came_back(self) -> None:
        """Look for reviews in the team's store, silently if the store cannot be reached."""
        from coach.tui.services import find_waiting

        await self.coach.wait_until_open()
        if (came_back := await find_waiting(self.coach)) != self._came_back:
            self._came_back = came_back
            self._offer()

    def _offer(self, *, first: bool = False) -> None:
        """List the choices of the page again.

        Args:
            first: Whether the cursor goes to the first choice, instead of staying where it was.
        """
        choices = self.query_one("#choices", OptionList)
        before = choices.highlighted_option
        choices.clear_options()
        titles = dict.fromkeys(f"“{sanitize(title)}”" for _, title in self._came_back)
        offered = [_make_option("came_back", CAME_BACK, f"On {' and '.join(titles)}")] if titles else []
        if self._left:
            offered.insert(0, _make_option("go_on", f"Go on with {sanitize(self._left[1])}", "Where you left it"))
        choices.add_options([*offered, *(_make_option(*choice) for choice in CHOICES)])
        option_ids = [option.id for option in choices.options]
        choices.highlighted = option_ids.index(before.id) if before and before.id in option_ids and not first else 0

    @on(OptionList.OptionSelected, "#choices")
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Open the page of the chosen line."""
        match event.option_id:
            case "rehearse":
                self._once_open("library")
            case "go_on":
                if self._left:
                    self.coach.resume_rehearsal(self._left[0])
            case "came_back":
                self._to_what_came_back()
            case "exercises" | "rehearsals" | "settings" as page:
                self._once_open(page)
            case "my_practice":
                self._once_open("own_practice")
            case "desk":
                self._once_open("inbox")
            case "pair":
                self._once_open("pair")
            case "help":
                self.coach.action_help()
            case _:
                self.app.exit()

    @work(exclusive=True, group="going")
    async def _to_what_came_back(self) -> None:
        """Open the rehearsal that has a new review, or the list if several have one."""
        if len(self._came_back) == 1:
            rehearsal = await self.coach.in_practice(self.coach.practice.go_on, self._came_back[0][0])
            self.coach.open_debrief(rehearsal, brought=True)
        else:
            self.coach.open_page("rehearsals")

    @work(exclusive=True, group="going")
    async def _once_open(self, page: PageName | Literal["pair"]) -> None:
        """Open a page as soon as the practice is open, which is almost at once."""
        await self.coach.wait_until_open()
        if page == "pair":
            self.coach.open_pair()
        else:
            self.coach.open_page(page)


def _make_option(key: str, words: str, about: str) -> Option:
    return Option(Content.assemble((f"{words:<15}", "bold"), (f"  {about}" if about else "", "not bold")), id=key)


def _find_unfinished(practice: "PracticeService") -> tuple[str, str] | None:
    """Return the id and the title of the rehearsal that was left unfinished."""
    summary = practice.find_unfinished()
    if summary is None:
        return None
    try:
        return summary.id, practice.library.dialogue(summary.scenario).title
    except CoachError:
        return None
