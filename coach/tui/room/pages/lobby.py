"""Before there is a group: who is here, whom to sit with, or to wait, or to watch."""

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from coach.classroom.room_words import (
    ASK_NO_MORE,
    ASK_TO_JOIN,
    CHOOSE_PEOPLE,
    JOIN,
    NO_TRAINER_YET,
    NOBODY_YET,
    SIT_ALONE,
    SIT_TOGETHER,
    WAIT,
    describe_group,
)
from coach.classroom.views import VisibleGroup, VisiblePerson
from coach.language.catalogue import say
from coach.model.characters import shorten_name
from coach.tui.pair.page_data import SeatRequest
from coach.tui.pair.round_widgets import RoundPage
from coach.tui.widgets.choices import Ticks
from coach.tui.widgets.text import Prose, set_apart

WORDS_LINES = 20
"""Lines of all that stands around the names, about."""


class LobbyPage(RoundPage):
    """People by the names they chose, and groups as they form. What is ticked stays ticked while others come and go."""

    FIRST = "#free, .join"

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="written"):
            yield Static("", id="you-are", markup=False)
            yield Prose(say("Who is free"), classes="heading")
            yield Static("", id="choose", markup=False)
            yield Ticks(id="free")
            with HorizontalGroup(classes="buttons"):
                yield Button(say("Sit together"), id="sit", classes="main")
            yield Static(say("Groups"), classes="heading", id="groups-heading")
            yield VerticalGroup(id="groups")
            yield Prose(say(WAIT), classes="say")

    async def fill(self) -> None:
        """Everybody as they are now."""
        here = self.view.context
        about = here.part.what if here.part else say(NO_TRAINER_YET)
        self.query_one("#you-are", Static).update(
            set_apart(say("You are here as {name}.", name=shorten_name(here.own_name)), about)
        )
        others = tuple(each for each in here.ungrouped if not each.is_self)
        self.query_one("#choose", Static).update(say(CHOOSE_PEOPLE, place="F7") if others else say(NOBODY_YET))
        free = self.query_one("#free", Ticks)
        if not free.option_count and len(others) + WORDS_LINES > self.app.size.height:
            self.query_one(".written", VerticalScroll).show_vertical_scrollbar = True  # or all is laid out twice for it
        free.display = bool(others)
        free.put({each.id: _words(each) for each in others})
        await self._groups(here.groups)
        self._offer()

    async def _groups(self, groups: tuple[VisibleGroup, ...]) -> None:
        box = self.query_one("#groups", VerticalGroup)
        self.query_one("#groups-heading").display = bool(groups)
        wanted = {f"group-{each.id}": each for each in groups}
        for row in box.query(GroupRow):
            if row.id not in wanted:
                await row.remove()
        for key, each in wanted.items():
            if found := list(box.query(f"#{key}").results(GroupRow)):
                found[0].show(each)
            else:
                await box.mount(GroupRow(each, key))

    @on(Ticks.SelectedChanged)
    def _offer(self) -> None:
        chosen = len(self._chosen())
        button = self.query_one("#sit", Button)
        button.label = say(SIT_TOGETHER) if chosen else say(SIT_ALONE)

    def _chosen(self) -> tuple[str, ...]:
        return tuple(self.query_one("#free", Ticks).selected)

    @on(Button.Pressed, "#sit")
    def sit(self) -> None:
        """Sit together with whoever is ticked."""
        people = self._chosen()
        self.post_message(SeatRequest(lambda seat: seat.make_group(*people)))


def _words(each: VisiblePerson) -> Content:
    return Content(
        say("{name}, screen gone for now", name=shorten_name(each.name)) if each.away else shorten_name(each.name)
    )


class GroupRow(HorizontalGroup):
    """A group: who is in it, where it is, and a way in."""

    def __init__(self, group: VisibleGroup, key: str) -> None:
        super().__init__(id=key, classes="group-row")
        self.group = group

    def compose(self) -> ComposeResult:
        yield Button(say(JOIN), classes="join", compact=True)
        yield Static("", markup=False)

    def on_mount(self) -> None:
        """Fill it."""
        self.show(self.group)

    def show(self, group: VisibleGroup) -> None:
        """The group as it is now."""
        self.group = group
        self.query_one(Static).update(set_apart(f"{group.name}:", describe_group(group)))
        button = self.query_one(Button)
        button.label = say(ASK_NO_MORE) if group.asked else say(JOIN) if group.may_join else say(ASK_TO_JOIN)
        button.display = group.may_join or group.may_ask or group.asked

    @on(Button.Pressed)
    def join(self, event: Button.Pressed) -> None:
        """Sit down with them, or ask those who are in conversation; once more takes back that one asked."""
        event.stop()
        key = self.group.id
        if self.group.asked:
            self.post_message(SeatRequest(lambda seat: seat.withdraw_join_request()))
        elif self.group.may_join:
            self.post_message(SeatRequest(lambda seat: seat.join_group(key)))
        else:
            self.post_message(SeatRequest(lambda seat: seat.ask_to_join(key)))
