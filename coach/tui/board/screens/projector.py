"""A page for the whole room to see, large and with nothing private on it: no names, no groups, nobody's words."""

from enum import Enum
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.classroom.views import Board, SaidLine
from coach.model.sheet import Does
from coach.tui.board.large import drawn
from coach.tui.board.screens.leading import Leading
from coach.tui.board.words import clock, everyone
from coach.tui.commands import bindings
from coach.tui.shown import shown
from coach.tui.widgets.keys import Keys

WHERE_TO = "Open this address in a browser, type the code, and choose a name."
TO_WRITE = "What would you say? Write one reply, for yourself alone. Nobody collects it; read it out only if you like."
FOR_A_MOMENT = "Let's all stop here for a moment."
"""While everybody's screen is covered."""
AFTERWARDS = "What word was hard to type?"


class Face(Enum):
    """What stands on the page."""

    DOOR = "door"
    PART = "part"
    CUE = "cue"


class ProjectorScreen(Leading):
    """The door, the part, or the cue of the warm-up: whichever fits where the room is, or whichever is wanted."""

    WHERE = "projector"
    HELP: ClassVar[str] = """\
A page to show to everybody. It has three faces, and the arrow keys left and right go from one to the next: how to \
come in, with the code in large letters; which part it is, and what is left of it; and the cue of the warm-up. It \
takes the one that fits when the room goes on to another part.

No name, no group and nobody's words are on it. Make your terminal's letters larger (ctrl and + in most) until the \
back row can read it."""
    BINDINGS = bindings("projector")

    def __init__(self) -> None:
        super().__init__()
        self.face: Face | None = None
        """The one that was chosen by hand."""
        self._cue: tuple[SaidLine, ...] = ()
        self._part: int | None = -1

    def compose(self) -> ComposeResult:
        """Large letters, words, and smaller words, in the middle."""
        with VerticalScroll(id="projected", can_focus=False), Vertical(id="large"):
            yield Static("", id="code", markup=False)
            yield Static("", id="address", markup=False)
            yield Static("", id="big-words", markup=False)
            yield Static("", id="small-words", markup=False)
        yield Keys()

    async def on_mount(self) -> None:
        """Read the cue, and show how the room stands."""
        self._cue = await self.board.in_practice(self.board.trainer.cue)
        await self.board.look()

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002  # the room there is, is asked for where it is used
        """As large as it can be."""
        if self.board.now is not None:
            self.show(self.board.now)

    def action_face(self, step: int) -> None:
        """The next face, or the one before; there is none of a cue without one."""
        if self.board.now is None:
            return
        faces = [face for face in Face if face is not Face.CUE or self._cue]
        self.face = faces[(faces.index(self._fits(self.board.now)) + step) % len(faces)]
        self.show(self.board.now)

    def show(self, now: Board) -> None:
        """Show the face that fits, or the one that was chosen."""
        if now.part_number != self._part:
            self._part, self.face = now.part_number, None
        if now.covered:
            self._put(Content.assemble((FOR_A_MOMENT, "bold")))
            return
        match self._fits(now):
            case Face.DOOR:
                self._show_door(now)
            case Face.PART:
                self._show_part(now)
            case Face.CUE:
                self._show_cue()

    def _fits(self, now: Board) -> Face:
        if self.face:
            return self.face
        if now.part is None or now.part.does is Does.WELCOME:
            return Face.DOOR
        return Face.CUE if now.part.does is Does.WARM_UP and self._cue else Face.PART

    @property
    def _room(self) -> int:
        return self.size.width - 6

    def _show_door(self, now: Board) -> None:
        door = self.board.door
        bare = door.address.removeprefix("http://").rstrip("/")
        address = drawn(bare, self._room) if self.size.height >= 24 else ""
        come_in = (
            Content.assemble((shown(door.address), "bold")),
            Content(WHERE_TO),
            Content(f"Code: {_spaced(now.code)}"),
        )
        only_here = "Only this laptop can reach that address. " if door.only_here else ""
        self._put(
            Content("\n\n").join(come_in),
            f"{only_here}{_how_many(len(everyone(now)))}",
            code=drawn(now.code, self._room),
            address=address,
            quiet=True,
        )

    def _show_part(self, now: Board) -> None:
        if now.part is None:
            self._put(Content.assemble(("We begin soon.", "bold")))
            return
        waits = "We pause here." if now.paused else clock(now.part).replace(" Nothing ends by itself.", "")
        words = Content.assemble((shown(now.part.title), "bold $you"), f"\n\n{shown(now.part.what)}")
        self._put(words, waits, code=drawn(now.part.title, self._room))

    def _show_cue(self) -> None:
        lines = [
            Content.assemble((shown(line.text), "italic $quiet"))
            if line.scene
            else Content.assemble((f"{shown(line.speaker)}\n", "bold $family"), (shown(line.text), "bold"))
            for line in self._cue
        ]
        self._put(Content("\n\n").join(lines), f"{TO_WRITE}\n\n{AFTERWARDS}")

    def _put(self, words: Content, small: str = "", *, code: str = "", address: str = "", quiet: bool = False) -> None:
        parts = {"code": Content(code), "address": Content(address), "big-words": words, "small-words": Content(small)}
        for name, part in parts.items():
            static = self.query_one(f"#{name}", Static)
            static.update(part)
            static.display = bool(part)
        self.query_one("#small-words").set_class(quiet, "quiet")


def _how_many(people: int) -> str:
    return {0: "Nobody is in yet.", 1: "One person is in."}.get(people, f"{people} people are in.")


def _spaced(code: str) -> str:
    return " ".join(shown(code))
