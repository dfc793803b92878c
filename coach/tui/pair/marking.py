"""Openings in a round: the observer's marks, other roles' notes, and the dialog to mark."""

from collections.abc import Collection, Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, ItemGrid, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from coach.classroom.views import ObservedOpening, ObserverView, PassedOpening
from coach.language.catalogue import say
from coach.model.class_events import LineReaderNote, Mark
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import CLOSE, Dialog, DialogText
from coach.tui.pair.page_data import SeatRequest
from coach.tui.text import sanitize
from coach.tui.widgets.choices import update_options
from coach.tui.widgets.text import set_apart

NONE_YET = "Openings are listed here as they come up."
MARK = "The opening that is chosen: t taken, p partly, b passed by. The last reply: h may have hurt, m mended."
LOCKED = "Your marks are locked, and stand as they are."
KEYS = {Mark.TAKEN: "t", Mark.PARTLY: "p", Mark.PASSED_BY: "b", Mark.HURT: "h", Mark.MENDED: "m"}


class MarkingPanel(Vertical):
    """A list of openings as they come up, with one observer's marks.

    The newest opening is highlighted by itself; the arrow keys go back to an earlier one. The page has the same keys,
    so that they work wherever the focus is.

    An opening is where the family lets a subject be spoken of.
    """

    BINDINGS = make_bindings("marking")

    class Chosen(Message):
        """Message posted when the observer highlights an earlier opening."""

        def __init__(self, opening: int) -> None:
            super().__init__()
            self.opening = opening

    def __init__(self) -> None:
        super().__init__(id="marking")
        self._view: ObserverView | None = None
        self._done: list[tuple[int, int]] = []
        """Openings, and replies, in the order in which they were marked here."""
        self._newest = 0
        """The opening that was chosen by itself last, until that is taken in."""

    def compose(self) -> ComposeResult:
        yield Static("", classes="asks", markup=False)
        yield OptionList(id="openings", markup=False, compact=True)
        yield Static("", id="whole-line", markup=False)
        yield Static("", id="marked-replies", markup=False)
        with ItemGrid(min_column_width=18, stretch_height=False, id="marks"):
            for mark, key in KEYS.items():
                yield Button(f"{key}  {mark.says()}", id=f"mark-{mark}", compact=True)
            yield Button("u  undo", id="undo", compact=True)
        with HorizontalGroup(id="locking", classes="buttons"):
            yield Button(say("Lock my marks"), id="lock")

    def show(self, view: ObserverView) -> None:
        """Update the openings and marks from the observer's view."""
        many = len(self._view.openings) if self._view else -1
        self._view = view
        options = self.query_one("#openings", OptionList)
        update_options(
            options, [Option(describe_opening(opening), id=str(opening.number)) for opening in view.openings]
        )
        if many != len(view.openings) and view.openings:
            self._newest = view.openings[-1].number
            options.highlighted = len(view.openings) - 1
        asks = say(LOCKED) if view.locked else say(MARK) if view.openings else say(NONE_YET)
        self.query_one(".asks", Static).update(asks)
        words = "  ".join(list_reply_marks(view))
        self.query_one("#marked-replies", Static).update(words)
        self.query_one("#marked-replies").display = bool(words)
        self.query_one("#marks").display = not view.locked
        self.query_one("#locking").display = view.context.over and not view.locked

    def action_mark(self, mark: str) -> None:
        """Mark the highlighted opening or, with a mark for replies, the last reply.

        Args:
            mark: the mark's name.
        """
        view, wanted = self._view, Mark(mark)
        if view is None or view.locked:
            return
        opening, reply = (0, view.context.replies) if wanted.of_a_reply() else (self._highlighted_number(), 0)
        if not (opening or reply):
            self.notify(say("Nothing was replied yet.") if wanted.of_a_reply() else say(NONE_YET))
            return
        self._done.append((opening, reply))
        self.post_message(SeatRequest(lambda seat: seat.mark(opening, reply, wanted)))

    def action_unmark(self) -> None:
        """Remove the last mark given; after a reload, the one on the highlighted opening."""
        if self._view is None or self._view.locked:
            return
        opening, reply = self._done.pop() if self._done else (self._highlighted_number(), 0)
        if opening or reply:
            self.post_message(SeatRequest(lambda seat: seat.mark(opening, reply, None)))

    @on(OptionList.OptionHighlighted, "#openings")
    def choose(self, event: OptionList.OptionHighlighted) -> None:
        """Show a highlighted opening's line in full, and the transcript at that point."""
        event.stop()
        view = self._view
        chosen = (
            next((opening for opening in view.openings if str(opening.number) == event.option_id), None)
            if view
            else None
        )
        if chosen is None:
            return
        self.query_one("#whole-line", Static).update(set_apart(chosen.speaker, f"“{chosen.line}”"))
        by_itself, self._newest = chosen.number == self._newest, 0
        if not by_itself:
            self.post_message(self.Chosen(chosen.number))

    @on(Button.Pressed)
    def press(self, event: Button.Pressed) -> None:
        """Mark, undo or lock, by the pressed button."""
        event.stop()
        key = str(event.button.id)
        if key == "lock":
            self.post_message(SeatRequest(lambda seat: seat.lock_marks()))
        elif key == "undo":
            self.action_unmark()
        else:
            self.action_mark(key.removeprefix("mark-"))

    def _highlighted_number(self) -> int:
        place = self.query_one("#openings", OptionList).highlighted
        openings = self._view.openings if self._view else ()
        return openings[place].number if place is not None and place < len(openings) else 0


