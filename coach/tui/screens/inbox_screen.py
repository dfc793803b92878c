"""The supervisor's inbox: the submissions that they received, and nothing else."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList
from textual.widgets.option_list import Option

from coach.errors import RecordsError
from coach.language.catalogue import say, say_count
from coach.records.event_store import LONG_AGO
from coach.supervision.agenda import format_day
from coach.supervision.desk_texts import BY_FILE, BY_STORE, NOBODY, NOTHING_BROUGHT, choose_sheet
from coach.supervision.inbox import InboxItem
from coach.supervision.inbox_folder import FolderLook, InboxFolder, describe_look
from coach.supervision.submissions import KINDS_IN_WORDS, describe_submission, describe_way
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.dialogs.care import make_dialog
from coach.tui.dialogs.confirm import ask_about_folder, confirm_putting_away, show_message
from coach.tui.dialogs.dialog import Dialog
from coach.tui.dialogs.file_import import FOLDER, FileImportDialog, InboxFolderDialog
from coach.tui.dialogs.given_exercises import GivenExercisesDialog
from coach.tui.text import sanitize
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.text import Prose, set_apart

# --- The list


class InboxList(OptionList):
    """The list of submissions, those to be answered first."""

    def __init__(self) -> None:
        super().__init__(id="list", markup=False)
        self._things: tuple[InboxItem, ...] = ()

    def show(self, things: tuple[InboxItem, ...], wanted: str = "") -> None:
        """List submissions; highlight a wanted one, or the one highlighted before.

        Args:
            things: The submissions.
            wanted: The id of the one to highlight; empty for the same as before.
        """
        chosen = wanted or (self.chosen_thing.id if self.chosen_thing else "")
        self._things = things
        self.clear_options()
        self.add_options([Option(describe_item(thing)) for thing in things])
        if things:
            self.highlighted = next((n for n, thing in enumerate(things) if thing.id == chosen), 0)

    @property
    def chosen_thing(self) -> InboxItem | None:
        """The highlighted submission; None if there is none."""
        place = self.highlighted
        return self._things[place] if place is not None and place < len(self._things) else None


def describe_item(thing: InboxItem) -> Content:
    """Describe a submission: who, what, which of several, when, whether it was reviewed."""
    who, brought = sanitize(thing.who or say(NOBODY)), thing.brought
    sent = sanitize(describe_way(thing.who, thing.login, shared=thing.shared))
    if brought is None:
        day = format_day(thing.at.date()) if thing.at > LONG_AGO else say("On a day that cannot be read")
        return Content.assemble(
            (who, "bold"), say("  Cannot be read\n{day}, {sent}, Enter says why", day=day, sent=sent)
        )
    title = "".join(f", {sanitize(words)}" for words in thing.about)
    which = f", {sanitize(words)}" if (words := describe_submission(brought)) else ""
    what = f"  {KINDS_IN_WORDS[brought.what]}{title}{which}\n"
    return Content.assemble((who, "bold"), what, format_day(brought.day), f", {sent}, {thing.describe_state()}")


# --- The screen

LOOKING = "Looking in your team's store…"


class InboxScreen(Page):
    """The inbox: the list of submissions, those to be answered first."""

    WHERE = "inbox"
    HELP = """\
What was brought to you for supervision: those to be answered first, the latest of them on top. Enter opens one: you \
read it line by line, say what you see in it, and hand that back.

You see what somebody chose to bring, and nothing else: no rehearsal that was not brought, and nothing about who \
rehearses or how often.

A folder to look into is where people may lay their files, such as one on a shared drive: the desk says what is new \
in it, and t takes that in. The files stay where they are.

What you took in from a file goes from the desk by itself after ninety days, or when you put it away. What lies in a \
team's store is its owner's, who may withdraw it at any time.

