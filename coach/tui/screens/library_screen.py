"""The library: every scenario in a list, with a preview of the highlighted one."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, HorizontalGroup, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, OptionList, Select, Static
from textual.widgets.option_list import Option

from coach.errors import CoachError
from coach.language.catalogue import say
from coach.practice.scenario_cards import DIFFICULTIES, NO_SCENARIOS, NONE_FIT, ScenarioCard, filter_cards, make_cards
from coach.tui.base_app import Page
from coach.tui.cards import draw_scenario
from coach.tui.commands import make_bindings
from coach.tui.text import sanitize
from coach.tui.widgets.choices import PreviewedList, SearchedList
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.reply_input import SearchBox

if TYPE_CHECKING:
    from coach.practice.service import PracticeService


class ScenarioPreview(Vertical):
    """A preview of a scenario, with buttons to rehearse it and to go back to the list."""

    class Wanted(Message):
        """Message posted when the practitioner wants to rehearse this scenario."""

        def __init__(self, scenario: str) -> None:
            super().__init__()
            self.scenario = scenario

    class Left(Message):
        """Message posted when the practitioner wants to return to the list."""

    card: ScenarioCard | None = None

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static("", id="about")
        with HorizontalGroup(classes="buttons"):
            yield Button(say("Rehearse this"), id="wanted", classes="main")
            yield Button(say("Back to the list"), id="left")

    def show(self, card: ScenarioCard | None) -> None:
        """Show a scenario's card, or nothing for None."""
        self.card = card
        self.query_one("#about", Static).update(draw_scenario(card, has_brief=True) if card else "")
        self.query_one("#wanted").display = card is not None and not card.problem
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def focus_first(self) -> None:
        """Focus the first button that is shown."""
        wanted = self.query_one("#wanted")
        (wanted if wanted.display else self.query_one("#left")).focus()

    @on(Button.Pressed, "#wanted")
    def want(self) -> None:
        """Post that this scenario is to be rehearsed."""
        if self.card is not None:
            self.post_message(self.Wanted(self.card.id))

    @on(Button.Pressed, "#left")
    def leave(self) -> None:
        """Post that the list is to be shown again."""
        self.post_message(self.Left())


class Shelf(PreviewedList, SearchedList):
    """The list of scenarios. A letter that is typed in it begins a search."""


# --- The screen


