"""The practitioner's rehearsals: to resume, look back on, export, keep or forget."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import Worker, WorkerCancelled

from coach.debrief.first_page import DebriefPage
from coach.errors import CoachError
from coach.language.catalogue import say, say_count
from coach.model.characters import describe_attempts
from coach.model.events import Began, BroughtAlong, CameBack
from coach.page_words import (
    KEEP_IT,
    LET_IT_GO,
    NONE_YET,
    describe_state,
    describe_stay,
    fill_in_store,
    format_day,
    format_moment,
)
from coach.practice.export import Exported, ExportFormat, ExportRequest, export_all
from coach.practice.question_texts import ask_about_all
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.event_store import Summary, count_attempt_replies
from coach.supervision.documents import lay_out_reviews
from coach.supervision.reflection import find_question
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.dialogs.confirm import confirm_forgetting, offer_more
from coach.tui.dialogs.dialog import Dialog
from coach.tui.dialogs.save import ExportDialog
from coach.tui.services import find_screen, find_waiting
from coach.tui.text import ExpiryLine, sanitize
from coach.tui.widgets.choices import PreviewedList
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.reply_input import SearchBox
from coach.tui.widgets.text import Prose

AT_ONCE = 500
READ_AT_ONCE = 50
"""Rehearsals of which those with several attempts are read in one go."""
EARLIER = "earlier"


FROM_A_TABLE = 90
"""Columns from which a rehearsal stands on one line, under the heads of a table."""
BEGAN, REPLIES, STANDS, GOES = 24, 12, 10, 22
"""The columns of that table; the title has what they leave."""

FORESEEN_FOR = 2.0
"""Seconds for which a debrief that was built ahead is shown as it is; after that it is built again."""


class Foreseen(NamedTuple):
    """A debrief that is built while the letter for it waits."""

    rehearsal: str
    """The id of the rehearsal."""
    at: float
    """When it was begun."""
    built: Worker[tuple[Rehearsal, DebriefPage] | None]

    def holds(self, rehearsal: str) -> bool:
        """Whether it is the debrief of a rehearsal, and was begun just now."""
        return self.rehearsal == rehearsal and monotonic() - self.at < FORESEEN_FOR


class RehearsalList(PreviewedList):
    """The list of rehearsals, the last used first; it stays quick however many there are.

    On a wide screen it is a table, a line each; on a narrow one each has two lines.
    """

    def __init__(self) -> None:
        super().__init__(id="list", markup=False)
        self._summaries: tuple[Summary, ...] = ()
        self._titles: dict[str, str] = {}
        self._shown = 0
        self._came_back: frozenset[str] = frozenset()
        self._width = 0
        self._attempts: dict[str, tuple[int, ...]] = {}
        """The replies of each attempt, of rehearsals that have several; they are read after the list is there."""

    def show(
        self, summaries: tuple[Summary, ...], titles: dict[str, str], came_back: frozenset[str] = frozenset()
    ) -> None:
        """List rehearsals, as many as before, with the same one highlighted.

        Args:
            summaries: The rehearsals.
            titles: The titles of their scenarios, by id.
            came_back: The ids of rehearsals that have a review to fetch.
        """
        chosen, place, many = self.chosen_rehearsal, self.highlighted, max(self._shown, AT_ONCE)
        self._summaries, self._titles, self._shown, self._came_back = summaries, titles, 0, came_back
        self.clear_options()
        self._add(many)
        if summaries:
            ids = [summary.id for summary in summaries[:many]]
            same = ids.index(chosen.id) if chosen and chosen.id in ids else None
            self.highlighted = min(place or 0, len(ids) - 1) if same is None else same

    def show_attempts(self, attempts: dict[str, tuple[int, ...]]) -> None:
        """Say of rehearsals with several attempts how many replies each has.

        Args:
            attempts: The replies of each attempt, by the rehearsal's id.
        """
        several = {rehearsal: replies for rehearsal, replies in attempts.items() if len(replies) > 1}
        changed = {rehearsal for rehearsal, replies in several.items() if self._attempts.get(rehearsal) != replies}
        self._attempts |= several
        for place, summary in enumerate(self._summaries[: self._shown]):
            if summary.id in changed:
                self.replace_option_prompt_at_index(place, self._draw_option(summary))

    @property
    def listed(self) -> tuple[Summary, ...]:
        """The rehearsals that stand in the list, without the earlier ones that it offers."""
        return self._summaries[: self._shown]

    @property
    def chosen_rehearsal(self) -> Summary | None:
        """The highlighted rehearsal; None if there is none."""
        place = self.highlighted
        return self._summaries[place] if place is not None and place < self._shown else None

    def name_rehearsal(self, summary: Summary) -> str:
        """Name a rehearsal in a few words: its scenario, and when it began."""
        return f"“{self._title(summary)}”, {format_moment(summary.began)}"

    def show_earlier(self) -> None:
        """Add the next earlier rehearsals to the list."""
        self.remove_option(EARLIER)
        place = self._shown
        self._add(AT_ONCE)
        self.highlighted = place

    def on_resize(self) -> None:
        """Draw the lines again where another width makes a table of them, or moves its columns."""
        before, self._width = self._width, self.scrollable_content_region.width
        if before != self._width and max(before, self._width) >= FROM_A_TABLE:
            for place, summary in enumerate(self._summaries[: self._shown]):
                self.replace_option_prompt_at_index(place, self._draw_option(summary))

    def _add(self, many: int) -> None:
        adding = self._summaries[self._shown : self._shown + many]
        self._shown += len(adding)
        self.add_options([Option(self._draw_option(s), id=s.id) for s in adding])
        if left := len(self._summaries) - self._shown:
            self.add_option(Option(say("Show earlier ones ({left} more)", left=f"{left:,}"), id=EARLIER))

    def _title(self, summary: Summary) -> str:
        return sanitize(self._titles.get(summary.scenario, "") or summary.scenario.replace("_", " "))

    def _draw_option(self, summary: Summary) -> Content:
        came_back, attempts = summary.id in self._came_back, self._attempts.get(summary.id, ())
        if self._width >= FROM_A_TABLE:
            return draw_row(
                summary, self._title(summary), self._width, attempts=len(attempts) or 1, came_back=came_back
            )
        words = describe_rehearsal(summary, self._title(summary), attempts)
        return Content.assemble(words, (f"\n{say('Something came back')}", "bold")) if came_back else words


def describe_rehearsal(summary: Summary, title: str, attempts: tuple[int, ...] = ()) -> Content:
    """Describe a rehearsal in two lines: scenario, beginning, replies, and when it expires.

    Args:
        summary: The rehearsal.
        title: The title of its scenario.
        attempts: The replies of each attempt; nothing where there is one, or where they are not read yet.
    """
    replies = describe_attempts(attempts or (summary.replies,))
    stays = describe_stay(summary.expires())
    words = f", {format_moment(summary.began)}\n{replies}, {describe_state(going=summary.going)}, {stays}"
    return Content.assemble((title, "bold"), words)


def draw_row(summary: Summary, title: str, width: int, *, attempts: int = 1, came_back: bool = False) -> Content:
    """Draw a rehearsal as a row of the table.

    Args:
        summary: The rehearsal.
        title: The title of its scenario.
        width: The columns of the table.
        attempts: How many attempts it has; of several, each is counted below the list.
        came_back: Whether a review of it waits to be fetched.
    """
    goes = summary.expires()
    if attempts > 1:
        said = say_count("{count} attempt", "{count} attempts", attempts)
    else:
        said = say_count("{count} reply", "{count} replies", summary.replies)
    rest = (
        *((format_moment(summary.began), BEGAN), (said, REPLIES)),
        *(
            (describe_state(going=summary.going), STANDS),
            (say("until {day}", day=format_day(goes)) if goes else say("until you forget it"), GOES),
        ),
    )
    mark = say("Came back: ") if came_back else ""
    name = _fit(mark + title, _title_width(width))
    return Content.assemble((name, "bold"), "".join(set_cell_size(words, columns) for words, columns in rest))


def draw_heads(width: int) -> str:
    """Draw the heads of the table's columns; empty where the list is no table."""
    if width < FROM_A_TABLE:
        return ""
    heads = (
        (say("Scenario"), _title_width(width)),
        (say("Begun"), BEGAN),
        (say("Said"), REPLIES),
        ("", STANDS),
        (say("Kept"), GOES),
    )
    return "".join(set_cell_size(words, columns) for words, columns in heads)


