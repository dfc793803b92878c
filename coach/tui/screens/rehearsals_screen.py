"""The practitioner's rehearsals: to resume, look back on, export, keep or forget."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, OptionList
from textual.widgets.option_list import Option

from coach.errors import CoachError
from coach.model.characters import count
from coach.practice.export import ExportFormat, ExportRequest, export_all
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.event_store import Summary
from coach.supervision.documents import lay_out_reviews
from coach.supervision.reflection import find_question
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.dialogs.confirm import confirm_forgetting
from coach.tui.dialogs.dialog import Dialog
from coach.tui.dialogs.save import ExportDialog
from coach.tui.services import find_waiting
from coach.tui.text import ExpiryLine, fill_in_store, sanitize
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.text import Prose

AT_ONCE = 500
EARLIER = "earlier"


class RehearsalList(OptionList):
    """The list of rehearsals, the last used first; it stays quick however many there are."""

    def __init__(self) -> None:
        super().__init__(id="list", markup=False)
        self._summaries: tuple[Summary, ...] = ()
        self._titles: dict[str, str] = {}
        self._shown = 0
        self._came_back: frozenset[str] = frozenset()

    def show(
        self, summaries: tuple[Summary, ...], titles: dict[str, str], came_back: frozenset[str] = frozenset()
    ) -> None:
        """List rehearsals, as many as before, with the same place highlighted.

        Args:
            summaries: The rehearsals.
            titles: The titles of their scenarios, by id.
            came_back: The ids of rehearsals that have a review to fetch.
        """
        chosen, many = self.highlighted, max(self._shown, AT_ONCE)
        self._summaries, self._titles, self._shown, self._came_back = summaries, titles, 0, came_back
        self.clear_options()
        self._add(many)
        if summaries:
            self.highlighted = min(chosen or 0, len(summaries) - 1)

    @property
    def chosen_rehearsal(self) -> Summary | None:
        """The highlighted rehearsal; None if there is none."""
        place = self.highlighted
        return self._summaries[place] if place is not None and place < self._shown else None

    def name_rehearsal(self, summary: Summary) -> str:
        """Name a rehearsal in a few words: its scenario, and when it began."""
        return f"“{_get_title(summary, self._titles.get(summary.scenario, ''))}”, {_format_begin(summary)}"

    def show_earlier(self) -> None:
        """Add the next earlier rehearsals to the list."""
        self.remove_option(EARLIER)
        place = self._shown
        self._add(AT_ONCE)
        self.highlighted = place

    def _add(self, many: int) -> None:
        adding = self._summaries[self._shown : self._shown + many]
        self._shown += len(adding)
        self.add_options([Option(self._draw_option(s), id=s.id) for s in adding])
        if left := len(self._summaries) - self._shown:
            self.add_option(Option(f"Show earlier ones ({left:,} more)", id=EARLIER))

    def _draw_option(self, summary: Summary) -> Content:
        words = describe_rehearsal(summary, self._titles.get(summary.scenario, ""))
        return Content.assemble(words, ("\nSomething came back", "bold")) if summary.id in self._came_back else words


def describe_rehearsal(summary: Summary, title: str) -> Content:
    """Describe a rehearsal in two lines: scenario, beginning, replies, and when it expires."""
    replies = count(summary.replies, "reply")
    going = "going on" if summary.going else "ended"
    goes = summary.expires()
    stays = f"goes by itself on {_format_day(goes)}" if goes else "kept until you forget it"
    return Content.assemble(
        (_get_title(summary, title), "bold"), f", {_format_begin(summary)}\n{replies}, {going}, {stays}"
    )


def _get_title(summary: Summary, title: str) -> str:
    return sanitize(title or summary.scenario.replace("_", " "))


def _format_begin(summary: Summary) -> str:
    at = summary.began.astimezone()
    return f"{_format_day(at)} {at:%Y, %H:%M}"


def _format_day(at: datetime) -> str:
    local = at.astimezone()
    return f"{local.day} {local:%B}"


# --- The screen

NONE_YET = (
    "Nothing here yet. A rehearsal is kept as you type, {kept}, so that you can stop at any point and come "
    "back to it. Nobody else sees it, and it goes by itself after thirty days unless you keep it."
)
GONE = "That rehearsal is no longer here."


class RehearsalsScreen(Page):
    """The list of rehearsals, and what can be done with each."""

    WHERE = "rehearsals"
    HELP = """\
Your rehearsals, the last used first. Enter goes on with one that has not ended, and looks back on one that has. Look \
back shows the debrief of either, as it stands; it ends nothing. Where your team has a store, a rehearsal that \
something came back to says so.

