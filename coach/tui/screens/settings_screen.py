"""The practitioner's settings, stored on this machine in a small file that they can edit."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import RadioSet, Static

from coach.model.events import Hints
from coach.tui.base_app import Page
from coach.tui.commands import COMMANDS, make_bindings
from coach.tui.text import sanitize
from coach.tui.themes import THEME_NAMES
from coach.tui.widgets.choices import Choice, Tick
from coach.tui.widgets.footer import Keys

HINTS = {Hints.NONE: "Not until the end", Hints.EACH: "A line after each reply"}
WIDTHS = {"wide": "Use the room there is", "narrow": "Short lines"}


class SettingsScreen(Page):
    """The settings. Each choice takes effect as soon as it is made."""

    WHERE = "settings"
    HELP = """\
Each choice holds as soon as it is made, and is kept on this machine only.

The page also says where your own keys go, and where your service's signposts go."""
    BINDINGS = make_bindings("settings")
    AUTO_FOCUS = "#theme"

    def compose(self) -> ComposeResult:
        now = self.coach.settings
        yield Static("Settings", classes="title")
        with VerticalScroll(id="settings", can_focus=False):
            yield Static("Look", classes="heading")
            yield _make_choices("theme", THEME_NAMES, self.app.theme)
            yield Static("The coach speaks", classes="heading")
            yield _make_choices("hints", {str(key): words for key, words in HINTS.items()}, str(now.hints))
            yield Static("Lines", classes="heading")
            yield _make_choices("width", WIDTHS, now.width)
            yield Static("Questions about yourself", classes="heading")
            yield Tick("Skip questions about my own identity", value=now.skip_identity, id="skip_identity")
            yield Static("Your own keys", classes="heading")
            yield Static(
                Content(
                    f"In {sanitize(str(self.coach.where.settings))}, under `keys:`, a line for each: "
                    "its name, a colon, the key. Such as `pause: f10`. The names are:"
                )
            )
            yield Static(
                Content("\n").join(_draw_key(c.id, c.key, c.words) for c in COMMANDS if c.key), classes="quiet"
            )
            yield Static("Your service's signposts", classes="heading")
            yield Static(
                Content(f"In {sanitize(str(self.coach.where.signposts))}, under `signposts:`, a line for each.")
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

    @on(Tick.Changed, "#skip_identity")
    def keep_tick(self, event: Tick.Changed) -> None:
        """Store whether questions about the practitioner's identity are left out."""
        self._keep("skip_identity", event.value)

    @work
    async def _keep(self, name: str, value: object) -> None:
        await self.coach.keep_settings(**{name: value})


def _make_choices(name: str, choices: dict[str, str], now: str) -> RadioSet:
    return RadioSet(*(Choice(words, value=key == now, id=f"{name}-{key}") for key, words in choices.items()), id=name)


LONGEST_NAME = max(len(command.id) for command in COMMANDS)


def _draw_key(name: str, key: str, words: str) -> Content:
    return Content(f"  {name:<{LONGEST_NAME}} {key:<9} {words}")