class LibraryScreen(Page):
    """The list of scenarios, with a preview that replaces the list on a narrow screen."""

    WHERE = "library"
    HELP = """\
Each scenario is a conversation with a family, or about one. The list is in order of heat: foundation, \
developing, stretch.

Move with the arrow keys, or click. What a scenario is about stands beside the list from 100 columns; on a narrower \
screen Enter shows it, and Enter again goes on to its content note. Nothing starts until you say so.

Type to search titles, roles, people, subjects, content notes and briefs: Roma, hospital, hair. One that you \
rehearsed, and that is still kept, says so."""
    BINDINGS = make_bindings("library")
    AUTO_FOCUS = "#shelf"

    def __init__(self) -> None:
        super().__init__()
        self.cards: tuple[ScenarioCard, ...] = ()
        self._rehearsed: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        yield Static(say("Scenarios"), classes="title")
        with HorizontalGroup(id="filters"):
            yield SearchBox(say("Search: who, where, what"), "search")
            yield Select(
                [(say(name), level) for name, level in DIFFICULTIES],
                prompt=say("Any difficulty"),
                id="difficulty",
                compact=True,
            )
            yield Select[str]((), prompt=say("Any role"), id="role", compact=True)
        with Horizontal(id="library"):
            with Vertical(id="listing"):
                yield Shelf(id="shelf")
                yield Static(say("One moment…"), id="none-fit")
            yield ScenarioPreview(id="preview")
        yield Keys()

    @work
    async def on_mount(self) -> None:
        await self.coach.wait_until_open()
        practice: PracticeService = self.coach.practice
        self.cards = await self.coach.in_practice(make_cards, practice)
        roles = sorted({card.you_are for card in self.cards if card.you_are})
        self.query_one("#role", Select).set_options((sanitize(role), role) for role in roles)
        # A file of one's own says at once what was rehearsed, so the list is drawn once; a team's store may be away.
        if self.coach.shared:
            self.narrow_down()
        self._rehearsed = await self.coach.in_practice(_find_rehearsed, practice)
        self.narrow_down()

    @on(Input.Changed, "#search")
    @on(Select.Changed)
    def narrow_down(self) -> None:
        """List only the scenarios that fit the search, the difficulty and the role."""
        words = self.query_one("#search", Input).value
        difficulty, role = (self.query_one(f"#{name}", Select).selection for name in ("difficulty", "role"))
        self._fill(filter_cards(self.cards, words, difficulty or "", role or ""))

    def _fill(self, cards: Iterable[ScenarioCard]) -> None:
        listed = self.query_one("#shelf", OptionList)
        before = listed.highlighted_option
        listed.clear_options()
        listed.add_options([Option(_draw_line(card, card.id in self._rehearsed), id=card.id) for card in cards])
        nothing = self.query_one("#none-fit", Static)
        nothing.display = not listed.option_count
        if listed.option_count:
            option_ids = [option.id for option in listed.options]
            listed.highlighted = option_ids.index(before.id) if before and before.id in option_ids else 0
            return
        self.query_one(ScenarioPreview).show(None)
        nothing.update(say(NONE_FIT) if self.cards else say(NO_SCENARIOS))

    @on(OptionList.OptionHighlighted, "#shelf")
    def look_at(self, event: OptionList.OptionHighlighted) -> None:
        """Show the highlighted scenario in the preview, if it is still in the list."""
        now = event.option_list.highlighted_option
        if now is None or now.id != event.option_id:
            return
        self.query_one(ScenarioPreview).show(next((card for card in self.cards if card.id == event.option_id), None))

    @on(events.Click, "#shelf")
    def look_at_clicked(self) -> None:
        """Show the preview of a clicked scenario in place of the list, on a narrow screen."""
        if not self.has_class("-broad") and self.query_one(ScenarioPreview).card:
            self.add_class("-looking")
            self.query_one(ScenarioPreview).focus_first()

    @on(OptionList.OptionSelected, "#shelf")
    def take(self, event: OptionList.OptionSelected) -> None:
        """Open the briefing of the chosen scenario; on a narrow screen, first its preview."""
        card = next(card for card in self.cards if card.id == event.option_id)
        if self.has_class("-broad") and not card.problem:
            self.coach.open_briefing(card.id)
            return
        self.add_class("-looking")
        self.query_one(ScenarioPreview).focus_first()

    @on(ScenarioPreview.Wanted)
    def rehearse(self, event: ScenarioPreview.Wanted) -> None:
        """Open the scenario's briefing."""
        self.coach.open_briefing(event.scenario)

    @on(Input.Submitted, "#search")
    @on(ScenarioPreview.Left)
    def back_to_list(self) -> None:
        """Show the list again, with the same scenario highlighted."""
        self.remove_class("-looking")
        self.query_one("#shelf").focus()

    @on(SearchedList.Typed)
    def search(self, event: SearchedList.Typed) -> None:
        """Search for what is typed in the list."""
        self.query_one(SearchBox).add(event.letters)

    def action_search(self) -> None:
        """Focus the search box."""
        self.remove_class("-looking")
        self.query_one("#search").focus()

    def action_back(self) -> None:
        """Go from a preview to the list, and from the list to the home page."""
        if self.has_class("-looking") and not self.has_class("-broad"):
            self.back_to_list()
        else:
            super().action_back()


def _find_rehearsed(practice: "PracticeService") -> frozenset[str]:
    """Return the ids of scenarios of which a rehearsal is still kept."""
    try:
        return practice.find_rehearsed()
    except CoachError:
        return frozenset()


def _draw_line(card: ScenarioCard, rehearsed: bool) -> Content:
    if card.problem:
        about = say("Cannot be used; Enter says why")
    else:
        words = (say(card.difficulty.capitalize()), sanitize(card.you_are), say("rehearsed") if rehearsed else "")
        about = " · ".join(filter(None, words))
    return Content.assemble((sanitize(card.title), "bold"), "\n", (about, "not bold"))
