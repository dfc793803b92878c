"""The projector's page, in large letters: no names, no groups and no words that were said."""

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.classroom.invitation import break_address, draw_blocks, make_link, shorten_address
from coach.classroom.views import Board, ConversationLine, VisiblePart
from coach.language.catalogue import say
from coach.model.run_sheet import PartPurpose
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.text import sanitize
from coach.tui.trainer.board_text import describe_clock, list_people, read_warm_up_note
from coach.tui.trainer.page import BoardPage, Door
from coach.tui.widgets.footer import Keys

# --- Large letters, drawn from seven rows of dots

_COLUMNS = {
    "0": "3E 51 49 45 3E", "1": "42 7F 40", "2": "42 61 51 49 46", "3": "21 41 45 4B 31", "4": "18 14 12 7F 10",
    "5": "27 45 45 45 39", "6": "3C 4A 49 49 30", "7": "01 71 09 05 03", "8": "36 49 49 49 36", "9": "06 49 49 29 1E",
    "A": "7E 11 11 11 7E", "B": "7F 49 49 49 36", "C": "3E 41 41 41 22", "D": "7F 41 41 22 1C", "E": "7F 49 49 49 41",
    "F": "7F 09 09 09 01", "G": "3E 41 49 49 7A", "H": "7F 08 08 08 7F", "I": "41 7F 41", "J": "20 40 41 3F 01",
    "K": "7F 08 14 22 41", "L": "7F 40 40 40 40", "M": "7F 02 0C 02 7F", "N": "7F 04 08 10 7F", "O": "3E 41 41 41 3E",
    "P": "7F 09 09 09 06", "Q": "3E 41 51 21 5E", "R": "7F 09 19 29 46", "S": "46 49 49 49 31", "T": "01 01 7F 01 01",
    "U": "3F 40 40 40 3F", "V": "1F 20 40 20 1F", "W": "7F 20 18 20 7F", "X": "63 14 08 14 63", "Y": "07 08 70 08 07",
    "Z": "61 51 49 45 43", ".": "60 60", ":": "36 36", "-": "08 08 08 08", "/": "20 10 08 04 02", " ": "00 00",
    "[": "7F 41", "]": "41 7F", "_": "40 40 40",
}  # fmt: skip
"""Each letter's columns, left to right, in hexadecimal: the lowest bit is the topmost dot."""
ROWS = 7
GAP = 4
"""Columns between the QR code and what stands beside it."""
NARROWEST = 50
"""Columns that have to be left beside the QR code."""
LOOSE, TIGHT = 10, 6
"""Rows that words in ordinary letters take below large ones, with and without lines left free."""
EDGES, SIDES = 3, 6
"""Rows and columns that the page's edges and its line of keys take."""


def measure_letters(words: str, scale: int = 1) -> int:
    """Count the columns that words in large letters take.

    Args:
        words: the words.
        scale: the columns of one dot.
    """
    return sum((len(_columns(letter)) + 1) * scale for letter in words.upper()) - scale


def draw_letters(words: str, room: int, largest: int = 2) -> str:
    """Draw words in large letters made of blocks, as large as they fit.

    Args:
        words: the words.
        room: the columns that there are.
        largest: the columns of one dot at most.

    Returns:
        The lines; empty where nothing fits or a letter is unknown.
    """
    words = words.upper()
    if not words or any(letter not in _COLUMNS for letter in words):
        return ""
    if largest > 1 and measure_letters(words, 2) <= room:
        return "\n".join(_line(words, row) for row in range(ROWS))
    return "\n".join(_half_line(words, row) for row in range(0, ROWS, 2)) if measure_letters(words) <= room else ""


def draw_address(address: str, room: int) -> str:
    """Draw an address in large letters, on as many lines as it takes.

    Args:
        address: the address.
        room: the columns that there are.

    Returns:
        The lines; empty where a part of it fits nowhere, or a letter is unknown.
    """
    if (whole := draw_letters(address, room)) or any(letter not in _COLUMNS for letter in address.upper()):
        return whole
    lines = [""]
    for part in break_address(address):
        fits = measure_letters(lines[-1] + part) <= room
        lines[-1:] = [lines[-1] + part] if fits or not lines[-1] else [lines[-1], part]
    drawn = [draw_letters(line, room, 1) for line in lines]
    return "\n\n".join(drawn) if all(drawn) else ""


def _columns(letter: str) -> tuple[int, ...]:
    return tuple(int(column, 16) for column in _COLUMNS[letter].split())


def _dots(words: str, row: int) -> list[bool]:
    """Return one row of a word's dots, with one left free between letters.

    Args:
        words: the words.
        row: the row, from 0 at the top.
    """
    dots: list[bool] = []
    for letter in words:
        dots += [bool(column >> row & 1) for column in _columns(letter)] + [False]
    return dots[:-1]


def _line(words: str, row: int) -> str:
    return "".join("██" if dot else "  " for dot in _dots(words, row))