Where there is such a store, What you gave has the exercises that you gave through it, to take one away again."""
    BINDINGS = make_bindings("inbox")
    AUTO_FOCUS = "#list"

    def __init__(self) -> None:
        super().__init__()
        self._look = FolderLook()
        """What lies in the inbox folder."""
        self._taken_in = ""
        """The id of what was taken in last, to be highlighted once it is listed."""

    def compose(self) -> ComposeResult:
        yield Prose("", say("Supervision"), classes="title")
        yield Prose("", classes="quiet in-folder")
        yield InboxList()
        with VerticalScroll(id="none-yet", can_focus=False):
            for lead, words in NOTHING_BROUGHT:
                yield Prose(words, lead, classes="say")
            yield Prose("", classes="say way-here")
        with Horizontal(id="doing"):
            yield Button(say("Open"), action="screen.open", compact=True, id="open")
            yield Button(say("Take in a file"), action="screen.take_in", compact=True, id="take-in")
            yield Button(say("Make an exercise"), action="screen.make_exercise", compact=True)
            if self.coach.shared:
                yield Button(say("What you gave"), action="screen.gave", compact=True, id="gave-button")
            yield Button(say("The agenda"), action="screen.agenda", compact=True, id="agenda")
            yield Button(say("My actions"), action="screen.my_actions", compact=True, id="my-actions")
            yield Button(say("A sheet to sign"), action="screen.sheet", compact=True)
            yield Button(say("Where readers differ"), action="screen.differences", compact=True, id="differ")
        # These have buttons; putting away has none.
        yield Keys("sheet", "my_actions", "agenda", "differences", "make_exercise")

    def on_mount(self) -> None:
        self.show_anew()

    def on_screen_resume(self) -> None:
        """List the submissions again on return to this page, and focus the list."""
        if self.query(InboxList):
            if isinstance(self.focused, Button) and not self.has_class("-none-yet"):
                self.query_one(InboxList).focus()
            self.show_anew()

    @work(exclusive=True, group="show")
    async def show_anew(self, said: str = "") -> None:
        """List the submissions, and say so while a team's store is being read.

        Args:
            said: The sentence to show once they are listed.
        """
        await self.coach.wait_until_open()
        desk, title = self.coach.inbox, self.query_one(".title", Prose)
        if desk.stores.has_team_store:
            title.update(set_apart(say("Supervision."), say(LOOKING)))
        try:
            things = await self.coach.in_practice(desk.list_items)
        except RecordsError as error:
            title.update(set_apart(say("Supervision."), error.message))
            self.coach.tell(error)
            return
        title.update(set_apart(say("Supervision"), ""))
        self._look = await self.coach.in_practice(InboxFolder(desk, self.coach.settings.inbox).look)
        self.query_one(".in-folder", Prose).update(" ".join((*describe_look(self._look), *_offer(self._look))))
        self.query_one(".in-folder").display = self._look != FolderLook()
        if said:
            self.notify(said, timeout=2)
        self.query_one(InboxList).show(things, self._taken_in)
        self._taken_in = ""
        self.query_one(".way-here", Prose).update(say(BY_STORE) if desk.stores.has_team_store else say(BY_FILE))
        was_empty = self.has_class("-none-yet")
        self.set_class(not things, "-none-yet")
        if not things or was_empty:
            self.query_one("#list" if things else "#take-in").focus()

    @on(OptionList.OptionSelected)
    def action_open(self) -> None:
        """Open the chosen submission.

        Its button stays where there is nothing to open, so that no other moves under a click.
        """
        if chosen := self.query_one(InboxList).chosen_thing:
            self.coach.open_review(chosen.id)
        elif self.has_class("-none-yet"):
            self.notify(say("Nothing is here to open yet."))

    def action_look_anew(self) -> None:
        """Look for submissions made since the list was last read."""
        self.show_anew(say("Looked again."))

    @work(exclusive=True, group="asking")
    async def action_take_in(self) -> None:
        """Take in what lies in the inbox folder, or another file."""
        if self._look.new:
            wanted = await self.app.push_screen_wait(Dialog(ask_about_folder(self._look)))
            if wanted == "take":
                await self._take_in_folder()
            if wanted != "other":
                return
        taken = await self.app.push_screen_wait(FileImportDialog.for_inbox(self.coach.inbox))
        if taken == FOLDER:
            await self._choose_folder()
        elif taken:
            self._taken_in = taken
            self.coach.open_review(taken)

    async def _take_in_folder(self) -> None:
        """Take in every new file of the inbox folder; those that cannot be are named, and stay."""
        folder = InboxFolder(self.coach.inbox, self.coach.settings.inbox)
        items, refused = await self.coach.in_practice(folder.take_in, self._look.new)
        if refused:
            sentences = (f"{entry.file.name}: {entry.problem}" for entry in refused)
            await self.app.push_screen_wait(Dialog(show_message(say("These stay where they are"), *sentences)))
        self._taken_in = items[0].id if items else ""
        self.show_anew(say_count("{count} file taken in.", "{count} files taken in.", len(items)))

    @work(exclusive=True, group="asking")
    async def action_inbox_folder(self) -> None:
        """Choose the folder that the desk looks into."""
        await self._choose_folder()

    async def _choose_folder(self) -> None:
        dialog = InboxFolderDialog(self.coach.settings.inbox)
        if await self.app.push_screen_wait(dialog) is not None:
            await self.coach.keep_settings(inbox=dialog.folder)
            # Also where nothing lies in it: the desk looks as it did before, and nothing else says that it was taken.
            looks = say("The desk looks into that folder now.")
            self.show_anew(looks if dialog.folder else say("The desk looks into no folder now."))

    @work(exclusive=True, group="asking")
    async def action_put_away(self) -> None:
        """Delete a submission that was imported from a file, after confirming.

        A submission in a team's store is its owner's: it cannot be deleted here.
        """
        if not (chosen := self.query_one(InboxList).chosen_thing):
            return
        desk = self.coach.inbox
        which = str(describe_item(chosen)).splitlines()[0]
        promised = await self.coach.in_practice(desk.promises.describe_kept, chosen.id, chosen.who or chosen.login)
        who, has_folder = chosen.who or NOBODY.lower(), bool(self.coach.settings.inbox)
        asks = confirm_putting_away(who, which, promised, has_folder=has_folder)
        if not chosen.shared and not await self.app.push_screen_wait(Dialog(asks)):
            return
        await self.coach.in_practice(desk.put_away, chosen.id)
        self.notify(say("Put away."))
        self.show_anew()

    def action_make_exercise(self) -> None:
        """Open the exercise editor."""
        self.coach.open_page("exercise_editor")

    @work(exclusive=True, group="asking")
    async def action_gave(self) -> None:
        """List the exercises given through the team's store, to withdraw one."""
        desk = self.coach.inbox
        if not desk.stores.has_team_store:
            self.notify(say("No team's store is in use here. What you gave as a file is theirs to put away."))
            return
        gave = await self.coach.in_practice(desk.list_given_exercises)
        if place := await self.app.push_screen_wait(GivenExercisesDialog(gave)):
            await self.coach.in_practice(desk.withdraw_exercise, gave[int(place)])
            self.notify(say("Taken away. Nobody can find it under Exercises now."))

    def action_agenda(self) -> None:
        """Open the agenda of a supervision session, about the chosen submission if there is one."""
        chosen = self.query_one(InboxList).chosen_thing
        self.coach.open_agenda(chosen.id if chosen else "")

    def action_my_actions(self) -> None:
        """Open the list of what the supervisor said they would take up."""
        self.coach.open_page("actions")

    @work(exclusive=True, group="asking")
    async def action_sheet(self) -> None:
        """Open the form for a sheet to sign, once it is chosen which."""
        match await self.app.push_screen_wait(Dialog(make_dialog(choose_sheet()))):
            case "record":
                self.coach.open_page("sheet")
            case "agreement":
                self.coach.open_page("supervision_agreement")

    def action_differences(self) -> None:
        """Open the page on how far readers agree."""
        self.coach.open_page("agreement")


def _offer(look: FolderLook) -> tuple[str, ...]:
    """Return the sentence that says how new files are taken in, if there are any."""
    return (
        (say("Press t to take it in.") if len(look.new) == 1 else say("Press t to take them in."),) if look.new else ()
    )