Each is kept {kept}, and goes by itself thirty days after it was last used, unless you keep it. \
Bring chooses what of one to take to supervision; What came back takes in a file that your supervisor gave you.

Forget deletes for good. Export writes a file that only you can read; what you do with it is up to you."""
    BINDINGS = make_bindings("rehearsals")
    AUTO_FOCUS = "#list"

    def __init__(self) -> None:
        super().__init__()
        self._came_back: frozenset[str] = frozenset()
        """Those that something waits for in the team's store."""

    def compose(self) -> ComposeResult:
        yield Prose("", "My rehearsals", classes="title")
        yield ExpiryLine()
        yield RehearsalList()
        with Vertical(id="none-yet"):
            yield Prose(fill_in_store(NONE_YET, self.coach.shared), classes="say")
            with Horizontal(classes="buttons"):
                yield Button("Choose a scenario", action="screen.choose_scenario", classes="main", id="choose")
        with Horizontal(id="doing"):
            yield Button("Go on", action="screen.open", compact=True, id="go-on")
            yield Button("Look back", action="screen.look_back", compact=True)
            yield Button("Bring", action="screen.bring", compact=True)
            yield Button("What came back", action="screen.came_back", compact=True, id="came-back")
            yield Button("Keep, or not", action="screen.keep", compact=True)
            yield Button("Export all", action="screen.export_all", compact=True)
            yield Button("Forget all", action="screen.forget_all", compact=True)
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
        summaries, titles = await self.coach.in_practice(_read_rehearsals, self.coach.practice)
        self.query_one(ExpiryLine).show(await self.coach.in_practice(self.coach.practice.keeping.of_time))
        self.query_one(RehearsalList).show(summaries, titles, self._came_back)
        self.set_class(not summaries, "-none-yet")
        if not summaries:
            self.query_one("#choose").focus()

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
        """Show the button that resumes only for a rehearsal that has not ended."""
        chosen = self.query_one(RehearsalList).chosen_rehearsal
        self.query_one("#go-on").display = chosen is not None and chosen.going

    @on(OptionList.OptionSelected)
    def open_chosen(self, event: OptionList.OptionSelected) -> None:
        """Open the chosen rehearsal, or show earlier ones."""
        if event.option_id == EARLIER:
            self.query_one(RehearsalList).show_earlier()
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
        self._with_chosen(self._look_back)

    def _look_back(self, summary: Summary, rehearsal: Rehearsal) -> None:
        """Open a rehearsal's debrief; if it has a new review, at its submissions."""
        self.coach.open_debrief(rehearsal, brought=summary.id in self._came_back)

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
            said = "It goes by itself after thirty days." if summary.kept else "Kept. It stays until you forget it."
            self.change(partial(rehearsal.keep, not summary.kept), said)

        self._with_chosen(keep)

    @work(exclusive=True, group="asking")
    async def action_forget(self) -> None:
        """Delete the chosen rehearsal, after confirming."""
        if not (chosen := self.query_one(RehearsalList).chosen_rehearsal):
            return
        name = self.query_one(RehearsalList).name_rehearsal(chosen)
        asks = confirm_forgetting(f"Forget {name}?", shared=self.coach.shared)
        if await self.app.push_screen_wait(Dialog(asks)):
            self.change(partial(self.coach.practice.forget, chosen.id), "Forgotten.")

    @work(exclusive=True, group="opening")
    async def _with_chosen(self, use: Callable[[Summary, Rehearsal], object]) -> None:
        if chosen := self.query_one(RehearsalList).chosen_rehearsal:
            use(chosen, await self.coach.in_practice(self.coach.practice.go_on, chosen.id))

    # --- All of them

    def action_export_all(self) -> None:
        """Open the dialog that saves all rehearsals in one file, or copies them."""
        practice = self.coach.practice
        request = ExportRequest(find_question=find_question, lay_out_reviews=lay_out_reviews)

        def write(form: ExportFormat) -> str:
            whole = export_all(practice, form, request)
            if whole.left_out:
                said = f"{len(whole.left_out)} could not be read whole. Of these, only your words are saved."
                self.app.call_from_thread(self.notify, said, severity="warning")
            return whole.text

        self.app.push_screen(ExportDialog("all your rehearsals", write, lambda form: f"my-rehearsals{form.suffix}"))

    @work(exclusive=True, group="asking")
    async def action_forget_all(self) -> None:
        """Delete all rehearsals, after confirming."""
        if await self.app.push_screen_wait(
            Dialog(confirm_forgetting("Forget all your rehearsals?", "Forget them all", shared=self.coach.shared))
        ):
            self.change(self.coach.practice.forget_all, "All forgotten.")

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
