"""A page for the whole room to see, large and with nothing private on it: no names, no groups, nobody's words."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.classroom.views import Board, SaidLine
from coach.tui.board import faces
from coach.tui.board.faces import Face, Projected
from coach.tui.board.screens.leading import Leading
from coach.tui.commands import bindings
from coach.tui.warm_up_note import warm_up_note
from coach.tui.widgets.keys import Keys


class ProjectorScreen(Leading):
    """The door, the part, or the warm-up: whichever fits where the room is, or whichever is wanted."""

    WHERE = "projector"
    HELP: ClassVar[str] = """\
A page to show to everybody. The arrow keys left and right go from one of its faces to the next: how to come in, with \
the code in large letters; which part it is, and what is left of it; and the warm-up, first what may be hard in it and \
then its lines. It takes the one that fits when the room goes on to another part; the lines come only by their key, so \
that everybody has read the note.

No name, no group and nobody's words are on it. Make your terminal's letters larger (ctrl and + in most) until the \
back row can read it."""
    BINDINGS = bindings("projector")

    def __init__(self) -> None:
        super().__init__()
        self.face: Face | None = None
        """The one that was chosen by hand."""
        self._cue: tuple[SaidLine, ...] = ()
        self._note = ""
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
        """Read the cue and what may be hard in it, and show how the room stands."""
        self._cue = await self.board.in_practice(self.board.trainer.cue)
        sheet = self.board.trainer.state.sheet
        self._note = await self.board.in_practice(warm_up_note, sheet, self.board.practice)
        await self.board.look()

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002  # the room there is, is asked for where it is used
        """As large as it can be."""
        if self.board.now is not None:
            self.show(self.board.now)

    def action_face(self, step: int) -> None:
        """The next face, or the one before; there is none of a cue without one."""
        if self.board.now is None:
            return
        there = [face for face in Face if self._cue or face not in (Face.NOTE, Face.CUE)]
        now = self.face or faces.fits(self.board.now, self._cue)
        self.face = there[(there.index(now) + step) % len(there)]
        self.show(self.board.now)

    def show(self, now: Board) -> None:
        """Show the face that fits, or the one that was chosen."""
        if now.part_number != self._part:
            self._part, self.face = now.part_number, None
        self.refresh_bindings()
        self._put(faces.STOPPED if now.covered else self._made(now))

    def _made(self, now: Board) -> Projected:
        columns = self.size.width - 6
        match self.face or faces.fits(now, self._cue):
            case Face.DOOR:
                door = self.board.door
                return faces.door(now, door.address, door.only_here, columns, self.size.height)
            case Face.PART:
                return faces.part(now.part, paused=now.paused, columns=columns)
            case Face.NOTE:
                return faces.note(self._note)
            case Face.CUE:
                return faces.lines(self._cue)

    def _put(self, seen: Projected) -> None:
        parts = {
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