def list_reply_marks(view: ObserverView) -> tuple[str, ...]:
    """List the observer's own marks of replies, each in a sentence."""
    own = (mark for mark in view.marks if mark.mark.of_a_reply() and mark.observer == view.context.own_name)
    return tuple(f"Reply {reply}: {says}." for reply, says in sorted((mark.reply, mark.mark.says()) for mark in own))


def describe_opening(opening: ObservedOpening) -> Content:
    """Return an opening's list entry: its number, mark, topic and line.

    An opening is where the family lets a subject be spoken of.
    """
    says = opening.mark.says() if opening.mark else (say("open now") if opening.now else say("not marked"))
    return Content.assemble(
        (f"{opening.number}: {says}.", "bold" if opening.mark else ""),
        f" {sanitize(opening.topic)}. “{sanitize(opening.line)}”",
    )


# --- Notes and guesses


class NoteList(Vertical):
    """A list of openings that the conversation has moved on from, each with a note or a guess.

    A note goes to the highlighted opening, and the highlight on to the next without one. The page has the same keys, so
    that they work wherever the focus is.

    An opening is where the family lets a subject be spoken of.
    """

    BINDINGS = make_bindings("sealed")

    class Given(Message):
        """Message posted when a note or guess on an opening is given."""

        def __init__(self, opening: int, note: LineReaderNote) -> None:
            super().__init__()
            self.opening = opening
            self.note = note

    def __init__(self, asks: str, none_yet: str) -> None:
        """Make the list, without openings at first.

        Args:
            asks: what stands above the openings.
            none_yet: what stands there while there are none.
        """
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

    def show(self, spots: tuple[PassedOpening, ...], given: Mapping[int, LineReaderNote]) -> None:
        """Show openings, with the notes or guesses given on them.

        Args:
            spots: the openings.
            given: the notes, by the opening's number.
        """
        options, before = self.query_one(OptionList), self._numbers
        self._given, self._numbers = given, tuple(spot.number for spot in spots)
        self.query_one(".asks", Static).update(self._asks if spots else self._none_yet)
        options.display = self.query_one(".choices").display = bool(spots)
        update_options(
            options, [Option(_describe_spot(spot, given.get(spot.number)), id=str(spot.number)) for spot in spots]
        )
        if self._numbers != before:
            self._to_next()

    def action_note(self, note: str) -> None:
        """Give a note or guess on the highlighted opening.

        Args:
            note: the note's name.
        """
        place = self.query_one(OptionList).highlighted
        if place is None or place >= len(self._numbers):
            return
        chosen = self._numbers[place]
        self._given = {**self._given, chosen: LineReaderNote(note)}
        self._to_next(place)
        self.post_message(self.Given(chosen, LineReaderNote(note)))

    @on(Button.Pressed, ".choices Button")
    def press(self, event: Button.Pressed) -> None:
        """Give a note or guess by the pressed button."""
        event.stop()
        self.action_note(
            LineReaderNote.MORE if event.button.has_class(f"note-{LineReaderNote.MORE}") else LineReaderNote.SAID
        )

    def _to_next(self, after: int = -1) -> None:
        """Highlight the next opening without a note; if all have one, change nothing.

        Args:
            after: the place in the list from which to search.
        """
        options = self.query_one(OptionList)
        free = [place for place, number in enumerate(self._numbers) if number not in self._given]
        if free and (after >= 0 or options.highlighted not in free):
            options.highlighted = next((place for place in free if place > after), free[0])


