"""The plenary: which subjects stayed silent in this room; and a closed room's page."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button

from coach.classroom.comparison import HONESTLY, ONE_WAY, WITHOUT_NUMBERS, Plenary
from coach.classroom.views import Board
from coach.language.catalogue import say
from coach.partnership.counts import SUBJECT_NAMES
from coach.partnership.suppression import Leaning, SuppressedCounts
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import Dialog
from coach.tui.trainer.page import BoardPage
from coach.tui.trainer.trainer_dialogs import confirm_laying_together
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.text import Prose, draw_heading

# --- Counts as bars

LONGEST = 24
"""Columns of the longest bar, which is everybody who gave counts."""
LEANS = {
    Leaning.TAKEN: "Taken more often than passed by. The numbers are kept back.",
    Leaning.PASSED_BY: "Passed by more often than taken. The numbers are kept back.",
}
KEPT_BACK = "Where no number stands, it is kept back, so that nobody can be picked out."
SILENT = "Nothing can be said of these without showing too much of a few people:"


def draw_bars(plenary: Plenary) -> Iterator[Prose]:
    """Draw a bar for every count that may be shown, and put the others in words."""
    silent = [SUBJECT_NAMES[seen.subject] for seen in plenary.subjects if not _says_something(seen)]
    for seen in plenary.subjects:
        if not _says_something(seen):
            continue
        numbers = (
            (say("mostly taken"), seen.taken),
            (say("partly, or some of each"), seen.partly),
            (say("mostly passed by"), seen.passed_by),
            (say("none came up"), seen.none_came_up),
        )
        lines = [_draw_bar(words, number, plenary.contributors) for words, number in numbers if number is not None]
        yield Prose("", SUBJECT_NAMES[seen.subject].capitalize(), classes="say")
        yield Prose("\n".join(lines) or LEANS.get(seen.leaning, ""), classes="item bars")
        if lines and (rest := [words for words, number in numbers if number is None]):
            yield Prose(f"{_join_with_or(rest)}.", say("The rest:"), classes="item quiet")
    if any(None in seen.numbers for seen in plenary.subjects):
        yield Prose(say(KEPT_BACK), classes="say quiet")
    if silent:
        yield Prose(f"{'; '.join(silent)}.", say(SILENT), classes="say")


def _join_with_or(words: list[str]) -> str:
    return "; or ".join(filter(None, ("; ".join(words[:-1]), *words[-1:])))


def _says_something(seen: SuppressedCounts) -> bool:
    return any(number is not None for number in seen.numbers) or seen.leaning is not Leaning.UNSAID


def _draw_bar(words: str, number: int, of: int) -> str:
    length = max(1, round(LONGEST * number / of))
    return f"{words:<24}{'█' * length} {number} of {of} people"


# --- The plenary

COUNTS_WHAT = (
    "Whoever wants to gives the counts of a round of their own: how many openings about a subject were taken, partly "
    "taken or passed by. No words, no names, no scenario."
)


class PlenaryScreen(BoardPage, Page):
    """The room's counts of openings, once enough participants gave theirs, with questions.

    An opening is where the family lets a subject be spoken of.
    """

    WHERE = "plenary"
    HELP: ClassVar[str] = """\
Which subjects stayed silent in this room, in numbers of people. Nothing is shown before ten people gave their counts, \
and no number below five; where a number could be worked out from others, those are kept back too.

Only practitioners give counts. In trios ten of them are fifteen people in two rounds, or thirty in one. In a smaller \
room, talk it over without numbers: the page has what the families open, a way to begin, and questions.

Lay the counts together once everybody who wants to has given theirs. Nobody can give more after that: two pictures, \
one before and one after, would say what one person gave.

