"""The board may be closed, or one of its pages left, at any moment: what is under way in it breaks nothing."""

import pytest

from coach.tui.trainer.app import BoardApp
from coach.tui.trainer.board import BoardScreen
from coach.tui.trainer.page import BoardPage
from coach.tui.trainer.plenary_screen import PlenaryScreen
from coach.tui.trainer.projector import ProjectorScreen

from ..seeing import until
from ..test_base_app_closed_pages import TURNS, turns
from .conftest import Boards, Class


@pytest.mark.parametrize("page", [PlenaryScreen, ProjectorScreen])
async def test_a_page_may_go_while_it_comes(boards: Boards, room: Class, page: type[BoardPage]) -> None:
    """Whoever presses Escape at once is back at the board, which shows what happened meanwhile."""
    async with boards(room.trainer) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        for many in TURNS:
            app.call_later(app.push_screen, page())
            room.comes(f"Someone {many}")
            await turns(many)
            app.call_later(app.pop_screen)
            await app.look()
            await pilot.pause()
        assert isinstance(app.screen, BoardScreen)


@pytest.mark.parametrize("many", TURNS)
async def test_the_board_may_close_while_somebody_comes_in(boards: Boards, room: Class, many: int) -> None:
    """What is shown by then is nobody's."""
    async with boards(room.trainer) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        room.comes("Ann", "Ben")
        app.run_worker(app.look())
        await turns(many)


@pytest.mark.parametrize("key", ["ctrl+q", "escape"])
async def test_the_first_page_closes_where_no_room_was_opened(boards: Boards, key: str) -> None:
    """The trainer has only looked. Nothing was left, so nothing is said to be there still."""
    async with boards(None) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        await pilot.press(key)
        await until(pilot, lambda: not app.is_running or app.return_code is not None)
    assert app.left == ""
