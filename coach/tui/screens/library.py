"""The scenarios to choose from, and what one of them is."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, HorizontalGroup, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Select, Static
from textual.widgets.option_list import Option

from coach.tui.commands import bindings
from coach.tui.guarded import PASSING
from coach.tui.page import Page
from coach.tui.shelf import Card, fitting, shelf
from coach.tui.shown import shown
from coach.tui.widgets.keys import Keys
from coach.tui.widgets.preview import Preview

if TYPE_CHECKING:
    from coach.practice.practice import Practice

DIFFICULTIES = (("Foundation", "foundation"), ("Developing", "developing"), ("Stretch", "stretch"))


class LibraryScreen(Page):
    """Every scenario, one of them in view. On a narrow screen the one in view takes the list's place."""

    WHERE = "library"
    HELP = """\
Each scenario is a conversation with a family, or about one. The list is in order of heat: foundation, \
developing, stretch.

Move with the arrow keys; what a scenario is about stands beside the list, or takes its place on a narrow screen. \
Enter goes on to its content note. Nothing starts until you say so.

Type in the search box to look for a title, a role, a person or a subject."""
    BINDINGS = bindings("library")
    AUTO_FOCUS = "#shelf"

    def __init__(self) -> None:
        super().__init__()
        self.cards: tuple[Card, ...] = ()

    def compose(self) -> ComposeResult:
        """Search and filters over the list, with the preview beside it."""
        yield Static("Scenarios", classes="title")
        with HorizontalGroup(id="filters"):
            yield Input(placeholder="Search", id="search", compact=True, classes=PASSING)
            yield Select(DIFFICULTIES, prompt="Any difficulty", id="difficulty", compact=True)
            yield Select[str]((), prompt="Any role", id="role", compact=True)
        with Horizontal(id="library"):
            with Vertical(id="listing"):
                yield OptionList(id="shelf")
                yield Static("", id="none-fit")
            yield Preview(id="preview")
        yield Keys()

    @work
    async def on_mount(self) -> None:
        """Read the shelf."""
        await self.coach.ready()
        practice: Practice = self.coach.practice
        self.cards = await self.coach.in_practice(shelf, practice)
        roles = sorted({card.you_are for card in self.cards if card.you_are})
        self.query_one("#role", Select).set_options((shown(role), role) for role in roles)
        self._fill(self.cards)

    @on(Input.Changed, "#search")
    @on(Select.Changed)
    def narrow_down(self) -> None:
        """Show only what fits what is typed and chosen."""
        words = self.query_one("#search", Input).value
        difficulty, role = (self.query_one(f"#{name}", Select).selection for name in ("difficulty", "role"))
        self._fill(fitting(self.cards, words, difficulty or "", role or ""))

    def _fill(self, cards: Iterable[Card]) -> None:
        listed = self.query_one("#shelf", OptionList)
        listed.clear_options()
        listed.add_options([Option(_line(card), id=card.id) for card in cards])
        nothing = self.query_one("#none-fit", Static)
        nothing.display = not listed.option_count
        if listed.option_count:
            listed.highlighted = 0
            return
        self.query_one(Preview).show(None)
        nothing.update(
            "No scenario fits. Take a word out of the search, or choose any difficulty and any role."
            if self.cards
            else "There are no scenarios here yet."
        )

    @on(OptionList.OptionHighlighted, "#shelf")
    def look_at(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the one under the cursor is."""
        self.query_one(Preview).show(next((card for card in self.cards if card.id == event.option_id), None))

    @on(OptionList.OptionSelected, "#shelf")
    def take(self, event: OptionList.OptionSelected) -> None:
        """On a narrow screen, look at it first; otherwise go on to its content note."""
        card = next(card for card in self.cards if card.id == event.option_id)
        if self.has_class("-broad") and not card.problem:
            self.coach.open_scenario(card.id)
            return
        self.add_class("-looking")
        self.query_one(Preview).focus_first()

    @on(Preview.Wanted)
    def rehearse(self, event: Preview.Wanted) -> None:
        """On to its content note."""
        self.coach.open_scenario(event.scenario)

    @on(Input.Submitted, "#search")
    @on(Preview.Left)
    def back_to_list(self) -> None:
        """The list again, where it was."""
        self.remove_class("-looking")
        self.query_one("#shelf").focus()

    def action_search(self) -> None:
        """To the search box."""
        self.remove_class("-looking")
        self.query_one("#search").focus()

    def action_back(self) -> None:
        """From a preview to the list, from the list to the first page."""
        if self.has_class("-looking") and not self.has_class("-broad"):
            self.back_to_list()
        else:
            super().action_back()


def _line(card: Card) -> Content:
    about = (
        f"{card.difficulty.capitalize()} · {shown(card.you_are)}"
        if not card.problem
        else "Cannot be used; Enter says why"
    )
    return Content.assemble((shown(card.title), "bold"), "\n", (about, "not bold"))
