"""Where something goes: one of several ways, to a new file or without one, and where to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import on, work
from textual.widget import Widget
from textual.widgets import Button, Input, RadioSet, Static

from coach.errors import CoachError
from coach.practice.export import HANDED_OVER
from coach.tui.modals.export import ONLY_YOU, offered_place
from coach.tui.modals.sheet import Sheet
from coach.tui.typed_file import typed_file
from coach.tui.widgets.debrief_words import Words
from coach.tui.widgets.ticks import Choice

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

FOR_OTHERS = "Whoever can look into that folder can read the file. Nothing that is already there is written over."


@dataclass(frozen=True, slots=True)
class Way:
    """A way for something to go. `name` is offered for its file; a way without one needs no file.

    `about` says of its file who can read it.
    """

    key: str
    words: str
    name: str = ""
    about: str = ONLY_YOU


class SaveSheet(Sheet):
    """Gives back a sentence on what went where, or None. Where it cannot be done it says why, and stays."""

    AUTO_FOCUS = "RadioSet, #place"
    choices: tuple[tuple[str, str], ...] = (("save", "Save"), ("close", "Close"))

    def __init__(self, heading: str, ways: tuple[Way, ...], save: Callable[[str, Path], str]) -> None:
        """`save` does it, given a way's key and a file, in the practice's thread."""
        super().__init__()
        self.heading = heading
        self.ways = ways
        self._save = save
        self._offered = ways[0].name

    def words(self) -> Iterable[Widget]:
        """The ways, the place, and what saving does."""
        if len(self.ways) > 1:
            yield RadioSet(*(Choice(way.words, value=way == self.ways[0]) for way in self.ways), id="ways")
        yield Input(offered_place(self.ways[0].name), id="place", compact=True)
        yield Words(self.ways[0].about, classes="about-files")
        yield Static("", id="went-wrong", markup=False)

    def on_mount(self) -> None:
        """Ask for a place only where there is one."""
        self.rename()

    @property
    def way(self) -> Way:
        """The way that is chosen."""
        return self.ways[max((each.pressed_index for each in self.query(RadioSet)), default=0)]

    @on(RadioSet.Changed, "#ways")
    def rename(self) -> None:
        """Another way, another name or ending; a folder and a name that were typed stay."""
        place, name = self.query_one("#place", Input), self.way.name
        untouched = place not in self.typed()
        for each in self.query("#place, .about-files"):
            each.display = bool(name)
        if not name:
            return
        self.query_one(".about-files", Words).update(self.way.about)
        typed = Path(place.value if self._offered and place.value else offered_place(name))
        offered = typed.name == self._offered or not self._offered
        place.value = str(typed.with_name(name if offered else f"{_bare(typed.name)}{_ending(name)}"))
        self._offered = Path(place.value).name if offered else self._offered
        if untouched:
            self.settled(place)

    @on(Input.Submitted, "#place")
    def enter(self) -> None:
        """Enter saves."""
        self._go()

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Save, or not."""
        event.prevent_default()
        if event.button.id == "save":
            self._go()
        else:
            self.action_close()

    @work(exclusive=True)
    async def _go(self) -> None:
        way = self.way
        place = typed_file(self.query_one("#place", Input).value) or Path(offered_place(way.name)).expanduser()
        coach = cast("CoachApp", self.app)
        try:
            said = await coach.in_practice(self._save, way.key, place)
        except CoachError as error:
            self.went_wrong(str(error))
            return
        self.dismiss(said)


def _ending(name: str) -> str:
    return HANDED_OVER if name.endswith(HANDED_OVER) else Path(name).suffix


def _bare(name: str) -> str:
    return name.removesuffix(_ending(name))
