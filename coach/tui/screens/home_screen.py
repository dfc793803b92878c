"""The home page: what the coach is, and where to go from here."""

from typing import TYPE_CHECKING, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Checkbox, OptionList, Static
from textual.widgets.option_list import Option

from coach.errors import CoachError
from coach.language.catalogue import find_language, say
from coach.page_words import CAME_BACK, HOW_IT_WORKS, NO_REAL_CASES, STRANDED, WHAT, fill_in_store, format_day
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.services import AWAITS_PAGE, PageName
from coach.tui.text import ExpiryLine, sanitize
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
                (say("First time here?  "), "bold $you"),
                say(
                    "Press Enter on Rehearse, choose a family, type what you would say, and press Enter to say it. "
                    "Some pages ask, only if you like, about your own place in a conversation."
                ),
            )
        )
        with HorizontalGroup():
            yield Tick(say("Skip questions about my own identity"), value=self._skips, id="skip-identity")
            yield Button(say("Right, thank you"), id="welcomed", compact=True)

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

CHOICES = (
    ("rehearse", "Rehearse", "Choose a scenario"),
    ("exercises", "Exercises", "Something to practise"),
    ("pair", "Pairs and trios", "One laptop, two or three of you"),
    ("rehearsals", "My rehearsals", "Look back, bring, keep"),
    ("my_practice", "My practice", "What you tried, for you alone"),
    ("desk", "Supervision", "What was brought to you"),
    ("settings", "Settings", "Looks, hints, keys"),
    ("help", "Help", "How this works"),
    ("quit", "Quit", ""),
)


