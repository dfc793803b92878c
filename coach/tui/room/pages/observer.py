"""The observer's page: the talk with its openings marked as they come, and the marks."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from coach.classroom.views import ObserverView, OpeningSeen
from coach.model.class_events import Role
from coach.tui.room.marking import Marking
from coach.tui.room.onward import Onward
from coach.tui.room.pages.page import MarksPage
from coach.tui.room.told import OPENING, SoFar
from coach.tui.room.words import left_in_words, turns, whoever
from coach.tui.send_reply import LineKind, ScreenLine, ScreenTurn


class ObserverPage(MarksPage):
    """Openings, not mistakes."""

    FIRST = "#openings, #go-on, #transcript"

    def compose(self) -> ComposeResult:
        with Horizontal(id="observing"):
            yield SoFar()
            yield Marking()
        yield Static("", id="how-many", markup=False)
        yield Onward()

    async def fill(self) -> None:
        """What is new."""
        view = self.view
        assert isinstance(view, ObserverView)
        here = view.here
        await self.query_one(SoFar).show(with_openings(view))
        self.query_one(Marking).show(view)
        note = self.query_one("#how-many", Static)
        note.update(left_in_words(here))
        note.display = bool(left_in_words(here))
        onward = self.query_one(Onward)
        onward.display = here.over or here.nobody_speaks()
        self.set_class(here.over, "-over")
        onward.show(here)
        if self.screen.focused is None:
            self.focus_first()


def with_openings(view: ObserverView) -> tuple[ScreenTurn, ...]:
    """The talk, with a line after each turn in which an opening came up."""
    came: dict[int, list[OpeningSeen]] = {}
    for opening in view.openings:
        came.setdefault(opening.after, []).append(opening)
    found = list(turns(view.said, whoever(view.here, Role.PRACTITIONER, "They")))
    numbers = _replies(view)
    return tuple(
        (*turn, *(_marked(each) for each in _once(came, reply, turn)))
        for turn, reply in zip(found, numbers, strict=True)
    )


def _replies(view: ObserverView) -> list[int]:
    """The number of the last reply by each turn."""
    numbers = [0] if view.said and not (view.said[0].reply or view.said[0].skipped) else []
    for line in view.said:
        if line.reply or line.skipped:
            numbers.append(line.reply or (numbers[-1] if numbers else 0))
    return numbers


def _once(came: dict[int, list[OpeningSeen]], reply: int, turn: ScreenTurn) -> list[OpeningSeen]:
    """The openings of this turn: after a skipped line several turns have one number, and words tell them apart."""
    here = [each for each in came.get(reply, ()) if any(each.line == said.text for said in turn)]
    for each in here:
        came[reply].remove(each)
    return here


def _marked(opening: OpeningSeen) -> ScreenLine:
    return ScreenLine(LineKind.COACH, opening.about or opening.line, OPENING.format(opening.number, opening.topic))
