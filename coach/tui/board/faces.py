"""What stands on the page for the whole room, face by face: no name, no group and nobody's words are in any of it."""

from dataclasses import dataclass
from enum import Enum

from textual.content import Content

from coach.classroom.views import Board, PartSeen, SaidLine
from coach.model.sheet import Does
from coach.tui.board.large import drawn
from coach.tui.board.words import clock, everyone
from coach.tui.shown import shown

WHERE_TO = "Open this address in a browser, type the code, and choose a name."
TO_WRITE = "What would you say? Write one reply, for yourself alone. Nobody collects it; read it out only if you like."
FOR_A_MOMENT = "Let's all stop here for a moment."
"""While everybody's screen is covered."""
AFTERWARDS = "What word was hard to type?"
NOT_FOR_ME = (
    "A family's lines come next, with the right arrow key. Whoever would rather not looks away, and nobody is asked "
    "why. On your own screen you choose for yourself."
)


class Face(Enum):
    """What stands on the page."""

    DOOR = "door"
    PART = "part"
    NOTE = "note"
    """What may be hard in the cue, before it."""
    CUE = "cue"


@dataclass(frozen=True, slots=True)
class Projected:
    """Words, smaller words under them, and letters in blocks above; any may be empty."""

    words: Content
    small: str = ""
    code: str = ""
    address: str = ""
    quiet: bool = False


STOPPED = Projected(Content.assemble((FOR_A_MOMENT, "bold")))


def fits(now: Board, cue: tuple[SaidLine, ...]) -> Face:
    """The face for where the room is. The cue itself comes only when somebody goes on to it."""
    if now.part is None or now.part.does is Does.WELCOME:
        return Face.DOOR
    return Face.NOTE if now.part.does is Does.WARM_UP and cue else Face.PART


def door(now: Board, address: str, only_here: bool, columns: int, rows: int) -> Projected:
    """How to come in, with the code as large as so many columns and rows allow."""
    come_in = (
        Content.assemble((shown(address), "bold")),
        Content(WHERE_TO),
        Content(f"Code: {' '.join(shown(now.code))}"),
    )
    bare = address.removeprefix("http://").rstrip("/")
    only = "Only this laptop can reach that address. " if only_here else ""
    return Projected(
        Content("\n\n").join(come_in),
        f"{only}{_how_many(len(everyone(now)))}",
        code=drawn(now.code, columns),
        address=drawn(bare, columns) if rows >= 24 else "",
        quiet=True,
    )


def part(now: PartSeen | None, *, paused: bool, columns: int) -> Projected:
    """Which part it is, and what is left of it."""
    if now is None:
        return Projected(Content.assemble(("We begin soon.", "bold")))
    waits = "We pause here." if paused else clock(now).replace(" Nothing ends by itself.", "")
    words = Content.assemble((shown(now.title), "bold $you"), f"\n\n{shown(now.what)}")
    return Projected(words, waits, code=drawn(now.title, columns))


def note(says: str) -> Projected:
    """What may be hard in the lines that come next."""
    return Projected(Content.assemble(("Before you start", "bold $you"), f"\n\n{shown(says)}"), NOT_FOR_ME)


def lines(cue: tuple[SaidLine, ...]) -> Projected:
    """The warm-up's lines."""
    each = [
        Content.assemble((shown(line.text), "italic $quiet"))
        if line.scene
        else Content.assemble((f"{shown(line.speaker)}\n", "bold $family"), (shown(line.text), "bold"))
        for line in cue
    ]
    return Projected(Content("\n\n").join(each), f"{TO_WRITE}\n\n{AFTERWARDS}")


def _how_many(people: int) -> str:
    return {0: "Nobody is in yet.", 1: "One person is in."}.get(people, f"{people} people are in.")
