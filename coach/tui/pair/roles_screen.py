"""The first screen of a round at one laptop: who takes which role, and which scenario."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup, VerticalScroll
from textual.widgets import Button, Input, OptionList, Static

from coach.classroom.door import RoleNames
from coach.classroom.round_words import ABOUT, SPOKEN
from coach.classroom.single_device import SingleDeviceRound
from coach.classroom.state import RoomState
from coach.classroom.view_builder import list_offers
from coach.classroom.views import ScenarioOffer
from coach.language.catalogue import say
from coach.model.class_events import LONGEST_NAME, Role
from coach.practice.service import PracticeService
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import TypedLine
from coach.tui.pair.screen import PairScreen
from coach.tui.text import ExpiryLine, sanitize
from coach.tui.widgets.choices import ChoiceList, Tick, offer_option, update_options
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.text import Prose

# --- Who takes which role

THE_SCREEN_SPEAKS = "Nobody reads, so the screen speaks for the family."


class RolesForm(VerticalGroup):
    """A form with a row for each role: always a practitioner; the other roles are ticked."""

    def __init__(self, roles: RoleNames) -> None:
        """Make the form, filled with the roles of the round before, if any."""
        super().__init__(id="who")
        self._first = roles

    def compose(self) -> ComposeResult:
        first = self._first
        names = {Role.PRACTITIONER: first.practitioner, Role.LINE_READER: first.line_reader}
        for role in Role:
            yield from self._row(role, names.get(role, first.observer))
        yield Static(say(THE_SCREEN_SPEAKS), id="screen-speaks", classes="quiet")

    def _row(self, role: Role, name: str | None) -> ComposeResult:
        with HorizontalGroup(classes="who-row"):
            words = f"{role.title()}: {ABOUT[role]}"
            if role is Role.PRACTITIONER:
                yield Static(f"    {words}", classes="who-role")
            else:
                yield Tick(words, name is not None, id=f"has-{role}", classes="who-role")
            yield TypedLine(
                name or "", placeholder=say("a name, or none"), max_length=LONGEST_NAME, id=f"name-{role}", compact=True
            )

    def on_mount(self) -> None:
        self.look_over()

    @on(Tick.Changed)
    def look_over(self) -> None:
        """Show a box for a name beside each role that is ticked."""
        roles = self.roles()
        self.query_one("#screen-speaks").display = roles.line_reader is None
        for role, name in ((Role.LINE_READER, roles.line_reader), (Role.OBSERVER, roles.observer)):
            self.query_one(f"#name-{role}").display = name is not None

    def roles(self) -> RoleNames:
        """Return the roles as they are filled in."""

        def name(role: Role) -> str | None:
            there = all(tick.value for tick in self.query(f"#has-{role}").results(Tick))
            return self.query_one(f"#name-{role}", Input).value if there else None

        return RoleNames(name(Role.PRACTITIONER) or "", name(Role.LINE_READER), name(Role.OBSERVER))


# --- The screen

TITLE = "One laptop, two or three of you"
ANY = (
    "You choose your own role. Any may be refused, and nobody is asked why. Names are only for handing over: "
    "leave them out if you like. Nothing of this is kept."
)
CHOOSE = "Choose what to play first."


class RolesScreen(Page):
    """A screen that asks who takes which role, and which scenario to play."""

    WHERE = "pairing"
    HELP = """\
Sit with people you choose, and not with your own manager. One of you is the practitioner. One can read the family's \
lines, or the screen speaks. One can observe. Nobody is cast by who they are.

In the spoken mode nobody types: you talk, the line-reader follows the script and reads out what is answered, and the \
observer marks openings. The coach hears nothing then.