class HomeScreen(Page):
    """The home page, which stays below every other page."""

    WHERE = "home"
    HELP = HOW_IT_WORKS
    BINDINGS = make_bindings("home")
    AUTO_FOCUS = "#choices"

    def __init__(self, *, awaits_page: bool = False) -> None:
        """Make the page.

        Args:
            awaits_page: Whether another page was asked for, and comes in a moment: until then there is no menu.
        """
        super().__init__(classes=AWAITS_PAGE if awaits_page else None)
        self._left: tuple[str, str] | None = None
        self._last = ""
        """The last rehearsal that is kept, in a few words; empty if there is none."""
        self._came_back: tuple[tuple[str, str], ...] = ()
        """What came back in the team's store and was not looked at yet: rehearsals, with their scenarios' titles."""
        self._stranded: tuple[tuple[str, str], ...] = ()
        """Rehearsals with something that was brought to a supervisor who has left, with their titles."""
        self._given: tuple[tuple[str, str], ...] = ()
        """Exercises that were given through the team's store: each by its title, with its giver's login."""

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="home", can_focus=False), Vertical(id="middle"):
            yield Static(say("Conversation coach"), id="name")
            yield Static(fill_in_store(say(WHAT), self.coach.shared), id="what")
            if caution := find_language().caution:
                yield Static(caution, id="language-caution")
            yield ExpiryLine()
            if self.has_class(AWAITS_PAGE):
                yield Static(say("The page that you asked for opens in a moment."), id="awaited")
            if not self.coach.welcomed:
                yield Welcome(skip_identity=False)
            yield OptionList(*_make_numbered(), id="choices")
            yield Static(say(NO_REAL_CASES), id="no-real-cases")
            yield Static("", id="limits")
        yield Keys()

    @work(group="welcome")
    async def on_mount(self) -> None:
        await self.coach.wait_until_open()
        self.query_one("#limits", Static).update(say(self.coach.limits))

    @on(Checkbox.Changed, "#skip-identity")
    @work(group="welcome")
    async def skip_identity(self, event: Checkbox.Changed) -> None:
        """Store the choice in the settings as soon as it is made."""
        await self.coach.keep_settings(skip_identity=event.value)

    @work(group="welcome")
    async def on_welcome_answered(self, event: "Welcome.Answered") -> None:
        """Store the answer in the settings, and remove the offer."""
        await self._end_welcome(skip_identity=event.skip_identity)

    async def _end_welcome(self, *, skip_identity: bool) -> None:
        self.query_one("#choices").focus(scroll_visible=False)
        await self.query("#welcome").remove()
        self.query_one("#middle").refresh(layout=True)  # or the page would stay as long as it was, with a scroll bar
        home = self.query_one("#home")
        home.call_after_refresh(home.scroll_home, animate=False)  # the first choice is in sight without the words
        await self.coach.keep_settings(welcomed=True, skip_identity=skip_identity)

    def on_screen_resume(self) -> None:
        """Offer to resume an unfinished rehearsal, and look for reviews from supervision."""
        self.look_for_left()
        if self.coach.shared:
            self.look_for_what_came_back()

    @work(exclusive=True, group="left")
    async def look_for_left(self) -> None:
        """List first the choice to resume an unfinished rehearsal, if there is one."""
        await self.coach.wait_until_open()
        for welcome in self.query(Welcome):
            welcome.now(self.coach.settings.skip_identity)
        self._left, self._last = await self.coach.in_practice(_find_last, self.coach.practice)
        if (self._left or self._last) and self.query(Welcome):
            # Who has rehearsed is here for no first time, and the words push the page's title out of a small screen.
            await self._end_welcome(skip_identity=self.coach.settings.skip_identity)
        of_time = await self.coach.in_practice(self.coach.practice.keeping.of_time)
        self.query_one(ExpiryLine).show(of_time)
        self._offer(first=self._left is not None)

    @work(exclusive=True, group="came back")
    async def look_for_what_came_back(self) -> None:
        """Look for reviews in the team's store, silently if the store cannot be reached."""
        from coach.tui.services import find_given, find_stranded_rehearsals, find_waiting

        await self.coach.wait_until_open()
        coach = self.coach
        waiting = await find_waiting(coach), await find_stranded_rehearsals(coach), await find_given(coach)
        if waiting != (self._came_back, self._stranded, self._given):
            self._came_back, self._stranded, self._given = waiting
            self._offer()

    def _offer(self, *, first: bool = False) -> None:
        """List the choices of the page again.

        Args:
            first: Whether the cursor goes to the first choice, instead of staying where it was.
        """
        choices = self.query_one("#choices", OptionList)
        before = choices.highlighted_option
        choices.clear_options()
        offered = [
            _make_option(key, words, say("On {titles}", titles=_join_titles(waiting)))
            for key, words, waiting in (
                ("came_back", say(CAME_BACK), self._came_back),
                ("stranded", say(STRANDED), self._stranded),
            )
            if waiting
        ]
        if self._left:
            offered.insert(
                0,
                _make_option(
                    "go_on", say("Go on with {title}", title=sanitize(self._left[1])), say("Where you left it: Enter")
                ),
            )
        choices.add_options([*offered, *_make_numbered(self._last, self._given)])
        option_ids = [option.id for option in choices.options]
        choices.highlighted = option_ids.index(before.id) if before and before.id in option_ids and not first else 0

    @on(OptionList.OptionSelected, "#choices")
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Open the page of the chosen line."""
        self._open_choice(event.option_id)

    def action_number(self, number: int) -> None:
        """Open the page of the line with a number."""
        if number <= len(CHOICES):
            key, choices = CHOICES[number - 1][0], self.query_one("#choices", OptionList)
            choices.highlighted = choices.get_option_index(key)
            self._open_choice(key)

    def _open_choice(self, choice: str | None) -> None:
        match choice:
            case "rehearse":
                self._once_open("library")
            case "go_on":
                if self._left:
                    self.coach.resume_rehearsal(self._left[0])
            case "came_back":
                self._to_brought(self._came_back)
            case "stranded":
                self._to_brought(self._stranded)
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
                self.run_worker(self.app.action_quit())  # it asks where something would be lost

    @work(exclusive=True, group="going")
    async def _to_brought(self, waiting: tuple[tuple[str, str], ...]) -> None:
        """Open the only rehearsal that waits, at what was brought, or the list of all."""
        if len(waiting) == 1:
            rehearsal = await self.coach.in_practice(self.coach.practice.go_on, waiting[0][0])
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


def _join_titles(waiting: tuple[tuple[str, str], ...]) -> str:
    """Join the titles of rehearsals, each named once."""
    return say(" and ").join(dict.fromkeys(f"“{sanitize(title)}”" for _, title in waiting))


def _make_option(key: str, words: str, about: str, number: str = " ") -> Option:
    """Make a line of the page, with the number that opens it, or none."""
    name, about = f"{words:<15}", f"  {about}" if about else ""
    return Option(Content.assemble((f"{number}  ", "not bold"), (name, "bold"), (about, "not bold")), id=key)


def _make_numbered(last: str = "", given: tuple[tuple[str, str], ...] = ()) -> list[Option]:
    """Make the lines that are always there, each with a number that it keeps.

    Args:
        last: the last rehearsal that is kept, in a few words.
        given: exercises that somebody gave, each by its title, with the giver's login.
    """
    abouts = {"rehearsals": say("Last: {last}", last=last)} if last else {}
    if given:
        title, author = given[0]
        more = say(", and more") if len(given) > 1 else ""
        abouts["exercises"] = say(
            "“{title}” from {author}{more}", title=sanitize(title), author=sanitize(author), more=more
        )
    return [
        _make_option(key, say(words), abouts.get(key, say(about)), str(number))
        for number, (key, words, about) in enumerate(CHOICES, 1)
    ]


def _find_last(practice: "PracticeService") -> tuple[tuple[str, str] | None, str]:
    """Return the unfinished rehearsal, by id and title, and the last one in words."""
    summaries = practice.rehearsals()
    unfinished = next((summary for summary in summaries if summary.going and summary.replies), None)
    left = (unfinished.id, _get_title(practice, unfinished.scenario)) if unfinished else None
    title = _get_title(practice, summaries[0].scenario) if summaries else ""
    return left if left and left[1] else None, f"{title}, {_bind(format_day(summaries[0].began))}" if title else ""


def _bind(words: str) -> str:
    """Return words that stay on one line."""
    return words.replace(" ", "\u00a0")


def _get_title(practice: "PracticeService", scenario: str) -> str:
    """Return the title of a scenario; empty where it can no longer be read."""
    try:
        return sanitize(practice.library.cover(scenario).title)
    except CoachError:
        return ""
