"""An opening as everybody saw it, side by side: the observer's mark, the note, the guess, and the coach's reading."""

from collections.abc import Iterable, Iterator

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.classroom.comparison import Beside, BesideReply, Comparison
from coach.classroom.views import RoomContext
from coach.model.class_events import Mark, Role
from coach.tui.room.words import whoever
from coach.tui.text import sanitize, shorten_name
from coach.tui.widgets.text import Prose, heading, quote

NOBODY_RIGHT = "None of these is the right one. Where they differ, there is something to talk about."
NOT_HEARD = "Nobody typed, so the coach heard nothing. What people saw is here."
NOTHING = "Nothing was marked, noted or guessed, and no opening came up. That is fine."


class AllBeside(VerticalScroll):
    """Every opening of the round, and every reply that may have hurt or mended."""

    def __init__(self, here: RoomContext, comparison: Comparison) -> None:
        super().__init__(classes="written")
        self._here = here
        self._all = comparison

    def compose(self) -> ComposeResult:
        with Vertical(classes="reading"):
            yield Prose(NOBODY_RIGHT if self._all.heard else NOT_HEARD, classes="say first")
            for opening in self._all.openings:
                yield Seen(self._here, opening, heard=self._all.heard)
            for reply in self._all.replies:
                yield SeenReply(reply, heard=self._all.heard)
            if not (self._all.openings or self._all.replies):
                yield Prose(NOTHING, classes="say")


class Seen(Vertical):
    """One opening."""

    def __init__(self, here: RoomContext, opening: Beside, *, heard: bool) -> None:
        super().__init__(classes="seen-by-all")
        self._here = here
        self._opening = opening
        self._heard = heard

    def compose(self) -> ComposeResult:
        each = self._opening
        yield heading(f"Opening {each.number}: {each.topic}")
        yield quote(each.line, each.speaker)
        with Vertical(classes="columns"):
            yield from (_column(lead, words) for lead, words in self._rows())
        for sentence in each.differ:
            yield Prose(sentence, "> Worth talking about:", classes="item differ")

    def _rows(self) -> Iterator[tuple[str, str]]:
        each, here = self._opening, self._here
        yield "Observer", _marks(each.marks) or "no mark"
        reader = whoever(here, Role.LINE_READER)
        practitioner = whoever(here, Role.PRACTITIONER, "The practitioner")
        if reader or each.note:
            guess = f"\n{practitioner} guessed: “{each.guess.says()}”" if each.guess else ""
            yield f"{reader or 'Line-reader'} noted", f"{f'“{each.note.says()}”' if each.note else 'nothing'}{guess}"
        if self._heard:
            yield "The coach", f"{each.coach or 'nothing'}{f'. {each.why}' if each.why else ''}"


class SeenReply(Vertical):
    """One reply that somebody, or the coach, thinks may have hurt or mended."""

    def __init__(self, reply: BesideReply, *, heard: bool) -> None:
        super().__init__(classes="seen-by-all")
        self._reply = reply
        self._heard = heard

    def compose(self) -> ComposeResult:
        each = self._reply
        yield heading(f"Reply {each.reply}")
        if each.text:
            yield quote(each.text, "")
        with Vertical(classes="columns"):
            yield _column("Observer", _marks(each.marks) or "no mark")
            if self._heard:
                yield _column("The coach", each.coach or "nothing")
        for sentence in each.differ:
            yield Prose(sentence, "> Worth talking about:", classes="item differ")


def _column(lead: str, words: str) -> Static:
    return Static(Content.assemble((sanitize(lead), "bold"), "\n", sanitize(words)), markup=False, classes="column")


def _marks(marks: Iterable[tuple[str, Mark]]) -> str:
    return "\n".join(f"{shorten_name(name)}: {mark.says()}" for name, mark in marks)