def _describe_spot(spot: PassedOpening, note: LineReaderNote | None) -> Content:
    says = f"“{note.says()}”" if note else say("nothing yet")
    who = f"{sanitize(spot.speaker)}, " if spot.speaker else ""
    return Content.assemble(
        (f"Opening {spot.number}: {says}.", "bold" if note else ""), f" {who}“{sanitize(spot.line)}”"
    )


# --- Dialogs of a round at one laptop. A time-out (F3) works in front of each of them

TIME_OUT = "time_out"
OPENING_TOO = "The last reply: what became of the opening before it (t, p, b), or what it did (h, m)?"
NO_OPENING = "The last reply: what did it do (h, m)? No opening stood before it yet."
NOT_SHOWN = (
    "The others may look away. Your mark is shown to nobody until it is your turn to speak; you can change it "
    "on your own page. Then all of you see it, with your name."
)


class PairDialog(Dialog):
    """A dialog of a round at one laptop that any participant may answer by a time-out.

    It returns `time_out` then.
    """

    BINDINGS = make_bindings("modal", "pair_sheet")

    def action_time_out(self) -> None:
        """Close and take a time-out, whatever was asked."""
        self.dismiss(TIME_OUT)


class MarkDialog(Dialog):
    """A dialog for the observer's mark on the last reply, while everybody can see the screen.

    It names no opening and shows no mark: the others may still look. It returns a mark, `time_out`, or None.

    An opening is where the family lets a subject be spoken of.
    """

    BINDINGS = make_bindings("modal", "pair_sheet", "marking")
    AUTO_FOCUS = "#close"

    def __init__(self, marks: Collection[Mark]) -> None:
        """Make a dialog that offers marks.

        A mark of an opening is offered only where an opening came before the reply, or the mark would be silently lost.
        """
        asks = say(OPENING_TOO) if any(not mark.of_a_reply() for mark in marks) else say(NO_OPENING)
        buttons = tuple((mark.value, f"{key}  {mark.says()}") for mark, key in KEYS.items() if mark in marks)
        super().__init__(
            DialogText("mark", say("The observer marks"), (asks, say(NOT_SHOWN)), (*buttons, (CLOSE, say("Close"))))
        )
        self._marks = marks

    def action_time_out(self) -> None:
        """Close and take a time-out instead."""
        self.dismiss(TIME_OUT)

    def action_mark(self, mark: str) -> None:
        """Close and return a mark, if it is one of those offered."""
        if Mark(mark) in self._marks:
            self.dismiss(Mark(mark).value)

    def action_unmark(self) -> None:
        """Close without a mark: marks are removed on the observer's own page."""
        self.dismiss(None)