def _half_line(words: str, row: int) -> str:
    """Draw two rows of dots as one line of half blocks.

    Args:
        words: the words.
        row: the upper of the two rows, from 0 at the top.
    """
    both = zip(_dots(words, row), _dots(words, row + 1), strict=True)
    return "".join(" ▄▀█"[upper * 2 + lower] for upper, lower in both)


# --- The faces of the page

WHERE_TO = "Open this address in a browser, type the code, and choose a name."
TO_WRITE = "What would you say? Write one reply, for yourself alone. Nobody collects it; read it out only if you like."
DOOR_LOCKED = "The door is locked."
THEY_WAIT = "You wait until your trainer lets you in."
NO_ROOM = "The QR code is higher than this window. Make its letters smaller, or open the page in a browser: w."
NO_SEGNO = "Nothing is installed that draws a QR code. The address and the code are on the page before."
FOR_A_MOMENT = "Let's all stop here for a moment."
"""While everybody's screen is covered."""
AFTERWARDS = "What word was hard to type?"
NOT_FOR_ME = (
    "A family's lines come next, with the right arrow key. Whoever would rather not looks away, and nobody is asked "
    "why. On your own screen you choose for yourself."
)


class Face(Enum):
    """What the projector's page shows: the door, its QR code, the part, the warm-up."""

    DOOR = "door"
    SCAN = "scan"
    """The QR code alone."""
    PART = "part"
    NOTE = "note"
    """What may be hard in the cue, before it."""
    CUE = "cue"


@dataclass(frozen=True, slots=True)
class Projected:
    """The words of the projector's page: main words, smaller ones below, large letters above.

    Any of them may be empty.
    """

    words: Content
    small: str = ""
    invitation: str = ""
    """The QR code, in black on white."""
    code: str = ""
    address: str = ""
    quiet: bool = False


STOPPED = Projected(Content.assemble((FOR_A_MOMENT, "bold")))


def fitting_face(now: Board, cue: tuple[ConversationLine, ...]) -> Face:
    """Return what the page shows for the current part, unless the trainer chooses otherwise.

    The warm-up's lines come only when the trainer turns to them.

    Args:
        now: the board.
        cue: the lines of the warm-up.
    """
    if now.part is None or now.part.does is PartPurpose.WELCOME:
        return Face.DOOR
    return Face.NOTE if now.part.does is PartPurpose.WARM_UP and cue else Face.PART


def draw_door(now: Board, door: Door, columns: int, rows: int) -> Projected:
    """Draw how participants join: address, code and QR code, as large as they fit.

    Args:
        now: the board.
        door: the room's door.
        columns: the columns that there are.
        rows: the rows that there are.
    """
    code = door.code or now.code
    come_in = (
        Content.assemble((sanitize(door.address), "bold")),
        Content(say(WHERE_TO)),
        Content(f"Code: {' '.join(sanitize(code))}"),
    )
    only = say("Only this laptop can reach that address. ") if door.only_here else ""
    closed = f"{DOOR_LOCKED} " if door.locked else f"{THEY_WAIT} " if now.newcomers_wait else ""
    drawn = draw_blocks(make_link(door.address, code))
    beside = columns - drawn.find("\n") - GAP
    if drawn.count("\n") >= rows or beside < NARROWEST:
        drawn, beside = "", columns
    large = draw_letters(code, beside)
    address = draw_address(shorten_address(door.address), beside)
    if _count_rows(large, address) + LOOSE > rows:
        large = draw_letters(code, beside, 1)
    tight = _count_rows(large, address) + LOOSE > rows
    if tight and _count_rows(large, address) + TIGHT > rows:
        address = ""
    return Projected(
        Content("\n" if tight else "\n\n").join(come_in),
        f"{only}{closed}{_how_many(len(list_people(now)))}",
        invitation=drawn,
        code=large,
        address=address,
        quiet=True,
    )


def _count_rows(*drawn: str) -> int:
    """Count the rows of large letters, each with one left free below it."""
    return sum(letters.count("\n") + 2 for letters in drawn if letters)


def draw_scan(now: Board, door: Door, rows: int) -> Projected:
    """Draw the QR code alone, for terminals in which nothing fits beside it.

    Args:
        now: the board.
        door: the room's door.
        rows: the rows that there are.
    """
    drawn = draw_blocks(make_link(door.address, door.code or now.code))
    fits = bool(drawn) and drawn.count("\n") < rows
    words = Content("" if fits else say(NO_ROOM) if drawn else say(NO_SEGNO))
    return Projected(words, "" if fits else _how_many(len(list_people(now))), invitation=drawn if fits else "")


def draw_part(now: VisiblePart | None, *, paused: bool, columns: int) -> Projected:
    """Draw the current part of the run sheet, and how much time is left.

    Args:
        now: the part; None before the first.
        paused: whether the room is paused.
        columns: the columns that there are.
    """
    if now is None:
        return Projected(Content.assemble((say("We begin soon."), "bold")))
    waits = say("We pause here.") if paused else describe_clock(now)
    words = Content.assemble((sanitize(now.title), "bold $you"), f"\n\n{sanitize(now.what)}")
    return Projected(words, waits, code=draw_letters(now.title, columns))


