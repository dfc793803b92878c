"""Round a table: roles that are taken and never given, and what to play."""

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.classroom.room_words import ANY_MAY_BE_REFUSED, NO_READER, list_role_holders
from coach.classroom.round_words import ABOUT, SPOKEN, list_names
from coach.language.catalogue import say
from coach.model.class_events import Role
from coach.tui.pair.page_data import SeatRequest
from coach.tui.pair.round_widgets import OnwardButtons, RoundPage
from coach.tui.widgets.choices import ChoiceList, Tick, offer_option, update_options
from coach.tui.widgets.text import Prose, set_apart

WATCH = "watch"


class GatheringPage(RoundPage):
    """Roles, scenarios, and on to the content note."""

    FIRST = "#roles"

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="written", can_focus=False):
            yield Static("", id="table", markup=False)
            yield Prose(say("Roles"), classes="heading")
            yield Prose(say(ANY_MAY_BE_REFUSED))
            yield ChoiceList(id="roles", markup=False, compact=True)
            yield Static("", id="screen-speaks", classes="quiet", markup=False)
            yield Prose(say("What to play"), classes="heading")
            yield ChoiceList(id="offers", markup=False, compact=True)
            yield Tick(say(SPOKEN), id="spoken")
        yield OnwardButtons()

    async def fill(self) -> None:
        """How the table stands."""
        here = self.view.context
        self.query_one("#table", Static).update(set_apart(say("At this table:"), list_names(here)))
        update_options(self.query_one("#roles", OptionList), [self._role(role) for role in (*Role, None)])
        self.query_one("#screen-speaks", Static).update(say(NO_READER) if here.screen_speaks else "")
        self.query_one("#screen-speaks").display = here.screen_speaks
        chosen = here.chosen.id if here.chosen else ""
        update_options(
            self.query_one("#offers", OptionList), [offer_option(each, each.id == chosen) for each in here.offers]
        )
        with self.prevent(Tick.Changed):
            self.query_one("#spoken", Tick).value = here.spoken
        self.query_one("#spoken").display = here.chosen is not None
        self.query_one(OnwardButtons).show(here)

    def _role(self, role: Role | None) -> Option:
        yours = self.view.context.role is role
        title, about = (role.title(), ABOUT[role]) if role else (say("Just watch"), say("as good as any"))
        who = list_role_holders(self.view.context, role)
        words = Content.assemble(
            "(o) " if yours else "( ) ", (title, "bold"), f", {about}", (f": {who}" if who else "", "bold")
        )
        return Option(words, id=role or WATCH)

    @on(OptionList.OptionSelected, "#roles")
    def take(self, event: OptionList.OptionSelected) -> None:
        """Take it; what one has already is put down."""
        role = None if event.option_id == WATCH else Role(str(event.option_id))
        wanted = None if role is self.view.context.role else role
        self.post_message(SeatRequest(lambda seat: seat.take_role(wanted)))

    @on(OptionList.OptionSelected, "#offers")
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Play this one."""
        scenario, spoken = str(event.option_id), self.view.context.spoken
        self.post_message(SeatRequest(lambda seat: seat.choose_scenario(scenario, spoken=spoken)))

    @on(Tick.Changed, "#spoken")
    def speak(self, event: Tick.Changed) -> None:
        """Typed or spoken."""
        chosen, spoken = self.view.context.chosen, event.value
        if chosen is not None:
            self.post_message(SeatRequest(lambda seat: seat.choose_scenario(chosen.id, spoken=spoken)))