This page can be shown to the whole room. It ends with questions for the service. Nobody is asked how they did."""
    BINDINGS = make_bindings("plenary")
    AUTO_FOCUS = "#silent"

    def __init__(self) -> None:
        super().__init__()
        self._shows: Plenary | None = None

    def compose(self) -> ComposeResult:
        yield Prose("", say("Which subjects stayed silent in this room"), classes="title")
        yield VerticalScroll(id="silent")
        with Horizontal(id="doing"):
            yield Button(say("Lay the counts together"), action="screen.lay_together", compact=True, id="lay-together")
        yield Keys()

    async def on_mount(self) -> None:
        await self.services.look()

    def show(self, now: Board) -> None:  # noqa: ARG002  # the counts are no part of the board
        """Update the counts of openings that may be shown by now."""
        self._show_anew()

    @work(exclusive=True, group="plenary")
    async def _show_anew(self) -> None:
        plenary = await self.services.in_practice(self.services.trainer.build_plenary)
        if plenary == self._shows:
            return
        self.query_one("#lay-together").display = not plenary.is_pooled and not plenary.shortfall
        page = self.query_one("#silent", VerticalScroll)
        with self.app.batch_update():
            await page.remove_children()
            await page.mount(*_draw_page(plenary))
        self._shows = plenary

    @work(exclusive=True, group="asking")
    async def action_lay_together(self) -> None:
        """Pool the counts of openings, after asking: nobody can contribute afterwards."""
        if self._shows is None:
            return
        asks = confirm_laying_together(self._shows.contributors)
        if await self.app.push_screen_wait(Dialog(asks)) == "lay":
            await self.services.act(self.services.trainer.pool_counts)


def _draw_page(plenary: Plenary) -> list[Prose]:
    if plenary.too_few:
        return [*_draw_small(plenary), Prose(WITHOUT_NUMBERS, classes="say quiet")]
    words = [Prose(say(COUNTS_WHAT), classes="say quiet")]
    if plenary.is_pooled:
        words += [*draw_bars(plenary), Prose(say(HONESTLY), classes="say quiet")]
    else:
        words += [Prose(says, classes="say") for says in plenary.sentences]
    if plenary.shortfall:
        more = (
            say("One more is needed.")
            if plenary.shortfall == 1
            else say("{shortfall} more are needed.", shortfall=plenary.shortfall)
        )
        words.append(Prose(more, classes="say"))
    words.append(draw_heading(say("For all of us")))
    return [*words, *(Prose(question, classes="say") for question in plenary.questions)]


def _draw_small(plenary: Plenary) -> Iterator[Prose]:
    """Draw what a room talks over in which too few can have been the practitioner for numbers."""
    if plenary.opened:
        yield Prose(
            f"{'; '.join(plenary.opened)}.", say("The families here open, where they are heard:"), classes="say"
        )
    yield draw_heading(say("One way to begin"))
    yield from (Prose(step, f"{number}.", classes="item") for number, step in enumerate(ONE_WAY, 1))
    yield draw_heading(say("For all of us"))
    yield from (Prose(question, classes="say") for question in plenary.questions)


# --- The page of a closed room

FORGOTTEN = "What was said in it is deleted from this machine. Nobody can bring it back."
KEPT = (
    "It goes by itself in seven days. Until you leave this page, people can still take their own words home from their "
    "own screens."
)


class ClosedScreen(BoardPage, Page):
    """The last page of a closed room, with one button that leaves it."""

    WHERE = "closed"
    HELP: ClassVar[str] = "The room is closed. Leave when everybody has what they wanted to take home."
    BINDINGS = make_bindings("closed")
    AUTO_FOCUS = "#leave"

    def __init__(self, *, forgotten: bool) -> None:
        super().__init__()
        self.forgotten = forgotten

    def compose(self) -> ComposeResult:
        yield Prose("", say("The room is closed"), classes="title")
        with Vertical(id="closed"):
            yield Prose(say("Everybody's screen says that the session has ended."), classes="say")
            yield Prose(say(FORGOTTEN) if self.forgotten else say(KEPT), classes="say")
            yield Prose(say("Look after yourself too. Leading a room like this is work."), classes="say")
            yield Button(say("Leave"), id="leave", classes="main")
        yield Keys()

    @on(Button.Pressed, "#leave")
    def leave(self) -> None:
        """Close the app."""
        self.app.exit()
