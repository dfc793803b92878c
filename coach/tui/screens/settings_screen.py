"""The practitioner's settings, stored on this machine in a small file that they can edit."""

from collections.abc import Iterable, Mapping

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, RadioSet, Static
from textual.widgets.option_list import Option

from coach.language.catalogue import LANGUAGES, say
from coach.model.events import Hints
from coach.page_words import HINTS, PACES, WIDTHS
from coach.tui.base_app import Page
from coach.tui.commands import COMMANDS, READING, TYPING, Command, find_key, make_bindings
from coach.tui.dialogs.dialog import CLOSE, Dialog, DialogText
from coach.tui.text import sanitize
from coach.tui.themes import THEME_NAMES
from coach.tui.widgets.choices import Choice, Choices, Tick
from coach.tui.widgets.footer import Keys

# --- Keys of one's own

WITH_KEYS = tuple(
    sorted((command for command in COMMANDS if command.key), key=lambda c: not {*c.where} & {*READING, *TYPING})
)
"""Every command that has a key; those of one's own pages come first."""
PRESS_IT = "Press the key that you would like."
USUAL, LEAVES = "usual", ("escape", "enter", "tab", "shift+tab", "up", "down", "left", "right")
"""The answer that gives a command its usual key back, and keys that lead through the dialog itself."""


def explain_refusal(command: Command, key: str, own: Mapping[str, str]) -> str:
    """Explain why a command cannot have a key; empty if it can.

    Args:
        command: The command.
        key: The key that was pressed.
        own: The practitioner's own keys, by the names of commands.
    """
    if len(key) == 1 and {*command.where} & {*TYPING}:
        return say("A letter would be typed there. Press an F key, or Ctrl and a letter.")
    places = {*command.where, "everywhere"}
    for other in WITH_KEYS:
        shares = "everywhere" in command.where or places & {*other.where}
        if other.id != command.id and shares and find_key(other, own) == key:
            return say("That key is “{words}” there already. Press another one.", words=say(other.words))
    return ""