def _fit(title: str, columns: int) -> str:
    """Return a title of so many columns; a longer one ends with a sign and a space."""
    fits = cell_len(title) < columns
    return set_cell_size(title if fits else f"{set_cell_size(title, columns - 2).rstrip()}…", columns)


def _title_width(width: int) -> int:
    return width - sum((BEGAN, REPLIES, STANDS, GOES))


@dataclass(frozen=True, slots=True)
class RehearsalDetails:
    """What the page says of the chosen rehearsal beside its row."""

    attempts: tuple[int, ...] = ()
    """The replies of each attempt."""
    intention: str = ""
    brought: int = 0
    came_back: bool = False

    def describe(self) -> str:
        """Describe the details in a few words each; empty where there is nothing beside the row."""
        return " · ".join(
            words
            for words in (
                say("You wanted to practise: “{intention}”", intention=sanitize(self.intention))
                if self.intention
                else "",
                describe_attempts(self.attempts) if len(self.attempts) > 1 else "",
                say_count("{count} thing brought to supervision", "{count} things brought to supervision", self.brought)
                if self.brought
                else "",
                say("something came back") if self.came_back else "",
            )
            if words
        )


def read_details(practice: PracticeService, rehearsal: str) -> RehearsalDetails:
    """Read the details of a rehearsal from its events alone; none where they cannot be read."""
    try:
        events = practice.keeping.store.read(rehearsal)
    except CoachError:
        return RehearsalDetails()
    intention = next((event.intention for event in events if isinstance(event, Began)), "")
    attempts = count_attempt_replies(rehearsal, events)
    brought = {event.brought.id: event.withdrawn for event in events if isinstance(event, BroughtAlong)}
    came_back = any(isinstance(event, CameBack) for event in events)
    return RehearsalDetails(attempts, intention, list(brought.values()).count(False), came_back=came_back)


