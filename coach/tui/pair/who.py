"""Who does what at one laptop, by names or by roles alone."""

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.widgets import Input, Static

from coach.classroom.roles import Roles
from coach.model.room import LONGEST_NAME, Role
from coach.tui.guarded import TypedLine
from coach.tui.room.pages.gathering import ABOUT
from coach.tui.widgets.ticks import Tick

THE_SCREEN_SPEAKS = "Nobody reads, so the screen speaks for the family."


class Who(VerticalGroup):
    """A row a role. There is a practitioner in any case; the others are ticked."""

    def __init__(self, roles: Roles) -> None:
        """What it begins with."""
        super().__init__(id="who")
        self._first = roles

    def compose(self) -> ComposeResult:
        first = self._first
        names = {Role.PRACTITIONER: first.practitioner, Role.LINE_READER: first.line_reader}
        for role in Role:
            yield from self._row(role, names.get(role, first.observer))
        yield Static(THE_SCREEN_SPEAKS, id="screen-speaks", classes="quiet")

    def _row(self, role: Role, name: str | None) -> ComposeResult:
        with HorizontalGroup(classes="who-row"):
            words = f"{role.title()}: {ABOUT[role]}"
            if role is Role.PRACTITIONER:
                yield Static(f"    {words}", classes="who-role")
            else:
                yield Tick(words, name is not None, id=f"has-{role}", classes="who-role")
            yield TypedLine(
                name or "", placeholder="a name, or none", max_length=LONGEST_NAME, id=f"name-{role}", compact=True
            )

    def on_mount(self) -> None:
        """Only where there is a role, there is a name."""
        self.look_over()

    @on(Tick.Changed)
    def look_over(self) -> None:
        """A name for each role that is there."""
        roles = self.roles()
        self.query_one("#screen-speaks").display = roles.line_reader is None
        for role, name in ((Role.LINE_READER, roles.line_reader), (Role.OBSERVER, roles.observer)):
            self.query_one(f"#name-{role}").display = name is not None

    def roles(self) -> Roles:
        """As they are now."""

        def name(role: Role) -> str | None:
            there = all(tick.value for tick in self.query(f"#has-{role}").results(Tick))
            return self.query_one(f"#name-{role}", Input).value if there else None

        return Roles(name(Role.PRACTITIONER) or "", name(Role.LINE_READER), name(Role.OBSERVER))
