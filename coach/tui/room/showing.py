"""Which page a view is shown on. Whatever happens to a screen, the same view brings the same page."""

from coach.classroom.views import LineReaderView, ObserverView, PractitionerView, View
from coach.model.class_events import Stage
from coach.tui.pair.looking_page import CoachPage, LookingPage, OutOfRolePage
from coach.tui.pair.page_data import PageExtras
from coach.tui.pair.round_widgets import RoundPage
from coach.tui.room.pages.brief import BriefPage
from coach.tui.room.pages.cue import CuePage
from coach.tui.room.pages.done import DonePage
from coach.tui.room.pages.gathering import GatheringPage
from coach.tui.room.pages.line_reader import LineReaderPage
from coach.tui.room.pages.lobby import LobbyPage
from coach.tui.room.pages.note import NotePage
from coach.tui.room.pages.observer import ObserverPage
from coach.tui.room.pages.talking import PractitionerPage, WatcherPage

Key = tuple[type[RoundPage], str, Stage, int, str]
"""The page, the group, the stage, the round, and whose eyes: another key is another page."""

AT: dict[Stage, type[RoundPage]] = {
    Stage.GATHERING: GatheringPage,
    Stage.NOTE: NotePage,
    Stage.BRIEF: BriefPage,
    Stage.LOOKING: LookingPage,
    Stage.PRACTITIONER_SPEAKS: LookingPage,
    Stage.LINE_READER_SPEAKS: LookingPage,
    Stage.OBSERVER_SPEAKS: LookingPage,
    Stage.COACH_SPEAKS: CoachPage,
    Stage.OUT_OF_ROLE: OutOfRolePage,
    Stage.DONE: DonePage,
}
"""What a group's page is, but for the talk itself, where each role has its own."""


def key_of(view: View) -> Key:
    """What page a view belongs on."""
    here = view.context
    # Round one table a role changes nothing of the page; elsewhere it is another person's.
    eyes = "" if here.stage is Stage.GATHERING else type(view).__name__
    return _page(view), here.group, here.stage, here.round, eyes


def page_for(view: View, extras: PageExtras) -> RoundPage:
    """A page for a view."""
    return _page(view)(view, extras)


def _page(view: View) -> type[RoundPage]:
    if view.context.cue:
        return CuePage
    if not view.context.group:
        return LobbyPage
    if view.context.to_agree and view.context.stage is not Stage.DONE:
        return NotePage  # whenever they come in: nothing else of the round is shown to them before
    if view.context.stage is not Stage.TALKING:
        return AT[view.context.stage]
    match view:
        case PractitionerView():
            return PractitionerPage
        case LineReaderView():
            return LineReaderPage
        case ObserverView():
            return ObserverPage
        case _:
            return WatcherPage