Up and down choose what to play; F9 goes on to its content note. After each round you can change places."""
    BINDINGS = make_bindings("pairing")
    AUTO_FOCUS = "#name-practitioner"

    def __init__(self, scenario: str = "", roles: RoleNames | None = None, *, spoken: bool = False) -> None:
        """Make the screen, filled from the command line or from the round before.

        Args:
            scenario: the id of the chosen scenario; empty for none.
            roles: who takes which role.
            spoken: whether nobody types.
        """
        super().__init__()
        self.scenario = scenario
        self.roles = roles or RoleNames()
        self.spoken = spoken
        self._offers: tuple[ScenarioOffer, ...] = ()

    def compose(self) -> ComposeResult:
        yield Static(say(TITLE), classes="title")
        with VerticalScroll(id="pairing", can_focus=False):
            yield ExpiryLine()
            yield Prose(say(ANY))
            yield RolesForm(self.roles)
            yield Tick(say(SPOKEN), self.spoken, id="spoken")
            yield Static(say("What to play"), classes="heading")
            yield ChoiceList(id="offered", markup=False, compact=True)
        with HorizontalGroup(classes="buttons", id="pairing-on"):
            yield Button(say("On to the content note"), id="begin", classes="main")
            yield Static("", id="cannot-yet", markup=False)
        yield Keys()

    @work
    async def on_mount(self) -> None:
        """Load the list of scenarios that can be played."""
        await self.coach.wait_until_open()
        self.query_one(ExpiryLine).show(await self.coach.in_practice(_read_damage, self.coach.practice))
        self._offers = await self.coach.in_practice(_list_offers, self.coach.practice, self.scenario)
        self._show()

    def _show(self) -> None:
        options = self.query_one("#offered", OptionList)
        update_options(options, [offer_option(offer, offer.id == self.scenario) for offer in self._offers])
        ids = [offer.id for offer in self._offers]
        if self.scenario in ids and options.highlighted in (None, 0):
            options.highlighted = ids.index(self.scenario)
        self.look_over()

    @on(Tick.Changed)
    @on(Input.Changed)
    def look_over(self) -> None:
        """Show what is missing before the round can begin."""
        self.query_one("#cannot-yet", Static).update(sanitize(self._wrong(self.query_one(RolesForm).roles())))

    @on(Input.Submitted)
    def next_field(self) -> None:
        """Focus the next field."""
        self.focus_next()

    @on(OptionList.OptionSelected, "#offered")
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Choose a scenario; chosen a second time, begin with it."""
        if self.scenario == event.option_id:
            self.action_begin()
            return
        self.scenario = str(event.option_id)
        self._show()

    @on(Button.Pressed, "#begin")
    @work(exclusive=True, group="begin")
    async def action_begin(self) -> None:
        """Begin the round with its content note, or show what is missing."""
        roles, spoken = self.query_one(RolesForm).roles(), self.query_one("#spoken", Tick).value
        if wrong := self._wrong(roles):
            if wrong == say(CHOOSE):
                self.query_one("#offered").focus()
            else:
                self.notify(wrong, markup=False)
            return
        practice = self.coach.practice
        laptop = await self.coach.in_practice(
            SingleDeviceRound,
            practice,
            practice.clock,
            roles,
            self.scenario,
            spoken=spoken,
            options=self.coach.options,
        )
        self.app.switch_screen(PairScreen(laptop))

    def _wrong(self, roles: RoleNames) -> str:
        wrong = roles.find_problem(spoken=self.query_one("#spoken", Tick).value)
        return wrong or ("" if self.scenario else say(CHOOSE))


def _list_offers(practice: PracticeService, scenario: str) -> tuple[ScenarioOffer, ...]:
    """List all scenarios without racism towards the practitioner, and the one asked for by name."""
    usual = list_offers(RoomState(), practice)
    if not scenario or scenario in {offer.id for offer in usual}:
        return usual
    return (*list_offers(RoomState(scenarios=(scenario,)), practice), *usual)


def _read_damage(practice: PracticeService) -> str:
    """Return what happened to the file of rehearsals if it was damaged; else empty."""
    practice.keeping.summaries()  # which opens it
    return practice.keeping.said_of_damage()
