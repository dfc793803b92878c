"""The supervisor's own actions: ticked off, added, or put in a calendar."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from coach.errors import NotNow
from coach.language.catalogue import say
from coach.page_words import fill_in_place
from coach.practice.safeguarding import ASKED
from coach.supervision.actions import CALENDAR, OwnAction, describe_action
from coach.supervision.agenda import parse_future_day
from coach.supervision.desk_texts import FOR_YOU, NO_ACTIONS, TO_A_CALENDAR, confirm_taking_off
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.detail_check import NOT_KEPT, DetailCheck
from coach.tui.dialogs.care import make_dialog
from coach.tui.dialogs.confirm import show_message
from coach.tui.dialogs.dialog import CLOSE, Dialog, DialogText, TypedLine
from coach.tui.dialogs.save import ONLY_YOU, SaveDialog, SaveWay
from coach.tui.text import sanitize
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.text import Prose


class ActionDialog(Dialog):
    """A dialog for an action and its date. It returns `add`, or None."""

    AUTO_FOCUS = "#what"

    def __init__(self, today: date, what: str = "", by: str = "") -> None:
        """Make the dialog.

        Args:
            today: the day, since a date has to be still to come.
            what: the action as it was typed before.
            by: the date as it was typed before.
        """
        super().__init__(
            DialogText(
                "action", say("Something you will take up"), buttons=(("add", say("Add it")), (CLOSE, say("Close")))
            )
        )
        self._today = today
        self.what = what
        self.typed_day = by
        self.by: date | None = None

    def make_body(self) -> Iterable[Widget]:
        yield TypedLine(self.what, placeholder=say("What"), id="what", compact=True, max_length=1000)
        yield TypedLine(
            self.typed_day,
            placeholder=say("By when: 31 December, or in a fortnight"),
            id="by",
            compact=True,
            max_length=40,
        )
        yield Static("", id="went-wrong", markup=False)

    @on(Input.Submitted, "#what")
    def go_to_date(self) -> None:
        """Go on to the date on Enter."""
        self.query_one("#by").focus()

    @on(Input.Submitted, "#by")
    def enter(self) -> None:
        """Add the action on Enter."""
        self._add()

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Add the action or close, by the pressed button."""
        event.prevent_default()
        if event.button.id == "add":
            self._add()
        else:
            self.action_close()

    def _add(self) -> None:
        self.what = self.query_one("#what", Input).value.strip()
        self.typed_day = self.query_one("#by", Input).value
        if not self.what:
            self.say_wrong(say("There are no words yet. Say what you will take up."))
            self.query_one("#what").focus()
            return
        try:
            self.by = parse_future_day(self.typed_day, self._today)
        except NotNow as error:
            self.say_wrong(str(error))
            self.query_one("#by").focus()
            return
        self.dismiss("add")