def draw_note(says: str) -> Projected:
    """Draw the content note: what may be hard in the warm-up's lines."""
    return Projected(Content.assemble((say("Before you start"), "bold $you"), f"\n\n{sanitize(says)}"), say(NOT_FOR_ME))


def draw_lines(cue: tuple[ConversationLine, ...]) -> Projected:
    """Draw the lines of the warm-up, to which everybody writes an answer."""
    lines_drawn = [
        Content.assemble((sanitize(line.text), "italic $quiet"))
        if line.scene
        else Content.assemble((f"{sanitize(line.speaker)}\n", "bold $family"), (sanitize(line.text), "bold"))
        for line in cue
    ]
    return Projected(Content("\n\n").join(lines_drawn), f"{TO_WRITE}\n\n{AFTERWARDS}")


def _how_many(people: int) -> str:
    return {0: say("Nobody is in yet."), 1: say("One person is in.")}.get(people, f"{people} people are in.")


# --- The page


class ProjectorScreen(BoardPage, Page):
    """The page for the whole room: how to join, the part, or the warm-up.

    It shows what fits the current part, until the trainer chooses another.
    """

    WHERE = "projector"
    HELP: ClassVar[str] = """\
A page to show to everybody. The arrow keys left and right go from one of its faces to the next: how to come in, with \
the code in large letters and a QR code for telephones, or that alone where nothing fits beside it; which part it is, \
and what is left of it; and the warm-up, first what may be hard in it and then its lines. It takes the one that fits \
when the room goes on to another part; the lines come only by their key, so that everybody has read the note.

Key w opens such a page in your browser, where everything is larger still.

No name, no group and nobody's words are on it. Make your terminal's letters larger (ctrl and + in most) until the \
back row can read it."""
    BINDINGS = make_bindings("projector")

    def __init__(self) -> None:
        super().__init__()
        self.face: Face | None = None
        """The one that was chosen by hand."""
        self._cue: tuple[ConversationLine, ...] = ()
        self._note = ""
        self._part: int | None = -1

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="projected", can_focus=False), Horizontal(id="beside"):
            yield Static("", id="invitation", markup=False)
            with Vertical(id="large"):
                yield Static("", id="code", markup=False)
                yield Static("", id="address", markup=False)
                yield Static("", id="big-words", markup=False)
                yield Static("", id="small-words", markup=False)
        yield Keys()

    async def on_mount(self) -> None:
        self._cue = await self.services.in_practice(self.services.trainer.find_warm_up_cue)
        sheet = self.services.trainer.state.sheet
        self._note = await self.services.in_practice(read_warm_up_note, sheet, self.services.practice)
        await self.services.look()

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002  # the room there is, is asked for where it is used
        """Draw the letters again, as large as they now fit."""
        if self.services.board is not None:
            self.show(self.services.board)

    def action_in_browser(self) -> None:
        """Open the projector's page in the trainer's browser, and say its address."""
        if address := self.services.door.projector:
            self.app.open_url(address)
            self.notify(say("It is at {address}, in a browser on this laptop.", address=address), markup=False)

    def action_face(self, step: int) -> None:
        """Show the next face of the page, or the one before.

        Those of the warm-up are left out if it has no cue.
        """
        if self.services.board is None:
            return
        columns, rows = self.size.width - SIDES, self.size.height - EDGES
        left_out = set() if self._cue else {Face.NOTE, Face.CUE}
        if draw_door(self.services.board, self.services.door, columns, rows).invitation:
            left_out.add(Face.SCAN)
        there = [face for face in Face if face not in left_out]
        now = self.face or fitting_face(self.services.board, self._cue)
        now = Face.DOOR if now in left_out else now
        self.face = there[(there.index(now) + step) % len(there)]
        self.show(self.services.board)

    def show(self, now: Board) -> None:
        """Show the face that fits the part, or the one that the trainer chose."""
        # A face chosen by hand holds for its part only: the next part shows its own.
        if now.part_number != self._part:
            self._part, self.face = now.part_number, None
        self.refresh_bindings()
        self._put(STOPPED if now.covered else self._draw_face(now))

    def _draw_face(self, now: Board) -> Projected:
        columns = self.size.width - SIDES
        match self.face or fitting_face(now, self._cue):
            case Face.DOOR:
                return draw_door(now, self.services.door, columns, self.size.height - EDGES)
            case Face.SCAN:
                return draw_scan(now, self.services.door, self.size.height - EDGES)
            case Face.PART:
                return draw_part(now.part, paused=now.paused, columns=columns)
            case Face.NOTE:
                return draw_note(self._note)
            case Face.CUE:
                return draw_lines(self._cue)

    def _put(self, seen: Projected) -> None:
        parts = {
            "invitation": Content(seen.invitation),
            "code": Content(seen.code),
            "address": Content(seen.address),
            "big-words": seen.words,
            "small-words": Content(seen.small),
        }
        for name, part in parts.items():
            static = self.query_one(f"#{name}", Static)
            static.update(part)
            static.display = bool(part)
        self.query_one("#small-words").set_class(seen.quiet, "quiet")
        self.query_one("#large").display = any(parts[name] for name in parts if name != "invitation")
