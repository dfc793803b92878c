"""The end of a round at one laptop: its words kept, taken along or let go; another round, or the close."""

from typing import cast

from textual import work

from coach.classroom.laptop import Laptop, Step
from coach.classroom.roles import Roles
from coach.model.room import Role, Stage
from coach.tui.pair.at_laptop import AtLaptop
from coach.tui.pair.now import Now
from coach.tui.pair.sheets import TIME_OUT, AskSheet, LetGoSheet
from coach.tui.pair.words import first
from coach.tui.room.home import in_terminal


class Ending(AtLaptop):
    """What becomes of a round. Nothing of it is kept unless somebody asks."""

    def __init__(self, laptop: Laptop) -> None:
        super().__init__(laptop)
        self._looked_at = False
        """The practitioner had the sheet for a file of their words."""

    @work(exclusive=True, group="asking")
    async def action_keep(self) -> None:
        """Keep it among the rehearsals of this machine's practitioner."""
        await self._keep()

    async def _keep(self) -> None:
        await self.do(Laptop.keep)
        if notice := self.coach.practice.keeping.notice:
            self.notify(notice, severity="warning", markup=False)

    @work(exclusive=True, group="asking")
    async def action_keep_no_longer(self) -> None:
        """It was kept by a slip, or thought better of."""
        await self.do(Laptop.keep_no_longer)
        self.notify("It is not kept any more.")

    def action_take_home(self) -> None:
        """The practitioner's words, as a file."""
        self._looked_at = True
        self.app.push_screen(in_terminal(self.laptop.seats[Role.PRACTITIONER]))

    @work(exclusive=True, group="asking")
    async def action_turned(self) -> None:
        """Another round, everybody one place on; they can still say otherwise."""
        await self._another(self.laptop.roles.turned(), self.laptop.scenario)

    @work(exclusive=True, group="asking")
    async def action_choose_again(self) -> None:
        """Roles and scenario as they were, to be changed or not; a scenario whose note was refused is not offered."""
        refused = self.now is not None and self.now.place.step is Step.NOTE
        await self._another(self.laptop.roles, "" if refused else self.laptop.scenario)

    async def _another(self, roles: Roles, scenario: str) -> None:
        if self.now is None or await self.let_go(self.now):
            self.coach.open_pair(scenario, roles, spoken=self.laptop.spoken)

    async def let_go(self, now: Now) -> bool:
        """Whether the round may go: words that nobody kept are asked about once."""
        if self.laptop.kept or self.laptop.spoken or self._looked_at or now.stage is not Stage.DONE:
            return True
        match await self.asked(LetGoSheet(first(now, Role.PRACTITIONER))):
            case "keep":
                await self._keep()
            case None:
                return False
        return True

    async def show_close(self) -> None:
        """The last page."""
        raise NotImplementedError

    async def asked(self, sheet: AskSheet) -> str | None:
        """What a sheet gives back; a moment out is taken at once."""
        wanted = cast("str | None", await self.app.push_screen_wait(sheet))
        if wanted == TIME_OUT:
            await self.do(Laptop.rest)
            return None
        return wanted