class ActionsScreen(Page):
    """The list of the supervisor's own actions, the next date first."""

    WHERE = "actions"
    HELP = """\
What you said you would take up in the service, the next date first. An action comes here when you hand back an answer \
that has one; you can add others.

Enter says that one is done, or open again. What is done goes from the list after ninety days. What you take off goes \
at once, and stays with whoever you said it to.

Export writes a calendar file for those with a date. All of it is kept on this machine, for you alone. It holds your \
own words and nothing of what was brought, so it stays even where somebody withdraws that."""
    BINDINGS = make_bindings("actions")
    AUTO_FOCUS = "#list"

    def __init__(self) -> None:
        super().__init__()
        self._actions: tuple[OwnAction, ...] = ()
        self._detail_check = DetailCheck(own_words=False)

    def compose(self) -> ComposeResult:
        yield Prose(fill_in_place(say(FOR_YOU)), say("My actions."), classes="title")
        yield OptionList(id="list", markup=False)
        with VerticalScroll(id="none-yet", can_focus=False):
            yield Prose(say(NO_ACTIONS), classes="say")
        with Horizontal(id="doing"):
            yield Button(say("Done, or open again"), action="screen.tick", compact=True, classes="of-one")
            yield Button(say("Add one"), action="screen.add", compact=True, id="add-one")
            yield Button(say("To a calendar"), action="screen.to_calendar", compact=True, classes="of-one")
            yield Button(say("Take it off"), action="screen.take_off", compact=True, classes="of-one")
            yield Button(say("Back"), action="screen.back", compact=True)
        yield Keys()

    def on_mount(self) -> None:
        self.show_anew()

    @work(exclusive=True, group="show")
    async def show_anew(self) -> None:
        """List the actions; the highlight stays on its action, or in the row of one that is gone."""
        await self.coach.wait_until_open()
        actions = self.coach.inbox.actions
        read = await self.coach.in_practice(actions.list_all)
        # Nothing is awaited from here on: what is highlighted is of the list that stands there until it is replaced.
        chosen, was_empty, self._actions = self._chosen, not self._actions, read
        listed = self.query_one("#list", OptionList)
        ids = [action.id for action in self._actions]
        place = ids.index(chosen.id) if chosen and chosen.id in ids else listed.highlighted or 0
        listed.clear_options()
        listed.add_options([Option(_draw_action(action, actions.today)) for action in self._actions])
        self.set_class(not self._actions, "-none-yet")
        if self._actions:
            listed.highlighted = min(place, len(self._actions) - 1)
        if was_empty or not self._actions:
            self.query_one("#list" if self._actions else "#add-one").focus()

    @on(OptionList.OptionSelected)
    @work(exclusive=True, group="change")
    async def action_tick(self) -> None:
        """Say that the highlighted action is done, or that it is open again."""
        if action := self._chosen:
            await self.coach.in_practice(self.coach.inbox.actions.tick, action.id)
            self.show_anew()

    @work(exclusive=True, group="asking")
    async def action_add(self) -> None:
        """Ask for an action and its date, and add it; words to be changed stand in the dialog again."""
        actions = self.coach.inbox.actions
        dialog = ActionDialog(actions.today)
        while await self.app.push_screen_wait(dialog):
            if looked_over := await self._detail_check.check(self, {0: dialog.what}, frozenset(), say(NOT_KEPT)):
                await self.coach.in_practice(actions.add, looked_over[0], dialog.by, confirmed=ASKED)
                self.show_anew()
                return
            dialog = ActionDialog(actions.today, dialog.what, dialog.typed_day)

    @work(exclusive=True, group="asking")
    async def action_take_off(self) -> None:
        """Take the highlighted action off the list, after asking."""
        action = self._chosen
        if action is None:
            return
        if await self.app.push_screen_wait(Dialog(make_dialog(confirm_taking_off(action.what)))):
            await self.coach.in_practice(self.coach.inbox.actions.drop, action.id)
            self.show_anew()

    @work(exclusive=True, group="asking")
    async def action_to_calendar(self) -> None:
        """Save the open actions that have a date to a calendar file."""
        actions = self.coach.inbox.actions

        def save(_: str, file: Path) -> str:
            return say("It is in {file}.", file=actions.write_calendar(file))

        way = SaveWay("calendar", "", f"my-actions{CALENDAR}", f"{TO_A_CALENDAR} {ONLY_YOU}")
        if said := await self.app.push_screen_wait(SaveDialog(say("Put them in a calendar"), (way,), save)):
            self.app.push_screen(Dialog(show_message(say("Saved"), said)))

    @property
    def _chosen(self) -> OwnAction | None:
        place = self.query_one("#list", OptionList).highlighted
        return self._actions[place] if place is not None and place < len(self._actions) else None


def _draw_action(action: OwnAction, today: date) -> Content:
    mark = ("Done  ", "$quiet") if action.done else ("Open  ", "bold")
    return Content.assemble(mark, sanitize(describe_action(action, today)))