# --- The screen


class RehearsalsScreen(Page):
    """The list of rehearsals, and what can be done with each."""

    WHERE = "rehearsals"
    HELP = """\
Your rehearsals, the last used first. Enter goes on with one that has not ended, and looks back on one that has. Look \
back shows the debrief of either, as it stands; it ends nothing. Where your team has a store, a rehearsal that \
something came back to says so.

Each is kept {kept}, and goes by itself thirty days after it was last used, unless you keep it. \
Bring chooses what of one to take to supervision. More has what is done with all of them, and takes in a file that \
came back from your supervisor. Search, with /, looks for a title or a day.

Forget deletes for good. Export writes a file that only you can read; what you do with it is up to you."""
    BINDINGS = make_bindings("rehearsals")
    AUTO_FOCUS = "#list"

    def __init__(self) -> None:
        super().__init__()
        self._came_back: frozenset[str] = frozenset()
        """Those that something waits for in the team's store."""
        self._foreseen: Foreseen | None = None
        self._summaries: tuple[Summary, ...] = ()
        self._titles: dict[str, str] = {}
        self._counted: set[str] = set()
        """The ids of rehearsals whose attempts were read since they were listed."""

    def compose(self) -> ComposeResult:
        yield Prose(say("(the last used first)"), say("My rehearsals"), classes="title")
        yield ExpiryLine()
        yield SearchBox(say("Search: a title, a day"), "search")
        yield Static("", id="heads", markup=False)
        yield RehearsalList()
        yield Static("", id="details", markup=False)
        with Vertical(id="none-yet"):
            yield Prose(fill_in_store(say(NONE_YET), self.coach.shared), classes="say")
            with Horizontal(classes="buttons"):
                yield Button(say("Choose a scenario"), action="screen.choose_scenario", classes="main", id="choose")
        with Horizontal(id="doing"):
            yield Button(say("Go on"), action="screen.open", compact=True, id="go-on")
            yield Button(say("Look back"), action="screen.look_back", compact=True)
            yield Button(say("Bring"), action="screen.bring", compact=True)
            yield Button(say(KEEP_IT), action="screen.keep", compact=True, id="keep-it")
            yield Button(say("Export"), action="screen.export", compact=True)
            yield Button(say("Forget"), action="screen.forget", compact=True)
            yield Button(say("More…"), action="screen.more", compact=True, id="more")
        yield Keys()

    def on_screen_resume(self) -> None:
        """List the rehearsals again when the practitioner returns to this page."""
        self.show_anew()
        if self.coach.shared:
            self.look()

    @work(exclusive=True, group="looking")
    async def look(self) -> None:
        """Look for reviews in the team's store, in the background."""
        await self.coach.wait_until_open()
        came_back = frozenset(rehearsal_id for rehearsal_id, _ in await find_waiting(self.coach))
        if came_back != self._came_back:
            self._came_back = came_back
            self.show_anew()

    @work(exclusive=True, group="show")
    async def show_anew(self) -> None:
        """List the rehearsals as they are stored now."""
        await self.coach.wait_until_open()
        self._summaries, self._titles = await self.coach.in_practice(_read_rehearsals, self.coach.practice)
        self.query_one(ExpiryLine).show(await self.coach.in_practice(self.coach.practice.keeping.of_time))
        self._counted.clear()
        self.narrow_down()
        self.set_class(not self._summaries, "-none-yet")
        if not self._summaries:
            self.query_one("#choose").focus()

    @work(exclusive=True, group="attempts")
    async def _read_attempts(self) -> None:
        """Read the attempts of those that are listed, a few at a time: other reading waits for few."""
        rehearsals = self.query_one(RehearsalList)
        waiting = [summary.id for summary in rehearsals.listed if summary.id not in self._counted]
        for place in range(0, len(waiting), READ_AT_ONCE):
            some = waiting[place : place + READ_AT_ONCE]
            rehearsals.show_attempts(await self.coach.in_practice(self.coach.practice.count_attempts, some))
            self._counted.update(some)

    @on(Input.Changed, "#search")
    def narrow_down(self) -> None:
        """List the rehearsals that have every word of the search in their title or their day."""
        wanted = self.query_one("#search", Input).value.casefold().split()
        fitting = tuple(
            summary for summary in self._summaries if all(word in self._search_words(summary) for word in wanted)
        )
        self.query_one(RehearsalList).show(fitting, self._titles, self._came_back)
        if wanted and not fitting:
            self.query_one("#details", Static).update(say("Nothing fits. Take a word out of the search."))
        self.look_at()
        self._read_attempts()

    def _search_words(self, summary: Summary) -> str:
        title, stands = self._titles.get(summary.scenario, ""), describe_state(going=summary.going)
        return f"{title} {summary.scenario} {format_moment(summary.began)} {stands}".casefold()

    @on(Input.Submitted, "#search")
    def to_list(self) -> None:
        """Focus the list on Enter in the search."""
        self.query_one(RehearsalList).focus()

    def action_search(self) -> None:
        """Focus the search box."""
        self.query_one("#search").focus()

    def on_resize(self) -> None:
        """Draw the heads of the columns for the width there is."""
        self.call_after_refresh(self._draw_heads)

    def _draw_heads(self) -> None:
        heads = self.query_one("#heads", Static)
        words = draw_heads(self.query_one(RehearsalList).scrollable_content_region.width)
        heads.update(words)
        heads.display = bool(words)

    @work(group="change")
    async def change(self, change: Callable[[], object], said: str) -> None:
        """Change rehearsals and list them again; no later action cancels the change.

        Args:
            change: The change, called in the practice's thread.
            said: The sentence that says what was done.
        """
        await self.coach.in_practice(change)
        self.notify(self.coach.practice.keeping.not_kept or said)
        self.show_anew()

    # --- One of them

    @on(OptionList.OptionHighlighted)
    def look_at(self) -> None:
        """Show what can be done with the chosen rehearsal, and what is to be said of it."""
        chosen = self.query_one(RehearsalList).chosen_rehearsal
        self.query_one("#go-on").display = chosen is not None and chosen.going
        keep = self.query_one("#keep-it", Button)
        keep.label = say(LET_IT_GO) if chosen is not None and chosen.kept else say(KEEP_IT)
        keep.refresh(layout=True)  # it is as wide as its words
        if chosen is not None:
            self._tell_details(chosen)

    @work(exclusive=True, group="details")
    async def _tell_details(self, chosen: Summary) -> None:
        details = await self.coach.in_practice(read_details, self.coach.practice, chosen.id)
        self.query_one("#details", Static).update(details.describe())

    @on(OptionList.OptionSelected)
    def open_chosen(self, event: OptionList.OptionSelected) -> None:
        """Open the chosen rehearsal, or show earlier ones."""
        if event.option_id == EARLIER:
            self.query_one(RehearsalList).show_earlier()
            self._read_attempts()
        else:
            self.action_open()

    def action_open(self) -> None:
        """Resume the chosen rehearsal, or open its debrief if it has ended."""
        self._with_chosen(
            lambda summary, rehearsal: (
                self.coach.open_conversation(rehearsal) if summary.going else self._look_back(summary, rehearsal)
            )
        )

    def action_look_back(self) -> None:
        """Open the debrief of the chosen rehearsal, even if it has not ended."""
        foreseen, self._foreseen = self._foreseen, None
        chosen = self.query_one(RehearsalList).chosen_rehearsal
        if foreseen and chosen and foreseen.holds(chosen.id):
            self._open_foreseen(foreseen)
        else:
            self._with_chosen(self._look_back)

    @work(exclusive=True, group="opening")
    async def _open_foreseen(self, foreseen: Foreseen) -> None:
        try:
            built = await foreseen.built.wait()
        except WorkerCancelled:
            return  # the page that was asked for since, or a screen that is closed, ended it
        if built:
            rehearsal, page = built
            self.coach.open_debrief(rehearsal, brought=rehearsal.id in self._came_back, page=page)
        else:
            self._with_chosen(self._look_back)

    def _look_back(self, summary: Summary, rehearsal: Rehearsal) -> None:
        """Open a rehearsal's debrief; if it has a new review, at its submissions."""
        self.coach.open_debrief(rehearsal, brought=summary.id in self._came_back)

    def foresee(self, action: str) -> None:
        """Build the debrief of the chosen rehearsal while the letter for it waits."""
        chosen = self.query_one(RehearsalList).chosen_rehearsal
        if action == "look_back" and chosen:
            self._foreseen = Foreseen(chosen.id, monotonic(), self._build_debrief(chosen.id))

    @work(exclusive=True, group="foresight")
    async def _build_debrief(self, rehearsal_id: str) -> tuple[Rehearsal, DebriefPage] | None:
        """Build what a debrief opens with; None where it cannot be, which is said once it is opened."""
        with suppress(CoachError):
            await self.coach.in_practice(find_screen, "debrief")
            rehearsal = await self.coach.in_practice(self.coach.practice.go_on, rehearsal_id)
            return rehearsal, await self.coach.in_practice(rehearsal.page, rehearsal.story.find_last_spoken())
        return None

    def action_export(self) -> None:
        """Open the dialog that saves or copies the chosen rehearsal."""
        self._with_chosen(lambda _, rehearsal: self.app.push_screen(ExportDialog.of(rehearsal)))

    def action_bring(self) -> None:
        """Open the page on which to choose what to submit to supervision."""
        self._with_chosen(lambda _, rehearsal: self.coach.open_submission(rehearsal))

    @work(exclusive=True, group="asking")
    async def action_came_back(self) -> None:
        """Import a review from a file, and open the rehearsal it is about."""
        from coach.tui.dialogs.file_import import FileImportDialog

        sheet = FileImportDialog.for_review(self.coach.submission_service)
        if rehearsal_id := await self.app.push_screen_wait(sheet):
            rehearsal = await self.coach.in_practice(self.coach.practice.go_on, rehearsal_id)
            self.coach.open_debrief(rehearsal, brought=True)

    def action_keep(self) -> None:
        """Keep the chosen rehearsal beyond thirty days, or end that."""

        def keep(summary: Summary, rehearsal: Rehearsal) -> None:
            said = (
                say("It goes by itself after thirty days.")
                if summary.kept
                else say("Kept. It stays until you forget it.")
            )
            self.change(partial(rehearsal.keep, not summary.kept), said)

        self._with_chosen(keep)

    @work(exclusive=True, group="asking")
    async def action_forget(self) -> None:
        """Delete the chosen rehearsal, or what is left where the list is empty, after confirming."""
        if not (chosen := self.query_one(RehearsalList).chosen_rehearsal):
            self.action_forget_all()
            return
        name = self.query_one(RehearsalList).name_rehearsal(chosen)
        details = await self.coach.in_practice(read_details, self.coach.practice, chosen.id)
        attempts = len(details.attempts)
        asks = confirm_forgetting(say("Forget {name}?", name=name), shared=self.coach.shared, attempts=attempts)
        if await self.app.push_screen_wait(Dialog(asks)):
            self.change(partial(self.coach.practice.forget, chosen.id), say("Forgotten."))

    @work(exclusive=True, group="opening")
    async def _with_chosen(self, use: Callable[[Summary, Rehearsal], object]) -> None:
        if chosen := self.query_one(RehearsalList).chosen_rehearsal:
            use(chosen, await self.coach.in_practice(self.coach.practice.go_on, chosen.id))

    # --- All of them

    @work(exclusive=True, group="asking")
    async def action_more(self) -> None:
        """Offer what is done less often, and with all rehearsals."""
        match await self.app.push_screen_wait(Dialog(offer_more())):
            case "came-back":
                self.action_came_back()
            case "export-all":
                self.action_export_all()
            case "forget-all":
                self.action_forget_all()
            case _:
                pass

    def action_export_all(self) -> None:
        """Open the dialog that saves all rehearsals in one file, or copies them."""
        practice = self.coach.practice
        request = ExportRequest(find_question=find_question, lay_out_reviews=lay_out_reviews)

        def write(form: ExportFormat) -> Exported:
            whole = export_all(practice, form, request)
            if whole.left_out:
                said = say(
                    "{count} could not be read whole. Of these, only your words are saved.", count=len(whole.left_out)
                )
                self.app.call_from_thread(self.notify, said, severity="warning")
            return whole.text

        self.app.push_screen(ExportDialog(say("all your rehearsals"), write, lambda one: f"my-rehearsals{one.suffix}"))

    @work(exclusive=True, group="asking")
    async def action_forget_all(self) -> None:
        """Delete all rehearsals, after confirming."""
        asks = ask_about_all(await self.coach.in_practice(self.coach.practice.rehearsals))
        sheet = Dialog(confirm_forgetting(asks, say("Forget them all"), shared=self.coach.shared, several=True))
        if await self.app.push_screen_wait(sheet):
            self.change(self.coach.practice.forget_all, say("All forgotten."))

    def action_choose_scenario(self) -> None:
        """Open the library, to choose a scenario."""
        self.coach.open_page("library")


def _read_rehearsals(practice: PracticeService) -> tuple[tuple[Summary, ...], dict[str, str]]:
    """Return the rehearsals, and the titles of their scenarios where they can still be read."""
    summaries, titles = practice.rehearsals(), {}
    for scenario in {summary.scenario for summary in summaries}:
        try:
            titles[scenario] = practice.library.cover(scenario).title
        except CoachError:
            titles[scenario] = ""
    return summaries, titles