class KeyDialog(Dialog):
    """A dialog that takes the next key for a command; it returns the key, `usual`, or None."""

    TAKES_KEYS = True

    def __init__(self, command: Command, own: Mapping[str, str]) -> None:
        """Ask for a key.

        Args:
            command: The command that is to have it.
            own: The practitioner's own keys so far.
        """
        buttons = ((CLOSE, say("Leave it as it is")), *(((USUAL, say("The usual key")),) if command.id in own else ()))
        super().__init__(
            DialogText(
                "key",
                say("A key for “{words}”", words=say(command.words)),
                (f"{say(command.tooltip)}.", say(PRESS_IT)),
                buttons,
            )
        )
        self.command = command
        self.own = own

    def make_body(self) -> Iterable[Widget]:
        yield from super().make_body()
        yield Static("", id="went-wrong", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Take a key, unless it leads through the dialog or means something else already."""
        if event.key in LEAVES:
            return
        event.stop()
        event.prevent_default()
        if refused := explain_refusal(self.command, event.key, self.own):
            self.say_wrong(refused)
        else:
            self.dismiss(event.key)


# --- The screen


class SettingsScreen(Page):
    """The settings. Each choice takes effect as soon as it is made."""

    WHERE = "settings"
    HELP = """\
Each choice holds as soon as it is made, and is kept on this machine only.

Your own keys: choose a command with the arrow keys, press Enter, then the key that you would like. A key that means \
something else on the same page is refused.

The page also says where your settings lie, and where your service's signposts go."""
    BINDINGS = make_bindings("settings")
    AUTO_FOCUS = "#theme"

    def compose(self) -> ComposeResult:
        now = self.coach.settings
        yield Static(say("Settings"), classes="title")
        with VerticalScroll(id="settings", can_focus=False):
            yield Static(say("Look of the screens"), classes="heading")
            yield _make_choices("theme", {key: say(THEME_NAMES[key]) for key in THEME_NAMES}, self.app.theme)
            yield Static(say("The coach speaks"), classes="heading")
            yield _make_choices("hints", {key: say(HINTS[key]) for key in HINTS}, str(now.hints))
            yield Static(say("Lines"), classes="heading")
            yield _make_choices("width", {key: say(WIDTHS[key]) for key in WIDTHS}, now.width)
            yield Static(say("Questions about yourself"), classes="heading")
            yield Tick(say("Skip questions about my own identity"), value=now.skip_identity, id="skip_identity")
            yield Static(say("What the family says comes"), classes="heading")
            yield _make_choices("pace", {key: say(PACES[key]) for key in PACES}, now.pace)
            yield Static(say("For a screen reader"), classes="heading")
            yield Tick(say("Plain lines in place of screens, from the next start"), value=now.plain, id="plain")
            yield Static(say("Language, from the next start"), classes="heading")
            yield _make_choices("language", {tag: one.described for tag, one in LANGUAGES.items()}, now.language)
            yield Static(say("Your own keys"), classes="heading")
            yield Static(say("Enter on a line gives it another key."), classes="quiet")
            yield OptionList(*self._list_keys(), id="keys", markup=False)
            yield Static(say("Where they lie"), classes="heading")
            yield Static(Content(say("Your settings: {settings}", settings=sanitize(str(self.coach.where.settings)))))
            yield Static(
                Content(
                    say(
                        "Your service's signposts: {signposts}, under `signposts:`, a line for each.",
                        signposts=sanitize(str(self.coach.where.signposts)),
                    )
                )
            )
        yield Keys()

    def on_mount(self) -> None:
        """Scroll to the top, whichever choice has the focus."""
        self.call_after_refresh(self.query_one("#settings").scroll_home, animate=False)

    @on(RadioSet.Changed)
    def keep_choice(self, event: RadioSet.Changed) -> None:
        """Store a choice among several in the settings."""
        name = str(event.radio_set.id)
        value = str(event.pressed.id).removeprefix(f"{name}-")
        self._keep(name, Hints(value) if name == "hints" else value)

    @on(Tick.Changed)
    def keep_tick(self, event: Tick.Changed) -> None:
        """Store what is ticked, or no longer ticked."""
        self._keep(str(event.checkbox.id), event.value)

    @work
    async def _keep(self, name: str, value: object) -> None:
        await self.coach.keep_settings(**{name: value})

    # --- Keys

    @on(OptionList.OptionSelected, "#keys")
    @work(exclusive=True, group="asking")
    async def choose_key(self, event: OptionList.OptionSelected) -> None:
        """Ask for a key for the chosen command, and store it."""
        command, own = WITH_KEYS[event.option_index], dict(self.coach.settings.keys)
        if (key := await self.app.push_screen_wait(KeyDialog(command, own))) is None:
            return
        own.pop(command.id, None)
        if key not in {USUAL, command.key}:
            own[command.id] = key
        await self.coach.keep_settings(keys=own)
        for place, option in enumerate(self._list_keys()):
            event.option_list.replace_option_prompt_at_index(place, option.prompt)

    def _list_keys(self) -> list[Option]:
        own = self.coach.settings.keys
        return [Option(self._draw_key(command, own), id=command.id) for command in WITH_KEYS]

    def _draw_key(self, command: Command, own: Mapping[str, str]) -> Content:
        key = self.app.get_key_display(Binding(find_key(command, own), ""))
        words = say(command.words)
        words = words if len(words) < LONGEST - 1 else f"{words[: LONGEST - 3]}…"
        mark = f"  ({say('yours')})" if command.id in own else ""
        return Content.assemble(
            (f"{key:<10}", "bold"), f"{words:<{LONGEST}}", (sanitize(say(command.tooltip)), "not bold"), (mark, "bold")
        )


LONGEST = 20
"""Columns for the words of a command in the list of keys."""


def _make_choices(name: str, choices: dict[str, str], now: str) -> Choices:
    return Choices(*(Choice(words, value=key == now, id=f"{name}-{key}") for key, words in choices.items()), id=name)
