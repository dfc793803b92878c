"""Two notes to choose from for each opening: the line-reader's own, and the practitioner's guess at it."""

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from coach.classroom.views import Spot
from coach.model.class_events import LineReaderNote
from coach.tui.commands import bindings
from coach.tui.room.options import keep
from coach.tui.text import sanitize


class Sealed(Vertical):
    """Openings that the talk has gone on from. A note goes to the one that is chosen, and on to the next without.

    Its page has the same keys, so that they work wherever the focus is.
    """

    BINDINGS = bindings("sealed")

    class Given(Message):
        """A note on an opening."""

        def __init__(self, opening: int, note: LineReaderNote) -> None:
            super().__init__()
            self.opening = opening
            self.note = note

    def __init__(self, asks: str, none_yet: str) -> None:
        """`asks` stands above the openings; `none_yet` in their place while there are none."""
        super().__init__(classes="sealed")
        self._asks = asks
        self._none_yet = none_yet
        self._given: Mapping[int, LineReaderNote] = {}
        self._numbers: tuple[int, ...] = ()

    def compose(self) -> ComposeResult:
        yield Static("", classes="asks", markup=False)
        yield OptionList(classes="spots", markup=False, compact=True)
        with HorizontalGroup(classes="choices"):
            for key, note in (("1", LineReaderNote.MORE), ("2", LineReaderNote.SAID)):
                yield Button(f"{key}  {note.says()}", classes=f"note-{note}", compact=True)

    def show(self, spots: tuple[Spot, ...], given: Mapping[int, LineReaderNote]) -> None:
        """These openings, with what was said of them."""
        options, before = self.query_one(OptionList), self._numbers
        self._given, self._numbers = given, tuple(spot.number for spot in spots)
        self.query_one(".asks", Static).update(self._asks if spots else self._none_yet)
        options.display = self.query_one(".choices").display = bool(spots)
        keep(options, [Option(_described(spot, given.get(spot.number)), id=str(spot.number)) for spot in spots])
        if self._numbers != before:
            self._to_next()

    def action_note(self, note: str) -> None:
        """This note, for the opening that is chosen."""
        place = self.query_one(OptionList).highlighted
        if place is None or place >= len(self._numbers):
            return
        chosen = self._numbers[place]
        self._given = {**self._given, chosen: LineReaderNote(note)}
        self._to_next(place)
        self.post_message(self.Given(chosen, LineReaderNote(note)))

    @on(Button.Pressed, ".choices Button")
    def press(self, event: Button.Pressed) -> None:
        """The same by mouse."""
        event.stop()
        self.action_note(
            LineReaderNote.MORE if event.button.has_class(f"note-{LineReaderNote.MORE}") else LineReaderNote.SAID
        )

    def _to_next(self, after: int = -1) -> None:
        """To the first opening after this place that nothing was said of, or the first at all; without one, stay."""
        options = self.query_one(OptionList)
        free = [place for place, number in enumerate(self._numbers) if number not in self._given]
        if free and (after >= 0 or options.highlighted not in free):
            options.highlighted = next((place for place in free if place > after), free[0])


def _described(spot: Spot, note: LineReaderNote | None) -> Content:
    says = f"“{note.says()}”" if note else "nothing yet"
    who = f"{sanitize(spot.speaker)}, " if spot.speaker else ""
    return Content.assemble(
        (f"Opening {spot.number}: {says}.", "bold" if note else ""), f" {who}“{sanitize(spot.line)}”"
    )
